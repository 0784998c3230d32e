"""The compiler's half for statements: declarations, structures, tests, handlers (language.md 4, 7, 9)."""

from __future__ import annotations

import ast
from contextlib import ExitStack
from itertools import pairwise

from wlmail.language import syntax
from wlmail.language.changes import tests_error
from wlmail.language.definitions import Definitions
from wlmail.language.emitter import Place
from wlmail.language.meanings import Method
from wlmail.language.names import fold
from wlmail.language.registry import Function
from wlmail.language.symbols import Variable


class Statements(Definitions):
    """Emits statements; `Compiler` adds procedures and the module."""

    hoisted: list[ast.stmt]
    """Functions of lambdas in the statement being compiled."""

    def exception_handler(self, statements: list[syntax.Statement], at: Place) -> ast.ExceptHandler:
        raise NotImplementedError

    # --- Statements --------------------------------------------------------------------------------------------

    goto_labels: frozenset[str]
    """Folded labels that some GOTO of the procedure jumps to."""

    def block(self, statements: list[syntax.Statement]) -> list[ast.stmt]:
        labels = [
            i for i, s in enumerate(statements) if isinstance(s, syntax.Label) and fold(s.name) in self.goto_labels
        ]
        return self._labelled(statements, labels) if labels else self._straight(statements)

    def _labelled(self, statements: list[syntax.Statement], labels: list[int]) -> list[ast.stmt]:
        """A block with labels: a GOTO unwinds to it and it goes on at the label, forward or back (7.7)."""
        at = self.place(statements[0])
        where = self.temporary()

        def body(_: str) -> list[ast.stmt]:
            made: list[ast.stmt] = []
            starts = [0, *labels, len(statements)]
            for number, (first, last) in enumerate(pairwise(starts)):
                segment = self._straight(statements[first:last]) or [ast.Pass(**at)]
                test = ast.Compare(self.name(where, at), [ast.LtE()], [self.const(number, at)], **at)
                made.append(ast.If(test, segment, [], **at))
            jump = self.temporary()
            numbers = {fold(s.name): n for n, i in enumerate(labels, 1) if isinstance(s := statements[i], syntax.Label)}
            table = ast.Dict([self.const(k, at) for k in numbers], [self.const(v, at) for v in numbers.values()], **at)
            found = self.call("label", [self.name(jump, at), table], at)
            handler = ast.ExceptHandler(
                self.runtime("Jump", at), jump, [ast.Assign([ast.Name(where, ast.Store(), **at)], found, **at)], **at
            )
            return [ast.Try([*made, ast.Break(**at)], [handler], [], [], **at)]

        start = ast.Assign([ast.Name(where, ast.Store(), **at)], self.const(0, at), **at)
        return [start, *self.as_loop("label", body, at)]

    def _straight(self, statements: list[syntax.Statement]) -> list[ast.stmt]:
        general = next((i for i, s in enumerate(statements) if isinstance(s, syntax.When) and s.body is None), None)
        if general is not None:
            return self._guarded_rest(statements, general)
        made: list[ast.stmt] = []
        with ExitStack() as known:
            for i, statement in enumerate(statements):
                jumps = self.jumps
                if jumps and i + 1 < len(statements) and tests_error(statements[i + 1]):
                    self.jumps = False  # the program tests ErrorOccurred itself (9.1)
                made += self.statement(statement)
                self.jumps = jumps
                if isinstance(statement, syntax.If) and not self.goto_labels:
                    known.enter_context(self.ranges.within(self.ranges.after(statement, statements[i + 1 :])))
        return made

    def _guarded_rest(self, statements: list[syntax.Statement], place: int) -> list[ast.stmt]:
        """WHEN EXCEPTION without IN guards the rest of its block; after the handler the rest runs again, once (9.5)."""
        node = statements[place]
        assert isinstance(node, syntax.When)
        at = self.place(node)
        armed = self.temporary()

        def body(_: str) -> list[ast.stmt]:
            rest = self._straight(statements[place + 1 :])
            handler = self.exception_handler(node.handler, at)
            used = ast.If(
                ast.UnaryOp(ast.Not(), self.call("is_armed", [self.name("run", at), self.name(armed, at)], at), **at),
                [ast.Raise(None, None, **at)],
                [],
                **at,
            )
            disarm = ast.Assign([ast.Name(armed, ast.Store(), **at)], self.const(False, at), **at)
            handler.body = [used, disarm, *handler.body]
            return [ast.Try([*rest, ast.Break(**at)], [handler], [], [], **at)]

        start = ast.Assign([ast.Name(armed, ast.Store(), **at)], self.const(True, at), **at)
        return [*self._straight(statements[:place]), start, *self.as_loop("when", body, at)]

    def statement(self, node: syntax.Statement) -> list[ast.stmt]:
        outer, self.hoisted = self.hoisted, []
        made: list[ast.stmt] = getattr(self, f"do_{type(node).__name__.lower()}")(node, self.place(node))
        made = [*self.hoisted, *made]
        self.hoisted = outer
        return made

    def suite(self, statements: list[syntax.Statement] | None, at: Place) -> list[ast.stmt]:
        return self.block(statements or []) or [ast.Pass(**at)]

    def do_assign(self, node: syntax.Assign, at: Place) -> list[ast.stmt]:
        return self.assignment(node)

    def do_expressionstatement(self, node: syntax.ExpressionStatement, at: Place) -> list[ast.stmt]:
        if isinstance(node.expression, syntax.Increment):
            return self.increment(node.expression)
        appended = self._append(node.expression, at) if isinstance(node.expression, syntax.Call) else None
        return [ast.Expr(appended or self.expression(node.expression), **at)]

    def _append(self, node: syntax.Call, at: Place) -> ast.expr | None:
        """`Add(t, x)` and `t.Add(x)` of one plain value to an array, in place: the position is not asked for."""
        symbol, function, arguments = node.symbol, node.function, [argument.value for argument in node.arguments]
        if isinstance(symbol, Method) and isinstance(function, syntax.Attribute) and len(symbol.functions) == 1:
            symbol, arguments = symbol.functions[0][1], [function.object, *arguments]
        if not isinstance(symbol, Function) or symbol.english not in ("Add", "ArrayAdd") or len(arguments) != 2:
            return None
        array, value = arguments
        if array is None or value is None or array.kind is None or array.kind.family != "array":
            return None
        element = array.kind.element
        if element is None or element.family not in ("text", "integer", "real", "boolean"):
            return None
        return self.method(self.items(self.written(array), at), "append", [self.converted(value, element)], at)

    def do_if(self, node: syntax.If, at: Place) -> list[ast.stmt]:
        result = self.block(node.otherwise) if node.otherwise else []
        for branch in reversed(node.branches):
            place = self.place(branch)
            with self.ranges.within(self.ranges.facts(branch.condition, branch.body)):
                body = self.suite(branch.body, place)
            result = [ast.If(self.condition(branch.condition), body, result, **place)]
        return result

    def do_switch(self, node: syntax.Switch, at: Place) -> list[ast.stmt]:
        name = self.temporary()
        jumps, self.jumps = self.jumps, False
        made: list[ast.stmt] = [ast.Assign([ast.Name(name, ast.Store(), **at)], self.expression(node.subject), **at)]
        self.jumps = jumps
        if any(isinstance(inner, syntax.Break) and inner.switch for inner in syntax.walk(node)):
            return made + self.as_loop("switch", lambda noted: self._left_cases(node, name, noted, at), at)
        return made + self._cases(node, name)

    def _left_cases(self, node: syntax.Switch, name: str, noted: str, at: Place) -> list[ast.stmt]:
        """The cases of a SWITCH that BREAK SWITCH leaves; out of a loop inside a CASE it is a jump (7.3)."""
        made = self._cases(node, name)
        if self.exits[-1].jumped:
            jump = self.temporary()
            table = ast.Dict([self.const(noted, at)], [self.const(0, at)], **at)
            found = ast.Expr(self.call("label", [self.name(jump, at), table], at), **at)
            made = [ast.Try(made, [ast.ExceptHandler(self.runtime("Jump", at), jump, [found], **at)], [], [], **at)]
        return [*made, ast.Break(**at)]

    def _cases(self, node: syntax.Switch, name: str) -> list[ast.stmt]:
        result = self.block(node.otherwise) if node.otherwise else []
        for case in reversed(node.cases):
            place = self.place(case)
            tests = [self._case(name, node.subject, value, self.place(value)) for value in case.values]
            test = ast.BoolOp(ast.Or(), tests, **place) if len(tests) > 1 else tests[0]
            result = [ast.If(test, self.suite(case.body, place), result, **place)]
        return result

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
                value = self.empty(procedure.result, at)
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
        assert node.body is not None  # the general form is part of its block
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
        if isinstance(node.target, syntax.Call):
            return [ast.Expr(self.expression(node.target), **at)]
        return self.store(node.target, self.empty(node.target.kind, at), None, at)

    def do_goto(self, node: syntax.Goto, at: Place) -> list[ast.stmt]:
        return [ast.Raise(self.call("Jump", [self.const(fold(node.label), at)], at), None, **at)]

    def do_extern(self, node: syntax.Extern, at: Place) -> list[ast.stmt]:
        names = (name for name in node.names if isinstance(name.symbol, Variable))
        return [self.assign_variable(name.symbol, self.default(name.kind, at), at) for name in names]

    def do_internalprocedure(self, node: syntax.InternalProcedure, at: Place) -> list[ast.stmt]:
        return []  # emitted at the start of the procedure around it

    def do_section(self, node: syntax.Section, at: Place) -> list[ast.stmt]:
        return []

    def do_label(self, node: syntax.Label, at: Place) -> list[ast.stmt]:
        return []
