"""What the commands must stand: huge programs, closed and full outputs, odd encodings, a broken cache."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import SENDS, wlmail
from commands import program as program
from commands import server as server


def test_a_sum_of_hundreds_of_terms(program: Callable[..., Path]) -> None:
    many = "sText is string = " + " + CR +\n\t".join(['"line"'] * 400) + "\nTrace(Length(sText))"
    assert wlmail("run", program(many)).stdout == f"{400 * 4 + 399 * 2}\n"
    too_many = "nTotal is int = 0\nnTotal = " + " + ".join(["nTotal"] * 20000)
    for command in ("run", "check"):
        done = wlmail(command, program(too_many))
        assert done.returncode == 1
        assert "program.wl:2:" in done.stdout + done.stderr
        assert max(map(len, (done.stdout + done.stderr).split("\n"))) < 300


def test_output_that_is_closed_or_full(program: Callable[..., Path]) -> None:
    fine, wrong = program('Trace("x")\nError("e")'), program("Trace(Foo)", "wrong.wl")
    for arguments, status in (
        (["run", fine], 0),
        (["try", fine], 0),
        (["run", wrong], 1),
        (["check", wrong], 1),
        (["functions"], 0),
    ):
        command = [sys.executable, "-m", "wlmail", *map(str, arguments)]
        closed = subprocess.run(["sh", "-c", 'exec "$@" >&-', "sh", *command], capture_output=True, check=False)
        assert (closed.returncode, b"Traceback" in closed.stderr) == (status, False)
        silent = subprocess.run(["sh", "-c", 'exec "$@" 2>&-', "sh", *command], capture_output=True, check=False)
        assert (silent.returncode, b"Traceback" in silent.stdout, b"error:" in silent.stdout) == (
            status,
            False,
            arguments[0] == "check",
        )
        if os.path.exists("/dev/full") and arguments[0] in ("check", "functions"):
            with open("/dev/full", "w") as full:
                done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
            assert (done.returncode, b"Traceback" in done.stderr) == (1, False)
            assert b"cannot be written" in done.stderr


def test_reports_on_a_terminal_without_accents(program: Callable[..., Path]) -> None:
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    path = program('Trace("é", Foo)')
    assert "unknown name ?Foo?" in wlmail("check", path, env=env).stdout
    for encoding in ("ascii", "cp1252", "utf-8"):
        shown = wlmail("check", path, "--format", "json", env={**env, "PYTHONIOENCODING": encoding}).stdout
        assert shown.isascii()
        assert json.loads(shown)["diagnostics"][0]["message"] == "unknown name «Foo»"
    assert wlmail("functions", "EmailSendMessage", env=env).returncode == 0


@pytest.mark.parametrize("name", ["no-such-page", "undefined", "rot13", "base64", "a b"])
def test_a_code_page_that_is_none_is_misuse(program: Callable[..., Path], name: str) -> None:
    for command in ("run", "try", "check"):
        assert wlmail(command, program("Trace(1)"), "--code-page", name).returncode == 2


def test_utf16_without_its_mark(program: Callable[..., Path]) -> None:
    path = program('Trace("été", 1 / 0)\r\n'.encode("utf-16-le"))
    done = wlmail("run", path)
    assert done.returncode == 1
    assert "--code-page utf-16-le" in done.stderr
    done = wlmail("run", path, "--code-page", "utf-16-le")
    assert done.returncode == 1
    assert '1 | Trace("été", 1 / 0)' in done.stderr


def test_an_empty_name(program: Callable[..., Path]) -> None:
    assert wlmail("run", "").returncode == 1
    assert wlmail("try", program("Trace(1)"), "--save", "").returncode == 2


def test_time_limit_holds_while_a_program_ends(
    program: Callable[..., Path], server: Callable[[Callable[[socket.socket], None]], int]
) -> None:
    endless = "Forever()\nPROCEDURE Forever()\nLOOP\nEND\nRETURN\nEND:\nLOOP\nEND\nEND\n"
    assert wlmail("run", program(endless), "--time-limit", "0.3").returncode == 1

    def never_says_goodbye(connection: socket.socket) -> None:
        stream = connection.makefile("rb")
        connection.sendall(b"220 test\r\n")
        for line in stream:
            if line.upper().startswith(b"DATA"):
                connection.sendall(b"354 go on\r\n")
                while stream.readline() != b".\r\n":
                    pass
            if not line.upper().startswith(b"QUIT"):
                connection.sendall(b"250 fine\r\n")

    text = SENDS.format(port=server(never_says_goodbye)).replace("EmailCloseSession(s)\n", 'Trace("end")\n')
    done = wlmail("run", program(text), "--time-limit", "1")
    assert (done.returncode, done.stdout) == (0, "sent:\t1\nend\n")


def test_check_names_each_file_once(program: Callable[..., Path], tmp_path: Path) -> None:
    path = program("Trace(Foo)")
    found = json.loads(wlmail("check", path, tmp_path, path, "--format", "json").stdout)
    assert (len(found["diagnostics"]), found["files"]) == (1, 1)


def test_cache_that_is_broken_or_in_the_way(program: Callable[..., Path], tmp_path: Path) -> None:
    path, cache = program('Trace("fine")'), tmp_path / "cache"
    env = {**os.environ, "WLMAIL_CACHE": str(cache)}
    for _ in range(2):
        assert wlmail("run", path, env=env).stdout == "fine\n"
    (entry,) = cache.iterdir()
    for data in (b"", b"garbage", entry.read_bytes()[:-1]):
        entry.write_bytes(data)
        assert wlmail("run", path, env=env).stdout == "fine\n"
    entry.unlink()
    entry.mkdir()
    assert wlmail("run", path, env=env).stdout == "fine\n"
    assert list(cache.iterdir()) == [entry]
    assert wlmail("run", path, env={**env, "WLMAIL_CACHE": str(path)}).stdout == "fine\n"


SECRET_LINES = """\
s is emailSMTPSession
sServer is string = "mail.example.com"
s.Password = "hunter2 ""hunter3\""" + Unknown1
s..MotDePasse = `hunter2` + Unknown1
sSecret is string = “hunter2” + Unknown1
sAuthToken is string = "hunter2 [%Unknown1%]" + Unknown1
EmailStartSMTPSession("u", "hunter2", Unknown1, 25)
EmailOuvreSessionSMTP("u", ...	// the user
	"hunter2", Unknown1)
