"""How `wlmail check` tells what it found: for people, as JSON, as SARIF 2.1.0, as annotations of GitHub."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import quote

from wlmail import __version__
from wlmail.commands.survey import Survey, table
from wlmail.language.diagnostics import WIDEST, Diagnostic, render
from wlmail.language.french import SEVERITIES, texts


def widest() -> int:
    """Characters of a source line that fit on a line of the terminal; as many as may be where there is none."""
    if not sys.stdout.isatty():
        return WIDEST
    return max(20, min(WIDEST, shutil.get_terminal_size().columns - 12))


class Found:
    """One finding as plain data, ready to be told: it comes from another process, without its source."""

    __slots__ = ("code", "facts", "file", "fingerprint", "related", "severity", "text")

    def __init__(self, diagnostic: Diagnostic, file: str, *, french: bool, widest: int) -> None:
        message, hint = texts(diagnostic, french)
        self.code = diagnostic.code
        self.severity = str(diagnostic.severity)
        self.facts: dict[str, Any] = {**diagnostic.as_dict(), "message": message, "hint": hint}
        self.file = str(self.facts["file"] or file)
        self.facts["file"] = self.file
        self.text = render(diagnostic, french=french, widest=widest)
        self.related: list[dict[str, Any]] = []
        for other in diagnostic.related:
            source = other.source or diagnostic.source
            if source is not None:
                line, column = source.position(other.span[0])
                said = other.french if french else other.english
                self.related.append({"file": source.name, "line": line, "column": column, "message": said})
        line_text = diagnostic.source.line(int(self.facts["line"])) if diagnostic.source and diagnostic.span else ""
        digest = hashlib.sha256("".join(line_text.split()).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        self.fingerprint = f"{self.code}:{digest}"


class Report(Protocol):
    def add(self, found: list[Found]) -> None:
        """What one file has."""

    def end(self, surveys: list[Survey], known: int, language: str) -> None:
        """All files are done; `known` findings stand in the baseline and were left out."""


class TextReport:
    def __init__(self, files: int) -> None:
        self.files = files
        self.counts = {"error": 0, "warning": 0, "info": 0}

    def add(self, found: list[Found]) -> None:
        for row in found:
            self.counts[row.severity] += 1
            print(row.text)

    def end(self, surveys: list[Survey], known: int, language: str) -> None:
        if surveys:
            columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
            print("\n".join(table(surveys, columns, french=language == "fr")))
        print(_last_line(self.files, self.counts, known, french=language == "fr"))


def _last_line(files: int, counts: dict[str, int], known: int, *, french: bool) -> str:
    """`2 files checked: 1 error, 3 warnings`."""
    some = [
        f"{n} {SEVERITIES[severity] if french else severity}{'s' if n > 1 else ''}"
        for severity, n in counts.items()
        if n
    ]
    told = ", ".join(some)
    s = "s" if files > 1 else ""
    if french:
        told = told or "rien à signaler"
        if known:
            told += f" ; {known} déjà dans la référence"
        return f"{files} fichier{s} vérifié{s} : {told}"
    told = told or "nothing to report"
    if known:
        told += f"; {known} known from the baseline"
    return f"{files} file{s} checked: {told}"


class JSONReport:
    def __init__(self, files: int) -> None:
        self.files = files
        self.rows: list[dict[str, Any]] = []

    def add(self, found: list[Found]) -> None:
        self.rows += [{**row.facts, "related": row.related} for row in found]

    def end(self, surveys: list[Survey], known: int, language: str) -> None:
        facts: dict[str, Any] = {"diagnostics": self.rows, "files": self.files}
        if known:
            facts["known"] = known
        if surveys:
            facts["summary"] = [survey.as_dict() for survey in surveys]
        print(json.dumps(facts, indent=2))  # in ASCII: readable whatever the encoding of the output


class SARIFReport:
    LEVELS = {"error": "error", "warning": "warning", "info": "note"}  # noqa: RUF012

    def __init__(self, files: int) -> None:
        self.results: list[dict[str, Any]] = []
        self.codes: dict[str, int] = {}

    def add(self, found: list[Found]) -> None:
        for row in found:
            facts = row.facts
            message = f"{facts['message']}. {facts['hint']}" if facts["hint"] else facts["message"]
            result: dict[str, Any] = {
                "ruleId": row.code,
                "ruleIndex": self.codes.setdefault(row.code, len(self.codes)),
                "level": self.LEVELS[row.severity],
                "message": {"text": message},
                "locations": [_location(facts)],
                "partialFingerprints": {"wlmail/v1": row.fingerprint},
            }
            if row.related:
                result["relatedLocations"] = [
                    {**_location(other), "id": i, "message": {"text": other["message"]}}
                    for i, other in enumerate(row.related)
                ]
            self.results.append(result)

    def end(self, surveys: list[Survey], known: int, language: str) -> None:
        from wlmail.commands.explain import explanations

        known_codes = explanations()
        french = language == "fr"
        rules = []
        for code in self.codes:
            entry = known_codes.get(code)
            rule: dict[str, Any] = {"id": code}
            if entry is not None:
                rule["shortDescription"] = {"text": entry.title[french]}
                rule["fullDescription"] = {"text": entry.why[french]}
                rule["defaultConfiguration"] = {"level": self.LEVELS[entry.severity]}
            rules.append(rule)
        driver = {"name": "wlmail", "version": __version__, "rules": rules}
        run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": self.results}
        schema = "https://json.schemastore.org/sarif-2.1.0.json"
        print(json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=2))


def _location(facts: dict[str, Any]) -> dict[str, Any]:
    region = {"startLine": facts["line"], "startColumn": facts["column"]}
    if "end_line" in facts:
        region.update(endLine=facts["end_line"], endColumn=facts["end_column"])
    uri = quote(str(facts["file"]).replace("\\", "/"))
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}


class GitHubReport:
    LEVELS = {"error": "error", "warning": "warning", "info": "notice"}  # noqa: RUF012

    def __init__(self, files: int) -> None:
        pass

    def add(self, found: list[Found]) -> None:
        for row in found:
            facts = row.facts
            place = {
                "file": facts["file"],
                "line": facts["line"],
                "endLine": facts["end_line"],
                "col": facts["column"],
                "endColumn": facts["end_column"],
                "title": row.code,
            }
            if facts["end_line"] != facts["line"]:
                del place["col"], place["endColumn"]  # GitHub takes columns within one line only
            where = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in place.items())
            hint = f"\n{facts['hint']}" if facts["hint"] else ""
            print(f"::{self.LEVELS[row.severity]} {where}::{_escaped(facts['message'] + hint)}")

    def end(self, surveys: list[Survey], known: int, language: str) -> None:
        pass


def _escaped(text: str, more: str = "") -> str:
    """A text inside a workflow command."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for character in more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


FORMATS: dict[str, Callable[[int], Report]] = {
    "text": TextReport,
    "json": JSONReport,
    "sarif": SARIFReport,
    "github": GitHubReport,
}
