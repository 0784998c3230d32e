"""Entries from standard input that is no terminal: read, run and answered without prompts."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from wlmail.language.names import fold
from wlmail.repl.blocks import PROCEDURE, ends_at_empty_line, goes_on, has_open_block, may_close

if TYPE_CHECKING:
    from wlmail.repl.conversation import Conversation


def answer_all(talk: Conversation, file: str = "") -> None:
    """Runs a file, if there is one, then answers the entries of standard input."""
    if file:
        from wlmail.repl.commands import load

        load(talk, file)
    answer_lines(talk, standard_input())


def answer_lines(talk: Conversation, lines: Iterable[str]) -> None:
    """Answers entries that come as lines.

    A procedure without END ends at an empty line, unless its END comes later; so does an expression that is not whole.
    A block that is still open at the end of the input ends where its indentation does: what follows is not lost.
    """
    while (rest := _answer_whole_ones(talk, iter(lines))) and rest.strip():
        entry, lines = _broken_off(rest)
        if not talk.answer(entry):
            return


def _answer_whole_ones(talk: Conversation, coming: Iterator[str]) -> str:
    """Answers the entries that are whole; gives what is left at the end, "" when the user wants to leave."""
    entry, in_block = "", False
    while (line := next(coming, None)) is not None:
        text = line.rstrip("\r\n")
        if not text.strip() and PROCEDURE.match(fold(entry)):
            rest = list(coming)
            length = _length_of_rest(talk, entry + "\n", rest)
            entry += "\n" + "".join(rest[:length])
            coming = iter(rest[length:])
        else:
            entry += text
            if not text.strip() and entry.strip() and ends_at_empty_line(entry):
                pass
            elif (in_block and not may_close(text)) or not talk.is_whole(entry):
                in_block = in_block or has_open_block(entry)
                entry += "\n"
                continue
        if not talk.answer(entry):
            return ""
        entry, in_block = "", False
    return entry


def _broken_off(entry: str) -> tuple[str, list[str]]:
    """An entry that its end does not close, up to the line that stands again where it began, and the lines after it.

    All of it where nothing is indented: then no line tells more than another.
    """
    lines = entry.splitlines(keepends=True)
    inside = False
    for count, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        if _indentation(line) > _indentation(lines[0]):
            inside = True
        elif not inside:
            break
        elif not goes_on(line):
            cut = count - line.startswith(":")  # a command of ours belongs to nothing
            return "".join(lines[:cut]), lines[cut:]
    return entry, []


def _indentation(line: str) -> int:
    text = line.expandtabs(4)
    return len(text) - len(text.lstrip())


def _length_of_rest(talk: Conversation, entry: str, lines: list[str]) -> int:
    """How many of the lines belong to a procedure that has begun: those up to its END; none without one."""
    for count, line in enumerate(lines, 1):
        entry += line
        if PROCEDURE.match(fold(line)):
            return 0
        if fold(line.strip()).startswith(("END", "FIN")) and talk.is_whole(entry):
            return count
    return 0


def standard_input() -> Iterator[str]:
    """The lines of standard input; bytes that are no UTF-8 are taken as Windows-1252."""
    if sys.stdin is None:
        return
    raw = getattr(sys.stdin, "buffer", None)
    if raw is None:
        yield from sys.stdin
        return
    while line := raw.readline():
        try:
            yield line.decode("utf-8-sig")
        except UnicodeDecodeError:
            yield line.decode("cp1252", "replace")
