"""Which file beside a program declares a name that the program does not know: what it forgot to include."""

from __future__ import annotations

import os
import re

from wlmail.language.names import fold
from wlmail.language.source import Source, SourceError

MOST = 200
"""Files of a folder that are looked at; none of a folder with more."""
LARGEST = 1_000_000
"""Bytes of a file that is looked at."""
_DECLARED = re.compile(
    r"^[ \t]*(?:(?:\w+[ \t]+)*PROC[EÉ]DURE[ \t]+(?:\w+[ \t]+)*(?P<procedure>\w+)[ \t]*\("
    r"|(?P<type>\w+)[ \t]+(?:IS|EST)[ \t]+(?:AN?[ \t]+|UNE?[ \t]+)?"
    r"(?:CLASSE?|STRUCT(?:URE)?|INTERFACE|[EÉ]NUM(?:[EÉ]RATION)?|COMBINATION|COMBINAISON)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_known: dict[str, dict[str, str]] = {}
"""Folder → folded name → file; read once."""


def declaring(source: Source, name: str) -> str:
    """The file beside the program that declares a class, type or procedure of that name; "" when none does."""
    if not os.path.isfile(source.name):
        return ""
    folder, own = os.path.split(os.path.abspath(source.name))
    if folder not in _known:
        _known[folder] = _names_of(folder)
    found = _known[folder].get(fold(name), "")
    return "" if found == own else found


def _names_of(folder: str) -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        files = sorted(file for file in os.listdir(folder) if file.lower().endswith(".wl"))
    except OSError:
        return found
    for file in files if len(files) <= MOST else ():
        path = os.path.join(folder, file)
        try:
            if os.path.getsize(path) > LARGEST:
                continue
            text = Source.read(path).text
        except (OSError, SourceError):
            continue
        for match in _DECLARED.finditer(text):
            found.setdefault(fold(match["procedure"] or match["type"]), file)
    return found
