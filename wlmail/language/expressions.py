"""How the parser's reductions become expressions (language.md 6): chains by operator rank, literals, access.

Each method is named in the grammar; its arguments are the span and the kept children of the rule.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wlmail.language import literals, phrases, syntax
from wlmail.language.automaton import RANKS, SIGNS
from wlmail.language.diagnostics import Span
from wlmail.language.lenient import KEEP_TABS, NO_INTERPOLATION
from wlmail.language.names import fold

_RANK = {sign: RANKS[name] for sign, name in SIGNS.items() if name in RANKS} | RANKS
_RANK["%"] = RANKS["MODULO"]
_PREFIX_RANK = {"NOT": RANKS["NOT"], "-": 70, "+": 70, "&": 70}
_OPERATOR = {"MODULO": "%", "SHIFT_LEFT": "<<", "SHIFT_RIGHT": ">>", "AND_THEN": "_AND_", "OR_ELSE": "_OR_", "==": "="}
_COMPARING = RANKS["EQ"]
_ORDER = {"<", "<=", ">", ">="}
_MEMBERSHIP = {"IN": (False, False), "IN_LAZY": (False, True), "NOT_IN": (True, False), "NOT_IN_LAZY": (True, True)}
COMPOSED = (syntax.Binary, syntax.Unary, syntax.Comparison, syntax.Membership, syntax.Conditional, syntax.Increment)
"""What takes the parentheses around it into its place: the carets below an error show them (13)."""
DEEPEST = 200
"""Prefix operators in a row, and chains within chains: more than any program has, less than Python's own limit."""


