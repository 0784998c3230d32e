"""INI files and parameters (stdlib.md 5.2); the machine and time (7.1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import MemoryWorld, call, constant, run_in

from wlmail.runtime.durations import Duration
from wlmail.runtime.errors import ProgramEnd, WLError
from wlmail.runtime.run import Run

INI = (
    "; account\r\n[SMTP]\r\nServer = mail.example.com\r\nport=587\r\nEmpty=\r\n"
    'Quoted=" a "\r\n\r\n[Other]\r\nServer=x\r\n'
)


def errors(run: Run) -> list[str]:
    assert isinstance(run.world, MemoryWorld)
    return run.world.recorded.errors


@pytest.fixture
def run(tmp_path: Path) -> Run:
    (tmp_path / "mail.ini").write_bytes(INI.encode())
    return run_in(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("SMTP", "Server", "", "mail.ini"), "mail.example.com"),
        (("smtp", "PORT", "", "mail.ini"), "587"),
        (("SMTP", "Empty", "default", "mail.ini"), "default"),
        (("SMTP", "None", "default", "mail.ini"), "default"),
        (("None", "Server", "default", "mail.ini"), "default"),
        (("SMTP", "Server", "default", "none.ini"), "default"),
        (("SMTP", "Quoted", "", "mail.ini"), " a "),
        (("Other", "Server", "", "mail.ini"), "x"),
        (("SMTP", "", "", "mail.ini"), "Server\r\nport\r\nEmpty\r\nQuoted"),
        (("", "", "", "mail.ini"), "SMTP\r\nOther"),
        (("None", "", "", "mail.ini"), ""),
        (("SMTP", "Server"), "mail.example.com"),
    ],
)
def test_ini_read(arguments: tuple[str, ...], expected: str, run: Run) -> None:
    assert call(run, "INILit", *arguments) == expected


def test_ini_is_looked_for_beside_the_program_with_one_notice(run: Run) -> None:
    call(run, "INIRead", "SMTP", "Server", "", "mail.ini")
    call(run, "INIRead", "SMTP", "Port", "", "mail.ini")
    [notice] = errors(run)
    assert "mail.ini" in notice


def test_old_ini_files_are_ansi_and_stay_so(tmp_path: Path, run: Run) -> None:
    (tmp_path / "old.ini").write_bytes(b"[A]\r\nName=Andr\xe9\r\n")
    assert call(run, "INIRead", "A", "Name", "", "old.ini") == "André"
    assert call(run, "INIWrite", "A", "Other", "è", "old.ini") is True
    assert (tmp_path / "old.ini").read_bytes() == b"[A]\r\nName=Andr\xe9\r\nOther=\xe8\r\n"
    call(run, "INIWrite", "A", "Other", "日", "old.ini")
    assert call(run, "INIRead", "A", "Name", "", "old.ini") == "André"


def test_ini_write_keeps_comments_and_order(tmp_path: Path, run: Run) -> None:
    assert call(run, "INIEcrit", "SMTP", "Port", "25", "mail.ini") is True
    assert call(run, "INIWrite", "SMTP", "User", "jo", "mail.ini") is True
    assert call(run, "INIWrite", "New", "k", 5, "mail.ini") is True
    assert (tmp_path / "mail.ini").read_bytes().decode() == INI.replace("port=587", "port=25").replace(
        '" a "\r\n', '" a "\r\nUser=jo\r\n'
    ) + "\r\n[New]\r\nk=5\r\n"


def test_ini_write_creates_the_file(tmp_path: Path, run: Run) -> None:
    call(run, "INIWrite", "S", "k", "v", "new.ini")
    assert (tmp_path / "new.ini").read_bytes() == b"[S]\r\nk=v\r\n"


@pytest.mark.parametrize(
    ("section", "keyword", "value"),
    [("S", "k", "a\r\n[X]"), ("S]", "k", "v"), ("S", "a=b", "v"), ("", "k", "v"), ("S", "", "v"), ("S", ";k", "v")],
)
def test_what_would_break_an_ini_file_is_refused(
    section: str, keyword: str, value: str, tmp_path: Path, run: Run
) -> None:
    assert call(run, "INIWrite", section, keyword, value, "mail.ini") is False
    assert run.error.occurred
    assert (tmp_path / "mail.ini").read_bytes() == INI.encode()


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.text(st.characters(blacklist_characters="\r\n"), min_size=1, max_size=12))
def test_ini_values_are_read_as_written(value: str, run: Run) -> None:
    assert call(run, "INIWrite", "S", "k", value, "any.ini") is True
    assert call(run, "INIRead", "S", "k", "", "any.ini") == value


def test_parameters_outlive_the_program(tmp_path: Path) -> None:
    run = run_in(tmp_path)
    assert call(run, "ChargeParamètre", "name", "default") == "default"
    assert call(run, "SaveParameter", "name", 5) is True
    assert call(run_in(tmp_path), "LoadParameter", "name") == "5"
    assert call(run, "DeleteParameter", "name") is True
    assert call(run, "SupprimeParamètre", "name") is False
    (tmp_path / "mail-parameters.json").write_text("{")
    assert call(run, "LoadParameter", "name", "default") == "default"
    assert call(run, "SaveParameter", "name", "x") is False


# --- Time and machine ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "delay", "slept"),
    [
        ("Multitask", -30, [0.3]),
        ("Multitâche", 200, [2.0]),
        ("Multitask", 0, []),
        ("Multitask", 1, []),
        ("Multitask", -1, []),
        ("Multitask", Duration(10), [0.01]),
        ("Wait", 50, [0.5]),
        ("Temporisation", -50, []),
        ("Wait", 0, []),
        ("Wait", Duration(2000), [2.0]),
        ("ThreadPause", 100, [1.0]),
        ("ThreadPause", Duration(2000), [2.0]),
    ],
)
def test_waiting(name: str, delay: Any, slept: list[float], run: Run) -> None:
    call(run, name, delay)
    assert isinstance(run.world, MemoryWorld)
    assert run.world.stopped.slept == slept


def test_an_endless_wait_is_an_error_of_the_program(run: Run) -> None:
    for delay in (2**62, float("inf"), float("nan")):
        with pytest.raises(WLError):
            call(run, "Wait", delay)


def test_end_program(run: Run) -> None:
    with pytest.raises(ProgramEnd) as caught:
        call(run, "FinProgramme", "Bye", "title")
    assert caught.value.message == "Bye"
    with pytest.raises(ProgramEnd) as caught:
        call(run, "EndProgram")
    assert caught.value.message == ""


def test_command_line(tmp_path: Path) -> None:
    run = run_in(tmp_path, arguments=["/to=jo@example.com", "two", "--MODE=x"])
    assert call(run, "CommandLine") == "/to=jo@example.com two --MODE=x"
    assert call(run, "LigneCommande", 2) == "two"
    assert [call(run, "CommandLine", rank) for rank in (0, 4, -1)] == ["", "", ""]
    assert call(run, "CommandLine", "TO") == "jo@example.com"
    assert call(run, "CommandLine", "mode") == "x"
    assert call(run, "CommandLine", "none") == ""


def test_facts_about_the_program(run: Run) -> None:
    assert call(run, "ProjetInfo", constant("piNomProjet")) == "mail"
    assert call(run, "ExeInfo", constant("exeNom")) == "mail"
    assert call(run, "EnModeTest") is False


def test_programs_are_not_launched(tmp_path: Path) -> None:
    run = run_in(tmp_path)
    assert call(run, "ShellExecute", "a.pdf") is True
    assert "a.pdf" in errors(run)[0]
    captured = run_in(tmp_path, captured=True)
    assert call(captured, "LanceAppli", "x") is False
    assert captured.error.occurred


@pytest.mark.parametrize("name", ["iPrintReport", "iImprimeEtat", "iPrint"])
def test_what_is_refused_fails_with_a_reason(name: str, run: Run) -> None:
    assert call(run, name, "x") is False
    assert run.error.occurred
    assert ";" in run.error.message
