"""Sessions that read mail: opened, logged in and closed. What POP3 and IMAP have in common (email.md 1.4).

The standard library speaks the protocols, on sockets that wait no longer than the time-out. Reading itself comes later.
"""

from __future__ import annotations

import socket
import ssl
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from wlmail.mail import sasl, tls
from wlmail.mail.connecting import Address, connected_socket, plain_host
from wlmail.mail.failures import failed
from wlmail.mail.login import cheated, nothing_in_common, refused, without_secrets
from wlmail.mail.replies import readable
from wlmail.mail.smtp import MailError, Security, Settings

if TYPE_CHECKING:
    import imaplib
    import poplib

QUIT_TIMEOUT = 10.0

MOST_BYTES = 64 * 1024
"""Bytes of an answer to one command, as long as nothing is read but what the server can do."""

_AT_ONCE = 4096
"""Bytes that are read at once."""

_ENDLESS = "a reply without end"
_SILENT = ("was silent for", "est resté muet pendant")
_LATE = ("had not finished after", "n'avait pas fini au bout de")


class Refused(Exception):
    """The server said no; the text is its own."""


class NotSpoken(Exception):
    """What came is not of this protocol; the text is what came."""


class NoStartTLS(Exception):
    pass


class Late(TimeoutError):
    """The server was not silent, but did not finish its answer in time."""


class Answers:
    """What a server says, line by line. The answer to a command has `seconds` and `MOST_BYTES`, both for the whole.

    Raises NotSpoken, TimeoutError and OSError. The clients of the standard library would count the seconds of a
    server that drips from each byte, and take as much as a server announces.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.last = b""
        """The line that came last; empty at the end of the connection."""
        self._sock: socket.socket | None = None
        self._buffer = bytearray()
        self.begin()

    def begin(self) -> None:
        """A command goes out, or the greeting is due: what comes from now on is the answer."""
        self.last = b""
        self._left = MOST_BYTES
        self._end = time.monotonic() + self.seconds

    def line(self, sock: socket.socket) -> bytes:
        """The next line, with its end; less at the end of the connection."""
        self._drop_what_came_on_another(sock)
        start = 0
        while not (end := self._buffer.find(b"\n", start) + 1):
            start = len(self._buffer)
            if not self._receive(sock):
                end = start
                break
        self.last = self._take(end)
        return self.last

    def exactly(self, size: int, sock: socket.socket) -> bytes:
        """The next `size` bytes; less at the end of the connection."""
        self._drop_what_came_on_another(sock)
        while len(self._buffer) < size and self._receive(sock):
            pass
        return self._take(size)

    def _drop_what_came_on_another(self, sock: socket.socket) -> None:
        """What came in clear is no part of what comes under TLS."""
        if sock is not self._sock:
            self._sock = sock
            self._buffer.clear()

    def _receive(self, sock: socket.socket) -> bool:
        if len(self._buffer) >= self._left:
            raise NotSpoken(_ENDLESS)
        remaining = self._end - time.monotonic()
        began = self._left < MOST_BYTES or bool(self._buffer)
        try:
            if remaining <= 0:
                raise TimeoutError
            sock.settimeout(remaining)
            got = sock.recv(_AT_ONCE)
        except TimeoutError:
            raise Late if began else TimeoutError from None
        finally:
            sock.settimeout(self.seconds)
        self._buffer += got
        return bool(got)

    def _take(self, size: int) -> bytes:
        if size > self._left:
            raise NotSpoken(_ENDLESS)
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        self._left -= len(taken)
        return taken


class Talk:
    """One protocol (`mail.pop3`, `mail.imap`), by a client of the standard library on a socket of ours; greeted.

    All but `cut` raise Refused, NotSpoken, EOFError and OSError.
    """

    def __init__(self, client: poplib.POP3 | imaplib.IMAP4, answers: Answers) -> None:
        self._client = client
        self._answers = answers

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
        self._answers.seconds = seconds
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
        talk = kind(sock, host, Answers(settings.timeout))
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
        # A server that does not know the command may repeat it: the password is in its answer then.
        sent = without_secrets(str(error), settings) if phase == "login" else str(error)
        return failed("not-this-protocol", phase=phase, facts={**facts, "sent": readable(sent.encode(), 100)})
    if isinstance(error, TimeoutError):
        if phase == "login":
            english, french = _LATE if isinstance(error, Late) else _SILENT
            what = {"what": f"{english} {settings.timeout:g} seconds"}
            what["what_fr"] = f"{french} {settings.timeout:g} secondes"
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
