"""Every function of the library in whole programs: whatever it is given, it is an error of the program or a failure.

What tests/test_library_registry.py calls directly is compiled here, with types that are known when the program is
compiled and with types that are only known when it runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from worlds import MemoryWorld

from wlmail.interpreter import check_program, run_program
from wlmail.language import registry
from wlmail.language.source import Source
from wlmail.mail.smtp import MailError


class NoNetwork:
    """A portal and an identity that reach nobody."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def refuse(*arguments: Any, **named: Any) -> Any:
            raise MailError("there is no network here", phase="connect")

        return refuse


registry.load()
ENDS = ("EndProgram", "Close", "ReturnToCapture")
OFFERED = [f for f in registry.functions() if f.state == "done" and f.english not in ENDS]

VALUES = {
    "int": "x is int = -1",
    "huge": "x is 8-byte int = 9000000000000000000",
    "real": "x is real = 1e300",
    "currency": "x is currency = -2.5",
    "boolean": "x is boolean = True",
    "empty": "x is string",
    "text": 'x is string = "%1 *?[(\\ abc"',
    "end of text": "x is string = EOT",
    "buffer": 'x is Buffer = HexaToBuffer("00FF81")',
    "date": 'x is Date = "20240229"',
    "time": 'x is Time = "2359"',
    "duration": "x is Duration = -5 s",
    "array": 'x is array of strings = ["b", "a"]',
    "keys": 'x is associative array of ints\nx["k"] = 1',
    "structure": "TPoint is Structure\nA is int\nB is string\nEND\nx is TPoint",
    "object": "cPoint is Class\nA is int\nEND\nx is cPoint",
    "JSON": 'x is JSON = "{""a"": [1, null]}"',
    "email": "x is Email",
    "null": "x is variant = Null",
}


def _calls(variable: str) -> list[str]:
    """A line for each function, all its arguments the variable; errors of the program are caught."""
    lines = []
    for entry in OFFERED:
        low, high = entry.counts
        count = low + 1 if high is None else min(low + 1, high)
        lines.append(f"WHEN EXCEPTION IN; {entry.english}({', '.join([variable] * count)}); DO; END")
    return lines


@pytest.mark.parametrize("dynamic", [False, True], ids=["static", "dynamic"])
@pytest.mark.parametrize("value", VALUES)
def test_no_call_is_an_internal_error(tmp_path: Path, value: str, dynamic: bool) -> None:
    head = VALUES[value] + ("\ny is variant = x" if dynamic else "")
    lines = _calls("y" if dynamic else "x")
    first = head.count("\n") + 2
    # What does not compile is told, line by line; the rest runs.
    source = Source("\n".join([head, *lines]), "calls.wl")
    wrong = [d for d in check_program(source) if d.severity == "error"]
    assert all(d.span for d in wrong)
    told = {source.position(d.span[0])[0] - first for d in wrong if d.span}
    kept = [line for number, line in enumerate(lines) if number not in told]
    assert len(kept) > len(lines) / 4
    world = MemoryWorld(tmp_path, portal=NoNetwork())
    outcome = run_program(Source("\n".join([head, *kept, 'Trace("end")']), "calls.wl"), world)
    assert not re.search("internal error", outcome.report), outcome.report
    assert outcome.status == "ok", outcome.report
    assert world.recorded.lines[-1] == "end"
