"""`wlmail repl`: WLanguage entry by entry. Mails are captured; `:inbox` shows them."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from wlmail.interpreter import Interpreter, notes
from wlmail.language.diagnostics import render
from wlmail.language.names import fold
from wlmail.language.source import Source
from wlmail.runtime.arrays import Array, AssociativeArray, List
from wlmail.runtime.conversions import to_text
from wlmail.runtime.errors import WLError
from wlmail.runtime.records import Record
from wlmail.world import CapturedWorld, is_terminal

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import CompleteEvent, Completer
    from prompt_toolkit.document import Document
    from prompt_toolkit.history import History
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

PROMPT = "wl> "
CONTINUATION = "... "
WELCOME = (
    "WLanguage, French or English. Mails are captured, nothing leaves this machine. :help tells more, Ctrl-D leaves."
)
HELP = """\
Type a statement, or an expression to see its value. An entry that is not complete (IF without END, an open
parenthesis, ...) goes on at the next line; an empty line ends it in any case.

  :inbox        the messages captured so far; :inbox 2 shows the second one
  :help NAME    what a function does, by its English or French name
  :quit         leave; so does Ctrl-D

Tab completes names, Ctrl-C clears the entry, Ctrl-R searches earlier entries. Entries that name a password or a token
are not kept in the history."""
MOST_ITEMS = 50
"""Elements of an array or members of a structure that are shown."""

_SECRET = re.compile(r"PASSWORD|MOTDEPASSE|TOKEN|SECRET|(START|OUVRE|OPEN)\w*SESSION")
_PROCEDURE = re.compile(r"\s*(?:(?:INTERNAL|INTERNE|PRIVATE|PRIVEE?|GLOBALE?)\s+)*PROCEDURE\b")


def start(lenient: Iterable[str] = ()) -> int:
    """Starts a session in the current folder. Returns the exit status."""
    world = CapturedWorld(os.getcwd())
    interpreter = Interpreter(world, lenient)
    try:
        return repl(interpreter)
    finally:
        interpreter.close()
        world.close()


def repl(interpreter: Interpreter) -> int:
    """Reads entries and answers them to the end: on a terminal with an editor, elsewhere from standard input."""
    talk = Conversation(interpreter)
    if is_terminal(sys.stdin) and is_terminal(sys.stdout):
        return on_terminal(talk)
    return from_lines(talk, _standard_input())


class Conversation:
    """Answers entries, one after another, in one interpreter."""

    def __init__(self, interpreter: Interpreter) -> None:
        self.interpreter = interpreter
        self.console = interpreter.world.console
        self._entries = 0

    def answer(self, entry: str) -> bool:
        """Does what an entry says and shows what comes of it. False when the user wants to leave."""
        if not entry.strip():
            return True
        if entry.lstrip().startswith(":"):
            return self._command(entry.strip())
        self._entries += 1
        before = len(self._deliveries())
        self._run(entry.strip())
        captured = len(self._deliveries()) - before
        if captured > 0:
            self.console.err(f"captured {captured} message{'s' if captured > 1 else ''}; :inbox shows what there is")
        return True

    def _run(self, entry: str) -> None:
        # A name of its own for each entry, so that the error of a procedure shows the line where it was typed.
        source = Source(entry, f"<entry {self._entries}>")
        outcome = self.interpreter.run(source)
        for diagnostic in outcome.diagnostics:
            self.console.err(render(diagnostic))
        if outcome.report:
            self.console.err(outcome.report)
        if outcome.has_value:
            self.console.out(value_text(outcome.value, french=self.interpreter.state.french))

    def is_complete(self, text: str) -> bool:
        """The text is an entry that can be answered; what is missing may follow on the next lines otherwise."""
        if not text.strip() or text.lstrip().startswith(":"):
            return True
        from wlmail.language.parser import is_incomplete, parse

        source = Source(text)
        # An entry may be an expression, which is no statement: `(1 +` goes on as `x = (1 +` does.
        if is_incomplete(source) or (parse(source)[1] and is_incomplete(Source("probe = " + text))):
            return False
        if not _PROCEDURE.match(fold(text)):
            return True
        # A procedure without END is whole at any line (language.md 8.7): here it goes on until its END, that is until
        # another statement would be main code.
        program, _ = parse(Source(text + "\nprobe()"))
        return bool(program.main.statements)

    def _deliveries(self) -> list[Any]:
        mailbox = getattr(self.interpreter.world, "mailbox", None)
        return mailbox.deliveries if mailbox is not None else []

    def _command(self, command: str) -> bool:
        name, _, argument = command[1:].partition(" ")
        argument = argument.strip()
        match name.lower():
            case "quit" | "q" | "exit":
                return False
            case "help" | "h":
                self.console.out(_function_help(argument) if argument else HELP)
            case "inbox" | "i":
                self._show_inbox(argument)
            case _:
                self.console.err(f"there is no :{name}; :help tells what there is")
        return True

    def _show_inbox(self, argument: str) -> None:
        from wlmail.capture.show import show

        deliveries = self._deliveries()
        if argument:
            chosen = [delivery for delivery in deliveries if str(delivery.number) == argument.lstrip("0")]
            if not chosen:
                self.console.err(f"there is no message {argument}; {len(deliveries)} captured so far")
                return
            deliveries = chosen
        self.console.out(show(deliveries))


def from_lines(talk: Conversation, lines: Iterable[str]) -> int:
    """Answers entries that come as lines, without prompts.

    A procedure without END ends at an empty line, unless its END comes later.
    """
    coming = iter(lines)
    entry = ""
    while (line := next(coming, None)) is not None:
        text = line.rstrip("\r\n")
        if not text.strip() and _PROCEDURE.match(fold(entry)):
            rest = list(coming)
            length = _length_of_rest(talk, entry + "\n", rest)
            entry += "\n" + "".join(rest[:length])
            coming = iter(rest[length:])
        else:
            entry += text
            if not talk.is_complete(entry):
                entry += "\n"
                continue
        if not talk.answer(entry):
            return 0
        entry = ""
    talk.answer(entry)
    return 0


def _length_of_rest(talk: Conversation, entry: str, lines: list[str]) -> int:
    """How many of the lines belong to a procedure that has begun: those up to its END; none without one."""
    for count, line in enumerate(lines, 1):
        entry += line
        if _PROCEDURE.match(fold(line)):
            return 0
        if fold(line.strip()).startswith(("END", "FIN")) and talk.is_complete(entry):
            return count
    return 0


def _standard_input() -> Iterator[str]:
    """The lines of standard input; bytes that are no UTF-8 are taken as Windows-1252."""
    if sys.stdin is None:
        return
    raw = getattr(sys.stdin, "buffer", None)
    if raw is None:
        yield from sys.stdin
        return
    while line := raw.readline():
        try:
            yield line.decode("utf-8-sig")
        except UnicodeDecodeError:
            yield line.decode("cp1252", "replace")


def value_text(value: Any, *, french: bool = False) -> str:
    """A value as the REPL shows it: texts in quotes, collections and structures with what is in them."""
    from wlmail.capture.show import visible

    if value is None:
        return "Null"
    if isinstance(value, bool):
        return ("Vrai" if value else "Faux") if french else str(value)
    if isinstance(value, str):
        return '"' + visible(value.replace('"', '""')) + '"'
    if isinstance(value, bytes):
        return f"buffer of {len(value)} bytes"
    if isinstance(value, Array | List):
        return f"[{', '.join(_first(value, french))}]"
    if isinstance(value, AssociativeArray):
        keys = _first(value.keys(), french)
        return f"[{', '.join(f'{key} => {item}' for key, item in zip(keys, _first(value, french), strict=True))}]"
    if isinstance(value, Record):
        return _record_text(value, french)
    try:
        return visible(to_text(value))
    except WLError:
        return f"<{type(value).__name__}>"


def _first(values: Iterable[Any], french: bool) -> list[str]:
    every = list(values)
    shown = [value_text(value, french=french) for value in every[:MOST_ITEMS]]
    return shown if len(every) <= MOST_ITEMS else [*shown, f"… {len(every) - MOST_ITEMS} more"]


def _record_text(value: Record, french: bool) -> str:
    """The type, and the members that hold something; never a password."""
    from wlmail.language.registry import PREDEFINED, TYPES

    known = next((t for t in (*TYPES.values(), *PREDEFINED.values()) if t.record is type(value)), None)
    names = {p.attribute: p.french if french else p.english for p in known.properties.values()} if known else {}
    lines = []
    for attribute in dict.fromkeys(attribute for attribute, _ in value.MEMBERS.values()):
        content = getattr(value, attribute, None)
        if content is None or (isinstance(content, str | int | float | bytes | Array) and not content):
            continue
        shown = value_text(content, french=french)
        if not shown or shown.startswith("<"):  # nothing that a program could read
            continue
        if _SECRET.search(fold(attribute).replace("_", "")):
            shown = "(hidden)"
        lines.append(f"  {names.get(attribute, attribute)}: {shown}".replace("\n", "\n  "))
    return "\n".join([value.TYPE_NAME, *lines[:MOST_ITEMS]])


def _function_help(name: str) -> str:
    from wlmail.language import registry

    registry.load()
    found = registry.FUNCTIONS.get(fold(name.partition("(")[0].strip()))
    if found is None:
        return f"no function is called {name}"
    head = f"{found.english} · {found.french}"
    return f"{head}\nnot offered: {found.because}" if found.because else f"{head}\n{found.doc}"


# --- the terminal ----------------------------------------------------------------------------------------------------


def on_terminal(talk: Conversation) -> int:
    """Answers entries that are typed in an editor: several lines, history, completion."""
    talk.console.out(WELCOME)
    session = _session(talk)
    while True:
        try:
            entry = session.prompt()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return 0
        try:
            if not talk.answer(entry):
                return 0
        except KeyboardInterrupt as error:
            talk.console.err("\n".join(["interrupted", *notes(error)]))


def _session(talk: Conversation) -> PromptSession[str]:
    from prompt_toolkit import PromptSession

    return PromptSession(
        PROMPT,
        multiline=True,
        prompt_continuation=CONTINUATION,
        key_bindings=_keys(talk),
        history=_history(_data_folder()),
        completer=_completer(),
        complete_while_typing=False,
    )


def _keys(talk: Conversation) -> KeyBindings:
    from prompt_toolkit.filters import is_searching
    from prompt_toolkit.key_binding import KeyBindings

    keys = KeyBindings()

    @keys.add("enter", filter=~is_searching)
    def enter(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        text = buffer.text
        if buffer.complete_state is not None:
            buffer.complete_state = None  # what is chosen in the menu stands in the text already
        elif talk.is_complete(text) or not text.rpartition("\n")[2].strip():
            buffer.validate_and_handle()
        else:
            line = buffer.document.current_line
            buffer.insert_text("\n" + line[: len(line) - len(line.lstrip())])

    return keys


def _data_folder() -> str:
    """Where the user's programs keep their data; "" when there is no such place."""
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        place = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        place = os.path.join(home, "Library", "Application Support")
    else:
        place = os.environ.get("XDG_DATA_HOME", "") or os.path.join(home, ".local", "share")
    return os.path.join(place, "wlmail") if os.path.isabs(place) else ""


