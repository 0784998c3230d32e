"""IMAP (RFC 3501): connection, encryption, login and goodbye, by `imaplib`."""

from __future__ import annotations

import imaplib
import socket
import ssl

from wlmail.mail import sasl
from wlmail.mail.reading import Answers, NoStartTLS, NotSpoken, Refused, Talk


class _Client(imaplib.IMAP4):
    """The standard library's client, on a socket that is connected already; it reads by way of `answers`."""

    def __init__(self, sock: socket.socket, host: str, answers: Answers) -> None:
        self._given = sock
        self._answers = answers
        super().__init__(host)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        # What a server can do is no reason to fail, whatever bytes it says it in.
        self._encoding = "latin-1"
        return self._given

    def send(self, data: bytes) -> None:  # type: ignore[override]
        self._answers.begin()
        super().send(data)

    def readline(self) -> bytes:
        return self._answers.line(self.sock)

    def read(self, size: int) -> bytes:
        return self._answers.exactly(size, self.sock)


class IMAP(Talk):
    _client: imaplib.IMAP4

    def __init__(self, sock: socket.socket, host: str, answers: Answers) -> None:
        """Waits for the greeting; `host` is the name for TLS."""
        try:
            super().__init__(_Client(sock, host, answers), answers)
        except imaplib.IMAP4.error:
            raise _said(answers.last) from None

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
            if cheat:
                # The server asks on although the login was cancelled, and imaplib would cancel for ever.
                raise cheat[0]
            try:
                return first.pop() if first else talk.answer(challenge)
            except (sasl.Confused, sasl.Unproven) as error:
                cheat.append(error)
                return None  # imaplib cancels the login then

        try:
            self._client.authenticate(mechanism, answer)
        except imaplib.IMAP4.error:
            raise cheat[0] if cheat else _said(self._answers.last) from None
        except ValueError:
            # A challenge that is no base64.
            raise NotSpoken(self._answers.last.decode("utf-8", "replace")) from None

    def own_login(self, user: str, password: str) -> None:
        # imaplib's own choice of ASCII would refuse accents, which servers take.
        self._client._encoding = "utf-8"  # type: ignore[attr-defined]
        try:
            quoted = user.replace("\\", "\\\\").replace('"', '\\"')
            self._client.login(f'"{quoted}"', password)
        except imaplib.IMAP4.error:
            raise _said(self._answers.last) from None

    def quit(self) -> None:
        try:
            self._client.logout()
        except imaplib.IMAP4.error:
            raise _said(self._answers.last) from None


def _said(line: bytes) -> Exception:
    """What the server's last line means, of a greeting or a login that failed.

    imaplib's errors hold it as `repr` would print it: nobody could find a password in that.
    """
    text = line.decode("utf-8", "replace").strip()
    if not text:
        return EOFError()
    _, status, reason = [*text.split(" ", 2), "", ""][:3]
    return Refused(reason) if status.upper() in ("NO", "BAD", "BYE") else NotSpoken(text)
