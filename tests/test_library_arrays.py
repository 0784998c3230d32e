"""Arrays and other collections: the rows of stdlib.md 4."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from worlds import call, constant, run_in

from wlmail.runtime import kinds
from wlmail.runtime.arrays import Array, AssociativeArray, GrowingArray, List, Queue, Stack
from wlmail.runtime.errors import WLError
from wlmail.runtime.records import Record, structure
from wlmail.runtime.run import Ref, Run

PERSON = structure("Person", [("NAME", "name", kinds.STRING, None), ("AGE", "age", kinds.INT4, None)])
PEOPLE = kinds.record_of(PERSON, "Person")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return run_in(tmp_path)


def texts(*given: str) -> Array:
    return Array(kinds.STRING, given)


def people(*given: tuple[str, int]) -> Array:
    array = Array(PEOPLE)
    for name, age in given:
        made: Any = PERSON()
        made.name, made.age = name, age
        array.append(made)
    return array


@pytest.mark.parametrize("name", ["Add", "Ajoute", "ArrayAdd", "TableauAjoute"])
@pytest.mark.parametrize("kind", [Array, GrowingArray])
def test_add_appends_converts_and_tells_the_position(name: str, kind: type[Array], run: Run) -> None:
    array = kind(kinds.STRING, ["a"])
    assert call(run, name, array, 12) == 2
    assert array == ["a", "12"]


def test_add_without_a_value_adds_a_default(run: Run) -> None:
    array = Array(kinds.INT4)
    assert call(run, "Add", array) == 1
    assert array == [0]


def test_add_copies_records(run: Run) -> None:
    array, person = Array(PEOPLE), people(("Jo", 5))[0]
    call(run, "Add", array, person)
    person.name = "changed"
    assert array[0].name == "Jo"


def test_add_several_values(run: Run) -> None:
    array, rows, numbers = Array(PEOPLE), Array(kinds.array_of(kinds.STRING)), Array(kinds.INT4)
    call(run, "Add", array, "Jo", 5)
    assert (array[0].name, array[0].age) == ("Jo", 5)
    call(run, "ArrayAddLine", rows, "a", "b")
    assert rows == [["a", "b"]]
    assert call(run, "Add", numbers, "1", 2) == 2
    assert numbers == [1, 2]


def test_add_of_a_text_where_a_record_is_needed(run: Run) -> None:
    array = Array(PEOPLE)
    with pytest.raises(WLError, match="Person"):
        call(run, "Add", array, "C:\\invoice.pdf")
    assert array == []


def test_add_to_other_collections(run: Run) -> None:
    by_key, queue, stack, chain = AssociativeArray(kinds.INT4), Queue(kinds.INT4), Stack(kinds.INT4), List(kinds.STRING)
    call(run, "Ajoute", by_key, "k", "7")
    assert by_key.get("k") == 7
    for collection in (queue, stack, chain):
        call(run, "Add", collection, 1)
        assert call(run, "Add", collection, 2) == 2
    assert call(run, "Dequeue", queue) == 1
    assert call(run, "Pop", stack) == 2
    variable = Ref()
    assert call(run, "Défile", queue, variable) is True
    assert variable.value == 2
    assert call(run, "Défile", queue, variable) is False


@pytest.mark.parametrize("value", [None, "text", 5, b""])
@pytest.mark.parametrize("name", ["Add", "ArrayCount", "ArrayDelete", "ArraySort", "StringToArray"])
def test_what_is_no_collection_is_an_error_of_the_program(name: str, value: Any, run: Run) -> None:
    arguments = ("x", value) if name == "StringToArray" else (value, 1)
    with pytest.raises(WLError):
        call(run, name, *arguments)


def test_delete_moves_the_rest_down(run: Run) -> None:
    array = texts("a", "b", "c")
    assert call(run, "TableauSupprime", array, 2) is True
    assert array == ["a", "c"]
    for index in (0, 3, -1):
        with pytest.raises(WLError, match="outside"):
            call(run, "Delete", array, index)
    call(run, "SupprimeTout", array)
    assert call(run, "ArrayCount", array) == 0


def test_delete_by_key(run: Run) -> None:
    by_key = AssociativeArray(kinds.INT4)
    by_key.put("k", 1)
    assert call(run, "ArrayDelete", by_key, "k") is True
    assert call(run, "ArrayDelete", by_key, "k") is False


def test_insert(run: Run) -> None:
    array = texts("a", "c")
    assert call(run, "ArrayInsert", array, 2, "b") == 2
    assert call(run, "TableauInsère", array, 4, "d") == 4
    assert array == ["a", "b", "c", "d"]
    with pytest.raises(WLError):
        call(run, "ArrayInsert", array, 6, "x")


def test_dimension_tells_and_changes_the_size(run: Run) -> None:
    array = texts("a", "b")
    assert call(run, "Dimension", array) == 2
    call(run, "Dimension", array, 3)
    assert array == ["a", "b", ""]
    call(run, "Dimension", array, 1)
    assert array == ["a"]
    assert call(run, "Dimension", "abc") == 3
    with pytest.raises(WLError):
        call(run, "Dimension", array, -1)


@pytest.mark.parametrize(
    ("text", "arguments", "expected"),
    [
        ("a;b", (";",), ["a", "b"]),
        ("a\r\nb", (), ["a", "b"]),
        ("a;b;", (";",), ["a", "b", ""]),
        ("", (";",), []),
        ("whole", (";",), ["whole"]),
    ],
)
def test_string_to_array(text: str, arguments: tuple[str, ...], expected: list[str], run: Run) -> None:
    array = texts("old")
    call(run, "ChaîneVersTableau", text, array, *arguments)
    assert array == expected


def test_string_to_array_of_numbers_rows_and_structures(run: Run) -> None:
    numbers, rows, array = Array(kinds.INT4), Array(kinds.array_of(kinds.STRING)), Array(PEOPLE)
    call(run, "StringToArray", "1;2x", numbers, ";")
    assert numbers == [1, 2]
    call(run, "StringToArray", "a\tb\r\nc\td", rows)
    assert rows == [["a", "b"], ["c", "d"]]
    call(run, "StringToArray", "Jo,5;Al,6", array, ";", ",")
    assert [(p.name, p.age) for p in array] == [("Jo", 5), ("Al", 6)]


def test_array_to_string(run: Run) -> None:
    assert call(run, "TableauVersChaîne", texts("a", "b"), ", ") == "a, b"
    assert call(run, "ArrayToString", Array(kinds.INT4, [1, 2])) == "1\r\n2"
    assert call(run, "ArrayToString", people(("Jo", 5), ("Al", 6)), ";", ",") == "Jo,5;Al,6"
    assert call(run, "ArrayToString", texts()) == ""


def test_seek(run: Run) -> None:
    array, linear = texts("a", "B", "a"), constant("tcLinéaire")
    assert call(run, "ArraySeek", array, linear, "a") == 1
    assert call(run, "TableauCherche", array, linear, "a", 2) == 3
    assert call(run, "ArraySeek", array, linear, "b") == -1
    assert call(run, "ArraySeek", array, linear + constant("tccSansCasse"), "b") == 2
    assert call(run, "ArraySeek", array, constant("asLinearLast"), "a") == 3
    assert call(run, "ArraySeek", people(("Jo", 5), ("Al", 6)), linear, "name", "Al") == 2
    assert call(run, "ArraySeek", people(("Jo", 5), ("Jo", 6)), linear, "Name;Age", "Jo", 6) == 2


def test_sort(run: Run) -> None:
    array = texts("b", "A", "a10", "a9")
    call(run, "ArraySort", array)
    assert array == ["A", "a10", "a9", "b"]
    call(run, "TableauTrie", array, constant("ttDécroissant"))
    assert array == ["b", "a9", "a10", "A"]
    call(run, "ArraySort", array, constant("ttCroissant") + constant("tccSansCasse") + constant("tccRespecteNumérique"))
    assert array == ["A", "a9", "a10", "b"]


def test_sort_by_members_and_by_a_procedure(run: Run) -> None:
    array = people(("Jo", 5), ("Al", 6), ("Al", 7))
    call(run, "ArraySort", array, constant("asMember"), "+name;-age")
    assert [(p.name, p.age) for p in array] == [("Al", 7), ("Al", 6), ("Jo", 5)]
    call(run, "ArraySort", array, constant("asFunction"), lambda a, b: a.age - b.age)
    assert [p.age for p in array] == [5, 6, 7]


def test_sort_of_what_cannot_be_compared(run: Run) -> None:
    with pytest.raises(WLError, match="compared"):
        call(run, "ArraySort", Array(kinds.VARIANT, [1, "a", None]))


def test_duplicates_go(run: Run) -> None:
    array = texts("a", "b", "a")
    call(run, "ArrayDeleteDuplicate", array)
    assert array == ["a", "b"]
    by_member = people(("Jo", 5), ("Jo", 6), ("Al", 5))
    call(run, "TableauSupprimeDoublon", by_member, "name")
    assert [p.age for p in by_member] == [5, 5]


def test_other_changes(run: Run) -> None:
    array = texts("a", "b", "c")
    call(run, "ArrayReverse", array)
    call(run, "ArraySwapLine", array, 1, 3)
    call(run, "ArrayMoveLine", array, 1, 3)
    assert array == ["b", "c", "a"]
    target = texts()
    call(run, "ArrayCopy", array, target)
    assert target == array
    assert target is not array
    call(run, "ArrayMix", target)
    assert sorted(target) == ["a", "b", "c"]
    assert call(run, "ArrayAddSorted", texts("a", "c"), constant("asAscending"), "b") == 2


def test_variable_reset(run: Run) -> None:
    number, array, person = Ref(5), texts("a"), people(("Jo", 5))[0]
    call(run, "VariableReset", number)
    call(run, "VariableRAZ", Ref(array))
    call(run, "VariableReset", Ref(person))
    assert (number.value, array, person.name, person.age) == (0, [], "", 0)
    assert isinstance(person, Record)
