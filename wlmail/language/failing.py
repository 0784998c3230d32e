"""What the library tells a program, in the language of the program. Every program loads this: it imports nothing."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from wlmail.runtime.errors import Failure, WLError
    from wlmail.runtime.run import Run

    class Listener(Protocol):
        """Who is told something: a run, or the console of a program."""

        french: bool


def say(listener: Listener, text: str) -> str:
    """A text of the library, in French when the program is (`french.toml` has the texts)."""
    if not getattr(listener, "french", False):  # a console of an embedding program may not have it
        return text
    from wlmail.language.french import failure_told

    return failure_told(text)


def told_place(listener: Listener, text: str) -> str:
    """Where something happened, and the words around it (`[places]` of the catalogue)."""
    if not getattr(listener, "french", False):  # a console of an embedding program may not have it
        return text
    from wlmail.language.french import place_told

    return place_told(text)


def fatal(listener: Listener, error: WLError) -> str:
    """What a fatal error says; the message of ExceptionThrow is the program's own."""
    from wlmail.runtime.errors import Thrown

    return error.message if isinstance(error, Thrown) else say(listener, error.message)


def tell(run: Run, notice: str) -> None:
    """A notice on standard error: what the program does here that it would not do elsewhere."""
    run.world.console.err(f"notice: {say(run, notice)}")


def told(run: Run, failure: Failure) -> Failure:
    """The failure, its message in the language of the program."""
    failure.message = say(run, failure.message)
    return failure
