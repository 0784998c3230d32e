"""Checks that the compiler leaves out: a program with all of them does the same, at the edges of its types too."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import MemoryWorld

from wlmail.interpreter import compile_program, run_program
from wlmail.language.ranges import Ranges
from wlmail.language.source import Source

MOST = 2**31 - 1
EDGES = [0, 1, 2, 3, 7, 100, MOST - 2, MOST - 1, MOST]

numbers = st.sampled_from([*EDGES, *(-edge for edge in EDGES if edge)])
variables = st.sampled_from(["i", "j", "n", "m"])
atoms = st.one_of(
    st.sampled_from(["i", "j", "n", "m", "t[3]", "w", "u", "b", "x.k", "o.c", "r"]), numbers.map(lambda n: f"({n})")
)
expressions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*%&"), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        inner.map(lambda e: f"(-{e})"),
        inner.map(lambda e: f"Twice({e})"),
        variables.map(lambda name: f"Lowered({name})"),
        st.tuples(variables, st.sampled_from(["++", "--"])).map("".join),
        st.tuples(variables, st.sampled_from(["<", ">="]), inner, inner).map(
            lambda p: f"({p[0]} {p[1]} 2 ? {p[2]} ELSE {p[3]})"
        ),
    ),
    max_leaves=4,
)
comparisons = st.tuples(
    st.sampled_from(["i", "j", "n", "m"]), st.sampled_from(["<", "<=", ">", ">=", "=", "<>"]), expressions
).map(" ".join)
conditions = st.one_of(
    comparisons,
    st.tuples(comparisons, st.sampled_from(["AND", "OR"]), comparisons).map(" ".join),
    comparisons.map(lambda c: f"NOT ({c})"),
)
statements = st.recursive(
    st.one_of(
        st.tuples(st.sampled_from(["n", "m", "i", "b", "w", "u", "t[2]", "x.k", "r"]), expressions).map(" = ".join),
        expressions.map(lambda e: f"Trace({e})"),
        st.sampled_from(["n", "m", "i", "j"]).map(lambda name: f"Trace(t[{name}])"),
        expressions.map(lambda e: f"Trace(t[{e}])"),
        st.tuples(st.sampled_from(["n++", "m--", "n += 2", "w += n"])).map("".join),
        st.sampled_from(["Lowered(n)", "Outside()", "r <- n", "r <- i", "n <=> m", "(n, i) = (m, j)", "ta[n]++"]),
        st.tuples(conditions, st.sampled_from(["RETURN", "GOTO first", "n = 1", "m--"])).map(
            lambda p: f"IF {p[0]} THEN {p[1]}"
        ),
    ),
    lambda inner: st.one_of(
        st.tuples(conditions, st.lists(inner, min_size=1, max_size=3)).map(lambda p: _block(f"IF {p[0]} THEN", p[1])),
        st.lists(inner, min_size=2, max_size=4).map(
            lambda p: "\n".join(["WHEN EXCEPTION IN", *p[:-1], "DO", 'Trace("error")', p[-1], "END"])
        ),
        st.tuples(expressions, st.lists(inner, min_size=1, max_size=3)).map(
            lambda p: "\n".join([f"SWITCH {p[0]}", "CASE 0 TO 3, n :", *p[1], "OTHER CASE", "i--", "END"])
        ),
        st.tuples(st.sampled_from(["e", "n"]), st.lists(inner, min_size=1, max_size=3)).map(
            lambda p: _block(f"FOR EACH {p[0]} OF t", p[1])
        ),
        st.tuples(
            st.sampled_from(["i", "j"]),
            st.tuples(numbers, st.integers(-1, 2)).map(lambda p: (p[0], p[0] + p[1])),
            st.lists(inner, min_size=1, max_size=3),
        ).map(lambda p: _block(f"FOR {p[0]} = {p[1][0]} TO {p[1][1]}", p[2])),
        st.tuples(st.sampled_from(["i", "j"]), st.integers(-1, 2), st.lists(inner, min_size=1, max_size=3)).map(
            lambda p: _block(f"FOR {p[0]} = n + {p[1]} TO n STEP -1", p[2])
        ),
    ),
    max_leaves=6,
)


def _block(first: str, body: list[str]) -> str:
    """Every block counts, and ends the program in time: loops may go on for ever."""
    return "\n".join([first, "nTurns++", "IF nTurns > 40 THEN RETURN", *body, "END"])


def _outcome(body: str) -> tuple[list[str], str]:
    text = f"""
