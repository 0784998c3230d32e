"""A message as facts (email.md 2.2), for those who show it and for those who import it. Nothing here fails.

Headers are decoded by `mail.headers`, addresses by `mail.addresses`; the tree of parts is found by `mail.parts`.
"""

from __future__ import annotations

import re
from datetime import datetime

from wlmail.mail.addresses import Mailbox, read_mailboxes
from wlmail.mail.dates import parse_date
from wlmail.mail.headers import decode_header
from wlmail.mail.parts import Fields, Part, take_apart

_IDENTIFIER = re.compile(r"<[^<>\s]+>")


class ReadMessage:
    """`headers` in their order, decoded; `parts`, the tree in reading order, the message itself first."""

    __slots__ = ("_raw", "headers", "parts")

    def __init__(self, raw: Fields, parts: list[Part]) -> None:
        self._raw = raw
        self.headers = [(name, decode_header(value)) for name, value in raw]
        self.parts = parts

    def body(self, kind: str) -> Part | None:
        """The first part of the type text/plain or text/html that is no attachment."""
        return next((part for part in self.parts if part.is_body and part.type == kind), None)

    @property
    def text(self) -> str:
        return self._text("text/plain")

    @property
    def html(self) -> str:
        return self._text("text/html")

    def _text(self, kind: str) -> str:
        part = self.body(kind)
        if part is None and kind == "text/plain" and len(self.parts) == 1 and self.parts[0].is_container:
            # A container without parts: what stands there is all there is to read.
            part = self.parts[0]
        return "" if part is None else part.text or ""

    @property
    def attachments(self) -> list[Part]:
        """Every leaf but the two bodies (RD4)."""
        bodies = (self.body("text/plain"), self.body("text/html"))
        return [part for part in self.parts if not part.is_container and part not in bodies]

    def header(self, name: str) -> str:
        """The first header of that name, decoded; "" without one."""
        return next(iter(self.all(name)), "")

    def all(self, name: str) -> list[str]:
        """The values of every header of that name, decoded."""
        return [value for found, value in self.headers if found.lower() == name.lower()]

    def mailboxes(self, name: str) -> list[Mailbox]:
        """Every mailbox in the headers of that name."""
        values = [value for found, value in self._raw if found.lower() == name.lower()]
        return [mailbox for value in values for mailbox in read_mailboxes(value)]

    @property
    def subject(self) -> str:
        return self.header("Subject")

    @property
    def sender(self) -> str:
        """The decoded From (RD1)."""
        return ", ".join(map(str, self.mailboxes("From")))

    @property
    def to(self) -> list[str]:
        """One text a mailbox, the form `Name <addr>` kept (RD2)."""
        return [str(mailbox) for mailbox in self.mailboxes("To")]

    @property
    def cc(self) -> list[str]:
        return [str(mailbox) for mailbox in self.mailboxes("Cc")]

    @property
    def reply_to(self) -> str:
        """Where an answer goes: Reply-To, else From; the bare address (RD1)."""
        found = self.mailboxes("Reply-To") or self.mailboxes("From")
        return found[0].address if found else ""

    @property
    def message_id(self) -> str:
        return self.header("Message-ID").strip()

    @property
    def bcc(self) -> list[str]:
        return [str(mailbox) for mailbox in self.mailboxes("Bcc")]

    @property
    def references(self) -> str:
        """The identifiers of the thread, one blank between them; of In-Reply-To where References is missing."""
        return " ".join(
            _IDENTIFIER.findall(self.header("References")) or _IDENTIFIER.findall(self.header("In-Reply-To"))
        )

    @property
    def priority(self) -> str:
        """ "high", "low", or "" for a normal one."""
        number = self.header("X-Priority").strip()[:1]
        words = {self.header(name).strip().lower() for name in ("Importance", "Priority", "X-MSMail-Priority")}
        if number in ("1", "2") or (not number and words & {"high", "urgent"}):
            return "high"
        if number in ("4", "5") or (not number and words & {"low", "non-urgent"}):
            return "low"
        return ""

    @property
    def sent(self) -> datetime | None:
        """What Date says; None where it is missing or no date."""
        return parse_date(self.header("Date"))

    @property
    def received(self) -> datetime | None:
        """When the last server took the message, else when it was sent."""
        return parse_date(self.header("Received").rpartition(";")[2]) or self.sent


def read_message(data: bytes, *, as_text: bool = False) -> ReadMessage:
    """Takes a message apart; bad bytes are replaced (RD6). `as_text`: it came as a text of the program, see `parts`."""
    return ReadMessage(*take_apart(data, as_text=as_text))


def read_subject(data: bytes) -> str:
    """The decoded subject of a message, "" when it has none."""
    return read_message(data.partition(b"\r\n\r\n")[0] + b"\r\n\r\n").subject
