"""The one door to the network: an event loop driven by the calling thread, and connections opened through it.

aiosmtplib opens a session (connect, EHLO, STARTTLS); `mail.wire` has the conversation from there on.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Coroutine
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import aiosmtplib

from wlmail.mail.failures import broken, failed
from wlmail.mail.login import check_text, login, without_secrets
from wlmail.mail.smtp import Connection, MailError, Security, Settings
from wlmail.mail.wire import Wire, WireError, readable

if TYPE_CHECKING:
    import ssl

    from wlmail.mail.reading import ReadingConnection

T = TypeVar("T")
Address = tuple[socket.AddressFamily, Any]

_SILENT_PORT_TIMEOUT = 20.0
"""Seconds for a greeting on port 465 in clear: that port waits for TLS and never greets."""

_OTHER_ADDRESS_AFTER = 10.0
"""Seconds for one address of a server that has another one to try."""


class Portal:
    """Owns one event loop, made when it is needed. Use it from one thread, and close it."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._connections: list[Connection] = []
        self.contexts: dict[object, ssl.SSLContext] = {}
        """TLS contexts by what they check: they take long to make."""
        self._interruption: BaseException | None = None

    def loop(self) -> asyncio.AbstractEventLoop:
        """The loop, for servers that are to live in it."""
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._loop.set_exception_handler(self._note)
            self._loop.set_task_factory(self._watched_task)
        return self._loop

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Drives the loop until `coroutine` is done. Interrupted (Ctrl-C), it cancels it, waits for its end, and
        lets the interruption pass."""
        loop = self.loop()
        self._interruption = None
        task = loop.create_task(coroutine)
        try:
            return loop.run_until_complete(task)
        except BaseException as error:
            if not task.done():
                task.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    loop.run_until_complete(task)
            interruption = self._interruption
            if interruption is not None or not isinstance(error, Exception):
                # The loop may still hold an order to stop, which would hit whatever runs next.
                for _ in range(2):
                    with suppress(RuntimeError):
                        loop.run_until_complete(_rounds(2))
            if interruption is not None:
                raise interruption from None
            raise

    def look(self) -> None:
        """Takes notice of what has arrived, without waiting."""
        if self._loop is not None and not self._loop.is_running():
            self._loop.run_until_complete(_rounds(3))

    def connect(self, settings: Settings) -> Connection:
        """Opens a session: name, TCP, greeting, TLS, login. Raises MailError; nothing stays open then."""
        wire, extensions = self.run(self._open(settings))
        connection = Connection(self, settings, wire, extensions)
        self._connections.append(connection)
        return connection

    def connect_reading(self, settings: Settings, protocol: str) -> ReadingConnection:
        """Opens a session that reads mail, "POP3" or "IMAP". Raises MailError; nothing stays open then."""
        from wlmail.mail.reading import open_reading

        check_text(settings)
        _check_clear_login(settings, self.run(_resolve(settings)))
        return open_reading(settings, protocol, self.contexts)

    def forget(self, connection: Connection) -> None:
        if connection in self._connections:
            self._connections.remove(connection)

    def close(self) -> None:
        """Closes what is open (QUIT), then the loop."""
        if self._loop is None:
            return
        try:
            for connection in list(self._connections):
                connection.close()
        finally:
            loop, self._loop = self._loop, None
            self._connections.clear()
            tasks = asyncio.all_tasks(loop)
            for task in tasks:
                task.cancel()
            if tasks:
                loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
            # Connections that were cut learn of it in the loop's next round.
            loop.run_until_complete(_rounds(2))
            loop.close()

    # A signal handler (Ctrl-C, a time limit) raises wherever the loop happens to be. asyncio lets KeyboardInterrupt
    # through, but keeps other interruptions in the task or the callback that they hit; they must reach the program.

    def _watched_task(self, loop: asyncio.AbstractEventLoop, coroutine: Any, **more: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.Task(coroutine, loop=loop, **more)
        task.add_done_callback(self._task_done)
        return task

    def _task_done(self, task: asyncio.Task[Any]) -> None:
        if not task.cancelled():
            self._interrupt(task.exception())

    def _note(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """What asyncio would print on standard error, in the middle of a program's own output."""
        error = context.get("exception")
        self._interrupt(error)
        logging.getLogger("wlmail.mail").debug("%s", context.get("message"), exc_info=error)

    def _interrupt(self, error: BaseException | None) -> None:
        if error is not None and not isinstance(error, Exception | asyncio.CancelledError):
            self._interruption = error
            if self._loop is not None:
                self._loop.stop()

    # Opening.

    async def _open(self, settings: Settings) -> tuple[Wire, dict[str, str]]:
        check_text(settings)
        addresses = await _resolve(settings)
        _check_clear_login(settings, addresses)
        context = None
        if settings.security is not Security.NONE:
            context = await self._context(settings, addresses)
        smtp = await _begin(settings, addresses, context)
        try:
            wire, extensions = _take_over(smtp)
        except BaseException:
            smtp.close()
            raise
        wire.conceal = partial(without_secrets, settings=settings)
        wire.in_login = True
        try:
            await login(wire, settings, extensions.get("auth", ""), settings.security is not Security.NONE)
            wire.in_login = False
        except WireError as error:
            wire.abort()
            raise failed("login-lost", phase="login", facts={"host": settings.host, **broken(error)}) from None
        except MailError:
            with suppress(WireError):
                await wire.command(b"QUIT", min(settings.timeout, 5.0))
            await wire.closed(1.0)
            raise
        except BaseException:
            wire.abort()
            raise
        return wire, extensions

    async def _context(self, settings: Settings, addresses: list[Address]) -> ssl.SSLContext:
        from wlmail.mail import tls

        checks = tls.Checks(settings)
        if checks.wants_certificate:
            smtp = await _begin(settings, addresses, tls.unchecked_context())
            try:
                checks.look_at(smtp.get_transport_info("ssl_object").getpeercert(binary_form=True))
            finally:
                smtp.close()
        return checks.context(self.contexts)


