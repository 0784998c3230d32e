"""A conversation with a server on one socket, clear or under TLS, that never blocks unless it is told to wait.

`push` and `pull` do what can be done at once: the background (`mail.spool`) lives on them. `command` and `carry` wait
for the server, and count its silence instead of the length of a call (email.md 3.2).
"""

from __future__ import annotations

import os
import select
import socket
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress

from wlmail.mail.protocol import PIECE, Delivery, command_line
from wlmail.mail.replies import Garbage, Late, Lost, Reply, ReplyReader, Silence, WireError

_ALL_AT_ONCE = 16 * 1024
"""Bytes that are read at once."""
_AWAKE = 0.0002
"""Seconds for which an answer is awaited without sleeping."""
_FOREVER = float("inf")
_DAY = 86_400.0
_let_others = getattr(os, "sched_yield", lambda: None)
"""Gives the processor away for a moment, where the system knows how."""


class Wire:
    """Owns `sock`. What it raises is a WireError, after which the connection is closed."""

    def __init__(self, sock: socket.socket) -> None:
        sock.setblocking(False)
        self.sock = sock
        self.reader = ReplyReader()
        self.active = time.monotonic()
        """When something last went forward: a line came, or the server took some of what is sent."""
        self._blocked: tuple[type[OSError], ...] = (BlockingIOError,)
        self._encrypted = hasattr(sock, "pending")
        if self._encrypted:
            import ssl

            self._blocked = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)
        self._sources: deque[Iterator[bytes]] = deque()
        self._unsent: bytes | memoryview = b""
        self._error: WireError | None = None
        self._poll = select.poll() if hasattr(select, "poll") else None
        self._awaited = 0
        self._is_near = True
        """Answers have come at once so far."""
        if self._poll is not None:
            self._poll.register(sock, self._awaited)

    @property
    def error(self) -> WireError | None:
        """What ended the connection."""
        return self._error

    @property
    def is_open(self) -> bool:
        """Nothing has closed the connection, as far as is known without asking."""
        return self._error is None

    @property
    def end(self) -> str:
        """How the connection came to its end, with the server's last words: a text that continues "the server …"."""
        return "" if self._error is None else str(self._error)

    # Waiting for the server.

    def command(self, line: bytes, timeout: float) -> Reply:
        """Sends a command and waits for its reply. Raises ValueError for a control character in it."""
        data = command_line(line)
        self.look()
        self.check()
        self.write([data])
        return self.reply(timeout)

    def reply(self, timeout: float) -> Reply:
        """Waits for the next reply, and until everything is written before it."""
        self.active = time.monotonic()
        while not self.reader.replies:
            self.push()
            if not self.reader.replies:
                self._wait(timeout, _FOREVER, 0.0)
        return self.reader.replies.popleft()

    def carry(self, delivery: Delivery, timeout: float, deadline: float | None = None) -> None:
        """Goes through with a delivery until it is done. `deadline` is the most seconds for all of it.

        The connection is closed when server and client do not understand each other any more.
        """
        self.look()
        self.check()
        self.active = now = time.monotonic()
        end = _FOREVER if deadline is None else now + deadline
        replies = self.reader.replies
        while not delivery.done:
            if delivery.has_more:
                self.write(delivery.take())
            if self.has_unsent:
                self.push()
            while not replies:
                self._wait(timeout, end, deadline or 0.0)
                if self.has_unsent:
                    self.push()
            delivery.answered(replies.popleft())
        self.settle(delivery)

    def settle(self, delivery: Delivery) -> None:
        """After a delivery: a connection on which more would be misunderstood is closed."""
        if delivery.out_of_step or self.has_unsent:
            self.abort()

    def look(self) -> None:
        """Takes notice of what has arrived, when nothing should: a server that says goodbye."""
        self.pull()
        words = self.reader.unasked()
        if words:
            # What came unasked answers nothing that follows; servers announce an end with 421.
            self._error = Lost(f"closed the session ({words})")
            self._close()

    def _wait(self, timeout: float, end: float, deadline: float) -> None:
        """Until something has happened. Raises Silence when nothing did for `timeout` seconds."""
        self.check()
        now = time.monotonic()
        remaining = min(self.active + timeout, end) - now
        if remaining <= 0:
            if now >= end:
                self._fail(Late(f"had not finished after {deadline:g} seconds"))
            else:
                self._fail(Silence(f"was silent for {timeout:g} seconds"))
            self.check()
        if self._is_readable_within(min(remaining, _DAY)):
            self.pull()

    def _is_readable_within(self, seconds: float) -> bool:
        """Waits until there is something to read, or until more can be written when there is something to write."""
        if self._poll is None:
            return bool(select.select([self.sock], [self.sock] if self.has_unsent else [], [], seconds)[0])
        events = select.POLLIN | select.POLLOUT if self.has_unsent else select.POLLIN
        if events != self._awaited:
            self._poll.modify(self.sock, events)
            self._awaited = events
        found = self._poll.poll(0) or self._awake(self._poll)
        if not found:
            began = time.monotonic()
            found = self._poll.poll(seconds * 1000 + 1)
            self._is_near = time.monotonic() < began + _AWAKE
        # An error or a hang-up is read like everything else.
        return bool(found and found[0][1] & ~select.POLLOUT)

    def _awake(self, poll: select.poll) -> list[tuple[int, int]]:
        """What `poll` finds while this thread stays awake.

        To fall asleep and be woken takes longer than a server nearby needs for its answer. When one has taken longer,
        the next is not awaited in this way.
        """
        end = time.monotonic() + (_AWAKE if self._is_near else 0.0)
        while time.monotonic() < end:
            _let_others()
            found = poll.poll(0)
            if found:
                return found
        return []

    # Without waiting.

    @property
    def has_unsent(self) -> bool:
        """Something is still to be written, as far as `push` has come."""
        return bool(self._unsent or self._sources)

    def write(self, pieces: Iterable[bytes]) -> None:
        """Adds to what is to be sent; `push` sends it. Pieces are taken from an iterator when their turn comes."""
        self._sources.append(iter(pieces))

    def push(self) -> None:
        """Sends as much as the system takes. Stops at an answer that comes before everything is sent."""
        while self._error is None:
            if not self._unsent:
                if not self._sources:
                    return
                self._load()
            try:
                sent = self.sock.send(self._unsent)
            except self._blocked:
                return
            except OSError as error:
                # The server's last words may be there already.
                self.pull()
                self._fail(Lost(_broken(error)))
                return
            self.active = time.monotonic()
            self._unsent = b"" if sent == len(self._unsent) else memoryview(self._unsent)[sent:]
            if self._sources:
                self.pull()
                if self.reader.replies:
                    return

    def pull(self) -> None:
        """Reads what has come. The end of the connection is told when its replies have been taken."""
        while self._error is None:
            try:
                data = self.sock.recv(_ALL_AT_ONCE)
            except self._blocked:
                return
            except OSError as error:
                self._fail(Lost(_broken(error)))
                return
            if not data:
                self._fail(Lost("closed the connection"))
                return
            try:
                if self.reader.feed(data):
                    self.active = time.monotonic()
            except Garbage as error:
                self._fail(error)
                return
            if not self._encrypted and len(data) < _ALL_AT_ONCE:
                return

    def abort(self) -> None:
        """Closes the connection at once, whatever is under way."""
        if self._error is None:
            self._error = Lost("is not connected any more")
        self._close()

    def give_up(self, error: WireError) -> None:
        """Closes the connection for a reason that is not the server's."""
        self._fail(error)

    def close(self) -> None:
        """Closes the connection properly, after QUIT."""
        if self._encrypted and self._error is None:
            with suppress(OSError, ValueError):
                self.sock.unwrap()  # type: ignore[attr-defined]
        self.abort()

    def _load(self) -> None:
        """Takes the next pieces, small ones together: they become one packet."""
        pieces, size = [], 0
        while self._sources and size < PIECE:
            source = self._sources[0]
            for piece in source:
                pieces.append(piece)
                size += len(piece)
                if size >= PIECE:
                    break
            else:
                self._sources.remove(source)
        self._unsent = pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _fail(self, error: WireError) -> None:
        if self._error is None:
            self._error = error
            self._close()

    def _close(self) -> None:
        self._sources.clear()
        self._unsent = b""
        with suppress(OSError):
            self.sock.close()

    def check(self) -> None:
        """Raises what has ended the connection."""
        if self._error is not None:
            raise self._error


def _broken(error: OSError) -> str:
    """Words for a connection that the system reports as broken."""
    if isinstance(error, ConnectionError):
        return "broke the connection"
    return f"broke the connection ({getattr(error, 'reason', None) or error.strerror or type(error).__name__})"
