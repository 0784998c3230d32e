"""POP3 (RFC 1939, 2595, 5034): connection, encryption, login and goodbye, by `poplib`."""

from __future__ import annotations

import poplib
import socket
import ssl
from base64 import b64decode, b64encode
from contextlib import suppress

from wlmail.mail import sasl
from wlmail.mail.reading import Answers, NoStartTLS, NotSpoken, Refused, Talk

_EOF = "-ERR EOF"  # poplib's own words


class _Client(poplib.POP3):
    """The standard library's client, on a socket that is connected already; it reads by way of `answers`."""

    def __init__(self, sock: socket.socket, host: str, answers: Answers) -> None:
        self._given = sock
        self._answers = answers
        super().__init__(host, timeout=answers.seconds)

    def _create_socket(self, timeout: float) -> socket.socket:
        return self._given

    def _putline(self, line: bytes) -> None:
        self._answers.begin()
        super()._putline(line)  # type: ignore[misc]

    def _getline(self) -> tuple[bytes, int]:
        line = self._answers.line(self.sock)
        if not line:
            raise poplib.error_proto(_EOF)
        return line.strip(b"\r\n"), len(line)


class POP3(Talk):
    _client: poplib.POP3

    def __init__(self, sock: socket.socket, host: str, answers: Answers) -> None:
        """Waits for the greeting; `host` is the name for TLS."""
        try:
            super().__init__(_Client(sock, host, answers), answers)
        except poplib.error_proto as error:
            raise _said(error) from None

    def start_tls(self, context: ssl.SSLContext) -> None:
        try:
            if "STLS" not in self._client.capa():
                raise NoStartTLS
            self._client.stls(context)
        except poplib.error_proto:
            raise NoStartTLS from None

    def offered(self) -> set[str]:
        try:
            told = self._client.capa()
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
            self._client.user(user)
            self._client.pass_(password)
        except poplib.error_proto as error:
            raise _said(error) from None

    def quit(self) -> None:
        try:
            self._client.quit()
        except poplib.error_proto as error:
            raise _said(error) from None

    def _command(self, line: str) -> bytes:
        return bytes(self._client._shortcmd(line))  # type: ignore[attr-defined]


def _said(error: poplib.error_proto) -> Exception:
    """What the server said: poplib's error holds the line as it came, or words of its own."""
    said = error.args[0] if error.args else b""
    if said == _EOF:
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
