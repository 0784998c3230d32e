"""Writes docs/coverage.md from the registry: `python -m wlmail.commands.coverage`. A test makes it again and compares.

docs/usage.tsv holds how often published programs use a function: blocks of code that name it at least once.
"""

from __future__ import annotations

from pathlib import Path

from wlmail.language import registry
from wlmail.language.names import fold

DOCS = Path(__file__).parents[2] / "docs"

HEAD = """\
# What wlmail knows

Every function of WLanguage that wlmail knows, by its English and French name. `python -m wlmail.commands.coverage`
made this page from the code itself; `wlmail functions NAME` tells arguments and description of one.

**done**: works. **recognised**: always returns its failure value, and `ErrorInfo` tells why, so that a program which
tests it goes on. **not offered**: known, a warning where it stands and an error where it is reached. *Mail* is in how
many of 208 published pieces of e-mail code the function occurs, *code* in how many of 15,450 blocks of any published
code; empty where it was not counted.

"""


def coverage(usage: str) -> str:
    """The page; `usage` is the text of docs/usage.tsv."""
    registry.load()
    counts: dict[registry.Function, tuple[str, str]] = {}
    for line in usage.splitlines()[1:]:
        name, mail, code = line.split("\t")
        entry = registry.FUNCTIONS.get(fold(name))
        if entry is not None:
            counts.setdefault(entry, (mail, code))
    functions = list(registry.functions())
    done = [f for f in functions if f.state == "done"]
    recognised = [f for f in functions if f.fails_because]
    refused = [f for f in functions if f.because]
    counted = [(f, int(mail)) for f, (mail, _) in counts.items()]
    uses = sum(mail for _, mail in counted)
    works = sum(mail for f, mail in counted if f.state == "done")
    text = HEAD + (
        f"{len(functions)} functions: {len(done)} done, {len(recognised)} recognised, {len(refused)} not offered."
        f" Of {uses} uses counted in e-mail code, {works} are of functions that are done.\n"
    )
    for family in sorted({f.module for f in done}):
        text += f"\n## {family.rpartition('.')[2].replace('_', ' ').capitalize()}\n\n" + _head()
        text += "".join([_row(f, counts) for f in done if f.module == family])
    for title, entries in (("Recognised", recognised), ("Not offered", refused)):
        text += f"\n## {title}\n"
        reasons = {f.fails_because or f.because for f in entries}
        for reason in sorted(reasons):
            text += f"\n{reason[:1].upper()}{reason[1:]}.\n\n" + _head()
            text += "".join([_row(f, counts) for f in entries if reason in (f.fails_because, f.because)])
    return text


def _head() -> str:
    return "| English | French | mail | code |\n|---|---|---:|---:|\n"


def _row(function: registry.Function, counts: dict[registry.Function, tuple[str, str]]) -> str:
    mail, code = counts.get(function, ("", ""))
    return f"| {function.english} | {function.french} | {mail} | {code} |\n"


if __name__ == "__main__":
    page = coverage((DOCS / "usage.tsv").read_text(encoding="utf-8"))
    (DOCS / "coverage.md").write_text(page, encoding="utf-8", newline="\n")
