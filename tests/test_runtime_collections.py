"""Arrays, associative arrays, structures, enumerations, members and elements (language.md 4.3 to 4.6, 6.7)."""

import subprocess
import sys

import pytest

from wlmail.runtime import dynamic, kinds
from wlmail.runtime import operators as op
from wlmail.runtime.arrays import Array, AssociativeArray, GrowingArray, Queue, Stack, index_error
from wlmail.runtime.conversions import to_array, to_copy, to_record, to_text
from wlmail.runtime.errors import WLError
from wlmail.runtime.records import assign, enumeration, structure

Address = structure(
    "STAddr",
    [
        ("SNAME", "sName", kinds.STRING, None),
        ("NID", "nId", kinds.INT8, 1),
        ("ARRLINE", "arrLine", kinds.array_of(kinds.STRING), None),
    ],
)
ADDRESS = kinds.record_of(Address, "STAddr")
Other = structure("STOther", [("NID", "nId", kinds.INT4, None), ("SCITY", "sCity", kinds.STRING, "Lyon")])


def test_indexes_start_at_1():
    array = Array(kinds.INT4, [10, 20])
    assert array.get(1) == 10
    for index in (0, -1, 3):
        with pytest.raises(WLError, match=str(index)):
            array.get(index)
        with pytest.raises(WLError):
            array.put(index, 1)
        with pytest.raises(WLError):
            index_error(index, array)


def test_elements_are_converted():
    array = Array(kinds.INT4, [0])
    array.put(1, "12abc")
    assert array.get(1) == 12


def test_sizes_and_dimensions():
    array = Array.sized(kinds.STRING, (2, 3), 0)
    assert [list(line) for line in array] == [["", "", ""], ["", "", ""]]
    array.get(1).put(2, "x")
    assert array.get(2).get(2) == ""
    assert dynamic.item(array, (1, 2)) == "x"
    for sizes in ((-1,), (10**6, 10**6)):
        with pytest.raises(WLError):
            Array.sized(kinds.INT4, sizes, 0)


def test_growth():
    array = Array.sized(kinds.INT4, (0,), 1)
    array.put(1, 5)
    with pytest.raises(WLError):
        array.put(3, 5)
    array = Array.sized(kinds.INT4, (0,), 10)
    array.put(4, 5)
    assert list(array) == [0, 0, 0, 5]
    with pytest.raises(WLError):
        array.put(2_000_000_000, 5)


def test_parts_of_arrays():
    array = Array(kinds.INT4, [1, 2, 3])
    assert list(array.sub(2, None)) == [2, 3]
    assert list(array.sub(2, 2)) == [2]
    assert list(array.sub(4, None)) == []


def test_arrays_are_shared_and_copied():
    array = Array(kinds.INT4, [1])
    assert to_array(array) is array
    copy = to_copy(array)
    copy.put(1, 2)
    assert array.get(1) == 1
    nested = Array(kinds.array_of(kinds.INT4), [array])
    to_copy(nested).get(1).put(1, 9)
    assert array.get(1) == 1


def test_an_element_of_records_is_a_copy():
    array = Array(ADDRESS, [Address()])
    address = Address()
    address.sName = "Ann"
    array.put(1, address)
    address.sName = "Bob"
    assert array.get(1).sName == "Ann"


def test_growing_arrays():
    array = GrowingArray(kinds.STRING)
    assert array.get(3) == ""
    array.put(2, "b")
    assert list(array) == ["", "b"]
    array.assign("only")
    assert list(array) == ["only"]
    array.assign(Array(kinds.VARIANT, ["x", 7]))
    assert list(array) == ["x", "7"]
    array.append(8)
    assert list(array) == ["x", "7", "8"]
    array.append(Array(kinds.STRING, ["y", "z"]))
    assert list(array) == ["x", "7", "8", "y", "z"]
    array.assign(None)
    assert list(array) == []
    with pytest.raises(WLError):
        array.put(0, "x")
    with pytest.raises(WLError):
        array.put(2_000_000_000, "x")
    records = GrowingArray(ADDRESS)
    records.element_at(2).sName = "made"
    assert [r.sName for r in records] == ["", "made"]
    with pytest.raises(WLError):
        records.get(3)


def test_associative_arrays():
    values = AssociativeArray(kinds.INT4)
    assert values.get("k") == 0
    assert not values.exists("k")
    assert len(values) == 0
    values.put("b", "5")
    values.put("a", 6)
    values.put("b", 7)
    assert values.items() == [("b", 7), ("a", 6)]
    assert values.get("B") == 0
    values.put(1, 2)
    assert values.get("1") == 2
    copy = values.copy()
    assert values.remove("a")
    assert not values.remove("a")
    assert copy.exists("a")
    assert list(values) == [7, 2]


def test_associative_arrays_without_case():
    values = AssociativeArray(kinds.STRING, ignore_case=True)
    values.put("Été", "x")
    assert values.get("ÉTÉ") == "x"
    assert values.keys() == ["Été"]