STPoint is Structure
k is int
END
cCounter is Class
c is int
END
Main()
PROCEDURE Main()
i, j, n, m, r, nTurns are int
b is 1-byte int
w is 8-byte int
u is unsigned int
x is STPoint
o is cCounter
ta is associative array of int
t is array of int = [5, -3, {MOST}]
n = 3
m = {-MOST}
first:
nTurns++
IF nTurns > 40 THEN RETURN
{body}
INTERNAL PROCEDURE Outside()
    m++
    j--
END
PROCEDURE Twice(LOCAL v)
RESULT v * 2
PROCEDURE Lowered(v)
v = v - 2
RESULT v
"""
    return _ran(text)


def _ran(text: str) -> tuple[list[str], str]:
    world = MemoryWorld(".")
    outcome = run_program(Source(text, "x.wl"), world)
    assert outcome.status != "not compiled", outcome.diagnostics
    return world.console.lines, outcome.report


@settings(max_examples=150, deadline=None)
@given(st.lists(statements, min_size=1, max_size=4))
def test_programs_do_the_same_with_every_check(body: list[str]) -> None:
    text = "\n".join(body)
    seen = _outcome(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ranges, "of", lambda self, node: None)
        assert _outcome(text) == seen


GUARDS = [
    "IF n < 1 OR n > 99 THEN RETURN\n{}",
    "IF NOT (n >= 1 AND n < 100) THEN RETURN\n{}",
    "IF n > 0 AND n < 100 THEN\n{}\nEND",
    "IF 1 <= n < 100 THEN\n{}\nEND",
    "FOR n = 1 TO 2\nnTurns++\nIF nTurns > 5 THEN BREAK\n{}\nEND",
    "LOOP(2)\nIF n <= 0 THEN BREAK\nIF n > 99 THEN CONTINUE\n{}\nEND",
    "WHILE n > 0\nnTurns++\nIF n < 1 OR nTurns > 5 THEN BREAK\n{}\nEND",
    "SWITCH n\nCASE 2 :\nIF n < 1 THEN RETURN\n{}\nEND",
]
"""What tells that n, which is 2 before, stays between 1 and 99 in what follows."""
CHANGES = [
    "n = 0",
    "n = 1000",
    "n -= 2",
    "n += 998",
    "x.k = n++ + 9",
    "n <=> m",
    "(m, n) = (n, m)",
    "Set(n)",
    "x.k = Changed(n)",
    "Outside()",
    "o.Set(n)",
    "called(n)",
    "r <- n\nr = 0",
    "r = 0\nn <- r",
    "r = 0",
    '{"n"} = 0',
    "FOR EACH n OF t\nEND",
    "FOR n = 2 TO 0 STEP -1\nEND",
    'FOR EACH STRING s, p, n OF "a" SEPARATED BY "b"\nn = 0\nEND',
    "IF m = 0 THEN n = m",
    "WHILE n > 0\nn--\nEND",
    "LOOP(2)\nn--\nEND",
    "WHEN EXCEPTION IN\nn = 0\nm = 1 / 0\nDO\nEND",
    "WHEN EXCEPTION\nn = 0\nEND\nIF n > 0 THEN m = 1 / 0",
    "n is int",
    "SWITCH m\nCASE 0 : n = 0\nEND",
    "IF m = 0 THEN\nn = 0\nGOTO use\nEND\nIF n < 1 THEN RETURN\nuse:",
    "again:\nIF n < 0 THEN RETURN\nn--\nIF n > 0 THEN GOTO again",
    'Deserialize(n, "0", psdJSON)',
]
"""What makes it 0 or 1000, in every way that the language has."""
USES = ["Trace(t[n])", "b = n", "b = n + 1\nTrace(t[n])", "w = 92233720368547758 * n", "t[n] += 1"]


def _changed(guard: str, change: str, use: str) -> str:
    alias = "r <- n\n" if change == "r = 0" else ""
    return f"""
