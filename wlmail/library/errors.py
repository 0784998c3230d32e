"""What went wrong, and saying that something does (stdlib.md 3; language.md 9)."""

from __future__ import annotations

from wlmail.language.failing import fatal, told_place
from wlmail.language.registry import Value, function
from wlmail.library.strings import string_build
from wlmail.runtime.calls import call_value
from wlmail.runtime.conversions import to_int, to_text
from wlmail.runtime.errors import Handled, ProgramEnd, Thrown, WLError
from wlmail.runtime.places import calls
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wlmail.runtime.places import Place

ERR_MESSAGE, ERR_CODE, ERR_SUMMARY, ERR_MESSAGE_SYSTEM, ERR_INFO, ERR_LINE, ERR_FULL = 1, 2, 4, 8, 16, 32, 19
ERR_PROCEDURE, ERR_FUNCTION = 64, 128
EP_CODE, EP_CASE_ERROR, EP_CASE_EXCEPTION, EP_RETURN, EP_RETURN_ERROR = 1, 2, 3, 4, 5
EP_PROCEDURE, EP_GENERAL_PROCEDURE, EP_DISPLAY, EP_DISPLAY_END = 6, 7, 8, 9
OP_CANCEL, OP_END_PROCESS, OP_END_PROGRAM, OP_RETRY, OP_RESTART_PROGRAM = 1, 2, 3, 4, 5
DBG_STACK = 1


@function("ErrorInfo", "ErreurInfo")
def error_info(run: Run, kind: int = ERR_MESSAGE) -> Value:
    """Tells about the last error: its message, or what an err… constant asks for; "" when there was none.

    errFullDetails has several lines; errCode is a number.

    Source: stdlib.md 3.
    """
    state = run.error
    if kind in (ERR_FULL, ERR_INFO):
        if not state.message and not state.code:
            return ""
        facts = [
            ("Code", str(state.code) if state.code else ""),
            ("Message", state.message),
            ("System message", state.system),
            ("Function", state.function),
            ("Phase", state.phase),
            *_place(run, state.place),
        ]
        return details(run, facts)
    if kind == ERR_CODE:
        return state.code
    if kind == ERR_MESSAGE_SYSTEM:
        return state.system
    if kind == ERR_LINE:
        return state.place.line if state.place else 0
    if kind == ERR_PROCEDURE:
        return told_place(run, state.place.procedure) if state.place else ""
    return state.function if kind == ERR_FUNCTION else state.message


def _place(run: Run, where: Place | None) -> list[tuple[str, str]]:
    if where is None:
        return []
    line = where.line_told.removeprefix("line ")
    return [("Procedure", told_place(run, where.procedure)), ("Line", told_place(run, line))]


def details(run: Run, facts: list[tuple[str, str]]) -> str:
    """The facts that are known, a line each, and the program's name."""
    named = [*facts, ("Program", run.program)]
    return "\r\n".join(f"{told_place(run, f'{name}:')} {value}" for name, value in named if value)


@function("ErrorOccurred", "ErreurDétectée")
def error_occurred(run: Run) -> bool:
    """True when the last function that can fail has failed.

    Source: stdlib.md 3; language.md 9.
    """
    return run.error.occurred


def _number_and_message(values: tuple[Value, ...]) -> tuple[int, str]:
    """The arguments `(message)`, `(number, message)` or `(number, format, values …)`."""
    if not values:
        return 0, ""
    if len(values) == 1:
        return 0, to_text(values[0])
    return to_int(values[0]), string_build(to_text(values[1]), *values[2:]) if values[2:] else to_text(values[1])


@function("ErrorPropagate", "ErreurPropage")
def error_propagate(run: Run, *message: Value) -> None:
    """Hands the current error to the caller: `()`, `(message)` put before it, or `(number, message)`.

    The procedure goes on; its caller sees ErrorOccurred.

    Source: stdlib.md 3.
    """
    state = run.error
    code, text = _number_and_message(message)
    if text and state.message and text != state.message:
        text = f"{text}\r\n{state.message}"
    place = state.place
    state.set(text or state.message, code or state.code, state.system, state.function)
    state.place = place or state.place
    state.propagated = True


@function("ErrorThrow", "ErreurDéclenche", on_failure=None)
def error_throw(run: Run, *message: Value) -> None:
    """Signals an error by hand: `(number, message)`. Control goes to CASE ERROR where there is one.

    The message may hold %1, %2 … for the values after it.

    Source: stdlib.md 3.
    """
    # The state is set here, not by a Failure: the message is the program's, without the name of a function.
    code, text = _number_and_message(message)
    run.error.set(text, code)
    run.error.react()


@function("ExceptionThrow", "ExceptionDéclenche")
def exception_throw(run: Run, *message: Value) -> None:
    """Raises an exception: `(number, message)`. It ends the program unless something handles it.

    The message may hold %1, %2 … for the values after it.

    Source: stdlib.md 3.
    """
    code, text = _number_and_message(message)
    raise Thrown(text, code)


