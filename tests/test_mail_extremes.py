"""Very slow, very long, and gone in the middle: what a session has to get through all the same."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from commands import program as program
from servers.scripted import Action, ScriptedServer, Talk

from wlmail.mail.envelope import Envelope
from wlmail.mail.message import Message, compose
from wlmail.mail.portal import Portal
from wlmail.mail.reader import read_message
from wlmail.mail.smtp import Settings

PIPELINING = ("PIPELINING", "8BITMIME")
CHUNKING = ("PIPELINING", "CHUNKING")
ENVELOPE = Envelope("a@example.com", ["b@example.com"], b"Subject: x\r\n\r\ny\r\n", "<1@example.com>")


@pytest.fixture
def portal() -> Iterator[Portal]:
    made = Portal()
    yield made
    made.close()


# --- Slow ------------------------------------------------------------------------------------------------------------


def one_by_one(talk: Talk, *lines: str) -> bool:
    for byte in "".join(f"{line}\r\n" for line in lines).encode():
        threading.Event().wait(0.002)
        talk.sock.sendall(bytes([byte]))
    talk.said = lines[0]
    return True


@pytest.mark.parametrize("posted", [False, True])
@pytest.mark.parametrize("extensions", [(), PIPELINING, CHUNKING])
def test_a_server_that_sends_one_byte_at_a_time(portal: Portal, extensions: tuple[str, ...], posted: bool) -> None:
    def action(*lines: str) -> Action:
        return lambda talk: one_by_one(talk, *lines)

    offer = ["scripted.test", *extensions]
    script: dict[str, str | Action] = {
        "greeting": action("220-hello", "220 ESMTP"),
        "EHLO": action(*(f"250-{text}" for text in offer[:-1]), f"250 {offer[-1]}"),
        "MAIL": action("250 2.1.0 ok"),
        "RCPT": action("250-2.1.5 a part", "250 2.1.5 ok"),
        "DATA": action("354 go on"),
        "QUIT": action("221 bye"),
    }
    with ScriptedServer(script, extensions=extensions) as server:
        connection = portal.connect(Settings("127.0.0.1", server.port, timeout=10.0, local_hostname="client.test"))
        assert set(connection.extensions) == {text.lower() for text in extensions}
        for number in (1, 2):
            if posted:
                connection.post(number, ENVELOPE)
            else:
                assert connection.send(ENVELOPE).refused == {}
        connection.close()
        if connection.spool is not None:
            assert connection.spool.join(20)
            assert [report.error for report in connection.spool.reports] == [None, None]
    assert server.messages == [ENVELOPE.data] * 2
    assert server.verbs[-1] == "QUIT"
    assert server.connections == 1


# --- Long ------------------------------------------------------------------------------------------------------------

TEN_MEGABYTES = 10_000_000


@pytest.mark.parametrize("extensions", [(), PIPELINING, CHUNKING])
def test_a_line_of_ten_megabytes_arrives_whole(portal: Portal, extensions: tuple[str, ...]) -> None:
    """As a raw file may hold one, which is sent as it stands: with a dot in front, and one that follows."""
    data = b"Subject: x\r\n\r\n." + b"x" * TEN_MEGABYTES + b"\r\n.\r\n"
    with ScriptedServer(extensions=extensions) as server:
        connection = portal.connect(Settings("127.0.0.1", server.port, timeout=30.0, local_hostname="client.test"))
        connection.send(Envelope("a@example.com", ["b@example.com"], data, "<1@example.com>"))
        connection.send(ENVELOPE)
        connection.close()
    assert [len(message) for message in server.messages] == [len(data), len(ENVELOPE.data)]
    assert server.messages[0] == data


@pytest.mark.parametrize("letter", ["x", "é", "."])
def test_a_text_of_ten_megabytes_without_a_line_end(letter: str) -> None:
    """What we compose has no line longer than 998, whatever the text, and is read back as it was."""
    message = Message()
    message.sender, message.to, message.subject = "a@example.com", ["b@example.com"], "long"
    message.text = letter * TEN_MEGABYTES
    data = compose(message, date=datetime(2026, 1, 30, tzinfo=UTC)).data
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert read_message(data).text.rstrip("\r\n") == message.text


# --- Gone ------------------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("posted", [False, True])
def test_a_connection_that_nobody_holds_any_more(posted: bool) -> None:
    """It is not closed by its program; the end of the portal says goodbye, after what was posted."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gc.collect()  # what other tests have left
    portal = Portal()
    with ScriptedServer(extensions=PIPELINING) as server:
        connection = portal.connect(Settings("127.0.0.1", server.port, timeout=10.0, local_hostname="client.test"))
        if posted:
            connection.post(1, ENVELOPE)
        else:
            connection.send(ENVELOPE)
        del connection
        gc.collect()
        portal.close()
    del portal
    gc.collect()
    assert server.messages == [ENVELOPE.data]
    assert server.verbs[-1] == "QUIT"


