"""Collections: arrays from 1, growing arrays of e-mail types, associative arrays, queues, stacks, lists (4.3, 4.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from wlmail.runtime.conversions import to_copy, to_int, to_text
from wlmail.runtime.errors import WLError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from wlmail.runtime.kinds import Kind

IGNORE_CASE = 16
"""The constant ccIgnoreCase."""
MOST_ELEMENTS = 50_000_000
"""A larger array is taken for a mistake of the program, before it takes the memory of the machine."""


def index_error(index: Any, array: Any) -> NoReturn:
    """Raises the error of an index outside an array."""
    count = len(array)
    if count == 0:
        raise WLError(f"index {index} is outside the array, which is empty")
    raise WLError(f"index {index} is outside the array, which goes from 1 to {count}")


class Array:
    """An array; `element` is the kind of its elements, `growth` how it grows when written past its end (0: not).

    The values stand in `items`, Compiled programs index that list in place:
    Python is quicker with a plain list than with a subclass. To the library an array is a sequence, from 0 as in
    Python.
    """

    __slots__ = ("element", "growth", "items")
    __hash__ = None  # type: ignore[assignment]
    TYPE_NAME = "an array"

    def __init__(self, element: Kind | None = None, values: Iterable[Any] = (), growth: int = 0) -> None:
        self.element = element
        self.growth = growth
        self.items: list[Any] = list(values)

    @classmethod
    def sized(cls, element: Kind | None, sizes: tuple[int, ...] = (), growth: int = 0) -> Array:
        """An array that starts with default elements; several sizes make an array of arrays."""
        made = cls(element, growth=growth)
        if not sizes:
            return made
        total = 1
        for size in sizes:
            total *= max(size, 1)
            if size < 0 or total > MOST_ELEMENTS:
                raise WLError(f"an array cannot have {' by '.join(map(str, sizes))} elements")
        first, rest = sizes[0], sizes[1:]
        if rest:
            made.items = [cls.sized(element, rest, growth) for _ in range(first)]
        elif element is not None and element.family in ("text", "integer", "real", "boolean"):
            made.items = [element.default()] * first
        else:
            made.items = [made.new_element() for _ in range(first)]
        return made

    def new_element(self) -> Any:
        return self.element.default() if self.element is not None else None

    def converted(self, value: Any) -> Any:
        """The value as an element; a structure is copied, as `=` does (4.5)."""
        return _as_element(self.element, value)

    def get(self, index: int) -> Any:
        if 0 < index <= len(self.items):
            return self.items[index - 1]
        index_error(index, self)

    def put(self, index: int, value: Any) -> None:
        """Assigns an element; past the end of an array with a growth the elements between are made (4.3)."""
        count = len(self.items)
        if 0 < index <= count:
            self.items[index - 1] = self.converted(value)
            return
        if self.growth and 0 < index <= MOST_ELEMENTS and (index == count + 1 or self.growth > 1):
            self.items.extend(self.new_element() for _ in range(index - count - 1))
            self.items.append(self.converted(value))
            return
        index_error(index, self)

    def sub(self, first: int, last: int | None = None) -> Array:
        """The elements `first TO last`, what exists of them."""
        end = len(self.items) if last is None else last
        return Array(self.element, self.items[max(first, 1) - 1 : max(end, 0)])

    def copy(self) -> Array:
        """A new array with copies of the elements."""
        made = type(self)(self.element, _copies(self.element, self.items))
        made.growth = self.growth
        return made

    def filled(self, values: Iterable[Any]) -> Array:
        self.items[:] = [self.converted(value) for value in values]
        return self

    # --- A sequence of Python ----------------------------------------------------------------------------------

    def append(self, value: Any) -> None:
        self.items.append(value)

    def extend(self, values: Iterable[Any]) -> None:
        self.items.extend(values)

    def clear(self) -> None:
        self.items.clear()

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def __getitem__(self, place: int) -> Any:
        return self.items[place]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Array):
            return self.items == other.items
        return self.items == other if isinstance(other, list) else NotImplemented

    def __repr__(self) -> str:
        return f"<{self.TYPE_NAME} {self.items!r}>"


def _as_element(element: Kind | None, value: Any) -> Any:
    if element is None:
        return value
    made = element.convert(value)
    return element.copied(made) if element.record is not None and made is value else made


def _copies(element: Kind | None, values: Iterable[Any]) -> Iterable[Any]:
    """Copies of the elements of a collection: objects are copied, what refers to one still does (4.7)."""
    if element is not None and element.family in ("object", "reference"):
        return map(element.copied, values)
    return map(to_copy, values)


class GrowingArray(Array):
    """An array property of an Email: assigning past its end makes the elements between (email.md 2.1, 2.5)."""

    __slots__ = ()

    def put(self, index: int, value: Any) -> None:
        self.element_at(index)
        self.items[index - 1] = self.converted(value)

    def element_at(self, index: int) -> Any:
        """The element, made when it is not there: `m.Attach[1].Content = …` on an empty list."""
        if index < 1 or index > 1_000_000:
            index_error(index, self)
        while len(self.items) < index:
            self.items.append(self.new_element())
        return self.items[index - 1]

    def get(self, index: int) -> Any:
        if 0 < index <= len(self.items):
            return self.items[index - 1]
        if index > 0 and self.element is not None and self.element.family == "text":
            return ""
        index_error(index, self)

    def append(self, value: Any) -> None:
        """`m.Cc += x`: one more element, or those of another array."""
        values = value if isinstance(value, Array | list) else (value,)
        self.items.extend([self.converted(v) for v in values])

    def assign(self, value: Any) -> None:
        """`m.Recipient = x`: one value makes a list of one, a collection is copied, Null empties (email.md 0.2)."""
        if value is None:
            self.items.clear()
        else:
            values = value if isinstance(value, Array | list | List | AssociativeArray) else (value,)
            self.items[:] = [self.converted(v) for v in values]


class AssociativeArray:
    """Values by key, in the order of their first writing; an absent key reads as the default (4.4)."""

    __slots__ = ("_fold", "_items", "element", "make_default")
    TYPE_NAME = "an associative array"

    def __init__(
        self, element: Kind | None = None, *, ignore_case: bool = False, default: Callable[[], Any] | None = None
    ) -> None:
        self.element = element
        self.make_default = default or (element.default if element is not None else lambda: None)
        self._fold = ignore_case
        self._items: dict[Any, tuple[Any, Any]] = {}

    @classmethod
    def declared(cls, element: Kind, options: Any, default: Any = None) -> AssociativeArray:
        """`associative array (options, default) of …`: None keeps what is usual."""
        made = cls(element, ignore_case=bool(to_int(options or 0) & IGNORE_CASE))
        if default is not None:
            first = element.convert(default)
            made.make_default = lambda: element.copied(first)
        return made

    def _key(self, key: Any) -> Any:
        """Keys are texts: 1 and "1" are the same key."""
        text = key if type(key) is str else to_text(key)
        return text.casefold() if self._fold else text

    def get(self, key: Any) -> Any:
        found = self._items.get(self._key(key))
        return found[1] if found is not None else self.make_default()

    def put(self, key: Any, value: Any) -> None:
        folded = self._key(key)
        found = self._items.get(folded)
        self._items[folded] = (key if found is None else found[0], _as_element(self.element, value))

    def element_at(self, key: Any) -> Any:
        """The element, made when it is not there: `ta[k].sName = …`, `ta[k][j] = …`."""
        if not self.exists(key):
            self.put(key, self.make_default())
        return self.get(key)

    def exists(self, key: Any) -> bool:
        return self._key(key) in self._items

    def remove(self, key: Any) -> bool:
        return self._items.pop(self._key(key), None) is not None

    def clear(self) -> None:
        self._items.clear()

    def keys(self) -> list[Any]:
        return [key for key, _ in self._items.values()]

    def items(self) -> list[tuple[Any, Any]]:
        return list(self._items.values())

    def filled(self, pairs: Iterable[Any]) -> AssociativeArray:
        for pair in pairs:
            if not isinstance(pair, Array | list | tuple) or len(pair) != 2:
                raise WLError('an associative array is filled with pairs: [["key", value], …]')
            self.put(pair[0], pair[1])
        return self

    def copy(self) -> AssociativeArray:
        made = AssociativeArray(self.element, ignore_case=self._fold, default=self.make_default)
        values = _copies(self.element, self)
        made._items = {k: (key, v) for (k, (key, _)), v in zip(self._items.items(), values, strict=True)}
        return made

    def __iter__(self) -> Iterator[Any]:
        return (value for _, value in list(self._items.values()))

    def __len__(self) -> int:
        return len(self._items)


class List:
    """A list; queues and stacks are lists with another end (4.4)."""

    __slots__ = ("element", "items")
    TYPE_NAME = "a list"

    def __init__(self, element: Kind | None = None, values: Iterable[Any] = ()) -> None:
        self.element = element
        self.items: list[Any] = list(values)

    def add(self, value: Any) -> None:
        self.items.append(_as_element(self.element, value))

    def get(self, index: int) -> Any:
        if 0 < index <= len(self.items):
            return self.items[index - 1]
        index_error(index, self.items)

    def put(self, index: int, value: Any) -> None:
        if not 0 < index <= len(self.items):
            index_error(index, self.items)
        self.items[index - 1] = _as_element(self.element, value)

    def filled(self, values: Iterable[Any]) -> List:
        for value in values:
            self.add(value)
        return self

    def copy(self) -> List:
        return type(self)(self.element, _copies(self.element, self.items))

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self.items))

    def __len__(self) -> int:
        return len(self.items)


class Queue(List):
    """First in, first out."""

    __slots__ = ()
    TYPE_NAME = "a queue"

    def take(self) -> Any:
        """Removes and returns the oldest value; Null when there is none."""
        return self.items.pop(0) if self.items else None


class Stack(List):
    """Last in, first out."""

    __slots__ = ()
    TYPE_NAME = "a stack"

    def take(self) -> Any:
        """Removes and returns the newest value; Null when there is none."""
        return self.items.pop() if self.items else None
