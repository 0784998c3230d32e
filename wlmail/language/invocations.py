"""The compiler's half for names, members and calls of procedures and library functions (language.md 8, 10)."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from wlmail.language import registry, syntax
from wlmail.language.changes import assigned_variable
from wlmail.language.emitter import Emitter, Place, holds_any
from wlmail.language.in_place import in_place
from wlmail.language.meanings import NO_DATA, Method
from wlmail.language.names import fold
from wlmail.language.ranges import LIMITS
from wlmail.language.symbols import DataFile, EnumerationMember, FormField, ProcedureSymbol, Variable
from wlmail.language.values import COLLECTIONS
from wlmail.runtime import kinds
from wlmail.runtime.kinds import Kind

FILLING = frozenset(
    "Add ArrayAdd ArrayAddLine ArrayInsert ArrayCopy Dimension Enqueue Push StringToArray".split()  # noqa: SIM905
)
"""Functions that write into the collection they are given: `Add(ta[k], x)` makes the element `ta[k]` (4.4)."""
RECEIVED_COUNTS = ("NBRECEIVED", "NBRECUS")
COUNTS = ("OCCURRENCE", "COUNT", "LENGTH", "TAILLE", "NBRECEIVED", "NBRECUS")


class Invocations(Emitter):
    """Emits what reads a name, reads a member or calls something."""

    counts_received: dict[str, str]
    """The variable of MyParameters in each procedure: the one that holds how many arguments it has received."""
    assigned_places: set[int]
    """The places of arguments that some procedure which a variable may hold assigns."""

    # --- Names and members -------------------------------------------------------------------------------------

    def _name(self, node: syntax.Name, at: Place) -> ast.expr:
        return self.symbol(node.symbol, at, node)

    def symbol(self, symbol: Any, at: Place, node: syntax.Expression) -> ast.expr:
        if isinstance(symbol, Variable):
            return self.variable(symbol, at)
        if isinstance(symbol, registry.Constant):
            return self.constant(symbol.value, at)
        if isinstance(symbol, registry.Function):
            return self.library_call(symbol, [], [], at, node)
        if isinstance(symbol, registry.AdvancedType):
            cls = self.imported(symbol.record.__module__, symbol.record.__name__, at)
            return self.method(self.name("run", at), "state", [cls], at)
        if isinstance(symbol, EnumerationMember):
            return ast.Attribute(self.name(symbol.owner.python, at), self._member_name(symbol), ast.Load(), **at)
        if isinstance(symbol, ProcedureSymbol):
            return self.name(symbol.python, at)
        if isinstance(symbol, FormField):
            return self.form("get", [self.const(symbol.folded, at)], at)
        if isinstance(symbol, DataFile):
            return self.call(
                "not_offered", [self.const(f"the data file «{symbol.name}»", at), self.const(NO_DATA, at)], at
            )
        raise AssertionError(f"unbound name {node!r}")

    def _member_name(self, member: EnumerationMember) -> str:
        return fold(member.name)

    def constant(self, value: Any, at: Place) -> ast.expr:
        if value is None or isinstance(value, str | int | float | bytes):
            return self.const(value, at)
        raise AssertionError("constants of the library are plain values")

    def variable(self, symbol: Variable, at: Place) -> ast.expr:
        if symbol.boxed and not self.is_global(symbol):
            return ast.Attribute(self.name(symbol.python, at), "value", ast.Load(), **at)
        return self.name(symbol.python, at)

    def is_global(self, symbol: Variable) -> bool:
        """In a session the variables of the main code live in the session's dictionary, not in cells."""
        return self.session and symbol.scope.parent is None

    def form(self, method: str, arguments: list[ast.expr], at: Place) -> ast.expr:
        """A call of a method of the run's form fields."""
        return self.method(
            self.method(self.name("run", at), "state", [self.runtime("Form", at)], at), method, arguments, at
        )

    def _withmember(self, node: syntax.WithMember, at: Place) -> ast.expr:
        return self.member(self.name(self.with_subjects[-1], at), node, node.name, at)

    def _attribute(self, node: syntax.Attribute, at: Place) -> ast.expr:
        if node.operator == "?.":
            return self._unless_null(node.object, lambda value: self.member(value, node, node.name, at), at)
        if isinstance(node.symbol, EnumerationMember | registry.Function):
            return self.symbol(node.symbol, at, node)
        if isinstance(node.symbol, FormField):
            return self.form("get_property", [self.const(node.symbol.folded, at), self.const(fold(node.name), at)], at)
        if node.operator == ">>":
            return self.call(
                "not_offered", [self.const(f"«>>{node.name}»", at), self.const("OLE is Windows only", at)], at
            )
        target = node.object
        if isinstance(target, syntax.Indirection):
            return self.call("property_of", [self.named(target, at), self.const(node.name, at)], at)
        if isinstance(target, syntax.Index) and fold(node.name) in ("EXIST", "EXISTE"):
            indexes = ast.Tuple([self.expression(index) for index in target.indexes], ast.Load(), **at)
            return self.call("item_exists", [self.expression(target.object), indexes], at)
        return self.member(self.expression(target), node, node.name, at, target.kind)

    def _unless_null(self, node: syntax.Expression, made: Callable[[ast.expr], ast.expr], at: Place) -> ast.expr:
        """`value?.member`: Null when the value is (6.7)."""
        name = self.temporary()
        first = ast.NamedExpr(ast.Name(name, ast.Store(), **at), self.expression(node), **at)
        test = ast.Compare(first, [ast.Is()], [self.const(None, at)], **at)
        return ast.IfExp(test, self.const(None, at), made(self.name(name, at)), **at)

    def member(
        self, target: ast.expr, node: syntax.Expression, name: str, at: Place, kind: Kind | None = None
    ) -> ast.expr:
        symbol = node.symbol
        if isinstance(symbol, registry.Property):
            return ast.Attribute(target, symbol.attribute, ast.Load(), **at)
        if isinstance(symbol, tuple):
            return ast.Attribute(target, symbol[0], ast.Load(), **at)
        if isinstance(symbol, str):
            return ast.Attribute(target, symbol, ast.Load(), **at)
        if isinstance(symbol, Method):
            return self.method_call(symbol, target, kind, [], at, node)
        if isinstance(target, ast.Name) and target.id in self.counts_received and fold(name) in RECEIVED_COUNTS:
            return self.name(self.counts_received[target.id], at)
        if kind is not None and kind.family in ("array", "growing", "text") and fold(name) in COUNTS:
            return self.builtin("len", [target if kind.family == "text" else self.items(target, at)], at)
        return self.call("member", [target, self.const(name, at), *self.inside(at)], at)

    def inside(self, at: Place) -> list[ast.expr]:
        """The code is that of a class, which may use what others may not."""
        return [self.const(True, at)] if self.scope.method()[0] is not None else []

    # --- Calls -------------------------------------------------------------------------------------------------

    def _call(self, node: syntax.Call, at: Place) -> ast.expr:
        function, symbol = node.function, node.symbol
        if isinstance(symbol, registry.Function):
            return self.library_call(symbol, node.arguments, [], at, node)
        if isinstance(symbol, Method):
            if isinstance(function, syntax.WithMember):
                target: ast.expr = self.name(self.with_subjects[-1], at)
                return self.method_call(symbol, target, None, node.arguments, at, node)
            assert isinstance(function, syntax.Attribute)
            if function.operator == "?.":
                return self._unless_null(
                    function.object,
                    lambda value: self.method_call(symbol, value, function.object.kind, node.arguments, at, node),
                    at,
                )
            filling = any(found.english in FILLING for _, found in symbol.functions)
            target = self.written(function.object) if filling else self.expression(function.object)
            return self.method_call(symbol, target, function.object.kind, node.arguments, at, node)
        if isinstance(symbol, ProcedureSymbol):
            receiver = []
            if isinstance(function, syntax.Attribute):
                receiver = [syntax.Argument(function.object.span, function.object)]
            return self.procedure_call(symbol, [*receiver, *node.arguments], at)
        if isinstance(function, syntax.Attribute) and function.operator == ">>":
            return self._attribute(function, at)
        values = [self._plain_argument(argument, i) for i, argument in enumerate(node.arguments)]
        return self.call("call_value", [self.expression(function), *values], at)

    def _plain_argument(self, argument: syntax.Argument, i: int) -> ast.expr:
        """The argument of a call whose procedure is not known yet: a cell where that may assign it."""
        value = argument.value
        if value is None:
            return self.runtime("MISSING", self.place(argument))
        changed = assigned_variable(value)
        part = isinstance(value, syntax.Attribute) or (
            isinstance(value, syntax.Index)
            and value.object.kind is not None
            and value.object.kind.family in COLLECTIONS
        )
        if (changed is not None and changed.boxed) or (part and i in self.assigned_places):
            return self.reference(value, None)
        return self.expression(value)

    def procedure_call(self, symbol: ProcedureSymbol, arguments: list[syntax.Argument], at: Place) -> ast.expr:
        return self.propagating(ast.Call(self.name(symbol.python, at), self.given(symbol, arguments, at), [], **at), at)

    def propagating(self, call: ast.expr, at: Place) -> ast.expr:
        """A call of code of the program, which may have called ErrorPropagate (9.1)."""
        return self.call("propagated", [self.name("run", at), call], at) if self.jumps else call

    def given(self, symbol: ProcedureSymbol, arguments: list[syntax.Argument], at: Place) -> list[ast.expr]:
        """The arguments of a procedure or method, as its parameters need them."""
        given: list[ast.expr] = []
        for i, argument in enumerate(arguments):
            parameter = symbol.parameters[i] if i < len(symbol.parameters) else None
            if argument.value is None:
                given.append(self.runtime("MISSING", at))
            elif self._is_received(argument.value):
                # MyParameters as an argument stands for all of them (8.2).
                given.append(ast.Starred(self.expression(argument.value), ast.Load(), **at))
            elif parameter is not None and parameter.boxed and parameter.is_parameter:
                given.append(self.reference(argument.value, parameter.kind))
            elif parameter is not None and _is_shared(argument.value, parameter.kind):
                given.append(self.written(argument.value))  # by reference: what is written to it stays (8.2)
            elif parameter is not None:
                value = self.converted(argument.value, parameter.kind)
                objects = [k for k in (argument.value.kind, parameter.kind) if k is not None and k.family == "object"]
                if objects and symbol.node.parameters[i].by_value:
                    value = self.call("cloned", [value], at)
                given.append(value)
            else:
                given.append(self.expression(argument.value))
        return given

    def written(self, node: syntax.Expression) -> ast.expr:
        raise NotImplementedError

    def _is_received(self, node: syntax.Expression) -> bool:
        procedure = self.scope.procedure
        return procedure is not None and procedure.received is not None and node.symbol is procedure.received

    def reference(self, node: syntax.Expression, kind: Kind | None) -> ast.expr:
        """The argument of a reference parameter: the variable's own cell, or a cell with the converted value (8.2)."""
        at = self.place(node)
        fits = self.shares(node.kind, kind)
        symbol = node.symbol if isinstance(node, syntax.Name) else None
        if fits and isinstance(symbol, Variable) and (symbol.boxed or self.is_global(symbol)):
            return self.cell(symbol, at)
        if isinstance(node.symbol, FormField) and isinstance(node, syntax.Name):
            return self.call("FieldRef", [self.name("run", at), self.const(node.symbol.folded, at)], at)
        if fits and isinstance(node, syntax.Index):
            indexes = ast.Tuple([self.expression(index) for index in node.indexes], ast.Load(), **at)
            return self.call("ItemRef", [self.written(node.object), indexes], at)
        if fits and isinstance(node, syntax.WithMember) and isinstance(node.symbol, registry.Property | tuple):
            return self.call("MemberRef", [self.name(self.with_subjects[-1], at), self.const(node.name, at)], at)
        member = isinstance(node, syntax.Attribute) and (
            isinstance(node.symbol, registry.Property | tuple)
            or (node.symbol is None and node.object.kind in (None, kinds.VARIANT, kinds.JSON))
        )
        if fits and isinstance(node, syntax.Attribute) and member:
            return self.call("MemberRef", [self.written(node.object), self.const(node.name, at)], at)
        return self.call("Ref", [self.converted(node, kind)], at)

    def shares(self, given: Kind | None, kind: Kind | None) -> bool:
        """A reference parameter of `kind` can stand for a variable of kind `given`: every value fits the parameter.

        What is assigned to the parameter is converted to the variable's own type (8.2).
        """
        if kind is None or given is kind:
            return True
        if given is None or given.family != kind.family:
            return False
        if given in LIMITS and kind in LIMITS:
            return LIMITS[kind][0] <= LIMITS[given][0] and LIMITS[given][1] <= LIMITS[kind][1]
        if kind in (kinds.STRING, kinds.REAL, kinds.NUMERIC, kinds.VARIANT):
            return True
        return kinds.same(given, kind) or holds_any(kind, given.family) or self.is_one_of(given, kind)

    def cell(self, symbol: Variable, at: Place) -> ast.expr:
        """The cell that a variable lives in."""
        if not self.is_global(symbol):
            return self.name(symbol.python, at)
        arguments = [self.builtin("globals", [], at), self.const(symbol.python, at)]
        if symbol.kind is not None:
            arguments.append(self.kind(symbol.kind, at))
        return self.call("NameRef", arguments, at)

    def method_call(
        self,
        method: Method,
        target: ast.expr,
        kind: Kind | None,
        arguments: list[syntax.Argument],
        at: Place,
        node: syntax.Expression,
    ) -> ast.expr:
        if len(method.functions) == 1 and kind is not None and kind.family != "variant":
            function = method.functions[0][1]
            first = function.parameters[0].kind if function.parameters else None
            return self.library_call(function, arguments, [self.convert(target, kind, first, at)], at, node)
        name = node.function.name if isinstance(node, syntax.Call) and hasattr(node.function, "name") else ""
        first_function = method.functions[0][1]
        given = []
        for i, argument in enumerate(arguments, 1):
            parameter = first_function.parameters[i] if i < len(first_function.parameters) else None
            if argument.value is not None:
                given.append(self.converted(argument.value, parameter.kind if parameter else None))
        values = [self.name("run", at), target, self.const(name, at), self.method_table(method, at), *given]
        return self._checked(self.call("call_method", values, at), any(f.can_fail for _, f in method.functions), at)

    def method_table(self, method: Method, at: Place) -> ast.expr:
        """The library functions that a method of a value of unknown type may be: (prefix, function, takes the run)."""
        table: list[ast.expr] = []
        for prefix, function in method.functions:
            if not function.because:
                called = self.imported(function.module, function.attribute, at)
                entry = [self.const(prefix, at), called, self.const(function.takes_run, at)]
                table.append(ast.Tuple(entry, ast.Load(), **at))
        return ast.Tuple(table, ast.Load(), **at)

    def library_call(
        self,
        function: registry.Function,
        arguments: list[syntax.Argument],
        receiver: list[ast.expr],
        at: Place,
        node: syntax.Expression,
    ) -> ast.expr:
        if function.because:
            return self.call(
                "not_offered", [self.const(f"«{_spelled(node, function)}»", at), self.const(function.because, at)], at
            )
        simple = in_place(self, function.english, arguments, receiver, at)
        if simple is not None:
            return simple
        positional: list[ast.expr] = [self.name("run", at)] if function.takes_run else []
        positional += receiver
        keywords: list[ast.keyword] = []
        # An open parameter takes the receiver and what follows it.
        parameters = function.parameters[len(receiver) :] or function.parameters[-1:]
        skipped, fills = False, function.english in FILLING
        for i, argument in enumerate(arguments):
            parameter = parameters[min(i, len(parameters) - 1)]
            if argument.value is None:
                skipped = True  # `*` keeps the default: what follows goes by name
                continue
            if parameter.by_reference:
                value = self.reference(argument.value, None)
            elif fills and not parameter.open and parameter.kind is kinds.VARIANT and _is_collection(argument.value):
                value = self.written(argument.value)
            else:
                value = self.converted(argument.value, parameter.kind)
            if skipped and not parameter.open:
                keywords.append(ast.keyword(parameter.name, value, **at))
            else:
                positional.append(value)
        called = self.imported(function.module, function.attribute, at)
        return self._checked(ast.Call(called, positional, keywords, **at), function.can_fail, at)

    def _checked(self, call: ast.expr, can_fail: bool, at: Place) -> ast.expr:
        return self.call("checked", [self.name("run", at), call], at) if can_fail and self.jumps else call

    def _new(self, node: syntax.New, at: Place) -> ast.expr:
        return self.default(node.kind, at)

    def _switchfunction(self, node: syntax.SwitchFunction, at: Place) -> ast.expr:
        name = self.temporary()
        subject = ast.NamedExpr(ast.Name(name, ast.Store(), **at), self.converted(node.subject, kinds.INT8), **at)
        result = self.expression(node.otherwise) if node.otherwise else self.const(None, at)
        for i in range(len(node.choices), 0, -1):
            left = subject if i == 1 else self.name(name, at)
            test = ast.Compare(left, [ast.Eq()], [self.const(i, at)], **at)
            result = ast.IfExp(test, self.expression(node.choices[i - 1]), result, **at)
        return result

    def named(self, node: syntax.Indirection, at: Place) -> ast.expr:
        raise NotImplementedError

    def _wrong(self, node: syntax.Wrong, at: Place) -> ast.expr:
        raise AssertionError("a program with syntax errors is not compiled")


def _is_collection(node: syntax.Expression) -> bool:
    return node.kind is not None and node.kind.family in COLLECTIONS


def _is_shared(node: syntax.Expression, kind: Kind | None) -> bool:
    """An element that is a collection or a structure, given to a parameter that takes it as it is."""
    if not isinstance(node, syntax.Index) or node.kind is None or kind not in (None, node.kind):
        return False
    return _is_collection(node) or node.kind.family in ("structure", "object")


def _spelled(node: syntax.Expression, function: registry.Function) -> str:
    """The name of a function as the program writes it."""
    called = node.function if isinstance(node, syntax.Call) else node
    if isinstance(called, syntax.Attribute | syntax.WithMember):
        return called.name
    return called.text if isinstance(called, syntax.Name) else function.english
