"""Content of a part out of its transfer encoding (RFC 2045 6), and text out of format=flowed. Nothing here fails."""

from __future__ import annotations

import re
from binascii import Error as BinasciiError
from binascii import a2b_base64, a2b_qp, a2b_uu

_OUTSIDE_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_GROUP = re.compile(rb"[^=]+=*")
_PIECE = 1024 * 1024
LARGE = 4 * _PIECE
"""Bytes of base64 that are worth decoding piece by piece."""
_UU = re.compile(
    rb"^begin [0-7]{3,4} ([^\r\n]{1,200})\r?\n((?:[ -`]{0,90}\r?\n)*?)(?:`\r?\n)?end[ \t]*(?:\r?\n|\Z)", re.MULTILINE
)


def decode_transfer(content: bytes, encoding: str) -> bytes:
    """The content as its writer had it; an encoding that is unknown, or not what the content is in, changes nothing."""
    if encoding == "base64":
        return _base64(content)
    if encoding == "quoted-printable":
        return a2b_qp(content)
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        found = _UU.search(content if content.endswith(b"\n") else content + b"\n")
        return content if found is None else _uu(found[2])
    return content


def large_base64(data: bytes, start: int, end: int) -> bytes | None:
    """Decodes a long stretch of base64 piece by piece: no copy of it is made on the way, which would be one too many.

    None where something else stands in it, which `decode_transfer` knows how to treat.
    """
    pieces = []
    rest = b""
    for place in range(start, end, _PIECE):
        clean = rest + data[place : min(place + _PIECE, end)].translate(None, b"\r\n\t")
        whole = len(clean) // 4 * 4
        last = place + _PIECE >= end
        if _OUTSIDE_BASE64.search(clean) or b"=" in (clean[:-2] if last else clean):
            return None
        pieces.append(a2b_base64(clean[:whole]))
        rest = clean[whole:]
    return None if rest else b"".join(pieces)


def _base64(content: bytes) -> bytes:
    """Leaves out what is not base64, unless that is much of it: then nothing was encoded."""
    clean = _OUTSIDE_BASE64.sub(b"", content)
    # Blanks inside a line count: words have many.
    strange = len(content) - len(clean) - sum(map(content.count, (b"\t", b"\r", b"\n")))
    if strange * 8 > len(clean):
        return content
    if b"=" not in clean[:-2]:
        return _group(clean)
    # Several encoded pieces one after the other, each with its own end.
    return b"".join(map(_group, _GROUP.findall(clean)))


def _group(text: bytes) -> bytes:
    text = text.rstrip(b"=")
    if len(text) % 4 == 1:
        text = text[:-1]
    try:
        return a2b_base64(text + b"=" * (-len(text) % 4))
    except BinasciiError:
        return b""


def _uu(lines: bytes) -> bytes:
    pieces = []
    for line in lines.splitlines():
        try:
            pieces.append(a2b_uu(line))
        except BinasciiError:
            # Some writers count wrong; the first character tells how many bytes are meant.
            length = ((line[:1] or b" ")[0] - 32) & 63
            try:
                pieces.append(a2b_uu(line[: (length * 4 + 5) // 3 + 1]))
            except BinasciiError:
                return b"".join(pieces)
    return b"".join(pieces)


def take_uuencoded(text: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """A text without the files that stand in it between `begin 644 name` and `end`, and those files."""
    if b"begin " not in text:
        return text, []
    files: list[tuple[bytes, bytes]] = []

    def take(found: re.Match[bytes]) -> bytes:
        content = _uu(found[2])
        if not content and found[2].strip(b"` \r\n"):
            return found[0]
        files.append((found[1].strip(), content))
        return b""

    return _UU.sub(take, text), files


def unflowed(text: str, delete_blanks: bool) -> str:
    """A text with format=flowed as its writer saw it (RFC 3676): lines that end with a blank go on in the next one."""
    lines: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        flows = content.endswith(" ") and content != "-- "
        if delete_blanks and flows:
            content = content[:-1]
        if depth == open_depth and content != "-- ":
            lines[-1] += content
        else:
            lines.append(f"{'>' * depth} {content}" if depth else content)
        open_depth = depth if flows else -1
    return "\n".join(lines)
