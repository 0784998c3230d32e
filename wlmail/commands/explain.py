"""The command `wlmail explain`: what a code of a diagnostic means, why it matters, and how the line is written instead.

Codes of the parser and the binder stand in `language/explanations.toml`, those of the rules in the rules themselves.
`python -m wlmail.commands.explain` writes docs/checks.md.
"""

from __future__ import annotations

import sys
import textwrap
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from wlmail.language import symbols
from wlmail.language.french import SEVERITIES
from wlmail.lints import rules

DONE, MISUSE = 0, 2


class Explanation:
    """What is told about one code; each text in English and in French. `command`: the examples are no programs."""

    __slots__ = ("code", "command", "right", "severity", "title", "why", "wrong")

    def __init__(self, code: str, severity: str, told: dict[str, tuple[str, str]], *, command: bool = False) -> None:
        self.code = code
        self.severity = severity
        self.title = told["title"]
        self.why = told["why"]
        self.wrong = told["wrong"]
        self.right = told["right"]
        self.command = command


def explanations() -> dict[str, Explanation]:
    """Every code, in alphabetical order."""
    file = Path(symbols.__file__).with_name("explanations.toml")
    found = {
        code: Explanation(code, WEAKER.get(code, "error"), entry, command=entry.get("command", False))
        for code, entry in tomllib.loads(file.read_text(encoding="utf-8")).items()
    }
    for code, rule in rules().items():
        told = {name: (getattr(rule.en, name), getattr(rule.fr, name)) for name in PARTS}
        found[code] = Explanation(code, rule.severity, told)
    return dict(sorted(found.items()))


PARTS = ("title", "why", "wrong", "right")
WEAKER = dict.fromkeys(("undeclared-variable", "not-offered", "missing-then", "misplaced-option"), "warning")
"""Codes of parser and binder that are no errors."""


def explain(code: str, language: str) -> int:
    """Tells about one code, or lists all of them; `language` is en, fr or "" for both. Returns the exit status."""
    known = explanations()
    if not code:
        width = max(map(len, known))
        for entry in known.values():
            print(f"{entry.code:{width}}  {entry.title[language == 'fr']}")
        return DONE
    found = known.get(code)
    if found is None:
        near = symbols.closest(code, list(known)) or " or ".join(_with_word(code, known))
        hint = f"did you mean {near}?" if near else "`wlmail explain` lists them all"
        print(f"wlmail explain: there is no code «{code}»; {hint}", file=sys.stderr)
        return MISUSE
    shown = {"": (False, True), "en": (False,), "fr": (True,)}[language]
    print("\n\n".join("\n".join(_told(found, french)) for french in shown))
    return DONE


def _with_word(word: str, codes: Iterable[str]) -> list[str]:
    """The codes with that word in them, those where it is a whole word or its beginning; not more than five."""
    found = [code for code in codes if f"-{word.lower()}" in f"-{code}"]
    return found if len(found) <= 5 else []


def _told(found: Explanation, french: bool) -> Iterator[str]:
    yield f"{found.code} ({SEVERITIES[found.severity] if french else found.severity}): {found.title[french]}"
    yield ""
    yield from textwrap.wrap(found.why[french], 88)
    for words, example in ((("Wrong", "À éviter"), found.wrong), (("Right", "Correct"), found.right)):
        yield ""
        yield f"{words[french]}:" if not french else f"{words[french]} :"
        yield from (f"    {line}".rstrip() for line in example[french].expandtabs(4).split("\n"))


def page() -> str:
    """docs/checks.md."""
    lines = [
        "# What `wlmail check` finds",
        "",
        "Made by `python -m wlmail.commands.explain`. `wlmail explain CODE` tells the same in a terminal,",
        "in both languages; `--select`, `--ignore` and `// wlmail: ignore[CODE]` take these codes",
        "([commands](commands.md)).",
        "",
        "| code | severity | |",
        "|---|---|---|",
    ]
    known = explanations()
    lines += [f"| [{e.code}](#{e.code}) | {e.severity} | {e.title[0]} |" for e in known.values()]
    for entry in known.values():
        lines += ["", f"## {entry.code}", ""]
        for french in (False, True):
            lines += [f"**{entry.title[french]}**", "", *textwrap.wrap(entry.why[french], 120), ""]
            kind = "sh" if entry.command else "wl"
            for word, example in (("Wrong", entry.wrong), ("Right", entry.right)):
                shown = ("À éviter :" if word == "Wrong" else "Correct :") if french else f"{word}:"
                lines += [shown, f"```{kind}", example[french], "```", ""]
        lines.pop()
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(__file__).parents[2].joinpath("docs", "checks.md").write_text(page(), encoding="utf-8", newline="\n")
