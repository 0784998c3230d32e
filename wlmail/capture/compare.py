"""Compares two messages, and two mailboxes: which equivalence level they reach, and every difference with its place.

L0 identical bytes; L1 the same after wire normalising; L2 the same message; L3 the same to the reader; L4 the same
delivery. A difference names the weakest level that it breaks: 3 breaks L0 to L3, 2 breaks L0 to L2, 4 breaks delivery.
"""

from __future__ import annotations

from collections import deque
from operator import attrgetter
from typing import TYPE_CHECKING
from urllib.parse import unquote

from wlmail.capture.facts import ADDRESS_HEADERS, Facts, Leaf
from wlmail.capture.rendering import html_tree, rendered_text
from wlmail.mail.addresses import address_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wlmail.mail.addresses import Mailbox

RULES = {
    "mime-version": "MIME-Version is left out",
    "date": "Date is left out",
    "message-id": "Message-ID is left out",
    "received": "Received and Return-Path are left out",
    "x-mailer": "X-Mailer and User-Agent are left out",
    "dkim": "DKIM and ARC signatures and their results are left out",
    "header-order": "the order of headers does not count",
    "boundary": "boundaries between parts do not count",
    "content-id": "Content-IDs are compared by the part they name",
}
"""The normalising rules by name; a rules file can switch each one off with `compare`."""

_LEFT_OUT = {
    "mime-version": "mime-version",
    "date": "date",
    "message-id": "message-id",
    "received": "received",
    "return-path": "received",
    "x-mailer": "x-mailer",
    "user-agent": "x-mailer",
    "dkim-signature": "dkim",
    "domainkey-signature": "dkim",
    "arc-seal": "dkim",
    "arc-message-signature": "dkim",
    "arc-authentication-results": "dkim",
    "authentication-results": "dkim",
}
_SEEN = frozenset(("subject", "from", "reply-to", "to", "cc"))
"""Headers that a reader sees: a difference in one breaks L3."""
_OF_THREADS = frozenset(("references", "in-reply-to"))


class Difference:
    """One fact that differs. `where` is its place (`header subject`, `part 1.2 text/html`, `envelope recipients`).

    `is_error`: wrong whatever the other side does (a Bcc that shows, a recipient who does not get the message); no rule
    tolerates it. `about` is the name of the file that it is about, "" for none. `line` is the WLanguage line that set
    the value on the left, "" when unknown.
    """

    __slots__ = (
        "about",
        "is_error",
        "left",
        "left_number",
        "level",
        "line",
        "right",
        "right_number",
        "row",
        "tolerated",
        "where",
    )

    def __init__(self, level: int, where: str, left: str, right: str, *, is_error: bool = False) -> None:
        self.level = level
        self.where = where
        self.left = left
        self.right = right
        self.is_error = is_error
        self.row = 0
        """The row of the inputs, counted from 1; 0 without inputs."""
        self.left_number = self.right_number = 0
        """The messages, counted from 1 on each side; 0 for one that is missing or for the side as a whole."""
        self.about = self.line = ""
        self.tolerated = ""
        """Why it does not count: the rule or the known deviation."""

    def __repr__(self) -> str:
        return f"<L{self.level} {self.where}: {self.left!r} / {self.right!r}>"


def differences(left: Facts, right: Facts, switched_off: Iterable[str] = ()) -> list[Difference]:
    """Everything that differs between two messages, their envelopes aside. [] when their bytes are the same."""
    if left.digest == right.digest:
        return []
    return list(_message(left, right, frozenset(switched_off)))


def _message(left: Facts, right: Facts, off: frozenset[str]) -> Iterator[Difference]:
    names: dict[str, None] = {}
    for name, _ in (*left.headers, *right.headers):
        names[name] = None
    for name in names:
        rule = _LEFT_OUT.get(name)
        if rule is None or rule in off:
            yield from _header(name, left, right)
    if "header-order" in off:
        orders = [", ".join(name for name, _ in side.headers) for side in (left, right)]
        if orders[0] != orders[1]:
            yield Difference(1, "header order", *orders)
    yield from _parts(left, right, off)


def _header(name: str, left: Facts, right: Facts) -> Iterator[Difference]:
    where = f"header {name}"
    level = 3 if name in _SEEN else 2
    if name in ADDRESS_HEADERS:
        sides = left.mailboxes(name), right.mailboxes(name)
        keys = [{(address_key(box.address), box.name) for box in side} for side in sides]
        if keys[0] != keys[1]:
            yield Difference(level, where, _boxes(sides[0]), _boxes(sides[1]))
            return
    else:
        values = [sorted(side.all(name)) for side in (left, right)]
        if name in _OF_THREADS:
            values = [sorted(map(side.threaded, side.all(name))) for side in (left, right)]
        if values[0] != values[1]:
            words = [sorted(" ".join(value.split()) for value in side) for side in values]
            # Readers show several blanks as one.
            yield Difference(2 if words[0] == words[1] else level, where, "\n".join(values[0]), "\n".join(values[1]))
            return
    raws = [[value for found, value in side.raw_headers if found == name] for side in (left, right)]
    if name in _OF_THREADS:
        raws = [list(map(side.threaded, found)) for side, found in zip((left, right), raws, strict=True)]
    if sorted(raws[0]) != sorted(raws[1]):
        lost = any("\ufffd" in value for value in left.all(name))
        yield Difference(2 if lost else 1, where, "\n".join(raws[0]), "\n".join(raws[1]))


