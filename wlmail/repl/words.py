"""The words of both languages that the REPL itself needs: types, keywords, and what it says."""

from __future__ import annotations

from wlmail.language import vocabulary
from wlmail.language.type_names import TYPES

_NOT_OFFERED = ("4-byte real", "ANSI string", "array", "procedure")
TYPE_NAMES = [pair for pair in TYPES.items() if pair[0] not in _NOT_OFFERED]

_IN_TYPES = [
    ("of", "de"), ("by", "par"), ("fixed", "fixe"), ("array", "tableau"), ("associative", "associatif"),
    ("queue", "file"), ("stack", "pile"), ("list", "liste"), ("growth", "croissance"),
]  # fmt: skip
_MEANINGS = [meaning for meanings in vocabulary.KEYWORDS.values() for meaning in meanings]
_PAIRS = {meaning.english[0].lower(): (meaning.english[0], meaning.french[0]) for meaning in _MEANINGS}
KEYWORDS = [*(_PAIRS | {pair[0]: pair for pair in _IN_TYPES}).values()]
"""Keywords as pairs of spellings."""

GENERAL = [("Occurrence", "Occurrence"), ("Length", "Taille"), ("Empty", "Vide"), ("Exist", "Existe")]
DATE_PARTS = [("Year", "Année"), ("Month", "Mois"), ("Day", "Jour")]
TIME_PARTS = [("Hour", "Heure"), ("Minute", "Minute"), ("Second", "Seconde"), ("Millisecond", "Milliseconde")]
PARTS = {"date": DATE_PARTS, "time": TIME_PARTS, "datetime": [*DATE_PARTS, *TIME_PARTS]}
"""Family of a kind: what stands after `..`."""
