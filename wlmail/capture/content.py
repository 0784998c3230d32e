"""What is in a captured message, for those who show or index it. Nothing here fails on a message, however broken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import Message

DEEPEST = 50
"""Parts nested deeper than this are not looked at."""


class Part:
    """One node of the tree of parts. `size` is in bytes, decoded; `text` is None where there is none to read.

    `attached` tells an attachment from a body. `depth` is 0 for the message itself.
    """

    __slots__ = ("attached", "charset", "content_id", "depth", "name", "size", "text", "type")

    def __init__(self, depth: int, kind: str) -> None:
        self.depth = depth
        self.type = kind
        self.charset = ""
        self.name = ""
        self.content_id = ""
        self.size = 0
        self.text: str | None = None
        self.attached = False

    @property
    def is_container(self) -> bool:
        return self.type.startswith("multipart/")


class Content:
    """A message taken apart: `headers` decoded, in their order, and `parts`, a tree in reading order."""

    __slots__ = ("_raw", "headers", "parts")

    def __init__(self, raw: list[tuple[str, str]], parts: list[Part]) -> None:
        self._raw = raw
        self.headers = [(name, _decoded(value)) for name, value in raw]
        self.parts = parts

    def all(self, name: str) -> list[str]:
        """The values of every header of that name, decoded."""
        return [value for header, value in self.headers if header.lower() == name.lower()]

    def addresses(self, *names: str) -> set[str]:
        """The addresses in the headers of these names, in lower case. Names of people never add one."""
        from wlmail.mail.addresses import read_mailboxes

        wanted = {name.lower() for name in names}
        values = [value for name, value in self._raw if name.lower() in wanted]
        return {mailbox.address.lower() for value in values for mailbox in read_mailboxes(value)}

    def body(self, kind: str) -> Part | None:
        """The first part of a type that is no attachment."""
        return next((part for part in self.parts if part.type == kind and not part.attached), None)

    @property
    def attachments(self) -> list[Part]:
        return [part for part in self.parts if part.attached]


def subject(data: bytes) -> str:
    """The decoded subject of a message, "" when it has none."""
    return next(iter(read(_head(data)).all("Subject")), "")


def read(data: bytes) -> Content:
    """Takes a message apart. Never raises: what cannot be read is one part of unknown content."""
    from email import message_from_bytes
    from email.policy import compat32

    try:
        message = message_from_bytes(data, policy=compat32)
        parts: list[Part] = []
        _walk(message, 0, parts)
        raw = [(name, _unfolded(value)) for name, value in message.raw_items()]
    except (Exception, RecursionError):  # the parser of the standard library raises many kinds on broken input
        part = Part(0, "application/octet-stream")
        part.size = len(data)
        return Content([], [part])
    return Content(raw, parts)


def _head(data: bytes) -> bytes:
    end = data.find(b"\r\n\r\n")
    return data if end < 0 else data[: end + 4]


def _unfolded(value: object) -> str:
    """A header on one line. Bytes above 127 are taken as UTF-8, as SMTPUTF8 has them."""
    text = str(value).encode("utf-8", "surrogateescape")
    return re.sub(rb"\r?\n[ \t]", b" ", text).decode("utf-8", "replace")


def _decoded(value: str) -> str:
    try:
        from wlmail.mail.headers import decode_header

        return decode_header(value)
    except (Exception, RecursionError):
        return value


def _walk(message: Message, depth: int, parts: list[Part]) -> None:
    part = Part(depth, message.get_content_type())
    parts.append(part)
    if message.is_multipart() and depth < DEEPEST:
        children = message.get_payload()
        if part.is_container:
            for child in children if isinstance(children, list) else []:
                if not isinstance(child, str):
                    _walk(child, depth + 1, parts)
            return
    part.name = _decoded(_parameter(message, "filename", "content-disposition") or _parameter(message, "name"))
    part.charset = _parameter(message, "charset").lower()
    part.content_id = str(message.get("Content-ID", "")).strip().strip("<>")
    disposition = str(message.get("Content-Disposition", "")).partition(";")[0].strip().lower()
    content = _content(message)
    is_body = part.type in ("text/plain", "text/html")
    if is_body and depth == 0:
        # The line end that closes a message is not the text's.
        content = content.removesuffix(b"\r\n")
    part.size = len(content)
    part.attached = depth > 0 and (disposition == "attachment" or bool(part.name) or not is_body)
    if is_body:
        part.text = _text(content, part.charset)


def _parameter(message: Message, name: str, header: str = "content-type") -> str:
    """A parameter of a header, "" when it is missing or broken; RFC 2231 forms are read."""
    from email.utils import collapse_rfc2231_value

    try:
        value = message.get_param(name, header=header)
        return "" if value is None else str(collapse_rfc2231_value(value))
    except Exception:  # the standard library raises many kinds on broken parameters
        return ""


def _content(message: Message) -> bytes:
    try:
        payload = message.get_payload(decode=True)
        if isinstance(payload, bytes):
            return payload
        # A message inside a message: its own source.
        inner = message.get_payload()
        return b"".join(m.as_bytes() for m in inner) if isinstance(inner, list) else b""  # type: ignore[union-attr]
    except Exception:
        return b""


def _text(content: bytes, charset: str) -> str:
    try:
        text = content.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):
        text = content.decode("utf-8", "replace")
    return text.replace("\r\n", "\n")