class Problem(Exception):
    """A statement that the grammar can read and the language does not have."""

    def __init__(self, code: str, message: str, span: Span, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.span = span
        self.hint = hint


class Prefix:
    """A prefix operator in a chain, before its operand."""

    __slots__ = ("operator", "start")

    def __init__(self, operator: str, start: int) -> None:
        self.operator = operator
        self.start = start


class Expressions:
    """The builder of expressions. `inner` parses the inside of `[%…%]`, None when it is not an expression."""

    lenient: frozenset[str]

    def __init__(self, text: str, inner: Callable[[int, int], syntax.Expression | None]) -> None:
        self.text = text
        self.inner = inner
        self.places_left: dict[int, Span] = {}
        self.wrapped: dict[int, tuple[Any, Span]] = {}
        """Names and the like in parentheses, by id, and where the parentheses stand: the place of an operand."""

    # --- Lists -------------------------------------------------------------------------------------------------------

    def empty(self, span: Span) -> list[Any]:
        return []

    def first(self, span: Span, item: Any) -> list[Any]:
        return [item]

    def first_of(self, span: Span, item: Any, _more: Any) -> Any:
        return item

    def second(self, span: Span, _item: Any, item: Any) -> Any:
        return item

    def append(self, span: Span, items: list[Any], item: Any) -> list[Any]:
        items.append(item)
        return items

    def append_none(self, span: Span, items: list[Any]) -> list[Any]:
        items.append(None)
        return items

    def grow(self, span: Span, items: list[Any], item: Any) -> list[Any]:
        """Like append, for lists that a line which turns out wrong may already have touched."""
        return [*items, item]

    def skip(self, span: Span, items: list[Any], _item: Any) -> list[Any]:
        return items

    # --- Chains: operands and operators by rank (6.1) -----------------------------------------------------------------

    def prefix(self, span: Span, operator: str) -> Prefix:
        if operator == "&" and self.text.startswith("&&", span[0] - 1):
            raise Problem("unexpected", "«&&» has no meaning here", (span[0] - 1, span[1]), "both conditions: AND (ET)")
        return Prefix(operator, span[0])

    def prefixed(self, span: Span, prefixes: list[Any], operand: Any) -> list[Any]:
        if len(prefixes) > DEEPEST:
            raise Problem("too-deep", "too many operators before one operand", span)
        prefixes.append(operand)
        return prefixes

    def chain(self, span: Span, left: Any, operator: str, right: Any) -> list[Any]:
        chain: list[Any] = left if type(left) is list else [left]
        chain.append(operator)
        if type(right) is list:
            chain += right
        else:
            chain.append(right)
        return chain

    def expression(self, span: Span, chain: Any) -> syntax.Expression:
        """The tree of a chain, by rank: a stack of operands and one of operators, no recursion."""
        if type(chain) is not list:
            return chain  # type: ignore[no-any-return]
        operands: list[Any] = []
        pending: list[tuple[int, Any]] = []
        fresh: set[int] = set()
        for item in chain:
            if type(item) is str:
                rank = _RANK[item]
                while pending and (pending[-1][0] > rank or (pending[-1][0] == rank and item != "^")):
                    self._apply(operands, pending.pop()[1], fresh)
                pending.append((rank, item))
            elif type(item) is Prefix:
                pending.append((_PREFIX_RANK[item.operator], item))
            else:
                operands.append(item)
        while pending:
            self._apply(operands, pending.pop()[1], fresh)
        return operands[0]  # type: ignore[no-any-return]

    def _apply(self, operands: list[Any], operator: Any, fresh: set[int]) -> None:
        right = operands.pop()
        stop = self._place(right)[1]
        if type(operator) is Prefix:
            operands.append(syntax.Unary((operator.start, stop), operator.operator, right))
            return
        left = operands.pop()
        span = (self._place(left)[0], stop)
        made: syntax.Expression
        if operator in _MEMBERSHIP:
            negated, lazy = _MEMBERSHIP[operator]
            items = right.items if isinstance(right, syntax.Tuple) else [right]
            made = syntax.Membership(span, left, items, negated, lazy)
        elif _RANK[operator] == _COMPARING:
            operator = _OPERATOR.get(operator, operator)
            # Only `a < b < c` written in one chain is an interval; `a = b = c` compares a truth value (6.3).
            if id(left) in fresh and operator in _ORDER and left.operators[-1] in _ORDER:
                left.operands.append(right)
                left.operators.append(operator)
                left.span = span
                operands.append(left)
                return
            made = syntax.Comparison(span, [left, right], [operator])
            fresh.add(id(made))
        else:
            made = syntax.Binary(span, left, _OPERATOR.get(operator, operator), right)
        operands.append(made)

    def _place(self, operand: Any) -> Span:
        """Where an operand stands, with its parentheses."""
        wrapped = self.wrapped.get(id(operand)) if self.wrapped else None
        return wrapped[1] if wrapped else operand.span

    def conditional(self, span: Span, condition: Any, then: Any, otherwise: Any) -> syntax.Expression:
        return syntax.Conditional(span, self.expression(span, condition), then, otherwise)

    def incremented(self, span: Span, target: Any, operator: str) -> syntax.Expression:
        return syntax.Increment(span, target, operator, False)

    def increment(self, span: Span, operator: str, target: Any) -> syntax.Expression:
        return syntax.Increment(span, target, operator, True)

    # --- Operands -----------------------------------------------------------------------------------------------------

    def name(self, span: Span, text: str) -> syntax.Name:
        return syntax.Name(span, text)

    def number(self, span: Span, text: str) -> syntax.Expression:
        return literals.number(span, text)

    def duration(self, span: Span, text: str) -> syntax.Expression:
        return syntax.DurationLiteral(span, literals.milliseconds(text))

    def string(self, span: Span, text: str) -> syntax.Expression:
        return literals.string(span, text, None if NO_INTERPOLATION in self.lenient else self.inner)

    def lines(self, span: Span, inside: Span) -> syntax.Expression:
        inner = None if NO_INTERPOLATION in self.lenient else self.inner
        return literals.lines(span, self.text, inside, inner, KEEP_TABS in self.lenient)

    def resource(self, span: Span, token: str) -> syntax.Expression:
        return literals.resource(span, token)

    def true(self, span: Span, _word: str) -> syntax.Expression:
        return syntax.Boolean(span, True)

    def false(self, span: Span, _word: str) -> syntax.Expression:
        return syntax.Boolean(span, False)

    def null(self, span: Span, _word: str) -> syntax.Expression:
        return syntax.Null(span)

    def this_object(self, span: Span, _word: str) -> syntax.Expression:
        return syntax.ThisObject(span)

    def wrong(self, span: Span, _text: str) -> syntax.Expression:
        return syntax.Wrong(span)

    def self_member(self, span: Span, member: tuple[str, str, Span]) -> syntax.Expression:
        return syntax.CurrentMember(span, member[1], member[0] == "::")

    def with_member(self, span: Span, member: tuple[str, str, Span]) -> syntax.Expression:
        return syntax.WithMember(span, member[1])

    def attribute(self, span: Span, target: Any, member: tuple[str, str, Span]) -> syntax.Expression:
        return syntax.Attribute(span, target, member[1], member[0], member[2])

    def call(self, span: Span, function: Any, arguments: list[Any]) -> syntax.Expression:
        return syntax.Call(span, function, arguments)

    def argument(self, span: Span, value: Any) -> syntax.Argument:
        return syntax.Argument(span, value)

    def default_argument(self, span: Span, _star: str) -> syntax.Argument:
        return syntax.Argument(span, None)

    def named_argument(self, span: Span, name: str, value: Any) -> syntax.Argument:
        return syntax.Argument(span, value, name)

    def index(self, span: Span, target: Any, indexes: list[Any]) -> syntax.Expression:
        return syntax.Index(span, target, indexes)

    def subarray(self, span: Span, target: Any, first: Any, _to: str, last: Any) -> syntax.Expression:
        return syntax.SubArray(span, target, first, last)

    def subarray_to(self, span: Span, target: Any, _to: str, last: Any) -> syntax.Expression:
        return syntax.SubArray(span, target, None, last)

    def subarray_all(self, span: Span, target: Any, _star: str) -> syntax.Expression:
        return syntax.SubArray(span, target, None, None)

    def character(self, span: Span, target: Any, first: Any) -> syntax.Expression:
        return syntax.TextPart(span, target, first, None, None, True)

    def text_range(self, span: Span, target: Any, first: Any, _to: str, last: Any) -> syntax.Expression:
        return syntax.TextPart(span, target, first, last, None, False)

    def text_to(self, span: Span, target: Any, _to: str, last: Any) -> syntax.Expression:
        return syntax.TextPart(span, target, None, last, None, False)

    def text_on(self, span: Span, target: Any, first: Any, _on: str, count: Any) -> syntax.Expression:
        return syntax.TextPart(span, target, first, None, count, False)

    def hole(self, span: Span) -> None:
        return None

    def range_item(self, span: Span, low: Any, _to: str, high: Any) -> syntax.Expression:
        return syntax.Range(span, low, high)

    def places(self, span: Span, places: list[Any]) -> tuple[Span, list[Any]]:
        return span, places

    def parenthesised(self, span: Span, places: tuple[Span, list[Any]]) -> syntax.Expression:
        items = places[1]
        if len(items) == 1:
            only = items[0]
            if only is None:
                return syntax.Tuple(span, [])
            if isinstance(only, COMPOSED):
                only.span = span
            else:
                self.wrapped[id(only)] = (only, span)
            return only  # type: ignore[no-any-return]
        made = syntax.Tuple(span, items)
        if None in items:
            self.places_left[id(made)] = span  # an empty place only makes sense on the left of `=` (8.4)
        return made

    def empty_array(self, span: Span) -> syntax.Expression:
        return syntax.ArrayLiteral(span, [])

    def array(self, span: Span, items: list[Any]) -> syntax.Expression:
        return syntax.ArrayLiteral(span, items)

    def indirection(self, span: Span, name: Any, category: Any = None) -> syntax.Expression:
        return syntax.Indirection(span, name, category)

    def type_name(self, span: Span, word: str) -> syntax.TypeName:
        return syntax.TypeName(span, [word], [])

    def type_name_word(self, span: Span, type_: syntax.TypeName, word: str) -> syntax.TypeName:
        type_.words.append(word)
        type_.span = span
        return type_

    def type_name_member(self, span: Span, type_: syntax.TypeName, member: tuple[str, str, Span]) -> syntax.TypeName:
        type_.words[-1] += member[0] + member[1]
        type_.span = span
        return type_

    def new(self, span: Span, _new: str, type_: syntax.TypeName) -> syntax.Expression:
        return self.new_with(span, _new, type_, [])

    def new_with(self, span: Span, _new: str, type_: syntax.TypeName, arguments: list[Any]) -> syntax.Expression:
        words = type_.words
        while len(words) > 1 and fold(words[0]) in ("A", "AN", "UN", "UNE", "OBJECT", "OBJET"):
            del words[0]
        dynamic = [word for word in words if fold(word) in ("DYNAMIC", "DYNAMIQUE")]
        type_.words = [word for word in words if word not in dynamic]
        type_.dynamic = bool(dynamic)
        return syntax.New(span, type_, arguments)

    def new_collection(
        self, span: Span, _new: str, head: syntax.TypeName, of: str, parts: list[Any]
    ) -> syntax.Expression:
        """`new array of 0 X`: a whole type phrase."""
        words = [phrases.Part("word", word, head.span) for word in head.words]
        made = phrases.Phrase([*words, phrases.Part("of", of, head.span), *parts], self.expression).read()
        return syntax.New(span, made or head, [])

    def switch_function(self, span: Span, _switch: str, items: list[Any], otherwise: Any = None) -> syntax.Expression:
        return syntax.SwitchFunction(span, items[0], items[1:], otherwise)
