"""What can follow in a command: its name, a file, a name that it explains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wlmail.repl.names import OWN, Candidate, complete, files
from wlmail.repl.texts import ABOUT

if TYPE_CHECKING:
    from wlmail.repl.conversation import Conversation

_CHOICES = {"send": ("on", "off"), "lang": ("en", "fr")}


def complete_command(talk: Conversation, text: str) -> list[Candidate]:
    """The candidates for the end of a command, which `text` begins."""
    name, space, argument = text[1:].partition(" ")
    if not space:
        found = [Candidate(n, about[talk.french][1], OWN) for n, about in ABOUT.items() if n.startswith(name.lower())]
        for candidate in found:
            candidate.length = len(name)
        return found
    name, argument = name.lower(), argument.lstrip()
    if name in _CHOICES:
        chosen = [Candidate(word, "", OWN) for word in _CHOICES[name] if word.startswith(argument.lower())]
        for candidate in chosen:
            candidate.length = len(argument)
        return chosen
    if name in ("load", "save"):
        return files(argument, talk.folder)
    if name in ("help", "type", "time"):
        return complete(talk.interpreter, argument, french=talk.french, folder=talk.folder)
    return []
