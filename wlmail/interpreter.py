"""From a text to an outcome: parse, bind, compile, run. What embeds wlmail starts here.

outcome = run_program(Source.read("mail.wl"), world)
"""

from __future__ import annotations

import sys

from wlmail.language.failing import fatal, say, told_place
from wlmail.runtime.arrays import Array
from wlmail.runtime.calls import FATAL, as_fatal, of_null
from wlmail.runtime.errors import ErrorJump, ProgramEnd, Signal
from wlmail.runtime.places import at, origin
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ast import Module
    from collections.abc import Callable
    from types import CodeType, TracebackType
    from typing import Any, Literal

    from wlmail.language.binder import Binder
    from wlmail.language.diagnostics import Diagnostic
    from wlmail.language.source import Source
    from wlmail.language.syntax import Program
    from wlmail.runtime.doors import Console, World

    Status = Literal["ok", "failed", "not compiled"]


RECURSION_LIMIT = 12_000
"""Python frames; WLanguage procedures may call each other 10,000 deep."""

COMPILING_LIMIT = 2_000 if sys.platform == "win32" else 4_000
"""The same while compiling, where Python's own compiler needs the stack of the machine; some 1,000 terms in one sum."""


class Outcome:
    """How a run ended. `report` is the text of an unhandled error; `value` the result of the main code or entry."""

    __slots__ = ("diagnostics", "has_value", "report", "status", "value")

    def __init__(
        self,
        status: Status,
        *,
        diagnostics: list[Diagnostic] | None = None,
        report: str = "",
        value: Any = None,
        has_value: bool = False,
    ) -> None:
        self.status: Status = status
        self.diagnostics = diagnostics or []
        self.report = report
        self.value = value
        self.has_value = has_value


class Compiled:
    """A program ready to run; `code` is None when `diagnostics` hold errors."""

    __slots__ = ("code", "diagnostics", "files", "french")

    def __init__(self, code: CodeType | None, diagnostics: list[Diagnostic], french: bool, files: list[str]) -> None:
        self.code = code
        self.diagnostics = diagnostics
        self.french = french
        self.files = files
        """The files that it includes, and the folders in which it did not find one."""


class TimeLimit(Signal):
    """`--time-limit` has passed."""


TIME_IS_UP = "the time limit has passed; the program was stopped"


def check_program(source: Source) -> list[Diagnostic]:
    """Everything that is wrong with a program, without running it."""
    return translate(source, new_binder()).diagnostics


def examine_program(
    source: Source, *, syntax_only: bool = False
) -> tuple[list[Diagnostic], Program | None, Source, bool]:
    """What `check_program` tells, the bound tree with its source, and whether it is French.

    The tree is None after a syntax error, or when the syntax alone was asked for. The source of the tree holds the text
    of included files as well; what is found in it is for `includes.placed`.
    """
    binder = new_binder()
    made = translate(source, binder, syntax_only=syntax_only)
    return made.diagnostics, made.program, made.source, binder.french


def compile_program(source: Source) -> Compiled:
    """Parses, binds and compiles a program."""
    binder = new_binder()
    made = translate(source, binder)
    return Compiled(made.code, made.diagnostics, binder.french, made.files)


def python_source(source: Source) -> tuple[str, list[Diagnostic], bool]:
    """A program as Python source that runs with this package, "" when the diagnostics hold errors; and whether it is
    French."""
    from wlmail.language.listing import listing

    binder = new_binder()
    made = translate(source, binder)
    text = listing(made.module, made.source, french=binder.french) if made.module is not None else ""
    return text, made.diagnostics, binder.french


def run_code(code: CodeType, world: World, *, french: bool, name: str) -> Outcome:
    """Runs a compiled program in a world, to its end, and closes what it left open.

    The world's options preset form fields, and say how the file was read: reports of errors show its lines.
    """

    def program(run: Run) -> Any:
        space: dict[str, Any] = {"__name__": "__wlmail__"}
        exec(code, space)
        return space["program"](run)

    return run_function(program, world, french=french, name=name, file=code.co_filename)


def run_function(program: Callable[[Run], Any], world: World, *, french: bool, name: str, file: str) -> Outcome:
    """As `run_code`, for a program that is a Python function; reports of errors show the lines of `file`."""
    run = Run(world, name, french=french)
    world.console.french = french
    options = world.options
    if options.fields:
        from wlmail.language.names import fold
        from wlmail.runtime.form import Form

        for field, value in options.fields:
            run.state(Form).put(fold(field), value)

    with world.secrets:
        try:
            outcome = guarded(lambda: program(run), world, file, options.code_page)
        except KeyboardInterrupt:
            cut_connections(world)
            raise
        finally:
            try:
                run.close()
            except TimeLimit:  # the program itself has ended, some server is slow to answer, or to say goodbye
                cut_connections(world)
                run.close()
            except KeyboardInterrupt:
                cut_connections(world)
                raise
    if run.unfinished:
        outcome.status = "failed"
        outcome.report = "\n".join(filter(None, [outcome.report, run.unfinished]))
    return outcome


