"""The background at bad moments: no message without a report, nothing left over (email.md 3.3.5)."""

from __future__ import annotations

import select
import selectors
import signal
import sys
import time

import pytest
from servers.portal import portal as portal
from servers.scripted import Action, ScriptedServer, Talk

from wlmail.mail import queue
from wlmail.mail.envelope import Envelope
from wlmail.mail.portal import Portal
from wlmail.mail.smtp import MailError, Settings
from wlmail.mail.spool import Spool
from wlmail.mail.wire import Wire

DATA = b"From: a@example.com\r\nSubject: x\r\n\r\ntext\r\n"


def envelope(number: int = 1, message_id: str = "<1@example.com>") -> Envelope:
    return Envelope("a@example.com", [f"b{number}@shop{number}.example.com"], DATA, message_id)


def settings(server: ScriptedServer, connections: int = 1, timeout: float = 20.0) -> Settings:
    chosen = Settings("127.0.0.1", server.port, timeout=timeout, local_hostname="client.test")
    chosen.connections = connections
    return chosen


def last(text: str) -> Action:
    """The server says this, and hangs up."""
    return lambda talk: talk.say(text) and False


def test_a_message_without_identifier_comes_out_of_a_long_queue(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """EmailSend of a file without Message-ID, more often than the queue holds messages unpacked."""
    monkeypatch.setattr(queue, "_PACK_FROM", 3)
    with ScriptedServer(extensions=("PIPELINING",)) as server:
        connection = portal.connect(settings(server))
        for number in range(40):
            connection.post(number, envelope(number, message_id=""))
        connection.close()
        spool = connection.background()
        assert spool.join(20)
    assert sorted(report.number for report in spool.reports if report.error is None) == list(range(40))
    assert len(server.messages) == 40


def test_every_message_is_told_when_the_queue_itself_fails(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(spool: Spool) -> bool:
        raise RuntimeError("a bug")

    monkeypatch.setattr(Spool, "_step", broken)
    with ScriptedServer() as server:
        connection = portal.connect(settings(server))
        spool = connection.background()
        assert spool.join(10)
        with pytest.raises(MailError, match="internal error"):
            connection.post(1, envelope())
        portal.close()


def test_a_message_that_comes_at_the_very_end_is_told(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program is in the middle of `put` while the server leaves for good."""
    asked: list[int] = []
    real = queue.domains_of
    connection = None

    def slowly(recipients: list[str]) -> tuple[str, ...]:
        if recipients == ["b2@shop2.example.com"]:
            assert connection is not None
            deadline = time.monotonic() + 5
            while not connection.background().end and time.monotonic() < deadline:
                time.sleep(0.005)
        return real(recipients)

    def greeting(talk: Talk) -> bool:
        asked.append(1)
        return talk.say("220 hello") if len(asked) == 1 else last("554 no")(talk)

    monkeypatch.setattr(queue, "domains_of", slowly)
    with ScriptedServer({"content": last("421 goodbye"), "greeting": greeting}) as server:
        connection = portal.connect(settings(server))
        connection.post(1, envelope(1))
        told = []
        try:
            connection.post(2, envelope(2))
        except MailError:
            told.append(2)
        connection.close()
        assert connection.background().join(20)
        told += [report.number for report in connection.background().reports]
    assert sorted(told) == [1, 2]


def test_sockets_that_a_selector_does_not_forget(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows: `select` alone, and the server resets every connection after its message."""
    monkeypatch.setattr(selectors, "DefaultSelector", selectors.SelectSelector)
    monkeypatch.delattr(select, "poll", raising=False)
    with ScriptedServer({"content": last("250 queued")}, extensions=("PIPELINING",)) as server:
        connection = portal.connect(settings(server))
        for number in range(15):
            connection.post(number, envelope(number))
        connection.close()
        spool = connection.background()
        assert spool.join(30)
    assert sorted(report.number for report in spool.reports if report.error is None) == list(range(15))
    assert server.verbs.count("DATA") == 15


def test_a_synchronous_session_without_poll(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(select, "poll", raising=False)
    with ScriptedServer(extensions=("PIPELINING",)) as server:
        connection = portal.connect(settings(server))
        for number in range(3):
            connection.send(envelope(number))
        portal.close()
    assert len(server.messages) == 3


def test_threads_of_python_take_turns_as_before(portal: Portal) -> None:
    usual = sys.getswitchinterval()
    with ScriptedServer() as first, ScriptedServer() as second:
        connections = [portal.connect(settings(server)) for server in (first, second)]
        for connection in connections:
            connection.post(1, envelope())
        for connection in connections:
            connection.close()
            assert connection.background().join(20)
    assert sys.getswitchinterval() == usual


def test_the_portal_forgets_backgrounds_that_have_ended(portal: Portal) -> None:
    with ScriptedServer() as server:
        for _ in range(3):
            connection = portal.connect(settings(server))
            connection.post(1, envelope())
            connection.close()
            assert connection.background().join(20)
        portal.connect(settings(server))
        assert len(portal._connections) == 1
        portal.close()


def test_goodbye_is_said_before_connections_that_still_open(portal: Portal) -> None:
    """A server that serves one client after the other greets the second when the first has left."""
    with ScriptedServer(extensions=("PIPELINING",)) as server:
        connection = portal.connect(settings(server, connections=3))
        for number in range(20):
            connection.post(number, envelope(number))
        connection.close()
        spool = connection.background()
        assert spool.join(30)
        assert spool.end == "the session is closed"
    assert len(server.messages) == 20
    assert server.verbs.count("QUIT") == server.connections


def test_interruption_after_the_acceptance_says_so(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(wire: Wire, delivery: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Wire, "settle", interrupted)
    with ScriptedServer() as server:
        connection = portal.connect(settings(server))
        with pytest.raises(KeyboardInterrupt) as caught:
            connection.send(envelope(7))
    assert len(server.messages) == 1
    assert caught.value.__notes__ == ["the server had accepted the message already, for b7@shop7.example.com"]


def test_half_a_goodbye_is_no_beginning_of_an_answer(portal: Portal) -> None:
    def content(talk: Talk) -> bool:
        talk.say("250 queued")
        talk.sock.sendall(b"421 4.3.2 going d")
        return True

    with ScriptedServer({"content": content}) as server:
        connection = portal.connect(settings(server))
        connection.send(envelope())
        deadline = time.monotonic() + 10
        while connection.is_open and time.monotonic() < deadline:
            time.sleep(0.01)
        assert connection.end == "127.0.0.1 closed the session (421 4.3.2 going d)"
        with pytest.raises(MailError):
            connection.send(envelope())
        portal.close()
    assert server.verbs.count("MAIL") == 1


@pytest.mark.parametrize("extensions", [(), ("PIPELINING",), ("PIPELINING", "CHUNKING")])
@pytest.mark.parametrize("size", [100, 100_000, 400_000])
def test_a_progress_that_closes_the_session_ends_the_message(
    portal: Portal, extensions: tuple[str, ...], size: int
) -> None:
    """No end of the message follows, and nobody is told that its outcome is unknown."""
    with ScriptedServer(extensions=extensions) as server:
        connection = portal.connect(settings(server))
        long = Envelope("a@example.com", ["b@example.com"], DATA + b"x" * 70 + b"\r\n" * (size // 2), "<1@example.com>")
        told: list[int] = []

        def close(sent: int) -> None:
            told.append(sent)
            connection.abort()

        error: MailError | None = None
        try:
            connection.send(long, close)
        except MailError as raised:
            error = raised
        portal.close()
    # A message that is one piece has no progress before its end.
    assert bool(told) == (error is not None)
    assert told or size == 100
    assert error is None or error.kind == "not-sent"
    assert len(server.messages) == (0 if told else 1)