@function("ExceptionInfo", "ExceptionInfo")
def exception_info(run: Run, kind: int = ERR_MESSAGE) -> Value:
    """Tells about the exception that is being handled: its message, or what an err… constant asks for.

    Source: stdlib.md 3.
    """
    handled = run.state(Handled)
    message, code = _handled(run)
    if kind in (ERR_FULL, ERR_INFO):
        if not message and not code:
            return ""
        facts = [("Code", str(code) if code else ""), ("Message", message), *_place(run, handled.place)]
        return details(run, facts)
    if kind == ERR_CODE:
        return code
    if kind == ERR_LINE:
        return handled.place.line if handled.place else 0
    if kind in (ERR_PROCEDURE, ERR_FUNCTION):
        return told_place(run, handled.place.procedure) if handled.place else ""
    return "" if kind == ERR_MESSAGE_SYSTEM else message


def _handled(run: Run) -> tuple[str, int]:
    """Message and code of the exception that is being handled."""
    error = run.state(Handled).error
    return (fatal(run, error), error.code) if error is not None else ("", 0)


@function("ExceptionPropagate", "ExceptionPropage")
def exception_propagate(run: Run) -> None:
    """Raises the exception that is being handled again, for the caller.

    Source: stdlib.md 3.
    """
    message, code = _handled(run)
    if not message:
        raise WLError("ExceptionPropagate outside an exception handler", code)
    raise Thrown(message, code)


@function("ExceptionEnable", "ExceptionActive")
def exception_enable(run: Run) -> None:
    """Arms the general exception handler (WHEN EXCEPTION without IN) again: after it has run, it may run once more.

    Source: stdlib.md 3; language.md 9.5.
    """
    run.state(Handled).rearmed = True


# --- What happens then -----------------------------------------------------------------------------------------------


@function("ErrorChangeParameter", "ErreurChangeParamètre")
def error_change_parameter(run: Run, behaviour: int, first: Value = None, *values: Value) -> None:
    """Chooses what happens after a failure, until ErrorRestoreParameter.

    epCode: nothing, the program tests it. epGotoCaseError: CASE ERROR, as without this function. epDisplayMessage:
    it is shown. epExecuteProcedure: a procedure is called, which returns opCancel (go on), opRetry or opEndProgram.

    Source: stdlib.md 3.
    """
    if behaviour not in (EP_CODE, EP_CASE_ERROR, EP_PROCEDURE, EP_DISPLAY, EP_DISPLAY_END):
        raise WLError("this way to handle errors is not offered; use CASE ERROR, ErrorOccurred or epExecuteProcedure")

    def react() -> bool:
        if behaviour == EP_PROCEDURE:
            return _answered(call_value(first))
        if behaviour in (EP_DISPLAY, EP_DISPLAY_END):
            run.world.console.err(f"error: {run.error.message}")
        if behaviour == EP_DISPLAY_END:
            raise ProgramEnd
        return False

    run.error.jumps = behaviour == EP_CASE_ERROR
    run.error.reaction = react


def _answered(answer: Value) -> bool:
    """What the procedure of epExecuteProcedure returned; True: try again."""
    chosen = OP_END_PROGRAM if answer is None else to_int(answer)
    if chosen in (OP_END_PROCESS, OP_END_PROGRAM):
        raise ProgramEnd
    if chosen not in (OP_CANCEL, OP_RETRY):
        raise WLError("the procedure for errors may return opCancel, opRetry, opEndProcess or opEndProgram")
    return chosen == OP_RETRY


@function("ErrorRestoreParameter", "ErreurRestaureParamètre")
def error_restore_parameter(run: Run) -> None:
    """Takes back what ErrorChangeParameter chose.

    Source: stdlib.md 3.
    """
    run.error.jumps, run.error.reaction = True, None


@function("ExceptionChangeParameter", "ExceptionChangeParamètre")
def exception_change_parameter(behaviour: int, *values: Value) -> None:
    """Chooses how exceptions are handled: epCode and epGotoCaseException, which always hold here; others are errors.

    Source: stdlib.md 3.
    """
    if behaviour not in (EP_CODE, EP_CASE_EXCEPTION):
        raise WLError("this way to handle exceptions is not offered; use WHEN EXCEPTION or CASE EXCEPTION")


@function("dbgAssert", "dbgAssertion")
def dbg_assert(condition: bool, *message: Value) -> bool:
    """Checks something while a program is being developed; a program that runs goes on.

    Source: stdlib.md 3.
    """
    return condition


@function("dbgInfo", "dbgInfo")
def dbg_info(run: Run, kind: int = 0) -> str:
    """Tells where the program is: with dbgStack the procedures that were called and their lines, the latest first.

    Source: stdlib.md 3.
    """
    return "\r\n".join(told_place(run, str(call)) for call in calls()) if kind == DBG_STACK else run.program


@function("dbgError", "dbgErreur")
def dbg_error(*message: Value) -> None:
    """Shows an error while a program is being developed; nothing here.

    Source: stdlib.md 3.
    """
