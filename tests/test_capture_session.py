"""What the capture server says on one connection, and what of it is kept: raw conversations, and the dialogue."""

from __future__ import annotations

import socket
import ssl
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from wlmail.capture import dialogue
from wlmail.capture.certificate import server_context
from wlmail.capture.dialogue import Dialogue
from wlmail.capture.mailbox import Mailbox
from wlmail.capture.script import read_script
from wlmail.capture.server import CaptureServer
from wlmail.commands.capture import line as told_line

SECRET = "correct-horse"
LETTER = ["MAIL FROM:<a@example.com>", "RCPT TO:<b@example.com>", "DATA", "Subject: x\r\n\r\nbody\r\n."]


class Client:
    """Lines there and back, nothing else."""

    def __init__(self, port: int) -> None:
        self.socket: socket.socket = socket.create_connection(("127.0.0.1", port), 20)
        self.file = self.socket.makefile("rb")

    def reply(self) -> str:
        while (line := self.file.readline().decode())[3:4] == "-":
            pass
        return line.rstrip("\r\n")

    def say(self, *lines: str | bytes) -> list[str]:
        """Says each line, the next one after the reply to it; gives the replies."""
        replies = []
        for line in lines:
            self.socket.sendall((line if isinstance(line, bytes) else line.encode()) + b"\r\n")
            replies.append(self.reply())
        return replies

    def secure(self, certificate: str) -> None:
        self.file.close()
        context = ssl.create_default_context(cafile=certificate)
        self.socket = context.wrap_socket(self.socket, server_hostname="localhost")
        self.file = self.socket.makefile("rb")

    def close(self) -> None:
        self.file.close()
        self.socket.close()


class Place:
    """A server with an open door, STARTTLS offered."""

    def __init__(self, folder: Path) -> None:
        self.context, self.certificate = server_context(str(folder))
        self.clients: list[Client] = []
        self.server = CaptureServer(Mailbox())

    def client(self, greet: str = "EHLO my.pc") -> Client:
        port = self.server.open_door(starttls=self.context)
        client = Client(port)
        self.clients.append(client)
        assert client.reply().startswith("220 ")
        if greet:
            client.say(greet)
        return client

    def troubles(self, count: int) -> list[list[str]]:
        """The dialogues that ended without a message, once there are so many."""
        for _ in range(400):
            if len(self.server.dialogues) >= count:
                break
            time.sleep(0.01)
        return list(self.server.dialogues)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path)
    yield place
    for client in place.clients:
        client.close()
    place.server.stop()


def coded(text: str) -> str:
    return b64encode(text.encode()).decode()


def test_the_dialogue_of_a_message(place: Place) -> None:
    client = place.client()
    client.say(*LETTER, *LETTER, "QUIT")
    first, second = (d.dialogue for d in place.server.mailbox.deliveries)
    assert first[0] == "S: 220 capture.localhost ESMTP wlmail capture"
    assert first[1] == "C: EHLO my.pc"
    assert "S: 250-STARTTLS" in first
    assert first[first.index("C: MAIL FROM:<a@example.com>") :] == [
        "C: MAIL FROM:<a@example.com>",
        "S: 250 2.1.0 sender ok",
        "C: RCPT TO:<b@example.com>",
        "S: 250 2.1.5 recipient ok",
        "C: DATA",
        "S: 354 end with <CR><LF>.<CR><LF>",
        "C: (20 bytes)",
        "S: 250 2.0.0 captured as message 1",
    ]
    # The second message has the opening of its connection as well, and nothing of the first.
    assert second == [*first[:-1], "S: 250 2.0.0 captured as message 2"]
    assert place.server.dialogues.maxlen is not None
    assert not place.server.dialogues


def _plain_at_once(client: Client) -> list[str]:
    return client.say("AUTH PLAIN " + coded(f"\0zoé\0{SECRET}"))


def _plain_asked(client: Client) -> list[str]:
    return client.say("auth plain", coded(f"\0zoé\0{SECRET}"))


def _login(client: Client) -> list[str]:
    return client.say("AUTH LOGIN", coded("zoé"), coded(SECRET))


def _login_with_name(client: Client) -> list[str]:
    return client.say("AUTH LOGIN " + coded("zoé"), coded(SECRET))


