"""The binder's half for what is declared and assigned: variables, members, elements (language.md 4.1, 4.5, 10.4)."""

from __future__ import annotations

from wlmail.language import syntax
from wlmail.language.names import fold
from wlmail.language.objects import Objects
from wlmail.language.registry import AdvancedType, Function, Property
from wlmail.language.symbols import (
    ClassMember,
    ClassSymbol,
    Enumeration,
    EnumerationMember,
    FormField,
    ProcedureSymbol,
    PropertySymbol,
    Structure,
    Variable,
    closest,
)
from wlmail.runtime import kinds
from wlmail.runtime.dates import DateTime
from wlmail.runtime.kinds import Kind

BY_NAME = frozenset({"structure", "record", "object"})
"""Families whose assignment copies members into the value that is there, instead of replacing it (4.5)."""


class Targets(Objects):
    """Binds what statements declare and assign; `Bodies` adds the statements."""

    _blocks: tuple[int, ...]
    """The blocks that are open in the procedure being bound, by identity."""

    def declare(self, node: syntax.Name, kind: Kind | None) -> Variable:
        """The variable that a declaration makes; declaring the same name with the same type again resets it (4.1)."""
        folded = fold(node.text)
        known = self.scope.names.get(folded)
        if isinstance(known, Variable) and known.kind is kind and not known.constant:
            variable = known
        else:
            # A variable of its own beside one that was used under this name before: another Python name as well.
            parent = self.scope.parent
            hides = isinstance(known, Variable) or (parent is not None and parent.has(folded))
            python = self.names.give(node.text, (folded, kind, self.scope) if hides else None)
            variable = self.scope.names[folded] = Variable(node.text, python, kind, self.scope)
            self.scope.variables.append(variable)
        if self._blocks:
            variable.early = True
        node.symbol, node.kind = variable, kind
        return variable

    def target(self, node: syntax.Expression) -> Kind | None:
        """Binds what is assigned to."""
        if isinstance(node, syntax.Wrong):
            return None
        if isinstance(node, syntax.Name):
            return self._assigned_name(node, node.kind)
        if isinstance(node, syntax.TextPart):
            # s[[2]] = "x" assigns s.
            self.expressions((node.first, node.last, node.count))
            self.target(node.object)
            node.kind = kinds.STRING
            return kinds.STRING
        told = len(self.diagnostics)
        kind = self.expression(node)
        if isinstance(node.symbol, tuple) and node.symbol[1].family == "nullable":
            kind = node.kind = node.symbol[1]
        if isinstance(node, syntax.Attribute) and isinstance(node.object, syntax.Name):
            symbol = node.object.symbol
            held = node.object.kind is kinds.VARIANT or (
                node.object.kind is None and fold(node.name) in DateTime.MEMBERS
            )
            dated = kind is None and held
            if isinstance(symbol, Variable) and (dated or isinstance(node.symbol, str)):
                self.mark_assigned(symbol)  # a part of a date makes a new date, a member of a Null variant an object
        if isinstance(node, syntax.Index) and node.object.kind in self.enumerations:
            self.target(node.object)  # v[flag] = True makes a new combination
        symbol = node.symbol
        if isinstance(symbol, Property) and symbol.read_only:
            self.report("read-only", f"«{getattr(node, 'name', symbol.english)}» can only be read", node.span)
        if isinstance(node, syntax.Call) and isinstance(symbol, Function) and symbol.because:
            return kind  # a property of the browser, written as a function: said above
        if isinstance(node, syntax.Call) and len(self.diagnostics) > told:
            return kind  # a method that does not exist: said above
        self._check_member_assigned(node)
        if not isinstance(
            node, syntax.Attribute | syntax.Index | syntax.WithMember | syntax.CurrentMember | syntax.Indirection
        ):
            hint = "a comparison is not a statement; write IF … in front of it" if isinstance(node, syntax.Call) else ""
            self.report("not-assignable", "nothing can be assigned to this", node.span, hint)
        return kind

    def _check_member_assigned(self, node: syntax.Expression) -> None:
        """Constants of a class are assigned nowhere, PUBLIC CONSTANT members by its methods only (10.1, 10.6)."""
        symbol = node.symbol
        if isinstance(symbol, ClassMember):
            if symbol.constant:
                self.report("constant-assigned", f"«{symbol.name}» is a constant", node.span)
            elif symbol.read_only and self.scope.method()[0] is not symbol.owner:
                message = f"«{symbol.name}» can only be read outside the class {symbol.owner.name}"
                self.report("read-only", message, node.span)
        elif isinstance(symbol, ProcedureSymbol):
            self.report("not-assignable", f"«{symbol.name}» is a method", node.span)

    def _assigned_name(self, node: syntax.Name, value_kind: Kind | None) -> Kind | None:
        symbol = self.scope.find(fold(node.text))
        if symbol is None:
            symbol = self.lookup(node.text)
        if isinstance(symbol, Variable):
            if symbol.constant:
                self.report(
                    "constant-assigned", f"«{symbol.name}» is a constant", node.span, "declare a variable instead"
                )
            self.mark_assigned(symbol)
            node.symbol, node.kind = symbol, symbol.kind
            return symbol.kind
        if isinstance(symbol, AdvancedType):
            node.symbol, node.kind = symbol, symbol.kind
            return symbol.kind
        if isinstance(symbol, FormField):
            node.symbol, node.kind = symbol, kinds.STRING
            return kinds.STRING
        if isinstance(symbol, ClassMember | PropertySymbol):
            kind = node.kind = self.own_member(node, symbol, node.text)
            self._check_member_assigned(node)
            return kind
        if isinstance(symbol, ProcedureSymbol | EnumerationMember | Enumeration | Structure | ClassSymbol):
            self.report("not-assignable", f"«{node.text}» is not a variable", node.span)
            return None
        kind = None if value_kind in (kinds.NULL, kinds.VARIANT) else value_kind
        variable = self.declare(node, kind)
        variable.early = True
        hint = self.hint_of_member(node.text)
        near = "" if hint else closest(node.text, [n for n in self.scope.visible() if fold(n) != fold(node.text)])
        self.report(
            "undeclared-variable",
            f"«{node.text}» is not declared; a variable of the value's type is created here",
            node.span,
            f"did you mean {near}?" if near else hint or f"declare it: {self.declaration(node.text, kind)}",
            "warning",
        )
        return variable.kind

    def mark_assigned(self, variable: Variable) -> None:
        if variable.scope is not self.scope:
            self.scope.rebinds.add(variable)
            variable.captured = True
        if variable.is_parameter and not (variable.kind and variable.kind.family in BY_NAME):
            variable.boxed = True
