"""An SMTP conversation on a transport that is open: one command, one reply (RFC 5321).

aiosmtplib opens the session; from there on this protocol has the transport. It tells exactly what had been sent when
something went wrong, and counts the silence of the server instead of the length of a call (email.md 3.2).
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

LONGEST_LINE = 8192
"""Bytes of one line of a reply; RFC 5321 allows 512."""
MOST_LINES = 200
"""Lines of one reply."""
PIECE = 64 * 1024
_CHALLENGE = b"334"
_CONTROL = re.compile(rb"[\0-\x1f\x7f]")


class Reply(NamedTuple):
    """A reply: its code, and its text without codes, on one line."""

    code: int
    text: str

    @property
    def is_positive(self) -> bool:
        """Done as asked: any 2yz means that, and to take one for a failure would have a message sent again."""
        return 200 <= self.code < 300

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip()


class WireError(Exception):
    """The conversation is over and the connection closed; the text continues a sentence: "the server …"."""


class Silence(WireError):
    """The server was silent longer than the time-out."""


class Lost(WireError):
    """The connection broke, or the server closed it; the text holds what it said last, if anything."""


class Garbage(WireError):
    """What came is no SMTP reply."""


class Wire(asyncio.Protocol):
    """Takes over `transport`. The coroutines raise WireError, after which the transport is closed."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self.conceal: Callable[[str], str] = str
        """Blots secrets out of what the server says, in case it repeats what it was sent."""
        self.in_login = False
        """Replies with the code 334 are challenges, which are left as they are."""
        self.sent_whole = False
        """The last piece of a content has been handed to the system, as far as anybody can know."""
        self._transport = transport
        self._loop = loop
        self._buffer = bytearray()
        self._lines: list[str] = []
        self._replies: deque[Reply] = deque()
        self._error: WireError | None = None
        self._paused = False
        self._waiter: asyncio.Future[None] | None = None
        self._active = loop.time()
        transport.set_protocol(self)

    @property
    def is_open(self) -> bool:
        """Nothing has closed the connection yet, as far as is known without asking."""
        return self._error is None and not self._transport.is_closing()

    @property
    def end(self) -> str:
        """How the connection came to its end, with the server's last words: a text that continues "the server …"."""
        return "" if self._error is None else str(self._error)

    async def command(self, line: bytes, timeout: float) -> Reply:
        """Sends a command and waits for its reply. Raises WireError, and ValueError for a control character in it."""
        if _CONTROL.search(line):
            raise ValueError("a command holds a control character")
        if self._replies:
            # What came unasked answers nothing that follows; servers announce an end with 421.
            said = self._replies.popleft()
            self._fail(Lost(f"closed the session ({_last_words(said)})"))
        self._check()
        self._active = self._loop.time()
        self._transport.write(line + b"\r\n")
        return await self._reply(timeout)

    async def write(self, data: bytes, timeout: float) -> Reply | None:
        """Writes a long content as fast as the server takes it. A reply in the middle of it ends it and is returned.

        Raises WireError only as long as the end of the content has not been handed to the system.
        """
        view = memoryview(data)
        self._active = self._loop.time()
        for start in range(0, len(view), PIECE):
            while self._paused and self._error is None and not self._replies:
                await self._wait(timeout)
            if self._replies:
                return self._replies.popleft()
            self._check()
            # Said before it is so: an interruption may come in between.
            self.sent_whole = start + PIECE >= len(view)
            self._transport.write(view[start : start + PIECE])
        return None

    async def reply(self, timeout: float) -> Reply:
        """Waits for the next reply."""
        self._active = self._loop.time()
        return await self._reply(timeout)

    def abort(self) -> None:
        """Closes the connection at once, whatever is under way."""
        if self._error is None:
            self._error = Lost("is not connected any more")
        self._transport.abort()

    async def closed(self, timeout: float) -> None:
        """Closes the connection and waits until it is, but not longer than `timeout` seconds."""
        self._transport.close()
        try:
            while self._error is None:
                await self._wait(timeout)
        except WireError:
            pass
        self.abort()

    # What asyncio calls.

    def data_received(self, data: bytes) -> None:
        if self._error is not None:
            return
        self._buffer += data
        while (end := self._buffer.find(b"\n")) >= 0:
            line = bytes(self._buffer[:end])
            del self._buffer[: end + 1]
            self._line_received(line)
            if self._error is not None:
                return
        if len(self._buffer) > LONGEST_LINE:
            self._fail(Garbage("sent a reply without end"))

    def eof_received(self) -> bool:
        self._fail(Lost("closed the connection"))
        return False

    def connection_lost(self, error: Exception | None) -> None:
        self._fail(Lost("broke the connection" if error is not None else "closed the connection"))

    def pause_writing(self) -> None:
        self._paused = True

    def resume_writing(self) -> None:
        self._paused = False
        self._wake()

    # The rest.

    def _line_received(self, line: bytes) -> None:
        code = line[:3]
        if len(line) > LONGEST_LINE or not code.isdigit() or line[3:4] not in (b" ", b"-", b"", b"\r"):
            self._fail(Garbage(f"sent something that is no SMTP reply ({readable(line, conceal=self.conceal)})"))
            return
        if self.in_login and code == _CHALLENGE:
            # To be decoded, whole, before anybody may see it.
            self._lines.append(readable(line[4:], LONGEST_LINE))
        else:
            self._lines.append(readable(line[4:], conceal=self.conceal))
        self._active = self._loop.time()
        if line[3:4] == b"-":
            if len(self._lines) > MOST_LINES:
                self._fail(Garbage("sent a reply without end"))
            return
        self._replies.append(Reply(int(code), " ".join(self._lines)))
        self._lines.clear()
        self._wake()

    def _fail(self, error: WireError) -> None:
        if self._error is None:
            if self._replies and isinstance(error, Lost):
                error = Lost(f"closed the session ({_last_words(self._replies[-1])})")
            self._error = error
            self._transport.abort()
        self._wake()

    def _check(self) -> None:
        if self._error is not None:
            raise self._error
        if self._transport.is_closing():
            self._fail(Lost("closed the connection"))
            self._check()

    async def _reply(self, timeout: float) -> Reply:
        while not self._replies:
            self._check()
            await self._wait(timeout)
        return self._replies.popleft()

    async def _wait(self, timeout: float) -> None:
        """Until something has happened. Raises Silence when nothing did for `timeout` seconds."""
        unsent = self._transport.get_write_buffer_size()
        remaining = self._active + timeout - self._loop.time()
        self._waiter = self._loop.create_future()
        timer = self._loop.call_later(max(0.0, remaining), self._wake)
        try:
            await self._waiter
        finally:
            timer.cancel()
            self._waiter = None
        if self._transport.get_write_buffer_size() < unsent:
            # The server still takes what is sent: it is slow, not silent.
            self._active = self._loop.time()
        if self._error is None and not self._replies and self._loop.time() >= self._active + timeout:
            self._fail(Silence(f"was silent for {timeout:g} seconds"))
            self._check()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


def _last_words(reply: Reply) -> str:
    return _CHALLENGE.decode() if reply.code == int(_CHALLENGE) else str(reply)


def readable(raw: bytes, longest: int = 500, conceal: Callable[[str], str] = str) -> str:
    """What a server sent, for a message: without what `conceal` takes out, control characters replaced, and not longer
    than `longest` characters."""
    text = conceal(raw.decode("utf-8", "replace")).strip()
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return text if len(text) <= longest else text[: longest - 1] + "…"
