"""Asking a server about an address: a conversation that never begins a message, and answers that are told apart."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from wlmail.mail import probe as probing
from wlmail.mail.failures import explain
from wlmail.mail.probe import mail_servers, probe
from wlmail.mail.smtp import MailError


@contextmanager
def server(replies: dict[str, str], heard: list[str]) -> Iterator[int]:
    """Answers every command that begins with a key; an empty answer closes the connection. Yields its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)

        def serve() -> None:
            with suppress(OSError):
                sock, _ = listening.accept()
                with sock, sock.makefile("rb") as lines:
                    sock.sendall(replies.get("", "220 ready\r\n").encode())
                    for line in lines:
                        command = line.decode().strip()
                        heard.append(command)
                        found = next(
                            (text for key, text in replies.items() if key and command.startswith(key)), "250 ok\r\n"
                        )
                        if not found:
                            return
                        sock.sendall(found.encode())
                        if command == "QUIT":
                            return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield int(listening.getsockname()[1])
    thread.join(10)


def ask(replies: dict[str, str], heard: list[str] | None = None, servers: list[str] | None = None) -> str:
    with server(replies, [] if heard is None else heard) as port:
        refusal = probe("zoe@example.com", 5, servers=lambda domain, timeout: servers or ["127.0.0.1"], port=port)
    return "" if refusal is None else explain(refusal)


def test_the_conversation() -> None:
    heard: list[str] = []
    assert ask({}, heard) == ""
    assert heard[0].startswith("HELO ")
    assert heard[1:] == ["MAIL FROM:<>", "RCPT TO:<zoe@example.com>", "QUIT"]


@pytest.mark.parametrize("reply", ["550 5.1.1 no such user\r\n", "550-5.1.1 no such user,\r\n550 sorry\r\n"])
def test_a_refusal_is_told(reply: str) -> None:
    assert "refuses zoe@example.com: 550 5.1.1 no such user" in ask({"RCPT": reply})


@pytest.mark.parametrize(
    ("replies", "reason"),
    [
        ({"RCPT": "451 4.7.1 greylisted\r\n"}, "no answer about zoe@example.com now: 451 4.7.1 greylisted"),
        ({"MAIL": "550 who are you?\r\n"}, "did not let the question about zoe@example.com be put: 550 who are you"),
        ({"": "554 no\r\n"}, "be put: 554"),
        ({"": "HTTP/1.1 400 Bad Request\r\n"}, "does not speak SMTP"),
        ({"": "220-x\r\n" * 300}, "does not speak SMTP"),
        ({"RCPT": ""}, "closed"),
    ],
)
def test_no_answer(replies: dict[str, str], reason: str) -> None:
    with pytest.raises(MailError, match=reason.replace("?", ".")):
        ask(replies)


def test_the_next_server_is_asked_when_one_is_down() -> None:
    # 127.0.0.2 has the port of the server on 127.0.0.1, and nobody there.
    assert ask({}, servers=["127.0.0.2", "127.0.0.1"]) == ""


def test_nobody_is_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])
    with pytest.raises(MailError, match="gave no answer"):
        probe("zoe@example.com", 5, servers=lambda domain, timeout: ["127.0.0.1"], port=port)
    with pytest.raises(MailError, match="takes no mail"):
        probe("zoe@example.com", 5, servers=lambda domain, timeout: [])


class Record:
    def __init__(self, preference: int, exchange: str) -> None:
        self.preference = preference
        self.exchange = exchange


def test_servers_of_a_domain(monkeypatch: pytest.MonkeyPatch) -> None:
    import dns.resolver

    answers: dict[str, list[Record] | Exception] = {
        "example.com": [Record(20, "b.example.com."), Record(10, "a.example.com.")],
        "null.example": [Record(0, ".")],
        "host.example": dns.resolver.NoAnswer(),
        "none.example": dns.resolver.NXDOMAIN(),
        "slow.example": dns.resolver.LifetimeTimeout(timeout=1, errors=[]),
    }

    def resolve(domain: str, kind: str, **options: object) -> list[Record]:
        assert (kind, options["lifetime"]) == ("MX", 3)
        found = answers[domain]
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(dns.resolver, "resolve", resolve)
    assert mail_servers("example.com", 3) == ["a.example.com", "b.example.com"]
    assert mail_servers("host.example", 3) == ["host.example"]
    assert mail_servers("[192.0.2.1]", 3) == ["192.0.2.1"]
    assert mail_servers("null.example", 3) == []
    for domain, reason in (("none", "does not exist"), ("slow", "gave no answer")):
        with pytest.raises(MailError, match=reason):
            mail_servers(f"{domain}.example", 3)
    assert probing.SMTP_PORT == 25
