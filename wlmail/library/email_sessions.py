"""Session types of WLanguage, and the sessions that a run has open (email.md 1)."""

from __future__ import annotations

from wlmail.language.failing import tell
from wlmail.language.registry import prop, record, record_kind
from wlmail.library.email import EMAIL
from wlmail.library.email_constants import DEFAULT, IGNORE, IMPLICIT_TLS, PARAMETER_MODE, STARTTLS
from wlmail.library.email_oauth import AuthToken
from wlmail.library.email_outgoing import Outgoing
from wlmail.runtime import kinds
from wlmail.runtime.errors import Failure
from wlmail.runtime.records import Record
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, ClassVar

    from wlmail.mail.smtp import Connection, MailError, Settings

STRING, INT = kinds.STRING, kinds.INT4
DESKTOP = "{} is not available on this platform; use an SMTP, POP3 or IMAP session"
"""What a function of a client of the Windows desktop says (email.md 3.11)."""

_SESSION = (
    prop("ServerAddress", "AdresseServeur", "server_address", STRING),
    prop("Name", "Nom", "name", STRING),
    prop("Password", "MotDePasse", "password", STRING),
    prop("Port", "Port", "port", INT),
    prop("Option", "Option", "option", INT),
    prop("AuthToken", "AuthToken", "auth_token", record_kind(AuthToken, "AuthToken", ("AUTH",))),
    prop(
        "IgnoreError",
        "IgnoreErreur",
        "ignore_error",
        INT,
        aliases=("IgnoreErrors", "IgnoreErreurs"),
    ),
)


_OF_SENDERS = frozenset(("EmailCloseSession", "EmailProgressBar", "EmailSend", "EmailSendMessage", "EmailStartSession"))
"""The functions that take an SMTP session first."""
# fmt: off
_OF_READERS = _OF_SENDERS.union(
    (
        "EmailAddFolder", "EmailChangeFolder", "EmailChangeStatus", "EmailCopy", "EmailCurrentFolder",
        "EmailDeleteFolder", "EmailDeleteMessage", "EmailDestroy", "EmailGetAll", "EmailGetFlag", "EmailListFolder",
        "EmailMessageSize", "EmailNbMessage", "EmailReadFirst", "EmailReadFirstHeader", "EmailReadLast",
        "EmailReadLastHeader", "EmailReadMessage", "EmailReadMessageHeader", "EmailReadNext", "EmailReadNextHeader",
        "EmailReadPrevious", "EmailReadPreviousHeader", "EmailSeekFirst", "EmailSeekFirstNotes",
        "EmailStartNotesSession", "EmailStartOutlookSession", "EmailUpdate", "NotesCloseSession",
        "NotesStartSession",
    )
)
# fmt: on
"""Those that take any other session first; one that cannot send says so."""


class Session(Record):
    """What all session types have in common. Properties are read when the session is started (email.md 1.2, SM5).

    `hold` is what the variable has of its connection; a copy of the variable has the same one.
    """

    __slots__ = ("auth_token", "given_port", "hold", "ignore_error", "name", "option", "password", "server_address")
    STANDARD_PORTS: ClassVar[dict[int, int]] = {}

    def __init__(self) -> None:
        self.server_address = self.name = self.password = ""
        self.option = DEFAULT
        self.given_port: int | None = None
        self.auth_token = AuthToken()
        self.ignore_error = 0
        self.hold: Hold | None = None

    @property
    def opened(self) -> OpenedSession | None:
        """The connection that the variable stands for, open or not any more."""
        return None if self.hold is None else self.hold.opened

    @property
    def port(self) -> int:
        """The port; never assigned, the standard one of the option (email.md 1.3, TL1)."""
        return self.STANDARD_PORTS.get(self.option, 0) if self.given_port is None else self.given_port

    @port.setter
    def port(self, value: int) -> None:
        self.given_port = value

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other):
            return NotImplemented if not isinstance(other, Record) else False
        return all(getattr(self, attribute) == getattr(other, attribute) for attribute, _ in self.MEMBERS.values())

    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return f"<{self.TYPE_NAME} {self.name!r} on {self.server_address}:{self.port}>"


def _keep_hidden(cls: type[Session]) -> type[Session]:
    """A copy takes more than the properties: the connection, and whether a port was given at all."""
    cls.MEMBERS["\0port"] = ("given_port", kinds.VARIANT)
    cls.MEMBERS["\0hold"] = ("hold", kinds.VARIANT)
    return cls


