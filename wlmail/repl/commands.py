"""The commands of the REPL: what begins with a colon."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from wlmail.commands import functions
from wlmail.language import registry
from wlmail.language.diagnostics import SECRETS, render
from wlmail.language.french import texts
from wlmail.language.names import fold
from wlmail.language.source import Source, SourceError
from wlmail.language.symbols import ProcedureSymbol, Variable
from wlmail.language.type_names import type_name
from wlmail.repl.look import look
from wlmail.repl.signature import function_signature, procedure_signature
from wlmail.repl.texts import ABOUT, say, wrapped
from wlmail.repl.values import variable_rows

if TYPE_CHECKING:
    from wlmail.repl.conversation import Conversation


def command(talk: Conversation, entry: str) -> bool:
    """Does what a command says; False when the user wants to leave."""
    name, _, argument = entry[1:].partition(" ")
    name = name.lower()
    if name in ("quit", "q", "exit"):
        return False
    found = COMMANDS.get(SHORT.get(name, name))
    if found is None:
        talk.fail("no command", name=name)
    else:
        found(talk, argument.strip())
    return True


def _help(talk: Conversation, name: str) -> None:
    """What there is, or what one name is, by its English or French name."""
    out = talk.world.console.out
    if not name:
        rows = [(f":{n} {about[talk.french][0]}", about[talk.french][1]) for n, about in ABOUT.items()]
        commands = "\n".join(f"  {head:<16} {about}" for head, about in rows)
        out(wrapped(say("help", talk.french, commands=commands)))
        return
    registry.load()
    folded = fold(name.partition("(")[0].strip().lstrip(":"))
    own = look(talk.interpreter).names.get(folded)
    if isinstance(own, ProcedureSymbol):
        out(procedure_signature(own))
    elif isinstance(own, Variable):
        _type(talk, name)
    elif folded in registry.FUNCTIONS:
        out(functions.function_text(registry.FUNCTIONS[folded], folded))
    elif folded in registry.TYPES:
        out(functions.type_text(registry.TYPES[folded]))
    elif folded in registry.CONSTANTS:
        out(functions.constant_text(registry.CONSTANTS[folded]))
    elif folded.lower() in COMMANDS:
        out(ABOUT[folded.lower()][talk.french][1])
    else:
        talk.fail("unknown", name=name)


def _type(talk: Conversation, expression: str) -> None:
    """The type of an expression, which is not run."""
    from wlmail.language.parser import parse_expression

    if not expression:
        talk.fail("needs an expression")
        return
    source = Source(expression, "<type>", lenient=talk.options.lenient)
    wrong = parse_expression(source)[1]
    if wrong:
        talk.failures += 1
        talk.world.console.err(render(wrong[0], french=talk.french))
        return
    seen = look(talk.interpreter, "", expression)
    folded = fold(expression)
    known = registry.FUNCTIONS.get(folded)
    if isinstance(seen.symbol, ProcedureSymbol):
        talk.world.console.out(procedure_signature(seen.symbol))
    elif known is not None and folded not in seen.names:
        talk.world.console.out(str(function_signature(known, french=talk.french)))
    elif seen.kind is not None:
        talk.world.console.out(type_name(seen.kind.name, talk.french))
    elif seen.wrong is not None:
        talk.failures += 1
        talk.world.console.err(texts(seen.wrong, talk.french)[0])
    else:
        talk.say("not before it runs")


def _vars(talk: Conversation, _: str) -> None:
    interpreter = talk.interpreter
    variables = [v for v in interpreter.binder.main.names.values() if isinstance(v, Variable)]
    rows = [(v.name, v.kind.name if v.kind else "variant", interpreter.value_of(v)) for v in variables]
    if rows:
        talk.world.console.out("\n".join(variable_rows(rows, talk.french)))
    else:
        talk.say("no variables")


def load(talk: Conversation, file: str) -> None:
    """Runs a file as one entry: its variables and procedures stay."""
    if not file:
        talk.fail("needs a file", name="load")
        return
    try:
        source = Source.read(_path(talk, file), talk.options.code_page, talk.options.lenient)
    except SourceError as error:
        talk.failures += 1
        talk.world.console.err(render(error.diagnostic, french=talk.french))
        return
    talk.run(source)


def _save(talk: Conversation, file: str) -> None:
    """The entries that worked, as a program: what was an expression is a comment."""
    if not file:
        talk.fail("needs a file", name="save")
        return
    if not talk.worked:
        talk.fail("nothing to save")
        return
    path = _path(talk, file)
    text = "\n".join(talk.worked) + "\n"
    secret = any(_names_secret(entry) for entry in talk.worked)
    try:
        if os.path.realpath(path) not in talk.saved:
            # Where a password stands in it, nobody else reads the file.
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if secret else 0o666))
        elif secret:
            os.chmod(path, 0o600)
        with open(path, "w", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except FileExistsError:
        talk.fail("is there", file=file)
        return
    except (OSError, ValueError) as error:
        talk.fail("not written", file=file, reason=getattr(error, "strerror", None) or error)
        return
    talk.saved.add(os.path.realpath(path))
    count = len(talk.worked)
    talk.say("saved", count=count, y="y" if count == 1 else "ies", s="" if count == 1 else "s", file=file)
    if secret:
        talk.say("holds secrets", file=file)


def _names_secret(text: str) -> bool:
    import re

    return re.search(SECRETS, fold(text)) is not None


def _path(talk: Conversation, file: str) -> str:
    file = file.strip('"')
    return os.path.join(talk.folder, os.path.expanduser(file))


def _time(talk: Conversation, entry: str) -> None:
    """Runs an entry and tells how long that took; without one, how long the last entry took."""
    if entry:
        talk.answer(entry)
    if talk.seconds is None:
        talk.say("no time")
        return
    seconds = talk.seconds
    shown = f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"
    talk.say("time", seconds=shown.replace(".", ",") if talk.french else shown)


def _python(talk: Conversation, _: str) -> None:
    text = talk.interpreter.last_python()
    if text:
        talk.world.console.out(text)
    else:
        talk.say("no python")


def _inbox(talk: Conversation, number: str) -> None:
    from wlmail.capture.show import show

    deliveries = list(talk.world.mailbox.deliveries)
    if not deliveries and not number:
        talk.world.console.out(say("no messages", talk.french))
        return
    if number:
        chosen = [delivery for delivery in deliveries if str(delivery.number) == number.lstrip("0")]
        if not chosen:
            talk.fail("no message", number=number, count=len(deliveries))
            return
        deliveries = chosen
    talk.world.console.out(show(deliveries))


def _send(talk: Conversation, state: str) -> None:
    """Switches real sending on or off; open sessions are closed, they lead the other way."""
    state = state.lower()
    if not state:
        talk.say("captures" if talk.world.captured else "sends now")
        return
    if state not in ("on", "off"):
        talk.fail("on or off")
        return
    real = state == "on"
    if real == talk.world.captured:
        count = talk.end_sessions()
        talk.world.switch(real=real)
        if count:
            it = ("la" if count == 1 else "les") if talk.french else ("it" if count == 1 else "them")
            talk.say("sessions closed", count=count, s="" if count == 1 else "s", it=it)
    talk.say("sends" if real else "captures")


def _lang(talk: Conversation, language: str) -> None:
    language = language.lower()
    if language and language not in ("en", "fr"):
        talk.fail("en or fr")
        return
    if language:
        talk.speak(language == "fr")
    talk.say("language")


def _reset(talk: Conversation, _: str) -> None:
    talk.begin_again()
    talk.say("reset")


COMMANDS: dict[str, Callable[[Conversation, str], None]] = {
    "help": _help,
    "type": _type,
    "vars": _vars,
    "load": load,
    "save": _save,
    "time": _time,
    "python": _python,
    "inbox": _inbox,
    "send": _send,
    "lang": _lang,
    "reset": _reset,
}
SHORT = {"h": "help", "i": "inbox", "v": "vars", "l": "load", "s": "save", "t": "type"}