STPoint is Structure
k is int
END
cCounter is Class
c is int
END
Main()
PROCEDURE Main()
n, m, r, p, nTurns are int
b is 1-byte int
w is 8-byte int
x is STPoint
o is cCounter
called is procedure = Set
t is array of int = [5, -3, 0]
n = 2
{alias}{guard.format(f"{change}{chr(10)}{use}")}
Trace(n, b, w, t[2])
{"INTERNAL PROCEDURE Outside()" if "Outside" in change else "INTERNAL PROCEDURE Other()"}
    {"n" if "Outside" in change else "m"} = 0
END
PROCEDURE Set(v)
v = 0
PROCEDURE Changed(v)
v = 1000
RESULT v
PROCEDURE cCounter::Set(v)
v = 0
"""


@pytest.mark.parametrize("change", CHANGES)
def test_no_change_is_overlooked(change: str) -> None:
    for guard in GUARDS:
        for use in USES:
            text = _changed(guard, change, use)
            seen = _ran(text)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(Ranges, "of", lambda self, node: None)
                assert _ran(text) == seen, text


@pytest.mark.parametrize(
    ("body", "checks"),
    [
        ("FOR i = 1 TO 10\nTrace(t[i])\nEND", 0),
        ("FOR i = 0 TO 10\nTrace(t[i])\nEND", 1),
        ("FOR i = 1 TO 10\nTrace(t[i])\ni = i - 2\nEND", 3),
        ("IF n > 0 THEN\nTrace(t[n])\nEND", 0),
        ("IF n > 0 THEN\nTrace(t[n])\nn--\nEND", 2),
        ("IF n < 1 THEN RETURN\nTrace(t[n])", 0),
        ("IF n < 1 THEN RETURN\nn = m\nTrace(t[n])", 1),
        ("IF n < 1 THEN Trace(n)\nTrace(t[n])", 1),
        ("IF n < 1 OR m < 1 THEN RETURN\nTrace(t[n] + t[m])", 0),
        ("IF n < 1 AND m < 1 THEN RETURN\nTrace(t[n] + t[m])", 2),
        ("n = m % 100", 0),
        ("n = m + 1", 1),
    ],
)
def test_checks_that_are_left(body: str, checks: int) -> None:
    """How many range and index checks are in the compiled program."""
    compiled = compile_program(Source(f"i, n, m are int\nt is array of int = [1, 2]\n{body}", "x.wl"))
    assert compiled.code is not None
    names = [name for code in _codes(compiled.code) for name in _loaded(code)]
    assert names.count("to_integer") + names.count("index_error") == checks


def _codes(code: object) -> list[object]:
    inner = [c for c in code.co_consts if hasattr(c, "co_code")]  # type: ignore[attr-defined]
    return [code, *(found for c in inner for found in _codes(c))]


def _loaded(code: object) -> list[str]:
    import dis

    return [i.argval for i in dis.get_instructions(code) if i.opname == "LOAD_GLOBAL"]  # type: ignore[arg-type]


def test_the_variable_of_a_loop_may_not_pass_its_type() -> None:
    world = MemoryWorld(".")
    outcome = run_program(Source(f"i is int\nFOR i = {MOST} TO {MOST}\nTrace(i)\nEND\nTrace(1)", "x.wl"), world)
    assert world.console.lines == [str(MOST)]
    assert "does not fit an int" in outcome.report
