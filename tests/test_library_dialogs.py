"""Dialogs and errors (stdlib.md 3 and 8; issue 2 says what goes where)."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest
from worlds import MemoryWorld, call, constant, run_in

from wlmail.runtime import kinds
from wlmail.runtime.arrays import Array
from wlmail.runtime.calls import TypedRef
from wlmail.runtime.errors import Handled, ProgramEnd, WLError
from wlmail.runtime.options import Answers, Options
from wlmail.runtime.places import at
from wlmail.runtime.run import Ref, Run
from wlmail.world import StandardConsole


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return run_in(tmp_path)


def out(run: Run) -> list[str]:
    assert isinstance(run.world, MemoryWorld)
    return run.world.recorded.lines


def err(run: Run) -> list[str]:
    assert isinstance(run.world, MemoryWorld)
    return run.world.recorded.errors


@pytest.mark.parametrize(
    ("name", "arguments", "line"),
    [
        ("Trace", ("a", 1, True, 2.5, None), "a\t1\t1\t2.5\t"),
        ("Trace", (), ""),
        ("Trace", ("a\r\nb\rc",), "a\nb\nc"),
        ("Info", ("a", "b"), "a\nb"),
        ("Info", ("a\r\nb",), "a\nb"),
        ("InfoConstruit", ("%2 %1", "a", "b"), "b a"),
    ],
)
def test_standard_output(name: str, arguments: tuple[Any, ...], line: str, run: Run) -> None:
    call(run, name, *arguments)
    assert out(run) == [line]
    assert err(run) == []


@pytest.mark.parametrize(
    ("name", "arguments", "line"),
    [
        ("Erreur", ("a", "b"), "error: a\nb"),
        ("Error", ("a", 2000), "error: a\n2000"),
        ("ErrorBuild", ("no %1", "mail"), "error: no mail"),
        ("Avertissement", ("a",), "warning: a"),
        ("WarningBuild", ("%1%%", 5), "warning: 5%"),
        ("ToastAffiche", ("sent", 0, 1, 1), "toast: sent"),
    ],
)
def test_standard_error(name: str, arguments: tuple[Any, ...], line: str, run: Run) -> None:
    call(run, name, *arguments)
    assert err(run) == [line]
    assert out(run) == []


def test_error_without_a_text_shows_the_last_error(run: Run) -> None:
    call(run, "fLoadText", "missing.txt")
    call(run, "Erreur")
    assert err(run) == [f"error: {run.error.message}"]
    assert "missing.txt" in err(run)[0]


def test_the_next_title_stands_before_one_message(run: Run) -> None:
    call(run, "TitreSuivant", "Mail")
    call(run, "Info", "a")
    call(run, "Info", "b")
    assert out(run) == ["Mail: a", "b"]


def test_traces_can_go_to_a_file_too(tmp_path: Path, run: Run) -> None:
    assert call(run, "TraceStart", "t.log") is True
    call(run, "Trace", "a", "b")
    call(run, "TraceFin")
    call(run, "Trace", "c")
    assert (tmp_path / "t.log").read_bytes() == b"a\tb\r\n"
    assert call(run, "TraceDébut", "no/such/t.log") is False


# --- Questions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [(("Send?",), False), ((1, "Send?"), True), ((True, "Send?"), True), ((0, "Send?"), False), (("a", "b"), False)],
)
def test_yes_no_without_a_terminal_takes_the_default_with_a_notice(
    arguments: tuple[Any, ...], answer: bool, run: Run
) -> None:
    assert call(run, "OuiNon", *arguments) is answer
    assert len(err(run)) == 1
    assert err(run)[0].startswith("notice: ")
    assert ("yes" if answer else "no") in err(run)[0]
    assert out(run) == []


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("y", True), ("YES", True), ("o", True), ("oui", True), ("n", False), ("Non", False), ("", False)],
)
def test_yes_no_on_a_terminal(typed: str, answer: bool, tmp_path: Path) -> None:
    run = run_in(tmp_path, answers=["what?", typed])
    assert call(run, "YesNo", "Send?") is answer
    assert err(run) == []


def test_the_question_is_in_the_programs_language(tmp_path: Path) -> None:
    run = run_in(tmp_path, answers=["oui"], french=True)
    assert call(run, "OuiNon", "Envoyer ?") is True
    assert isinstance(run.world, MemoryWorld)
    assert run.world.recorded.questions == [("Envoyer ? (oui/non)", "non")]


def test_ok_cancel_and_confirm(tmp_path: Path) -> None:
    assert call(run_in(tmp_path, answers=["ok"]), "OKAnnuler", "Go?") is True
    assert call(run_in(tmp_path, answers=["cancel"]), "OKCancel", "Go?") is False
    assert call(run_in(tmp_path), "Confirmer", "Go?") is False


def test_input_on_a_terminal(tmp_path: Path) -> None:
    text, number = Ref("old"), TypedRef(kinds.DATE, kinds.DATE.default())
    run = run_in(tmp_path, answers=["new", "no date", "20260315"])
    assert call(run, "Saisie", "Name?", text) == 1
    assert text.value == "new"
    assert call(run, "Input", "Date?", number) == 1
    assert kinds.STRING.convert(number.value) == "20260315"


def test_input_without_a_terminal_keeps_the_value(run: Run) -> None:
    variable = Ref("old")
    assert call(run, "Input", "Name?", variable) == 1
    assert variable.value == "old"
    assert err(run)[0].startswith("notice: ")


def test_dialog_with_buttons(tmp_path: Path) -> None:
    buttons = Array(kinds.STRING, ["Send", "Keep", "Cancel"])
    assert call(run_in(tmp_path), "Dialog", "What?", buttons, 2, 3) == 2
    assert call(run_in(tmp_path, answers=["3"]), "Dialogue", "What?", buttons, 1, 3) == 3
    assert call(run_in(tmp_path, answers=["keep"]), "Dialog", "What?", buttons) == 2
    assert call(run_in(tmp_path), "Dialog", "?1f", "value") == 0


ANSWERS = """\
# What the program asks.
send the = yes

