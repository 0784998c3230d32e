"""What names mean: variables, procedures, types and enumerations of a program, and the scopes that hold them (10)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from wlmail.language.names import fold

if TYPE_CHECKING:
    from wlmail.language import syntax
    from wlmail.runtime.kinds import Kind


class Variable:
    """A variable or parameter. `python` is its name in the compiled program.

    `boxed`: it lives in a `Ref`, since a procedure assigns it through a reference parameter. `captured`: an inner
    procedure uses it. `early`: it needs its default before its declaration is reached. `alias`: `v <- w` gives it the
    cell of another variable.
    """

    __slots__ = (
        "alias",
        "boxed",
        "captured",
        "constant",
        "early",
        "is_parameter",
        "kind",
        "looped",
        "name",
        "python",
        "scope",
    )

    def __init__(self, name: str, python: str, kind: Kind | None, scope: Scope) -> None:
        self.name = name
        self.python = python
        self.kind = kind
        self.scope = scope
        self.boxed = False
        self.alias = False
        self.captured = False
        self.early = False
        self.constant = False
        self.is_parameter = False
        self.looped = False
        """Nothing but a loop declared it (7.4, 7.6)."""

    def __repr__(self) -> str:
        return f"<variable {self.name}: {self.kind}>"


class FormField:
    """A control of a window that the program names and nobody declares: a text that can be preset (stdlib.md 8)."""

    __slots__ = ("folded", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.folded = fold(name)


class DataFile:
    """A name that only data file functions use: known, not offered here (stdlib.md 6)."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class ProcedureSymbol:
    """A procedure of the program; `parameters` in order, `result` its declared kind."""

    __slots__ = (
        "attribute",
        "node",
        "owner",
        "parameters",
        "python",
        "received",
        "result",
        "results",
        "scope",
        "used_as_value",
    )

    def __init__(self, node: syntax.Procedure, python: str, owner: ClassSymbol | None = None) -> None:
        self.node = node
        self.python = python
        self.owner = owner
        """The class of a method, whose Python `attribute` it is (11)."""
        self.attribute = ""
        self.parameters: list[Variable] = []
        self.results: list[Kind | None] = []
        self.result: Kind | None = None
        self.scope: Scope | None = None
        self.used_as_value = False
        self.received: Variable | None = None
        """The variable MyParameters, when the procedure uses it (8.2)."""

    @property
    def name(self) -> str:
        return self.node.name

    @property
    def has_object(self) -> bool:
        """It is a method that runs on an object: no procedure, no method of the class itself (GLOBAL)."""
        return self.owner is not None and "GLOBAL" not in self.node.modifiers

    @property
    def access(self) -> str:
        return access_in(self.node.modifiers)

    def counts(self) -> tuple[int, int | None]:
        """Fewest and most arguments; None for an open list."""
        required = sum(p.default is None for p in self.node.parameters)
        return required, None if self.node.open_list else len(self.node.parameters)


class Structure:
    """A structure of the program. `members`: folded name → (Python attribute, kind, default expression)."""

    __slots__ = ("kind", "members", "name", "python")

    def __init__(self, name: str, python: str) -> None:
        self.name = name
        self.python = python
        self.members: dict[str, tuple[str, Kind, syntax.Expression | None]] = {}
        self.kind: Any = None


class Enumeration:
    """An enumeration or combination; `members`: folded name → its EnumerationMember."""

    __slots__ = ("kind", "members", "name", "python")

    def __init__(self, name: str, python: str) -> None:
        self.name = name
        self.python = python
        self.members: dict[str, EnumerationMember] = {}
        self.kind: Any = None


class EnumerationMember:
    __slots__ = ("name", "number", "owner", "value")

    def __init__(self, owner: Enumeration, name: str, number: int, value: syntax.Expression | None) -> None:
        self.owner = owner
        self.name = name
        self.number = number
        self.value = value


class ClassMember:
    """A member of a class: of each object, or (`shared`) of the class itself, as constants are."""

    __slots__ = ("access", "constant", "kind", "name", "node", "owner", "python", "read_only", "shared", "value")

    def __init__(self, owner: ClassSymbol, name: str, python: str, kind: Kind | None, access: str) -> None:
        self.owner = owner
        self.name = name
        self.python = python
        self.kind = kind
        self.access = access
        self.shared = self.constant = False
        self.read_only = False
        """PUBLIC CONSTANT: assigned by methods of the class only (10.1)."""
        self.node: syntax.Declaration | None = None
        self.value: syntax.Expression | None = None


class PropertySymbol:
    """A getter and a setter of one name, used as a member (11)."""

    __slots__ = ("getter", "name", "owner", "python", "setter")

    def __init__(self, getter: ProcedureSymbol, setter: ProcedureSymbol, owner: ClassSymbol) -> None:
        self.getter = getter
        self.setter = setter
        self.owner = owner
        self.name = getter.name
        self.python = getter.attribute

    @property
    def kind(self) -> Kind | None:
        return self.getter.result

    @property
    def access(self) -> str:
        return self.getter.access


