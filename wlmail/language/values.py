"""The binder's half for literals and operators: the static kind of each value (language.md 3.4 to 3.8, 5, 6)."""

from __future__ import annotations

from collections.abc import Iterable

from wlmail.language import syntax
from wlmail.language.changes import assigned_variable, is_alias
from wlmail.language.diagnostics import Diagnostic, Severity, Span
from wlmail.language.source import Source
from wlmail.language.symbols import Scope
from wlmail.runtime import kinds
from wlmail.runtime.kinds import Kind

NUMBERS = frozenset({"integer", "real", "exact", "boolean"})
COLLECTIONS = frozenset({"array", "growing", "associative", "queue", "stack", "list"})
DATES = frozenset({"date", "time", "datetime", "duration"})


class Values:
    """Binds literals and operators; `Meanings` adds names and members."""

    source: Source
    diagnostics: list[Diagnostic]
    scope: Scope
    indirections: list[Scope]
    """Scopes of the `{ "name" }`: every variable that can be seen there may be meant."""

    def report(self, code: str, message: str, span: Span, hint: str = "", severity: Severity = "error") -> None:
        self.diagnostics.append(Diagnostic(code, message, source=self.source, span=span, hint=hint, severity=severity))

    def not_offered(self, what: str, because: str, span: Span) -> None:
        self.report("not-offered", f"{what} is known, but not offered here: {because}", span, severity="warning")

    # --- One method a node -------------------------------------------------------------------------------------

    def expression(self, node: syntax.Expression) -> Kind | None:
        """Binds an expression and returns its kind."""
        kind: Kind | None = getattr(self, f"_{type(node).__name__.lower()}")(node)
        if kind is not None and kind.family == "nullable":
            kind = None  # the value may be Null: what it is shows when the program runs
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
        if isinstance(node.target, syntax.Name) and not self.is_known(node.target.text):
            self.expression(node.target)  # says so: its value is read (10.4)
            return None
        kind = self.target(node.target)
        part = assigned_variable(node.target)
        if part is not None and not isinstance(node.target, syntax.Name):
            part.boxed = True  # d..Day++: the variable gets a new date
        return kind if kind and kind.family in ("integer", "real") else None

    def alias(self, operator: str, target: syntax.Expression, value: syntax.Expression) -> None:
        """Two names of one variable share its cell (6.6)."""
        if operator == "<-" and is_alias(target, value):
            target.symbol.boxed = target.symbol.alias = True
            other = assigned_variable(value)
            if other is not None:
                other.boxed = True

    def is_known(self, text: str) -> bool:
        raise NotImplementedError

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
        self.expression(node.name)
        if not (isinstance(node.category, syntax.Name) and node.category.text.lower().startswith("ind")):
            self.expressions((node.category,))  # indVariable, indChamp …: all names are looked up the same way
        node.symbol = self.scope
        self.indirections.append(self.scope)

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
