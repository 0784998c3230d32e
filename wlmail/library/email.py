"""The message types of WLanguage: Email, emailAttach, emailHeader and the historical structure Email (email.md 2)."""

from __future__ import annotations

from wlmail.language.registry import predefined, prop, record, record_kind
from wlmail.runtime import kinds
from wlmail.runtime.arrays import Array, GrowingArray
from wlmail.runtime.dates import DateTime
from wlmail.runtime.kinds import Kind
from wlmail.runtime.records import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

STRING, INT, BOOLEAN = kinds.STRING, kinds.INT4, kinds.BOOLEAN
EMAIL = ("EMAIL",)
"""Functions EmailXxx are methods Xxx of these types (email.md 6): those that take such a value first."""
_OF_MESSAGES = frozenset(
    ("EmailBuildSource", "EmailCopy", "EmailImportHTML", "EmailImportSource", "EmailLoadAttachedFile")
)

_NORMAL_PRIORITY = 1


@record(
    "emailAttach",
    "emailAttache",
    properties=(
        prop("Name", "Nom", "name", STRING),
        prop("Content", "Contenu", "content", kinds.BUFFER),
        prop("ContentType", "ContentType", "content_type", STRING),
        prop("ContentDescription", "ContentDescription", "content_description", STRING),
        prop("Identifier", "Identifiant", "identifier", STRING),
    ),
    prefixes=EMAIL,
    methods=frozenset(("EmailSaveAttachment",)),
)
class Attach(Record):
    """An attachment of a message. Without a Name it is not sent (email.md 2.3).

    `content_type` is guessed from the extension of the name when empty, `identifier` is the Content-ID without angle
    brackets. `received` is the type that an attachment of a message that was read had, and its parameters: as long as
    nobody changes the type, they are sent again.
    """

    __slots__ = ("content", "content_description", "content_type", "identifier", "name", "received")

    def __init__(
        self,
        name: str = "",
        content: bytes = b"",
        content_type: str = "",
        identifier: str = "",
        description: str = "",
    ) -> None:
        self.name = name
        self.content = content
        self.content_type = content_type
        self.content_description = description
        self.identifier = identifier
        self.received: tuple[str, tuple[tuple[str, str], ...]] = ("", ())

    def parameters_of(self, content_type: str) -> tuple[tuple[str, str], ...]:
        """What the message that was read said behind the type of this attachment; nothing of any other type."""
        return self.received[1] if self.received[0] == content_type else ()


Attach.MEMBERS["\0received"] = ("received", kinds.VARIANT)  # a copy is sent alike


@record(
    "emailHeader",
    "emailEntête",
    properties=(prop("Name", "Nom", "name", STRING), prop("Value", "Valeur", "value", STRING)),
)
class Header(Record):
    """One more header of a message (email.md 2.4), or one of a message that was read.

    `received` is what a message that was read had there: as long as nobody changes it, the properties of the Email
    speak for it when the message is sent again.
    """

    __slots__ = ("name", "received", "value")

    def __init__(self, name: str = "", value: str = "", received: tuple[str, str] | None = None) -> None:
        self.name = name
        self.value = value
        self.received = received

    def __copy__(self) -> Header:
        return Header(self.name, self.value, self.received)

    @property
    def is_as_received(self) -> bool:
        return self.received == (self.name, self.value)


_STRINGS = kinds.growing_array_of(STRING)
_ATTACHMENTS = kinds.growing_array_of(record_kind(Attach, "emailAttach"))
_HEADERS = kinds.growing_array_of(record_kind(Header, "emailHeader"))

# What the type and the structure have in common.
_COMMON = (
    prop("Sender", "Expéditeur", "sender", STRING),
    prop("SenderAddress", "AdresseExpéditeur", "sender_address", STRING),
    prop("Subject", "Sujet", "subject", STRING),
    prop("Message", "Message", "message", STRING),
    prop("HTML", "HTML", "html", STRING),
    prop("MessageID", "MessageID", "message_id", STRING),
    prop("Reference", "Référence", "reference", STRING),
    prop("Source", "Source", "source", STRING),
    prop("PlainText", "TexteBrut", "plain_text", STRING),
    prop("Out", "EnDehors", "out", BOOLEAN),
    prop("Error", "Erreur", "error", STRING),
    prop("ID", "ID", "id", STRING),
    prop("DispositionNotification", "ConfirmationLecture", "disposition_notification", BOOLEAN),
    prop("ReturnReceipt", "AccuséRéception", "return_receipt", BOOLEAN),
    prop("Priority", "Priorité", "priority", INT),
    prop("Confidentiality", "Confidentialité", "confidentiality", INT, aliases=("Sensitivity",)),
    prop("Certificate", "Certificat", "certificate", kinds.VARIANT),
)


