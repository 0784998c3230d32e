"""The compiler's half for operators, elements and parts of texts (language.md 6)."""

from __future__ import annotations

import ast

from wlmail.language import registry, syntax
from wlmail.language.emitter import Place
from wlmail.language.indirections import Indirections
from wlmail.language.lenient import SHORT_CIRCUIT
from wlmail.language.symbols import ClassMember, Variable
from wlmail.language.values import COLLECTIONS, NUMBERS
from wlmail.runtime import kinds
from wlmail.runtime.kinds import Kind

PYTHON_OPERATORS: dict[str, ast.operator] = {"+": ast.Add(), "-": ast.Sub(), "*": ast.Mult(), "/": ast.Div()}
PYTHON_COMPARISONS: dict[str, ast.cmpop] = {
    "=": ast.Eq(),
    "==": ast.Eq(),
    "<>": ast.NotEq(),
    "<": ast.Lt(),
    "<=": ast.LtE(),
    ">": ast.Gt(),
    ">=": ast.GtE(),
}
BITWISE: dict[str, ast.operator] = {"&": ast.BitAnd(), "|": ast.BitOr(), "||": ast.BitXor()}
HELPERS = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "/": "divide",
    "^": "power",
    "%": "modulo",
    "&": "bit_and",
    "|": "bit_or",
    "||": "bit_xor",
    "<<": "shift_left",
    ">>": "shift_right",
    "=": "equal",
    "==": "equal",
    "<>": "not_equal",
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
    "~=": "soft_equal",
    "~~": "very_soft_equal",
}
# Operator → function and degree of strictness: exact, without case and outer spaces, without punctuation (6.3).
TEXT_COMPARISONS = {
    "[=": ("starts_with", 0),
    "[~": ("starts_with", 1),
    "[~~": ("starts_with", 2),
    "=]": ("ends_with", 0),
    "~]": ("ends_with", 1),
    "~~]": ("ends_with", 2),
    "[=]": ("contains_text", 0),
    "[~]": ("contains_text", 1),
    "[~~]": ("contains_text", 2),
}

JOINED = NUMBERS | {"text", "buffer"}
"""Families that become a text beside a text, and nothing else."""


