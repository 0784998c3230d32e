"""The body of a message: text and HTML in quoted-printable, attachments in base64, and the tree that holds them.

A part is its header lines and its encoded content, with CRLF line ends. The content stays in pieces until the whole
message is joined, so that a large attachment is in memory once as it is and once encoded.
"""

from __future__ import annotations

import re
from binascii import b2a_base64, b2a_qp
from collections.abc import Callable
from typing import TYPE_CHECKING

from wlmail.mail.headers import LONGEST, check_value, header_line, mime_line
from wlmail.mail.media_types import of_attachment

if TYPE_CHECKING:
    from wlmail.mail.message import Attachment

SHORT_LINE = 76
"""Lines up to here stay as they are when they are ASCII; quoted-printable breaks longer ones."""
_PIECE = 57 * 4096
"""Bytes of an attachment that are encoded at a time; 57 make one line."""
_CID = re.compile(r"cid:([^\s\"'<>()]+)", re.IGNORECASE)
_CID_QUOTED = re.compile(r"""(["'])cid:(.*?)\1""", re.IGNORECASE)
_FIRST_FIELD = re.compile(rb"[!-9;-~]+:")
_FROM_LINE = re.compile(rb"^From ", re.MULTILINE)

Part = tuple[str, list[bytes]]


def build_body(
    text: str,
    html: str,
    attachments: list[Attachment],
    boundary: Callable[[], str],
    no_cid: bool,
    prefer_q: bool,
) -> Part:
    """The body of a message (email.md 2.6): text first in multipart/alternative, attachments that the HTML shows by
    `cid:` in multipart/related with it, the others in multipart/mixed; no text and no HTML is an empty text.

    Raises HeaderError for a name, an identifier or a description that no header can hold.
    """
    shown, others = _sorted(attachments, html, no_cid)
    body = None
    if html:
        body = _text_part("html", html)
        if shown:
            related = [body, *(_attachment_part(a, "inline", no_cid, prefer_q) for a in shown)]
            body = _multipart("related", related, boundary, [("type", "text/html")])
        if text:
            body = _multipart("alternative", [_text_part("plain", text), body], boundary)
    if body is None:
        body = _text_part("plain", text)
    if others:
        body = _multipart(
            "mixed", [body, *(_attachment_part(a, "attachment", no_cid, prefer_q) for a in others)], boundary
        )
    return body


def _sorted(attachments: list[Attachment], html: str, no_cid: bool) -> tuple[list[Attachment], list[Attachment]]:
    """Those that the HTML shows, and the others. One without a name is not sent (2.3)."""
    if not attachments:
        return [], []
    named = [a for a in attachments if a.name.strip()]
    if no_cid or not html or not any(a.content_id for a in named):
        return [], named
    from urllib.parse import unquote

    used = {unquote(found) for found in _CID.findall(html)} | {unquote(m[1]) for m in _CID_QUOTED.findall(html)}
    shown = [a for a in named if a.content_id and content_id(a.content_id) in used]
    return shown, [a for a in named if a not in shown]


def content_id(identifier: str) -> str:
    """An identifier without its angle brackets."""
    return identifier.strip().removeprefix("<").removesuffix(">")


def _text_part(subtype: str, text: str) -> Part:
    normal = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    if _is_short_ascii(normal):
        content = normal.replace("\n", "\r\n").encode("ascii")
        head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n"
    else:
        content = _quoted_printable(normal.encode("utf-8", "replace"))
        head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    return head, [content]


def _is_short_ascii(text: str) -> bool:
    if not text.isascii() or "\0" in text or "From " in text:
        return False
    return len(text) <= SHORT_LINE or max(map(len, text.split("\n"))) <= SHORT_LINE


def _quoted_printable(content: bytes) -> bytes:
    # Line by line it would be right as well; binascii does a whole text, and takes the form of its line ends (LF).
    encoded = b2a_qp(content, quotetabs=False, istext=True, header=False)
    # A line that begins with "From " gets a ">" in front in mailboxes of the mbox kind.
    if b"From " in encoded:
        encoded = _FROM_LINE.sub(b"=46rom ", encoded)
    return encoded.replace(b"\n", b"\r\n")


def _base64(content: bytes) -> list[bytes]:
    """In lines of 76, many lines a piece: the lines of one piece alone are objects of their own for a moment."""
    pieces: list[bytes] = []
    for start in range(0, len(content), _PIECE):
        encoded = b2a_base64(content[start : start + _PIECE], newline=False)
        pieces.append(b"\r\n".join([encoded[at : at + 76] for at in range(0, len(encoded), 76)]))
        pieces.append(b"\r\n")
    return pieces[:-1]


def _attachment_part(attachment: Attachment, disposition: str, no_cid: bool, prefer_q: bool) -> Part:
    name = attachment.name.strip()
    check_value("the type of an attachment", attachment.content_type)
    check_value("the identifier of an attachment", attachment.content_id)
    kind, parameters = of_attachment(attachment.content_type, name)
    if attachment.parameters and kind == attachment.content_type:
        parameters = list(attachment.parameters)
    encoding = "base64"
    if attachment.content_type.strip().lower() == "message/rfc822" and _is_clean(attachment.content):
        # A message in a message may not be encoded (RFC 2046 5.2.1), and readers show it as one.
        kind, encoding = "message/rfc822", "7bit"
    lines = [
        mime_line("Content-Type", kind, [*parameters, ("name", name)]),
        f"Content-Transfer-Encoding: {encoding}\r\n",
        mime_line("Content-Disposition", disposition, [("filename", name)]),
    ]
    identifier = content_id(attachment.content_id)
    if identifier and not no_cid:
        from urllib.parse import quote

        # Blanks, brackets and accents as `cid:` addresses write them (RFC 2392).
        lines.append(header_line("Content-ID", f"<{quote(identifier, safe=_CID_SAFE)}>"))
    if attachment.description:
        lines.append(header_line("Content-Description", attachment.description, prefer_q))
    return "".join(lines), [attachment.content] if encoding == "7bit" else _base64(attachment.content)


def _is_clean(content: bytes) -> bool:
    """A message that travels as it is: ASCII in lines with CRLF, none too long, none that a mailbox file changes."""
    if not content.isascii() or not _FIRST_FIELD.match(content) or b"\0" in content or _FROM_LINE.search(content):
        return False
    lines = content.split(b"\r\n")
    return max(map(len, lines)) <= LONGEST and not any(b"\r" in line or b"\n" in line for line in lines)


_CID_SAFE = "!#$%&'*+-/=?^_`{|}~.@:$,;"


def _multipart(
    subtype: str,
    parts: list[Part],
    boundary: Callable[[], str],
    parameters: list[tuple[str, str]] | None = None,
) -> Part:
    mark = boundary()
    # Boundaries that are counted may stand in a message that is attached.
    while any(mark.encode("ascii") in piece for _, content in parts for piece in content):
        mark = boundary()
    pieces: list[bytes] = []
    opening = f"--{mark}\r\n"
    for head, content in parts:
        pieces.append(f"{opening}{head}\r\n".encode("ascii"))
        pieces += content
        # The line end in front of a boundary belongs to the boundary: a text comes back with its own, or without.
        opening = f"\r\n--{mark}\r\n"
    pieces.append(f"\r\n--{mark}--\r\n".encode("ascii"))
    return mime_line("Content-Type", f"multipart/{subtype}", [*(parameters or []), ("boundary", mark)]), pieces
