"""Types as values: what a variable of a type starts with and how a value becomes one of it (language.md 4 and 5).

The binder uses kinds as static types, arrays and structures as the type of their elements: one model for both.
"""

from __future__ import annotations

from collections.abc import Callable

from wlmail.runtime import conversions as to
from wlmail.runtime.arrays import Array, AssociativeArray, GrowingArray, List, Queue, Stack
from wlmail.runtime.dates import Date, DateTime, Time
from wlmail.runtime.durations import Duration
from wlmail.runtime.secrets import keep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Kind:
    """`name` is for messages, `family` says which rules apply, `element` is the kind of what a collection holds.

    `convert` returns its argument made a value of this kind or raises WLError; `default` makes the initial value.
    `record` is the Python class of a structure or advanced type. `prefixes` are the families of functions that can be
    called as methods on the value (`t.Add(x)` is ArrayAdd: 6.7); where `methods` is given, only those that it names by
    their English names.
    """

    __slots__ = ("convert", "default", "element", "family", "methods", "name", "prefixes", "record")

    def __init__(
        self,
        name: str,
        family: str,
        default: Callable[[], Any],
        convert: Callable[[Any], Any],
        *,
        element: Kind | None = None,
        record: type | None = None,
        prefixes: tuple[str, ...] = (),
        methods: frozenset[str] | None = None,
    ) -> None:
        self.name = name
        self.family = family
        self.default = default
        self.convert = convert
        self.element = element
        self.record = record
        self.prefixes = prefixes
        self.methods = methods

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def copied(self, value: Any) -> Any:
        """A copy of a member or element of this kind: what refers to an object still refers to it (4.7, 6.6)."""
        if self.family == "reference":
            return value
        if self.family == "object":
            from wlmail.runtime.objects import cloned

            return cloned(value)
        return to.to_copy(value)


def same(given: Kind | None, kind: Kind) -> bool:
    """The values of both kinds are the same: what one of them was declared with fits a variable of the other."""
    if given is kind:
        return True
    if given is None or _STORED.get(given.family, given.family) != kind.family:
        return False
    if kind.element is not None and kind.family != "nullable":
        return same(given.element, kind.element)
    if kind.record is not None:
        return given.record is kind.record
    return kind.family == "text" and given.name == kind.name


_STORED = {"growing": "array"}


def _integer(name: str, bits: int, signed: bool = True) -> Kind:
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
    return Kind(name, "integer", int, lambda value: to.to_integer(value, low, high))


def wrapping(kind: Kind) -> Kind:
    """An integer kind whose values wrap around at its limits, instead of being an error: `--lenient overflow`."""
    bits = 8 * (int(kind.name[kind.name.index("-byte") - 1]) if "-byte" in kind.name else 4)
    low = 0 if kind.name.startswith("unsigned") else -(1 << bits - 1)
    return Kind(kind.name, kind.family, int, lambda value: to.wrapped(value, low, low + (1 << bits) - 1))


_TEXT = ("STRING", "CHAINE", "HTML")

INT1 = _integer("1-byte int", 8)
INT2 = _integer("2-byte int", 16)
INT4 = _integer("int", 32)
INT8 = _integer("8-byte int", 64)
UINT1 = _integer("unsigned 1-byte int", 8, signed=False)
UINT2 = _integer("unsigned 2-byte int", 16, signed=False)
UINT4 = _integer("unsigned int", 32, signed=False)
UINT8 = _integer("unsigned 8-byte int", 64, signed=False)
REAL = Kind("real", "real", float, to.to_real)
REAL4 = Kind("4-byte real", "real", float, to.to_single)
CURRENCY = Kind("currency", "exact", to.zero, to.to_currency)
NUMERIC = Kind("numeric", "exact", to.zero, to.to_numeric)
BOOLEAN = Kind("boolean", "boolean", bool, to.to_boolean)
STRING = Kind("string", "text", str, to.to_text, prefixes=_TEXT)
SECRET = Kind("SecretString", "text", str, lambda value: keep(to.to_text(value)), prefixes=_TEXT)
ANSI_STRING = Kind("ANSI string", "text", str, to.to_ansi, prefixes=_TEXT)
CHARACTER = Kind("character", "text", str, to.to_character, prefixes=_TEXT)
BUFFER = Kind("buffer", "buffer", bytes, to.to_buffer, prefixes=("BUFFER",))
DATE = Kind("date", "date", Date.today, to.to_date, prefixes=("DATE",))
TIME = Kind("time", "time", Time.now, to.to_time, prefixes=("TIME", "HEURE"))
DATETIME = Kind("datetime", "datetime", DateTime.now, to.to_datetime, prefixes=("DATETIME", "DATEHEURE", "DATE"))
DURATION = Kind("duration", "duration", Duration, to.to_duration, prefixes=("DURATION", "DUREE"))
VARIANT = Kind("variant", "variant", lambda: None, lambda value: value)
JSON = Kind("JSON", "variant", to.to_json_value, to.to_json_value)
PROCEDURE = Kind("procedure", "procedure", lambda: None, lambda value: value)
NULL = Kind("Null", "null", lambda: None, lambda value: value)

