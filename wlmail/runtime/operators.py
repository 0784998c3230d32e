"""Operators on values whose types are only known while the program runs (language.md 5.4, 6)."""

from __future__ import annotations

from wlmail.runtime.arrays import Array
from wlmail.runtime.conversions import method, to_int, to_number, to_text
from wlmail.runtime.dates import DAY, Date, DateTime, Time
from wlmail.runtime.durations import Duration
from wlmail.runtime.errors import Thrown, WLError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


CLOSE = 1e-6
"""Reals that differ by less are equal (6.3)."""


class Optional:
    """`[sep]` beside a text: it counts only where it is not there yet (6.4)."""

    __slots__ = ("separator",)

    def __init__(self, separator: str) -> None:
        self.separator = separator


class _Joined(str):
    """A text that ends with an optional separator: the next text loses that separator at its start."""

    __slots__ = ("separator",)
    separator: str

    def __add__(self, other: str) -> str:
        separator = self.separator
        if separator and other.startswith(separator):
            other = other[len(separator) :]
        return str.__add__(self, other)


def _join_left(text: str, separator: str) -> str:
    if not text:
        return text
    joined = _Joined(text if text.endswith(separator) else text + separator)
    joined.separator = separator
    return joined


def append_separated(text: str, separator: str, item: str) -> str:
    """`text += [separator] + item` (6.4)."""
    if not text:
        return item
    return text + item if text.endswith(separator) else text + separator + item


def append_optional(left: Any, separator: Any, *item: Any) -> Any:
    """`left += [separator] + item` where the type of `left` is known only now; an array gets elements (6.4)."""
    if isinstance(left, Array):
        for value in (separator, *item):
            append_to(left, value)
        return left
    if not item:
        return add(left, Optional(to_text(separator)))
    return append_separated(to_text(left), to_text(separator), to_text(item[0]))


def append_to(left: Any, right: Any) -> Any:
    """`left += right`: an array is changed in place, whatever else is a new value (6.6)."""
    if not isinstance(left, Array):
        return add(left, right)
    if isinstance(right, Array):
        left.items.extend([left.converted(value) for value in right])
    else:
        left.items.append(left.converted(right))
    return left


# --- Arithmetic ------------------------------------------------------------------------------------------------------


def add(left: Any, right: Any) -> Any:
    a, b = type(left), type(right)
    if (a is str and b is str) or ((a is int or a is float) and (b is int or b is float)):
        return left + right
    if b is Optional:
        return _join_left(to_text(left), right.separator)
    if a is Optional:
        text = to_text(right)
        return text if text.startswith(left.separator) and left.separator else left.separator + text
    if a is _Joined:
        return left + to_text(right)
    if (isinstance(left, str) or isinstance(right, str)) and not isinstance(left, Array):
        return to_text(left) + to_text(right)
    if isinstance(left, Array):
        return append_to(left.copy(), right)
    if isinstance(left, Date | Time | DateTime | Duration) or isinstance(right, Date | Time | DateTime | Duration):
        return _add_moments(left, right)
    if isinstance(left, bytes) and isinstance(right, bytes):
        return left + right
    united = method(left, "united")
    if united is not None:
        return united(left, right)  # flags of a combination
    return _exact(left, right, lambda x, y: x + y)


