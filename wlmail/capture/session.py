"""One connection to the capture server: aiosmtpd's protocol, made as lenient as a server that takes everything.

It knows every kind of TLS and login that a client may want, and answers as its script says. Passwords and tokens are
read and forgotten.
"""

from __future__ import annotations

import asyncio
import logging
from base64 import b64decode
from binascii import Error as Base64Error
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from aiosmtpd.smtp import MISSING, SMTP, AuthResult, LoginPassword

from wlmail.capture.mailbox import Asked

if TYPE_CHECKING:
    import ssl

    from wlmail.capture.server import CaptureServer

MESSAGE_LIMIT = 64 * 1024 * 1024
"""Bytes in one message, as SIZE tells the client."""
COMMAND_LIMIT = 4096
"""Bytes in one command line; RFC 5321 asks for 512, long addresses and parameters need more."""
HOST_NAME = "capture.localhost"

# aiosmtpd reports clients that misbehave; without a handler Python would print that among the program's own output.
logging.getLogger("mail.log").addHandler(logging.NullHandler())


class Door:
    """What clients find behind one port.

    `asked` is the server that this door stands for; None for one that any program may come to, whose messages tell
    what the client did. `starttls` is offered on a clear door, `tls` says that the door itself is encrypted.
    """

    __slots__ = ("asked", "offers_login", "settings", "starttls", "tls")

    def __init__(
        self,
        asked: Asked | None = None,
        *,
        offers_login: bool = False,
        starttls: ssl.SSLContext | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.asked = asked
        self.offers_login = offers_login
        self.starttls = starttls
        self.tls = tls
        self.settings: dict[str, Any] | None = None
        """What the first session found out for all others."""


class _Hooks:
    """What aiosmtpd asks its handler. Where it answers MISSING, the command is carried out."""

    async def handle_EHLO(
        self, server: SMTP, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        # Commands are taken one after another from the stream, so a client may send several at once.
        lines = [responses[0], "250-PIPELINING", *(line for line in responses[1:] if "HELP" not in line), "250 HELP"]
        return ["\r\n".join(lines)]  # one write

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> Any:
        return server.judged("sender", address)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> Any:
        return server.judged("recipient", address)


class Session(SMTP):
    """One connection. Overrides aiosmtpd where it is stricter than a server that accepts everything."""

    line_length_limit = 1024 * 1024
    command_size_limit = COMMAND_LIMIT

    def __init__(self, server: CaptureServer, door: Door, loop: asyncio.AbstractEventLoop) -> None:
        if door.settings is None:
            # One table a connection: aiosmtpd's is shared, and each new connection would reset it for the others.
            self.command_size_limits = defaultdict(lambda: COMMAND_LIMIT)
            super().__init__(
                _Hooks(),
                hostname=HOST_NAME,
                ident="ESMTP wlmail capture",
                data_size_limit=MESSAGE_LIMIT,
                enable_SMTPUTF8=True,
                tls_context=door.starttls,
                auth_require_tls=not door.offers_login,
                authenticator=self._logged_in,
                # A program may wait for hours between two messages.
                timeout=7 * 24 * 3600.0,
                loop=loop,
            )
            door.settings = dict(vars(self))
        else:
            self._begin_like(door.settings, loop)
        self._server = server
        self._door = door
        self._login = self._user = ""

    def _begin_like(self, settings: dict[str, Any], loop: asyncio.AbstractEventLoop) -> None:
        """What aiosmtpd finds out by introspection is the same for every connection through a door: most of the time of
        a short one would go there."""
        vars(self).update(settings)
        self.data_size_limit = MESSAGE_LIMIT
        self.command_size_limits = defaultdict(lambda: COMMAND_LIMIT)
        self._authenticator = self._logged_in
        self._smtp_methods = {name: getattr(self, f"smtp_{name}") for name in settings["_smtp_methods"]}
        self._auth_methods = {
            name: found._replace(method=getattr(self, found.method.__name__))
            for name, found in settings["_auth_methods"].items()
        }
        reader = asyncio.StreamReader(loop=loop, limit=self.line_length_limit)
        asyncio.StreamReaderProtocol.__init__(self, reader, self._cb_client_connected, loop)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._server.sessions.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._server.sessions.discard(self)
        super().connection_lost(error)

    def hang_up(self) -> None:
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()

    async def _handle_client(self) -> None:
        reply = self._server.script.connect
        if reply:
            self._server.note(f"connection {reply}")
            await self.push(reply)
            self._writer.close()
            return
        await super()._handle_client()

    def judged(self, what: str, address: str) -> Any:
        """The script's reply to a sender or recipient, which is noted; MISSING for one that is accepted."""
        script = self._server.script
        reply = script.sender(address) if what == "sender" else script.recipient(address)
        if not reply:
            return MISSING
        if what == "recipient":
            self._server.refused.add(_text(address))
        self._server.note(f"{what} {_text(address)} {reply}")
        return reply

    # --- logins: any name and any secret will do --------------------------------------------------------------------

    def _logged_in(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        login = getattr(data, "login", b"")
        user = login.decode("utf-8", "replace") if isinstance(login, bytes) else str(login)
        return self._result("token" if mechanism in ("XOAUTH2", "OAUTHBEARER") else "password", user)

    def _result(self, kind: str, user: str) -> AuthResult:
        reply = self._server.script.login
        if reply:
            self._server.note(f"login {_text(user)} {reply}")
            return AuthResult(success=False, handled=False, message=reply)
        self._login, self._user = kind, user
        return AuthResult(success=True, handled=False, auth_data=LoginPassword(user.encode("utf-8", "replace"), b""))

    async def auth_CRAM__MD5(self, server: Any, arguments: list[str]) -> AuthResult:
        answer = await self.challenge_auth("<1@capture.localhost>")
        if not isinstance(answer, bytes):
            return AuthResult(success=False, handled=True)
        return self._result("password", answer.rpartition(b" ")[0].decode("utf-8", "replace"))

    async def auth_XOAUTH2(self, server: Any, arguments: list[str]) -> AuthResult:
        return await self._bearer(arguments, b"user=", b"\x01")

    async def auth_OAUTHBEARER(self, server: Any, arguments: list[str]) -> AuthResult:
        return await self._bearer(arguments, b"a=", b",")

    async def _bearer(self, arguments: list[str], before: bytes, after: bytes) -> AuthResult:
        if len(arguments) > 1:
            try:
                answer: Any = b64decode(arguments[1], validate=True)
            except (Base64Error, ValueError):
                await self.push("501 5.5.2 Can't decode base64")
                return AuthResult(success=False, handled=True)
        else:
            answer = await self.challenge_auth("")
            if not isinstance(answer, bytes):
                return AuthResult(success=False, handled=True)
        user = answer.partition(before)[2].partition(after)[0].decode("utf-8", "replace")
        return self._result("token", user)

    # --- messages ----------------------------------------------------------------------------------------------------

    def _asked(self) -> Asked:
        """What was asked for: the door says it, or the client showed it."""
        if self._door.asked is not None:
            return self._door.asked
        ssl_object = self.transport.get_extra_info("ssl_object") if self.transport is not None else None
        security = "TLS" if self._door.tls else "STARTTLS" if ssl_object is not None else "none"
        port = self._server.port_of(self._door)
        return Asked("127.0.0.1", port, security, _text(self._user), self._login)  # type: ignore[arg-type]

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
            reply = self._server.take(
                _text(sender), [_text(r) for r in envelope.rcpt_tos], data, self._asked(), _text(helo)
            )
            if not reply:
                self.hang_up()
                return
            await self.push(reply)
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
        dotted = received.find(b"\r\n.", 0, -5) >= 0
        data = bytes(memoryview(received)[2:-3])
        if dotted:
            data = (b"\r\n" + data).replace(b"\r\n.", b"\r\n")[2:]
        return data


def _text(value: str) -> str:
    """Bytes that are no UTF-8 come as lone surrogates, which no file can hold."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