def _cram_md5(client: Client) -> list[str]:
    return client.say("AUTH CRAM-MD5", coded(f"zoé {SECRET}"))


def _xoauth2(client: Client) -> list[str]:
    return client.say("AUTH XOAUTH2 " + coded(f"user=zoé\x01auth=Bearer {SECRET}\x01\x01"))


def _oauthbearer(client: Client) -> list[str]:
    return client.say("AUTH OAUTHBEARER", coded(f"n,a=zoé,\x01auth=Bearer {SECRET}\x01\x01"))


LOGINS: list[Callable[[Client], list[str]]] = [
    _plain_at_once,
    _plain_asked,
    _login,
    _login_with_name,
    _cram_md5,
    _xoauth2,
    _oauthbearer,
]


def leaks(lines: list[str]) -> bool:
    return any(secret in text for text in lines for secret in (SECRET, coded(SECRET), coded(SECRET)[:-2], "c3QtaG9yc2"))


@pytest.mark.parametrize("login", LOGINS)
def test_every_login_is_taken_and_masked(place: Place, login: Callable[[Client], list[str]]) -> None:
    client = place.client()
    assert login(client)[-1].startswith("235 ")
    client.say(*LETTER)
    [delivery] = place.server.mailbox.deliveries
    kind = "token" if "oauth" in login.__name__ else "password"
    assert (delivery.asked.user, delivery.asked.login, delivery.asked.security) == ("zoé", kind, "none")
    assert any(text.startswith("C: AUTH ") and text.endswith(" ****") for text in delivery.dialogue)
    assert not leaks(delivery.dialogue)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["AUTH PLAIN !!!" + SECRET], "501"),
        (["AUTH PLAIN " + coded(SECRET)], "501"),
        (["AUTH PLAIN " + coded(f"zoé\0{SECRET}")], "501"),
        (["AUTH PLAIN " + coded(f"\0zoé\0\0{SECRET}")], "501"),
        (["AUTH XOAUTH2 " + coded(f"auth=Bearer {SECRET}user={SECRET}")], "501"),
        (["AUTH OAUTHBEARER " + coded(f"n,a=zoé,auth=Bearer a={SECRET}")], "501"),
        (["AUTH LOGIN", coded("zoé"), "*"], "501"),
        (["AUTH SCRAM-SHA-1 " + coded(SECRET)], "504"),
        (["AUTH " + SECRET], "504"),
        (["AUTH NTLM", coded(SECRET)], "500"),
        ([SECRET], "500"),
        ([f"PASS {SECRET}"], "500"),
        (["AUTHPLAIN " + SECRET], "500"),
        (["AUTH LOGIN\t" + SECRET], "504"),
        ([b"AUTH PLAIN \xff\xfe" + SECRET.encode()], "501"),
        (["AUTH PLAIN " + SECRET * 1000], "500"),
    ],
)
def test_a_login_that_goes_wrong_gives_nothing_away(place: Place, lines: list[Any], code: str) -> None:
    client = place.client()
    assert client.say(*lines)[-1][:3] == code
    assert client.say("NOOP", "QUIT") == ["250 2.0.0 ok", "221 2.0.0 bye"]
    [lines_kept] = place.troubles(1)
    assert not leaks(lines_kept)
    assert "C: NOOP" in lines_kept


@pytest.mark.parametrize(
    ("answer", "user"),
    [
        (f"n,a=zoé\x01auth=Bearer {SECRET}\x01\x01", "zoé"),
        (f"n,,\x01auth=Bearer a={SECRET}\x01\x01", ""),
        (f"\x01auth=Bearer a={SECRET},\x01\x01", ""),
    ],
)
def test_a_token_is_not_taken_for_the_name(place: Place, answer: str, user: str) -> None:
    client = place.client()
    assert client.say("AUTH OAUTHBEARER " + coded(answer))[0].startswith("235 ")
    client.say(*LETTER)
    assert place.server.mailbox.deliveries[0].asked.user == user


