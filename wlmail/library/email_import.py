"""EmailImportSource: the properties of a message from its raw source (email.md 2.2, 3.3.4)."""

from __future__ import annotations

import re

from wlmail.language.registry import Value, function
from wlmail.library.email import Attach, Email, EmailStructure, Header
from wlmail.library.email_constants import HIGH, LOW, NORMAL
from wlmail.library.email_messages import SENSITIVITIES, file_name, the_message
from wlmail.runtime.dates import DateTime
from wlmail.runtime.errors import Failure
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from wlmail.mail.parts import Part
    from wlmail.mail.reader import ReadMessage

_CONTROL = re.compile("[\0-\x1f\x7f]+")
_PRIORITIES = {"high": HIGH, "low": LOW}


@function("EmailImportSource", "EmailImporteSource", on_failure=False)
def import_source(run: Run, email: Value = None) -> bool:
    """Fills the properties of a message from its property Source, the inverse of EmailBuildSource.

    Without an Email: the structure. Whatever the source is, it is read: bad bytes are replaced, what cannot be told
    apart is text. An empty source is a failure, and the message is left as it was.
    Source: email.md 3.3.4.
    """
    from wlmail.mail.reader import read_message

    message = the_message(run, email)
    source = message.source
    if not source.strip():
        raise Failure("the property Source is empty")
    data, as_text = source_bytes(source)
    fill(message, read_message(data, as_text=as_text))
    message.source = source
    return True


def source_bytes(source: str) -> tuple[bytes, bool]:
    """The bytes that a source had before it was a text, and whether that is a guess.

    EmailBuildSource keeps bytes that are no UTF-8 as surrogates. A file that was read as Windows-1252 gives its bytes
    back; they are what was meant when they are UTF-8.
    """
    if source.isascii():
        return source.encode("ascii"), False
    from wlmail.runtime.conversions import to_buffer

    if re.search("[\udc80-\udcff]", source):
        return source.encode("utf-8", "surrogateescape"), False
    raw = to_buffer(source)
    try:
        return raw, raw.decode("utf-8") == source
    except UnicodeDecodeError:
        return raw, True


def fill(message: Email | EmailStructure, read: ReadMessage) -> None:
    """Overwrites every property of a message with what was read (RD1 to RD6)."""
    # Called again on the same object: compiled programs may hold it.
    message.__init__()  # type: ignore[misc]
    message.sender = read.sender
    message.sender_address = read.reply_to
    message.subject = _one_line(read.subject)
    message.message = _lines(read.text)
    message.html = _lines(read.html)
    message.plain_text = _lines(read.text or _words(read.html))
    message.message_id = _one_line(read.message_id)
    message.reference = read.references
    message.disposition_notification = bool(read.header("Disposition-Notification-To"))
    message.return_receipt = bool(read.header("Return-Receipt-To"))
    message.priority = _PRIORITIES.get(read.priority, NORMAL)
    sensitivity = read.header("Sensitivity").strip().lower()
    message.confidentiality = next((n for n, word in SENSITIVITIES.items() if word.lower() == sensitivity), 0)
    message.recipient.filled(read.to)
    message.cc.filled(read.cc)
    message.bcc.filled(read.bcc)
    attachments = [_attachment(part, number) for number, part in enumerate(read.attachments, 1)]
    if isinstance(message, EmailStructure):
        _fill_structure(message, read, attachments)
        return
    message.attach.filled(attachments)
    found = [(_one_line(name), _one_line(value)) for name, value in read.headers]
    message.header.filled([Header(name, value, (name, value)) for name, value in found])
    message.send_date = _moment(read.sent)
    message.reception_date = _moment(read.received)


def _fill_structure(message: EmailStructure, read: ReadMessage, attachments: list[Attach]) -> None:
    """Counters, and attachments by their names; their contents are kept beside (2.5)."""
    message.nb_recipient, message.nb_cc, message.nb_bcc = len(message.recipient), len(message.cc), len(message.bcc)
    message.attach.filled([attach.name for attach in attachments])
    message.attach_identifier.filled([attach.identifier for attach in attachments])
    message.attach_content_type.filled([attach.content_type for attach in attachments])
    message.nb_attach = len(attachments)
    message.received = attachments
    message.reception_date = _moment(read.received).digits


def _attachment(part: Part, number: int) -> Attach:
    attach = Attach(_name(part, number), part.content, part.type, part.content_id, _one_line(part.description))
    if part.parameters:
        attach.received = (part.type, tuple((key, _one_line(value)) for key, value in part.parameters))
    return attach


def _moment(moment: datetime | None) -> DateTime:
    """In local time, as a program counts it."""
    if moment is None:
        return DateTime("")
    try:
        return DateTime(moment.astimezone().strftime("%Y%m%d%H%M%S000").zfill(17))
    except (OverflowError, ValueError, OSError):
        return DateTime("")


def _name(part: Part, number: int) -> str:
    """The file name of an attachment, without folders; one is made where the message tells none."""
    from wlmail.mail.media_types import extension

    name = file_name(_one_line(part.name))
    return name if name.strip(". ") else f"attachment{number}{extension(part.type)}"


def _words(html: str) -> str:
    from wlmail.mail.html import html_text

    return html_text(html) if html else ""


def _lines(text: str) -> str:
    """With the line ends that programs write (CR LF)."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def _one_line(text: str) -> str:
    """What may stand in a header again."""
    return _CONTROL.sub(" ", text).strip() if _CONTROL.search(text) else text
