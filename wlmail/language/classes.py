"""The binder's half for classes: what they declare, inherit and can do (language.md 11).

A class is known in the whole program, wherever it stands: first the names of all, then what they inherit, then their
members. Its methods are procedures with a qualified name; they see its members before the variables of the main code.
"""

from __future__ import annotations

from collections.abc import Iterator

from wlmail.language import syntax
from wlmail.language.bodies import Bodies
from wlmail.language.diagnostics import Span
from wlmail.language.names import fold
from wlmail.language.objects import CONSTRUCTORS, DESTRUCTORS
from wlmail.language.symbols import (
    ClassMember,
    ClassSymbol,
    ProcedureSymbol,
    PropertySymbol,
    Scope,
    access_in,
)
from wlmail.runtime import kinds
from wlmail.runtime.kinds import Kind
from wlmail.runtime.objects import Object

LITERALS = (syntax.Integer, syntax.Real, syntax.Text, syntax.Boolean, syntax.Exact, syntax.DurationLiteral)


class Classes(Bodies):
    """Binds classes; `Binder` adds structures and procedures."""

    main: Scope
    user_types: dict[str, Kind]
    class_of_node: dict[syntax.ClassDeclaration, ClassSymbol]
    _declared: list[ProcedureSymbol]

    def declare_class_names(self, program: syntax.Program) -> None:
        """First the names: members of structures and classes may be of any class."""
        for node in classes_in(program):
            if self._is_new(node):
                self._declare_class(node)

    def declare_classes(self) -> None:
        """Then what classes inherit, and their members, those of bases first."""
        for cls in self.new_classes:
            self._inherit(cls)
        for cls in sorted(self.new_classes, key=lambda c: len(c.lineage())):
            self._declare_class_members(cls)

    def _is_new(self, node: syntax.ClassDeclaration) -> bool:
        folded = fold(node.name.text)
        if node.form == "INTERFACE":
            self.user_types[folded] = self.user_types[f"{folded} DYNAMIC"] = kinds.VARIANT
            return False
        known = self.main.names.get(folded)
        if isinstance(known, ClassSymbol) and known in self.new_classes:
            self.report("duplicate-class", f"the class {node.name.text} exists twice", node.name.span)
            return False
        return True

    new_classes: list[ClassSymbol]
    """The classes that this program, or this entry of a session, declares."""

    def _declare_class(self, node: syntax.ClassDeclaration) -> None:
        name, folded = node.name.text, fold(node.name.text)
        kind = Kind(name, "object", lambda: None, lambda v: v)
        reference = Kind(f"{name} dynamic", "reference", lambda: None, lambda v: v)
        cls = ClassSymbol(node, self.names.give(name, node), kind, reference)
        self.new_classes.append(cls)
        self.class_of_node[node] = cls
        self.classes[kind] = self.classes[reference] = cls
        self.user_types[folded], self.user_types[f"{folded} DYNAMIC"] = kind, reference
        self.main.names[folded] = cls
        cls.scope = Scope(self.main, cls=cls)

    def _inherit(self, cls: ClassSymbol) -> None:
        bases: list[ClassSymbol] = []
        for node in cls.node.bases:
            name = node.words[-1]
            base = self.class_named_in_type(name)
            if base is None:
                known = [c.name for c in set(self.classes.values()) if c is not cls]
                self.unknown_kind(name, node.span, "unknown-class", known)
            elif cls in base.lineage():
                self.report("endless-class", f"the class {cls.name} inherits itself", node.span)
            else:
                bases.append(base)
        # A base that another one inherits already comes with it.
        cls.bases = [b for b in bases if not any(b in other.lineage() for other in bases if other is not b)]

    def class_names(self) -> list[str]:
        return [cls.name for cls in set(self.classes.values())]

    def class_named_in_type(self, name: str) -> ClassSymbol | None:
        found = self.main.names.get(fold(name))
        return found if isinstance(found, ClassSymbol) else None

    # --- Members -----------------------------------------------------------------------------------------------

    def _declare_class_members(self, cls: ClassSymbol) -> None:
        words: tuple[str, ...] = ()
        for statement in cls.node.members:
            if isinstance(statement, syntax.Section):
                words = statement.words
            elif isinstance(statement, syntax.StructureDeclaration):
                self.declare_types([statement])
                self._qualify(cls, statement)
            elif isinstance(statement, syntax.Constants):
                for item in statement.items:
                    access = access_in(statement.scope.split() or words)
                    member = self._member(cls, item.name, None, access)
                    member.shared = member.constant = True
                    member.value = item.value
                    if item.type is not None:
                        member.kind = self.kind_of_type(item.type)
                    elif isinstance(item.value, LITERALS):
                        member.kind = self.expression(item.value)
            elif isinstance(statement, syntax.Declaration):
                self._declare_member(cls, statement, statement.scope.split() or words)
            elif isinstance(statement, syntax.InternalProcedure):
                method = statement.procedure
                hint = f"write it after the class: {self.as_method(cls, method.name)}"
                message = "a class declares members only, its methods stand outside"
                self.report("method-in-class", message, method.name_span, hint)
            elif not isinstance(statement, syntax.ClassDeclaration | syntax.Extern | syntax.Unreadable):
                self.report("class-statement", "a class declares members only", statement.span)

    def _declare_member(self, cls: ClassSymbol, node: syntax.Declaration, words: tuple[str, ...] | list[str]) -> None:
        kind = self.kind_of_type(node.type) or kinds.VARIANT
        if self.contains(kind, cls.kind, set()):
            hint = f"make it a reference: {cls.name} dynamic"
            self.report("endless-class", f"an object of the class {cls.name} contains itself", node.span, hint)
            kind = kinds.VARIANT
        for i, name in enumerate(node.names):
            member = self._member(cls, name, kind, access_in(words))
            member.shared = "GLOBAL" in words
            member.read_only = "CONSTANT" in words and "PUBLIC" in words
            member.node = node
            member.value = node.value if i == len(node.names) - 1 else None

    def _member(self, cls: ClassSymbol, node: syntax.Name, kind: Kind | None, access: str) -> ClassMember:
        folded = fold(node.text)
        if folded in cls.names:
            self.report("duplicate-member", f"«{node.text}» is declared twice in the class {cls.name}", node.span)
        # A member hides an inherited one of the same name: both are in the object.
        hides = any(isinstance(c.names.get(folded), ClassMember) for c in cls.lineage()[1:])
        member = ClassMember(cls, node.text, self.attribute_of(node.text, cls if hides else None), kind, access)
        cls.names[folded] = member
        return member

    def attribute_of(self, name: str, cls: ClassSymbol | None) -> str:
        """The Python attribute of a member or method; what every object has keeps its own name."""
        shown = f"{name}_" if hasattr(Object, name) or name.startswith("__") else name
        return self.names.give(shown.lstrip("_") or shown, None if cls is None else (fold(name), cls))

    def contains(self, kind: Kind, sought: Kind, seen: set[Kind]) -> bool:
        """A value of the kind holds a value of the sought structure or class, always."""
        if kind is sought:
            return True
        if kind in seen or kind.family not in ("structure", "object"):
            return False
        seen.add(kind)
        if kind in self.structures:
            members = [member[1] for member in self.structures[kind].members.values()]
        else:
            members = [m.kind for m in self.classes[kind].members().values() if m.kind is not None]
        return any(self.contains(member, sought, seen) for member in members)

    def _qualify(self, cls: ClassSymbol, node: syntax.StructureDeclaration) -> None:
        """Types and enumerations of a class are also `cMail::EKind`, their values `cMail.KIND_A` (4.6)."""
        declared = self.types[node]
        folded = fold(node.name.text)
        cls.names[folded] = declared
        self.user_types[f"{fold(cls.name)}::{folded}"] = declared.kind
        for name, member in declared.members.items():
            if not isinstance(member, tuple):
                cls.names.setdefault(name, member)

    def _classdeclaration(self, node: syntax.ClassDeclaration) -> None:
        """Binds the values of the members, where the class stands."""
        cls = self.class_of_node.get(node)
        if cls is None:
            return
        assert cls.scope is not None
        outer, self.scope = self.scope, cls.scope
        cls.scope.names = {n: s for c in reversed(cls.lineage()) for n, s in c.names.items()}
        for statement in node.members:
            if isinstance(statement, syntax.StructureDeclaration):
                self._structuredeclaration(statement)
            elif isinstance(statement, syntax.Constants):
                for item in statement.items:
                    kind = self.expression(item.value)
                    member = cls.names[fold(item.name.text)]
                    if isinstance(member, ClassMember):
                        member.kind = member.kind or kind
            elif isinstance(statement, syntax.Declaration):
                self._bind_member(statement)
        self.scope = outer

    def _bind_member(self, node: syntax.Declaration) -> None:
        if node.value is not None:
            self.expression(node.value)
        self.sizes(node.type)
        for argument in node.arguments or ():
            if argument.value is not None:
                self.expression(argument.value)
        kind = self.kind_of_type(node.type)
        if kind is not None and kind.family == "object" and node.value is None:
            self.check_instance(self.classes[kind], node.arguments or [], node.span)

    # --- Methods -----------------------------------------------------------------------------------------------

    def declare_method(self, node: syntax.Procedure) -> None:
        owner_span = (node.name_span[0] - len(node.owner), node.name_span[0])
        cls = self.class_named_in_type(node.owner)
        if cls is None:
            start = self.source.text.rfind(node.owner, node.span[0], node.name_span[0])
            owner_span = (start, start + len(node.owner)) if start >= 0 else owner_span
            self.unknown_kind(node.owner, owner_span, "unknown-class", self.class_names())
            return
        folded = fold(node.name)
        symbol = ProcedureSymbol(node, self.names.give(f"{cls.name}_{node.name}", node), cls)
        symbol.results = [self.kind_of_type(result) for result in node.results]
        symbol.result = symbol.results[0] if len(symbol.results) == 1 else None
        self.methods[node] = symbol
        self._declared.append(symbol)
        if folded in CONSTRUCTORS:
            self._only_one(cls.constructor, symbol)
            cls.constructor = symbol
            symbol.attribute = "construct"
        elif folded in DESTRUCTORS:
            self._only_one(cls.destructor, symbol)
            if node.parameters:
                self.report("destructor-arguments", "a destructor takes no arguments", node.name_span)
            cls.destructor = symbol
        else:
            self._add_method(cls, folded, symbol)

    methods: dict[syntax.Procedure, ProcedureSymbol]

    def _only_one(self, known: ProcedureSymbol | None, symbol: ProcedureSymbol) -> None:
        if known in self._declared:
            message = f"the class {symbol.node.owner} has two methods «{symbol.name}»"
            self.report("duplicate-procedure", message, symbol.node.name_span)

    def _add_method(self, cls: ClassSymbol, folded: str, symbol: ProcedureSymbol) -> None:
        inherited = next((c.names[folded] for c in cls.lineage()[1:] if folded in c.names), None)
        shared = isinstance(inherited, ProcedureSymbol | PropertySymbol) and inherited.access != "PRIVATE"
        if isinstance(inherited, ProcedureSymbol | PropertySymbol) and shared:
            # The same Python attribute: Python finds the method of the object's own class, as WLanguage does.
            symbol.attribute = inherited.attribute if isinstance(inherited, ProcedureSymbol) else inherited.python
        else:
            symbol.attribute = self.attribute_of(symbol.name, cls if inherited is not None else None)
        known = cls.names.get(folded)
        if isinstance(known, ProcedureSymbol) and known in self._declared:
            getter, setter = sorted((known, symbol), key=lambda s: len(s.node.parameters))
            if len(getter.node.parameters) == 0 and len(setter.node.parameters) == 1:
                getter.attribute = known.attribute
                setter.attribute = ""
                setter.node.parameters[0].by_value = True
                cls.names[folded] = PropertySymbol(getter, setter, cls)
                return
        if known is not None and (isinstance(known, ClassMember) or known in self._declared):
            message = f"the class {cls.name} has two members «{symbol.name}»"
            self.report("duplicate-member", message, symbol.node.name_span)
        cls.names[folded] = symbol

    def bind_method(self, symbol: ProcedureSymbol) -> None:
        """Binds the body of a method, inside its class."""
        cls, node = symbol.owner, symbol.node
        assert cls is not None
        assert cls.scope is not None
        cls.scope.names = {n: s for c in reversed(cls.lineage()) for n, s in c.names.items()}
        self.procedure_body(symbol, cls.scope)
        if symbol is cls.constructor:
            self._imply_bases(cls, symbol)
        if symbol in (cls.constructor, cls.destructor):
            for statement in syntax.walk(node.body):
                if isinstance(statement, syntax.Return) and statement.value is not None:
                    message = f"{node.name} gives no result"
                    self.report("constructor-result", message, statement.span)

    def _baseconstructor(self, node: syntax.BaseConstructor) -> None:
        """`Constructor Base(…)`: the constructor of an inherited class; its destructor runs by itself."""
        for argument in node.arguments:
            if argument.value is not None:
                self.expression(argument.value)
        cls = self.class_named_in_type(node.base)
        span: Span = node.span
        if cls is None:
            self.unknown_kind(node.base, span, "unknown-class", self.class_names())
            return
        self.bases_called[node] = cls
        if fold(self.source.text[span[0] :][:4]) != "DEST":
            self.base_constructor(cls, node.arguments, span)

    bases_called: dict[syntax.BaseConstructor, ClassSymbol]
    implied: dict[ProcedureSymbol, list[ClassSymbol]]
    """The bases whose constructors run before a constructor that calls none of them."""
    made_classes: set[ClassSymbol]
    """Classes that an earlier entry of the session has made."""

    def _imply_bases(self, cls: ClassSymbol, symbol: ProcedureSymbol) -> None:
        """A base whose constructor is not called by that of the class is constructed first, without arguments."""
        called = {
            self.bases_called.get(n) for n in syntax.walk(symbol.node.body) if isinstance(n, syntax.BaseConstructor)
        }
        for node in syntax.walk(symbol.node.body):
            function = node.function if isinstance(node, syntax.Call) else None
            if isinstance(function, syntax.Attribute) and fold(function.name) in CONSTRUCTORS:
                called.add(function.object.symbol)
        bases = [b for b in cls.bases if b.builder() is not None and not any(c in b.lineage() for c in called if c)]
        for base in bases:
            builder = base.builder()
            if builder is not None and builder.counts()[0]:
                word = symbol.name
                hint = f"call it: {word} {base.name}(…)"
                message = f"the constructor of {base.name} needs arguments"
                self.report("base-constructor", message, symbol.node.name_span, hint)
        self.implied[symbol] = bases

    def spread_overrides(self) -> bool:
        """A parameter that one method assigns arrives in a cell in each method that may run in its place (8.2)."""
        changed = False
        for symbol in self._declared:
            if symbol.owner is None or not symbol.attribute:
                continue
            for cls in symbol.owner.lineage()[1:]:
                other = cls.names.get(fold(symbol.name))
                if isinstance(other, ProcedureSymbol) and other.attribute == symbol.attribute:
                    for mine, others in zip(symbol.parameters, other.parameters, strict=False):
                        if mine.boxed != others.boxed:
                            mine.boxed = others.boxed = changed = True
        return changed


def classes_in(program: syntax.Program) -> Iterator[syntax.ClassDeclaration]:
    """The classes of a program; one may stand after the methods of another, in the lines of a procedure (8.7)."""
    for body in (program.main, *(procedure.body for procedure in program.procedures)):
        for statement in body.statements:
            if isinstance(statement, syntax.ClassDeclaration):
                yield statement
