"""Programs that nobody writes on purpose: a diagnostic or the right result, never an exception of Python."""

from __future__ import annotations

from pathlib import Path

import pytest
from worlds import MemoryWorld

from wlmail.interpreter import run_program
from wlmail.language.source import Source, SourceError

COUNTDOWN = "PROCEDURE Depth(LOCAL n is int)\nIF n = 0 THEN RESULT 0\nRESULT Depth(n - 1) + 1"
METHOD = f"cX is Class\nc is int\nEND\no is cX\n{{}}\n{COUNTDOWN}".replace("Depth(LOCAL", "cX::Depth(LOCAL").replace(
    "RESULT Depth", "RESULT object.Depth"
)

RIGHT = {
    "empty": ("", []),
    "blank lines": ("\r\n\n\r\u00a0\t\n", []),
    "mixed line ends": ("Trace(1)\r\nTrace(2)\nTrace(3)\rTrace(4)", ["1", "2", "3", "4"]),
    "100 blocks": ("IF True THEN\n" * 100 + "Trace(1)\n" + "END\n" * 100, ["1"]),
    "100 parentheses": (f"Trace({'(' * 100}1{')' * 100})", ["1"]),
    "a long text": (f's is string = "{"x" * 1_000_000}"\nTrace(Length(s))', ["1000000"]),
    "a long name": (f"{'x' * 100_000} is int = 2\nTrace({'X' * 100_000})", ["2"]),
    "many cases": (
        "SWITCH 999\n" + "".join(f"CASE {i}\nTrace({i})\n" for i in range(1_000)) + "END",
        ["999"],
    ),
    "many branches": (
        "n is int = 999\nIF n < 0 THEN\n"
        + "".join(f"ELSE IF n = {i} THEN\nTrace({i})\n" for i in range(1_000))
        + "END",
        ["999"],
    ),
    "many lines": ("n is int\n" + "n++\n" * 5_000 + "Trace(n)", ["5000"]),
    "many interpolations": (f'Trace(Length("{"[%1%]" * 1_000}"))', ["1000"]),
    "10,000 calls": (f"Trace(Depth(10000))\n{COUNTDOWN}", ["10000"]),
    "10,000 methods": (METHOD.format("Trace(o.Depth(10000))"), ["10000"]),
    "an array that holds itself": ("t is array of variant\nAdd(t, t)\nTrace(t.Count)", ["1"]),
    "a comment to the end": ("Trace(1)\n/* never\nclosed", ["1"]),
}

WRONG = {
    "1,000 blocks": ("IF True THEN\n" * 1_000 + "END\n" * 1_000, "nested too deeply"),
    "3,000 brackets": (f"Trace({'[' * 3_000})", "nested too deeply"),
    "5,000 parentheses": (f"Trace({'(' * 5_000}1{')' * 5_000})", "nested too deeply"),
    "20,000 terms": (f"s is string = {' + '.join(['1'] * 20_000)}", "too many terms"),
    "20,000 members": (f"x is int\nTrace(x{'.a' * 20_000})", "too many terms"),
    "NOT without end": (f"IF {'NOT ' * 5_000}True THEN Trace(1)", "too many operators"),
    "100 loops": ("\n".join(f"FOR i{k} = 1 TO 1" for k in range(100)) + "\nEND" * 100, "too many loops"),
    "control characters": ("".join(map(chr, range(1, 9))) + "Trace(1)", "has no meaning here"),
    "invisible characters": ("x\u202e is int", "has no meaning here"),
    "ENDs alone": ("END\n" * 300, "closes nothing"),
    "a structure in itself": ("a is Structure\nx is a\nEND\ny is a", "contains itself"),
    "a class below itself": ("a is Class inherits b\nEND\nb is Class inherits a\nEND", "inherits itself"),
    "a number of 100,000 digits": (f"Trace({'9' * 100_000})", "too large"),
    "a power of powers": ("Trace(9^9^9^9)", "too large"),
    "an array of 2 billion": ("t is array of 2000000000 int", "cannot have 2000000000 elements"),
    "100,000 calls": (f"Trace(Depth(100000))\n{COUNTDOWN}", "too deeply"),
    "calls for ever": ("f()\nPROCEDURE f()\nf()", "too deeply"),
    "methods for ever": (METHOD.format("Trace(o.Depth(-1))"), "too deeply"),
    "unknown directive": ("<COMPILE FOO>\nTrace(1)\n<END>", "error"),
}


@pytest.mark.parametrize("name", RIGHT)
def test_the_right_result(name: str) -> None:
    text, shown = RIGHT[name]
    world = MemoryWorld(".")
    outcome = run_program(Source(text, "x.wl"), world)
    assert (outcome.report, world.console.lines) == ("", shown)


@pytest.mark.parametrize("name", WRONG)
def test_a_diagnostic(name: str) -> None:
    text, part = WRONG[name]
    outcome = run_program(Source(text, "x.wl"), MemoryWorld("."))
    told = outcome.report or "\n".join(f"{d.severity}: {d.message}" for d in outcome.diagnostics)
    assert part in told
    assert "internal error" not in told


@pytest.mark.parametrize(
    "content",
    [b"\0" * 1000, b'Trace("a\0b")', bytes(range(256)) * 9, 'Trace("x")'.encode("utf-16") + b"A", b"\xff\xfe\x00\xd8"],
)
def test_files_that_are_no_text(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.wl"
    path.write_bytes(content)
    with pytest.raises(SourceError):
        Source.read(str(path))


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_files_without_a_text(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.wl"
    path.write_bytes(content)
    assert run_program(Source.read(str(path)), MemoryWorld(tmp_path)).status == "ok"
