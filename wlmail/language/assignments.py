"""The compiler's half for assignments: `=`, copy, alias, swap, in place, to parts and members (language.md 6.6)."""

from __future__ import annotations

import ast
from copy import copy

from wlmail.language import registry, syntax
from wlmail.language.changes import is_alias
from wlmail.language.emitter import Place
from wlmail.language.meanings import is_member
from wlmail.language.names import fold
from wlmail.language.operations import Operations
from wlmail.language.ranges import LIMITS
from wlmail.language.symbols import FormField, ProcedureSymbol, PropertySymbol, Variable
from wlmail.language.values import COLLECTIONS, DATES
from wlmail.runtime import kinds
from wlmail.runtime.dates import DateTime
from wlmail.runtime.kinds import Kind

BY_NAME = ("structure", "record")
COPIED = ("associative", "queue", "stack", "list")


class Assignments(Operations):
    """Emits assignments; a target is evaluated once, except its own index in a compound assignment."""

    loop_elements: list[tuple[Variable | None, str, str, Kind | None]]
    """Variables of FOR EACH that stand for an element, with the names of the collection and of the index from 0 and
    the kind of the elements; a collection whose kind is not known has its key instead of the index."""

    def assignment(self, node: syntax.Assign) -> list[ast.stmt]:
        at = self.place(node)
        operator, target, value = node.operator, node.target, node.value
        if isinstance(target, syntax.Call):  # of a function that is not offered: the call says so
            return [self._expression_statement(self.expression(target), at)]
        if operator == "<=>":
            return self._swap(target, value, at)
        if operator in ("??=", "??=*"):
            chosen = self.expression(syntax.Binary(node.span, target, operator.replace("=", ""), value))
            return self.store(target, self.convert(chosen, None, target.kind, at), target.kind, at)
        if operator in ("+=", "-=", "*=", "/="):
            return self._compound(target, operator[0], value, node, at)
        kind = target.kind
        if kind is not None and kind.family in ("object", "reference"):
            return self.object_assignment(target, operator, value, at)
        if kind is not None and kind.family == "growing":
            return [
                self._expression_statement(
                    self.method(self.expression(target), "assign", [self.expression(value)], at), at
                )
            ]
        if operator == "<-" and is_alias(target, value) and not self.is_global(target.symbol):
            return [ast.Assign([ast.Name(target.symbol.python, ast.Store(), **at)], self.reference(value, kind), **at)]
        if operator == "<-":
            return self.store(target, self.converted(value, kind), kind, at)
        if kind is not None and kind.family in BY_NAME and not isinstance(value, syntax.New):
            if isinstance(value, syntax.ArrayLiteral) and kind.family == "structure":
                filled = self.call("assign", [self.written(target), self._by_position(value, kind, at)], at)
                return [self._expression_statement(filled, at)]
            return [
                self._expression_statement(self.call("assign", [self.written(target), self.expression(value)], at), at)
            ]
        emitted = self.converted(value, kind)
        copied = kind is not None and (kind.family in COPIED or (operator == "<=" and kind.family in COLLECTIONS))
        if copied and not isinstance(value, syntax.ArrayLiteral):
            emitted = self.call("to_copy", [emitted], at)
        if kind is None or kind.family == "variant":
            if operator == "<=":
                emitted = self.call("to_copy", [emitted], at)
            elif isinstance(target, syntax.Name) and (value.kind is None or value.kind.family in (*BY_NAME, "variant")):
                emitted = self.call("rebind", [self.expression(target), emitted], at)
        return self.store(target, emitted, kind, at)

    def _by_position(self, node: syntax.ArrayLiteral, kind: Kind, at: Place) -> ast.expr:
        """`[0, 0, 50]` as a structure, by position (4.3)."""
        structure = self.structure_of(kind)
        values = [
            self.converted(item, member[1])
            if not isinstance(item, syntax.ArrayLiteral) or member[1].family != "structure"
            else self._by_position(item, member[1], at)
            for item, member in zip(node.items, structure.members.values(), strict=False)
        ]
        names = [member[0] for member in structure.members.values()]
        keywords = [ast.keyword(name, value, **at) for name, value in zip(names, values, strict=False)]
        return ast.Call(ast.Attribute(self.name(structure.python, at), "of", ast.Load(), **at), [], keywords, **at)

    def _swap(self, left: syntax.Expression, right: syntax.Expression, at: Place) -> list[ast.stmt]:
        name = self.temporary()
        keep = ast.Assign([ast.Name(name, ast.Store(), **at)], self.expression(left), **at)
        first = self.store(left, self.convert(self.expression(right), right.kind, left.kind, at), left.kind, at)
        second = self.store(right, self.convert(self.name(name, at), left.kind, right.kind, at), right.kind, at)
        return [keep, *first, *second]

    def _compound(
        self, target: syntax.Expression, operator: str, value: syntax.Expression, node: syntax.Assign, at: Place
    ) -> list[ast.stmt]:
        first: list[ast.stmt] = []
        target = self._settled(target, first)
        return [*first, *self._changed(target, operator, value, node, at)]

    def _settled(self, target: syntax.Expression, first: list[ast.stmt]) -> syntax.Expression:
        """A target that is read, then written: what could differ the second time is evaluated once, in `first`."""
        if not isinstance(target, syntax.Index | syntax.TextPart | syntax.Attribute) or not _may_differ(target):
            return target
        settled = copy(target)
        owner = settled.object
        held = isinstance(owner, syntax.Index | syntax.TextPart | syntax.Attribute | syntax.Name)
        settled.object = self._settled(owner, first) if held else self._kept(owner, first)
        if isinstance(settled, syntax.Index):
            settled.indexes = [self._kept(index, first) for index in settled.indexes]
        for field in ("first", "last", "count"):
            if getattr(settled, field, None) is not None:
                setattr(settled, field, self._kept(getattr(settled, field), first))
        return settled

    def _kept(self, node: syntax.Expression, first: list[ast.stmt]) -> syntax.Expression:
        """The value of an expression in a temporary variable; itself where it is the same each time."""
        if not _may_differ(node):
            return node
        at = self.place(node)
        name = self.temporary()
        first.append(ast.Assign([ast.Name(name, ast.Store(), **at)], self.expression(node), **at))
        kept = syntax.Name(node.span, name)
        kept.kind = node.kind
        kept.symbol = Variable(name, name, node.kind, self.scope)
        return kept

    def _changed(
        self, target: syntax.Expression, operator: str, value: syntax.Expression, node: syntax.Node, at: Place
    ) -> list[ast.stmt]:
        kind = target.kind
        if operator == "+" and kind is not None and kind.family == "growing":
            return [
                self._expression_statement(
                    self.method(self.expression(target), "append", [self.expression(value)], at), at
                )
            ]
        if operator == "+" and kind is not None and kind.family == "array":
            appended = self.call("append_to", [self.expression(target), self.expression(value)], at)
            return [self._expression_statement(appended, at)]
        if operator == "+":
            separated = _separated(value)
            if separated is not None and (kind is None or kind is kinds.VARIANT):
                given = [self.expression(part) for part in (target, *separated) if part is not None]
                return self.store(target, self.call("append_optional", given, at), kind, at)
            if separated is not None:
                separator, item = separated
                parts = [
                    self.text(self.expression(target), kind, at),
                    self.text(self.expression(separator), separator.kind, at),
                ]
                if item is None:
                    made = self.call("add", [parts[0], self.call("Optional", [parts[1]], at)], at)
                else:
                    made = self.call("append_separated", [*parts, self.text(self.expression(item), item.kind, at)], at)
                return self.store(target, self.convert(made, kinds.STRING, kind, at), kind, at)
        binary = syntax.Binary(node.span, target, operator, value)
        binary.kind = self.kind_of_binary(binary)
        return self.store(target, self.converted(binary, kind), kind, at)

    def kind_of_binary(self, node: syntax.Binary) -> Kind | None:
        """The kind of `target operator value`, as the binder finds it for the operator."""
        left, right = node.left.kind, node.right.kind
        if node.operator == "+" and left is not None and left.family == "text":
            return kinds.STRING if right is not None and right.family not in COLLECTIONS | DATES else None
        if left is None or right is None:
            return None
        families = {left.family, right.family}
        if families <= {"integer", "boolean"}:
            return kinds.REAL if node.operator == "/" else kinds.INT8
        return kinds.REAL if families <= {"integer", "boolean", "real"} else None

    def increment(self, node: syntax.Increment) -> list[ast.stmt]:
        """`x++` as a statement."""
        at = self.place(node)
        first: list[ast.stmt] = []
        target, kind = self._settled(node.target, first), node.target.kind
        one = syntax.Integer(node.span, 1)
        one.kind = kinds.INT4
        if kind is not None and kind.family in ("integer", "real"):
            binary = syntax.Binary(node.span, target, "+" if node.operator == "++" else "-", one)
            binary.kind = kinds.INT8 if kind.family == "integer" else kinds.REAL
            return [*first, *self.store(target, self.converted(binary, kind), kind, at)]
        step = self.const(1 if node.operator == "++" else -1, at)
        new = self.call("increment", [self.expression(target), step], at)
        return [*first, *self.store(target, self.convert(new, None, kind, at), kind, at)]

    def _increment(self, node: syntax.Increment, at: Place) -> ast.expr:
        """`x++` inside an expression: the value before, `++x`: the value after (6.1)."""
        target, kind = node.target, node.target.kind
        step = 1 if node.operator == "++" else -1
        symbol = target.symbol if isinstance(target, syntax.Name) else None
        if not isinstance(symbol, Variable) or (symbol.boxed and not self.is_global(symbol)):
            given = [self.reference(target, None), self.const(step, at), self.const(node.prefix, at)]
            return self.call("stepped", given, at)
        if kind is not None and kind.family == "integer":
            low, high = LIMITS[kind]
            sum_ = ast.BinOp(self.expression(target), ast.Add(), self.const(step, at), **at)
            new = self.in_range(sum_, (low + step, high + step), kind, at)
        else:
            new = self.call("increment", [self.expression(target), self.const(step, at)], at)
            new = self.convert(new, None, kind, at)
        stored = ast.NamedExpr(ast.Name(symbol.python, ast.Store(), **at), new, **at)
        elements = [self._as_expression(store, at) for store in self._element_stores(symbol, at)]
        if node.prefix and not elements:
            return stored
        parts = [self.expression(target), stored, *elements, self.expression(target)]
        chosen = self.const(-1 if node.prefix else 0, at)
        return ast.Subscript(ast.Tuple(parts, ast.Load(), **at), chosen, ast.Load(), **at)

    def _as_expression(self, store: ast.Assign | ast.Expr, at: Place) -> ast.expr:
        if isinstance(store, ast.Expr):
            return store.value
        element = store.targets[0]
        assert isinstance(element, ast.Subscript)
        items = element.value
        return self.method(items, "__setitem__", [element.slice, store.value], at)

    # --- Storing -----------------------------------------------------------------------------------------------

    def store(self, target: syntax.Expression, value: ast.expr, kind: Kind | None, at: Place) -> list[ast.stmt]:
        """Emits the assignment of a converted Python value to a target."""
        if is_member(target.symbol):
            if isinstance(target.symbol, PropertySymbol):
                value = self.convert(value, kind, target.symbol.setter.parameters[0].kind, at)
            return [ast.Assign([self.member_place(target, at)], value, **at)]
        if isinstance(target, syntax.Name):
            return self._store_name(target, value, at)
        if isinstance(target, syntax.Attribute):
            return self._store_member(target, target.object, target.name, value, at)
        if isinstance(target, syntax.WithMember):
            subject = self.name(self.with_subjects[-1], at)
            return self._store_attribute(subject, target, target.name, value, at)
        if isinstance(target, syntax.Index):
            return self._store_element(target, value, at)
        if isinstance(target, syntax.TextPart):
            text = self.text(self.expression(target.object), target.object.kind, at)
            name, places = self.part_call(target, "replace_character", "replace_part", "replace_count", at)
            new = self.call(name, [text, *places, self.text(value, kind, at)], at)
            return self.store(
                target.object, self.convert(new, kinds.STRING, target.object.kind, at), target.object.kind, at
            )
        if isinstance(target, syntax.Indirection):
            return [ast.Assign([ast.Attribute(self.named(target, at), "value", ast.Store(), **at)], value, **at)]
        return [self._expression_statement(self.expression(target), at)]

    def _store_name(self, target: syntax.Name, value: ast.expr, at: Place) -> list[ast.stmt]:
        symbol = target.symbol
        if isinstance(symbol, registry.AdvancedType):
            return [self._expression_statement(self.call("assign", [self.expression(target), value], at), at)]
        if isinstance(symbol, FormField):
            put = self.form("put", [self.const(symbol.folded, at), self.convert(value, None, kinds.STRING, at)], at)
            return [self._expression_statement(put, at)]
        assert isinstance(symbol, Variable)
        return [self.assign_variable(symbol, value, at), *self._element_stores(symbol, at)]

    def _element_stores(self, symbol: Variable, at: Place) -> list[ast.Assign | ast.Expr]:
        """What follows an assignment to the variable of FOR EACH over a collection: it is the element itself (7.6)."""
        stores: list[ast.Assign | ast.Expr] = []
        for loop_variable, array, index, kind in self.loop_elements:
            if loop_variable is symbol and kind is kinds.VARIANT:
                place = ast.BinOp(self.name(index, at), ast.Add(), self.const(1, at), **at)
                put = self.method(self.name(array, at), "put", [place, self.variable(symbol, at)], at)
                stores.append(ast.Expr(put, **at))
            elif loop_variable is symbol and kind is not None:
                element = ast.Subscript(self.items(self.name(array, at), at), self.name(index, at), ast.Store(), **at)
                value = self.convert(self.variable(symbol, at), symbol.kind, kind, at)
                stores.append(ast.Assign([element], value, **at))
            elif loop_variable is symbol:
                given = [self.name(array, at), self.name(index, at), self.variable(symbol, at)]
                stores.append(ast.Expr(self.call("put_element", given, at), **at))
        return stores

    def initial(self, variable: Variable, value: ast.expr, at: Place) -> ast.stmt:
        """Gives a variable its first value; a cell is made once, later declarations only change what is in it."""
        if variable.boxed and not self.is_global(variable):
            value = self.new_cell(variable, value, at)
        return ast.Assign([ast.Name(variable.python, ast.Store(), **at)], value, **at)

    def new_cell(self, variable: Variable, value: ast.expr, at: Place) -> ast.expr:
        if variable.kind is None or variable.kind is kinds.VARIANT:
            return self.call("Ref", [value], at)
        return self.call("TypedRef", [self.kind(variable.kind, at), value], at)

    def assign_variable(self, symbol: Variable, value: ast.expr, at: Place) -> ast.stmt:
        if symbol.boxed and not self.is_global(symbol):
            cell = ast.Attribute(self.name(symbol.python, at), "value", ast.Store(), **at)
            return ast.Assign([cell], value, **at)
        return ast.Assign([ast.Name(symbol.python, ast.Store(), **at)], value, **at)

    def _store_member(
        self, target: syntax.Attribute, owner: syntax.Expression, name: str, value: ast.expr, at: Place
    ) -> list[ast.stmt]:
        if isinstance(owner, syntax.Indirection):
            put = self.call("set_property_of", [self.named(owner, at), self.const(name, at), value], at)
            return [self._expression_statement(put, at)]
        if isinstance(target.symbol, FormField):
            names = [self.const(target.symbol.folded, at), self.const(fold(name), at)]
            return [self._expression_statement(self.form("put_property", [*names, value], at), at)]
        if isinstance(target.symbol, str):
            # A part of a date: the value itself is immutable, so a new one goes where the old one is.
            new = self.method(self.expression(owner), "with_part", [self.const(target.symbol, at), value], at)
            return self.store(owner, new, owner.kind, at)
        dated = fold(name) in DateTime.MEMBERS and owner.kind is not kinds.JSON
        if target.symbol is None and isinstance(owner.symbol, Variable) and (dated or owner.kind is kinds.VARIANT):
            # Perhaps a date, whose type is only known at run time, or a variant without a value.
            new = self.call("with_member", [self.expression(owner), self.const(name, at), value], at)
            return self.store(owner, new, owner.kind, at)
        return self._store_attribute(self.written(owner), target, name, value, at)

    def _store_attribute(
        self, owner: ast.expr, target: syntax.Expression, name: str, value: ast.expr, at: Place
    ) -> list[ast.stmt]:
        symbol = target.symbol
        attribute = (
            symbol.attribute
            if isinstance(symbol, registry.Property)
            else symbol[0]
            if isinstance(symbol, tuple)
            else ""
        )
        if attribute:
            return [ast.Assign([ast.Attribute(owner, attribute, ast.Store(), **at)], value, **at)]
        given = [owner, self.const(name, at), value, *self.inside(at)]
        return [self._expression_statement(self.call("set_member", given, at), at)]

    def written(self, node: syntax.Expression) -> ast.expr:
        """A value that is written into: elements of growing and associative arrays are made on the way."""
        if isinstance(node, syntax.Attribute) and node.symbol is None and node.operator != ">>":
            at = self.place(node)
            return self.call("made_member", [self.written(node.object), self.const(node.name, at)], at)
        if not isinstance(node, syntax.Index):
            return self.expression(node)
        return self._made_elements(node, node.indexes)[0]

    def _made_elements(self, node: syntax.Index, indexes: list[syntax.Expression]) -> tuple[ast.expr, Kind | None]:
        """`node.object[indexes]` to write into, and its kind."""
        owner, kind = self.written(node.object), node.object.kind
        for index in indexes:
            at = self.place(index)
            if kind is not None and kind.family in ("growing", "associative"):
                key = self.expression(index) if kind.family == "associative" else self.converted(index, kinds.INT8)
                owner = self.method(owner, "element_at", [key], at)
            else:
                owner = self.element(owner, kind, [index], at)
            kind = kind.element if kind is not None and kind.family in COLLECTIONS else None
        return owner, kind

    def _store_element(self, target: syntax.Index, value: ast.expr, at: Place) -> list[ast.stmt]:
        if target.object.kind is not None and target.object.kind.family == "combination":
            flag = [self.expression(target.indexes[0]), value]
            new = self.method(self.expression(target.object), "with_flag", flag, at)
            return self.store(target.object, new, target.object.kind, at)
        owner, owner_kind = self._made_elements(target, target.indexes[:-1])
        index = target.indexes[-1]
        if owner_kind is None or owner_kind.family not in COLLECTIONS:
            indexes = ast.Tuple([self.expression(index)], ast.Load(), **at)
            return [self._expression_statement(self.call("set_item", [owner, indexes, value], at), at)]
        typed = owner_kind.element is not None and owner_kind.element is not kinds.VARIANT
        if owner_kind.family == "array" and typed and not self.grows(owner_kind):
            return [ast.Assign([self.place_in(owner, index, ast.Store(), at)], value, **at)]
        key = self.expression(index) if owner_kind.family == "associative" else self.converted(index, kinds.INT8)
        return [self._expression_statement(self.method(owner, "put", [key, value], at), at)]

    def grows(self, kind: Kind) -> bool:
        """The array was declared with <growth>: writing past its end is allowed (4.3)."""
        return kind.family == "array" and getattr(kind.default(), "growth", 0) > 0

    def _expression_statement(self, value: ast.expr, at: Place) -> ast.stmt:
        return ast.Expr(value, **at)


def _may_differ(node: syntax.Expression) -> bool:
    """The value may be another, or something may happen, when the expression is evaluated again."""
    return any(
        isinstance(inner, syntax.Call | syntax.Increment | syntax.New)
        or isinstance(getattr(inner, "symbol", None), ProcedureSymbol | PropertySymbol | registry.Function)
        for inner in syntax.walk(node)
    )


def _separated(node: syntax.Expression) -> tuple[syntax.Expression, syntax.Expression | None] | None:
    """Separator and item of `[sep] + item`, when the expression is one (6.4)."""
    if isinstance(node, syntax.ArrayLiteral) and len(node.items) == 1:
        return node.items[0], None
    if isinstance(node, syntax.Binary) and node.operator == "+":
        inner = _separated(node.left)
        if inner is not None:
            separator, item = inner
            if item is None:
                return separator, node.right
            rest = syntax.Binary(node.span, item, "+", node.right)
            rest.kind = kinds.STRING if item.kind is not None and item.kind.family == "text" else None
            return separator, rest
    return None
