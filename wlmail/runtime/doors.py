"""The doors to the world that a program is given (design: a pure core, the world as an argument). Types only."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from wlmail.runtime.options import Options


class Console(Protocol):
    """Where dialogs and traces go."""

    def out(self, text: str) -> None:
        """One line (or several) on standard output: Trace, Info."""

    def err(self, text: str) -> None:
        """One line on standard error: `error: …`, `warning: …` and notices."""

    def ask(self, question: str, default: str) -> str | None:
        """The answer typed on a terminal; None when there is no terminal: the caller takes its default and says so."""


class Clock(Protocol):
    def now(self) -> datetime:
        """Local time, aware of its zone."""

    def sleep(self, seconds: float) -> None: ...


class Files(Protocol):
    """Paths as programs write them (Windows or not, relative to the program's folder) become paths of this machine."""

    program_folder: str

    def resolve(self, path: str, *, writing: bool = False) -> str:
        """The real path. Raises Failure when writing there is not allowed."""


class World(Protocol):
    """What a program may do to the world. `wlmail.world` has the real one and the captured one."""

    console: Console
    clock: Clock
    files: Files
    portal: Any
    """`wlmail.mail.portal.Portal`: opens SMTP connections."""
    arguments: list[str]
    """The program's command line: what follows `--`."""
    options: Options
    """What the user allows and gives."""
    captured: bool
    """True under `wlmail try`: nothing may leave the machine."""
