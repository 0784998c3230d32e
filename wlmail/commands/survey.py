"""What a folder of programs is made of: the summary of `wlmail check --summary`, for those who plan a migration."""

from __future__ import annotations

from typing import Any

from wlmail.language import registry, syntax
from wlmail.language.includes import Assembly
from wlmail.language.symbols import ClassMember
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
    """The facts about one file; what it includes counts where it stands, except for how sessions are set."""
    found = Survey(file)
    text = program.source.text
    end = len(text)
    if isinstance(program.source, Assembly):
        end = next((start - 1 for start, _ in program.source.parts[1:]), end)
    found.lines = text.count("\n", 0, end) + (not text.endswith("\n", 0, end))
    for call, function, _ in program.calls:
        is_mail = isinstance(function, registry.Function) and function.english.startswith("Email")
        found.mail_calls += is_mail and call.span[0] < end
    providers = providers_by_host()
    hosts, modes = set(), set()
    for event in starts(program):
        names = [program.only(event.session, "ServerAddress", "")]
        options = [program.only(event.session, "Option", CLEAR)]
        given = event.call.arguments if isinstance(event.call, syntax.Call) else []
        if given and isinstance(getattr(given[0].value, "symbol", None), ClassMember):
            # Other methods set it.
            names, options = _set(program, "ServerAddress"), _set(program, "Option") or [CLEAR]
        for host in names:
            if isinstance(host, str) and host:
                hosts.add(str(providers[host.lower()]["name"]) if host.lower() in providers else host)
        modes |= {"?" if option is NOT_CONSTANT else MODES.get(option, "?") for option in options}
    found.providers, found.security = sorted(hosts), sorted(modes)
    return found


def _set(program: Examined, name: str) -> list[Any]:
    """The values that a property is given anywhere in the program."""
    return [
        program.constant(node.value)
        for node in program.nodes
        if isinstance(node, syntax.Assign)
        and isinstance(node.target.symbol, registry.Property)
        and node.target.symbol.english == name
    ]


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
