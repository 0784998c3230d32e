"""Follows the sessions and messages of a program along its paths, body by body, and notes what is done with them.

Where the rules cannot see what becomes of one (another procedure has it, a jump leads elsewhere) it is unknown, and
they stay silent about it.
"""

from __future__ import annotations

from typing import Any

from wlmail.language import registry, syntax
from wlmail.language.symbols import ProcedureSymbol, Variable
from wlmail.lints.examined import Examined
from wlmail.lints.functions import ENDS, KEEPS, LOOPS, SENDS, SESSIONS, STARTS, is_number, of_arguments, type_of
from wlmail.lints.things import (
    CLOSED,
    FAILED,
    OPEN,
    STRUCTURE,
    UNKNOWN,
    Event,
    Given,
    Key,
    State,
    Thing,
    joined,
    unseen,
)


def follow(program: Examined) -> None:
    """Fills in the events of a program."""
    for procedure, body in program.bodies:
        _Flow(program, body, main=procedure is None).run()


class _Flow:
    def __init__(self, program: Examined, body: syntax.Body, *, main: bool) -> None:
        self.program = program
        self.body = body
        self.main = main
        self.state: State | None = {STRUCTURE: Thing() if main else unseen()}
        self.loops: list[syntax.Statement] = []
        self.leaving: list[list[State | None]] = []
        self.subjects: list[syntax.Expression] = []
        jumps = any(isinstance(s, syntax.Goto | syntax.Label) for s in syntax.walk(body.statements))
        self.jumps = jumps or any(isinstance(s, syntax.When) and s.body is None for s in body.statements)

    def run(self) -> None:
        self._block(self.body.statements)
        for handler in (self.body.on_error, self.body.on_exception, self.body.finally_):
            if handler:
                self.state = {STRUCTURE: unseen()}
                self._block(handler)

    # --- What things are called -----------------------------------------------------------------------------------

    def _key(self, node: Any) -> Key | None:
        """The session or message that an expression names, None for anything else."""
        if isinstance(node, syntax.Name):
            if isinstance(node.symbol, Variable) and type_of(node) in (*SESSIONS, "Email", "emailAttach"):
                return node.symbol
            if (
                isinstance(node.symbol, registry.AdvancedType)
                and node.symbol.record is registry.PREDEFINED["EMAIL"].record
            ):
                return STRUCTURE
        return None

    def _session_key(self, node: Any) -> Key | None:
        """The session that the first argument of a function stands for: a variable, or a user name."""
        key = self._key(node)
        if key is not None or node is None:
            return key
        value = self.program.constant(node)
        if isinstance(value, str):
            return ("user", value)
        if isinstance(node, syntax.Name) and isinstance(node.symbol, Variable):
            changes = self.program.assigned.get(node.symbol, [])
            return None if len(changes) > 1 or isinstance(next(iter(changes), None), LOOPS) else ("user", node.symbol)
        return None

    def _thing(self, key: Key) -> Thing:
        assert self.state is not None
        found = self.state.get(key)
        hidden = isinstance(key, Variable) and (key in self.program.unseen or key.is_parameter)
        if found is None or hidden or self.jumps:
            found = Thing() if found is None and isinstance(key, tuple) and self.main and not self.jumps else unseen()
        return found

    def _set(self, key: Key, thing: Thing) -> None:
        if self.state is not None:
            self.state = {**self.state, key: thing}

    def _forget(self, node: Any) -> None:
        """Everything that is named inside an expression may be changed by somebody else."""
        for part in syntax.walk(node):
            key = self._key(part)
            if key is not None:
                self._set(key, unseen())

    # --- Statements -----------------------------------------------------------------------------------------------

    def _block(self, statements: list[syntax.Statement]) -> None:
        for statement in statements:
            if self.state is None:
                return
            handler = getattr(self, f"_{type(statement).__name__.lower()}", None)
            if handler is not None:
                handler(statement)
            elif not isinstance(statement, syntax.ClassDeclaration | syntax.InternalProcedure):
                for field in statement.FIELDS:
                    self._visit(getattr(statement, field))

    def _declaration(self, node: syntax.Declaration) -> None:
        self._visit(node.value)
        self._visit(node.arguments)
        for name in node.names:
            if self._key(name) is not None:
                self._set(name.symbol, Thing())
                if node.value is not None:
                    self._copy(name.symbol, node.value)

    def _let(self, node: syntax.Let) -> None:
        self._visit(node.value)
        for name in node.names:
            if self._key(name) is not None:
                self._copy(name.symbol, node.value)

    def _copy(self, key: Key, value: syntax.Expression) -> None:
        """`other = message`: a message is copied; sessions share their connection from then on."""
        source = self._key(value)
        if source is not None and type_of(value) in ("Email", "emailAttach"):
            self._set(key, self._thing(source))
            return
        self._set(key, unseen())
        self._forget(value)

    def _assign(self, node: syntax.Assign) -> None:
        self._visit(node.value)
        if node.operator == "<=>":
            self._forget([node.target, node.value])
            return
        key = self._key(node.target)
        if key is not None:
            self._copy(key, node.value)
        elif not self._property(node):
            self._visit(node.target)

    def _property(self, node: syntax.Assign) -> bool:
        """`message.Property = value`, `message.Property[2] = value`, `message.Attach[1].Name = value`."""
        path = self.path(node.target)
        if path is None:
            return False
        key, name, index = path
        given = Given(node.value, node.span, index)
        more = index != 0 or node.operator != "="
        self._set(key, self._thing(key).with_given(name, given, more=more))
        return True

    def path(self, target: Any) -> tuple[Key, str, int | None] | None:
        """Key, English name of the property (`Attach.Name` for that of an attachment) and number of the element."""
        if isinstance(target, syntax.Index) and len(target.indexes) == 1:
            inner = self.path(target.object)
            if inner is None:
                return None
            self._visit(target.indexes)
            value = self.program.constant(target.indexes[0])
            return inner[0], inner[1], value if isinstance(value, int) and value > 0 else None
        if not isinstance(target, syntax.Attribute | syntax.WithMember):
            return None
        owner = target.object if isinstance(target, syntax.Attribute) else self.subjects[-1] if self.subjects else None
        prop = target.symbol
        if owner is None or not isinstance(prop, registry.Property):
            return None
        key = self._key(owner)
        if key is not None:
            return key, prop.english, 0
        inner = self.path(owner)
        if inner is None:
            return None
        index = 1 if inner[2] == 0 else inner[2]
        return inner[0], f"{inner[1]}.{prop.english}", index

    def _expressionstatement(self, node: syntax.ExpressionStatement) -> None:
        self._expression(node.expression)

    def _if(self, node: syntax.If) -> None:
        ends: list[State | None] = []
        for branch in node.branches:
            holds, fails = self._condition(branch.condition)
            self.state = holds
            self._block(branch.body)
            ends.append(self.state)
            self.state = fails
            if fails is None:
                break
        self._block(node.otherwise or [])
        self.state = joined([*ends, self.state])

    def _switch(self, node: syntax.Switch) -> None:
        self._visit(node.subject)
        before, ends = self.state, []
        self.leaving.append([])
        for case in node.cases:
            self.state = before
            value = case.values[0] if len(case.values) == 1 else None
            if isinstance(value, syntax.CaseValue) and not value.operator:
                self.state, before = self._condition(value.low)
            else:
                self._visit(case.values)
                before = self.state
            self._block(case.body)
            ends.append(self.state)
        self.state = before
        self._block(node.otherwise or [])
        self.state = joined([*ends, self.state, *self.leaving.pop()])

    def _loop_of(self, node: syntax.Statement, body: list[syntax.Statement], *, endless: bool = False) -> None:
        """The body once, and once more as after its first turn."""
        before = self.state
        self.loops.append(node)
        self.leaving.append([])
        self._block(body)
        first = self.state
        if first is not None:
            self._block(body)
        self.loops.pop()
        self.state = joined([*self.leaving.pop(), None if endless else joined([before, first, self.state])])

    def _for(self, node: syntax.For) -> None:
        self._visit([node.first, node.last, node.step])
        self._loop_of(node, node.body)

    def _foreach(self, node: syntax.ForEach) -> None:
        self._visit([node.source, node.separator, node.condition])
        for variable in node.variables:
            if self._key(variable) is not None:
                self._set(self._key(variable), unseen())
        self._loop_of(node, node.body)

    def _while(self, node: syntax.While) -> None:
        self._visit(node.condition)
        self._loop_of(node, node.body)

    def _loop(self, node: syntax.Loop) -> None:
        self._visit(node.count)
        self._loop_of(node, node.body, endless=node.count is None)

    def _loopwhile(self, node: syntax.LoopWhile) -> None:
        self._loop_of(node, node.body)
        if self.state is not None:
            self._visit(node.condition)

    def _break(self, node: syntax.Break) -> None:
        if self.leaving:
            self.leaving[-1].append(self.state)
        self.state = None

    def _continue(self, node: syntax.Continue) -> None:
        self._break(syntax.Break(node.span))

    def _return(self, node: syntax.Return) -> None:
        self._visit(node.value)
        self.state = None

    def _when(self, node: syntax.When) -> None:
        before = self.state
        self._block(node.body or [])
        after = self.state
        self._block(node.otherwise or [])
        ends = [self.state]
        self.state = joined([before, after])
        self._block(node.handler)
        self.state = joined([*ends, self.state])

    def _with(self, node: syntax.With) -> None:
        self._visit(node.subject)
        self.subjects.append(node.subject)
        self._block(node.body)
        self.subjects.pop()

    def _delete(self, node: syntax.Delete) -> None:
        self._forget(node.target)

    # --- Expressions ----------------------------------------------------------------------------------------------

    def _condition(self, node: syntax.Expression) -> tuple[State | None, State | None]:
        """The states where a condition holds and where it does not."""
        if isinstance(node, syntax.Unary) and node.operator == "NOT":
            holds, fails = self._condition(node.operand)
            return fails, holds
        if isinstance(node, syntax.Binary) and node.operator in ("AND", "_AND_", "OR", "_OR_"):
            holds, fails = self._condition(node.left)
            both = node.operator in ("AND", "_AND_")
            self.state = holds if both else fails
            if self.state is None:
                return holds, fails
            more, less = self._condition(node.right)
            return (more, joined([fails, less])) if both else (joined([holds, more]), less)
        if isinstance(node, syntax.Comparison) and len(node.operators) == 1 and node.operators[0] in ("=", "<>", "=="):
            value = self.program.constant(node.operands[1])
            if isinstance(value, bool):
                holds, fails = self._condition(node.operands[0])
                return (holds, fails) if value is (node.operators[0] != "<>") else (fails, holds)
        self._visit(node)
        if isinstance(node, syntax.Call | syntax.Attribute) and self.state is not None:
            function, arguments = self.program.called(node)
            if isinstance(function, registry.Function) and function.english in STARTS and arguments:
                key = self._session_key(arguments[0])
                if key is not None and self._thing(key).known:
                    thing, before = self._thing(key), self.state
                    return (
                        {**before, key: thing.but(status=frozenset({OPEN}))},
                        {**before, key: thing.but(status=frozenset({FAILED}))},
                    )
        return self.state, self.state

    def _visit(self, value: Any) -> None:
        """What an expression, or several, do to the things they name."""
        for node in value if isinstance(value, list | tuple) else [value]:
            if isinstance(node, syntax.Node) and self.state is not None:
                self._expression(node)

    def _expression(self, node: syntax.Node) -> None:
        if isinstance(node, syntax.Lambda):
            self._forget(node.body)
            return
        function: registry.Function | ProcedureSymbol | None = None
        arguments: list[Any] = []
        is_call = isinstance(node, syntax.Call)
        if isinstance(node, syntax.Expression):
            function, arguments = self.program.called(node)
        if not is_call and function is None:
            for field in node.FIELDS:
                if field not in ("span", "kind", "symbol"):
                    self._visit(getattr(node, field))
            return
        assert isinstance(node, syntax.Expression)
        self._visit([argument for argument in arguments if self._key(argument) is None])
        if self.state is None:
            return
        if isinstance(function, registry.Function):
            self._library_call(node, function.english, arguments)
            return
        self._forget(arguments)
        if is_call and isinstance(node.function, syntax.Attribute) and function is None:  # type: ignore[attr-defined]
            self._forget(node.function.object)  # type: ignore[attr-defined]
        if isinstance(function, ProcedureSymbol) or is_call:
            for key in list(self.state):
                if key == STRUCTURE or isinstance(key, tuple):
                    self._set(key, unseen())

    def _library_call(self, node: syntax.Expression, name: str, arguments: list[Any]) -> None:
        if name in STARTS and arguments:
            self._start(node, name, arguments)
        elif name == "EmailCloseSession" and arguments:
            key = self._session_key(arguments[0])
            self._note("close", node, name, arguments, key)
            if key is not None:
                self._set(key, self._thing(key).but(status=frozenset({CLOSED}), place=node.span))
        elif name in SENDS:
            key = self._session_key(arguments[0]) if arguments else None
            message = self._key(arguments[1]) if len(arguments) > 1 else STRUCTURE
            if name == "EmailSend" or (message is None and len(arguments) > 1 and not is_number(arguments[1])):
                self._note("send", node, name, arguments, key)
            else:
                self._note("send", node, name, arguments, key, self._thing(STRUCTURE if message is None else message))
        elif name == "EmailLoadAttachedFile" and arguments and self._key(arguments[0]) is not None:
            key, given = self._key(arguments[0]), Given(None, node.span, None)
            thing = self._thing(key).with_given("Attach.Name", given, more=True)
            self._set(key, thing.with_given("Attach", given, more=True))
        elif name in ("Add", "ArrayAdd", "ArrayAddLine", "ArrayInsert") and arguments and self._added(node, arguments):
            pass
        elif name == "EmailReset":
            self._set(STRUCTURE, Thing())
        elif name in ENDS:
            self.state = None
        elif name not in KEEPS:
            if name.startswith("Email") and arguments and type_of(arguments[0]) in SESSIONS:
                self._note("use", node, name, arguments, self._session_key(arguments[0]))
                arguments = arguments[1:]
            if name.startswith("Email"):
                self._set(STRUCTURE, unseen())
            self._forget(arguments)

    def _added(self, node: syntax.Expression, arguments: list[Any]) -> bool:
        """`Add(message.Recipient, x)`: one more element."""
        path = self.path(arguments[0])
        if path is None:
            return False
        key, name, _ = path
        value = arguments[1] if len(arguments) > 1 else None
        self._set(key, self._thing(key).with_given(name, Given(value, node.span, None), more=True))
        attachment = self._key(value)
        if name == "Attach" and attachment is not None:
            self._note("attach", node, "Add", arguments, attachment)
        return True

    def _start(self, node: syntax.Expression, name: str, arguments: list[Any]) -> None:
        key = self._session_key(arguments[0])
        by_name = self._key(arguments[0]) is None
        thing = self._thing(key) if key is not None else unseen()
        if by_name:
            thing = thing.but(given={}, sure=frozenset(), known=True)
            for prop, value in of_arguments(name, arguments, self.program.constant):
                if value is not None:
                    thing = thing.with_given(prop, Given(value, node.span))
        self._note("start", node, name, arguments, key, session=thing)
        if key is not None:
            if len(thing.status) == 1 and UNKNOWN in thing.status and not by_name:
                return
            self._set(key, thing.but(status=frozenset({OPEN, FAILED}), place=node.span))

    def _note(
        self,
        kind: str,
        node: syntax.Expression,
        name: str,
        arguments: list[Any],
        key: Key,
        message: Thing | None = None,
        session: Thing | None = None,
    ) -> None:
        if session is None:
            session = self._thing(key) if key is not None else unseen()
        event = Event(kind, node, name, arguments, key, session, message, tuple(self.loops), self.body)
        self.program.events.append(event)
