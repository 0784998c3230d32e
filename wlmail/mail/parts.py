"""The tree of parts of a message (RFC 2045, 2046), found in whatever bytes there are. Nothing here fails."""

from __future__ import annotations

import re

from wlmail.mail.charsets import of_html, to_text
from wlmail.mail.decoding import LARGE, decode_transfer, large_base64, take_uuencoded, unflowed
from wlmail.mail.headers import decode_header
from wlmail.mail.media_types import kept_parameters, of_file
from wlmail.mail.parameters import read_parameters

DEEPEST = 50
"""A part nested deeper than this is a leaf, with its source as content."""
MOST_PARTS = 10_000
"""Parts after so many are not looked at."""

Fields = list[tuple[str, str]]

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_UNFOLD = re.compile(rb"\r?\n[ \t]")
_TYPE = re.compile(r"[^\s/;]+/[^\s/;]+\Z")
_KNOWN = frozenset(
    b"bcc cc content-disposition content-id content-transfer-encoding content-type date delivered-to from message-id"
    b" mime-version received reply-to return-path sender subject to".split()
)


class Part:
    """One node of the tree of parts; `depth` is 0 for the message itself. `content` is decoded, b"" for a container.

    `text` is what a part of type text/plain or text/html says, with LF line ends; None for every other. The content of
    a container that holds no part is what stands there in place of parts.
    """

    __slots__ = (
        "charset",
        "content",
        "content_id",
        "depth",
        "description",
        "disposition",
        "is_body",
        "is_container",
        "name",
        "parameters",
        "text",
        "type",
    )

    def __init__(self, depth: int, kind: str, content: bytes = b"") -> None:
        self.depth = depth
        self.type = kind
        self.content = content
        self.charset = self.name = self.content_id = self.description = self.disposition = ""
        self.parameters: list[tuple[str, str]] = []
        """Those of its type, without the name."""
        self.text: str | None = None
        self.is_container = False
        self.is_body = False
        """It may be shown as the message's text: neither named nor declared an attachment."""


