"""The capture server against the standard library's client, the mailbox in a folder, and the display of messages."""

from __future__ import annotations

import asyncio
import json
import smtplib
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wlmail.capture import server as capture_server
from wlmail.capture.certificate import server_context
from wlmail.capture.mailbox import Asked, Mailbox, MailboxError
from wlmail.capture.server import CaptureServer

ASKED = Asked("smtp.example.com", 587, "STARTTLS", "elodie", "password")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[CaptureServer]:
    server = CaptureServer(Mailbox(), now=lambda: NOON)
    yield server
    server.stop()


def client(server: CaptureServer, asked: Asked = ASKED) -> smtplib.SMTP:
    return smtplib.SMTP("127.0.0.1", server.listen(asked), local_hostname="my.pc", timeout=20)


def test_a_message_is_kept_with_its_envelope_and_what_was_asked(server: CaptureServer) -> None:
    with client(server) as smtp:
        smtp.ehlo()
        assert {"pipelining", "8bitmime", "smtputf8", "size"} <= set(smtp.esmtp_features)
        assert "auth" not in smtp.esmtp_features
        assert "starttls" not in smtp.esmtp_features
        smtp.sendmail("a@example.com", ["b@example.com", "hidden@example.com"], "Subject: x\r\n\r\nbody\r\n")
    [delivery] = server.mailbox.deliveries
    assert (delivery.number, delivery.sender, delivery.helo) == (1, "a@example.com", "my.pc")
    assert delivery.recipients == ["b@example.com", "hidden@example.com"]
    assert delivery.data == b"Subject: x\r\n\r\nbody\r\n"
    assert delivery.asked.key == ("smtp.example.com", 587, "STARTTLS", "elodie", "password")
    assert delivery.received == NOON


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b".\r\n",
        b"..\r\n",
        b".first\r\n..second\r\n...\r\n",
        b"S: x\r\n\r\n.\r\n.\r\nends with a dot.\r\n",
        b"a lone\nline feed, a lone\rreturn, \x00 and \xff\xe9\r\n",
        b"x" * 300_000 + b"\r\nvery long line\r\n",
    ],
)
def test_the_bytes_of_data_arrive_as_they_were_meant(server: CaptureServer, data: bytes) -> None:
    with client(server) as smtp:
        smtp.ehlo()
        smtp.mail("a@example.com")
        smtp.rcpt("b@example.com")
        assert smtp.docmd("DATA")[0] == 354
        stuffed = b"".join(b"." + line if line.startswith(b".") else line for line in data.splitlines(keepends=True))
        # splitlines also splits at lone CR and LF; no line after one of those starts with a dot in this table.
        smtp.send(stuffed + b".\r\n")
        assert smtp.getreply()[0] == 250
        assert smtp.noop()[0] == 250
    assert server.mailbox.deliveries[0].data == data


def test_addresses_of_every_kind_are_taken(server: CaptureServer) -> None:
    odd = [
        '"a b>c"@example.com',
        "élodie@exämple.com",
        "no-at-sign",
        "a..b@example.com",
        "x@[127.0.0.1]",
        "é" * 500 + "@x.y",
    ]
    with client(server) as smtp:
        smtp.ehlo()
        assert smtp.docmd("MAIL FROM:<> BODY=8BITMIME SMTPUTF8 SIZE=1000")[0] == 250
        for address in odd:
            smtp.send(f"RCPT TO:<{address}>\r\n".encode())
            assert smtp.getreply()[0] == 250, address
        smtp.data(b"x\r\n")
    assert server.mailbox.deliveries[0].sender == ""
    assert server.mailbox.deliveries[0].recipients == odd


def test_a_big_message_arrives_whole_and_a_too_big_one_is_refused(
    server: CaptureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    big = (b"." * 70 + b"\r\n") * 100_000
    with client(server) as smtp:
        smtp.sendmail("a@example.com", "b@example.com", big)
    assert server.mailbox.deliveries[0].data == big
    monkeypatch.setattr("wlmail.capture.connection.Connection.message_limit", 100_000)
    with client(server) as smtp:
        smtp.ehlo()
        assert smtp.docmd("MAIL FROM:<a@example.com> SIZE=100001")[0] == 552
        smtp.mail("a@example.com")
        smtp.rcpt("b@example.com")
        assert smtp.data(b"x" * 100_001)[0] == 552
        smtp.sendmail("a@example.com", "b@example.com", b"y" * 99_998 + b"\r\n")
    assert [len(d.data) for d in server.mailbox.deliveries] == [len(big), 100_000]


def test_two_connections_at_once_keep_apart(server: CaptureServer) -> None:
    other = Asked("mail.example.org", 25)
    first, second = client(server), client(server, other)
    for smtp, name in ((first, "first"), (second, "second")):
        smtp.ehlo()
        smtp.mail(f"{name}@example.com")
        smtp.rcpt("b@example.com")
    second.data(b"2\r\n")
    first.data(b"1\r\n")
    first.quit()
    second.quit()
    assert [(d.sender, d.data, d.asked.server) for d in server.mailbox.deliveries] == [
        ("second@example.com", b"2\r\n", "mail.example.org"),
        ("first@example.com", b"1\r\n", "smtp.example.com"),
    ]


def test_commands_sent_at_once_are_answered_in_order(server: CaptureServer) -> None:
    smtp = client(server)
    smtp.ehlo()
    group = b"MAIL FROM:<a@x.y>\r\nRCPT TO:<b@x.y>\r\nRCPT TO:nonsense >\r\nDATA\r\n"
    smtp.send(group + b"one\r\n.\r\n" + b"MAIL FROM:<c@x.y>\r\nRCPT TO:<d@x.y>\r\nDATA\r\n")
    codes = [smtp.getreply()[0] for _ in range(8)]
    assert codes[:2] == [250, 250]
    assert codes[3:] == [354, 250, 250, 250, 354]
    smtp.send(b"two\r\n.\r\n")
    assert smtp.getreply()[0] == 250
    smtp.quit()
    assert [d.data for d in server.mailbox.deliveries] == [b"one\r\n", b"two\r\n"]


def test_a_connection_lost_inside_data_delivers_nothing(server: CaptureServer) -> None:
    smtp = client(server)
    smtp.ehlo()
    smtp.mail("a@x.y")
    smtp.rcpt("b@x.y")
    smtp.docmd("DATA")
    smtp.send(b"half a mess")
    smtp.close()
    with client(server) as again:
        again.sendmail("c@x.y", "d@x.y", b"whole\r\n")
    assert [d.data for d in server.mailbox.deliveries] == [b"whole\r\n"]


def test_rset_forgets_and_wrong_order_is_refused(server: CaptureServer) -> None:
    with client(server) as smtp:
        assert smtp.docmd("MAIL FROM:<a@x.y>")[0] == 503
        smtp.ehlo()
        assert smtp.docmd("DATA")[0] == 503
        smtp.mail("a@x.y")
        smtp.rcpt("b@x.y")
        smtp.rset()
        assert smtp.docmd("DATA")[0] == 503
        assert smtp.docmd("AUTH PLAIN AGEAYg==")[0] >= 500
    assert server.mailbox.deliveries == []


def test_stop_ends_open_connections_and_frees_the_port(server: CaptureServer) -> None:
    smtp = client(server)
    smtp.ehlo()
    port = server.listen(ASKED)
    server.stop()
    with pytest.raises(smtplib.SMTPServerDisconnected):
        smtp.noop()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 5)


