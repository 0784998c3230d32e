"""The contract of the commands: exit statuses, streams, options, bad input, no traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import SENDS, wlmail
from commands import program as program

# --- run and try -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["run", "try"])
@pytest.mark.parametrize(
    ("text", "status"),
    [
        ('Trace("fine")', 0),
        ('Error("a dialog is no failure")', 0),
        ("EndProgram()", 0),
        ('EndProgram("with a message")', 0),
        ("nTotal = 5", 0),  # a warning: the variable is not declared
        ('ExceptionThrow(3, "boom")', 1),
        ("n is int\nTrace(1 / n)", 1),
        ("Trace(Unknown_Name)", 1),
        ("x is int = (1 +", 1),
    ],
)
def test_exit_status(program: Callable[..., Path], command: str, text: str, status: int) -> None:
    assert wlmail(command, program(text)).returncode == status


def test_streams(program: Callable[..., Path]) -> None:
    done = wlmail("run", program('Trace("t", 2)\nInfo("i")\nError("e")\nWarning("w")\nnew_one = 1\n'))
    assert done.stdout == "t\t2\ni\n"
    assert "error: e\n" in done.stderr
    assert "warning: w\n" in done.stderr
    assert "program.wl:5:1: warning:" in done.stderr


def test_options_stand_before_or_after_the_file(program: Callable[..., Path]) -> None:
    path = program('Trace("ok")')
    assert wlmail("run", "--time-limit", "20", path).stdout == "ok\n"
    assert wlmail("run", path, "--time-limit", "20").stdout == "ok\n"
    assert wlmail("try", path, "--time-limit=20").stdout.startswith("ok\n")


def test_what_follows_two_dashes_belongs_to_the_program(program: Callable[..., Path]) -> None:
    path = program("Trace(CommandLine(1), CommandLine(2))")
    assert wlmail("run", path, "--", "first", "--save").stdout == "first\t--save\n"
    assert wlmail("run", "--time-limit", "9", path, "--", "a b", "é").stdout == "a b\té\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["run"],
        ["try"],
        ["run", "a.wl", "b.wl"],
        ["run", "a.wl", "--no-such-option"],
        ["run", "--time-limit", "soon", "a.wl"],
        ["run", "--time-limit", "-1", "a.wl"],
        ["run", "--time-limit", "nan", "a.wl"],
        ["launch", "a.wl"],
        ["check"],
        ["check", "--format", "xml", "."],
        ["check", "no-such-folder"],
        ["run", "a.wl", "--save", "there"],
    ],
    ids=" ".join,
)
def test_misuse(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.wl").write_text("Trace(1)")
    done = wlmail(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "wlmail" in done.stderr


def test_help_and_version() -> None:
    from wlmail import __version__

    assert wlmail("--version").stdout == f"wlmail {__version__}\n"
    for command in ([], ["run"], ["try"], ["check"], ["repl"], ["functions"]):
        done = wlmail(*command, "--help")
        assert done.returncode == 0
        assert "usage: wlmail" in done.stdout


@pytest.mark.parametrize("command", ["run", "try", "check"])
def test_files_that_are_no_programs(command: str, tmp_path: Path, program: Callable[..., Path]) -> None:
    folder = tmp_path / "folder.wl"
    folder.mkdir()
    missing = wlmail(command, tmp_path / "missing.wl")
    assert missing.returncode == (2 if command == "check" else 1)
    assert "missing.wl" in missing.stdout + missing.stderr
    if command != "check":  # check takes folders
        done = wlmail(command, folder)
        assert (done.returncode, "folder" in done.stderr) == (1, True)
    for data, says in (
        (b"MZ\x90\0\x03\0\0\0", "binary"),
        (b"PCS\x01element", "binary"),
        (b"\xff\xfe\x00\xd8T\0", "utf-16"),
        (b"\xef\xbb\xbfTrace(1)\xff", "utf-8"),
    ):
        path = program(data, "bad.wl")
        done = wlmail(command, path)
        assert done.returncode == 1
        assert "bad.wl" in done.stdout + done.stderr
        assert says in done.stdout + done.stderr


def test_code_page(program: Callable[..., Path]) -> None:
    path = program('Trace("Łódź")'.encode("cp1250"))
    assert wlmail("run", path, "--code-page", "cp1250").stdout == "Łódź\n"
    assert wlmail("run", path, "--code-page", "no-such-page").returncode == 2


def test_empty_program(program: Callable[..., Path]) -> None:
    done = wlmail("run", program(""))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_time_limit_stops_a_program(program: Callable[..., Path]) -> None:
    done = wlmail("run", program('Trace("start")\nLOOP\n\tn is int\nEND\n'), "--time-limit", "0.5")
    assert (done.returncode, done.stdout) == (1, "start\n")
    assert "time limit" in done.stderr


def test_time_limit_stops_a_program_that_waits(program: Callable[..., Path]) -> None:
    done = wlmail("run", program('Trace("start")\nWait(5500)\n'), "--time-limit", "0.5")
    assert done.returncode == 1
    assert "time limit" in done.stderr


def test_questions_take_their_default_without_a_terminal(program: Callable[..., Path]) -> None:
    done = wlmail("run", program('IF YesNo("Really?") THEN Trace("yes") ELSE Trace("no")\n'), given="y\n")
    assert done.stdout == "no\n"
    assert "Really?" in done.stderr


def test_result_of_the_main_code_is_printed(program: Callable[..., Path]) -> None:
    assert wlmail("run", program('RESULT "total: " + 3')).stdout == "total: 3\n"


def test_second_run_is_as_the_first(program: Callable[..., Path]) -> None:
    path = program("nTotal = 5\nTrace(nTotal)\n")
    first, second = wlmail("run", path), wlmail("run", path)
    assert first.stdout == "5\n"
    assert (second.stdout, second.stderr) == (first.stdout, first.stderr)
    program("Trace(6)")
    assert wlmail("run", path).stdout == "6\n"


def test_home_that_is_missing(program: Callable[..., Path]) -> None:
    env = {
        k: v
        for k, v in os.environ.items()
        if k not in ("HOME", "USERPROFILE", "LOCALAPPDATA", "WLMAIL_CACHE") and "XDG" not in k
    }
    path = program(SENDS.format(port=25))
    for home in ({}, {"HOME": "/nonexistent/home"}, {"HOME": "/dev/null"}):
        done = wlmail("try", path, env={**env, **home})
        assert (done.returncode, done.stderr) == (0, "")
        assert "Subject: hello" in done.stdout


def test_output_that_cannot_hold_accents(program: Callable[..., Path]) -> None:
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = wlmail("run", program('Trace("été")\n'), env=env)
    assert done.returncode == 0
    assert done.stdout == "?t?\n"


def test_reader_that_goes_away(program: Callable[..., Path]) -> None:
    path = program('FOR i = 1 TO 20000\n\tTrace(i, "some text to fill the pipe")\nEND\n')
    process = subprocess.Popen(
        [sys.executable, "-m", "wlmail", "run", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == b"1\tsome text to fill the pipe\n"
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
def test_ctrl_c(program: Callable[..., Path]) -> None:
    path = program('Trace("start")\nWait(5500)\n')
    process = subprocess.Popen(
        [sys.executable, "-m", "wlmail", "run", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == b"start\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert b"interrupted" in err
    assert b"Traceback" not in err


# --- try -------------------------------------------------------------------------------------------------------------


def test_try_captures_whatever_server_is_named(program: Callable[..., Path]) -> None:
    text = SENDS.replace('"127.0.0.1"', '"no-such-host.invalid"')
    text = text.replace("m is Email", 's.Option = optionTLS\ns.Name = "john"\ns.Password = "hunter2"\nm is Email')
    done = wlmail("try", program(text.format(port=4465)))
    assert done.returncode == 0
    assert "sent:\t1\n" in done.stdout
    assert "no-such-host.invalid port 4465, TLS, user john, login with password" in done.stdout
    assert "hunter2" not in done.stdout + done.stderr


def test_try_without_a_message(program: Callable[..., Path]) -> None:
    assert wlmail("try", program("Trace(1)")).stdout == "1\nNo message was captured.\n"


def test_try_saves(program: Callable[..., Path], tmp_path: Path) -> None:
    path = program(
        SENDS.format(port=25).replace("s.Port", 's.Name = "john"\ns.Password = "hunter2"\ns.Option = 2\ns.Port')
    )
    folder = tmp_path / "new" / "mails"
    assert wlmail("try", path, "--save", folder).returncode == 0
    assert sorted(p.name for p in folder.iterdir()) == ["001.eml", "deliveries.json"]
    source = (folder / "001.eml").read_bytes()
    assert b"Subject: hello\r\n" in source
    assert source.count(b"\n") == source.count(b"\r\n")
    text = (folder / "deliveries.json").read_text(encoding="utf-8")
    assert "hunter2" not in text
    index = json.loads(text)
    assert index["version"] == 1
    (delivery,) = index["deliveries"]
    assert delivery["file"] == "001.eml"
    assert delivery["sender"] == "a@example.com"
    assert delivery["recipients"] == ["b@example.com"]
    assert (delivery["server"], delivery["port"], delivery["security"]) == ("127.0.0.1", 25, "STARTTLS")
    assert delivery["user"] == "john"
    # Again into the same folder: replaced, not piled up.
    assert wlmail("try", "--save", folder, path).returncode == 0
    assert sorted(p.name for p in folder.iterdir()) == ["001.eml", "deliveries.json"]


def test_try_cannot_save(program: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = wlmail("try", program(SENDS.format(port=25)), "--save", tmp_path / "file")
    assert done.returncode == 1
    assert "Subject: hello" in done.stdout
    assert str(tmp_path / "file") in done.stderr


@pytest.mark.parametrize(
    "call",
    [
        'HTTPRequest("http://192.0.2.1/")',
        'ExeRun("echo started")',
        'ShellExecute("http://192.0.2.1/")',
        'EmailStartPOP3Session("u", "p", "192.0.2.1")',
        'EmailStartIMAPSession("u", "p", "192.0.2.1")',
    ],
)
def test_try_keeps_everything_else_in_too(program: Callable[..., Path], call: str) -> None:
    done = wlmail(
        "try", program(f'{call}\nTrace("occurred", ErrorOccurred, ErrorInfo() <> "")\n'), "--time-limit", "20"
    )
    assert done.stdout.startswith("occurred\t1\t1\n")
    assert done.returncode == 0


# --- check -----------------------------------------------------------------------------------------------------------


def test_check_reports_all_files_of_a_folder(program: Callable[..., Path], tmp_path: Path) -> None:
    program('Trace("fine")', "src/a.wl")
    program("Trace(Unknwon)\nTrace(Unknwon2)\n", "src/deep/b.WL")
    program("x is int = (1 +\n", "src/c.wl")
    program("not a program (((", "src/readme.txt")
    done = wlmail("check", "src", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "deep/b.WL:1:7: error: " in done.stdout.replace("\\", "/")
    assert "deep/b.WL:2:7: error: " in done.stdout.replace("\\", "/")
    assert "c.wl:1:" in done.stdout
    assert "readme" not in done.stdout
    assert done.stdout.splitlines()[-1].startswith("3 files checked: 3 errors")


def test_check_json(program: Callable[..., Path], tmp_path: Path) -> None:
    program("sSubject is string\nTrace(sSubjct)\nnNew = 1\n", "a.wl")
    done = wlmail("check", "--format", "json", "a.wl", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    report = json.loads(done.stdout)
    assert report["files"] == 1
    error, warning = report["diagnostics"]
    keys = {"file", "line", "column", "end_line", "end_column", "severity", "code", "message", "hint", "related"}
    assert set(error) == set(warning) == keys
    assert (error["file"], error["severity"], warning["severity"]) == ("a.wl", "error", "warning")
    assert (error["line"], error["column"], error["end_line"], error["end_column"]) == (2, 7, 2, 14)
    assert (warning["line"], warning["column"]) == (3, 1)
    assert "sSubject" in error["hint"]


def test_check_json_of_what_cannot_be_read(program: Callable[..., Path], tmp_path: Path) -> None:
    program(b"\0\0", "a.wl")
    done = wlmail("check", ".", "--format=json", cwd=tmp_path)
    assert done.returncode == 1
    (only,) = json.loads(done.stdout)["diagnostics"]
    assert only["severity"] == "error"
    assert only["file"].endswith("a.wl")


def test_check_warnings_are_no_failure(program: Callable[..., Path]) -> None:
    done = wlmail("check", program("nTotal = 1\n"))
    assert done.returncode == 0
    assert "1 warning" in done.stdout


def test_check_syntax_looks_no_further(program: Callable[..., Path]) -> None:
    unknown = program("Trace(Unknown_Name)\n", "unknown.wl")
    broken = program("Trace((1)\n", "broken.wl")
    assert wlmail("check", "--syntax", unknown).returncode == 0
    assert wlmail("check", "--syntax", broken).returncode == 1


# --- functions, repl -------------------------------------------------------------------------------------------------


def test_functions() -> None:
    everything = wlmail("functions")
    assert (everything.returncode, everything.stderr) == (0, "")
    assert len(everything.stdout.splitlines()) > 300
    one = wlmail("functions", "emailenvoiemessage")
    assert one.returncode == 0
    assert "EmailSendMessage" in one.stdout
    assert "EmailEnvoieMessage" in one.stdout
    assert "state: done" in one.stdout
    known = wlmail("functions", "HReadSeekFirst")
    assert known.returncode == 0
    assert "not offered" in known.stdout
    assert wlmail("functions", "NoSuchThingAtAll").returncode == 1


def test_functions_finds_types() -> None:
    for name in (["SecretString"], ["chaîne", "secrète"], ["chaine secrete"]):
        assert wlmail("functions", *name).stdout == (
            "SecretString  ChaîneSecrète  type: x is SecretString, x est une ChaîneSecrète\n"
        )
    listed = wlmail("functions", "chaîne").stdout
    assert "type: x is string, x est une chaîne\n" in listed
    assert "ChaîneConstruit" in listed
    assert "\nemailSMTPSession " in "\n" + wlmail("functions", "SMTPSess").stdout
    assert "did you mean EmailStartSession?" in wlmail("functions", "EmailConnect").stderr


def test_functions_knows_constants_and_suggests() -> None:
    whole = "emailProtocolSMTPS  ·  emailProtocoleSMTPS"
    for name in ("emailOptionSecuredTLS", "EMAILOPTIONSÉCURISÉTLS", "emailoptionsecurisetls"):
        done = wlmail("functions", name)
        assert done.returncode == 0
        assert whole in done.stdout
        assert "emailOptionSécuriséTLS" in done.stdout
        assert "value: 2\n" in done.stdout
    listed = wlmail("functions", "OptionSecuredT").stdout
    assert "emailProtocolSMTPS" in listed
    assert "constant, 2" in listed
    wrong = wlmail("functions", "EmailSendMesage")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert "did you mean EmailSendMessage?" in wrong.stderr
    assert "did you mean EmailEnvoieMessage?" in wlmail("functions", "EmailEnvoiMessage").stderr
    assert "mean" not in wlmail("functions", "NoSuchThingAtAll").stderr


def test_repl_reads_what_is_piped_into_it(tmp_path: Path) -> None:
    entries = 'n is int = 20\nn + 1\nFOR i = 1 TO 2\n\tTrace("turn", i)\nEND\nUnknwon_Name\nTrace("still here")\n'
    done = wlmail("repl", given=entries, cwd=tmp_path)
    assert done.returncode == 0
    shown = done.stdout + done.stderr
    for text in ("21", "turn\t1", "turn\t2", "Unknwon_Name", "still here"):
        assert text in shown


def test_endless_recursion_is_an_error_of_the_program(program: Callable[..., Path]) -> None:
    done = wlmail("run", program('Trace("before")\nAgain(1)\n\nPROCEDURE Again(n)\nAgain(n + 1)\n'))
    assert (done.returncode, done.stdout) == (1, "before\n")
    assert done.stderr.startswith("Error in Again, line 5: ")
    assert "called from main code, line 2" in done.stderr
    assert len(done.stderr.splitlines()) < 30
