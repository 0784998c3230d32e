"""Numbers and their texts (stdlib.md 1.2)."""

from __future__ import annotations

from wlmail.language.registry import Value, function
from wlmail.runtime.arrays import Array
from wlmail.runtime.conversions import text_number, to_int, to_number, to_real, to_text
from wlmail.runtime.errors import WLError
from wlmail.runtime.operators import less
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from decimal import Decimal
    from typing import Any

WIDEST = 1000
"""Characters of the longest number that a format can ask for."""

# --- Texts to numbers ------------------------------------------------------------------------------------------------


@function("Val", "Val")
def val(text: Value, base: int = 10) -> Value:
    """The number at the beginning of a text, after spaces: "143abc" is 143; 0 when there is none.

    The decimal point is a dot.

    Source: stdlib.md 1.2.
    """
    if base != 10:
        return _in_base(to_text(text), base)
    number = to_number(text) if not isinstance(text, str) else text_number(text)
    if type(number) is float and not abs(number) < float("inf"):
        raise WLError("the number is too large")
    return number


@function("StringToNum", "ChaîneVersNumérique")
def string_to_num(text: Value, base: int = 10) -> Value:
    """The number at the beginning of a text, as Val.

    Source: stdlib.md 1.2.
    """
    return val(text, base)


def _in_base(text: str, base: int) -> int:
    if not 2 <= base <= 36:
        raise WLError("a base goes from 2 to 36")
    text = text.strip().lower()
    if base == 16:
        text = text.removeprefix("0x")
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"[:base]
    size = 0
    while size < len(text) and size < 300 and text[size] in digits:
        size += 1
    return int(text[:size], base) if size else 0


@function("IsNumeric", "EstNumérique")
def is_numeric(value: Value) -> bool:
    """True for a number, and for a text that is a number as a whole.

    Source: stdlib.md 1.2.
    """
    if not isinstance(value, str):
        return isinstance(value, int | float) or type(value).__name__ == "Decimal"
    text = value.strip().lower()
    try:
        float(text)
    except ValueError:
        return False
    return text.isascii() and not any(c in text for c in "_in")  # Python's 1_000, inf and nan


@function("HexaToInteger", "HexaVersEntier")
def hexa_to_integer(text: str) -> int:
    """The integer that hexadecimal digits write.

    Source: stdlib.md 1.2.
    """
    return _in_base(text, 16)


# --- Numbers to texts ------------------------------------------------------------------------------------------------


@function("IntegerToHexa", "EntierVersHexa")
def integer_to_hexa(number: int) -> str:
    """The integer in hexadecimal digits, capitals; a negative one as 32 or 64 bits.

    Source: stdlib.md 1.2.
    """
    return _hexa(number).upper()


def _hexa(number: int) -> str:
    if number >= 0:
        return f"{number:x}"
    return f"{number & (0xFFFFFFFF if number >= -(2**31) else 0xFFFFFFFFFFFFFFFF):x}"


@function("NumToString", "NumériqueVersChaîne", aliases=("NumérVersChaîne",))
def num_to_string(number: Value, format: str = "") -> str:
    """A number as text: NumToString(1234.5, "09.2f"), NumToString(7, "02d"). A text is returned as it is.

    Format: [-][+][0][width][.precision]type[S]: - left, + with sign, 0 zeros before, a comma instead of the dot for
    a decimal comma; types d, f, e, g, x; S separates thousands by a space.

    Source: stdlib.md 1.2.
    """
    if isinstance(number, str) or not format:
        return to_text(number)
    value = to_number(number)
    if isinstance(value, float) and not abs(value) < float("inf"):
        return to_text(value)
    left, plus, zeros, width, separator, precision, letter, thousands = _parsed(format)
    if not letter:
        letter = "d" if isinstance(value, int) else "f"
    kind = letter.lower()
    if kind == "d":
        body = str(abs(to_int(value))).rjust(precision, "0")
        negative = value < 0 and body.strip("0") != ""
    elif kind == "x":
        body = _hexa(to_int(value)).rjust(precision, "0")
        body, negative = body.upper() if letter == "X" else body, False
    elif kind == "f":
        body = _fixed(value, 6 if precision < 0 else precision)
        negative = body.startswith("-")
        body = body.lstrip("-")
    else:
        body = f"{to_real(value):.{6 if precision < 0 else precision}{letter}}"
        negative = body.startswith("-")
        body = body.lstrip("-")
    whole, dot, decimals = body.partition(".")
    if thousands and whole.isdecimal():
        whole = f"{int(whole):,}".replace(",", " ") if len(whole) < WIDEST else whole
    body = whole + (separator if dot else "") + decimals
    sign = "-" if negative else "+" if plus else ""
    if left:
        return (sign + body).ljust(width)
    if zeros:
        return sign + body.rjust(width - len(sign), "0")
    return (sign + body).rjust(width)