def test_stop_does_not_wait_for_a_client_that_begins_no_handshake(
    server: CaptureServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def closed_when_its_clients_have_gone(door: asyncio.Server) -> None:  # as from Python 3.12 on
        await asyncio.sleep(3600)

    monkeypatch.setattr(asyncio.base_events.Server, "wait_closed", closed_when_its_clients_have_gone)
    context, _ = server_context(str(tmp_path))
    with socket.create_connection(("127.0.0.1", server.open_door(tls=context)), 5):
        stopping = threading.Thread(target=server.stop, daemon=True)
        stopping.start()
        stopping.join(60)
        assert not stopping.is_alive()


def test_a_client_that_begins_no_handshake_is_sent_away(
    server: CaptureServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capture_server, "HANDSHAKE_SECONDS", 0.1)
    context, _ = server_context(str(tmp_path))
    with socket.create_connection(("127.0.0.1", server.open_door(tls=context)), 5) as silent:
        silent.settimeout(30)
        assert silent.recv(1) == b""


# The mailbox in a folder.


def mailbox(*subjects: str) -> Mailbox:
    box = Mailbox()
    for text in subjects:
        box.add("a@x.y", ["b@x.y"], f"Subject: {text}\r\n\r\n{text}\r\n".encode(), ASKED, NOON, "my.pc")
    return box


def test_a_saved_mailbox_is_read_back_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "out"
    assert mailbox("one", "Été").save(folder) == ["001.eml", "002.eml", "deliveries.json"]
    assert sorted(p.name for p in folder.iterdir()) == ["001.eml", "002.eml", "deliveries.json"]
    assert (folder / "002.eml").read_bytes() == "Subject: Été\r\n\r\nÉté\r\n".encode()
    index = json.loads((folder / "deliveries.json").read_text(encoding="utf-8"))
    assert index["version"] == 1
    first = index["deliveries"][0]
    assert {k: first[k] for k in ("file", "sender", "recipients", "server", "port", "security", "user", "login")} == {
        "file": "001.eml",
        "sender": "a@x.y",
        "recipients": ["b@x.y"],
        "server": "smtp.example.com",
        "port": 587,
        "security": "STARTTLS",
        "user": "elodie",
        "login": "password",
    }
    assert [d["subject"] for d in index["deliveries"]] == ["one", "Été"]
    loaded = Mailbox.load(folder)
    assert [(d.number, d.data, d.received, d.helo) for d in loaded.deliveries] == [
        (d.number, d.data, d.received, d.helo) for d in mailbox("one", "Été").deliveries
    ]


def test_a_second_save_replaces_the_first_one_only(tmp_path: Path) -> None:
    mailbox("one", "two", "three").save(tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "999.eml").write_text("mine")
    mailbox("four").save(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["001.eml", "999.eml", "deliveries.json", "notes.txt"]
    assert b"four" in (tmp_path / "001.eml").read_bytes()


@pytest.mark.parametrize("name", ["001.eml", "deliveries.json"])
def test_a_file_that_no_save_wrote_is_never_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(MailboxError, match="another folder"):
        mailbox("one").save(tmp_path)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [(name, "mine")]


def test_a_hostile_index_leads_to_no_other_file(tmp_path: Path) -> None:
    victim = tmp_path / "victim.eml"
    victim.write_text("mine")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "deliveries.json").write_text('{"version": 1, "deliveries": [{"file": "../victim.eml"}]}')
    mailbox("one").save(folder)
    assert victim.read_text() == "mine"


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(MailboxError, match="cannot be saved"):
        mailbox("one").save(tmp_path / "out")
    with pytest.raises(MailboxError, match="no saved messages"):
        Mailbox.load(tmp_path / "missing")
