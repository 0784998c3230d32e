"""What a folder of programs is made of: the summary of `wlmail check --summary`, for those who plan a migration."""

from __future__ import annotations

from typing import Any

from wlmail.language import registry
from wlmail.lints.examined import NOT_CONSTANT, Examined
from wlmail.lints.security import CLEAR, IMPLICIT_TLS, STARTTLS, providers_by_host, starts

MODES = {CLEAR: "clear", IMPLICIT_TLS: "TLS", STARTTLS: "STARTTLS"}
NAME = 44
"""Columns for the name of a file."""


class Survey:
    """Facts about one file; `providers` are known ones by name, others by their host.

    `language` is that of the program, "en" or "fr"; "" for a file that is none.
    """

    __slots__ = ("errors", "file", "language", "lines", "mail_calls", "not_offered", "providers", "security")

    def __init__(self, file: str) -> None:
        self.file = file
        self.language = ""
        self.lines = self.mail_calls = self.errors = self.not_offered = 0
        self.providers: list[str] = []
        self.security: list[str] = []

    @property
    def effort(self) -> str:
        """A: runs as it is; B: a few places to change; C: more than that, or a part that has to be made otherwise."""
        if not self.errors and not self.not_offered:
            return "A"
        return "B" if self.errors <= 3 and self.not_offered <= 5 else "C"

    def as_dict(self) -> dict[str, Any]:
        return {**{name: getattr(self, name) for name in self.__slots__}, "effort": self.effort}


def survey_of(file: str, program: Examined) -> Survey:
    found = Survey(file)
    found.lines = program.source.text.count("\n") + (not program.source.text.endswith("\n"))
    for _, function, _ in program.calls:
        found.mail_calls += isinstance(function, registry.Function) and function.english.startswith("Email")
    providers = providers_by_host()
    hosts, modes = set(), set()
    for event in starts(program):
        host = program.only(event.session, "ServerAddress", "")
        if isinstance(host, str) and host:
            hosts.add(str(providers[host.lower()]["name"]) if host.lower() in providers else host)
        option = program.only(event.session, "Option", CLEAR)
        modes.add("?" if option is NOT_CONSTANT else MODES.get(option, "?"))
    found.providers, found.security = sorted(hosts), sorted(modes)
    return found


def language_of(surveys: list[Survey]) -> str:
    """The language of most programs, in which what concerns all of them is told."""
    spoken = [survey.language for survey in surveys]
    return "fr" if spoken.count("fr") > spoken.count("en") else "en"


HEADS = (
    ("file", "lines", "mail calls", "not offered", "errors", "effort", "security", "providers"),
    ("fichier", "lignes", "appels mail", "pas offert", "erreurs", "effort", "sécurité", "fournisseurs"),
)
EFFORT = (
    "effort: A runs as it is, B a few places to change, C more than that",
    "effort : A fonctionne tel quel, B quelques endroits à changer, C davantage",
)


def table(surveys: list[Survey], columns: int, *, french: bool) -> list[str]:
    """The summary as lines of at most `columns` characters (0: as long as they get), with a line of totals."""
    heads = HEADS[french]
    rows = [_row(survey) for survey in surveys]
    numbers = [(s.lines, s.mail_calls, s.not_offered, s.errors) for s in surveys]
    totals = [str(sum(column)) for column in zip(*numbers, strict=True)]
    efforts = " ".join(f"{letter}:{n}" for letter in "ABC" if (n := sum(s.effort == letter for s in surveys)))
    modes = ", ".join(sorted({mode for s in surveys for mode in s.security}))
    providers = ", ".join(sorted({name for s in surveys for name in s.providers}))
    rows.append(("total", *totals, efforts, modes, providers))
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    lines = ["  ".join(_cell(text, i, widths[i]) for i, text in enumerate(row)).rstrip() for row in [heads, *rows]]
    if columns:
        lines = [line if len(line) <= columns else line[: columns - 1] + "…" for line in lines]
    return ["", *lines, EFFORT[french], ""]


def _row(survey: Survey) -> tuple[str, ...]:
    name = survey.file if len(survey.file) <= NAME else "…" + survey.file[1 - NAME :]
    counts = (survey.lines, survey.mail_calls, survey.not_offered, survey.errors)
    return (name, *map(str, counts), survey.effort, ", ".join(survey.security), ", ".join(survey.providers))


def _cell(text: str, column: int, width: int) -> str:
    return text.rjust(width) if 1 <= column <= 4 else text.ljust(width)
