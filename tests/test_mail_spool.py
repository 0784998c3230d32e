"""Messages sent in the background: order, several connections, one attempt, and how it ends (email.md 3.3.5)."""

from __future__ import annotations

import threading
import tracemalloc
from pathlib import Path

import pytest
from servers.portal import portal as portal
from servers.scripted import ScriptedServer, Talk, hang_up, stall

from wlmail.capture.mailbox import Asked, Mailbox
from wlmail.capture.server import CaptureServer
from wlmail.mail.envelope import Envelope
from wlmail.mail.portal import Portal
from wlmail.mail.queue import Queue
from wlmail.mail.smtp import Connection, MailError, Settings
from wlmail.mail.spool import Report

PIPELINING = ("PIPELINING",)
CHUNKING = ("PIPELINING", "CHUNKING")


def envelope(number: int, domain: str = "example.com") -> Envelope:
    data = f"From: a@example.com\r\nSubject: {number}\r\n\r\nmessage {number}\r\n".encode()
    return Envelope("a@example.com", [f"user{number}@{domain}"], data, f"<{number}@example.com>")


def connect(portal: Portal, port: int, connections: int = 1, timeout: float = 20.0) -> Connection:
    chosen = Settings("127.0.0.1", port, timeout=timeout, local_hostname="client.test")
    chosen.connections = connections
    return portal.connect(chosen)


def ended(connection: Connection) -> dict[int, Report]:
    """Closes a session, waits for its background, and returns the reports by number."""
    connection.close()
    assert connection.spool is not None
    assert connection.spool.join(20)
    return {report.number: report for report in connection.spool.reports}


@pytest.mark.parametrize("extensions", [(), PIPELINING, CHUNKING])
def test_what_was_posted_arrives_in_order_although_the_session_is_closed_at_once(
    portal: Portal, extensions: tuple[str, ...]
) -> None:
    with ScriptedServer(extensions=extensions) as server:
        connection = connect(portal, server.port)
        for number in range(1, 31):
            connection.post(number, envelope(number))
        reports = ended(connection)
        assert not connection.is_open
        with pytest.raises(MailError, match="closed"):
            connection.post(31, envelope(31))
    assert server.messages == [envelope(number).data for number in range(1, 31)]
    assert server.verbs[-1] == "QUIT"
    assert all(report.error is None for report in reports.values())
    assert len(reports) == 30


def test_several_connections_keep_the_order_of_each_domain(portal: Portal) -> None:
    server = CaptureServer(Mailbox())
    connection = connect(portal, server.listen(Asked("a", 25, "none", "", "")), connections=8)
    try:
        for number in range(1, 401):
            connection.post(number, envelope(number, f"shop{number % 7}.test"))
        reports = ended(connection)
    finally:
        server.stop()
    assert sorted(reports) == list(range(1, 401))
    for domain in range(7):
        arrived = [d.recipients[0] for d in server.mailbox.deliveries if d.recipients[0].endswith(f"shop{domain}.test")]
        assert arrived == [f"user{n}@shop{domain}.test" for n in range(1, 401) if n % 7 == domain]


@pytest.mark.parametrize("extensions", [(), PIPELINING, CHUNKING])
def test_a_refused_message_is_reported_and_the_others_go_on(portal: Portal, extensions: tuple[str, ...]) -> None:
    def refuse(talk: Talk) -> bool:
        return talk.say("550 5.1.1 unknown" if b"user2@" in talk.server.lines[-1] else "250 ok")

    with ScriptedServer({"RCPT": refuse}, extensions=extensions) as server:
        connection = connect(portal, server.port)
        for number in range(1, 6):
            connection.post(number, envelope(number))
        reports = ended(connection)
    assert [number for number in sorted(reports) if reports[number].error is not None] == [2]
    assert "5.1.1 unknown" in str(reports[2].error)
    assert [message for message in server.messages if message] == [envelope(n).data for n in (1, 3, 4, 5)]


