"""The command `wlmail fix`: safe rewrites, shown as a diff; `--write` makes them in the files.

Today one: old names of constants become the new ones. Nothing else of a file changes, not even its line ends.
"""

from __future__ import annotations

import difflib
import sys
from typing import Any

from wlmail.commands.check import Misuse, files_of
from wlmail.commands.respell import rewrite
from wlmail.interpreter import examine_program
from wlmail.language.diagnostics import render, shown_line
from wlmail.language.source import Source, SourceError
from wlmail.lints import study
from wlmail.lints.security import old_names, secret_in_source

DONE, FAILED, MISUSE = 0, 1, 2


def fix(options: Any) -> int:
    """Shows or makes the rewrites; the exit status is 1 when a file could not be read or written."""
    try:
        files = files_of(options.paths)
    except Misuse as error:
        print(f"wlmail fix: {error}", file=sys.stderr)
        return MISUSE
    status, changed, changes = DONE, 0, 0
    for file in files:
        try:
            source = Source.read(file, options.code_page, options.lenient)
            text, count = fixed(source)
            if not count:
                continue
            print("\n".join(_difference(source, text)))
            if options.write:
                rewrite(source, text)
        except SourceError as error:
            print(render(error.diagnostic), file=sys.stderr)
            status = FAILED
            continue
        changed += 1
        changes += count
    done = "made" if options.write else "to make with --write"
    what = f"{changes} change{'s' if changes > 1 else ''} in {changed} file{'s' if changed > 1 else ''} {done}"
    print(what if changes else "nothing to change")
    return status


def fixed(source: Source) -> tuple[str, int]:
    """The text with its rewrites, and how many there are; a program with syntax errors stays as it is."""
    _, program, whole, french = examine_program(source)
    if program is None:
        return source.text, 0
    text, count = source.text, 0
    bound = study(program, whole, french=french)
    for secret in secret_in_source(bound):
        first, last = (whole.position(offset)[0] for offset in secret.span)
        source.hidden.update({line: [] for line in range(first, last + 1)})
    found = sorted(old_names(bound), key=lambda item: -item[0].span[0])
    for name, new in found:
        start, end = name.span
        if end <= len(source.text) and source.text[start:end] == name.text:  # not in an included file
            text, count = text[:start] + new[french] + text[end:], count + 1
    return text, count


def _difference(source: Source, text: str) -> list[str]:
    """A unified diff, in which lines that deal with secrets have asterisks."""
    after = Source(text, source.name)
    after.hidden = source.hidden
    old = [shown_line(source, n) for n in range(1, _lines(source) + 1)]
    new = [shown_line(after, n) for n in range(1, _lines(after) + 1)]
    return list(difflib.unified_diff(old, new, source.name, source.name, lineterm=""))


def _lines(source: Source) -> int:
    return source.position(len(source.text))[0]