def test_associative_arrays_are_filled_with_pairs():
    assert AssociativeArray(kinds.STRING).filled([("k", 5)]).get("k") == "5"
    with pytest.raises(WLError, match="pairs"):
        AssociativeArray(kinds.STRING).filled([("k",)])
    kind = kinds.associative_of(kinds.STRING)
    assert kind.convert(Array(None, [Array(None, ["k", "v"])])).get("k") == "v"
    with pytest.raises(WLError):
        kind.convert(5)


def test_queues_and_stacks():
    queue, stack = Queue(kinds.INT4), Stack(kinds.INT4)
    for value in (1, 2):
        queue.add(value)
        stack.add(value)
    assert (queue.take(), queue.take(), queue.take()) == (1, 2, None)
    assert (stack.take(), stack.take()) == (2, 1)


def test_structures_start_with_their_defaults():
    one, other = Address(), Address()
    assert (one.sName, one.nId, list(one.arrLine)) == ("", 1, [])
    one.arrLine.append("x")
    assert list(other.arrLine) == []
    assert Address.of(sName="Ann").sName == "Ann"


def test_structures_are_assigned_by_name():
    address, other = Address(), Other()
    address.nId, address.sName = 7, "Ann"
    assign(other, address)
    assert (other.nId, other.sCity) == (7, "Lyon")
    copy = Address()
    assign(copy, address)
    copy.arrLine.append("x")
    assert list(address.arrLine) == []
    assert op.equal(address, address.copy())
    assert not op.equal(address, copy)
    assign(copy, None)
    assert copy.nId == 1
    assign(copy, Array(None, ["Bob", "9"]))
    assert (copy.sName, copy.nId) == ("Bob", 9)
    for target, source in ((None, address), (5, address), (address, 5)):
        with pytest.raises(WLError):
            assign(target, source)
    assert to_record(other, Address).nId == 7
    assert to_record(None, Address).nId == 1
    with pytest.raises(WLError):
        to_record(5, Address)


def test_a_structure_may_have_a_member_named_copy():
    Odd = structure("STOdd", [("COPY", "copy", kinds.STRING, None)])
    odd = Odd()
    odd.copy = "x"
    assert to_copy(odd).copy == "x"
    assert to_copy(odd) is not odd


def test_enumerations():
    Kind = enumeration("EKind", [("A", "A", None), ("B", "B", "bee")])
    assert op.equal(Kind.A, Kind.A)
    assert not op.equal(Kind.A, Kind.B)
    assert to_text(Kind.B) == "bee"
    assert op.add("", Kind.B) == "bee"
    assert op.equal(Kind.B, "bee")
    assert op.equal(Kind.A, 1)
    assert dynamic.member(Kind.B, "Valeur") == "bee"
    assert dynamic.member(Kind.B, "Name") == "B"


def test_members_by_name():
    address = Address()
    dynamic.set_member(address, "NID", "12")
    assert dynamic.member(address, "nid") == 12
    with pytest.raises(WLError, match=r"(?i)did you mean sname"):
        dynamic.member(address, "sNme")
    with pytest.raises(WLError, match="sFoo"):
        dynamic.set_member(address, "sFoo", 1)
    for value in (None, 5, "text"):
        with pytest.raises(WLError):
            dynamic.member(value, "Foo")
        with pytest.raises(WLError):
            dynamic.set_member(value, "Foo", 1)


def test_general_properties():
    array = Array(kinds.INT4, [1, 2])
    assert dynamic.member(array, "Occurrence") == dynamic.member(array, "count") == 2
    assert dynamic.member("abc", "Taille") == 3
    assert dynamic.member("", "Vide") is True
    assert dynamic.member(kinds.DATE.convert(""), "Empty") is True
    assert dynamic.member(kinds.DATE.convert("20240131"), "Empty") is False
    assert dynamic.member(None, "Existe") is False
    assert dynamic.member(None, "Empty") is True
    assert dynamic.member(address := Address(), "Exist") is True
    assert address.nId == 1
    values = AssociativeArray(kinds.INT4)
    assert dynamic.item_exists(values, ("k",)) is False
    values.put("k", 0)
    assert dynamic.item_exists(values, ("k",)) is True
    assert dynamic.item_exists(array, (3,)) is False


def test_elements_by_index():
    array = Array(kinds.INT4, [1])
    dynamic.set_item(array, ("1",), "5")
    assert dynamic.item(array, (1,)) == 5
    for value in (None, 5, "text"):
        with pytest.raises(WLError):
            dynamic.item(value, (1,))
        with pytest.raises(WLError):
            dynamic.set_item(value, (1,), 1)
    nested = AssociativeArray(kinds.associative_of(kinds.INT4))
    dynamic.set_item(nested, ("a", "b"), 5)
    assert dynamic.item(nested, ("a", "b")) == 5


def test_starting_the_runtime_imports_nothing_slow():
    code = "import wlmail.runtime.kinds, wlmail.runtime.operators, wlmail.runtime.dynamic, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"datetime", "decimal", "asyncio", "ssl", "email", "dataclasses", "lark", "difflib"}
