"""The doors to the world that a program is given (design: a pure core, the world as an argument). Types only."""

from __future__ import annotations

from datetime import datetime
from typing import Any, BinaryIO, Protocol

from wlmail.runtime.options import Options
from wlmail.runtime.secrets import Secrets


class Console(Protocol):
    """Where dialogs and traces go."""

    french: bool
    """The language of notices: that of the program."""

    def out(self, text: str) -> None:
        """One line (or several) on standard output: Trace, Info."""

    def err(self, text: str) -> None:
        """One line on standard error: `error: …`, `warning: …` and notices."""

    def progress(self, text: str | None, done: float | None = None) -> None:
        """Shows how far the program is (0 to 1), on a terminal and nowhere else; None ends it."""

    def ask(self, question: str, default: str) -> str | None:
        """The answer typed on a terminal; None when there is no terminal: the caller takes its default and says so."""


class Clock(Protocol):
    def now(self) -> datetime:
        """Local time, aware of its zone."""

    def sleep(self, seconds: float) -> None: ...


class Files(Protocol):
    """Paths as programs write them (Windows or not, relative to the program's folder) become paths of this machine."""

    program_folder: str
    current: str
    """The current directory of the program."""

    def resolve(self, path: str, *, writing: bool = False) -> str:
        """The real path. Raises Failure for a place that is out of bounds, and when writing there is not allowed."""

    def open(self, found: str, mode: str) -> BinaryIO:
        """Opens a resolved path in a binary mode. Raises OSError."""

    def temporary_folder(self) -> str:
        """The folder for temporary files. Raises OSError when there is none."""

    def close(self) -> None:
        """The program has ended."""


class World(Protocol):
    """What a program may do to the world. `wlmail.world` has the real one and the captured one."""

    console: Console
    secrets: Secrets
    """What is shown nowhere; the console masks it."""
    clock: Clock
    files: Files
    portal: Any
    """`wlmail.mail.portal.Portal`: opens SMTP connections."""

    def fetch(self, method: str, url: str, headers: dict[str, str], body: bytes, timeout: float) -> Any:
        """One HTTP request; returns a `wlmail.doors.web.Answer`. Raises Failure, also where HTTP is not allowed."""

    identity: Any
    """Signs in by OAuth 2.0 (`world.RealIdentity`); an embedding program may put its own here."""
    arguments: list[str]
    """The program's command line: what follows `--`."""
    options: Options
    """What the user allows and gives."""
    captured: bool
    """True under `wlmail try`: nothing may leave the machine."""
