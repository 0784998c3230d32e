"""What client and server said to each other, as lines for a reader: `C: …`, `S: …`, and `-- …` for what happened.

Secrets are left out here, before anything is kept: of a login only its mechanism is known, of a line that is no command
only its length, because it may be a password that came too late.
"""

from __future__ import annotations

KEPT_LINES = 200
"""Lines that are kept for one message; the rest is counted."""
LINE_WIDTH = 500
"""Characters of a line that are kept."""


class Dialogue:
    """The dialogue of one connection, message by message: the opening (greeting, TLS, login) and its own lines."""

    __slots__ = ("_left_out", "_lines", "_opening", "_room", "troubled")

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._opening: list[str] | None = None
        self._room = KEPT_LINES
        self._left_out = 0
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
        self._room = KEPT_LINES
        self.troubled = False
        return lines

    def _tell_left_out(self) -> None:
        if self._left_out:
            self._lines.append(f"-- {self._left_out} more line{'s' if self._left_out > 1 else ''}")
            self._left_out = 0


def trouble(lines: list[str]) -> str:
    """What went wrong last in a dialogue, and what the client had said; not yet fit for a terminal."""
    last = len(lines) - 1
    at = next((i for i in range(last, -1, -1) if lines[i][:4] in ("S: 4", "S: 5")), last)
    said = next((text[3:] for text in lines[at::-1] if text.startswith("C: ")), "")
    if lines[at].startswith("S: "):
        return f"«{said}» was answered «{lines[at][3:]}»" if said else f"the greeting was «{lines[at][3:]}»"
    return f"{lines[at][3:]}, after «{said}»" if said else lines[at][3:]
