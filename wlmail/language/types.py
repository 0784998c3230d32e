"""From a type phrase to a kind: the bag of words of language.md 4.2, collections of 4.3 and 4.4."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wlmail.language import registry, syntax
from wlmail.language.names import fold
from wlmail.language.symbols import closest
from wlmail.runtime import kinds
from wlmail.runtime.kinds import Kind

# Words that say nothing: articles and links of both languages.
FILLERS = frozenset(
    [
        "A",
        "AN",
        "UN",
        "UNE",
        "DES",
        "DE",
        "D",
        "DU",
        "LE",
        "LA",
        "L",
        "THE",
        "OF",
        "ON",
        "SUR",
        "OCTET",
        "OCTETS",
        "BYTE",
        "BYTES",
    ]
)

ARTICLES = frozenset({"A", "AN", "UN", "UNE"})

BASES: dict[str, Kind] = {
    word: kind
    for words, kind in (
        ("INT INTEGER ENTIER", kinds.INT4),
        ("REAL REEL", kinds.REAL),
        ("CURRENCY MONETAIRE", kinds.CURRENCY),
        ("NUMERIC NUMERIQUE", kinds.NUMERIC),
        ("BOOLEAN BOOL BOOLEEN", kinds.BOOLEAN),
        ("STRING CHAINE", kinds.STRING),
        ("SECRETSTRING CHAINESECRETE", kinds.SECRET),
        ("CHARACTER CARACTERE", kinds.CHARACTER),
        ("BUFFER", kinds.BUFFER),
        ("DATE", kinds.DATE),
        ("TIME HEURE", kinds.TIME),
        ("DATETIME DATEHEURE", kinds.DATETIME),
        ("DURATION DUREE", kinds.DURATION),
        ("VARIANT XMLDOCUMENT XMLNODE", kinds.VARIANT),  # what XMLOpen gives has members (stdlib.md 7)
        ("JSON", kinds.JSON),
        ("PROCEDURE", kinds.PROCEDURE),
    )
    for word in words.split()
}

ADJECTIVES = frozenset("LOCAL LOCALE LOCAUX IMMUTABLE IMMUABLE USEFUL UTILE".split())  # noqa: SIM905
"""Words that may stand in every type, and mean nothing here."""
OF_BASES: dict[Kind, frozenset[str]] = {
    kind: frozenset(words.split())
    for kind, words in (
        (kinds.INT4, "SYSTEM SYSTEME UNSIGNED SIGNED SIGNE SANS NON"),
        (kinds.REAL, "DOUBLE SIMPLE SINGLE"),
        (kinds.STRING, "SECRET SECRETE FIXED FIXE ASCIIZ PASCAL ANSI UNICODE CHARACTER CARACTERE"),
        (kinds.CHARACTER, "ANSI UNICODE"),
    )
}
"""The words of language.md 4.2 that go with a base, links and units aside."""

MOMENTS = ("date", "time", "datetime", "duration")
INTEGERS = {
    ("1", True): kinds.INT1,
    ("2", True): kinds.INT2,
    ("4", True): kinds.INT4,
    ("8", True): kinds.INT8,
    ("1", False): kinds.UINT1,
    ("2", False): kinds.UINT2,
    ("4", False): kinds.UINT4,
    ("8", False): kinds.UINT8,
}

# Elements of windows, data files and other programs: they parse, and stop the program only when used (language.md 4.2).
FOREIGN = frozenset(
    [
        "CONTROL",
        "CHAMP",
        "SOURCE",
        "DATA",
        "DONNEE",
        "DONNEES",
        "REQUETE",
        "QUERY",
        "SQL",
        "ENREGISTREMENT",
        "RECORD",
        "DESCRIPTION",
        "AUTOMATION",
        "WINDOW",
        "FENETRE",
        "PAGE",
        "HTTPREQUEST",
        "HTTPREPONSE",
        "HTTPRESPONSE",
        "FTPSESSION",
        "IMAGE",
        "FONT",
        "POLICE",
        "COLOR",
        "COULEUR",
    ]
)


class TypeProblem(Exception):
    """A type phrase that names no type; `word` is what could not be understood."""

    def __init__(self, word: str, message: str = "") -> None:
        super().__init__(message or f"unknown type «{word}»")
        self.word = word


def foreign(what: str) -> Kind:
    """The kind of what is known and not offered here: its variables stop the program where they are declared."""
    return Kind(what, "foreign", lambda: None, lambda value: value)


def singular(word: str) -> str:
    """A folded word without its plural ending."""
    return word[:-1] if len(word) > 2 and word[-1] in "SX" else word


def resolve(
    node: syntax.Type, user_type: Callable[[str], Kind | None], size: Callable[[syntax.Expression], int | None]
) -> Kind:
    """The kind that a type phrase stands for.

    `user_type` finds structures and other types of the program by folded name; `size` is the value of a constant
    expression, None when it is only known at run time. Raises TypeProblem.
    """
    if isinstance(node, syntax.ArrayType):
        element = resolve(node.element, user_type, size) if node.element else kinds.VARIANT
        growth = (size(node.growth) or 1) if node.growth else 0
        sizes = tuple(size(s) or 0 if s else 0 for s in node.sizes)
        for _ in sizes[1:]:
            element = kinds.array_of(element)
        return kinds.array_of(element, sizes if any(sizes) else (), growth)
    if isinstance(node, syntax.AssociativeType):
        return kinds.associative_of(resolve(node.element, user_type, size))
    if isinstance(node, syntax.CollectionType):
        make = {"QUEUE": kinds.queue_of, "STACK": kinds.stack_of, "LIST": kinds.list_of}[node.collection]
        return make(resolve(node.element, user_type, size))
    assert isinstance(node, syntax.TypeName)
    kind = _simple(node, user_type, size)
    # What is Null anyway, or never, is not changed by the question mark.
    simple = kind.family in ("text", "integer", "real", "exact", "boolean", "buffer", *MOMENTS)
    return kinds.nullable_of(kind) if node.nullable and simple else kind


def _simple(
    node: syntax.TypeName, user_type: Callable[[str], Kind | None], size: Callable[[syntax.Expression], int | None]
) -> Kind:
    every = [fold(word) for word in node.words]
    phrase = " ".join(node.words)
    told = [word for word in every if word not in ARTICLES] or every[-1:]
    if len(told) == 1:
        # `cMail dynamic` refers to an object, `cMail` is one (4.7).
        found = (user_type(f"{told[0]} DYNAMIC") if node.dynamic else None) or user_type(told[0]) or advanced(told[0])
        if found:
            return found
        if told[0] in ("OBJECT", "OBJET"):
            return kinds.VARIANT
    words = [singular(word) if word not in BASES else word for word in every if word not in FILLERS]
    if not words:
        # "byte" alone is a type; beside a number it is a unit.
        if any(singular(word) in ("BYTE", "OCTET") for word in every):
            return kinds.UINT1
        raise TypeProblem(phrase)
    base = next((BASES[word] for word in words if word in BASES), None)
    if base is not None and words[0].startswith(("TA", "AR")) and closest(words[0], ["ARRAY", "TABLEAU"]):
        raise TypeProblem(node.words[0])  # `tablau de chaînes` is no text
    if base is not None:
        _refuse_strange(node.words, base)
    numbers = [word for word in words if word.isdigit()]
    if base is kinds.INT4:
        if "SYSTEM" in words or "SYSTEME" in words:
            return kinds.INT8
        signed = not ("UNSIGNED" in words or "SIGNE" in words or "NON" in words)
        width = numbers[0] if numbers else _constant_size(node, size, "4")
        if (width, signed) not in INTEGERS:
            raise TypeProblem(phrase, f"an int of {width} bytes does not exist; sizes are 1, 2, 4 and 8")
        return INTEGERS[width, signed]
    if base is kinds.REAL:
        return kinds.REAL4 if numbers == ["4"] else kinds.REAL
    if base is kinds.STRING:
        if "SECRET" in words or "SECRETE" in words:
            return kinds.SECRET
        if any(word in ("FIXED", "FIXE", "ASCIIZ", "PASCAL") for word in words):
            return kinds.fixed_string(int(numbers[0] if numbers else _constant_size(node, size, "0")))
        return kinds.ANSI_STRING if "ANSI" in words else kinds.STRING
    if base is not None:
        return base
    for word in (words[0], every[0]):
        found = user_type(word) or advanced(word)
        if found:
            _refuse_strange(node.words, None, {word, every[0]})
            return found
    if any(word in FOREIGN for word in words):
        return foreign(f"the type {phrase}")
    raise TypeProblem(phrase)


def _refuse_strange(words: list[str], base: Kind | None, names: Iterable[str] = ()) -> None:
    """Raises TypeProblem for a word that says nothing about a base, or about a type with one of the `names`."""
    known = FILLERS | ADJECTIVES | set(names) | OF_BASES.get(base or kinds.VARIANT, frozenset())
    for word in words:
        spellings = {fold(word), singular(fold(word))}
        if word.isdigit() or spellings & known or (base is not None and any(BASES.get(w) is base for w in spellings)):
            continue
        raise TypeProblem(word, f"unknown word «{word}» in the type «{' '.join(words)}»")


def _constant_size(node: syntax.TypeName, size: Callable[[syntax.Expression], int | None], default: str) -> str:
    if node.arguments and node.arguments[0] is not None:
        found = size(node.arguments[0])
        return str(found) if found is not None else default
    return default


def advanced(folded: str) -> Kind | None:
    """The kind of an advanced type of the library, named in the singular or plural."""
    entry = registry.TYPES.get(folded) or registry.TYPES.get(singular(folded))
    return entry.kind if entry else None


def is_foreign(node: syntax.Type) -> bool:
    """The phrase names an element of a window, data file or other program: known, not offered here."""
    return (
        isinstance(node, syntax.TypeName)
        and not any(fold(w) in BASES for w in node.words)
        and any(singular(fold(w)) in FOREIGN for w in node.words)
        and advanced(fold(node.words[0])) is None
    )
