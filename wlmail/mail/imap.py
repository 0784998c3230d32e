"""IMAP (RFC 3501): connection, encryption, login and goodbye, by `imaplib`."""

from __future__ import annotations

import imaplib
import socket
import ssl
from contextlib import suppress

from wlmail.mail import sasl
from wlmail.mail.reading import QUIT_TIMEOUT, NoStartTLS, NotSpoken, Refused
from wlmail.mail.smtp import Security, Settings


class IMAP:
    def __init__(self, settings: Settings, context: ssl.SSLContext | None) -> None:
        host, port, timeout = settings.host.strip("[]"), settings.port, settings.timeout
        self._timeout = timeout
        # Made in two steps: a constructor that fails would leave its connection open, and nobody to close it.
        self._imap: imaplib.IMAP4
        try:
            if settings.security is Security.TLS:
                self._imap = secure = imaplib.IMAP4_SSL.__new__(imaplib.IMAP4_SSL)
                imaplib.IMAP4_SSL.__init__(secure, host, port, ssl_context=context, timeout=timeout)
            else:
                self._imap = imaplib.IMAP4.__new__(imaplib.IMAP4)
                imaplib.IMAP4.__init__(self._imap, host, port, timeout=timeout)
            if settings.security is Security.STARTTLS:
                self._start_tls(context)
        except BaseException as error:
            self.cut()
            if isinstance(error, imaplib.IMAP4.error):
                raise _greeting(error) from None
            raise

    def _start_tls(self, context: ssl.SSLContext | None) -> None:
        if "STARTTLS" not in self._imap.capabilities:
            raise NoStartTLS
        try:
            self._imap.starttls(context)
        except imaplib.IMAP4.error:
            raise NoStartTLS from None

    def certificate(self) -> bytes:
        assert isinstance(self._imap.sock, ssl.SSLSocket)
        return self._imap.sock.getpeercert(binary_form=True) or b""

    def offered(self) -> set[str]:
        told = {str(capability).upper() for capability in self._imap.capabilities}
        mechanisms = {capability.removeprefix("AUTH=") for capability in told if capability.startswith("AUTH=")}
        return mechanisms | (set() if "LOGINDISABLED" in told else {"USER"})

    def ask(self, mechanism: str, talk: sasl.Conversation) -> None:
        cheat: list[Exception] = []
        first = [] if talk.first is None else [talk.first]

        def answer(challenge: bytes) -> bytes | None:
            try:
                return first.pop() if first else talk.answer(challenge)
            except (sasl.Confused, sasl.Unproven) as error:
                cheat.append(error)
                return None  # imaplib cancels the login then

        try:
            self._imap.authenticate(mechanism, answer)
        except imaplib.IMAP4.error as error:
            raise cheat[0] if cheat else _said(error) from None

    def own_login(self, user: str, password: str) -> None:
        # imaplib's own choice of ASCII would refuse accents, which servers take.
        self._imap._encoding = "utf-8"  # type: ignore[attr-defined]
        try:
            quoted = user.replace("\\", "\\\\").replace('"', '\\"')
            self._imap.login(f'"{quoted}"', password)
        except imaplib.IMAP4.error as error:
            raise _said(error) from None

    def quit(self) -> None:
        self._imap.sock.settimeout(min(self._timeout, QUIT_TIMEOUT))
        try:
            self._imap.logout()
        except imaplib.IMAP4.error as error:
            raise _said(error) from None

    def cut(self) -> None:
        sock = getattr(self._imap, "sock", None)
        if sock is not None:
            with suppress(OSError):
                # Closed at once even where imaplib still holds a file of it.
                sock.shutdown(socket.SHUT_RDWR)
            with suppress(OSError):
                sock.close()


def _said(error: imaplib.IMAP4.error) -> Exception:
    """The server's text; imaplib's errors hold it, or words of its own when the conversation is over."""
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    if isinstance(error, imaplib.IMAP4.abort):
        bye = text.partition("BYE ")[2] if "BYE" in text else ""
        return Refused(bye) if bye else EOFError()
    return Refused(text)


def _greeting(error: imaplib.IMAP4.error) -> Exception:
    """The same for what came instead of a greeting: `* BYE …` of a server that is busy, or no IMAP at all."""
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    if "BYE" in text:
        return Refused(text.partition("BYE ")[2].rstrip("'\""))
    if "unexpected response" in text:
        return NotSpoken(text.partition(": ")[2].removeprefix("b").strip("'\""))
    return EOFError() if "EOF" in text else NotSpoken(text)
