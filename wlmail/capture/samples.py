"""Generated messages for checking the comparison: one mail, written in any of the many ways that mean the same.

The writer is a plain one of its own, so that it shares no mistake with the reader or with `mail.message`.
"""

from __future__ import annotations

import random
from base64 import b64encode, encodebytes
from binascii import b2a_qp
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from wlmail.capture.mailbox import Asked, Delivery

_NAMES = ["Ann Lee", "Renée Ångström", "Müller, Jörg", "李雷", 'O\'Neill "Bob"', "Zoë", "José da Silva", ""]
# fmt: off
_WORDS = [
    "order", "invoice", "reminder", "été", "café", "naïve", "straße", "déjà", "vu", "total", "12.50", "€", "items",
    "ready", "ship", "today", "Grüße", "réservation", "From", "the", "shop", ".dot", "=equals",
    "long-hyphenated-word", "ok", "日本", "✓", "thanks",
]
# fmt: on
_KINDS = [
    ("report.pdf", "application/pdf"),
    ("données été.csv", "text/csv"),
    ("logo.png", "image/png"),
    ("a b.txt", "text/plain"),
]
_MOMENT = datetime(2026, 3, 5, 9, 30).astimezone()


class Mail:
    """What a message says, and how it is delivered."""

    def __init__(self) -> None:
        self.sender = ("Shop", "shop@example.com")
        self.reply_to: tuple[str, str] | None = None
        self.to: list[tuple[str, str]] = []
        self.cc: list[tuple[str, str]] = []
        self.bcc: list[str] = []
        self.subject = ""
        self.text: str | None = ""
        self.html: str | None = None
        self.images: list[tuple[str, str, bytes]] = []
        """Content-ID, name, content; shown by the HTML body."""
        self.attachments: list[tuple[str, str, bytes]] = []
        self.headers: list[tuple[str, str]] = []
        self.disposition = "attachment"
        self.envelope_sender = "shop@example.com"
        self.left_out: set[str] = set()
        """Recipients that the envelope lacks."""
        self.shown_bcc = False
        self.wrong_charset = ""
        """The charset that the text body says, in place of its own."""
        self.asked = Asked("smtp.example.com", 587, "STARTTLS", "shop@example.com", "password")

    def copy(self) -> Mail:
        return deepcopy(self)

    @property
    def recipients(self) -> list[str]:
        everybody = [address for _, address in (*self.to, *self.cc)] + self.bcc
        return [address for address in everybody if address not in self.left_out]


