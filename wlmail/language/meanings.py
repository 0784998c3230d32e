"""The binder's half for expressions: what each name means and the static kind of each value (language.md 5, 6, 10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wlmail.language import mail_words, registry, syntax
from wlmail.language.diagnostics import Span
from wlmail.language.names import fold
from wlmail.language.symbols import (
    ClassMember,
    ClassSymbol,
    DataFile,
    Enumeration,
    EnumerationMember,
    FormField,
    ProcedureSymbol,
    PropertySymbol,
    PythonNames,
    Structure,
    Variable,
    closest,
)
from wlmail.language.values import DATES, NUMBERS, Values
from wlmail.runtime import kinds
from wlmail.runtime.form import is_field
from wlmail.runtime.kinds import Kind

# Properties that every value of a family has, besides the members of records: folded name → kind of the result.
GENERAL: dict[str, Kind] = {
    "OCCURRENCE": kinds.INT4,
    "COUNT": kinds.INT4,
    "LENGTH": kinds.INT4,
    "TAILLE": kinds.INT4,
    "EMPTY": kinds.BOOLEAN,
    "VIDE": kinds.BOOLEAN,
    "EXIST": kinds.BOOLEAN,
    "EXISTE": kinds.BOOLEAN,
    "NBRECEIVED": kinds.INT4,
    "NBRECUS": kinds.INT4,
}
BUILT_IN = "WL"
# Words of other languages that stand alone or before a member → what is said here, in English and French.
NO_NAMES = {
    "NEXT": ("a loop is closed by END", "a loop is closed by FIN"),
    "SUIVANT": ("a loop is closed by END", "a loop is closed by FIN"),
    "TRY": (
        "exceptions are caught by WHEN EXCEPTION IN … DO … END",
        "exceptions are caught by QUAND EXCEPTION DANS … FAIRE … FIN",
    ),
    "PROCEDURE": ("a procedure has a name: PROCEDURE Send(x)", "a procedure has a name: PROCÉDURE Envoie(x)"),
    "THIS": ("the current object is object, its members :m_Name", "the current object is objet, its members :m_Nom"),
    "SELF": ("the current object is object, its members :m_Name", "the current object is objet, its members :m_Nom"),
}
NO_DATA = "data files need a data binding, which wlmail does not have yet"
WITHOUT_ELEMENTS = NUMBERS | DATES | {"record", "structure"}
RECEIVED = ("MYPARAMETERS", "MESPARAMETRES")
ANCESTORS = ("ANCESTOR", "ANCETRE")


class Method:
    """`value.name(…)`: a library function whose first argument is the value; several when its type is not known.

    `of_classes`: it may also be a method of a class of the program."""

    __slots__ = ("functions", "of_classes")

    def __init__(self, functions: list[tuple[str, registry.Function]], *, of_classes: bool = False) -> None:
        self.functions = functions
        self.of_classes = of_classes


def messages_of(kind: Kind | None) -> registry.Function | None:
    """The function whose result FOR EACH goes through where a reading session stands (email.md 3.5)."""
    return registry.find_method(kind, "GetAll") if kind is not None and kind.family == "record" else None


def has_no_elements(kind: Kind | None) -> bool:
    """FOR EACH cannot go through a value of this kind."""
    return kind is not None and kind.family in WITHOUT_ELEMENTS and messages_of(kind) is None


class Meanings(Values):
    """Binds names and members; `Callees` adds calls."""

    names: PythonNames
    procedures: dict[str, ProcedureSymbol]
    structures: dict[Kind, Structure]
    enumerations: dict[Kind, Enumeration]
    classes: dict[Kind, ClassSymbol]
    """Classes of the program, by both kinds of their variables."""
    with_kinds: list[Kind | None]
    files: frozenset[str]
    """Folded names that only data file functions and loops use."""
    unreadable: frozenset[str]
    """Folded words of the lines with syntax errors."""
    passed: list[tuple[Variable, ProcedureSymbol | None, int]]
    spelled: dict[str, int]

    def _name(self, node: syntax.Name) -> Kind | None:
        symbol = self.lookup(node.text)
        if symbol is None:
            self.unknown_name(node.text, node.span)
            return None
        node.symbol = symbol
        if isinstance(symbol, Variable):
            return symbol.kind
        if isinstance(symbol, FormField):
            return kinds.STRING
        if isinstance(symbol, DataFile):
            self.not_offered(f"the data file «{node.text}»", NO_DATA, node.span)
            return None
        if is_member(symbol):
            return self.own_member(node, symbol, node.text)
        if isinstance(symbol, ProcedureSymbol):
            symbol.used_as_value = True
            return kinds.PROCEDURE
        if isinstance(symbol, EnumerationMember):
            return self._kind_of_enumeration(symbol.owner)
        if isinstance(symbol, registry.Constant):
            return symbol.kind
        if isinstance(symbol, registry.AdvancedType):
            return symbol.kind
        if isinstance(symbol, registry.Function):
            self.check_function(symbol, [], node.span)
            return self.result_of(symbol)
        self.report("not-a-value", f"«{node.text}» is a type, not a value", node.span)
        return None

    def own_member(self, node: syntax.Expression, symbol: Any, name: str) -> Kind | None:
        """Binds a member of the class around; `Objects` knows them."""
        raise NotImplementedError

    def object_member(self, node: syntax.Expression, cls: ClassSymbol, what: str, name: str, span: Span) -> Kind | None:
        raise NotImplementedError

    def class_member(self, node: syntax.Attribute, cls: ClassSymbol) -> Kind | None:
        raise NotImplementedError

    def class_named(self, node: syntax.Expression) -> ClassSymbol | None:
        """The class that stands before `.` or `::`; `Ancestor` is the one that the current class inherits."""
        if not isinstance(node, syntax.Name):
            return None
        found = self.scope.find(fold(node.text))
        if found is None and fold(node.text) in ANCESTORS:
            cls = self.scope.method()[0]
            return cls.bases[0] if cls is not None and cls.bases else None
        return found if isinstance(found, ClassSymbol) else None

    def lookup(self, text: str) -> Any:
        """The meaning of a simple name, in the order of language.md 10.2; None when it has none."""
        folded = fold(text)
        if folded in RECEIVED and self.scope.procedure is not None:
            return self._received(self.scope.procedure, text)
        found = (
            self.scope.find(folded)
            or self.procedures.get(folded)
            or registry.PREDEFINED.get(folded)
            or registry.CONSTANTS.get(folded)
            or registry.FUNCTIONS.get(folded)
        )
        if found is None and is_field(folded):
            return FormField(text)
        if found is None and folded in self.files:
            return DataFile(text)
        if isinstance(found, registry.Constant | registry.Function):
            self.note_language(folded, found.english, found.french)
        return found

    def _received(self, procedure: ProcedureSymbol, text: str) -> Variable:
        """MyParameters: the arguments that the procedure has received."""
        if procedure.received is None:
            kind = kinds.array_of(kinds.VARIANT)
            procedure.received = Variable(text, self.names.give(text, procedure), kind, self.scope)
        return procedure.received

    def check_function(
        self, function: registry.Function, arguments: list[syntax.Argument], span: Span, receiver: int = 0
    ) -> None:
        raise NotImplementedError

    def result_of(self, function: registry.Function) -> Kind | None:
        """The kind of a call of a library function; None when it has no result or one of any kind."""
        if function.because:
            return None
        result = function.result
        return None if result is kinds.VARIANT else result

    def note_language(self, folded: str, english: str, french: str) -> None:
        """Counts which language the program prefers, to name functions in texts as it does."""
        if fold(english) != fold(french):
            self.spelled["fr" if folded == fold(french) else "en"] += 1

    def unknown_name(self, text: str, span: Span) -> None:
        if fold(text) in self.unreadable:
            return  # declared, perhaps, in a line that could not be read: one error is enough
        candidates = [*self.scope.visible(), *(p.name for p in self.procedures.values())]
        near = closest(text, candidates) or mail_words.constant_meant(text, self.french)
        near = near or self.library_name(text, registry.FUNCTIONS, registry.CONSTANTS)
        hint = f"did you mean {near}?" if near else ""
        hint = self.hint_of_member(text) or hint
        if fold(text) in NO_NAMES:
            hint = NO_NAMES[fold(text)][self.french]
        self.report("unknown-name", f"unknown name «{text}»", span, hint)

    told_unknown: set[str]
    """Classes and types that the program does not have and that have been told: once is enough."""

    def unknown_kind(self, name: str, span: Span, code: str, known: list[str], message: str = "") -> None:
        """A class or type that the program does not have, and what helps: its file, or the name that was meant."""
        if fold(name) in self.told_unknown:
            return
        self.told_unknown.add(fold(name))
        hint = self.file_of(name)
        if not hint:
            near = closest(name, [other for other in known if fold(other) != fold(name)])
            hint = f"did you mean {near}?" if near else ""
            if not near and code == "unknown-class":
                hint = f"declare it: {name} is a Class … END; or include its file: {self.include_of(name + '.wl')}"
        self.report(code, message or f"unknown class «{name}»", span, hint)

    def unknown_owner(self, node: syntax.Attribute) -> bool:
        """`cX::name` of a class that the program does not have; that is told."""
        target = node.object
        if node.operator != "::" or not isinstance(target, syntax.Name) or self.lookup(target.text) is not None:
            return False
        self.unknown_kind(target.text, target.span, "unknown-class", [c.name for c in set(self.classes.values())])
        return True

    def hint_of_member(self, text: str) -> str:
        """In a plain procedure, a member of a class: the procedure was to be a method; "" when no class has it."""
        procedure = self.scope.procedure
        if procedure is None or self.scope.method()[0] is not None:
            return ""
        owners = [cls for cls in set(self.classes.values()) if isinstance(cls.names.get(fold(text)), ClassMember)]
        if len(owners) != 1:
            return ""
        return f"it is a member of {owners[0].name}, of its methods only: {self.as_method(owners[0], procedure.name)}"

    def as_method(self, cls: ClassSymbol, name: str) -> str:
        """How the method of a class is written."""
        return f"{'PROCÉDURE' if self.french else 'PROCEDURE'} {cls.name}::{name}(…)"

    def file_of(self, name: str) -> str:
        """The hint that a file beside the program declares a name; "" when none does."""
        from wlmail.language.neighbours import declaring

        file = declaring(self.source, name)
        return f"it is declared in {file}; include it: {self.include_of(file)}" if file else ""

    def include_of(self, file: str) -> str:
        return f'{"EXTERNE" if self.french else "EXTERN"} "{file}"'

    def library_name(self, text: str, *tables: Mapping[str, Any]) -> str:
        """The name in the library that `text` is probably a slip of, in the language of the program; "" when none."""
        entries = {s: e for table in tables for e in table.values() for s in (e.english, e.french, *e.aliases)}
        # Thousands of short names: most begin as what was meant does.
        entries = {spelled: e for spelled, e in entries.items() if fold(spelled)[:1] == fold(text)[:1]}
        entry = entries.get(closest(text, list(entries)))
        return "" if entry is None else entry.french if self.french else entry.english

    def _kind_of_enumeration(self, enumeration: Enumeration) -> Kind:
        kind: Kind = enumeration.kind
        return kind

    # --- Members -----------------------------------------------------------------------------------------------

    def _withmember(self, node: syntax.WithMember) -> Kind | None:
        if not self.with_kinds:
            self.report("member-outside-with", f"«.{node.name}» has no WITH block around it", node.span)
            return None
        return self.member(node, self.with_kinds[-1], "the subject of WITH", node.name, node.span)

    def _attribute(self, node: syntax.Attribute) -> Kind | None:
        target = node.object
        cls = self.class_named(target)
        if cls is not None:
            return self.class_member(node, cls)
        if isinstance(target, syntax.Attribute) and (cls := self.class_named(target.object)) is not None:
            enumeration = cls.find(fold(target.name))
            if isinstance(enumeration, Enumeration):
                return self._enumeration_member(node, enumeration)
        if isinstance(target, syntax.Name):
            symbol = self.lookup(target.text)
            if isinstance(symbol, Enumeration):
                return self._enumeration_member(node, symbol)
            if isinstance(symbol, FormField):
                target.symbol, target.kind, node.symbol = symbol, kinds.STRING, symbol
                return None
            if symbol is None and fold(target.text) == BUILT_IN:
                function = registry.FUNCTIONS.get(fold(node.name))
                if function:
                    node.symbol = function
                    self.check_function(function, [], node.span)
                    return self.result_of(function)
        if self.unknown_owner(node):
            return None
        if node.operator == ">>":
            self.expression(target)
            self.not_offered(f"«>>{node.name}»", "OLE automation exists on Windows only", node.name_span)
            return None
        kind = self.expression(target)
        if node.operator == "?.":
            self.member(node, kind, "this value", node.name, node.name_span)
            return None
        if isinstance(target, syntax.Index) and fold(node.name) in ("EXIST", "EXISTE"):
            return kinds.BOOLEAN  # the collection is asked, whatever its elements are (4.4)
        what = target.text if isinstance(target, syntax.Name) else "this value"
        return self.member(node, kind, what, node.name, node.name_span)

    def _enumeration_member(self, node: syntax.Attribute, enumeration: Enumeration) -> Kind | None:
        member = enumeration.members.get(fold(node.name))
        if member is None:
            near = closest(node.name, [m.name for m in enumeration.members.values()])
            hint = f"did you mean {near}?" if near else ""
            self.report("unknown-member", f"{enumeration.name} has no value «{node.name}»", node.name_span, hint)
            return None
        node.symbol = member
        return self._kind_of_enumeration(enumeration)

    def member(self, node: syntax.Expression, kind: Kind | None, what: str, name: str, span: Span) -> Kind | None:
        """Binds a property or member of a value of `kind`: writes the symbol into `node`, returns the member's kind."""
        folded = fold(name)
        if kind is kinds.JSON:
            return None
        if kind is None or kind is kinds.VARIANT or kind.family == "foreign":
            return None if any(folded in c.names for c in self.classes.values()) else GENERAL.get(folded)
        cls = self.classes.get(kind)
        if cls is not None:
            return self.object_member(node, cls, what, name, span)
        structure = self.structures.get(kind)
        if structure:
            found = structure.members.get(folded)
            if found:
                node.symbol = found
                return found[1]
            return self._unknown_member(kind, what, name, span, [m[0] for m in structure.members.values()])
        entry = self.advanced(kind)
        if entry:
            prop = entry.properties.get(folded)
            if prop:
                node.symbol = prop
                self.note_language(folded, prop.english, prop.french)
                return prop.kind
            function = registry.find_method(kind, name)
            if function and function.counts[0] <= 1:
                return self._method_without_arguments(node, function)
            if getattr(entry.record, "ANY_MEMBER", False):
                return None
            spellings = [s for p in entry.properties.values() for s in (p.english, p.french)]
            return self._unknown_member(kind, what, name, span, spellings)
        if folded in GENERAL:
            return GENERAL[folded]
        if kind.family in DATES:
            # The part of a date; the value classes name their parts in both languages.
            parts: dict[str, str] = getattr(type(kind.default()), "MEMBERS", {})
            if folded in parts:
                node.symbol = parts[folded]
                return None if folded.startswith(("DATE", "TIME", "PART")) else kinds.INT4
        if kind in self.enumerations:
            return self._member_of_enumeration(node, self.enumerations[kind], what, name, span)
        function = registry.find_method(kind, name)
        if function and function.counts[0] <= 1:
            return self._method_without_arguments(node, function)
        return self._unknown_member(kind, what, name, span, list(GENERAL))

    def _member_of_enumeration(
        self, node: syntax.Expression, owner: Enumeration, what: str, name: str, span: Span
    ) -> Kind | None:
        """`..Value`, `..Name`, or a flag of a combination (4.6)."""
        folded = fold(name)
        flag = owner.members.get(folded) if owner.kind.family == "combination" else None
        if flag is not None:
            node.symbol = folded
            return kinds.BOOLEAN
        if folded not in ("VALUE", "VALEUR", "NAME", "NOM"):
            spellings = [m.name for m in owner.members.values()] if owner.kind.family == "combination" else []
            own = ["Valeur", "Nom"] if self.french else ["Value", "Name"]
            self._unknown_member(owner.kind, what, name, span, [*own, *spellings])
        return None

    def _method_without_arguments(self, node: syntax.Expression, function: registry.Function) -> Kind | None:
        node.symbol = Method([("", function)])
        return self.result_of(function)

    def _unknown_member(self, kind: Kind, what: str, name: str, span: Span, candidates: list[str]) -> Kind | None:
        entry = self.advanced(kind)
        near = mail_words.property_meant(entry, name, self.french) or closest(name, candidates)
        hint = f"did you mean {near}?" if near else ""
        if not near and entry:
            spellings = list(dict.fromkeys(p.french if self.french else p.english for p in entry.properties.values()))
            hint = f"its properties are {', '.join(spellings)}"
            if len(spellings) > 10:
                hint = f"«wlmail functions {self.type_name(kind)}» lists its properties"
        message = f"{what} is of type {self.type_name(kind)}, which has no property «{name}»"
        self.report("unknown-property", message, span, hint)
        return None

    def type_name(self, kind: Kind) -> str:
        """The name of a type in the language of the program, where it has one in each."""
        entry = self.advanced(kind)
        if entry:
            return entry.french if self.french else kind.name
        from wlmail.language.type_names import type_name

        return type_name(kind.name, self.french)

    def declaration(self, name: str, kind: Kind | None) -> str:
        """How a variable of a kind is declared, in the language of the program."""
        from wlmail.language.type_names import declaration

        return declaration(name, self.type_name(kind or kinds.VARIANT), self.french)

    @property
    def french(self) -> bool:
        """The program is written in French rather than English."""
        return self.spelled["fr"] > self.spelled["en"]

    def is_known(self, text: str) -> bool:
        return self.lookup(text) is not None

    def advanced(self, kind: Kind) -> registry.AdvancedType | None:
        """The advanced type whose values have this kind."""
        if kind.family != "record":
            return None
        every = [*registry.TYPES.values(), *registry.PREDEFINED.values()]
        return next((entry for entry in every if entry.kind is kind), None)


def is_member(symbol: object) -> bool:
    """The symbol is one that a class holds."""
    return isinstance(symbol, ClassMember | PropertySymbol) or (
        isinstance(symbol, ProcedureSymbol) and symbol.owner is not None
    )