def test_a_refused_login_is_kept_without_a_message(place: Place) -> None:
    place.server.script = read_script('[login]\nreply = "535 5.7.8 wrong password"\n', "server.toml")
    client = place.client()
    assert _login(client)[-1] == "535 5.7.8 wrong password"
    client.say("QUIT")
    [lines] = place.troubles(1)
    assert lines[-7:] == [
        "S: 334 VXNlcm5hbWU6",
        "C: ****",
        "S: 334 UGFzc3dvcmQ6",
        "C: ****",
        "S: 535 5.7.8 wrong password",
        "C: QUIT",
        "S: 221 2.0.0 bye",
    ]
    assert place.server.events == ["login zoé 535 5.7.8 wrong password"]


def test_a_client_that_tries_every_mechanism_is_refused_once(place: Place) -> None:
    place.server.script = read_script('[login]\nreply = "535 5.7.8 wrong password"\n', "server.toml")
    client = place.client()
    for login in (_cram_md5, _login, _login_with_name):
        assert login(client)[-1].startswith("535 ")
    assert place.server.events == ["login zoé 535 5.7.8 wrong password"]
    client.say("AUTH LOGIN", coded("bob"), coded(SECRET))
    _login(place.client())
    names = [event.split()[1] for event in place.server.events]
    assert names == ["zoé", "bob", "zoé"]


def test_starttls_begins_anew(place: Place) -> None:
    client = place.client()
    assert client.say("AUTH PLAIN " + coded(f"\0early\0{SECRET}"), "STARTTLS")[-1].startswith("220 ")
    client.secure(place.certificate)
    assert client.say("MAIL FROM:<a@example.com>")[0].startswith("503 ")
    client.say("EHLO my.pc")
    assert client.say("STARTTLS")[0].startswith("503 ")
    client.say("EHLO my.pc", *LETTER)
    [delivery] = place.server.mailbox.deliveries
    assert (delivery.asked.security, delivery.asked.user, delivery.asked.login) == ("STARTTLS", "", "")
    assert any(text.startswith("-- encrypted with TLSv1.") for text in delivery.dialogue)


def test_what_was_sent_in_clear_behind_starttls_is_not_carried_out(place: Place) -> None:
    client = place.client()
    client.socket.sendall(b"STARTTLS\r\nMAIL FROM:<evil@example.com>\r\nRCPT TO:<b@example.com>\r\n")
    assert client.reply().startswith("220 ")
    client.secure(place.certificate)
    client.say("EHLO my.pc")
    assert client.say("DATA")[0].startswith("503 ")


def test_a_handshake_that_fails_ends_the_connection(place: Place) -> None:
    client = place.client()
    client.say("STARTTLS")
    client.socket.sendall(b"this is no TLS\r\n" * 20)
    [lines] = place.troubles(1)
    assert lines[-1].startswith("-- no TLS: ")
    assert not place.server.sessions


def test_a_client_that_leaves_is_told(place: Place) -> None:
    client = place.client()
    client.say("MAIL FROM:<a@example.com>")
    client.close()
    [lines] = place.troubles(1)
    assert lines[-1] == "-- the connection was lost"


def test_a_port_that_is_only_tried_is_no_trouble(place: Place) -> None:
    place.client("").close()
    client = place.client("HELO my.pc")
    client.say("NOOP", "QUIT")
    while place.server.sessions:
        time.sleep(0.01)
    assert not place.server.dialogues


def test_a_line_that_never_ends_is_thrown_away(place: Place) -> None:
    client = place.client()
    client.socket.sendall(b"RCPT TO:<" + b"x" * 1_000_000)
    client.socket.sendall(b"\r\nNOOP\r\n")
    assert [client.reply()[:3] for _ in range(2)] == ["500", "250"]


def test_many_recipients_are_counted_in_the_dialogue_and_all_kept(place: Place) -> None:
    client = place.client()
    client.say("MAIL FROM:<a@example.com>")
    count = 2000
    client.socket.sendall(b"".join(b"RCPT TO:<r%d@example.com>\r\n" % n for n in range(count)))
    assert {client.reply() for _ in range(count)} == {"250 2.1.5 recipient ok"}
    client.say(*LETTER[2:])
    [delivery] = place.server.mailbox.deliveries
    assert len(delivery.recipients) == count
    assert len(delivery.dialogue) <= dialogue.KEPT_LINES + 4
    assert delivery.dialogue[-3].endswith(" more lines")
    assert delivery.dialogue[-2:] == ["C: (20 bytes)", "S: 250 2.0.0 captured as message 1"]