LEAVES = """\
PROCEDURE Envoie(n)
s est une emailSessionSMTP
s.AdresseServeur = "127.0.0.1"
s.Port = {port}
s.Asynchrone = {later}
EmailOuvreSession(s)
m est un Email
m.Expéditeur = "a@example.com"
m.Destinataire = "b@example.com"
m.Sujet = n
Trace(EmailEnvoieMessage(s, m))
FIN
POUR i = 1 À 3
	Envoie(i)
FIN
"""


@pytest.mark.parametrize("later", ["Faux", "Vrai"])
def test_sessions_that_go_out_of_scope(program: Callable[..., Path], later: str) -> None:
    """Each has its own connection, and is closed before the next begins: this server has time for one at once."""
    with ScriptedServer(extensions=PIPELINING) as server:
        path = program(LEAVES.format(port=server.port, later=later))
        done = subprocess.run(
            [sys.executable, "-W", "error::ResourceWarning", "-m", "wlmail", "run", str(path)],
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stdout, done.stderr) == (0, "1\n1\n1\n", "")
    assert len(server.messages) == server.connections == 3
    assert server.verbs.count("QUIT") == 3


DELETES = """\
s is emailSMTPSession
s.ServerAddress = "127.0.0.1"
s.Port = {port}
s.Asynchronous = True
EmailStartSession(s)
m is Email
m.Sender = "a@example.com"
m.Recipient = "b@example.com"
EmailLoadAttachment(m, "offer.bin")
Trace("variable:", EmailSendMessage(s, m))
Email.Sender = "a@example.com"
Email.Recipient[1] = "b@example.com"
Email.NbRecipient = 1
Email.Attach[1] = "{path}"
Email.NbAttach = 1
s.Name = ""
Trace("structure:", EmailSendMessage(s))
Trace("deleted:", fDelete("offer.bin"))
Trace("gone:", EmailSendMessage(s), ErrorInfo())
"""


def test_an_attachment_that_is_deleted_before_the_message_is_sent(program: Callable[..., Path]) -> None:
    """Asynchronous messages are built when they are handed over: what is deleted afterwards travels all the same."""
    content = bytes(range(256)) * 4000
    path = program(content, "offer.bin")

    def wait(talk: Talk) -> bool:
        for _ in range(1000):
            if not path.exists():
                break
            threading.Event().wait(0.01)
        return talk.say("250 ok")

    with ScriptedServer({"MAIL": wait}, extensions=PIPELINING) as server:
        text = DELETES.format(port=server.port, path=path)
        done = subprocess.run(
            [sys.executable, "-m", "wlmail", "run", str(program(text))],
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "variable:\t1",
        "structure:\t1",
        "deleted:\t1",
        f"gone:\t0\tEmailSendMessage: the file {path} does not exist",
    ]
    attached = [[part.content for part in read_message(data).attachments] for data in server.messages]
    assert attached == [[content], [content]]
