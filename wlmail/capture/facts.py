"""What a comparison looks at: the facts of one captured message, cheap to hold (issue of migration validation).

Contents that are not texts are held as a digest and a size, so that two mailboxes of big attachments fit in memory.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from wlmail.mail.addresses import Mailbox, read_mailboxes
from wlmail.mail.headers import decode_header
from wlmail.mail.parts import take_apart

if TYPE_CHECKING:
    from wlmail.capture.mailbox import Delivery
    from wlmail.mail.parts import Part

ADDRESS_HEADERS = ("from", "sender", "reply-to", "to", "cc", "bcc")
SHORT = 64 * 1024
"""Bytes of a content that are kept beside its digest, to show where two differ."""

_STRUCTURAL = frozenset(
    ("content-type", "content-transfer-encoding", "content-disposition", "content-id", "content-description")
)
_NOT_SAID = frozenset(("boundary", "charset", "delsp", "format", "name", "start", "type"))
"""Parameters of a type that tell how a part is written; what they mean is seen in what is read."""
_IDENTIFIER = re.compile(r"<[^<>\s]+>")
_CID = re.compile(r"cid:([^\s\"'<>)]+)", re.IGNORECASE)


class Leaf:
    """One part. `place` tells where it stands (`2.1`); `text` is None for what is no text body.

    `digest` is of the decoded bytes, those of a text body with LF line ends and without the last one.
    """

    __slots__ = (
        "boundary",
        "charset",
        "content_id",
        "depth",
        "description",
        "digest",
        "disposition",
        "head",
        "is_body",
        "is_container",
        "name",
        "parameters",
        "place",
        "size",
        "text",
        "type",
    )

    def __init__(self, part: Part, place: str) -> None:
        self.place = place
        self.depth = part.depth
        self.type = part.type
        self.charset = part.charset
        self.name = part.name
        said = dict(part.parameters)
        self.boundary = said.get("boundary", "")
        self.parameters = "; ".join(
            sorted(f"{name}={value.casefold()}" for name, value in said.items() if name not in _NOT_SAID)
        )
        self.description = part.description
        self.disposition = part.disposition
        self.content_id = part.content_id
        self.is_body = part.is_body
        self.is_container = part.is_container
        content = part.content
        self.text: str | None = None
        if part.text is not None and part.is_body:
            self.text = part.text.replace("\r", "\n").removesuffix("\n")
            content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n")
        self.size = len(content)
        self.head = content[:SHORT]
        self.digest = hashlib.sha256(content).digest()

    @property
    def label(self) -> str:
        return f"part {self.place} {self.type}"


class Facts:
    """The facts of one delivery; `raw_headers` and `headers` hold names in lower case, structural ones left out.

    Where two messages are compared, `cids` and `siblings` have the same values on both sides for what belongs together.
    """

    __slots__ = ("cids", "delivery", "digest", "headers", "leaves", "raw_headers", "siblings")

    def __init__(self, delivery: Delivery) -> None:
        self.delivery = delivery
        data = delivery.data
        self.digest = hashlib.sha256(data).digest()
        fields, parts = take_apart(data)
        del data
        fields = [(name.lower(), value) for name, value in fields]
        self.raw_headers = [(n, v) for n, v in fields if n not in _STRUCTURAL]
        self.headers = [(name, decode_header(value)) for name, value in self.raw_headers]
        places = places_of([part.depth for part in parts])
        self.leaves: list[Leaf] = []
        for i, place in enumerate(places):
            self.leaves.append(Leaf(parts[i], place))
            parts[i].content = b""  # one decoded content in memory at a time
        self.siblings: dict[str, str] = {}
        """What stands for the Message-IDs of the messages of this side."""
        self.cids = {
            leaf.content_id: f"cid:[part {number}]"
            for number, leaf in enumerate(self.attachments, 1)
            if leaf.content_id
        }

    def all(self, name: str) -> list[str]:
        return [value for found, value in self.headers if found == name]

    def first(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    def mailboxes(self, name: str) -> list[Mailbox]:
        return [box for found, value in self.raw_headers if found == name for box in read_mailboxes(value)]

    def body(self, kind: str) -> Leaf | None:
        return next((leaf for leaf in self.leaves if leaf.is_body and leaf.type == kind), None)

    @property
    def attachments(self) -> list[Leaf]:
        bodies = (self.body("text/plain"), self.body("text/html"))
        return [leaf for leaf in self.leaves if not leaf.is_container and leaf not in bodies]

    @property
    def tree(self) -> str:
        """The types of all parts, those inside a container in parentheses."""
        text, depth = "", 0
        for i, leaf in enumerate(self.leaves):
            if leaf.depth > depth:
                text += " ("
            elif i:
                text += ")" * (depth - leaf.depth) + ", "
            depth = leaf.depth
            text += leaf.type
        return text + ")" * depth

    def mapped(self, text: str) -> str:
        """A text in which the Content-IDs of the message's own parts stand for the parts."""
        if "cid:" not in text.lower():
            return text
        return _CID.sub(lambda found: self.cids.get(found[1]) or self.cids.get(unquote(found[1])) or found[0], text)

    def threaded(self, value: str) -> str:
        """References in which messages of this side stand for their Message-IDs."""
        return _IDENTIFIER.sub(lambda found: self.siblings.get(found[0], found[0]), " ".join(value.split()))

    @property
    def title(self) -> str:
        subject = self.first("subject") or "(no subject)"
        return f"«{subject}» to {', '.join(self.delivery.recipients) or '(unknown)'}"


def places_of(depths: list[int]) -> list[str]:
    """`1`, `1.1`, `1.2` … of parts in reading order."""
    counters: list[int] = []
    places = []
    for depth in depths:
        del counters[depth + 1 :]
        while len(counters) <= depth:
            counters.append(0)
        counters[depth] += 1
        places.append(".".join(map(str, counters)))
    return places
