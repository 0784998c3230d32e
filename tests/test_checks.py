"""Every code has a story whose wrong program is found and whose right one is not; realistic programs stay silent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wlmail import lints
from wlmail.commands import explain
from wlmail.interpreter import examine_program
from wlmail.language import syntax
from wlmail.language.diagnostics import Diagnostic
from wlmail.language.french import in_french
from wlmail.language.source import Source

CLEAN = sorted((Path(__file__).parent / "clean").glob("*.wl"))
LANGUAGE = Path(syntax.__file__).parent
COMMANDS = Path(explain.__file__).parent
STORIES = explain.explanations()
EXAMPLES = [(code, french) for code, story in STORIES.items() if not story.command for french in (False, True)]


def found(text: str, name: str = "example.wl") -> list[Diagnostic]:
    """All that check finds in a program."""
    diagnostics, program, whole, french = examine_program(Source(text, name))
    return diagnostics + (lints.lint(lints.study(program, whole, french=french)) if program is not None else [])


@pytest.mark.parametrize(
    ("code", "french"), EXAMPLES, ids=lambda value: ("en", "fr")[value] if value in (0, 1) else value
)
def test_wrong_example_is_found_and_right_one_is_not(code: str, french: bool) -> None:
    story = STORIES[code]
    wrong = [d for d in found(story.wrong[french] + "\n") if d.code == code]
    assert wrong
    assert {d.severity for d in wrong} == {story.severity}
    right = found(story.right[french] + "\n")
    assert code not in [d.code for d in right]
    assert not [d for d in right if d.severity == "error"]


def test_both_languages_are_told_everything() -> None:
    for story in STORIES.values():
        for texts in (story.title, story.why, story.wrong, story.right):
            assert len(texts) == 2
            assert all(text.strip() for text in texts)
        assert story.why[0] != story.why[1]


@pytest.mark.parametrize("program", CLEAN, ids=lambda path: path.stem)
def test_clean_program_stays_silent(program: Path) -> None:
    assert not found(program.read_text(encoding="utf-8"), program.name)


def test_clean_programs_are_twenty_of_both_languages() -> None:
    french = [examine_program(Source.read(str(path)))[3] for path in CLEAN]
    assert len(french) >= 20
    assert french.count(True) >= 10
    assert french.count(False) >= 10


def test_every_code_of_parser_and_binder_has_a_story() -> None:
    """Codes are lower-case words joined by hyphens, first among the arguments of what makes diagnostics."""
    codes = set()
    makers = r'(?:Diagnostic|report|_report|Problem|_unreadable|"ERROR",)\s*\(\s*"([a-z]+(?:-[a-z]+)*)"'
    pairs = r'\(?\s*"([a-z]+(?:-[a-z]+)+)",\s*f?"'  # code and message side by side
    for file in [*LANGUAGE.glob("*.py"), COMMANDS / "check.py", COMMANDS / "respell.py"]:
        if not file.name.startswith("_"):
            text = file.read_text(encoding="utf-8")
            codes |= set(re.findall(makers, text)) | set(re.findall(pairs, text))
    assert len(codes) > 50
    assert not codes - STORIES.keys()


def test_page_of_checks_is_current() -> None:
    page = Path(__file__).parent.parent / "docs" / "checks.md"
    assert page.read_text(encoding="utf-8") == explain.page(), "run python -m wlmail.commands.explain"


# --- French -----------------------------------------------------------------------------------------------------------


def test_every_message_of_the_stories_is_told_in_french() -> None:
    english = set()
    for code, french in EXAMPLES:
        for diagnostic in found(STORIES[code].wrong[french] + "\n"):
            if diagnostic.french is None:
                english |= {text for text in (diagnostic.message, diagnostic.hint) if text and in_french(text) is None}
    assert not english


def test_every_message_of_the_spec_programs_is_told_in_french() -> None:
    english = set()
    for file in sorted((Path(__file__).parent / "spec").rglob("*.wl")):
        for diagnostic in examine_program(Source.read(str(file)))[0]:
            english |= {text for text in (diagnostic.message, diagnostic.hint) if text and in_french(text) is None}
    assert not english


def test_french_keeps_the_pieces_of_the_program() -> None:
    assert in_french("unknown name «sSubjct»") == "nom inconnu «sSubjct»"
    assert in_french("the class cA is abstract: its method Run has no body") == (
        "la classe cA est abstraite : sa méthode Run n'a pas de corps"
    )
    assert in_french("expected THEN or a new line before «x»") == "il faut ALORS ou une nouvelle ligne avant «x»"
    assert in_french("nobody says this") is None


def test_a_time_out_of_ten_minutes_is_usual() -> None:
    start = "s is emailSMTPSession\nIF EmailStartSession(s) THEN EmailCloseSession(s)\n"
    for line in ("", "EmailSetTimeOut(600)\n", "EmailSetTimeOut(30000ms)\n"):
        assert "long-time-out" not in [d.code for d in found(line + start)]
    for line in ("EmailSetTimeOut(601)\n", "EmailSetTimeOut(15min)\n"):
        assert "long-time-out" in [d.code for d in found(line + start)]


def test_a_time_out_that_looks_like_milliseconds_is_told_in_seconds() -> None:
    for given, seconds in (("2000", "2"), ("1500", "1.5"), ("601", "30"), ("1001", "30"), ("15min", "30")):
        hints = [d.hint for d in found(f"EmailSetTimeOut({given})\n") if d.code == "long-time-out"]
        assert hints == [f"the argument counts seconds: EmailSetTimeOut({seconds})"]


def test_an_option_in_the_fifth_place_secures_the_session() -> None:
    for arguments in (
        'LoadParameter("p"), "smtp.example.com", {}, emailProtocolSMTPS',
        'LoadParameter("p"), "smtp.example.com", {}, emailOptionSecuredTLS',
        'LoadParameter("p"), "smtp.example.com", {}, False, emailProtocolSMTPS',
        '"smtp.example.com", {}, emailProtocolSMTPS',
    ):
        start = f'IF EmailStartSMTPSession("bob", {arguments}) THEN EmailCloseSession("bob")\n'
        assert {d.code for d in found(start.format(587))} <= {"misplaced-option", "old-name"}
        assert "port-and-option" in {d.code for d in found(start.format(465))}
    in_clear = 'IF EmailStartSMTPSession("bob", LoadParameter("p"), "smtp.example.com", 587{}) THEN RETURN\n'
    for rest in ("", ", emailAsynchronous", ", True", ", emailProtocolSMTPS, emailOptionDefault"):
        assert "login-in-clear" in {d.code for d in found(in_clear.format(rest))}


def test_what_follows_a_session_variable_is_told_with_what_to_write() -> None:
    english = 's is {}\ns.ServerAddress = "localhost"\nIF EmailStartSession(s{}) THEN EmailCloseSession(s)\n'
    told = {
        ", emailAsynchronous": "before it: s.Asynchronous = True",
        ", True": "before it: s.Asynchronous = True",
        ', LoadParameter("p"), "localhost"': "set the properties of s before",
    }
    for rest, hint in told.items():
        hints = [d.hint for d in found(english.format("emailSMTPSession", rest)) if d.code == "ignored-argument"]
        assert hints == [hint]
    hints = [d.hint for d in found(english.format("emailIMAPSession", ", True")) if d.code == "ignored-argument"]
    assert hints == ["set the properties of s before"]
    for silent in (
        english.format("emailSMTPSession", ""),
        'Trace(EmailStartSession("u", "", "localhost", *, *, *, True))\n',
    ):
        assert "ignored-argument" not in codes_of(silent)


def test_a_message_is_not_its_identifier() -> None:
    program = "m is Email\nTrace(EmailStatus({}))\n"
    for argument, hint in (
        ("m", "EmailStatus(m.AsynchronousEmailIdentifier)"),
        ("Email", "EmailStatus(Email.MailIdentifier)"),
    ):
        assert [d.hint for d in found(program.format(argument)) if d.code == "argument-type"] == [hint]
    for argument in ("m.ID", "m.AsynchronousEmailIdentifier", "Email.MailIdentifier", "3"):
        assert "argument-type" not in codes_of(program.format(argument))


def test_a_variable_is_reset_by_another_function() -> None:
    for call in ("RAZ(m)", "m.RAZ()", "Reset(m)", "m.Reset()"):
        messages = [d.message for d in found(f"m is Email\n{call}\n") if d.code == "not-offered"]
        assert len(messages) == 1
        assert "VariableReset" in messages[0]
        assert "no windows" not in messages[0]


# --- What rules see ---------------------------------------------------------------------------------------------------


def codes_of(text: str) -> list[str]:
    return [d.code for d in found(text)]


def test_a_session_is_followed_through_conditions() -> None:
    start = 's is emailSMTPSession\ns.ServerAddress = "localhost"\nm is Email\nm.Sender = "a@b.test"\n'
    start += 'm.Recipient = "c@d.test"\nEmailSetTimeOut(9)\n'
    sending = "IF NOT EmailSendMessage(s, m) THEN Trace(1)\n"
    assert codes_of(f"{start}IF NOT EmailStartSession(s) THEN RETURN\n{sending}EmailCloseSession(s)\n") == []
    assert codes_of(f"{start}IF EmailStartSession(s) = False THEN RETURN\n{sending}EmailCloseSession(s)\n") == []
    maybe = (
        f"{start}IF EmailStartSession(s) THEN\nIF 1 = 2 THEN EmailCloseSession(s)\n{sending}EmailCloseSession(s)\nEND\n"
    )
    assert codes_of(maybe) == []
    sure = f"{start}IF EmailStartSession(s) THEN\nEmailCloseSession(s)\nIF 1 = 2 THEN Trace(2)\n{sending}END\n"
    assert codes_of(sure) == ["session-used-closed"]
    again = f"{start}IF EmailStartSession(s) THEN\nLOOP (2)\n{sending}EmailCloseSession(s)\nEND\nEND\n"
    assert codes_of(again) == ["session-used-closed", "session-closed-twice"]


def test_what_a_procedure_does_is_not_guessed() -> None:
    text = "s is emailSMTPSession\nOpen(s)\nm is Email\nFill(m)\nIF NOT EmailSendMessage(s, m) THEN Trace(1)\n"
    text += "PROCEDURE Open(x)\nTrace(x.Port)\nPROCEDURE Fill(x)\nx.Subject = 1\n"
    assert codes_of(text) == []


def test_the_line_to_change_is_named_with_the_place_it_conflicts_with() -> None:
    text = 'sKey is string = "hunter2"\ns is emailSMTPSession\ns.Password = sKey\n'
    secret = next(d for d in found(text) if d.code == "secret-in-source")
    assert secret.source is not None
    assert secret.span is not None
    assert secret.source.text[slice(*secret.span)] == '"hunter2"'
    twice = "s is emailSMTPSession\nIF EmailStartSession(s) THEN\nEmailCloseSession(s)\nEmailCloseSession(s)\nEND\n"
    closed = next(d for d in found(twice) if d.code == "session-closed-twice")
    assert closed.source is not None
    assert [closed.source.position(r.span[0])[0] for r in closed.related] == [3]


def test_old_number_for_starttls_and_ports_as_texts_count() -> None:
    text = 's is emailSMTPSession\ns.ServerAddress = "a.test"\ns.Port = "465"\ns.Option = 2\nEmailSetTimeOut(9)\n'
    assert codes_of(text + "IF EmailStartSession(s) THEN EmailCloseSession(s)\n") == ["port-and-option"]
