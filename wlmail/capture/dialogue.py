"""What client and server said to each other, as lines for a reader: `C: …`, `S: …`, and `-- …` for what happened.

Secrets are left out here, before anything is kept: of a login only its mechanism is known, of a line that is no command
only its length, because it may be a password that came too late.
"""

from __future__ import annotations

KEPT_LINES = 200
"""Lines that are kept for one message; the rest is counted."""
LINE_WIDTH = 500
"""Characters of a line that are kept."""
_REFUSED = ("S: 4", "S: 5")


class Dialogue:
    """The dialogue of one connection, message by message: the opening (greeting, TLS, login) and its own lines."""

    __slots__ = ("_left_out", "_lines", "_opening", "_room", "_told", "troubled")

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._opening: list[str] | None = None
        self._room = KEPT_LINES
        self._left_out = 0
        self._told = 0
        """Lines of the opening, which an earlier message has had."""
        self.troubled = False
        """Something was refused or went wrong since the last cut."""

    def client(self, text: str) -> None:
        if self._room:
            self._room -= 1
            self._lines.append(f"C: {text}" if len(text) <= LINE_WIDTH else f"C: {text[:LINE_WIDTH]}…")
        else:
            self._left_out += 1

    def server(self, text: str) -> None:
        if text[0] in "45":
            self.troubled = True
        if self._room:
            self._room -= 1
            self._lines.append("S: " + text)
        else:
            self._left_out += 1

    def trouble(self, text: str) -> None:
        """What went wrong without a reply."""
        self.troubled = True
        self.happened(text)

    def happened(self, text: str) -> None:
        self._tell_left_out()
        self._lines.append("-- " + text)

    def opened(self) -> None:
        """The first message begins, with the line that came last: what was said before is the opening of all."""
        if self._opening is None:
            self._opening = self._lines[:-1]

    def content(self, size: int) -> None:
        """The content of a message has come; its size and its reply are kept, whatever came before."""
        self._tell_left_out()
        self._room = 10
        self.client(f"({size} bytes)")

    def cut(self) -> list[str]:
        """The lines up to now; those of the next message begin here."""
        self._tell_left_out()
        lines = self._lines
        self._lines = (self._opening or [])[:]
        self._told = len(self._lines)
        self._room = KEPT_LINES
        self.troubled = False
        return lines

    def refusals(self) -> list[str]:
        """What was refused since the last cut, as far as lines are kept: a recipient, or what else the client said, and
        the answer; not yet fit for a terminal."""
        found = []
        for at in range(self._told, len(self._lines)):
            line = self._lines[at]
            if line.startswith(_REFUSED):
                said = _said(self._lines, at)
                if said[:8].upper() == "RCPT TO:":
                    said = said[8:].strip().removeprefix("<").removesuffix(">")
                found.append(f"{said} ({line[3:]})" if said else line[3:])
        return found

    def _tell_left_out(self) -> None:
        if self._left_out:
            self._lines.append(f"-- {self._left_out} more line{'s' if self._left_out > 1 else ''}")
            self._left_out = 0


def _said(lines: list[str], at: int) -> str:
    """What the client had said before a line; for the steps of a login, of which no word is kept, its command."""
    said = (text[3:] for text in lines[at::-1] if text.startswith("C: ") and text != "C: ****")
    return next(said, "").removesuffix(" ****")


def trouble(lines: list[str]) -> str:
    """What went wrong last in a dialogue, and what the client had said; not yet fit for a terminal."""
    last = len(lines) - 1
    at = next((i for i in range(last, -1, -1) if lines[i].startswith(_REFUSED)), last)
    said = _said(lines, at)
    if lines[at].startswith("S: "):
        return f"«{said}» was answered «{lines[at][3:]}»" if said else f"the greeting was «{lines[at][3:]}»"
    return f"{lines[at][3:]}, after «{said}»" if said else lines[at][3:]