class Operations(Indirections):
    """Emits operators, comparisons, elements of collections and parts of texts."""

    # --- Elements and parts ------------------------------------------------------------------------------------

    def _index(self, node: syntax.Index, at: Place) -> ast.expr:
        return self.element(self.expression(node.object), node.object.kind, node.indexes, at)

    def element(self, target: ast.expr, kind: Kind | None, indexes: list[syntax.Expression], at: Place) -> ast.expr:
        for i, index in enumerate(indexes):
            if kind is None or kind.family not in COLLECTIONS:
                rest = ast.Tuple([self.expression(other) for other in indexes[i:]], ast.Load(), **at)
                return self.call("item", [target, rest], at)
            if kind.family == "array":
                target = self.place_in(target, index, ast.Load(), at)
            elif kind.family == "associative":
                target = self.method(target, "get", [self.expression(index)], at)
            else:
                target = self.method(target, "get", [self.converted(index, kinds.INT8)], at)
            kind = kind.element
        return target

    def place_in(
        self, array: ast.expr, index: syntax.Expression, context: ast.expr_context, at: Place
    ) -> ast.Subscript:
        """An element of an array, in the list that holds its values, to read or to assign."""
        first, array = self.once(array, at)
        return ast.Subscript(self.items(first, at), self.offset(array, index), context, **at)

    def offset(self, target: ast.expr, index: syntax.Expression) -> ast.expr:
        """The Python index of a WLanguage index; Python itself finds one past the end, zero and less are found here."""
        at = self.place(index)
        if isinstance(index, syntax.Integer) and index.value > 0:
            return self.const(index.value - 1, at)
        value = self.converted(index, kinds.INT8)
        known = self.ranges.of(index)
        if known is not None and known[0] > 0:
            return _less_one(value, at)
        if not isinstance(value, ast.Name):
            name = self.temporary()
            first: ast.expr = ast.NamedExpr(ast.Name(name, ast.Store(), **at), value, **at)
            value = self.name(name, at)
        else:
            first = value
        test = ast.Compare(first, [ast.Gt()], [self.const(0, at)], **at)
        good = ast.BinOp(value, ast.Sub(), self.const(1, at), **at)
        return ast.IfExp(test, good, self.call("index_error", [value, target], at), **at)

    def _subarray(self, node: syntax.SubArray, at: Place) -> ast.expr:
        first = self.converted(node.first, kinds.INT8) if node.first else self.const(1, at)
        last = self.converted(node.last, kinds.INT8) if node.last else self.const(None, at)
        return self.method(self.expression(node.object), "sub", [first, last], at)

    def _textpart(self, node: syntax.TextPart, at: Place) -> ast.expr:
        target = self.expression(node.object)
        if node.object.kind is not kinds.BUFFER:
            target = self.text(target, node.object.kind, at)
        name, places = self.part_call(node, "character", "part", "part_count", at)
        return self.call(name, [target, *places], at)

    # --- Operators (6) -----------------------------------------------------------------------------------------

    def _unary(self, node: syntax.Unary, at: Place) -> ast.expr:
        if node.operator == "NOT":
            return ast.UnaryOp(ast.Not(), self.condition(node.operand), **at)
        if node.operator == "&":
            return self.call(
                "not_offered", [self.const("the address of a variable", at), self.const("no memory", at)], at
            )
        value = self.expression(node.operand)
        if node.operand.kind is not None and node.operand.kind.family in ("integer", "real"):
            if node.operator == "-" and isinstance(value, ast.Constant):
                return self.const(-value.value, at)  # type: ignore[operator]
            return ast.UnaryOp(ast.USub(), value, **at) if node.operator == "-" else value
        return self.call("negate" if node.operator == "-" else "plus", [value], at)

    def _binary(self, node: syntax.Binary, at: Place) -> ast.expr:
        operator = node.operator
        if operator in ("AND", "OR", "_AND_", "_OR_"):
            return self._logic(node, at)
        if operator in ("??", "??*", "?!"):
            return self._instead_of_null(node, at)
        left, right = node.left, node.right
        families = {left.kind.family if left.kind else "", right.kind.family if right.kind else ""}
        if operator == "+":
            optional = self._optional_concatenation(node, at)
            if optional is not None:
                return optional
            if node.kind is kinds.STRING and families <= JOINED:
                return self._concatenation(node, at)
        if operator in PYTHON_OPERATORS and families <= NUMBERS - {"exact"}:
            return ast.BinOp(self.expression(left), PYTHON_OPERATORS[operator], self.expression(right), **at)
        if operator == "%" and families == {"integer"}:
            return self._remainder(left, right, at)
        values = [self.expression(left), self.expression(right)]
        if operator in BITWISE and families == {"integer"}:
            return ast.BinOp(values[0], BITWISE[operator], values[1], **at)
        return self.call(HELPERS[operator], values, at)

    def _instead_of_null(self, node: syntax.Binary, at: Place) -> ast.expr:
        """`a ?? b`, `a ??* b` (also for an empty value), `a ?! b` (an error with that text); b only if needed (6.9)."""
        first, value = self.once(self.expression(node.left), at)
        right = self.expression(node.right)
        if isinstance(value, ast.Constant) and node.operator != "??*":
            return right if value.value is None else value
        test: ast.expr = ast.Compare(first, [ast.IsNot()], [self.const(None, at)], **at)
        if node.operator == "??*":
            test = ast.UnaryOp(ast.Not(), self.call("is_empty", [first], at), **at)
        elif node.operator == "?!":
            right = self.call("no_value", [right], at)
        return ast.IfExp(test, value, right, **at)

    def _concatenation(self, node: syntax.Binary, at: Place) -> ast.expr:
        """Two texts by `+`; three and more in one step, which makes no text in between."""
        parts = concatenated(node)
        values = [self.text(self.expression(part), part.kind, at) for part in parts]
        if len(values) == 2:
            return ast.BinOp(values[0], ast.Add(), values[1], **at)
        return ast.JoinedStr([_formatted(value, at) for value in values], **at)

    def _remainder(self, dividend: syntax.Expression, divisor: syntax.Expression, at: Place) -> ast.expr:
        """Python's remainder follows the divisor, WLanguage's the dividend; they agree between positive numbers."""
        left, right = self.expression(dividend), self.expression(divisor)
        tests: list[ast.expr] = []
        known = self.ranges.of(dividend)
        if known is None or known[0] < 0:
            first, left = self.once(left, at)
            tests.append(ast.Compare(first, [ast.GtE()], [self.const(0, at)], **at))
        known = self.ranges.of(divisor)
        if known is None or known[0] <= 0:
            second, right = self.once(right, at)
            tests.append(ast.Compare(second, [ast.Gt()], [self.const(0, at)], **at))
        if not tests:
            return ast.BinOp(left, ast.Mod(), right, **at)
        # Not `and`, which might leave out the second: both sides have their values where they are used again.
        positive = ast.BinOp(tests[0], ast.BitAnd(), tests[1], **at) if len(tests) > 1 else tests[0]
        plain = ast.BinOp(left, ast.Mod(), right, **at)
        return ast.IfExp(positive, plain, self.call("modulo", [left, right], at), **at)

    def once(self, value: ast.expr, at: Place) -> tuple[ast.expr, ast.expr]:
        """A value that is used several times: how to write it the first time, and then."""
        if isinstance(value, ast.Name | ast.Constant):
            return value, value
        name = self.temporary()
        return ast.NamedExpr(ast.Name(name, ast.Store(), **at), value, **at), self.name(name, at)

    def _optional_concatenation(self, node: syntax.Binary, at: Place) -> ast.expr | None:
        """`s + [sep]` and `[pre] + s` next to something that is no array (6.4)."""
        sides = []
        for side, other in ((node.left, node.right), (node.right, node.left)):
            single = isinstance(side, syntax.ArrayLiteral) and len(side.items) == 1
            array = other.kind is not None and other.kind.family in COLLECTIONS
            if single and not array:
                assert isinstance(side, syntax.ArrayLiteral)
                item = side.items[0]
                sides.append(self.call("Optional", [self.text(self.expression(item), item.kind, at)], at))
            else:
                sides.append(self.expression(side))
        found = any(isinstance(s, ast.Call) and isinstance(s.func, ast.Name) and s.func.id == "Optional" for s in sides)
        pending = node.left.kind is None and isinstance(node.left, syntax.Binary)
        return self.call("add", sides, at) if found or pending else None

    def _logic(self, node: syntax.Binary, at: Place) -> ast.expr:
        """AND and OR evaluate both sides (6.2); where the right side can do nothing, Python's own are the same."""
        left, right = self.condition(node.left), self.condition(node.right)
        conjunction = node.operator in ("AND", "_AND_")
        if node.operator.startswith("_") or SHORT_CIRCUIT in self.source.lenient or _is_harmless(node.right):
            return ast.BoolOp(ast.And() if conjunction else ast.Or(), [left, right], **at)
        return ast.BinOp(left, ast.BitAnd() if conjunction else ast.BitOr(), right, **at)

    def _comparison(self, node: syntax.Comparison, at: Place) -> ast.expr:
        values = [self.expression(operand) for operand in node.operands]
        given = [operand.kind for operand in node.operands]
        if len(node.operators) == 1:
            return self.compare(node.operators[0], values[0], given[0], values[1], given[1], at)
        # An interval a < x < b: x is evaluated once.
        tests = []
        for i, operator in enumerate(node.operators):
            right = values[i + 1]
            if i + 1 < len(node.operators):
                name = self.temporary()
                right = ast.NamedExpr(ast.Name(name, ast.Store(), **at), right, **at)
                values[i + 1] = self.name(name, at)
            tests.append(self.compare(operator, values[i], given[i], right, given[i + 1], at))
        return ast.BoolOp(ast.And(), tests, **at)

    def compare(
        self, operator: str, left: ast.expr, left_kind: Kind | None, right: ast.expr, right_kind: Kind | None, at: Place
    ) -> ast.expr:
        if operator in TEXT_COMPARISONS:
            name, degree = TEXT_COMPARISONS[operator]
            texts = [self.text(left, left_kind, at), self.text(right, right_kind, at)]
            return self.call(name, [*texts, self.const(degree, at)], at)
        if operator in ("=", "<>") and {left_kind, right_kind} == {kinds.VARIANT, kinds.NULL}:
            # Only a variant that was not assigned is Null: one that holds 0 is not (5.5).
            test: ast.cmpop = ast.Is() if operator == "=" else ast.IsNot()
            return ast.Compare(left, [test], [right], **at)
        if operator in PYTHON_COMPARISONS and left_kind is not None and right_kind is not None:
            families = {left_kind.family, right_kind.family}
            if operator in ("=", "<>") and "reference" in families and families <= {"reference", "object", "null"}:
                same: ast.cmpop = ast.Is() if operator == "=" else ast.IsNot()
                return ast.Compare(left, [same], [right], **at)
            order = operator in ("<", "<=", ">", ">=")
            if (
                families == {"text"}
                or families <= {"integer", "boolean"}
                or (order and families <= NUMBERS - {"exact"})
            ):
                return ast.Compare(left, [PYTHON_COMPARISONS[operator]], [right], **at)
        return self.call(HELPERS[operator], [left, right], at)

    def _range(self, node: syntax.Range, at: Place) -> ast.expr:
        return ast.Tuple([self.expression(node.low), self.expression(node.high)], ast.Load(), **at)

    def _membership(self, node: syntax.Membership, at: Place) -> ast.expr:
        subject = self.expression(node.subject)
        if node.lazy:
            name = self.temporary()
            first: ast.expr = ast.NamedExpr(ast.Name(name, ast.Store(), **at), subject, **at)
            tests = []
            for item in node.items:
                tests.append(self.call("is_in", [first, self.expression(item)], at))
                first = self.name(name, at)
            found: ast.expr = ast.BoolOp(ast.Or(), tests, **at) if len(tests) > 1 else tests[0]
        else:
            found = self.call("is_in", [subject, *(self.expression(item) for item in node.items)], at)
        return ast.UnaryOp(ast.Not(), found, **at) if node.negated else found

    def _conditional(self, node: syntax.Conditional, at: Place) -> ast.expr:
        return ast.IfExp(
            self.condition(node.condition), self.expression(node.then), self.expression(node.otherwise), **at
        )


