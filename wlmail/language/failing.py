"""What the library tells a program, in the language of the program. Every program loads this: it imports nothing."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wlmail.runtime.errors import Failure
    from wlmail.runtime.run import Run


def say(run: Run, text: str) -> str:
    """A text of the library, in French when the program is (`french.toml` has the texts)."""
    if not run.french:
        return text
    from wlmail.language.french import failure_told

    return failure_told(text)


def told(run: Run, failure: Failure) -> Failure:
    """The failure, its message in the language of the program."""
    failure.message = say(run, failure.message)
    return failure
