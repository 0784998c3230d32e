"""The printer: what it writes parses to the same tree, in both languages, for whatever tree the grammar can make."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from printer import print_program
from programs import CORPUS, FORMS, corpus, expressions, programs

from wlmail.language.diagnostics import render
from wlmail.language.parser import parse
from wlmail.language.source import Source
from wlmail.language.syntax import Body, Expression, Program, Return, dump

ROOT = Path(__file__).parent
PROGRAMS = sorted([*ROOT.glob("spec/*/*.wl"), *ROOT.parent.glob("samples/*.wl")])


def shape(program: Program) -> str:
    """The tree without the places."""
    return re.sub(r", \(\d+, \d+\)", "", dump(program))


def check_round_trip(program: Program) -> None:
    for french in (False, True):
        text = print_program(program, french=french)
        again, found = parse(Source(text))
        assert not found, "\n".join(map(render, found))
        assert shape(again) == shape(program), text


@pytest.mark.parametrize("text", FORMS)
def test_every_form_of_the_reference_parses_and_prints(text: str) -> None:
    program, found = parse(Source(text))
    assert found == []
    assert program.main.statements or program.procedures or text.startswith(("//", "LOCAL"))
    check_round_trip(program)


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_programs_print(path: Path) -> None:
    program, found = parse(Source.read(path))
    if found:
        pytest.skip("a program with errors is not printed")
    check_round_trip(program)


# What fails is shown with its place: shrinking such trees would take minutes.
GENERATED = settings(deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.reuse, Phase.generate])


@settings(GENERATED, max_examples=250)
@given(expressions)
def test_whatever_expression_the_grammar_can_make_prints_and_parses_to_itself(made: Expression) -> None:
    check_round_trip(Program((0, 0), Body((0, 0), [Return((0, 0), made)]), []))


@settings(GENERATED, max_examples=50)
@given(programs())
def test_whatever_the_grammar_can_make_prints_and_parses_to_itself(program: Program) -> None:
    check_round_trip(program)


def test_a_program_as_it_is_printed() -> None:
    text = """FOR EACH STRING s OF x SEPARATED BY ";"
IF NOT s IN ("a", "b") THEN t[[1]] += [","] + (n + 1) * -2
END"""
    assert print_program(parse(Source(text))[0], french=True) == (
        'POUR TOUTE CHAÎNE s DE x SÉPARÉE PAR ";"\n'
        '\tSI PAS s DANS ("a", "b") ALORS\n\t\tt[[1]] += [","] + (n + 1) * -2\n'
        "\tFIN\nFIN\n"
    )
    assert "FOR EACH STRING s OF x SEPARATED BY" in print_program(parse(Source(text))[0])


def test_a_program_that_could_not_be_read_is_not_printed() -> None:
    with pytest.raises(ValueError, match="Unreadable"):
        print_program(parse(Source("x = = 1"))[0])


def test_the_corpus_parses_and_prints() -> None:
    if CORPUS not in os.environ:
        pytest.skip(f"{CORPUS} names no folder of WINDEV elements in text format")
    wrong, count = [], 0
    for place, text in corpus():
        count += 1
        program, found = parse(Source(text))
        errors = [d for d in found if d.severity == "error"]
        if not errors:
            check_round_trip(program)
        elif [d.code for d in errors] != ["braces"]:
            wrong += [f"{place}: {d.message}" for d in errors]
    assert count
    assert wrong == []
