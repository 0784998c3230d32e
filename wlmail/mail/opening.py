"""From a host name to a session after its greeting: name, TCP, TLS, EHLO. Each failure becomes a sentence.

Plain sockets rather than aiosmtplib, which takes 0.1 s to import: longer than a whole program needs to send its mail.
"""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from wlmail.mail.failures import failed
from wlmail.mail.replies import Garbage, Offer, Reply, Silence, WireError
from wlmail.mail.smtp import MailError, Security, Settings
from wlmail.mail.wire import Wire

if TYPE_CHECKING:
    import ssl

Address = tuple[socket.AddressFamily, Any]

_SILENT_PORT_TIMEOUT = 20.0
"""Seconds for a greeting on port 465 in clear: that port waits for TLS and never greets."""

_OTHER_ADDRESS_AFTER = 10.0
"""Seconds for one address of a server that has another one to try."""


def resolve(settings: Settings) -> list[Address]:
    """The addresses of the host, in the system's order. Its time is not counted in the time-out (SM6)."""
    host = settings.host
    if not host:
        raise failed("no-server", phase="connect")
    try:
        host = _plain(host)
        try:
            # A number needs no thread to wait in.
            numeric = socket.AI_NUMERICHOST
            found = socket.getaddrinfo(host, settings.port, type=socket.SOCK_STREAM, flags=numeric)
        except socket.gaierror:
            found = _looked_up(host, settings.port)
    except (socket.gaierror, UnicodeError):
        raise failed("unknown-host", phase="connect", facts={"host": settings.host}) from None
    except (OSError, OverflowError) as error:
        raise failed("no-address", phase="connect", facts={"host": settings.host, "reason": error}) from None
    return [(family, address) for family, _, _, _, address in found]


def _plain(host: str) -> str:
    """A host name as the system takes it."""
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    return host.removeprefix("[").removesuffix("]")


def _looked_up(host: str, port: int) -> list[Any]:
    """`getaddrinfo` in a thread that nothing waits for: a resolver may need minutes, and it cannot be interrupted."""
    import threading

    answers: list[list[Any] | Exception] = []
    answered = threading.Event()

    def look_up() -> None:
        try:
            answers.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except Exception as error:
            answers.append(error)
        answered.set()

    threading.Thread(target=look_up, name="wlmail-resolver", daemon=True).start()
    answered.wait()
    (answer,) = answers
    if isinstance(answer, Exception):
        raise answer
    return answer


def check_clear_login(settings: Settings, addresses: list[Address]) -> None:
    """Secrets go in clear to this machine itself only, or where the user said so (SM3). Asked before connecting."""
    if settings.security is not Security.NONE or not settings.wants_login or settings.allow_clear_login:
        return
    if not all(address[0].startswith("127.") or address[0] == "::1" for _, address in addresses):
        raise failed("clear-login", phase="login", facts={"host": settings.host})


def begin(settings: Settings, addresses: list[Address], context: ssl.SSLContext | None) -> tuple[Wire, Offer]:
    """A session after its greeting, TLS and EHLO. Raises MailError; nothing stays open then."""
    sock = _connected_socket(settings, addresses)
    host = _plain(settings.host)
    wire: Wire | None = None
    phase = "tls"
    try:
        if settings.security is Security.TLS:
            assert context is not None
            sock.settimeout(_greeting_timeout(settings))
            sock = context.wrap_socket(sock, server_hostname=host)
        phase = "connect"
        wire = Wire(sock)
        greeting = wire.reply(_greeting_timeout(settings))
        if greeting.code != 220:
            raise _refused(settings, greeting, phase)
        own_name = settings.local_hostname or _own_name(sock)
        offer = _greet(wire, settings, own_name)
        if settings.security is Security.STARTTLS:
            assert context is not None
            phase = "tls"
            if "starttls" not in offer.extensions:
                raise failed("no-starttls", phase=phase, facts={"host": settings.host, "port": settings.port})
            reply = wire.command(b"STARTTLS", settings.timeout)
            if reply.code != 220:
                raise _refused(settings, reply, phase)
            # Everything that the server said before is forgotten (TL6).
            wire = wire.start_tls(context, host, settings.timeout)
            phase = "connect"
            offer = _greet(wire, settings, own_name)
    except BaseException as error:
        if wire is not None:
            wire.abort()
        with suppress(OSError):
            sock.close()
        if isinstance(error, WireError):
            raise _explained(error, settings, phase) from None
        if isinstance(error, OSError | ValueError):
            raise _tls_failed(error, settings) from None
        raise
    return wire, offer


