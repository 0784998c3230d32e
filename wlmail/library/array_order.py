"""Sorting and searching arrays (stdlib.md 4)."""

from __future__ import annotations

from wlmail.language.registry import Value, function
from wlmail.library.arrays import array, copied
from wlmail.library.string_comparison import comparable, sort_key
from wlmail.runtime.arrays import Array, index_error
from wlmail.runtime.conversions import to_int, to_text
from wlmail.runtime.errors import WLError
from wlmail.runtime.records import Record
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

SEEK_LINEAR, SEEK_FIRST, SEEK_BINARY, SEEK_LAST = 1, 2, 4, 8
SORT_ASCENDING, SORT_DESCENDING, SORT_MEMBER, SORT_COLUMN, SORT_FUNCTION = 1, 2, 4, 8, 16
TEXT_OPTIONS = 8
"""The tcc… constants are the cc… constants, this many bits to the left: they are added to the kind."""


def member(item: Any, name: str) -> Any:
    """A member of a structure by name, or a column of a row by number."""
    if isinstance(item, Array):
        column = to_int(name)
        if not 1 <= column <= len(item):
            index_error(column, item)
        return item[column - 1]
    from wlmail.runtime.dynamic import member as read

    return read(item, name.strip())


def compared(item: Any, names: list[str]) -> list[Any]:
    """What of an element is compared: the members named, or all of it."""
    return [member(item, name) for name in names] if names else [item]


@function("ArraySeek", "TableauCherche")
def array_seek(collection: Value, kind: int, *values: Value) -> int:
    """Where a value is in an array, or -1: `(array, asLinear, value [, start])`.

    For structures `(array, asLinear, "member;member2", value, value2 [, start])`.

    Source: stdlib.md 4.
    """
    from wlmail.runtime.operators import equal

    items = array(collection, "ArraySeek")
    names: list[str] = []
    rest = list(values)
    if len(rest) > 1 and type(rest[0]) is str and items and isinstance(items[0], Record | Array):
        names = [name for name in rest.pop(0).split(";") if name]
    width = len(names) or 1
    wanted, rest = rest[:width], rest[width:]
    if len(wanted) < width:
        raise WLError("ArraySeek needs the value to search for")
    options = kind >> TEXT_OPTIONS
    start = to_int(rest[0]) if rest and rest[0] is not None else 1
    places = range(max(start, 1), len(items) + 1)
    for place in reversed(places) if kind & SEEK_LAST else places:
        found = compared(items[place - 1], names)
        if all(_same(a, b, options) if options else equal(a, b) for a, b in zip(found, wanted, strict=True)):
            return place
    return -1


def _same(a: Any, b: Any, options: int) -> bool:
    return comparable(to_text(a), options) == comparable(to_text(b), options)


@function("ArraySort", "TableauTrie")
def array_sort(run: Run, collection: Value, kind: int = SORT_ASCENDING, *how: Value) -> None:
    """Sorts an array: asAscending, asDescending, asMember with "+m1;-m2", asColumn, asFunction with a procedure.

    The procedure receives two elements and answers a negative number, 0 or a positive number. Equal elements keep
    their order.

    Source: stdlib.md 4.
    """
    items = array(collection, "ArraySort")
    if how and callable(how[0]):
        import functools

        _sort(items, functools.cmp_to_key(_comparison(how[0])), reverse=bool(kind & SORT_DESCENDING))
        return
    if kind & SORT_FUNCTION:
        raise WLError("ArraySort with asFunction needs a procedure, by its name without quotes")
    options = kind >> TEXT_OPTIONS
    if not kind & (SORT_MEMBER | SORT_COLUMN):
        _sort(items, lambda item: _key(item, options), reverse=bool(kind & SORT_DESCENDING))
        return
    names = [name.strip() for part in how for name in to_text(part).split(";") if name.strip()]
    if not names:
        raise WLError("ArraySort needs the members or columns to sort by")
    # The least important first: Python's sort is stable.
    for name in reversed(names):
        down = name.startswith("-") != bool(kind & SORT_DESCENDING)
        bare = name.lstrip("+-")
        _sort(items, lambda item, bare=bare: _key(member(item, bare), options), reverse=down)  # type: ignore[misc]


def _comparison(procedure: Any) -> Callable[[Any, Any], int]:
    from wlmail.runtime.calls import call_value

    return lambda a, b: to_int(call_value(procedure, a, b))


def _key(value: Any, options: int) -> Any:
    return sort_key(value, options) if options and type(value) is str else value


def _sort(items: Array, key: Callable[[Any], Any], *, reverse: bool) -> None:
    try:
        # Sorted aside: a procedure that looks at the array while it is being sorted sees it whole.
        ordered = sorted(items, key=key, reverse=reverse)
    except TypeError:
        raise WLError("the elements of this array cannot be compared with each other") from None
    items.items[:] = ordered


@function("ArrayAddSorted", "TableauAjouteTrié")
def array_add_sorted(run: Run, collection: Value, kind: int, value: Value, *how: Value) -> int:
    """Adds a value to a sorted array at its place, and returns that position.

    Source: stdlib.md 4.
    """
    items = array(collection, "ArrayAddSorted")
    new = items.converted(copied(value))
    items.append(new)
    array_sort(run, items, kind, *how)
    return next((place for place, item in enumerate(items, 1) if item is new), len(items))


@function("ArrayReverse", "TableauInverse")
def array_reverse(collection: Value) -> None:
    """Turns the order of an array around.

    Source: stdlib.md 4.
    """
    array(collection, "ArrayReverse").items.reverse()


@function("ArraySwapLine", "TableauEchangeLigne")
def array_swap_line(collection: Value, first: int, second: int) -> None:
    """Exchanges two elements of an array.

    Source: stdlib.md 4.
    """
    items = array(collection, "ArraySwapLine").items
    for place in (first, second):
        if not 1 <= place <= len(items):
            index_error(place, items)
    items[first - 1], items[second - 1] = items[second - 1], items[first - 1]


@function("ArrayMoveLine", "TableauDéplaceLigne")
def array_move_line(collection: Value, place: int, new_place: int) -> None:
    """Moves an element of an array to another position.

    Source: stdlib.md 4.
    """
    items = array(collection, "ArrayMoveLine").items
    for given in (place, new_place):
        if not 1 <= given <= len(items):
            index_error(given, items)
    items.insert(new_place - 1, items.pop(place - 1))


@function("ArrayMix", "TableauMélange")
def array_mix(run: Run, collection: Value) -> None:
    """Puts the elements of an array in random order.

    Source: stdlib.md 4.
    """
    from wlmail.library.numbers import Chance

    run.state(Chance).generator.shuffle(array(collection, "ArrayMix").items)


@function("ArrayDeleteDuplicate", "TableauSupprimeDoublon", aliases=("ArrayRemoveDuplicate",))
def array_delete_duplicate(collection: Value, *members: str) -> None:
    """Removes elements that equal an earlier one, as a whole or in the members named.

    Source: stdlib.md 4.
    """
    from wlmail.runtime.operators import equal

    items = array(collection, "ArrayDeleteDuplicate")
    names = [name for member in members for name in member.split(";") if name]
    kept: list[Any] = []
    keys: list[list[Any]] = []
    seen: set[Any] = set()
    for item in items:
        key = compared(item, names)
        if len(key) == 1 and type(key[0]) in (str, int):
            if key[0] in seen:
                continue
            seen.add(key[0])
        elif any(all(equal(a, b) for a, b in zip(key, other, strict=True)) for other in keys):
            continue
        else:
            keys.append(key)
        kept.append(item)
    items.items[:] = kept