def _history(folder: str) -> History:
    """Earlier entries, kept in a file that only the user can read; in memory only where no file can be written."""
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    class CarefulHistory(FileHistory):
        def store_string(self, string: str) -> None:
            if _SECRET.search(fold(string)):
                return
            with suppress(OSError, ValueError):  # the disk may have filled up since
                super().store_string(string)

    path = os.path.join(folder, "history")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600))
    except OSError:
        return InMemoryHistory()
    return CarefulHistory(path)


def _completer() -> Completer:
    from prompt_toolkit.completion import Completer, Completion

    class Names(Completer):
        """Keywords and the names of the registry, in both languages; after a dot, members."""

        def get_completions(self, document: Document, event: CompleteEvent) -> Iterator[Completion]:
            start = re.search(r"[^\W\d]\w*\Z", document.text_before_cursor)
            if start is None:
                return
            word = start.group()
            member = document.text_before_cursor[: start.start()].rstrip().endswith(".")
            for name in candidates(fold(word), member=member):
                yield Completion(name, start_position=-len(word))

    return Names()


def candidates(prefix: str, *, member: bool = False) -> list[str]:
    """Names that start with a folded prefix, sorted."""
    from wlmail.language import _tables, registry

    registry.load()
    names: set[str] = set()
    if member:
        for kind in (*registry.TYPES.values(), *registry.PREDEFINED.values()):
            for entry in kind.properties.values():
                names |= {entry.english, entry.french}
    else:
        for table in (registry.FUNCTIONS, registry.CONSTANTS, registry.TYPES):
            for thing in table.values():
                names |= {thing.english, thing.french}
        for line in _tables.KEYWORDS.strip().split("\n"):
            names.update(line.partition(" ")[2].split("|"))
    return sorted((name for name in names if fold(name).startswith(prefix)), key=fold)
