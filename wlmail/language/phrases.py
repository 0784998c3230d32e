"""Type phrases: from the bag of words after IS to a type (language.md 4.2 to 4.7).

The grammar hands over a flat list of parts; which of them are sizes and which are the type is decided here. What the
words mean is decided by `language/types.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from wlmail.language import literals, syntax
from wlmail.language.diagnostics import Span
from wlmail.language.names import fold

ARTICLES = {"A", "AN", "UN", "UNE", "DES", "LE", "LA", "LES", "THE"}
ARRAYS = {"ARRAY", "ARRAYS", "TABLEAU", "TABLEAUX"}
ARRAY_ADJECTIVES = {
    "FIXED": "FIXED", "FIXE": "FIXED", "FIXES": "FIXED", "DYNAMIC": "", "DYNAMIQUE": "", "DYNAMIQUES": "", "LOCAL": "",
    "ASSOCIATIVE": "ASSOCIATIVE", "ASSOCIATIF": "ASSOCIATIVE", "ASSOCIATIFS": "ASSOCIATIVE",
}  # fmt: skip
COLLECTIONS = {
    "QUEUE": "QUEUE", "FILE": "QUEUE", "QUEUES": "QUEUE", "FILES": "QUEUE", "STACK": "STACK", "PILE": "STACK",
    "STACKS": "STACK", "PILES": "STACK", "LIST": "LIST", "LISTE": "LIST", "LISTS": "LIST", "LISTES": "LIST",
}  # fmt: skip
DYNAMIC = {"DYNAMIC", "DYNAMIQUE", "DYNAMIQUES"}
UNITS = {"BYTE", "BYTES", "OCTET", "OCTETS"}
# First words of types of several words: such a word is not the size of an array (`array of unsigned int`).
TYPE_WORDS = set(
    """INT ENTIER ENTIERS INTS REAL REEL REELS REALS STRING STRINGS CHAINE CHAINES UNSIGNED SYSTEM ANSI UNICODE
    FIXED FIXE ASCIIZ PASCAL CHARACTER CARACTERE BUFFER BUFFERS NUMERIC NUMERIQUE CURRENCY MONETAIRE BOOLEAN BOOLEEN
    DATE TIME HEURE ARRAY TABLEAU ARRAYS TABLEAUX ASSOCIATIVE FILE PILE LISTE QUEUE STACK LIST DYNAMIC OBJECT OBJET
    OBJECTS OBJETS RECORD RECORDS ENREGISTREMENT ENREGISTREMENTS DATA SOURCE SOURCES SQL REQUETE QUERY DESCRIPTION
    CONTROL CHAMP AUTOMATION PROCEDURE PROCEDURES STRUCTURE VARIANT BYTE OCTET SECRET A AN UN UNE DYNAMIQUE""".split()  # noqa: SIM905
)
DEEPEST = 30
"""Arrays of arrays of …: more is no type."""
_GROWTH = re.compile(r"(?:growth|croissance)\s*=\s*(\d+)", re.I)


class Part:
    """`kind` is word, number, of, on, by, sign, member, self, string, attributes, arguments or sizes."""

    __slots__ = ("kind", "span", "value")

    def __init__(self, kind: str, value: Any, span: Span) -> None:
        self.kind = kind
        self.value = value
        self.span = span


def folded(part: Part | None) -> str:
    return fold(part.value) if part is not None and part.kind == "word" else ""


class Phrase:
    """Reads one phrase from its parts. `expression` makes the tree of a chain of operands and operators."""

    def __init__(self, parts: list[Part], expression: Callable[[Span, Any], syntax.Expression]) -> None:
        self.parts = parts
        self.at = 0
        self.expression = expression

        self.deep = sum(part.kind == "of" for part in parts) > DEEPEST

    def peek(self, ahead: int = 0) -> Part | None:
        return self.parts[self.at + ahead] if self.at + ahead < len(self.parts) else None

    def read(self) -> syntax.Type | None:
        """The type that the parts from here to the end say; None when there is none."""
        while folded(self.peek()) in ARTICLES and (following := self.peek(1)) and following.kind in ("word", "number"):
            self.at += 1
        start = self.peek()
        if start is None or self.deep:
            return None
        begin = self.at
        adjectives = self._adjectives()
        word = folded(self.peek())
        if word in ARRAYS:
            self.at += 1
            return self._array(start, adjectives | self._adjectives())
        self.at = begin
        following = self.peek(1)
        if word in COLLECTIONS and following is not None and following.kind in ("of", "arguments"):
            self.at += 1
            while (part := self.peek()) and part.kind in ("of", "arguments"):
                self.at += 1
            element = self.read()
            if element is not None:
                return syntax.CollectionType((start.span[0], element.span[1]), COLLECTIONS[word], element)
            self.at = begin
        return self._simple()

    def _adjectives(self) -> set[str]:
        found = set()
        while (word := folded(self.peek())) in ARRAY_ADJECTIVES:
            found.add(ARRAY_ADJECTIVES[word])
            self.at += 1
        return found

    def _array(self, start: Part, adjectives: set[str]) -> syntax.Type | None:
        sizes: list[syntax.Expression | None] = []
        options: list[syntax.Expression | None] = []
        growth = None
        while (part := self.peek()) and part.kind in ("sizes", "arguments", "attributes"):
            self.at += 1
            if part.kind == "sizes":
                sizes = part.value
            elif part.kind == "arguments":
                options = [argument.value for argument in part.value]
            elif found := _GROWTH.search(part.value):
                growth = literals.number(part.span, found[1])
        linked = (part := self.peek()) is not None and part.kind == "of"
        self.at += linked
        sizes = sizes or self._dimensions()
        if (part := self.peek()) and part.kind == "of":
            self.at += 1
        rest = self.parts[self.at :]
        element = self.read()
        if growth is None and not isinstance(element, syntax.ArrayType):  # `array of int <growth=1>`
            for part in rest:
                if part.kind == "attributes" and (found := _GROWTH.search(part.value)):
                    growth = literals.number(part.span, found[1])
        if linked and element is None:
            return None
        span = (start.span[0], self.parts[-1].span[1])
        if "ASSOCIATIVE" in adjectives:
            return syntax.AssociativeType(span, element or syntax.TypeName(span, ["variant"], []), options)
        return syntax.ArrayType(span, element, sizes, "FIXED" in adjectives, growth)

    def _dimensions(self) -> list[syntax.Expression | None]:
        """The sizes before the type of the elements: `5 by 7`, `* by *`, `nCount`, `:m_n`, `MAX + 1` (4.3)."""
        sizes: list[syntax.Expression | None] = []
        while self._is_size():
            sizes.append(self._size())
            if (part := self.peek()) and part.kind == "by":
                self.at += 1
            else:
                break
        return sizes

    def _is_size(self) -> bool:
        part, following = self.peek(), self.peek(1)
        if part is None:
            return False
        if part.kind in ("self", "arguments"):
            return True
        if part.kind == "sign":
            return bool(part.value == "*")
        if part.kind == "number":
            if following is not None and following.kind == "sign" and following.value == "-":
                return folded(self.peek(2)) not in UNITS
            return folded(following) not in UNITS
        if part.kind != "word" or following is None:
            return False
        if following.kind in ("by", "sign") and following.value != "?":
            return True
        if following.kind == "member":
            following = self.peek(2)
        if following is None or following.kind not in ("word", "number", "of"):
            return False
        # Two words: the first is a size unless it belongs to the name of a type.
        return fold(part.value) not in TYPE_WORDS and folded(following) not in DYNAMIC

    def _size(self) -> syntax.Expression | None:
        part = self.peek()
        if part is not None and part.kind == "sign" and part.value == "*":
            self.at += 1
            return None
        chain: list[Any] = []
        while part := self.peek():
            following = self.peek(1)
            if chain and part.kind == "sign" and part.value in "+-*/" and following is not None:
                chain.append(part.value)
                self.at += 1
                part = following
            elif chain:
                break
            self.at += 1
            chain.append(self._operand(part))
        return self.expression((0, 0), chain if len(chain) > 1 else chain[0]) if chain else None

    def _operand(self, part: Part) -> syntax.Expression:
        if part.kind == "number":
            return literals.number(part.span, part.value)
        if part.kind == "self":
            return syntax.CurrentMember(part.span, part.value[1], part.value[0] == "::")
        if part.kind == "arguments" and part.value and part.value[0].value is not None:
            return part.value[0].value  # type: ignore[no-any-return]
        if part.kind != "word":
            return syntax.Wrong(part.span)
        name: syntax.Expression = syntax.Name(part.span, part.value)
        while (following := self.peek()) and following.kind == "member":
            operator, text, span = following.value
            name = syntax.Attribute((name.span[0], following.span[1]), name, text, operator, span)
            self.at += 1
        return name

    def _simple(self) -> syntax.TypeName | None:
        words: list[str] = []
        arguments: list[syntax.Expression | None] = []
        nullable = dynamic = False
        begin = self.at
        while part := self.peek():
            value = part.value
            self.at += 1
            if part.kind == "word" and fold(value) in DYNAMIC:
                dynamic = True
            elif part.kind in ("word", "number"):
                words.append(value)
            elif part.kind == "on":
                words.append(value)
                if self._is_computed():
                    arguments.append(self._size())
            elif part.kind == "member" and words:
                words[-1] += value[0] + value[1]
            elif part.kind == "arguments":
                arguments += [argument.value for argument in value]
            elif part.kind == "sizes":
                arguments += value
            elif part.kind == "string":
                arguments.append(syntax.Text(part.span, value[1:-1]))
            elif part.kind == "sign" and value == "?":
                nullable = True
        if (
            len(words) > 1
            and fold(words[0]) in ("OBJECT", "OBJET", "OBJECTS", "OBJETS")
            and fold(words[1]) != "AUTOMATION"
        ):
            del words[0]
        if not words:
            if not dynamic:
                return None
            words = ["object"]
        return syntax.TypeName((self.parts[begin].span[0], self.parts[-1].span[1]), words, arguments, nullable, dynamic)

    def _is_computed(self) -> bool:
        """What follows ON is a size to compute, not a plain number: `on N`, `on 2*N`, `on :m_n`."""
        part, following = self.peek(), self.peek(1)
        if part is None:
            return False
        if part.kind == "number":
            return following is not None and following.kind == "sign" and following.value in "+*/"
        return part.kind in ("self", "arguments") or (
            part.kind == "word" and fold(part.value) not in UNITS | TYPE_WORDS
        )
