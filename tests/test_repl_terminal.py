"""The REPL in a real terminal (tmux): what is typed, and what stands on the screen then."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import wlmail

TMUX = shutil.which("tmux")
pytestmark = pytest.mark.skipif(TMUX is None, reason="tmux is not installed")
COLOUR = re.compile("\x1b\\[(?:[0-9]+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]")
PATIENCE = 300
"""Tenths of a second after which something that does not come is an error."""


class Screen:
    """A terminal of its own with the REPL in it; `shows` waits for a text."""

    def __init__(self, folder: Path, *, size: tuple[int, int] = (100, 30), **environment: str) -> None:
        self.socket = str(folder / "socket")
        self.folder = folder
        package = str(Path(wlmail.__file__).parent.parent)
        given = {"HOME": str(folder / "home"), "XDG_DATA_HOME": str(folder / "home"), "PYTHONPATH": package}
        given |= {"LC_ALL": "C.UTF-8", "TERM": "screen", **environment}
        variables = [f"{name}={value}" for name, value in given.items()]
        command = ["env", "-u", "NO_COLOR", *variables, sys.executable, "-m", "wlmail", "repl"]
        (folder / "home").mkdir(exist_ok=True)
        self._tmux(
            "-f", os.devnull, "new-session", "-d", "-x", str(size[0]), "-y", str(size[1]), "-c", str(folder), *command
        )

    def _tmux(self, *words: str) -> str:
        done = subprocess.run([str(TMUX), "-S", self.socket, *words], capture_output=True, timeout=30, check=False)
        return done.stdout.decode("utf-8", "replace")

    def type(self, text: str, *keys: str) -> None:
        """Types letters, then keys by their names (Enter, Tab, C-c)."""
        if text:
            self._tmux("send-keys", "-l", text)
        if keys:
            self._tmux("send-keys", *keys)

    def lines(self, *options: str) -> list[str]:
        return [line.rstrip() for line in self._tmux("capture-pane", "-p", *options).splitlines() if line.strip()]

    def shows(self, text: str, *options: str) -> list[str]:
        """The lines of the screen once `text` is among them."""
        for _ in range(PATIENCE):
            lines = self.lines(*options)
            if any(text in line for line in lines):
                return lines
            time.sleep(0.1)
        raise AssertionError(f"«{text}» does not come:\n" + "\n".join(self.lines()))

    def is_over(self) -> bool:
        for _ in range(PATIENCE):
            if not self._tmux("list-sessions"):
                return True
            time.sleep(0.1)
        return False

    def close(self) -> None:
        self._tmux("kill-server")


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    made = Screen(tmp_path)
    yield made
    made.close()


def test_a_session(screen: Screen) -> None:
    screen.shows("wl>")
    screen.shows("0 so far")  # everything is loaded
    screen.type("m is Email", "Enter")
    # Completion: the menu comes while typing, Tab takes what it offers.
    screen.type("m.Subj")
    screen.shows("Subject  string")
    screen.type("", "Tab")
    screen.type(' = "Hello"', "Enter")
    screen.type("m", "Enter")
    screen.shows('├─ Subject   "Hello"')
    # Several lines, indented, END moved below its IF.
    screen.type('IF m.Subject = "Hello" THEN', "Enter")
    screen.type("Trace(40 + 2)", "Enter")
    screen.type("END", "Enter")
    lines = screen.shows("42")
    place = lines.index("42")
    assert lines[place - 3 : place] == ['wl> IF m.Subject = "Hello" THEN', "...     Trace(40 + 2)", "... END"]
    # The signature below, with the parameter that is being typed underlined.
    screen.type("EmailSendMessage(s, m, ")
    screen.shows("EmailSendMessage([<session>], [<email>], [<options>]) -> boolean  Hands")
    assert any("\x1b[4m[<options>]" in line or "4m[<options>]" in line for line in screen.lines("-e"))
    screen.type("", "C-c")
    # What runs is interrupted, the session goes on.
    screen.type("LOOP", "Enter")
    screen.type("END", "Enter")
    screen.shows("... END")
    time.sleep(0.5)
    screen.type("", "C-c")
    screen.shows("interrupted")
    screen.type("6 * 7 + 100", "Enter")
    screen.shows("142")
    # An error shows its place below the entry.
    screen.type("Trace(unknownThing)", "Enter")
    lines = screen.shows("unknown name")
    assert lines[[i for i, line in enumerate(lines) if "Trace(unknownThing)" in line][-1] + 1].strip(" |") == "^" * 12
    # Earlier entries are searched.
    screen.type("", "C-r")
    screen.type("6 *")
    screen.shows("6 * 7 + 100")
    screen.type("", "Enter", "Enter")
    for _ in range(PATIENCE):
        if screen.lines().count("142") == 2:
            break
        time.sleep(0.1)
    assert screen.lines().count("142") == 2
    screen.type(":send on", "Enter")
    screen.shows("wl SENDS>")
    screen.type("", "C-d")
    assert screen.is_over()
    assert "6 * 7 + 100" in (screen.folder / "home" / "wlmail" / "history").read_text(encoding="utf-8")


def test_a_pasted_procedure(screen: Screen) -> None:
    screen.shows("wl>")
    (screen.folder / "pasted").write_text("PROCEDURE Twice(n is int)\n\tRESULT 2 * n\n\nEND", encoding="utf-8")
    screen._tmux("load-buffer", str(screen.folder / "pasted"))
    screen._tmux("paste-buffer", "-p")
    screen.shows("... END")
    screen.type("", "Enter")
    screen.type("Twice(21)", "Enter")
    assert screen.shows("42").count("42") == 1


@pytest.mark.parametrize(
    ("size", "environment"), [((30, 12), {}), ((80, 24), {"TERM": "dumb"}), ((80, 24), {"NO_COLOR": "1"})]
)
def test_a_poor_terminal(tmp_path: Path, size: tuple[int, int], environment: dict[str, str]) -> None:
    screen = Screen(tmp_path, size=size, **environment)
    try:
        screen.shows("wl>")
        screen.type("6 * 7", "Enter")
        screen.shows("42")
        screen.type("m is Email", "Enter")
        screen.type("m.", "Enter")
        screen.shows("1 | m.")
        if "NO_COLOR" in environment:
            assert not COLOUR.search("\n".join(screen.lines("-e")))
        assert not any("Traceback" in line for line in screen.lines())
        screen.type("", "C-c")
        screen.type(":quit", "Enter")
        assert screen.is_over()
    finally:
        screen.close()
