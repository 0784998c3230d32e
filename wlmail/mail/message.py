"""A message as facts, and how it becomes an envelope with bytes (email.md 2.6). Nothing here opens a socket.

`compose` checks everything before anything is sent: what it returns can go to a server as it stands.
"""

from __future__ import annotations

import os
import re
from datetime import datetime

from wlmail.mail.addresses import AddressError, Mailbox, parse_mailbox, read_mailboxes
from wlmail.mail.body import build_body
from wlmail.mail.dates import format_date
from wlmail.mail.envelope import Envelope
from wlmail.mail.headers import HeaderError, address_line, check_value, fold, header_line, text_line

_IDENTIFIER = re.compile(r"<[^<>\s]+>")
_ADDRESS_HEADERS = frozenset(("from", "sender", "to", "cc", "bcc", "reply-to"))
_ALWAYS_OURS = frozenset(("mime-version", "content-type", "content-transfer-encoding"))


_DIGITS, _AT_ONCE = 30, 64
"""Hexadecimal digits of an identifier that is never the same, and how many of these are made at once."""


class MessageError(Exception):
    """A message that cannot be sent as it is; the text is a sentence for the user. Nothing was sent."""


class Attachment:
    """A file to send. Without a name it is not sent (email.md 2.3). `content_type` "": by the name's extension.

    Parameters stand behind the type (`text/calendar; method=REQUEST`) or, taken apart, in `parameters`.
    """

    __slots__ = ("content", "content_id", "content_type", "description", "name", "parameters")

    def __init__(
        self,
        name: str,
        content: bytes,
        content_type: str = "",
        content_id: str = "",
        description: str = "",
        parameters: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self.name = name
        self.content = content
        self.content_type = content_type
        self.content_id = content_id
        self.description = description
        self.parameters = parameters


class Message:
    """What a program says about a message. Each element of `to`, `cc`, `bcc` is one mailbox; empty ones do not count.

    `priority` is "high", "low" or "" (normal); `sensitivity` "Personal", "Private", "Company-Confidential" or "".
    `date` replaces the moment of composing.
    """

    __slots__ = (
        "attachments",
        "bcc",
        "cc",
        "date",
        "disposition_notification",
        "headers",
        "html",
        "message_id",
        "priority",
        "references",
        "reply_to",
        "return_receipt",
        "sender",
        "sensitivity",
        "subject",
        "text",
        "to",
    )

    def __init__(
        self,
        sender: str = "",
        to: list[str] | None = None,
        subject: str = "",
        text: str = "",
        html: str = "",
    ) -> None:
        self.sender = sender
        self.reply_to = ""
        self.to: list[str] = [] if to is None else to
        self.cc: list[str] = []
        self.bcc: list[str] = []
        self.subject = subject
        self.text = text
        self.html = html
        self.attachments: list[Attachment] = []
        self.headers: list[tuple[str, str]] = []
        self.message_id = ""
        self.references = ""
        self.priority = ""
        self.sensitivity = ""
        self.disposition_notification = False
        self.return_receipt = False
        self.date: datetime | None = None


class ComposeOptions:
    """The options of EmailSendMessage and EmailBuildSource (email.md 2.6)."""

    __slots__ = ("encode_header_q", "keep_message_id", "no_cid", "show_bcc", "use_references")

    def __init__(
        self,
        encode_header_q: bool = False,
        keep_message_id: bool = False,
        use_references: bool = False,
        no_cid: bool = False,
        show_bcc: bool = False,
    ) -> None:
        self.encode_header_q = encode_header_q
        self.keep_message_id = keep_message_id
        self.use_references = use_references
        self.no_cid = no_cid
        self.show_bcc = show_bcc


class IdSource:
    """Makes the identifiers of messages and the boundaries of parts. With a `seed` always the same ones, in order."""

    __slots__ = ("_count", "_random", "_seed")

    def __init__(self, seed: str | None = None) -> None:
        self._seed = seed
        self._count = 0
        self._random: list[str] = []
        """Identifiers to come; the system is asked for many at once."""

    def message_id(self, domain: str) -> str:
        """A new Message-ID, with its angle brackets."""
        return f"<{self._token()}@{domain}>"

    def boundary(self) -> str:
        """`=_` cannot stand in base64 or quoted-printable, so no encoded content holds a boundary."""
        return f"=_{self._token()}"

    def _token(self) -> str:
        if self._seed is None:
            try:
                return self._random.pop()
            except IndexError:
                digits = os.urandom(_AT_ONCE * _DIGITS // 2).hex()
                self._random = [digits[at : at + _DIGITS] for at in range(0, len(digits), _DIGITS)]
                return self._random.pop()
        self._count += 1
        return f"{self._seed}.{self._count}"


NO_OPTIONS = ComposeOptions()
_IDS = IdSource()


def compose(
    message: Message, *, date: datetime, options: ComposeOptions = NO_OPTIONS, ids: IdSource | None = None
) -> Envelope:
    """Builds the envelope and the bytes of a message by the rules of email.md 2.6.

    `date` is the moment of sending; a naive one is local time. Raises MessageError: no sender, no recipient, a text
    that is no address, a control character where none may be, half a character.
    """
    try:
        return _compose(message, date, options, ids or _IDS)
    except HeaderError as error:
        raise MessageError(str(error)) from None


def _compose(message: Message, date: datetime, options: ComposeOptions, ids: IdSource) -> Envelope:
    sender, reply_to = _sender(message)
    to = _mailboxes("recipient", message.to)
    cc = _mailboxes("Cc", message.cc) if message.cc else []
    bcc = _mailboxes("Bcc", message.bcc) if message.bcc else []
    everybody = [*to, *cc, *bcc]
    if not everybody:
        raise MessageError("the message has no recipient")
    if len(everybody) == 1:
        recipients = [everybody[0].address]
    else:
        recipients = list({mailbox.key: mailbox.address for mailbox in everybody}.values())

    prefer_q = options.encode_header_q
    extra: list[str] = []
    replaced: dict[str, str] = {}
    if message.headers:
        extra, replaced = _extra_headers(message.headers, prefer_q, options.show_bcc)
    lines: list[str] = []
    if "from" not in replaced:
        lines.append(address_line("From", [sender], prefer_q))
    if to and "to" not in replaced:
        lines.append(address_line("To", to, prefer_q))
    if cc and "cc" not in replaced:
        lines.append(address_line("Cc", cc, prefer_q))
    if bcc and options.show_bcc and "bcc" not in replaced:
        lines.append(address_line("Bcc", bcc, prefer_q))
    if reply_to is not None and "reply-to" not in replaced:
        lines.append(address_line("Reply-To", [reply_to], prefer_q))
    if "subject" not in replaced:
        lines.append(text_line("Subject", message.subject, prefer_q))
    if "date" not in replaced:
        lines.append(f"Date: {format_date(message.date or date)}\r\n")
    message_id = replaced.get("message-id", "") or _message_id(message, options, ids, sender)
    if "message-id" not in replaced:
        lines.append(fold("Message-ID", [message_id]))
    if options.use_references and message.references.strip():
        lines += _references(message.references, replaced)
    lines += _wishes(message, sender, replaced, prefer_q)
    lines += extra
    head, content = build_body(message.text, message.html, message.attachments, ids.boundary, options.no_cid, prefer_q)
    lines += ["MIME-Version: 1.0\r\n", head, "\r\n"]
    if not content[-1].endswith(b"\r\n"):
        content.append(b"\r\n")
    everybody += [sender] if reply_to is None else [sender, reply_to]
    return Envelope(
        sender.address,
        recipients,
        b"".join(["".join(lines).encode("utf-8"), *content]),
        message_id,
        True in [mailbox.needs_smtputf8 for mailbox in everybody],
    )


def _sender(message: Message) -> tuple[Mailbox, Mailbox | None]:
    """The mailboxes of From and of Reply-To."""
    reply_to = None
    if message.reply_to:
        check_value("the sender's address", message.reply_to)
    if message.reply_to.strip():
        try:
            reply_to = parse_mailbox(message.reply_to)
        except AddressError as error:
            raise MessageError(f"the sender's address: {error.message}") from None
    try:
        sender = parse_mailbox(message.sender)
    except AddressError as error:
        check_value("the sender", message.sender)
        if reply_to is None:
            raise MessageError(
                f"the sender: {error.message}" if message.sender.strip() else "the message has no sender"
            ) from None
        # A label in Sender and the address in SenderAddress.
        return Mailbox(message.sender.strip() or reply_to.name, reply_to.address), None
    return sender, None if reply_to is None or reply_to.key == sender.key else reply_to


def _mailboxes(role: str, texts: list[str]) -> list[Mailbox]:
    """The mailboxes of a list; empty elements are skipped."""
    found = []
    for text in texts:
        if text and not text.isspace():
            try:
                found.append(parse_mailbox(text))
            except AddressError as error:
                raise MessageError(f"{role}: {error.message}") from None
        elif text:
            check_value(role, text)
    return found


def _extra_headers(headers: list[tuple[str, str]], prefer_q: bool, show_bcc: bool) -> tuple[list[str], dict[str, str]]:
    """The program's own headers, and which of ours they stand for (email.md 2.4), by their names in lower case."""
    lines: list[str] = []
    replaced: dict[str, str] = {}
    for given, value in headers:
        name = given.strip(" \t").removesuffix(":")
        if not name:
            check_value("a header", given + value)
            continue
        lower = name.lower()
        value = value.strip(" \t")
        line = header_line(name, value, prefer_q)
        if lower in _ALWAYS_OURS or (lower == "bcc" and not show_bcc):
            continue
        if lower in _ADDRESS_HEADERS and not value.isascii():
            line = address_line(name, read_mailboxes(value), prefer_q)
        elif lower == "message-id":
            line = fold(name, value.split())
        lines.append(line)
        replaced.setdefault(lower, value)
    return lines, replaced


def _message_id(message: Message, options: ComposeOptions, ids: IdSource, sender: Mailbox) -> str:
    kept = message.message_id.strip()
    if options.keep_message_id and kept:
        check_value("the identifier of the message", kept)
        if not kept.startswith("<"):
            kept = f"<{kept}>"
        if not _IDENTIFIER.fullmatch(kept) or not kept.isascii():
            raise MessageError(f"{kept} cannot be the identifier of a message")
        return kept
    domain = sender.domain
    # The domain's own name, or a name of its literal that an identifier may hold.
    return ids.message_id(domain if domain.isascii() else "localhost")


def _references(text: str, replaced: dict[str, str]) -> list[str]:
    """References with every identifier, In-Reply-To with the last one."""
    check_value("the reference", text)
    found = _IDENTIFIER.findall(text) or [f"<{word}>" for word in re.split(r"[\s,;<>]+", text) if word]
    if not all(map(str.isascii, found)):
        raise MessageError("the reference holds an identifier that is not plain ASCII")
    lines = []
    if found and "in-reply-to" not in replaced:
        lines.append(fold("In-Reply-To", [found[-1]]))
    if found and "references" not in replaced:
        lines.append(fold("References", found))
    return lines


def _wishes(message: Message, sender: Mailbox, replaced: dict[str, str], prefer_q: bool) -> list[str]:
    """Receipts, priority and confidentiality. Of two receipts the read confirmation wins (email.md 2.1)."""
    wishes: list[str] = []
    if not (message.disposition_notification or message.return_receipt or message.priority or message.sensitivity):
        return wishes
    if message.disposition_notification:
        wishes.append(address_line("Disposition-Notification-To", [sender], prefer_q))
    elif message.return_receipt:
        wishes.append(address_line("Return-Receipt-To", [sender], prefer_q))
    if message.priority == "high":
        wishes += ["X-Priority: 1\r\n", "Importance: high\r\n"]
    elif message.priority == "low":
        wishes += ["X-Priority: 5\r\n", "Importance: low\r\n"]
    if message.sensitivity:
        wishes.append(header_line("Sensitivity", message.sensitivity))
    return [line for line in wishes if line.partition(":")[0].lower() not in replaced]
