"""The parser: a small loop over the tables of the grammar, with recovery at line ends (language.md 15).

`parse` never raises: whatever the text, it gives a tree and the diagnostics of every line that could not be read.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import Any

from wlmail.language import _tables as tables
from wlmail.language import syntax
from wlmail.language.automaton import DEFAULTS, GOTOS, ROWS, RULES, Token
from wlmail.language.builder import Builder
from wlmail.language.diagnostics import Diagnostic, Span
from wlmail.language.directives import filter_directives
from wlmail.language.expressions import Problem
from wlmail.language.lexer import Lexer
from wlmail.language.source import Source

# Length, left side, builder method, kept children, all of them are kept.
Rule = tuple[int, str, Callable[..., Any] | None, tuple[int, ...], bool]
LINE_START = ["UNREADABLE" in row for row in ROWS]
BIG = 200_000
"""Characters from which on the garbage collector rests while parsing: it would only look at a growing tree."""


def parse(source: Source, start: int = 0) -> tuple[syntax.Program, list[Diagnostic]]:
    """The tree of a program and what is wrong with its text, in the order of the lines. It begins at `start`."""
    parser, program, unclosed = parse_with(Parser, source, start)
    for first, last in unclosed:
        span = (first + start, last + start)
        parser.found.append(Diagnostic("unclosed-directive", "this directive has no <END> (<FIN>)", span=span))
    return program, _placed(parser.found, source)


def parse_with(make: type[Parser], source: Source, start: int = 0) -> tuple[Parser, syntax.Program, list[Span]]:
    """The parser of that class that read a program, the tree, and the places of directives that are not closed."""
    text, unclosed = filter_directives(source.text[start:])
    text = source.text[:start] + text
    resting = len(text) > BIG and gc.isenabled()
    if resting:
        gc.disable()
    try:
        parser = make(text, position=start, lenient=source.lenient)
        program = parser.program()
        if parser.found and parser.lexer.short_else:
            # An ELSE with its action on the same line may or may not own the next END (7.2 rule 4): try the other way.
            other = make(text, position=start, lenient=source.lenient)
            other.lexer.short_end = False
            second = other.program()
            if len(other.found) < len(parser.found):
                parser, program = other, second
        if parser.found and "{" in text:
            from wlmail.language.braces import read_braces

            again = make(text, position=start, lenient=source.lenient)
            parser, program = read_braces(parser, again) or (parser, program)
    finally:
        if resting:
            gc.enable()
    return parser, program, unclosed


def parse_expression(source: Source) -> tuple[syntax.Expression | None, list[Diagnostic]]:
    """The tree of one expression; None, and why, when the text is none."""
    parser = Parser(source.text, "single_expression", lenient=source.lenient)
    expression = parser.expression()
    return expression, _placed(parser.found, source)


def is_incomplete(source: Source) -> bool:
    """The text ends inside an open block, bracket or multi-line text, or after a continuation (for the REPL)."""
    text, unclosed = filter_directives(source.text)
    parser = Parser(text)
    parser.program()
    return parser.unfinished or bool(unclosed)


def _undoubled(piece: str) -> str:
    """Each doubled quote as one, with a blank on its outer side: what follows stays in its place."""
    if '""""' in piece:  # a quote, or an empty text, inside the inner text
        return piece.replace('""', '"')
    parts = piece.split('""')
    return parts[0] + "".join((' "' if i % 2 else '" ') + part for i, part in enumerate(parts[1:], 1))


def _placed(found: list[Diagnostic], source: Source) -> list[Diagnostic]:
    for diagnostic in found:
        diagnostic.source = source
    return sorted(found, key=lambda d: d.span or (0, 0))


class Snapshot:
    """The stacks of the parser and the open brackets at the start of a line."""

    __slots__ = ("brackets", "ends", "position", "starts", "states", "values")

    def __init__(self, parser: Parser) -> None:
        self.states = parser.states[:]
        self.values = parser.values[:]
        self.starts = parser.starts[:]
        self.ends = parser.ends[:]
        self.position = parser.lexer.position
        self.brackets = parser.lexer.brackets[:]

    def restore(self, parser: Parser) -> None:
        parser.states[:] = self.states
        parser.values[:] = self.values
        parser.starts[:] = self.starts
        parser.ends[:] = self.ends
        lexer = parser.lexer
        lexer.brackets[:] = self.brackets
        lexer.previous = "_NL"
        lexer.in_case = lexer.internal = lexer.else_action = False


def _repair(parser: Parser, token: Token, problem: Problem | None) -> bool:
    from wlmail.language.recovery import repair  # only a program with errors pays for it

    return repair(parser, token, problem)


