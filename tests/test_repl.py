"""The REPL: piped entries in a process of its own, and the editor fed with keys."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from wlmail import repl
from wlmail.interpreter import Interpreter
from wlmail.repl import Conversation, candidates, from_lines, on_terminal, value_text
from wlmail.runtime.arrays import Array, AssociativeArray
from wlmail.runtime.kinds import INT4, VARIANT
from wlmail.world import CapturedWorld


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Conversation]:
    world = CapturedWorld(str(tmp_path))
    interpreter = Interpreter(world)
    yield Conversation(interpreter)
    interpreter.close()
    world.close()


Captured = pytest.CaptureFixture[str]

SEND = """\
s is emailSMTPSession
s.ServerAddress = "smtp.example.com"
EmailStartSession(s)
m is Email
m.Sender = "a@example.com"
m.Recipient[1] = "b@example.com"
m.Subject = "Hello"
EmailSendMessage(s, m)
"""


def answers(talk: Conversation, capfd: Captured, *lines: str) -> tuple[str, str]:
    from_lines(talk, [f"{line}\n" for line in lines])
    return capfd.readouterr()


def test_an_expression_shows_its_value_and_variables_stay(talk: Conversation, capfd: Captured) -> None:
    out, err = answers(talk, capfd, "n is int = 20", "n * 2 + 2", 's is string = "é"', 's + " ""x"""', "n > 5")
    assert out.splitlines() == ["42", '"é ""x"""', "True"]
    assert err == ""


def test_french_entries_are_answered_in_french(talk: Conversation, capfd: Captured) -> None:
    out, err = answers(
        talk, capfd, "n est un entier = 3", "SI n > 2 ALORS", 'Trace("grand")', "FIN", 'Taille("abc") > n', "n > 2"
    )
    assert out.splitlines() == ["grand", "Faux", "Vrai"]
    assert err == ""


def test_blocks_and_procedures_take_several_lines(talk: Conversation, capfd: Captured) -> None:
    out, err = answers(
        talk,
        capfd,
        "PROCEDURE Largest(a is int, b is int)",
        "IF a > b THEN",
        "RESULT a",
        "END",
        "",
        "RESULT b",
        "END",
        "Largest(3, 7)",
        "Largest(9, 7)",
        "FOR i = 1 TO 2",
        "",
        "Trace(i)",
        "END",
    )
    assert out.splitlines() == ["7", "9", "1", "2"]
    assert err == ""


def test_a_procedure_without_end_ends_at_an_empty_line(talk: Conversation, capfd: Captured) -> None:
    lines = ["PROCÉDURE Double(n)", "RENVOYER 2 * n", "", "Double(4)", "FIN_ = 3", "Double(FIN_)"]
    out, err = answers(talk, capfd, *lines)
    assert out.splitlines() == ["8", "6"]
    assert "error" not in err


def test_an_expression_takes_several_lines(talk: Conversation, capfd: Captured) -> None:
    out, err = answers(talk, capfd, "n is int = 2", "(n +", "3)", "[1,", "2]", "Max(n,", "9)")
    assert out.splitlines() == ["5", "[1, 2]", "9"]
    assert err == ""


def test_errors_have_a_caret_and_the_session_goes_on(talk: Conversation, capfd: Captured) -> None:
    out, err = answers(talk, capfd, "Trace(unknownThing)", "Trace(1", "", "a is array of int", "a[3]", "1 + 1")
    assert out.splitlines()[-1] == "2"
    assert "unknownThing" in err
    assert err.count("^") >= 3
    assert "Traceback" not in err


def test_the_error_of_an_earlier_procedure_shows_its_line(talk: Conversation, capfd: Captured) -> None:
    _, err = answers(talk, capfd, "PROCEDURE Wrong()", "RESULT 1 / 0", "END", "Wrong()")
    assert "internal error" not in err
    assert "RESULT 1 / 0" in err


def test_an_entry_without_end_is_answered_at_the_end_of_input(talk: Conversation, capfd: Captured) -> None:
    out, err = answers(talk, capfd, "IF 1 = 1 THEN", "Trace(1)")
    assert out == ""
    assert "error" in err


def test_mails_are_captured_and_shown(talk: Conversation, capfd: Captured) -> None:
    out, err = answers(talk, capfd, *SEND.splitlines(), ":inbox", ":inbox 1", ":inbox 2")
    assert "captured 1 message" in err
    assert out.count("Subject: Hello") == 2
    assert "there is no message 2" in err


def test_commands(talk: Conversation, capfd: Captured) -> None:
    out, err = answers(
        talk, capfd, ":help", ":help extraitchaîne", ":help nothing", ":inbox", ":dance", ":quit", "1 + 1"
    )
    assert ":inbox" in out
    assert "ExtractString" in out
    assert "no function is called nothing" in out
    assert "No message was captured." in out
    assert ":dance" in err
    assert "2" not in out.splitlines()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "Null"),
        (True, "True"),
        (3, "3"),
        ("a\r\n\x1b[2J", '"a\\r\\n\\x1b[2J"'),
        (b"abc", "buffer of 3 bytes"),
        (Array(VARIANT, [1, "x"]), '[1, "x"]'),
        (Array(INT4, [0] * 60), "[" + "0, " * 50 + "… 10 more]"),
        (AssociativeArray(INT4).filled([("a", 1), ("b", 2)]), '["a" => 1, "b" => 2]'),
    ],
)
def test_values(value: Any, shown: str) -> None:
    assert value_text(value) == shown


