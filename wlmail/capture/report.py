"""What a validation found, as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wlmail.capture.alignment import aligned
from wlmail.capture.show import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wlmail.capture.compare import Difference

SCHEMA = 1
"""The version of the JSON report; a field that goes away or changes its meaning raises it."""
WIDTH = 52
"""Columns of one side in the terminal."""
MOST_LINES = 12
"""Lines of a long value that are shown, around the first one that differs."""
VERDICTS = {
    0: "the same",
    1: "DIFFERENT",
    3: "not compared",
    4: "the same but for tolerated differences (--strict)",
}


def as_text(result: Any) -> str:
    """For a terminal; nothing in a message can drive it. Empty when nothing was compared."""
    comparison = result.comparison
    if comparison is None:
        return ""
    lines = list(summary(result))
    counting = comparison.counting
    for difference in counting:
        lines += ["", *_block(difference)]
    if comparison.tolerated:
        lines += ["", "Tolerated:"]
        lines += [f"  {heading(d)}: {d.tolerated}" for d in comparison.tolerated]
    seen = {id(d) for d in (*counting, *comparison.tolerated)}
    below = [d for d in comparison.differences if id(d) not in seen]
    if below:
        lines += ["", "Differences that do not count at the required level:"]
        lines += [f"  {heading(d)}" for d in below[:50]]
        if len(below) > 50:
            lines.append(f"  … and {len(below) - 50} more")
    return "\n".join(lines)


def summary(result: Any) -> Iterator[str]:
    """The verdict and what it rests on, a line each."""
    comparison = result.comparison
    content, delivery = comparison.required
    required = [f"L{content}"] if content < 4 else []
    required += ["L4"] if delivery else []
    yield f"{VERDICTS[result.status]}: reached {comparison.reached}, required {' and '.join(required) or 'nothing'}"
    counts = [len(side.deliveries) for side in (result.left, result.right)]
    yield f"legacy  {visible(result.left.name)}: {_messages(counts[0])}"
    yield f"target  {visible(result.right.name)}: {_messages(counts[1])}"
    if comparison.counting:
        count = len(comparison.counting)
        yield f"{count} difference{'s' if count > 1 else ''}"
    for row in result.rows:
        yield "smallest inputs that differ: " + ", ".join(f"{visible(k)}={visible(v)}" for k, v in row.items())
    yield from result.notes
    if result.kept:
        yield f"the messages of both sides are in {result.kept}"


def _messages(count: int) -> str:
    return f"{count} message{'s' if count != 1 else ''}"


def heading(difference: Difference) -> str:
    """`message 1 / 2, header subject (L3), set in line 4`."""
    left, right = difference.left_number, difference.right_number
    numbers = f"message {left or '–'}" + (f" / {right or '–'}" if left != right else "")
    numbers = f"row {difference.row}, {numbers}" if difference.row else numbers
    place = f"{numbers}, {visible(difference.where)}" if left or right else visible(difference.where)
    level = "always an error" if difference.is_error else f"L{difference.level}"
    line = f", set in {difference.line}" if difference.line else ""
    return f"{place} ({level}){line}"


def _block(difference: Difference) -> Iterator[str]:
    yield heading(difference)
    left, right = difference.left.split("\n"), difference.right.split("\n")
    if len(left) == len(right) == 1 and max(len(difference.left), len(difference.right)) > WIDTH:
        yield f"  legacy: {visible(difference.left)[:1000]}"
        yield f"  target: {visible(difference.right)[:1000]}"
        return
    yield from side_by_side(left, right)


def side_by_side(left: list[str], right: list[str]) -> Iterator[str]:
    """Two texts beside each other; `|` between lines that are the same, `<`, `>` or `≠` between others."""
    rows = aligned(left, right)
    first = next((i for i, (a, b) in enumerate(rows) if a != b), 0)
    start = max(0, first - 2)
    if start:
        yield f"  … {start} equal line{'s' if start > 1 else ''}"
    for one, other in rows[start : start + MOST_LINES]:
        mark = "|" if one == other else ">" if one is None else "<" if other is None else "≠"
        yield f"  {_cut(one or ''):{WIDTH}} {mark} {_cut(other or '')}".rstrip()
    rest = len(rows) - start - MOST_LINES
    if rest > 0:
        yield f"  … {rest} more line{'s' if rest > 1 else ''}"


def _cut(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= WIDTH else shown[: WIDTH - 1] + "…"
