"""Errors and exceptions: the rows of stdlib.md 3 that programs of tests/spec do not show."""

from __future__ import annotations

from pathlib import Path

import pytest
from worlds import MemoryWorld

from wlmail.interpreter import run_program
from wlmail.language.source import Source

HANDLED = """\
n is int
WHEN EXCEPTION
	Trace("handler", ExceptionInfo())
	{enable}
END
n++
IF n <= {times} THEN ExceptionThrow(n, "exception " + n)
Trace("end")
"""


@pytest.mark.parametrize(
    ("enable", "times", "lines"),
    [
        ("ExceptionEnable()", 1, ["handler\texception 1", "end"]),
        ("ExceptionEnable()", 2, ["handler\texception 1", "handler\texception 2", "end"]),
        ("ExceptionActive()", 3, [*(f"handler\texception {i}" for i in (1, 2, 3)), "end"]),
        ("", 1, ["handler\texception 1", "end"]),
        ("", 2, ["handler\texception 1"]),
    ],
)
def test_a_general_handler_runs_again_after_exception_enable(
    tmp_path: Path, enable: str, times: int, lines: list[str]
) -> None:
    world = MemoryWorld(tmp_path)
    outcome = run_program(Source(HANDLED.format(enable=enable, times=times), "program.wl"), world)
    assert world.console.lines == lines
    assert outcome.status == ("ok" if lines[-1] == "end" else "failed")


def test_a_comparison_that_sorts_without_end_is_an_error_of_the_program(tmp_path: Path) -> None:
    text = """\
a is array of int = [3, 1, 2]
ArraySort(a, asFunction, Compare)
PROCEDURE Compare(x, y)
b is array of int = [3, 1, 2]
ArraySort(b, asFunction, Compare)
RESULT x - y
"""
    outcome = run_program(Source(text, "program.wl"), MemoryWorld(tmp_path))
    assert outcome.status == "failed"
    assert outcome.report.startswith("Error in Compare, line 5: procedures call each other too deeply")
