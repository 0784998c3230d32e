"""The tables of the grammar as the lexer and the parser use them: rows of actions, keywords, signs, ranks.

`_tables.py` is generated from the grammar (see `tables.py`); this module only splits its lines.
"""

from __future__ import annotations

from sys import intern
from typing import Any

from wlmail.language import _tables as tables
from wlmail.language.names import fold

Row = dict[str, int]
Token = tuple[str, Any, int, int]
"""Terminal, value, start, end."""
Rule = tuple[int, str, str, tuple[int, ...]]
"""Length, left side, builder method ("" hands on the one child), kept children (-1 for an absent one)."""


def _rows(text: str) -> list[Row]:
    """Every line as a dictionary; the names are interned, so that looking one up compares addresses."""
    rows = []
    for line in text.split("\n")[1:-1]:
        words = line.split()
        rows.append(dict(zip(map(intern, words[::2]), map(int, words[1::2]), strict=True)))
    return rows


_STATES = [tuple(map(int, line.split())) for line in tables.STATES.split("\n")[1:-1]]
_ROWS = _rows(tables.ROWS)
DEFAULTS: list[int] = [state[0] for state in _STATES]
ROWS: list[Row] = [_ROWS[state[1]] for state in _STATES]
ENTERED: list[str] = tables.ENTERED.split("\n")[1:-1]


def _rule(line: str) -> Rule:
    length, left, method, *kept = line.split(" ")
    return (
        int(length),
        intern(left),
        "" if method == "-" else method,
        tuple(map(int, kept[0].split(","))) if kept else (),
    )


RULES: list[Rule] = [_rule(line) for line in tables.RULES.split("\n")[1:-1]]


def _keywords() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """First word of a keyword → (terminal, the words after it), longest first; also spellings fused into one word."""
    found: dict[str, set[tuple[str, tuple[str, ...]]]] = {}
    for line in tables.KEYWORDS.split("\n")[1:-1]:
        terminal, words = line.split(" ", 1)
        for spelling in words.split("|"):
            first, *rest = spelling.split(" ")
            found.setdefault(first, set()).add((intern(terminal), tuple(rest)))
            if rest and len(first) > 2:
                found.setdefault(first + "".join(rest), set()).add((intern(terminal), ()))
    return {word: sorted(entries, key=lambda e: (-len(e[1]), e[0] != "FINALLY", e)) for word, entries in found.items()}


KEYWORDS = _keywords()
SIGNS = {sign: intern(name) for name, sign in (line.split(" ", 1) for line in tables.SIGNS.split("\n")[1:-1])}
SIGNS |= {"==": "EQ", "%": "MODULO", "<=": "LE", ">=": "GE", "?": "_QUESTION", ",": "_COMMA", "{": "_LBRACE"}

RANKS = {intern(name): int(rank) for name, rank in (line.split(" ") for line in tables.RANKS.split("\n")[1:-1])}
"""Operator terminal → its rank in an expression."""
_GOTO_ROWS = _rows(tables.GOTOS)
GOTOS: list[Row] = [_GOTO_ROWS[state[2]] for state in _STATES]


def accepts(states: list[int], terminal: str) -> bool:
    """The parser can take `terminal` now; a row alone may promise more than the whole stack allows (LALR)."""
    stack = states[:]
    while True:
        rule = DEFAULTS[stack[-1]]
        if rule < 0:
            action = ROWS[stack[-1]].get(terminal)
            if action is None:
                return False
            if action >= 0:
                return True
            rule = ~action
        length, left = RULES[rule][:2]
        if length:
            del stack[-length:]
        target = GOTOS[stack[-1]].get(left)
        if target is None:
            return False
        stack.append(target)


_ENTRIES: dict[str, list[tuple[str, tuple[str, ...]]] | None] = {}


def keyword_entry(word: str) -> list[tuple[str, tuple[str, ...]]] | None:
    """What keywords start with `word`; None for most words."""
    try:
        return _ENTRIES[word]
    except KeyError:
        if len(_ENTRIES) > 50000:
            _ENTRIES.clear()
        entry = KEYWORDS.get(fold(word))
        if entry is None and len(word) == 1 and word in "lL":
            entry = []
        _ENTRIES[word] = entry
        return entry
