"""A line on the terminal that tells how far a program is, and goes away again."""

from __future__ import annotations

import time

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn

STEP = 0.1
"""Seconds between two pictures: a program that tells every mail is not slowed down."""


class ProgressLine:
    """Drawn by the calling thread only, so that nothing is drawn between two lines of the program's output."""

    def __init__(self) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            console=Console(stderr=True),
            transient=True,
            auto_refresh=False,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._progress.add_task("", total=None)
        self._drawn = 0.0
        self._progress.start()

    def show(self, text: str, done: float | None) -> None:
        """Shows a text and how far it is done, from 0 to 1, or None when nobody knows."""
        one_line = " ".join(text.split())
        self._progress.update(
            self._task, description=one_line, total=None if done is None else 1.0, completed=done or 0.0
        )
        now = time.monotonic()
        if now - self._drawn >= STEP or done == 1.0:
            self._drawn = now
            self._progress.refresh()

    def end(self) -> None:
        self._progress.stop()
