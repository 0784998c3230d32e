"""`wlmail run` against servers that behave well, badly or not at all."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from commands import SENDS, wlmail
from commands import program as program
from commands import server as server
from servers.scripted import ScriptedServer


def _answers(*lines: bytes) -> Callable[[socket.socket], None]:
    """One answer a command; when there is none left the connection is closed."""

    def treat(connection: socket.socket) -> None:
        with closing(connection):
            stream = connection.makefile("rb")
            for line in lines:
                connection.sendall(line + b"\r\n")
                stream.readline()

    return treat


def test_run_sends_for_real(program: Callable[..., Path], server: Callable[..., int]) -> None:
    seen: list[bytes] = []

    def treat(connection: socket.socket) -> None:
        with closing(connection):
            stream = connection.makefile("rb")
            connection.sendall(b"220 test ESMTP\r\n")
            data = False
            for line in stream:
                seen.append(line)
                if data:
                    data = line != b".\r\n"
                    if not data:
                        connection.sendall(b"250 taken\r\n")
                elif line.upper().startswith(b"EHLO"):
                    connection.sendall(b"250-test\r\n250 8BITMIME\r\n")
                elif line.upper().startswith(b"DATA"):
                    data = True
                    connection.sendall(b"354 go on\r\n")
                else:
                    connection.sendall(b"250 fine\r\n")

    done = wlmail("run", program(SENDS.format(port=server(treat))))
    assert (done.returncode, done.stdout, done.stderr) == (0, "sent:\t1\n", "")
    commands = b"".join(seen).upper()
    assert commands.count(b"MAIL FROM:<A@EXAMPLE.COM>") == 1
    assert b"RCPT TO:<B@EXAMPLE.COM>" in commands
    assert b"SUBJECT: HELLO\r\n" in commands
    assert b"QUIT\r\n" in commands


def test_run_with_nobody_there(program: Callable[..., Path]) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    done = wlmail("run", program(SENDS.format(port=port)))
    assert (done.returncode, done.stdout) == (0, "not started\n")
    assert done.stderr.startswith("error: EmailStartSession: ")
    assert "127.0.0.1" in done.stderr


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ([], "not started"),
        ([b"554 go away"], "not started"),
        ([b"421 closing"], "not started"),
        ([b"HTTP/1.1 400 Bad Request"], "not started"),
        ([b"\xff\xfe\0\0" * 2000], "not started"),
        ([b"220 hello", b"502 what?", b"502 what?"], "not started"),
        ([b"220 hello", b"250 test", b"550 sender refused 4711"], "sent:\t0"),
        ([b"220 hello", b"250 test", b"250 ok", b"550 unknown 4711"], "sent:\t0"),
        ([b"220 hello", b"250 test", b"250 ok", b"250 ok", b"554 no data 4711"], "sent:\t0"),
        ([b"220 hello", b"250 test", b"250 ok"], "sent:\t0"),
        ([b"220 hello", b"250 test", b"250 ok", b"250 ok", b"354 go on"], "sent:\t0"),
    ],
)
def test_run_with_a_server_that_refuses(
    program: Callable[..., Path], server: Callable[..., int], answers: list[bytes], shown: str
) -> None:
    done = wlmail("run", program(SENDS.format(port=server(_answers(*answers)))))
    assert (done.returncode, done.stdout) == (0, shown + "\n")
    assert done.stderr.startswith("error: ")
    if answers and answers[-1].endswith(b"4711"):
        assert "4711" in done.stderr


@pytest.mark.parametrize("answers", [[], [b"220 hello"], [b"220 hello", b"250 test"]])
def test_run_with_a_server_that_says_nothing_more(
    program: Callable[..., Path], server: Callable[..., int], answers: list[bytes]
) -> None:
    def treat(connection: socket.socket) -> None:
        for line in answers:
            connection.sendall(line + b"\r\n")

    done = wlmail("run", program(SENDS.format(port=server(treat))), "--time-limit", "40")
    assert done.returncode == 0
    assert "error: Email" in done.stderr
    assert "sent:\t1" not in done.stdout


def test_run_asks_for_starttls_or_nothing(program: Callable[..., Path], server: Callable[..., int]) -> None:
    text = SENDS.replace(
        "m is Email", 's.Option = emailProtocolSMTPS\ns.Name = "u"\ns.Password = "hunter2"\nm is Email'
    )
    done = wlmail("run", program(text.format(port=server(_answers(b"220 hello", b"250 test", b"500 no")))))
    assert done.stdout == "not started\n"
    assert "STARTTLS" in done.stderr
    assert "hunter2" not in done.stderr


@pytest.mark.parametrize("offered", [True, False])
@pytest.mark.parametrize("body", ["Été à Zürich, 8 bits.", "plain words"])
def test_a_raw_file_says_whether_it_needs_eight_bits(program: Callable[..., Path], body: str, offered: bool) -> None:
    """EmailEnvoie sends a file as it stands; BODY=8BITMIME follows from its bytes, not from what it says."""
    raw = (
        "From: a@example.com\r\nTo: b@example.com\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}\r\n.\r\n"
    ).encode()
    program(raw, "brut.eml")
    extensions = ("PIPELINING", "8BITMIME") if offered else ("PIPELINING",)
    with ScriptedServer(extensions=extensions) as server:
        text = f"""\
