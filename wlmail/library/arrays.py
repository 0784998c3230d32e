"""Arrays and other collections (stdlib.md 4). Positions count from 1; arrays are changed in place."""

from __future__ import annotations

from wlmail.language.registry import Value, function
from wlmail.runtime.arrays import Array, AssociativeArray, List, Queue, Stack, index_error
from wlmail.runtime.conversions import to_int, to_text
from wlmail.runtime.errors import WLError
from wlmail.runtime.records import Record, assign
from wlmail.runtime.run import Ref, Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LARGEST = 10_000_000
"""Elements that Dimension gives an array at most: more is a mistake of the program."""


def array(value: Value, what: str) -> Array:
    """The value as an array; WLError naming the function otherwise."""
    if isinstance(value, Array):
        return value
    raise WLError(f"{what} needs an array")


def copied(value: Any) -> Any:
    """What a collection keeps of a value: records and collections are copied."""
    return value.copy() if isinstance(value, Record | Array | AssociativeArray | List) else value


def element_of(items: Array, values: tuple[Value, ...]) -> Any:
    """The values of one call as one element: several are a row or a structure, one is the element, none a default."""
    if not values:
        return items.new_element()
    if len(values) > 1:
        return row_of(items, values)
    return items.converted(copied(values[0]))


def row_of(items: Array, values: tuple[Value, ...]) -> Any:
    """The values as one element by position: the members of a structure, the columns of a row."""
    element = items.element
    if element is not None and element.family == "record":
        made: Record = element.default()
        fill(made, values)
        return made
    if element is not None and element.family == "array":
        return element.default().filled(values)
    return items.converted(copied(values[0]))


def members(record: Record) -> list[tuple[str, Any]]:
    """The members of a record once each, in the order of their declaration: (attribute, kind)."""
    return list(dict(record.MEMBERS.values()).items())


def fill(record: Record, values: Any) -> None:
    """Assigns values to the members of a record by their position."""
    for (attribute, kind), value in zip(members(record), values, strict=False):
        setattr(record, attribute, kind.convert(copied(value)))


# --- Adding ----------------------------------------------------------------------------------------------------------


@function("Add", "Ajoute")
def add(collection: Value, *values: Value) -> int:
    """Adds an element to a collection and returns its position: Add(mail.Recipient, "jo@example.com").

    The value is copied. Several values are the members of a structure, a row, or several elements; none adds a
    default element. Associative arrays take a key and a value.

    Source: stdlib.md 4.
    """
    if isinstance(collection, Array):
        element = collection.element
        if len(values) < 2 or (element is not None and element.family in ("record", "array")):
            collection.append(element_of(collection, values))
        else:
            collection.extend([collection.converted(copied(value)) for value in values])
    elif isinstance(collection, AssociativeArray):
        if not values:
            raise WLError("adding to an associative array needs a key and a value")
        collection.put(values[0], copied(values[1]) if len(values) > 1 else collection.make_default())
    elif isinstance(collection, List):
        for value in values:
            collection.add(copied(value))
    else:
        raise WLError("Add needs an array, an associative array, a queue, a stack or a list")
    return len(collection)


@function("ArrayAdd", "TableauAjoute")
def array_add(collection: Value, *values: Value) -> int:
    """Adds an element at the end of an array and returns its position. As Add.

    Source: stdlib.md 4.
    """
    return add(collection, *values)


@function("ArrayAddLine", "TableauAjouteLigne")
def array_add_line(rows: Value, *values: Value) -> int:
    """Adds a row to an array of two dimensions, or a structure given member by member.

    Source: stdlib.md 4.
    """
    items = array(rows, "ArrayAddLine")
    if items and isinstance(items[0], Array):
        items.append(Array(items[0].element).filled(values))
    else:
        whole = not values or (len(values) == 1 and isinstance(values[0], Record | Array))
        items.append(element_of(items, values) if whole else row_of(items, values))
    return len(items)


@function("ArrayInsert", "TableauInsère", aliases=("Insert", "Insère"))
def array_insert(collection: Value, index: Value, *values: Value) -> int:
    """Inserts an element before a position; what follows moves up. For an associative array: key, value.

    Source: stdlib.md 4.
    """
    if isinstance(collection, AssociativeArray):
        collection.put(index, copied(values[0]) if values else collection.make_default())
        return len(collection)
    items = array(collection, "ArrayInsert")
    place = to_int(index)
    if not 1 <= place <= len(items) + 1:
        index_error(place, items)
    items.items.insert(place - 1, element_of(items, values))
    return place


# --- Removing --------------------------------------------------------------------------------------------------------


@function("ArrayDelete", "TableauSupprime", aliases=("ArrayDeleteLine", "TableauSupprimeLigne", "Delete", "Supprime"))
def array_delete(collection: Value, index: Value) -> bool:
    """Removes the element at a position, or with a key; what follows moves down. False when there is no such key.

    Source: stdlib.md 4.
    """
    if isinstance(collection, AssociativeArray):
        return collection.remove(index)
    place = to_int(index)
    if isinstance(collection, List):
        if not 0 < place <= len(collection.items):
            index_error(place, collection.items)
        del collection.items[place - 1]
        return True
    items = array(collection, "ArrayDelete")
    if not 0 < place <= len(items):
        index_error(place, items)
    del items.items[place - 1]
    return True


@function("ArrayDeleteAll", "TableauSupprimeTout", aliases=("DeleteAll", "SupprimeTout"))
def array_delete_all(collection: Value) -> None:
    """Removes every element of a collection.

    Source: stdlib.md 4.
    """
    if isinstance(collection, List):
        collection.items.clear()
    elif isinstance(collection, AssociativeArray):
        collection.clear()
    else:
        array(collection, "ArrayDeleteAll").clear()


