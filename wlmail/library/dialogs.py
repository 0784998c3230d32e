"""Messages of a program that has no windows (stdlib.md 8; issue 2 says what goes where)."""

from __future__ import annotations

from wlmail.language.failing import tell
from wlmail.language.registry import Value, function
from wlmail.library.strings import string_build
from wlmail.runtime.conversions import to_text
from wlmail.runtime.errors import Failure
from wlmail.runtime.run import Run


class Dialogs:
    """What dialogs remember: the title of the next one, and the file that TraceStart opened."""

    def __init__(self) -> None:
        self.title = ""
        self.trace_file = ""

    def take_title(self) -> str:
        title, self.title = self.title, ""
        return f"{title}: " if title else ""


def lines(values: tuple[Value, ...]) -> str:
    """The values as lines of the console, whatever line ends their texts have."""
    return console_text("\n".join([value if type(value) is str else to_text(value) for value in values]))


def console_text(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


# --- Messages --------------------------------------------------------------------------------------------------------


@function("Trace", "Trace")
def trace(run: Run, *values: Value) -> None:
    """Writes values to standard output, separated by tabs.

    Source: stdlib.md 8.
    """
    text = "\t".join([value if type(value) is str else to_text(value) for value in values])
    run.world.console.out(console_text(text))
    path = run.state(Dialogs).trace_file
    if path:
        try:
            with run.world.files.open(path, "ab") as file:
                file.write((console_text(text) + "\n").replace("\n", "\r\n").encode("utf-8", "replace"))
        except OSError:
            run.state(Dialogs).trace_file = ""
            tell(run, f"{path} cannot be written; traces are no longer kept there")


@function("TraceStart", "TraceDébut", on_failure=False)
def trace_start(run: Run, path: str) -> bool:
    """Also writes the traces that follow to a file.

    Source: stdlib.md 8.
    """
    found = run.world.files.resolve(path, writing=True)
    try:
        run.world.files.open(found, "ab").close()
    except OSError as error:
        raise Failure(f"{path}: {error.strerror}", system=str(error)) from None
    run.state(Dialogs).trace_file = found
    return True


@function("TraceEnd", "TraceFin")
def trace_end(run: Run) -> None:
    """Ends what TraceStart began.

    Source: stdlib.md 8.
    """
    run.state(Dialogs).trace_file = ""


@function("Info", "Info")
def info(run: Run, *text: Value) -> None:
    """Shows an information: its lines go to standard output.

    Source: stdlib.md 8.
    """
    run.world.console.out(run.state(Dialogs).take_title() + lines(text))


@function("InfoBuild", "InfoConstruit")
def info_build(run: Run, format: str, *values: Value) -> None:
    """Shows an information built as by StringBuild: %1, %2 … stand for the values.

    Source: stdlib.md 8.
    """
    info(run, string_build(format, *values))


@function("Error", "Erreur")
def error(run: Run, *text: Value) -> None:
    """Shows an error on standard error; without a text, the last error. The program goes on.

    Source: stdlib.md 8.
    """
    run.world.console.err("error: " + run.state(Dialogs).take_title() + lines(text or (run.error.message,)))


@function("ErrorBuild", "ErreurConstruit")
def error_build(run: Run, format: str, *values: Value) -> None:
    """Shows an error built as by StringBuild: %1, %2 … stand for the values.

    Source: stdlib.md 8.
    """
    error(run, string_build(format, *values))


@function("Warning", "Avertissement")
def warning(run: Run, *text: Value) -> None:
    """Shows a warning on standard error. The program goes on.

    Source: stdlib.md 8.
    """
    run.world.console.err("warning: " + run.state(Dialogs).take_title() + lines(text))


@function("WarningBuild", "AvertissementConstruit")
def warning_build(run: Run, format: str, *values: Value) -> None:
    """Shows a warning built as by StringBuild: %1, %2 … stand for the values.

    Source: stdlib.md 8.
    """
    warning(run, string_build(format, *values))


@function("ToastDisplay", "ToastAffiche")
def toast_display(
    run: Run, text: Value, duration: Value = 0, vertical: Value = 0, horizontal: Value = 0, color: Value = 0
) -> None:
    """Shows a short message, here a line on standard error; where and how long is of no importance.

    Source: stdlib.md 8.
    """
    run.world.console.err("toast: " + lines((text,)))


@function("NextTitle", "TitreSuivant")
def next_title(run: Run, title: str) -> None:
    """The title of the next message or question, here a word before its text.

    Source: stdlib.md 8.
    """
    run.state(Dialogs).title = console_text(title)
