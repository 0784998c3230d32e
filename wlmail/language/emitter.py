"""The compiler's half for expressions: from a bound expression to a Python expression (design 1).

Where both kinds are known the plain Python operation is emitted, else a function of `runtime/`. Every Python node gets
the place of the WLanguage node, so tracebacks and profilers name the program's own lines.
"""

from __future__ import annotations

import ast
from typing import Any

from wlmail.language import registry, syntax
from wlmail.language.meanings import COLLECTIONS, DATES, NUMBERS, Method
from wlmail.language.names import fold
from wlmail.language.source import Source
from wlmail.language.symbols import (
    EnumerationMember,
    ProcedureSymbol,
    PythonNames,
    Structure,
    Variable,
)
from wlmail.runtime import kinds
from wlmail.runtime.kinds import Kind

# Functions of the runtime that compiled programs may call: name → module.
RUNTIME = {
    name: f"wlmail.runtime.{module}"
    for module, names in {
        "conversions": "to_text real_text to_integer to_int to_real to_boolean condition to_ansi to_character to_copy",
        "operators": "add subtract multiply divide power modulo negate plus equal not_equal less less_equal greater "
        "greater_equal soft_equal very_soft_equal starts_with ends_with contains_text bit_and bit_or bit_xor shift_left "
        "shift_right in_range append_separated increment coalesce Optional",
        "text": "character part part_count replace_character replace_part replace_count pieces pieces_with_position positions",
        "arrays": "Array GrowingArray AssociativeArray Queue Stack List index_error",
        "dates": "Date Time DateTime Duration",
        "records": "structure assign enumeration",
        "dynamic": "member set_member item set_item",
        "kinds": "INT1 INT2 INT4 INT8 UINT1 UINT2 UINT4 UINT8 REAL REAL4 CURRENCY NUMERIC BOOLEAN STRING ANSI_STRING "
        "CHARACTER BUFFER DATE TIME DATETIME DURATION VARIANT PROCEDURE NULL ANY_ARRAY fixed_string array_of growing_array_of "
        "associative_of queue_of stack_of list_of record_of",
        "errors": "ErrorJump",
        "run": "Ref",
        "calls": "MISSING TypedRef ItemRef MemberRef NameRef rebind is_in unpack elements call_value call_method FATAL catch "
        "not_offered checked",
    }.items()
    for name in names.split()
}
BUILTINS = "abs bool bytes dict enumerate float globals int len list max min range reversed str tuple run program True False None"
RESERVED = frozenset(RUNTIME) | frozenset(BUILTINS.split())

LIMITS = {
    kinds.INT1: (-(1 << 7), (1 << 7) - 1),
    kinds.INT2: (-(1 << 15), (1 << 15) - 1),
    kinds.INT4: (-(1 << 31), (1 << 31) - 1),
    kinds.INT8: (-(1 << 63), (1 << 63) - 1),
    kinds.UINT1: (0, (1 << 8) - 1),
    kinds.UINT2: (0, (1 << 16) - 1),
    kinds.UINT4: (0, (1 << 32) - 1),
    kinds.UINT8: (0, (1 << 64) - 1),
}
KIND_NAMES = {value: name for name, value in vars(kinds).items() if isinstance(value, Kind)}

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
    "??": "coalesce",
    "??*": "coalesce",
    "?!": "coalesce",
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
Place = dict[str, int]