# --- Size ------------------------------------------------------------------------------------------------------------


@function("ArrayCount", "TableauOccurrence", aliases=("Occurrence",))
def array_count(collection: Value, dimension: int = 1) -> int:
    """How many elements a collection has; with 2, how many columns an array of two dimensions.

    Source: stdlib.md 4.
    """
    if not isinstance(collection, Array | AssociativeArray | List):
        raise WLError("ArrayCount needs an array or another collection")
    for _ in range(min(dimension, 10) - 1):
        first = collection[0] if isinstance(collection, Array) and collection else None
        if not isinstance(first, Array):
            return 0
        collection = first
    return len(collection)


@function("Dimension", "Dimension")
def dimension(value: Value, *sizes: int) -> int:
    """The size of an array or text; with sizes, gives an array that size and keeps its content.

    Source: stdlib.md 4.
    """
    if sizes:
        _resize(array(value, "Dimension"), sizes)
    return len(value) if isinstance(value, Array | AssociativeArray | List | bytes) else len(to_text(value))


def _resize(items: Array, sizes: tuple[int, ...]) -> None:
    size, rest = sizes[0], sizes[1:]
    if not 0 <= size <= LARGEST:
        raise WLError(f"an array cannot have {size} elements")
    del items.items[size:]
    if rest:
        for row in items:
            _resize(array(row, "Dimension with several sizes"), rest)
        inner = items[0].element if items else items.element
        while len(items) < size:
            items.append(Array.sized(inner, rest))
    while len(items) < size:
        items.append(items.new_element())


# --- Texts -----------------------------------------------------------------------------------------------------------


@function("StringToArray", "ChaîneVersTableau")
def string_to_array(text: str, target: Value, separator: str = "\r\n", column: str = "\t") -> int:
    """Fills an array with the pieces of a text, cut at a separator (CR without one); returns how many.

    Rows of two dimensions, and structures, are cut once more at `column`. An empty text gives no element, a
    separator at the end a last empty one.

    Source: stdlib.md 4.
    """
    items = array(target, "StringToArray")
    pieces = [text] if not separator else text.split(separator)
    element = items.element
    if not text:
        items.clear()
    elif element is not None and element.family in ("array", "record"):
        items.items[:] = [row_of(items, tuple(piece.split(column or "\t"))) for piece in pieces]
    elif element is None or element.family == "text":
        items.items[:] = pieces
    else:
        items.items[:] = [items.converted(piece) for piece in pieces]
    return len(items)


@function("ArrayToString", "TableauVersChaîne")
def array_to_string(collection: Value, separator: str = "\r\n", column: str = "\t") -> str:
    """The elements of an array as one text, with a separator between them (CR without one).

    Rows and structures are written with `column` between their values.

    Source: stdlib.md 4.
    """
    if not isinstance(collection, Array | AssociativeArray | List):
        raise WLError("ArrayToString needs an array")
    return separator.join([_row_text(item, column) for item in collection])


def _row_text(item: Any, column: str) -> str:
    if isinstance(item, Record):
        return column.join([to_text(getattr(item, attribute)) for attribute, _ in members(item)])
    return column.join(map(to_text, item)) if isinstance(item, Array) else to_text(item)


# --- Queues and stacks -----------------------------------------------------------------------------------------------


@function("Enqueue", "Enfile")
def enqueue(queue: Value, *values: Value) -> int:
    """Adds a value at the end of a queue.

    Source: stdlib.md 4.
    """
    if not isinstance(queue, List | Array):
        raise WLError("Enqueue needs a queue")
    return add(queue, *values)


@function("Push", "Empile")
def push(stack: Value, *values: Value) -> int:
    """Puts a value on a stack.

    Source: stdlib.md 4.
    """
    if not isinstance(stack, List | Array):
        raise WLError("Push needs a stack")
    return add(stack, *values)


@function("Dequeue", "Défile")
def dequeue(queue: Value, variable: Ref = None) -> Value:  # type: ignore[assignment]
    """Takes the oldest value of a queue: into a variable, with False when there is none; or as the result.

    Source: stdlib.md 4.
    """
    if not isinstance(queue, Queue):
        raise WLError("Dequeue needs a queue")
    return _take(queue, variable)


@function("Pop", "Dépile")
def pop(stack: Value, variable: Ref = None) -> Value:  # type: ignore[assignment]
    """Takes the newest value of a stack: into a variable, with False when there is none; or as the result.

    Source: stdlib.md 4.
    """
    if not isinstance(stack, Stack):
        raise WLError("Pop needs a stack")
    return _take(stack, variable)


def _take(items: Queue | Stack, variable: Ref | None) -> Value:
    if variable is None:
        return items.take()
    if not len(items):
        return False
    variable.value = items.take()
    return True


# --- Whole values ----------------------------------------------------------------------------------------------------


@function("ArrayCopy", "TableauCopie")
def array_copy(source: Value, target: Value) -> None:
    """Gives an array copies of the elements of another.

    Source: stdlib.md 4.
    """
    items = array(target, "ArrayCopy")
    items.items[:] = [items.converted(copied(item)) for item in array(source, "ArrayCopy")]


@function("VariableReset", "VariableRAZ")
def variable_reset(run: Run, variable: Ref) -> None:
    """Gives a variable the value that one of its type starts with; members of structures too.

    Source: stdlib.md 4.
    """
    value = variable.value
    if isinstance(value, Record):
        assign(value, type(value)())
    elif isinstance(value, Array | AssociativeArray | List):
        array_delete_all(value)
    elif type(value) in (int, float, bool, str, bytes):
        variable.value = type(value)()
    else:
        variable.value = None
