"""The editor of the REPL, fed with keys through a pipe."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from wlmail.language.source import Source
from wlmail.repl import blocks, editor
from wlmail.repl.conversation import Conversation
from wlmail.repl.history import history_in
from wlmail.repl.later import Later
from wlmail.runtime.options import Options

ENTER, CTRL_C, CTRL_D, UP, DOWN, END_KEY = "\r", "\x03", "\x04", "\x1b[A", "\x1b[B", "\x1b[F"
ALT_ENTER = "\x1b\r"
PASTE, PASTED = "\x1b[200~", "\x1b[201~"
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr(editor, "data_folder", lambda: str(tmp_path / "data" / "wlmail"))
    return tmp_path / "data" / "wlmail"


@pytest.fixture
def talk(home: Path, tmp_path: Path) -> Iterator[Conversation]:
    made = Conversation(str(tmp_path), Options())
    yield made
    made.close()


def typed(keys: str, folder: Path, file: str = "") -> None:
    later = Later(lambda: Conversation(str(folder), Options()))
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys + CTRL_C + CTRL_D)  # so that it ends in any case
        editor.edit(later, file)


def answered(keys: str, folder: Path, capfd: Captured, file: str = "") -> tuple[list[str], str]:
    typed(keys, folder, file)
    out, err = capfd.readouterr()
    return out.splitlines()[1:], err  # after the welcome


def test_enter_submits_what_is_complete(home: Path, tmp_path: Path, capfd: Captured) -> None:
    keys = f"1 + 1{ENTER}IF 1 = 1 THEN{ENTER}Trace(7){ENTER}END{ENTER}{CTRL_D}"
    assert answered(keys, tmp_path, capfd) == (["2", "7"], "")


def test_an_empty_line_ends_any_entry(home: Path, tmp_path: Path, capfd: Captured) -> None:
    out, err = answered(f"IF 1 = 1 THEN{ENTER}{ENTER}8 + 1{ENTER}:quit{ENTER}", tmp_path, capfd)
    assert "has no END" in err
    assert out == ["9"]


def test_ctrl_c_clears_the_entry(home: Path, tmp_path: Path, capfd: Captured) -> None:
    assert answered(f"Trace(1){CTRL_C}Trace(2){ENTER}{CTRL_D}", tmp_path, capfd) == (["2"], "")


def test_a_whole_procedure_is_pasted(home: Path, tmp_path: Path, capfd: Captured) -> None:
    text = "PROCEDURE Twice(n is int)\r\n\tnDouble is int\r\n\r\n\tnDouble = 2 * n\r\n\tRESULT nDouble\r\nEND\r\n"
    assert answered(f"{PASTE}{text}{PASTED}{ENTER}Twice(4){ENTER}{CTRL_D}", tmp_path, capfd) == (["8"], "")


def test_enter_in_the_middle_of_an_entry_is_a_new_line(home: Path, tmp_path: Path, capfd: Captured) -> None:
    keys = f"{PASTE}n is int = 1\nTrace(n){PASTED}{UP}{END_KEY}{ENTER}n++{DOWN}{END_KEY}{ENTER}{CTRL_D}"
    assert answered(keys, tmp_path, capfd) == (["2"], "")


def test_alt_enter_adds_a_line_to_what_is_complete(home: Path, tmp_path: Path, capfd: Captured) -> None:
    keys = f"n is int = 1{ALT_ENTER}Trace(n){ENTER}:time{ENTER}{CTRL_D}"
    out, err = answered(keys, tmp_path, capfd)
    assert out == ["1"]
    assert err.endswith(" ms\n")


def test_history_lasts_but_keeps_no_secret(home: Path, tmp_path: Path, capfd: Captured) -> None:
    typed(f'1 + 1{ENTER}sPassword is string = "sesame"{ENTER}sMotDePasse = "sesame"{ENTER}{CTRL_D}', tmp_path)
    text = (home / "history").read_text(encoding="utf-8")
    assert "1 + 1" in text
    assert "sesame" not in text
    if os.name != "nt":
        assert (home / "history").stat().st_mode & 0o077 == 0
    capfd.readouterr()
    assert answered(f"{UP}{ENTER}{CTRL_D}", tmp_path, capfd)[0] == ["2"]


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in ("", str(tmp_path / "file" / "wlmail")):
        assert isinstance(history_in(folder), InMemoryHistory)


def test_a_file_is_run_before_the_first_prompt(home: Path, tmp_path: Path, capfd: Captured) -> None:
    (tmp_path / "lib.wl").write_text("n is int = 41\n")
    assert answered(f"n + 1{ENTER}{CTRL_D}", tmp_path, capfd, str(tmp_path / "lib.wl")) == (["42"], "")


LAID_OUT = """\
PROCÉDURE F(a)
    SI a = 1 ALORS
        Trace(a)
    SINON
        SELON a
            CAS 1
                Trace(1)
                SI a > 0 ALORS
                    a = 1
                FIN
            AUTRE CAS
                a = 2
        FIN
        a = 1
    FIN
    POUR i = 1 _À_ 3
        a = i
    FIN
