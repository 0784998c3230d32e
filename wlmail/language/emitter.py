"""The compiler's half for expressions: from a bound expression to a Python expression (design 1).

Where both kinds are known the plain Python operation is emitted, else a function of `runtime/`. Every Python node gets
the place of the WLanguage node, so tracebacks and profilers name the program's own lines.
"""

from __future__ import annotations

import ast
from typing import Any, TypedDict

from wlmail.language import syntax
from wlmail.language.lenient import OVERFLOW, TEXT_CONDITION
from wlmail.language.ranges import LIMITS, Interval, Ranges
from wlmail.language.source import Source
from wlmail.language.symbols import (
    Enumeration,
    PythonNames,
    Scope,
    Structure,
)
from wlmail.language.values import COLLECTIONS
from wlmail.runtime import kinds
from wlmail.runtime.kinds import Kind

# Functions of the runtime that compiled programs may call: name → module.
RUNTIME = {
    name: f"wlmail.runtime.{module}"
    for module, names in {
        "conversions": "to_text real_text to_integer wrapped to_int to_real to_boolean condition to_ansi to_character "
        "to_copy",
        "operators": "add subtract multiply divide power modulo negate plus equal not_equal less less_equal greater "
        "greater_equal soft_equal very_soft_equal starts_with ends_with contains_text bit_and bit_or bit_xor "
        "shift_left shift_right in_range append_separated append_optional append_to increment "
        "is_empty no_value Optional",
        "text": "character part part_count replace_character replace_part replace_count pieces pieces_with_position "
        "positions",
        "arrays": "Array GrowingArray AssociativeArray Queue Stack List index_error",
        "dates": "Date Time DateTime",
        "durations": "Duration",
        "records": "structure_class complete assign enumeration kind_of_enumeration",
        "dynamic": "member made_member set_member with_member item set_item item_exists",
        "kinds": "INT1 INT2 INT4 INT8 UINT1 UINT2 UINT4 UINT8 REAL REAL4 CURRENCY NUMERIC BOOLEAN STRING SECRET "
        "ANSI_STRING CHARACTER BUFFER DATE TIME DATETIME DURATION VARIANT JSON PROCEDURE NULL ANY_ARRAY fixed_string "
        "array_of growing_array_of associative_of queue_of stack_of list_of nullable_of record_of "
        "wrapping",
        "errors": "ErrorJump Jump",
        "combinations": "combination kind_of_combination",
        "references": "PartRef MomentRef FixedRef named property_of set_property_of",
        "objects": "Object describe object_of reference_to assign_object cloned copied_into destroy AttributeRef",
        "run": "Ref",
        "form": "FieldRef Form",
        "calls": "MISSING stepped TypedRef ItemRef MemberRef NameRef rebind is_in unpack elements current_elements "
        "put_element call_value call_method call_member FATAL catch not_offered checked label is_armed propagated "
        "received",
    }.items()
    for name in names.split()
}
BUILTINS = """abs bool bytes dict enumerate float globals int len list max min property range reversed staticmethod str
tuple True False None"""
OWN = "run program this INCLUDED"
RESERVED = frozenset(RUNTIME) | frozenset(f"{BUILTINS} {OWN}".split())

SMALL = (1 << 30) - 1
"""Python compares ints up to this one much faster than larger ones: checks look at these limits first."""
KIND_NAMES = {value: name for name, value in vars(kinds).items() if isinstance(value, Kind)}