def _greet(wire: Wire, settings: Settings, own_name: str) -> Offer:
    name = own_name.encode("ascii", "replace")
    reply = wire.command(b"EHLO " + name, settings.timeout)
    if 500 <= reply.code < 600 and settings.security is not Security.STARTTLS:
        reply = wire.command(b"HELO " + name, settings.timeout)
        if reply.is_positive:
            return Offer({})
    if not reply.is_positive:
        raise _refused(settings, reply, "connect")
    return Offer.from_reply(reply)


def _greeting_timeout(settings: Settings) -> float:
    if settings.port == 465 and settings.security is not Security.TLS:
        return min(settings.timeout, _SILENT_PORT_TIMEOUT)
    return settings.timeout


def _connected_socket(settings: Settings, addresses: list[Address]) -> socket.socket:
    """Tries one address after another, within one time-out. Raises MailError with the reason of the last."""
    end = time.monotonic() + settings.timeout
    facts: dict[str, object] = {"host": settings.host, "port": settings.port, "seconds": f"{settings.timeout:g}"}
    failure: MailError | None = None
    for left, (family, address) in zip(range(len(addresses), 0, -1), addresses, strict=True):
        wait = end - time.monotonic()
        if left > 1:
            wait = min(wait / left, _OTHER_ADDRESS_AFTER)
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(max(wait, 0.001))
            sock.connect(address)
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
    raise failure or failed("no-address", phase="connect", facts={**facts, "reason": "none"})


def _own_name(sock: socket.socket) -> str:
    """The name for EHLO: this machine's when it is a full one, else its address (RFC 5321 4.1.4)."""
    name = socket.gethostname()
    if "." in name and name.isascii() and all(c.isalnum() or c in ".-" for c in name):
        return name
    address = str(sock.getsockname()[0])
    return f"[IPv6:{address.partition('%')[0]}]" if ":" in address else f"[{address}]"


def _refused(settings: Settings, reply: Reply, phase: str) -> MailError:
    kind = {"tls": "tls-refused", "connect": "session-refused"}[phase]
    facts = {"host": settings.host, "port": settings.port}
    return failed(kind, phase=phase, code=reply.code, reply=reply.text, facts=facts)


def _explained(error: WireError, settings: Settings, phase: str) -> MailError:
    """What ended a conversation that had hardly begun, as a sentence."""
    facts: dict[str, object] = {"host": settings.host, "port": settings.port}
    if isinstance(error, Garbage):
        return failed("not-this-protocol", phase=phase, facts={**facts, "protocol": "SMTP", "sent": error.sent})
    if isinstance(error, Silence):
        facts["seconds"] = f"{_greeting_timeout(settings):g}"
        in_tls = phase == "tls" or settings.security is Security.TLS
        return failed("silent-tls" if in_tls else "silent", phase=phase, facts=facts)
    return failed("closed-early", phase=phase, facts=facts)


def _tls_failed(error: Exception, settings: Settings) -> MailError:
    """What the handshake raised."""
    if isinstance(error, TimeoutError):
        facts = {"host": settings.host, "port": settings.port, "seconds": f"{settings.timeout:g}"}
        return failed("silent-tls", phase="tls", facts=facts)
    from wlmail.mail import tls

    return tls.explain(error, settings.host, settings.port)