CAS ERREUR:
    a = 1
FIN"""


def test_lines_are_indented_by_their_blocks(talk: Conversation) -> None:
    text = ""
    for line in LAID_OUT.split("\n"):
        shown = blocks.indented(line.strip(), text)
        assert shown == line
        text += ("\n" if text else "") + shown
        assert len(blocks.INDENT) * blocks.depth(text)[0] == _indentation_after(text)


def _indentation_after(text: str) -> int:
    """The indentation of the line that follows in the text above, END and the like moved out already."""
    lines = LAID_OUT.split("\n")
    following = lines[text.count("\n") + 1] if text.count("\n") + 1 < len(lines) else ""
    first = following.split()[0] if following else ""
    own = len(following) - len(following.lstrip())
    if first == "FIN":
        inner = text.split("\n")[-1].startswith("                a")  # the last statement of a CASE
        return own + (8 if inner else 4)
    if first in ("SINON", "AUTRE") or following.startswith("CAS "):
        return own + 4
    return own


def test_a_word_is_not_a_block(talk: Conversation) -> None:
    for whole in ('Trace("IF x THEN")', "// IF x THEN", "IF 1 = 1 THEN Trace(1)", "s.End = 1", "x = if_"):
        assert talk.is_whole(whole)
        assert blocks.depth(whole) == (0, 0)
    for open_ in ("IF 1 = 1 THEN", "x is Structure", "PROCEDURE F()", "f(1,", 'x = ["\na', ":time FOR i = 1 TO 3"):
        assert not talk.is_whole(open_)


def test_colours(talk: Conversation) -> None:
    later = Later(lambda: talk)
    colours = editor.Colours(later)
    document = Document('IF x THEN // é\nTrace("a")')
    assert colours.lex_document(document)(0) == [("", "IF x THEN // é")]  # nothing is loaded yet
    later.get()
    line = [(style, text) for style, text, *_ in colours.lex_document(document)(0)]
    assert ("class:pygments.keyword", "IF") in line
    assert ("class:pygments.comment", "// é") in line
    assert ("class:pygments.literal.string", '"a"') in [(s, t) for s, t, *_ in colours.lex_document(document)(1)]


def test_the_line_below_shows_the_parameter(talk: Conversation) -> None:
    parts = editor.toolbar(talk, "EmailSendMessage(s, m, ")
    assert ("class:toolbar.current", "[<options>]") in parts
    assert "mails are captured" in str(editor.toolbar(talk, ""))
    assert editor.toolbar(None, "Trace(") == []


def test_the_prompt_shows_that_mails_are_sent(talk: Conversation) -> None:
    assert editor.prompt(talk) == [("class:prompt", "wl> ")]
    talk.answer(":send on")
    assert "SENDS" in str(editor.prompt(talk))
    assert "SENT" in str(editor.toolbar(talk, ""))


@pytest.mark.parametrize(
    ("before", "word", "offered"),
    [
        ("Trace(NoAcce", "NoAcce", "NoAccent"),
        ("m.expe", "expe", "Expéditeur"),
        ("m..Sub", "Sub", "Subject"),
        ("Pour", "Pour", "POUR TOUT"),
        (":he", "he", "help"),
        (":help EmailSendM", "EmailSendM", "EmailSendMessage"),
        (":send o", "o", "on"),
        (":load some", "some", "some.wl"),
    ],
)
def test_completion_replaces_the_word_at_the_cursor(
    talk: Conversation, tmp_path: Path, before: str, word: str, offered: str
) -> None:
    (tmp_path / "some.wl").write_text("")
    names = editor.Names(Later(lambda: talk))
    talk.interpreter.run(Source("m is Email"))
    found = {c.text: c for c in names.get_completions(Document(before), CompleteEvent(completion_requested=True))}
    assert found[offered].start_position == -len(word)
    assert isinstance(found[offered].display_meta_text, str)


def test_nothing_is_loaded_for_what_is_typed_first() -> None:
    def fail() -> Conversation:
        raise AssertionError("the conversation was made")

    names = editor.Names(Later(fail))
    assert list(names.get_completions(Document("Emai"), CompleteEvent(text_inserted=True))) == []
