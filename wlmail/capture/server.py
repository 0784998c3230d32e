"""The SMTP server that takes what a program sends under `wlmail try`, on 127.0.0.1 only.

It is aiosmtpd's protocol behind an interface of our own, in a thread of its own. Every server that the program names
gets a listener (a door), so a message tells by the door it came through what was asked, without any trick in the
protocol.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, TypeVar

from aiosmtpd.smtp import SMTP

from wlmail.capture.mailbox import Asked, Mailbox

T = TypeVar("T")

MESSAGE_LIMIT = 64 * 1024 * 1024
"""Bytes in one message, as SIZE tells the client."""
COMMAND_LIMIT = 4096
"""Bytes in one command line; RFC 5321 asks for 512, long addresses and parameters need more."""
HOST_NAME = "capture.localhost"

# aiosmtpd reports clients that misbehave; without a handler Python would print that among the program's own output.
logging.getLogger("mail.log").addHandler(logging.NullHandler())


def local_now() -> datetime:
    return datetime.now().astimezone()


class CaptureServer:
    """Accepts any sender, any recipient and any message, and puts it into `mailbox`.

    `listen` and `stop` are called from one other thread, that of the program.
    """

    def __init__(self, mailbox: Mailbox, now: Callable[[], datetime] = local_now) -> None:
        self.mailbox = mailbox
        self.now = now
        self._doors: dict[tuple[str, int, str, str, str], asyncio.Server] = {}
        self._sessions: set[_Session] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def listen(self, asked: Asked) -> int:
        """The port on 127.0.0.1 that stands for the server `asked`; the same port for the same request."""
        door = self._doors.get(asked.key)
        if door is None:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="wlmail-capture", daemon=True)
                self._thread.start()
            door = self._run(self._open_door(asked, self._loop))
            self._doors[asked.key] = door
        port: int = door.sockets[0].getsockname()[1]
        return port

    def stop(self) -> None:
        """Closes every door and every connection. A message whose final dot has not come is dropped."""
        loop, thread = self._loop, self._thread
        if loop is None or thread is None:
            return
        self._run(self._close_doors())
        self._loop = self._thread = None
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        """Does something in the server's thread, and waits until it is done."""
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _open_door(self, asked: Asked, loop: asyncio.AbstractEventLoop) -> asyncio.Server:
        return await loop.create_server(lambda: _Session(self, asked, loop), "127.0.0.1", 0)

    async def _close_doors(self) -> None:
        for door in self._doors.values():
            door.close()
        for session in list(self._sessions):
            session.hang_up()
        # The connections learn of their end in the loop's next rounds.
        while self._sessions:
            await asyncio.sleep(0)
        for door in self._doors.values():
            await door.wait_closed()
        self._doors.clear()


class _Hooks:
    """What aiosmtpd asks its handler."""

    async def handle_EHLO(
        self, server: SMTP, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        # Commands are taken one after another from the stream, so a client may send several at once.
        return [responses[0], "250-PIPELINING", *(line for line in responses[1:] if "HELP" not in line), "250 HELP"]


class _Session(SMTP):
    """One connection. Overrides aiosmtpd where it is stricter than a server that accepts everything."""

    line_length_limit = 1024 * 1024
    command_size_limit = COMMAND_LIMIT

    def __init__(self, server: CaptureServer, asked: Asked, loop: asyncio.AbstractEventLoop) -> None:
        # One table a connection: aiosmtpd's is shared, and each new connection would reset it for the others.
        self.command_size_limits = defaultdict(lambda: COMMAND_LIMIT)
        super().__init__(
            _Hooks(),
            hostname=HOST_NAME,
            ident="ESMTP wlmail capture",
            data_size_limit=MESSAGE_LIMIT,
            enable_SMTPUTF8=True,
            # A program may wait for hours between two messages.
            timeout=7 * 24 * 3600.0,
            loop=loop,
        )
        self._server = server
        self._asked = asked

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._server._sessions.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._server._sessions.discard(self)
        super().connection_lost(error)

    def hang_up(self) -> None:
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """The address and what follows it. Any text between angle brackets is taken; aiosmtpd refuses many."""
        text = arg.strip()
        if not text.startswith("<"):
            address, _, rest = text.partition(" ")
            return address, rest.strip()
        quoted = escaped = False
        for index, character in enumerate(text):
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = quoted
            elif character == '"':
                quoted = not quoted
            elif character == ">" and not quoted:
                # aiosmtpd takes "" for a syntax error; the empty sender of RFC 5321 keeps its brackets.
                return text[1:index].strip() or "<>", text[index + 1 :].strip()
        return None, None

    async def smtp_DATA(self, arg: str | None) -> None:
        """Keeps the exact bytes, whatever the length of their lines; reads pieces, not lines, which is faster."""
        if await self.check_helo_needed():
            return
        envelope = self.envelope
        if envelope is None or not envelope.rcpt_tos:
            await self.push("503 Error: need RCPT command")
            return
        if arg:
            await self.push("501 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        data = await self._read_data()
        if data is None:
            await self.push("552 Error: Too much mail data")
        else:
            helo = str(self.session.host_name) if self.session is not None else ""
            sender = "" if envelope.mail_from == "<>" else str(envelope.mail_from)
            delivery = self._server.mailbox.add(
                _text(sender), [_text(r) for r in envelope.rcpt_tos], data, self._asked, self._server.now(), _text(helo)
            )
            await self.push(f"250 2.0.0 captured as message {delivery.number}")
        self._set_post_data_state()  # type: ignore[no-untyped-call]

    async def _read_data(self) -> bytes | None:
        """The message without the dots of transport; None when it is too big."""
        received, too_big = bytearray(b"\r\n"), False
        while not received.endswith(b"\r\n.\r\n"):
            try:
                received += await self._reader.readuntil(b".\r\n")
            except asyncio.LimitOverrunError as overrun:
                received += await self._reader.read(overrun.consumed)
            if len(received) > MESSAGE_LIMIT + 5:
                too_big = True
                del received[:-5]
        self._reset_timeout()
        if too_big:
            return None
        # The CRLF before the first line is ours; it makes the first line like all others.
        return bytes(received[:-3]).replace(b"\r\n.", b"\r\n")[2:]


def _text(value: str) -> str:
    """Bytes that are no UTF-8 come as lone surrogates, which no file can hold."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
