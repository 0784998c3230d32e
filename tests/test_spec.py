"""Runs every program of tests/spec as `wlmail try NAME.wl` does and compares what a user sees with NAME.out.

A `.out` file holds the standard output, then, where there is any, the standard error and an exit status other than 0:

    Order 51007 confirmed
    --- standard error ---
    error: the report is missing
    --- exit status 1 ---

Time stands still at 09:30 on 30 January 2026, in a zone one hour east of Greenwich. `pytest --bless tests/test_spec.py`
writes what the programs print now; read the difference before it is committed.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from wlmail import cli, world
from wlmail.interpreter import compile_program
from wlmail.language.source import Source

SPEC = Path(__file__).parent / "spec"
PROGRAMS = sorted(SPEC.rglob("*.wl"))
NOW = datetime(2026, 1, 30, 9, 30, tzinfo=timezone(timedelta(hours=1)))


@pytest.fixture(autouse=True)
def _still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world.SystemClock, "now", lambda clock: NOW)
    monkeypatch.setattr(world.SystemClock, "sleep", lambda clock, seconds: None)
    monkeypatch.setenv("TZ", "WLM-1")
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.relative_to(SPEC).with_suffix("").as_posix())
def test_program_prints_what_its_out_file_says(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    # A copy: programs write files, and the checkout stays as it is.
    folder = tmp_path / program.parent.name
    shutil.copytree(program.parent, folder, ignore=shutil.ignore_patterns("*.out"))
    monkeypatch.chdir(folder)
    seen = seen_by_a_user(program.name).replace(str(folder), "<folder>")
    expected = program.with_suffix(".out")
    if request.config.getoption("--bless"):
        expected.write_text(seen, encoding="utf-8", newline="\n")
    assert seen == expected.read_text(encoding="utf-8")


def seen_by_a_user(name: str) -> str:
    """What `wlmail try NAME` shows, without a terminal."""
    out, err = io.StringIO(), io.StringIO()
    stdin, sys.stdin = sys.stdin, io.StringIO("")
    try:
        with redirect_stdout(out), redirect_stderr(err):
            status = cli.main(["try", name])
    finally:
        sys.stdin = stdin
    seen = out.getvalue()
    if err.getvalue():
        seen += f"--- standard error ---\n{err.getvalue()}"
    if status:
        seen += f"--- exit status {status} ---\n"
    return seen.replace(os.linesep, "\n")


def test_every_program_has_its_out_file_and_the_other_way_round() -> None:
    assert {path.with_suffix("") for path in PROGRAMS} == {path.with_suffix("") for path in SPEC.rglob("*.out")}


def test_there_are_enough_programs_of_both_languages() -> None:
    french = [compile_program(Source.read(str(path))).french for path in PROGRAMS]
    assert french.count(True) >= 60
    assert french.count(False) >= 60
