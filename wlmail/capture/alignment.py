"""Which items of two sequences (lines of a text, words of a line) belong together, in a bounded time."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from wlmail.capture.pairing import out_of_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_WORK = 3_000_000
"""Steps of the exact search, of all stretches of two sequences together; a second at most."""
_DEEPEST = 40
"""How often a stretch is divided at what stands in it once."""

Block = tuple[int, int, int]
Opcode = tuple[str, int, int, int, int]


def opcodes(left: Sequence[str], right: Sequence[str]) -> list[Opcode]:
    """What makes `right` of `left`, as `difflib.SequenceMatcher.get_opcodes` has it.

    Stretches that are too long for an exact search are divided at the items that stand once in both; where there is
    none they count as replaced.
    """
    found: list[Opcode] = []
    i = j = 0
    for a, b, size in [*_Search(left, right).blocks(), (len(left), len(right), 0)]:
        if i < a or j < b:
            found.append(("replace" if i < a and j < b else "delete" if i < a else "insert", i, a, j, b))
        if size and found and found[-1][0] == "equal" and found[-1][2] == a and found[-1][4] == b:
            found[-1] = ("equal", found[-1][1], a + size, found[-1][3], b + size)
        elif size:
            found.append(("equal", a, a + size, b, b + size))
        i, j = a + size, b + size
    return found


def aligned(left: Sequence[str], right: Sequence[str]) -> list[tuple[str | None, str | None]]:
    """Items that belong beside each other; None where one side has none."""
    rows: list[tuple[str | None, str | None]] = []
    for _, a, b, c, d in opcodes(left, right):
        ours: list[str | None] = [*left[a:b], *[None] * ((d - c) - (b - a))]
        theirs: list[str | None] = [*right[c:d], *[None] * ((b - a) - (d - c))]
        rows += zip(ours, theirs, strict=True)
    return rows


class _Search:
    """One search; what its exact parts have cost so far is counted."""

    __slots__ = ("_left", "_right", "_work")

    def __init__(self, left: Sequence[str], right: Sequence[str]) -> None:
        self._left = left
        self._right = right
        self._work = 0

    def blocks(self) -> Iterator[Block]:
        """Runs that are the same (place on the left, on the right, length), in order."""
        return self._between(0, len(self._left), 0, len(self._right), 0)

    def _between(self, a: int, b: int, c: int, d: int, depth: int) -> Iterator[Block]:
        left, right = self._left, self._right
        begin = 0
        while a + begin < b and c + begin < d and left[a + begin] == right[c + begin]:
            begin += 1
        if begin:
            yield a, c, begin
        a, c, end = a + begin, c + begin, 0
        while a < b - end and c < d - end and left[b - 1 - end] == right[d - 1 - end]:
            end += 1
        if a < b - end and c < d - end:
            yield from self._middle(a, b - end, c, d - end, depth)
        if end:
            yield b - end, d - end, end

    def _middle(self, a: int, b: int, c: int, d: int, depth: int) -> Iterator[Block]:
        ours, theirs = Counter(self._left[a:b]), Counter(self._right[c:d])
        both = ours.keys() & theirs.keys()
        # Each run that is found costs a look at the whole stretch again, and at all pairs of equal items.
        runs = sum(min(ours[item], theirs[item]) for item in both)
        work = (b - a + sum(ours[item] * theirs[item] for item in both)) * runs
        if not runs:
            return
        if self._work + work <= MOST_WORK:
            from difflib import SequenceMatcher

            self._work += work
            matcher = SequenceMatcher(None, self._left[a:b], self._right[c:d], autojunk=False)
            yield from ((a + i, c + j, size) for i, j, size in matcher.get_matching_blocks() if size)
            return
        if depth == _DEEPEST:
            return
        anchors = self._anchors(a, b, c, d, {item for item in both if ours[item] == theirs[item] == 1})
        if not anchors:
            return
        for i, j in anchors:
            yield from self._between(a, i, c, j, depth + 1)
            yield i, j, 1
            a, c = i + 1, j + 1
        yield from self._between(a, b, c, d, depth + 1)

    def _anchors(self, a: int, b: int, c: int, d: int, once: set[str]) -> list[tuple[int, int]]:
        """The items that stand once on both sides, as many as are in the same order."""
        places = {self._right[j]: j for j in range(c, d) if self._right[j] in once}
        found = [(i, places[self._left[i]]) for i in range(a, b) if self._left[i] in once]
        moved = set(out_of_order(found))
        return [pair for pair in found if pair not in moved]
