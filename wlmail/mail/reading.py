"""Sessions that read mail: opened, logged in and closed. What POP3 and IMAP have in common (email.md 1.4).

The standard library speaks the protocols, on sockets that wait no longer than the time-out. Reading itself comes later.
"""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING

from wlmail.mail import sasl, tls
from wlmail.mail.connecting import Address, connected_socket, plain_host
from wlmail.mail.failures import failed
from wlmail.mail.login import cheated, nothing_in_common, refused
from wlmail.mail.replies import readable
from wlmail.mail.smtp import MailError, Security, Settings

if TYPE_CHECKING:
    import imaplib
    import poplib

QUIT_TIMEOUT = 10.0

MOST_LINES = 1000
"""Lines of an answer to one command, as long as nothing is read but what the server can do."""

ENDLESS = "a reply without end"


class Refused(Exception):
    """The server said no; the text is its own."""


class NotSpoken(Exception):
    """What came is not of this protocol; the text is what came."""


class NoStartTLS(Exception):
    pass


class Talk:
    """One protocol (`mail.pop3`, `mail.imap`), by a client of the standard library on a socket of ours; greeted.

    All but `cut` raise Refused, NotSpoken, EOFError and OSError.
    """

    def __init__(self, client: poplib.POP3 | imaplib.IMAP4) -> None:
        self._client = client

    def start_tls(self, context: ssl.SSLContext) -> None:
        """Encrypts what is not yet. Raises NoStartTLS."""
        raise NotImplementedError

    def offered(self) -> set[str]:
        """SASL mechanisms, and USER for the protocol's own login."""
        raise NotImplementedError

    def ask(self, mechanism: str, talk: sasl.Conversation) -> None:
        """Logs in by a mechanism."""
        raise NotImplementedError

    def own_login(self, user: str, password: str) -> None:
        """Logs in by the protocol's own command."""
        raise NotImplementedError

    def quit(self) -> None:
        """Says goodbye."""
        raise NotImplementedError

    def certificate(self) -> bytes:
        """What the server showed, DER."""
        assert isinstance(self._client.sock, ssl.SSLSocket)
        return self._client.sock.getpeercert(binary_form=True) or b""

    def hurry(self, seconds: float) -> None:
        """The server has no more than `seconds` for each of its answers from now on."""
        self._client.sock.settimeout(seconds)

    def cut(self) -> None:
        """Closes the connection without a word."""
        # poplib has none any more after a goodbye.
        if self._client.sock is not None:
            _cut(self._client.sock)


def _cut(sock: socket.socket) -> None:
    """Closes a connection at once, even where a client of the standard library still holds a file of it."""
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        sock.close()


class ReadingConnection:
    """An open session with a POP3 or IMAP server. `protocol` is its name."""

    def __init__(self, settings: Settings, protocol: str, talk: Talk) -> None:
        self.settings = settings
        self.protocol = protocol
        self.is_open = True
        self.end = ""
        self._talk = talk

    def close(self) -> None:
        """Logs out and closes. Never raises an error of the network; closing twice is no error."""
        if not self.is_open:
            return
        self.is_open = False
        try:
            self._talk.hurry(min(self.settings.timeout, QUIT_TIMEOUT))
            self._talk.quit()
        except (Refused, NotSpoken, OSError, EOFError):
            pass
        finally:
            self._talk.cut()

    def abort(self) -> None:
        """Closes the connection without a word."""
        self.is_open = False
        self._talk.cut()


def open_reading(
    settings: Settings, protocol: str, addresses: list[Address], contexts: dict[object, ssl.SSLContext]
) -> ReadingConnection:
    """Connects, encrypts and logs in; `protocol` is "POP3" or "IMAP". Raises MailError; nothing stays open then."""
    if not settings.wants_login:
        raise failed("no-password", phase="login", facts={"protocol": protocol})
    context = None
    if settings.security is not Security.NONE:
        checks = tls.Checks(settings)
        if checks.wants_certificate:
            looking = _begin(settings, protocol, addresses, tls.unchecked_context())
            try:
                checks.look_at(looking.certificate())
            finally:
                looking.cut()
        context = checks.context(contexts)
    talk = _begin(settings, protocol, addresses, context)
    try:
        _login(talk, settings)
    except BaseException as error:
        talk.cut()
        if isinstance(error, OSError | EOFError | NotSpoken):
            raise _explained(error, settings, protocol, "login") from None
        raise
    return ReadingConnection(settings, protocol, talk)


