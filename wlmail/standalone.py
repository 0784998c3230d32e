"""A program that is a Python file (`wlmail python`): `start` runs it as `wlmail run` and `wlmail try` do."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

    from wlmail.interpreter import Outcome
    from wlmail.runtime.run import Run


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
