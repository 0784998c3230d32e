"""The compiler's half for classes: a Python class each, whose methods are functions of the program (language.md 11).

class cMail(Object):                      # in the module: its members as slots
    __slots__ = ('m_sTo',)

def program(run):
    def cMail_Send(this): …               # sees the variables and procedures of the program
    cMail.Send = cMail_Send
    def cMail_new(this, sTo): …           # gives the members their first values, then runs the constructor
    cMail.__init__ = cMail_new
"""

from __future__ import annotations

import ast

from wlmail.language import syntax
from wlmail.language.definitions import NOWHERE
from wlmail.language.emitter import Place
from wlmail.language.names import fold
from wlmail.language.statements import Statements
from wlmail.language.symbols import ClassMember, ClassSymbol, ProcedureSymbol, PropertySymbol
from wlmail.runtime import kinds


class ClassBodies(Statements):
    """Emits classes; `Compiler` adds procedures and the module."""

    def method_function(self, symbol: ProcedureSymbol, start: list[ast.stmt]) -> list[ast.stmt]:
        """The function of a method; `start`: what it does first. `Compiler` makes functions."""
        raise NotImplementedError

    def class_name(self, cls: ClassSymbol, at: Place) -> ast.expr:
        self.make_class(cls)
        return self.name(cls.python, at)

    def make_class(self, cls: ClassSymbol) -> None:
        """The Python class, in the compiled module, once; in a session that of an earlier entry stays."""
        if cls in self.made or cls in self.binder.made_classes:
            return
        self.made.add(cls)
        at = NOWHERE
        bases = [self.class_name(base, at) for base in cls.bases] or [self.runtime("Object", at)]
        body: list[ast.stmt] = [_assigned("TYPE_NAME", self.const(cls.name, at), at)]
        if not self._mixed(cls):
            own = [m.python for m in cls.names.values() if isinstance(m, ClassMember) and not m.shared]
            slots = ast.Tuple([self.const(name, at) for name in own], ast.Load(), **at)
            body.append(_assigned("__slots__", slots, at))
        self.module.append(ast.ClassDef(cls.python, bases, [], body, [], **at))
        self._describe(cls)
        if self.session:
            self.binder.made_classes.add(cls)

    def _mixed(self, cls: ClassSymbol) -> bool:
        """The class may be one of several bases: Python lays out the slots of one only."""
        heirs = [c for c in set(self.binder.classes.values()) if len(c.bases) > 1]
        return self.session or any(cls in base.lineage() for heir in heirs for base in heir.bases[1:])

    def _describe(self, cls: ClassSymbol) -> None:
        at = NOWHERE
        members, methods, hidden = [], {}, []
        for folded, symbol in cls.names.items():
            if isinstance(symbol, ClassMember) and not symbol.shared:
                kind = self.kind(symbol.kind or kinds.VARIANT, at)
                parts = [self.const(folded, at), self.const(symbol.python, at), kind]
                members.append(ast.Tuple(parts, ast.Load(), **at))
            elif isinstance(symbol, ProcedureSymbol):
                methods[folded] = symbol.attribute
            elif isinstance(symbol, PropertySymbol | ClassMember):
                methods[folded] = symbol.python
            if getattr(symbol, "access", "PUBLIC") != "PUBLIC":
                hidden.append(self.const(folded, at))
        pairs = [ast.Tuple([self.const(n, at), self.const(a, at)], ast.Load(), **at) for n, a in methods.items()]
        given: list[ast.expr] = [ast.List([*items], ast.Load(), **at) for items in (members, pairs, hidden)]
        while given and not given[-1].elts:  # type: ignore[attr-defined]
            given.pop()
        self.module.append(ast.Expr(self.call("describe", [self.name(cls.python, at), *given], at), **at))

    # --- Methods -----------------------------------------------------------------------------------------------

    def methods(self, procedures: list[syntax.Procedure]) -> list[ast.stmt]:
        """The functions of the methods of a program, and what makes them methods of their classes."""
        made: list[ast.stmt] = []
        declared = [s for s in map(self.binder.symbol_of, procedures) if s is not None and s.owner is not None]
        owners = dict.fromkeys([*self.binder.new_classes, *(s.owner for s in declared if s.owner is not None)])
        for cls in owners:
            known = cls in self.binder.made_classes
            self.make_class(cls)
            if known:
                self._describe(cls)
        for symbol in declared:
            made += self._method(symbol)
        for cls in owners:
            for member in cls.names.values():
                if isinstance(member, PropertySymbol) and member.getter in declared:
                    at = self.place(member.getter.node)
                    pair = [self.name(s.python, at) for s in (member.getter, member.setter)]
                    made.append(self._given_to(cls, member.python, self.builtin("property", pair, at), at))
            if cls in self.binder.new_classes and not self._is_whole(cls):
                made += self._maker(cls)
            if any(c.destructor in declared for c in cls.lineage() if c.destructor is not None):
                made += self._finalizer(cls)
        return made

    def _given_to(self, cls: ClassSymbol, attribute: str, value: ast.expr, at: Place) -> ast.stmt:
        head: Place = {**at, "end_lineno": at["lineno"], "end_col_offset": at["col_offset"] + 1}
        place = ast.Attribute(self.name(cls.python, head), attribute, ast.Store(), **head)
        return ast.Assign([place], value, **head)

    def _method(self, symbol: ProcedureSymbol) -> list[ast.stmt]:
        cls = symbol.owner
        assert cls is not None
        attribute, start, at = symbol.attribute, [], self.place(symbol.node)
        if symbol is cls.constructor:
            if self._is_whole(cls):
                start = self._first_values(cls)
                attribute = "__init__"
            for base in self.binder.implied.get(symbol, ()):
                start.append(ast.Expr(self.base_construction(base, [], at), **at))
        made = self.method_function(symbol, start)
        value = self.name(symbol.python, at)
        if not symbol.has_object:
            value = self.builtin("staticmethod", [value], at)
        if attribute and symbol is not cls.destructor:
            made.append(self._given_to(cls, attribute, value, at))
        return made

    # --- Making and ending objects -----------------------------------------------------------------------------

    def _is_whole(self, cls: ClassSymbol) -> bool:
        """The constructor gives the members their values as well: no class calls it but for its own objects."""
        heirs = any(cls in c.lineage()[1:] for c in self.binder.classes.values())
        return cls.constructor is not None and not heirs and not self.session

    def _maker(self, cls: ClassSymbol) -> list[ast.stmt]:
        """`__init__` of a class: the first values of its members, then the constructor."""
        at = self.place(cls.node)
        builder = cls.builder()
        names: list[str] = []
        if builder is not None and not self.session:
            names = [self.temporary() for _ in builder.parameters]
        arguments = [ast.arg(name, **at) for name in ["this", *names]]
        optional = 0 if builder is None else sum(p.default is not None for p in builder.node.parameters)
        rest = ""
        if self.session or (builder is not None and (builder.node.open_list or builder.received is not None)):
            rest = self.temporary()
        body = self._first_values(cls)
        made: list[ast.stmt] = []
        if self.session:
            # A later entry may declare a class that inherits this one, or its constructor.
            python = self.names.give(f"{cls.name}_begin", (cls, "begin"))
            made.append(_function(python, ["this"], body, at))
            made.append(self._given_to(cls, "begin", self.name(python, at), at))
            body = [ast.Expr(self.method(self.name("this", at), "begin", [], at), **at)]
        if builder is not None or self.session:
            given: list[ast.expr] = [self.name(name, at) for name in names]
            if rest:
                given.append(ast.Starred(self.name(rest, at), ast.Load(), **at))
            body.append(ast.Expr(self.method(self.name("this", at), "construct", given, at), **at))
        python = self.names.give(f"{cls.name}_new", cls)
        defaults = [self.runtime("MISSING", at) for _ in range(optional if names else 0)]
        signature = ast.arguments([], arguments, ast.arg(rest, **at) if rest else None, [], [], None, defaults)
        function = ast.FunctionDef(python, signature, body or [ast.Pass(**at)], [], None, None, **at)
        return [*made, function, self._given_to(cls, "__init__", self.name(python, at), at)]

    def _first_values(self, cls: ClassSymbol) -> list[ast.stmt]:
        """The members of an object start with their values, those of its bases first."""
        made: list[ast.stmt] = []
        known = [c for c in cls.lineage() if c not in self.binder.new_classes]
        for c in reversed(cls.lineage()):
            if c not in known:
                for member in c.names.values():
                    if isinstance(member, ClassMember) and not member.shared:
                        made += self._first_value(member)
            elif not any(c in heir.lineage()[1:] for heir in known):
                # A class of an earlier entry of the session, with what it inherits.
                begin = ast.Attribute(self.class_name(c, NOWHERE), "begin", ast.Load(), **NOWHERE)
                made.append(ast.Expr(ast.Call(begin, [self.name("this", NOWHERE)], [], **NOWHERE), **NOWHERE))
        return made

    def shared_values(self) -> list[ast.stmt]:
        """Class members and constants have their values before the main code begins."""
        made: list[ast.stmt] = []
        for cls in self.binder.new_classes:
            for member in cls.names.values():
                if isinstance(member, ClassMember) and member.shared:
                    made += self._first_value(member)
        return made

    def _first_value(self, member: ClassMember) -> list[ast.stmt]:
        outer, self.scope = self.scope, member.owner.scope or self.scope
        hoisted, self.hoisted = self.hoisted, []
        node = member.node
        place = node if node is not None else member.value
        assert place is not None
        at = self.place(place)
        target = syntax.CurrentMember(place.span, member.name, member.shared)
        target.symbol, target.kind = member, member.kind
        if node is None:
            assert member.value is not None
            made = self.store(target, self.converted(member.value, member.kind), member.kind, at)
        else:
            made = self.first_value(node, target, member.kind, member.value, at)
        made = [*self.hoisted, *made]
        self.hoisted, self.scope = hoisted, outer
        return made

    def _finalizer(self, cls: ClassSymbol) -> list[ast.stmt]:
        """`__del__`: the destructors, that of the class first, then those it inherits."""
        at = self.place(cls.node) if cls in self.binder.new_classes else NOWHERE
        found = [self.name(c.destructor.python, at) for c in cls.lineage() if c.destructor is not None]
        arguments = [self.name("run", at), self.name("this", at), ast.Tuple([*found], ast.Load(), **at)]
        python = self.names.give(f"{cls.name}_end", (cls, "end"))
        function = _function(python, ["this"], [ast.Expr(self.call("destroy", arguments, at), **at)], at)
        return [function, self._given_to(cls, "__del__", self.name(python, at), at)]

    def released(self, body: list[ast.stmt], at: Place) -> list[ast.stmt]:
        """At the end of the program its objects end, while its destructors can still run."""
        if self.session or not any(c.destructor for c in self.binder.new_classes):
            return body
        plain = ("text", "integer", "real", "boolean", "exact", "enumeration")
        none: list[ast.stmt] = [
            self.assign_variable(v, self.const(None, at), at)
            for v in self.binder.main.variables
            if v.kind is None or v.kind.family not in plain
        ]
        for cls in self.binder.new_classes:
            none += [
                self._given_to(cls, m.python, self.const(None, at), at)
                for m in cls.names.values()
                if isinstance(m, ClassMember) and m.shared and (m.kind is None or m.kind.family not in plain)
            ]
        return [ast.Try(body or [ast.Pass(**at)], [], [], none, **at)] if none else body

    # --- Statements --------------------------------------------------------------------------------------------

    def do_baseconstructor(self, node: syntax.BaseConstructor, at: Place) -> list[ast.stmt]:
        if fold(self.source.text[node.span[0] :][:4]) == "DEST":
            return []  # destructors of inherited classes run by themselves
        return [ast.Expr(self.base_construction(self.binder.bases_called[node], node.arguments, at), **at)]

    def do_classdeclaration(self, node: syntax.ClassDeclaration, at: Place) -> list[ast.stmt]:
        return []  # made before the main code begins


def _assigned(name: str, value: ast.expr, at: Place) -> ast.stmt:
    return ast.Assign([ast.Name(name, ast.Store(), **at)], value, **at)


def _function(name: str, parameters: list[str], body: list[ast.stmt], at: Place) -> ast.stmt:
    signature = ast.arguments([], [ast.arg(p, **at) for p in parameters], None, [], [], None, [])
    return ast.FunctionDef(name, signature, body or [ast.Pass(**at)], [], None, None, **at)
