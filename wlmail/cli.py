"""The command `wlmail` and its subcommands.

Exit status: 0 done, 1 an error, 2 misuse; validating has two more (`wlmail.validation.validator`).
"""

from __future__ import annotations

import gc
import os
import sys

from wlmail.runtime.options import Options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

    from wlmail.interpreter import Outcome
    from wlmail.language.source import Source


DONE, FAILED, MISUSE, NOT_RUN, INTERRUPTED = 0, 1, 2, 3, 130
_MIGRATION = ("validate", "verify", "record", "capture")
"""Commands where 1 tells that two programs differ; what goes wrong there is NOT_RUN."""


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; returns the exit status."""
    given, program_arguments = _split(list(sys.argv[1:] if arguments is None else arguments))
    # What a start makes stays: to look for garbage in it again and again takes a tenth of a short program's time.
    gc.set_threshold(20_000)
    failed = NOT_RUN if given[:1] and given[0] in _MIGRATION else FAILED
    return careful(lambda: _command(given, program_arguments), failed)


def as_process() -> NoReturn:
    """The command as a process of its own."""
    status = main()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            continue  # nobody reads it any more
    # Everything is closed and written. Python would take its modules apart one by one, which needs as long as a mail.
    os._exit(status)


def careful(command: Callable[[], int], failed: int = FAILED) -> int:
    """Runs a command; whatever happens becomes a message and an exit status: `failed` for an internal error."""
    _careful_streams()
    try:
        status = command()
        sys.stdout.flush()
        return status
    except KeyboardInterrupt as error:
        from wlmail.interpreter import notes

        _tell("\n".join(["wlmail: interrupted", *notes(error)]))
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away (`wlmail … | head`).
        _silence_output()
        return DONE
    except OSError as error:
        _silence_output()
        _tell(f"wlmail: the result cannot be written: {error.strerror or error}")
        return failed
    except Exception as error:
        from wlmail.interpreter import bug

        _tell(bug(error))
        return failed


def _command(given: list[str], program_arguments: list[str]) -> int:
    if len(given) == 2 and given[0] in ("run", "try") and not given[1].startswith("-"):
        # The common case needs no option parser, which costs as much as compiling a small program.
        return _run(Options(given[1]), program_arguments, captured=given[0] == "try")
    if given == ["repl"] and not program_arguments:
        return _repl(Options())
    return _parsed(given, program_arguments)


def _careful_streams() -> None:
    """A stream that is closed takes what is written and forgets it; a letter that an encoding lacks becomes a `?`."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif getattr(stream, "errors", "") in ("strict", "surrogateescape") and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _silence_output() -> None:
    from wlmail.world import silence

    silence(sys.stdout)


def standalone_options(given: list[str], file: str) -> tuple[Options, list[str], bool]:
    """The options of a program that is a Python file, its arguments after `--`, and whether its mails are captured."""
    given, program_arguments = _split(given)
    captured = "--try" in given
    rest = [word for word in given if word != "--try"]
    from wlmail.arguments import parser_of_commands

    options: Any = parser_of_commands().parse_args(["try" if captured else "run", *rest, file], Options())
    return options, program_arguments, captured


def _split(given: list[str]) -> tuple[list[str], list[str]]:
    """Our arguments, and those of the program after `--`."""
    if "--" in given:
        place = given.index("--")
        return given[:place], given[place + 1 :]
    return given, []


def _parsed(given: list[str], program_arguments: list[str]) -> int:
    from wlmail.arguments import parser_of_commands

    parser = parser_of_commands()
    options: Any = parser.parse_args(given, Options())
    command = options.command
    if program_arguments and command not in ("run", "try"):
        parser.error("only run and try pass arguments after -- to a program")
    if command in ("run", "try"):
        return _run(options, program_arguments, captured=command == "try")
    if command == "check":
        from wlmail.commands.check import check

        return check(options)
    if command == "explain":
        from wlmail.commands.explain import explain

        return explain(options.code, options.language)
    if command == "fix":
        from wlmail.commands.fix import fix

        return fix(options)
    if command == "python":
        from wlmail.commands.python import write

        source = _read(options)
        return FAILED if source is None else write(source, options.output)
    if command == "respell":
        from wlmail.commands.respell import write as write_respelled

        source = _read(options)
        return FAILED if source is None else write_respelled(source, options.to, in_place=options.write)
    if command == "functions":
        from wlmail.commands.functions import show

        return show(" ".join(options.name))
    if command in ("validate", "verify", "record"):
        if command == "validate" and not options.self_check and not (options.legacy and options.target):
            missing = "; --against TARGET is missing" if options.legacy else ""
            text = f"it takes LEGACY --against TARGET, or --self-check{missing}"
            sys.stderr.write(f"wlmail validate: {text}\ntry: wlmail validate --help\n")
            return MISUSE
        from wlmail.validation import validator

        return {"validate": validator.validate, "verify": validator.verify, "record": validator.record}[command](
            options
        )
    if command == "capture":
        from wlmail.commands.capture import capture

        return capture(options)
    if command == "repl":
        return _repl(options)
    parser.print_help()
    return MISUSE if given else DONE


