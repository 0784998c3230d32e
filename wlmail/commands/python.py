"""The command `wlmail python`: a program as Python source."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wlmail.language.source import Source


def write(source: Source, output: str | None) -> int:
    """Writes a program as Python source into a file, or to standard output; returns the exit status."""
    from wlmail.interpreter import python_source
    from wlmail.language.diagnostics import render

    text, diagnostics, french = python_source(source)
    sys.stderr.write("".join(f"{render(diagnostic, french=french)}\n" for diagnostic in diagnostics))
    if not text:
        return 1
    if output is None:
        sys.stdout.write(text)
        return 0
    if os.path.exists(output) and os.path.samefile(output, source.name):
        sys.stderr.write(f"wlmail: {output} is the program itself; name another file\n")
        return 1
    try:
        with open(output, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        sys.stderr.write(f"wlmail: {output} cannot be written: {error.strerror or error}\n")
        return 1
    return 0
