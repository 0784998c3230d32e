"""The bytes of one connection to the capture server: lines, the contents of messages, TLS, and replies.

What the lines mean is the business of `session.py`.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from wlmail.capture.dialogue import Dialogue

if TYPE_CHECKING:
    import ssl

    from wlmail.capture.server import CaptureServer

HANDSHAKE_SECONDS = 15.0
"""A TLS handshake may take so long; who waits is on this machine."""
COMMAND_LIMIT = 4096
"""Bytes in one command line; RFC 5321 asks for 512, long addresses and parameters need more."""
HOST_NAME = "capture.localhost"

_END = b"\r\n.\r\n"


class Connection(asyncio.Protocol):
    """Lines that come together are answered together, in their order."""

    message_limit = 64 * 1024 * 1024
    """Bytes in one message, as SIZE tells the client."""

    def __init__(self, server: CaptureServer, loop: asyncio.AbstractEventLoop, *, encrypted: bool) -> None:
        self._server = server
        self._loop = loop
        self._encrypted = encrypted
        self._transport: Any = None
        self._buffer = bytearray()
        self._replies: list[str] = []
        self._dialogue = Dialogue()
        self._handshake: asyncio.Task[None] | None = None
        self._message: bytearray | None = None
        """What has come of a message, after a CRLF that makes its first line like all others."""
        self._too_much = False
        """The rest of a line or message that is too long is thrown away."""

    # --- what lines and contents mean --------------------------------------------------------------------------------

    @property
    def _is_busy(self) -> bool:
        """A message or a login has begun and not ended."""
        raise NotImplementedError

    def _take_line(self, line: bytes) -> None:
        raise NotImplementedError

    def _take_message(self, content: bytes | None) -> None:
        """A message has come whole, without the dots of transport; None for one with too many bytes."""
        raise NotImplementedError

    def _begin_anew(self) -> None:
        """The connection is encrypted now: what was said before does not count."""
        raise NotImplementedError

    # --- the connection ----------------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        reply = self._server.script.connect
        if reply:
            self._server.note(f"connection {reply}")
        elif len(self._server.sessions) >= self._server.most_connections:
            reply = "421 4.3.2 too many connections"
        self._server.sessions.add(self)
        self._answer(reply or f"220 {HOST_NAME} ESMTP wlmail capture")
        self._flush()
        if reply:
            self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        self._server.sessions.discard(self)
        if self._is_busy:
            self._dialogue.trouble("the connection was lost")
        if self._dialogue.troubled:
            self._server.tell_trouble(self._dialogue.cut())

    def hang_up(self) -> None:
        self._transport.abort()

    def pause_writing(self) -> None:
        # A client that does not read its replies is not read either.
        self._transport.pause_reading()

    def resume_writing(self) -> None:
        self._transport.resume_reading()

    def data_received(self, data: bytes) -> None:
        if self._message is None:
            self._buffer += data
        else:
            self._take_content(data)
        if self._handshake is None:
            self._take_lines()

    def _take_lines(self) -> None:
        """Answers every line that has come whole."""
        buffer = self._buffer
        while self._message is None and self._handshake is None and not self._transport.is_closing():
            end = buffer.find(b"\n")
            if end < 0:
                if len(buffer) > COMMAND_LIMIT:
                    self._too_much = True
                    buffer.clear()
                break
            line = bytes(buffer[:end])
            del buffer[: end + 1]
            if self._too_much or end > COMMAND_LIMIT:
                self._too_much = False
                self._dialogue.client("(a line that is too long)")
                self._answer("500 5.5.2 line too long")
            else:
                self._take_line(line)
            if self._message is not None and buffer:
                rest = bytes(buffer)
                buffer.clear()
                self._take_content(rest)
        self._flush()

    def _answer(self, reply: str) -> None:
        self._replies.append(reply)
        self._dialogue.server(reply)

    def _flush(self) -> None:
        if self._replies:
            self._replies.append("")
            self._transport.write("\r\n".join(self._replies).encode("utf-8", "replace"))
            self._replies.clear()

    # --- contents ----------------------------------------------------------------------------------------------------

    def _begin_content(self) -> None:
        self._message = bytearray(b"\r\n")

    def _take_content(self, data: bytes) -> None:
        """The exact bytes of a message, whatever the length of its lines, until its lone dot."""
        message = self._message
        assert message is not None
        before = len(message)
        message += data
        end = message.find(_END, max(0, before - len(_END) + 1))
        if end < 0:
            if len(message) > self.message_limit + len(_END):
                self._too_much = True
                del message[: 1 - len(_END)]
            return
        self._message = None
        with memoryview(message) as view:
            self._buffer += view[end + len(_END) :]
            # The CRLF before the first line is ours, the one before the dot is the message's own.
            content = bytes(view[2 : end + 2])
        if self._too_much or end > self.message_limit:
            self._too_much = False
            self._take_message(None)
        else:
            if message.find(b"\r\n.", 0, end) >= 0:
                content = (b"\r\n" + content).replace(b"\r\n.", b"\r\n")[2:]
            self._take_message(content)

    # --- TLS ---------------------------------------------------------------------------------------------------------

    def _begin_tls(self, context: ssl.SSLContext) -> None:
        self._flush()
        # What a client sent ahead came in clear: anybody may have put it there.
        self._buffer.clear()
        self._transport.pause_reading()
        self._handshake = self._loop.create_task(self._encrypt(context))

    async def _encrypt(self, context: ssl.SSLContext) -> None:
        try:
            encrypted = await self._loop.start_tls(
                self._transport, self, context, server_side=True, ssl_handshake_timeout=HANDSHAKE_SECONDS
            )
        except (OSError, RuntimeError) as error:
            encrypted = None
            self._dialogue.trouble(f"no TLS: {getattr(error, 'reason', None) or error or 'the connection was lost'}")
        if encrypted is None:
            # asyncio does not tell a protocol whose handshake fails.
            self._transport.abort()
            self.connection_lost(None)
            return
        self._transport = encrypted
        self._encrypted = True
        self._begin_anew()
        self._dialogue.happened(f"encrypted with {encrypted.get_extra_info('ssl_object').version()}")
        self._handshake = None
        self._take_lines()
