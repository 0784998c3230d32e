"""An event loop that the calling thread drives, and from which every interruption comes out.

A signal handler (Ctrl-C, a time limit) raises wherever the loop happens to be. asyncio lets KeyboardInterrupt through,
but keeps other interruptions in the task or the callback that they hit; they must reach the program.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")


class Loop:
    """The loop of one session. Driven by one thread at a time: by that of the program, or of the background."""

    def __init__(self) -> None:
        self.inner = asyncio.new_event_loop()
        self.inner.set_exception_handler(self._note)
        self.inner.set_task_factory(self._watched_task)
        self._interruption: BaseException | None = None

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Drives the loop until `coroutine` is done. Interrupted (Ctrl-C), it cancels it, waits for its end, and
        lets the interruption pass."""
        loop = self.inner
        self._interruption = None
        task = loop.create_task(coroutine)
        try:
            return loop.run_until_complete(task)
        except BaseException as error:
            if not task.done():
                task.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    loop.run_until_complete(task)
            interruption = self._interruption
            if interruption is not None or not isinstance(error, Exception):
                # The loop may still hold an order to stop, which would hit whatever runs next.
                for _ in range(2):
                    with suppress(RuntimeError):
                        loop.run_until_complete(rounds(2))
            if interruption is not None:
                raise interruption from None
            raise

    def drive(self) -> None:
        """Lets the loop go on until `stop`. Raises an interruption that hit it, or a write before."""
        if self._interruption is None:
            self.inner.run_forever()
        self.check()

    def check(self) -> None:
        """Raises the interruption that asyncio has kept."""
        interruption, self._interruption = self._interruption, None
        if interruption is not None:
            raise interruption

    def catch_up(self) -> None:
        """Deals with what is there already, without waiting: what has arrived, connections to be closed."""
        self.run(rounds(3))

    def stop(self) -> None:
        if self.inner.is_running():
            self.inner.stop()

    def close(self) -> None:
        """Nothing goes on in it any more; connections that were cut learn of it."""
        if self.inner.is_closed():
            return
        try:
            for task in asyncio.all_tasks(self.inner):
                task.cancel()
            # The loop may hold an order to stop, by an interruption that hit a task of asyncio's own.
            for _ in range(3):
                with suppress(RuntimeError):
                    self.inner.run_until_complete(rounds(3))
        finally:
            self.inner.close()

    def _watched_task(self, loop: asyncio.AbstractEventLoop, coroutine: Any, **more: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.Task(coroutine, loop=loop, **more)
        task.add_done_callback(self._task_done)
        return task

    def _task_done(self, task: asyncio.Task[Any]) -> None:
        if not task.cancelled():
            self._interrupt(task.exception())

    def _note(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """What asyncio would print on standard error, in the middle of a program's own output."""
        error = context.get("exception")
        self._interrupt(error)
        logging.getLogger("wlmail.mail").debug("%s", context.get("message"), exc_info=error)

    def _interrupt(self, error: BaseException | None) -> None:
        if error is not None and not isinstance(error, Exception | asyncio.CancelledError):
            self._interruption = error
            self.inner.stop()


async def rounds(count: int) -> None:
    """Lets the loop deal with what is there already; content under TLS takes more than one round."""
    for _ in range(count):
        await asyncio.sleep(0)
