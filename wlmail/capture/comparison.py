"""Two mailboxes compared as a whole: pairs, levels, order, errors; what a verdict and every report are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wlmail.capture.compare import Difference, delivery_differences, differences, errors_of
from wlmail.capture.facts import Facts
from wlmail.capture.pairing import out_of_order, pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wlmail.capture.mailbox import Delivery
    from wlmail.capture.tolerance import Tolerance

NOT_EVEN_L3 = 4
"""The content level of messages that reach none."""


class Side:
    """What one program did: its messages, what the server answered, and how the program ended.

    `events` are the server's answers that were no plain acceptance, in their order, `refused` the recipients among
    them. `status` is how the program ended, "" where nobody knows. `lines` tells for a message, by its number, which
    WLanguage line set a property.
    """

    __slots__ = ("deliveries", "events", "failure", "lines", "masks", "name", "output", "refused", "status")

    def __init__(self, name: str, deliveries: list[Delivery] | None = None) -> None:
        self.name = name
        self.deliveries = deliveries or []
        self.events: list[str] = []
        self.refused: set[str] = set()
        self.status = ""
        self.failure = ""
        """Why it could not be run to its end; "" when it was."""
        self.output = ""
        """The end of what the program printed."""
        self.lines: dict[int, dict[str, str]] = {}
        self.masks: list[Callable[[str], str]] = []
        """What hides the secrets of the program in a text that is shown."""


class Pair:
    """Two messages that belong together."""

    __slots__ = ("differences", "left", "right")

    def __init__(self, left: Facts, right: Facts, found: list[Difference]) -> None:
        self.left = left
        self.right = right
        self.differences = found

    @property
    def content_level(self) -> int:
        """The strictest level that the contents reach: 0 to 3, 4 for none."""
        if self.left.digest == self.right.digest:
            return 0
        return max((d.level for d in self.differences if d.level < 4 and not d.tolerated), default=0) + 1


class Comparison:
    """The verdict on two sides. `level` is the content level of the worst pair (0 to 3, 4 for none)."""

    __slots__ = (
        "_left",
        "_right",
        "_rows",
        "deliveries_agree",
        "differences",
        "level",
        "pairs",
        "required",
        "tolerance",
    )

    def __init__(self, left: Side, right: Side, tolerance: Tolerance, required: tuple[int, bool] = (2, True)) -> None:
        self._left = left
        self._right = right
        self._rows = [{delivery.number: delivery.row for delivery in side.deliveries} for side in (left, right)]
        self.tolerance = tolerance
        self.required = required
        """The content level that must be reached (4: any), and whether the deliveries must agree (L4)."""
        ours, theirs = [[Facts(delivery) for delivery in side.deliveries] for side in (left, right)]
        self.pairs: list[Pair] = []
        self.differences: list[Difference] = []
        """All of them, those of the pairs included."""
        found = pairs(ours, theirs)
        if "message-id" not in tolerance.switched_off:
            _name_siblings(ours, theirs, found)
        for i, j in found:
            self._add_pair(ours[i], theirs[j])
        self._alone(ours, theirs, found)
        for i, j in out_of_order(found):
            self._add(Difference(4, "order", f"message {i + 1}", f"message {j + 1}"), i + 1, j + 1)
        for side, facts in ((0, ours), (1, theirs)):
            self._errors(side, facts)
        self._answers()
        counting = [d for d in self.differences if not d.tolerated]
        alone = any(d.where == "message" for d in counting)
        self.level = max((pair.content_level for pair in self.pairs), default=0)
        if alone:
            self.level = NOT_EVEN_L3
        self.deliveries_agree = not any(d.level == 4 for d in counting)

    @property
    def counting(self) -> list[Difference]:
        """The differences that make the two sides differ: below what is required, and not tolerated.

        A message without its like counts at every level: nothing is the same about it.
        """
        content, delivery = self.required

        def matters(d: Difference) -> bool:
            return d.is_error or d.where == "message" or (delivery if d.level == 4 else d.level >= max(content, 1))

        found = [d for d in self.differences if not d.tolerated and matters(d)]
        return found + [d for d in self._bytes() if content == 0]

    @property
    def tolerated(self) -> list[Difference]:
        return [d for d in self.differences if d.tolerated]

    @property
    def reached(self) -> str:
        """`L2 and L4`, `L1`, `L4 only`, `none`."""
        content = f"L{self.level}" if self.level < NOT_EVEN_L3 else ""
        if not self.deliveries_agree:
            return content or "none"
        return f"{content} and L4" if content else "L4 only"

    def _bytes(self) -> list[Difference]:
        found = []
        for pair in self.pairs:
            if pair.left.digest != pair.right.digest and not pair.differences:
                sizes = [f"{facts.delivery.size} bytes" for facts in (pair.left, pair.right)]
                difference = Difference(0, "bytes", *sizes)
                difference.left_number, difference.right_number = pair.left.delivery.number, pair.right.delivery.number
                found.append(difference)
        return found

    def _add(self, difference: Difference, left: int = 0, right: int = 0) -> None:
        difference.left_number, difference.right_number = left, right
        difference.row = self._rows[0].get(left) or self._rows[1].get(right, 0)
        lines = self._left.lines.get(left, {})
        difference.line = next((lines[name] for name in _properties(difference) if name in lines), "")
        self.tolerance.judge(difference)
        self.differences.append(difference)

    def _add_pair(self, left: Facts, right: Facts) -> None:
        numbers = left.delivery.number, right.delivery.number
        found = [*differences(left, right, self.tolerance.switched_off), *delivery_differences(left, right)]
        self.tolerance.bind(left, right)
        for difference in found:
            self._add(difference, *numbers)
        self.pairs.append(Pair(left, right, found))

    def _alone(self, left: Sequence[Facts], right: Sequence[Facts], found: list[tuple[int, int]]) -> None:
        for i in sorted(set(range(len(left))) - {i for i, _ in found}):
            self._add(Difference(4, "message", left[i].title, "(missing)"), left[i].delivery.number, 0)
        for j in sorted(set(range(len(right))) - {j for _, j in found}):
            self._add(Difference(4, "message", "(none)", right[j].title), 0, right[j].delivery.number)

    def _errors(self, side: int, messages: Sequence[Facts]) -> None:
        """Several deliveries of one message (servers limit the recipients of each) count together, within a row of
        inputs."""
        reached: dict[tuple[int, bytes], set[str]] = {}
        refused = (self._left, self._right)[side].refused
        for facts in messages:
            key = facts.delivery.row, facts.digest
            reached.setdefault(key, set(refused)).update(facts.delivery.recipients)
        for facts in messages:
            for where, what, header in errors_of(facts, reached[facts.delivery.row, facts.digest]):
                if header:
                    what += f" stands in {header}, but the message is not sent there"
                shown = (what, "") if side == 0 else ("", what)
                number = facts.delivery.number
                pair = next((p for p in self.pairs if (p.left, p.right)[side] is facts), None)
                numbers = (number, 0) if side == 0 else (0, number)
                if pair is not None:
                    numbers = pair.left.delivery.number, pair.right.delivery.number
                difference = Difference(4, where, *shown, is_error=True)
                self._add(difference, *numbers)

    def _answers(self) -> None:
        """What the server refused, and how the two programs ended; a recording knows neither."""
        if self._left.status and self._right.status:
            # In whatever order the recipients stand; that of the messages is a difference of its own.
            if sorted(self._left.events) != sorted(self._right.events):
                events = ["\n".join(side.events) or "(all accepted)" for side in (self._left, self._right)]
                self._add(Difference(4, "server answers", *events))
            if self._left.status != self._right.status:
                self._add(Difference(4, "end of the program", self._left.status, self._right.status))


def _name_siblings(left: Sequence[Facts], right: Sequence[Facts], found: list[tuple[int, int]]) -> None:
    """References to an earlier message of the same program mean the same where those messages belong together."""
    names: tuple[dict[str, str], dict[str, str]] = ({}, {})
    for number, pair in enumerate(found, 1):
        for known, side, place in zip(names, (left, right), pair, strict=True):
            known.setdefault(side[place].first("message-id").strip(), f"<[message {number}]>")
    for known, side in zip(names, (left, right), strict=True):
        for facts in side:
            facts.siblings = known


_PROPERTY = {
    "header subject": ("subject",),
    "header from": ("sender",),
    "header sender": ("sender",),
    "header to": ("recipient",),
    "header cc": ("cc",),
    "header bcc": ("bcc",),
    "header reply-to": ("sender_address", "header"),
    "header references": ("reference",),
    "header importance": ("priority",),
    "header x-priority": ("priority",),
    "header sensitivity": ("confidentiality",),
    "header disposition-notification-to": ("disposition_notification",),
    "header return-receipt-to": ("return_receipt",),
    "envelope recipients": ("bcc", "cc", "recipient"),
    "envelope sender": ("sender_address", "sender"),
    "Bcc shows": ("bcc",),
    "recipient missing": ("recipient",),
    "body text/plain": ("message",),
    "body text/html": ("html",),
    "part tree": ("html", "attach"),
}


_OF_FILE = {"name": "name", "Content-ID": "identifier", "description": "content_description"}


def _properties(difference: Difference) -> tuple[str, ...]:
    """The properties of an Email that may have set what differs there; `attach NAME name` is one of an attachment."""
    where, about = difference.where, difference.about
    if about:
        what = "name" if where.startswith("attachment ") else _OF_FILE.get(where.rpartition(" ")[2], "content")
        return f"attach {about} {what}", "attach"
    if where in _PROPERTY:
        return _PROPERTY[where]
    if where.startswith("header "):
        return ("header",)
    if where.endswith(" text/plain"):
        return ("message", "attach")
    if where.endswith(" text/html"):
        return ("html", "attach")
    return ("attach",) if where.startswith(("part ", "attachment ")) else ()
