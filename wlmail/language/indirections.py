"""The compiler's half for `{ "name" }` and for the references that need more than a cell (language.md 6.7, 8.2)."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from wlmail.language import syntax
from wlmail.language.emitter import Place
from wlmail.language.instances import Instances
from wlmail.language.meanings import is_member
from wlmail.language.symbols import ClassMember, ProcedureSymbol, Scope, Variable
from wlmail.runtime import kinds
from wlmail.runtime.kinds import Kind

if TYPE_CHECKING:
    from wlmail.language.binder import Binder


class Indirections(Instances):
    """Emits what is found by its name at run time."""

    binder: Binder

    def _indirection(self, node: syntax.Indirection, at: Place) -> ast.expr:
        return ast.Attribute(self.named(node, at), "value", ast.Load(), **at)

    def named(self, node: syntax.Indirection, at: Place) -> ast.expr:
        """The variable that has the name, as a reference, found among those that can be seen here."""
        found: dict[str, ast.expr] = {}
        scope: Scope | None = node.symbol
        while scope is not None:
            for folded, symbol in scope.names.items():
                if folded not in found and isinstance(symbol, Variable | ProcedureSymbol) and not is_member(symbol):
                    found[folded] = self._found(symbol, at)
                elif folded not in found and isinstance(symbol, ClassMember) and self.is_reached(symbol):
                    found[folded] = self.member_cell(symbol, node, at)
            scope = scope.parent
        for folded, procedure in self.binder.procedures.items():
            found.setdefault(folded, self._found(procedure, at))
        table = ast.Dict([self.const(name, at) for name in found], list(found.values()), **at)
        return self.call("named", [self.name("run", at), self.expression(node.name), table], at)

    def _found(self, symbol: Variable | ProcedureSymbol, at: Place) -> ast.expr:
        if isinstance(symbol, Variable) and not symbol.constant:
            return self.cell(symbol, at)
        value = self.variable(symbol, at) if isinstance(symbol, Variable) else self.name(symbol.python, at)
        return self.call("FixedRef", [self.const(symbol.name, at), value], at)

    def reference(self, node: syntax.Expression, kind: Kind | None) -> ast.expr:
        at = self.place(node)
        if isinstance(node, syntax.Indirection):
            return self.named(node, at)
        if isinstance(node, syntax.TextPart) and node.object.kind is not kinds.BUFFER and _is_text(kind):
            one, places = self.part_call(node, "character", "part", "part_count", at)
            replace, _ = self.part_call(node, "replace_character", "replace_part", "replace_count", at)
            owner = self.reference(node.object, None)
            return self.call("PartRef", [owner, self.runtime(one, at), self.runtime(replace, at), *places], at)
        if isinstance(node, syntax.Attribute) and isinstance(node.symbol, str) and (kind is None or kind is node.kind):
            return self.call("MomentRef", [self.reference(node.object, None), self.const(node.symbol, at)], at)
        return super().reference(node, kind)

    def part_call(
        self, node: syntax.TextPart, one: str, several: str, counted: str, at: Place
    ) -> tuple[str, list[ast.expr]]:
        """The function and arguments for `s[[…]]`: one character, from-to, or from-count (6.4)."""
        first = self.converted(node.first, kinds.INT8) if node.first else self.const(1, at)
        if node.single:
            return one, [first]
        if node.count is not None:
            return counted, [first, self.converted(node.count, kinds.INT8)]
        last = self.converted(node.last, kinds.INT8) if node.last else self.const(None, at)
        return several, [first, last]


def _is_text(kind: Kind | None) -> bool:
    return kind is None or kind.family == "text"