def _parsed(format: str) -> tuple[bool, bool, bool, int, str, int, str, bool]:
    """Left, plus, zeros, width, decimal separator, precision (-1 without one), type letter, thousands."""
    rest = format.strip()
    flags = rest[: len(rest) - len(rest.lstrip("-+0 "))]
    rest = rest[len(flags) :]
    thousands = rest.endswith("S")
    rest = rest.removesuffix("S")
    letter = rest[-1:] if rest[-1:] in tuple("dfegxDFEGX") else ""
    rest = rest.removesuffix(letter)
    separator = "," if "," in rest else "."
    width, dot, precision = rest.partition(separator)
    if not all((part.isdecimal() and part.isascii()) or not part for part in (width, precision)):
        raise WLError(f"«{format}» is not the format of a number; write one like 09.2f, 02d or .2fS")
    sizes = int(width or 0), int(precision or 0) if dot else -1
    if max(sizes) > WIDEST:
        raise WLError(f"«{format}» asks for more than {WIDEST} characters")
    return "-" in flags, "+" in flags, "0" in flags, sizes[0], separator, sizes[1], letter, thousands


def _fixed(value: Any, precision: int) -> str:
    """The value with so many decimals, halves away from zero; never `-0`."""
    text = f"{_rounded(value, precision):f}"
    return text[1:] if text.startswith("-") and not text.strip("-0.") else text


def _rounded(value: Any, decimals: int) -> Decimal:
    from decimal import ROUND_HALF_UP, Context, Decimal

    # The shortest text of a real is the number that was written: 2.675 is rounded to 2.68.
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if exact.as_tuple().exponent >= -decimals and decimals <= 0 and exact == 0:  # type: ignore[operator]
        return exact
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, Context(prec=6000, Emax=999999, Emin=-999999))


# --- Rounding and parts ----------------------------------------------------------------------------------------------


@function("Round", "Arrondi")
def round_number(number: Value, decimals: int = 0) -> Value:
    """The number with so many decimals, halves away from zero; negative decimals round to tens or hundreds.

    Source: stdlib.md 1.2.
    """
    value = to_number(number)
    if isinstance(value, float) and not abs(value) < float("inf"):
        return value
    if decimals > 400 or (isinstance(value, int) and decimals >= 0):
        return value
    if decimals < -400:
        return type(value)(0)
    rounded = _rounded(value, decimals)
    if isinstance(value, float):
        return float(rounded)
    return int(rounded) if isinstance(value, int) else rounded + 0


@function("IntegerPart", "PartieEntière")
def integer_part(number: Value) -> int:
    """The number without its decimals.

    Source: stdlib.md 1.2.
    """
    return to_int(number)


@function("DecimalPart", "PartieDécimale")
def decimal_part(number: Value) -> Value:
    """The decimals of a number: DecimalPart(3.25) is 0.25.

    Source: stdlib.md 1.2.
    """
    value = to_number(number)
    if isinstance(value, float):
        if not abs(value) < float("inf"):
            raise WLError("the number is too large")
        # By its text: what 3.25 lacks to its decimals in binary is not shown.
        return float(f"{'-' if value < 0 else ''}0.{_fixed(value, 15).partition('.')[2]}")
    return 0 if isinstance(value, int) else value % 1


@function("Abs", "Abs")
def absolute(number: Value) -> Value:
    """The number without its sign.

    Source: stdlib.md 1.2.
    """
    return abs(to_number(number))


@function("Max", "Max")
def maximum(*values: Value) -> Value:
    """The largest of several values, or of an array.

    Source: stdlib.md 1.2.
    """
    return _extreme(values, largest=True)


@function("Min", "Min")
def minimum(*values: Value) -> Value:
    """The smallest of several values, or of an array.

    Source: stdlib.md 1.2.
    """
    return _extreme(values, largest=False)


def _extreme(values: tuple[Value, ...], *, largest: bool) -> Value:
    given = list(values[0]) if len(values) == 1 and isinstance(values[0], Array) else list(values)
    if not given:
        raise WLError("Max and Min need at least one value")
    best = given[0]
    for value in given[1:]:
        if less(best, value) if largest else less(value, best):
            best = value
    return best


@function("Power", "Puissance")
def power(number: Value, exponent: Value) -> Value:
    """A number to a power.

    Source: stdlib.md 1.2.
    """
    from wlmail.runtime.operators import power as to_the

    try:
        return to_the(number, exponent)
    except (OverflowError, ZeroDivisionError, ValueError):
        raise WLError("the result of Power is not a number that can be held") from None


@function("IsEven", "EstPair")
def is_even(number: int) -> bool:
    """True when a number can be divided by 2.

    Source: stdlib.md 1.2.
    """
    return number % 2 == 0


@function("IsOdd", "EstImpair")
def is_odd(number: int) -> bool:
    """True when a number cannot be divided by 2.

    Source: stdlib.md 1.2.
    """
    return number % 2 == 1


# --- Chance ----------------------------------------------------------------------------------------------------------


class Chance:
    """The random numbers of a run."""

    def __init__(self) -> None:
        from random import Random

        self.generator = Random()


@function("Random", "Hasard")
def random_number(run: Run, first: int, last: Value = None) -> int:
    """A random integer from 1 to a bound, or between two bounds, which are included.

    Source: stdlib.md 1.2.
    """
    low, high = (1, first) if last is None else (first, to_int(last))
    return run.state(Chance).generator.randint(min(low, high), max(low, high))


@function("InitRandom", "InitHasard")
def init_random(run: Run, seed: Value = None) -> None:
    """Starts the random numbers anew; with a seed, always the same ones.

    Source: stdlib.md 1.2.
    """
    run.state(Chance).generator.seed(None if seed is None else to_int(seed))