Name = Renée
second
maybe
"""


def test_answers_of_a_file(tmp_path: Path) -> None:
    run = run_in(tmp_path, options=Options(answers=Answers("a.txt", ANSWERS)))
    buttons = Array(kinds.STRING, ["First", "Second"])
    name = Ref("")
    assert call(run, "Dialogue", "Which one?", buttons, 1, 1) == 2  # in order
    assert call(run, "Input", "Your name, please", name) == 1  # by a part of the question
    assert name.value == "Renée"
    assert call(run, "OuiNon", "SEND THE mails?") is True
    assert call(run, "YesNo", "Send the rest?") is True  # a named answer serves again
    with pytest.raises(WLError, match=r"a\.txt, line 6: «maybe» is no answer to «Sure\?»: yes/no"):
        call(run, "YesNo", "Sure?")
    assert err(run) == []
    assert call(run, "YesNo", "And now?") is False
    assert err(run) == ["notice: a.txt has no answer to «And now?»; the answer is no"]
    assert run.world.recorded.questions == [("And now? (yes/no)", "no")]  # type: ignore[attr-defined]


def test_an_answer_that_does_not_fit_the_variable(tmp_path: Path) -> None:
    run = run_in(tmp_path, options=Options(answers=Answers("a.txt", "soon")))
    with pytest.raises(WLError, match=r"a\.txt, line 1: «soon» is no answer to «When"):
        call(run, "Input", "When?", TypedRef(kinds.DATE, kinds.DATE.convert("20260101")))


@pytest.mark.parametrize(("policy", "yes", "button"), [("yes", True, 1), ("no", False, 2)])
def test_a_policy_answers_without_asking(policy: str, yes: bool, button: int, tmp_path: Path) -> None:
    run = run_in(tmp_path, answers=["oui"], options=Options(answer=policy))
    assert call(run, "YesNo", "Send?") is yes
    assert call(run, "YesNo", 1, "Send?") is yes
    assert call(run, "Dialog", "Which?", Array(kinds.STRING, ["A", "B"]), 1, 2) == button
    assert err(run)[0] == f"notice: --answer {policy} answers «Send?»; the answer is {policy}"
    assert not run.world.recorded.questions  # type: ignore[attr-defined]


def test_progress_is_told_to_the_console(run: Run) -> None:
    for name, arguments in (
        ("Jauge", (1, 4, "Sending")),
        ("Gauge", (9, 0)),
        ("Gauge", (2**62, 1)),
        ("Message", ("Almost",)),
        ("WaitWindowStart", ("Please wait", "x")),
        ("FenAttenteFin", ()),
        ("Gauge", ()),
    ):
        call(run, name, *arguments)
    assert run.world.recorded.shown == [  # type: ignore[attr-defined]
        ("Sending", 0.25),
        ("", 0.0),
        ("", 1.0),
        ("Almost", None),
        ("Please wait", None),
        (None, None),
        (None, None),
    ]


def test_progress_shows_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    console = StandardConsole()
    console.progress("Sending", 0.5)
    assert capsys.readouterr() == ("", "")
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    console.progress("Sending [mails]", 0.5)
    assert "Sending [mails]" in screen.getvalue()
    assert "50%" in screen.getvalue()
    console.err("error: no")
    assert screen.getvalue().endswith("error: no\n")
    drawn = screen.getvalue()
    console.progress(None)
    assert screen.getvalue() == drawn  # the line was ended before the error was written


@pytest.mark.parametrize("name", ["ReturnToCapture", "RepriseSaisie", "Close", "Ferme"])
def test_what_gives_the_hand_back_ends_the_program(name: str, run: Run) -> None:
    with pytest.raises(ProgramEnd):
        call(run, name)
    assert err(run)[0].startswith("notice: ")


def test_what_needs_no_window_does_nothing(run: Run) -> None:
    for name in ("Sablier", "Jauge", "Message", "Bip", "DonneFocus", "WaitWindowStart", "FenAttenteFin"):
        call(run, name)
    assert out(run) == err(run) == []
    assert call(run, "gLien", "text") == "text"
    assert call(run, "RVB", 1, 2, 3) == 1 + 2 * 256 + 3 * 65536


# --- Errors ----------------------------------------------------------------------------------------------------------


def test_no_error_yet(run: Run) -> None:
    assert call(run, "ErreurDétectée") is False
    for kind in ("errMessage", "errComplet", "errRésumé", "errMessageSystem"):
        assert call(run, "ErreurInfo", constant(kind)) == ""
    assert call(run, "ErrorInfo") == ""
    assert call(run, "ErrorInfo", constant("errCode")) == 0


def test_a_failure_is_told(run: Run) -> None:
    call(run, "fLoadText", "missing.txt")
    assert call(run, "ErrorOccurred") is True
    assert call(run, "ErrorInfo") == call(run, "ErrorInfo", constant("errMessage"))
    assert "fLoadText" in call(run, "ErrorInfo")
    assert "missing.txt" in call(run, "ErrorInfo")
    assert call(run, "ErrorInfo", constant("errCode")) > 0
    full = call(run, "ErrorInfo", constant("errFullDetails")).split("\r\n")
    assert len(full) >= 3
    assert any("missing.txt" in line for line in full)
    call(run, "fDirectoryExist", "x")
    assert call(run, "ErrorOccurred") is True  # a function that cannot fail changes nothing
    call(run, "fSaveText", "x", "")
    assert call(run, "ErrorOccurred") is False


def test_values_of_the_documentation() -> None:
    assert (constant("errMessage"), constant("errFullDetails")) == (1, 19)
    assert constant("errComplet") == 19


def test_error_throw(run: Run) -> None:
    call(run, "ErreurDéclenche", 7, "no address")
    assert (run.error.occurred, call(run, "ErrorInfo"), call(run, "ErrorInfo", constant("errCode"))) == (
        True,
        "no address",
        7,
    )
    call(run, "ErrorThrow", 1, "%1 refused", "jo")
    assert call(run, "ErrorInfo") == "jo refused"


def test_error_propagate(run: Run) -> None:
    call(run, "ErrorThrow", 7, "cause")
    run.error.clear()
    call(run, "ErreurPropage")
    assert run.error.occurred
    assert run.error.message == "cause"
    assert run.error.code == 7
    call(run, "ErrorPropagate", "sending failed")
    assert run.error.message == "sending failed\r\ncause"
    call(run, "ErrorPropagate", 12, "other")
    assert run.error.code == 12
    assert run.error.message.startswith("other")


def test_exceptions(run: Run) -> None:
    with pytest.raises(WLError) as caught:
        call(run, "ExceptionDéclenche", 3, "bad")
    assert (caught.value.code, caught.value.message) == (3, "bad")
    assert call(run, "ExceptionInfo") == ""
    handled = run.state(Handled)
    handled.error, handled.place = caught.value, at(sys._getframe(), 12)
    assert call(run, "ExceptionInfo") == "bad"
    assert call(run, "ExceptionInfo", constant("errCode")) == 3
    assert call(run, "ExceptionInfo", constant("errLigne")) == 12
    full = call(run, "ExceptionInfo", constant("errComplet"))
    assert "bad" in full
    assert "test_exceptions" in full
    assert "12" in full
    with pytest.raises(WLError, match="bad"):
        call(run, "ExceptionPropage")
    call(run, "ExceptionActive")


def test_assertions_have_no_effect(run: Run) -> None:
    assert call(run, "dbgAssertion", False, "never", 1) is False
    assert call(run, "dbgAssert", True) is True
    assert out(run) == err(run) == []
