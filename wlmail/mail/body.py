"""The body of a message: text and HTML in quoted-printable, attachments in base64, and the tree that holds them.

A part is its header lines and its encoded content, with CRLF line ends.
"""

from __future__ import annotations

import re
from binascii import b2a_base64, b2a_qp
from collections.abc import Callable
from typing import TYPE_CHECKING

from wlmail.mail.headers import check_value, header_line, mime_line
from wlmail.mail.media_types import of_attachment

if TYPE_CHECKING:
    from wlmail.mail.message import Attachment

SHORT_LINE = 76
"""Lines up to here stay as they are when they are ASCII; quoted-printable breaks longer ones."""
_CID = re.compile(r"cid:([^\s\"'<>()]+)", re.IGNORECASE)
_CID_QUOTED = re.compile(r"""(["'])cid:(.*?)\1""", re.IGNORECASE)
_FROM_LINE = re.compile(rb"^From ", re.MULTILINE)

Part = tuple[str, bytes]


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
            body = _multipart("related", related, boundary(), [("type", "text/html")])
        if text:
            body = _multipart("alternative", [_text_part("plain", text), body], boundary())
    if body is None:
        body = _text_part("plain", text)
    if others:
        body = _multipart(
            "mixed", [body, *(_attachment_part(a, "attachment", no_cid, prefer_q) for a in others)], boundary()
        )
    return body


def _sorted(attachments: list[Attachment], html: str, no_cid: bool) -> tuple[list[Attachment], list[Attachment]]:
    """Those that the HTML shows, and the others. One without a name is not sent (2.3)."""
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
    return head, content


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


def _base64(content: bytes) -> bytes:
    encoded = b2a_base64(content, newline=False)
    return b"\r\n".join([encoded[start : start + 76] for start in range(0, len(encoded), 76)])


def _attachment_part(attachment: Attachment, disposition: str, no_cid: bool, prefer_q: bool) -> Part:
    name = attachment.name.strip()
    check_value("the type of an attachment", attachment.content_type)
    check_value("the identifier of an attachment", attachment.content_id)
    kind = of_attachment(attachment.content_type, name)
    lines = [
        mime_line("Content-Type", kind, [("name", name)]),
        "Content-Transfer-Encoding: base64\r\n",
        mime_line("Content-Disposition", disposition, [("filename", name)]),
    ]
    identifier = content_id(attachment.content_id)
    if identifier and not no_cid:
        from urllib.parse import quote

        # Blanks, brackets and accents as `cid:` addresses write them (RFC 2392).
        lines.append(header_line("Content-ID", f"<{quote(identifier, safe=_CID_SAFE)}>"))
    if attachment.description:
        lines.append(header_line("Content-Description", attachment.description, prefer_q))
    return "".join(lines), _base64(attachment.content)


_CID_SAFE = "!#$%&'*+-/=?^_`{|}~.@:$,;"


def _multipart(subtype: str, parts: list[Part], boundary: str, parameters: list[tuple[str, str]] | None = None) -> Part:
    pieces: list[bytes] = []
    opening = f"--{boundary}\r\n"
    for head, content in parts:
        pieces.append(f"{opening}{head}\r\n".encode("ascii"))
        pieces.append(content)
        # The line end in front of a boundary belongs to the boundary: a text comes back with its own, or without.
        opening = f"\r\n--{boundary}\r\n"
    pieces.append(f"\r\n--{boundary}--\r\n".encode("ascii"))
    return mime_line("Content-Type", f"multipart/{subtype}", [*(parameters or []), ("boundary", boundary)]), b"".join(
        pieces
    )
