"""What the mailbox page and its JSON API tell about captured messages, as plain data; every size has a limit."""

from __future__ import annotations

from base64 import b64encode
from codecs import getincrementaldecoder
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from wlmail.capture.alignment import aligned
from wlmail.capture.compare import errors_of
from wlmail.capture.comparison import Comparison, Side
from wlmail.capture.facts import Facts, places_of
from wlmail.capture.harmless import MOST_TOLD, harmless
from wlmail.capture.tolerance import Tolerance
from wlmail.mail.addresses import address_key
from wlmail.mail.reader import read_message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wlmail.capture.compare import Difference
    from wlmail.capture.mailbox import Delivery
    from wlmail.mail.parts import Part
    from wlmail.mail.reader import ReadMessage

SCHEMA = 1
"""The version of the JSON API; a field that goes away or changes its meaning raises it."""
MOST_TEXT = 1024 * 1024
"""Characters of a text, a source or an HTML body that are shown; the rest can be downloaded."""
MOST_VALUE = 64 * 1024
"""Characters of a header, or of a value that differs."""
MOST_ITEMS = 1000
"""Headers, parts, recipients or differences of one message."""
MOST_ROWS = 2000
"""Lines of one difference."""
LONGEST_NAME = 120
"""Characters of the name of a file."""
MOST_IMAGES = 16 * 1024 * 1024
"""Bytes of all the images that stand inside an HTML body."""

