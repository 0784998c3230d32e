"""The one clock of a program: what `--date` stops, and what a new date or time starts with (language.md 4.2).

Values are made by their types, which know no run: the clock is that of the program or session entry that began last
in this process.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from wlmail.runtime.doors import Clock

_shown: Clock | None = None


def show(clock: Clock) -> None:
    """A program or an entry begins, in a world with this clock."""
    global _shown
    _shown = clock


def digits_of(moment: datetime) -> str:
    """The 17 digits of a moment: YYYYMMDDHHMMSSCCC."""
    return moment.strftime("%Y%m%d%H%M%S").zfill(14) + f"{moment.microsecond // 1000:03}"


def now() -> str:
    """The 17 digits of this moment; by the system's clock where no program runs."""
    if _shown is None:
        from datetime import datetime

        return digits_of(datetime.now())
    return digits_of(_shown.now())