def cut_connections(world: World) -> None:
    """Nobody wants to wait any more: not for the goodbye of servers either. What they accepted is theirs."""
    if hasattr(world.portal, "abort"):
        world.portal.abort()


def run_program(source: Source, world: World) -> Outcome:
    """Compiles and runs a program; diagnostics are in the outcome, warnings as well."""
    compiled = compile_program(source)
    if compiled.code is None:
        return Outcome("not compiled", diagnostics=compiled.diagnostics)
    outcome = run_code(compiled.code, world, french=compiled.french, name=source.name)
    outcome.diagnostics = compiled.diagnostics
    return outcome


def new_binder() -> Binder:
    from wlmail.language import registry
    from wlmail.language.binder import Binder
    from wlmail.language.emitter import RESERVED
    from wlmail.language.symbols import PythonNames

    registry.load()
    return Binder(PythonNames(RESERVED))


class Translation:
    """What compiling gives: the Python module and its code unless there are errors; an entry may show its value."""

    __slots__ = ("code", "diagnostics", "files", "module", "program", "shows", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        """The text of the program and of all that it includes."""
        self.diagnostics: list[Diagnostic] = []
        self.files: list[str] = []
        self.program: Program | None = None
        """The bound tree of a program without syntax errors."""
        self.module: Module | None = None
        self.code: CodeType | None = None
        self.shows = False


def translate(source: Source, binder: Binder, *, session: bool = False, syntax_only: bool = False) -> Translation:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, COMPILING_LIMIT))
    made = Translation(source)
    try:
        _translate_into(made, binder, session, syntax_only)
        if made.module is not None:
            made.code = compile(made.module, source.name, "exec")
    except RecursionError as error:
        from wlmail.language.too_deep import too_deep

        made.diagnostics = [too_deep(error, made.source)]
    except SyntaxError as error:
        made.module = None
        from wlmail.language.too_deep import too_nested

        made.diagnostics = [too_nested(error, made.source)]
    finally:
        sys.setrecursionlimit(limit)
    if made.files:
        from wlmail.language.includes import placed

        made.diagnostics = placed(made.diagnostics, made.source)
    return made


def _translate_into(made: Translation, binder: Binder, session: bool, syntax_only: bool) -> None:
    from wlmail.language import syntax
    from wlmail.language.compiler import compile_program as to_python
    from wlmail.language.includes import assemble
    from wlmail.language.parser import parse, parse_expression

    source = made.source
    program, diagnostics = parse(source)
    if session and diagnostics:
        # `n * 2` is no statement (language.md 7.1), but an entry may be an expression.
        expression, wrong = parse_expression(source)
        if expression is not None and not wrong:
            body = syntax.Body(program.span, [syntax.ExpressionStatement(expression.span, expression)])
            program, diagnostics = syntax.Program(program.span, body, []), []
    source, more, made.files = assemble(program, source)
    made.source = source
    made.diagnostics = diagnostics = diagnostics + more
    if syntax_only:
        binder.note_keywords(source)
        return
    whole = not any(d.severity == "error" for d in diagnostics)
    diagnostics += binder.bind(program, source, whole=whole)
    made.program = program if whole else None
    diagnostics.sort(key=lambda d: d.span or (0, 0))
    if any(d.severity == "error" for d in diagnostics):
        return
    statements = program.main.statements
    last = statements[-1] if statements else None
    if session and isinstance(last, syntax.ExpressionStatement) and not isinstance(last.expression, syntax.Increment):
        # An expression shows its value, a call only when it has one.
        made.shows = not isinstance(last.expression, syntax.Call)
        statements[-1] = syntax.Return(last.span, last.expression)
    made.module = to_python(program, binder, source, session=session)


def guarded(start: Callable[[], Any], world: World, file: str, code_page: str = "") -> Outcome:
    """Runs a program; whatever happens becomes an outcome, except Ctrl-C, which is the caller's.

    A note on Ctrl-C names the line. Reports are told in the language of the world's console.
    """

    def report(error: BaseException, message: str) -> str:
        return _report(error, file, message, code_page, world.console)

    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, RECURSION_LIMIT))
    try:
        value = start()
        return Outcome("ok", value=value, has_value=value is not None)
    except ProgramEnd as end:
        if end.message:
            world.console.out(end.message)
        return Outcome("ok")
    except KeyboardInterrupt as error:
        place = report(error, "")
        if place:
            error.add_note(world.secrets.masked(place))
        raise
    except TimeLimit as error:
        cut_connections(world)
        text = report(error, say(world.console, TIME_IS_UP))
        return Outcome("failed", report="\n".join([text, *notes(error)]))
    except ErrorJump:
        return Outcome("ok")
    except FATAL as error:
        if _is_bug(error, file):
            return Outcome("failed", report=bug(error))
        return Outcome("failed", report=report(error, fatal(world.console, as_fatal(error))))
    except MemoryError as error:
        return Outcome("failed", report=report(error, say(world.console, "there is not enough memory")))
    except Exception as error:
        return Outcome("failed", report=bug(error))
    finally:
        sys.setrecursionlimit(limit)


