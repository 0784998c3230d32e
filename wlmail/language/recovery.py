"""What the parser does with a line it cannot read: one diagnostic, then on with the next line.

The parser's stacks go back to the start of the line. A line that opened or continued a block is taken as the same
opener with a `Wrong` expression, so that the blocks around it stay whole; any other becomes an `Unreadable`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wlmail.language import syntax
from wlmail.language.automaton import ENTERED, ROWS, Row, Token, accepts
from wlmail.language.diagnostics import Diagnostic
from wlmail.language.lexer import Lexer
from wlmail.language.messages import FRENCH, diagnose, is_statement, missing_then, rest_of_line, unclosed
from wlmail.language.names import fold
from wlmail.language.patterns import TOKEN, WORD
from wlmail.language.slips import meant_opener

if TYPE_CHECKING:
    from wlmail.language.expressions import Problem
    from wlmail.language.parser import Parser, Snapshot

# Openers of blocks, and what stands for the line when the rest of it cannot be read (a line end follows).
INSTEAD = {
    "IF": ("IF", "WRONG"), "ELSE_IF": ("ELSE_IF", "WRONG"), "_ELSE": ("_ELSE",), "SWITCH": ("SWITCH", "WRONG"),
    "CASE": ("CASE", "WRONG"), "OTHER_CASE": ("OTHER_CASE",), "WHILE": ("WHILE", "WRONG"), "LOOP": ("LOOP",),
    "WITH": ("WITH", "WRONG"), "USING": ("USING", "WRONG", "IN"), "FOR_EACH": ("FOR_EACH", "WRONG"),
    "FOR": ("FOR", "WRONG", "EQ", "WRONG", "TO", "WRONG"), "WHEN_IN": ("WHEN_IN",), "WHEN": ("WHEN",), "_DO": ("_DO",),
    "_END": ("_END",), "END": ("END",), "LOOP_WHILE": ("LOOP_WHILE", "WRONG"), "PROCEDURE": ("PROCEDURE", "NAME"),
    "INTERNAL_PROCEDURE": ("INTERNAL_PROCEDURE", "NAME"), "STRUCTURE": ("NAME", "_IS", "STRUCTURE"),
    "ENUMERATION": ("NAME", "_IS", "ENUMERATION"), "CLASS": ("NAME", "_IS", "CLASS"),
}  # fmt: skip
OPENERS = {"IF", "SWITCH", "FOR", "FOR_EACH", "WHILE", "LOOP", "WITH", "USING", "WHEN_IN", "WHEN", "INTERNAL_PROCEDURE"}
FORMS = {"STRUCTURE", "ENUMERATION", "COMBINATION", "COMPOSED", "CLASS", "INTERFACE", "_CONSTANT"}

# Values of the tokens that stand for a line that could not be read.
STAND_INS = {"EQ": "="}

_HEAD_START = re.compile(r"(?:\s|//[^\r\n]*[\r\n]|/\*[\s\S]*?\*/|\w)*")
_BLANKS = re.compile(r"[ \t\xa0]*")
_LINE = re.compile(r"[\r\n]\s*(?=\S)")
_LINE_END = re.compile(r"[\r\n]|\Z")
_CONTINUED = re.compile(r"\.{3,}[ \t\xa0]*(?://[^\r\n]*)?\Z")
_LINES_OPEN = re.compile(r"[=(,+\w][ \t\xa0]*\[([\"`]?)[ \t\xa0]*\Z")
_LINES_CLOSE = re.compile(r"[\r\n][ \t\xa0]*[\"`]?\]")
_THEN = re.compile(r"\b(?:THEN|ALORS)\b[ \t\xa0]*([^\s;/])", re.I)
_HEAD_NAME = re.compile(
    r"\b(?:PROC[EÉé]DURE|FUNCTION|FONCTION)\s+(?:[^\W\d]\w*\s+)*?([^\W\d][\w@°]*)\s*(?=[^\w\s]|$)", re.I
)
_STATEMENT = re.compile(
    r"[ \t\xa0]*(?:[^\W\d][\w@°.:]*[ \t\xa0]*(?:=(?!=)|\+=|<-|:=)|[^\W\d]\w*(?:,\s*\w+)*[ \t]+(?:is|are|est|sont)\b)",
    re.I,
)


def report(parser: Parser, token: Token, problem: Problem | None) -> bool:
    """Where there is no line to go on with: only the diagnostic."""
    parser.found.append(diagnose(parser, token, problem))
    return False


def repair(parser: Parser, token: Token, problem: Problem | None) -> bool:
    """Reports the error at `token` and brings the parser to the next line; False gives up."""
    saved, lexer = parser.saved, parser.lexer
    text = parser.text
    parser.repairs += 1
    if problem is None and _lacks_then(parser, token):
        parser.found.append(missing_then(parser, token))
        lexer.position, lexer.previous = token[2], "_THEN"
        return parser.run(iter([("_THEN", "", token[2], token[2])]), None)
    if saved is None or parser.repairs > 2 * text.count("\n") + 100:
        return False  # a bug here must not become an endless loop
    if problem is None and _ends_blocks(parser, token, saved):
        saved.restore(parser)
        parser.unfinished = parser.unfinished or token[0] == "$END"
        lexer.position = saved.position
        return _close_blocks(parser, token)
    told = diagnose(parser, token, problem)
    if parser.found and (parser.found[-1].code, parser.found[-1].span) == (told.code, told.span):
        return False  # no step forward since
    parser.found.append(told)
    if token[0] == "ERROR" and token[1][0] == "too-deep":
        return False
    resume = _resume(parser, token, problem)
    first, *word = _first_terminal(parser, saved)
    if problem is not None and problem.code == "false-end":
        first = "_END" if "_END" in ROWS[saved.states[-1]] else "END"
    deeper = _goes_deeper(text, word[0], resume)
    if first == "NAME" and deeper and len(parser.states) <= len(saved.states) + 1:
        first = meant_opener(text, text[word[0] : word[1]], word[0]) or first
    saved.restore(parser)
    line = text[saved.position : resume]
    rest = text[max(token[2], saved.position) : resume]
    instead = _instead(first, line, rest, ROWS[saved.states[-1]], deeper)
    place = (word[0], max(word[0], word[0] + len(text[word[0] : resume].rstrip())))
    for attempt in (instead, ("UNREADABLE",)):
        if attempt is None:
            continue
        name = _HEAD_NAME.search(line)
        at = place if attempt == ("UNREADABLE",) else (word[0], word[1])
        tokens = [(t, (name[1] if name else "_") if t == "NAME" else STAND_INS.get(t, t), *at) for t in attempt]
        lexer.position = resume
        lexer.previous = "UNREADABLE"
        if parser.run(iter(tokens), None):
            lexer.previous = "UNREADABLE"
            return True
        saved.restore(parser)
    return False


def _lacks_then(parser: Parser, token: Token) -> bool:
    """A statement follows the condition of an IF on its line, without THEN. Programs have that; WINDEV takes it."""
    text, saved = parser.text, parser.saved
    if token[0] == "ERROR" or not accepts(parser.states, "_THEN"):
        return False
    rest = rest_of_line(text, token[2])
    if next((ENTERED[s] for s in reversed(parser.states) if ENTERED[s] in ("IF", "ELSE_IF")), "") != "IF":
        return False
    line = _LINE.match(text, saved.position - 1) if saved else None
    start = line.end() if line else saved.position if saved else 0
    return is_statement(rest) and not _THEN.search(rest) and not _goes_deeper(text, start, token[2] + len(rest))


def _ends_blocks(parser: Parser, token: Token, saved: Snapshot) -> bool:
    """The end of the text, or the head of a procedure, stands where blocks are still open."""
    if token[0] in ROWS[saved.states[-1]]:
        return False
    if token[0] == "$END":
        return parser.states == saved.states
    return token[0] == "PROCEDURE" and _HEAD_START.fullmatch(parser.text, saved.position, token[2]) is not None


def _first_terminal(parser: Parser, saved: Snapshot) -> tuple[str, int, int]:
    """The first terminal of the line and its place, read again; a structure is told by the word after IS."""
    saved.restore(parser)
    lexer = parser.lexer
    lexer.position = saved.position
    first, _, start, stop = next(lexer.tokens())
    if first == "MODIFIER":
        match = re.compile(r"[\w \t]*?\b(?:PROC[EÉé]DURE|FUNCTION|FONCTION)\b", re.I).match(parser.text, saved.position)
        if match:
            first = "INTERNAL_PROCEDURE" if re.search(r"\bINTERN", match[0], re.I) else "PROCEDURE"
    if first in ("NAME", "MODIFIER"):
        match = re.compile(r"\s*[^\W\d]\w*\s+(?:is|est)\s+(?:(?:an?|une?)\s+)?([^\W\d]\w*)", re.I).match(
            parser.text, saved.position
        )
        word = fold(match[1]) if match else ""
        if word.startswith("STRUCT"):
            first = "STRUCTURE"
        elif word.startswith(("ENUM", "COMBIN")):
            first = "ENUMERATION"
        elif word in ("CLASS", "CLASSE"):
            first = "CLASS"
    return first, start, stop


def _goes_deeper(text: str, start: int, stop: int) -> bool:
    """The line after the one at `start` to `stop` is indented deeper: it is inside the block that line opens."""
    following = _LINE.search(text, stop)
    return following is not None and _indentation(text, following.end()) > _indentation(text, start)


def _instead(first: str, line: str, rest: str, row: Row, deeper: bool) -> tuple[str, ...] | None:
    if first == "ELSE_IF" and _THEN.search(line):
        return None  # its block is the rest of its line
    if first == "IF" and (_THEN.search(line) or (is_statement(rest) and not deeper)):
        return None  # a one-line IF opens no block
    if first in ("_END", "END") and "_DO" in row:
        return ("_DO", "_END")
    if first == "_ELSE" and line.strip()[4:].strip():
        return ("_ELSE",)
    return INSTEAD.get(first)


def _resume(parser: Parser, token: Token, problem: Problem | None) -> int:
    """Where reading goes on: the end of the line, past its continuations and brackets."""
    text, lexer, saved = parser.text, parser.lexer, parser.saved
    assert saved is not None
    start = max(token[2], saved.position)
    if problem is not None:
        start = max(start, problem.span[1])
        if token[0] in ("_NL", "_SEMI"):
            start = token[2]
    opened = lexer.brackets[len(saved.brackets) :]
    if opened and problem is None:
        if unclosed(parser, token):
            before = text.rfind("\n", 0, start)
            before = max(before, text.rfind("\r", 0, start))
            if token[0] in ("_NL", "$END") and start >= lexer.end:
                start = opened[-1][1]
            elif token[0] != "_NL" and before > saved.position and not text[before:start].strip():
                start = text.rfind("\n", 0, before + 1) if text[before] == "\n" else before
                return max(start, saved.position)
        else:
            balanced = _balanced(lexer, start, len(opened))
            if balanced:
                start = balanced
    while True:
        found = _LINE_END.search(text, start, lexer.end)
        stop = found.start() if found else lexer.end
        line = text[max(saved.position, text.rfind("\n", 0, stop) + 1) : stop]
        if stop < lexer.end and _CONTINUED.search(line):
            start = stop + (2 if text.startswith("\r\n", stop) else 1)
            continue
        opening = _LINES_OPEN.search(line)
        if stop < lexer.end and opening and opening[1] not in lexer.no_closing:
            closing = _LINES_CLOSE.search(text, stop, lexer.end)
            if closing:
                start = closing.end()
                continue
            lexer.no_closing.add(opening[1])
        return stop


def _balanced(lexer: Lexer, start: int, depth: int) -> int:
    """The place after the bracket that closes the last of `depth` open ones, within the next lines; 0 if none does."""
    text, position, end, lines = lexer.text, start, lexer.end, 0
    while position < end:
        found = TOKEN.match(text, position, end)
        if found is None or found.lastgroup == "end":
            return 0
        sign = found[found.lastgroup or 0]
        position = found.end()
        if found.lastgroup == "newline":
            lines += 1
            word = WORD.match(text, position)
            if lines > 30 or _STATEMENT.match(text, position) or (word and lexer.opens_statement(word)):
                return 0
        elif found.lastgroup == "sign":
            depth += (
                sign.count("(")
                + sign.count("[")
                + sign.count("{")
                - sign.count(")")
                - sign.count("]")
                - sign.count("}")
            )
            if depth <= 0:
                return position
    return 0


# --- Blocks that are never closed ------------------------------------------------------------------------------------


def _close_blocks(parser: Parser, token: Token) -> bool:
    """Reports every block that is still open and closes it, so that a procedure or the end of the text can follow."""
    states = parser.states
    openers = [i for i, state in enumerate(states) if ENTERED[state] in OPENERS or ENTERED[state] in FORMS]
    for index, following in zip(openers, [*openers[1:], len(states)], strict=False):
        symbol, start, end = ENTERED[states[index]], parser.starts[index], parser.ends[index]
        guilty = _guilty(parser.text, start, parser.values[index + 1 : following])
        if guilty is not None and (word := WORD.match(parser.text, guilty)):
            symbol, start, end = "IF", guilty, word.end()
        parser.found.append(_open_block(parser, symbol, start, end))
    at = token[2]
    for _ in range(len(states)):
        row = ROWS[states[-1]]
        if token[0] in row:
            return True
        closers = [t for t in ("_END", "_DO", "_RBRACE") if t in row]
        if not closers:
            break
        feed: list[Token] = [(closers[0], "", at, at)]
        if closers[0] == "_END":
            feed.append(("_NL", "", at, at))
        if not parser.run(iter(feed), None):
            break
    # Nothing closes what is open (the block of a function inside an expression): drop it.
    while len(states) > 2 and token[0] not in ROWS[states[-1]]:
        for stack in (states, parser.values, parser.starts, parser.ends):
            stack.pop()
    return token[0] in ROWS[states[-1]]


def _guilty(text: str, opener: int, values: list[object]) -> int | None:
    """Where the block starts that really lacks an END, told by the indentation; None when it does not tell.

    An END closes the innermost block, so the outermost is left open whichever was forgotten. A block inside that is
    indented deeper than the END it took has taken the END of another.
    """
    level = _indentation(text, opener)
    found = None
    inside = [statement for value in values if isinstance(value, list) for statement in value]
    while inside:
        for statement in inside:
            if isinstance(statement, syntax.Statement) and _statements(statement):
                start, end = statement.span
                last = _indentation(text, end - 1)
                if "\n" in text[start:end] and _indentation(text, start) > last >= level:
                    found = start
                    inside = _statements(statement)
                    break
        else:
            return found
    return found


def _indentation(text: str, offset: int) -> int:
    line = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    blanks = _BLANKS.match(text, line)
    return len(blanks[0].expandtabs(4)) if blanks else 0


def _statements(node: syntax.Statement) -> list[object]:
    """The statements directly inside a block."""
    found: list[object] = []
    for field in ("body", "otherwise", "handler"):
        value = getattr(node, field, None)
        found += value if isinstance(value, list) else value.statements if isinstance(value, syntax.Body) else []
    for part in [*getattr(node, "branches", ()), *getattr(node, "cases", ())]:
        found += part.body
    return found


def _open_block(parser: Parser, symbol: str, start: int, stop: int) -> Diagnostic:
    word = parser.text[start:stop] or symbol
    end = "FIN" if fold(word.split()[0]) in FRENCH or not word.isascii() else "END"
    if symbol in FORMS or symbol == "INTERNAL_PROCEDURE":
        end = "END"
        line = parser.text[start : start + 200].splitlines()[0]
        if re.search(r"\b(est|interne|constante|classe)\b", line, re.I):
            end = "FIN"
    hint = f"close it with {end}"
    return Diagnostic("unclosed-block", f"this {word} has no {end}", span=(start, stop), hint=hint)
