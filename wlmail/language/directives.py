"""`<COMPILE IF …>` and `<IF …>` lines (language.md 12): what does not apply becomes blanks, places stay as they are."""

from __future__ import annotations

import re

from wlmail.language.diagnostics import Span
from wlmail.language.names import fold

_QUICK = re.compile(r"^[ \t\xa0]*<[ \t]*(?:COMPILE|IF|SI|ELSE|SINON|END|FIN)\b", re.M | re.I)
TARGETS = {"WINDOWSAPPLICATION", "APPLICATIONWINDOWS", "WINDOWSEXECUTABLE", "EXECUTABLEWINDOWS", "WINDOWS32EXECUTABLE"}


def applies(condition: str) -> bool:
    """The value of a condition of a directive: this is a Windows application; anything unknown is not the case."""
    pieces = re.split(r"[ \t]+(_?(?:AND|ET|OR|OU)_?)[ \t]+", condition.strip().rstrip(">").strip(), flags=re.I)
    value = _test(pieces[0])
    for joint, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        other = _test(piece)
        value = value and other if fold(joint).strip("_") in ("AND", "ET") else value or other
    return value


def _test(text: str) -> bool:
    negated = re.match(r"[ \t]*(?:NOT|PAS)[ \t]+", text, re.I)
    found = re.compile(r"[ \t]*([\w.]+)[ \t]*(<>|=)[ \t]*(?:\"([^\"]*)\"|([\w.]+))").match(
        text, negated.end() if negated else 0
    )
    if found is None:
        return False
    fact, operator = fold(found[1]), found[2]
    wanted = fold(found[3] if found[3] is not None else found[4])
    if fact in ("EXECUTIONTARGET", "CIBLEEXECUTION"):
        same = wanted == fold("WindowsApplication") or wanted in TARGETS
    elif fact in ("CONFIGURATIONTYPE", "TYPECONFIGURATION"):
        same = wanted in TARGETS
    else:
        same = False
    return (same != (operator == "<>")) != bool(negated)


class _Level:
    """An open IF: whether its present part applies, whether some part has, and whether all of it is left out."""

    __slots__ = ("applied", "conditional", "now", "outer", "span")

    def __init__(self, now: bool, conditional: bool, outer: bool, span: Span) -> None:
        self.now = self.applied = now
        self.conditional = conditional
        self.outer = outer
        self.span = span


def filter_directives(text: str) -> tuple[str, list[Span]]:
    """`text` with the lines of directives, and those they leave out, replaced by blanks of the same length.

    Also the places of the `<COMPILE IF …>` that no `<END>` closes.
    """
    if _QUICK.search(text) is None:
        return text, []
    pieces: list[str] = []
    done = 0
    levels: list[_Level] = []
    for found in re.finditer(r"^[ \t\xa0]*(<)[ \t]*([^\W\d]\w*)([^\r\n]*)$", text, re.M):
        word, rest = fold(found[2]), found[3]
        following = re.match(r"[ \t]+([^\W\d]\w*)", rest)
        second = fold(following[1]) if following else ""
        if word == "COMPILE" and second in ("IF", "SI") and following:
            word, rest = second, rest[following.end() :]
        elif word in ("ELSE", "SINON") and second in ("IF", "SI") and following:
            word, rest = "ELSE IF", rest[following.end() :]
        rest = re.sub(r"[ \t]*//[^>]*$", "", rest).strip()
        if not rest.endswith(">") or (word not in ("IF", "SI", "ELSE IF") and rest != ">"):
            continue  # a tag in a multi-line text, a comparison
        kept = not levels or (levels[-1].now and levels[-1].outer)
        span = (found.start(1), found.end())
        if word in ("IF", "SI"):
            levels.append(_Level(applies(rest), True, kept, span))
        elif word in ("MAPPING", "EXTENSION"):
            levels.append(_Level(True, False, kept, span))
        elif word in ("ELSE", "SINON", "ELSE IF") and levels and levels[-1].conditional:
            level = levels[-1]
            level.now = not level.applied and (word != "ELSE IF" or applies(rest))
            level.applied = level.applied or level.now
        elif word in ("END", "FIN") and levels:
            levels.pop()
        else:
            continue
        pieces.append(_keep(text[done : found.start()], kept))
        pieces.append(" " * (found.end() - found.start()))
        done = found.end()
    pieces.append(_keep(text[done:], not levels or (levels[-1].now and levels[-1].outer)))
    return "".join(pieces), [level.span for level in levels if level.conditional]


def _keep(text: str, kept: bool) -> str:
    return text if kept else re.sub(r"[^\r\n]", " ", text)