class Style:
    """One way to write a mail: everything here may differ without any difference in meaning."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.width = chance.choice([40, 60, 76, 200, 900])
        self.charset = chance.choice(["utf-8", "utf-8", "iso-8859-1", "windows-1252", "iso-8859-15", "utf-16"])
        self.encoding = chance.choice(["base64", "quoted-printable", "8bit"])
        self.words = chance.choice("BQ")
        self.newline = chance.choice(["\r\n", "\r\n", "\n"])
        self.shuffled = chance.random() < 0.5
        self.cids = chance.randrange(10**9)
        self.boundary = f"=_{chance.randrange(10**12)}"
        self.case = chance.choice([str.title, str.upper, str.lower])
        self.quoted = chance.random() < 0.3
        self.escaped = chance.random() < 0.3


def some_mail(chance: random.Random, number: int) -> Mail:
    """A mail like those that programs send; `number` makes it unlike the others."""
    mail = Mail()

    def person() -> tuple[str, str]:
        return chance.choice(
            _NAMES
        ), f"person{chance.randrange(1000)}.{number}@{chance.choice(['example.com', 'mail.test'])}"

    def words(count: int) -> str:
        return " ".join(chance.choice(_WORDS) for _ in range(count))

    mail.to = [person() for _ in range(chance.randint(1, 4))]
    mail.cc = [person() for _ in range(chance.choice([0, 0, 1, 2]))]
    mail.bcc = [person()[1] for _ in range(chance.choice([0, 0, 1]))]
    mail.subject = f"{words(chance.randint(1, 12))} {number}"
    lines = [words(chance.randint(0, 14)) for _ in range(chance.randint(1, 8))]
    # Without line ends at its end: one of them, which a style may add, does not count.
    mail.text = "\n".join([f"Number {number}", *lines]).rstrip("\n")
    if chance.random() < 0.6:
        paragraphs = "".join(f"<p>{words(8)}</p>\n" for _ in range(chance.randint(1, 4)))
        mail.html = f"<html><body>{paragraphs}</body></html>"
        if chance.random() < 0.4:
            mail.images = [("one", "logo.png", bytes(chance.randrange(256) for _ in range(90)))]
            mail.html = mail.html.replace("</body>", '<img src="cid:one"></body>')
    for name, kind in chance.sample(_KINDS, chance.choice([0, 0, 1, 2])):
        mail.attachments.append((name, kind, bytes(chance.randrange(256) for _ in range(chance.randint(0, 400)))))
    if chance.random() < 0.3:
        mail.headers = [("X-Order", str(number)), ("X-Note", words(3))]
    if chance.random() < 0.3:
        mail.reply_to = ("Hélp", "help@example.com")
    return mail


def delivered(mail: Mail, style: Style, number: int) -> Delivery:
    recipients = mail.recipients
    if style.shuffled:
        style.chance.shuffle(recipients)
    moment = _MOMENT + timedelta(seconds=style.chance.randrange(10**6))
    return Delivery(number, mail.envelope_sender, recipients, written(mail, style), mail.asked, moment)


def written(mail: Mail, style: Style) -> bytes:
    """The bytes of a mail in a style."""
    chance = style.chance
    headers = [
        ("From", _people([mail.sender], style)),
        ("To", _people(_shuffled(mail.to, style), style)),
        ("Subject", _value(mail.subject, style)),
        ("Date", f"Thu, {chance.randint(1, 28)} Mar 2026 09:30:00 +0100"),
        ("Message-ID", f"<{chance.randrange(10**12)}@example.com>"),
        ("MIME-Version", "1.0"),
        *((name, _value(value, style)) for name, value in mail.headers),
    ]
    if mail.cc:
        headers.append(("Cc", _people(_shuffled(mail.cc, style), style)))
    if mail.reply_to:
        headers.append(("Reply-To", _people([mail.reply_to], style)))
    if mail.shown_bcc:
        headers.append(("Bcc", ", ".join(mail.bcc)))
    if chance.random() < 0.5:
        headers.append(("X-Mailer", f"Writer {chance.randint(1, 9)}"))
    if chance.random() < 0.3:
        headers.insert(0, ("Received", "from a.test by b.test; Thu, 5 Mar 2026 09:30:00 +0100"))
    if style.shuffled:
        chance.shuffle(headers)
    body_headers, body = _tree(mail, style)
    lines = [_folded(name, value, style) for name, value in headers]
    lines += [f"{style.case(name)}: {value}" for name, value in body_headers]
    head = "\r\n".join(lines).encode("ascii", "surrogateescape")
    return head + b"\r\n\r\n" + body


def _shuffled(people: list[tuple[str, str]], style: Style) -> list[tuple[str, str]]:
    return style.chance.sample(people, len(people)) if style.shuffled else people


def _people(people: list[tuple[str, str]], style: Style) -> str:
    texts = []
    for name, address in people:
        local, _, domain = address.partition("@")
        shown = f'"{local}"@{style.case(domain)}' if style.quoted else f"{local}@{style.case(domain)}"
        if not name:
            texts.append(shown)
        elif name.isascii():
            quoted = name.replace("\\", "\\\\").replace('"', '\\"')
            texts.append(f'"{quoted}" <{shown}>')
        else:
            texts.append(f"{_encoded(name, style)} <{shown}>")
    return ", ".join(texts)


def _value(text: str, style: Style) -> str:
    if text.isascii() and "=?" not in text and "  " not in text and text == text.strip():
        return text
    return _encoded(text, style)


def _encoded(text: str, style: Style) -> str:
    """Encoded words of a few characters each."""
    pieces, size = [], style.chance.choice([4, 8, 11])
    for start in range(0, len(text), size):
        raw = text[start : start + size].encode("utf-8")
        if style.words == "B":
            pieces.append(f"=?utf-8?B?{b64encode(raw).decode()}?=")
        else:
            letters = "".join(chr(b) if chr(b).isalnum() and b < 128 else f"={b:02X}" for b in raw)
            pieces.append(f"=?utf-8?Q?{letters}?=")
    return " ".join(pieces)


def _folded(name: str, value: str, style: Style) -> str:
    """Folded at blanks outside quotes, a run of several kept together."""
    line, lines, quoted = f"{style.case(name)}:", [], False
    for word in value.split(" "):
        if len(line) + len(word) > style.width and not quoted and line.strip() and word and not line.endswith(":"):
            lines.append(line)
            line = ""
        line += f" {word}"
        quoted ^= word.replace('\\"', "").count('"') % 2 == 1
    return "\r\n".join([*lines, line])


def _tree(mail: Mail, style: Style) -> tuple[list[tuple[str, str]], bytes]:
    bodies = []
    if mail.text is not None:
        bodies.append(_text("plain", mail.text, style, mail.wrong_charset))
    if mail.html is not None:
        html = mail.html
        for cid, _, _ in mail.images:
            html = html.replace(f'"cid:{cid}"', f'"cid:{cid}.{style.cids}{"%40" if style.escaped else "@"}x"')
        part = _text("html", html, style)
        if mail.images:
            images = [
                _file(name, "image/png", c, style, "inline", f"{cid}.{style.cids}@x") for cid, name, c in mail.images
            ]
            part = _joined("related", [part, *images], style)
        bodies.append(part)
    body = bodies[0] if len(bodies) == 1 else _joined("alternative", bodies, style)
    if mail.attachments:
        files = [_file(name, kind, content, style, mail.disposition) for name, kind, content in mail.attachments]
        body = _joined("mixed", [body, *files], style)
    return body


def _joined(kind: str, parts: list[Any], style: Style) -> tuple[list[tuple[str, str]], bytes]:
    boundary = f"{style.boundary}.{kind}"
    pieces = []
    for headers, body in parts:
        head = "".join(f"{name}: {value}\r\n" for name, value in headers).encode("ascii")
        pieces.append(b"--" + boundary.encode() + b"\r\n" + head + b"\r\n" + body + b"\r\n")
    pieces.append(b"--" + boundary.encode() + b"--\r\n")
    return [("Content-Type", f'multipart/{kind}; boundary="{boundary}"')], b"".join(pieces)


def _text(kind: str, text: str, style: Style, said: str = "") -> tuple[list[tuple[str, str]], bytes]:
    charset = style.charset
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        charset = "utf-8"
    if charset == "utf-16" and style.encoding != "base64":
        charset = "utf-8"
    if style.chance.random() < 0.5:
        text += "\n"
    raw = text.replace("\n", style.newline if style.encoding == "base64" else "\r\n").encode(charset)
    body, encoding = _transfer(raw, style, text=True)
    return [("Content-Type", f"text/{kind}; charset={said or charset}"), ("Content-Transfer-Encoding", encoding)], body


def _transfer(raw: bytes, style: Style, *, text: bool) -> tuple[bytes, str]:
    if style.encoding == "base64" or not text:
        return encodebytes(raw).replace(b"\n", b"\r\n"), "base64"
    if style.encoding == "quoted-printable":
        lines = [b2a_qp(line).replace(b"\n", b"\r\n") for line in raw.split(b"\r\n")]
        return b"\r\n".join(lines), "quoted-printable"
    return raw, "8bit"


def _file(
    name: str, kind: str, content: bytes, style: Style, disposition: str, cid: str = ""
) -> tuple[list[tuple[str, str]], bytes]:
    shown = f'="{name}"' if name.isascii() else f"*=utf-8''{quote(name, safe='')}"
    headers = [
        ("Content-Type", kind),
        ("Content-Disposition", f"{disposition}; filename{shown}"),
        ("Content-Transfer-Encoding", "base64"),
    ]
    if cid:
        headers.append(("Content-ID", f"<{cid}>"))
    if style.shuffled:
        headers.reverse()
    return headers, _transfer(content, style, text=False)[0]
