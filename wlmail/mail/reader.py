"""A message taken apart, for those who show it (email.md 2.2). Nothing here fails, whatever the bytes are.

Headers are decoded by `mail.headers`, addresses by `mail.addresses`; the tree of parts is still found by the standard
library's parser.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wlmail.mail.addresses import Mailbox, read_mailboxes
from wlmail.mail.headers import decode_header, to_text
from wlmail.mail.message import Attachment

if TYPE_CHECKING:
    from email.message import Message as StdlibMessage

_FOLD = re.compile(r"\r?\n(?=[ \t])")
DEEPEST = 50
"""Parts nested deeper than this are not looked at."""


class ReadMessage:
    """`headers` in their order, decoded; `text` and `html` the first of each; `attachments` every other leaf, with
    its content decoded. `text` and `html` have LF line ends."""

    __slots__ = ("_raw", "attachments", "headers", "html", "text")

    def __init__(self, raw: list[tuple[str, str]]) -> None:
        self._raw = raw
        self.headers = [(name, decode_header(value)) for name, value in raw]
        self.text = ""
        self.html = ""
        self.attachments: list[Attachment] = []

    def header(self, name: str) -> str:
        """The first header of that name, decoded; "" without one."""
        return next((value for found, value in self.headers if found.lower() == name.lower()), "")

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
        message = ReadMessage([(name, _FOLD.sub("", _raw_text(value))) for name, value in parsed.raw_items()])
        _walk(parsed, message, 0)
    except (Exception, RecursionError):  # the standard library's parser raises many kinds on broken input
        message = ReadMessage([])
        message.attachments.append(Attachment("", data, "application/octet-stream"))
    return message


def _walk(part: StdlibMessage, message: ReadMessage, depth: int) -> None:
    if part.is_multipart() and part.get_content_maintype() == "multipart":
        for child in part.get_payload():
            if depth < DEEPEST and not isinstance(child, str):
                _walk(child, message, depth + 1)
        return
    kind = part.get_content_type()
    name = _parameter(part, "filename", "content-disposition") or _parameter(part, "name", "content-type")
    disposition = str(part.get("content-disposition", "")).partition(";")[0].strip().lower()
    content = _content(part)
    if kind in ("text/plain", "text/html") and disposition != "attachment" and not name:
        text = to_text(content, _parameter(part, "charset", "content-type") or "utf-8").replace("\r\n", "\n")
        if depth == 0:
            # The line end that closes a message is not the text's.
            text = text.removesuffix("\n")
        if kind == "text/plain" and not message.text:
            message.text = text
            return
        if kind == "text/html" and not message.html:
            message.html = text
            return
    content_id = decode_header(_raw_text(part.get("content-id", ""))).strip().removeprefix("<").removesuffix(">")
    description = decode_header(_raw_text(part.get("content-description", "")))
    message.attachments.append(Attachment(name, content, kind, content_id, description))


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