def _boxes(boxes: list[Mailbox]) -> str:
    return ", ".join(map(str, boxes))


# --- parts -----------------------------------------------------------------------------------------------------------


def _parts(left: Facts, right: Facts, off: frozenset[str]) -> Iterator[Difference]:
    if left.tree != right.tree:
        yield Difference(2, "part tree", left.tree, right.tree)
        yield from _to_the_reader(left, right)
        return
    leaves = _in_order_of(left, right)
    if leaves != right.leaves:
        orders = ["\n".join(map(_described, side.attachments)) for side in (left, right)]
        yield Difference(2, "attachment order", *orders)
    for one, other in zip(left.leaves, leaves, strict=True):
        if one.parameters != other.parameters:
            yield from _about(one, iter((Difference(2, f"{one.label} parameters", one.parameters, other.parameters),)))
        if "boundary" in off and one.boundary != other.boundary:
            yield Difference(1, f"{one.label} boundary", one.boundary, other.boundary)
        if one.is_container:
            continue
        if one.text is not None and other.text is not None:
            yield from _about(one, _body(one, left, other, right))
        else:
            yield from _about(one, _content(one, other))
        yield from _about(one, _labels(one, left, other, right, off))


def _about(one: Leaf, found: Iterator[Difference]) -> Iterator[Difference]:
    for difference in found:
        difference.about = one.name
        yield difference


def _in_order_of(left: Facts, right: Facts) -> list[Leaf]:
    """The leaves of the right side, attachments of one type beside those of the left side that they belong to."""
    found = list(right.leaves)
    groups: dict[tuple[str, str], list[int]] = {}
    ours, theirs = set(left.attachments), set(right.attachments)
    for i, (one, other) in enumerate(zip(left.leaves, right.leaves, strict=True)):
        if one in ours and other in theirs:
            groups.setdefault((one.place.rpartition(".")[0], one.type), []).append(i)
    for places in groups.values():
        if len(places) < 2:
            continue
        sides = [left.leaves[i] for i in places], [right.leaves[i] for i in places]
        matches = _matches(*sides)
        matched = set(matches)
        rest = iter([leaf for leaf in sides[1] if leaf not in matched])
        for i, match in zip(places, matches, strict=True):
            found[i] = match or next(rest)
    _number_alike(left, right, zip(left.leaves, found, strict=True))
    return found


def _matches(ours: list[Leaf], theirs: list[Leaf]) -> list[Leaf | None]:
    """For each attachment the one of the other side with its name and content, otherwise its name, or its content."""
    found: list[Leaf | None] = [None] * len(ours)
    rest = list(theirs)
    for same in (("name", "digest"), ("name",), ("digest",)):
        wanted = attrgetter(*same)
        free: dict[object, deque[Leaf]] = {}
        for other in rest:
            free.setdefault(wanted(other), deque()).append(other)
        for i, one in enumerate(ours):
            if found[i] is None and free.get(wanted(one)):
                found[i] = free[wanted(one)].popleft()
        rest = [other for others in free.values() for other in others]
    return found


def _number_alike(left: Facts, right: Facts, found: Iterable[tuple[Leaf, Leaf | None]]) -> None:
    """Gives parts that belong together one number, which stands for their Content-IDs."""
    numbers = {
        other.content_id: left.cids[one.content_id]
        for one, other in found
        if other is not None and other.content_id and one.content_id
    }
    taken = set(numbers.values())
    for cid, number in right.cids.items():
        if cid not in numbers:
            numbers[cid] = number if number not in taken else number.replace("[", "[other ")
    right.cids = numbers


def _to_the_reader(left: Facts, right: Facts) -> Iterator[Difference]:
    """Two messages of another build: bodies and attachments, wherever they stand."""
    found = _matches(left.attachments, right.attachments)
    _number_alike(left, right, zip(left.attachments, found, strict=True))
    for kind in ("text/plain", "text/html"):
        one, other = left.body(kind), right.body(kind)
        if one is not None and other is not None:
            yield from _body(one, left, other, right)
        elif one is not None or other is not None:
            there = one or other
            assert there is not None
            shown = there.text or "(empty)"
            yield Difference(3, f"body {kind}", shown if one else "(missing)", shown if other else "(missing)")
    for one, match in zip(left.attachments, found, strict=True):
        if match is None:
            missing = Difference(3, f"attachment {one.name or one.place}", _described(one), "(missing)")
            yield from _about(one, iter((missing,)))
            continue
        yield from _about(one, _content(one, match))
        yield from _about(one, _names(one, match))
    matched = set(found)
    for other in right.attachments:
        if other not in matched:
            yield Difference(3, f"attachment {other.name or other.place}", "(missing)", _described(other))