def _tell(text: str) -> None:
    """One message of ours on standard error, after what the program has written."""
    try:
        sys.stdout.flush()
        print(text, file=sys.stderr, flush=True)
    except (OSError, ValueError):
        pass


# --- run and try -----------------------------------------------------------------------------------------------------


def _run(options: Options, arguments: list[str], *, captured: bool) -> int:
    prepared = _prepare(options)
    if prepared is None:
        return FAILED
    from wlmail.interpreter import run_code

    def run(world: Any) -> Outcome:
        return run_code(prepared[0], world, french=prepared[1], name=options.file)

    return run_in_world(run, options, arguments, captured=captured)


def run_in_world(run: Callable[[Any], Outcome], options: Options, arguments: list[str], *, captured: bool) -> int:
    """Runs a program in the real world or in the captured one, whose mails are shown."""
    from wlmail import world as worlds
    from wlmail.interpreter import TIME_IS_UP, TimeLimit, cut_connections, notes
    from wlmail.language.failing import say
    from wlmail.time_limit import time_limit

    folder = os.path.dirname(os.path.abspath(options.file))
    kind = worlds.CapturedWorld if captured else worlds.RealWorld
    script = None
    if captured and options.server_script:
        from wlmail.capture.script import ScriptError, load_script

        try:
            script = load_script(options.server_script)
        except ScriptError as error:
            _tell(f"wlmail: {error}")
            return MISUSE
    world: Any = kind(folder, arguments, options)
    if captured:
        world.portal.script = script
    page = None
    if captured and options.web_port is not None:
        page = _page(world, options)
        if page is None:
            world.close()
            return MISUSE
    try:
        with time_limit(options.time_limit):
            outcome = run(world)
    except TimeLimit as error:  # between two steps of ours
        cut_connections(world)
        world.console.err("\n".join([say(world.console, TIME_IS_UP), *notes(error)]))
        return FAILED
    finally:
        world.close()
    status = _finish(outcome, world)
    if captured:
        status = _show(world, options.save) or status
    if page is not None:
        from wlmail.capture.serving import serve_until_interrupted

        serve_until_interrupted(*page)
    return status


def _page(world: Any, options: Options) -> Any:
    """The mailbox page and its address, before the program runs; None when it cannot be shown, which has been told."""
    from wlmail.capture.serving import PageError, open_page

    try:
        name, port = os.path.basename(options.file), options.web_port or 0
        return open_page(world.mailbox, name, port, mask=world.secrets.masked, rehearsal=True)
    except PageError as error:
        _tell(f"wlmail: {error}")
        return None


def _prepare(options: Options) -> tuple[Any, bool] | None:
    """The compiled program and its language; None when it does not compile, which has been told."""
    from wlmail.language import cache

    key = ""
    if not options.no_cache:
        try:
            with open(options.file, "rb") as file:
                key = cache.key(file.read(), options.file, f"{options.code_page} {sorted(set(options.lenient))}")
        except (OSError, ValueError):
            key = ""
        found = cache.load(key) if key else None
        if found is not None:
            for text in found[2]:
                _tell(text)
            return found[0], found[1]
    from wlmail.interpreter import compile_program
    from wlmail.language.diagnostics import render

    source = _read(options)
    if source is None:
        return None
    compiled = compile_program(source)
    texts = [render(diagnostic, french=compiled.french) for diagnostic in compiled.diagnostics]
    for text in texts:
        _tell(text)
    if compiled.code is None:
        return None
    if key:
        files = [(path, cache.digest_of(path)) for path in compiled.files]
        cache.save(key, (compiled.code, compiled.french, texts, files))
    return compiled.code, compiled.french


def _read(options: Options) -> Source | None:
    from wlmail.language.diagnostics import render
    from wlmail.language.source import Source, SourceError

    try:
        return Source.read(options.file, options.code_page, options.lenient)
    except SourceError as error:
        _tell(render(error.diagnostic))
        return None


def _finish(outcome: Outcome, world: Any) -> int:
    """Tells how a program ended; a value returned by the main code is printed (language.md 1)."""
    if outcome.report:
        world.console.err(outcome.report)
    if outcome.value is not None:
        from wlmail.language.failing import say
        from wlmail.runtime.conversions import to_text
        from wlmail.runtime.errors import WLError

        try:
            world.console.out(to_text(outcome.value))
        except WLError as error:
            told = say(world.console, f"the result of the program cannot be shown: {error.message}")
            world.console.err(told)
    return DONE if outcome.status == "ok" else FAILED


def _show(world: Any, save: str | None) -> int:
    from wlmail.capture.show import show

    status = DONE
    world.console.out(show(world.mailbox.deliveries))
    if save is not None:
        from wlmail.capture.mailbox import MailboxError

        try:
            world.mailbox.save(save)
        except MailboxError as error:
            _tell(f"wlmail: {error}")
            status = FAILED
    return status


def _repl(options: Options) -> int:
    from wlmail.repl import start

    return start(options)
