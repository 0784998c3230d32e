"""Comparing texts, and what comparing ignores: case, accents, blanks, punctuation (stdlib.md 1.1)."""

from __future__ import annotations

from wlmail.language.registry import Value, function
from wlmail.library.strings import BLANKS, SSC_INSIDE, no_accent, no_space
from wlmail.runtime.arrays import Array
from wlmail.runtime.conversions import to_text

CC_IGNORE_SPACE, CC_IGNORE_PUNCTUATION, CC_IGNORE_INSIDE_SPACE, CC_IGNORE_ACCENT = 1, 2, 4, 8
CC_IGNORE_CASE, CC_UPPER, CC_LOWER, CC_RESPECT_NUMERIC, CC_LEXICOGRAPHIC = 16, 32, 64, 128, 256


@function("StringFormat", "ChaîneFormate")
def string_format(text: str, options: int) -> str:
    """The text normalised: ccUpCase, ccLowCase, ccIgnoreAccent, ccIgnoreSpace …; options add up.

    ccIgnorePunctuationAndSpace keeps letters and digits only.

    Source: stdlib.md 1.1.
    """
    text = comparable(text, options & ~CC_IGNORE_CASE)
    if options & CC_UPPER:
        text = text.upper()
    return text.lower() if options & CC_LOWER else text


def comparable(text: str, options: int) -> str:
    """The text without what the cc… options say to ignore."""
    if options & CC_IGNORE_SPACE:
        text = text.strip(BLANKS)
    if options & CC_IGNORE_INSIDE_SPACE:
        text = no_space(text, SSC_INSIDE)
    if options & CC_IGNORE_PUNCTUATION:
        text = "".join(c for c in text if c.isalnum() or c in BLANKS)
        if options & CC_IGNORE_INSIDE_SPACE:
            text = "".join(text.split())
    if options & CC_IGNORE_ACCENT:
        text = no_accent(text)
    return text.casefold() if options & CC_IGNORE_CASE else text


@function("StringCompare", "ChaîneCompare")
def string_compare(first: str, second: str, options: int = 0) -> int:
    """Compares two texts: 0 when equal, -1 when the first comes before the second, else 1.

    The cc… options say what to ignore; ccRespectNumeric puts "a9" before "a10".

    Source: stdlib.md 1.1.
    """
    a, b = sort_key(first, options), sort_key(second, options)
    return (a > b) - (a < b)


def sort_key(text: str, options: int) -> list[tuple[int, int, str]]:
    """What texts are ordered by. ccLexicographicOrder looks at accents and case only where all else is equal."""
    text = comparable(text, options)
    levels = [text]
    if options & CC_LEXICOGRAPHIC:
        levels = [no_accent(text).casefold(), text]
    if not options & CC_RESPECT_NUMERIC:
        return [(0, 0, level) for level in levels]
    import re

    key = []
    for level in levels:
        for digits, other in re.findall(r"([0-9]{1,300})|([^0-9]+)", level):
            key.append((0, int(digits), "") if digits else (1, 0, other))
        key.append((-1, 0, ""))
    return key


@function("StringStartsWith", "ChaîneCommencePar")
def string_starts_with(text: str, start: Value, options: int = 0) -> bool:
    """True when a text begins with another, or with any text of an array. Options: the cc… constants.

    Source: stdlib.md 1.1.
    """
    if type(start) is str and not options:
        return text.startswith(start)
    text = comparable(text, options)
    starts = start if isinstance(start, Array) else [start]
    return any(text.startswith(comparable(to_text(one), options)) for one in starts)


@function("StringEndsWith", "ChaîneFinitPar", aliases=("ChaîneTerminePar",))
def string_ends_with(text: str, end: Value, options: int = 0) -> bool:
    """True when a text ends with another, or with any text of an array. Options: the cc… constants.

    Source: stdlib.md 1.1.
    """
    if type(end) is str and not options:
        return text.endswith(end)
    text = comparable(text, options)
    ends = end if isinstance(end, Array) else [end]
    return any(text.endswith(comparable(to_text(one), options)) for one in ends)
