"""Questions of a program that has no windows: answered on a terminal, by --answers and --answer, or by default
(stdlib.md 8)."""

from __future__ import annotations

from wlmail.language.failing import fatal, tell
from wlmail.language.registry import Value, function
from wlmail.library.dialogs import Dialogs, console_text, lines
from wlmail.runtime.arrays import Array
from wlmail.runtime.conversions import to_int, to_text
from wlmail.runtime.errors import WLError
from wlmail.runtime.run import Ref, Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    T = TypeVar("T")

YES_WORDS = ("y", "yes", "o", "oui", "1", "true", "vrai", "ok")
NO_WORDS = ("n", "no", "non", "0", "false", "faux", "cancel", "annuler")
TRIES = 3
"""How often a question is asked again after an answer that is none."""


def answer_to(run: Run, question: str, choices: str, default: str, understood: Callable[[str], T | None]) -> T | None:
    """What `understood` makes of the answer to a question: of --answers, else typed on a terminal.

    None when nobody answers: the caller takes its default. WLError for a line of the answers that is no answer.
    """
    options = run.world.options
    written = options.answers.take(question) if options.answers else None
    if written is not None:
        made = understood(written[0] or default)
        if made is None:
            raise WLError(f"{_line(run, written)} is no answer to «{question}»" + (f": {choices}" if choices else ""))
        return made
    if options.answer == "ask":
        for _ in range(TRIES):
            answer = run.world.console.ask(f"{question} ({choices})" if choices else question, default)
            if answer is None:
                break
            made = understood(answer)
            if made is not None:
                return made
    return None


def _line(run: Run, written: tuple[str, int]) -> str:
    answers = run.world.options.answers
    return f"{answers.path if answers else ''}, line {written[1]}: «{written[0]}»"


def notice(run: Run, question: str, answer: str) -> None:
    """Nobody answered: tells what is taken instead."""
    options = run.world.options
    why = "there is no terminal to ask"
    if options.answers:
        why = f"{options.answers.path} has no answer to"
    if options.answer != "ask":
        why = f"--answer {options.answer} answers"
    tell(run, f"{why} «{question}»; the answer is {answer}")


def yes_or_no(run: Run, values: tuple[Value, ...], words: tuple[str, str]) -> bool:
    """Asks a question with two answers, `words` (yes, no); the default is no unless the first value is a button."""
    default = False
    if len(values) > 1 and type(values[0]) in (bool, int):
        default, values = bool(values[0]), values[1:]
    question = run.state(Dialogs).take_title() + lines(values)

    def understood(answer: str) -> bool | None:
        answer = answer.strip().lower()
        if answer in YES_WORDS or answer == words[0]:
            return True
        return False if answer in NO_WORDS or answer == words[1] else None

    answer = answer_to(run, question, "/".join(words), words[not default], understood)
    if answer is None:
        policy = run.world.options.answer
        answer = default if policy == "ask" else policy == "yes"
        notice(run, question, words[not answer])
    return answer


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

    After the array: the rank of the default button, then that of the cancel button, which `--answer no` takes. A dialog
    of the project, known by its number, has no text here: its number and values are shown and the answer is 0.

    Source: stdlib.md 8.
    """
    question = run.state(Dialogs).take_title() + lines((text,))
    if not choices or not isinstance(choices[0], Array):
        shown = "".join(f" [{console_text(to_text(choice))}]" for choice in choices)
        tell(run, f"dialog {question}{shown} is part of a project; the answer is 0")
        return 0
    buttons = [console_text(to_text(button)) for button in choices[0]]
    default = to_int(choices[1]) if len(choices) > 1 and choices[1] is not None else 1
    cancel = to_int(choices[2]) if len(choices) > 2 and choices[2] is not None else default
    menu = ", ".join(f"{rank} {button}" for rank, button in enumerate(buttons, 1))

    def understood(answer: str) -> int | None:
        answer = answer.strip()
        for rank, button in enumerate(buttons, 1):
            if answer == str(rank) or answer.lower() == button.lower():
                return rank
        return default if answer == str(default) else None

    answer = answer_to(run, question, menu, str(default), understood)
    if answer is None:
        answer = cancel if run.world.options.answer == "no" else default
        notice(run, question, buttons[answer - 1] if 1 <= answer <= len(buttons) else str(answer))
    return answer


@function("Input", "Saisie")
def input_text(
    run: Run, question: Value, variable: Ref, buttons: Value = None, default: Value = 1, cancel: Value = 0
) -> int:
    """Asks for a value, kept in a variable that is shown as the default; returns the rank of the button: 1 for OK.

    Without an answer the variable keeps its value and a notice says so.

    Source: stdlib.md 8.
    """
    text = run.state(Dialogs).take_title() + lines((question,))
    current = console_text(to_text(variable.value))

    def understood(answer: str) -> int | None:
        try:
            if answer != current:
                variable.value = answer
            return 1
        except WLError as wrong:
            run.world.console.err(f"error: {fatal(run, wrong)}")
            return None

    if answer_to(run, text, "", current, understood) is None:
        notice(run, text, f"«{current}»")
        return to_int(default)
    return 1


# --- Files -----------------------------------------------------------------------------------------------------------


@function("fSelect", "fSélecteur")
def f_select(run: Run, directory: str = "", file: str = "", title: str = "", *filters: Value) -> str:
    """Asks for the path of a file; "" when nobody answers, as if the user had cancelled.

    Source: stdlib.md 5.1.
    """
    return _chosen(run, title or "File", file)


@function("fSelectDir", "fRepSélecteur")
def f_select_dir(run: Run, directory: str = "", title: str = "", *options: Value) -> str:
    """Asks for the path of a directory; "" when nobody answers.

    Source: stdlib.md 5.1.
    """
    return _chosen(run, title or "Directory", directory)


def _chosen(run: Run, question: str, default: str) -> str:
    question = lines((question,))
    answer = answer_to(run, question, "", lines((default,)), lambda answer: answer)
    if answer is None:
        notice(run, question, "Annuler" if run.french else "Cancel")
        return ""
    return answer
