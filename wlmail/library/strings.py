"""Building and cutting texts (stdlib.md 1.1)."""

from __future__ import annotations

from wlmail.language.registry import Value, function
from wlmail.library.string_search import FIRST_RANK, FROM_END, LAST_RANK, Pieces, Searches, found, needles
from wlmail.runtime.conversions import to_text
from wlmail.runtime.errors import WLError
from wlmail.runtime.kinds import EOT
from wlmail.runtime.run import Run
from wlmail.runtime.text import placeholders

BLANKS = " \t\r\n"
SSC_LEFT, SSC_RIGHT, SSC_INSIDE = 1, 2, 4
SSC_OUTSIDE, SSC_ALL = SSC_LEFT + SSC_RIGHT, SSC_LEFT + SSC_RIGHT + SSC_INSIDE
TRUNCATE_DELETE, TRUNCATE_KEEP = 0, 1
LONGEST = 1 << 28
"""Characters in the longest text that Complete and RepeatString make: more is a mistake of the program."""


@function("StringBuild", "ChaîneConstruit")
def string_build(format: str, *values: Value) -> str:
    """Puts values into a text: %1 stands for the first, %2 for the second …, %% for one %.

    A number without a value becomes empty; any type is converted to text.
    Source: stdlib.md 1.1.
    """
    count = len(values)
    parts = []
    for piece in placeholders(format):
        if type(piece) is str:
            parts.append(piece)
        elif piece <= count:
            value = values[piece - 1]
            parts.append(value if type(value) is str else to_text(value))
    return "".join(parts)


FEW = 4
"""Ranks up to this are cut anew each time, which costs less than to keep all pieces."""


@function("ExtractString", "ExtraitChaîne")
def extract_string(run: Run, text: str, rank: int, separator: Value = "\t", direction: int = 0) -> str:
    """The piece number `rank` of a text cut at a separator (TAB without one); EOT when there is none.

    FromEnd counts pieces from the right. firstRank, nextRank, previousRank and lastRank iterate over the text.
    The separator may be an array of separators.

    Source: stdlib.md 1.1.
    """
    if type(separator) is str and separator and rank > 0 and not direction:
        pieces = text.split(separator, rank) if rank <= FEW else run.state(Pieces).of(text, separator)
        return pieces[rank - 1] if len(pieces) >= rank else EOT
    return _piece(run, text, rank, separator, direction)


def _piece(run: Run, text: str, rank: int, separator: Value, direction: int) -> str:
    if type(separator) is not str:
        wanted = needles(separator)
        separator = wanted[0] if len(wanted) == 1 else "\x00\x01\x00"
        if len(wanted) != 1:
            text = _with_one_separator(text, wanted, separator)
    pieces = run.state(Pieces).of(text, separator)
    if FIRST_RANK <= rank <= LAST_RANK:
        rank = run.state(Searches).rank(rank, len(pieces), "piece", text, separator)
    if not 1 <= rank <= len(pieces):
        return EOT
    return pieces[-rank] if direction & FROM_END else pieces[rank - 1]


def _with_one_separator(text: str, separators: list[str], separator: str) -> str:
    pieces, end = [], 0
    for at, which in found(text, separators):
        pieces.append(text[end:at])
        end = at + len(which)
    return separator.join([*pieces, text[end:]])


@function("ExtractStringBetween", "ExtraitChaîneEntre")
def extract_string_between(text: str, rank: int, start: str, end: str = "", options: int = 0) -> str:
    """The piece number `rank` that stands between two separators; EOT when there is none.

    Without an end separator the start separator ends the piece too.

    Source: stdlib.md 1.1.
    """
    end = end or start
    if not start or rank < 1:
        return EOT
    at = 0
    for opening, _ in found(text, [start], options & ~FROM_END):
        if opening < at:
            continue
        begin = opening + len(start)
        closing = next(found(text, [end], options & ~FROM_END, begin), None)
        if closing is None:
            return EOT
        rank -= 1
        if not rank:
            return text[begin : closing[0]]
        at = closing[0] + len(end)
    return EOT


@function("NoSpace", "SansEspace")
def no_space(text: str, where: int = SSC_OUTSIDE) -> str:
    """The text without spaces, tabs and line ends at both ends; EOT stays EOT.

    sscLeft, sscRight, sscOutside, sscInside and sscAll choose where; inside, spaces only.
    Source: stdlib.md 1.1.
    """
    if where == SSC_OUTSIDE:
        return text.strip(BLANKS)
    if where & SSC_LEFT:
        text = text.lstrip(BLANKS)
    if where & SSC_RIGHT:
        text = text.rstrip(BLANKS)
    if where & SSC_INSIDE:
        inner = text.strip(BLANKS)
        return text.replace(inner, inner.replace(" ", ""), 1) if inner else text
    return text


@function("Length", "Taille")
def length(text: Value) -> int:
    """How many characters a text has, or bytes a buffer; a line break counts 2.

    Source: stdlib.md 1.1.
    """
    kind = type(text)
    return len(text) if kind is str or kind is bytes else len(to_text(text))


@function("Upper", "Majuscule")
def upper(text: str) -> str:
    """The text in capitals; accents stay.

    Source: stdlib.md 1.1.
    """
    return text.upper()


