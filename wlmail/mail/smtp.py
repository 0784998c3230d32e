"""An SMTP session as the rest of the program sees it: its settings, its errors, and sending a message (email.md 3.3.1).

`Portal.connect` opens a `Connection`. A message is transmitted once at most: nothing here tries again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from enum import Enum
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from wlmail.mail.envelope import Envelope
    from wlmail.mail.portal import Portal
    from wlmail.mail.wire import Reply, Wire, WireError

_LONE_LINE_END = re.compile(rb"\r\n|\r|\n")
OUTCOME_UNKNOWN = (
    "the message was with the server already, whose answer had not come: its outcome is unknown, it may or may not"
    " arrive; do not send it again unchecked"
)
"""The note that an interruption (Ctrl-C, a time limit) carries when it cut off the answer to a whole message."""

_QUIT_TIMEOUT = 10.0
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
    """

    __slots__ = (
        "allow_clear_login",
        "crl",
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
    """The message is accepted. `refused` holds the recipients that are not: address → (code, text)."""

    __slots__ = ("refused", "reply")

    def __init__(self, reply: str, refused: dict[str, tuple[int, str]]) -> None:
        self.reply = reply
        self.refused = refused


class Connection:
    """An open session with one server. Made by `Portal.connect`; used from the thread that made it."""

    def __init__(self, portal: Portal, settings: Settings, wire: Wire, extensions: dict[str, str]) -> None:
        self.settings = settings
        self.extensions = extensions
        """What the server offers (EHLO), by keyword in lower case, with its parameters."""
        self._portal = portal
        self._wire = wire
        self._said_goodbye = False

    @property
    def is_open(self) -> bool:
        """False once this side or the server has closed the connection, as far as is known without asking."""
        if not self._said_goodbye and self._wire.is_open:
            self._portal.look()
        return not self._said_goodbye and self._wire.is_open

    @property
    def end(self) -> str:
        """How a connection that is not open any more came to its end, with the server's last words, if any."""
        return f"{self.settings.host} {self._wire.end}" if self._wire.end else "the connection to the server was lost"

    def send(self, envelope: Envelope) -> SendResult:
        """Hands one message over. Returns when the server has accepted it for at least one recipient.

        Raises MailError: the message was not accepted, or the server's answer to it was lost (the text says which).
        An interruption passes; it carries the note OUTCOME_UNKNOWN once the whole message may be with the server.
        """
        self._wire.sent_whole = False
        try:
            return self._portal.run(self._send(envelope))
        except MailError:
            raise
        except BaseException as error:
            if self._wire.sent_whole:
                error.add_note(OUTCOME_UNKNOWN)
            raise

    def close(self) -> None:
        """Says QUIT and closes. Never raises an error of the network; closing twice is no error."""
        if self._said_goodbye:
            return
        self._said_goodbye = True
        self._portal.forget(self)
        self._portal.run(self._close())

    def abort(self) -> None:
        """Closes the connection without a word: what is under way must not be finished."""
        self._said_goodbye = True
        self._portal.forget(self)
        self._wire.abort()

    async def _send(self, envelope: Envelope) -> SendResult:
        try:
            return await self._deliver(envelope)
        except MailError:
            raise
        except BaseException:
            # Ctrl-C, a time limit, an error of ours: the server must not take half a message for a whole one.
            self.abort()
            raise

    async def _deliver(self, envelope: Envelope) -> SendResult:
        if self._said_goodbye:
            raise MailError("The session is closed.", phase="mail")
        data = dot_stuffed(envelope.data)
        reply = await self._command("mail", b"MAIL FROM:" + self._path(envelope.sender) + self._options(envelope, data))
        if not reply.is_positive:
            self._refuse("mail", "sender-refused", reply, sender=envelope.sender)
        refused: dict[str, tuple[int, str]] = {}
        for recipient in envelope.recipients:
            reply = await self._command("rcpt", b"RCPT TO:" + self._path(recipient))
            if not reply.is_positive:
                refused[recipient] = (reply.code, reply.text)
        if len(refused) == len(envelope.recipients):
            await self._reset()
            reasons = ", ".join(f"{address} ({code} {text})" for address, (code, text) in refused.items())
            kind = "recipients-refused" if len(refused) > 1 else "recipient-refused"
            self._refuse("rcpt", kind, reply, reasons=reasons)
        reply = await self._command("data", b"DATA")
        if reply.code != 354:
            await self._reset()
            self._refuse("data", "message-not-taken", reply)
        return SendResult(str(await self._content(data)), refused)

    async def _content(self, data: bytes) -> Reply:
        """Sends the content and returns the server's acceptance."""
        from wlmail.mail.wire import WireError

        timeout, whole = self.settings.timeout, False
        try:
            early = await self._wire.write(data, timeout)
            whole = early is None
            reply = early or await self._wire.reply(timeout)
        except WireError as error:
            # Only from the last piece on can the server have seen the final dot.
            if whole:
                self._lost("data", error, "outcome-unknown")
            self._lost("data", error)
        if early is not None or reply.code == 421:
            # The rest of the content would be taken for commands; 421 announces the end.
            self.abort()
        if early is not None or not reply.is_positive:
            self._refuse("data", "message-refused", reply)
        return reply

    async def _close(self) -> None:
        from wlmail.mail.wire import WireError

        timeout = min(self.settings.timeout, _QUIT_TIMEOUT)
        try:
            if self._wire.is_open:
                await self._wire.command(b"QUIT", timeout)
        except WireError:
            pass
        except BaseException:
            self._wire.abort()
            raise
        await self._wire.closed(1.0)

    async def _command(self, phase: str, line: bytes) -> Reply:
        from wlmail.mail.wire import WireError

        try:
            reply = await self._wire.command(line, self.settings.timeout)
        except WireError as error:
            self._lost(phase, error)
        except ValueError:
            raise MailError("An address holds a control character.", phase=phase) from None
        if reply.code == 421:
            self.abort()
            self._refuse(phase, "session-closed", reply)
        return reply

    async def _reset(self) -> None:
        """Ends a transaction that failed, so that the next message starts afresh."""
        from wlmail.mail.wire import WireError

        try:
            reply = await self._wire.command(b"RSET", self.settings.timeout)
        except WireError:
            return
        if not reply.is_positive:
            self.abort()

    def _path(self, address: str) -> bytes:
        return b"<" + address.encode("utf-8") + b">"

    def _options(self, envelope: Envelope, data: bytes) -> bytes:
        """The parameters of MAIL FROM. Raises MailError for what the server says beforehand that it will not take."""
        options = b""
        if "size" in self.extensions:
            limit = self.extensions["size"].strip()
            if limit.isdecimal() and 0 < int(limit) < len(envelope.data):
                self._fail("mail", "too-big", size=len(envelope.data), limit=limit)
            options += b" SIZE=%d" % len(data)
        if envelope.needs_smtputf8:
            if "smtputf8" not in self.extensions:
                self._fail("mail", "no-smtputf8")
            options += b" SMTPUTF8"
        if "8bitmime" in self.extensions and not envelope.data.isascii():
            options += b" BODY=8BITMIME"
        return options

    def _refuse(self, phase: str, kind: str, reply: Reply, **facts: object) -> NoReturn:
        """Raises what the server's answer means; `kind` is one of the catalogue's (`failures.toml`)."""
        from wlmail.mail.failures import failed

        facts["host"] = self.settings.host
        raise failed(kind, phase=phase, code=reply.code, reply=reply.text, facts=facts)

    def _lost(self, phase: str, error: WireError, kind: str = "not-sent") -> NoReturn:
        from wlmail.mail.failures import broken

        self.abort()
        self._fail(phase, kind, **broken(error))

    def _fail(self, phase: str, kind: str, **facts: object) -> NoReturn:
        from wlmail.mail.failures import failed

        raise failed(kind, phase=phase, facts={"host": self.settings.host, **facts}) from None


def dot_stuffed(data: bytes) -> bytes:
    """The content as DATA carries it: CRLF line ends only, dots doubled at the start of lines, the final dot."""
    if not (data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r")):
        data = _LONE_LINE_END.sub(b"\r\n", data)
    if b"\r\n." in data:
        data = data.replace(b"\r\n.", b"\r\n..")
    if data.startswith(b"."):
        data = b"." + data
    return data + (b".\r\n" if data.endswith(b"\r\n") or not data else b"\r\n.\r\n")
