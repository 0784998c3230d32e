"""An SMTP server that misbehaves as it is told, in a thread of its own: one connection after another, bounded."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress

Action = Callable[["Talk"], bool]
"""What a server does instead of its usual answer; False ends the connection."""

PATIENCE = 15.0
"""Seconds after which a server gives up waiting for its client."""


class Talk:
    """One connection, seen from the server."""

    def __init__(self, sock: socket.socket, server: ScriptedServer) -> None:
        self.sock = sock
        self.server = server
        self.buffer = b""
        self.encrypted = False
        self.said = ""
        self.received = b""
        """The content that came last."""
        self.accepted = 0
        """Recipients of the transaction that were answered with 250."""

    def say(self, *lines: str | bytes) -> bool:
        self.said = str(lines[0])
        self.sock.sendall(b"".join((line if isinstance(line, bytes) else line.encode()) + b"\r\n" for line in lines))
        return True

    def line(self) -> bytes | None:
        """The next line, None at the end of the connection."""
        while b"\n" not in self.buffer:
            got = self.sock.recv(65536)
            if not got:
                return None
            if not self.buffer:
                self.server.groups.append([])
            self.buffer += got
        line, _, self.buffer = self.buffer.partition(b"\n")
        line = line.rstrip(b"\r")
        if self.server.groups:
            self.server.groups[-1].append(line)
        return line

    def content(self) -> bytes | None:
        """A message up to its final dot."""
        received = bytearray(b"\r\n" + self.buffer)
        self.buffer = b""
        start = 0
        while (end := received.find(b"\r\n.\r\n", start)) < 0:
            start = max(0, len(received) - 4)
            got = self.sock.recv(65536)
            if not got:
                return None
            received += got
        # The commands of the next message may ride along.
        self.buffer = bytes(received[end + 5 :])
        return bytes(received[2 : end + 2]).replace(b"\r\n.", b"\r\n").removeprefix(b".")

    def chunk(self, size: int) -> bytes | None:
        while len(self.buffer) < size:
            got = self.sock.recv(65536)
            if not got:
                return None
            self.buffer += got
        data, self.buffer = self.buffer[:size], self.buffer[size:]
        return data

    def start_tls(self) -> None:
        assert self.server.context is not None
        self.buffer = b""
        self.sock = self.server.context.wrap_socket(self.sock, server_side=True)
        self.encrypted = True

    def stall(self) -> bool:
        """Silent until the client goes away, which is for it to do: a server that loses patience fails the test."""
        try:
            while self.sock.recv(65536):
                pass
        except TimeoutError:
            self.server.lost_patience = True
        except OSError:
            pass
        return False


class ScriptedServer:
    """Answers as a small, correct server, except for the verbs in `script`.

    The verbs are those of SMTP, and "greeting", "content" (after the message, before its reply), "answer" (of a
    login's conversation). `lines` holds what clients sent, `messages` what was accepted.
    """

    def __init__(
        self,
        script: dict[str, str | Action] | None = None,
        *,
        extensions: tuple[str, ...] = (),
        context: ssl.SSLContext | None = None,
        implicit_tls: bool = False,
        parallel: bool = False,
    ) -> None:
        """`parallel`: a thread for each connection, not one connection after another."""
        self.script = script or {}
        self.extensions = extensions
        self.context = context
        self.implicit_tls = implicit_tls
        self.parallel = parallel
        self.lines: list[bytes] = []
        self.messages: list[bytes] = []
        self.groups: list[list[bytes]] = []
        """Lines that came in one piece."""
        self.errors: list[BaseException] = []
        self.connections = 0
        self.lost_patience = False
        self._talks: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(PATIENCE)
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> ScriptedServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        # Wakes the thread out of accept(); a plain close does not on every system.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(PATIENCE)
        for talk in self._talks:
            talk.join(PATIENCE)
        assert not self._thread.is_alive()
        assert not self.lost_patience, "the client never gave up; the server did"

    @property
    def verbs(self) -> list[str]:
        return [line.split(b" ")[0].decode("ascii", "replace").upper() for line in self.lines]

    def _serve(self) -> None:
        for _ in range(20):
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            sock.settimeout(PATIENCE)
            if self.parallel:
                self._talks.append(threading.Thread(target=self._treat, args=[sock], daemon=True))
                self._talks[-1].start()
            else:
                self._treat(sock)

    def _treat(self, sock: socket.socket) -> None:
        talk = Talk(sock, self)
        try:
            if self.implicit_tls:
                talk.start_tls()
            self._talk(talk)
        except OSError as error:
            self.errors.append(error)
        finally:
            with suppress(OSError):
                talk.sock.close()
            with suppress(OSError):
                sock.close()

    def _talk(self, talk: Talk) -> None:
        if not self._act(talk, "greeting", "220 scripted.test ESMTP"):
            return
        while True:
            line = talk.line()
            if line is None:
                return
            self.lines.append(line)
            verb = line.split(b" ")[0].decode("ascii", "replace").upper()
            if verb == "EHLO":
                said = ["scripted.test", *self.extensions]
                if self.context and not talk.encrypted:
                    said.append("STARTTLS")
                lines = [f"250-{text}" for text in said[:-1]] + [f"250 {said[-1]}"]
                go_on = self._act(talk, verb, *lines)
            elif verb == "STARTTLS":
                go_on = self._act(talk, verb, "220 go ahead")
                if go_on and verb not in self.script:
                    talk.start_tls()
            elif verb == "AUTH":
                go_on = self._act(talk, verb, "235 welcome")
            elif verb == "DATA":
                go_on = self._act(talk, verb, "354 go on")
                if go_on and not isinstance(self.script.get(verb), str):
                    content = talk.content()
                    if content is None:
                        return
                    talk.received = content
                    # Asked before the answer: a test may change the script as soon as it has it.
                    usual = "content" not in self.script
                    go_on = self._act(talk, "content", "250 2.0.0 queued")
                    if usual:
                        self.messages.append(content)
            elif verb == "BDAT":
                content = talk.chunk(int(line.split()[1]))
                if content is None:
                    return
                talk.received = content
                usual = "content" not in self.script
                if not talk.accepted:
                    go_on = talk.say("503 5.5.1 no valid recipients")
                else:
                    go_on = self._act(talk, "content", "250 2.0.0 queued")
                    if usual:
                        self.messages.append(content)
            elif verb == "QUIT":
                self._act(talk, verb, "221 bye")
                return
            else:
                go_on = self._act(talk, verb, "250 ok")
                if verb == "MAIL":
                    talk.accepted = 0
                talk.accepted += verb == "RCPT" and talk.said.startswith("2")
            if not go_on:
                return

    def _act(self, talk: Talk, verb: str, *usual: str) -> bool:
        action = self.script.get(verb)
        if action is None:
            return talk.say(*usual)
        if isinstance(action, str):
            return talk.say(action)
        return action(talk)


def hang_up(talk: Talk) -> bool:
    return False


def stall(talk: Talk) -> bool:
    return talk.stall()


def garbage(talk: Talk) -> bool:
    return talk.say(b"\xff\x00\x1b[2J what is this")


def endless(talk: Talk) -> bool:
    """A megabyte of reply."""
    with suppress(OSError):
        for _ in range(1024):
            talk.sock.sendall(b"250-" + b"x" * 1018 + b"\r\n")
    return False


def endless_line(talk: Talk) -> bool:
    with suppress(OSError):
        for _ in range(1024):
            talk.sock.sendall(b"2" * 1024)
    return False


def closing(talk: Talk) -> bool:
    talk.say("421 4.3.2 shutting down")
    return False
