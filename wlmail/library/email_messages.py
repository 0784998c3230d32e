"""From an Email to an envelope: what EmailSendMessage and EmailBuildSource share, and the functions around messages."""

from __future__ import annotations

from wlmail.language.registry import Value, function
from wlmail.library.email import Attach, Email, EmailStructure, Header
from wlmail.library.email_constants import ENCODE_HEADER, HEADER_BCC, MESSAGE_ID, NO_CID, REFERENCE
from wlmail.runtime.errors import Failure, WLError
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from wlmail.mail.envelope import Envelope
    from wlmail.mail.message import Attachment, IdSource, Message

PRIORITIES = {0: "low", 2: "high"}
SENSITIVITIES = {1: "Personal", 2: "Private", 3: "Company-Confidential"}
"""The words of the headers for emailLowPriority …, emailPersonal …; the others write no header (email.md 2.6)."""


_MESSAGES = (Email, EmailStructure)


class Composition:
    """What composing keeps over a run: the source of identifiers."""

    def __init__(self) -> None:
        self._ids: IdSource | None = None

    def ids(self, run: Run) -> IdSource:
        """Counted from the moment that `--date` gives, else never the same."""
        if self._ids is None:
            from wlmail.mail.message import IdSource

            date = run.world.options.date
            self._ids = IdSource(None if date is None else f"{date:%Y%m%d%H%M%S}")
        return self._ids


def the_message(run: Run, email: Value) -> Email | EmailStructure:
    """The message that an argument means; without one the structure. Raises WLError for anything else."""
    if email is None:
        return run.state(EmailStructure)
    if isinstance(email, _MESSAGES):
        return email
    raise WLError("an Email variable is expected here")


def envelope_of(run: Run, email: Email | EmailStructure, options: int, *, draft: bool = False) -> Envelope:
    """Builds the message: attachments are read, every rule is checked, nothing is sent (email.md 2.6).

    The Message-ID that is really used is written back. A `draft` may lack recipients. Raises Failure: no sender, no
    recipient, an address that is none, a control character, an attachment file that is missing.
    """
    from wlmail.mail.message import NO_OPTIONS, ComposeOptions, MessageError, compose

    message = message_of(run, email)
    if draft and not any(text.strip() for text in (*message.to, *message.cc, *message.bcc)):
        # A blind copy does not show: the source is that of a message to nobody yet.
        message.bcc = ["nobody@localhost"]
        options &= ~HEADER_BCC
    chosen = (
        NO_OPTIONS
        if not options
        else ComposeOptions(
            encode_header_q=bool(options & ENCODE_HEADER),
            keep_message_id=bool(options & MESSAGE_ID),
            use_references=bool(options & REFERENCE),
            no_cid=bool(options & NO_CID),
            show_bcc=bool(options & HEADER_BCC),
        )
    )
    try:
        envelope = compose(message, date=run.world.clock.now(), options=chosen, ids=run.state(Composition).ids(run))
    except MessageError as error:
        raise Failure(str(error)) from None
    email.message_id = envelope.message_id
    return envelope


def message_of(run: Run, email: Email | EmailStructure) -> Message:
    """The facts of an Email as the mail room takes them. Raises Failure for an attachment file that is missing."""
    from wlmail.mail.message import Message

    if email.certificate:
        # Never silently unsigned (email.md 7, G19).
        raise Failure("signing with a Certificate is not offered; the message was not sent")
    if isinstance(email, EmailStructure):
        to = list(email.recipient.items[: max(0, email.nb_recipient)])
        cc = list(email.cc.items[: max(0, email.nb_cc)])
        bcc = list(email.bcc.items[: max(0, email.nb_bcc)])
        attachments = _files_of_structure(run, email)
        headers: list[tuple[str, str]] = []
    else:
        to, cc, bcc = email.recipient.items.copy(), email.cc.items.copy(), email.bcc.items.copy()
        attachments = [_attachment(attach) for attach in email.attach.items]
        headers = [(h.name, h.value) for h in email.header.items if (h.name or h.value) and not _is_of_its_time(h)]
    message = Message()
    message.sender = email.sender
    message.reply_to = email.sender_address
    message.to, message.cc, message.bcc = to, cc, bcc
    message.subject = email.subject
    message.text = email.message
    message.html = email.html
    message.attachments = attachments
    message.headers = headers
    message.message_id = email.message_id
    message.references = email.reference
    message.priority = PRIORITIES.get(email.priority, "")
    message.sensitivity = SENSITIVITIES.get(email.confidentiality, "")
    message.disposition_notification = email.disposition_notification
    message.return_receipt = email.return_receipt
    return message


_WRITTEN_ANEW = """
    authentication-results bcc cc date delivered-to disposition-notification-to dkim-signature domainkey-signature
    envelope-to from importance in-reply-to message-id mime-version priority received received-spf references reply-to
    return-path return-receipt-to sender sensitivity subject to x-msmail-priority x-original-to x-priority x-received
"""


