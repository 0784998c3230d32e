"""Messages and questions of a program that has no windows (stdlib.md 8; issue 2 says what goes where)."""

from __future__ import annotations

from wlmail.language.registry import Value, function
from wlmail.library.strings import string_build
from wlmail.runtime.conversions import to_int, to_text
from wlmail.runtime.errors import Failure, ProgramEnd, WLError
from wlmail.runtime.run import Ref, Run

YES_WORDS = ("y", "yes", "o", "oui", "1", "true", "vrai", "ok")
NO_WORDS = ("n", "no", "non", "0", "false", "faux", "cancel", "annuler")
TRIES = 3
"""How often a question is asked again after an answer that is none."""


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
            with open(path, "a", encoding="utf-8", errors="replace", newline="\r\n") as file:
                file.write(console_text(text) + "\n")
        except OSError:
            run.state(Dialogs).trace_file = ""
            run.world.console.err(f"notice: {path} cannot be written; traces are no longer kept there")


@function("TraceStart", "TraceDébut", on_failure=False)
def trace_start(run: Run, path: str) -> bool:
    """Also writes the traces that follow to a file.

    Source: stdlib.md 8.
    """
    found = run.world.files.resolve(path, writing=True)
    try:
        open(found, "a", encoding="utf-8").close()
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


# --- Questions -------------------------------------------------------------------------------------------------------


def asked(run: Run, question: str, choices: str, default: str) -> str | None:
    """The answer to a question; None without a terminal, which the caller tells with its default."""
    return run.world.console.ask(f"{question} ({choices})" if choices else question, default)


def notice(run: Run, question: str, answer: str) -> None:
    run.world.console.err(f"notice: there is no terminal to ask «{question}»; the answer is {answer}")


def yes_or_no(run: Run, values: tuple[Value, ...], words: tuple[str, str]) -> bool:
    """Asks a question with two answers, `words` (yes, no); the default is no unless the first value is a button."""
    default = False
    if len(values) > 1 and type(values[0]) in (bool, int):
        default, values = bool(values[0]), values[1:]
    question = run.state(Dialogs).take_title() + lines(values)
    for _ in range(TRIES):
        answer = asked(run, question, "/".join(words), words[not default])
        if answer is None:
            break
        answer = answer.strip().lower()
        if answer in YES_WORDS or answer == words[0]:
            return True
        if answer in NO_WORDS or answer == words[1]:
            return False
    notice(run, question, words[not default])
    return default


@function("YesNo", "OuiNon")
def yes_no(run: Run, *text: Value) -> bool:
    """Asks a question; True for yes. The first argument may be the default button: Yes, No, 1, 0 or a boolean.

    Without a terminal the answer is the default button, or no, and a notice says so.

    Source: stdlib.md 8.
    """
    return yes_or_no(run, text, ("oui", "non") if run.french else ("yes", "no"))


@function("Confirm", "Confirmer")
def confirm(run: Run, *text: Value) -> bool:
    """Asks for a confirmation, as YesNo does.

    Source: stdlib.md 8.
    """
    return yes_or_no(run, text, ("oui", "non") if run.french else ("yes", "no"))


@function("OKCancel", "OKAnnuler")
def ok_cancel(run: Run, *text: Value) -> bool:
    """Asks for OK (True) or Cancel (False), as YesNo does.

    Source: stdlib.md 8.
    """
    return yes_or_no(run, text, ("ok", "annuler" if run.french else "cancel"))


@function("Dialog", "Dialogue")
def dialog(run: Run, text: Value, *choices: Value) -> int:
    """Asks a question with several buttons, an array of texts, and returns the rank of the one chosen.

    After the array: the rank of the default button, then that of the cancel button. A dialog of the project, known by
    its number, has no text here: its number and values are shown and the answer is 0.

    Source: stdlib.md 8.
    """
    question = run.state(Dialogs).take_title() + lines((text,))
    if not choices or not isinstance(choices[0], list):
        shown = "".join(f" [{console_text(to_text(choice))}]" for choice in choices)
        run.world.console.err(f"notice: dialog {question}{shown} is part of a project; the answer is 0")
        return 0
    buttons = [console_text(to_text(button)) for button in choices[0]]
    default = to_int(choices[1]) if len(choices) > 1 and choices[1] is not None else 1
    menu = ", ".join(f"{rank} {button}" for rank, button in enumerate(buttons, 1))
    for _ in range(TRIES):
        answer = asked(run, question, menu, str(default))
        if answer is None:
            break
        answer = answer.strip()
        for rank, button in enumerate(buttons, 1):
            if answer == str(rank) or answer.lower() == button.lower():
                return rank
        if answer == str(default):
            return default
    notice(run, question, buttons[default - 1] if 1 <= default <= len(buttons) else str(default))
    return default


