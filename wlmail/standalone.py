"""Programs as Python files: `wlmail python` writes them, `start` runs them as `wlmail run` and `wlmail try` do."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

    from wlmail.interpreter import Outcome
    from wlmail.language.source import Source
    from wlmail.runtime.run import Run


def write(source: Source, output: str | None) -> int:
    """Writes a program as Python source into a file, or to standard output; returns the exit status."""
    from wlmail.interpreter import python_source
    from wlmail.language.diagnostics import render

    text, diagnostics = python_source(source)
    sys.stderr.write("".join(f"{render(diagnostic)}\n" for diagnostic in diagnostics))
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


def start(program: Callable[[Run], Any], name: str, *, french: bool) -> NoReturn:
    """Runs `program` as the command does, with the options of the command line, and ends with its exit status.

    `name` is the WLanguage file that it was made from: the name that the program is told as its own.
    """
    from wlmail.cli import careful, run_in_world, standalone_options

    file = program.__code__.co_filename
    options, arguments, captured = standalone_options(sys.argv[1:], file)

    def run(world: Any) -> Outcome:
        from wlmail.interpreter import run_function

        folder = os.path.dirname(os.path.abspath(file))
        return run_function(program, world, french=french, name=os.path.join(folder, name), file=file)

    sys.exit(careful(lambda: run_in_world(run, options, arguments, captured=captured)))