s est une emailSessionSMTP
s.AdresseServeur = "127.0.0.1"
s.Port = {server.port}
EmailOuvreSession(s)
Trace(EmailEnvoie(s, "brut.eml"))
"""
        done = wlmail("run", program(text))
    assert (done.returncode, done.stdout, done.stderr) == (0, "1\n", "")
    assert server.messages == [raw]
    (mail,) = (line for line in server.lines if line.startswith(b"MAIL"))
    assert mail.endswith(b" BODY=8BITMIME") == (offered and not body.isascii())


# --- what the capturing server refuses -------------------------------------------------------------------------------

REFUSED = """\
s est un emailSessionSMTP
s.AdresseServeur = "smtp.example.com"
s.Option = emailOptionSécuriséTLS
s.Nom = "bob"
s.MotDePasse = "s3same"
m est un Email
m.Expéditeur = "a@example.com"
Ajoute(m.Destinataire, "b@example.com")
Ajoute(m.Destinataire, "gone@example.com")
SI PAS EmailOuvreSession(s) ALORS
	Trace(ErreurInfo())
	RETOUR
FIN
Trace("envoyé :", EmailEnvoieMessage(s, m))
EmailFermeSession(s)
"""


def test_try_rehearses_a_refused_login(program: Callable[..., Path], tmp_path: Path) -> None:
    script = tmp_path / "server.toml"
    script.write_text('[login]\nreply = "535 5.7.8 wrong password"\n')
    done = wlmail("try", program(REFUSED), "--server-script", script)
    assert "535 5.7.8 wrong password" in done.stdout
    assert "No message was captured." in done.stdout
    assert "s3same" not in done.stdout + done.stderr


def test_try_rehearses_a_refused_recipient_and_tells_the_partly_sent_message(
    program: Callable[..., Path], tmp_path: Path
) -> None:
    script = tmp_path / "server.toml"
    script.write_text('[[recipient]]\naddress = "gone@*"\nreply = "550 5.1.1 no such user"\n')
    done = wlmail("try", "--server-script", script, program(REFUSED))
    assert done.stdout.startswith("envoyé :\t1\n")
    assert "RCPT TO <b@example.com>" in done.stdout
    assert "RCPT TO <gone@example.com>" not in done.stdout
    assert done.stderr == (
        "avertissement : le message à b@example.com et 1 de plus est parti, mais pas pour gone@example.com"
        " (550 5.1.1 no such user)\n"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "server.toml cannot be read: No such file or directory"),
        ("[login]\nreply = 5\n", "server.toml, [login]: reply is what the server says"),
        ("[logon]\n", "server.toml: there is no «logon»"),
    ],
)
def test_a_server_script_that_makes_no_sense_is_told_before_the_program_runs(
    program: Callable[..., Path], tmp_path: Path, text: str | None, told: str
) -> None:
    script = tmp_path / "server.toml"
    if text is not None:
        script.write_text(text)
    done = wlmail("try", program('Trace("ran")\n'), "--server-script", script)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