def _begin(settings: Settings, protocol: str, addresses: list[Address], context: ssl.SSLContext | None) -> Talk:
    """Connected, greeted, and encrypted as the settings ask."""
    from wlmail.mail.imap import IMAP
    from wlmail.mail.pop3 import POP3

    kind = POP3 if protocol == "POP3" else IMAP
    sock = connected_socket(settings, addresses)
    talk: Talk | None = None
    try:
        sock.settimeout(settings.timeout)
        host = plain_host(settings.host)
        if context is not None and settings.security is Security.TLS:
            sock = context.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
            sock.do_handshake()
        talk = kind(sock, host)
        if context is not None and settings.security is Security.STARTTLS:
            talk.start_tls(context)
    except BaseException as error:
        if talk is None:
            _cut(sock)
        else:
            talk.cut()
        if isinstance(error, OSError | EOFError | Refused | NotSpoken | NoStartTLS):
            raise _explained(error, settings, protocol, "connect") from None
        raise
    return talk


def _login(talk: Talk, settings: Settings) -> None:
    encrypted = settings.security is not Security.NONE
    offered = talk.offered()
    known = sasl.choose(offered, token=bool(settings.token), encrypted=encrypted)
    try:
        if known:
            mechanism = known[0]
            user, password, token = settings.user, settings.password, settings.token
            conversation = sasl.converse(mechanism, user, password, token, settings.host, settings.port)
            try:
                talk.ask(mechanism, conversation)
            except Refused as error:
                reason = readable(conversation.reason)
                raise Refused(f"{error} {reason}".strip()) from None
            except (sasl.Confused, sasl.Unproven) as error:
                raise cheated(error, settings, mechanism) from None
            if not conversation.proven:
                raise cheated(sasl.Unproven(), settings, mechanism)
        elif "USER" in offered and not settings.token:
            talk.own_login(sasl.prepared(settings.user, "user"), sasl.prepared(settings.password, "password"))
        else:
            raise nothing_in_common(settings, offered - {"USER"}, encrypted)
    except Refused as error:
        raise refused(settings, str(error)) from None


def _explained(error: Exception, settings: Settings, protocol: str, phase: str) -> MailError:
    facts: dict[str, object] = {"host": settings.host, "port": settings.port, "protocol": protocol}
    facts["seconds"] = f"{settings.timeout:g}"
    encrypted = settings.security is not Security.NONE
    if isinstance(error, NoStartTLS):
        return failed("no-starttls", phase="tls", facts=facts)
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return tls.explain(error, settings.host, settings.port)
    if isinstance(error, Refused):
        return failed("session-refused", phase=phase, reply=readable(str(error).encode()), facts=facts)
    if isinstance(error, NotSpoken):
        return failed("not-this-protocol", phase=phase, facts={**facts, "sent": readable(str(error).encode(), 100)})
    if isinstance(error, TimeoutError):
        if phase == "login":
            what = {"what": f"was silent for {settings.timeout:g} seconds"}
            what["what_fr"] = f"est resté muet pendant {settings.timeout:g} secondes"
            return failed("login-lost", phase=phase, facts={**facts, **what})
        return failed("silent-tls" if encrypted else "silent", phase=phase, facts=facts)
    if phase == "login":
        what = {"what": "closed the connection", "what_fr": "a fermé la connexion"}
        return failed("login-lost", phase=phase, facts={**facts, **what})
    if isinstance(error, EOFError | ConnectionError | ssl.SSLError):
        if settings.security is Security.TLS:
            return tls.explain(error, settings.host, settings.port)
        return failed("closed-early", phase=phase, facts=facts)
    return failed("unreachable", phase=phase, facts={**facts, "reason": getattr(error, "strerror", None) or error})
