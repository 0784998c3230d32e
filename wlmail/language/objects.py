"""The binder's half for objects: their members, methods and properties, and who may use them (language.md 6.7, 11)."""

from __future__ import annotations

from wlmail.language import syntax
from wlmail.language.callees import Callees
from wlmail.language.diagnostics import Span
from wlmail.language.names import fold
from wlmail.language.symbols import (
    ClassMember,
    ClassSymbol,
    Enumeration,
    EnumerationMember,
    ProcedureSymbol,
    PropertySymbol,
    Structure,
    closest,
)
from wlmail.language.values import COLLECTIONS, DATES, NUMBERS
from wlmail.runtime import kinds
from wlmail.runtime.kinds import Kind

CONSTRUCTORS = frozenset({"CONSTRUCTOR", "CONSTRUCTEUR"})
DESTRUCTORS = frozenset({"DESTRUCTOR", "DESTRUCTEUR"})
Named = ClassMember | ProcedureSymbol | PropertySymbol | Enumeration | EnumerationMember | Structure


class Objects(Callees):
    """Binds what classes hold; `Targets` adds what is assigned."""

    # --- Members -----------------------------------------------------------------------------------------------

    def _currentmember(self, node: syntax.CurrentMember) -> Kind | None:
        cls = self.scope.method()[0]
        if cls is None:
            message = f"«:{node.name}» is a member of the current object, and there is none"
            self.report("no-current-object", message, node.span, self.hint_of_member(node.name))
            return None
        found = cls.find(fold(node.name))
        if found is None:
            self._no_member(cls, f"the class {cls.name}", node.name, node.span)
            return None
        return self.own_member(node, found, node.name)

    def _thisobject(self, node: syntax.ThisObject) -> Kind | None:
        cls, method = self.scope.method()
        if cls is None or (method is not None and not method.has_object):
            self.report("no-current-object", "there is no current object here", node.span)
            return None
        return cls.reference

    def own_member(self, node: syntax.Expression, symbol: Named, name: str) -> Kind | None:
        """Binds a member of the class around, named alone or after `:`."""
        cls, method = self.scope.method()
        assert cls is not None
        node.symbol = symbol
        if _needs_object(symbol) and method is not None and not method.has_object:
            message = f"«{name}» belongs to each object, and {method.name} runs without one: it is GLOBAL"
            self.report("no-current-object", message, node.span)
            return None
        self._check_access(symbol, name, node.span)
        return self._kind_of_member(symbol)

    def object_member(self, node: syntax.Expression, cls: ClassSymbol, what: str, name: str, span: Span) -> Kind | None:
        """Binds `object.name`."""
        found = cls.find(fold(name))
        if found is None:
            self._no_member(cls, f"{what} is of the class {cls.name}, which", name, span)
            return None
        node.symbol = found
        self._check_access(found, name, span)
        return self._kind_of_member(found)

    def class_member(self, node: syntax.Attribute, cls: ClassSymbol) -> Kind | None:
        """Binds `cMail.NAME` and `cMail::NAME`: a member of the class, or an inherited one of the current object."""
        node.object.symbol = cls
        found = cls.find(fold(node.name))
        if found is None:
            self._no_member(cls, f"the class {cls.name}", node.name, node.name_span)
            return None
        node.symbol = found
        if self._is_reached(found, cls, node.name, node.name_span):
            self._check_access(found, node.name, node.name_span)
        return self._kind_of_member(found)

    def _is_reached(self, symbol: Named, cls: ClassSymbol, name: str, span: Span) -> bool:
        """`cls::name` is of the class itself, or of the current object, which inherits it."""
        current, method = self.scope.method()
        inherits = current is not None and cls in current.lineage()
        if not _needs_object(symbol) or (inherits and (method is None or method.has_object)):
            return True
        hint = f"declare one: {self.declaration('o', cls.kind)}"
        self.report("no-current-object", f"«{name}» needs an object of the class {cls.name}", span, hint)
        return False

    def _check_access(self, symbol: Named, name: str, span: Span) -> None:
        owner = getattr(symbol, "owner", None)
        access = getattr(symbol, "access", "PUBLIC")
        if access == "PUBLIC" or not isinstance(owner, ClassSymbol):
            return
        current = self.scope.method()[0]
        if current is owner or (access == "PROTECTED" and current is not None and owner in current.lineage()):
            return
        who = f"the class {owner.name}" + (" and those that inherit it" if access == "PROTECTED" else "")
        self.report(f"{access.lower()}-member", f"«{name}» is {access.lower()}: only {who} may use it", span)

    def _no_member(self, cls: ClassSymbol, what: str, name: str, span: Span) -> None:
        near = closest(name, [symbol.name for c in cls.lineage() for symbol in c.names.values()])
        hint = f"did you mean {near}?" if near else ""
        self.report("unknown-member", f"{what} has no member «{name}»", span, hint)

    def _kind_of_member(self, symbol: Named) -> Kind | None:
        if isinstance(symbol, ClassMember | PropertySymbol):
            return symbol.kind
        if isinstance(symbol, ProcedureSymbol):
            if is_read(symbol):
                return symbol.result
            symbol.used_as_value = True
            return kinds.PROCEDURE
        return symbol.owner.kind if isinstance(symbol, EnumerationMember) else None

    # --- Calls -------------------------------------------------------------------------------------------------

    def call_of_own(self, node: syntax.Call, symbol: Named, name: str) -> Kind | None:
        """Binds `Method(…)` and `:Method(…)` inside the class."""
        used = isinstance(symbol, ProcedureSymbol) and symbol.used_as_value
        before = len(self.diagnostics)
        kind = self.own_member(node.function, symbol, name)
        node.function.kind = kind
        if isinstance(symbol, ProcedureSymbol):
            symbol.used_as_value = used
        if len(self.diagnostics) > before:
            return None
        return self._called(node, symbol, name, node.function.span)

    def _called(self, node: syntax.Call, symbol: Named, name: str, span: Span) -> Kind | None:
        """A call of what `node.function` names: a method, or a member that holds a procedure."""
        if isinstance(symbol, ProcedureSymbol):
            return self._bind_call(node, symbol, span)
        if isinstance(symbol, PropertySymbol):
            self._check_count(name, (0, 0), len(node.arguments), span)
            node.symbol = symbol
            return symbol.kind
        if not isinstance(symbol, ClassMember) or symbol.kind not in (None, kinds.VARIANT, kinds.PROCEDURE):
            self.report("not-a-procedure", f"«{name}» cannot be called", span)
        self.pass_to_any(node.arguments)
        return None

    def object_call(self, node: syntax.Call, cls: ClassSymbol, what: str, name: str, span: Span) -> Kind | None:
        """Binds `object.Method(…)`."""
        found = cls.find(fold(name))
        if found is None:
            extension = self._extension(name)
            if extension:
                return self._bind_extension(node, extension, span)
            near = closest(name, [s.name for c in cls.lineage() for s in c.names.values()])
            hint = f"did you mean {near}?" if near else ""
            message = f"{what} is of the class {cls.name}, which has no method «{name}»"
            self.report("unknown-method", message, span, hint)
            return None
        self._check_access(found, name, span)
        node.function.symbol, node.function.kind = found, getattr(found, "kind", None)
        return self._called(node, found, name, span)

    def class_call(
        self, node: syntax.Call, function: syntax.Attribute, cls: ClassSymbol, name: str, span: Span
    ) -> Kind | None:
        """Binds `cMail.Method(…)`, `cMail::Method(…)` and `Ancestor::Method(…)`."""
        function.object.symbol = cls
        if fold(name) in CONSTRUCTORS:
            self.base_constructor(cls, node.arguments, span)
            return None
        found = cls.find(fold(name))
        if found is None:
            self._no_member(cls, f"the class {cls.name}", name, span)
            return None
        function.symbol = found
        if self._is_reached(found, cls, name, span):
            self._check_access(found, name, span)
            return self._called(node, found, name, span)
        return None

    def base_constructor(self, cls: ClassSymbol, arguments: list[syntax.Argument], span: Span) -> None:
        """Checks a call of the constructor of a base class by that of the class (11)."""
        current, method = self.scope.method()
        if current is None or method is None or method is not current.constructor or cls not in current.lineage()[1:]:
            message = f"only the constructor of a class that inherits {cls.name} calls its constructor"
            self.report("base-constructor", message, span)
            return
        self.check_construction(cls, arguments, span)

    def check_construction(self, cls: ClassSymbol, arguments: list[syntax.Argument], span: Span) -> None:
        """Do the arguments fit the constructor of a class?"""
        builder = cls.builder()
        if builder is None:
            what = f"the class {cls.name}, which has no constructor,"
            plain = next((p.name for f, p in self.procedures.items() if f in CONSTRUCTORS), "")
            hint = f"the procedure {plain} belongs to no class: {self.as_method(cls, plain)}" if plain else ""
            self._check_count(cls.name, (0, 0), len(arguments), span, what, hint)
            return
        self.built.append((builder, arguments, span))
        self.pass_to(builder, arguments)

    def check_instance(self, cls: ClassSymbol, arguments: list[syntax.Argument], span: Span) -> None:
        """An object of the class is made here: the class may not be abstract, and the arguments must fit."""
        self.instances.append((cls, span))
        self.check_construction(cls, arguments, span)

    built: list[tuple[ProcedureSymbol, list[syntax.Argument], Span]]
    """Calls of constructors whose arguments are counted at the end."""
    instances: list[tuple[ClassSymbol, Span]]
    """Where objects are made; abstract classes have none, which is known once every method is."""

    def check_instances(self) -> None:
        for builder, arguments, span in self.built:
            if builder.received is None and builder.owner is not None:
                what = f"the constructor of {builder.owner.name}"
                self._check_count(builder.name, builder.counts(), len(arguments), span, what)
        for cls, span in self.instances:
            method = cls.missing()
            if "ABSTRACT" in cls.node.words or method is not None:
                why = f": its method {method.name} has no body" if method is not None else ""
                hint = "make an object of a class that inherits it"
                self.report("abstract-class", f"the class {cls.name} is abstract{why}", span, hint)

    def _new(self, node: syntax.New) -> Kind | None:
        kind = super()._new(node)
        if kind is None:
            return None
        cls = self.classes.get(kind)
        if cls is not None:
            node.symbol = cls
            self.check_instance(cls, node.arguments, node.span)
            return cls.reference
        if kind.family == "reference":
            node.symbol = self.structures[kind]
        return kind

    def check_object(self, target: Kind | None, value: Kind | None, span: Span) -> None:
        """An object is assigned a value that can be none of its class."""
        cls = self.classes.get(target) if target is not None else None
        if cls is None or value is None:
            return
        other = self.classes.get(value)
        if other is not None and other not in cls.lineage() and cls not in other.lineage():
            self.report("other-class", f"an object of the class {other.name} is no {cls.name}", span)
        elif other is None and value.family in NUMBERS | COLLECTIONS | DATES | {"text", "buffer", "structure"}:
            self.report("other-class", f"a value of type {self.type_name(value)} is no {cls.name}", span)


def is_read(symbol: ProcedureSymbol) -> bool:
    """A method without parameters that gives a result: without parentheses it is its result, as a property is (11)."""
    return not symbol.node.parameters and not symbol.node.open_list and bool(symbol.results)


def _needs_object(symbol: Named) -> bool:
    if isinstance(symbol, ClassMember):
        return not symbol.shared
    return isinstance(symbol, PropertySymbol) or (isinstance(symbol, ProcedureSymbol) and symbol.has_object)
