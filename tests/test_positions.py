"""Python's tools on a WLanguage program: pdb, trace functions, tracebacks and Ctrl-C name the lines of the .wl file."""

from __future__ import annotations

import io
import os
import pdb
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from commands import program as program
from commands import wlmail
from worlds import MemoryWorld

from wlmail.interpreter import compile_program
from wlmail.language.source import Source
from wlmail.runtime.run import Run

TEXT = """\
nTotal is int
FOR i = 1 TO 2
\tnTotal += Double(i)
END
IF nTotal > 100 THEN
\tTrace("never")
END
sText is string = [
\ttwo lines
\tof text
]
nTotal = nTotal + ...
\tLength(sText)
RESULT nTotal

// A comment.
PROCEDURE Double(n is int) : int
nTwice is int = n * 2
RESULT nTwice
"""
RESULT = 6 + len("two lines\r\nof text")


def compiled(path: Path) -> Callable[[], Any]:
    code = compile_program(Source.read(str(path))).code
    assert code is not None
    space: dict[str, Any] = {"__name__": "__wlmail__"}
    exec(code, space)
    run = Run(MemoryWorld(path.parent), str(path))
    return lambda: space["program"](run)


def test_trace_functions_see_each_line_that_runs(program: Callable[..., Path]) -> None:
    path = program(TEXT)
    main = compiled(path)
    seen: dict[str, list[int]] = {}

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        if frame.f_code.co_filename != str(path):
            return None
        if event == "line":
            seen.setdefault(frame.f_code.co_name, []).append(frame.f_lineno)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        result = main()
    finally:
        sys.settrace(before)
    assert result == RESULT
    assert seen["Double"] == [18, 19, 18, 19]
    # Beside them, the lines of PROCEDURE and of the main code's start, where the function is set up.
    assert {1, 2, 3, 5, 8, 12, 14} <= set(seen["program"]) <= {1, 2, 3, 5, 8, 12, 13, 14, 17}
    assert seen["program"].count(3) == 2


def test_the_debugger_stops_at_a_line_of_the_program(program: Callable[..., Path]) -> None:
    path = program(TEXT)
    main = compiled(path)
    out = io.StringIO()
    commands = [f"break {path}:18", "continue", "p n", "next", "p nTwice", "up", "p nTotal", "clear 1", "continue"]
    debugger = pdb.Pdb(stdin=io.StringIO("\n".join(commands) + "\n"), stdout=out, nosigint=True, readrc=False)
    debugger.prompt = ""
    assert debugger.runcall(main) == RESULT
    shown = out.getvalue()
    assert f"> {path}(18)Double()\n-> nTwice is int = n * 2\n1\n" in shown
    assert f"> {path}(19)Double()\n-> RESULT nTwice\n2\n" in shown
    assert f"> {path}(3)program()\n-> nTotal += Double(i)\n0\n" in shown


def test_a_traceback_shows_lines_of_the_program(program: Callable[..., Path]) -> None:
    path = program(TEXT.replace("n * 2", "n * 2 / (n - n)"))
    with pytest.raises(ZeroDivisionError) as caught:
        compiled(path)()
    found = [frame for frame in traceback.extract_tb(caught.value.__traceback__) if frame.filename == str(path)]
    assert [(frame.name, frame.lineno, frame.line) for frame in found] == [
        ("program", 3, "nTotal += Double(i)"),
        ("Double", 18, "nTwice is int = n * 2 / (n - n)"),
    ]
    place = found[-1]
    assert place.line is not None
    assert path.read_bytes().splitlines()[17][place.colno : place.end_colno] == b"n * 2 / (n - n)"  # type: ignore[attr-defined]


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
@pytest.mark.parametrize("command", ["run", "try"])
def test_ctrl_c_names_the_line(program: Callable[..., Path], command: str) -> None:
    path = program('Work()\n\nPROCEDURE Work()\nLOOP; Trace("start"); END\n')
    process = subprocess.Popen(
        [sys.executable, "-m", "wlmail", command, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"start\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    lines = err.decode().splitlines()
    assert lines[:3] == ["wlmail: interrupted", "in Work, line 4", '  4 | LOOP; Trace("start"); END']
    assert lines[3].strip("|^ ") == ""
    assert lines[4:] == ["  called from main code, line 1"]


# --- Depth and time --------------------------------------------------------------------------------------------------

DEEP = """\
Trace(Down({depth}))
PROCEDURE Down(n is int) : int
IF n = 0 THEN RESULT 0
RESULT Down(n - 1) + 1
"""
OBJECTS = """\
cNode is Class
\tm_n is int
END
Trace(Total({depth}))
PROCEDURE Total(nDepth)
x is cNode
x.m_n = nDepth
IF nDepth = 0 THEN RESULT 0
RESULT Total(nDepth - 1) + 1
"""
VALUES = """\
p is Procedure = Down
Trace(p({depth}))
PROCEDURE Down(n is int) : int
IF n = 0 THEN RESULT 0
q is Procedure = Down
RESULT q(n - 1) + 1
"""


@pytest.mark.parametrize("text", [DEEP, OBJECTS.replace("cNode is Class", "cNode is Structure")])
def test_procedures_call_each_other_ten_thousand_deep(program: Callable[..., Path], text: str) -> None:
    done = wlmail("run", program(text.format(depth=9_990)))
    assert (done.returncode, done.stdout, done.stderr) == (0, "9990\n", "")


@pytest.mark.parametrize("text", [DEEP, VALUES])
def test_a_hundred_thousand_are_a_clear_error(program: Callable[..., Path], text: str) -> None:
    done = wlmail("run", program(text.format(depth=100_000)))
    assert (done.returncode, done.stdout) == (1, "")
    assert "procedures call each other too deeply" in done.stderr
    assert "RESULT" in done.stderr.splitlines()[1]
    assert len(done.stderr.splitlines()) < 15


def test_a_program_catches_its_own_recursion_and_goes_on(program: Callable[..., Path]) -> None:
    text = DEEP.format(depth=100_000).replace(
        "Trace(Down(100000))\n", 'WHEN EXCEPTION IN\nTrace(Down(100000))\nDO\nTrace("too deep")\nEND\nTrace(Down(50))\n'
    )
    assert wlmail("run", program(text)).stdout == "too deep\n50\n"


@pytest.mark.parametrize("loop", ["LOOP\nEND", "WHILE True\n\tn = (n + 1) % 7\nEND", "Spin()"])
def test_a_time_limit_ends_a_tight_loop_and_names_its_line(program: Callable[..., Path], loop: str) -> None:
    text = f'n is int\n{loop}\nPROCEDURE Spin()\nWHEN EXCEPTION IN\nLOOP\nEND\nDO\nTrace("caught")\nEND\n'
    done = wlmail("run", program(text), "--time-limit", "0.3")
    assert (done.returncode, done.stdout) == (1, "")
    first, *rest = done.stderr.splitlines()
    assert first.endswith(": the time limit has passed; the program was stopped")
    assert first.startswith("Error in Spin, line " if loop == "Spin()" else "Error in main code, line ")
    assert rest[0].partition("| ")[2].strip() in text
