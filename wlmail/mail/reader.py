"""A message taken apart, for those who show it (email.md 2.2). Nothing here fails, whatever the bytes are.

Headers are decoded by `mail.headers`, addresses by `mail.addresses`; the tree of parts is still found by the standard
library's parser.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wlmail.mail.addresses import Mailbox, read_mailboxes
from wlmail.mail.headers import decode_header, to_text

if TYPE_CHECKING:
    from email.message import Message as StdlibMessage

_FOLD = re.compile(r"\r?\n[ \t]")
DEEPEST = 50
"""Parts nested deeper than this are not looked at."""


class Part:
    """One node of the tree of parts; `depth` is 0 for the message itself. `content` is decoded, b"" for a container.

    `text` is what a part of type text/plain or text/html says, with LF line ends; None for every other.
    """

    __slots__ = (
        "charset",
        "content",
        "content_id",
        "depth",
        "description",
        "is_body",
        "is_container",
        "name",
        "text",
        "type",
    )

    def __init__(self, depth: int, kind: str, content: bytes = b"") -> None:
        self.depth = depth
        self.type = kind
        self.content = content
        self.charset = self.name = self.content_id = self.description = ""
        self.text: str | None = None
        self.is_container = False
        self.is_body = False
        """It may be shown as the message's text: neither named nor declared an attachment."""


class ReadMessage:
    """`headers` in their order, decoded; `parts`, the tree in reading order."""

    __slots__ = ("_raw", "headers", "parts")

    def __init__(self, raw: list[tuple[str, str]], parts: list[Part]) -> None:
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
        return "" if part is None else part.text or ""

    @property
    def attachments(self) -> list[Part]:
        """Every leaf but the two bodies."""
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


def read_message(data: bytes) -> ReadMessage:
    """Takes a message apart. What cannot be read is one attachment of unknown type; bad bytes are replaced (RD6)."""
    from email import message_from_bytes
    from email.policy import compat32

    try:
        parsed = message_from_bytes(data, policy=compat32)
        parts: list[Part] = []
        _walk(parsed, 0, parts)
        return ReadMessage([(name, _FOLD.sub(" ", _raw_text(value))) for name, value in parsed.raw_items()], parts)
    except (Exception, RecursionError):  # the standard library's parser raises many kinds on broken input
        return ReadMessage([], [Part(0, "application/octet-stream", data)])


def read_subject(data: bytes) -> str:
    """The decoded subject of a message, "" when it has none."""
    return read_message(data.partition(b"\r\n\r\n")[0] + b"\r\n\r\n").subject


def _walk(message: StdlibMessage, depth: int, parts: list[Part]) -> None:
    part = Part(depth, message.get_content_type())
    parts.append(part)
    if message.is_multipart() and message.get_content_maintype() == "multipart":
        part.is_container = True
        for child in message.get_payload():
            if depth < DEEPEST and not isinstance(child, str):
                _walk(child, depth + 1, parts)
        return
    part.name = _parameter(message, "filename", "content-disposition") or _parameter(message, "name", "content-type")
    part.charset = _parameter(message, "charset", "content-type").lower()
    part.content_id = (
        decode_header(_raw_text(message.get("content-id", ""))).strip().removeprefix("<").removesuffix(">")
    )
    part.description = decode_header(_raw_text(message.get("content-description", "")))
    part.content = _content(message)
    if part.type in ("text/plain", "text/html"):
        disposition = str(message.get("content-disposition", "")).partition(";")[0].strip().lower()
        part.is_body = disposition != "attachment" and not part.name
        part.text = to_text(part.content, part.charset or "utf-8").replace("\r\n", "\n")
        if depth == 0:
            # The line end that closes a message is not the text's.
            part.content = part.content.removesuffix(b"\r\n")
            part.text = part.text.removesuffix("\n")


def _raw_text(value: Any) -> str:
    """A header as text; raw bytes above 127 stay surrogates, which `decode_header` knows."""
    header = getattr(value, "_chunks", None)
    if header is not None:  # what compat32 makes of a header with raw bytes
        return "".join(str(chunk) for chunk, _ in header)
    return str(value)


def _parameter(part: StdlibMessage, name: str, header: str) -> str:
    """A parameter of a header, "" when it is missing or broken; the RFC 2231 forms are read."""
    try:
        value = part.get_param(name, header=header)
    except Exception:  # as above
        return ""
    if isinstance(value, tuple):
        charset, _, encoded = value
        return to_text(encoded.encode("latin-1", "replace"), charset or "utf-8")
    return "" if value is None else decode_header(str(value))


def _content(part: StdlibMessage) -> bytes:
    try:
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            return content
        # A message inside a message: its own source.
        inner = part.get_payload()
        return b"".join(child.as_bytes() for child in inner) if isinstance(inner, list) else b""  # type: ignore[union-attr]
    except Exception:  # as above
        return b""
