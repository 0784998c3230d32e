"""Sending, and servers that refuse, hang up, stall, or speak garbage: a clear MailError, and never two attempts."""

from __future__ import annotations

import threading
import time

import pytest
from servers.names import only_this_machine
from servers.portal import portal as portal
from servers.scripted import (
    Action,
    ScriptedServer,
    Talk,
    closing,
    endless,
    endless_line,
    garbage,
    hang_up,
    stall,
)

from wlmail.mail.envelope import Envelope
from wlmail.mail.portal import Portal
from wlmail.mail.protocol import dot_stuffed, with_line_ends
from wlmail.mail.smtp import Connection, MailError, Security, Settings

DATA = b"From: a@example.com\r\nSubject: x\r\n\r\n.a dot\r\n..\r\nend\r\n"


def settings(server: ScriptedServer, **changes: object) -> Settings:
    made = Settings("127.0.0.1", server.port, timeout=30.0, local_hostname="client.test")
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def envelope(*recipients: str, data: bytes = DATA, utf8: bool = False) -> Envelope:
    return Envelope("a@example.com", list(recipients or ("b@example.com",)), data, "<1@example.com>", utf8)


def connect(portal: Portal, server: ScriptedServer, **changes: object) -> Connection:
    return portal.connect(settings(server, **changes))


# --- The usual course ------------------------------------------------------------------------------------------------


def test_several_messages_in_one_session(portal: Portal) -> None:
    with ScriptedServer() as server:
        connection = connect(portal, server)
        for _ in range(3):
            result = connection.send(envelope("b@example.com", "c@example.com"))
            assert (result.reply, result.refused) == ("250 2.0.0 queued", {})
        assert connection.is_open
        connection.close()
        connection.close()
        assert not connection.is_open
    assert server.messages == [DATA] * 3
    assert server.lines[0] == b"EHLO client.test"
    assert server.verbs == ["EHLO", *["MAIL", "RCPT", "RCPT", "DATA"] * 3, "QUIT"]
    assert server.lines[1:3] == [b"MAIL FROM:<a@example.com>", b"RCPT TO:<b@example.com>"]
    with pytest.raises(MailError, match="closed"):
        connection.send(envelope())


def test_parameters_of_mail_from(portal: Portal) -> None:
    extensions = ("SIZE 1000000", "8BITMIME", "SMTPUTF8")
    with ScriptedServer(extensions=extensions) as server:
        connection = connect(portal, server)
        connection.send(envelope("zoé@example.com", data="é\r\n".encode(), utf8=True))
        with pytest.raises(MailError, match="at most 1000000"):
            connection.send(envelope(data=b"x" * 1_000_001))
        connection.close()
    assert server.lines[1] == b"MAIL FROM:<a@example.com> SIZE=4 SMTPUTF8 BODY=8BITMIME"
    assert server.lines[2] == "RCPT TO:<zoé@example.com>".encode()
    assert server.verbs.count("MAIL") == 1


def test_address_with_accents_needs_the_extension(portal: Portal) -> None:
    with ScriptedServer() as server:
        connection = connect(portal, server)
        with pytest.raises(MailError, match="accents") as caught:
            connection.send(envelope("zoé@example.com", utf8=True))
        assert caught.value.phase == "mail"
        assert connection.is_open
        connection.close()


def test_a_long_message_arrives_whole(portal: Portal) -> None:
    data = (b"." + b"x" * 75 + b"\r\n") * 40_000
    with ScriptedServer() as server:
        connection = connect(portal, server)
        connection.send(envelope(data=data))
        connection.close()
    assert server.messages == [data]


@pytest.mark.parametrize(
    ("data", "sent"),
    [
        (b"", b".\r\n"),
        (b"a", b"a\r\n.\r\n"),
        (b"a\r\n", b"a\r\n.\r\n"),
        (b".", b"..\r\n.\r\n"),
        (b".\r\n.\r\n..b\r\n", b"..\r\n..\r\n...b\r\n.\r\n"),
        # A lone LF before a dot would end the message on some servers.
        (b"a\n.\nb\r.\r\n", b"a\r\n..\r\nb\r\n..\r\n.\r\n"),
    ],
)
def test_dots(data: bytes, sent: bytes) -> None:
    assert b"".join(dot_stuffed(with_line_ends(data))) == sent


# --- Refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("verb", "phase"), [("MAIL", "mail"), ("RCPT", "rcpt"), ("DATA", "data"), ("content", "data")])
def test_refusal_keeps_the_session(portal: Portal, verb: str, phase: str) -> None:
    with ScriptedServer({verb: "554 5.7.1 not today"}) as server:
        connection = connect(portal, server)
        with pytest.raises(MailError, match=r"554 5\.7\.1 not today") as caught:
            connection.send(envelope())
        error = caught.value
        assert (error.phase, error.code, error.reply) == (phase, 554, "5.7.1 not today")
        assert connection.is_open
        # The next message goes through in the same session.
        del server.script[verb]
        connection.send(envelope())
        connection.close()
    assert server.messages == [DATA]
    assert server.connections == 1
    assert ("RSET" in server.verbs) == (verb in ("RCPT", "DATA"))


