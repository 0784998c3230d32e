"""The compiler: statements and procedures of a bound program as Python's own `ast` (language.md 7, 8, 9).

The main code and the procedures become one function `program(run)`; procedures are functions inside it. In a session
(the REPL) the variables of the main code are globals of the session instead.
"""

from __future__ import annotations

import ast
from typing import Any

from wlmail.language import syntax
from wlmail.language.assignments import BY_NAME, Assignments
from wlmail.language.binder import Binder
from wlmail.language.emitter import Place
from wlmail.language.loops import Loops
from wlmail.language.names import fold
from wlmail.language.source import Source
from wlmail.language.symbols import Enumeration, ProcedureSymbol, Scope, Structure, Variable
from wlmail.runtime import kinds
from wlmail.runtime.kinds import Kind


def compile_program(program: syntax.Program, binder: Binder, source: Source, *, session: bool = False) -> ast.Module:
    """The Python module of a bound program: its function `program(run)` runs it and returns the main code's result."""
    return Compiler(binder, source, session=session).module_of(program)


class Compiler(Loops, Assignments):
    def __init__(self, binder: Binder, source: Source, *, session: bool) -> None:
        super().__init__(source, binder.names, session=session)
        self.binder = binder
        self.scope = binder.main
        self.loop_elements = []
        self.before_continue = []
        self.hoisted: list[ast.stmt] = []
        """Functions of lambdas in the statement being compiled."""
        self._made: set[object] = set()

    def structure_of(self, kind: Kind) -> Structure:
        structure = self.binder.structures[kind]
        self._make_structure(structure)
        return structure

    def module_of(self, program: syntax.Program) -> ast.Module:
        at = self.place(program)
        body = self._function_body(program.main, self.binder.main, [], None, at, program.procedures)
        function = self._function("program", [ast.arg("run", **at)], [], body, at)
        imports: list[ast.stmt] = [
            ast.ImportFrom(module, [ast.alias(attribute, None if python == attribute else python, **at)], 0, **at)
            for python, (module, attribute) in sorted(self.imports.items(), key=lambda item: (item[1], item[0]))
        ]
        return ast.Module([*imports, *self.module, function], [])

    # --- Procedures --------------------------------------------------------------------------------------------

    def _function(
        self,
        name: str,
        arguments: list[ast.arg],
        defaults: list[ast.expr],
        body: list[ast.stmt],
        at: Place,
        rest: str = "",
    ) -> ast.stmt:
        signature = ast.arguments([], arguments, ast.arg(rest, **at) if rest else None, [], [], None, defaults)
        return ast.FunctionDef(name, signature, body or [ast.Pass(**at)], [], None, None, **at)  # type: ignore[call-overload]

    def _procedure(self, symbol: ProcedureSymbol) -> list[ast.stmt]:
        """A procedure as a Python function; its reference parameters that it assigns arrive as cells (8.2)."""
        node, at = symbol.node, self.place(symbol.node)
        assert symbol.scope is not None
        arguments, defaults, start = [], [], []
        for parameter, variable in zip(node.parameters, symbol.parameters, strict=True):
            arguments.append(ast.arg(variable.python, **at))
            if parameter.default is not None:
                defaults.append(self.runtime("MISSING", at))
            start += self._parameter_start(parameter, variable, at)
        outer, self.scope = self.scope, symbol.scope
        jumps, self.jumps = self.jumps, False
        loops, self.before_continue = self.before_continue, []
        elements, self.loop_elements = self.loop_elements, []
        withs, self.with_subjects = self.with_subjects, []
        body = self._function_body(node.body, symbol.scope, start, symbol, at, [])
        self.scope, self.jumps, self.before_continue, self.loop_elements = outer, jumps, loops, elements
        self.with_subjects = withs
        made = [self._function(symbol.python, arguments, defaults, body, at, "MyParameters" if node.open_list else "")]
        boxed = [i for i, v in enumerate(symbol.parameters) if v.boxed and v.is_parameter]
        if boxed and symbol.used_as_value:
            target = ast.Attribute(self.name(symbol.python, at), "references", ast.Store(), **at)
            made.append(ast.Assign([target], self.const(tuple(boxed), at), **at))
        return made

    def _parameter_start(self, node: syntax.Parameter, variable: Variable, at: Place) -> list[ast.stmt]:
        """What a procedure does with a parameter first: its default, its own copy or cell."""
        made: list[ast.stmt] = []
        name = variable.python
        cell = variable.boxed and variable.is_parameter

        def rebound(value: ast.expr) -> ast.stmt:
            return ast.Assign([ast.Name(name, ast.Store(), **at)], value, **at)

        if node.default is not None:
            value = self.converted(node.default, variable.kind)
            if cell:
                value = self._new_cell(variable, value, at)
            missing = ast.Compare(self.name(name, at), [ast.Is()], [self.runtime("MISSING", at)], **at)
            made.append(ast.If(missing, [rebound(value)], [], **at))
        if node.by_value and (
            variable.kind is None or variable.kind.family not in ("text", "integer", "real", "boolean")
        ):
            made.append(rebound(self.call("to_copy", [self.name(name, at)], at)))
        if variable.boxed and not variable.is_parameter:
            made.append(rebound(self._new_cell(variable, self.name(name, at), at)))
        return made

    def _new_cell(self, variable: Variable, value: ast.expr, at: Place) -> ast.expr:
        if variable.kind is None or variable.kind is kinds.VARIANT:
            return self.call("Ref", [value], at)
        return self.call("TypedRef", [self.kind(variable.kind, at), value], at)

    def _function_body(
        self,
        body: syntax.Body,
        scope: Scope,
        start: list[ast.stmt],
        symbol: ProcedureSymbol | None,
        at: Place,
        procedures: list[syntax.Procedure],
    ) -> list[ast.stmt]:
        made = self._scope_start(scope, at)
        made += start
        for name in sorted(self._early(scope), key=lambda v: v.python):
            made.append(self._initial(name, self.default(name.kind, at), at))
        for procedure in procedures:
            found = self.binder.procedures.get(fold(procedure.name))
            if found is not None and found.node is procedure:
                made += self._procedure(found)
        for statement in body.statements:
            if isinstance(statement, syntax.InternalProcedure):
                inner = scope.names[fold(statement.procedure.name)]
                made += self._procedure(inner)
        made += self._constants_first(body.statements) if symbol is None else []
        made += self._handled(body, at)
        if symbol is not None and symbol.result is not None:
            made.append(ast.Return(self.default(symbol.result, at), **at))
        return made

    def _scope_start(self, scope: Scope, at: Place) -> list[ast.stmt]:
        """`global` and `nonlocal` for the variables of outer scopes that this one assigns."""
        outer = sorted({v.python for v in scope.rebinds if not v.boxed and not self.is_global(v)})
        shared = {v.python for v in scope.rebinds if self.is_global(v)}
        if self.session and scope is self.binder.main:
            shared |= {v.python for v in scope.names.values() if isinstance(v, Variable)}
            shared |= {s.python for s in self.binder.procedures.values()}
        made: list[ast.stmt] = []
        if shared:
            made.append(ast.Global(sorted(shared), **at))
        if outer:
            made.append(ast.Nonlocal(outer, **at))
        return made

    def _early(self, scope: Scope) -> list[Variable]:
        """Variables that need a value before their declaration is reached: seen by procedures, or declared in a block."""
        if self.session and scope is self.binder.main:
            return []
        parameters = set(scope.procedure.parameters) if scope.procedure else set()
        found = {v for v in scope.names.values() if isinstance(v, Variable) and v not in parameters}
        return [v for v in found if v.captured or v.early or v.boxed]

    def _initial(self, variable: Variable, value: ast.expr, at: Place) -> ast.stmt:
        """Gives a variable its first value; a cell is made once, later declarations only change what is in it."""
        if variable.boxed and not self.is_global(variable):
            value = self._new_cell(variable, value, at)
        return ast.Assign([ast.Name(variable.python, ast.Store(), **at)], value, **at)

    def _constants_first(self, statements: list[syntax.Statement]) -> list[ast.stmt]:
        """Constants of the main code have their value in every procedure, whenever it is called (10.6)."""
        made: list[ast.stmt] = []
        for statement in statements:
            if isinstance(statement, syntax.Constants):
                made += self.statement(statement)
        return made

    def _handled(self, body: syntax.Body, at: Place) -> list[ast.stmt]:
        """Statements with the handlers at the end of their procedure (8.8, 9)."""
        jumps, self.jumps = self.jumps, body.on_error is not None
        made = self.block(body.statements)
        self.jumps = jumps
        handlers: list[ast.ExceptHandler] = []
        if body.on_error is not None:
            handlers.append(
                ast.ExceptHandler(
                    self.runtime("ErrorJump", at), None, self.block(body.on_error) or [ast.Pass(**at)], **at
                )
            )
        if body.on_exception is not None:
            handlers.append(self.exception_handler(body.on_exception, at))
        if not handlers and body.finally_ is None:
            return made
        final = self.block(body.finally_) if body.finally_ else []
        return [
            ast.Try(made or [ast.Pass(**at)], handlers, [], final or ([ast.Pass(**at)] if not handlers else []), **at)
        ]

    def exception_handler(self, statements: list[syntax.Statement], at: Place) -> ast.ExceptHandler:
        name = self.temporary()
        told = ast.Expr(self.call("catch", [self.name("run", at), self.name(name, at)], at), **at)
        return ast.ExceptHandler(self.runtime("FATAL", at), name, [told, *self.block(statements)], **at)

    # --- Statements --------------------------------------------------------------------------------------------

    def block(self, statements: list[syntax.Statement]) -> list[ast.stmt]:
        made: list[ast.stmt] = []
        for i, statement in enumerate(statements):
            following = statements[i + 1] if i + 1 < len(statements) else None
            jumps = self.jumps
            if jumps and following is not None and _tests_error(following):
                self.jumps = False  # the program tests ErrorOccurred itself (9.1)
            made += self.statement(statement)
            self.jumps = jumps
        return made

    def statement(self, node: syntax.Statement) -> list[ast.stmt]:
        outer, self.hoisted = self.hoisted, []
        made: list[ast.stmt] = getattr(self, f"do_{type(node).__name__.lower()}")(node, self.place(node))
        made = [*self.hoisted, *made]
        self.hoisted = outer
        return made

    def suite(self, statements: list[syntax.Statement] | None, at: Place) -> list[ast.stmt]:
        return self.block(statements or []) or [ast.Pass(**at)]

    def do_declaration(self, node: syntax.Declaration, at: Place) -> list[ast.stmt]:
        made: list[ast.stmt] = []
        for i, name in enumerate(node.names):
            variable = name.symbol
            kind: Kind | None = variable.kind
            last = i == len(node.names) - 1
            if last and node.value is not None:
                made += self._declared_value(node, name, kind, at)
            else:
                made.append(self._declared(variable, self._fresh(node.type, kind, at), at))
        return made

    def _declared(self, variable: Variable, value: ast.expr, at: Place) -> ast.stmt:
        """A declaration resets the variable; where it lives in a cell, the cell stays."""
        return self.assign_variable(variable, value, at)

    def _declared_value(
        self, node: syntax.Declaration, name: syntax.Name, kind: Kind | None, at: Place
    ) -> list[ast.stmt]:
        assert node.value is not None
        if kind is not None and (kind.family in BY_NAME or kind.family == "growing") and node.operator != "<-":
            assign = syntax.Assign(node.span, name, node.operator, node.value)
            return [self._declared(name.symbol, self._fresh(node.type, kind, at), at), *self.assignment(assign)]
        return self.assignment(syntax.Assign(node.span, name, node.operator, node.value))

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
        return self.default(kind, at)

    def do_let(self, node: syntax.Let, at: Place) -> list[ast.stmt]:
        if node.unpack:
            targets: list[syntax.Expression | None] = [*node.names]
            return self.do_multipleassign(syntax.MultipleAssign(node.span, targets, node.value), at)
        name = node.names[0]
        kind: Kind | None = name.symbol.kind
        if kind is not None and kind.family in BY_NAME and node.operator != "<-":
            assign = syntax.Assign(node.span, name, node.operator, node.value)
            return [self._declared(name.symbol, self.default(kind, at), at), *self.assignment(assign)]
        return self.store(name, self.converted(node.value, kind), kind, at)

    def do_constants(self, node: syntax.Constants, at: Place) -> list[ast.stmt]:
        made: list[ast.stmt] = []
        for item in node.items:
            symbol = item.name.symbol
            made.append(self.assign_variable(symbol, self.converted(item.value, symbol.kind), at))
        return made

    def do_structuredeclaration(self, node: syntax.StructureDeclaration, at: Place) -> list[ast.stmt]:
        for structure in list(self.binder.structures.values()):
            if structure.name == node.name.text:
                self._make_structure(structure)
        for enumeration in self.binder.enumerations.values():
            if enumeration.name == node.name.text:
                self._make_enumeration(enumeration)
        if node.form == "COMPOSED" and isinstance(node.name.symbol, Variable):
            return [self._declared(node.name.symbol, self.default(node.name.symbol.kind, at), at)]
        return []

    def _make_structure(self, structure: Structure) -> None:
        """The class of a structure, in the compiled module, before anything that uses it."""
        if structure in self._made:
            return
        self._made.add(structure)
        at: Place = {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 0}
        members: list[ast.expr] = []
        for name, (attribute, kind, default) in structure.members.items():
            value = self.converted(default, kind) if default is not None else self.const(None, at)
            member = [self.const(name, at), self.const(attribute, at), self.kind(kind, at), value]
            members.append(ast.Tuple(member, ast.Load(), **at))
        made = self.call("structure", [self.const(structure.name, at), ast.List(members, ast.Load(), **at)], at)
        self.module.append(ast.Assign([ast.Name(structure.python, ast.Store(), **at)], made, **at))

    def _make_enumeration(self, enumeration: Enumeration) -> None:
        if enumeration in self._made:
            return
        self._made.add(enumeration)
        at: Place = {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 0}
        members: list[ast.expr] = [
            ast.Tuple(
                [
                    self.const(folded, at),
                    self.const(m.name, at),
                    self.expression(m.value) if m.value else self.const(None, at),
                ],
                ast.Load(),
                **at,
            )
            for folded, m in enumeration.members.items()
        ]
        made = self.call("enumeration", [self.const(enumeration.name, at), ast.List(members, ast.Load(), **at)], at)
        self.module.append(ast.Assign([ast.Name(enumeration.python, ast.Store(), **at)], made, **at))

    def symbol(self, symbol: Any, at: Place, node: syntax.Expression) -> ast.expr:
        from wlmail.language.symbols import EnumerationMember

        if isinstance(symbol, EnumerationMember):
            self._make_enumeration(symbol.owner)
        return super().symbol(symbol, at, node)

    def enumeration_default(self, kind: Kind, at: Place) -> ast.expr:
        enumeration = self.binder.enumerations[kind]
        self._make_enumeration(enumeration)
        first = next(iter(enumeration.members), "")
        return ast.Attribute(self.name(enumeration.python, at), first, ast.Load(), **at)

    def do_assign(self, node: syntax.Assign, at: Place) -> list[ast.stmt]:
        return self.assignment(node)

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

    def do_expressionstatement(self, node: syntax.ExpressionStatement, at: Place) -> list[ast.stmt]:
        if isinstance(node.expression, syntax.Increment):
            return self.increment(node.expression)
        return [ast.Expr(self.expression(node.expression), **at)]

    def do_if(self, node: syntax.If, at: Place) -> list[ast.stmt]:
        result = self.block(node.otherwise) if node.otherwise else []
        for branch in reversed(node.branches):
            place = self.place(branch)
            result = [ast.If(self.condition(branch.condition), self.suite(branch.body, place), result, **place)]
        return result

    def do_switch(self, node: syntax.Switch, at: Place) -> list[ast.stmt]:
        name = self.temporary()
        jumps, self.jumps = self.jumps, False
        made: list[ast.stmt] = [ast.Assign([ast.Name(name, ast.Store(), **at)], self.expression(node.subject), **at)]
        self.jumps = jumps
        result = self.block(node.otherwise) if node.otherwise else []
        for case in reversed(node.cases):
            place = self.place(case)
            tests = [self._case(name, node.subject, value, self.place(value)) for value in case.values]
            test = ast.BoolOp(ast.Or(), tests, **place) if len(tests) > 1 else tests[0]
            result = [ast.If(test, self.suite(case.body, place), result, **place)]
        return made + result

    def _case(
        self, name: str, subject: syntax.Expression, value: syntax.CaseValue | syntax.CaseRange, at: Place
    ) -> ast.expr:
        left = self.name(name, at)
        jumps, self.jumps = self.jumps, False
        if isinstance(value, syntax.CaseValue):
            right = self.expression(value.low)
            test = self.compare(value.operator or "=", left, subject.kind, right, value.low.kind, at)
        else:
            tests = []
            if value.low is not None:
                low = self.expression(value.low)
                tests.append(self.compare(value.low_operator or "<=", low, value.low.kind, left, subject.kind, at))
            if value.high is not None:
                high = self.expression(value.high)
                tests.append(self.compare(value.high_operator or "<=", left, subject.kind, high, value.high.kind, at))
            test = ast.BoolOp(ast.And(), tests, **at) if len(tests) > 1 else tests[0]
        self.jumps = jumps
        return test

    def do_return(self, node: syntax.Return, at: Place) -> list[ast.stmt]:
        value = self._result(node.value, at) if node.value is not None else None
        if value is None:
            procedure = self.scope.procedure
            if procedure is not None and procedure.result is not None:
                value = self.default(procedure.result, at)
        return [ast.Return(value, **at)]

    def _result(self, value: syntax.Expression, at: Place) -> ast.expr:
        procedure = self.scope.procedure
        if procedure is None:
            return self.expression(value)
        if isinstance(value, syntax.Tuple) and len(procedure.results) == len(value.items):
            pairs = zip(value.items, procedure.results, strict=True)
            return ast.Tuple([self.converted(item, kind) for item, kind in pairs], ast.Load(), **at)
        return self.converted(value, procedure.result)

    def do_when(self, node: syntax.When, at: Place) -> list[ast.stmt]:
        if node.body is None:
            return self.not_offered_here("WHEN EXCEPTION without IN", "use WHEN EXCEPTION IN … DO … END", at)
        handler = self.exception_handler(node.handler, at)
        return [ast.Try(self.suite(node.body, at), [handler], self.block(node.otherwise or []), [], **at)]

    def do_with(self, node: syntax.With, at: Place) -> list[ast.stmt]:
        name = self.temporary()
        made: list[ast.stmt] = [ast.Assign([ast.Name(name, ast.Store(), **at)], self.written(node.subject), **at)]
        self.with_subjects.append(name)
        made += self.block(node.body)
        self.with_subjects.pop()
        return made

    def do_using(self, node: syntax.Using, at: Place) -> list[ast.stmt]:
        return self.block(node.body)

    def do_delete(self, node: syntax.Delete, at: Place) -> list[ast.stmt]:
        return self.store(node.target, self.const(None, at), None, at)

    def not_offered_here(self, what: str, because: str, at: Place) -> list[ast.stmt]:
        return [ast.Expr(self.call("not_offered", [self.const(what, at), self.const(because, at)], at), **at)]

    def do_goto(self, node: syntax.Goto, at: Place) -> list[ast.stmt]:
        return self.not_offered_here("GOTO", "use a loop or a procedure", at)

    def do_baseconstructor(self, node: syntax.BaseConstructor, at: Place) -> list[ast.stmt]:
        return self.not_offered_here(f"the constructor {node.base}", "classes come later", at)

    def do_extern(self, node: syntax.Extern, at: Place) -> list[ast.stmt]:
        return self.not_offered_here(f"EXTERN {node.path}", "paste the code of the file", at) if node.path else []

    def do_internalprocedure(self, node: syntax.InternalProcedure, at: Place) -> list[ast.stmt]:
        return []  # emitted at the start of the procedure around it

    def do_classdeclaration(self, node: syntax.ClassDeclaration, at: Place) -> list[ast.stmt]:
        return []

    def do_section(self, node: syntax.Section, at: Place) -> list[ast.stmt]:
        return []

    def do_label(self, node: syntax.Label, at: Place) -> list[ast.stmt]:
        return []

    def _lambda(self, node: syntax.Lambda, at: Place) -> ast.expr:
        """An anonymous procedure or lambda: a function defined just before the statement that uses it (8.6)."""
        outer, self.scope = self.scope, self.binder.scopes[node]
        loops, self.before_continue = self.before_continue, []
        arguments = [ast.arg(self.scope.names[fold(p.name)].python, **at) for p in node.parameters]
        name = self.temporary()
        if isinstance(node.body, syntax.Body):
            body = self._function_body(node.body, self.scope, [], None, at, [])
        else:
            body = [ast.Return(self.expression(node.body), **at)]
        self.hoisted.append(self._function(name, arguments, [], body, at))
        self.scope, self.before_continue = outer, loops
        return self.name(name, at)


def _tests_error(node: syntax.Statement) -> bool:
    """The condition of the statement mentions ErrorOccurred."""
    condition: Any = None
    if isinstance(node, syntax.If):
        condition = node.branches[0].condition
    elif isinstance(node, syntax.While):
        condition = node.condition
    elif isinstance(node, syntax.Switch):
        condition = node.subject
    text = fold(syntax.dump(condition)) if condition is not None else ""
    return "ERROROCCURRED" in text or "ERREURDETECTEE" in text
