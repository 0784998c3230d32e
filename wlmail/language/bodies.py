"""The binder's half for statements: what they declare, assign and need (language.md 4.1, 7, 8.6, 10.4)."""

from __future__ import annotations

from collections.abc import Sequence

from wlmail.language import syntax
from wlmail.language.meanings import has_no_elements
from wlmail.language.names import fold
from wlmail.language.symbols import (
    ClassMember,
    Enumeration,
    ProcedureSymbol,
    Scope,
    Structure,
    Variable,
)
from wlmail.language.targets import Targets
from wlmail.language.values import COLLECTIONS
from wlmail.runtime import kinds
from wlmail.runtime.kinds import Kind

MOST_LOOPS = 17
"""Python nests 20 blocks."""


class Bodies(Targets):
    """Binds statements; `Binder` adds types and procedures."""

    _loops: int
    _switches: int
    _gotos: list[tuple[syntax.Goto, tuple[int, ...]]]
    _labels: dict[str, tuple[int, ...]]

    def declare_procedure(self, node: syntax.Procedure, table: dict[str, ProcedureSymbol]) -> ProcedureSymbol:
        raise NotImplementedError

    def procedure_body(self, symbol: ProcedureSymbol, parent: Scope) -> None:
        raise NotImplementedError

    types: dict[syntax.StructureDeclaration, Structure | Enumeration]

    def declare_types(self, statements: Sequence[syntax.Statement]) -> None:
        raise NotImplementedError

    # --- Statements --------------------------------------------------------------------------------------------

    def body(self, body: syntax.Body) -> None:
        inner = [s.procedure for s in body.statements if isinstance(s, syntax.InternalProcedure)]
        for procedure in inner:
            symbol = self.declare_procedure(procedure, {})
            self.scope.names[fold(procedure.name)] = symbol
        gotos, self._gotos = self._gotos, []
        labels, self._labels = self._labels, {}
        self.statements(body.statements)
        for block in (body.on_error, body.on_exception, body.finally_):
            if block:
                self.block(block)
        jumps = self._gotos or any(isinstance(s, syntax.When) and s.body is None for s in body.statements)
        if jumps or body.on_error is not None or body.on_exception is not None or body.finally_ is not None:
            for variable in self.scope.variables:
                variable.early = True  # a handler or a jump may come before its declaration is reached
        for goto, blocks in self._gotos:
            found = self._labels.get(fold(goto.label))
            if found is None:
                self.report("unknown-label", f"there is no label «{goto.label}:» in this procedure", goto.span)
            elif blocks[: len(found)] != found:
                self.report("unknown-label", f"the label «{goto.label}:» stands inside another block", goto.span)
        self._gotos, self._labels = gotos, labels
        # Inner procedures are declared before or after use and see every variable of the procedure around them (8.6).
        for procedure in inner:
            symbol = self.scope.names[fold(procedure.name)]
            self.procedure_body(symbol, self.scope)

    def block(self, statements: list[syntax.Statement]) -> None:
        around, self._blocks = self._blocks, (*self._blocks, id(statements))
        self.statements(statements)
        self._blocks = around

    def loop(self, statements: list[syntax.Statement]) -> None:
        self._loops += 1
        if self._loops == MOST_LOOPS and statements:
            self.report(
                "too-deep", "too many loops inside one another; make the inner ones a procedure", statements[0].span
            )
        self.block(statements)
        self._loops -= 1

    def statements(self, statements: list[syntax.Statement]) -> None:
        for statement in statements:
            getattr(self, f"_{type(statement).__name__.lower()}")(statement)

    def _declaration(self, node: syntax.Declaration) -> None:
        kind = self.kind_of_type(node.type)
        if node.value is not None:
            self.expression(node.value)
        for argument in node.arguments or ():
            if argument.value is not None:
                self.expression(argument.value)
        self.sizes(node.type)
        if kind is not None and kind.family == "object" and node.value is None:
            self.check_instance(self.classes[kind], node.arguments or [], node.span)
        elif kind is not None and node.value is not None:
            self.check_object(kind, node.value.kind, node.value.span)
        for name in node.names:
            self.declare(name, kind)
        if node.value is not None:
            self.alias(node.operator, node.names[-1], node.value)

    def sizes(self, node: syntax.Type) -> None:
        if isinstance(node, syntax.ArrayType):
            self.expressions(node.sizes)
            self.expressions((node.growth,))
            if node.element:
                self.sizes(node.element)
        elif isinstance(node, syntax.TypeName):
            self.expressions(node.arguments)
        elif isinstance(node, syntax.AssociativeType):
            self.expressions(node.options[:2])  # keys have no type here, and nothing depends on the size

    def _let(self, node: syntax.Let) -> None:
        value = self.expression(node.value)
        declared = self.kind_of_type(node.type)
        for name in node.names:
            self.declare(name, declared or (None if node.unpack or value is kinds.NULL else value))
        if not node.unpack:
            self.alias(node.operator, node.names[0], node.value)

    def _constants(self, node: syntax.Constants) -> None:
        for item in node.items:
            value = self.expression(item.value)
            variable = self.declare(item.name, self.kind_of_type(item.type) or value)
            variable.constant = True

    def _structuredeclaration(self, node: syntax.StructureDeclaration) -> None:
        if node not in self.types:
            self.declare_types([node])
        for member in node.members:
            if isinstance(member, syntax.StructureDeclaration):
                self._structuredeclaration(member)
            elif isinstance(member, syntax.Declaration | syntax.Member) and member.value is not None:
                self.expression(member.value)

    def _section(self, node: syntax.Section) -> None:
        """A section only says where names can be seen; in one file they all can."""

    def _assign(self, node: syntax.Assign) -> None:
        value = self.expression(node.value)
        if isinstance(node.target, syntax.Name):
            node.target.kind = value
            if node.operator not in ("=", "<=", "<-") and self.lookup(node.target.text) is None:
                self.unknown_name(node.target.text, node.target.span)  # its value is read (10.4)
                return
        kind = self.target(node.target)
        if node.operator == "<=>":
            self.target(node.value)
        else:
            self.alias(node.operator, node.target, node.value)
            self.check_object(kind, value, node.value.span)

    def _multipleassign(self, node: syntax.MultipleAssign) -> None:
        self.expression(node.value)
        for i, target in enumerate(node.targets):
            if isinstance(target, syntax.Name) and isinstance(node.value, syntax.Tuple) and i < len(node.value.items):
                target.kind = getattr(node.value.items[i], "kind", None)  # an empty place has been told
            if target is not None:
                self.target(target)

    def _expressionstatement(self, node: syntax.ExpressionStatement) -> None:
        expression = node.expression
        if isinstance(expression, syntax.Name):
            symbol = self.lookup(expression.text)
            if isinstance(symbol, ProcedureSymbol) and symbol.owner is None:
                # A procedure's bare name is a call as a statement, a reference elsewhere (10.3).
                call = syntax.Call(expression.span, expression, [])
                self.expression(call)
                node.expression = call
                return
        self.expression(expression)
        if not isinstance(expression, syntax.Call) and isinstance(expression.symbol, ProcedureSymbol):
            node.expression = syntax.Call(expression.span, expression, [])  # o.Send, :Send
            self.expression(node.expression)

    def _if(self, node: syntax.If) -> None:
        for branch in node.branches:
            self._condition(branch.condition)
            self.block(branch.body)
        if node.otherwise:
            self.block(node.otherwise)

    def _switch(self, node: syntax.Switch) -> None:
        self.expression(node.subject)
        self._switches += 1
        for case in node.cases:
            for value in case.values:
                self.expressions((value.low, getattr(value, "high", None)))
            self.block(case.body)
        if node.otherwise:
            self.block(node.otherwise)
        self._switches -= 1

    def _for(self, node: syntax.For) -> None:
        self.expressions((node.first, node.last, node.step))
        if isinstance(node.target, syntax.Name) and (node.type or not self._is_member(node.target)):
            real = kinds.REAL in (node.first.kind, node.step.kind if node.step else None)
            kind = self.kind_of_type(node.type) if node.type else kinds.REAL if real else kinds.INT4
            self._loop_variable(node.target, kind, bool(node.type))
        else:
            self.target(node.target)
        self.loop(node.body)

    def _is_member(self, node: syntax.Name) -> bool:
        return isinstance(self.scope.find(fold(node.text)), ClassMember)

    def _loop_variable(self, node: syntax.Name, kind: Kind | None, declared: bool = False) -> None:
        """A loop declares its variable unless there is one (7.4, 7.6)."""
        found = None if declared else self.scope.find(fold(node.text))
        if isinstance(found, Variable) and found.looped and (found.scope is not self.scope or found.kind is not kind):
            found = None  # that of an earlier loop over values of another type, or of a loop in another procedure
        if isinstance(found, Variable):
            self.mark_assigned(found)
            node.symbol, node.kind = found, found.kind
        else:
            variable = self.declare(node, kind)
            variable.early = variable.looped = True

    def _foreach(self, node: syntax.ForEach) -> None:
        source = self.expression(node.source) if node.source is not None else None
        self.expressions((node.separator, node.within, node.condition))
        if has_no_elements(source) and node.form not in ("STRING", "POSITION"):
            assert node.source
            assert source
            message = f"a value of type {self.type_name(source)} has no elements to go through"
            self.report("not-a-collection", message, node.source.span, "name one of its arrays, or an array")
        element, key = self._loop_kinds(node, source)
        for i, name in enumerate(node.variables):
            if name is not None and node.form not in ("LINE", "RECORD"):
                self._loop_variable(name, element if i == 0 else key if i == 1 else kinds.INT4)
        if node.form in ("LINE", "RECORD") and not isinstance(node.source, syntax.Wrong):
            self.not_offered("this loop", "controls and data files are not available", node.span)
        self.loop(node.body)

    def _loop_kinds(self, node: syntax.ForEach, source: Kind | None) -> tuple[Kind | None, Kind | None]:
        if node.form == "STRING":
            return kinds.STRING, kinds.INT4
        if node.form == "POSITION":
            return kinds.INT4, kinds.INT4
        if source is None or source.family not in COLLECTIONS:
            return None, None
        element = None if source.element is kinds.VARIANT else source.element
        return element, None if source.family == "associative" else kinds.INT4

    def _condition(self, node: syntax.Expression) -> None:
        self.expression(node)
        if isinstance(node, syntax.Lambda):
            self.report("not-a-condition", "=> makes a function, which is no condition", node.span, "the sign is >=")

    def _while(self, node: syntax.While) -> None:
        self._condition(node.condition)
        self.loop(node.body)

    def _loop(self, node: syntax.Loop) -> None:
        if node.count is not None:
            self.expression(node.count)
        self.loop(node.body)

    def _loopwhile(self, node: syntax.LoopWhile) -> None:
        self.loop(node.body)
        self.expression(node.condition)

    def _break(self, node: syntax.Break) -> None:
        if node.switch and not self._switches:
            self.report("outside-switch", "there is no SWITCH to leave here", node.span)
        if not self._loops and not node.switch:
            hint = "a CASE ends where the next one begins" if self._switches else "RETURN leaves the procedure"
            self.report("outside-loop", "there is no loop to leave here", node.span, hint)

    def _continue(self, node: syntax.Continue) -> None:
        if not self._loops:
            self.report("outside-loop", "there is no loop to continue here", node.span)

    def _return(self, node: syntax.Return) -> None:
        if node.value is not None:
            self.expression(node.value)

    def _goto(self, node: syntax.Goto) -> None:
        self._gotos.append((node, self._blocks))

    def _label(self, node: syntax.Label) -> None:
        self._labels[fold(node.name)] = self._blocks

    def _when(self, node: syntax.When) -> None:
        for block in (node.body, node.handler, node.otherwise):
            if block:
                self.block(block)

    def _with(self, node: syntax.With) -> None:
        self.with_kinds.append(self.expression(node.subject))
        self.block(node.body)
        self.with_kinds.pop()

    def _using(self, node: syntax.Using) -> None:
        self.expression(node.subject)
        self.block(node.body)

    def _delete(self, node: syntax.Delete) -> None:
        if isinstance(node.target, syntax.Tuple):
            # `Delete(t, 1)` is the function, `DELETE p` the statement; French has a word for each.
            name = syntax.Name((node.span[0], node.span[0] + len("DELETE")), "Delete")
            arguments = [syntax.Argument(item.span, item) for item in node.target.items]
            node.target = syntax.Call(node.span, name, arguments)
            self.expression(node.target)
            return
        self.target(node.target)

    def _extern(self, node: syntax.Extern) -> None:
        """A name that exists elsewhere, perhaps: here it is a variable that nobody has given a value (7.9)."""
        for name in node.names:
            if self.lookup(name.text) is None:
                self.declare(name, self.kind_of_type(node.type) if node.type is not None else None)

    def _internalprocedure(self, node: syntax.InternalProcedure) -> None:
        """Bound with the body that holds it."""

    def _unreadable(self, node: syntax.Unreadable) -> None:
        """The parser has told."""
