"""The world of the REPL: captured, until the user switches real sending on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wlmail.doors.identity import RealIdentity
from wlmail.world import CapturedWorld, RealPortal

if TYPE_CHECKING:
    from wlmail.runtime.options import Options


class SwitchedWorld(CapturedWorld):
    """`captured` tells which way mails go; `switch` changes it."""

    def __init__(self, program_folder: str, arguments: Sequence[str] = (), options: Options | None = None) -> None:
        super().__init__(program_folder, arguments, options)
        self.captured = True
        self._doors = (self.portal, self.identity)
        self._real = (RealPortal(self.options), RealIdentity(self.console, self.clock))

    def switch(self, *, real: bool) -> None:
        """Sends for real, or captures again. What is open on the way that is left is closed: close sessions first."""
        self.portal.close()
        self.captured = not real
        self.portal, self.identity = self._real if real else self._doors
