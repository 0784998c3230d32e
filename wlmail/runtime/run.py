"""The state of one running program, and the doors to the world that it is given (design: a pure core)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol, TypeVar

from wlmail.runtime.errors import ErrorState

T = TypeVar("T")


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
    captured: bool
    """True under `wlmail try`: nothing may leave the machine."""


class Run:
    """One run of one program: its error state, its doors, and the state that library families keep (`state`)."""

    __slots__ = ("_states", "error", "french", "lenient", "program", "world")

    def __init__(
        self, world: World, program: str = "", *, french: bool = False, lenient: frozenset[str] = frozenset()
    ) -> None:
        self.world = world
        self.program = program
        """The program's file name."""
        self.french = french
        """The program is written in French: texts name functions as it does."""
        self.error = ErrorState()
        self.lenient = lenient
        """Names of the lenient options in force (the spec's switchable choices)."""
        self._states: dict[type, Any] = {}

    def state(self, family: Callable[[], T]) -> T:
        """The one object of class `family` of this run, made when first asked for.

        A library family keeps what outlives a call there: sessions, time-outs, the Email structure.
        """
        found = self._states.get(family)  # type: ignore[call-overload]
        if found is None:
            found = self._states[family] = family()  # type: ignore[index]
        return found  # type: ignore[no-any-return]

    def close(self) -> None:
        """The program has ended: every state that has a `close` is closed, in reverse order of its making."""
        for state in reversed(list(self._states.values())):
            if hasattr(state, "close"):
                state.close()
        self._states.clear()


class Ref:
    """A variable passed by reference to a library function or procedure: `value` is read and assigned."""

    __slots__ = ("value",)

    def __init__(self, value: Any = None) -> None:
        self.value = value
