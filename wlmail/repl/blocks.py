"""Whether an entry is whole, and how deep its open blocks are: the parser is asked, words are not counted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wlmail.language import syntax
from wlmail.language.names import fold
from wlmail.language.parser import is_incomplete, parse
from wlmail.language.source import Source

INDENT = "    "
DEEPEST = 12
"""Open blocks that are looked for."""
PROCEDURE = re.compile(r"\s*(?:(?:INTERNAL|INTERNE|PRIVATE|PRIVEE?|GLOBALE?)\s+)*PROCEDURE\b")
_END = re.compile(r"\s*(?:END|FIN|ENDIF|FINSI)\b(?!\s*:)")
_ELSE = re.compile(r"\s*(?:ELSE|SINON)\b|\s*(?:CASE|CAS)\s+(?:ERROR|ERREUR|EXCEPTION)\s*:|\s*(?:END|FIN)\s*:")
_CASE = re.compile(r"\s*(?:CASE|CAS|OTHER\s+CASE|AUTRE\s+CAS|OTHER|AUTRE)\b")
_MAY_CLOSE = re.compile(r"END|FIN|[\])}>]|\*/")


def is_whole(text: str, lenient: Iterable[str] = ()) -> bool:
    """The text is an entry that can be answered; what is missing may follow on the next lines otherwise."""
    if not text.strip() or text.lstrip().startswith(":"):
        return True
    source = Source(text, lenient=lenient)
    # An entry may be an expression, which is no statement: `(1 +` goes on as `x = (1 +` does.
    if is_incomplete(source) or (parse(source)[1] and is_incomplete(Source("probe = " + text))):
        return False
    if not PROCEDURE.match(fold(text)):
        return True
    # A procedure without END is whole at any line (language.md 8.7): here it goes on until its END, that is until
    # another statement would be main code.
    program, _ = parse(Source(text + "\nprobe()", lenient=lenient))
    return bool(program.main.statements)


def ends_at_empty_line(text: str) -> bool:
    """What is missing is the rest of an expression: no block, bracket or text of a statement is open."""
    return not is_incomplete(Source(text)) and not PROCEDURE.match(fold(text))


def has_open_block(text: str) -> bool:
    """A block or procedure is open, whatever else is."""
    return bool(PROCEDURE.match(fold(text))) or any(d.code == "unclosed-block" for d in parse(Source(text))[1])


def may_close(line: str) -> bool:
    """A line that could end an open block: asking the parser after each line of a long entry would take long."""
    return _MAY_CLOSE.search(fold(line)) is not None


def goes_on(line: str) -> bool:
    """A line such as ELSE or CASE: it stands where the block began, which goes on after it."""
    return _ELSE.match(fold(line)) is not None or _CASE.match(fold(line)) is not None


def depth(text: str) -> tuple[int, int]:
    """How many levels a line after `text` stands in, and how many of them the END of the innermost block closes.

    What belongs to a CASE is one level deeper than the CASE.
    """
    if not text.strip():
        return 0, 0
    closed, blocks = text, 0
    while not is_whole(closed):
        closed += "\nEND"
        blocks += 1
        if blocks > DEEPEST:
            return 0, 0  # not a block: a bracket or a text
    if not blocks:
        return 0, 0
    program, _ = parse(Source(closed))
    end = len(text.rstrip())
    choices = [node for node in syntax.walk(program) if isinstance(node, syntax.Switch) and node.span[1] > end]
    choices = [node for node in choices if node.cases or node.otherwise is not None]
    return blocks + len(choices), 2 if any(_is_innermost(node, end) for node in choices) else 1


def _is_innermost(node: syntax.Switch, end: int) -> bool:
    """No block inside the SWITCH is open at the end of the text."""
    inside = syntax.walk([case.body for case in node.cases] + [node.otherwise])
    return not any(isinstance(child, syntax.Statement) and child.span[1] > end for child in inside)


def indented(line: str, before: str) -> str:
    """A line with the indentation that it has after the lines `before`; as it is where no block is open."""
    levels, closing = depth(before)
    if not levels:
        return line
    folded = fold(line)
    if (_CASE.match(folded) and closing == 2) or _ELSE.match(folded):
        levels -= 1
    elif _END.match(folded):
        levels -= closing
    return INDENT * max(levels, 0) + line.lstrip()
