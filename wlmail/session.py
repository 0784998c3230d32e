"""A session: programs or entries that run one after another in one world (the REPL).

session = Interpreter(world)
outcome = session.run(Source("n is int = 3"))
"""

from __future__ import annotations

from wlmail.interpreter import SOURCES, Outcome, guarded, new_binder, translate
from wlmail.runtime import clock
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from wlmail.interpreter import Translation
    from wlmail.language.source import Source
    from wlmail.language.symbols import Variable
    from wlmail.runtime.doors import World


class Interpreter:
    """A session: programs or entries run one after another and see each other's variables and procedures."""

    def __init__(self, world: World, lenient: Iterable[str] = ()) -> None:
        self.world = world
        self.lenient = frozenset(lenient)
        self.state = Run(world, "<entry>")
        self.binder = new_binder()
        self.french: bool | None = None
        """The language of what is told, where it is not that of the entries."""
        self.french_at_first = False
        """The language of what is told before the entries have shown theirs."""
        self._space: dict[str, Any] = {"__name__": "__wlmail__"}
        self._last: Translation | None = None

    def run(self, source: Source) -> Outcome:
        """Runs one entry. A bare expression gives its value."""
        SOURCES[source.name] = source
        source.lenient = self.lenient
        made = translate(source, self.binder, session=True)
        if made.code is None:
            return Outcome("not compiled", diagnostics=made.diagnostics)
        code = made.code
        self._last = made
        self.state.french = self.world.console.french = self.tells_french

        def start() -> Any:
            exec(code, self._space)
            return self._space["program"](self.state)

        clock.show(self.world.clock)  # another session may have run in between
        with self.world.secrets:
            outcome = guarded(start, self.world, source.name)
        outcome.diagnostics = made.diagnostics
        outcome.has_value = outcome.status == "ok" and (made.shows or outcome.value is not None)
        return outcome

    @property
    def tells_french(self) -> bool:
        """The language of what is told: the one chosen, else that of the entries, else that of the start."""
        if self.french is not None:
            return self.french
        spelled = self.binder.spelled
        return self.binder.french if spelled["fr"] != spelled["en"] else self.french_at_first

    def value_of(self, variable: Variable) -> Any:
        """The value of a variable of the main code; None before it has one."""
        return self._space.get(variable.python)

    def last_python(self) -> str:
        """The last entry that was run, as Python; "" before the first one."""
        from wlmail.language.listing import session_listing

        made = self._last
        return "" if made is None or made.module is None else session_listing(made.module, made.source)

    def close(self) -> None:
        """The session ends: mail sessions are closed."""
        self.state.close()
