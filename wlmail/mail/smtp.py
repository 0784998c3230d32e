"""An SMTP session as the rest of the program sees it: its settings, its errors, and sending a message (email.md 3.3.1).

`Portal.connect` opens a `Connection`. A message is transmitted once at most: nothing here tries again.
"""

from __future__ import annotations

from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING

from wlmail.mail.protocol import Delivery
from wlmail.mail.replies import Offer, Reply, WireError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from wlmail.mail.envelope import Envelope
    from wlmail.mail.portal import Portal
    from wlmail.mail.spool import Spool
    from wlmail.mail.wire import Wire

    Opening = Callable[[], tuple[Wire, Offer]]

OUTCOME_UNKNOWN = (
    "the message was with the server already, whose answer had not come: its outcome is unknown, it may or may not"
    " arrive; do not send it again unchecked"
)
"""The note that an interruption (Ctrl-C, a time limit) carries when it cut off the answer to a whole message."""

QUIT_TIMEOUT = 10.0
"""Seconds that a server has for its goodbye, which nobody needs."""


class Security(Enum):
    """When TLS begins: never, after STARTTLS (usually port 587), or with the first byte (usually port 465)."""

    NONE = "none"
    STARTTLS = "STARTTLS"
    TLS = "TLS"


class Settings:
    """How to reach a server. Its `repr` shows no secret.

    `timeout` is the longest silence of the server, in seconds; it may be changed while a connection is open.
    `ignore` names certificate checks to leave out: "issuer", "name", "expired", "revocation" (see `mail.tls`).
    `token`, an OAuth 2.0 access token, wins over `password`; without both there is no login. `local_hostname` is the
    name given in EHLO, "" for one that is found out. `crl` is a file with certificate revocation lists, "" for none.
    `deadline` is the most seconds that the sending of one message may take, None for any number; `connections` how many
    an asynchronous session may have, where the server allows that many.
    """

    __slots__ = (
        "allow_clear_login",
        "connections",
        "crl",
        "deadline",
        "host",
        "ignore",
        "local_hostname",
        "password",
        "port",
        "security",
        "timeout",
        "token",
        "user",
    )

    def __init__(
        self,
        host: str,
        port: int,
        security: Security = Security.NONE,
        user: str = "",
        password: str = "",
        token: str = "",
        timeout: float = 600.0,
        ignore: Collection[str] = (),
        allow_clear_login: bool = False,
        local_hostname: str = "",
        crl: str = "",
    ) -> None:
        self.host = host
        self.port = port
        self.security = security
        self.user = user
        self.password = password
        self.token = token
        self.timeout = timeout
        self.ignore = ignore
        self.allow_clear_login = allow_clear_login
        self.local_hostname = local_hostname
        self.crl = crl
        self.deadline: float | None = None
        self.connections = 8

    @property
    def wants_login(self) -> bool:
        return bool(self.password or self.token)

    def __repr__(self) -> str:
        login = "token" if self.token else "password" if self.password else "no login"
        return f"<Settings {self.host}:{self.port} {self.security.value}, {self.user or 'nobody'}, {login}>"