def refuse_c(talk: Talk) -> bool:
    return talk.say("550 5.1.1 unknown" if b"c@" in talk.server.lines[-1] else "250 ok")


def test_one_refused_recipient_among_several(portal: Portal) -> None:
    with ScriptedServer({"RCPT": refuse_c}) as server:
        connection = connect(portal, server)
        result = connection.send(envelope("b@example.com", "c@example.com", "d@example.com"))
        connection.close()
    assert result.refused == {"c@example.com": (550, "5.1.1 unknown")}
    assert server.messages == [DATA]
    assert "RSET" not in server.verbs


def test_all_recipients_refused(portal: Portal) -> None:
    with ScriptedServer({"RCPT": "550 no"}) as server:
        connection = connect(portal, server)
        with pytest.raises(MailError, match=r"b@example\.com \(550 no\), c@example\.com \(550 no\)"):
            connection.send(envelope("b@example.com", "c@example.com"))
        connection.close()
    assert server.verbs == ["EHLO", "MAIL", "RCPT", "RCPT", "RSET", "QUIT"]


def test_reply_of_several_lines_is_told_on_one(portal: Portal) -> None:
    def refuse(talk: Talk) -> bool:
        return talk.say("550-5.7.1 We do not like", "550 5.7.1 this message.")

    with ScriptedServer({"content": refuse}) as server:
        connection = connect(portal, server)
        with pytest.raises(MailError, match=r"550 5\.7\.1 We do not like 5\.7\.1 this message\.") as caught:
            connection.send(envelope())
        assert caught.value.reply in caught.value.message
        connection.close()


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "content"])
def test_any_positive_reply_is_one(portal: Portal, verb: str) -> None:
    with ScriptedServer({verb: "252 as you like"}) as server:
        connection = connect(portal, server)
        assert connection.send(envelope()).refused == {}
        connection.close()


def test_login_that_is_missing_is_named(portal: Portal) -> None:
    with ScriptedServer({"MAIL": "530 5.7.0 Authentication required"}) as server:
        connection = connect(portal, server, user="a@example.com")
        with pytest.raises(MailError, match="Give Name and Password"):
            connection.send(envelope())
        connection.close()
    assert "AUTH" not in server.verbs


# --- Servers that misbehave ------------------------------------------------------------------------------------------

OPENING = ["greeting", "EHLO"]
SENDING = ["MAIL", "RCPT", "DATA", "content"]
PHASES = {"MAIL": "mail", "RCPT": "rcpt", "DATA": "data", "content": "data"}


@pytest.mark.parametrize("verb", OPENING)
@pytest.mark.parametrize(
    ("action", "text"),
    [
        (hang_up, "closed the connection"),
        (stall, "did not answer"),
        (garbage, "does not speak SMTP"),
        (endless, None),
        (endless_line, None),
        (closing, "421"),
        ("554 go away", "554"),
    ],
)
def test_bad_opening(portal: Portal, verb: str, action: str | Action, text: str | None) -> None:
    script = {verb: action, "HELO": action}
    with ScriptedServer(script) as server:
        with pytest.raises(MailError, match=text) as caught:
            connect(portal, server, timeout=1.0)
        assert caught.value.phase == "connect"
        assert "127.0.0.1" in caught.value.message
        assert "\x1b" not in caught.value.message
        assert "\0" not in caught.value.message
        portal.close()
    assert "MAIL" not in server.verbs


@pytest.mark.parametrize("verb", SENDING)
@pytest.mark.parametrize(
    ("action", "text"),
    [
        (hang_up, "closed the connection"),
        (stall, "was silent for 1 seconds"),
        (garbage, "no SMTP reply"),
        (endless, None),
        (endless_line, None),
        (closing, "421 4.3.2 shutting down"),
    ],
)
def test_bad_sending(portal: Portal, verb: str, action: Action, text: str | None) -> None:
    with ScriptedServer({verb: action}) as server:
        connection = connect(portal, server, timeout=1.0)
        with pytest.raises(MailError, match=text) as caught:
            connection.send(envelope())
        message = caught.value.message
        assert caught.value.phase == PHASES[verb]
        assert "\x1b" not in message
        unknown = verb == "content" and action is not closing
        assert ("outcome is unknown" in message) == unknown
        assert ("not sent again" in message) == unknown
        assert not connection.is_open
        connection.close()
        portal.close()
    # Once at most.
    assert server.connections == 1
    assert server.verbs.count("MAIL") == 1


