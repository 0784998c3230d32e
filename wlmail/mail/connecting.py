"""From a host name to a connected socket. Each failure becomes a sentence."""

from __future__ import annotations

import socket
import time
from typing import Any

from wlmail.mail.failures import failed
from wlmail.mail.smtp import MailError, Security, Settings

Address = tuple[socket.AddressFamily, Any]

_OTHER_ADDRESS_AFTER = 10.0
"""Seconds for one address of a server that has another one to try."""


def resolve(settings: Settings) -> list[Address]:
    """The addresses of the host, in the system's order. Its time is not counted in the time-out (SM6)."""
    host = settings.host
    if not host:
        raise failed("no-server", phase="connect")
    try:
        host = plain_host(host)
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


def plain_host(host: str) -> str:
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
    while not answered.wait(0.2):
        pass  # an interruption that came just before the wait began is seen when it ends
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


def connected_socket(settings: Settings, addresses: list[Address]) -> socket.socket:
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