@_keep_hidden
@record(
    "emailSMTPSession",
    "emailSessionSMTP",
    properties=(*_SESSION, prop("Asynchronous", "Asynchrone", "asynchronous", kinds.BOOLEAN)),
    prefixes=EMAIL,
    methods=_OF_SENDERS,
)
class SMTPSession(Session):
    """A session that sends (email.md 1.2).

    Asynchronous messages are built at once and sent in the background (email.md 3.3.5).
    """

    __slots__ = ("asynchronous",)
    PROTOCOL = "SMTP"
    STANDARD_PORTS: ClassVar = {DEFAULT: 25, STARTTLS: 587, IMPLICIT_TLS: 465}

    def __init__(self) -> None:
        super().__init__()
        self.asynchronous = False


@_keep_hidden
@record("emailPOP3Session", "emailSessionPOP3", properties=_SESSION, prefixes=EMAIL, methods=_OF_READERS)
class POP3Session(Session):
    """A session that reads by POP3 (email.md 1.4): it logs in and out, reading is not offered yet."""

    __slots__ = ()
    PROTOCOL = "POP3"
    STANDARD_PORTS: ClassVar = {DEFAULT: 110, STARTTLS: 110, IMPLICIT_TLS: 995}


@_keep_hidden
@record("emailIMAPSession", "emailSessionIMAP", properties=_SESSION, prefixes=EMAIL, methods=_OF_READERS)
class IMAPSession(Session):
    """A session that reads by IMAP (email.md 1.4): it logs in and out, reading is not offered yet."""

    __slots__ = ()
    PROTOCOL = "IMAP"
    STANDARD_PORTS: ClassVar = {DEFAULT: 143, STARTTLS: 143, IMPLICIT_TLS: 993}


class DesktopSession(Session):
    """A session of a client of the Windows desktop; the pages of these types could not be read, any property goes."""

    __slots__ = ("others",)
    ANY_MEMBER = True
    CLIENT = ""

    def __init__(self) -> None:
        super().__init__()
        self.others: dict[str, Any] = {}


@record("emailOutlookSession", "emailSessionOutlook", properties=_SESSION, prefixes=EMAIL, methods=_OF_READERS)
class OutlookSession(DesktopSession):
    """A session of the Outlook client, which exists on Windows only (email.md 1.4, 3.11)."""

    __slots__ = ()
    CLIENT = "Outlook"


@record("emailNotesSession", "emailSessionNotes", properties=_SESSION, prefixes=(*EMAIL, "NOTES"), methods=_OF_READERS)
class NotesSession(DesktopSession):
    """A session of the Lotus Notes client, which exists on Windows only (email.md 1.4, 3.11)."""

    __slots__ = ()
    CLIENT = "Lotus Notes"


class OpenedSession:
    """A session that was started: its connection and what was asked for it. `by_name`: no variable stands for it.

    `protocol` is "SMTP", "POP3" or "IMAP"; only the first has a connection that sends.
    """

    __slots__ = ("asynchronous", "by_name", "connection", "is_busy", "name", "protocol", "settings")

    def __init__(
        self,
        connection: Connection,
        settings: Settings,
        name: str,
        asynchronous: bool,
        by_name: bool,
        protocol: str = "SMTP",
    ) -> None:
        self.connection = connection
        self.settings = settings
        self.name = name
        self.asynchronous = asynchronous
        self.by_name = by_name
        self.protocol = protocol
        self.is_busy = False
        """In the middle of a message, of which a procedure of the program is being told."""


class Hold:
    """What a session variable and its copies have in common: when the last of them is gone, the session is over.

    `opened` is None for one that could not be started; `failed` tells why.
    """

    __slots__ = ("failed", "opened", "sessions")

    def __init__(self, opened: OpenedSession | None, sessions: Sessions, failed: str = "") -> None:
        self.opened = opened
        self.sessions = sessions
        self.failed = failed

    def __del__(self) -> None:
        # No more than a note: Python calls this wherever it happens to be, and QUIT waits for the server.
        if self.opened is not None:
            self.sessions.abandoned.append(self.opened)


