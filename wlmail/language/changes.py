"""What statements may change: which loops can become plain Python loops depends on it (language.md 7.4, 7.6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wlmail.language import syntax
from wlmail.language.names import fold
from wlmail.language.symbols import ProcedureSymbol, PropertySymbol, Variable


class Changes:
    """What a loop's body may change: the variables it assigns, and whether it calls anything of the program."""

    def __init__(self, statements: Sequence[syntax.Node]) -> None:
        self.assigned: set[Any] = set()
        self.calls = False
        self._walk(statements)

    def may_change(self, symbol: Any) -> bool:
        if symbol in self.assigned:
            return True
        return self.calls and isinstance(symbol, Variable) and (symbol.captured or symbol.boxed)

    def leaves_alone(self, node: syntax.Expression) -> bool:
        """The value of a bound is the same at each turn."""
        if isinstance(node, syntax.Integer):
            return True
        if isinstance(node, syntax.Binary):
            return self.leaves_alone(node.left) and self.leaves_alone(node.right)
        if isinstance(node, syntax.Name) and isinstance(node.symbol, Variable):
            return not self.may_change(node.symbol) and not node.symbol.boxed
        return False

    def _walk(self, value: Any) -> None:
        for node in syntax.walk(value):
            if isinstance(node, syntax.Call | syntax.Goto | syntax.New | syntax.Declaration | syntax.Delete):
                self.calls = True  # a constructor or destructor may run
            elif isinstance(node, syntax.Expression) and isinstance(node.symbol, PropertySymbol | ProcedureSymbol):
                self.calls = True
            for target in targets(node):
                while isinstance(target, syntax.TextPart | syntax.Attribute):
                    if isinstance(target, syntax.Attribute) and not isinstance(target.symbol, str):
                        break
                    target = target.object
                if isinstance(target, syntax.Name):
                    self.assigned.add(target.symbol)


def targets(node: syntax.Node) -> list[Any]:
    """The expressions that a node assigns."""
    if isinstance(node, syntax.Assign):
        return [node.target, node.value] if node.operator == "<=>" else [node.target]
    if isinstance(node, syntax.MultipleAssign):
        return node.targets
    if isinstance(node, syntax.Increment | syntax.For | syntax.Delete):
        return [node.target]
    if isinstance(node, syntax.Declaration | syntax.Let):
        return list(node.names)
    if isinstance(node, syntax.ForEach):
        return list(node.variables)
    return []


def assigns_elements(body: list[syntax.Statement], source: syntax.Expression) -> bool:
    """The body assigns elements of the array that the loop goes through: `t[i + 1] = …`."""
    if not isinstance(source, syntax.Name):
        return False
    indexes = [t for node in syntax.walk(body) for t in targets(node) if isinstance(t, syntax.Index)]
    return any(isinstance(t.object, syntax.Name) and t.object.symbol is source.symbol for t in indexes)


def tests_error(node: syntax.Statement) -> bool:
    """The condition of the statement mentions ErrorOccurred."""
    condition: Any = None
    if isinstance(node, syntax.If):
        condition = node.branches[0].condition
    elif isinstance(node, syntax.While):
        condition = node.condition
    elif isinstance(node, syntax.Switch):
        condition = node.subject
    text = fold(syntax.dump(condition)) if condition is not None else ""
    return "ERROROCCURRED" in text or "ERREURDETECTEE" in text


def assigned_variable(node: syntax.Expression | None) -> Variable | None:
    """The variable that changes when something is assigned to the node: itself, or a part of its text or date."""
    while isinstance(node, syntax.TextPart) or (isinstance(node, syntax.Attribute) and isinstance(node.symbol, str)):
        node = node.object
    symbol = node.symbol if isinstance(node, syntax.Name) else None
    return symbol if isinstance(symbol, Variable) else None


ALIASED = frozenset({"integer", "real", "exact", "boolean", "text", "buffer", "date", "time", "datetime", "duration"})
"""Families of values that cannot be changed: two names of one value need one cell."""


def is_alias(target: syntax.Expression, value: syntax.Expression) -> bool:
    """`target <- value` makes target another name of a variable, element or member of its own type (6.6)."""
    symbol = target.symbol if isinstance(target, syntax.Name) else None
    if not isinstance(symbol, Variable) or symbol.kind is None or symbol.kind.family not in ALIASED:
        return False
    if isinstance(value, syntax.Name) and (not isinstance(value.symbol, Variable) or value.symbol.constant):
        return False
    return value.kind is symbol.kind and isinstance(value, syntax.Name | syntax.Index | syntax.Attribute)