@pytest.mark.parametrize("extensions", [(), PIPELINING])
def test_a_connection_lost_after_the_dot_is_in_doubt_and_nothing_is_sent_twice(
    portal: Portal, extensions: tuple[str, ...]
) -> None:
    seen: list[int] = []

    def drop(talk: Talk) -> bool:
        seen.append(1)
        return talk.say("250 queued") if len(seen) != 3 else hang_up(talk)

    with ScriptedServer({"content": drop}, extensions=extensions) as server:
        connection = connect(portal, server.port)
        for number in range(1, 8):
            connection.post(number, envelope(number))
        reports = ended(connection)
    assert "outcome is unknown" in str(reports[3].error)
    # The others went on over a new connection, each once.
    assert [number for number in sorted(reports) if reports[number].error is not None] == [3]
    assert len(seen) == 7
    assert server.connections == 2


def test_a_server_that_is_gone_for_good_leaves_errors(portal: Portal) -> None:
    with ScriptedServer({"MAIL": hang_up}) as server:
        connection = connect(portal, server.port)
        for number in range(1, 5):
            connection.post(number, envelope(number))
        assert connection.spool is not None
        assert connection.spool.join(20)
        reports = ended(connection)
    assert sorted(reports) == [1, 2, 3, 4]
    assert all(report.error is not None for report in reports.values())
    assert not server.messages


def test_an_abort_reports_everything_at_once(portal: Portal) -> None:
    with ScriptedServer({"content": stall}, extensions=PIPELINING) as server:
        connection = connect(portal, server.port, timeout=600.0)
        for number in range(1, 11):
            connection.post(number, envelope(number))
        for _ in range(1000):
            if server.verbs.count("DATA"):
                break
            threading.Event().wait(0.01)
        connection.abort()
        assert connection.spool is not None
        reports = {report.number: report for report in connection.spool.reports}
    assert sorted(reports) == list(range(1, 11))
    assert all(report.error is not None for report in reports.values())
    assert sum("unknown" in str(report.error) for report in reports.values()) <= 1


def test_a_silent_server_is_given_up(portal: Portal) -> None:
    with ScriptedServer({"MAIL": stall}) as server:
        connection = connect(portal, server.port, timeout=0.5)
        connection.post(1, envelope(1))
        reports = ended(connection)
        assert "silent for 0.5 seconds" in str(reports[1].error)
    assert server.connections == 1


def test_a_long_queue_is_small_and_gives_back_what_was_put() -> None:
    def message(number: int) -> Envelope:
        text = f"Bonjour client {number},\r\n\r\nvoici votre offre de l'=C3=A9t=C3=A9.\r\n"
        head = f"From: news@example.com\r\nTo: customer{number}@example.com\r\nMessage-ID: <{number}@example.com>\r\n"
        head += "Date: Tue, 24 Nov 2026 12:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n"
        return Envelope("news@example.com", [f"customer{number}@example.com"], (head + text).encode(), f"<{number}>")

    queue, count = Queue(), 30_000
    tracemalloc.start()
    for number in range(count):
        queue.put(number, message(number))
    size = tracemalloc.get_traced_memory()[0] / count
    tracemalloc.stop()
    assert size <= 400
    for number in range(count):
        found, domains, held = queue.take(0)
        wanted = message(number)
        assert (found, domains) == (number, ("example.com",))
        assert (held.sender, held.recipients, held.data) == (wanted.sender, wanted.recipients, wanted.data)
        assert held.message_id == wanted.message_id


def test_fifty_megabytes_do_not_take_two_hundred(portal: Portal, tmp_path: Path) -> None:
    """An attachment of 50 MB, from the program's variable to the wire: at most four times its size."""
    from worlds import run_in

    from wlmail.library.email import Attach, Email
    from wlmail.library.email_messages import envelope_of

    size = 50_000_000
    run = run_in(tmp_path)
    received: list[int] = []

    def count(talk: Talk) -> bool:
        talk.say("354 go on")
        total, end = 0, b""
        while not end.endswith(b"\r\n.\r\n"):
            got = talk.sock.recv(1 << 20)
            total, end = total + len(got), (end + got)[-5:]
        received.append(total)
        talk.say("250 queued")
        return False

    tracemalloc.start()
    message = Email()
    message.sender = "a@example.com"
    message.recipient.put(1, "b@example.com")
    message.attach.append(Attach("big.bin", b"x" * size))
    envelope = envelope_of(run, message, 0)
    with ScriptedServer({"DATA": count}, extensions=PIPELINING) as server:
        connection = connect(portal, server.port)
        connection.send(envelope)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert received[0] > size * 4 / 3
    assert peak <= 4 * size
