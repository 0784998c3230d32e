"""Every function of the standard families: both names, and no argument that shakes it."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import pytest
from worlds import run_in

from wlmail.commands.coverage import coverage
from wlmail.interpreter import check_program
from wlmail.language import registry
from wlmail.language.names import fold
from wlmail.language.source import Source
from wlmail.library.email import Email
from wlmail.library.files import decode
from wlmail.runtime import kinds
from wlmail.runtime.arrays import Array, AssociativeArray, Queue, Stack
from wlmail.runtime.dates import Date, DateTime, Time
from wlmail.runtime.durations import Duration
from wlmail.runtime.errors import Failure, ProgramEnd, WLError
from wlmail.runtime.kinds import EOT
from wlmail.runtime.objects import Object
from wlmail.runtime.records import structure
from wlmail.runtime.run import Ref
from wlmail.runtime.variants import Members

TESTS = Path(__file__).parent
registry.load()
MINE = [f for f in registry.functions() if not re.search(r"\.(email\w*|smtp)$", f.module) and not f.because]
ENTRIES = [f for f in registry.functions() if not re.search(r"\.(email\w*|smtp)$", f.module)]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.english)
def test_both_names_are_one_function(entry: registry.Function) -> None:
    for name in (entry.english, entry.french, *entry.aliases):
        assert registry.FUNCTIONS[fold(name)] is entry
        assert registry.FUNCTIONS[fold(name.lower())] is entry


@pytest.mark.parametrize("entry", MINE, ids=lambda entry: entry.english)
def test_help_is_written_for_the_completer(entry: registry.Function) -> None:
    first, *rest = entry.doc.splitlines()
    assert first.rstrip().endswith((".", ":"))
    assert "Source" not in first
    assert any(line.strip().startswith("Source: ") for line in rest)


@pytest.mark.parametrize("entry", [e for e in ENTRIES if e.because], ids=lambda entry: entry.english)
def test_what_is_not_offered_says_what_to_do(entry: registry.Function) -> None:
    assert ";" in entry.because or "yet" in entry.because


TIER_ONE = """
    StringBuild ExtractString Replace NoSpace Length Position Upper Lower StringToArray Val NumToString
    AnsiToUnicode UnicodeToAnsi StringToUTF8 UTF8ToString Encode Decode HTMLToText MatchRegularExpression DateSys
    Today TimeSys Now SysDateTime DateToString StringToDate TimeToString DateTimeToString DateValid DateDifference
    DateToInteger IntegerToDate ErrorInfo ErrorOccurred ErrorPropagate ErrorThrow ExceptionInfo ExceptionThrow
    dbgAssert Add ArrayAdd ArrayCount ArrayDelete ArrayDeleteAll fLoadText fSaveText fAddText fLoadBuffer
    fSaveBuffer fFileExist fDirectoryExist fDelete fCopyFile fMakeDir fListFile fExtractPath CompleteDir fSep
    fExeDir fCurrentDir fDataDir fTempPath INIRead INIWrite Multitask Wait ThreadPause Info
