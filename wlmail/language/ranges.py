"""What values an integer expression can have: which range and index checks the compiler may leave out (5.3).

A variable of an integer type is inside the limits of its type, since what is assigned to it is checked. The text of the
program tells more: the variable of a FOR stays between first and last value, `IF n < 2 THEN RETURN` leaves n from 2.
Such a fact holds through a block that does not change the variable, and only there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from wlmail.language import syntax
from wlmail.language.changes import Changes
from wlmail.language.symbols import Variable
from wlmail.runtime import kinds
from wlmail.runtime.kinds import Kind

Interval = tuple[int, int]
"""Lowest and highest value, both possible."""

LIMITS: dict[Kind, Interval] = {
    kinds.INT1: (-(1 << 7), (1 << 7) - 1),
    kinds.INT2: (-(1 << 15), (1 << 15) - 1),
    kinds.INT4: (-(1 << 31), (1 << 31) - 1),
    kinds.INT8: (-(1 << 63), (1 << 63) - 1),
    kinds.UINT1: (0, (1 << 8) - 1),
    kinds.UINT2: (0, (1 << 16) - 1),
    kinds.UINT4: (0, (1 << 32) - 1),
    kinds.UINT8: (0, (1 << 64) - 1),
}
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}
OPPOSITES = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "<>": "="}

GUARDED = 30
"""In a longer rest of a block it is not asked what an IF that leaves it tells: finding out would take long."""


class Ranges:
    """The intervals of integer expressions at the place that is being compiled."""

    def __init__(self) -> None:
        self._known: dict[Variable, Interval] = {}

    def of(self, node: syntax.Expression) -> Interval | None:
        """The interval of an expression; None when nothing is known about its size."""
        if isinstance(node, syntax.Integer):
            return node.value, node.value
        if isinstance(node, syntax.Binary):
            left, right = self.of(node.left), self.of(node.right)
            return _combined(node.operator, left, right) if left and right else None
        if isinstance(node, syntax.Unary):
            operand = self.of(node.operand) if node.operator == "-" else None
            return (-operand[1], -operand[0]) if operand else None
        if isinstance(node, syntax.Conditional):
            then, otherwise = self.of(node.then), self.of(node.otherwise)
            return (min(then[0], otherwise[0]), max(then[1], otherwise[1])) if then and otherwise else None
        if isinstance(node, syntax.SwitchFunction | syntax.Increment) or node.kind is None:
            return None
        if isinstance(node, syntax.Name) and node.symbol in self._known:
            return self._known[node.symbol]
        return (0, 1) if node.kind is kinds.BOOLEAN else LIMITS.get(node.kind)

    @contextmanager
    def within(self, facts: dict[Variable, Interval]) -> Iterator[None]:
        """While the block is compiled in which these facts hold."""
        before, self._known = self._known, {**self._known, **facts}
        yield
        self._known = before

    @contextmanager
    def nothing(self) -> Iterator[None]:
        """While another procedure is compiled: it runs at some other time."""
        before, self._known = self._known, {}
        yield
        self._known = before

    def after(self, node: syntax.If, rest: list[syntax.Statement]) -> dict[Variable, Interval]:
        """What `IF n < 2 THEN RETURN` tells about the rest of its block."""
        if len(rest) > GUARDED or node.otherwise or not _leaves(node):
            return {}
        return self.facts(node.branches[0].condition, rest, holds=False)

    def facts(
        self, condition: syntax.Expression, block: list[syntax.Statement], *, holds: bool = True
    ) -> dict[Variable, Interval]:
        """What a condition that holds, or fails, tells about variables that a block leaves alone."""
        found: dict[Variable, Interval] = {}
        changed = None
        for name, operator, other in _comparisons(condition, holds):
            symbol, limits = name.symbol, self.of(other)
            if not is_own(symbol) or limits is None:
                continue
            changed = changed or Changes([condition, *block])
            low, high = found.get(symbol) or self.of(name) or LIMITS[symbol.kind]
            if operator in (">", ">=", "="):
                low = max(low, limits[0] + (operator == ">"))
            if operator in ("<", "<=", "="):
                high = min(high, limits[1] - (operator == "<"))
            if low <= high and not changed.may_change(symbol):
                found[symbol] = (low, high)
        return found


def _leaves(node: syntax.If) -> bool:
    """Where its condition holds, the IF leaves the block it stands in."""
    body = node.branches[0].body
    return (
        len(node.branches) == 1 and bool(body) and isinstance(body[-1], syntax.Return | syntax.Break | syntax.Continue)
    )


def is_own(symbol: object) -> bool:
    """A variable of an integer type that nothing but the assignments of its own procedure changes."""
    return isinstance(symbol, Variable) and symbol.kind in LIMITS and not symbol.boxed and not symbol.captured


def _comparisons(node: syntax.Expression, holds: bool) -> Iterator[tuple[syntax.Name, str, syntax.Expression]]:
    """Comparisons of variables that are true when a condition holds, or when it fails."""
    if isinstance(node, syntax.Binary) and node.operator in (("AND", "_AND_") if holds else ("OR", "_OR_")):
        yield from _comparisons(node.left, holds)
        yield from _comparisons(node.right, holds)
    elif isinstance(node, syntax.Unary) and node.operator == "NOT":
        yield from _comparisons(node.operand, not holds)
    elif isinstance(node, syntax.Comparison) and (holds or len(node.operators) == 1):
        for (left, right), operator in zip(pairwise(node.operands), node.operators, strict=True):
            true = operator if holds else OPPOSITES.get(operator, "")
            for name, sign, other in ((left, true, right), (right, MIRRORED.get(true, ""), left)):
                if isinstance(name, syntax.Name) and sign in MIRRORED:
                    yield name, sign, other


def _combined(operator: str, left: Interval, right: Interval) -> Interval | None:
    if operator == "+":
        return left[0] + right[0], left[1] + right[1]
    if operator == "-":
        return left[0] - right[1], left[1] - right[0]
    if operator == "*":
        products = [a * b for a in left for b in right]
        return min(products), max(products)
    if operator == "%":
        # The remainder is smaller than the divisor, no larger than the dividend, and has the dividend's sign (6.5).
        most = max(abs(right[0]), abs(right[1])) - 1
        return max(min(left[0], 0), -most), min(max(left[1], 0), max(most, 0))
    return None
