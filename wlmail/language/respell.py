"""A program from one language to the other: keywords, types, functions, constants and properties (language.md 3.3).

The text is changed token by token, so that comments, texts, layout and the names of the program stay byte for byte.
What a word is, the parser and the binder say: a token is a keyword where the parser took it as one, a name is a
function where the binder found one. Lines that a directive leaves out are not read and stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from wlmail.language import registry, syntax, vocabulary
from wlmail.language.automaton import Token
from wlmail.language.binder import Binder
from wlmail.language.diagnostics import Diagnostic, Span
from wlmail.language.includes import assemble
from wlmail.language.names import fold
from wlmail.language.parser import Parser, parse_with
from wlmail.language.phrases import ARTICLES
from wlmail.language.respelled_names import Spelling, spellings
from wlmail.language.respelled_types import TypePhrases
from wlmail.language.source import Source
from wlmail.language.symbols import PythonNames

Language = Literal["en", "fr"]
NAMED = {"NAME", "LABEL", "MEMBER", "SELF_MEMBER", "WITH_MEMBER"}
ATTRIBUTE = re.compile(r"<[ \t\xa0]*([^\W\d]\w*)")
FIRST_WORDS = re.compile(r"[^\W\d]\w*(?:[ \t\xa0]+[^\W\d]\w*)*")
FEMININE = {"GLOBAL": "GLOBALE", "PRIVÉ": "PRIVÉE", "PROTÉGÉ": "PROTÉGÉE", "PUBLIC": "PUBLIQUE", "LOCAL": "LOCALE"}
LAST_WORD = re.compile(r"[^\W\d]+\Z")


def respell(source: Source, to: Language) -> tuple[str, list[Diagnostic]]:
    """The text of a program with the words of language `to`. With syntax errors: the text as it is, and the errors.

    Names that are unknown stay as they are. A function or constant stays where the program has something of its own
    under the name it would get. Raises RecursionError for an expression of thousands of terms.
    """
    parser, program, unclosed = parse_with(Recorder, source)
    assert isinstance(parser, Recorder)
    if unclosed or any(d.severity == "error" for d in parser.found):
        from wlmail.language.parser import parse

        return source.text, parse(source)[1]
    registry.load()
    binder = Binder(PythonNames(frozenset()))
    whole, _, _ = assemble(program, source)
    binder.bind(program, whole)
    tokens = [token for _, token in sorted(parser.tokens().items())]
    edits = Respeller(source.text, tokens, binder, to).edits(program, whole.text[len(source.text) :])
    pieces, done = [], 0
    for (start, stop), text in sorted(edits.items()):
        pieces += [source.text[done:start], text]
        done = stop
    return "".join(pieces) + source.text[done:], []


class Recorder(Parser):
    """A parser that keeps its tokens, and those of the expressions inside texts."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.recorded: dict[int, Token] = {}
        self.inside: list[Recorder] = []
        self.is_expression = True

    def run(self, tokens: Iterator[Token], on_error: Any) -> bool:
        return super().run(self._kept(tokens), on_error)

    def _kept(self, tokens: Iterator[Token]) -> Iterator[Token]:
        for token in tokens:
            if token[2] < token[3]:
                self.recorded[token[2]] = token
            yield token

    def expression(self) -> syntax.Expression | None:
        found = super().expression()
        self.is_expression = found is not None
        return found

    def nested(self, start: int, end: int) -> Parser:
        parser = super().nested(start, end)
        assert isinstance(parser, Recorder)
        if '""""' not in self.text[start:end]:  # else its places are not those of the program
            self.inside.append(parser)
        return parser

    def tokens(self) -> dict[int, Token]:
        """Every token by its place."""
        found = dict(self.recorded)
        for parser in self.inside:
            if parser.is_expression:
                found |= parser.tokens()
        return found