class Sessions:
    """The sessions of one run, the time-out, and what becomes of its messages. `run.state(Sessions)`."""

    __slots__ = ("_not_started", "_opened", "abandoned", "gauges", "outgoing", "parameters", "run", "timeout", "told")

    def __init__(self) -> None:
        self.timeout = 600.0
        """Longest silence of a server, in seconds (email.md 3.2)."""
        self.parameters: dict[int, Any] = {}
        """What EmailConfigure stored."""
        self.gauges: dict[str | None, Any] = {}
        """What EmailProgressBar registered, by the name of the session; None: for all."""
        self.abandoned: list[OpenedSession] = []
        """Sessions whose variables have gone out of scope, to be closed at the next occasion (email.md 1.6)."""
        self.told: set[str] = set()
        self.outgoing = Outgoing()
        self.run: Run | None = None
        """The run that has started a session."""
        self._opened: list[OpenedSession] = []
        self._not_started: dict[str, str] = {}

    def __iter__(self) -> Iterator[OpenedSession]:
        """The open sessions, the oldest first."""
        return iter(self._opened.copy())

    def add(self, opened: OpenedSession) -> None:
        """Registers a session. It is also known by its name, whichever way it was started (email.md 1.1)."""
        self._opened.append(opened)
        self._not_started.pop(opened.name, None)

    def not_started(self, session: Session | str, failed: str) -> None:
        """Keeps why the start of a session failed, for programs that go on as if it had not."""
        if isinstance(session, str):
            self._not_started[session] = failed
        else:
            session.hold = Hold(None, self, failed)

    def make_way(self, name: str, protocol: str) -> None:
        """Ends what the start of a session ends: the one of this protocol that was started by this name, and what
        nobody has any more.

        A variable keeps its session; two of them may have one name.
        """
        self.end_abandoned()
        for opened in self:
            if opened.by_name and (opened.name, opened.protocol) == (name, protocol):
                self.end(opened)

    def end(self, opened: OpenedSession) -> None:
        """Says goodbye to the server (QUIT) and forgets the session; a session already closed is no error."""
        if opened in self._opened:
            self._opened.remove(opened)
        if opened.is_busy:
            opened.connection.abort()  # QUIT would become a line of the message
        else:
            opened.connection.close()

    def end_abandoned(self) -> None:
        while self.abandoned:
            self.end(self.abandoned.pop())

    def of(self, session: Session | str) -> OpenedSession | None:
        """The open session that sends for a variable or a user name: of several with one name, the latest."""
        for opened in self.legs(session):
            if opened.protocol == "SMTP":
                return opened
        return None

    def legs(self, session: Session | str) -> list[OpenedSession]:
        """All that a variable or a user name stands for: under one name one session of each protocol, the latest
        (email.md 1.1)."""
        self.end_abandoned()
        if isinstance(session, str):
            by_protocol = {opened.protocol: opened for opened in self._opened if opened.name == session}
            return list(by_protocol.values())
        return [session.opened] if session.opened in self._opened else []

    def started(self, run: Run, session: Session | str) -> OpenedSession:
        """The same, for sending. Raises Failure when it is not started, or when the server has closed it."""
        found = self.of(session)
        if found is None:
            if isinstance(session, str):
                failed = self._not_started.get(session, "")
            else:
                failed = session.hold.failed if session.hold is not None else ""
            if self.legs(session):
                raise Failure("this session cannot send; an SMTP session is needed")
            if failed:
                raise Failure(f"the session is not started: {failed}")
            start = "EmailOuvreSession" if run.french else "EmailStartSession"
            raise Failure(f"the session is not started; call {start} first")
        if found.is_busy:
            raise Failure("the session is in the middle of another message")
        if found.connection.is_closed:
            self.end(found)
            raise Failure(f"the session is closed: {found.connection.end}; start it again")
        return found

    def tell_once(self, run: Run, notice: str) -> None:
        if notice not in self.told:
            self.told.add(notice)
            tell(run, notice)

    def ignored_checks(self, run: Run, flags: int) -> set[str]:
        """The certificate checks that IgnoreError leaves out: none before EmailConfigure set the mode (TL5)."""
        if flags and self.parameters.get(PARAMETER_MODE) != 1:
            self.tell_once(run, "IgnoreError has no effect without EmailConfigure(emailParameterMode, 1)")
            return set()
        return {check for flag, check in IGNORE.items() if flags & flag}

    def close(self) -> None:
        """The program has ended: every open session is closed, the latest first; what is in the background is sent."""
        self.end_abandoned()
        try:
            for opened in reversed(list(self)):
                self.end(opened)
        finally:
            if self.run is not None:
                self.outgoing.wait(self.run, self.timeout)


def failure(run: Run, error: MailError) -> Failure:
    """A failure of the mail room as one of the program, in its language: with the server's answer, the phase, cause and
    remedy. It holds no secret (email.md 0.3)."""
    from wlmail.mail.failures import explain, phase_told

    return Failure(explain(error, run.french), error.code or 0, error.reply, phase_told(error, run.french))
