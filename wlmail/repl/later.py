"""A conversation that is made while the user begins to type: the parser and the library need not be there before."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from wlmail.repl.conversation import Conversation


class Later:
    """`make` makes the conversation, once, when somebody needs it or after `begin`."""

    def __init__(self, make: Callable[[], Conversation]) -> None:
        self._make = make
        self._thread: Thread | None = None
        self.ready: Conversation | None = None
        """The conversation, if it is made already."""

    def begin(self, then: Callable[[], None]) -> None:
        """Starts making it in the background, and calls `then`."""
        if self._thread is None and self.ready is None:
            self._thread = Thread(target=self._run, args=(then,), daemon=True)
            self._thread.start()

    def _run(self, then: Callable[[], None]) -> None:
        self.ready = self._make()
        then()

    def get(self) -> Conversation:
        """The conversation, as soon as it is made."""
        if self._thread is not None:
            self._thread.join()
        if self.ready is None:
            self.ready = self._make()
        return self.ready
