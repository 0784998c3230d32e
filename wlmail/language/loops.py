"""The compiler's half for loops (language.md 7.4 to 7.7): counted loops become a `range` wherever that is the same."""

from __future__ import annotations

import ast
from collections.abc import Callable

from wlmail.language import syntax
from wlmail.language.assignments import Assignments
from wlmail.language.changes import Changes, assigns_elements
from wlmail.language.emitter import Place
from wlmail.language.meanings import messages_of
from wlmail.language.ranges import LIMITS, Interval, is_own
from wlmail.language.symbols import Variable
from wlmail.language.values import COLLECTIONS
from wlmail.runtime import kinds
from wlmail.runtime.kinds import Kind

BREAK, CONTINUE = 1, 2


class Exit:
    """One loop of the program, or a block compiled as one: then `noted` is the variable that tells which loop is meant.

    `form` is "switch" for a SWITCH with BREAK SWITCH in it. `before_continue`: what comes before the next turn.
    """

    def __init__(self, before_continue: list[ast.stmt], noted: str = "", form: str = "") -> None:
        self.before_continue = before_continue
        self.noted = noted
        self.form = form
        self.used: set[int] = set()
        self.jumped = False
        """BREAK SWITCH inside a loop of a CASE: the jump has the name `noted`."""


class Loops(Assignments):
    """Emits FOR, FOR EACH, WHILE, LOOP, BREAK and CONTINUE."""

    exits: list[Exit]
    """The loops around the statement being compiled, and the blocks compiled as loops, innermost last."""

    def block(self, statements: list[syntax.Statement]) -> list[ast.stmt]:
        raise NotImplementedError

    def looped(self, statements: list[syntax.Statement], at: Place, before_continue: list[ast.stmt]) -> list[ast.stmt]:
        self.exits.append(Exit(before_continue))
        made = self.block(statements)
        self.exits.pop()
        return made or [ast.Pass(**at)]

    def as_loop(self, form: str, body: Callable[[str], list[ast.stmt]], at: Place) -> list[ast.stmt]:
        """A block that can be left or run again, as `while True`; its body ends with a break of its own.

        A BREAK or CONTINUE inside means a loop around this one: it notes which in a variable and leaves this one first.
        """
        exit_ = Exit([], self.temporary(), form)
        self.exits.append(exit_)
        made = ast.While(self.const(True, at), body(exit_.noted), [], **at)
        self.exits.pop()
        if not exit_.used:
            return [made]
        start = ast.Assign([ast.Name(exit_.noted, ast.Store(), **at)], self.const(0, at), **at)
        tests: list[ast.stmt] = []
        for code in sorted(exit_.used):
            test = ast.Compare(self.name(exit_.noted, at), [ast.Eq()], [self.const(code, at)], **at)
            tests.append(ast.If(test, self.leave(code, at), [], **at))
        return [start, made, *tests]

    def leave(self, code: int, at: Place) -> list[ast.stmt]:
        """Emits BREAK or CONTINUE for the innermost loop of the program."""
        exit_ = self.exits[-1]
        if exit_.noted:
            exit_.used.add(code)
            return [ast.Assign([ast.Name(exit_.noted, ast.Store(), **at)], self.const(code, at), **at), ast.Break(**at)]
        return [ast.Break(**at)] if code == BREAK else [*exit_.before_continue, ast.Continue(**at)]

    def do_while(self, node: syntax.While, at: Place) -> list[ast.stmt]:
        return [ast.While(self.condition(node.condition), self.looped(node.body, at, []), [], **at)]

    def do_loop(self, node: syntax.Loop, at: Place) -> list[ast.stmt]:
        if node.count is None:
            return [ast.While(self.const(True, at), self.looped(node.body, at, []), [], **at)]
        turns = self.builtin("range", [self.converted(node.count, kinds.INT8)], at)
        name = ast.Name(self.temporary(), ast.Store(), **at)
        return [ast.For(name, turns, self.looped(node.body, at, []), [], **at)]

    def do_loopwhile(self, node: syntax.LoopWhile, at: Place) -> list[ast.stmt]:
        """The body runs before the first test, and CONTINUE goes to the test: a flag skips the first one."""
        name = self.temporary()
        first = ast.Assign([ast.Name(name, ast.Store(), **at)], self.const(True, at), **at)
        test = ast.BoolOp(ast.Or(), [self.name(name, at), self.condition(node.condition)], **at)
        later = ast.Assign([ast.Name(name, ast.Store(), **at)], self.const(False, at), **at)
        return [first, ast.While(test, [later, *self.looped(node.body, at, [])], [], **at)]

    def do_break(self, node: syntax.Break, at: Place) -> list[ast.stmt]:
        if node.switch:
            if self.exits and self.exits[-1].form == "switch":
                return [ast.Break(**at)]
            switch = next(exit_ for exit_ in reversed(self.exits) if exit_.form == "switch")
            switch.jumped = True
            return [ast.Raise(self.call("Jump", [self.const(switch.noted, at)], at), None, **at)]
        return self.leave(BREAK, at)

    def do_continue(self, node: syntax.Continue, at: Place) -> list[ast.stmt]:
        return self.leave(CONTINUE, at)

    # --- FOR (7.4) ---------------------------------------------------------------------------------------------

    def do_for(self, node: syntax.For, at: Place) -> list[ast.stmt]:
        step = _constant_step(node.step)
        target = node.target
        plain = (
            isinstance(target, syntax.Name)
            and isinstance(target.symbol, Variable)
            and not target.symbol.boxed
            and target.symbol.kind in (kinds.INT4, kinds.INT8, kinds.VARIANT, None)
            and step in (1, -1)
            and _is_integer(node.first)
            and _is_integer(node.last)
        )
        changed = Changes(node.body)
        if (
            plain
            and step is not None
            and isinstance(target, syntax.Name)
            and not changed.may_change(target.symbol)
            and (node.fixed or changed.leaves_alone(node.last))
        ):
            return self._range_loop(node, target, step, at)
        return self._general_loop(node, step, at)

    def _range_loop(self, node: syntax.For, target: syntax.Name, step: int, at: Place) -> list[ast.stmt]:
        symbol: Variable = target.symbol
        kind, variable = symbol.kind, ast.Name(symbol.python, ast.Store(), **at)
        first, last = self.ranges.of(node.first), self.ranges.of(node.last)
        start = self.converted(node.first, kind)
        bound, bounds = self._bound(node.last, step, kind, at)
        made: list[ast.stmt] = []
        if not isinstance(bound, ast.Constant):
            name = self.temporary()
            made.append(ast.Assign([ast.Name(name, ast.Store(), **at)], bound, **at))
            bound = self.name(name, at)
        # After the loop the variable has the first value that failed the test.
        end = bound if kind not in LIMITS or kind is None else self.in_range(bound, bounds, kind, at)
        after: list[ast.stmt] = [ast.Assign([variable], end, **at)]
        if not (first and last and (first[1] <= last[0] if step > 0 else first[0] >= last[1])):
            # It may not run at all, and then has its first value.
            if not isinstance(start, ast.Constant):
                name = self.temporary()
                made.insert(0, ast.Assign([ast.Name(name, ast.Store(), **at)], start, **at))
                start = self.name(name, at)
            made.append(ast.Assign([variable], start, **at))
            ran = ast.Compare(start, [ast.Lt() if step > 0 else ast.Gt()], [bound], **at)
            after = [ast.If(ran, after, [], **at)]
        turns = self.builtin("range", [start, bound] if step > 0 else [start, bound, self.const(-1, at)], at)
        with self.ranges.within(_turns(symbol, first, last, step)):
            body = self.looped(node.body, at, [])
        made.append(ast.For(variable, turns, body, after, **at))
        return made

    def _bound(
        self, last: syntax.Expression, step: int, kind: Kind | None, at: Place
    ) -> tuple[ast.expr, Interval | None]:
        """The end of the range, one step after the last value, and what it can be; never far outside the kind."""
        value, known = self.expression(last), self.ranges.of(last)
        bound: ast.expr = ast.BinOp(value, ast.Add() if step > 0 else ast.Sub(), self.const(1, at), **at)
        if isinstance(value, ast.Constant) and isinstance(value.value, int):
            bound = self.const(value.value + step, at)
        bounds = (known[0] + step, known[1] + step) if known else None
        if kind in LIMITS and kind is not None:
            outside = LIMITS[kind][step > 0] + step
            if bounds is None or (bounds[1] > outside if step > 0 else bounds[0] < outside):
                bound = self.builtin("min" if step > 0 else "max", [bound, self.const(outside, at)], at)
        return bound, bounds

    def _general_loop(self, node: syntax.For, step: int | None, at: Place) -> list[ast.stmt]:
        kind = node.target.kind
        made = self.store(node.target, self.converted(node.first, kind), kind, at)
        last, last_kind = node.last, node.last.kind
        step_value: ast.expr = self.const(step if step is not None else 1, at)
        if node.step is not None and step is None and not node.fixed:
            step_value = self.expression(node.step)
        elif node.step is not None and step is None:
            name = self.temporary()
            made.append(ast.Assign([ast.Name(name, ast.Store(), **at)], self.expression(node.step), **at))
            step_value = self.name(name, at)
        if node.fixed:
            name = self.temporary()
            made.append(ast.Assign([ast.Name(name, ast.Store(), **at)], self.expression(last), **at))
            bound: ast.expr = self.name(name, at)
        else:
            bound = self.expression(last)

        def test(operator: str) -> ast.expr:
            return self.compare(operator, self.expression(node.target), kind, bound, last_kind, at)

        if step is not None:
            condition = test("<=" if step > 0 else ">=")
        else:
            rising = self.call("less_equal", [self.const(0, at), step_value], at)
            condition = ast.IfExp(rising, test("<="), test(">="), **at)
        if kind in (kinds.INT4, kinds.INT8) and step is not None:
            sum_ = ast.BinOp(self.expression(node.target), ast.Add(), step_value, **at)
            low, high = LIMITS[kind]
            advance = self.store(node.target, self.in_range(sum_, (low + step, high + step), kind, at), kind, at)
        else:
            next_value = self.call("increment", [self.expression(node.target), step_value], at)
            advance = self.store(node.target, self.convert(next_value, None, kind, at), kind, at)
        body = [*self.looped(node.body, at, advance), *advance]
        return [*made, ast.While(condition, body, [], **at)]

    # --- FOR EACH (7.6) ----------------------------------------------------------------------------------------

    def do_foreach(self, node: syntax.ForEach, at: Place) -> list[ast.stmt]:
        if node.form in ("LINE", "RECORD") or node.source is None:
            what = [self.const("this loop", at), self.const("controls and data files are not available", at)]
            return [ast.Expr(self.call("not_offered", what, at), **at)]
        if node.form == "STRING":
            return self._each_string(node, node.source, at)
        if node.form == "POSITION":
            return self._each_position(node, node.source, at)
        return self._each_element(node, node.source, at)

    def _each_string(self, node: syntax.ForEach, source: syntax.Expression, at: Place) -> list[ast.stmt]:
        text = self.text(self.expression(source), source.kind, at)
        separator: ast.expr = self.const("\r\n", at)
        if node.separator is not None:
            separator = self.text(self.expression(node.separator), node.separator.kind, at)
        backwards = "FROM END" in node.options
        if len(node.variables) > 1:
            turns = self.call("pieces_with_position", [text, separator], at)
        else:
            turns = self.call("pieces", [text, separator], at)
        if backwards:
            turns = self.builtin("reversed", [self.builtin("list", [turns], at)], at)
        return self._each(node, turns, at)

    def _each_position(self, node: syntax.ForEach, source: syntax.Expression, at: Place) -> list[ast.stmt]:
        within = node.within
        text = self.text(self.expression(within), within.kind, at) if within is not None else self.const("", at)
        options = [self.const("IGNORECASE" in node.options, at), self.const("WHOLEWORD" in node.options, at)]
        sought = self.text(self.expression(source), source.kind, at)
        return self._each(node, self.call("positions", [text, sought, *options], at), at)

    def _each_element(self, node: syntax.ForEach, source: syntax.Expression, at: Place) -> list[ast.stmt]:
        kind = source.kind
        target = node.variables[0]
        backwards = "FROM END" in node.options
        indexed = kind is not None and kind.family in ("array", "growing")
        if target is not None and isinstance(target.symbol, Variable) and Changes(node.body).may_change(target.symbol):
            if indexed:
                return self._each_assignable(node, target, source, at)
            return self._each_place(node, target, source, at)
        if indexed:
            array = self.items(self.expression(source), at)
            live = assigns_elements(node.body, source)
            array = self.call("current_elements", [array], at) if live else self.builtin("list", [array], at)
            if live and backwards:
                array = self.builtin("list", [array], at)
            if len(node.variables) == 1:
                return self._each(node, self.builtin("reversed", [array], at) if backwards else array, at)
            turns = self.builtin("enumerate", [array, self.const(1, at)], at)
            if backwards:
                turns = self.builtin("reversed", [self.builtin("list", [turns], at)], at)
            return self._each(node, turns, at, key_first=True)
        turns = self.call("elements", [self._collection(source, at)], at)
        if backwards:
            turns = self.builtin("reversed", [self.builtin("list", [turns], at)], at)
        if len(node.variables) == 1:
            padded = [*node.variables, None]
            return self._each(node, turns, at, names=padded)
        return self._each(node, turns, at)

    def _collection(self, source: syntax.Expression, at: Place) -> ast.expr:
        value, function = self.expression(source), messages_of(source.kind)
        return value if function is None else self.library_call(function, [], [value], at, source)

    def _each_assignable(
        self, node: syntax.ForEach, target: syntax.Name, source: syntax.Expression, at: Place
    ) -> list[ast.stmt]:
        """The body assigns the variable: it is the element itself, so the array changes with it."""
        array, index = self.temporary(), self.temporary()
        made: list[ast.stmt] = [ast.Assign([ast.Name(array, ast.Store(), **at)], self.expression(source), **at)]
        items = self.items(self.name(array, at), at)
        turns = self.builtin("range", [self.builtin("len", [items], at)], at)
        if "FROM END" in node.options:
            turns = self.builtin("reversed", [turns], at)
        rank = ast.BinOp(self.name(index, at), ast.Add(), self.const(1, at), **at)
        element_kind = source.kind.element if source.kind is not None else None
        element = ast.Subscript(items, self.name(index, at), ast.Load(), **at)
        start, end = self._element_cell(target, array, rank, at)
        if not start:
            start = self.store(target, self.convert(element, element_kind, target.kind, at), None, at)
            self.loop_elements.append((target.symbol, array, index, element_kind))
        else:
            self.loop_elements.append((None, "", "", None))
        if len(node.variables) > 1 and node.variables[1] is not None:
            start += self.store(node.variables[1], rank, None, at)
        # The body may have removed elements.
        there = ast.Compare(self.name(index, at), [ast.Lt()], [self.builtin("len", [items], at)], **at)
        start = [ast.If(ast.UnaryOp(ast.Not(), there, **at), [ast.Continue(**at)], [], **at), *start]
        body = self.looped(node.body, at, [])
        self.loop_elements.pop()
        made.append(ast.For(ast.Name(index, ast.Store(), **at), turns, [*start, *body], [], **at))
        return made + end

    def _element_cell(
        self, target: syntax.Name, array: str, key: ast.expr, at: Place
    ) -> tuple[list[ast.stmt], list[ast.stmt]]:
        """Where a procedure assigns the variable through a reference its cell is the element; later it is its own."""
        symbol = target.symbol
        if not symbol.boxed or symbol.is_parameter or symbol.scope is not self.scope or self.is_global(symbol):
            return [], []
        place = ast.Tuple([key], ast.Load(), **at)
        cell = self.call("ItemRef", [self.name(array, at), place], at)
        own = self.call("Ref", [self.variable(symbol, at)], at)
        if symbol.kind is not None and symbol.kind is not kinds.VARIANT:
            own = self.call("TypedRef", [self.kind(symbol.kind, at), self.variable(symbol, at)], at)
        name = ast.Name(symbol.python, ast.Store(), **at)
        return [ast.Assign([name], cell, **at)], [ast.Assign([name], own, **at)]

    def _each_place(
        self, node: syntax.ForEach, target: syntax.Name, source: syntax.Expression, at: Place
    ) -> list[ast.stmt]:
        """The same for an associative array, and for a collection whose type is only known at run time."""
        collection, key = self.temporary(), self.temporary()
        made: list[ast.stmt] = [
            ast.Assign([ast.Name(collection, ast.Store(), **at)], self._collection(source, at), **at)
        ]
        turns = self.call("elements", [self.name(collection, at)], at)
        if "FROM END" in node.options:
            turns = self.builtin("reversed", [self.builtin("list", [turns], at)], at)
        value = self.temporary()
        element_kind = source.kind.element if source.kind is not None else None
        start, end = self._element_cell(target, collection, self.name(key, at), at)
        if not start:
            start = self.store(target, self.convert(self.name(value, at), element_kind, target.kind, at), None, at)
        if len(node.variables) > 1 and node.variables[1] is not None:
            second = node.variables[1]
            start += self.store(second, self.convert(self.name(key, at), None, second.kind, at), None, at)
        if len(node.variables) > 2 and node.variables[2] is not None:
            counter = node.variables[2]
            made += self.store(counter, self.const(0, at), None, at)
            more = ast.BinOp(self.expression(counter), ast.Add(), self.const(1, at), **at)
            start += self.store(counter, more, None, at)
        self.loop_elements.append((None if end else target.symbol, collection, key, None))
        body = self.looped(node.body, at, [])
        self.loop_elements.pop()
        slots = ast.Tuple([ast.Name(value, ast.Store(), **at), ast.Name(key, ast.Store(), **at)], ast.Store(), **at)
        made.append(ast.For(slots, turns, [*start, *body], [], **at))
        return made + end

    def _each(
        self,
        node: syntax.ForEach,
        turns: ast.expr,
        at: Place,
        *,
        key_first: bool = False,
        names: list[syntax.Name | None] | None = None,
    ) -> list[ast.stmt]:
        """A Python loop over `turns` that gives the loop's variables their values."""
        variables = list(names or node.variables)
        counter = None
        if len(variables) > 2 and node.form != "STRING":
            counter, variables = variables[2], variables[:2]
        if key_first:
            variables.reverse()
        slots: list[ast.expr] = []
        start: list[ast.stmt] = []
        given_kinds = _given_kinds(node)
        for variable in variables:
            given = given_kinds[node.variables.index(variable)] if variable is not None else None
            fits = variable is not None and variable.kind in (None, kinds.VARIANT, given)
            if variable is not None and fits and isinstance(variable.symbol, Variable) and not variable.symbol.boxed:
                slots.append(ast.Name(variable.symbol.python, ast.Store(), **at))
                continue
            name = self.temporary()
            slots.append(ast.Name(name, ast.Store(), **at))
            if variable is not None:
                value = self.convert(self.name(name, at), given, variable.kind, at)
                start += self.store(variable, value, None, at)
        if node.form == "STRING" and len(slots) == 2:
            slots.append(ast.Name(self.temporary(), ast.Store(), **at))
        target: ast.expr = ast.Tuple(slots, ast.Store(), **at) if len(slots) > 1 else slots[0]
        made: list[ast.stmt] = []
        if counter is not None:
            made += self.store(counter, self.const(0, at), None, at)
            start += self.store(
                counter, ast.BinOp(self.expression(counter), ast.Add(), self.const(1, at), **at), None, at
            )
        made.append(ast.For(target, turns, [*start, *self.looped(node.body, at, [])], [], **at))
        return made


