"""From the grammar to the tables of the parser: `python -m wlmail.language.tables` writes `_tables.py`.

Lark computes the LALR tables; only this module imports it. A program that runs loads the generated module, which holds
the tables as lines of text: fast to compile, fast to load, and a change of the grammar shows as a readable difference.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lark import Lark

STARTS = ("program", "single_expression")
GENERATED = Path(__file__).with_name("_tables.py")


def grammar_path() -> Path:
    """The grammar: beside the package in a checkout, inside it when installed."""
    package = Path(__file__).parent.parent
    for folder in (package.parent, package):
        path = folder / "grammar" / "wlanguage.lark"
        if path.exists():
            return path
    raise FileNotFoundError("grammar/wlanguage.lark")


def load_grammar(text: str) -> Lark:
    """Lark's parser of the grammar, without a lexer: tokens come from ours."""
    from lark import Lark
    from lark.lexer import Lexer

    class NoLexer(Lexer):
        def __init__(self, conf: object) -> None:
            pass

        def lex(self, *_: Any) -> Iterator[Any]:
            yield from ()

    return Lark(text, parser="lalr", lexer=NoLexer, start=list(STARTS), maybe_placeholders=True)


def rule_shape(rule: Any) -> tuple[int, str, str, tuple[int, ...]]:
    """Length, left side, builder method ("" hands on the one child), kept children (-1: an absent optional).

    A symbol that starts with `_` is not a child.
    """
    kept: list[int] = []
    absent = [len(ones) for ones in "".join(map(str, map(int, rule.options.empty_indices))).split("0")]
    for index, symbol in enumerate(rule.expansion):
        kept += [-1] * (absent[index] if rule.options.empty_indices else 0)
        if not symbol.name.startswith("_"):
            kept.append(index)
    kept += [-1] * (absent[-1] if rule.options.empty_indices else 0)
    return len(rule.expansion), rule.origin.name, rule.alias or "", tuple(kept)


KEYWORD = re.compile(r"(?:[A-Z_]+|\([A-Z_ |]+\))(?:[ |](?:[A-Z_]+|\([A-Z_ |]+\)))*")


def spellings(lark: Lark) -> dict[str, list[str]]:
    """Keyword terminal → its folded spellings, of both languages and mixed."""
    found = {}
    for terminal in lark.terminals:
        text = terminal.pattern.value
        if terminal.pattern.type == "re" and KEYWORD.fullmatch(text):
            found[terminal.name] = [word for way in re.findall(r"(?:\([^)]*\)|[^|])+", text) for word in _expanded(way)]
    return found


def _expanded(way: str) -> list[str]:
    """`(ELSE|SINON) (IF|SI)` → its four spellings."""
    pieces = [piece.strip("()").split("|") for piece in re.findall(r"\([^)]*\)|[^(]+", way)]
    return ["".join(words) for words in itertools.product(*pieces)]


def generate(text: str) -> str:
    """The source text of `_tables.py` for the grammar `text`."""
    lark = load_grammar(text)
    table = lark.parser.parser._parse_table
    rules: dict[Any, int] = {}
    order: list[str] = []
    rows: dict[str, int] = {}
    gotos: dict[str, int] = {}
    states: list[str] = []
    entered = {0: ""}
    nonterminals = {rule.origin.name for rule in lark.rules} | {f"$root_{start}" for start in STARTS}
    numbering = _number(table)
    for old in numbering:
        row: list[str] = []
        goto: list[str] = []
        reductions: set[int] = set()
        for symbol, (action, argument) in sorted(table.states[old].items(), key=lambda item: item[0]):
            if action.name == "Shift":
                target = numbering[argument]
                entered[target] = symbol
                (goto if symbol in nonterminals else row).append(f"{symbol} {target}")
                if symbol not in nonterminals:
                    reductions.add(-1)
            else:
                if argument not in rules:
                    rules[argument] = len(rules)
                    length, origin, method, kept = rule_shape(argument)
                    order.append(f"{length} {origin} {method or '-'} {','.join(map(str, kept))}".strip())
                row.append(f"{symbol} {~rules[argument]}")
                reductions.add(rules[argument])
        if old in table.end_states.values():
            row.append(f"$END {numbering[old]}")
            reductions.add(-1)
        # A state that can only reduce, by one rule, does so without a look at the next token: the lexer then sees
        # the state in which that token will be taken.
        default = reductions.pop() if len(reductions) == 1 else -1
        row_number = rows.setdefault("" if default >= 0 else " ".join(row), len(rows))
        goto_number = gotos.setdefault(" ".join(goto), len(gotos))
        states.append(f"{default} {row_number} {goto_number}")
    starts = {start: numbering[table.start_states[start]] for start in STARTS}
    names = spellings(lark)
    keywords = [f"{terminal} {'|'.join(words)}" for terminal, words in sorted(names.items())]
    signs = [
        f"{t.name} {t.pattern.value}" for t in sorted(lark.terminals, key=lambda t: t.name) if t.pattern.type == "str"
    ]
    ranks = [f"{t.name} {t.priority}" for t in sorted(lark.terminals, key=lambda t: t.name) if t.priority]
    return "\n".join(
        [
            '"""Generated by `python -m wlmail.language.tables` from grammar/wlanguage.lark: do not edit."""',
            "",
            "# ruff: noqa",
            f'GRAMMAR = "{hashlib.sha256(text.encode()).hexdigest()}"',
            f"START = {json.dumps(starts)}",
            *_literal("KEYWORDS", "terminal, folded spellings", keywords),
            *_literal("SIGNS", "terminal, sign", signs),
            *_literal("RANKS", "operator terminal, rank", ranks),
            *_literal("RULES", "length, left side, builder method, kept children", order),
            *_literal("STATES", "rule to reduce whatever follows or -1, row, goto row", states),
            *_literal(
                "ENTERED",
                "the symbol each state is entered by",
                [entered.get(n, "-") or "-" for n in range(len(states))],
            ),
            *_literal("ROWS", "terminal, state to enter or ~rule to reduce", list(rows)),
            *_literal("GOTOS", "nonterminal, state to enter", list(gotos)),
            "",
        ]
    )


def _number(table: Any) -> dict[int, int]:
    """Lark's state numbers differ from run to run: number the states in the order a walk from the starts finds them."""
    order = [table.start_states[start] for start in STARTS]
    seen = set(order)
    for state in order:
        for _, (action, argument) in sorted(table.states[state].items(), key=lambda item: item[0]):
            if action.name == "Shift" and argument not in seen:
                seen.add(argument)
                order.append(argument)
    return {old: new for new, old in enumerate(order)}


def _literal(name: str, meaning: str, lines: list[str]) -> list[str]:
    return [f"# {meaning}", f'{name} = r"""', *lines, '"""']


def main() -> None:
    text = grammar_path().read_text(encoding="utf-8")
    GENERATED.write_text(generate(text), encoding="utf-8")
    print(f"{GENERATED.name} written")


if __name__ == "__main__":
    main()