class Emitter:
    """Emits expressions; `Compiler` adds statements. `imports` collects what the compiled module needs."""

    def __init__(self, source: Source, names: PythonNames, *, session: bool = False) -> None:
        self.source = source
        self.names = names
        self.session = session
        self.imports: dict[str, tuple[str, str]] = {}
        """Python name in the compiled module → (module, attribute)."""
        self.module: list[ast.stmt] = []
        """Statements of the compiled module before the program: structures, kinds of collections."""
        self.with_subjects: list[str] = []
        self.jumps = False
        """Inside the body of a procedure that has CASE ERROR and outside a test: failures jump (9.1)."""
        self._kinds: dict[str, str] = {}
        self._temporaries = 0

    # --- Small pieces ------------------------------------------------------------------------------------------

    def place(self, node: syntax.Node) -> Place:
        line, column = self.source.position(node.span[0])
        end_line, end_column = self.source.position(max(node.span))
        return {"lineno": line, "col_offset": column - 1, "end_lineno": end_line, "end_col_offset": end_column - 1}

    def name(self, name: str, at: Place) -> ast.expr:
        return ast.Name(name, ast.Load(), **at)

    def const(self, value: Any, at: Place) -> ast.expr:
        return ast.Constant(value, **at)

    def runtime(self, name: str, at: Place) -> ast.expr:
        """A function or class of the runtime, imported by the compiled module."""
        self.imports[name] = (RUNTIME[name], name)
        return ast.Name(name, ast.Load(), **at)

    def call(self, name: str, arguments: list[ast.expr], at: Place) -> ast.expr:
        return ast.Call(self.runtime(name, at), arguments, [], **at)

    def builtin(self, name: str, arguments: list[ast.expr], at: Place) -> ast.expr:
        return ast.Call(ast.Name(name, ast.Load(), **at), arguments, [], **at)

    def method(self, target: ast.expr, name: str, arguments: list[ast.expr], at: Place) -> ast.expr:
        return ast.Call(ast.Attribute(target, name, ast.Load(), **at), arguments, [], **at)

    def imported(self, module: str, attribute: str, at: Place) -> ast.expr:
        """A function or class of the library."""
        python = self.names.give(attribute, (module, attribute))
        self.imports[python] = (module, attribute)
        return ast.Name(python, ast.Load(), **at)

    def temporary(self) -> str:
        self._temporaries += 1
        return self.names.give(f"t_{self._temporaries}", object())

    def kind(self, kind: Kind, at: Place) -> ast.expr:
        """The kind as a Python expression: a constant of `runtime.kinds` or of the compiled module."""
        if kind in KIND_NAMES:
            return self.runtime(KIND_NAMES[kind], at)
        made = self._make_kind(kind, at)
        text = ast.dump(made)
        if text not in self._kinds:
            name = self._kinds[text] = self.names.give(f"KIND_{len(self._kinds) + 1}", text)
            self.module.append(ast.Assign([ast.Name(name, ast.Store(), **at)], made, **at))
        return ast.Name(self._kinds[text], ast.Load(), **at)

    def _make_kind(self, kind: Kind, at: Place) -> ast.expr:
        makers = {
            "array": "array_of",
            "growing": "growing_array_of",
            "associative": "associative_of",
            "queue": "queue_of",
            "stack": "stack_of",
            "list": "list_of",
        }
        if kind.family in makers and kind.element is not None:
            return self.call(makers[kind.family], [self.kind(kind.element, at)], at)
        if kind.family == "structure":
            return self.call(
                "record_of", [self.name(self.structure_of(kind).python, at), self.const(kind.name, at)], at
            )
        if kind.family == "record" and kind.record is not None:
            cls = self.imported(kind.record.__module__, kind.record.__name__, at)
            return self.call("record_of", [cls, self.const(kind.name, at)], at)
        if kind.family == "text":
            return self.call("fixed_string", [self.const(len(kind.default()), at)], at)
        return self.runtime("VARIANT", at)

    def structure_of(self, kind: Kind) -> Structure:
        raise NotImplementedError

    def default(self, kind: Kind | None, at: Place) -> ast.expr:
        """A new default value of a kind (4.2)."""
        if kind is None or kind.family in ("variant", "null", "procedure"):
            return self.const(None, at)
        if kind.family in ("text", "integer", "real", "boolean"):
            return self.const(kind.default(), at)
        if kind.family == "array" and kind.element is not None and kind is not kinds.ANY_ARRAY:
            return self.call("Array", [self.kind(kind.element, at)], at)
        if kind.family == "structure":
            return ast.Call(self.name(self.structure_of(kind).python, at), [], [], **at)
        if kind.family == "record" and kind.record is not None:
            return ast.Call(self.imported(kind.record.__module__, kind.record.__name__, at), [], [], **at)
        if kind.family == "enumeration":
            return self.enumeration_default(kind, at)
        return self.method(self.kind(kind, at), "default", [], at)

    def enumeration_default(self, kind: Kind, at: Place) -> ast.expr:
        raise NotImplementedError

    # --- Conversions (5) ---------------------------------------------------------------------------------------

    def expression(self, node: syntax.Expression) -> ast.expr:
        result: ast.expr = getattr(self, f"_{type(node).__name__.lower()}")(node, self.place(node))
        return result

    def converted(self, node: syntax.Expression, kind: Kind | None) -> ast.expr:
        """The value of an expression as a value of `kind`."""
        if kind is not None and isinstance(node, syntax.ArrayLiteral) and kind.family in COLLECTIONS:
            return self.array(node, kind)
        return self.convert(self.expression(node), node.kind, kind, self.place(node), _is_arithmetic(node))

    def convert(
        self, value: ast.expr, given: Kind | None, kind: Kind | None, at: Place, arithmetic: bool = False
    ) -> ast.expr:
        """Emits the conversion of a value from one kind to another; `arithmetic`: it may be out of its kind's range."""
        if kind is None or kind is kinds.VARIANT or (given is kind and not arithmetic):
            return value
        family = kind.family
        before = given.family if given is not None else ""
        if family == "text":
            if kind is kinds.STRING:
                return self.text(value, given, at)
            if kind is kinds.CHARACTER:
                return self.call("to_character", [value], at)
            return self.method(self.kind(kind, at), "convert", [value], at)
        if family == "integer":
            return self._to_integer(value, given, kind, at, arithmetic)
        if family == "real" and kind is kinds.REAL:
            if before == "real":
                return value
            if before in ("integer", "boolean"):
                return self.builtin("float", [value], at)
            return self.call("to_real", [value], at)
        if family == "boolean":
            return self.boolean(value, given, at, "to_boolean")
        if family == before and family in ("array", "growing", "structure", "record") and family != "structure":
            if given is not None and (family != "record" or given.record is kind.record):
                return value
        if family == "enumeration":
            return value
        return self.method(self.kind(kind, at), "convert", [value], at)

    def _to_integer(self, value: ast.expr, given: Kind | None, kind: Kind, at: Place, arithmetic: bool) -> ast.expr:
        low, high = LIMITS[kind]
        if isinstance(value, ast.Constant) and type(value.value) is int and low <= value.value <= high:
            return value
        if given is kinds.BOOLEAN:
            return self.builtin("int", [value], at)
        if given is not None and given.family == "integer":
            known_low, known_high = LIMITS[given]
            if not arithmetic and low <= known_low and known_high <= high:
                return value
            # In place: a call would cost more than the arithmetic it checks.
            name = self.temporary()
            inside = ast.Compare(
                self.const(low, at),
                [ast.LtE(), ast.LtE()],
                [ast.NamedExpr(ast.Name(name, ast.Store(), **at), value, **at), self.const(high, at)],
                **at,
            )
            failing = self.call("to_integer", [self.name(name, at), self.const(low, at), self.const(high, at)], at)
            return ast.IfExp(inside, self.name(name, at), failing, **at)
        return self.call("to_integer", [value, self.const(low, at), self.const(high, at)], at)

    def text(self, value: ast.expr, given: Kind | None, at: Place) -> ast.expr:
        """The value as a text (5.1)."""
        if given is not None:
            if given.family == "text":
                return value
            if given.family == "integer":
                return self.builtin("str", [value], at)
            if given is kinds.REAL:
                return self.call("real_text", [value], at)
        return self.call("to_text", [value], at)

    def boolean(self, value: ast.expr, given: Kind | None, at: Place, helper: str) -> ast.expr:
        """The value as a Python bool; `helper` is `condition` in a test (a text is an error there), else `to_boolean`."""
        if given is kinds.BOOLEAN:
            return value
        if given is not None and given.family in ("integer", "real"):
            return ast.Compare(value, [ast.NotEq()], [self.const(0, at)], **at)
        return self.call(helper, [value], at)

    def condition(self, node: syntax.Expression) -> ast.expr:
        """An expression as the condition of IF, WHILE, NOT, AND … (5.4); a failure tested there does not jump (9.1)."""
        jumps, self.jumps = self.jumps, False
        value = self.boolean(self.expression(node), node.kind, self.place(node), "condition")
        self.jumps = jumps
        return value

    # --- Literals ----------------------------------------------------------------------------------------------

    def _integer(self, node: syntax.Integer, at: Place) -> ast.expr:
        return self.const(node.value, at)

    def _real(self, node: syntax.Real, at: Place) -> ast.expr:
        return self.const(node.value, at)

    def _exact(self, node: syntax.Exact, at: Place) -> ast.expr:
        kind = kinds.CURRENCY if node.currency else kinds.NUMERIC
        return self.method(self.kind(kind, at), "convert", [self.const(str(node.value), at)], at)

    def _durationliteral(self, node: syntax.DurationLiteral, at: Place) -> ast.expr:
        return self.call("Duration", [self.const(node.milliseconds, at)], at)

    def _text(self, node: syntax.Text, at: Place) -> ast.expr:
        return self.const(node.value, at)

    def _resourcetext(self, node: syntax.ResourceText, at: Place) -> ast.expr:
        return self.const(node.text, at)

    def _boolean(self, node: syntax.Boolean, at: Place) -> ast.expr:
        return self.const(node.value, at)

    def _null(self, node: syntax.Null, at: Place) -> ast.expr:
        return self.const(None, at)

    def _interpolated(self, node: syntax.Interpolated, at: Place) -> ast.expr:
        pieces: list[ast.expr] = []
        for part in node.parts:
            if isinstance(part, str):
                pieces.append(self.const(part, at))
            else:
                value = self.text(self.expression(part), part.kind, at)
                pieces.append(ast.FormattedValue(value, -1, None, **at))
        return ast.JoinedStr(pieces, **at)

    def _arrayliteral(self, node: syntax.ArrayLiteral, at: Place) -> ast.expr:
        return self.array(node, node.kind)

    def array(self, node: syntax.ArrayLiteral, kind: Kind) -> ast.expr:
        """An array literal as a collection of `kind`; pairs fill an associative array (4.4)."""
        at = self.place(node)
        element = kind.element or kinds.VARIANT
        if kind.family == "associative":
            made = self.default(kind, at)
            pairs = [
                ast.Tuple([self.expression(i.items[0]), self.converted(i.items[1], element)], ast.Load(), **at)
                for i in node.items
                if isinstance(i, syntax.ArrayLiteral) and len(i.items) == 2
            ]
            return self.method(made, "filled", [ast.List([*pairs], ast.Load(), **at)], at)
        items = [self.converted(item, element) for item in node.items]
        values = ast.List(items, ast.Load(), **at)
        if kind.family in ("queue", "stack", "list"):
            return self.method(self.default(kind, at), "filled", [values], at)
        return self.call("Array", [self.kind(element, at), values], at)

    def _tuple(self, node: syntax.Tuple, at: Place) -> ast.expr:
        return ast.Tuple([self.expression(item) for item in node.items], ast.Load(), **at)

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

    def _withmember(self, node: syntax.WithMember, at: Place) -> ast.expr:
        return self.member(self.name(self.with_subjects[-1], at), node, node.name, at)

    def _attribute(self, node: syntax.Attribute, at: Place) -> ast.expr:
        if isinstance(node.symbol, EnumerationMember | registry.Function):
            return self.symbol(node.symbol, at, node)
        if node.operator == ">>":
            return self.call(
                "not_offered", [self.const(f"«>>{node.name}»", at), self.const("OLE is Windows only", at)], at
            )
        return self.member(self.expression(node.object), node, node.name, at, node.object.kind)

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
        if (
            kind is not None
            and kind.family in ("array", "growing", "text")
            and fold(name) in ("OCCURRENCE", "COUNT", "LENGTH", "TAILLE")
        ):
            return self.builtin("len", [target], at)
        return self.call("member", [target, self.const(name, at)], at)

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
            return self.method_call(
                symbol, self.expression(function.object), function.object.kind, node.arguments, at, node
            )
        if isinstance(symbol, ProcedureSymbol):
            receiver = []
            if isinstance(function, syntax.Attribute):
                receiver = [syntax.Argument(function.object.span, function.object)]
            return self.procedure_call(symbol, [*receiver, *node.arguments], at)
        if isinstance(function, syntax.Attribute) and function.operator == ">>":
            return self._attribute(function, at)
        values = [self._plain_argument(argument) for argument in node.arguments]
        return self.call("call_value", [self.expression(function), *values], at)

    def _plain_argument(self, argument: syntax.Argument) -> ast.expr:
        if argument.value is None:
            return self.runtime("MISSING", self.place(argument))
        symbol = argument.value.symbol
        if isinstance(argument.value, syntax.Name) and isinstance(symbol, Variable) and symbol.boxed:
            return self.reference(argument.value, None)
        return self.expression(argument.value)

    def procedure_call(self, symbol: ProcedureSymbol, arguments: list[syntax.Argument], at: Place) -> ast.expr:
        given: list[ast.expr] = []
        for i, argument in enumerate(arguments):
            parameter = symbol.parameters[i] if i < len(symbol.parameters) else None
            if argument.value is None:
                given.append(self.runtime("MISSING", at))
            elif parameter is not None and parameter.boxed and parameter.is_parameter:
                given.append(self.reference(argument.value, parameter.kind))
            elif parameter is not None:
                given.append(self.converted(argument.value, parameter.kind))
            else:
                given.append(self.expression(argument.value))
        return ast.Call(self.name(symbol.python, at), given, [], **at)

    def reference(self, node: syntax.Expression, kind: Kind | None) -> ast.expr:
        """The argument of a reference parameter: the variable's own cell, or a cell with the converted value (8.2)."""
        at = self.place(node)
        given = node.kind
        fits = kind is None or given is kind or (given is not None and given.family == kind.family)
        if fits and isinstance(node, syntax.Name) and isinstance(node.symbol, Variable):
            if self.is_global(node.symbol):
                arguments = [self.builtin("globals", [], at), self.const(node.symbol.python, at)]
                if given is not None:
                    arguments.append(self.kind(given, at))
                return self.call("NameRef", arguments, at)
            if node.symbol.boxed:
                return self.name(node.symbol.python, at)
        if fits and isinstance(node, syntax.Index) and len(node.indexes) == 1:
            return self.call("ItemRef", [self.expression(node.object), self.expression(node.indexes[0])], at)
        if fits and isinstance(node, syntax.Attribute) and isinstance(node.symbol, registry.Property | tuple):
            return self.call("MemberRef", [self.expression(node.object), self.const(node.name, at)], at)
        return self.call("Ref", [self.converted(node, kind)], at)

    def method_call(
        self,
        method: Method,
        target: ast.expr,
        kind: Kind | None,
        arguments: list[syntax.Argument],
        at: Place,
        node: syntax.Expression,
    ) -> ast.expr:
        if len(method.functions) == 1 and ((method.functions[0][0] == "" and kind is not None) or kind is not None):
            function = method.functions[0][1]
            first = function.parameters[0].kind if function.parameters else None
            return self.library_call(function, arguments, [self.convert(target, kind, first, at)], at, node)
        name = node.function.name if isinstance(node, syntax.Call) and hasattr(node.function, "name") else ""
        table = [
            ast.Tuple(
                [
                    self.const(prefix, at),
                    self.imported(function.module, function.attribute, at),
                    self.const(function.takes_run, at),
                ],
                ast.Load(),
                **at,
            )
            for prefix, function in method.functions
            if not function.because
        ]
        first_function = method.functions[0][1]
        given = []
        for i, argument in enumerate(arguments, 1):
            parameter = first_function.parameters[i] if i < len(first_function.parameters) else None
            if argument.value is not None:
                given.append(self.converted(argument.value, parameter.kind if parameter else None))
        values = [self.name("run", at), target, self.const(name, at), ast.Tuple([*table], ast.Load(), **at), *given]
        return self._checked(self.call("call_method", values, at), any(f.can_fail for _, f in method.functions), at)

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
                "not_offered", [self.const(f"«{function.english}»", at), self.const(function.because, at)], at
            )
        positional: list[ast.expr] = [self.name("run", at)] if function.takes_run else []
        positional += receiver
        keywords: list[ast.keyword] = []
        parameters = function.parameters[len(receiver) :]
        skipped = False
        for i, argument in enumerate(arguments):
            parameter = parameters[min(i, len(parameters) - 1)]
            if argument.value is None:
                skipped = True  # `*` keeps the default: what follows goes by name
                continue
            if parameter.by_reference:
                value = self.reference(argument.value, None)
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

    def _indirection(self, node: syntax.Indirection, at: Place) -> ast.expr:
        return self.call("not_offered", [self.const("indirection", at), self.const("use the variable itself", at)], at)

    def _wrong(self, node: syntax.Wrong, at: Place) -> ast.expr:
        raise AssertionError("a program with syntax errors is not compiled")

    # --- Elements and parts ------------------------------------------------------------------------------------

    def _index(self, node: syntax.Index, at: Place) -> ast.expr:
        return self.element(self.expression(node.object), node.object.kind, node.indexes, at)

    def element(self, target: ast.expr, kind: Kind | None, indexes: list[syntax.Expression], at: Place) -> ast.expr:
        for i, index in enumerate(indexes):
            if kind is None or kind.family not in COLLECTIONS:
                rest = ast.Tuple([self.expression(other) for other in indexes[i:]], ast.Load(), **at)
                return self.call("item", [target, rest], at)
            if kind.family == "array":
                target = ast.Subscript(target, self.offset(target, index), ast.Load(), **at)
            elif kind.family == "associative":
                target = self.method(target, "get", [self.expression(index)], at)
            else:
                target = self.method(target, "get", [self.converted(index, kinds.INT8)], at)
            kind = kind.element
        return target

    def offset(self, target: ast.expr, index: syntax.Expression) -> ast.expr:
        """The Python index of a WLanguage index; Python itself finds one past the end, zero and less are found here."""
        at = self.place(index)
        if isinstance(index, syntax.Integer) and index.value > 0:
            return self.const(index.value - 1, at)
        value = self.converted(index, kinds.INT8)
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
        return self.call(*self.part_call(node, target, "character", "part", "part_count", at), at)

    def part_call(
        self, node: syntax.TextPart, target: ast.expr, one: str, several: str, counted: str, at: Place
    ) -> tuple[str, list[ast.expr]]:
        """The function and arguments for `s[[…]]`: one character, from-to, or from-count (6.4)."""
        first = self.converted(node.first, kinds.INT8) if node.first else self.const(1, at)
        if node.single:
            return one, [target, first]
        if node.count is not None:
            return counted, [target, first, self.converted(node.count, kinds.INT8)]
        last = self.converted(node.last, kinds.INT8) if node.last else self.const(None, at)
        return several, [target, first, last]

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
        left, right = node.left, node.right
        families = {left.kind.family if left.kind else "", right.kind.family if right.kind else ""}
        if operator == "+":
            optional = self._optional_concatenation(node, at)
            if optional is not None:
                return optional
            if node.kind is kinds.STRING and "" not in families and not families & (DATES | COLLECTIONS):
                return ast.BinOp(
                    self.text(self.expression(left), left.kind, at),
                    ast.Add(),
                    self.text(self.expression(right), right.kind, at),
                    **at,
                )
        if operator in PYTHON_OPERATORS and families <= NUMBERS - {"exact"}:
            return ast.BinOp(self.expression(left), PYTHON_OPERATORS[operator], self.expression(right), **at)
        values = [self.expression(left), self.expression(right)]
        if operator == "%" and families == {"integer"} and all(isinstance(v, ast.Name | ast.Constant) for v in values):
            # Python's remainder follows the divisor, WLanguage's the dividend; they agree between positive numbers.
            positive = ast.BoolOp(
                ast.And(),
                [
                    ast.Compare(values[0], [ast.GtE()], [self.const(0, at)], **at),
                    ast.Compare(values[1], [ast.Gt()], [self.const(0, at)], **at),
                ],
                **at,
            )
            plain = ast.BinOp(values[0], ast.Mod(), values[1], **at)
            return ast.IfExp(positive, plain, self.call("modulo", values, at), **at)
        return self.call(HELPERS[operator], values, at)

    def _optional_concatenation(self, node: syntax.Binary, at: Place) -> ast.expr | None:
        """`s + [sep]` and `[pre] + s` next to something that is no array (6.4)."""
        sides = []
        for side, other in ((node.left, node.right), (node.right, node.left)):
            single = isinstance(side, syntax.ArrayLiteral) and len(side.items) == 1
            array = (
                other.kind is not None
                and other.kind.family in COLLECTIONS
                and not isinstance(other, syntax.ArrayLiteral)
            )
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
        if node.operator.startswith("_") or _is_harmless(node.right):
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
        if operator in PYTHON_COMPARISONS and left_kind is not None and right_kind is not None:
            families = {left_kind.family, right_kind.family}
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


def _is_arithmetic(node: syntax.Expression) -> bool:
    """The value may lie outside the range of its kind: the range is checked when it is assigned (5.3)."""
    return isinstance(node, syntax.Binary | syntax.Unary | syntax.Conditional | syntax.SwitchFunction)


def _is_harmless(node: syntax.Expression) -> bool:
    """Evaluating the node can neither fail nor do anything."""
    if isinstance(node, syntax.Comparison):
        return all(_is_harmless(operand) for operand in node.operands)
    if isinstance(node, syntax.Unary):
        return node.operator == "NOT" and _is_harmless(node.operand)
    if isinstance(node, syntax.Binary):
        return node.operator in ("AND", "OR", "_AND_", "_OR_") and _is_harmless(node.left) and _is_harmless(node.right)
    if isinstance(node, syntax.Name):
        return isinstance(node.symbol, Variable | registry.Constant) and node.kind is not None
    return isinstance(node, syntax.Integer | syntax.Real | syntax.Text | syntax.Boolean)
