"""The two families of WLanguage errors, and the signals that leave a block (language.md 9 and 13)."""

from __future__ import annotations

from wlmail.runtime.places import here


class WLError(Exception):
    """A fatal error (an exception of WLanguage): bad index, wrong argument, division by zero, ExceptionThrow.

    Unhandled it ends the program with a report. `code` is the number given to ExceptionThrow, else 0.
    """

    def __init__(self, message: str, code: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class Thrown(WLError):
    """ExceptionThrow and its like: the message is the program's own, and told as it is."""


class Failure(Exception):
    """A non-fatal error: raised inside a library function, turned by `registry.function` into the failure value.

    `system` is the text of the operating system or the server, if any; `phase` what was under way ("login" …). Never
    holds a secret (email.md 0.3).
    """

    def __init__(self, message: str, code: int = 0, system: str = "", phase: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.system = system
        self.phase = phase


class Signal(BaseException):
    """Leaves blocks without being an error; no WLanguage handler catches it."""


class ProgramEnd(Signal):
    """EndProgram: the program ends with exit status 0; `message` is shown when there is one."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class ErrorJump(Signal):
    """A non-fatal error inside a procedure that has CASE ERROR: control goes there (9.1)."""


class Jump(Signal):
    """GOTO: unwinds to the block that holds the label (7.7)."""

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.label = label


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from wlmail.runtime.places import Place


class ErrorState:
    """What ErrorOccurred and ErrorInfo tell: the last non-fatal error (9)."""

    __slots__ = (
        "code",
        "function",
        "jumps",
        "message",
        "occurred",
        "phase",
        "place",
        "propagated",
        "reacting",
        "reaction",
        "system",
    )

    def __init__(self) -> None:
        self.occurred = False
        self.propagated = False
        """ErrorPropagate was called: the procedure that made the call treats it as an error of its own (9.1)."""
        self.code = 0
        self.message = ""
        self.system = ""
        self.function = ""
        self.phase = ""
        """What the function was about, where it has several steps."""
        self.place: Place | None = None
        """Where the program was."""
        self.jumps = True
        """CASE ERROR is gone to; ErrorChangeParameter(epCode) leaves errors to the program's tests."""
        self.reaction: Callable[[], bool] | None = None
        """What ErrorChangeParameter chose to happen after a failure; True: the function is to be tried again."""
        self.reacting = False

    def set(self, message: str, code: int = 0, system: str = "", function: str = "") -> None:
        self.occurred = True
        self.code = code
        self.message = message
        self.system = system
        self.function = function
        self.phase = ""
        self.place = here()

    def fail(self, function: str, failure: Failure) -> None:
        """A library function failed."""
        self.set(f"{function}: {failure.message}", failure.code, failure.system, function)
        self.phase = failure.phase

    def react(self) -> bool:
        """Lets what ErrorChangeParameter chose happen; True: try again. Failures in the course of it change nothing."""
        if self.reaction is None or self.reacting:
            return False
        told = (self.code, self.message, self.system, self.function, self.phase, self.place)
        self.reacting = True
        try:
            return self.reaction()
        finally:
            self.reacting = False
            self.occurred = True
            self.code, self.message, self.system, self.function, self.phase, self.place = told

    def forget(self) -> None:
        """A function succeeded, and the text of the last error is gone as well."""
        if self.message:
            self.set("")
        self.occurred = False

    def clear(self) -> None:
        """A function succeeded: ErrorOccurred is False, the text of the last error stays readable."""
        self.occurred = False


class Handled:
    """The exception that a handler is dealing with: what ExceptionInfo tells (9.2). One a run, `run.state(Handled)`."""

    __slots__ = ("error", "place", "rearmed")

    def __init__(self) -> None:
        self.rearmed = False
        """ExceptionEnable was called: the general handler may run once more (9.5)."""
        self.error: WLError | None = None
        self.place: Place | None = None
