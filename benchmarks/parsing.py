"""How fast a program is parsed, beside stock Lark over the same grammar, and how much memory its tree takes.

    python benchmarks/parsing.py [ROUNDS]

The text: 10,000 lines from the samples and the programs of tests/spec, each as a procedure. Each round parses it, in
turn in one process, with

    wlmail              lexer, parser, and the tree with its positions
    Lark                Lark's LALR driver over grammar/wlanguage.lark, with the tree it makes by itself
    Lark, positions     the same with propagate_positions

Lark cannot read the text by itself: the grammar needs our lexer. It is given the tokens ready-made, so that its rows
hold no time for lexing. Prints medians in lines a second, the ratio to wlmail, and the bytes of our tree for each line.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lark import Lark, Token
from lark.lexer import Lexer

from wlmail.language import lexer, tables
from wlmail.language.parser import Parser, parse
from wlmail.language.source import Source

ROOT = Path(__file__).parent.parent
LINES = 10_000


def text_of(lines: int) -> str:
    """Some more lines than that of programs that are right; each may come more than once."""
    pieces = []
    for path in sorted([*ROOT.glob("samples/**/*.wl"), *ROOT.glob("tests/spec/**/*.wl")]):
        try:
            piece = f"PROCEDURE Piece_{len(pieces)}()\n" + path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if "\n<" not in piece and not parse(Source(piece))[1]:  # directives are not the grammar's
            pieces.append(piece)
    text, i = "", 0
    while text.count("\n") < lines:
        text += pieces[i % len(pieces)] + "\n"
        i += 1
    return text


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text as Lark knows them, with their places."""
    parser, taken = Parser(text), []
    source = Source(text)

    def recorded() -> Iterator[lexer.Token]:
        for token in parser.lexer.tokens():
            taken.append(token)
            yield token

    if not parser.run(recorded(), None):
        raise SystemExit("the text has syntax errors")
    found = []
    for terminal, value, start, end in taken[:-1]:  # Lark adds its own $END
        place, close = source.position(start), source.position(end)
        found.append(Token(terminal, str(value), start, *place, *close, end))
    return found


def stock(grammar: str, tokens: list[Token], *, positions: bool) -> Lark:
    class Ready(Lexer):
        def __init__(self, conf: object) -> None:
            pass

        def lex(self, *_: Any) -> Iterator[Token]:
            return iter(tokens)

    return Lark(
        grammar, parser="lalr", lexer=Ready, start="program", maybe_placeholders=True, propagate_positions=positions
    )


def bytes_of_tree(text: str) -> float:
    """Of what parsing leaves, for each line of the text."""
    source = Source(text)
    gc.collect()
    tracemalloc.start()
    tree = parse(source)
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert not tree[1]
    return size / text.count("\n")


def main(rounds: int) -> None:
    text = text_of(LINES)
    lines = text.count("\n")
    grammar = tables.grammar_path().read_text(encoding="utf-8")
    tokens = tokens_of(text)
    plain, placed = (stock(grammar, tokens, positions=positions) for positions in (False, True))
    runs: dict[str, Callable[[], Any]] = {
        "wlmail": lambda: parse(Source(text)),
        "Lark": lambda: plain.parse(text),
        "Lark, positions": lambda: placed.parse(text),
    }
    times: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(rounds + 1):
        for name, run in runs.items():
            gc.collect()
            started = time.process_time()  # other work on the machine does not count
            run()
            if turn:  # the first warms up
                times[name].append(time.process_time() - started)
    print(f"{lines} lines, {len(tokens)} tokens, {rounds} rounds, Python {sys.version.split()[0]}")
    for name, values in times.items():
        ratio = statistics.median(value / own for value, own in zip(values, times["wlmail"], strict=True))
        print(f"{name:16} {lines / statistics.median(values):8.0f} lines/s   {1 / ratio:5.2f} x")
    print(f"the tree: {bytes_of_tree(text):.0f} bytes a line")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