sServer = "shown" + Unknown1
"""


def test_check_shows_no_password(program: Callable[..., Path]) -> None:
    shown = wlmail("check", program(SECRET_LINES)).stdout
    assert shown.count("Unknown1") >= 14
    assert "hunter" not in shown
    assert '10 | sServer = "shown" + Unknown1' in shown
    # The carets stand where they stood.
    lines = shown.splitlines()
    place = next(i for i, line in enumerate(lines) if line.startswith("  3 |"))
    assert lines[place] == '  3 | s.Password = "********""*******""" + Unknown1'
    assert lines[place + 1].index("^") == lines[place].index("Unknown1")
    broken = wlmail("check", program('s is emailSMTPSession\ns.Password = "hunter2\n')).stdout
    assert "  2 | s.Password = " in broken
    assert "hunter" not in broken


def test_a_method_that_is_not_offered_is_named_as_it_is_written(program: Callable[..., Path]) -> None:
    done = wlmail("run", program("m est un Email\nm.RAZ()\n"))
    assert done.returncode == 1
    assert done.stderr.count("«RAZ»") == 2
    assert "«Reset»" not in done.stderr


def test_reports_of_a_run_show_no_password(program: Callable[..., Path]) -> None:
    text = 'n is int\ns is emailSMTPSession\ns.Password = "hunter2" + 1 / n\n'
    for _ in range(2):
        done = wlmail("run", program(text))
        assert done.returncode == 1
        assert '3 | s.Password = "*******" + 1 / n' in done.stderr
        assert "hunter" not in done.stderr
