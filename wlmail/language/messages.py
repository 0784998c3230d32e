"""What the parser says about a line it cannot read: one diagnostic, in words of the language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wlmail.language import slips
from wlmail.language.automaton import ENTERED, ROWS, SIGNS, Token, accepts, keyword_entry
from wlmail.language.diagnostics import Diagnostic
from wlmail.language.lexer import CONTINUING
from wlmail.language.names import fold
from wlmail.language.patterns import WORD

if TYPE_CHECKING:
    from wlmail.language.expressions import Problem
    from wlmail.language.parser import Parser

FRENCH = set("SI SELON POUR TANTQUE TANT BOUCLE AVEC UTILISER QUAND ALORS SINON CAS AUTRE FIN RENVOYER EST UNE".split())  # noqa: SIM905
_LINE_END = re.compile(r"[\r\n]|\Z")


def starts_line(states: list[int]) -> bool:
    return "UNREADABLE" in ROWS[states[-1]]


def unclosed(parser: Parser, token: Token) -> bool:
    """The innermost bracket was left open: the error stands at the start of a later line, or at the end of the text."""
    lexer, saved, text = parser.lexer, parser.saved, parser.text
    assert saved is not None
    opened = lexer.brackets[len(saved.brackets) :]
    if not opened or token[0] == "ERROR":
        return False
    if token[0] in ("_NL", "$END", "_THEN", "_DO"):
        return True
    between = text[opened[-1][1] : token[2]]
    last = max(between.rfind("\n"), between.rfind("\r"))
    return last >= 0 and not between[last:].strip() and token[0] not in ("_RPAR", "_RSQB", "_RBRACE", "_COMMA")


CLOSERS = {"_RPAR": ")", "_RSQB": "]", "_RBRACE": "}", "_RANGE_CLOSE": "]]"}
BRACKETS = {
    "(": "this parenthesis is never closed",
    "[": "this bracket is never closed",
    "[[": "this [[ is never closed",
}
BELONGS = {
    "_ELSE": "IF", "ELSE_IF": "IF", "CASE": "SWITCH", "OTHER_CASE": "SWITCH", "_THEN": "IF", "LOOP_WHILE": "LOOP",
    "_DO": "WHEN",
}  # fmt: skip
FRENCH_OPENER = {"IF": "SI", "SWITCH": "SELON", "LOOP": "BOUCLE", "WHEN": "QUAND"}


def diagnose(parser: Parser, token: Token, problem: Problem | None) -> Diagnostic:
    """The one diagnostic for the error at `token`, in words of the language."""
    terminal, value, start, end = token
    text, lexer = parser.text, parser.lexer
    row = ROWS[parser.states[-1]]
    if problem is not None:
        return Diagnostic(problem.code, problem.message, span=problem.span, hint=problem.hint)
    saved = parser.saved
    if saved is not None and unclosed(parser, token):
        sign, offset = next((b for b in reversed(lexer.brackets) if b[0] in BRACKETS), lexer.brackets[-1])
        message = BRACKETS.get(sign, "this { is never closed")
        if token[0] in ("_NL", "$END") and start >= lexer.end:
            parser.unfinished = True
        return Diagnostic("unclosed-bracket", message, span=(offset, offset + len(sign)))
    if terminal == "ERROR":
        code, message, *hint = value
        if code == "unclosed-text":
            stop = _LINE_END.search(text, start)
            end = stop.start() if stop else end
        if code == "unclosed-lines":
            parser.unfinished = True
        return Diagnostic(code, message, span=(start, end), hint=hint[0] if hint else "")
    shown = _shortened(text[start:end])
    if terminal in CLOSERS:
        if not value and "NUMBER" not in row:
            return Diagnostic("stray-bracket", f"this {shown} closes nothing", span=(start, end))
        if "NUMBER" in row:
            return Diagnostic("operand-expected", f"a value is missing before {shown}", span=(start, end))
        return _unexpected(parser, token, row, shown)
    if terminal in BELONGS and starts_line(parser.states):
        opener = BELONGS[terminal]
        opener = FRENCH_OPENER.get(opener, opener) if fold(shown.split()[0]) in FRENCH | {"FAIRE"} else opener
        return Diagnostic("stray-word", f"this {shown} belongs to no {opener}", span=(start, end))
    if terminal in ("_END", "END") and "_DO" in row:
        word = "FAIRE" if fold(shown) == "FIN" else "DO"
        return Diagnostic("unexpected", f"expected {word} before «{shown}»", span=(start, end))
    if terminal in ("_END", "END") and starts_line(parser.states):
        return Diagnostic("stray-end", f"this {shown} closes nothing", span=(start, end))
    if terminal in ("_NL", "_SEMI", "$END"):
        return _line_ends(parser, row, start)
    if "NUMBER" in row:
        if "DYNAMIC" in row and terminal == "EQ":
            return Diagnostic("type-expected", f"a type is missing before «{shown}»", span=(start, end))
        return Diagnostic(
            "operand-expected",
            f"a value is expected before «{shown}»",
            span=(start, end),
            hint=slips.hint(parser, token, shown),
        )
    return _unexpected(parser, token, row, shown)


def _shortened(text: str) -> str:
    """A piece of the program for a message: its first line, and not too much of it."""
    lines = text.strip().splitlines() or [""]
    return lines[0] if len(lines) == 1 and len(lines[0]) <= 40 else lines[0][:39] + "…"


def _line_ends(parser: Parser, row: dict[str, int], start: int) -> Diagnostic:
    """Something is missing at the end of a line."""
    text = parser.text
    begin = max(parser.ends[-1] - 1, 0)
    place = (begin, begin + 1) if parser.ends[-1] <= start else (start, start)
    after = _shortened(text[parser.starts[-1] : parser.ends[-1]])
    operator = ENTERED[parser.states[-1]] == "operator" and SIGNS.get(parser.values[-1], parser.values[-1])
    if start >= parser.lexer.end and (operator in CONTINUING or re.search(r"\.{3,}[^\r\n]*\Z", text)):
        parser.unfinished = True
    if "NUMBER" in row and "DYNAMIC" in row:
        return Diagnostic("type-expected", f"a type is missing after «{after}»", span=place)
    if "NUMBER" in row:
        return Diagnostic("operand-expected", f"a value is missing after «{after}»", span=place)
    if "NAME" in row and "MEMBER" not in row:
        return Diagnostic("name-expected", f"a name is missing after «{after}»", span=place)
    expected = _expected(parser, row)
    message = f"expected {expected} at the end of this line"
    return Diagnostic("unexpected-end", message, span=place, hint=slips.of_for(parser))


def _unexpected(parser: Parser, token: Token, row: dict[str, int], shown: str) -> Diagnostic:
    expected = _expected(parser, row)
    message = f"expected {expected} before «{shown}»" if expected else f"«{shown}» has no meaning here"
    if no_keyword := slips.no_keyword(parser, token):
        place = (parser.starts[-1], parser.ends[-1])
        return Diagnostic("unexpected", f"«{no_keyword[0]}» is no word of the language", span=place, hint=no_keyword[1])
    hint = slips.hint(parser, token, shown)
    if not hint and expected.startswith(("THEN", "ALORS")) and is_statement(rest_of_line(parser.text, token[2])):
        hint = f"{expected.split()[0]} is missing"
    return Diagnostic("unexpected", message, span=token[2:], hint=hint)


def missing_then(parser: Parser, token: Token) -> Diagnostic:
    """A one-line IF without THEN: a warning, because an operator may be what is missing."""
    found = _unexpected(parser, token, ROWS[parser.states[-1]], _shortened(parser.text[token[2] : token[3]]))
    found.code, found.severity = "missing-then", "warning"
    found.hint += "; what follows is read as the action of this line"
    return found


_STATEMENT = re.compile(
    r"[ \t\xa0]*(?::{0,2}[^\W\d][\w@°.:]*[ \t\xa0]*(?:=(?!=)|\+=|<-|:=|\+\+|--|\(.*\)[ \t\xa0]*(?:;|//|\Z))"
    r"|[^\W\d]\w*(?:,\s*\w+)*[ \t]+(?:is|are|est|sont)\b)",
    re.I,
)


def is_statement(rest: str) -> bool:
    """The rest of a line is a statement of its own: a jump, a call, an assignment, a declaration."""
    word = WORD.match(rest)
    jumps = (
        any(terminal in ("BREAK", "CONTINUE", "RETURN", "GOTO") for terminal, _ in keyword_entry(word[1]) or ())
        if word
        else False
    )
    return jumps or _STATEMENT.match(rest) is not None


def rest_of_line(text: str, start: int) -> str:
    found = _LINE_END.search(text, start)
    return text[start : found.start() if found else len(text)]


def _expected(parser: Parser, row: dict[str, int]) -> str:
    """What can come here, for the statement that is being read."""
    states = parser.states
    french = any(isinstance(v, str) and fold(v.split()[0]) in FRENCH for v in parser.values[-12:] if v)
    for terminal, english, french_word in (
        ("_THEN", "THEN or a new line", "ALORS or a new line"),
        ("_RPAR", "a comma or )", "a comma or )"),
        ("_RSQB", "a comma or ]", "a comma or ]"),
        ("_RANGE_CLOSE", "]]", "]]"),
        ("_RBRACE", "}", "}"),
        ("_COLON", "a colon or a new line", "a colon or a new line"),
        ("TO", "TO", "À"),
        ("_IS", "an operator, IS or the end of the line", "an operator, EST or the end of the line"),
        ("OF", "OF", "DE"),
        ("_NL", "the end of the line", "the end of the line"),
        ("EQ", "=", "="),
        ("_ELSE", "ELSE", "SINON"),
        ("NAME", "a name", "a name"),
        ("CASE", "CASE", "CAS"),
    ):
        if terminal in row and accepts(states, terminal):
            if terminal == "_IS" and not accepts(states, "_NL"):
                return "=" if accepts(states, "EQ") else "EST" if french else "IS"
            if terminal == "EQ" and "AND" in row:
                continue
            return french_word if french else english
    return ""
