"""An operation gives the same whether its types are known when a program is compiled or only when it runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from worlds import MemoryWorld

from wlmail.interpreter import run_program
from wlmail.language.source import Source

VALUES = {
    "i": ("int", "7"),
    "z": ("int", "0"),
    "m": ("int", "-3"),
    "g": ("8-byte int", "3000000000"),
    "r": ("real", "2.5"),
    "c": ("currency", "3.25"),
    "u": ("numeric", "0n1.1"),
    "b": ("boolean", "True"),
    "s": ("string", '"7"'),
    "t": ("string", '"12abc"'),
    "e": ("string", '""'),
    "k": ("character", '"x"'),
    "d": ("date", '"20260130"'),
    "h": ("time", '"0930"'),
    "w": ("datetime", '"20260130093000000"'),
    "p": ("duration", "90s"),
    "f": ("buffer", '"ab"'),
}
OPERATORS = [
    "+",
    "-",
    "*",
    "/",
    "MODULO",
    "=",
    "<>",
    "<",
    "<=",
    ">",
    ">=",
    "~=",
    "~~",
    "[=",
    "=]",
    "[=]",
    "^",
    "&",
    "|",
]
ARITHMETIC = ("+", "-", "*", "/", "MODULO", "=", "<")
FEW = "imrcbstdp"
"""A value of each family, for the operators that share their code with those above."""
TYPES = "int real currency boolean string date duration buffer".split()  # noqa: SIM905


def _shown(text: str, folder: Path) -> list[list[str]]:
    """What the program traces, its columns apart."""
    world = MemoryWorld(folder)
    outcome = run_program(Source(text, "program.wl"), world)
    assert outcome.status == "ok", outcome.report or outcome.diagnostics
    return [line.split("\t") for line in world.console.lines]


def _program(operation: str, pairs: list[tuple[str, str]]) -> str:
    """Traces the operation on typed and on untyped variables, side by side."""
    lines = [f"{name} is {kind} = {value}" for name, (kind, value) in VALUES.items()]
    lines += [f"v{name} is variant = {name}" for name in VALUES]
    for left, right in pairs:
        lines += ["known, unknown are string"]
        for result, prefix in (("known", ""), ("unknown", "v")):
            made = operation.format(f"{prefix}{left}", f"{prefix}{right}")
            lines += ["WHEN EXCEPTION IN", f"{result} = {made}", "DO", f'{result} = "error"', "END"]
        lines.append(f'Trace("{left}", "{right}", known, unknown)')
    return "\n".join(lines)


@pytest.mark.parametrize("operator", OPERATORS)
def test_operators(operator: str, tmp_path: Path) -> None:
    names = VALUES if operator in ARITHMETIC else FEW
    pairs = [(left, right) for left in names for right in names]
    rows = _shown(_program(f"{{0}} {operator} {{1}}", pairs), tmp_path)
    assert len(rows) == len(pairs)
    assert [row for row in rows if row[2] != row[3]] == []


@pytest.mark.parametrize("kind", TYPES)
def test_conversions(kind: str, tmp_path: Path) -> None:
    lines = [f"{name} is {of} = {value}" for name, (of, value) in VALUES.items()]
    for name in VALUES:
        lines += [f"v{name} is variant = {name}", "known, unknown are string"]
        for result, value in (("known", name), ("unknown", f"v{name}")):
            to = f"to_{result}_{name}"
            lines += ["WHEN EXCEPTION IN", f"{to} is {kind}", f"{to} = {value}", f"{result} = {to}", "DO"]
            lines += [f'{result} = "error"', "END"]
        lines.append(f'Trace("{name}", known, unknown)')
    rows = _shown("\n".join(lines), tmp_path)
    assert len(rows) == len(VALUES)
    assert [row for row in rows if row[1] != row[2]] == []
