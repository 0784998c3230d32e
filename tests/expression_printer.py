"""From the tree back to text: expressions and type phrases (language.md 4.2 to 4.7 and 6)."""

from __future__ import annotations

from typing import Any

from wlmail.language import syntax
from wlmail.language.automaton import RANKS, SIGNS
from wlmail.language.names import fold
from wlmail.language.patterns import WORD

Expression = syntax.Expression

WORDS = {
    "MODULO": ("MODULO", "MODULO"), "<<": ("BitShiftLeft", "BitDécaleGauche"),
    ">>": ("BitShiftRight", "BitDécaleDroite"), "AND": ("AND", "ET"), "OR": ("OR", "OU"),
    "_AND_": ("_AND_", "_ET_"), "_OR_": ("_OR_", "_OU_"), "NOT": ("NOT", "PAS"), "IN": ("IN", "DANS"),
    "_IN_": ("_IN_", "_DANS_"), "TO": ("TO", "À"), "ON": ("ON", "SUR"), "ELSE": ("ELSE", "SINON"),
    "TRUE": ("True", "Vrai"), "FALSE": ("False", "Faux"), "OBJECT": ("object", "objet"),
    "NEW": ("new", "allouer un"), "SWITCH": ("SWITCH", "SELON"), "PROCEDURE": ("PROCEDURE", "PROCÉDURE"),
    "END": ("END", "FIN"), "IS": ("is", "est"), "ARE": ("are", "sont"), "LOCAL": ("LOCAL", "LOCAL"),
    "ARRAY": ("array", "tableau"), "FIXED": ("fixed", "fixe"), "ASSOCIATIVE": ("associative", "associatif"),
    "OF": ("of", "de"), "BY": ("by", "par"), "DYNAMIC": ("dynamic", "dynamique"), "QUEUE": ("queue", "file"),
    "STACK": ("stack", "pile"), "LIST": ("list", "liste"), "GROWTH": ("growth", "croissance"),
}  # fmt: skip
"""What the printer writes for a keyword: in English, in French."""

_NAMED = {"%": "MODULO"} | {sign: sign for sign in ("<<", ">>", "AND", "OR", "_AND_", "_OR_")}
_RANK = {sign: RANKS[name] for sign, name in SIGNS.items() if name in RANKS} | {
    "<<": RANKS["SHIFT_LEFT"], ">>": RANKS["SHIFT_RIGHT"], "_AND_": RANKS["AND_THEN"], "_OR_": RANKS["OR_ELSE"],
    "AND": RANKS["AND"], "OR": RANKS["OR"], "%": RANKS["MODULO"],
}  # fmt: skip
COMPARING = RANKS["EQ"]
LOGIC = RANKS["AND"]
PREFIX, PRIMARY, POSTFIX = 70, 95, 100
_POSTFIX = (
    syntax.Name, syntax.CurrentMember, syntax.WithMember, syntax.Attribute, syntax.Call, syntax.Index, syntax.SubArray,
    syntax.TextPart, syntax.ThisObject, syntax.Indirection, syntax.Text, syntax.ResourceText, syntax.Tuple,
)  # fmt: skip


def rank(node: Expression) -> int:
    """How tightly the outermost operator of an expression binds; what binds less is put in parentheses."""
    if isinstance(node, syntax.Conditional | syntax.Lambda):
        return 0
    if isinstance(node, syntax.Binary):
        return _RANK[node.operator]
    if isinstance(node, syntax.Comparison | syntax.Membership):
        return COMPARING
    if isinstance(node, syntax.Unary):
        return RANKS["NOT"] if node.operator == "NOT" else PREFIX
    if isinstance(node, syntax.Increment):
        return 90
    return POSTFIX if isinstance(node, _POSTFIX) else PRIMARY


