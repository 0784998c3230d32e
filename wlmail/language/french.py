"""What parser, binder and failing functions say, in French: a catalogue of templates kept as data (`french.toml`).

They write their messages in English. The pieces of the program in a message are found again by the English template, so
that whoever adds a message adds one line to the catalogue and nothing else.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wlmail.language.diagnostics import Diagnostic

SEVERITIES = {"error": "erreur", "warning": "avertissement", "info": "information"}
_Templates = list[tuple[re.Pattern[str], str]]


class _Catalogue:
    """The texts that say one thing exactly, and the templates: those with more words of their own first."""

    def __init__(self, table: dict[str, str]) -> None:
        self.exact = {english: french for english, french in table.items() if "{}" not in english}
        self.templates: _Templates = []
        for english in sorted(table.keys() - self.exact.keys(), key=lambda text: -len(text.replace("{}", ""))):
            pattern = "(.+?)".join(map(re.escape, english.split("{}")))
            self.templates.append((re.compile(pattern, re.DOTALL), table[english]))


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("french.toml").read_text(encoding="utf-8"))


@cache
def _catalogue(name: str) -> _Catalogue:
    return _Catalogue(_tables()[name])


def _said(text: str, name: str, *pieces: str) -> str | None:
    """The French of a text by the catalogue `name`; that of its pieces by the catalogues `pieces`."""
    catalogue = _catalogue(name)
    if text in catalogue.exact:
        return catalogue.exact[text]
    for pattern, french in catalogue.templates:
        found = pattern.fullmatch(text)
        if found is not None:
            return french.format(*(_piece(piece, pieces) for piece in found.groups()))
    return None


def _piece(text: str, catalogues: tuple[str, ...]) -> str:
    return next((said for name in catalogues if (said := _said(text, name, *catalogues)) is not None), text)


def in_french(text: str) -> str | None:
    """A message or hint of parser or binder in French; None where the catalogue has no text for it."""
    return _said(text, "texts", "phrases", "failures")


def failure_told(text: str) -> str:
    """Why something failed while the program ran, in French; what the catalogue does not know stays as it is."""
    return _said(text, "failures", "failures") or _error_told(text) or text


def _error_told(text: str) -> str | None:
    """A fatal error or a notice; the member that is at fault may stand before it: `Lines[2].Price: …`."""
    member, _, rest = text.partition(": ")
    if len(member) > 1 and " " not in member and (told := _said(rest, "errors", "errors")):
        return f"{member} : {told}"
    return _said(text, "errors", "errors", "phrases", "failures")


def place_told(text: str) -> str:
    """Where in a program something happened, in French."""
    return _said(text, "places", "places") or text


def texts(diagnostic: Diagnostic, french: bool) -> tuple[str, str]:
    """Message and hint in one language; what the catalogue does not know is told in English."""
    if not french:
        return diagnostic.message, diagnostic.hint
    if diagnostic.french is not None:
        return diagnostic.french
    hint = diagnostic.hint and (in_french(diagnostic.hint) or diagnostic.hint)
    return in_french(diagnostic.message) or diagnostic.message, hint
