"""The grammar is the one definition of the language: the generated tables are those of the grammar, and stock Lark,
driven by the same tokens, makes the same trees."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lark import Lark, Token
from lark.parsers.lalr_parser import _Parser

from wlmail.language import automaton, lexer, patterns, tables
from wlmail.language.parser import Parser, parse
from wlmail.language.source import Source
from wlmail.language.syntax import Program, dump

ROOT = Path(__file__).parent.parent
PROGRAMS = sorted([*ROOT.glob("samples/*.wl"), *ROOT.glob("tests/spec/language/*.wl")])


@pytest.fixture(scope="module")
def grammar() -> str:
    return tables.grammar_path().read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def lark(grammar: str) -> Lark:
    return tables.load_grammar(grammar)


def output(code: str, **environment: str) -> str:
    """What a fresh Python prints."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=ROOT, check=True, env=environment)
    return done.stdout


def test_tables_are_those_of_the_grammar(grammar: str) -> None:
    assert tables.GENERATED.read_text(encoding="utf-8") == tables.generate(grammar), (
        "the grammar has changed: run python -m wlmail.language.tables"
    )


def test_generation_does_not_depend_on_the_hash_seed(grammar: str) -> None:
    code = "from wlmail.language.tables import *; print(generate(grammar_path().read_text('utf-8')), end='')"
    assert output(code, PYTHONHASHSEED="7", PYTHONUTF8="1") == tables.generate(grammar)


def test_every_method_named_in_the_grammar_exists(lark: Lark) -> None:
    builder = Parser("").builder
    assert [rule.alias for rule in lark.rules if rule.alias and not callable(getattr(builder, rule.alias, None))] == []


def test_a_rule_without_method_hands_on_one_child(lark: Lark) -> None:
    shapes = [tables.rule_shape(rule) for rule in lark.rules]
    assert [shape for shape in shapes if not shape[2] and len(shape[3]) > 1] == []


def test_the_lexer_reads_every_sign_of_the_grammar() -> None:
    for sign in automaton.SIGNS:
        found = patterns.TOKEN.match(sign + " ")
        assert found is not None
        assert found["sign"] == sign


def test_keywords_are_folded_and_of_both_languages(lark: Lark) -> None:
    spellings = tables.spellings(lark)
    assert {"IF", "SI"} <= set(spellings["IF"])
    assert {"FOR EACH", "POUR CHAQUE"} <= set(spellings["FOR_EACH"])
    assert spellings["ELSE_IF"] == ["ELSE IF", "ELSE SI", "SINON IF", "SINON SI"]
    assert set(spellings["_INHERITS"]) >= {"HERITE", "INHERITS", "HERITE OF", "INHERITS DE"}
    assert all(re.fullmatch("[A-Z_ ]+", word) for words in spellings.values() for word in words)
    assert set(lexer.STRUCTURAL | lexer.VALUES | lexer.HANDLERS | lexer.OPENING_WORDS) <= set(spellings)


def test_running_a_program_does_not_import_lark() -> None:
    code = (
        "import sys; from wlmail.language.parser import parse; from wlmail.language.source import Source;"
        "parse(Source('x = 1')); print([m for m in ('lark', 'asyncio', 'ssl', 'decimal') if m in sys.modules])"
    )
    assert output(code) == "[]\n"


# --- Differential: Lark's own driver over the same tokens ------------------------------------------------------------


class Taken(Token):
    """A token of ours as Lark knows it: a text, with the value our builder wants."""

    payload: Any


class Replay:
    """Lark's idea of a lexer: gives the tokens that our parser took."""

    def __init__(self, tokens: list[lexer.Token]) -> None:
        self.tokens = tokens

    def lex(self, _state: object) -> Iterator[Taken]:
        for terminal, value, start, end in self.tokens:
            token = Taken(terminal, str(value), start, end_pos=end)
            token.payload = value
            yield token


def taken_tokens(text: str) -> list[lexer.Token]:
    parser, taken = Parser(text), []

    def recorded() -> Iterator[lexer.Token]:
        for token in parser.lexer.tokens():
            taken.append(token)
            yield token

    assert parser.run(recorded(), None)
    return taken[:-1]  # Lark adds its own $END


def callback(rule: Any, builder: object) -> Callable[[list[Any]], Any]:
    """What Lark calls for a reduction; values on its stack are (value, start, end) or tokens."""
    _, _, method, kept = tables.rule_shape(rule)

    def reduce(children: list[Any]) -> tuple[Any, int, int]:
        triples = [(c.payload, c.start_pos, c.end_pos) if isinstance(c, Taken) else c for c in children]
        start, end = (triples[0][1], triples[-1][2]) if triples else (0, 0)
        items = [triples[index][0] if index >= 0 else None for index in kept]
        if method:
            return getattr(builder, method)((start, end), *items), start, end
        return (items[0] if items else None), start, end

    return reduce


def stock_tree(lark: Lark, text: str) -> Program:
    builder = Parser(text).builder
    callbacks = {rule: callback(rule, builder) for rule in lark.rules}
    driver = _Parser(lark.parser.parser._parse_table, callbacks)
    return driver.parse(Replay(taken_tokens(text)), "program")[0]  # type: ignore[no-any-return]


def without_places(node: Program) -> str:
    return re.sub(r", \(\d+, \d+\)", "", dump(node))


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.name)
def test_stock_lark_makes_the_same_tree(lark: Lark, path: Path) -> None:
    text = Source.read(path).text
    program, found = parse(Source(text))
    if found or re.search(r"^\s*<", text, re.M):
        pytest.skip("recovery and directives are not the grammar's")
    assert without_places(stock_tree(lark, text)) == without_places(program)