def _calls(trace: TracebackType | None, file: str) -> list[TracebackType]:
    """The program's own frames, outermost first."""
    found = []
    while trace is not None:
        if _is_program(trace.tb_frame.f_code.co_filename, file):
            found.append(trace)
        trace = trace.tb_next
    return found


def _report(error: BaseException, file: str, message: str, code_page: str, console: Console) -> str:
    """`Error in <procedure>, line <n>: <message>`, the line with a caret, and the calls that led there (13).

    Without a message: `in <procedure>, line <n>` and the same; "" where the program was not running.
    """
    calls = _calls(error.__traceback__, file)
    if not calls:
        return f"{told_place(console, 'Error:')} {message}" if message else ""
    last = calls.pop()
    line, end_line, column, end_column = list(last.tb_frame.f_code.co_positions())[last.tb_lasti // 2]
    line, column = line or last.tb_lineno, column or 0
    width = end_column - column if end_line == line and end_column is not None else 1
    space = last.tb_frame.f_globals
    name, own_line = origin(space, line)
    shown = _excerpt(name or last.tb_frame.f_code.co_filename, own_line, column + 1, width, code_page)
    if isinstance(error, IndexError) and shown:
        message += _seen(last, shown[0].partition("| ")[2][column : column + width], console)
    place = f"in {at(last.tb_frame, line)}"
    head = f"{told_place(console, f'Error {place}:')} {message}" if message else told_place(console, place)
    lines = [head, *shown]
    # The calls that led here, the latest first; in a deep recursion the middle says nothing new.
    calls.reverse()
    hidden = len(calls) - 8
    for i, call in enumerate(calls):
        if hidden <= 0 or i < 5 or i >= len(calls) - 3:
            lines.append("  " + told_place(console, f"called from {at(call.tb_frame, call.tb_lineno)}"))
        elif i == 5:
            lines.append("  " + told_place(console, f"… {hidden} more calls …"))
    return "\n".join(lines)


def _seen(trace: TracebackType, text: str, console: Console) -> str:
    """What the names in a piece of source hold, for a wrong index: `(i = 4, arrTo has 3 elements)`."""
    facts = []
    words = "".join(c if c.isalnum() or c == "_" else " " for c in text).split()
    for word in dict.fromkeys(words):
        value = trace.tb_frame.f_locals.get(word)
        value = getattr(value, "value", value)
        if type(value) is int:
            facts.append(f"{word} = {value}")
        elif isinstance(value, Array):
            held = f"{word} has {len(value)} element{'' if len(value) == 1 else 's'}"
            facts.append(told_place(console, held))
    return f" ({', '.join(facts)})" if facts else ""


def _excerpt(file: str, line: int, column: int, width: int, code_page: str) -> list[str]:
    from wlmail.language.diagnostics import excerpt
    from wlmail.language.source import Source, SourceError

    try:
        source = SOURCES.get(file) or Source.read(file, code_page)
        start = source.offset(line, column)
    except (SourceError, IndexError):
        return []
    return excerpt(source, (start, start + max(1, width)))


SOURCES: dict[str, Source] = {}
"""Texts that are no files (entries of a session), for the reports of errors."""


def notes(error: BaseException) -> list[str]:
    """What is to be told with an interruption (the mail room notes a message whose outcome is unknown), and with
    those that it interrupted in turn."""
    found: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        found += getattr(cause, "__notes__", [])
        cause = cause.__context__
    return list(dict.fromkeys(found))


def _is_bug(error: BaseException, file: str) -> bool:
    """A Python exception counts as the program's error only where the program or the runtime did the operation."""
    from wlmail.runtime.errors import WLError

    if isinstance(error, WLError | RecursionError):
        return False
    if isinstance(error, AttributeError) and not of_null(error):
        return True
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = trace.tb_frame.f_code.co_filename.replace("\\", "/") if trace is not None else ""
    return not _is_program(place, file) and "/wlmail/runtime/" not in place


def _is_program(place: str, file: str) -> bool:
    """A file name of compiled code is the program's: its own, or that of an earlier entry of the session."""
    return place == file or place in SOURCES


def bug(error: BaseException) -> str:
    """An error of wlmail itself. It must never look like one of the program, nor end in a traceback."""
    import os
    import traceback

    text = (
        f"internal error of wlmail ({type(error).__name__}: {error}); please report it with the program that caused it"
    )
    if os.environ.get("WLMAIL_DEBUG"):
        text += "\n" + "".join(traceback.format_exception(error))
    else:
        text += "\nset WLMAIL_DEBUG=1 to see where it happened"
    return text