class ClassSymbol:
    """A class of the program (11). `kind` is that of its objects (`x is cMail`), `reference` that of variables that
    refer to one (`p is cMail dynamic`); `names` holds its own members, methods and types by folded name."""

    __slots__ = (
        "bases",
        "constructor",
        "destructor",
        "kind",
        "name",
        "names",
        "node",
        "python",
        "reference",
        "scope",
    )

    def __init__(self, node: syntax.ClassDeclaration, python: str, kind: Kind, reference: Kind) -> None:
        self.node = node
        self.name = node.name.text
        self.python = python
        self.kind = kind
        self.reference = reference
        self.bases: list[ClassSymbol] = []
        self.names: dict[str, Any] = {}
        self.constructor: ProcedureSymbol | None = None
        self.destructor: ProcedureSymbol | None = None
        self.scope: Scope | None = None

    def lineage(self) -> list[ClassSymbol]:
        """The class and what it inherits, nearest first."""
        found = [self]
        for base in self.bases:
            found += [c for c in base.lineage() if c not in found]
        return found

    def find(self, folded: str) -> Any:
        """The member, method or type of that name, own or inherited; None when there is none."""
        return next((c.names[folded] for c in self.lineage() if folded in c.names), None)

    def builder(self) -> ProcedureSymbol | None:
        """The constructor of its objects: its own or the nearest inherited one."""
        return next((c.constructor for c in self.lineage() if c.constructor is not None), None)

    def members(self) -> dict[str, ClassMember]:
        """The members of each object by folded name, those of the bases first; a member may hide an inherited one."""
        found: dict[str, ClassMember] = {}
        for cls in reversed(self.lineage()):
            found |= {n: m for n, m in cls.names.items() if isinstance(m, ClassMember) and not m.shared}
        return found

    def missing(self) -> ProcedureSymbol | None:
        """An abstract method that no class below gave a body."""
        methods = [m for c in self.lineage() for m in c.names.values() if isinstance(m, ProcedureSymbol)]
        return next(
            (m for m in methods if "ABSTRACT" in m.node.modifiers and self.find(fold(m.name)) is m),
            None,
        )


def access_in(words: Iterable[str]) -> str:
    """The access that section words or modifiers give: PUBLIC unless they say otherwise."""
    return next((word for word in words if word in ("PRIVATE", "PROTECTED")), "PUBLIC")


class Scope:
    """Names of the main code, of a procedure or of an inner procedure; `parent` is where it stands.

    The scope of a class (`cls`) stands around its methods and holds its members.
    """

    __slots__ = ("cls", "names", "parent", "procedure", "rebinds", "variables")

    def __init__(
        self, parent: Scope | None, procedure: ProcedureSymbol | None = None, cls: ClassSymbol | None = None
    ) -> None:
        self.parent = parent
        self.procedure = procedure
        self.cls = cls
        self.names: dict[str, Any] = {}
        self.variables: list[Variable] = []
        """Every variable declared here; a name declared again with another type is a variable of its own (4.1)."""
        self.rebinds: set[Variable] = set()
        """Variables of outer scopes that this one assigns: Python's `nonlocal`."""

    def find(self, folded: str) -> Any:
        scope: Scope | None = self
        while scope is not None:
            found = scope.names.get(folded)
            if found is not None:
                if scope is not self and isinstance(found, Variable):
                    found.captured = True
                return found
            scope = scope.parent
        return None

    def method(self) -> tuple[ClassSymbol | None, ProcedureSymbol | None]:
        """The class whose code this is, if any, and the method of it that stands around this scope."""
        scope: Scope | None = self
        procedure = None
        while scope is not None and scope.cls is None:
            procedure = scope.procedure or procedure
            scope = scope.parent
        return (scope.cls, procedure) if scope is not None else (None, None)

    def has(self, folded: str) -> bool:
        """There is such a name here or around; asking does not count as a use."""
        return folded in self.names or (self.parent is not None and self.parent.has(folded))

    def visible(self) -> Iterator[str]:
        """Spellings of every name that can be used here, for «did you mean»."""
        scope: Scope | None = self
        while scope is not None:
            for symbol in scope.names.values():
                yield symbol.name
            scope = scope.parent


class PythonNames:
    """Gives every WLanguage name a Python name that is free: as written where possible, never a reserved one."""

    def __init__(self, reserved: frozenset[str]) -> None:
        self._reserved = reserved
        self._owners: dict[str, object] = {}

    def give(self, name: str, owner: object = None) -> str:
        """A Python name for `name`; the same `owner` (by default the folded name) may share a name with itself."""
        from keyword import iskeyword

        key = fold(name) if owner is None else owner
        # As Python itself reads identifiers, so that two names that are one for Python are one here.
        base = "".join(c if f"a{c}".isidentifier() else "_" for c in normalize("NFKC", name))
        if not base.isidentifier():
            base = f"_{base}"
        candidate, number = base, 1
        while iskeyword(candidate) or candidate in self._reserved or self._owners.setdefault(candidate, key) != key:
            number += 1
            candidate = f"{base}_{number}"
        return candidate


def closest(word: str, candidates: Iterator[str] | list[str]) -> str:
    """The one candidate that `word` is probably a slip of: two letters at most are others; "" when none is."""
    from difflib import get_close_matches

    folded = fold(word)
    spellings = {fold(candidate): candidate for candidate in candidates}
    # Long names that begin alike (`emailOption…`) are similar as a whole, but no slips: those are counted.
    slips = [
        (_slips(folded, found), i, found)
        for i, found in enumerate(get_close_matches(folded, spellings, n=4, cutoff=0.7))
    ]
    fewest, _, nearest = min(slips, default=(0, 0, ""))
    return spellings[nearest] if nearest and fewest <= max(1, min(2, len(folded) // 4)) else ""


def _slips(word: str, meant: str) -> int:
    """Letters to change, to leave out, to put in or to swap with their neighbours until one word is the other."""
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, letter in enumerate(word):
        two_before, before, row = before, row, [i + 1]
        for j, other in enumerate(meant):
            cost = min(before[j] + (letter != other), before[j + 1] + 1, row[j] + 1)
            if i and j and letter == meant[j - 1] and word[i - 1] == other:
                cost = min(cost, two_before[j - 1] + 1)
            row.append(cost)
    return row[-1]
