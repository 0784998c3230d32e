"""An asynchronous queue that is not empty when the program ends: what is told of each message, and the exit status."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import program as program
from servers.scripted import ScriptedServer, Talk

QUEUE = """\
s is emailSMTPSession
s.ServerAddress = "127.0.0.1"
s.Port = {port}
s.Asynchronous = True
EmailStartSession(s)
m is Email
m.Sender = "a@example.com"
FOR i = 1 TO 4
	m.Recipient = "b" + i + "@example.com"
	EmailSendMessage(s, m)
END
Trace("queued")
{end}
"""

FRENCH = """\
s est une emailSessionSMTP
s.AdresseServeur = "127.0.0.1"
s.Port = {port}
s.Asynchrone = Vrai
EmailOuvreSession(s)
m est un Email
m.Expéditeur = "a@example.com"
POUR i = 1 À 4
	m.Destinataire = "b" + i + "@example.com"
	EmailEnvoieMessage(s, m)
FIN
Trace("queued")
{end}
"""

FATES = [
    "message to b2@example.com may or may not arrive: 127.0.0.1 was not waited for any longer after the whole",
    "message to b3@example.com not sent: 127.0.0.1 was not waited for any longer; the message was not sent",
    "message to b4@example.com not sent: 127.0.0.1 was not waited for any longer; the turn of this message",
]
SORTS = [
    "le message à b2@example.com peut arriver ou non : 127.0.0.1 n'a plus été attendu après l'envoi de tout",
    "le message à b3@example.com n'est pas parti : 127.0.0.1 n'a plus été attendu ; le message n'a pas été envoyé",
    "le message à b4@example.com n'est pas parti : 127.0.0.1 n'a plus été attendu ; le tour de ce message",
]


def run_until_stuck(
    program: Callable[..., Path], text: str, *options: str, interrupt: bool = False
) -> tuple[int, str, str, int]:
    """Runs a program against a server that takes one message and never answers the second one. `interrupt`: Ctrl-C
    then. Gives exit status, both outputs, and how many messages the server has taken."""
    begun: list[int] = []
    stuck = threading.Event()

    def content(talk: Talk) -> bool:
        begun.append(1)
        if len(begun) == 1:
            return talk.say("250 taken")
        stuck.set()
        return talk.stall()

    with ScriptedServer({"content": content}, extensions=("PIPELINING",)) as server:
        command = [sys.executable, "-X", "dev", "-m", "wlmail", "run", str(program(text.format(port=server.port)))]
        running = subprocess.Popen(
            [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
        )
        try:
            if interrupt:
                assert running.stdout is not None
                assert running.stdout.readline() == "queued\n"
                assert stuck.wait(30)
                running.send_signal(signal.SIGINT)
            out, err = running.communicate(timeout=60)
        finally:
            running.kill()
            running.wait()
    assert "Traceback" not in err
    # Every socket and loop was closed.
    assert "ResourceWarning" not in err
    return running.returncode, out, err, len(begun)


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
@pytest.mark.parametrize(
    "end",
    ["LOOP\nEND", "EmailSetTimeOut(100)", "EmailCloseSession(s)"],
    ids=["running", "ending", "closed"],
)
def test_ctrl_c_tells_what_was_sent_and_what_not(program: Callable[..., Path], end: str) -> None:
    status, _, err, begun = run_until_stuck(program, QUEUE.replace("{end}", end), interrupt=True)
    assert status == 130
    assert [line for line in FATES if line not in err] == []
    assert "b1@example.com" not in err
    _, interrupted, place = err.partition("wlmail: interrupted\n")
    assert interrupted
    # Where the program was, while it ran.
    assert bool(place) == end.startswith("LOOP")
    assert place.startswith("in main code, line ") or not place
    assert begun == 2


@pytest.mark.parametrize("text", [QUEUE, FRENCH], ids=["english", "french"])
def test_a_time_limit_while_the_queue_drains_is_a_failure(program: Callable[..., Path], text: str) -> None:
    """The program itself came to its end, but not its mail."""
    status, out, err, begun = run_until_stuck(program, text.replace("{end}", ""), "--time-limit", "3")
    assert (status, out) == (1, "queued\n")
    assert [line for line in (FATES if text is QUEUE else SORTS) if line not in err] == []
    told = "cut off: 3" if text is QUEUE else "le programme s'est terminé avant l'envoi"
    assert told in err.splitlines()[-1]
    assert begun == 2


def test_a_queue_that_outlasts_the_time_out_is_a_failure(program: Callable[..., Path]) -> None:
    """The end of a program waits for the queue as long as for a server's answer (AS5)."""
    text = QUEUE.replace("{end}", "EmailSetTimeOut(1)\nRETURN 7")
    status, out, err, _ = run_until_stuck(program, text)
    assert (status, out) == (1, "queued\n7\n")
    assert "b4@example.com not sent" in err


def test_a_time_limit_after_everything_was_sent_is_none(program: Callable[..., Path]) -> None:
    """A server that is slow to say goodbye costs no mail."""
    with ScriptedServer({"QUIT": lambda talk: talk.stall()}, extensions=("PIPELINING",)) as server:
        path = program(QUEUE.format(port=server.port, end=""))
        command = [sys.executable, "-m", "wlmail", "run", str(path), "--time-limit", "3"]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "queued\n", "")
    assert len(server.messages) == 4
