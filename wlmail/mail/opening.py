"""A session with an SMTP server up to its greeting: TCP, TLS, EHLO. Each failure becomes a sentence.

aiosmtplib speaks; `mail.wire` has the conversation from there on.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import aiosmtplib

from wlmail.mail.blocking import BlockingLoop, SocketTransport
from wlmail.mail.connecting import Address, connected_socket, plain_host
from wlmail.mail.failures import failed
from wlmail.mail.replies import Offer, readable
from wlmail.mail.smtp import MailError, Security, Settings
from wlmail.mail.wire import Wire

if TYPE_CHECKING:
    import ssl

_SILENT_PORT_TIMEOUT = 20.0
"""Seconds for a greeting on port 465 in clear: that port waits for TLS and never greets."""


def begin(settings: Settings, addresses: list[Address], context: ssl.SSLContext | None) -> tuple[Wire, Offer]:
    """A session after its greeting, TLS and EHLO. Raises MailError; nothing stays open then."""
    sock = connected_socket(settings, addresses)
    smtp = aiosmtplib.SMTP(
        hostname=plain_host(settings.host),
        local_hostname=settings.local_hostname or _own_name(sock),
        timeout=_greeting_timeout(settings),
        use_tls=settings.security is Security.TLS,
        start_tls=False,
        tls_context=context,
        sock=sock,
    )
    try:
        BlockingLoop().run(_speak(smtp, settings, context))
        transport = smtp.transport
        assert isinstance(transport, SocketTransport)
        if transport.is_closing():
            raise failed("closed-early", phase="connect", facts={"host": settings.host, "port": settings.port})
        return Wire(transport.detach()), Offer(dict(smtp.esmtp_extensions))
    except BaseException:
        smtp.close()
        sock.close()
        raise


async def _speak(smtp: aiosmtplib.SMTP, settings: Settings, context: ssl.SSLContext | None) -> None:
    phase = "connect"
    try:
        await smtp.connect()
        smtp.timeout = settings.timeout
        await _greet(smtp, settings)
        if settings.security is Security.STARTTLS:
            phase = "tls"
            if not smtp.supports_extension("starttls"):
                raise failed("no-starttls", phase="tls", facts={"host": settings.host, "port": settings.port})
            await smtp.starttls(tls_context=context, server_hostname=smtp.hostname)
            # Everything that the server said before is forgotten (TL6).
            phase = "connect"
            await smtp.ehlo()
    except MailError:
        raise
    except Exception as error:
        raise _explained(error, settings, phase) from None


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


def _own_name(sock: socket.socket) -> str:
    """The name for EHLO: this machine's when it is a full one, else its address (RFC 5321 4.1.4)."""
    name = socket.gethostname()
    if "." in name and name.isascii() and all(c.isalnum() or c in ".-" for c in name):
        return name
    address = str(sock.getsockname()[0])
    return f"[IPv6:{address.partition('%')[0]}]" if ":" in address else f"[{address}]"


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
