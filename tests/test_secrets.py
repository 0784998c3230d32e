"""What SecretStrings have held belongs to one program: hidden in all it shows, and in nothing that another shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from wlmail import cli
from wlmail.interpreter import run_program
from wlmail.language.source import Source
from wlmail.runtime.kinds import SECRET
from wlmail.session import Interpreter
from wlmail.world import RealWorld

KEEPS = 'sKey is SecretString = "Total"\nTrace("Total")\n'


def run(folder: Path, text: str) -> int:
    program = folder / "program.wl"
    program.write_text(text)
    return cli.main(["run", str(program)])


@pytest.mark.parametrize(
    "text",
    [
        'Trace("Total")',
        "Total +",
        "nTotal is int\nnTotal = Totals",
        'IF 1 = 1 Trace("Total: 3")',
        "x is array of 3 int\nx[4] = 1 // Total",
    ],
)
def test_the_next_program_shows_its_own_texts(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = run(tmp_path, text), capsys.readouterr()
    assert "Total" in "".join(expected[1])
    assert run(tmp_path, KEEPS) == 0
    assert capsys.readouterr().out == "****\n"
    assert (run(tmp_path, text), capsys.readouterr()) == expected


def test_the_report_of_an_error_hides_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, f'{KEEPS}ExceptionThrow(1, "no " + sKey)') == 1
    shown = capsys.readouterr()
    assert "no ****" in shown.err
    assert "Total" not in shown.out + shown.err


def test_programs_side_by_side_keep_their_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (Interpreter(RealWorld(str(tmp_path))) for _ in range(2))
    first.run(Source(KEEPS, "<1>"))
    second.run(Source('sOther is SecretString = "Sum of it"\nTrace("Total", "Sum of it")', "<2>"))
    first.run(Source('Trace("Total", "Sum of it")', "<3>"))
    assert capsys.readouterr().out == "****\nTotal\t****\n****\tSum of it\n"


def test_a_program_inside_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outer = Interpreter(RealWorld(str(tmp_path)))
    with outer.world.secrets:
        run_program(Source(KEEPS, "inner.wl"), RealWorld(str(tmp_path)))
        SECRET.convert("Late one")
    outer.run(Source('Trace("Total", "Late one")', "<1>"))
    assert capsys.readouterr().out == "****\nTotal\t****\n"
