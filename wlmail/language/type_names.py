"""What types are called in French, in what is told and completed; their kinds have English names."""

from wlmail.language.names import fold

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
DECLARED_OTHERWISE = ("array of", "associative array of", "queue of", "stack of", "list of", "array", "procedure")
"""What is no type by itself: something has to follow."""
_FEMININE = "CHAINE CHAINESECRETE DATE HEURE DATEHEURE DUREE PILE FILE LISTE PROCEDURE STRUCTURE CLASSE".split()  # noqa: SIM905


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


def declaration(name: str, kind: str, french: bool) -> str:
    """How a variable is declared, its type in the same language: `n is int`, `s est une chaîne`."""
    if not french:
        return f"{name} is {kind}"
    first = fold(kind.partition(" ")[0])
    return f"{name} est {'une' if first in _FEMININE else 'un'} {kind}"
