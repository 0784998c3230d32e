"""Time limits and Ctrl-C: what they wait for, what they tell, and what they leave as it was."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import program as program
from commands import server as server
from commands import wlmail
from worlds import MemoryWorld

from wlmail import cli, world
from wlmail.interpreter import TimeLimit, run_program
from wlmail.language.source import Source

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")

ONE = """\
s{n} is emailSMTPSession
s{n}.ServerAddress = "127.0.0.1"
s{n}.Port = {port}
Trace(EmailStartSession(s{n}))
"""


class Silent:
    """A server that begins a session and never answers QUIT; it knows which clients went away by themselves."""

    def __init__(self) -> None:
        self.gone = 0
        self.goodbyes = 0
        self.all_gone = threading.Event()

    def __call__(self, connection: socket.socket) -> None:
        threading.Thread(target=self.treat, args=[connection], daemon=True).start()

    def treat(self, connection: socket.socket) -> None:
        connection.sendall(b"220 test\r\n")
        try:
            for line in connection.makefile("rb"):
                if line.upper().startswith(b"QUIT"):
                    self.goodbyes += 1
                else:
                    connection.sendall(b"250 fine\r\n")
        except OSError:
            pass
        self.gone += 1
        if self.gone == 3:
            self.all_gone.set()


@pytest.mark.parametrize(("end", "status", "goodbyes"), [("LOOP\nEND", 1, 0), ("", 0, 1)])
def test_time_limit_waits_for_no_goodbye(
    program: Callable[..., Path], server: Callable[..., int], end: str, status: int, goodbyes: int
) -> None:
    silent = Silent()
    port = server(silent)
    text = "".join(ONE.format(n=n, port=port) for n in range(3)) + end
    done = wlmail("run", program(text), "--time-limit", "2")
    assert (done.returncode, done.stdout) == (status, "1\n1\n1\n")
    assert silent.all_gone.wait(30)
    # Of the three, one may have been waited for when the limit passed; the others are cut.
    assert silent.goodbyes == goodbyes


NOTE = "the outcome of this message is unknown"


def _noted(error: BaseException) -> BaseException:
    error.add_note(NOTE)
    return error


def test_ctrl_c_tells_what_was_noted(
    program: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(clock: object, seconds: float) -> None:
        raise _noted(KeyboardInterrupt())

    monkeypatch.setattr(world.SystemClock, "sleep", interrupted)
    assert cli.main(["run", str(program("Wait(1)"))]) == 130
    assert (
        capsys.readouterr().err == f"wlmail: interrupted\n{NOTE}\nin main code, line 1\n  1 | Wait(1)\n    | ^^^^^^^\n"
    )


def test_time_limit_tells_what_was_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = MemoryWorld(tmp_path)
    limits = iter([_noted(TimeLimit()), TimeLimit()])

    def interrupted(seconds: float) -> None:
        raise next(limits)

    monkeypatch.setattr(here.clock, "sleep", interrupted)
    outcome = run_program(Source("Wait(1)", "program.wl"), here)
    assert outcome.status == "failed"
    assert outcome.report.splitlines()[-1] == NOTE
    # The limit passes a second time while END: runs.
    limits = iter([_noted(TimeLimit()), TimeLimit()])
    text = "Work()\nPROCEDURE Work()\nWait(1)\nRETURN\nEND:\nWait(1)\nEND\n"
    report = run_program(Source(text, "program.wl"), here).report
    assert report.count(NOTE) == 1


LIMIT = """\
import signal, sys, time
{windows}
from wlmail.time_limit import time_limit
from wlmail.interpreter import TimeLimit

def mine(*_): pass
names = [name for name in ("SIGALRM", "SIGINT") if hasattr(signal, name)]
for name in names: signal.signal(getattr(signal, name), mine)
def work():
    try:
        with time_limit(0.3):
            {what}
    except TimeLimit:
        print("limit")
    except KeyboardInterrupt:
        print("ctrl-c")
work()
print(*(signal.getsignal(getattr(signal, name)) is mine for name in names))
"""


@POSIX
@pytest.mark.parametrize("windows", ["", "del signal.SIGALRM"])
def test_handlers_are_put_back(windows: str) -> None:
    text = LIMIT.format(windows=windows, what="[time.sleep(0.05) for _ in range(400)]")
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=60, check=True)
    assert set(done.stdout.split()) == {"limit", "True"}


@POSIX
def test_ctrl_c_is_no_time_limit_where_both_are_one_signal() -> None:
    text = LIMIT.format(windows="del signal.SIGALRM", what="signal.raise_signal(signal.SIGINT)")
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["ctrl-c", "True"]
