"""A conversation with a server on a transport that is open, clear or under TLS.

aiosmtplib opens the session; from there on this protocol has the transport. `write` and `push` do what can be done at
once: the background (`mail.spool`) lives on them. `command` and `carry` wait for the server, and count its silence
instead of the length of a call (email.md 3.2).
"""

from __future__ import annotations

import asyncio
import select
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from wlmail.mail.protocol import PIECE, Delivery, command_line
from wlmail.mail.replies import Garbage, Late, Lost, Reply, ReplyReader, Silence, WireError, last_words

if TYPE_CHECKING:
    from wlmail.mail.driving import Loop

_FOREVER = float("inf")


class Wire(asyncio.Protocol):
    """Takes over `transport`. What it raises is a WireError, after which the connection is closed."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self.reader = ReplyReader()
        self.notify: Callable[[], None] | None = None
        """Called when something has happened."""
        self._transport = transport
        self._loop = loop
        self._sources: deque[Iterator[bytes]] = deque()
        self._error: WireError | None = None
        self._paused = False
        self._waiter: asyncio.Future[None] | None = None
        self._active = loop.time()
        self._unsent = 0
        """Bytes that the system had not taken when last looked at."""
        transport.set_protocol(self)

    @property
    def conceal(self) -> Callable[[str], str] | None:
        return self.reader.conceal

    @conceal.setter
    def conceal(self, conceal: Callable[[str], str] | None) -> None:
        self.reader.conceal = conceal

    @property
    def in_login(self) -> bool:
        return self.reader.in_login

    @in_login.setter
    def in_login(self, value: bool) -> None:
        self.reader.in_login = value

    @property
    def error(self) -> WireError | None:
        """What ended the connection."""
        return self._error

    @property
    def is_open(self) -> bool:
        """Nothing has closed the connection, as far as is known without asking."""
        return self._error is None and not self._transport.is_closing()

    @property
    def end(self) -> str:
        """How the connection came to its end, with the server's last words: a text that continues "the server …"."""
        return "" if self._error is None else str(self._error)

    @property
    def has_news(self) -> bool:
        """Something has arrived that the loop has not read yet."""
        sock = self._transport.get_extra_info("socket")
        if sock is None or sock.fileno() < 0:
            return False
        if hasattr(select, "poll"):
            poll = select.poll()
            poll.register(sock, select.POLLIN)
            return bool(poll.poll(0))
        return bool(select.select([sock], [], [], 0)[0])

    # Waiting for the server.

    async def command(self, line: bytes, timeout: float) -> Reply:
        """Sends a command and waits for its reply. Raises ValueError for a control character in it."""
        data = command_line(line)
        self.look()
        self.check()
        self.write([data])
        return await self.reply(timeout)

    async def reply(self, timeout: float) -> Reply:
        """Waits for the next reply, and until everything is written before it."""
        self.now_active()
        while not self.reader.replies:
            self.push()
            await self._wait(timeout)
        return self.reader.replies.popleft()

    def carry(self, delivery: Delivery, loop: Loop, timeout: float, deadline: float | None = None) -> None:
        """Goes through with a delivery until it is done. `deadline` is the most seconds for all of it.

        Drives the session's loop, answer by answer and without a task: that takes half the time. The connection is
        closed when server and client do not understand each other any more.
        """
        self.look()
        self.check()
        self.now_active()
        end = _FOREVER if deadline is None else self._active + deadline
        replies = self.reader.replies
        trouble: list[BaseException] = []

        def step() -> None:
            try:
                self.push()
                while replies and not delivery.done:
                    delivery.answered(replies.popleft())
                    self.write(delivery.take())
                    self.push()
            except BaseException as error:
                # asyncio would take it for a fault of the connection.
                trouble.append(error)
            if delivery.done or self._error is not None or trouble:
                loop.stop()

        def watch() -> None:
            until = self._until_silent(timeout, end, deadline)
            if self._error is None:
                timers.append(self._loop.call_at(until, watch))

        self.write(delivery.take())
        timers = [self._loop.call_at(min(self._active + timeout, end), watch)]
        self.notify = step
        try:
            step()
            while not (delivery.done or self._error is not None or trouble):
                loop.drive()
            loop.check()
        finally:
            self.notify = None
            timers[-1].cancel()
        if trouble:
            raise trouble[0]
        if not delivery.done:
            self.check()
        if delivery.out_of_step or self._has_unsent:
            # More on this connection would be misunderstood.
            self.abort()

    def look(self) -> bool:
        """Takes notice of what has been read, when nothing should: a server that says goodbye. False when that has
        just closed the connection."""
        if self.reader.replies:
            # What came unasked answers nothing that follows; servers announce an end with 421.
            self._error = Lost(f"closed the session ({last_words(self.reader.replies.popleft())})")
            self.abort()
            return False
        return True

    async def _wait(self, timeout: float) -> None:
        """Until something has happened. Raises Silence when nothing did for `timeout` seconds."""
        if self._error is not None:
            raise self._error
        until = self._until_silent(timeout)
        if self._error is not None:
            return
        self._waiter = self._loop.create_future()
        timer = self._loop.call_at(until, self._wake)
        try:
            await self._waiter
        finally:
            timer.cancel()
            self._waiter = None

    def _until_silent(self, timeout: float, end: float = _FOREVER, deadline: float | None = None) -> float:
        """The moment when the server has been silent for `timeout` seconds, or the end; then the connection closes."""
        now = self._loop.time()
        until = min(self.active_since() + timeout, end)
        if now >= end:
            self.give_up(Late(f"had not finished after {deadline:g} seconds"))
        elif now >= until:
            self.give_up(Silence(f"was silent for {timeout:g} seconds"))
        return until

    # Without waiting.

    def now_active(self) -> None:
        """A time-out begins anew."""
        self._active = self._loop.time()

    def active_since(self) -> float:
        """The loop's time when something last went forward: a line came, or the server took some of what is sent."""
        unsent = self._transport.get_write_buffer_size()
        if unsent < self._unsent:
            # The server still takes what is sent: it is slow, not silent.
            self.now_active()
        self._unsent = unsent
        return self._active

    def write(self, pieces: Iterable[bytes]) -> None:
        """Adds to what is to be sent; `push` sends it. Pieces are taken from an iterator when their turn comes."""
        if pieces:
            self._sources.append(iter(pieces))

    def push(self) -> None:
        """Sends as much as the system takes. Stops at an answer that comes before everything is sent."""
        while self._sources and not self._paused and self.is_open:
            self._transport.write(self._next())
            self._unsent = self._transport.get_write_buffer_size()
            if self.reader.replies:
                return

    @property
    def _has_unsent(self) -> bool:
        return bool(self._sources or self._transport.get_write_buffer_size())

    def _next(self) -> bytes:
        """The next pieces, small ones together: they become one packet."""
        pieces, size = [], 0
        while self._sources and size < PIECE:
            for piece in self._sources[0]:
                pieces.append(piece)
                size += len(piece)
                if size >= PIECE:
                    break
            else:
                self._sources.popleft()
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def check(self) -> None:
        """Raises what has ended the connection."""
        if self._error is None and self._transport.is_closing():
            self.give_up(Lost("closed the connection"))
        if self._error is not None:
            raise self._error

    def abort(self) -> None:
        """Closes the connection at once, whatever is under way."""
        self.give_up(Lost("is not connected any more"))

    def give_up(self, error: WireError) -> None:
        """Closes the connection at once, for this reason unless there was one before."""
        if self._error is None:
            self._error = error
        self._sources.clear()
        self._transport.abort()
        self._wake()

    async def close(self, timeout: float = 1.0) -> None:
        """Closes the connection properly, after QUIT, but waits no longer than `timeout` seconds for the server."""
        self._transport.close()
        self.now_active()
        while self._error is None:
            await self._wait(timeout)

    # What asyncio calls.

    def data_received(self, data: bytes) -> None:
        if self._error is not None:
            return
        try:
            if self.reader.feed(data):
                self.now_active()
        except Garbage as error:
            self.give_up(error)
            return
        if self.reader.replies:
            self._wake()

    def eof_received(self) -> bool:
        self._lost("closed the connection")
        return False

    def connection_lost(self, error: Exception | None) -> None:
        if isinstance(error, OSError) and not isinstance(error, ConnectionError):
            self._lost(f"broke the connection ({getattr(error, 'reason', None) or error.strerror})")
        else:
            self._lost("closed the connection" if error is None else "broke the connection")

    def pause_writing(self) -> None:
        self._paused = True

    def resume_writing(self) -> None:
        self._paused = False
        self.now_active()
        self._wake()

    def _lost(self, how: str) -> None:
        self.give_up(Lost(how))

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
        if self.notify is not None:
            self.notify()