def _turns(symbol: Variable, first: Interval | None, last: Interval | None, step: int) -> dict[Variable, Interval]:
    """What is known about the variable of a FOR inside its body."""
    limits = LIMITS.get(symbol.kind) if symbol.kind is not None else None
    if limits is None or not is_own(symbol):
        return {}
    low, high = (first, last) if step > 0 else (last, first)
    interval = max(limits[0], low[0] if low else limits[0]), min(limits[1], high[1] if high else limits[1])
    return {symbol: interval} if interval[0] <= interval[1] else {}


def _constant_step(node: syntax.Expression | None) -> int | None:
    """The step when it is a constant; None when it is only known at run time."""
    if node is None:
        return 1
    if isinstance(node, syntax.Integer):
        return node.value
    if isinstance(node, syntax.Unary) and node.operator == "-" and isinstance(node.operand, syntax.Integer):
        return -node.operand.value
    return None


def _given_kinds(node: syntax.ForEach) -> tuple[Kind | None, Kind | None, Kind]:
    """The kinds of what FOR EACH gives its three variables; None where it is only known at run time."""
    if node.form == "STRING":
        return kinds.STRING, kinds.INT4, kinds.INT4
    source = node.source.kind if node.source is not None else None
    if node.form == "POSITION":
        return kinds.INT4, kinds.INT4, kinds.INT4
    element = source.element if source is not None and source.element is not kinds.VARIANT else None
    indexed = source is not None and source.family in COLLECTIONS and source.family != "associative"
    return element, kinds.INT4 if indexed else None, kinds.INT4


def _is_integer(node: syntax.Expression) -> bool:
    return node.kind is not None and node.kind.family == "integer"
