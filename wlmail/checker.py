"""The command `wlmail check`: everything that is wrong with programs, without running them."""

from __future__ import annotations

import os
import sys
from typing import Any

from wlmail.interpreter import check_program
from wlmail.language.diagnostics import Diagnostic, render
from wlmail.language.source import Source, SourceError

DONE, FAILED, MISUSE = 0, 1, 2


def check(options: Any) -> int:
    """Checks files and the .wl files of folders; prints what is wrong and returns the exit status."""
    files: list[str] = []
    for path in options.paths:
        if os.path.isdir(path):
            found = sorted(_programs(path))
            if not found:
                _misuse(f"wlmail check: there is no .wl file in {path}")
                return MISUSE
            files += found
        elif os.path.exists(path):
            files.append(path)
        else:
            _misuse(f"wlmail check: {path}: there is no such file or folder")
            return MISUSE
    files = _once(files)
    diagnostics: list[tuple[str, Diagnostic]] = []
    for file in files:
        try:
            source = Source.read(file, options.code_page, options.lenient)
            diagnostics += [(file, d) for d in check_program(source, syntax_only=options.syntax)]
        except SourceError as error:
            diagnostics.append((file, error.diagnostic))
    if options.format == "json":
        import json

        rows = [{**d.as_dict(), "file": file} for file, d in diagnostics]
        facts = {"diagnostics": rows, "files": len(files)}
        print(json.dumps(facts, indent=2))  # in ASCII: readable whatever the encoding of the output
    else:
        for _, diagnostic in diagnostics:
            print(render(diagnostic))
        counts = [
            f"{n} {severity}{'s' if n > 1 else ''}"
            for severity in ("error", "warning", "info")
            if (n := _count(diagnostics, severity))
        ]
        print(f"{len(files)} file{'s' if len(files) > 1 else ''} checked: {', '.join(counts) or 'nothing to report'}")
    return FAILED if any(d.severity == "error" for _, d in diagnostics) else DONE


def _once(files: list[str]) -> list[str]:
    """A file that is named twice, or named and in a folder that is named, is checked once."""
    found: dict[str, str] = {}
    for file in files:
        found.setdefault(os.path.realpath(file), file)
    return list(found.values())


def _count(diagnostics: list[tuple[str, Diagnostic]], severity: str) -> int:
    return sum(d.severity == severity for _, d in diagnostics)


def _programs(folder: str) -> list[str]:
    return [
        os.path.join(place, name)
        for place, _, names in os.walk(folder, onerror=_unreadable)
        for name in names
        if name.lower().endswith(".wl")
    ]


def _unreadable(error: OSError) -> None:
    _misuse(f"wlmail check: {error.filename} cannot be read: {error.strerror}")


def _misuse(text: str) -> None:
    print(text, file=sys.stderr)