def _is_of_its_time(header: Header) -> bool:
    """A header of a message that was read, which belongs to its way then, or for which a property speaks now."""
    if not header.is_as_received:
        return False
    name = header.name.lower()
    return name in _WRITTEN_ANEW.split() or name.startswith(("content-", "arc-", "resent-"))


def _attachment(attach: Attach) -> Attachment:
    from wlmail.mail.message import Attachment

    return Attachment(
        attach.name,
        attach.content,
        content_type=attach.content_type,
        content_id=attach.identifier,
        description=attach.content_description,
        parameters=attach.parameters_of(attach.content_type),
    )


def _files_of_structure(run: Run, email: EmailStructure) -> list[Attachment]:
    """The structure's attachments are paths, read now; paths above the counter and empty ones do not count (2.5)."""
    from wlmail.mail.message import Attachment

    found = []
    for i, path in enumerate(email.attach.items[: max(0, email.nb_attach)]):
        if path.strip():
            content_type, received = _at(email.attach_content_type.items, i), _received(email, i)
            found.append(
                Attachment(
                    file_name(path),
                    read_file(run, path) if received is None else received.content,
                    content_type=content_type,
                    content_id=_at(email.attach_identifier.items, i),
                    description="" if received is None else received.content_description,
                    parameters=() if received is None else received.parameters_of(content_type),
                )
            )
    return found


def _received(email: EmailStructure, index: int) -> Attach | None:
    """The attachment of a message that was read; None where the structure names a file instead."""
    received = email.received[index] if index < len(email.received) else None
    return received if received is not None and received.name == email.attach.items[index] else None


def _at(values: list[str], index: int) -> str:
    return values[index] if index < len(values) else ""