def _report(parser: Parser, token: Token, problem: Problem | None) -> bool:
    from wlmail.language.recovery import report

    return report(parser, token, problem)


class Parser:
    """One parse: the stacks, the lexer that looks at them, and the builder. `start`: a start symbol of the grammar."""

    def __init__(
        self,
        text: str,
        start: str = "program",
        position: int = 0,
        end: int | None = None,
        outer: Parser | None = None,
        lenient: frozenset[str] = frozenset(),
    ) -> None:
        self.text = text
        self.depth: int = outer.depth + 1 if outer is not None else 0
        self.states = [tables.START[start]]
        self.values: list[Any] = [None]
        self.starts = [position]
        self.ends = [position]
        self.lexer = Lexer(text, self.states, position, end)
        self.builder: Builder = outer.builder if outer is not None else Builder(text, self._inner)
        self.found: list[Diagnostic] = []
        if outer is None:
            self.builder.found = self.found
            self.builder.plural = set()
            self.builder.glued = {}
            self.builder.lenient = lenient
        self.unfinished = False
        self.repairs = 0
        self.saved: Snapshot | None = None
        self.rules: list[Rule] = (
            outer.rules
            if outer is not None
            else [
                (
                    length,
                    left,
                    getattr(self.builder, method) if method else None,
                    kept,
                    (len(kept) == length and -1 not in kept) or (length == 1 and not method),
                )
                for length, left, method, kept in RULES
            ]
        )

    def program(self) -> syntax.Program:
        self.run(self.lexer.tokens(), _repair)
        value = self.values[-2] if len(self.values) > 2 else None
        return value if isinstance(value, syntax.Program) else syntax.Program((0, 0), syntax.Body((0, 0), []), [])

    def expression(self) -> syntax.Expression | None:
        if not self.run(self.lexer.tokens(), _report):
            return None
        return self.values[-2]  # type: ignore[no-any-return]

    def _inner(self, start: int, end: int) -> syntax.Expression | None:
        """The expression inside `[%…%]`; None when it is none (3.7)."""
        return self.nested(start, end).expression() if self.depth <= 3 else None

    def nested(self, start: int, end: int) -> Parser:
        """The parser of what stands inside `[%…%]`."""
        piece = self.text[start:end]
        if '""' in piece:  # the quotes of a text inside a text are doubled
            parser = type(self)(self.text[:start] + _undoubled(piece), "single_expression", start)
            parser.depth = self.depth + 1
            return parser
        return type(self)(self.text, "single_expression", start, end, self)

    def remember(self) -> None:
        """Keeps the stacks as they are at the start of a line, where recovery goes back to."""
        self.saved = Snapshot(self)

    def run(self, tokens: Iterator[Token], on_error: Callable[[Parser, Token, Problem | None], bool] | None) -> bool:
        """Shifts and reduces until `tokens` ends or `$END` is taken; False when an error could not be repaired."""
        states, values, starts, ends = self.states, self.values, self.starts, self.ends
        rules, defaults, rows, gotos = self.rules, DEFAULTS, ROWS, GOTOS
        token: Token | None = None
        while True:
            rule = defaults[states[-1]]
            if rule < 0:
                if token is None:
                    if LINE_START[states[-1]]:
                        self.remember()
                    token = next(tokens, None)
                    if token is None:
                        return True
                action = rows[states[-1]].get(token[0])
                if action is None:
                    if on_error is None or not on_error(self, token, None):
                        return False
                    token = None
                    continue
                if action >= 0:
                    states.append(action)
                    values.append(token[1])
                    starts.append(token[2])
                    ends.append(token[3])
                    if token[0] == "$END":
                        return True
                    token = None
                    continue
                rule = ~action
            length, left, method, kept, every = rules[rule]
            try:
                if length == 1 and every:
                    if method is not None:
                        values[-1] = method((starts[-1], ends[-1]), values[-1])
                    states[-1] = gotos[states[-2]][left]
                    continue
                if length:
                    span: Span = (starts[-length], ends[-1])
                    items = values[-length:]
                    if not every:
                        items.append(None)
                        items = [items[index] for index in kept]
                    value = method(span, *items) if method is not None else items[0] if items else None
                    del states[-length:], values[-length:], starts[-length:], ends[-length:]
                else:
                    span = (token[2], token[2]) if token is not None else (ends[-1], ends[-1])
                    value = method(span) if method is not None else None
            except Problem as problem:
                if on_error is None or not on_error(self, token or ("_NL", "", *problem.span), problem):
                    return False
                token = None
                continue
            states.append(gotos[states[-1]][left])
            values.append(value)
            starts.append(span[0])
            ends.append(span[1])