def _add_moments(left: Any, right: Any) -> Any:
    if isinstance(left, Duration) and isinstance(right, Duration):
        return Duration(left.ms + right.ms)
    if isinstance(left, Duration) and not isinstance(right, Date | Time | DateTime):
        return Duration(left.ms + to_int(right))
    if isinstance(right, Date | Time | DateTime | Duration) and not isinstance(left, Date | Time | DateTime):
        left, right = right, left
    if isinstance(right, Date | Time | DateTime):
        return to_text(left) + to_text(right)  # two moments make a text (6.8)
    if isinstance(left, Duration):
        return Duration(left.ms + to_int(right))
    ms = right.ms if isinstance(right, Duration) else None
    if isinstance(left, Date):
        days = to_int(right) if ms is None else (abs(ms) // DAY) * (1 if ms >= 0 else -1)
        return Date.from_days(left.days() + days)
    if isinstance(left, Time):
        from wlmail.runtime.dates import clock_digits, clock_ms

        shift = to_int(right) * 10 if ms is None else ms
        return Time(clock_digits((clock_ms(left.digits) + shift) % DAY)[:8])
    shift = to_int(right) * DAY if ms is None else ms
    return DateTime.from_milliseconds(left.milliseconds() + shift)


def subtract(left: Any, right: Any) -> Any:
    a, b = type(left), type(right)
    if (a is int or a is float) and (b is int or b is float):
        return left - right
    if isinstance(left, Date | Time | DateTime) and isinstance(right, str):
        right = type(left).of(right)
    if isinstance(left, Date | DateTime) and isinstance(right, Date | DateTime):
        return Duration(DateTime.of(left).milliseconds() - DateTime.of(right).milliseconds())
    if isinstance(left, Time) and isinstance(right, Time):
        from wlmail.runtime.dates import clock_ms

        return Duration(clock_ms(left.digits) - clock_ms(right.digits))
    if isinstance(left, Duration):
        return Duration(left.ms - Duration.of(right).ms)
    if isinstance(left, Date | Time | DateTime):
        return _add_moments(left, Duration(-right.ms) if isinstance(right, Duration) else -to_int(right))
    without = method(left, "without")
    if without is not None:
        return without(left, right)
    return _exact(left, right, lambda x, y: x - y)


def multiply(left: Any, right: Any) -> Any:
    if type(left) is int and type(right) is int:
        return left * right
    if isinstance(left, Duration):
        return Duration(int(left.ms * to_number(right)))
    if isinstance(right, Duration):
        return Duration(int(right.ms * to_number(left)))
    return _exact(left, right, lambda x, y: x * y)


def divide(left: Any, right: Any) -> Any:
    if isinstance(left, Duration) and not isinstance(right, Duration):
        return Duration(int(left.ms / to_number(right)))
    return _exact(left, right, lambda x, y: x / y)


def modulo(left: Any, right: Any) -> Any:
    """The remainder; its sign is that of the dividend (6.5)."""
    if type(left) is int and type(right) is int and left >= 0 and right > 0:
        return left % right

    def remainder(x: Any, y: Any) -> Any:
        if y == 0:
            raise ZeroDivisionError
        whole = abs(x) % abs(y)
        return -whole if x < 0 else whole

    return _exact(left, right, remainder)


def power(left: Any, right: Any) -> Any:
    def raised(x: Any, y: Any) -> Any:
        if isinstance(x, int) and isinstance(y, int) and abs(x) > 1 and abs(y) * x.bit_length() > 4096:
            raise OverflowError
        result = x**y
        if isinstance(result, complex):
            raise WLError("a negative number has no such power")
        return result

    return _exact(left, right, raised)


def _exact(left: Any, right: Any, operation: Any) -> Any:
    """Applies an arithmetic operation after both sides became numbers; a real beside an exact number makes a real."""
    x, y = to_number(left), to_number(right)
    if type(x) is not type(y):
        if isinstance(x, float) and not isinstance(y, int):
            y = float(y)
        elif isinstance(y, float) and not isinstance(x, int):
            x = float(x)
    try:
        if isinstance(x, int | float) and isinstance(y, int | float):
            return operation(x, y)
        from decimal import localcontext

        with localcontext() as context:
            context.prec = 38
            return operation(x, y)
    except ArithmeticError as error:
        if isinstance(error, ZeroDivisionError) or "DivisionByZero" in type(error).__name__ or y == 0:
            raise WLError("division by zero") from None
        raise WLError("the result is too large for a number") from None


def negate(value: Any) -> Any:
    return Duration(-value.ms) if isinstance(value, Duration) else -to_number(value)


def plus(value: Any) -> Any:
    return value if isinstance(value, Duration | Date | Time | DateTime) else to_number(value)


def increment(value: Any, step: int) -> Any:
    """`value++` or `value--`, and the step of a FOR."""
    if type(value) is int:
        return value + step
    return add(value if value is not None else 0, step) if not isinstance(value, str) else to_number(value) + step


def shift_left(left: Any, right: Any) -> Any:
    return to_int(left) << min(max(to_int(right), 0), 128)


def shift_right(left: Any, right: Any) -> Any:
    return to_int(left) >> min(max(to_int(right), 0), 128)


def bit_and(left: Any, right: Any) -> int:
    return to_int(left) & to_int(right)


def bit_or(left: Any, right: Any) -> int:
    return to_int(left) | to_int(right)


def bit_xor(left: Any, right: Any) -> int:
    return to_int(left) ^ to_int(right)


def is_empty(value: Any) -> bool:
    """Null, or what Null is equal to: an empty text, 0, an empty collection (5.5)."""
    return equal(value, None)


def no_value(message: Any) -> Any:
    """`value ?! message` where the value is Null (6.9)."""
    raise Thrown(to_text(message))


# --- Comparison (6.3) ------------------------------------------------------------------------------------------------


def _plain(value: Any) -> Any:
    """The value that takes part in comparisons: an enumeration counts as its value."""
    plain = method(value, "plain")
    return value if plain is None else plain(value)


def equal(left: Any, right: Any) -> bool:
    a, b = type(left), type(right)
    if a is b and (a is str or a is int or a is bool):
        return bool(left == right)
    left, right = _plain(left), _plain(right)
    if left is None or right is None:
        return _equals_null(right if left is None else left)
    if isinstance(left, str) and isinstance(right, str):
        return str.__eq__(left, right)
    if isinstance(left, bytes) or isinstance(right, bytes):
        return _as_bytes(left) == _as_bytes(right)
    if isinstance(left, Date | Time | DateTime | Duration) or isinstance(right, Date | Time | DateTime | Duration):
        return bool(left == right) if not isinstance(left, int) else bool(right == left)
    if isinstance(left, Array) or isinstance(right, Array):
        return (
            isinstance(left, Array)
            and isinstance(right, Array)
            and len(left) == len(right)
            and all(map(equal, left, right))
        )
    if hasattr(left, "MEMBERS") or hasattr(right, "MEMBERS"):
        return bool(left == right)
    x, y = to_number(left), to_number(right)
    if isinstance(x, float) or isinstance(y, float):
        return x == y or abs(float(x) - float(y)) < CLOSE
    return bool(x == y)


def _as_bytes(value: Any) -> bytes:
    from wlmail.runtime.conversions import to_buffer

    return to_buffer(value)


def _equals_null(value: Any) -> bool:
    if value is None:
        return True
    if isinstance(value, str):
        return value == ""
    if isinstance(value, int | float):
        return value == 0
    is_null = method(value, "is_null")
    if is_null is not None:
        return bool(is_null(value))
    if method(value, "number") is not None:
        return bool(to_number(value) == 0)
    return not value if hasattr(value, "__len__") else False


def not_equal(left: Any, right: Any) -> bool:
    return not equal(left, right)


def _ordered(left: Any, right: Any) -> tuple[Any, Any]:
    left, right = _plain(left), _plain(right)
    if isinstance(left, str) and isinstance(right, str):
        return left, right
    if isinstance(left, Date | Time | DateTime | Duration) or isinstance(right, Date | Time | DateTime | Duration):
        if isinstance(left, Date | Time | DateTime) and isinstance(right, str | Date | Time | DateTime):
            return left, right
        if isinstance(right, Date | Time | DateTime) and isinstance(left, str):
            return type(right).of(left), right
        return to_number(left), to_number(right)
    x, y = to_number(left), to_number(right)
    if isinstance(x, float) != isinstance(y, float):
        return float(x), float(y)
    return x, y


def less(left: Any, right: Any) -> bool:
    if type(left) is int and type(right) is int:
        return left < right
    a, b = _ordered(left, right)
    return bool(a < b)


def less_equal(left: Any, right: Any) -> bool:
    if type(left) is int and type(right) is int:
        return left <= right
    a, b = _ordered(left, right)
    return bool(a <= b)


def greater(left: Any, right: Any) -> bool:
    if type(left) is int and type(right) is int:
        return left > right
    a, b = _ordered(left, right)
    return bool(a > b)


def greater_equal(left: Any, right: Any) -> bool:
    if type(left) is int and type(right) is int:
        return left >= right
    a, b = _ordered(left, right)
    return bool(a >= b)


def in_range(value: Any, low: Any, high: Any) -> bool:
    return less_equal(low, value) and less_equal(value, high)


def soften(text: str, degree: int) -> str:
    """A text as the flexible comparisons see it: 1 without case, accents and outer blanks; 2 also without inner
    blanks and punctuation."""
    from unicodedata import category, combining, normalize

    if not text.isascii():
        text = "".join(c for c in normalize("NFD", text) if not combining(c))
    text = text.casefold()
    if degree == 1:
        return text.strip(" ")
    return "".join(c for c in text if not c.isspace() and category(c)[0] not in "PZ")


def soft_equal(left: Any, right: Any) -> bool:
    """`~=` (6.3)."""
    if isinstance(left, str) and isinstance(right, str):
        return left == right or soften(left, 1) == soften(right, 1)
    return equal(left, right)


def very_soft_equal(left: Any, right: Any) -> bool:
    """`~~` (6.3)."""
    if isinstance(left, str) and isinstance(right, str):
        return left == right or soften(left, 2) == soften(right, 2)
    return equal(left, right)


def starts_with(left: str, right: str, degree: int) -> bool:
    if degree == 0:
        return left.startswith(right)
    return _loosened(left, degree, str.lstrip).startswith(_loosened(right, degree, str.lstrip))


def ends_with(left: str, right: str, degree: int) -> bool:
    if degree == 0:
        return left.endswith(right)
    return _loosened(left, degree, str.rstrip).endswith(_loosened(right, degree, str.rstrip))


def contains_text(left: str, right: str, degree: int) -> bool:
    if degree == 0:
        return right in left
    return _loosened(right, degree, str.strip) in _loosened(left, degree, str.strip)


def _loosened(text: str, degree: int, strip: Any) -> str:
    """Without case and the blanks of one end; degree 2 without any blanks and punctuation. Accents count (6.3)."""
    text = text.casefold()
    if degree == 1:
        return str(strip(text, " "))
    from unicodedata import category

    return "".join(c for c in text if not c.isspace() and category(c)[0] not in "PZ")
