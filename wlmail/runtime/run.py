"""The state of one running program."""

from __future__ import annotations

from wlmail.runtime import clock
from wlmail.runtime.errors import ErrorState

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from wlmail.runtime.doors import World

    T = TypeVar("T")


class Run:
    """One run of one program: its error state, its doors, and the state that library families keep (`state`)."""

    __slots__ = ("_states", "error", "french", "program", "unfinished", "world")

    def __init__(self, world: World, program: str = "", *, french: bool = False) -> None:
        clock.show(world.clock)
        self.world = world
        self.program = program
        """The program's file name."""
        self.french = french
        """The program is written in French: texts name functions as it does."""
        self.error = ErrorState()
        self.unfinished = ""
        """What the end of the program has cut off: a run that ends so has failed."""
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
