"""Type phrases in the other language: words, their order, their number and their articles (language.md 4.2 to 4.7).

unsigned 8-byte int            entier sans signe sur 8 octets
array of ANSI strings          tableau de chaînes ANSI
associative array of int       tableau associatif d'entiers
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from wlmail.language import registry, syntax, types, vocabulary
from wlmail.language.automaton import Token
from wlmail.language.diagnostics import Span
from wlmail.language.names import fold
from wlmail.language.phrases import ARTICLES
from wlmail.language.vocabulary import ADJECTIVES, NOUNS, Pair

_ENGLISH = re.compile(
    r"(?:(?P<before>UNSIGNED) )?(?:(?P<width>\d+) (?:- )?BYTES? )?(?:(?P<after>UNSIGNED) )?"
    r"(?:(?P<kind>SYSTEM|ANSI|UNICODE|FIXED|ASCIIZ|PASCAL) )?(?P<noun>INTS?|INTEGERS?|REALS?|STRINGS?|CHARACTERS?)"
    r"(?: (?P<more>ANSI|UNICODE|FIXED|ASCIIZ|PASCAL))?(?: ON (?P<size>\d+) BYTES?)?(?= |$)"
)
_FRENCH = re.compile(
    r"(?P<noun>ENTIERS?|REELS?|CHAINES?|CARACTERES?)(?: (?P<kind>SYSTEMES?|ANSI|UNICODE|FIXES?|ASCIIZ|PASCAL))?"
    r"(?P<before> SANS SIGNE)?(?: SUR (?P<size>[1248])(?: OCTETS?)?)?(?P<after> SANS SIGNE)?(?= |$)"
)
_TWO_WORDS = {
    "en": {
        "DATA SOURCE": "source de données", "DATA SOURCES": "sources de données", "SQL QUERY": "requête SQL",
        "SECRET STRING": "chaîne secrète", "SECRET STRINGS": "chaînes secrètes",
    },
    "fr": {
        "SOURCE DE DONNEES": "data source", "SOURCES DE DONNEES": "data sources", "REQUETE SQL": "SQL query",
        "CHAINE SECRETE": "secret string", "CHAINES SECRETES": "secret strings",
    },
}  # fmt: skip
UNCOUNTED = {"int", "currency", "numeric", "array"}
"""`array of int`, `array of array of …`: English uses the singular, French the plural."""
_VOWELS = tuple("AEIOUYH")


class TypePhrases:
    """Reads the types of a program; `edits` is what is to change, `places` where the tokens of types begin."""

    def __init__(self, text: str, tokens: list[Token], own: Mapping[str, object], to: str) -> None:
        self.text = text
        self.tokens = tokens
        self.index = {token[2]: i for i, token in enumerate(tokens)}
        self.own = own
        """Types of the program by folded name."""
        self.to = to
        self.source = "en" if to == "fr" else "fr"
        self.edits: dict[Span, str] = {}
        self.places: set[int] = set()
        self.feminine: set[int] = set()

    def read(self, program: syntax.Program) -> None:
        for node in syntax.walk(program):
            for field in ("type", "results", "bases"):
                value = getattr(node, field, None)
                for item in value if isinstance(value, list) else [value]:
                    if isinstance(item, syntax.Type) and item.span[0] in self.index:
                        self._type(item, self._context(item.span[0]))

    def is_feminine(self, place: int) -> bool:
        """The type that begins there is feminine in French."""
        return place in self.feminine

    def _context(self, start: int) -> str:
        """`are` for a type after ARE (SONT), else nothing; what elements are has the context `of`."""
        before = self.tokens[max(self.index[start] - 1, 0)]
        is_plural = before[0] in ("_IS", "IS") and fold(self._text(before)).startswith(("ARE", "SONT"))
        return "are" if is_plural else ""

    # --- Phrases ----------------------------------------------------------------------------------------------------

    def _type(self, node: syntax.Type, context: str) -> None:
        start, stop = node.span
        element = getattr(node, "element", None)
        if element is None or element.span[0] <= start or element.span[0] not in self.index:
            self._simple(self._between(start, stop), context)
            return
        self._collection(self._between(start, element.span[0]), context)
        self._type(element, "of")
        self._elide(self._between(start, element.span[0]), element)

    def _between(self, start: int, stop: int) -> list[Token]:
        found: list[Token] = []
        for token in self.tokens[self.index[start] :]:
            if token[2] >= stop:
                break
            if found or fold(self._text(token)) not in ARTICLES or token[0] != "NAME":
                found.append(token)
        return found

    def _collection(self, tokens: list[Token], context: str) -> None:
        """`fixed array of 5 by 7`, `tableau associatif (…) de`, `pile de`."""
        heads = [token for token in tokens if token[0] in ("NAME", "DYNAMIC")]
        size = next((i for i, token in enumerate(tokens) if token[0] not in ("NAME", "DYNAMIC")), len(tokens))
        for token in tokens[size:]:
            self._token(token, context, size=True)
        heads = [token for token in heads if token in tokens[:size]]
        nouns = [token for token in heads if vocabulary.find(NOUNS, self._text(token), self.source)]
        if len(nouns) != 1 or len(heads) > 2:
            for token in heads:
                self._token(token, context)
            return
        noun = self._noun(nouns[0], context)
        many = vocabulary.find(NOUNS, noun, self.to)
        is_plural = many is not None and noun.lower() == many.spellings(self.to)[1]
        adjectives = [self._adjective(self._text(t), is_plural) for t in heads if t is not nouns[0]]
        if None in adjectives:
            return
        words = [noun, *(a for a in adjectives if a)] if self.to == "fr" else [*(a for a in adjectives if a), noun]
        self._replace(heads, " ".join(words))
        self._gender(heads[0], noun)

    def _simple(self, tokens: list[Token], context: str) -> None:
        place = 0
        while place < len(tokens):
            used = self._group(tokens[place:], context) if place == 0 else 0
            if not used:
                self._token(tokens[place], context)
                used = 1
            place += used

    def _group(self, tokens: list[Token], context: str) -> int:
        """Replaces the words of a type whose order differs; returns how many tokens they are, 0 for none."""
        joined = " ".join(fold(self._text(token)).rstrip("'’") for token in tokens)
        wanted = _TWO_WORDS[self.source].get(joined)
        if wanted is not None:
            self._replace(tokens, wanted)
            self._gender(tokens[0], wanted.split()[0])
            return len(tokens)
        found = (_ENGLISH if self.source == "en" else _FRENCH).match(joined)
        if found is None:
            return 0
        count = found[0].count(" ") + 1
        before = joined[: found.start("noun")].count(" ")
        if tokens[before][0] != "NAME" or fold(self._text(tokens[before])) in self.own:
            return 0
        noun = self._noun(tokens[before], context)
        groups = found.groupdict()
        is_plural = noun.lower().endswith("s")
        width = groups.get("width") or groups["size"]
        unsigned = groups["before"] or groups["after"]
        kind = groups["kind"] or groups.get("more") or ""
        kind = kind if kind in ("ANSI", "UNICODE") else self._adjective(kind.lower(), is_plural) or kind.capitalize()
        if kind == "Asciiz":
            kind = "ASCIIZ"
        if self.to == "fr":
            octets = "octet" if width == "1" else "octets"
            parts = [noun, kind, "sans signe" if unsigned else "", f"sur {width} {octets}" if width else ""]
        else:
            parts = ["unsigned" if unsigned else "", f"{width}-byte" if width else "", kind, noun]
        self._replace(tokens[:count], " ".join(filter(None, parts)))
        self._gender(tokens[0], noun)
        return count

    # --- Words ------------------------------------------------------------------------------------------------------

    def _text(self, token: Token) -> str:
        return self.text[token[2] : token[3]]

    def _replace(self, tokens: list[Token], text: str) -> None:
        start, stop = tokens[0][2], tokens[-1][3]
        if "\n" not in self.text[start:stop] and "\r" not in self.text[start:stop]:
            self.edits[start, stop] = text
        self.places.update(token[2] for token in tokens)

    def _noun(self, token: Token, context: str) -> str:
        """A noun in the other language: one or many, as it is written or, for `int`, as its context says.

        `context`: `are` after ARE, `of` for the elements of a collection.
        """
        written = self._text(token)
        pair = vocabulary.find(NOUNS, written, self.source)
        if pair is None:
            return written
        _, many = pair.spellings(self.source)[:2]
        folded = fold(written)
        uncounted = pair.english[0] in UNCOUNTED
        counted = folded == fold(many) and not (self.source == "en" and uncounted)
        if self.to == "fr":
            # «sont des» is followed by the plural, whatever the English says.
            counted = counted or context == "are" or (context == "of" and uncounted)
        elif uncounted:
            counted = counted and context == "are" and pair.english[0] == "array"
        wanted = pair.spellings(self.to)[counted]
        usual = next(word for word in pair.spellings(self.source) if fold(word) == folded)
        return vocabulary.in_case_of(written, usual, wanted)

    def _adjective(self, written: str, plural: bool) -> str | None:
        pair = vocabulary.find(ADJECTIVES, written, self.source) if written else None
        if pair is None:
            return None
        forms = pair.spellings(self.to)
        return forms[1] if plural and len(forms) > 1 and self.to == "fr" else forms[0]

    def _token(self, token: Token, context: str, *, size: bool = False) -> None:
        terminal, _, start, stop = token
        written = self._text(token)
        if terminal in ("OF", "ON", "BY"):
            return  # a keyword as any other
        if terminal == "DYNAMIC":
            self.edits[start, stop] = vocabulary.translated(ADJECTIVES, written, self.to)
        elif terminal != "NAME" or size or fold(written) in self.own:
            return
        elif entry := registry.TYPES.get(fold(written)) or registry.TYPES.get(types.singular(fold(written))):
            wanted = entry.french if self.to == "fr" else entry.english
            if fold(written) not in (fold(entry.english), fold(entry.french)):
                wanted = (
                    wanted + "s"
                    if types.singular(fold(written)) in map(fold, (entry.english, entry.french))
                    else written
                )
            self.edits[start, stop] = written if fold(wanted) == fold(written) else wanted
            self.places.add(start)
            return
        elif vocabulary.find(NOUNS, written, self.source):
            self.edits[start, stop] = noun = self._noun(token, context)
            self._gender(token, noun)
        else:
            self.edits[start, stop] = vocabulary.translated(ADJECTIVES, written, self.to)
        self.places.add(start)

    def _gender(self, token: Token, noun: str) -> None:
        pair: Pair | None = vocabulary.find(NOUNS, noun, self.to)
        if pair is not None and pair.feminine:
            self.feminine.add(token[2])

    def _elide(self, tokens: list[Token], element: syntax.Type) -> None:
        """`de` before a word of the language with a vowel is `d'`."""
        last = tokens[-1]
        place = element.span[0]
        if self.to != "fr" or last[0] != "OF" or not fold(self._text(last)).startswith("OF"):
            return
        text = next((text for (start, _), text in self.edits.items() if start == place), "")
        if text and fold(text).startswith(_VOWELS) and not self.text[last[3] : place].strip(" \t\xa0"):
            self.edits[last[2], place] = "D'" if self._text(last).isupper() else "d'"
            self.places.add(last[2])
