"""Captured messages as a reader would see them: text for a terminal, which no message can drive."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from wlmail.mail.html import html_text
from wlmail.mail.parts import Part
from wlmail.mail.reader import ReadMessage, read_message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wlmail.capture.mailbox import Asked, Delivery

TEXT_LINES = 200
"""Lines of a body that are shown; the rest is counted."""
LINE_WIDTH = 2000
"""Characters of one line that are shown."""
_HARMLESS = "\u00ad\u200c\u200d"
"""Format characters that change nothing but the look of the letters around them: soft hyphen, joiners of emoji."""


def show(deliveries: Sequence[Delivery]) -> str:
    """Every message, one block each, or one line when there is none. No final newline."""
    if not deliveries:
        return "No message was captured."
    return "\n\n".join("\n".join(_block(delivery, len(deliveries))) for delivery in deliveries)


def visible(text: str) -> str:
    """`text` on one line, with control characters written as escapes: nothing in it moves the cursor or hides."""
    if text.isprintable():
        return text
    return "".join(c if _is_harmless(c) else _escape(c) for c in text)


def _is_harmless(character: str) -> bool:
    # Cc control, Cf format (writing direction, invisible marks), Cs half pairs, Co private, Cn unassigned, Zl Zp lines.
    if character in _HARMLESS:
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _escape(character: str) -> str:
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character)
    if short is not None:
        return short
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _block(delivery: Delivery, count: int) -> list[str]:
    title = f"Message {delivery.number} of {count}"
    message = read_message(delivery.data)
    lines = [title, "-" * len(title), *_headers(message, delivery), *_envelope(delivery)]
    lines.append(f"Server: {_server(delivery.asked)}")
    if len(message.parts) > 1 or message.parts[0].text is None:
        lines += ["Parts:", *_tree(message.parts)]
    lines += _bodies(message)
    # A message that is a file itself has told so in the tree.
    attachments = [part for part in message.attachments if part.depth]
    if attachments:
        lines += ["Attachments:", *_columns([_attachment(part) for part in attachments])]
    return lines


def _headers(message: ReadMessage, delivery: Delivery) -> list[str]:
    lines = [
        f"{name}: {visible(value)}" for name in ("From", "Reply-To", "To", "Cc", "Bcc") for value in message.all(name)
    ]
    named = {mailbox.address.lower() for name in ("To", "Cc", "Bcc") for mailbox in message.mailboxes(name)}
    hidden = [recipient for recipient in delivery.recipients if recipient.lower() not in named]
    if hidden:
        lines.append(f"Bcc: {visible(', '.join(hidden))} (envelope only)")
    subjects = message.all("Subject") or [""]
    lines += [f"Subject: {visible(value)}".rstrip() for value in subjects]
    return lines + [f"Date: {visible(value)}" for value in message.all("Date")]


def _envelope(delivery: Delivery) -> list[str]:
    """The envelope, which decides who receives the message, whatever its headers say."""
    return [
        f"Envelope: MAIL FROM <{visible(delivery.sender)}>",
        *(f"          RCPT TO <{visible(recipient)}>" for recipient in delivery.recipients),
    ]


def _server(asked: Asked) -> str:
    security = {"none": "no encryption"}.get(asked.security, asked.security)
    login = f"user {visible(asked.user)}" if asked.user else "no user"
    if asked.login:
        login += f", login with {asked.login}"
    return f"{visible(asked.server) or '(none)'} port {asked.port}, {security}, {login}"


def _tree(parts: list[Part]) -> list[str]:
    rows = []
    for part in parts:
        size = "" if part.is_container else _bytes(len(part.content))
        label = [visible(part.name)] if part.name else []
        if part.content_id:
            label.append(f"cid:{visible(part.content_id)}")
        rows.append(["  " * part.depth + visible(part.type), visible(part.charset), size, "  ".join(label)])
    return _columns(rows)


def _attachment(part: Part) -> list[str]:
    name = part.name or (f"cid:{part.content_id}" if part.content_id else "(no name)")
    return [visible(name), visible(part.type), _bytes(len(part.content))]


def _bodies(message: ReadMessage) -> list[str]:
    text, html = message.body("text/plain"), message.body("text/html")
    lines = []
    if text is not None and (text.text or html is None):
        lines += _quoted("Text:", text.text or "")
    if html is not None:
        if lines:
            lines.append(f"HTML: {_bytes(len(html.content))}")
        else:
            lines += _quoted(f"HTML: {_bytes(len(html.content))}, its text:", html_text(html.text or ""))
    return lines


def _quoted(label: str, text: str) -> list[str]:
    """A body, every line marked, so that no line of it can pass for one of ours."""
    lines = text.rstrip("\n").split("\n")
    if lines == [""]:
        return [f"{label} (empty)"]
    shown = [f"  | {_body_line(line)}".rstrip() for line in lines[:TEXT_LINES]]
    rest = len(lines) - TEXT_LINES
    if rest > 0:
        shown.append(f"  … {rest} more line{'s' if rest > 1 else ''}")
    return [label, *shown]


def _body_line(line: str) -> str:
    cut = line[:LINE_WIDTH].expandtabs(8)
    end = f" … {len(line) - LINE_WIDTH} more characters" if len(line) > LINE_WIDTH else ""
    return visible(cut) + end


def _columns(rows: list[list[str]]) -> list[str]:
    """Rows under each other; numbers of bytes end at the same place."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if cell.endswith(" bytes") or cell == "1 byte" else cell.ljust(width)
            for cell, width in zip(row, widths, strict=True)
            if width
        ]
        lines.append("  " + "  ".join(cells).rstrip())
    return lines


def _bytes(size: int) -> str:
    return "1 byte" if size == 1 else f"{size} bytes"
