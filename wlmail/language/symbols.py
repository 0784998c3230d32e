"""What names mean: variables, procedures, types and enumerations of a program, and the scopes that hold them (10)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from wlmail.language.names import fold

if TYPE_CHECKING:
    from wlmail.language import syntax
    from wlmail.runtime.kinds import Kind


class Variable:
    """A variable or parameter. `python` is its name in the compiled program.

    `boxed`: it lives in a `Ref`, since a procedure assigns it through a reference parameter. `captured`: an inner
    procedure uses it. `early`: it needs its default before its declaration is reached.
    """

    __slots__ = ("boxed", "captured", "constant", "early", "is_parameter", "kind", "looped", "name", "python", "scope")

    def __init__(self, name: str, python: str, kind: Kind | None, scope: Scope) -> None:
        self.name = name
        self.python = python
        self.kind = kind
        self.scope = scope
        self.boxed = False
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

    __slots__ = ("node", "parameters", "python", "received", "result", "results", "scope", "used_as_value")

    def __init__(self, node: syntax.Procedure, python: str) -> None:
        self.node = node
        self.python = python
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


class Scope:
    """Names of the main code, of a procedure or of an inner procedure; `parent` is where it stands."""

    __slots__ = ("names", "parent", "procedure", "rebinds", "variables")

    def __init__(self, parent: Scope | None, procedure: ProcedureSymbol | None = None) -> None:
        self.parent = parent
        self.procedure = procedure
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
    """The one candidate that `word` is probably a slip of; "" when none is close."""
    from difflib import get_close_matches

    spellings = {fold(candidate): candidate for candidate in candidates}
    found = get_close_matches(fold(word), spellings, n=1, cutoff=0.75)
    return spellings[found[0]] if found else ""