async def _rounds(count: int) -> None:
    """Lets the loop deal with what is there already; content under TLS takes more than one round."""
    for _ in range(count):
        await asyncio.sleep(0)


async def _resolve(settings: Settings) -> list[Address]:
    """The addresses of the host, in the system's order. Its time is not counted in the time-out (SM6)."""
    host = settings.host
    if not host:
        raise failed("no-server", phase="connect")
    try:
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
        host = host.removeprefix("[").removesuffix("]")
        try:
            # A number needs no thread to wait in.
            numeric = socket.AI_NUMERICHOST
            found = socket.getaddrinfo(host, settings.port, type=socket.SOCK_STREAM, flags=numeric)
        except socket.gaierror:
            found = await _looked_up(host, settings.port)
    except (socket.gaierror, UnicodeError):
        raise failed("unknown-host", phase="connect", facts={"host": settings.host}) from None
    except (OSError, OverflowError) as error:
        raise failed("no-address", phase="connect", facts={"host": settings.host, "reason": error}) from None
    return [(family, address) for family, _, _, _, address in found]


async def _looked_up(host: str, port: int) -> list[Any]:
    """`getaddrinfo` in a thread that nothing waits for: a resolver may need minutes, and asyncio's own threads would
    hold up the end of a program that was interrupted meanwhile."""
    import threading

    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[Any]] = loop.create_future()

    def tell(found: list[Any] | Exception) -> None:
        if answer.done():
            return
        if isinstance(found, Exception):
            answer.set_exception(found)
        else:
            answer.set_result(found)

    def look_up() -> None:
        found: list[Any] | Exception
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except Exception as error:
            found = error
        with suppress(RuntimeError):  # the loop has been closed meanwhile
            loop.call_soon_threadsafe(tell, found)

    threading.Thread(target=look_up, name="wlmail-resolver", daemon=True).start()
    return await answer


def _check_clear_login(settings: Settings, addresses: list[Address]) -> None:
    """Secrets go in clear to this machine itself only, or where the user said so (SM3). Asked before connecting."""
    if settings.security is not Security.NONE or not settings.wants_login or settings.allow_clear_login:
        return
    if not all(address[0].startswith("127.") or address[0] == "::1" for _, address in addresses):
        raise failed("clear-login", phase="login", facts={"host": settings.host})


async def _begin(settings: Settings, addresses: list[Address], context: ssl.SSLContext | None) -> aiosmtplib.SMTP:
    """A session after its greeting, TLS and EHLO. Raises MailError; nothing stays open then."""
    sock = await _connected_socket(settings, addresses)
    host = settings.host.removeprefix("[").removesuffix("]")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    smtp = aiosmtplib.SMTP(
        hostname=host,
        local_hostname=settings.local_hostname or _own_name(sock),
        timeout=_greeting_timeout(settings),
        use_tls=settings.security is Security.TLS,
        start_tls=False,
        tls_context=context,
        sock=sock,
    )
    phase = "connect"
    try:
        await smtp.connect()
        smtp.timeout = settings.timeout
        await _greet(smtp, settings)
        if settings.security is Security.STARTTLS:
            phase = "tls"
            if not smtp.supports_extension("starttls"):
                raise failed("no-starttls", phase="tls", facts={"host": settings.host, "port": settings.port})
            await smtp.starttls(tls_context=context, server_hostname=host)
            # Everything that the server said before is forgotten (TL6).
            phase = "connect"
            await smtp.ehlo()
    except BaseException as error:
        smtp.close()
        sock.close()
        if isinstance(error, MailError) or not isinstance(error, Exception):
            raise
        raise _explained(error, settings, phase) from None
    return smtp