_IMAGES = frozenset(("image/bmp", "image/gif", "image/jpeg", "image/png", "image/webp"))
_ENDINGS = {"text/plain": ".txt", "text/html": ".html", "message/rfc822": ".eml", "text/calendar": ".ics"}
_RESERVED = frozenset(("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))))


def summary(delivery: Delivery) -> dict[str, Any]:
    """One message in a list."""
    message = read_message(delivery.data.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
    return {
        "number": delivery.number,
        "subject": message.subject[:MOST_VALUE],
        "from": message.header("From")[:MOST_VALUE] or delivery.sender,
        "recipients": delivery.recipients[:3],
        "more_recipients": max(0, len(delivery.recipients) - 3),
        "received": delivery.received.isoformat(),
        "size": delivery.size,
    }


def whole(delivery: Delivery, deliveries: Sequence[Delivery]) -> dict[str, Any]:
    """One message with everything that is known of it. `deliveries`: all of them, for those that belong together."""
    message = read_message(delivery.data)
    asked = delivery.asked
    text = message.text
    places = places_of([part.depth for part in message.parts])
    attachments = {id(part) for part in message.attachments}
    named = {address_key(box.address).lower() for name in ("To", "Cc", "Bcc") for box in message.mailboxes(name)}
    hidden = [address for address in delivery.recipients if address_key(address).lower() not in named]
    return {
        "schema": SCHEMA,
        **summary(delivery),
        "reply_to": _addresses(message, "Reply-To"),
        "to": _addresses(message, "To"),
        "cc": _addresses(message, "Cc"),
        "bcc": _addresses(message, "Bcc"),
        "envelope_only": hidden[:MOST_ITEMS] if delivery.has_envelope else [],
        "date": message.header("Date"),
        "headers": [{"name": name, "value": value[:MOST_VALUE]} for name, value in message.headers[:MOST_ITEMS]],
        "envelope": {"sender": delivery.sender, "recipients": delivery.recipients[:MOST_ITEMS]},
        "server": {
            "name": asked.server,
            "port": asked.port,
            "security": asked.security,
            "user": asked.user,
            "login": asked.login,
            "helo": delivery.helo,
        },
        "dialogue": delivery.dialogue,
        "text": text[:MOST_TEXT] if message.body("text/plain") or text else None,
        "text_is_cut": len(text) > MOST_TEXT,
        "has_html": message.body("text/html") is not None,
        "parts": [
            _part(part, place, is_attachment=id(part) in attachments)
            for part, place in zip(message.parts[:MOST_ITEMS], places, strict=False)
        ],
        "parts_left_out": max(0, len(message.parts) - MOST_ITEMS),
        "warnings": [
            {"where": where, "what": what, "header": header} for where, what, header in _warnings(delivery, deliveries)
        ],
    }


def _addresses(message: ReadMessage, name: str) -> list[str]:
    """One text an address; what holds no address, such as an empty group, as it is."""
    found = [str(box) for box in message.mailboxes(name)] or message.all(name)
    return [text[:MOST_VALUE] for text in found[:MOST_ITEMS]]


def _part(part: Part, place: str, *, is_attachment: bool) -> dict[str, Any]:
    return {
        "place": place,
        "depth": part.depth,
        "type": part.type,
        "charset": part.charset,
        "disposition": part.disposition,
        "name": part.name[:MOST_VALUE],
        "content_id": part.content_id,
        "size": len(part.content),
        "is_container": part.is_container,
        "is_attachment": is_attachment,
    }


def _warnings(delivery: Delivery, deliveries: Sequence[Delivery]) -> list[tuple[str, str, str]]:
    facts = Facts(delivery)
    return list(errors_of(facts, _reached(facts, deliveries)))[:MOST_ITEMS]


def _reached(facts: Facts, deliveries: Sequence[Delivery]) -> set[str]:
    """Whom the message is sent to, deliveries to further recipients included: they follow one another."""
    identifier = facts.first("message-id")
    reached = set(facts.delivery.recipients)
    place = facts.delivery.number - 1
    for step in (-1, 1) if identifier else ():
        other = place + step
        while 0 <= other < len(deliveries) and _identifier(deliveries[other]) == identifier:
            reached.update(deliveries[other].recipients)
            other += step
    return reached


def _identifier(delivery: Delivery) -> str:
    return read_message(delivery.data.partition(b"\r\n\r\n")[0] + b"\r\n\r\n").header("Message-ID")


# --- HTML, source and files ------------------------------------------------------------------------------------------


def html_of(message: ReadMessage, html: str) -> dict[str, Any]:
    """The HTML of a message as a document that can be shown, and what is not shown of it."""
    images = {part.content_id: part for part in message.parts if part.content_id and part.type in _IMAGES}
    room = MOST_IMAGES

    def image_of(identifier: str) -> str:
        nonlocal room
        part = images.get(identifier) or images.get(unquote(identifier))
        if part is None or len(part.content) > room:
            return ""
        room -= len(part.content)
        return f"data:{part.type};base64,{b64encode(part.content).decode()}"

    found = harmless(html[:MOST_TEXT], image_of)
    return {
        "schema": SCHEMA,
        "document": found.document,
        "remote": [address[:MOST_VALUE] for address in islice(found.remote, MOST_TOLD)],
        "remote_count": len(found.remote),
        "missing": [address[:MOST_VALUE] for address in islice(found.missing, MOST_TOLD)],
        "active": found.active,
        "links": found.links,
        "is_cut": len(html) > MOST_TEXT,
    }


def source_of(delivery: Delivery) -> dict[str, Any]:
    """The bytes as text: UTF-8 where they are, otherwise Windows-1252."""
    data = delivery.data[:MOST_TEXT]
    try:
        text = getincrementaldecoder("utf-8")().decode(data)  # the last letter may have been cut in two
    except UnicodeDecodeError:
        text = data.decode("windows-1252", "replace")
    return {"schema": SCHEMA, "source": text, "is_cut": delivery.size > MOST_TEXT}


def content_of(delivery: Delivery, place: str) -> tuple[str, bytes] | None:
    """The safe file name and the decoded bytes of a part; None where there is no such part."""
    parts = read_message(delivery.data).parts
    for part, found in zip(parts, places_of([part.depth for part in parts]), strict=True):
        if found == place and not part.is_container:
            ending = _ENDINGS.get(part.type, ".bin")
            return safe_name(part.name, f"message-{delivery.number}-part-{place}{ending}"), part.content
    return None


def safe_name(name: str, otherwise: str) -> str:
    """A name that a file may have on any system, and that looks like what it is."""
    last = name.replace("\\", "/").rpartition("/")[2]
    # Control and format characters go: one that turns the direction of writing makes `gnp.exe` look like an image.
    kept = "".join("_" if c in '<>:"|?*' else c for c in last if c.isprintable()).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if len(kept) > LONGEST_NAME and dot and len(ending) <= 16:
        kept = f"{stem[: LONGEST_NAME - 1 - len(ending)]}.{ending}"
    kept = kept[:LONGEST_NAME].strip(" .")
    if not kept or kept.partition(".")[0].strip().lower() in _RESERVED:
        return otherwise
    return kept


# --- comparing -------------------------------------------------------------------------------------------------------


def compared(left: Delivery, right: Delivery, deliveries: Sequence[Delivery]) -> dict[str, Any]:
    """Two messages beside each other: which level they reach, and everything that differs (docs/validation.md)."""
    sides = Side("left", [left]), Side("right", [right])
    for side in sides:
        side.refused = _reached(Facts(side.deliveries[0]), deliveries)  # they count as reached
    result = Comparison(*sides, Tolerance(), (0, True))
    found = [*result.differences, *(d for d in result.counting if d.level == 0)]
    return {
        "schema": SCHEMA,
        "left": summary(left),
        "right": summary(right),
        "reached": {"content": result.level if result.level < 4 else None, "delivery": result.deliveries_agree},
        "differences": [_difference(difference) for difference in found[:MOST_ITEMS]],
        "differences_left_out": max(0, len(found) - MOST_ITEMS),
    }


def _difference(difference: Difference) -> dict[str, Any]:
    left, right = difference.left[:MOST_VALUE], difference.right[:MOST_VALUE]
    rows = aligned(left.split("\n"), right.split("\n"))
    return {
        "level": difference.level,
        "where": difference.where,
        "is_error": difference.is_error,
        "left": left,
        "right": right,
        "rows": rows[:MOST_ROWS],
        "is_cut": len(rows) > MOST_ROWS or max(len(difference.left), len(difference.right)) > MOST_VALUE,
    }
