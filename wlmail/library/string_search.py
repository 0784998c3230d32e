"""Finding, counting and replacing parts of a text (stdlib.md 1.1)."""

from __future__ import annotations

from wlmail.language.registry import Value, function
from wlmail.runtime.arrays import Array
from wlmail.runtime.conversions import to_text
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

FROM_END = 1
WHOLE_WORD = 2
IGNORE_CASE = 4
FIRST_RANK, NEXT_RANK, PREVIOUS_RANK, LAST_RANK = -(2**31) + 1, -(2**31) + 2, -(2**31) + 3, -(2**31) + 4
"""firstRank … lastRank: numbers that no program computes."""


def lowered(text: str) -> str:
    """The text in lower case, character by character: positions in it are positions in `text`."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def needles(searched: Value) -> list[str]:
    """What is searched: one text, or an array of texts. Empty texts are never found."""
    if type(searched) is str:
        return [searched] if searched else []
    if isinstance(searched, Array):
        return [text for text in map(to_text, searched) if text]
    text = to_text(searched)
    return [text] if text else []


def is_word(text: str, at: int, size: int) -> bool:
    """True when no letter, digit or underscore touches `text[at : at + size]`."""
    before, after = text[at - 1 : at], text[at + size : at + size + 1]
    return not (before.isalnum() or before == "_" or after.isalnum() or after == "_")


def found(text: str, searched: list[str], options: int = 0, start: int = 0) -> Iterator[tuple[int, str]]:
    """Where the texts of `searched` begin (from 0), left to right without overlap; the longest where several do."""
    if options & IGNORE_CASE:
        text, searched = lowered(text), [lowered(text) for text in searched]
    while True:
        best, which = -1, ""
        for needle in searched:
            at = text.find(needle, start)
            while at >= 0 and options & WHOLE_WORD and not is_word(text, at, len(needle)):
                at = text.find(needle, at + 1)
            if at >= 0 and (best < 0 or at < best or (at == best and len(needle) > len(which))):
                best, which = at, needle
        if best < 0:
            return
        yield best, which
        start = best + len(which)


@function("Position", "Position")
def position(text: str, searched: str, start: int = 1, options: int = 0) -> int:
    """Where a text is found in another: its first character counts 1; 0 when it is not there.

    Options add up: FromEnd searches backwards from `start` (from the end without one), IgnoreCase, WholeWord.
    Source: stdlib.md 1.1.
    """
    if not searched:
        return 0
    if not options:
        return text.find(searched, start - 1 if start > 1 else 0) + 1
    if options & IGNORE_CASE:
        text, searched = lowered(text), lowered(searched)
    size, whole = len(searched), options & WHOLE_WORD
    if options & FROM_END:
        at = text.rfind(searched, 0, len(text) if start <= 1 else start - 1 + size)
        while at >= 0 and whole and not is_word(text, at, size):
            at = text.rfind(searched, 0, at + size - 1)
    else:
        at = text.find(searched, max(0, start - 1))
        while at >= 0 and whole and not is_word(text, at, size):
            at = text.find(searched, at + 1)
    return at + 1


class Searches:
    """Where PositionOccurrence with nextRank goes on, by what was searched."""

    def __init__(self) -> None:
        self.ranks: dict[tuple[str, ...], int] = {}

    def rank(self, rank: int, count: int, *key: str) -> int:
        """The rank that firstRank, nextRank, previousRank or lastRank stands for; any other is itself."""
        if rank > LAST_RANK or rank < FIRST_RANK:
            return rank
        if rank == FIRST_RANK:
            new = 1
        elif rank == LAST_RANK:
            new = count
        else:
            new = max(0, self.ranks.get(key, 0) + (1 if rank == NEXT_RANK else -1))
        self.ranks.pop(key, None)
        self.ranks[key] = new
        if len(self.ranks) > 64:  # the oldest loop has long ended
            del self.ranks[next(iter(self.ranks))]
        return new


class Pieces:
    """The pieces of the text that was cut last: a loop over the ranks of one text cuts it once. One a run."""

    __slots__ = ("_pieces", "_separator", "_text")

    def __init__(self) -> None:
        self._text = self._separator = ""
        self._pieces: list[str] = [""]

    def of(self, text: str, separator: str) -> list[str]:
        if text is not self._text or separator != self._separator:
            self._text, self._separator = text, separator
            self._pieces = text.split(separator) if separator else [text]
        return self._pieces


@function("PositionOccurrence", "PositionOccurrence")
def position_occurrence(run: Run, text: str, searched: Value, rank: int, options: int = 0) -> int:
    """Where the occurrence number `rank` of a text, or of any text of an array, begins; 0 when there is none.

    With FromEnd ranks count from the right, positions still from the left. firstRank and nextRank iterate.
    Source: stdlib.md 1.1.
    """
    wanted = needles(searched)
    # Occurrences of different texts may overlap, those of one text do not.
    places = sorted({at for needle in wanted for at, _ in found(text, [needle], options & ~FROM_END)})
    if options & FROM_END:
        places.reverse()
    rank = run.state(Searches).rank(rank, len(places), "position", text, *wanted)
    return places[rank - 1] + 1 if 1 <= rank <= len(places) else 0


@function("Contains", "Contient")
def contains(text: str, searched: Value, options: int = 0) -> bool:
    """True when a text, or any text of an array, is found in another. Options: IgnoreCase, WholeWord.

    Source: stdlib.md 1.1.
    """
    if type(searched) is str and not options:
        return bool(searched) and searched in text
    return next(found(text, needles(searched), options), None) is not None


@function("StringCount", "ChaîneOccurrence", aliases=("StringOccurrence",))
def string_count(text: str, searched: Value, options: int = 0) -> int:
    """How often a text is found in another, without overlap. Options: IgnoreCase, WholeWord.

    Source: stdlib.md 1.1.
    """
    if type(searched) is str and not options:
        return text.count(searched) if searched else 0
    return sum(1 for _ in found(text, needles(searched), options))


@function("Replace", "Remplace")
def replace(text: str, searched: Value, new: str = "", options: int = 0) -> str:
    """Replaces every occurrence of a text, or of the texts of an array, and returns the new text.

    Left to right; what was replaced is not searched again. Options add up: IgnoreCase, WholeWord.
    Source: stdlib.md 1.1.
    """
    if type(searched) is str and not options:
        return text.replace(searched, new) if searched else text
    parts: list[str] = []
    end = 0
    for at, which in found(text, needles(searched), options):
        parts += (text[end:at], new)
        end = at + len(which)
    parts.append(text[end:])
    return "".join(parts)
