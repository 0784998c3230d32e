"""E-mail functions that are known but do nothing here: they return their failure value, and ErrorInfo tells why.

Reading mail comes with the reading sessions (email.md 3.5 to 3.8); clients of the Windows desktop never (3.11). A
program that calls one goes on, as it does in the original when the server or the client is missing.
"""

from __future__ import annotations

from wlmail.language.registry import family, recognised, record_kind
from wlmail.library.email import Email, EmailStructure
from wlmail.library.email_sessions import DESKTOP, DesktopSession
from wlmail.runtime.arrays import Array
from wlmail.runtime.errors import Failure
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

READING = "reading mail (POP3, IMAP) is not offered yet"


def _finds_nothing(run: Run, arguments: tuple[Any, ...]) -> None:
    """Out of the message becomes True: otherwise a loop `WHILE NOT Email.Out` would never end."""
    found = next((a for a in arguments if isinstance(a, Email | EmailStructure)), None)
    (found or run.state(EmailStructure)).out = True
    _needs_no_desktop(run, arguments)


def _needs_no_desktop(run: Run, arguments: tuple[Any, ...]) -> None:
    """A session of a desktop client never reads, whatever is offered later."""
    if arguments and isinstance(arguments[0], DesktopSession):
        raise Failure(DESKTOP.format(arguments[0].CLIENT))


def _known(
    english: str,
    french: str,
    result: Any,
    because: str,
    *,
    aliases: tuple[str, ...] = (),
    finds_nothing: bool = False,
) -> None:
    before = _finds_nothing if finds_nothing else _needs_no_desktop
    recognised(
        globals(), english, french, because, on_failure=result, aliases=aliases, before=before, source="email.md 3"
    )


def _no_messages() -> Array:
    return Array(record_kind(Email, "Email"))


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
    _known(_english, _french, False, READING, aliases=_aliases, finds_nothing=True)

_known("EmailGetAll", "EmailRécupèreTout", _no_messages, READING)
_known("EmailNbMessage", "EmailNbMessage", -1, READING)
_known("EmailMessageSize", "EmailTailleMessage", -1, READING, aliases=("EmailSizeMessage", "EmailMsgSize"))
_known("EmailDeleteMessage", "EmailSupprimeMessage", False, READING)
_known("EmailDestroy", "EmailDétruit", False, READING, aliases=("EmailExpunge",))
_known("EmailCopy", "EmailCopie", False, READING)
_known("EmailUpdate", "EmailMiseAJour", False, READING)
_known("EmailChangeStatus", "EmailChangeEtat", False, READING)
_known(
    "EmailGetFlag",
    "EmailRécupèreIndicateur",
    "",
    READING,
    aliases=("EmailGetIndicator", "EmailRetrieveFlag"),
)
_known("EmailListFolder", "EmailListeDossier", "", READING)
_known("EmailCurrentFolder", "EmailDossierCourant", "", READING)
_known("EmailChangeFolder", "EmailChangeDossier", False, READING)
_known("EmailAddFolder", "EmailAjouteDossier", False, READING)
_known("EmailDeleteFolder", "EmailSupprimeDossier", False, READING)

_OUTLOOK, _NOTES, _CLIENT = (
    DESKTOP.format("Outlook"),
    DESKTOP.format("Lotus Notes"),
    DESKTOP.format("native mail client"),
)
_known("EmailStartOutlookSession", "EmailOuvreSessionOutlook", False, _OUTLOOK)
_known("OutlookStartSession", "OutlookOuvreSession", False, _OUTLOOK)
_known("OutlookListProfile", "OutlookListeProfil", "", _OUTLOOK)
_known("OutlookDefaultProfile", "OutlookProfilDéfaut", "", _OUTLOOK)
_known("EmailStartNotesSession", "EmailOuvreSessionNotes", False, _NOTES)
_known("EmailSeekFirstNotes", "EmailCherchePremierNotes", False, _NOTES, finds_nothing=True)
_known("NotesStartSession", "NotesOuvreSession", False, _NOTES)
_known("NotesCloseSession", "NotesFermeSession", False, _NOTES)
__getattr__ = family("Notes", __name__, _NOTES, "email.md 3.11")
_known("EmailRunApp", "EmailLanceAppli", False, _CLIENT)
_known("EmailOpenMail", "EmailOuvreMessagerie", False, _CLIENT, aliases=("EmailOpenMailbox",))
_known("EmailAppGetArchitecture", "EmailAppRécupèreArchitecture", 0, _CLIENT)

recognised(
    globals(),
    "ToEmail",
    "VersEmail",
    "the HTML edit control is not available on this platform; assign the HTML to the message's property HTML",
    source="email.md 3.9 and 3.11",
)