class Place(TypedDict):
    """Where a Python node comes from: lines from 1, columns from 0, as Python's `ast` wants them."""

    lineno: int
    col_offset: int
    end_lineno: int
    end_col_offset: int


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
        self.scope: Scope = Scope(None)
        """The scope of the procedure being compiled."""
        self.ranges = Ranges()
        self.jumps = False
        """Inside the body of a procedure that has CASE ERROR and outside a test: failures jump (9.1)."""
        self.out_of_range = "wrapped" if OVERFLOW in source.lenient else "to_integer"
        """What makes an integer of a value that may not fit its variable."""
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

    def items(self, array: ast.expr, at: Place) -> ast.expr:
        """The list that holds the values of an array."""
        return ast.Attribute(array, "items", ast.Load(), **at)

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
        wraps = kind.family == "integer" and OVERFLOW in self.source.lenient
        if kind in KIND_NAMES and not wraps:
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
        if kind in KIND_NAMES:
            return self.call("wrapping", [self.runtime(KIND_NAMES[kind], at)], at)
        if kind.family in makers and kind.element is not None:
            return self.call(makers[kind.family], [self.kind(kind.element, at)], at)
        if kind.family == "structure":
            return self.call(
                "record_of", [self.name(self.structure_of(kind).python, at), self.const(kind.name, at)], at
            )
        if kind.family in ("object", "reference"):
            made = self.name_of_record(kind, at)
            return self.call("object_of" if kind.family == "object" else "reference_to", [made], at)
        if kind.family == "nullable" and kind.element is not None:
            return self.call("nullable_of", [self.kind(kind.element, at)], at)
        if kind.family == "combination":
            return self.call("kind_of_combination", [self.name(self.enumeration_of(kind).python, at)], at)
        if kind.family == "enumeration":
            return self.call("kind_of_enumeration", [self.name(self.enumeration_of(kind).python, at)], at)
        if kind.family == "record" and kind.record is not None:
            cls = self.imported(kind.record.__module__, kind.record.__name__, at)
            return self.call("record_of", [cls, self.const(kind.name, at)], at)
        if kind.family == "text":
            return self.call("fixed_string", [self.const(len(kind.default()), at)], at)
        return self.runtime("VARIANT", at)

    def structure_of(self, kind: Kind) -> Structure:
        raise NotImplementedError

    def name_of_record(self, kind: Kind, at: Place) -> ast.expr:
        """The Python class of the objects of a kind, or of the structures that one refers to."""
        raise NotImplementedError

    def default(self, kind: Kind | None, at: Place) -> ast.expr:
        """A new default value of a kind (4.2)."""
        if kind is kinds.JSON:
            return self.method(self.kind(kind, at), "default", [], at)
        if kind is None or kind.family in ("variant", "null", "nullable", "procedure", "reference"):
            return self.const(None, at)
        if kind.family == "object":
            return ast.Call(self.name_of_record(kind, at), [], [], **at)
        if kind.family == "foreign":
            return self.call(
                "not_offered", [self.const(kind.name, at), self.const("wlmail does not have it yet", at)], at
            )
        if kind.family in ("text", "integer", "real", "boolean"):
            return self.const(kind.default(), at)
        if kind.family == "array" and kind.element is not None and kind is not kinds.ANY_ARRAY:
            return self.call("Array", [self.kind(kind.element, at)], at)
        if kind.family == "structure":
            return ast.Call(self.name(self.structure_of(kind).python, at), [], [], **at)
        if kind.family == "record" and kind.record is not None:
            return ast.Call(self.imported(kind.record.__module__, kind.record.__name__, at), [], [], **at)
        if kind.family == "enumeration":
            enumeration = self.enumeration_of(kind)
            first = next(iter(enumeration.members), "")
            if not first:
                return self.const(None, at)
            return ast.Attribute(self.name(enumeration.python, at), first, ast.Load(), **at)
        return self.method(self.kind(kind, at), "default", [], at)

    def enumeration_of(self, kind: Kind) -> Enumeration:
        raise NotImplementedError

    # --- Conversions (5) ---------------------------------------------------------------------------------------

    def expression(self, node: syntax.Expression) -> ast.expr:
        result: ast.expr = getattr(self, f"_{type(node).__name__.lower()}")(node, self.place(node))
        return result

    def converted(self, node: syntax.Expression, kind: Kind | None) -> ast.expr:
        """The value of an expression as a value of `kind`."""
        if kind is not None and isinstance(node, syntax.ArrayLiteral) and kind.family in COLLECTIONS:
            return self.array(node, kind)
        value, at = self.expression(node), self.place(node)
        if _ends_optional(node):
            # An optional separator at the end waits for the next text only inside the sum, not in a variable (6.4).
            value = self.call("to_text", [value], at)
        if kind in LIMITS and node.kind is not None and node.kind.family == "integer":
            return self.in_range(value, self.ranges.of(node), kind, at)
        return self.convert(value, node.kind, kind, at)

    def convert(self, value: ast.expr, given: Kind | None, kind: Kind | None, at: Place) -> ast.expr:
        """Emits the conversion of a value from one kind to another."""
        if kind is None or kind.family in ("variant", "foreign") or given is kind:
            if kind is kinds.JSON and given is not kind:
                return self.method(self.kind(kind, at), "convert", [value], at)
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
            return self._to_integer(value, given, kind, at)
        if family == "real" and kind is kinds.REAL:
            if before == "real":
                return value
            if before in ("integer", "boolean"):
                return self.builtin("float", [value], at)
            return self.call("to_real", [value], at)
        if family == "boolean":
            return self.boolean(value, given, at, "to_boolean")
        if given is not None and (kinds.same(given, kind) or (family == "array" and holds_any(kind, before))):
            return value
        if family == before == "growing":
            return value
        if given is not None and family == before == "record" and given.record is kind.record:
            return value
        if given is not None and self.is_one_of(given, kind):
            return value
        return self.method(self.kind(kind, at), "convert", [value], at)

    def is_one_of(self, given: Kind, kind: Kind) -> bool:
        """Every value of the one kind is one of the other: Null, an object of the class or of one that inherits it."""
        raise NotImplementedError

    def _to_integer(self, value: ast.expr, given: Kind | None, kind: Kind, at: Place) -> ast.expr:
        if given is kinds.BOOLEAN:
            return self.builtin("int", [value], at)
        if given in LIMITS:
            return self.in_range(value, LIMITS[given], kind, at)
        low, high = LIMITS[kind]
        return self.call(self.out_of_range, [value, self.const(low, at), self.const(high, at)], at)

    def in_range(self, value: ast.expr, known: Interval | None, kind: Kind, at: Place) -> ast.expr:
        """An int checked against the limits of a kind, as far as `known`, what it can be, does not lie inside them."""
        low, high = LIMITS[kind]
        if isinstance(value, ast.Constant) and type(value.value) is int and low <= value.value <= high:
            return value
        above = known is not None and low <= known[0]
        below = known is not None and known[1] <= high
        if above and below:
            return value
        # In place: a call would cost more than the arithmetic it checks.
        name = self.temporary()
        found = ast.NamedExpr(ast.Name(name, ast.Store(), **at), value, **at)
        least, most = self.const(max(low, -SMALL), at), self.const(min(high, SMALL), at)
        if above:
            inside = ast.Compare(found, [ast.LtE()], [most], **at)
        elif below:
            inside = ast.Compare(least, [ast.LtE()], [found], **at)
        else:
            inside = ast.Compare(least, [ast.LtE(), ast.LtE()], [found, most], **at)
        failing = self.call(self.out_of_range, [self.name(name, at), self.const(low, at), self.const(high, at)], at)
        return ast.IfExp(inside, self.name(name, at), failing, **at)

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
        """The value as a bool; `helper` is `condition` in a test (a text is an error there), else `to_boolean`."""
        if given is kinds.BOOLEAN:
            return value
        if given is not None and given.family in ("integer", "real"):
            return ast.Compare(value, [ast.NotEq()], [self.const(0, at)], **at)
        return self.call(helper, [value], at)

    def condition(self, node: syntax.Expression) -> ast.expr:
        """An expression as the condition of IF, WHILE, NOT, AND … (5.4); a failure tested there does not jump (9.1)."""
        jumps, self.jumps = self.jumps, False
        helper = "to_boolean" if TEXT_CONDITION in self.source.lenient else "condition"
        value = self.boolean(self.expression(node), node.kind, self.place(node), helper)
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


def holds_any(kind: Kind, before: str) -> bool:
    """An array of variants may be any array: what is assigned to its elements asks for their type then."""
    return kind.element is kinds.VARIANT and before in ("array", "growing")


def _ends_optional(node: syntax.Expression) -> bool:
    """The expression is `text + [separator]`."""
    if isinstance(node, syntax.Binary) and node.operator == "+" and isinstance(node.right, syntax.ArrayLiteral):
        return len(node.right.items) == 1 and not (node.left.kind is not None and node.left.kind.family in COLLECTIONS)
    return False