class ExpressionPrinter:
    """Writes expressions and types. `french` says in which language the keywords are."""

    def __init__(self, french: bool) -> None:
        self.french = french

    def word(self, key: str) -> str:
        return WORDS[key][self.french]

    def body(self, body: syntax.Body, indent: int) -> list[str]:
        raise NotImplementedError

    def parameters(self, items: list[syntax.Parameter], is_open: bool = False) -> str:
        raise NotImplementedError

    # --- Expressions ------------------------------------------------------------------------------------------------

    def expression(self, node: Expression | None, least: int = 0) -> str:
        """The text of an expression, in parentheses when it binds less tightly than `least`."""
        if node is None:
            return ""
        text = str(getattr(self, "_" + type(node).__name__.lower())(node))
        return f"({text})" if rank(node) < least else text

    def expressions(self, nodes: list[Any]) -> str:
        return ", ".join(map(self.expression, nodes))

    def _integer(self, node: syntax.Integer) -> str:
        return str(node.value)

    def _real(self, node: syntax.Real) -> str:
        return "1e999" if node.value == float("inf") else repr(node.value)

    def _exact(self, node: syntax.Exact) -> str:
        return f"{'0m' if node.currency else '0n'}{node.value:f}"

    def _durationliteral(self, node: syntax.DurationLiteral) -> str:
        return f"{node.milliseconds}ms"

    def _text(self, node: syntax.Text) -> str:
        return _lines([node.value]) if "\n" in node.value else '"' + node.value.replace('"', '""') + '"'

    def _interpolated(self, node: syntax.Interpolated) -> str:
        texts = [part for part in node.parts if isinstance(part, str)]
        written = [raw for part, raw in zip(node.parts, node.raw, strict=True) if not isinstance(part, str)]
        if any("\n" in text for text in texts) or any('"' in raw.replace('""', "") for raw in written):
            return _lines(node.raw)
        pieces = [
            raw.replace('"', '""') if isinstance(part, str) else raw
            for part, raw in zip(node.parts, node.raw, strict=True)
        ]
        return '"' + "".join(pieces) + '"'

    def _resourcetext(self, node: syntax.ResourceText) -> str:
        return node.token

    def _boolean(self, node: syntax.Boolean) -> str:
        return self.word("TRUE" if node.value else "FALSE")

    def _null(self, _node: syntax.Null) -> str:
        return "Null"

    def _name(self, node: syntax.Name) -> str:
        return node.text

    def _currentmember(self, node: syntax.CurrentMember) -> str:
        return ("::" if node.class_level else ":") + _member(node.name)

    def _withmember(self, node: syntax.WithMember) -> str:
        return "." + _member(node.name)

    def _attribute(self, node: syntax.Attribute) -> str:
        return self.expression(node.object, POSTFIX) + node.operator + _member(node.name)

    def _argument(self, node: syntax.Argument) -> str:
        value = "*" if node.value is None else self.expression(node.value)
        return f"<{node.name}>: {value}" if node.name else value

    def arguments(self, items: list[syntax.Argument]) -> str:
        return f"({', '.join(map(self._argument, items))})"

    def _call(self, node: syntax.Call) -> str:
        return self.expression(node.function, POSTFIX) + self.arguments(node.arguments)

    def _index(self, node: syntax.Index) -> str:
        return self._between(node.object, "[", self.expressions(node.indexes), "]")

    def _subarray(self, node: syntax.SubArray) -> str:
        inside = "*"
        if node.first is not None or node.last is not None:
            inside = f"{self.expression(node.first)} {self.word('TO')} {self.expression(node.last)}".strip()
        return self._between(node.object, "[", inside, "]")

    def _textpart(self, node: syntax.TextPart) -> str:
        inside = self.expression(node.first)
        if node.count is not None:
            inside += f" {self.word('ON')} {self.expression(node.count)}"
        elif not node.single:
            inside = f"{inside} {self.word('TO')} {self.expression(node.last)}".strip()
        return self._between(node.object, "[[", inside, "]]")

    def _between(self, target: Expression, opening: str, inside: str, closing: str) -> str:
        if inside.startswith("["):  # `t[[` would open a range of characters
            inside = f" {inside} "
        return self.expression(target, POSTFIX) + opening + inside + closing

    def _unary(self, node: syntax.Unary) -> str:
        if node.operator == "NOT":
            return f"{self.word('NOT')} {self.expression(node.operand, RANKS['NOT'])}"
        operand = self.expression(node.operand, PREFIX)
        # A sign before a sign would be an increment.
        return f"{node.operator}({operand})" if operand[0] in "+-&" else node.operator + operand

    def _binary(self, node: syntax.Binary) -> str:
        bound = _RANK[node.operator]
        right_first = node.operator == "^"
        left = self.expression(node.left, bound + right_first)
        right = self.expression(node.right, bound + (not right_first))
        operator = self.word(_NAMED[node.operator]) if node.operator in _NAMED else node.operator
        return f"{left} {operator} {right}"

    def _comparison(self, node: syntax.Comparison) -> str:
        text = self.expression(node.operands[0], COMPARING + 1)
        if node.operators[0] == "=" and text.endswith("ms"):
            text = f"({text})"  # 3.4: no duration stands before `=`
        for operator, operand in zip(node.operators, node.operands[1:], strict=True):
            text += f" {operator} {self.expression(operand, COMPARING + 1)}"
        return text

    def _membership(self, node: syntax.Membership) -> str:
        negated = self.word("NOT") + " " if node.negated else ""
        inside = self.word("_IN_" if node.lazy else "IN")
        return f"{self.expression(node.subject, COMPARING + 1)} {negated}{inside} ({self.expressions(node.items)})"

    def _range(self, node: syntax.Range) -> str:
        return f"{self.expression(node.low)} {self.word('TO')} {self.expression(node.high)}"

    def _conditional(self, node: syntax.Conditional) -> str:
        condition, then = self.expression(node.condition, 1), self.expression(node.then, 1)
        return f"{condition} ? {then} {self.word('ELSE')} {self.expression(node.otherwise)}"

    def _increment(self, node: syntax.Increment) -> str:
        target = self.expression(node.target, PRIMARY)
        return node.operator + target if node.prefix else target + node.operator

    def _arrayliteral(self, node: syntax.ArrayLiteral) -> str:
        return f"[{self.expressions(node.items)}]"

    def _tuple(self, node: syntax.Tuple) -> str:
        return f"({self.expressions(node.items)})"

    def _indirection(self, node: syntax.Indirection) -> str:
        category = "" if node.category is None else ", " + self.expression(node.category)
        return f"{{{self.expression(node.name)}{category}}}"

    def _new(self, node: syntax.New) -> str:
        arguments = self.arguments(node.arguments) if node.arguments else ""
        return f"{self.word('NEW')} {self.type(node.type)}{arguments}"

    def _switchfunction(self, node: syntax.SwitchFunction) -> str:
        items = self.expressions([node.subject, *node.choices])
        otherwise = f", {self.word('ELSE')} {self.expression(node.otherwise)}" if node.otherwise is not None else ""
        return f"{self.word('SWITCH')}({items}{otherwise})"

    def _thisobject(self, _node: syntax.ThisObject) -> str:
        return self.word("OBJECT")

    def _lambda(self, node: syntax.Lambda) -> str:
        if isinstance(node.body, Expression):
            result = self.expression(node.body)
            result = f"({result})" if result.startswith("{") else result  # a brace would open a block
            return f"({', '.join(p.name for p in node.parameters)}) => {result}"
        lines = "".join(line + "\n" for line in self.body(node.body, 1))
        body = node.body
        if body.on_error is not None or body.on_exception is not None or body.finally_ is not None:
            head = self.word("PROCEDURE") + self.parameters(node.parameters)
            return f"{head}\n{lines}{self.word('END')}"
        if all(p.type is None and p.default is None and not p.by_value for p in node.parameters):
            return f"({', '.join(p.name for p in node.parameters)}) => {{\n{lines}}}"
        return f"{self.word('PROCEDURE')}{self.parameters(node.parameters)} {{\n{lines}}}"

    # --- Types ------------------------------------------------------------------------------------------------------

    def type(self, node: syntax.Type | None) -> str:
        """A type phrase; words that name no keyword stay as they were written."""
        of = f" {self.word('OF')} "
        if isinstance(node, syntax.ArrayType):
            return self._array_type(node, of)
        if isinstance(node, syntax.AssociativeType):
            given = ", ".join("*" if option is None else self.expression(option) for option in node.options)
            return f"{self._noun('ASSOCIATIVE')}{f' ({given})' if given else ''}{of}{self.type(node.element)}"
        if isinstance(node, syntax.CollectionType):
            return self.word(node.collection) + of + self.type(node.element)
        if not isinstance(node, syntax.TypeName):
            raise ValueError(f"{node!r} is no type")
        text = " ".join(node.words)
        if node.arguments:
            text += self._sizes(node)
        return text + ("?" if node.nullable else "") + (" " + self.word("DYNAMIC") if node.dynamic else "")

    def _noun(self, adjective: str) -> str:
        words = [self.word(adjective), self.word("ARRAY")]
        return " ".join(reversed(words) if self.french else words)

    def _array_type(self, node: syntax.ArrayType, of: str) -> str:
        text = self._noun("FIXED") if node.fixed else self.word("ARRAY")
        if node.growth is not None:
            text += f" <{self.word('GROWTH')}={self.expression(node.growth)}>"
        sizes = node.sizes
        dimensions = ""
        if sizes and (None in sizes or all(isinstance(size, syntax.Integer) for size in sizes)) and node.element:
            by = f" {self.word('BY')} "
            dimensions = by.join("*" if size is None else self.expression(size, PRIMARY) for size in sizes) + " "
        elif sizes:
            text += f" [{self.expressions(sizes)}]"
        return text + (of + dimensions + self.type(node.element) if node.element is not None else "")

    def _sizes(self, node: syntax.TypeName) -> str:
        if fold(node.words[-1]) in ("ON", "SUR") and len(node.arguments) == 1:
            size = node.arguments[0]
            simple = isinstance(size, syntax.Name | syntax.CurrentMember)
            return f" {self.expression(size)}" if simple else f" ({self.expression(size)})"
        given = ", ".join("*" if size is None else self.expression(size) for size in node.arguments)
        # `x is T(1)` would be a construction.
        round_ones = None in node.arguments or len(node.words) > 1 or fold(node.words[0]).startswith("NUMERI")
        return f"({given})" if round_ones else f" [{given}]"


def _member(name: str) -> str:
    found = WORD.fullmatch(name)
    return name if found and found[1] == name else f"'{name}'"


def _lines(pieces: list[str]) -> str:
    """A multi-line text, indented by one tab, which is not content."""
    rows = "".join(pieces).split("\r\n")
    indent = "\t" if any(row.strip() for row in rows) else ""
    quote = '"' if any(row.lstrip().startswith("]") for row in rows) else ""
    content = "\n".join(indent + row if row else row for row in rows)
    return f"[{quote}\n{content}\n{quote}]"