def test_a_password_is_never_shown(talk: Conversation, capfd: Captured) -> None:
    out, _ = answers(talk, capfd, "s is emailSMTPSession", 's.Name = "elodie"', 's.Password = "sesame"', "s")
    assert "elodie" in out
    assert "sesame" not in out


def test_candidates_are_names_of_both_languages() -> None:
    assert {"EmailSendMessage", "EmailStartSession"} <= set(candidates("EMAILS"))
    assert "EmailEnvoieMessage" in candidates("EMAILENV")
    assert "Expéditeur" in candidates("EXPE", member=True)
    assert candidates("NOSUCHNAMEATALL") == []


def run(text: bytes, folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    kept = {name: value for name, value in os.environ.items() if name not in ("HOME", "XDG_DATA_HOME")}
    command = [sys.executable, "-c", "import sys; from wlmail.repl import start; sys.exit(start())"]
    package = str(Path(repl.__file__).parent.parent)
    kept["PYTHONPATH"] = package
    return subprocess.run(command, input=text, capture_output=True, cwd=folder, env=kept | environment, timeout=60)


def test_piped_input_is_answered_without_prompts(tmp_path: Path) -> None:
    done = run('1 + 1\nTrace("é")\n'.encode() + b'Trace("\xe9")\n', tmp_path, HOME="/nonexistent", PYTHONUTF8="1")
    assert done.stdout.decode().split() == ["2", "é", "é"]
    assert done.stderr == b""
    assert done.returncode == 0


def test_no_input_at_all(tmp_path: Path) -> None:
    done = run(b"", tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


# The editor.


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(repl, "_data_folder", lambda: str(tmp_path / "data" / "wlmail"))
    return tmp_path / "data" / "wlmail"


def typed(talk: Conversation, keys: str) -> int:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        return on_terminal(talk)


ENTER, CTRL_C, CTRL_D, UP = "\r", "\x03", "\x04", "\x1b[A"


def test_enter_submits_what_is_complete(talk: Conversation, home: Path, capfd: Captured) -> None:
    keys = f"1 + 1{ENTER}IF 1 = 1 THEN{ENTER}Trace(7){ENTER}END{ENTER}{CTRL_D}"
    assert typed(talk, keys) == 0
    assert capfd.readouterr().out.splitlines()[1:] == ["2", "7"]


def test_an_empty_line_ends_any_entry(talk: Conversation, home: Path, capfd: Captured) -> None:
    typed(talk, f"IF 1 = 1 THEN{ENTER}{ENTER}8 + 1{ENTER}:quit{ENTER}")
    out, err = capfd.readouterr()
    assert "error" in err
    assert out.splitlines()[1:] == ["9"]


def test_ctrl_c_clears_the_entry(talk: Conversation, home: Path, capfd: Captured) -> None:
    typed(talk, f"Trace(1){CTRL_C}Trace(2){ENTER}{CTRL_D}")
    assert capfd.readouterr().out.splitlines()[1:] == ["2"]


def test_history_lasts_but_keeps_no_secret(talk: Conversation, home: Path, capfd: Captured) -> None:
    typed(talk, f'1 + 1{ENTER}sPassword is string = "sesame"{ENTER}{CTRL_D}')
    text = (home / "history").read_text(encoding="utf-8")
    assert "1 + 1" in text
    assert "sesame" not in text
    capfd.readouterr()
    typed(talk, f"{UP}{ENTER}{CTRL_D}")
    assert capfd.readouterr().out.splitlines()[1:] == ["2"]


@pytest.mark.parametrize(
    ("before", "word", "offered"),
    [
        ("Trace(NoAcce", "NoAcce", "NoAccent"),
        ("m.expe", "expe", "Expéditeur"),
        ("m..Sub", "Sub", "Subject"),
        ("Pour", "Pour", "POUR TOUT"),
    ],
)
def test_completion_replaces_the_word_at_the_cursor(before: str, word: str, offered: str) -> None:
    event = CompleteEvent(completion_requested=True)
    found = {c.text: c.start_position for c in repl._completer().get_completions(Document(before), event)}
    assert found[offered] == -len(word)


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in ("", str(tmp_path / "file" / "wlmail")):
        assert isinstance(repl._history(folder), InMemoryHistory)


def test_classes_stay_and_later_entries_inherit_them(talk: Conversation, capfd: Captured) -> None:
    out, err = answers(
        talk,
        capfd,
        *["cA is a Class", "m_n is int = 3", "GLOBAL", "ms_nMade is int", "END"],
        *["PROCEDURE cA::Constructor(n is int = 7)", "m_n += n", "ms_nMade++", "END"],
        *["PROCEDURE cA::Twice() : int", "RESULT 2 * m_n", "END"],
        "x is cA(4)",
        "x.Twice()",
        *["cB is a Class", "inherits cA", 'm_s is string = "b"', "END"],
        *["PROCEDURE cB::Twice() : int", "RESULT Ancestor::Twice() + 1", "END"],
        "p is cA dynamic = new cB(1)",
        "p.Twice()",
        *["PROCEDURE cA::Thrice() : int", "RESULT 3 * m_n", "END"],
        "p.Thrice()",
        "cA::ms_nMade",
        "p = Null",
        "p.Twice()",
    )
    assert out.splitlines() == ["14", "9", "12", "2"]
    assert "«Twice» of Null" in err