class _Message(Record):
    """The members that the type Email and the structure Email share, at their defaults."""

    __slots__ = (
        "bcc",
        "cc",
        "certificate",
        "confidentiality",
        "disposition_notification",
        "error",
        "html",
        "id",
        "message",
        "message_id",
        "out",
        "plain_text",
        "priority",
        "recipient",
        "reference",
        "return_receipt",
        "sender",
        "sender_address",
        "source",
        "subject",
    )

    def __init__(self) -> None:
        self.sender = self.sender_address = self.subject = self.message = self.html = ""
        self.message_id = self.reference = self.source = self.plain_text = self.error = self.id = ""
        self.out = self.disposition_notification = self.return_receipt = False
        self.priority = _NORMAL_PRIORITY
        self.confidentiality = 0
        self.certificate: Any = None

    def __repr__(self) -> str:
        return f"<{self.TYPE_NAME} from {self.sender!r}, subject {self.subject!r}>"


@record(
    "Email",
    "Email",
    properties=(
        *_COMMON,
        prop("Recipient", "Destinataire", "recipient", _STRINGS),
        prop("Cc", "Cc", "cc", _STRINGS),
        prop("Bcc", "Cci", "bcc", _STRINGS),
        prop("Attach", "Attache", "attach", _ATTACHMENTS),
        prop("Header", "Entête", "header", _HEADERS),
        prop(
            "AsynchronousEmailIdentifier",
            "IdentifiantEmailAsynchrone",
            "asynchronous_identifier",
            STRING,
            aliases=("MailIdentifier", "IdentifiantMail"),
        ),
        prop("ReceptionDate", "DateRéception", "reception_date", kinds.DATETIME, aliases=("ReceiveDate",)),
        prop("SendDate", "DateEnvoi", "send_date", kinds.DATETIME),
    ),
    prefixes=EMAIL,
    methods=_OF_MESSAGES,
)
class Email(_Message):
    """A message held by a variable (email.md 2.1). The size of an array counts; empty elements are skipped."""

    __slots__ = ("asynchronous_identifier", "attach", "header", "reception_date", "send_date")

    def __init__(self) -> None:
        super().__init__()
        self.recipient = GrowingArray(STRING)
        self.cc = GrowingArray(STRING)
        self.bcc = GrowingArray(STRING)
        self.attach = GrowingArray(_ATTACHMENTS.element)
        self.header = GrowingArray(_HEADERS.element)
        self.asynchronous_identifier = ""
        self.reception_date: Any = _EMPTY_DATE
        self.send_date: Any = _EMPTY_DATE


_EMPTY_DATE = DateTime.from_text("")


class StructureArray(GrowingArray):
    """An array of the structure: `Email.Recipient = "x"` is `Email.Recipient[1] = "x"` (email.md 0.2)."""

    __slots__ = ()

    def assign(self, value: Any) -> None:
        if isinstance(value, Array):
            super().assign(value)
        else:
            self.put(1, value)


def _structure_array() -> StructureArray:
    return StructureArray(STRING)


_STRUCTURE_ARRAY = Kind(
    _STRINGS.name, "growing", _structure_array, _STRINGS.convert, element=STRING, prefixes=_STRINGS.prefixes
)


@predefined(
    "Email",
    properties=(
        *_COMMON,
        prop("Recipient", "Destinataire", "recipient", _STRUCTURE_ARRAY),
        prop("NbRecipient", "NbDestinataire", "nb_recipient", INT),
        prop("Cc", "Cc", "cc", _STRUCTURE_ARRAY),
        prop("NbCc", "NbCc", "nb_cc", INT),
        prop("Bcc", "Cci", "bcc", _STRUCTURE_ARRAY),
        prop("NbBcc", "NbCci", "nb_bcc", INT),
        prop("Attach", "Attache", "attach", _STRUCTURE_ARRAY),
        prop("NbAttach", "NbAttache", "nb_attach", INT),
        prop("AttachIdentifier", "IdentifiantAttache", "attach_identifier", _STRUCTURE_ARRAY),
        prop("AttachContentType", "AttacheContentType", "attach_content_type", _STRUCTURE_ARRAY),
        prop("MailIdentifier", "IdentifiantMail", "mail_identifier", kinds.INT8),
        prop("ReceptionDate", "DateRéception", "reception_date", STRING, aliases=("ReceiveDate",)),
    ),
    prefixes=EMAIL,
    methods=_OF_MESSAGES,
)
class EmailStructure(_Message):
    """The predefined structure Email (email.md 2.5): counters say how many elements count, attachments are paths.

    `received` holds the attachments of a message that was read, in their order.
    """

    __slots__ = (
        "attach",
        "attach_content_type",
        "attach_identifier",
        "mail_identifier",
        "nb_attach",
        "nb_bcc",
        "nb_cc",
        "nb_recipient",
        "received",
        "reception_date",
    )

    def __init__(self) -> None:
        super().__init__()
        self.recipient = _structure_array()
        self.cc = _structure_array()
        self.bcc = _structure_array()
        self.attach = _structure_array()
        self.attach_identifier = _structure_array()
        self.attach_content_type = _structure_array()
        self.nb_recipient = self.nb_cc = self.nb_bcc = self.nb_attach = 0
        self.mail_identifier = 0
        self.reception_date = ""
        self.received: list[Attach] = []
