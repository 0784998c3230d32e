"""A world in memory for tests: recorded console, a clock that stands still, files below one folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from wlmail.doors.disk import DiskFiles
from wlmail.language import registry
from wlmail.language.names import fold
from wlmail.runtime.doors import Console, Files
from wlmail.runtime.errors import Failure
from wlmail.runtime.options import Options
from wlmail.runtime.run import Run
from wlmail.runtime.secrets import Secrets

registry.load()

NOON = datetime(2026, 3, 15, 12, 34, 56, 789000, tzinfo=timezone(timedelta(hours=1)))
"""What the clock of a MemoryWorld shows: 15 March 2026, a Sunday, 12:34:56.789, one hour ahead of UTC."""


class RecordingConsole:
    """`lines` and `errors` hold what was written; `answers` are given one by one, None when there is no terminal."""

    def __init__(self, answers: Sequence[str] = ()) -> None:
        self.french = False
        self.lines: list[str] = []
        self.errors: list[str] = []
        self.questions: list[tuple[str, str]] = []
        self.answers = list(answers)
        self.shown: list[tuple[str | None, float | None]] = []

    def progress(self, text: str | None, done: float | None = None) -> None:
        self.shown.append((text, done))

    def out(self, text: str) -> None:
        self.lines.append(text)

    def err(self, text: str) -> None:
        self.errors.append(text)

    def ask(self, question: str, default: str) -> str | None:
        self.questions.append((question, default))
        return (self.answers.pop(0) or default) if self.answers else None


class StoppedClock:
    """Shows `moment`; sleeping moves it on and takes no time."""

    def __init__(self, moment: datetime = NOON) -> None:
        self.moment = moment
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)


class NoPortal:
    """The network of a program that sends nothing."""

    def connect(self, settings: Any) -> Any:
        raise AssertionError("this program must not connect")

    def close(self) -> None:
        pass


class MemoryWorld:
    """Fulfils `wlmail.runtime.run.World`. `folder` is the program's folder, the only one that can be written."""

    def __init__(
        self,
        folder: str | Path,
        answers: Sequence[str] = (),
        arguments: Sequence[str] = (),
        *,
        captured: bool = False,
        portal: Any = None,
        options: Options | None = None,
    ) -> None:
        self.options = options or Options()
        self.secrets = Secrets()
        self.recorded = RecordingConsole(answers)
        self.stopped = StoppedClock()
        self.console: Console = self.recorded
        self.clock: Any = self.stopped
        self.files: Files = DiskFiles(str(folder), self.console, self.options, confined=True)
        self.portal: Any = NoPortal() if portal is None else portal
        self.arguments = list(arguments)
        self.captured = captured

    def fetch(self, method: str, url: str, headers: dict[str, str], body: bytes, timeout: float) -> Any:
        raise Failure("no HTTP here")

    def close(self) -> None:
        self.portal.close()
        self.files.close()


def run_in(folder: str | Path, *, french: bool = False, program: str = "mail.wl", **world: Any) -> Run:
    """A run of a program in a MemoryWorld; `run.world.recorded` is its console, `run.world.stopped` its clock."""
    return Run(MemoryWorld(folder, **world), program, french=french)


def call(run: Run, name: str, *arguments: Any) -> Any:
    """Calls a library function by either name, its arguments converted as the compiler does; a `Ref` is passed on."""
    entry = registry.FUNCTIONS[fold(name)]
    assert entry.implementation is not None, f"{name} is not offered"
    parameters = entry.parameters
    low, high = entry.counts
    assert low <= len(arguments) <= (len(arguments) if high is None else high), f"{name}: wrong number of arguments"
    given = []
    for i, argument in enumerate(arguments):
        parameter = parameters[min(i, len(parameters) - 1)]
        given.append(argument if parameter.kind is None else parameter.kind.convert(argument))
    return entry.implementation(*([run] if entry.takes_run else []), *given)


def constant(name: str) -> Any:
    """The value of a constant by either name."""
    return registry.CONSTANTS[fold(name)].value


def values(arguments: tuple[Any, ...]) -> list[Any]:
    """The arguments with names of constants replaced by their values; several in parentheses are added."""
    found = []
    for argument in arguments:
        if isinstance(argument, tuple):
            found.append(sum(constant(name) for name in argument))
        elif isinstance(argument, str) and fold(argument) in registry.CONSTANTS:
            found.append(constant(argument))
        else:
            found.append(argument)
    return found