@function("Input", "Saisie")
def input_text(
    run: Run, question: Value, variable: Ref, buttons: Value = None, default: Value = 1, cancel: Value = 0
) -> int:
    """Asks for a value, kept in a variable that is shown as the default; returns the rank of the button: 1 for OK.

    Without a terminal the variable keeps its value and a notice says so.

    Source: stdlib.md 8.
    """
    text = run.state(Dialogs).take_title() + lines((question,))
    current = console_text(to_text(variable.value))
    for _ in range(TRIES):
        answer = asked(run, text, "", current)
        if answer is None:
            break
        if answer == current:
            return 1
        try:
            variable.value = answer
            return 1
        except WLError as wrong:
            run.world.console.err(f"error: {wrong.message}")
    notice(run, text, f"«{current}»")
    return to_int(default)


# --- What has no meaning without windows -----------------------------------------------------------------------------


@function("HourGlass", "Sablier")
def hour_glass(shown: Value = True) -> None:
    """Shows the hourglass; nothing here.

    Source: stdlib.md 8.
    """


@function("Gauge", "Jauge")
def gauge(value: Value = 0, maximum: Value = 100, text: Value = "") -> None:
    """Shows a progress bar; nothing here.

    Source: stdlib.md 8.
    """


@function("Message", "Message")
def message(*text: Value) -> None:
    """Shows a text in the message bar; nothing here.

    Source: stdlib.md 8.
    """


@function("WaitWindowStart", "FenAttenteDébut", aliases=("FenAttente",))
def wait_window_start(*text: Value) -> None:
    """Shows a window that asks to wait; nothing here.

    Source: stdlib.md 8.
    """


@function("WaitWindowEnd", "FenAttenteFin")
def wait_window_end(*text: Value) -> None:
    """Closes a window that asks to wait; nothing here.

    Source: stdlib.md 8.
    """


@function("Beep", "Bip")
def beep(*sound: Value) -> None:
    """Makes a sound; nothing here.

    Source: stdlib.md 8.
    """


@function("SetFocus", "DonneFocus")
def set_focus(control: Value = "") -> None:
    """Gives the focus to a control; nothing here.

    Source: stdlib.md 8.
    """


@function("ReturnToCapture", "RepriseSaisie", aliases=("SetFocusAndReturnToUserInput", "DonneFocusEtRetourUtilisateur"))
def return_to_capture(run: Run, control: Value = "") -> None:
    """Goes back to the input in a window: what follows does not run, so here the program ends.

    Source: stdlib.md 8.
    """
    run.world.console.err("notice: ReturnToCapture gives the hand back to the user: the program ends here")
    raise ProgramEnd


@function("Close", "Ferme")
def close(run: Run, window: Value = "", value: Value = None) -> None:
    """Closes the window; a program without windows ends here.

    Source: stdlib.md 8.
    """
    run.world.console.err("notice: Close closes the window: the program ends here")
    raise ProgramEnd


@function("gLink", "gLien")
def g_link(text: str, *link: Value) -> str:
    """A text shown as a link in a table; here the text itself.

    Source: stdlib.md 7.1.
    """
    return text


@function("gStoredValue", "gValeurMémorisée")
def g_stored_value(text: str, *value: Value) -> str:
    """A text with a value behind it in a table; here the text itself.

    Source: stdlib.md 7.1.
    """
    return text


@function("RGB", "RVB")
def rgb(red: int, green: int, blue: int) -> int:
    """The number of a colour: red + 256 × green + 65536 × blue.

    Source: stdlib.md 7.1.
    """
    return (red & 255) + ((green & 255) << 8) + ((blue & 255) << 16)
