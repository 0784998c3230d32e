"""Which message of one side is which of the other: the best similarity decides, not the order (the order is a fact)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

from wlmail.mail.addresses import address_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from wlmail.capture.facts import Facts

_WORD = re.compile(r"\w+")
_MOST_WORDS = 400
_STRANGERS = 0.2
"""Two messages that have less in common (0 to 1) are no pair."""
_MOST_SCORES = 400_000
"""Beyond so many comparisons only messages near each other in order are looked at."""


def pairs(left: Sequence[Facts], right: Sequence[Facts]) -> list[tuple[int, int]]:
    """Indices of the messages that belong together, in the order of the left side; what is alone is not named.

    A message that was sent for one row of the inputs never belongs to one of another row.
    """
    rows: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, messages in enumerate((left, right)):
        for index, facts in enumerate(messages):
            rows[facts.delivery.row][side].append(index)
    found = []
    for ours, theirs in rows.values():
        here = _pairs([left[i] for i in ours], [right[j] for j in theirs])
        found += [(ours[i], theirs[j]) for i, j in here]
    return sorted(found)


def _pairs(left: Sequence[Facts], right: Sequence[Facts]) -> list[tuple[int, int]]:
    if len(left) == len(right) == 1:
        return [(0, 0)]
    found: list[tuple[int, int]] = []
    free = set(range(len(right)))
    rest: list[int] = []
    # Messages that are the same in all that identifies one are paired in their order.
    same: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for j in reversed(range(len(right))):
        same[_identity(right[j])].append(j)
    for i, facts in enumerate(left):
        candidates = same.get(_identity(facts))
        if candidates:
            j = candidates.pop()
            free.discard(j)
            found.append((i, j))
        else:
            rest.append(i)
    found += _by_similarity(left, right, rest, sorted(free))
    return sorted(found)


def _by_similarity(
    left: Sequence[Facts], right: Sequence[Facts], rest: list[int], free: list[int]
) -> list[tuple[int, int]]:
    traits = {i: _Traits(left[i]) for i in rest}, {j: _Traits(right[j]) for j in free}
    window = len(free) if len(rest) * len(free) <= _MOST_SCORES else max(1, _MOST_SCORES // max(1, len(rest)))
    scores = []
    for rank, i in enumerate(rest):
        middle = rank * len(free) // len(rest)
        for j in free[max(0, middle - window) : middle + window + 1]:
            score = traits[0][i].likeness(traits[1][j])
            if score >= _STRANGERS:
                scores.append((-score, abs(i - j), i, j))
    found = []
    taken: tuple[set[int], set[int]] = set(), set()
    for _, _, i, j in sorted(scores):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            found.append((i, j))
    return found


def _identity(facts: Facts) -> tuple[object, ...]:
    leaves = tuple(facts.mapped(leaf.text) if leaf.text is not None else leaf.digest for leaf in facts.leaves)
    return frozenset(map(address_key, facts.delivery.recipients)), facts.first("subject"), leaves


class _Traits:
    """What makes a message recognisable."""

    __slots__ = ("files", "recipients", "sender", "subject", "subject_words", "words")

    def __init__(self, facts: Facts) -> None:
        boxes = [*facts.mailboxes("to"), *facts.mailboxes("cc")]
        self.recipients = {address_key(a) for a in (*facts.delivery.recipients, *(box.address for box in boxes))}
        self.subject = facts.first("subject")
        self.subject_words = set(_WORD.findall(self.subject.casefold()))
        self.sender = {address_key(box.address) for box in facts.mailboxes("from")}
        self.files = {(leaf.name, leaf.digest) for leaf in facts.attachments}
        body = facts.body("text/plain") or facts.body("text/html")
        self.words = set(_WORD.findall((body.text or "").casefold() if body else "")[:_MOST_WORDS])

    def likeness(self, other: _Traits) -> float:
        return (
            0.35 * _overlap(self.recipients, other.recipients)
            + 0.25 * (1.0 if self.subject == other.subject else 0.8 * _overlap(self.subject_words, other.subject_words))
            + 0.25 * _overlap(self.words, other.words)
            + 0.1 * _overlap(self.files, other.files)
            + 0.05 * _overlap(self.sender, other.sender)
        )


def _overlap(one: AbstractSet[object], other: AbstractSet[object]) -> float:
    if not one and not other:
        return 1.0
    return len(one & other) / len(one | other)


def out_of_order(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The fewest pairs that would have to move for the right side to be in the order of the left one."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for k, (_, j) in enumerate(found):
        place = bisect_left(tails, j)
        before.append(ends[place - 1] if place else -1)
        tails[place : place + 1] = [j]
        ends[place : place + 1] = [k]
    stay = set()
    k = ends[-1] if ends else -1
    while k >= 0:
        stay.add(k)
        k = before[k]
    return [pair for k, pair in enumerate(found) if k not in stay]
