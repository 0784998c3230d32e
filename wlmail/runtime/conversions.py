"""From a value of one type to another (language.md 5.1 to 5.3 and 5.5): what WLanguage does on every assignment."""

from __future__ import annotations

from wlmail.runtime.errors import WLError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal
    from typing import Any

    from wlmail.runtime.arrays import Array, List
    from wlmail.runtime.dates import Date, DateTime, Time
    from wlmail.runtime.durations import Duration
    from wlmail.runtime.kinds import Kind


def method(value: Any, name: str) -> Any:
    """What the class of a value can do, or None. A structure's member of the same name is no method."""
    found = getattr(type(value), name, None)
    return found if callable(found) else None


# --- To text (5.1) ---------------------------------------------------------------------------------------------------


def to_text(value: Any) -> str:
    """The value as a text. Arrays, structures and objects have none: WLError."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]
    if kind is int:
        try:
            return str(value)
        except ValueError:
            raise WLError("the number has too many digits to be shown") from None
    if kind is bool:
        return "1" if value else "0"
    if kind is float:
        return real_text(value)
    if value is None:
        return ""
    if kind is bytes:
        return bytes_text(value)
    text = method(value, "text")
    if text is not None:
        return text(value)  # type: ignore[no-any-return]
    if kind.__name__ == "Decimal":
        return exact_text(value)
    if isinstance(value, str):
        return str(value)
    name = getattr(value, "TYPE_NAME", "this value")
    raise WLError(f"{name} has no text form", 0)


def real_text(value: float) -> str:
    """At most 15 significant digits, no exponent, no trailing zeros: `2.0` is 2, `0.1 + 0.2` is 0.3."""
    if value == int(value) if -1e15 < value < 1e15 else False:
        return str(int(value))
    if value != value or value in (float("inf"), float("-inf")):
        raise WLError("the result is too large for a number")
    text = f"{value:.15g}"
    if "e" in text:
        from decimal import Decimal

        text = f"{Decimal(text):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def exact_text(value: Decimal) -> str:
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def bytes_text(value: bytes) -> str:
    """Bytes as text of the Windows code page; the five bytes it leaves undefined pass through."""
    from codecs import charmap_decode

    return charmap_decode(value, "strict", _code_page())[0]


def _code_page() -> str:
    from encodings.cp1252 import decoding_table

    return "".join(chr(i) if c == "\ufffe" else c for i, c in enumerate(decoding_table))


# --- To numbers (5.2, 5.3) -------------------------------------------------------------------------------------------


def text_number(text: str) -> int | float:
    """The longest number at the start of a text, after blanks; 0 when there is none. Never an error (5.2)."""
    stripped = text.strip()
    if stripped.isdecimal() and stripped.isascii():
        return int(stripped) if len(stripped) < 4000 else float("inf")
    import re

    found = re.match(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", stripped, re.ASCII)
    if found is None:
        return 0
    number = found.group()
    if any(c in number for c in ".eE"):
        return float(number)
    return int(number) if len(number) < 4000 else float("inf")


def to_number(value: Any) -> Any:
    """The value for arithmetic: an int, a float or a Decimal."""
    kind = type(value)
    if kind is int or kind is float:
        return value
    if kind is bool:
        return int(value)
    if kind is str:
        return text_number(value)
    if value is None:
        return 0
    if kind is bytes:
        return text_number(bytes_text(value))
    if kind.__name__ == "Decimal":
        return value
    number = method(value, "number")
    if number is not None:
        return number(value)
    name = getattr(value, "TYPE_NAME", "this value")
    raise WLError(f"{name} is not a number")


def to_int(value: Any) -> int:
    """The value as an integer, decimals dropped, of any size."""
    number = to_number(value)
    if type(number) is int:
        return number
    try:
        return int(number)
    except (OverflowError, ValueError):
        raise WLError("the value is too large for an int") from None


_INTEGERS = {
    (-(1 << 31), (1 << 31) - 1): "an int",
    (0, (1 << 32) - 1): "an unsigned int",
    **{(-(1 << 8 * n - 1), (1 << 8 * n - 1) - 1): f"an int of {n} byte{'s' if n > 1 else ''}" for n in (1, 2, 8)},
    **{(0, (1 << 8 * n) - 1): f"an unsigned int of {n} byte{'s' if n > 1 else ''}" for n in (1, 2, 8)},
}


def to_integer(value: Any, low: int, high: int) -> int:
    """The value as an integer between `low` and `high`; WLError outside (5.3)."""
    number = value if type(value) is int else to_int(value)
    if low <= number <= high:
        return number
    name = _INTEGERS.get((low, high), "this variable")
    raise WLError(f"the value {_shortened(number)} does not fit {name}, which holds {low} to {high}")


def wrapped(value: Any, low: int, high: int) -> int:
    """The value as an integer between `low` and `high`, modulo 2^n: `--lenient overflow` (5.3)."""
    return (to_int(value) - low) % (high - low + 1) + low


def _shortened(number: int) -> str:
    return str(number) if abs(number) < 10**40 else f"{'-' if number < 0 else ''}(over 40 digits)"


def to_real(value: Any) -> float:
    try:
        return float(to_number(value))
    except OverflowError:
        raise WLError("the value is too large for a real") from None


def to_single(value: Any) -> float:
    """A 4-byte real: 6 significant digits."""
    return float(f"{to_real(value):.6g}")


def zero() -> Decimal:
    from decimal import Decimal

    return Decimal(0)


def to_currency(value: Any) -> Decimal:
    """Exact, 6 decimals, ±604,462,909,807,314,587.353087 (4.2)."""
    from decimal import ROUND_HALF_UP, Decimal

    exact = _exact(value)
    if not exact.is_finite() or abs(exact) >= Decimal("604462909807314587.3530875"):
        raise WLError("the value is too large for a currency")
    return exact.quantize(Decimal("0.000001"), ROUND_HALF_UP)


def to_numeric(value: Any) -> Decimal:
    """Exact, 38 digits (4.2)."""
    exact = _exact(value)
    if not exact.is_finite() or exact.adjusted() >= 38:
        raise WLError("the value is too large for a numeric")
    return exact


def _exact(value: Any) -> Decimal:
    from decimal import Decimal, InvalidOperation

    if isinstance(value, str):
        import re

        found = re.match(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)", value, re.ASCII)
        value = found.group(1) if found else "0"
        try:
            return Decimal(value)
        except InvalidOperation:
            return Decimal(0)
    number = to_number(value)
    return Decimal(f"{number:.15g}") if isinstance(number, float) else Decimal(number)


# --- To truth --------------------------------------------------------------------------------------------------------


def to_boolean(value: Any) -> bool:
    if isinstance(value, str):
        return value.strip().casefold() in ("true", "vrai") or text_number(value) != 0
    if value is None:
        return False
    return bool(to_number(value) != 0)


def condition(value: Any) -> bool:
    """The value as the condition of IF, WHILE, AND …; a text is an error there (5.4)."""
    if value is True or value is False:
        return bool(value)
    if isinstance(value, str | bytes):
        raise WLError('a text is not a condition; compare it: IF s <> "" THEN')
    if value is None:
        return False
    if isinstance(value, int | float) or method(value, "number") is not None:
        return bool(to_number(value) != 0)
    if getattr(value, "TYPE_NAME", "") == "an array":
        raise WLError("an array is not a condition; test its Count")
    return True


# --- To other types --------------------------------------------------------------------------------------------------


def to_ansi(value: Any) -> str:
    """A text of the Windows code page; what it does not hold becomes a question mark."""
    text = to_text(value)
    if text.isascii():
        return text
    from codecs import charmap_build, charmap_encode

    return bytes_text(charmap_encode(text, "replace", charmap_build(_code_page()))[0])


def to_character(value: Any) -> str:
    return to_text(value)[:1]


def to_buffer(value: Any) -> bytes:
    """Bytes as they are; a text by its Windows code page, or as UTF-8 when it holds other characters."""
    if isinstance(value, bytes):
        return value
    text = to_text(value)
    from codecs import charmap_build, charmap_encode

    try:
        return charmap_encode(text, "strict", charmap_build(_code_page()))[0]
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def to_date(value: Any) -> Date:
    from wlmail.runtime.dates import Date

    return Date.of(value)


def to_time(value: Any) -> Time:
    from wlmail.runtime.dates import Time

    return Time.of(value)


def to_datetime(value: Any) -> DateTime:
    from wlmail.runtime.dates import DateTime

    return DateTime.of(value)


def to_duration(value: Any) -> Duration:
    from wlmail.runtime.durations import Duration

    return Duration.of(value)


def to_json_value(value: Any = None) -> Any:
    """What a variable of type JSON holds: a JSON text is read (stdlib.md 7)."""
    from wlmail.runtime.variants import to_json

    return to_json(value)


def to_array(value: Any, element: Kind | None = None) -> Array:
    """An array as it is: assigning an array makes both names the same array (4.3).

    One whose elements are of another type than `element` becomes an array of its own, with converted elements.
    """
    from wlmail.runtime.arrays import Array
    from wlmail.runtime.kinds import VARIANT, same

    if isinstance(value, Array):
        shared = element is None or element is VARIANT or same(value.element, element)
        return value if shared else Array(element).filled(value)
    raise WLError("an array is needed here")


def to_copy(value: Any) -> Any:
    """A copy of a collection or record; other values are immutable and stay."""
    kind = type(value)
    if kind is str or kind is int:
        return value
    copy = getattr(kind, "__copy__", None) or getattr(kind, "copy", None)
    return copy(value) if callable(copy) else value


def to_associative(value: Any, make: Any, element: Kind) -> Any:
    """A copy of an associative array, or one that `make` begins and `[key, value]` pairs fill (4.4)."""
    from wlmail.runtime.arrays import Array, AssociativeArray
    from wlmail.runtime.kinds import same

    if isinstance(value, AssociativeArray):
        return value.copy() if same(value.element, element) else make().filled(value.items())
    if value is None or isinstance(value, Array | list):
        return make().filled(value or ())
    raise WLError("an associative array is needed here")


def to_list(value: Any, make: Callable[[], List]) -> List:
    """A copy of a queue, stack or list, its elements converted to those of what `make` begins (4.3)."""
    from wlmail.runtime.arrays import Array, List

    if value is None or isinstance(value, Array | List):
        return make().filled(value or ())
    raise WLError(f"{make().TYPE_NAME} is needed here")


def to_record(value: Any, cls: type) -> Any:
    """The value as an instance of a structure or advanced type: itself, a new one for Null, members by name (4.5)."""
    if isinstance(value, cls):
        return value
    if value is None:
        return cls()
    from wlmail.runtime.arrays import Array
    from wlmail.runtime.records import Record, assign

    if isinstance(value, Record | Array):
        made = cls()
        assign(made, value)
        return made
    raise WLError(f"a value of type {getattr(cls, 'TYPE_NAME', cls.__name__)} is needed here")