_NULLABLE: dict[Kind, Kind] = {}


def nullable_of(kind: Kind) -> Kind:
    """`int?`: a value of the kind, or Null, which it starts with."""
    if kind not in _NULLABLE:
        _NULLABLE[kind] = Kind(
            f"{kind.name}?",
            "nullable",
            lambda: None,
            lambda value: None if value is None else kind.convert(value),
            element=kind,
        )
    return _NULLABLE[kind]


_ARRAY = ("ARRAY", "TABLEAU")


def fixed_string(size: int) -> Kind:
    """A string of exactly `size` characters, filled with spaces or cut."""
    return Kind(
        f"fixed string on {size}",
        "text",
        lambda: " " * size,
        lambda v: to.to_text(v)[:size].ljust(size),
        prefixes=_TEXT,
    )


def array_of(element: Kind, sizes: tuple[int, ...] = (), growth: int = 0) -> Kind:
    """An array; with `sizes` it starts with that many default elements, one size a dimension."""

    def make() -> Array:
        return Array.sized(element, sizes, growth)

    return Kind(
        f"array of {element.name}", "array", make, lambda v: to.to_array(v, element), element=element, prefixes=_ARRAY
    )


def growing_array_of(element: Kind) -> Kind:
    """The array properties of an Email: assigning past the end makes the elements between (email.md 2.1)."""
    make = lambda: GrowingArray(element)  # noqa: E731 - as short as the sentence above
    return Kind(f"array of {element.name}", "growing", make, to.to_array, element=element, prefixes=_ARRAY)


def associative_of(element: Kind, **options: Any) -> Kind:
    make = lambda: AssociativeArray(element, **options)  # noqa: E731
    return Kind(
        f"associative array of {element.name}",
        "associative",
        make,
        lambda v: to.to_associative(v, make, element),
        element=element,
        prefixes=_ARRAY,
    )


def queue_of(element: Kind) -> Kind:
    return _list_kind("queue", lambda: Queue(element), element)


def stack_of(element: Kind) -> Kind:
    return _list_kind("stack", lambda: Stack(element), element)


def list_of(element: Kind) -> Kind:
    return _list_kind("list", lambda: List(element), element)


def _list_kind(family: str, make: Callable[[], List], element: Kind) -> Kind:
    return Kind(f"{family} of {element.name}", family, make, lambda v: to.to_list(v, make), element=element)


def record_of(record: type, name: str, prefixes: tuple[str, ...] = (), methods: frozenset[str] | None = None) -> Kind:
    """A structure of the program or an advanced type of the library: values are instances of `record`."""

    def convert(value: Any) -> Any:
        return to.to_record(value, record)

    return Kind(name, "record", record, convert, record=record, prefixes=prefixes, methods=methods)


ANY_ARRAY = Kind("array", "array", lambda: Array(VARIANT), to.to_array, element=VARIANT, prefixes=_ARRAY)
"""Any array: the type of parameters such as that of ArrayCount."""
EOT = "\x04"
"""The text that ExtractString and fReadLine return when there is nothing more (3.8, gap 10)."""
