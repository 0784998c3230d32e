"""Where WINDEV lets a project choose, or older versions differed: `--lenient NAME` takes the other reading (README of
the choices: docs/commands.md). Without it everything is as the language reference says.
"""

from __future__ import annotations

TEXT_CONDITION = "text-condition"
OVERFLOW = "overflow"
SHORT_CIRCUIT = "short-circuit"
KEEP_TABS = "keep-tabs"
NO_INTERPOLATION = "no-interpolation"

CHOICES: dict[str, tuple[str, str]] = {
    TEXT_CONDITION: ('a text is a condition: "1" and "True" hold, "" and "0" do not', "5.4"),
    OVERFLOW: ("an integer too large for its variable wraps around instead of stopping the program", "5.3"),
    SHORT_CIRCUIT: ("AND and OR stop as soon as the result is known, as _AND_ and _OR_ do", "6.2"),
    KEEP_TABS: ("multi-line texts keep the tabs that all their lines begin with", "3.6"),
    NO_INTERPOLATION: ("[%…%] in a text stays as it is written", "3.7"),
}
"""Name → what it means in one line, and the section of the language reference."""
