"""Asking the server that takes mail for an address whether it would (email.md 3.4); no message is ever begun."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress

from wlmail.mail.failures import failed
from wlmail.mail.replies import Garbage, Reply, ReplyReader
from wlmail.mail.smtp import MailError

SMTP_PORT = 25
MOST_SERVERS = 3
"""Servers of a domain that are tried, the preferred first."""


def probe(
    address: str,
    timeout: float,
    *,
    servers: Callable[[str, float], list[str]] | None = None,
    port: int = SMTP_PORT,
) -> MailError | None:
    """The refusal of the server that takes mail for the address; None when it accepts.

    `timeout`: seconds, for each answer of the name server and of the mail server. Raises MailError: the domain takes
    no mail, no server answers, or it postpones the answer (4xx).
    """
    if not address.isascii():
        raise failed("address-not-ascii", phase="connect", facts={"address": address})
    domain = address.rpartition("@")[2]
    failure: MailError | None = None
    for host in (servers or mail_servers)(domain, timeout)[:MOST_SERVERS]:
        try:
            return _ask(host, port, address, timeout)
        except MailError as error:
            failure = error
        except OSError as error:
            reason = error.strerror or str(error)
            failure = failed("address-silence", phase="connect", facts=_facts(host, address, reason))
    raise failure or failed("domain-without-mail", phase="connect", facts={"domain": domain})


def mail_servers(domain: str, timeout: float) -> list[str]:
    """The hosts that take mail for a domain: its MX records by preference, without any the domain itself.

    Raises MailError: the domain does not exist, takes no mail (RFC 7505), or the name server does not answer.
    """
    if domain.startswith("["):
        return [domain[1:-1].removeprefix("IPv6:")]
    from dns.exception import DNSException
    from dns.resolver import NXDOMAIN, NoAnswer, resolve

    try:
        answer = resolve(domain, "MX", lifetime=timeout, search=False)
    except NXDOMAIN:
        raise failed("domain-unknown", phase="connect", facts={"domain": domain}) from None
    except NoAnswer:
        return [domain]
    except DNSException as error:
        facts = {"domain": domain, "reason": str(error).rstrip(".")}
        raise failed("domain-silence", phase="connect", facts=facts) from None
    found = [str(record.exchange).rstrip(".") for record in sorted(answer, key=lambda record: record.preference)]
    # A single empty name says that the domain takes no mail.
    return [host for host in found if host]


def _ask(host: str, port: int, address: str, timeout: float) -> MailError | None:
    """One conversation: HELO, MAIL FROM:<>, RCPT TO, QUIT. Raises OSError or MailError."""
    facts = _facts(host, address, "")
    reader = ReplyReader()
    with socket.create_connection((host, port), timeout) as sock:

        def reply() -> Reply:
            while not reader.replies:
                data = sock.recv(65536)
                if not data:
                    raise ConnectionError("the connection was closed")
                try:
                    reader.feed(data)
                except Garbage:
                    why = {**facts, "reason": "it does not speak SMTP"}
                    raise failed("address-silence", phase="connect", facts=why) from None
            return reader.replies.popleft()

        def command(text: str) -> Reply:
            sock.sendall(f"{text}\r\n".encode("ascii"))
            return reply()

        for text in ("", f"HELO {socket.getfqdn()}", "MAIL FROM:<>"):
            answer = command(text) if text else reply()
            if not answer.is_positive:
                raise failed("address-not-asked", phase="connect", code=answer.code, reply=answer.text, facts=facts)
        answer = command(f"RCPT TO:<{address}>")
        with suppress(OSError, MailError):
            command("QUIT")
    if answer.is_positive:
        return None
    refused = 500 <= answer.code < 600
    kind = "address-refused" if refused else "address-later"
    told = failed(kind, phase="rcpt", code=answer.code, reply=answer.text, facts=facts)
    if refused:
        return told
    raise told


def _facts(host: str, address: str, reason: str) -> dict[str, object]:
    return {"host": host, "address": address, "reason": reason}