def test_a_long_line_is_cut_in_the_dialogue() -> None:
    talk = Dialogue()
    talk.client("RCPT TO:<" + "x" * 3000)
    [text] = talk.cut()
    assert len(text) == dialogue.LINE_WIDTH + 4


def test_commands_out_of_order_and_out_of_grammar(place: Place) -> None:
    client = place.client("")
    replies = client.say(
        "MAIL FROM:<a@x.y>", "EHLO", "EHLO my.pc", "RCPT TO:<b@x.y>", "MAIL <a@x.y>", "MAIL FROM:<a@x.y> FOO=1",
        "MAIL FROM:<a@x.y> SIZE=many", "MAIL FROM:<a@x.y> SIZE=99999999999", "mail from:a@x.y size=1 AUTH=<>",
        "MAIL FROM:<a@x.y>", "RCPT TO:", "RCPT TO:<>", "RCPT TO:<b@x.y> NOTIFY=NEVER", "DATA", "rcpt to: <b@x.y>",
        "DATA now", "VRFY b", "HELP", "RSET", "DATA", "QUIT",
    )  # fmt: skip
    codes = "503 501 250 503 501 555 501 552 250 503 501 501 555 503 250 501 252 214 250 503 221"
    assert [reply[:3] for reply in replies] == codes.split()


def test_a_client_that_reads_nothing_is_not_read(place: Place) -> None:
    client = place.client()
    client.socket.settimeout(0.5)

    def say_on() -> None:
        for _ in range(100_000):
            client.socket.sendall(b"HELP\r\n" * 1000)

    with pytest.raises(TimeoutError):
        say_on()
    # The others are served all the while.
    assert place.client().say("NOOP") == ["250 2.0.0 ok"]


def test_too_many_connections_are_sent_away(place: Place) -> None:
    place.server.most_connections = 3
    clients = [place.client() for _ in range(3)]
    late = Client(place.server.open_door())
    place.clients.append(late)
    assert late.reply() == "421 4.3.2 too many connections"
    assert late.file.read() == b""
    assert clients[0].say("QUIT") == ["221 2.0.0 bye"]
    while len(place.server.sessions) > 2:
        time.sleep(0.01)
    assert place.client().say("NOOP") == ["250 2.0.0 ok"]


def test_a_failure_of_the_server_itself_is_told_without_a_traceback(
    place: Place, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("something odd")

    client = place.client()
    monkeypatch.setattr(place.server, "take", broken)
    client.say(*LETTER[:3])
    client.socket.sendall(b"x\r\n.\r\n")
    assert client.file.read() == b""
    assert place.server.failure == "the capture server failed: something odd"
    assert capfd.readouterr() == ("", "")


def test_what_was_refused_beside_a_message_is_told_with_it_once(place: Place) -> None:
    text = (
        '[login]\nreply = "535 5.7.8 wrong password"\n[[recipient]]\naddress = "gone*"\nreply = "550 5.1.1 unknown"\n'
    )
    place.server.script = read_script(text, "server.toml")
    client = place.client()
    _cram_md5(client)
    client.say("MAIL FROM:<a@example.com>", "RCPT TO:<gone@example.com>", *LETTER[1:], *LETTER)
    first, second = place.server.mailbox.deliveries
    assert first.refused == ["AUTH CRAM-MD5 (535 5.7.8 wrong password)", "gone@example.com (550 5.1.1 unknown)"]
    assert second.refused == []
    assert told_line(first).endswith(
        ", no encryption, refused: AUTH CRAM-MD5 (535 5.7.8 wrong password), gone@example.com (550 5.1.1 unknown)"
    )
    assert "refused" not in told_line(second)


@pytest.mark.parametrize("login", [_login, _login_with_name, _cram_md5])
def test_a_refused_login_is_told_by_its_command(place: Place, login: Any) -> None:
    place.server.script = read_script('[login]\nreply = "535 5.7.8 wrong password"\n', "server.toml")
    client = place.client()
    login(client)
    client.close()
    [lines] = place.troubles(1)
    name = "CRAM-MD5" if login is _cram_md5 else "LOGIN"
    assert dialogue.trouble(lines) == f"«AUTH {name}» was answered «535 5.7.8 wrong password»"
