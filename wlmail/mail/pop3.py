"""POP3 (RFC 1939, 2595, 5034): connection, encryption, login and goodbye, by `poplib`."""

from __future__ import annotations

import poplib
import socket
import ssl
from base64 import b64decode, b64encode
from contextlib import suppress

from wlmail.mail import sasl
from wlmail.mail.reading import QUIT_TIMEOUT, NoStartTLS, NotSpoken, Refused
from wlmail.mail.smtp import Security, Settings


class POP3:
    def __init__(self, settings: Settings, context: ssl.SSLContext | None) -> None:
        host, port, timeout = settings.host.strip("[]"), settings.port, settings.timeout
        self._timeout = timeout
        # Made in two steps: a constructor that fails would leave its connection open, and nobody to close it.
        self._pop: poplib.POP3
        try:
            if settings.security is Security.TLS:
                self._pop = secure = poplib.POP3_SSL.__new__(poplib.POP3_SSL)
                poplib.POP3_SSL.__init__(secure, host, port, timeout=timeout, context=context)
            else:
                self._pop = poplib.POP3.__new__(poplib.POP3)
                poplib.POP3.__init__(self._pop, host, port, timeout=timeout)
            if settings.security is Security.STARTTLS:
                self._start_tls(context)
        except BaseException as error:
            self.cut()
            if isinstance(error, poplib.error_proto):
                raise _said(error) from None
            raise

    def _start_tls(self, context: ssl.SSLContext | None) -> None:
        try:
            if "STLS" not in self._pop.capa():
                raise NoStartTLS
            self._pop.stls(context)
        except poplib.error_proto:
            raise NoStartTLS from None

    def certificate(self) -> bytes:
        assert isinstance(self._pop.sock, ssl.SSLSocket)
        return self._pop.sock.getpeercert(binary_form=True) or b""

    def offered(self) -> set[str]:
        try:
            told = self._pop.capa()
        except poplib.error_proto:
            # An old server: it knows USER and PASS, as every server did.
            return {"USER"}
        mechanisms = {mechanism.upper() for mechanism in told.get("SASL", [])}
        return mechanisms | ({"USER"} if "USER" in told or not mechanisms else set())

    def ask(self, mechanism: str, talk: sasl.Conversation) -> None:
        try:
            # An initial answer would make lines longer than servers must take (RFC 5034, 4), tokens above all.
            said = self._command(f"AUTH {mechanism}")
            first = talk.first
            while not said.startswith(b"+OK"):
                answer = talk.answer(_challenge(said)) if first is None else first
                first = None
                said = self._command(b64encode(answer).decode())
        except poplib.error_proto as error:
            raise _said(error) from None
        except (sasl.Confused, sasl.Unproven):
            with suppress(poplib.error_proto):
                self._command("*")
            raise

    def own_login(self, user: str, password: str) -> None:
        try:
            self._pop.user(user)
            self._pop.pass_(password)
        except poplib.error_proto as error:
            raise _said(error) from None

    def quit(self) -> None:
        self._pop.sock.settimeout(min(self._timeout, QUIT_TIMEOUT))
        try:
            self._pop.quit()
        except poplib.error_proto as error:
            raise _said(error) from None

    def cut(self) -> None:
        # Not `close`, which waits until everything unsent is sent.
        sock = getattr(self._pop, "sock", None)
        if sock is not None:
            with suppress(OSError):
                # Closed at once even where poplib still holds a file of it.
                sock.shutdown(socket.SHUT_RDWR)
            with suppress(OSError):
                sock.close()

    def _command(self, line: str) -> bytes:
        return bytes(self._pop._shortcmd(line))  # type: ignore[attr-defined]


def _said(error: poplib.error_proto) -> Exception:
    """What the server said: poplib's error holds the line as it came, or words of its own."""
    said = error.args[0] if error.args else b""
    if said == "-ERR EOF":  # poplib's own words
        return EOFError()
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    if text.upper().startswith("-ERR"):
        return Refused(text[4:].strip())
    return NotSpoken(text)


def _challenge(said: bytes) -> bytes:
    try:
        return b64decode(said[1:].strip())
    except ValueError:
        return b""