def concatenated(node: syntax.Expression) -> list[syntax.Expression]:
    """The parts of `a + b + c` that are joined as texts, from the left; what is added before them stays one part."""
    if isinstance(node, syntax.Binary) and node.operator == "+" and node.kind is kinds.STRING and node.left.kind:
        plain = node.right.kind is not None and node.right.kind.family in JOINED
        if plain and node.left.kind.family in JOINED and not isinstance(node.right, syntax.ArrayLiteral):
            return [*concatenated(node.left), node.right]
    return [node]


def _less_one(value: ast.expr, at: Place) -> ast.expr:
    """`value - 1`; of `i + 1` it is `i`."""
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add) and isinstance(value.right, ast.Constant):
        added = value.right.value
        if isinstance(added, int) and added > 0:
            rest = ast.Constant(added - 1, **at)
            return ast.BinOp(value.left, ast.Add(), rest, **at) if added > 1 else value.left
    return ast.BinOp(value, ast.Sub(), ast.Constant(1, **at), **at)


def _formatted(value: ast.expr, at: Place) -> ast.expr:
    """A text, or `str()` of an int, as a part of an f-string."""
    if isinstance(value, ast.Constant):
        return value
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "str":
        value = value.args[0]
    return ast.FormattedValue(value, -1, None, **at)


def _is_harmless(node: syntax.Expression) -> bool:
    """Evaluating the node can neither fail nor do anything."""
    if isinstance(node, syntax.Comparison):
        return all(_is_harmless(operand) for operand in node.operands)
    if isinstance(node, syntax.Unary):
        return node.operator == "NOT" and _is_harmless(node.operand)
    if isinstance(node, syntax.Binary):
        return node.operator in ("AND", "OR", "_AND_", "_OR_") and _is_harmless(node.left) and _is_harmless(node.right)
    if isinstance(node, syntax.Name):
        return isinstance(node.symbol, Variable | ClassMember | registry.Constant) and node.kind is not None
    return isinstance(node, syntax.Integer | syntax.Real | syntax.Text | syntax.Boolean)
