"""The words of both languages that the REPL itself needs: types, keywords, and what it says."""

from __future__ import annotations

from wlmail.language import vocabulary

TYPES = {
    "int": "entier", "string": "chaîne", "boolean": "booléen", "real": "réel", "currency": "monétaire",
    "numeric": "numérique", "date": "Date", "time": "Heure", "datetime": "DateHeure", "duration": "Durée",
    "buffer": "Buffer", "character": "caractère", "variant": "Variant", "SecretString": "ChaîneSecrète",
    "array of": "tableau de", "associative array of": "tableau associatif de", "queue of": "file de",
    "stack of": "pile de", "list of": "liste de", "4-byte real": "réel sur 4 octets", "ANSI string": "chaîne ANSI",
    "array": "tableau", "procedure": "procédure", "JSON": "JSON", "Structure": "Structure", "Class": "Classe",
    "Enumeration": "Énumération", "Combination": "Combinaison",
}  # fmt: skip
"""English name of a type: its French one."""
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


def type_name(name: str, french: bool) -> str:
    """The name of a kind, in French where that is wanted and known: `array of int` is `tableau d'entier`."""
    if not french:
        return name
    if name.endswith("?"):
        return type_name(name[:-1], french) + "?"
    if name in TYPES:
        return TYPES[name]
    for start in ("associative array of ", "array of ", "queue of ", "stack of ", "list of "):
        if name.startswith(start):
            inner = type_name(name[len(start) :], french)
            link = TYPES[start.strip()]
            return f"{link[:-1]}'{inner}" if inner[0] in "aeiouAEIOUéÉ" else f"{link} {inner}"
    return name.replace(" dynamic", " dynamique").replace("-byte int", " octets").replace("unsigned", "sans signe")
