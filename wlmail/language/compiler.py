"""The compiler: statements and procedures of a bound program as Python's own `ast` (language.md 7, 8, 9).

The main code and the procedures become one function `program(run)`; procedures are functions inside it. In a session
(the REPL) the variables of the main code are globals of the session instead.
"""

from __future__ import annotations

import ast

from wlmail.language import syntax
from wlmail.language.binder import Binder
from wlmail.language.class_bodies import ClassBodies
from wlmail.language.emitter import Place
from wlmail.language.includes import Assembly
from wlmail.language.names import fold
from wlmail.language.source import Source
from wlmail.language.symbols import ProcedureSymbol, Scope, Variable


def compile_program(program: syntax.Program, binder: Binder, source: Source, *, session: bool = False) -> ast.Module:
    """The Python module of a bound program: its function `program(run)` runs it and returns the main code's result."""
    return Compiler(binder, source, session=session).module_of(program)


class Compiler(ClassBodies):
    def __init__(self, binder: Binder, source: Source, *, session: bool) -> None:
        super().__init__(source, binder.names, session=session)
        self.binder = binder
        self.scope = binder.main
        self.assigned_places = binder.assigned_places
        self.loop_elements = []
        self.counts_received = {}
        self.exits = []
        self.goto_labels = frozenset()
        self.hoisted = []
        self.made = set()
        self.late = {}

    def module_of(self, program: syntax.Program) -> ast.Module:
        at = self.place(program)
        body = self._function_body(program.main, self.binder.main, [], None, at, program.procedures)
        function = self._function("program", [ast.arg("run", **at)], [], body, at)
        imports: list[ast.stmt] = [
            ast.ImportFrom(module, [ast.alias(attribute, None if python == attribute else python, **at)], 0, **at)
            for python, (module, attribute) in sorted(self.imports.items(), key=lambda item: (item[1], item[0]))
        ]
        included = self.source.first_lines() if isinstance(self.source, Assembly) else ()
        if included:
            told = ast.Assign([ast.Name("INCLUDED", ast.Store(), **at)], self.const(included, at), **at)
            self.module.insert(0, told)
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
        return ast.FunctionDef(name, signature, body or [ast.Pass(**at)], [], None, None, **at)

    def method_function(self, symbol: ProcedureSymbol, start: list[ast.stmt]) -> list[ast.stmt]:
        return self._procedure(symbol, start)

    def _procedure(self, symbol: ProcedureSymbol, first: list[ast.stmt] | None = None) -> list[ast.stmt]:
        """A procedure as a Python function; its reference parameters that it assigns arrive as cells (8.2)."""
        node, at = symbol.node, self.place(symbol.node)
        assert symbol.scope is not None
        arguments, defaults, start = self._parameters(node.parameters, symbol.parameters, at)
        if symbol.has_object:
            arguments.insert(0, ast.arg("this", **at))
        start[:0] = first or ()
        rest = ""
        if node.open_list or symbol.received is not None:
            rest = self.temporary()
        if symbol.received is not None:
            every = [self.variable(v, at) for v in symbol.parameters]
            values = ast.Tuple([*every, ast.Starred(self.name(rest, at), ast.Load(), **at)], ast.Load(), **at)
            array = self.call("Array", [self.runtime("VARIANT", at), values], at)
            start.append(ast.Assign([ast.Name(symbol.received.python, ast.Store(), **at)], array, **at))
            given = ast.Tuple([self.name(v.python, at) for v in symbol.parameters], ast.Load(), **at)
            count = self.call("received", [given, self.name(rest, at)], at)
            self.counts_received[symbol.received.python] = self.temporary()
            name = ast.Name(self.counts_received[symbol.received.python], ast.Store(), **at)
            start.insert(0, ast.Assign([name], count, **at))  # before the defaults
        outer, self.scope = self.scope, symbol.scope
        jumps, self.jumps = self.jumps, False
        exits, self.exits = self.exits, []
        elements, self.loop_elements = self.loop_elements, []
        withs, self.with_subjects = self.with_subjects, []
        with self.ranges.nothing():
            body = self._function_body(node.body, symbol.scope, start, symbol, at, [])
        self.scope, self.jumps, self.exits, self.loop_elements = outer, jumps, exits, elements
        self.with_subjects = withs
        made = [self._function(symbol.python, arguments, defaults, body, at, rest)]
        if symbol.used_as_value:
            made += self._told_parameters(symbol.python, symbol.parameters, at)
        return made

    def _parameters(
        self, nodes: list[syntax.Parameter], variables: list[Variable], at: Place
    ) -> tuple[list[ast.arg], list[ast.expr], list[ast.stmt]]:
        """The parameters of the Python function, their defaults, and what it does with them first."""
        defaults = [self.runtime("MISSING", at) for node in nodes if node.default is not None]
        start: list[ast.stmt] = []
        for node, variable in zip(nodes, variables, strict=True):
            start += self._parameter_start(node, variable, at)
        return [ast.arg(variable.python, **at) for variable in variables], defaults, start

    def _told_parameters(self, name: str, parameters: list[Variable], at: Place) -> list[ast.stmt]:
        """Tells those who call a procedure through a variable what it takes: the kinds, and which are cells."""
        if not any(v.kind is not None or (v.boxed and v.is_parameter) for v in parameters):
            return []
        told: list[ast.expr] = []
        for variable in parameters:
            kind = self.kind(variable.kind, at) if variable.kind is not None else self.const(None, at)
            cell = self.const(variable.boxed and variable.is_parameter, at)
            told.append(ast.Tuple([kind, cell], ast.Load(), **at))
        target = ast.Attribute(self.name(name, at), "parameters", ast.Store(), **at)
        return [ast.Assign([target], ast.Tuple(told, ast.Load(), **at), **at)]

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
                value = self.new_cell(variable, value, at)
            missing = ast.Compare(self.name(name, at), [ast.Is()], [self.runtime("MISSING", at)], **at)
            made.append(ast.If(missing, [rebound(value)], [], **at))
        if node.by_value and (
            variable.kind is None or variable.kind.family not in ("text", "integer", "real", "boolean")
        ):
            made.append(rebound(self.call("to_copy", [self.name(name, at)], at)))
        if variable.boxed and not variable.is_parameter:
            made.append(rebound(self.new_cell(variable, self.name(name, at), at)))
        return made

    def _function_body(
        self,
        body: syntax.Body,
        scope: Scope,
        start: list[ast.stmt],
        symbol: ProcedureSymbol | None,
        at: Place,
        procedures: list[syntax.Procedure],
    ) -> list[ast.stmt]:
        labels, self.goto_labels = self.goto_labels, _goto_labels(body)
        made = self._scope_start(scope, at)
        made += start
        for name in sorted(self._early(scope), key=lambda v: v.python):
            made.append(self.initial(name, self.empty(name.kind, at), at))
        for procedure in procedures:
            found = self.binder.symbol_of(procedure)
            if found is not None and found.owner is None:
                made += self._procedure(found)
        for statement in body.statements:
            if isinstance(statement, syntax.InternalProcedure):
                inner = scope.names[fold(statement.procedure.name)]
                made += self._procedure(inner)
        made += self._constants_first(body.statements) if symbol is None else []
        is_main = scope is self.binder.main
        if is_main:
            made += [*self.methods(procedures), *self.shared_values()]
        place = len(made)
        handled = self._handled(body, at)
        made += self.released(handled, at) if is_main else handled
        if is_main:
            made[place:place] = list(self.late.values())
        self.goto_labels = labels
        if symbol is not None and symbol.result is not None:
            made.append(ast.Return(self.empty(symbol.result, at), **at))
        return made

    def _scope_start(self, scope: Scope, at: Place) -> list[ast.stmt]:
        """`global` and `nonlocal` for the variables of outer scopes that this one assigns."""
        outer = sorted({v.python for v in scope.rebinds if (v.alias or not v.boxed) and not self.is_global(v)})
        shared = {v.python for v in scope.rebinds if self.is_global(v)}
        if self.session and scope is self.binder.main:
            shared |= {v.python for v in scope.variables}
            shared |= {s.python for s in self.binder.procedures.values()}
        made: list[ast.stmt] = []
        if shared:
            made.append(ast.Global(sorted(shared), **at))
        if outer:
            made.append(ast.Nonlocal(outer, **at))
        return made

    def _early(self, scope: Scope) -> list[Variable]:
        """Variables that need a value before their declaration: seen by procedures, or declared in a block."""
        if self.session and scope is self.binder.main:
            return scope.variables[self.binder.known :]
        return [v for v in scope.variables if v.captured or v.early or v.boxed]

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

    def _lambda(self, node: syntax.Lambda, at: Place) -> ast.expr:
        """An anonymous procedure or lambda: a function defined just before the statement that uses it (8.6)."""
        outer, self.scope = self.scope, self.binder.scopes[node]
        exits, self.exits = self.exits, []
        elements, self.loop_elements = self.loop_elements, []
        jumps, self.jumps = self.jumps, False
        variables = [found for p in node.parameters if isinstance(found := self.scope.names[fold(p.name)], Variable)]
        name = self.temporary()
        with self.ranges.nothing():
            arguments, defaults, start = self._parameters(node.parameters, variables, at)
            if isinstance(node.body, syntax.Body):
                body = self._function_body(node.body, self.scope, start, None, at, [])
            else:
                body = [*self._scope_start(self.scope, at), *start, ast.Return(self.expression(node.body), **at)]
        self.hoisted += [
            self._function(name, arguments, defaults, body, at),
            *self._told_parameters(name, variables, at),
        ]
        self.scope, self.exits, self.loop_elements, self.jumps = outer, exits, elements, jumps
        return self.name(name, at)


def _goto_labels(body: syntax.Body) -> frozenset[str]:
    """The labels that a GOTO of this procedure names, folded; inner procedures have their own."""
    return frozenset(fold(node.label) for node in syntax.walk(body) if isinstance(node, syntax.Goto))
