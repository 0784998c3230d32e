"""`<COMPILE IF …>` and `<IF …>` lines (language.md 12): what does not apply becomes blanks, places stay as they are."""

from __future__ import annotations

import re

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


def filter_directives(text: str) -> str:
    """`text` with the lines of directives, and the lines they leave out, replaced by blanks of the same length."""
    if _QUICK.search(text) is None:
        return text
    pieces: list[str] = []
    done = 0
    open_ifs: list[list[bool]] = []  # [this part applies, some part has applied, it is an IF at all]
    for found in re.finditer(r"^[ \t\xa0]*<[ \t]*([^\W\d]\w*)([^\r\n]*)$", text, re.M):
        word, rest = fold(found[1]), found[2]
        following = re.match(r"[ \t]+([^\W\d]\w*)", rest)
        second = fold(following[1]) if following else ""
        if word == "COMPILE" and second in ("IF", "SI") and following:
            word, rest = second, rest[following.end() :]
        elif word in ("ELSE", "SINON") and second in ("IF", "SI") and following:
            word, rest = "ELSE IF", rest[following.end() :]
        kept = all(level[0] for level in open_ifs)
        if word in ("IF", "SI"):
            now = applies(rest)
            open_ifs.append([now, now, True])
        elif word in ("MAPPING", "EXTENSION") and rest.strip() == ">":
            open_ifs.append([True, True, False])
        elif word in ("ELSE", "SINON", "ELSE IF") and open_ifs and open_ifs[-1][2]:
            now = not open_ifs[-1][1] and (word != "ELSE IF" or applies(rest))
            open_ifs[-1][:2] = [now, open_ifs[-1][1] or now]
        elif word in ("END", "FIN") and rest.strip() == ">" and open_ifs:
            open_ifs.pop()
        elif word not in ("ELSE", "SINON", "END", "FIN"):
            continue
        pieces.append(_keep(text[done : found.start()], kept))
        pieces.append(" " * (found.end() - found.start()))
        done = found.end()
    pieces.append(_keep(text[done:], all(level[0] for level in open_ifs)))
    return "".join(pieces)


def _keep(text: str, kept: bool) -> str:
    return text if kept else re.sub(r"[^\r\n]", " ", text)