class MailError(Exception):
    """What went wrong with a server. `message` is a sentence with the cause, and the remedy for the common ones.

    `phase`: "connect", "tls", "login", "mail", "rcpt", "data" or "quit". `code` and `reply` are what the server
    answered, if it did. `kind` and `facts` name its sentence in the catalogue (`mail.failures`, which makes most of
    these errors and tells them whole). Never holds a password or a token.
    """

    def __init__(
        self,
        message: str,
        *,
        phase: str,
        code: int | None = None,
        reply: str = "",
        kind: str = "",
        facts: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.phase = phase
        self.code = code
        self.reply = reply
        self.kind = kind
        self.facts = facts or {}


class SendResult:
    """The message is accepted. `refused` holds the recipients that do not get it: address → (code, text)."""

    __slots__ = ("refused", "reply")

    def __init__(self, reply: str, refused: dict[str, tuple[int, str]]) -> None:
        self.reply = reply
        self.refused = refused


class Connection:
    """An open session with one server. Made by `Portal.connect`; used from the thread that made it.

    `send` waits for the server's answer; `post` hands the message to the background. A session does the one or the
    other: from its first `post` on, its connection belongs to the spool.
    """

    def __init__(self, portal: Portal, settings: Settings, wire: Wire, offer: Offer, another: Opening) -> None:
        """`another` opens one more connection to the same server."""
        self.settings = settings
        self.offer = offer
        self._portal = portal
        self._wire = wire
        self._another = another
        self._said_goodbye = False
        self._spool: Spool | None = None

    @property
    def extensions(self) -> dict[str, str]:
        """What the server offers (EHLO), by keyword in lower case, with its parameters."""
        return self.offer.extensions

    @property
    def is_closed(self) -> bool:
        """This side or the server has closed the connection, as far as has been noticed."""
        return self._said_goodbye or not (self._wire.is_open if self._spool is None else self._spool.is_open)

    @property
    def has_ended(self) -> bool:
        """Closed, and nothing is under way in the background any more."""
        return self.is_closed and (self._spool is None or self._spool.has_ended)

    @property
    def is_open(self) -> bool:
        """False once this side or the server has closed the connection. Looks whether a goodbye of the server waits."""
        if self._spool is None and not self.is_closed:
            self._wire.look()
        return not self.is_closed

    @property
    def end(self) -> str:
        """How a connection that is not open any more came to its end, with the server's last words, if any."""
        if self._spool is not None:
            return self._spool.end
        return f"{self.settings.host} {self._wire.end}" if self._wire.end else "the connection to the server was lost"

    def send(self, envelope: Envelope, progress: Callable[[int], None] | None = None) -> SendResult:
        """Hands one message over. Returns when the server has accepted it for at least one recipient. `progress` is
        called between the pieces of a long message, with the bytes of each.

        Raises MailError: the message was not accepted, or the server's answer to it was lost (the text says which).
        An interruption passes; it carries the note OUTCOME_UNKNOWN once the whole message may be with the server.
        """
        if self._said_goodbye:
            raise MailError("The session is closed.", phase="mail")
        if self._spool is not None:
            raise MailError("The session sends in the background.", phase="mail")
        check(envelope, self.offer, self.settings)
        delivery = Delivery(envelope, self.offer)
        if progress is not None:
            follow = progress

            def watched(size: int) -> None:
                follow(size)
                # It may have closed the session: then no more is sent, and least of all the end.
                self._wire.check()

            delivery.progress = watched
        lost: WireError | None = None
        try:
            self._wire.carry(delivery, self.settings.timeout, self.settings.deadline)
        except WireError as error:
            lost = error
        except BaseException as error:
            # Ctrl-C, a time limit, an error of ours: the server must not take half a message for a whole one.
            self.abort()
            if delivery.final is not None:
                error.add_note(f"the server had accepted the message already, for {', '.join(delivery.delivered)}")
            elif delivery.in_doubt:
                error.add_note(OUTCOME_UNKNOWN)
            raise
        return outcome(delivery, self.settings, lost)

    def post(self, number: int, envelope: Envelope) -> None:
        """Queues one message for the background; `take_reports` tells what became of it, by its number.

        Raises MailError: the session is closed, or the server has said beforehand that it will not take the message.
        """
        if self._said_goodbye:
            raise MailError("The session is closed.", phase="mail")
        check(envelope, self.offer, self.settings)
        self.background().put(number, envelope)

    def background(self) -> Spool:
        """What sends in the background; from now on the connection belongs to it."""
        if self._spool is None:
            from wlmail.mail.spool import Spool

            self._spool = Spool(self.settings, self._wire, self.offer, self._another)
        return self._spool

    @property
    def spool(self) -> Spool | None:
        """What waits in the background; None as long as nothing was posted."""
        return self._spool

    def close(self) -> None:
        """Says QUIT and closes. Never raises an error of the network; closing twice is no error.

        A session with messages in the background does so when they are sent, and this does not wait for it.
        """
        if self._said_goodbye:
            return
        self._said_goodbye = True
        if self._spool is not None:
            self._spool.finish()
            return
        self._portal.forget(self)
        try:
            if self._wire.is_open:
                with suppress(WireError):
                    self._wire.command(b"QUIT", min(self.settings.timeout, QUIT_TIMEOUT))
                    self._wire.close()
        finally:
            self._wire.abort()

    def abort(self) -> None:
        """Closes the connection without a word: what is under way must not be finished."""
        self._said_goodbye = True
        self._portal.forget(self)
        if self._spool is not None:
            self._spool.abort()
        else:
            self._wire.abort()


def check(envelope: Envelope, offer: Offer, settings: Settings) -> None:
    """Raises MailError for what cannot be sent, or what the server says beforehand that it will not take."""
    size, limit = len(envelope.data), offer.size_limit
    if not envelope.recipients:
        raise MailError("The message has no recipient.", phase="rcpt")
    for address in (envelope.sender, *envelope.recipients):
        if not address.isprintable():
            raise MailError("An address holds a control character.", phase="mail")
    if limit is not None and size > limit:
        raise _failure("too-big", "mail", settings, size=size, limit=limit)
    if envelope.needs_smtputf8 and "smtputf8" not in offer.extensions:
        raise _failure("no-smtputf8", "mail", settings)


def outcome(delivery: Delivery, settings: Settings, lost: WireError | None = None) -> SendResult:
    """What has become of a delivery that is done, or cut off by `lost`. Raises MailError when nobody gets the message,
    and when nobody can know."""
    if delivery.is_complete and lost is None:
        return SendResult(str(delivery.final), {})
    refused = {address: (reply.code, reply.text) for address, reply in delivery.refused.items()}
    if delivery.final is not None and lost is None and delivery.failure is None and not delivery.unsent:
        return SendResult(str(delivery.final), refused)
    error = _failed(delivery, settings, lost)
    if delivery.final is None:
        raise error
    # Accepted for some; the others, as far as they were not refused one by one, share the reason.
    refused.update((address, (error.code or 0, error.reply or error.message)) for address in delivery.unsent)
    return SendResult(str(delivery.final), refused)


_REFUSED = {"mail": "sender-refused", "data": "message-not-taken", "content": "message-refused"}


def _failed(delivery: Delivery, settings: Settings, lost: WireError | None) -> MailError:
    if lost is not None and delivery.failure is None and delivery.unsent:
        from wlmail.mail.failures import broken

        kind, phase = ("outcome-unknown", "data") if delivery.in_doubt else ("not-sent", delivery.phase)
        return _failure(kind, phase, settings, None, **broken(lost))
    if delivery.failure is not None:
        phase, reply = delivery.failure
        kind = _REFUSED.get(phase, "session-closed")
        if reply.code == 421 and phase != "content":
            kind = "session-closed"
        phase = "data" if phase == "content" else phase
        return _failure(kind, phase, settings, reply, sender=delivery.envelope.sender)
    refused = delivery.refused
    reasons = ", ".join(f"{address} ({reply.code} {reply.text})" for address, reply in refused.items())
    kind = "recipients-refused" if len(refused) > 1 else "recipient-refused"
    return _failure(kind, "rcpt", settings, next(reversed(refused.values())), reasons=reasons)


def _failure(kind: str, phase: str, settings: Settings, reply: Reply | None = None, **facts: object) -> MailError:
    """The error of a kind that the catalogue has (`failures.toml`), with the server's answer."""
    from wlmail.mail.failures import failed

    facts["host"] = settings.host
    if reply is None:
        return failed(kind, phase=phase, facts=facts)
    return failed(kind, phase=phase, code=reply.code, reply=reply.text, facts=facts)
