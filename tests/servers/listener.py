"""A server of any protocol, as simple as can be, in a thread of its own: one connection after another, bounded."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import closing, suppress

from servers.scripted import PATIENCE


class Listener:
    """Hands each of a few connections to `treat`; a server that loses patience with its client fails the test."""

    def __init__(self, treat: Callable[[socket.socket], None]) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(PATIENCE)
        self.port = self._listener.getsockname()[1]
        self._treat = treat
        self.lost_patience = False
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Listener:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        assert not self.lost_patience, "the client never gave up; the server did"

    def _serve(self) -> None:
        for _ in range(5):
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.settimeout(PATIENCE)
            with closing(connection):
                try:
                    self._treat(connection)
                except TimeoutError:
                    self.lost_patience = True
                except OSError:
                    pass


def answering(*answers: bytes, seen: list[bytes] | None = None) -> Callable[[socket.socket], None]:
    """The greeting, then one answer a line; `TAG` becomes the tag of an IMAP command. Then the connection closes."""

    def treat(connection: socket.socket) -> None:
        stream = connection.makefile("rb")
        connection.sendall(answers[0])
        for answer in answers[1:]:
            line = stream.readline()
            if seen is not None:
                seen.append(line)
            connection.sendall(answer.replace(b"TAG", line.split(b" ")[0]))

    return treat
