"""Which names of a bound program belong to the language, and how the other language spells them (10.2, 6.7)."""

from __future__ import annotations

from typing import Any

from wlmail.language import registry, syntax, vocabulary
from wlmail.language.automaton import KEYWORDS
from wlmail.language.binder import Binder
from wlmail.language.diagnostics import Span
from wlmail.language.meanings import ANCESTORS, RECEIVED, Method
from wlmail.language.names import fold
from wlmail.language.objects import CONSTRUCTORS, DESTRUCTORS
from wlmail.language.symbols import ClassSymbol, Variable
from wlmail.language.values import DATES
from wlmail.runtime.kinds import JSON, VARIANT


class Spelling:
    """What the name `written` becomes. `hidden_by_names`: not where the program has a name of its own like it."""

    __slots__ = ("hidden_by_names", "text", "written")

    def __init__(self, text: str, written: str, *, hidden_by_names: bool) -> None:
        self.text = text
        self.written = written
        self.hidden_by_names = hidden_by_names


def spellings(program: syntax.Program, binder: Binder, to: str) -> dict[int, Spelling]:
    """Where a name of the language stands → its spelling in language `to`."""
    return _Finder(binder, to).read(program)


class _Finder:
    def __init__(self, binder: Binder, to: str) -> None:
        self.binder = binder
        self.to = to
        self.found: dict[int, Spelling] = {}

    def read(self, program: syntax.Program) -> dict[int, Spelling]:
        for node in syntax.walk(program):
            method = getattr(self, "_" + type(node).__name__.lower(), None)
            if method is not None:
                method(node)
        for procedure in program.procedures:
            if procedure.owner:
                self._constructor(procedure)
        return self.found

    def _call(self, node: syntax.Call) -> None:
        function = node.function
        if isinstance(function, syntax.Name) and isinstance(node.symbol, registry.Function):
            self._library(function.span, function.text, node.symbol, registry.FUNCTIONS)
        elif isinstance(function, syntax.Attribute):
            self._bound(function.name_span, function.name, node.symbol, function.object.kind)
        elif isinstance(function, syntax.WithMember):
            self._bound(_name_of(function), function.name, node.symbol, None)

    def _name(self, node: syntax.Name) -> None:
        symbol = node.symbol
        if isinstance(symbol, registry.Function):
            self._library(node.span, node.text, symbol, registry.FUNCTIONS)
        elif isinstance(symbol, registry.Constant):
            self._library(node.span, node.text, symbol, registry.CONSTANTS)
        elif (isinstance(symbol, Variable) and fold(node.text) in RECEIVED) or (
            isinstance(symbol, ClassSymbol) and fold(node.text) in ANCESTORS and fold(symbol.name) != fold(node.text)
        ):
            self._word(node.span, node.text, vocabulary.NAMES)

    def _attribute(self, node: syntax.Attribute) -> None:
        kind = node.object.kind
        if isinstance(node.symbol, registry.Function | registry.Property | Method):
            self._bound(node.name_span, node.name, node.symbol, kind)
        elif node.symbol is None or (isinstance(node.symbol, str) and kind is not None and kind.family in DATES):
            # `.Empty` of a value of unknown type may be a member of JSON; `..Empty` is a property of the language.
            known = kind is not None and kind not in (VARIANT, JSON) and kind.family != "foreign"
            if known or (node.operator == ".." and not self._is_member(fold(node.name))):
                self._word(node.name_span, node.name, vocabulary.PROPERTIES)

    def _is_member(self, folded: str) -> bool:
        """A class or structure of the program has such a member."""
        owners = [
            *(c.names for c in self.binder.classes.values()),
            *(s.members for s in self.binder.structures.values()),
        ]
        return any(folded in names for names in owners)

    def _withmember(self, node: syntax.WithMember) -> None:
        self._bound(_name_of(node), node.name, node.symbol, None)

    def _classdeclaration(self, node: syntax.ClassDeclaration) -> None:
        for member in node.members:
            if isinstance(member, syntax.InternalProcedure):
                self._constructor(member.procedure)

    def _constructor(self, procedure: syntax.Procedure) -> None:
        if fold(procedure.name) in CONSTRUCTORS | DESTRUCTORS:
            stop = procedure.name_span[1]
            self._word((stop - len(procedure.name), stop), procedure.name, vocabulary.NAMES)

    # --- What a name becomes --------------------------------------------------------------------------------------

    def _library(self, place: Span, written: str, entry: Any, table: dict[str, Any]) -> None:
        """A function or constant. An old name becomes the present one, unless the program is in that language."""
        wanted = self._wanted(written, entry)
        if wanted is not None and table.get(fold(wanted)) is entry and fold(wanted) not in KEYWORDS:
            self._put(place, written, wanted, hidden_by_names=True)

    def _wanted(self, written: str, entry: Any) -> str | None:
        english, french = entry.english, entry.french
        target = french if self.to == "fr" else english
        folded = fold(written)
        if folded == fold(target) and fold(english) != fold(french):
            return None  # in that language already
        if vocabulary.find(vocabulary.OLD_NAMES, written, self.to):
            return None
        if vocabulary.find(vocabulary.OLD_NAMES, written, "en" if self.to == "fr" else "fr"):
            return vocabulary.translated(vocabulary.OLD_NAMES, written, self.to)
        if folded not in (fold(english), fold(french)) and self.binder.french == (self.to == "fr"):
            return None
        return str(target)

    def _bound(self, place: Span, written: str, symbol: Any, kind: Any) -> None:
        if isinstance(symbol, registry.Property):
            wanted = self._wanted(written, symbol)
            if wanted is not None:
                self._put(place, written, wanted)
        elif isinstance(symbol, registry.Function):
            self._library(place, written, symbol, registry.FUNCTIONS)
        elif isinstance(symbol, Method) and not symbol.of_classes:  # else a class of the program may be meant
            texts = {self._method(written, function) for _, function in symbol.functions}
            if len(texts) == 1 and (wanted := texts.pop()):
                found = {registry.find_method(kind, wanted)} if kind is not None else {f for _, f in symbol.functions}
                if found <= {function for _, function in symbol.functions}:
                    self._put(place, written, wanted)

    def _method(self, written: str, function: registry.Function) -> str:
        """The name of a method: that of the function without the family, if it is written so (6.7)."""
        target = function.french if self.to == "fr" else function.english
        other = function.english if self.to == "fr" else function.french
        for spelling in (other, *function.aliases, target):
            if fold(spelling) == fold(written):
                return self._wanted(written, function) or ""
        if not fold(other).endswith(fold(written)):
            return ""
        family = other[: len(other) - len(written)]
        pair = next((p for p in FAMILIES if fold(family) in map(fold, p)), None)
        prefix = next((p for p in pair or () if fold(target).startswith(fold(p))), "")
        return target[len(prefix) :] if prefix else ""

    def _word(self, place: Span, written: str, pairs: list[vocabulary.Pair]) -> None:
        self._put(place, written, vocabulary.translated(pairs, written, self.to))

    def _put(self, place: Span, written: str, wanted: str, *, hidden_by_names: bool = False) -> None:
        if written.lower() != wanted.lower():
            self.found[place[0]] = Spelling(wanted, written, hidden_by_names=hidden_by_names)
        else:  # the case is the program's own
            self.found.setdefault(place[0], Spelling(written, written, hidden_by_names=False))


FAMILIES = (("Array", "Tableau"), ("String", "Chaîne"), ("Email",), ("DateTime", "DateHeure"), ("Date",), ("Buffer",))
"""The prefixes that functions of a family lose as methods, in both languages."""


def _name_of(node: syntax.WithMember) -> Span:
    return (node.span[1] - len(node.name), node.span[1])
