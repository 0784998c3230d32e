"""E-mail functions that are known but do nothing here: they return their failure value, and ErrorInfo tells why.

Reading mail comes with the reading sessions (email.md 3.5 to 3.8); clients of the Windows desktop never (3.11). A
program that calls one goes on, as it does in the original when the server or the client is missing.
"""

from __future__ import annotations

from wlmail.language.registry import Value, function, record_kind
from wlmail.library.email import Email, EmailStructure
from wlmail.runtime.arrays import Array
from wlmail.runtime.errors import Failure
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

READING = "reading mail (POP3, IMAP) is not offered yet"
DESKTOP = "{} is not available on this platform; use an SMTP, POP3 or IMAP session"


def _known(
    english: str,
    french: str,
    result: Any,
    because: str,
    source: str,
    *,
    aliases: tuple[str, ...] = (),
    finds_nothing: bool = False,
) -> None:
    """Registers a function that takes anything and fails. `finds_nothing`: Out of its message becomes True."""

    def fail(run: Run, *arguments: Value) -> Any:
        if finds_nothing:
            # Otherwise a loop `WHILE NOT Email.Out` would never end.
            found = next((a for a in arguments if isinstance(a, Email | EmailStructure)), None)
            (found or run.state(EmailStructure)).out = True
        raise Failure(because)

    fail.__name__ = fail.__qualname__ = english
    fail.__doc__ = f"Returns its failure value: {because}.\n\nSource: email.md {source}."
    fail.__annotations__["return"] = Array if result is _no_messages else type(result)
    globals()[english] = function(english, french, aliases=aliases, on_failure=result)(fail)


def _no_messages() -> Array:
    return Array(record_kind(Email, "Email"))


_known("EmailStartPOP3Session", "EmailOuvreSessionPOP3", False, READING, "3.1")
_known("EmailStartIMAPSession", "EmailOuvreSessionIMAP", False, READING, "3.1")

for _english, _french, _aliases in (
    ("EmailReadFirst", "EmailLitPremier", ()),
    ("EmailReadNext", "EmailLitSuivant", ()),
    ("EmailReadPrevious", "EmailLitPrécédent", ()),
    ("EmailReadLast", "EmailLitDernier", ()),
    ("EmailReadMessage", "EmailLitMessage", ()),
    ("EmailReadFirstHeader", "EmailLitEntêtePremier", ()),
    ("EmailReadNextHeader", "EmailLitEntêteSuivant", ()),
    ("EmailReadPreviousHeader", "EmailLitEntêtePrécédent", ()),
    ("EmailReadLastHeader", "EmailLitEntêteDernier", ()),
    ("EmailReadMessageHeader", "EmailLitEntêteMessage", ()),
    ("EmailSeekFirst", "EmailCherchePremier", ()),
):
    _known(_english, _french, False, READING, "3.5", aliases=_aliases, finds_nothing=True)

_known("EmailImportSource", "EmailImporteSource", False, "reading a Source back is not offered yet", "3.3.4")
_known("EmailGetAll", "EmailRécupèreTout", _no_messages, READING, "3.5")
_known("EmailNbMessage", "EmailNbMessage", -1, READING, "3.5")
_known("EmailMessageSize", "EmailTailleMessage", -1, READING, "3.5", aliases=("EmailSizeMessage", "EmailMsgSize"))
_known("EmailDeleteMessage", "EmailSupprimeMessage", False, READING, "3.6")
_known("EmailDestroy", "EmailDétruit", False, READING, "3.6", aliases=("EmailExpunge",))
_known("EmailCopy", "EmailCopie", False, READING, "3.6")
_known("EmailUpdate", "EmailMiseAJour", False, READING, "3.6")
_known("EmailChangeStatus", "EmailChangeEtat", False, READING, "3.6")
_known(
    "EmailGetFlag",
    "EmailRécupèreIndicateur",
    "",
    READING,
    "3.6",
    aliases=("EmailGetIndicator", "EmailRetrieveFlag"),
)
_known("EmailListFolder", "EmailListeDossier", "", READING, "3.7")
_known("EmailCurrentFolder", "EmailDossierCourant", "", READING, "3.7")
_known("EmailChangeFolder", "EmailChangeDossier", False, READING, "3.7")
_known("EmailAddFolder", "EmailAjouteDossier", False, READING, "3.7")
_known("EmailDeleteFolder", "EmailSupprimeDossier", False, READING, "3.7")

_OUTLOOK, _NOTES, _CLIENT = (
    DESKTOP.format("Outlook"),
    DESKTOP.format("Lotus Notes"),
    DESKTOP.format("native mail client"),
)
_known(
    "EmailStartOutlookSession",
    "EmailOuvreSessionOutlook",
    False,
    _OUTLOOK,
    "3.11",
    aliases=("OutlookStartSession", "OutlookOuvreSession"),
)
_known("OutlookListProfile", "OutlookListeProfil", "", _OUTLOOK, "3.11")
_known("OutlookDefaultProfile", "OutlookProfilDéfaut", "", _OUTLOOK, "3.11")
_known("EmailStartNotesSession", "EmailOuvreSessionNotes", False, _NOTES, "3.11")
_known("EmailSeekFirstNotes", "EmailCherchePremierNotes", False, _NOTES, "3.11", finds_nothing=True)
_known("NotesStartSession", "NotesOuvreSession", False, _NOTES, "3.11")
_known("NotesCloseSession", "NotesFermeSession", False, _NOTES, "3.11")
_known("EmailRunApp", "EmailLanceAppli", False, _CLIENT, "3.11")
_known("EmailOpenMail", "EmailOuvreMessagerie", False, _CLIENT, "3.11", aliases=("EmailOpenMailbox",))
_known("EmailAppGetArchitecture", "EmailAppRécupèreArchitecture", 0, _CLIENT, "3.11")


@function("EmailProgressBar", "EmailJauge")
def EmailProgressBar(run: Run, *arguments: Value) -> None:
    """Would show the progress of long operations in a gauge; there is none to show.

    Source: email.md 3.10.
    """