class Respeller:
    """Finds what is to change in one text: place → new text."""

    def __init__(self, text: str, tokens: list[Token], binder: Binder, to: Language) -> None:
        self.text = text
        self.tokens = tokens
        self.binder = binder
        self.to = to

    def edits(self, program: syntax.Program, included: str) -> dict[Span, str]:
        names = spellings(program, self.binder, self.to)
        phrases = TypePhrases(self.text, self.tokens, self.binder.user_types, self.to)
        phrases.read(program)
        found = dict(phrases.edits)
        own = self._own_names(names, phrases.places) | {fold(word) for word in re.findall(r"[^\W\d]\w*", included)}
        for index, token in enumerate(self.tokens):
            terminal, value, start, stop = token
            if start in phrases.places:
                continue
            if terminal == "NAME" and self._is_in_class_head(index):
                found[start, stop] = vocabulary.translated(vocabulary.KEYWORDS["MODIFIER"], value, self.to)
            elif terminal in NAMED:
                place = value[2] if isinstance(value, tuple) else (start, start + len(value))
                wanted = names.get(place[0])
                if wanted is None or wanted.written != self.text[place[0] : place[1]]:
                    continue
                if not (wanted.hidden_by_names and fold(wanted.text) in own):
                    found[place] = wanted.text
            elif terminal == "ATTRIBUTES":
                if named := ATTRIBUTE.match(self.text, start):
                    found[named.span(1)] = vocabulary.translated(vocabulary.ADJECTIVES, named[1], self.to)
            elif terminal in vocabulary.KEYWORDS:
                place, text = self._keyword(index, token, phrases)
                found[place] = text
        return {place: text for place, text in found.items() if text != self.text[place[0] : place[1]]}

    def _own_names(self, names: dict[int, Spelling], types: set[int]) -> set[str]:
        """What the program itself names: a function must not get such a name."""
        found = set()
        for terminal, value, start, _ in self.tokens:
            if terminal in NAMED and start not in types:
                place, name = (value[2][0], value[1]) if isinstance(value, tuple) else (start, value)
                if place not in names:
                    found.add(fold(name))
        return found

    def _keyword(self, index: int, token: Token, phrases: TypePhrases) -> tuple[Span, str]:
        terminal, _, start, stop = token
        written = self.text[start:stop]
        words = LAST_WORD.search(written) if terminal == "_SHORT_END" else FIRST_WORDS.match(written)
        if words is None:  # a sign
            return (start, stop), written
        place = (start + words.start(), start + words.end())
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else ("$END", "", stop, stop)
        pairs = vocabulary.KEYWORDS[terminal]
        text = vocabulary.translated(pairs, words[0], self.to)
        if len(pairs) == 1 and not any(vocabulary.find(pairs, words[0], language) for language in ("en", "fr")):
            text = vocabulary.in_case_of(words[0], words[0].upper(), pairs[0].spellings(self.to)[0])  # SEPARATED PAR
        if written.endswith(("'", "’")):
            return (start, stop), ("OF " if written[0] == "D" else "of ") if self.to == "en" else written
        if terminal in ("_IS", "IS"):
            text = self._is(words[0], text, following, phrases)
        elif terminal == "FOR_EACH" and self.to == "fr" and text != words[0]:
            word, kinds = self.text[following[2] : following[3]], vocabulary.KEYWORDS["EACH_KIND"]
            kind = vocabulary.find(kinds, word, "en") or vocabulary.find(kinds, word, "fr")
            if following[0] == "EACH_KIND" and kind is not None and kind.feminine:
                text += "e" if text.islower() else "E"
        elif terminal == "MODIFIER" and self.to == "fr" and self._is_of_procedure(index):
            text = FEMININE.get(text, text)
        elif terminal == "NEW":
            return self._new(index, place, text, phrases)
        return place, text

    def _is_in_class_head(self, index: int) -> bool:
        """`cShape is a Class, abstract`."""
        while self.tokens[index - 1][0] in ("NAME", "_COMMA") and index > 1:
            index -= 1
        return self.tokens[index - 1][0] == "CLASS"

    def _is_of_procedure(self, index: int) -> bool:
        """The modifier belongs to an English PROCEDURE, which is feminine in French: PROCÉDURE PRIVÉE."""
        for step in (-1, 1):
            place = index + step
            while 0 <= place < len(self.tokens) and self.tokens[place][0] == "MODIFIER":
                place += step
            if 0 <= place < len(self.tokens) and self.tokens[place][0] in ("PROCEDURE", "INTERNAL_PROCEDURE"):
                word = self.text[self.tokens[place][2] : self.tokens[place][3]]
                return vocabulary.translated(vocabulary.KEYWORDS["PROCEDURE"], word, "fr") != word
        return False

    def _is(self, written: str, text: str, following: Token, phrases: TypePhrases) -> str:
        """IS with the article that the other language wants: `is string`, `est une chaîne`, `is a Class`."""
        if text == written:
            return text
        form = vocabulary.KEYWORDS.get(following[0], [])
        word = self.text[following[2] : following[3]]
        plural = fold(written).startswith(("ARE", "SONT"))
        if self.to == "en":
            article = {"CLASS": " a", "INTERFACE": " an"}.get(following[0], "")
            return text.split(" ")[0] + (article.upper() if text.isupper() else article)
        if plural or following[0] == "COMPOSED":
            return text
        pair = next((p for p in form if vocabulary.key(word) in map(vocabulary.key, p.spellings("en"))), None)
        feminine = pair.feminine if pair is not None else phrases.is_feminine(following[2])
        article = " une" if feminine else " un"
        return text + (article.upper() if text.isupper() else article)

    def _new(self, index: int, place: Span, text: str, phrases: TypePhrases) -> tuple[Span, str]:
        """`new X` is `allouer un X`: the article comes and goes."""
        if text == self.text[place[0] : place[1]]:
            return place, text
        named = self.tokens[index + 1]
        after = self.tokens[index + 2] if index + 2 < len(self.tokens) else named
        has_article = named[0] == after[0] == "NAME" and fold(named[1]) in ARTICLES
        if has_article:
            named, place = after, (place[0], after[2])
        if self.to == "fr":
            article = " une" if phrases.is_feminine(named[2]) else " un"
            text += article.upper() if text.isupper() else article
        return place, text + " " if has_article else text
