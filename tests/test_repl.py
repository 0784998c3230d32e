"""The REPL: what is answered to entries and commands, given as lines or piped into a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import wlmail
from wlmail.repl import texts
from wlmail.repl.conversation import Conversation
from wlmail.repl.piped import answer_lines
from wlmail.repl.values import value_text
from wlmail.runtime.arrays import Array, AssociativeArray
from wlmail.runtime.kinds import INT4, VARIANT
from wlmail.runtime.options import Options


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Conversation]:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    made = Conversation(str(tmp_path), Options())
    yield made
    made.close()


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
    answer_lines(talk, [f"{line}\n" for line in lines])
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


def test_errors_are_told_in_the_language_of_the_entries(talk: Conversation, capfd: Captured) -> None:
    _, err = answers(talk, capfd, "n est un entier = 3", "Trace(m)", ":type m")
    assert "erreur : nom inconnu «m» [unknown-name]" in err
    assert err.splitlines()[-1] == "nom inconnu «m»"
    assert "error: unknown name «m»" in answers(talk, capfd, ":lang en", "Trace(m)")[1]


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
    out, err = answers(talk, capfd, "n is int = 2", "(n +", "3)", "[1,", "2]", "Max(n,", "9)", "n +", "1")
    assert out.splitlines() == ["5", "[1, 2]", "9", "3"]
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
    assert "nothing known is called nothing" in err
    assert "No message was captured." in out
    assert ":dance" in err
    assert "2" not in out.splitlines()
    assert talk.failures == 2


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


def run(text: bytes, folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    kept = {name: value for name, value in os.environ.items() if name not in ("HOME", "XDG_DATA_HOME", "LANG")}
    kept |= {"PYTHONPATH": str(Path(wlmail.__file__).parent.parent), "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "wlmail", "repl", *arguments]
    return subprocess.run(command, input=text, capture_output=True, cwd=folder, env=kept | environment, timeout=60)


def test_a_block_that_is_never_closed_ends_with_its_indentation(talk: Conversation, capfd: Captured) -> None:
    out, err = answers(
        talk, capfd, "POUR i = 1 À 2", "\tSI i = 1 ALORS", '\t\tTrace("a")', "FIN",
        "POUR j = 1 À 2", "\tTrace(j)", "FIN", "POUR k = 1 À 2", "\tTrace(k)", "SUIVANT", 'Trace("après")',
        "SI Vrai ALORS", "\tTrace(1)", ":vars", "SI Vrai ALORS", "Trace(2)",
    )  # fmt: skip
    assert out.splitlines() == ["1", "2", "après", "j  entier  3"]
    told = [line for line in err.splitlines() if "erreur" in line]
    assert [line.partition(": erreur : ")[0] for line in told] == [
        "<entry 1>:2:2", "<entry 3>:1:1", "<entry 3>:3:1", "<entry 5>:1:1", "<entry 6>:1:1",
    ]  # fmt: skip


def test_piped_input_is_answered_without_prompts(tmp_path: Path) -> None:
    done = run('1 + 1\nTrace("é")\n'.encode() + b'Trace("\xe9")\n', tmp_path, HOME="/nonexistent", PYTHONUTF8="1")
    assert done.stdout.decode().split() == ["2", "é", "é"]
    assert done.stderr == b""
    assert done.returncode == 0


def test_no_input_at_all(tmp_path: Path) -> None:
    done = run(b"", tmp_path, "--strict")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize("wrong", ["1 / 0", "unknownThing", "Trace(", ":dance", ":load nothing.wl", ":inbox 9"])
def test_strict_tells_that_an_entry_failed(tmp_path: Path, wrong: str) -> None:
    text = f"n is int = 1\n{wrong}\n"
    assert run(text.encode(), tmp_path).returncode == 0
    assert run(text.encode(), tmp_path, "--strict").returncode == 1


def test_a_file_is_run_first(tmp_path: Path) -> None:
    (tmp_path / "lib.wl").write_text("n est un entier = 20\nPROCÉDURE Double(x)\nRENVOYER 2 * x\n", encoding="utf-8")
    done = run(b"Double(n) + 2\n", tmp_path / "..", str(tmp_path / "lib.wl"))
    assert (done.stdout.decode().split(), done.stderr) == (["42"], b"")
    assert run(b"", tmp_path, "missing.wl", "--strict").returncode == 1


def test_a_long_procedure_is_read_in_reasonable_time(talk: Conversation, capfd: Captured) -> None:
    lines = ["PROCEDURE Long(n is int)", *["n += 1"] * 1500, "RESULT n", "END", "Long(1)"]
    assert answers(talk, capfd, *lines) == ("1501\n", "")


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


# --- Values ----------------------------------------------------------------------------------------------------------

MESSAGE = ["m is Email", 'm.Sender = "a@example.com"', 'm.Recipient[1] = "b@example.com"', 'm.Attach[1].Name = "é.txt"']


def test_a_message_is_a_readable_tree(talk: Conversation, capfd: Captured) -> None:
    out, err = answers(talk, capfd, *MESSAGE, "m")
    assert err == ""
    assert out.splitlines() == [
        "Email",
        '├─ Sender     "a@example.com"',
        "├─ Priority   1",
        '├─ Recipient  ["b@example.com"]',
        "└─ Attach     array, 1 element",
        "   └─ [1]  emailAttach",
        '      └─ Name  "é.txt"',
    ]


def test_names_of_members_are_french_in_french(talk: Conversation, capfd: Captured) -> None:
    out, _ = answers(talk, capfd, "m est un Email", 'm.Expéditeur = "a@example.com"', "m")
    assert out.splitlines()[1] == '├─ Expéditeur  "a@example.com"'


def test_structures_classes_and_collections_are_trees(talk: Conversation, capfd: Captured) -> None:
    out, err = answers(
        talk,
        capfd,
        *["stLine is Structure", "sName is string", "nCount is int", "END"],
        *["arr is array of stLine", "x is stLine", 'x.sName = "Zoé"', "arr += x", "arr"],
        *["cNode is a Class", "m_n is int = 7", "m_pNext is cNode dynamic", "END"],
        *["p is cNode dynamic = new cNode", "p.m_pNext = p", "p"],
        *["q is queue of int", "q", "t is associative array of int", 't["é"] = 1', "t", "[[1, 2], [3]]"],
    )
    assert err == ""
    assert out.splitlines() == [
        "array, 1 element",
        "└─ [1]  stLine",
        '   ├─ sName   "Zoé"',
        "   └─ nCount  0",
        "cNode",
        "├─ m_n      7",
        "└─ m_pNext  cNode …",  # it holds itself
        "[]",
        '["é" => 1]',
        "array, 2 elements",
        "├─ [1]  [1, 2]",
        "└─ [2]  [3]",
    ]


@pytest.mark.parametrize(
    "entries",
    [
        ["s is emailSMTPSession", 's.Password = "sesame"', "s", ":vars"],
        ['sPassword is string = "sesame"', ":vars"],
        ["sMotDePasse est une chaîne", 'sMotDePasse = "sesame"', ":vars"],
        ['x is SecretString = "sesame"', "x", ":vars"],
        ["stUser is Structure", "sToken is string", "END", "u is stUser", 'u.sToken = "sesame"', "u", ":vars"],
        ["t is associative array of string", 't["password"] = "sesame"', "t"],
        ["v is variant", 'v.access_token = "sesame"', "v"],
        ["s is emailSMTPSession", 's.Password = "sesame" + 1 / 0'],
    ],
)
def test_secrets_are_masked(talk: Conversation, capfd: Captured, entries: list[str]) -> None:
    out, err = answers(talk, capfd, *entries)
    assert "sesame" not in out + err
    assert "***" in out + err


def test_a_terminal_without_the_signs_of_trees(tmp_path: Path) -> None:
    done = run(b"m is Email\nm\n", tmp_path, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.stdout.splitlines() == [b"Email", b"`- Priority  1"]


# --- Commands --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entries", "expression", "shown"),
    [
        (["n is int"], "n + 1", "8-byte int"),
        (["m is Email"], "m.Recipient", "array of string"),
        ([], '"a" + 1', "string"),
        (['PROCEDURE F(a is int, b is string = "")', "END"], "F", "F(a is int, [b is string])"),
        ([], "EmailSendMessage", "EmailSendMessage([<session>], [<email>], [<options>]) -> boolean"),
        (["t est un tableau de entiers"], "t", "tableau d'entier"),
    ],
)
def test_type(talk: Conversation, capfd: Captured, entries: list[str], expression: str, shown: str) -> None:
    assert answers(talk, capfd, *entries, f":type {expression}") == (f"{shown}\n", "")


def test_type_runs_and_declares_nothing(talk: Conversation, capfd: Captured) -> None:
    out, err = answers(
        talk, capfd, ':type fSaveText("made.txt", "x")', ":type zz = 1", ":vars", ":type 1 +", ":type zz"
    )
    assert out == "boolean\nboolean\n" or out == "boolean\n"
    assert not list(Path(talk.folder).iterdir())
    assert "no variable yet" in err
    assert err.count("^") == 1
    assert "unknown name «zz»" in err


def test_vars(talk: Conversation, capfd: Captured) -> None:
    out, _ = answers(talk, capfd, "n is int = 3", 's is string = "é"', "arr is array of int", ":vars")
    assert out.splitlines() == ["n    int           3", 's    string        "é"', "arr  array of int  []"]


def test_save_and_load(talk: Conversation, capfd: Captured, tmp_path: Path) -> None:
    _, err = answers(
        talk, capfd, ":save a.wl", "n is int = 2", "wrong +", "", "n * 2", "n += 1", ":save a.wl", ":save a.wl"
    )
    assert (tmp_path / "a.wl").read_text(encoding="utf-8") == "n is int = 2\n// n * 2\nn += 1\n"
    assert "no entry has worked yet" in err
    assert err.count("3 entries in a.wl") == 2
    out, err = answers(talk, capfd, ":reset", ":vars", ":load a.wl", "n")
    assert (out, "no variable yet" in err) == ("3\n", True)


def test_save_replaces_no_file_of_others(talk: Conversation, capfd: Captured, tmp_path: Path) -> None:
    (tmp_path / "mine.wl").write_text("// mine")
    _, err = answers(talk, capfd, "n is int", ":save mine.wl", ":save nowhere/a.wl", ":save")
    assert "exists already" in err
    assert "cannot be written" in err
    assert (tmp_path / "mine.wl").read_text() == "// mine"
    assert talk.failures == 3


@pytest.mark.skipif(os.name == "nt", reason="file modes")
def test_a_saved_password_is_read_by_nobody_else(talk: Conversation, capfd: Captured, tmp_path: Path) -> None:
    _, err = answers(talk, capfd, "s is emailSMTPSession", 's.Password = "sesame"', ":save a.wl")
    assert (tmp_path / "a.wl").stat().st_mode & 0o077 == 0
    assert "passwords" in err
    assert "sesame" not in err


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"\0\1\2" * 50, "binary"), (b"IF 1 = 1 THEN\n", "no END"), (None, "no such file"), ("folder", "folder")],
)
def test_load_of_what_cannot_be_run(talk: Conversation, capfd: Captured, tmp_path: Path, data: Any, told: str) -> None:
    if data == "folder":
        (tmp_path / "a.wl").mkdir()
    elif data is not None:
        (tmp_path / "a.wl").write_bytes(data)
    _, err = answers(talk, capfd, ":load a.wl", ":load")
    assert told in err
    assert "name a file" in err
    assert talk.failures == 2


def test_time(talk: Conversation, capfd: Captured) -> None:
    out, err = answers(talk, capfd, ":time", ":time FOR i = 1 TO 3", "Trace(i)", "END", ":time", ":lang fr", ":time")
    assert out.splitlines() == ["1", "2", "3"]
    told = err.splitlines()
    assert told[0] == "nothing has run yet"
    assert told[1] == told[2]
    assert told[1].endswith(" ms")
    assert told[4] == told[1].replace(".", ",")


def test_python(talk: Conversation, capfd: Captured) -> None:
    out, err = answers(talk, capfd, ":python", "n is int", "FOR i = 1 TO 3", "n += i", "END", ":python")
    assert "nothing has run yet" in err
    assert "for i in range(1, 4):" in out
    assert "# 2: n += i" in out
    compile(out, "<python>", "exec")


def test_reset(talk: Conversation, capfd: Captured) -> None:
    out, err = answers(talk, capfd, *SEND.splitlines(), ":reset", ":inbox", "m", ":send")
    assert out.splitlines() == ["True", "True", "No message was captured."]
    assert "unknown name «m»" in err
    assert "mails are captured" in err


def test_lang(talk: Conversation, capfd: Captured) -> None:
    out, err = answers(talk, capfd, "1 = 1", ":lang fr", "1 = 1", ":dance", ":lang en", "Vrai", ":lang", ":lang de")
    assert out.splitlines() == ["True", "Vrai", "True"]
    assert "il n'y a pas de :dance" in err
    assert ":lang en or :lang fr" in err


def test_texts_are_wrapped_at_the_width_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    text = texts.say("help", True, commands="  :save FICHIER    écrire les saisies qui ont réussi")
    assert texts.wrapped(text) == text
    monkeypatch.setattr(texts, "is_terminal", lambda stream: True)
    monkeypatch.setenv("COLUMNS", "40")
    lines = texts.wrapped(text).splitlines()
    assert max(map(len, lines)) <= 40
    assert " ".join(" ".join(lines).split()) == " ".join(text.split())
    place = lines.index("  :save FICHIER    écrire les saisies")
    assert lines[place + 1] == " " * 19 + "qui ont réussi"


def test_errors_of_french_entries_are_french(
    talk: Conversation, capfd: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, err = answers(talk, capfd, "n est un entier = 0", ":inbox", "5 / n", ":help emailenvoiemessage")
    assert "Aucun message n'a été capturé." in out
    assert "\nEmailEnvoieMessage([" in out
    assert "Erreur dans le code principal, ligne 1 : division par zéro" in err
    out, err = answers(talk, capfd, ":lang en", ":inbox", "5 / n", ":help EmailSendMessage")
    assert "No message was captured." in out
    assert "\nEmailSendMessage([" in out
    assert "Error in main code, line 1: division by zero" in err
    # Before an entry has shown its language it is that of the system.
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    first = Conversation(talk.folder, Options())
    assert "division par zéro" in answers(first, capfd, "1 / 0")[1]
    first.close()


def test_help_in_french(talk: Conversation, capfd: Captured) -> None:
    out, _ = answers(talk, capfd, "n est un entier", ":help", ":help save", ":help optionTLS", ":help Email")
    assert "Tapez une instruction" in out
    assert "écrire les saisies qui ont réussi" in out
    assert "value: 1" in out
    assert ".Expéditeur" in out


# --- Sending for real ------------------------------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[Any]:
    """A server that stands for the real world."""
    from wlmail.capture.mailbox import Asked, Mailbox
    from wlmail.capture.server import CaptureServer
    from wlmail.world import SystemClock

    mailbox = Mailbox()
    made = CaptureServer(mailbox, SystemClock().now)
    port = made.listen(Asked("127.0.0.1", 25, "none", "", ""))
    yield mailbox, port
    made.stop()


def test_sending_is_switched_on_and_off(talk: Conversation, capfd: Captured, server: Any) -> None:
    mailbox, port = server
    setup = ["s is emailSMTPSession", 's.ServerAddress = "127.0.0.1"', f"s.Port = {port}"]
    mail = ["m is Email", 'm.Sender = "a@example.com"', 'm.Recipient[1] = "b@example.com"']
    out, err = answers(talk, capfd, *setup, *mail, "EmailStartSession(s)", "EmailSendMessage(s, m)")
    assert out.splitlines() == ["True", "True"]
    assert (len(mailbox.deliveries), len(talk.world.mailbox.deliveries)) == (0, 1)
    # What was opened while captured does not send now.
    out, err = answers(
        talk, capfd, ":send on", "EmailSendMessage(s, m)", "EmailStartSession(s)", "EmailSendMessage(s, m)"
    )
    assert "mails are SENT" in err
    assert "1 open session closed" in err
    assert out.splitlines() == ["False", "True", "True"]
    assert (len(mailbox.deliveries), len(talk.world.mailbox.deliveries)) == (1, 1)
    # And what was opened for real does not send any more.
    out, err = answers(
        talk, capfd, ":send off", "EmailSendMessage(s, m)", "EmailStartSession(s)", "EmailSendMessage(s, m)"
    )
    assert "mails are captured" in err
    assert out.splitlines() == ["False", "True", "True"]
    assert (len(mailbox.deliveries), len(talk.world.mailbox.deliveries)) == (1, 2)


def test_send_says_how_it_stands(talk: Conversation, capfd: Captured) -> None:
    _, err = answers(talk, capfd, ":send", ":send maybe", ":send off", ":send on", ":send")
    assert err.splitlines() == [
        "mails are captured",
        ":send on or :send off",
        "mails are captured",
        "mails are SENT from now on, over the real network; :send off captures them again",
        "mails are SENT over the real network",
    ]
