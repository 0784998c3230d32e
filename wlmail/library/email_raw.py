"""EmailSend: sending the raw source of a message that stands in a file (email.md 3.3.2)."""

from __future__ import annotations

import re

from wlmail.language.failing import told
from wlmail.language.registry import Value, function
from wlmail.library.email import EmailStructure
from wlmail.library.email_messages import read_file
from wlmail.library.email_sessions import Sessions
from wlmail.library.smtp import deliver, note_identifier, sender_session
from wlmail.runtime.errors import Failure
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wlmail.mail.addresses import Mailbox
    from wlmail.mail.envelope import Envelope

_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:[^\n]*\n?(?:[ \t]+[^\n]*\n?)*")


@function("EmailSend", "EmailEnvoie", on_failure=False)
def send_file(run: Run, session: Value, file: str) -> bool:
    """Sends the raw source of a message, from a file, as it stands; for advanced use: `EmailSend(session, file)`.

    Only line ends become CR LF, and the headers Bcc and Resent-Bcc are taken out. The envelope is that of the
    structure when Email.NbRecipient is not 0, else From, To, Cc and Bcc of the file.
    Source: email.md 3.3.2.
    """
    structure = run.state(EmailStructure)
    try:
        opened = run.state(Sessions).started(run, sender_session(session))
        envelope = envelope_of_source(read_file(run, file), structure)
        note_identifier(structure, deliver(run, opened, envelope))
    except Failure as error:
        structure.error = told(run, error).message
        raise
    structure.error = ""
    return True


def envelope_of_source(data: bytes, structure: EmailStructure) -> Envelope:
    """The envelope of a raw source. Raises Failure without a sender or a recipient."""
    from wlmail.mail.envelope import Envelope

    data = re.sub(rb"\r\n|\r|\n", b"\r\n", data.removeprefix(b"\xef\xbb\xbf"))
    fields, end = _fields(data)
    sender = _addresses(fields, b"from") or _addresses(fields, b"sender")
    if structure.nb_recipient > 0:
        lists = (
            structure.recipient.items[: structure.nb_recipient],
            structure.cc.items[: max(0, structure.nb_cc)],
            structure.bcc.items[: max(0, structure.nb_bcc)],
        )
        recipients = [_given(text) for texts in lists for text in texts if text.strip()]
        sender = _sender_of(structure) or sender
    else:
        recipients = [found for name in (b"to", b"cc", b"bcc") for found in _addresses(fields, name)]
    if not sender:
        raise Failure("the source has no sender (From)")
    if not recipients:
        raise Failure("the source has no recipient (To, Cc, Bcc)")
    kept = b"".join(field for name, field in fields if name not in (b"bcc", b"resent-bcc"))
    message_id = next((_text(field) for name, field in fields if name == b"message-id"), "")
    everybody = {mailbox.key: mailbox for mailbox in recipients}
    return Envelope(
        sender[0].address,
        [mailbox.address for mailbox in everybody.values()],
        kept + data[end:],
        message_id.strip(),
        any(mailbox.needs_smtputf8 for mailbox in (sender[0], *everybody.values())),
    )


def _sender_of(structure: EmailStructure) -> list[Mailbox]:
    """Sender, or SenderAddress where Sender is a mere name (2.6); nobody when it is empty. Raises Failure."""
    from wlmail.mail.addresses import AddressError, parse_mailbox

    if not structure.sender.strip():
        return []
    try:
        return [parse_mailbox(structure.sender)]
    except AddressError as error:
        if structure.sender_address.strip():
            return [_given(structure.sender_address)]
        raise Failure(error.message) from None


def _fields(data: bytes) -> tuple[list[tuple[bytes, bytes]], int]:
    """The header fields of a source with CRLF line ends, each with its lower-case name, and where they end."""
    fields: list[tuple[bytes, bytes]] = []
    end = 0
    while True:
        found = _FIELD.match(data, end)
        if not found:
            return fields, end
        fields.append((found[0].partition(b":")[0].strip().lower(), found[0]))
        end = found.end()


def _text(field: bytes) -> str:
    """The value of a field on one line."""
    return " ".join(field.partition(b":")[2].decode("utf-8", "replace").split())


def _addresses(fields: list[tuple[bytes, bytes]], wanted: bytes) -> list[Mailbox]:
    from wlmail.mail.addresses import read_mailboxes

    texts = [_text(field) for name, field in fields if name == wanted]
    # Read tolerantly, then checked: only what is an address goes into the envelope.
    return [_given(mailbox.address) for text in texts for mailbox in read_mailboxes(text)]


def _given(text: str) -> Mailbox:
    from wlmail.mail.addresses import AddressError, parse_mailbox

    try:
        return parse_mailbox(text)
    except AddressError as error:
        raise Failure(error.message) from None
