"""The binder: writes the meaning of each name once into the tree and finds the static kinds (language.md 7, 8, 10).

Order: types, signatures of procedures, the main code, then the procedures, which see its variables. In a session (the
REPL) the main scope stays from entry to entry.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from wlmail.language import syntax, types
from wlmail.language.classes import Classes
from wlmail.language.diagnostics import Diagnostic
from wlmail.language.names import fold
from wlmail.language.registry import FUNCTIONS
from wlmail.language.source import Source
from wlmail.language.symbols import (
    Enumeration,
    EnumerationMember,
    ProcedureSymbol,
    PythonNames,
    Scope,
    Structure,
    Variable,
)
from wlmail.runtime import kinds
from wlmail.runtime.kinds import Kind
from wlmail.runtime.records import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FRENCH = (
    "EST SONT UN UNE DES SI ALORS SINON FIN POUR TOUT TOUTE RENVOYER SELON CAS TANTQUE BOUCLE RETOUR VRAI FAUX PAS"
)
_ENGLISH = "IS ARE AN IF THEN ELSE END FOR EACH RESULT SWITCH CASE WHILE LOOP RETURN TRUE FALSE NOT"
KEYWORDS = {"fr": frozenset(_FRENCH.split(" ")), "en": frozenset(_ENGLISH.split(" "))}
"""Words that show the language of a program; À and the article A are one word."""


class Binder(Classes):
    """Binds one program, or in a session one entry after another. `main` is the scope of the main code."""

    def __init__(self, names: PythonNames) -> None:
        self.names = names
        self.main = Scope(None)
        self.procedures = {}
        self.structures = {}
        self.enumerations = {}
        self.classes = {}
        self.class_of_node = {}
        self.methods = {}
        self.bases_called = {}
        self.implied = {}
        self.made_classes = set()
        self.types: dict[syntax.StructureDeclaration, Structure | Enumeration] = {}
        self.user_types: dict[str, Kind] = {}
        self.scopes: dict[object, Scope] = {}
        """Scope of each inner procedure and lambda, by its node."""
        self.spelled = {"en": 0, "fr": 0}

    def bind(self, program: syntax.Program, source: Source, *, whole: bool = True) -> list[Diagnostic]:
        """Binds a program and returns what is wrong with it; when that holds errors nothing new is kept.

        Nor is it where the program is not `whole`: the parser has found errors.
        """
        self.source = source
        self.diagnostics = []
        self.scope = self.main
        self.with_kinds = []
        self.passed = []
        self.indirections = []
        self.unreadable = _words_not_read(program, source)
        self.files = _data_files(program)
        self.note_keywords(source)
        self.counted = []
        self.told_unknown = set()
        self.built = []
        self.instances = []
        self.new_classes = []
        self._loops = 0
        self._switches = 0
        self._gotos: list[tuple[syntax.Goto, tuple[int, ...]]] = []
        self._labels: dict[str, tuple[int, ...]] = {}
        self._blocks: tuple[int, ...] = ()
        self._declared: list[ProcedureSymbol] = []
        self.assigned_places: set[int] = set()
        """Where an argument of a call through a variable may be one that the procedure assigns."""
        self.known = len(self.main.variables)
        kept = self.kept()
        self.declare_class_names(program)
        self.declare_types(program.main.statements)
        for procedure in program.procedures:
            self.declare_types([s for s in _types_in(procedure) if fold(s.name.text) not in self.user_types])
        self.declare_classes()
        for procedure in program.procedures:
            if procedure.owner:
                self.declare_method(procedure)
            else:
                self.declare_procedure(procedure, self.procedures)
        self.body(program.main)
        for procedure in program.procedures:
            symbol = self.symbol_of(procedure)
            if symbol is not None and symbol.owner is not None:
                self.bind_method(symbol)
            elif symbol is not None:
                self.procedure_body(symbol, self.main)
        self._find_by_name()
        self._spread_references()
        self.check_counts()
        self.check_instances()
        if not whole or any(d.severity == "error" for d in self.diagnostics):
            self.restore(kept)
        return sorted(self.diagnostics, key=lambda d: d.span or (0, 0))

    def kept(self) -> tuple[Any, ...]:
        """What a session knows now, to be given to `restore`."""
        tables: tuple[dict[Any, Any], ...] = (self.procedures, self.user_types, self.classes, self.spelled)
        return (dict(self.main.names), *(dict(table) for table in tables), len(self.main.variables))

    def restore(self, kept: tuple[Any, ...]) -> None:
        """Forgets what has been declared since."""
        self.main.names, self.procedures, self.user_types, self.classes, self.spelled, known = kept
        del self.main.variables[known:]

    def symbol_of(self, procedure: syntax.Procedure) -> ProcedureSymbol | None:
        """The symbol of a procedure or method of the program; None when another one took its name."""
        if procedure.owner:
            return self.methods.get(procedure)
        symbol = self.procedures.get(fold(procedure.name))
        return symbol if symbol is not None and symbol.node is procedure else None

    def note_keywords(self, source: Source) -> None:
        """Counts the keywords of both languages: names alone may say nothing (`x est un entier`)."""
        # What a program says is often in the language of its customers.
        text = re.sub(r'"[^"\n]*"', "", source.text)
        words = [fold(word) for word in re.findall(r"[^\W\d_]+", text)]
        for language, keywords in KEYWORDS.items():
            self.spelled[language] += sum(word in keywords for word in words)

    # --- Types and procedures ----------------------------------------------------------------------------------

    def kind_of_type(self, node: syntax.Type | None) -> Kind | None:
        if node is None:
            return None
        try:
            if types.is_foreign(node):
                text = self.source.text[node.span[0] : node.span[1]]
                self.not_offered(
                    f"the type «{text}»", "elements of windows and data files are not available", node.span
                )
            return types.resolve(node, self.user_types.get, self._constant_size)
        except types.TypeProblem as problem:
            own = [s.name for s in self.structures.values()] + [e.name for e in self.enumerations.values()]
            own += [c.name for c in self.classes.values()]
            known = [*own, *self._advanced_names(), "array", "tableau", *map(str.lower, types.BASES)]
            start = self.source.text.find(problem.word, *node.span) if "unknown word" in str(problem) else -1
            span = (start, start + len(problem.word)) if start >= 0 else node.span
            self.unknown_kind(problem.word, span, "unknown-type", known, str(problem))
            return types.foreign(problem.word)

    def _advanced_names(self) -> list[str]:
        from wlmail.language.registry import TYPES

        return [spelling for entry in TYPES.values() for spelling in (entry.english, entry.french)]

    def _constant_size(self, node: syntax.Expression) -> int | None:
        return node.value if isinstance(node, syntax.Integer) else None

    def declare_types(self, statements: Sequence[syntax.Statement]) -> None:
        """Structures and enumerations are known wherever they stand: first their names, then their members."""
        found = [s for s in statements if isinstance(s, syntax.StructureDeclaration)]
        for node in found:
            self._declare_type(node)
        for node in found:
            self._declare_members(node)

    def _declare_type(self, node: syntax.StructureDeclaration) -> None:
        name, folded = node.name.text, fold(node.name.text)
        if node.form in ("ENUMERATION", "COMBINATION"):
            enumeration = Enumeration(name, self.names.give(name, node))
            enumeration.kind = Kind(name, node.form.lower(), lambda: None, lambda v: v)
            self.enumerations[enumeration.kind] = enumeration
            self.types[node] = enumeration
        else:
            structure = Structure(name, self.names.give(f"{name}_type" if node.form == "COMPOSED" else name, node))
            structure.kind = Kind(name, "structure", lambda: None, lambda v: v)
            reference = Kind(f"{name} dynamic", "reference", lambda: None, lambda v: v)
            self.structures[structure.kind] = self.structures[reference] = structure
            self.user_types[f"{folded} DYNAMIC"] = reference
            self.types[node] = structure
        if node.form != "COMPOSED":
            self.user_types[folded] = self.types[node].kind
            self.scope.names[folded] = self.types[node]

    def _declare_members(self, node: syntax.StructureDeclaration) -> None:
        made = self.types[node]
        if isinstance(made, Enumeration):
            for number, member in enumerate(node.members, 1):
                if isinstance(member, syntax.Member):
                    rank = number if node.form == "ENUMERATION" else 1 << (number - 1)
                    entry = EnumerationMember(made, member.name.text, rank, member.value)
                    made.members[fold(member.name.text)] = entry
                    self.scope.names.setdefault(fold(member.name.text), entry)
            return
        self.declare_types(node.members)
        for member in node.members:
            if isinstance(member, syntax.Declaration):
                kind = self.kind_of_type(member.type) or kinds.VARIANT
                if self.contains(kind, made.kind, set()):
                    self.report(
                        "endless-structure",
                        f"the structure {made.name} contains itself",
                        member.span,
                        "an array of them is possible",
                    )
                    kind = kinds.VARIANT
                for i, entry_name in enumerate(member.names):
                    last = i == len(member.names) - 1
                    made.members[fold(entry_name.text)] = (
                        self._attribute_of(entry_name.text),
                        kind,
                        member.value if last else None,
                    )
        if node.form == "COMPOSED":
            node.name.symbol = self.declare(node.name, made.kind)

    def _attribute_of(self, member: str) -> str:
        """The Python attribute of a member; what every structure has keeps its own name."""
        return self.names.give(f"{member}_" if hasattr(Record, member) or member == "of" else member)

    def declare_procedure(self, node: syntax.Procedure, table: dict[str, ProcedureSymbol]) -> ProcedureSymbol:
        folded = fold(node.name)
        if folded in table and table[folded] in self._declared:
            self.report("duplicate-procedure", f"procedure «{node.name}» exists twice", node.name_span)
        symbol = ProcedureSymbol(node, self.names.give(node.name))
        table[folded] = symbol
        symbol.results = [self.kind_of_type(result) for result in node.results]
        symbol.result = symbol.results[0] if len(symbol.results) == 1 else None
        self._declared.append(symbol)
        return symbol

    def procedure_body(self, symbol: ProcedureSymbol, parent: Scope) -> None:
        scope = Scope(parent, symbol)
        symbol.scope = scope
        outer, self.scope = self.scope, scope
        blocks, self._blocks = self._blocks, ()
        loops, self._loops = self._loops, 0
        switches, self._switches = self._switches, 0
        withs, self.with_kinds = self.with_kinds, []
        user_types, self.user_types = self.user_types, dict(self.user_types)
        self.declare_types([s for s in _types_in(symbol.node) if s not in self.types])
        for parameter in symbol.node.parameters:
            self._parameter(parameter, symbol.parameters)
        self.body(symbol.node.body)
        self.user_types = user_types
        self.scope, self._blocks, self._loops, self._switches, self.with_kinds = outer, blocks, loops, switches, withs

    def _parameter(self, node: syntax.Parameter, found: list[Variable]) -> None:
        kind = self.kind_of_type(node.type)
        if node.default is not None:
            self.expression(node.default)
        variable = Variable(node.name, self.names.give(node.name), kind, self.scope)
        variable.is_parameter = not node.by_value
        self.scope.names[fold(node.name)] = variable
        found.append(variable)

    def inner_procedure(self, node: syntax.Lambda) -> None:
        scope = Scope(self.scope)
        self.scopes[node] = scope
        outer, self.scope = self.scope, scope
        loops, self._loops = self._loops, 0
        switches, self._switches = self._switches, 0
        found: list[Variable] = []
        for parameter in node.parameters:
            self._parameter(parameter, found)
        for variable in found:
            variable.is_parameter = False  # a lambda is called with values
        if isinstance(node.body, syntax.Body):
            self.body(node.body)
        else:
            self.expression(node.body)
        self.scope, self._loops, self._switches = outer, loops, switches

    def _find_by_name(self) -> None:
        """What `{ "name" }` may mean: variables live in cells, procedures are values."""
        for scope in dict.fromkeys(self.indirections):
            around: Scope | None = scope
            while around is not None:
                for symbol in around.names.values():
                    if isinstance(symbol, Variable) and not symbol.constant:
                        symbol.boxed = True
                        symbol.captured = symbol.captured or around is not scope
                    elif isinstance(symbol, ProcedureSymbol):
                        symbol.used_as_value = True
                around = around.parent
            for procedure in self.procedures.values():
                procedure.used_as_value = True

    def _spread_references(self) -> None:
        """A variable passed to a reference parameter that is assigned lives in a cell; parameters pass that on."""
        changed = True
        while changed:
            changed = False
            for variable, procedure, i in self.passed:
                # A procedure variable may hold any procedure that is used as a value.
                called = [procedure] if procedure else [p for p in self._declared if p.used_as_value]
                if not variable.boxed and any(p.parameters[i].boxed for p in called if i < len(p.parameters)):
                    variable.boxed = changed = True
            changed = self.spread_overrides() or changed
        valued = [p for p in self._declared if p.used_as_value]
        self.assigned_places = {i for p in valued for i, v in enumerate(p.parameters) if v.boxed and v.is_parameter}


def _types_in(procedure: syntax.Procedure) -> list[syntax.StructureDeclaration]:
    """The types that a procedure declares; another procedure may have one of the same name."""
    return [s for s in procedure.body.statements if isinstance(s, syntax.StructureDeclaration) and s.form != "COMPOSED"]


def _words_not_read(program: syntax.Program, source: Source) -> frozenset[str]:
    """The words of statements with syntax errors."""
    words: set[str] = set()
    for node in syntax.walk(program):
        if isinstance(node, syntax.Unreadable | syntax.Wrong):
            first, last = source.position(node.span[0])[0], source.position(max(node.span[0], node.span[1] - 1))[0]
            text = " ".join(source.line(line) for line in range(first, last + 1))
            words.update(fold("".join(c if c.isalnum() or c == "_" else " " for c in text)).split())
    return frozenset(words)


def _data_files(program: syntax.Program) -> frozenset[str]:
    """The names that functions of data files are called with, and that loops read records of (7.6)."""
    found: set[str] = set()
    for node in syntax.walk(program):
        if isinstance(node, syntax.Call) and isinstance(node.function, syntax.Name):
            function = FUNCTIONS.get(fold(node.function.text))
            if function is not None and function.because and function.english.startswith("H"):
                found |= {fold(a.value.text) for a in node.arguments if isinstance(a.value, syntax.Name)}
        elif isinstance(node, syntax.ForEach) and node.form == "RECORD":
            found |= {fold(name.text) for name in node.variables if name is not None}
    return frozenset(found)
