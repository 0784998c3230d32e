"""What the user allows and gives a program: one object from the command line to the library."""

from __future__ import annotations


class Options:
    """The options of `run` and `try`, each with its default; the command's parser fills one in.

    A program's world carries it (`run.world.options`): a library family reads there what it may do.
    """

    file = ""
    """The program, a .wl file."""
    fields: list[tuple[str, str]]
    """`--set NAME=VALUE`: form fields, in the order given."""
    code_page = ""
    """Encoding of the program; empty: found out."""
    time_limit: float | None = None
    """Seconds."""
    no_cache = False
    save: str | None = None
    """The folder that captured messages are written to."""
    allow_clear_login = False

    def __init__(self, file: str = "", **given: object) -> None:
        self.file = file
        self.fields = []
        for name, value in given.items():
            getattr(Options, name)  # a misspelt option is a bug of ours
            setattr(self, name, value)