"""
DATA = "HReadSeekFirst HFound HReadFirst HReadNext HOut HExecuteQuery HExecuteSQLQuery HReset HAdd HModify"


def test_tier_one_is_offered_but_for_data_files() -> None:
    assert not [name for name in TIER_ONE.split() if registry.FUNCTIONS[fold(name)].because]
    assert all(registry.FUNCTIONS[fold(name)].because for name in DATA.split())


POINT = structure("POINT", [("X", "x", kinds.INT4, None), ("NAME", "name", kinds.STRING, "n")])


class Customer(Object):
    __slots__ = ("name",)
    TYPE_NAME = "cCustomer"
    MEMBERS: ClassVar[dict[str, Any]] = {"NAME": ("name", kinds.STRING)}


def made_object() -> Customer:
    made = Customer()
    made.name = "Zoé"
    return made


MAKERS: list[Callable[[], Any]] = [
    lambda: None,
    lambda: EOT,
    lambda: "",
    lambda: "abc",
    lambda: "..",
    lambda: "%1 [x] JJ/MM/AAAA *?(\\",
    lambda: "\ud800\ufeff",
    lambda: "a\0b",
    lambda: 0,
    lambda: 3,
    lambda: -1,
    lambda: 2**62,
    lambda: -(2**62),
    lambda: 1e300,
    lambda: -0.5,
    lambda: float("inf"),
    lambda: float("nan"),
    lambda: True,
    lambda: b"\x81\xff\0",
    lambda: Array(kinds.STRING, ["b", "a", ""]),
    lambda: Array(kinds.VARIANT, [None, 3, "x", 2.5]),
    lambda: Array(kinds.array_of(kinds.INT4)),
    lambda: AssociativeArray(kinds.STRING),
    lambda: Queue(kinds.INT4, [1]),
    lambda: Stack(kinds.INT4),
    lambda: Date(""),
    lambda: Date("20240229"),
    lambda: Time("23595999"),
    lambda: DateTime("00010101000000000"),
    lambda: Duration(-5),
    lambda: lambda *values: -1,
    lambda: Decimal("-12345678901234567890.5"),
    lambda: Members({"a": 1, "é": Members()}),
    lambda: POINT(),
    lambda: Email(),
    lambda: made_object(),
]
FIRSTS: list[Callable[[], Any] | None] = [
    None,
    lambda: "une chaîne, à couper",
    lambda: Array(kinds.STRING, ["b", "a", ""]),
    lambda: "20240229",
    lambda: 42,
]


def arguments_for(entry: registry.Function, makers: list[Callable[[], Any]]) -> list[Any]:
    """The arguments as compiled code passes them: converted to the kinds of the parameters."""
    given: list[Any] = []
    parameters = entry.parameters
    for i, make in enumerate(makers):
        parameter = parameters[min(i, len(parameters) - 1)]
        if parameter.by_reference:
            given.append(Ref(make()))
        else:
            given.append(parameter.kind.convert(make()) if parameter.kind is not None else make())
    return given


@pytest.mark.parametrize("entry", MINE, ids=lambda entry: entry.english)
def test_no_argument_raises_a_python_error(
    entry: registry.Function, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert entry.implementation is not None
    low, high = entry.counts
    counts = {low, low + 1, low + 3} if high is None else {low, high}
    for count in sorted(counts):
        for make in MAKERS:
            for first in FIRSTS if count else [None]:
                run = run_in(tmp_path, captured=True)
                try:
                    given = arguments_for(entry, [first or make, *[make] * (count - 1)][:count])
                except WLError:
                    continue  # the call is not made: the program's error
                try:
                    entry.implementation(*([run] if entry.takes_run else []), *given)
                except (WLError, Failure, ProgramEnd):
                    assert not entry.can_fail or not run.error.occurred
                finally:
                    run.close()
                if not count:
                    break


def test_the_page_of_what_is_known_is_current() -> None:
    docs = TESTS.parent / "docs"
    page = coverage((docs / "usage.tsv").read_text(encoding="utf-8"))
    assert (docs / "coverage.md").read_text(encoding="utf-8") == page, "run python -m wlmail.commands.coverage"


def test_a_wrong_number_of_arguments_is_told_where_it_stands() -> None:
    lines, expected = [], []
    for entry in ENTRIES:
        if entry.because:
            continue
        low, high = entry.counts
        for count in ([low - 1] if low else []) + ([high + 1] if high is not None else []):
            lines.append(f"{entry.french}({', '.join(['x'] * count)})")
            expected.append(len(lines) + 1)
    source = Source("\n".join(["x is string", *lines]), "calls.wl")
    told = [d for d in check_program(source) if d.code == "argument-count"]
    assert [source.position(d.span[0])[0] for d in told if d.span] == expected


def _names_used() -> set[str]:
    """Every word of the spec programs and samples, folded; comments and texts aside."""
    used: set[str] = set()
    for program in [*(TESTS / "spec").rglob("*.wl"), *(TESTS.parent / "samples").rglob("*.wl")]:
        text = decode(program.read_bytes())
        code = re.sub(r'"(?:[^"\r\n]|"")*"|//[^\r\n]*|/\*.*?\*/', " ", text, flags=re.S)
        used.update(map(fold, re.findall(r"\w+", code)))
    return used


def test_every_function_is_used_under_both_names_in_a_program() -> None:
    used = _names_used()
    offered = [entry for entry in registry.functions() if entry.state == "done"]
    names = [name for entry in offered for name in dict.fromkeys((entry.english, entry.french))]
    missing = [name for name in names if fold(name) not in used]
    assert not missing, "write a program in tests/spec that uses them"