def take_apart(data: bytes, *, as_text: bool = False) -> tuple[Fields, list[Part]]:
    """The header fields of a message, in their order, and its parts in reading order, the message itself first.

    Values are on one line and not decoded yet; bytes above 127 are surrogates. `as_text`: the message came as a text
    of the program, so parts that say UTF-8 may have become Windows-1252 on the way.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\n" not in data and b"\r" in data:
        data = data.replace(b"\r", b"\n")
    parts: list[Part] = []
    fields = _Walk(data, parts, as_text).entity(0, len(data), 0, "text/plain")
    return fields, parts


def read_fields(data: bytes, start: int, end: int) -> tuple[Fields, int]:
    """The header fields between two places, and where the body begins.

    Lines that are no fields are left out. Where no blank line ends the header, the first of them begins the body;
    where there is no field at all, everything is body.
    """
    fields: list[tuple[bytes, bytes]] = []
    strange = -1
    first_is_field = True
    position = start
    while position < end:
        after = data.find(b"\n", position, end) + 1 or end
        line = data[position:after]
        if line in (b"\n", b"\r\n"):
            break
        # Lines that go on; some writers fold over a line of blanks.
        while after < end and data[after] in b" \t":
            following = data.find(b"\n", after, end) + 1 or end
            if not data[after:following].strip() and not _goes_on(data, following, end):
                break
            after = following
        found = _FIELD.match(line)
        if found:
            fields.append((found[1], data[position + found.end() : after]))
        elif position > start or not line.startswith((b"From ", b">From ")):
            if not line.strip() and fields:
                break
            first_is_field = first_is_field and position > start
            strange = position if strange < 0 else strange
        position = after
    known = first_is_field or any(name.lower() in _KNOWN for name, _ in fields)
    if not fields or not known:
        blank = position == start and position < end
        return [], data.find(b"\n", position, end) + 1 if blank else start
    if position >= end:
        body = strange if strange >= 0 else end
        if strange >= 0:
            return read_fields(data, start, strange)[0], body
    else:
        body = data.find(b"\n", position, end) + 1 or end
    return [(name.decode("utf-8", "replace"), _one_line(value)) for name, value in fields], body


def _goes_on(data: bytes, position: int, end: int) -> bool:
    """After a line of blanks the header goes on: with a folded line, or with a field."""
    return position < end and (data[position] in b" \t" or _FIELD.match(data, position, end) is not None)


def _one_line(value: bytes) -> str:
    if b"\n" in value:
        value = _UNFOLD.sub(b" ", value)
    return value.strip(b" \t\r\n").decode("ascii", "surrogateescape")


def field(fields: Fields, name: str) -> str:
    """The first value of a header, its name given in lower case; "" without one."""
    return next((value for found, value in fields if found.lower() == name), "")


class _Walk:
    """One walk through a message; a part is a stretch of its bytes."""

    __slots__ = ("as_text", "data", "parts")

    def __init__(self, data: bytes, parts: list[Part], as_text: bool) -> None:
        self.data = data
        self.parts = parts
        self.as_text = as_text

    def entity(self, start: int, end: int, depth: int, default: str) -> Fields:
        fields, body = read_fields(self.data, start, end)
        kind, parameters = read_parameters(field(fields, "content-type"))
        if not _TYPE.match(kind):
            # Old writers say `Content-Type: text`.
            kind = "text/plain" if kind and not kind.startswith("multipart") else kind or default
        part = Part(depth, kind)
        self.parts.append(part)
        if kind.startswith("multipart") and depth < DEEPEST:
            pieces = self._pieces(body, end, parameters.get("boundary", ""))
            if pieces is not None:
                part.is_container = True
                part.parameters = kept_parameters(parameters)
                for place in pieces:
                    if len(self.parts) < MOST_PARTS:
                        self.entity(*place, depth + 1, "message/rfc822" if kind == "multipart/digest" else "text/plain")
                if not pieces:
                    part.content = self.data[body:end]
                    part.text = _lines(to_text(part.content, ""))
                return fields
            kind = part.type = "text/plain" if depth == 0 else kind
        self._leaf(part, fields, parameters, body, end)
        return fields

    def _pieces(self, start: int, end: int, boundary: str) -> list[tuple[int, int]] | None:
        """The stretches between the boundaries; None where no boundary can be told."""
        raw = boundary.encode("utf-8", "surrogateescape")
        if not raw:
            raw = _guessed_boundary(self.data[start : min(end, start + 100_000)])
        if not raw:
            return None
        return self._between(start, end, raw) or self._between(start, end, raw.rstrip())

    def _between(self, start: int, end: int, boundary: bytes) -> list[tuple[int, int]]:
        data, delimiter = self.data, b"--" + boundary
        pieces: list[tuple[int, int]] = []
        begun = -1
        position = data.find(delimiter, start, end)
        while position >= 0:
            after = position + len(delimiter)
            closes = data.startswith(b"--", after, end)
            tail = after + 2 if closes else after
            at_line = position == start or data[position - 1] == 0x0A
            if at_line and (tail >= end or data[tail] in b" \t\r\n"):
                if begun >= 0:
                    # The line end in front of a boundary belongs to the boundary.
                    stop = position - 1 if position > begun else begun
                    stop -= stop > begun and data[stop - 1] == 0x0D
                    pieces.append((begun, max(stop, begun)))
                begun = -1 if closes else data.find(b"\n", after, end) + 1 or end
                if closes:
                    return pieces
            position = data.find(delimiter, after, end)
        if begun >= 0:
            pieces.append((begun, end))
        return pieces

    def _leaf(self, part: Part, fields: Fields, parameters: dict[str, str], body: int, end: int) -> None:
        disposition, more = read_parameters(field(fields, "content-disposition"))
        encoding = read_parameters(field(fields, "content-transfer-encoding"))[0]
        part.name = more.get("filename", "") or parameters.get("name", "")
        part.charset = parameters.get("charset", "").lower()
        part.parameters = kept_parameters(parameters)
        part.disposition = disposition
        part.content_id = decode_header(field(fields, "content-id")).strip().removeprefix("<").removesuffix(">")
        part.description = decode_header(field(fields, "content-description"))
        is_text = part.type in ("text/plain", "text/html")
        if encoding == "base64" and not is_text and end - body > LARGE:
            decoded = large_base64(self.data, body, end)
            if decoded is not None:
                part.content = decoded
                return
        content = self.data[body:end]
        if is_text and part.depth == 0:
            # The line end that closes a message is not the text's.
            content = content.removesuffix(b"\n").removesuffix(b"\r")
        part.content = decode_transfer(content, encoding)
        if not is_text:
            return
        part.is_body = disposition != "attachment" and (not part.name or part.depth == 0)
        files: list[tuple[bytes, bytes]] = []
        if part.is_body and part.type == "text/plain" and encoding in ("", "7bit", "8bit", "binary"):
            part.content, files = take_uuencoded(part.content)
        part.text = self._text(part, parameters, encoding)
        for name, inside in files:
            self._file(part, to_text(name, ""), inside)

    def _text(self, part: Part, parameters: dict[str, str], encoding: str) -> str:
        charset = part.charset
        if part.type == "text/html" and charset in ("", "us-ascii"):
            charset = of_html(part.content)
        if self.as_text and encoding not in ("base64", "quoted-printable") and _was_decoded(part.content, charset):
            charset = ""
        text = _lines(to_text(part.content, charset).removeprefix("\ufeff"))
        if part.type == "text/plain" and parameters.get("format", "").lower() == "flowed":
            text = unflowed(text, parameters.get("delsp", "").lower() == "yes")
        return text

    def _file(self, part: Part, name: str, content: bytes) -> None:
        """A file that was written into a text: a part of its own, as if it had been attached."""
        made = Part(part.depth + 1, of_file(name), content)
        made.name = name
        self.parts.append(made)


def _was_decoded(content: bytes, charset: str) -> bool:
    """Bytes made of a text that was decoded already: they are UTF-8, or not the UTF-8 that they say."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return charset in ("utf-8", "utf8")
    return True


def _guessed_boundary(body: bytes) -> bytes:
    """Of the lines that look like a boundary the first that comes again; b"" without one."""
    lines = [line.rstrip()[2:] for line in body.split(b"\n") if line.startswith(b"--")]
    again = set(lines) if len(set(lines)) < len(lines) else set()
    return next((line for line in lines if line and (lines.count(line) > 1 if again else line + b"--" in lines)), b"")


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n") if "\r" in text else text