def file_name(path: str) -> str:
    """The name that a reader sees: what follows the last separator, whichever system the path was written for."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]


def read_file(run: Run, path: str) -> bytes:
    """The content of a file that the program names. Raises Failure, which names the file as the program does."""
    found = run.world.files.resolve(path)
    try:
        with run.world.files.open(found, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise Failure(f"the file {path} does not exist") from None
    except IsADirectoryError:
        raise Failure(f"{path} is a folder, not a file") from None
    except OSError as error:
        raise Failure(f"the file {path} cannot be read: {error.strerror}", system=error.strerror or "") from None
    except ValueError:
        raise Failure("the path holds a character that no file name can have") from None


# --- Functions -----------------------------------------------------------------------------------------------------


@function("EmailReset", "EmailRAZ")
def reset(run: Run) -> None:
    """Sets every member of the structure Email back to its default.

    Source: email.md 3.10.
    """
    run.error.clear()
    # Called again on the one instance of the run: compiled programs may hold it.
    run.state(EmailStructure).__init__()  # type: ignore[misc]


@function("EmailBuildSource", "EmailConstruitSource", on_failure=False)
def build_source(run: Run, email: Value = None, options: int = 0) -> bool:
    """Builds the complete raw source of a message into its property Source; needs no session, nor recipients yet.

    Without an Email: the structure, and options may stand in its place. Options: emailOptionEncodeHeader,
    emailOptionHeaderBcc.
    Source: email.md 3.3.3.
    """
    if type(email) is int:
        email, options = None, email
    message = the_message(run, email)
    message.source = envelope_of(run, message, options, draft=True).data.decode("utf-8", "surrogateescape")
    return True


@function("EmailLoadAttachedFile", "EmailChargeFichierAttaché", aliases=("EmailLoadAttachment",), on_failure=False)
def load_attached_file(run: Run, email: Value, path: Value = None) -> bool:
    """Adds a file to a message as an attachment: `EmailLoadAttachedFile(email, path)`.

    With a path alone: the structure, which notes the path and counts it. A missing file adds nothing.
    Source: email.md 3.9.
    """
    if path is None and isinstance(email, str):
        email, path = None, email
    if not isinstance(path, str):
        raise WLError("the path of a file is expected here")
    message = the_message(run, email)
    content = read_file(run, path)
    if isinstance(message, EmailStructure):
        message.nb_attach = max(0, message.nb_attach) + 1
        message.attach.put(message.nb_attach, path)
    else:
        from wlmail.mail.media_types import of_file

        message.attach.append(Attach(file_name(path), content, of_file(path)))
    return True


@function("EmailImportHTML", "EmailImporteHTML", on_failure=False)
def import_html(run: Run, email: Value, html: Value = None, folder: Value = None) -> bool:
    """Sets the HTML of a message and attaches the local images that it shows: `EmailImportHTML(email, html, folder)`.

    Images on the web stay links. A missing image is a failure, and the message is left as it was.
    Source: email.md 3.9 and 9.
    """
    if isinstance(html, Email | EmailStructure):
        email, html = html, email  # the other order, where it cannot be mistaken (7, G13)
    elif isinstance(email, str):
        email, html, folder = None, email, html
    if not isinstance(html, str) or not isinstance(folder, str | None):
        raise WLError("EmailImportHTML takes a message, its HTML as text, and the folder of the images")
    message = the_message(run, email)
    if isinstance(message, EmailStructure):
        taken = set(message.attach_identifier)
    else:
        taken = {attach.identifier for attach in message.attach}
    text, images = with_identifiers(html, folder or "", taken)
    contents = [read_file(run, path) for path, _ in images]
    message.html = text
    if isinstance(message, EmailStructure):
        for path, identifier in images:
            message.nb_attach = max(0, message.nb_attach) + 1
            message.attach.put(message.nb_attach, path)
            message.attach_identifier.put(message.nb_attach, identifier)
    else:
        for (path, identifier), content in zip(images, contents, strict=True):
            message.attach.append(Attach(file_name(path), content, identifier=identifier))
    return True


# An image of the text, of a background, of a style; group 2 is the quote, if any, and 3 the place of the image.
_IMAGE = (
    r"""(?i)(<(?:img|input)\b[^>]*?\bsrc\s*=\s*|<(?:body|table|tr|td|th)\b[^>]*?\bbackground\s*=\s*)"""
    r"""(?:(["'])(.*?)\2|([^\s"'>]+))|(\burl\(\s*)(["']?)([^"'()]+)\6(?=\s*\))"""
)
_NOT_LOCAL = r"(?i)([a-z][a-z0-9+.-]+:|//|#)"


def with_identifiers(html: str, folder: str, taken: Collection[str] = ()) -> tuple[str, list[tuple[str, str]]]:
    """The HTML with `cid:` links in place of local images, and those images: path and identifier of each.

    Identifiers that are `taken` are not given again.
    """
    import re
    from html import unescape
    from itertools import count
    from urllib.parse import unquote

    from wlmail.mail.media_types import of_file

    images: dict[str, str] = {}
    numbers = (f"image{number}@wlmail" for number in count(1))
    fresh = (identifier for identifier in numbers if identifier not in taken)

    def link(found: re.Match[str]) -> str:
        before, quote = found[1] or found[5], found[2] or found[6] or ""
        target = unescape(found[3] or found[4] or found[7] or "").strip()
        path = unquote(re.sub(r"(?i)^file:(//(?=/))?/?(?=[a-z]:|/)|^file:", "", target))
        if not path or (path == unquote(target) and re.match(_NOT_LOCAL, target)):
            return found[0]
        if found[5] and not of_file(path).startswith("image/"):
            return found[0]  # a font, another style sheet
        if folder and not re.match(r"[/\\]|[A-Za-z]:", path):
            path = f"{folder.rstrip('/' + chr(92))}/{path}"
        if path not in images:
            images[path] = next(fresh)
        return f"{before}{quote}cid:{images[path]}{quote}"

    return re.sub(_IMAGE, link, html), list(images.items())


@function("EmailSaveAttachment", "EmailSauveFichierAttaché", aliases=("EmailSaveAttachedFile",), on_failure=False)
def save_attachment(run: Run, attachment: Value, path: Value) -> bool:
    """Writes the content of an attachment to a file: `EmailSaveAttachment(attachment, path)`.

    The attachment is an emailAttach variable, or the name or number of a file in the structure. For a path that is a
    folder the file takes the attachment's own name, never a place outside of the folder.
    An emailAttach may stand in the second place.
    Source: email.md 3.9, 7 (G13) and 9.
    """
    import os

    if isinstance(path, Attach):
        attachment, path = path, attachment
    if not isinstance(path, str):
        raise WLError("the path of a file is expected here")
    if isinstance(attachment, Attach):
        name, content = file_name(attachment.name), attachment.content
    else:
        name, content = _of_structure(run.state(EmailStructure), run, attachment)
    target = run.world.files.resolve(path, writing=True)
    if os.path.isdir(target):
        if name in ("", ".", ".."):
            raise Failure("the attachment has no name; give the path of a file")
        target = run.world.files.resolve(os.path.join(target, name), writing=True)
    try:
        with run.world.files.open(target, "wb") as file:
            file.write(content)
    except OSError as error:
        raise Failure(f"the file {path} cannot be written: {error.strerror}", system=error.strerror or "") from None
    except ValueError:
        raise Failure("the path holds a character that no file name can have") from None
    return True


def _of_structure(email: EmailStructure, run: Run, attachment: Value) -> tuple[str, bytes]:
    """Name and content of an attachment of the structure, by file name or by number from 1."""
    paths = list(email.attach.items[: max(0, email.nb_attach)])
    for i, path in enumerate(paths, 1):
        if attachment == i or (isinstance(attachment, str) and attachment in (path, file_name(path))):
            received = _received(email, i - 1)
            return file_name(path), read_file(run, path) if received is None else received.content
    raise Failure("the structure Email has no such attachment")
