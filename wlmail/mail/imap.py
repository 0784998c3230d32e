"""IMAP (RFC 3501): connection, encryption, login and goodbye, by `imaplib`."""

from __future__ import annotations

import imaplib
import socket
import ssl

from wlmail.mail import sasl
from wlmail.mail.reading import ENDLESS, MOST_LINES, NoStartTLS, NotSpoken, Refused, Talk


class _Client(imaplib.IMAP4):
    """The standard library's client, on a socket that is connected already; no reply is endless."""

    def __init__(self, sock: socket.socket, host: str) -> None:
        self._given = sock
        self._lines = 0
        super().__init__(host)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return self._given

    def send(self, data: bytes) -> None:  # type: ignore[override]
        self._lines = 0
        super().send(data)

    def readline(self) -> bytes:
        self._lines += 1
        if self._lines > MOST_LINES:
            raise NotSpoken(ENDLESS)
        return super().readline()


class IMAP(Talk):
    _client: imaplib.IMAP4

    def __init__(self, sock: socket.socket, host: str) -> None:
        """Waits for the greeting; `host` is the name for TLS."""
        try:
            super().__init__(_Client(sock, host))
        except imaplib.IMAP4.error as error:
            raise _greeting(error) from None

    def start_tls(self, context: ssl.SSLContext) -> None:
        if "STARTTLS" not in self._client.capabilities:
            raise NoStartTLS
        try:
            self._client.starttls(context)
        except imaplib.IMAP4.error:
            raise NoStartTLS from None

    def offered(self) -> set[str]:
        told = {str(capability).upper() for capability in self._client.capabilities}
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
            self._client.authenticate(mechanism, answer)
        except imaplib.IMAP4.error as error:
            raise cheat[0] if cheat else _said(error) from None

    def own_login(self, user: str, password: str) -> None:
        # imaplib's own choice of ASCII would refuse accents, which servers take.
        self._client._encoding = "utf-8"  # type: ignore[attr-defined]
        try:
            quoted = user.replace("\\", "\\\\").replace('"', '\\"')
            self._client.login(f'"{quoted}"', password)
        except imaplib.IMAP4.error as error:
            raise _said(error) from None

    def quit(self) -> None:
        try:
            self._client.logout()
        except imaplib.IMAP4.error as error:
            raise _said(error) from None


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