@function("Lower", "Minuscule")
def lower(text: str) -> str:
    """The text in small letters; accents stay.

    Source: stdlib.md 1.1.
    """
    return text.lower()


@function("Left", "Gauche")
def left(text: str, count: int = 1) -> str:
    """The first characters of a text.

    Source: stdlib.md 1.1.
    """
    return text[:count] if count > 0 else ""


@function("Right", "Droite")
def right(text: str, count: int = 1) -> str:
    """The last characters of a text.

    Source: stdlib.md 1.1.
    """
    return text[-count:] if count > 0 else ""


@function("Middle", "Milieu")
def middle(text: str, start: int, count: int = LONGEST) -> str:
    """A part of a text: `count` characters from position `start`, which counts from 1; the rest without a count.

    Source: stdlib.md 1.1.
    """
    if start < 1:
        start = 1
    return text[start - 1 : start - 1 + count] if count > 0 else ""


@function("Complete", "Complète")
def complete(text: str, size: int, filler: str = " ") -> str:
    """The text filled on the right, or cut, to exactly `size` characters.

    Source: stdlib.md 1.1.
    """
    _check_size(size)
    return text[:size].ljust(size, filler[:1] or " ") if size > 0 else ""


@function("Truncate", "Tronque")
def truncate(text: str, count: int, mode: int = TRUNCATE_DELETE) -> str:
    """Removes the last `count` characters; with the mode that keeps, keeps the first `count`.

    Source: stdlib.md 1.1.
    """
    if mode == TRUNCATE_KEEP:
        return text[:count] if count > 0 else ""
    return text[: max(0, len(text) - count)] if count > 0 else text


@function("RepeatString", "Répète")
def repeat_string(text: str, count: int) -> str:
    """The text, `count` times.

    Source: stdlib.md 1.1.
    """
    _check_size(len(text) * count)
    return text * count


def _check_size(size: int) -> None:
    if size > LONGEST:
        raise WLError(f"a text of {size} characters is too long")


@function("Charact", "Caract")
def charact(code: int) -> str:
    """The character with a code: 0 to 255 in the ANSI set (Windows-1252), above a Unicode code point.

    0 gives "".

    Source: stdlib.md 1.1.
    """
    if code == 0:
        return ""
    if 128 <= code < 160:
        return bytes([code]).decode("cp1252", "replace").replace("\ufffd", chr(code))
    if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
        raise WLError(f"{code} is not the code of a character")
    return chr(code)


@function("Asc", "Asc")
def asc(text: str) -> int:
    """The code of the first character: in the ANSI set where it has one, else in Unicode; 0 for "".

    Source: stdlib.md 1.1.
    """
    if not text:
        return 0
    code = ord(text[0])
    if code > 255:
        encoded = text[0].encode("cp1252", "ignore")
        return encoded[0] if encoded else code
    return code


@function("NoAccent", "SansAccent")
def no_accent(text: str) -> str:
    """The text with its Latin letters stripped of accents; other characters stay.

    Source: stdlib.md 1.1.
    """
    if text.isascii():
        return text
    from unicodedata import combining, normalize

    kept = []
    for c in normalize("NFC", text):
        parts = normalize("NFD", c)
        plain = len(parts) > 1 and parts[0].isascii() and all(combining(mark) for mark in parts[1:])
        kept.append(parts[0] if plain else c)
    return "".join(kept)


@function("NoCharacter", "SansCaractère")
def no_character(text: str, characters: str, where: int = SSC_ALL) -> str:
    """The text without the listed characters; an ssc… constant says where.

    Source: stdlib.md 1.1.
    """
    if where & SSC_INSIDE:
        first = len(text) - len(text.lstrip(characters))
        last = len(text.rstrip(characters))
        inner = text[first:last].translate(dict.fromkeys(map(ord, characters)))
        before = "" if where & SSC_LEFT else text[:first]
        after = "" if where & SSC_RIGHT else text[max(first, last) :]
        return before + inner + after
    if where & SSC_LEFT:
        text = text.lstrip(characters)
    return text.rstrip(characters) if where & SSC_RIGHT else text


@function("NoRightCharacter", "SansCaractèreDroite")
def no_right_character(text: str, characters: str) -> str:
    """The text without the listed characters at its end.

    Source: stdlib.md 1.1.
    """
    return text.rstrip(characters)


@function("NoLeftCharacter", "SansCaractèreGauche")
def no_left_character(text: str, characters: str) -> str:
    """The text without the listed characters at its beginning.

    Source: stdlib.md 1.1.
    """
    return text.lstrip(characters)


@function("Reverse", "Inverse")
def reverse(text: str) -> str:
    """The text from its last character to its first.

    Source: stdlib.md 1.1.
    """
    return text[::-1]


@function("StringIncrement", "ChaîneIncrémente")
def string_increment(text: str) -> str:
    """The text with the number at its end increased by 1, width kept: "F009" gives "F010".

    Source: stdlib.md 1.1.
    """
    stem = text.rstrip("0123456789")
    digits = text[len(stem) :][-300:]
    stem = text[: len(text) - len(digits)]
    return stem + str(int(digits or "0") + 1).zfill(len(digits))
