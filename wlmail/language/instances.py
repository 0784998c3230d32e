"""The compiler's half for objects: members become Python attributes, methods Python methods (language.md 6.7, 11)."""

from __future__ import annotations

import ast
from typing import Any

from wlmail.language import syntax
from wlmail.language.emitter import Place
from wlmail.language.invocations import Invocations
from wlmail.language.meanings import Method, is_member
from wlmail.language.objects import is_read
from wlmail.language.symbols import ClassMember, ClassSymbol, ProcedureSymbol, PropertySymbol, Structure
from wlmail.runtime.kinds import Kind


class Instances(Invocations):
    """Emits what reads, calls or makes objects; `this` is the current object."""

    def class_name(self, cls: ClassSymbol, at: Place) -> ast.expr:
        """The Python class, made first where it is not yet; `ClassBodies` makes it."""
        raise NotImplementedError

    # --- Members -----------------------------------------------------------------------------------------------

    def symbol(self, symbol: Any, at: Place, node: syntax.Expression) -> ast.expr:
        return self.member_value(symbol, node, at) if is_member(symbol) else super().symbol(symbol, at, node)

    def _currentmember(self, node: syntax.CurrentMember, at: Place) -> ast.expr:
        return self.symbol(node.symbol, at, node)

    def _thisobject(self, node: syntax.ThisObject, at: Place) -> ast.expr:
        return self.name("this", at)

    def _attribute(self, node: syntax.Attribute, at: Place) -> ast.expr:
        return self.member_value(node.symbol, node, at) if is_member(node.symbol) else super()._attribute(node, at)

    def _withmember(self, node: syntax.WithMember, at: Place) -> ast.expr:
        return self.member_value(node.symbol, node, at) if is_member(node.symbol) else super()._withmember(node, at)

    def member_value(self, symbol: Any, node: syntax.Expression, at: Place) -> ast.expr:
        """The value of a member or property; a method is called or, as a callback, bound to its object (10.3)."""
        if isinstance(symbol, ProcedureSymbol):
            if is_read(symbol):
                return self.invoked(symbol, node, [], at)
            return ast.Attribute(self._receiver(symbol, node, at), symbol.attribute, ast.Load(), **at)
        return ast.Attribute(self._receiver(symbol, node, at), symbol.python, ast.Load(), **at)

    def member_place(self, node: syntax.Expression, at: Place) -> ast.expr:
        """A member or property to assign to."""
        return ast.Attribute(self._receiver(node.symbol, node, at), node.symbol.python, ast.Store(), **at)

    def _receiver(
        self, symbol: ClassMember | PropertySymbol | ProcedureSymbol, node: syntax.Expression, at: Place
    ) -> ast.expr:
        """What a member belongs to: its class, the object before the dot or the current one."""
        if isinstance(symbol, ClassMember) and symbol.shared:
            return self.class_name(symbol.owner, at)
        if isinstance(symbol, ProcedureSymbol) and symbol.owner is not None and not symbol.has_object:
            return self.class_name(symbol.owner, at)
        if isinstance(node, syntax.Attribute) and _class_before(node) is None:
            return self.written(node.object)
        if isinstance(node, syntax.WithMember):
            return self.name(self.with_subjects[-1], at)
        return self.name("this", at)

    def reference(self, node: syntax.Expression, kind: Kind | None) -> ast.expr:
        """A member given to a reference parameter that is assigned (8.2)."""
        symbol, at = node.symbol, self.place(node)
        if not isinstance(symbol, ClassMember) or symbol.constant or not self.shares(node.kind, kind):
            return super().reference(node, kind)
        return self.member_cell(symbol, node, at)

    def member_cell(self, symbol: ClassMember, node: syntax.Expression, at: Place) -> ast.expr:
        arguments = [self._receiver(symbol, node, at), self.const(symbol.python, at)]
        if symbol.kind is not None:
            arguments.append(self.kind(symbol.kind, at))
        return self.call("AttributeRef", arguments, at)

    def is_reached(self, symbol: ClassMember) -> bool:
        """The member is one of the class, or there is a current object."""
        method = self.scope.method()[1]
        return symbol.shared or method is None or method.has_object

    # --- Calls -------------------------------------------------------------------------------------------------

    def _call(self, node: syntax.Call, at: Place) -> ast.expr:
        symbol, function = node.symbol, node.function
        if isinstance(symbol, PropertySymbol):
            return self.member_value(symbol, function, at)
        if isinstance(symbol, ProcedureSymbol) and symbol.owner is not None:
            return self.invoked(symbol, function, node.arguments, at)
        if isinstance(symbol, Method) and symbol.of_classes:
            in_with = isinstance(function, syntax.WithMember)
            target = self.name(self.with_subjects[-1], at) if in_with else self.expression(function.object)  # type: ignore[attr-defined]
            table = self.method_table(symbol, at)
            given = [self._plain_argument(argument, i) for i, argument in enumerate(node.arguments)]
            values = [self.name("run", at), target, self.const(function.name, at), table, *given]  # type: ignore[attr-defined]
            return self.call("call_member", values, at)
        base = _class_before(function) if isinstance(function, syntax.Attribute) and symbol is None else None
        if base is not None and not is_member(function.symbol):
            return self.base_construction(base, node.arguments, at)
        return super()._call(node, at)

    def invoked(
        self, symbol: ProcedureSymbol, node: syntax.Expression, arguments: list[syntax.Argument], at: Place
    ) -> ast.expr:
        """A call of a method: Python finds that of the object's own class, except after the name of a class."""
        given = self.given(symbol, arguments, at)
        cls = _class_before(node)
        if cls is not None and symbol.has_object:
            called = ast.Attribute(self.class_name(cls, at), symbol.attribute, ast.Load(), **at)
            given.insert(0, self.name("this", at))
        else:
            called = ast.Attribute(self._receiver(symbol, node, at), symbol.attribute, ast.Load(), **at)
        return self.propagating(ast.Call(called, given, [], **at), at)

    def base_construction(self, cls: ClassSymbol, arguments: list[syntax.Argument], at: Place) -> ast.expr:
        """The constructor of a base class, called by that of the class (11)."""
        builder = cls.builder()
        given = self.given(builder, arguments, at) if builder is not None else []
        called = ast.Attribute(self.class_name(cls, at), "construct", ast.Load(), **at)
        return self.propagating(ast.Call(called, [self.name("this", at), *given], [], **at), at)

    # --- New objects -------------------------------------------------------------------------------------------

    def construction(self, cls: ClassSymbol, arguments: list[syntax.Argument], at: Place) -> ast.expr:
        builder = cls.builder()
        given = self.given(builder, arguments, at) if builder is not None else []
        return self.propagating(ast.Call(self.class_name(cls, at), given, [], **at), at)

    def _new(self, node: syntax.New, at: Place) -> ast.expr:
        if isinstance(node.symbol, ClassSymbol):
            return self.construction(node.symbol, node.arguments, at)
        if isinstance(node.symbol, Structure):
            return self.default(node.symbol.kind, at)
        return super()._new(node, at)

    def object_assignment(
        self, target: syntax.Expression, operator: str, value: syntax.Expression, at: Place
    ) -> list[ast.stmt]:
        """`x = y` copies the members of an object, `p = y` refers to the same one, `p <= q` copies (6.6)."""
        kind = target.kind
        emitted = self.converted(value, kind)
        if kind is not None and kind.family == "object":
            if operator == "<-" or isinstance(value, syntax.New):
                return self.store(target, emitted, kind, at)
            return [ast.Expr(self.call("assign_object", [self.written(target), emitted], at), **at)]
        if operator == "<=":
            emitted = self.call("copied_into", [self.expression(target), emitted], at)
        return self.store(target, emitted, kind, at)

    def store(self, target: syntax.Expression, value: ast.expr, kind: Kind | None, at: Place) -> list[ast.stmt]:
        raise NotImplementedError


def _class_before(node: syntax.Expression) -> ClassSymbol | None:
    """The class whose name stands before the dot: `cBase::Send`, `Ancestor::Send`."""
    if isinstance(node, syntax.Attribute) and isinstance(node.object, syntax.Name):
        return node.object.symbol if isinstance(node.object.symbol, ClassSymbol) else None
    return None
