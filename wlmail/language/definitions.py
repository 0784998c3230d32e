"""The compiler's half for what is defined: variables, constants, structures and enumerations (language.md 4)."""

from __future__ import annotations

import ast
from typing import Any

from wlmail.language import syntax
from wlmail.language.assignments import BY_NAME
from wlmail.language.binder import Binder
from wlmail.language.emitter import Place
from wlmail.language.loops import Loops
from wlmail.language.symbols import Enumeration, EnumerationMember, Scope, Structure, Variable
from wlmail.runtime import kinds
from wlmail.runtime.kinds import Kind

NOWHERE: Place = {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 0}


class Definitions(Loops):
    """Emits declarations; what they need in the compiled module is made when it is first asked for."""

    binder: Binder
    scope: Scope
    late: dict[object, ast.stmt]
    """Statements that complete structures once the constants of the main code have their values."""
    made: set[object]
    """Structures and enumerations that the compiled module has already."""

    def empty(self, kind: Kind | None, at: Place) -> ast.expr:
        """The default of a kind where nothing was declared: no object is made, no constructor runs."""
        return self.const(None, at) if kind is not None and kind.family == "object" else self.default(kind, at)

    def name_of_record(self, kind: Kind, at: Place) -> ast.expr:
        cls = self.binder.classes.get(kind)
        return self.class_name(cls, at) if cls is not None else self.name(self.structure_of(kind).python, at)

    def is_one_of(self, given: Kind, kind: Kind) -> bool:
        if kind.family == "reference" and given is kinds.NULL:
            return True
        cls, other = self.binder.classes.get(kind), self.binder.classes.get(given)
        return cls is not None and other is not None and cls in other.lineage()

    def structure_of(self, kind: Kind) -> Structure:
        structure = self.binder.structures[kind]
        self._make_structure(structure)
        return structure

    # --- Declarations ------------------------------------------------------------------------------------------

    def do_declaration(self, node: syntax.Declaration, at: Place) -> list[ast.stmt]:
        made: list[ast.stmt] = []
        for i, name in enumerate(node.names):
            variable = name.symbol
            kind: Kind | None = variable.kind
            last = i == len(node.names) - 1
            if variable.alias and not self.is_global(variable):
                made.append(self.initial(variable, self.empty(kind, at), at))  # no longer another one's name
            made += self.first_value(node, name, kind, node.value if last else None, at)
        return made

    def _declared(self, variable: Variable, value: ast.expr, at: Place) -> ast.stmt:
        """A declaration resets the variable; where it lives in a cell, the cell stays."""
        return self.assign_variable(variable, value, at)

    def first_value(
        self,
        node: syntax.Declaration,
        target: syntax.Expression,
        kind: Kind | None,
        value: syntax.Expression | None,
        at: Place,
    ) -> list[ast.stmt]:
        """What a declaration gives a variable or member of a class: its value, or the default of its type."""
        if value is None:
            if kind is not None and node.arguments and kind in self.binder.classes:
                made = self.construction(self.binder.classes[kind], node.arguments, at)
                return self.store(target, made, kind, at)
            return self.store(target, self._fresh(node.type, kind, at), kind, at)
        if isinstance(node.type, syntax.AssociativeType) and any(node.type.options[:2]):
            pairs = self.method(self.converted(value, kind), "items", [], at)
            return self.store(target, self.method(self._fresh(node.type, kind, at), "filled", [pairs], at), kind, at)
        assign = syntax.Assign(node.span, target, node.operator, value)
        if kind is not None and kind.family == "object" and node.operator != "<-":
            copy = isinstance(value, syntax.New)
            emitted = self.converted(value, kind)
            return self.store(target, emitted if copy else self.call("cloned", [emitted], at), kind, at)
        # What is assigned by members, or may be a record, needs a value to be assigned to.
        by_name = kind is None or kind.family in BY_NAME or kind.family in ("growing", "variant")
        if by_name and node.operator != "<-":
            return [*self.store(target, self._fresh(node.type, kind, at), kind, at), *self.assignment(assign)]
        return self.assignment(assign)

    def _fresh(self, node: syntax.Type, kind: Kind | None, at: Place) -> ast.expr:
        """The default value of a declared type; sizes of arrays may be known only now."""
        if isinstance(node, syntax.ArrayType) and (node.growth is not None or any(s is not None for s in node.sizes)):
            assert kind is not None
            element = kind.element
            for _ in node.sizes[1:]:
                element = element.element if element is not None else None
            sizes = [self.converted(s, kinds.INT8) if s is not None else self.const(0, at) for s in node.sizes]
            growth = self.converted(node.growth, kinds.INT8) if node.growth is not None else self.const(0, at)
            return self.method(
                self.runtime("Array", at),
                "sized",
                [self.kind(element or kinds.VARIANT, at), ast.Tuple([*sizes], ast.Load(), **at), growth],
                at,
            )
        if isinstance(node, syntax.AssociativeType) and any(node.options[:2]):
            assert kind is not None
            element = kind.element or kinds.VARIANT
            given = [self.expression(o) if o is not None else self.const(None, at) for o in node.options[:2]]
            made = [self.kind(element, at), *given]
            return self.method(self.runtime("AssociativeArray", at), "declared", made, at)
        return self.default(kind, at)

    def do_let(self, node: syntax.Let, at: Place) -> list[ast.stmt]:
        if node.unpack:
            targets: list[syntax.Expression | None] = [*node.names]
            return self.do_multipleassign(syntax.MultipleAssign(node.span, targets, node.value), at)
        name = node.names[0]
        kind: Kind | None = name.symbol.kind
        if kind is not None and kind.family == "object" and node.operator != "<-":
            return self.store(name, self.call("cloned", [self.converted(node.value, kind)], at), kind, at)
        if kind is not None and kind.family in BY_NAME and node.operator != "<-":
            assign = syntax.Assign(node.span, name, node.operator, node.value)
            return [self._declared(name.symbol, self.default(kind, at), at), *self.assignment(assign)]
        if node.operator == "<-":
            return self.assignment(syntax.Assign(node.span, name, node.operator, node.value))
        return self.store(name, self.converted(node.value, kind), kind, at)

    def do_multipleassign(self, node: syntax.MultipleAssign, at: Place) -> list[ast.stmt]:
        name = self.temporary()
        count = self.const(len(node.targets), at)
        values = self.call("unpack", [self.expression(node.value), count], at)
        made: list[ast.stmt] = [ast.Assign([ast.Name(name, ast.Store(), **at)], values, **at)]
        for i, target in enumerate(node.targets):
            if target is not None:
                value: ast.expr = ast.Subscript(self.name(name, at), self.const(i, at), ast.Load(), **at)
                made += self.store(target, self.convert(value, None, target.kind, at), target.kind, at)
        return made

    def do_constants(self, node: syntax.Constants, at: Place) -> list[ast.stmt]:
        made: list[ast.stmt] = []
        for item in node.items:
            symbol = item.name.symbol
            made.append(self.assign_variable(symbol, self.converted(item.value, symbol.kind), at))
        return made

    def do_structuredeclaration(self, node: syntax.StructureDeclaration, at: Place) -> list[ast.stmt]:
        declared = self.binder.types[node]
        made: list[ast.stmt] = []
        if isinstance(declared, Structure):
            self._make_structure(declared)
            if self.scope is not self.binder.main and declared in self.late:
                # Its defaults may be constants of this procedure.
                made = [self.late.pop(declared)]
        else:
            self._make_enumeration(declared)
        if node.form == "COMPOSED" and isinstance(node.name.symbol, Variable):
            made.append(self._declared(node.name.symbol, self.default(node.name.symbol.kind, at), at))
        return made

    def _make_structure(self, structure: Structure) -> None:
        """The class of a structure, in the compiled module, before anything that uses it."""
        if structure in self.made:
            return
        self.made.add(structure)
        at = NOWHERE
        # First the class alone: the types of its members may name it (an array of itself) or one another.
        attributes = ast.Tuple([self.const(member[0], at) for member in structure.members.values()], ast.Load(), **at)
        made = self.call("structure_class", [self.const(structure.name, at), attributes], at)
        self.module.append(ast.Assign([ast.Name(structure.python, ast.Store(), **at)], made, **at))
        values = {
            name: self.const(None, at) if default is None else self.converted(default, kind)
            for name, (_, kind, default) in structure.members.items()
        }
        plain = {n: v if isinstance(v, ast.Constant) else self.const(None, at) for n, v in values.items()}
        self.module.append(self._members(structure, plain))
        if any(not isinstance(value, ast.Constant) for value in values.values()):
            # Defaults that the program computes: constants of its main code, calls.
            self.late[structure] = self._members(structure, values)

    def _members(self, structure: Structure, values: dict[str, ast.expr]) -> ast.stmt:
        at = NOWHERE
        members: list[ast.expr] = []
        for name, (attribute, kind, _) in structure.members.items():
            member = [self.const(name, at), self.const(attribute, at), self.kind(kind, at), values[name]]
            members.append(ast.Tuple(member, ast.Load(), **at))
        given = [self.name(structure.python, at), ast.List(members, ast.Load(), **at)]
        return ast.Expr(self.call("complete", given, at), **at)

    def _make_enumeration(self, enumeration: Enumeration) -> None:
        if enumeration in self.made:
            return
        self.made.add(enumeration)
        at = NOWHERE
        flags = enumeration.kind.family == "combination"
        members: list[ast.expr] = []
        for folded, member in enumeration.members.items():
            value = self.const(member.number if flags else None, at)
            if member.value is not None:
                given = self.expression(member.value)
                if isinstance(given, ast.Constant):
                    value = given
                elif flags:
                    value = self.convert(given, member.value.kind, kinds.INT8, at)
                else:
                    # Computed from constants of the main code, or a call.
                    entry = ast.Attribute(self.name(enumeration.python, at), folded, ast.Load(), **at)
                    self.late[member] = ast.Assign([ast.Attribute(entry, "value", ast.Store(), **at)], given, **at)
            members.append(ast.Tuple([self.const(folded, at), self.const(member.name, at), value], ast.Load(), **at))
        made = self.call(
            "combination" if flags else "enumeration",
            [self.const(enumeration.name, at), ast.List(members, ast.Load(), **at)],
            at,
        )
        self.module.append(ast.Assign([ast.Name(enumeration.python, ast.Store(), **at)], made, **at))

    def symbol(self, symbol: Any, at: Place, node: syntax.Expression) -> ast.expr:
        if isinstance(symbol, EnumerationMember):
            self._make_enumeration(symbol.owner)
        return super().symbol(symbol, at, node)

    def enumeration_of(self, kind: Kind) -> Enumeration:
        enumeration = self.binder.enumerations[kind]
        self._make_enumeration(enumeration)
        return enumeration
