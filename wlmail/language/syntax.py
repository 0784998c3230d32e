"""The abstract syntax tree: what a program says, in either language, with the place where it says it.

A node class is a list of its fields; `Node` gives it slots and a constructor whose first argument is the span. French
and English, old and new spellings have met before: the tree has an `If`, never a SI. The binder writes meanings into
`kind` of an expression and `symbol` of a name (language.md 15 and 16).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from wlmail.language.diagnostics import Span


def meaning(*, init: bool) -> Any:
    """A slot that the binder fills: no argument of the constructor, None at first."""
    return _MEANING


_MEANING = object()


@dataclass_transform(field_specifiers=(meaning,))
class _NodeMaker(type):
    """Turns the annotations of a class into slots and a constructor; a dataclass would cost 40 ms for this file."""

    def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> _NodeMaker:
        fields = list(space.get("__annotations__", ()))
        defaults = {field: space.pop(field) for field in fields if field in space}
        inherited: list[str] = []
        for base in bases:
            inherited += getattr(base, "FIELDS", [])
            defaults = {**getattr(base, "DEFAULTS", {}), **defaults}
        space["__slots__"] = tuple(fields)
        every = [f for f in inherited if f not in defaults] + [f for f in fields if f not in defaults]
        every += [f for f in inherited if f in defaults] + [f for f in fields if f in defaults]
        space["FIELDS"], space["DEFAULTS"] = every, defaults
        if every and "__init__" not in space:
            given = [f for f in every if defaults.get(f) is not _MEANING]
            arguments = ", ".join(f"{f}=DEFAULTS[{f!r}]" if f in defaults else f for f in given)
            body = "\n ".join(f"self.{f} = {f if f in given else None}" for f in every)
            made: dict[str, Any] = {"DEFAULTS": defaults}
            exec(f"def __init__(self, {arguments}):\n {body}", made)
            space["__init__"] = made["__init__"]
        return super().__new__(cls, name, bases, space)


class Node(metaclass=_NodeMaker):
    """`span` is the start and end offset in the source text."""

    span: Span

    if TYPE_CHECKING:
        FIELDS: ClassVar[list[str]]
        DEFAULTS: ClassVar[dict[str, Any]]

    def __repr__(self) -> str:
        return dump(self)


def dump(value: object) -> str:
    """A node as text, spans and meanings left out: what tests and the differential parser check compare."""
    if isinstance(value, Node):
        fields = [f for f in value.FIELDS if f not in ("span", "kind", "symbol")]
        return f"{type(value).__name__}({', '.join(dump(getattr(value, f)) for f in fields)})"
    if isinstance(value, list):
        return f"[{', '.join(map(dump, value))}]"
    return repr(value)


def walk(value: object) -> Iterator[Node]:
    """Every node below a node or list, itself included."""
    todo = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, list | tuple):
            todo.extend(item)
        elif isinstance(item, Node):
            yield item
            todo.extend(getattr(item, field) for field in item.FIELDS if field not in ("span", "kind", "symbol"))


# --- Programs and procedures (language.md 8) ---------------------------------------------------------------------


class Body(Node):
    """Statements of a procedure or of the main code, with the handlers at its end (8.8). None: no such handler."""

    statements: list[Statement]
    on_error: list[Statement] | None = None
    on_exception: list[Statement] | None = None
    finally_: list[Statement] | None = None


class Parameter(Node):
    name: str
    type: Type | None
    by_value: bool
    default: Expression | None
    name_span: Span


class Procedure(Node):
    """`owner` is the class of a qualified name (`cMail::Send`), `kind_of` one of procedure, constructor, destructor."""

    name: str
    owner: str
    parameters: list[Parameter]
    open_list: bool
    results: list[Type]
    body: Body
    modifiers: tuple[str, ...]
    """Folded English: INTERNAL, GLOBAL, PUBLIC, PRIVATE, PROTECTED, VIRTUAL, ABSTRACT, EXTENSION."""
    name_span: Span


class Program(Node):
    main: Body
    procedures: list[Procedure]


# --- Type phrases (4.2 to 4.7) -----------------------------------------------------------------------------------


class Type(Node):
    pass


class TypeName(Type):
    """`words` as written without articles (`["4", "byte", "int"]`, `["cDossier::EKind"]`); sizes in `(…)` apart."""

    words: list[str]
    arguments: list[Expression | None]
    nullable: bool = False
    dynamic: bool = False


class ArrayType(Type):
    """One dimension an item of `sizes`; None is `*` or no size given."""

    element: Type | None
    sizes: list[Expression | None]
    fixed: bool = False
    growth: Expression | None = None


class AssociativeType(Type):
    element: Type
    options: list[Expression | None]


class CollectionType(Type):
    """`collection` is QUEUE, STACK or LIST."""

    collection: str
    element: Type


# --- Statements (7) ----------------------------------------------------------------------------------------------


class Statement(Node):
    pass


class Declaration(Statement):
    """`operator` is `=`, `<-` or `<=`; only the last name gets `value` (4.1). `scope`: the words before it, or ""."""

    names: list[Name]
    type: Type
    operator: str
    value: Expression | None
    arguments: list[Argument] | None = None
    scope: str = ""


class Let(Statement):
    names: list[Name]
    type: Type | None
    operator: str
    value: Expression
    unpack: bool = False


class Constant(Node):
    name: Name
    type: Type | None
    value: Expression


class Constants(Statement):
    items: list[Constant]
    scope: str = ""


class Member(Statement):
    """A member of an enumeration or combination."""

    name: Name
    value: Expression | None


class StructureDeclaration(Statement):
    """`form` is STRUCTURE, ENUMERATION, COMBINATION or COMPOSED (the old form that declares a variable)."""

    name: Name
    form: str
    members: list[Statement]


class ClassDeclaration(Statement):
    """`form` is CLASS or INTERFACE; `members` hold its sections, `words` are those of its first line (ABSTRACT)."""

    name: Name
    form: str
    bases: list[TypeName]
    members: list[Statement]
    words: tuple[str, ...] = ()


class Section(Statement):
    """Folded English words: GLOBAL, LOCAL, PUBLIC, PRIVATE, PROTECTED, CONSTANT."""

    words: tuple[str, ...]


class Assign(Statement):
    """`operator`: `=` `+=` `-=` `*=` `/=` `<=` (copy) `<-` (alias) `<=>` (swap) `??=` `??=*` (6.6)."""

    target: Expression
    operator: str
    value: Expression


class MultipleAssign(Statement):
    targets: list[Expression | None]
    value: Expression


class ExpressionStatement(Statement):
    expression: Expression


class Branch(Node):
    condition: Expression
    body: list[Statement]


class If(Statement):
    branches: list[Branch]
    otherwise: list[Statement] | None


class CaseValue(Node):
    """One alternative of a CASE: `low` alone is a value or condition; with `operator` a relation (`> 5`)."""

    operator: str
    low: Expression


class CaseRange(Node):
    """`low TO high` (operators `<=`), `1 < * <= 5`; a missing side is None."""

    low: Expression | None
    low_operator: str
    high: Expression | None
    high_operator: str


class Case(Node):
    values: list[CaseValue | CaseRange]
    body: list[Statement]


class Switch(Statement):
    subject: Expression
    cases: list[Case]
    otherwise: list[Statement] | None


class For(Statement):
    """`fixed`: the bound is evaluated once (_TO_). `type`: `FOR i is int = …`."""

    target: Expression
    first: Expression
    last: Expression
    step: Expression | None
    fixed: bool
    body: list[Statement]
    type: Type | None = None


class ForEach(Statement):
    """`form` is "", STRING, POSITION, LINE or RECORD; clauses that are absent are None (7.6)."""

    form: str
    variables: list[Name | None]
    source: Expression | None
    separator: Expression | None
    within: Expression | None
    condition: Expression | None
    options: tuple[str, ...]
    """Folded English: FROM END, IGNORECASE, WHOLEWORD, FROMBEGINNING, SELECTED, NOSAVEPOSITION."""
    body: list[Statement]


class While(Statement):
    condition: Expression
    body: list[Statement]


class Loop(Statement):
    count: Expression | None
    body: list[Statement]


class LoopWhile(Statement):
    body: list[Statement]
    condition: Expression


class Break(Statement):
    switch: bool = False


class Continue(Statement):
    pass


class Return(Statement):
    value: Expression | None


class Goto(Statement):
    label: str


class Label(Statement):
    name: str


class When(Statement):
    """WHEN EXCEPTION IN … DO … ELSE … END; the general form (9.5) has no `body`."""

    body: list[Statement] | None
    handler: list[Statement]
    otherwise: list[Statement] | None


class With(Statement):
    subject: Expression
    body: list[Statement]


class Using(Statement):
    subject: Expression
    body: list[Statement]


class Delete(Statement):
    target: Expression


class Extern(Statement):
    """`path` for a text file to include, "" for names that exist elsewhere."""

    path: str
    names: list[Name]
    type: Type | None = None


class BaseConstructor(Statement):
    """`Constructor Base(args)` inside a constructor (11)."""

    base: str
    arguments: list[Argument]


class InternalProcedure(Statement):
    procedure: Procedure


class Unreadable(Statement):
    """A statement with a syntax error; the parser has said so and gone on."""


# --- Expressions (6) ---------------------------------------------------------------------------------------------


class Expression(Node):
    """`kind` is the static type the binder found (None: not known before the program runs), `symbol` what it names."""

    kind: Any = meaning(init=False)
    symbol: Any = meaning(init=False)


class Integer(Expression):
    value: int


class Real(Expression):
    value: float


class Exact(Expression):
    """`0n…` numeric (`currency` False) and `0m…` currency literals."""

    value: Decimal
    currency: bool


class DurationLiteral(Expression):
    milliseconds: int


class Text(Expression):
    value: str


class Interpolated(Expression):
    """Text with `[%…%]`: strings and expressions in turn; `raw[i]` is the text of `parts[i]` as written (3.7)."""

    parts: list[str | Expression]
    raw: list[str]


class ResourceText(Expression):
    """A `<§…§>` token of a stored project (14.5); `text` inline text if it has one, else the token."""

    token: str
    text: str


class Boolean(Expression):
    value: bool


class Null(Expression):
    pass


class Name(Expression):
    text: str


class CurrentMember(Expression):
    """`:m` (current object) or `::m` (current class)."""

    name: str
    class_level: bool


class WithMember(Expression):
    """`.m` inside a WITH block."""

    name: str


class Attribute(Expression):
    """`operator` is `.` `..` `:` `::` `?.` or `>>`."""

    object: Expression
    name: str
    operator: str
    name_span: Span


class Argument(Node):
    """`value` None is `*`: keep the default. `name` for `<name>: value`, else ""."""

    value: Expression | None
    name: str = ""


class Call(Expression):
    function: Expression
    arguments: list[Argument]


class Index(Expression):
    object: Expression
    indexes: list[Expression]


class SubArray(Expression):
    """`t[2 TO 4]`; `last` None is "to the end"; both None is `t[*]`."""

    object: Expression
    first: Expression | None
    last: Expression | None


class TextPart(Expression):
    """`s[[…]]`: one character (`first` alone with `single`), `first TO last`, or `first ON count`."""

    object: Expression
    first: Expression | None
    last: Expression | None
    count: Expression | None
    single: bool


class Unary(Expression):
    """`operator` is `-`, `+`, `NOT` or `&` (address)."""

    operator: str
    operand: Expression


class Binary(Expression):
    """Arithmetic, bit, logic and Null operators: `+ - * / ^ % << >> & | || AND OR _AND_ _OR_ ?? ?! ??*`."""

    left: Expression
    operator: str
    right: Expression


class Comparison(Expression):
    """`a < b` or the interval `a < b <= c`: as many operators as operands less one (6.3)."""

    operands: list[Expression]
    operators: list[str]


class Range(Expression):
    """`low TO high` inside an IN list."""

    low: Expression
    high: Expression


class Membership(Expression):
    subject: Expression
    items: list[Expression]
    negated: bool
    lazy: bool


class Conditional(Expression):
    condition: Expression
    then: Expression
    otherwise: Expression


class Increment(Expression):
    """`x++`, `--x`; as a statement it is an ExpressionStatement."""

    target: Expression
    operator: str
    prefix: bool


class ArrayLiteral(Expression):
    """`[a, b]`; with one item and next to `+` it may be an optional text (16-8)."""

    items: list[Expression]


class Tuple(Expression):
    items: list[Expression]


class Indirection(Expression):
    name: Expression
    category: Expression | None


class New(Expression):
    type: Type
    arguments: list[Argument]


class SwitchFunction(Expression):
    subject: Expression
    choices: list[Expression]
    otherwise: Expression | None


class ThisObject(Expression):
    """`object` / `objet`."""


class Lambda(Expression):
    """`(a, b) => a + b`, `x => { … }`, `procedure(x) { … }`: the body is an expression or a Body."""

    parameters: list[Parameter]
    body: Expression | Body


class Wrong(Expression):
    """The rest of a line that could not be read, in a block opener: keeps the block structure whole."""