def _greeting_timeout(settings: Settings) -> float:
    if settings.port == 465 and settings.security is not Security.TLS:
        return min(settings.timeout, _SILENT_PORT_TIMEOUT)
    return settings.timeout


async def _greet(smtp: aiosmtplib.SMTP, settings: Settings) -> None:
    try:
        await smtp.ehlo()
    except aiosmtplib.SMTPHeloError:
        if not smtp.is_connected or settings.security is Security.STARTTLS:
            raise
        await smtp.helo()


async def _connected_socket(settings: Settings, addresses: list[Address]) -> socket.socket:
    """Tries one address after another, within one time-out. Raises MailError with the reason of the last."""
    loop = asyncio.get_running_loop()
    end = loop.time() + settings.timeout
    facts: dict[str, object] = {"host": settings.host, "port": settings.port, "seconds": f"{settings.timeout:g}"}
    failure = failed("no-address", phase="connect", facts={**facts, "reason": "none"})
    for left, (family, address) in zip(range(len(addresses), 0, -1), addresses, strict=True):
        wait = end - loop.time()
        if left > 1:
            wait = min(wait / left, _OTHER_ADDRESS_AFTER)
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.setblocking(False)
            await asyncio.wait_for(loop.sock_connect(sock, address), wait)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return sock
        except TimeoutError:
            kind = "connect-silent"
        except ConnectionRefusedError:
            kind = "connection-refused"
        except (OSError, OverflowError) as error:
            kind = "unreachable"
            facts["reason"] = getattr(error, "strerror", None) or error
        except BaseException:
            sock.close()
            raise
        sock.close()
        failure = failed(kind, phase="connect", facts=facts)
    raise failure


def _own_name(sock: socket.socket) -> str:
    """The name for EHLO: this machine's when it is a full one, else its address (RFC 5321 4.1.4)."""
    name = socket.gethostname()
    if "." in name and name.isascii() and all(c.isalnum() or c in ".-" for c in name):
        return name
    address = str(sock.getsockname()[0])
    return f"[IPv6:{address.partition('%')[0]}]" if ":" in address else f"[{address}]"


def _take_over(smtp: aiosmtplib.SMTP) -> tuple[Wire, dict[str, str]]:
    transport = smtp.transport
    if not isinstance(transport, asyncio.Transport) or transport.is_closing():
        raise failed("closed-early", phase="connect", facts={"host": smtp.hostname, "port": smtp.port})
    return Wire(transport, asyncio.get_running_loop()), dict(smtp.esmtp_extensions)


def _explained(error: Exception, settings: Settings, phase: str) -> MailError:
    """What aiosmtplib raised, as a sentence."""
    import ssl

    from wlmail.mail import tls

    facts: dict[str, object] = {"host": settings.host, "port": settings.port}
    cause = error if isinstance(error, ssl.SSLError) else error.__cause__
    if isinstance(cause, ssl.SSLError):
        return tls.explain(cause, settings.host, settings.port)
    if isinstance(error, aiosmtplib.SMTPResponseException):
        code, text = error.code, readable(error.message.encode("utf-8", "replace"))
        if code < 200:
            # aiosmtplib's own words, with the code -1.
            endless = "too long" in text
            sent = "a reply without end" if endless else text.rpartition("response line: ")[2].rstrip(".")
            return failed("not-this-protocol", phase=phase, facts={**facts, "protocol": "SMTP", "sent": sent})
        kind = {"tls": "tls-refused", "connect": "session-refused"}[phase]
        return failed(kind, phase=phase, code=code, reply=text, facts=facts)
    if isinstance(error, aiosmtplib.SMTPTimeoutError | TimeoutError):
        facts["seconds"] = f"{_greeting_timeout(settings):g}"
        in_tls = phase == "tls" or settings.security is Security.TLS
        return failed("silent-tls" if in_tls else "silent", phase=phase, facts=facts)
    in_handshake = isinstance(cause, OSError) and not isinstance(cause, aiosmtplib.SMTPServerDisconnected)
    if phase == "tls" or (settings.security is Security.TLS and in_handshake):
        return tls.explain(cause or error, settings.host, settings.port)
    return failed("closed-early", phase=phase, facts=facts)
