"""Answers entries, one after another, in one session: what the editor and piped input have in common."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from wlmail.interpreter import notes
from wlmail.language.diagnostics import render
from wlmail.language.parser import parse
from wlmail.language.source import Source
from wlmail.repl.blocks import is_whole
from wlmail.repl.texts import say, system_is_french
from wlmail.repl.values import value_text
from wlmail.repl.world import SwitchedWorld
from wlmail.session import Interpreter

if TYPE_CHECKING:
    from wlmail.runtime.options import Options


class Conversation:
    """A session of the REPL. `failures` counts the entries that went wrong, `worked` keeps the others."""

    def __init__(self, folder: str, options: Options) -> None:
        self.folder = folder
        self.options = options
        self.failures = 0
        self.seconds: float | None = None
        """How long the last entry took."""
        self.saved: set[str] = set()
        """Files that `:save` wrote."""
        self._language: bool | None = None
        self._number = 0
        self._begin()

    def _begin(self) -> None:
        self.world = SwitchedWorld(self.folder, options=self.options)
        self.interpreter = Interpreter(self.world, self.options.lenient)
        self.interpreter.french = self._language
        self.interpreter.french_at_first = system_is_french()
        self.worked: list[str] = []

    def begin_again(self) -> None:
        """Everything is as at the start: no variables, no messages, capturing."""
        self.close()
        self._begin()

    def close(self) -> None:
        """The session ends: mail sessions are closed."""
        self.interpreter.close()
        self.world.close()

    @property
    def french(self) -> bool:
        """The language of what is said: the one chosen, else that of the entries, else that of the system."""
        return self.interpreter.tells_french

    def speak(self, french: bool) -> None:
        """Chooses the language, whatever that of the entries."""
        self._language = self.interpreter.french = french

    def say(self, key: str, **facts: object) -> None:
        """A text of the REPL, on standard error: standard output has values and what programs show."""
        self.world.console.err(say(key, self.french, **facts))

    def fail(self, key: str, **facts: object) -> None:
        """The same for an entry that went wrong."""
        self.failures += 1
        self.say(key, **facts)

    def is_whole(self, text: str) -> bool:
        """The text is an entry that can be answered."""
        if text.startswith(":time "):
            text = text[len(":time ") :]
        return is_whole(text, self.options.lenient)

    def answer(self, entry: str) -> bool:
        """Does what an entry says and shows what comes of it. False when the user wants to leave."""
        entry = entry.strip()
        if not entry:
            return True
        if entry.startswith(":"):
            from wlmail.repl.commands import command

            return command(self, entry)
        self._number += 1
        # A name of its own for each entry, so that the error of a procedure shows the line where it was typed.
        self.run(Source(entry, f"<entry {self._number}>"))
        return True

    def run(self, source: Source) -> bool:
        """Runs an entry or a file and shows its value; False when it failed."""
        console = self.world.console
        before = len(self.world.mailbox.deliveries)
        started = time.perf_counter()
        try:
            outcome = self.interpreter.run(source)
        except KeyboardInterrupt:
            self.failures += 1
            raise
        finally:
            self.seconds = time.perf_counter() - started
        for diagnostic in outcome.diagnostics:
            console.err(render(diagnostic, french=self.french))
        if outcome.report:
            console.err(outcome.report)
        if outcome.has_value:
            console.out(value_text(outcome.value, french=self.french))
        if outcome.status == "ok":
            self.worked.append(_as_statements(source))
        else:
            self.failures += 1
        count = len(self.world.mailbox.deliveries) - before
        if count > 0:
            self.say("captured", count=count, s="s" if count > 1 else "")
        return outcome.status == "ok"

    def end_sessions(self) -> int:
        """Closes the open mail sessions, once what they have taken is sent; returns how many there were."""
        from wlmail.library.email_sessions import Sessions

        sessions = self.interpreter.state.state(Sessions)
        count = sum(1 for _ in sessions)
        sessions.close()
        return count

    def interrupted(self, error: BaseException) -> None:
        """Tells that Ctrl-C ended an entry, and what is not known of a message since."""
        self.world.console.err("\n".join([say("interrupted", self.french), *notes(error)]))


def _as_statements(source: Source) -> str:
    """An entry as a file can hold it: a bare expression is no statement and becomes a comment."""
    text: Any = source.text.strip("\r\n")
    if not parse(source)[1]:
        return str(text)
    return "\n".join(f"// {line}" for line in text.splitlines())
