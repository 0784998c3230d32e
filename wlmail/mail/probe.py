"""Asking the server that takes mail for an address whether it would (email.md 3.4); no message is ever begun."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress

from wlmail.mail.failures import failed
from wlmail.mail.smtp import MailError

SMTP_PORT = 25
MOST_SERVERS = 3
"""Servers of a domain that are tried, the preferred first."""
MOST_LINES, LONGEST_LINE = 100, 2000
"""Lines of one reply, and bytes of a line."""


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
    with socket.create_connection((host, port), timeout) as sock, sock.makefile("rb") as replies:

        def reply() -> tuple[int, str]:
            texts: list[str] = []
            while len(texts) < MOST_LINES:
                line = replies.readline(LONGEST_LINE).decode("utf-8", "replace")
                if not line:
                    raise ConnectionError("the connection was closed")
                texts.append(line[4:].strip())
                if line[3:4] != "-":
                    if not line[:3].isdigit():
                        break
                    return int(line[:3]), " ".join(texts)
            raise failed("address-silence", phase="connect", facts={**facts, "reason": "it does not speak SMTP"})

        def command(text: str) -> tuple[int, str]:
            sock.sendall(f"{text}\r\n".encode("ascii"))
            return reply()

        for text in ("", f"HELO {socket.getfqdn()}", "MAIL FROM:<>"):
            code, words = command(text) if text else reply()
            if not 200 <= code < 300:
                raise failed("address-not-asked", phase="connect", code=code, reply=words, facts=facts)
        code, words = command(f"RCPT TO:<{address}>")
        with suppress(OSError, MailError):
            command("QUIT")
    if 200 <= code < 300:
        return None
    refused = 500 <= code < 600
    answer = failed(
        "address-refused" if refused else "address-later", phase="rcpt", code=code, reply=words, facts=facts
    )
    if refused:
        return answer
    raise answer


def _facts(host: str, address: str, reason: str) -> dict[str, object]:
    return {"host": host, "address": address, "reason": reason}
