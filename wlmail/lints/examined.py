"""A bound program with what all rules ask of it: bodies, calls, constants, assignments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wlmail.language import registry, syntax
from wlmail.language.changes import targets
from wlmail.language.meanings import Method
from wlmail.language.names import fold
from wlmail.language.source import Source
from wlmail.language.symbols import ProcedureSymbol, Variable
from wlmail.lints.things import Event, Thing

NOT_CONSTANT: Any = object()


class Examined:
    """`source` is the text of the program and of what it includes; `events` are filled in by the flow."""

    def __init__(self, program: syntax.Program, source: Source, french: bool) -> None:
        self.program = program
        self.source = source
        self.french = french
        self.nodes = list(syntax.walk(program))
        self.nodes.sort(key=lambda node: node.span)
        self.bodies = list(self._bodies())
        self.assigned: dict[Variable, list[syntax.Node]] = {}
        """Each variable and the nodes that assign it; a declaration without a value is none."""
        self._values: dict[Variable, syntax.Expression | None] = {}
        self._note_assignments()
        self.calls = [(node, *self.called(node)) for node in self.nodes if isinstance(node, syntax.Call)]
        self.events: list[Event] = []
        self.unseen = self._used_elsewhere()
        """Variables of the main code that procedures do more with than sending through them."""

    def _used_elsewhere(self) -> set[Variable]:
        sending = {id(arguments[0]) for _, arguments in self.calls_of("EmailSendMessage", "EmailSend") if arguments}
        return {
            name.symbol
            for procedure, body in self.bodies
            if procedure is not None
            for name in syntax.walk(body)
            if isinstance(name, syntax.Name)
            and isinstance(name.symbol, Variable)
            and name.symbol.captured
            and id(name) not in sending
        }

    def only(self, thing: Thing, name: str, default: Any) -> Any:
        """The value of a property where every path gives it the same one, else NOT_CONSTANT."""
        given = thing.given.get(name, ())
        if not given:
            return default if thing.known else NOT_CONSTANT
        return self.constant(given[0].value) if len(given) == 1 and name in thing.sure else NOT_CONSTANT

    def _bodies(self) -> Iterator[tuple[syntax.Procedure | None, syntax.Body]]:
        """The main code, then every procedure, method and inner procedure."""
        yield None, self.program.main
        for node in self.nodes:
            if isinstance(node, syntax.Procedure):
                yield node, node.body

    def _note_assignments(self) -> None:
        for node in self.nodes:
            if isinstance(node, syntax.Constant):
                self._note(node.name, node, node.value)
            elif isinstance(node, syntax.Declaration):
                if node.value is not None or node.arguments:
                    self._note(node.names[-1], node, node.value)
            else:
                for target in targets(node):
                    whole = (isinstance(node, syntax.Assign) and node.operator == "=") or isinstance(node, syntax.Let)
                    self._note(target, node, getattr(node, "value", None) if whole else None)
            if isinstance(node, syntax.Call | syntax.New):
                self._note_arguments(node)

    def _note_arguments(self, node: syntax.Call | syntax.New) -> None:
        """A variable that is passed by reference may be assigned by what is called."""
        symbol = node.symbol
        if isinstance(symbol, registry.Function):
            parameters = symbol.parameters
            for place, argument in enumerate(node.arguments):
                parameter = parameters[min(place, len(parameters) - 1)] if parameters else None
                if parameter is None or parameter.by_reference or symbol.because:
                    self._note(argument.value, node, None)
        elif not isinstance(symbol, Method):
            for argument in node.arguments:
                self._note(argument.value, node, None)

    def _note(self, target: Any, node: syntax.Node, value: syntax.Expression | None) -> None:
        while isinstance(target, syntax.TextPart | syntax.Index | syntax.Attribute):
            target, value = target.object, None
        if isinstance(target, syntax.Name) and isinstance(target.symbol, Variable):
            known = target.symbol in self.assigned
            self.assigned.setdefault(target.symbol, []).append(node)
            self._values[target.symbol] = None if known else value

    def called(self, node: syntax.Expression) -> tuple[registry.Function | ProcedureSymbol | None, list[Any]]:
        """What a call calls, and its arguments, that of a method being the first; None: not known."""
        symbol = node.symbol
        arguments = [argument.value for argument in node.arguments] if isinstance(node, syntax.Call) else []
        if isinstance(symbol, Method):
            target = node.function if isinstance(node, syntax.Call) else node
            receiver = target.object if isinstance(target, syntax.Attribute) else target
            arguments = [receiver, *arguments]
            symbol = symbol.functions[0][1] if len(symbol.functions) == 1 and not symbol.of_classes else None
        if isinstance(symbol, registry.Function | ProcedureSymbol):
            return symbol, arguments
        return None, arguments

    def calls_of(self, *names: str) -> Iterator[tuple[syntax.Call, list[Any]]]:
        """The calls of library functions, by their English names."""
        for node, function, arguments in self.calls:
            if isinstance(function, registry.Function) and function.english in names:
                yield node, arguments

    def origin(self, node: Any) -> Any:
        """The expression whose value a variable has that is assigned only once; else the expression itself."""
        for _ in range(20):
            if not isinstance(node, syntax.Name) or not isinstance(node.symbol, Variable):
                break
            value = None if node.symbol.is_parameter else self._values.get(node.symbol)
            if value is None:
                break
            node = value
        return node

    def constant(self, node: Any) -> Any:
        """The value of an expression where the program's text tells it, else NOT_CONSTANT."""
        node = self.origin(node)
        if isinstance(node, syntax.Integer | syntax.Real | syntax.Text | syntax.Boolean):
            return node.value
        if isinstance(node, syntax.Name) and isinstance(node.symbol, registry.Constant):
            return node.symbol.value
        if isinstance(node, syntax.Unary) and node.operator == "-":
            value = self.constant(node.operand)
            return -value if isinstance(value, int | float) else NOT_CONSTANT
        if isinstance(node, syntax.Binary) and node.operator == "+":
            left, right = self.constant(node.left), self.constant(node.right)
            if type(left) is type(right) and isinstance(left, str | int):
                return left + right
        return NOT_CONSTANT

    def names_within(self, node: Any) -> Iterator[syntax.Name]:
        """The names in an expression, and in those that its variables were assigned from."""
        seen: set[int] = set()
        todo = [node]
        while todo:
            for part in syntax.walk(todo.pop()):
                if isinstance(part, syntax.Name) and id(part) not in seen:
                    seen.add(id(part))
                    yield part
                    origin = self.origin(part)
                    if origin is not part:
                        todo.append(origin)

    def uses(self, word: str) -> bool:
        """The name of a constant or function stands somewhere in the program, in either language."""
        entry = registry.CONSTANTS.get(fold(word)) or registry.FUNCTIONS.get(fold(word))
        return any(isinstance(n, syntax.Expression) and n.symbol is entry for n in self.nodes)
