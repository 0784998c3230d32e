"""An event loop that waits by blocking on one socket: all that aiosmtplib needs to open a session.

A session is opened once, then carries thousands of messages, and asyncio's own loop costs more than their protocol.
Here the coroutine runs in the calling thread, and what is left in the end is a plain socket, or one under TLS, for
`mail.wire`.
"""

from __future__ import annotations

import asyncio
import heapq
import logging
import socket
import time
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import ssl
    from contextvars import Context

T = TypeVar("T")

_AT_ONCE = 16 * 1024
"""Bytes that are read at once."""


class BlockingLoop:
    """Runs one coroutine that talks on one connection; has those methods of asyncio.AbstractEventLoop that it calls."""

    def __init__(self) -> None:
        self._as_loop: Any = self
        self._ready: deque[asyncio.Handle] = deque()
        self._timers: list[asyncio.TimerHandle] = []
        self._transport: SocketTransport | None = None
        self._interruption: BaseException | None = None

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Runs it to its end. An interruption (Ctrl-C, a time limit) cancels it, and passes."""
        around = asyncio._get_running_loop()
        asyncio._set_running_loop(self._as_loop)
        try:
            task: asyncio.Task[T] = self.create_task(coroutine)
            try:
                self._until_done(task)
            except BaseException:
                task.cancel()
                self._until_done(task)
                raise
            return task.result()
        finally:
            asyncio._set_running_loop(around)

    def _until_done(self, task: asyncio.Task[T]) -> None:
        while not task.done():
            while self._ready:
                handle = self._ready.popleft()
                if not handle.cancelled():
                    handle._run()
                if self._interruption is not None:
                    interruption, self._interruption = self._interruption, None
                    raise interruption
            if not task.done():
                self._wait()

    def _wait(self) -> None:
        """Until something has come, or the time of a timer has."""
        remaining = self.remaining
        if remaining is not None and remaining <= 0:
            self._ready.append(heapq.heappop(self._timers))
        elif self._transport is None or self._transport.is_closing():
            raise RuntimeError("nothing would ever end this wait")
        else:
            self._transport.receive(remaining)

    @property
    def remaining(self) -> float | None:
        """Seconds to the next timer."""
        while self._timers and self._timers[0].cancelled():
            heapq.heappop(self._timers)
        return self._timers[0].when() - self.time() if self._timers else None

    # What asyncio and aiosmtplib ask of a loop.

    def time(self) -> float:
        return time.monotonic()

    def call_soon(self, callback: Callable[..., object], *args: Any, context: Context | None = None) -> asyncio.Handle:
        handle = asyncio.Handle(callback, args, self._as_loop, context)
        self._ready.append(handle)
        return handle

    def call_later(
        self, delay: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(
        self, when: float, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        timer = asyncio.TimerHandle(when, callback, args, self._as_loop, context)
        heapq.heappush(self._timers, timer)
        return timer

    def create_future(self) -> asyncio.Future[Any]:
        return asyncio.Future(loop=self._as_loop)

    def create_task(self, coroutine: Any, **more: Any) -> asyncio.Task[Any]:
        return asyncio.Task(coroutine, loop=self._as_loop, **more)

    def get_debug(self) -> bool:
        return False

    def is_running(self) -> bool:
        return True

    def is_closed(self) -> bool:
        return False

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        """What asyncio's own loop would print on standard error, in the middle of a program's output."""
        error = context.get("exception")
        if error is not None and not isinstance(error, Exception | asyncio.CancelledError):
            self._interruption = error
        logging.getLogger("wlmail.mail").debug("%s", context.get("message"), exc_info=error)

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        pass

    async def create_connection(
        self,
        protocol_factory: Callable[[], asyncio.Protocol],
        *,
        sock: socket.socket,
        ssl: ssl.SSLContext | None = None,
        server_hostname: str | None = None,
        ssl_handshake_timeout: float | None = None,
    ) -> tuple[SocketTransport, asyncio.Protocol]:
        """Takes a socket that is connected."""
        if ssl is not None:
            sock = self._encrypted(sock, ssl, server_hostname, ssl_handshake_timeout)
        protocol = protocol_factory()
        self._transport = SocketTransport(self, sock, protocol)
        protocol.connection_made(self._transport)
        return self._transport, protocol

    async def start_tls(
        self,
        transport: SocketTransport,
        protocol: asyncio.Protocol,
        sslcontext: ssl.SSLContext,
        *,
        server_side: bool = False,
        server_hostname: str | None = None,
        ssl_handshake_timeout: float | None = None,
    ) -> SocketTransport:
        sock = self._encrypted(transport.detach(), sslcontext, server_hostname, ssl_handshake_timeout)
        self._transport = SocketTransport(self, sock, protocol)
        return self._transport

    def _encrypted(
        self, sock: socket.socket, context: ssl.SSLContext, host: str | None, seconds: float | None
    ) -> socket.socket:
        """After the handshake, in `seconds` and before the next timer. Raises OSError; the socket is closed then."""
        limits = [limit for limit in (seconds, self.remaining) if limit is not None]
        sock.settimeout(_positive(min(limits, default=None)))
        encrypted = context.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
        try:
            encrypted.do_handshake()
        except BaseException:
            encrypted.close()
            raise
        return encrypted


class SocketTransport(asyncio.Transport):
    """A connection, for a protocol of asyncio's; `detach` gives its socket away."""

    def __init__(self, loop: BlockingLoop, sock: socket.socket, protocol: asyncio.Protocol) -> None:
        super().__init__({"socket": sock})
        self._loop = loop
        self._sock: socket.socket | None = sock
        self._protocol = protocol
        if hasattr(sock, "context"):
            self._extra.update(ssl_object=sock, sslcontext=sock.context)  # type: ignore[attr-defined]

    def receive(self, seconds: float | None) -> None:
        """Waits for data, or for the end of the connection, and hands it to the protocol."""
        assert self._sock is not None
        self._sock.settimeout(_positive(seconds))
        try:
            data = self._sock.recv(_AT_ONCE)
        except TimeoutError:
            return
        except OSError as error:
            self._end(error)
            return
        if data:
            self._protocol.data_received(data)
        else:
            self._protocol.eof_received()
            self._end(None)

    def write(self, data: bytes | bytearray | memoryview[Any]) -> None:
        if self._sock is None:
            return
        self._sock.settimeout(_positive(self._loop.remaining))
        try:
            self._sock.sendall(data)
        except OSError as error:
            self._end(error)

    def is_closing(self) -> bool:
        return self._sock is None

    def close(self) -> None:
        if self._sock is not None:
            self._end(None)

    def abort(self) -> None:
        self.close()

    def detach(self) -> socket.socket:
        """The socket, open; this transport has nothing to do with it any more. Raises ConnectionResetError."""
        sock, self._sock = self._sock, None
        if sock is None:
            raise ConnectionResetError("the connection is closed")
        return sock

    def _end(self, error: Exception | None) -> None:
        with suppress(OSError):
            self.detach().close()
        self._loop.call_soon(self._protocol.connection_lost, error)


def _positive(seconds: float | None) -> float | None:
    """A time-out for a socket, to which 0 would mean not to wait at all."""
    return None if seconds is None else max(seconds, 0.001)