def _body(one: Leaf, left: Facts, other: Leaf, right: Facts) -> Iterator[Difference]:
    texts = left.mapped(one.text or ""), right.mapped(other.text or "")
    if texts[0] == texts[1]:
        if "\ufffd" in texts[0] and one.digest != other.digest:
            # Bytes that are no letters of the charset all look the same.
            yield Difference(2, f"{one.label} bytes", *_apart(one, other))
        elif one.charset != other.charset or one.digest != other.digest:
            if one.charset != other.charset:
                yield Difference(1, f"{one.label} charset", one.charset, other.charset)
            elif texts == (one.text, other.text):
                yield Difference(1, f"{one.label} bytes", _described(one), _described(other))
        return
    if one.type == "text/html":
        trees = html_tree(texts[0]), html_tree(texts[1])
        level = 2 if trees[0] == trees[1] else 3
    else:
        level = 2 if rendered_text(texts[0]) == rendered_text(texts[1]) else 3
    yield Difference(level, one.label, *texts)


def _content(one: Leaf, other: Leaf) -> Iterator[Difference]:
    if one.digest != other.digest:
        yield Difference(3, one.label, *_apart(one, other))


def _apart(one: Leaf, other: Leaf) -> list[str]:
    """Two contents that differ, told so that it shows."""
    place = next((i for i, (a, b) in enumerate(zip(one.head, other.head, strict=False)) if a != b), None)
    told = "" if place is None else f", byte {place + 1} is "
    shown = [
        f"{_described(leaf)}{told}{leaf.head[place : place + 1].hex() if place is not None else ''}"
        for leaf in (one, other)
    ]
    if shown[0] == shown[1]:
        shown = [f"{text}, SHA-256 {leaf.digest.hex()[:16]}…" for text, leaf in zip(shown, (one, other), strict=True)]
    return shown


def _described(leaf: Leaf) -> str:
    return f"{leaf.name or '(no name)'}, {leaf.type}, {leaf.size} byte{'s' if leaf.size != 1 else ''}"


def _names(one: Leaf, other: Leaf) -> Iterator[Difference]:
    if one.name != other.name:
        yield Difference(3, f"{one.label} name", one.name, other.name)


def _labels(one: Leaf, left: Facts, other: Leaf, right: Facts, off: frozenset[str]) -> Iterator[Difference]:
    yield from _names(one, other)
    for what in ("disposition", "description"):
        values = getattr(one, what), getattr(other, what)
        if values[0] != values[1]:
            if what == "disposition" and one.text is not None and set(values) == {"", "inline"}:
                continue  # a body is shown either way
            yield Difference(2, f"{one.label} {what}", *values)
    cids = one.content_id, other.content_id
    if "content-id" in off:
        if cids[0] != cids[1]:
            yield Difference(2, f"{one.label} Content-ID", *cids)
    elif bool(cids[0]) != bool(cids[1]) and (_refers(left, cids[0]) or _refers(right, cids[1])):
        yield Difference(2, f"{one.label} Content-ID", *cids)


def _refers(facts: Facts, cid: str) -> bool:
    texts = (leaf.text or "" for leaf in facts.leaves)
    return bool(cid) and any(f"cid:{cid}" in text or f"cid:{cid}" in unquote(text) for text in texts)


# --- delivery --------------------------------------------------------------------------------------------------------


def delivery_differences(left: Facts, right: Facts) -> Iterator[Difference]:
    """L4 of a pair: envelope, security, login. What one side does not know (an mbox has no envelope) is left out."""
    one, other = left.delivery, right.delivery
    known = one.has_envelope and other.has_envelope
    if known and address_key(one.sender) != address_key(other.sender):
        yield Difference(4, "envelope sender", one.sender, other.sender)
    if known and sorted(map(address_key, one.recipients)) != sorted(map(address_key, other.recipients)):
        yield Difference(4, "envelope recipients", ", ".join(one.recipients), ", ".join(other.recipients))
    if not (one.asked.server and other.asked.server):
        return
    for what, label in (("security", "security"), ("login", "login"), ("user", "login user")):
        values = getattr(one.asked, what), getattr(other.asked, what)
        if values[0] != values[1]:
            yield Difference(4, label, values[0] or "none", values[1] or "none")


def errors_of(facts: Facts, reached: set[str]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a message by itself: what, the addresses, and the header with one that is not reached.

    `reached` holds the recipients of its deliveries.
    """
    bcc = [name for name in ("bcc", "resent-bcc") if facts.mailboxes(name)]
    if bcc:
        yield "Bcc shows", ", ".join(value for name in bcc for value in facts.all(name)), ""
    if not facts.delivery.has_envelope:
        return
    keys = {address_key(address) for address in reached}
    for name in ("to", "cc"):
        for box in facts.mailboxes(name):
            if address_key(box.address) not in keys:
                yield "recipient missing", box.address, name.capitalize()