def test_hang_up_in_the_middle_of_a_message_is_no_unknown_outcome(portal: Portal) -> None:
    def cut(talk: Talk) -> bool:
        talk.say("354 go on")
        talk.sock.recv(1000)
        return False

    with ScriptedServer({"DATA": cut}) as server:
        connection = connect(portal, server)
        with pytest.raises(MailError, match="the message was not sent"):
            connection.send(envelope(data=b"x\r\n" * 5_000_000))
        assert not connection.is_open


def test_refusal_in_the_middle_of_a_message(portal: Portal) -> None:
    finished = threading.Event()

    def refuse(talk: Talk) -> bool:
        talk.say("354 go on")
        talk.sock.recv(1000)
        talk.say("552 5.3.4 too big")
        finished.wait(10)
        return False

    with ScriptedServer({"DATA": refuse}) as server:
        connection = connect(portal, server)
        with pytest.raises(MailError, match=r"552 5\.3\.4 too big"):
            connection.send(envelope(data=b"x\r\n" * 5_000_000))
        finished.set()
        assert not connection.is_open


def test_a_slow_server_is_not_a_silent_one(portal: Portal) -> None:
    pause = threading.Event()

    def slow(talk: Talk) -> bool:
        for _ in range(4):
            pause.wait(0.5)
            talk.say("250-still here")
        return talk.say("250 ok")

    with ScriptedServer({"MAIL": slow}) as server:
        connection = connect(portal, server, timeout=1.5)
        connection.send(envelope())
        connection.close()
    assert server.messages == [DATA]


def test_time_out_may_change_while_the_session_is_open(portal: Portal) -> None:
    with ScriptedServer({"MAIL": stall}) as server:
        connection = connect(portal, server, timeout=300.0)
        connection.settings.timeout = 0.5
        with pytest.raises(MailError, match=r"silent for 0\.5 seconds"):
            connection.send(envelope())


def test_server_that_ends_an_idle_session(portal: Portal) -> None:
    told = threading.Event()

    def leave(talk: Talk) -> bool:
        talk.say("250 ok", "421 4.4.2 idle for too long")
        talk.sock.close()
        told.set()
        return False

    with ScriptedServer({"RSET": leave}) as server:
        connection = connect(portal, server)
        connection._wire.command(b"RSET", 5.0)
        assert told.wait(5)
        with pytest.raises(MailError, match=r"421 4\.4\.2 idle"):
            connection.send(envelope())
        assert not connection.is_open
        connection.close()
    assert not server.messages


def test_a_session_that_the_server_has_left_is_not_open(portal: Portal) -> None:
    with ScriptedServer({"content": hang_up_politely}) as server:
        connection = connect(portal, server)
        connection.send(envelope())
    # The server's thread has ended, so its end of the connection is closed.
    assert not connection.is_open
    connection.close()


def hang_up_politely(talk: Talk) -> bool:
    talk.say("250 ok")
    return False


def test_close_never_fails(portal: Portal) -> None:
    for action in (hang_up, garbage, endless, closing, "500 what?"):
        with ScriptedServer({"QUIT": action}) as server:
            connection = connect(portal, server, timeout=1.0)
            connection.send(envelope())
            connection.close()
        assert server.messages == [DATA]


def test_nobody_listens(portal: Portal) -> None:
    with ScriptedServer() as server:
        gone = settings(server)
    with pytest.raises(MailError, match="refused the connection") as caught:
        portal.connect(gone)
    assert caught.value.phase == "connect"


@pytest.mark.parametrize("host", ["no-such-host.invalid", "exämple.invalid", "a..b", "x" * 300, ""])
def test_unknown_host(portal: Portal, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    only_this_machine(monkeypatch)
    with pytest.raises(MailError, match=r"name|empty") as caught:
        portal.connect(Settings(host, 25, timeout=2.0))
    assert caught.value.phase == "connect"


def test_server_without_ehlo(portal: Portal) -> None:
    with ScriptedServer({"EHLO": "502 unknown"}) as server:
        connection = connect(portal, server)
        connection.send(envelope())
        connection.close()
    assert server.verbs[:2] == ["EHLO", "HELO"]


def test_security_has_three_modes() -> None:
    assert [mode.value for mode in Security] == ["none", "STARTTLS", "TLS"]


def test_the_last_words_of_a_server_that_closes_an_idle_session_are_kept(portal: Portal) -> None:
    def idle(talk: Talk) -> bool:
        talk.say("250 2.0.0 queued", "421 4.4.2 idle too long")
        return False

    with ScriptedServer({"content": idle}) as server:
        connection = connect(portal, server)
        connection.send(envelope())
        for _ in range(1000):
            if not connection.is_open:
                break
            time.sleep(0.01)
        assert connection.end == "127.0.0.1 closed the session (421 4.4.2 idle too long)"
