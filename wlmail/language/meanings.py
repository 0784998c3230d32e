"""The binder's half for expressions: what each name means and the static kind of each value (language.md 5, 6, 10)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wlmail.language import registry, syntax
from wlmail.language.diagnostics import Diagnostic, Severity, Span
from wlmail.language.names import fold
from wlmail.language.source import Source
from wlmail.language.symbols import (
    Enumeration,
    EnumerationMember,
    FormField,
    ProcedureSymbol,
    PythonNames,
    Scope,
    Structure,
    Variable,
    closest,
)
from wlmail.runtime import kinds
from wlmail.runtime.form import is_field
from wlmail.runtime.kinds import Kind

NUMBERS = frozenset({"integer", "real", "exact", "boolean"})
COLLECTIONS = frozenset({"array", "growing", "associative", "queue", "stack", "list"})
DATES = frozenset({"date", "time", "datetime", "duration"})

# Properties that every value of a family has, besides the members of records: folded name → kind of the result.
GENERAL: dict[str, Kind] = {
    "OCCURRENCE": kinds.INT4,
    "COUNT": kinds.INT4,
    "LENGTH": kinds.INT4,
    "TAILLE": kinds.INT4,
    "EMPTY": kinds.BOOLEAN,
    "VIDE": kinds.BOOLEAN,
    "EXIST": kinds.BOOLEAN,
    "EXISTE": kinds.BOOLEAN,
    "NBRECEIVED": kinds.INT4,
    "NBRECUS": kinds.INT4,
}
BUILT_IN = "WL"
RECEIVED = ("MYPARAMETERS", "MESPARAMETRES")


class Method:
    """`value.name(…)`: a library function whose first argument is the value; several when its type is not known."""

    __slots__ = ("functions",)

    def __init__(self, functions: list[tuple[str, registry.Function]]) -> None:
        self.functions = functions


class Meanings:
    """Binds expressions; `Binder` adds statements and procedures."""

    source: Source
    diagnostics: list[Diagnostic]
    scope: Scope
    names: PythonNames
    procedures: dict[str, ProcedureSymbol]
    structures: dict[Kind, Structure]
    enumerations: dict[Kind, Enumeration]
    with_kinds: list[Kind | None]
    unreadable: frozenset[str]
    """Folded words of the lines with syntax errors."""
    passed: list[tuple[Variable, ProcedureSymbol | None, int]]
    spelled: dict[str, int]

    def report(self, code: str, message: str, span: Span, hint: str = "", severity: Severity = "error") -> None:
        self.diagnostics.append(Diagnostic(code, message, source=self.source, span=span, hint=hint, severity=severity))

    # --- One method a node -------------------------------------------------------------------------------------

    def expression(self, node: syntax.Expression) -> Kind | None:
        """Binds an expression and returns its kind."""
        kind: Kind | None = getattr(self, f"_{type(node).__name__.lower()}")(node)
        node.kind = kind
        return kind

    def expressions(self, nodes: Iterable[syntax.Expression | None]) -> None:
        for node in nodes:
            if node is not None:
                self.expression(node)

    def _integer(self, node: syntax.Integer) -> Kind:
        return kinds.INT4 if -(2**31) <= node.value < 2**31 else kinds.INT8

    def _real(self, node: syntax.Real) -> Kind:
        return kinds.REAL

    def _exact(self, node: syntax.Exact) -> Kind:
        return kinds.CURRENCY if node.currency else kinds.NUMERIC

    def _durationliteral(self, node: syntax.DurationLiteral) -> Kind:
        return kinds.DURATION

    def _text(self, node: syntax.Text) -> Kind:
        return kinds.STRING

    def _resourcetext(self, node: syntax.ResourceText) -> Kind:
        return kinds.STRING

    def _boolean(self, node: syntax.Boolean) -> Kind:
        return kinds.BOOLEAN

    def _null(self, node: syntax.Null) -> Kind:
        return kinds.NULL

    def _wrong(self, node: syntax.Wrong) -> None:
        return None

    def _interpolated(self, node: syntax.Interpolated) -> Kind:
        """A part that names something unknown stays text (3.7)."""
        for i, part in enumerate(node.parts):
            if isinstance(part, str):
                continue
            before = len(self.diagnostics)
            self.expression(part)
            if any(d.code == "unknown-name" for d in self.diagnostics[before:]):
                del self.diagnostics[before:]
                node.parts[i] = node.raw[i]
        return kinds.STRING

    def _name(self, node: syntax.Name) -> Kind | None:
        symbol = self.lookup(node.text)
        if symbol is None:
            self.unknown_name(node.text, node.span)
            return None
        node.symbol = symbol
        if isinstance(symbol, Variable):
            return symbol.kind
        if isinstance(symbol, FormField):
            return kinds.STRING
        if isinstance(symbol, ProcedureSymbol):
            symbol.used_as_value = True
            return kinds.PROCEDURE
        if isinstance(symbol, EnumerationMember):
            return self._kind_of_enumeration(symbol.owner)
        if isinstance(symbol, registry.Constant):
            return symbol.kind
        if isinstance(symbol, registry.AdvancedType):
            return symbol.kind
        if isinstance(symbol, registry.Function):
            self.check_function(symbol, [], node.span)
            return self.result_of(symbol)
        self.report("not-a-value", f"«{node.text}» is a type, not a value", node.span)
        return None

    def lookup(self, text: str) -> Any:
        """The meaning of a simple name, in the order of language.md 10.2; None when it has none."""
        folded = fold(text)
        if folded in RECEIVED and self.scope.procedure is not None:
            return self._received(self.scope.procedure, text)
        found = (
            self.scope.find(folded)
            or self.procedures.get(folded)
            or registry.PREDEFINED.get(folded)
            or registry.CONSTANTS.get(folded)
            or registry.FUNCTIONS.get(folded)
        )
        if found is None and is_field(folded):
            return FormField(text)
        if isinstance(found, registry.Constant | registry.Function):
            self.note_language(folded, found.english, found.french)
        return found

    def _received(self, procedure: ProcedureSymbol, text: str) -> Variable:
        """MyParameters: the arguments that the procedure has received."""
        if procedure.received is None:
            kind = kinds.array_of(kinds.VARIANT)
            procedure.received = Variable(text, self.names.give(text, procedure), kind, self.scope)
        return procedure.received

    def check_function(
        self, function: registry.Function, arguments: list[syntax.Argument], span: Span, receiver: int = 0
    ) -> None:
        raise NotImplementedError

    def result_of(self, function: registry.Function) -> Kind | None:
        """The kind of a call of a library function; None when it has no result or one of any kind."""
        if function.because:
            return None
        result = function.result
        return None if result is kinds.VARIANT else result

    def not_offered(self, what: str, because: str, span: Span) -> None:
        self.report("not-offered", f"{what} is known, but not offered here: {because}", span, severity="warning")

    def note_language(self, folded: str, english: str, french: str) -> None:
        """Counts which language the program prefers, to name functions in texts as it does."""
        if fold(english) != fold(french):
            self.spelled["fr" if folded == fold(french) else "en"] += 1

    def unknown_name(self, text: str, span: Span) -> None:
        if fold(text) in self.unreadable:
            return  # declared, perhaps, in a line that could not be read: one error is enough
        candidates = [*self.scope.visible(), *(p.name for p in self.procedures.values())]
        near = closest(text, candidates) or closest(text, self._library_names(text))
        self.report("unknown-name", f"unknown name «{text}»", span, f"did you mean {near}?" if near else "")

    def _library_names(self, text: str) -> list[str]:
        """Both spellings of every function and constant."""
        entries: list[Any] = [*registry.FUNCTIONS.values(), *registry.CONSTANTS.values()]
        return [spelling for entry in entries for spelling in (entry.english, entry.french)]

    def _kind_of_enumeration(self, enumeration: Enumeration) -> Kind:
        kind: Kind = enumeration.kind
        return kind

    # --- Members -----------------------------------------------------------------------------------------------

    def _withmember(self, node: syntax.WithMember) -> Kind | None:
        if not self.with_kinds:
            self.report("member-outside-with", f"«.{node.name}» has no WITH block around it", node.span)
            return None
        return self.member(node, self.with_kinds[-1], "the subject of WITH", node.name, node.span)

    def _currentmember(self, node: syntax.CurrentMember) -> None:
        self.report(
            "no-current-object", f"«:{node.name}» is a member of the current object, and there is none", node.span
        )

    def _thisobject(self, node: syntax.ThisObject) -> None:
        self.report("no-current-object", "there is no current object here", node.span)

    def _attribute(self, node: syntax.Attribute) -> Kind | None:
        target = node.object
        if isinstance(target, syntax.Name):
            symbol = self.lookup(target.text)
            if isinstance(symbol, Enumeration):
                member = symbol.members.get(fold(node.name))
                if member is None:
                    near = closest(node.name, [m.name for m in symbol.members.values()])
                    hint = f"did you mean {near}?" if near else ""
                    self.report("unknown-member", f"{symbol.name} has no value «{node.name}»", node.name_span, hint)
                    return None
                node.symbol = member
                return self._kind_of_enumeration(symbol)
            if isinstance(symbol, FormField):
                target.symbol, target.kind, node.symbol = symbol, kinds.STRING, symbol
                return None
            if symbol is None and fold(target.text) == BUILT_IN:
                function = registry.FUNCTIONS.get(fold(node.name))
                if function:
                    node.symbol = function
                    self.check_function(function, [], node.span)
                    return self.result_of(function)
        if node.operator == ">>":
            self.expression(target)
            self.not_offered(f"«>>{node.name}»", "OLE automation exists on Windows only", node.name_span)
            return None
        kind = self.expression(target)
        if isinstance(target, syntax.Index) and fold(node.name) in ("EXIST", "EXISTE"):
            return kinds.BOOLEAN  # the collection is asked, whatever its elements are (4.4)
        what = target.text if isinstance(target, syntax.Name) else "this value"
        return self.member(node, kind, what, node.name, node.name_span)

    def member(self, node: syntax.Expression, kind: Kind | None, what: str, name: str, span: Span) -> Kind | None:
        """Binds a property or member of a value of `kind`: writes the symbol into `node`, returns the member's kind."""
        folded = fold(name)
        if kind is None or kind is kinds.VARIANT:
            return GENERAL.get(folded)
        structure = self.structures.get(kind)
        if structure:
            found = structure.members.get(folded)
            if found:
                node.symbol = found
                return found[1]
            return self._unknown_member(kind, what, name, span, [m[0] for m in structure.members.values()])
        entry = self.advanced(kind)
        if entry:
            prop = entry.properties.get(folded)
            if prop:
                node.symbol = prop
                self.note_language(folded, prop.english, prop.french)
                return prop.kind
            if registry.find_method(kind, name):
                return self._method_without_arguments(node, kind, name)
            spellings = [s for p in entry.properties.values() for s in (p.english, p.french)]
            return self._unknown_member(kind, what, name, span, spellings)
        if folded in GENERAL:
            return GENERAL[folded]
        if kind.family in DATES:
            # The part of a date; the value classes name their parts in both languages.
            parts: dict[str, str] = getattr(type(kind.default()), "MEMBERS", {})
            if folded in parts:
                node.symbol = parts[folded]
                return None if folded.startswith(("DATE", "TIME", "PART")) else kinds.INT4
        if kind in self.enumerations:
            return None
        if registry.find_method(kind, name):
            return self._method_without_arguments(node, kind, name)
        return self._unknown_member(kind, what, name, span, list(GENERAL))

    def _method_without_arguments(self, node: syntax.Expression, kind: Kind, name: str) -> Kind | None:
        function = registry.find_method(kind, name)
        assert function is not None
        node.symbol = Method([("", function)])
        return self.result_of(function)

    def _unknown_member(self, kind: Kind, what: str, name: str, span: Span, candidates: list[str]) -> Kind | None:
        near = closest(name, candidates)
        self.report(
            "unknown-property",
            f"{what} is of type {kind.name}, which has no property «{name}»",
            span,
            f"did you mean {near}?" if near else "",
        )
        return None

    def advanced(self, kind: Kind) -> registry.AdvancedType | None:
        """The advanced type whose values have this kind."""
        if kind.family != "record":
            return None
        every = [*registry.TYPES.values(), *registry.PREDEFINED.values()]
        return next((entry for entry in every if entry.kind is kind), None)

    # --- Operators ---------------------------------------------------------------------------------------------

    def _index(self, node: syntax.Index) -> Kind | None:
        kind = self.expression(node.object)
        self.expressions(node.indexes)
        for _ in node.indexes:
            if kind is None or kind.family not in COLLECTIONS:
                if kind is not None and kind.family in NUMBERS | {"text"}:
                    what = "a text" if kind.family == "text" else "a number"
                    self.report("not-indexable", f"{what} has no elements", node.span, "a part of a text is s[[i]]")
                return None
            kind = kind.element
        return kind

    def _subarray(self, node: syntax.SubArray) -> Kind | None:
        kind = self.expression(node.object)
        self.expressions((node.first, node.last))
        return kinds.array_of(kind.element) if kind and kind.element else None

    def _textpart(self, node: syntax.TextPart) -> Kind | None:
        kind = self.expression(node.object)
        self.expressions((node.first, node.last, node.count))
        return kind if kind is kinds.BUFFER else kinds.STRING if kind is not None else None

    def _unary(self, node: syntax.Unary) -> Kind | None:
        kind = self.expression(node.operand)
        if node.operator == "NOT":
            return kinds.BOOLEAN
        if node.operator == "&":
            self.not_offered("the address of a variable", "there is no memory to point into", node.span)
            return None
        return kinds.INT8 if kind and kind.family in ("integer", "boolean") else kind if kind is kinds.REAL else None

    def _binary(self, node: syntax.Binary) -> Kind | None:
        left, right = self.expression(node.left), self.expression(node.right)
        operator = node.operator
        if operator in ("AND", "OR", "_AND_", "_OR_"):
            return kinds.BOOLEAN
        if left is None or right is None:
            # A text on one side of + makes a text whatever the other side is, an optional separator apart.
            texts = [k for k in (left, right) if k is not None and k.family == "text"]
            return kinds.STRING if operator == "+" and texts else None
        families = {left.family, right.family}
        if operator == "+" and "text" in families:
            return kinds.STRING
        if not families <= NUMBERS or "exact" in families:
            return None
        if operator in ("<<", ">>", "&", "|", "||"):
            return kinds.INT8
        if operator == "/":
            return kinds.REAL
        if operator in ("+", "-", "*"):
            return kinds.REAL if "real" in families else kinds.INT8
        if operator == "%":
            if "real" in families:
                return None
            # A remainder is smaller than its divisor, so it needs no range check.
            return kinds.INT4 if isinstance(node.right, syntax.Integer) else kinds.INT8
        return None

    def _comparison(self, node: syntax.Comparison) -> Kind:
        self.expressions(node.operands)
        return kinds.BOOLEAN

    def _range(self, node: syntax.Range) -> None:
        self.expressions((node.low, node.high))

    def _membership(self, node: syntax.Membership) -> Kind:
        self.expressions((node.subject, *node.items))
        return kinds.BOOLEAN

    def _conditional(self, node: syntax.Conditional) -> Kind | None:
        self.expression(node.condition)
        then, otherwise = self.expression(node.then), self.expression(node.otherwise)
        if then is None or otherwise is None:
            return None
        if then is otherwise or then.family == otherwise.family == "text":
            return then
        return kinds.INT8 if then.family == otherwise.family == "integer" else None

    def _increment(self, node: syntax.Increment) -> Kind | None:
        kind = self.target(node.target)
        return kind if kind and kind.family in ("integer", "real") else None

    def target(self, node: syntax.Expression) -> Kind | None:
        """Binds an assignment target; `Binder` knows how names are assigned."""
        raise NotImplementedError

    def _arrayliteral(self, node: syntax.ArrayLiteral) -> Kind:
        found = [self.expression(item) for item in node.items]
        first = found[0] if found else None
        same = first is not None and all(k is first for k in found)
        return kinds.array_of(first if same and first is not None else kinds.VARIANT)

    def _tuple(self, node: syntax.Tuple) -> None:
        self.expressions(node.items)

    def _indirection(self, node: syntax.Indirection) -> None:
        self.expressions((node.name, node.category))
        self.not_offered(
            "indirection", "names of elements are not looked up at run time yet; use the variable itself", node.span
        )

    def _new(self, node: syntax.New) -> Kind | None:
        for argument in node.arguments:
            if argument.value is not None:
                self.expression(argument.value)
        return self.kind_of_type(node.type)

    def kind_of_type(self, node: syntax.Type | None) -> Kind | None:
        raise NotImplementedError

    def _switchfunction(self, node: syntax.SwitchFunction) -> None:
        self.expressions((node.subject, *node.choices, node.otherwise))

    def _lambda(self, node: syntax.Lambda) -> Kind:
        self.inner_procedure(node)
        return kinds.PROCEDURE

    def inner_procedure(self, node: syntax.Lambda) -> None:
        raise NotImplementedError
