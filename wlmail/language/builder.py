"""How the parser's reductions become statements and procedures (language.md 7 and 8).

Each method is named in the grammar; its arguments are the span and the kept children of the rule. Expressions are in
`expressions.py`, declarations in `declarations.py`,
heads and bodies of procedures in `procedures.py`.
"""

from __future__ import annotations

import re
from typing import Any

from wlmail.language import syntax
from wlmail.language.declarations import english
from wlmail.language.diagnostics import Diagnostic, Span
from wlmail.language.expressions import Problem
from wlmail.language.names import fold
from wlmail.language.procedures import Procedures

FALSE_ENDS = set("ENDIF FINSI WEND ENDFOR ENDWHILE FINPOUR FINTANTQUE ENDSWITCH FINSELON".split())  # noqa: SIM905
ASSIGNABLE = (
    syntax.Name, syntax.Attribute, syntax.CurrentMember, syntax.WithMember, syntax.Index, syntax.SubArray,
    syntax.TextPart, syntax.Indirection, syntax.ThisObject, syntax.Call, syntax.Wrong,
)  # fmt: skip


LINE_END = re.compile(r"[\r\n]")


class Mark:
    """What stands among the lines of a program: a procedure head, a lone END, the head of a handler (8.7, 8.8)."""

    __slots__ = ("procedure", "span", "what")

    def __init__(self, what: str, span: Span, procedure: syntax.Procedure | None = None) -> None:
        self.what = what
        self.span = span
        self.procedure = procedure


class Builder(Procedures):
    """Builds the tree; what it finds wrong beyond the grammar goes to `found`, or is raised as Problem."""

    # --- Programs and procedures (8) --------------------------------------------------------------------------------

    def program(self, span: Span, items: list[Any]) -> syntax.Program:
        main = syntax.Body(span, [])
        procedures: list[syntax.Procedure] = []
        body, lines = main, main.statements
        for item in items:
            if not isinstance(item, Mark):
                lines.append(item)
            elif item.procedure is not None:
                procedures.append(item.procedure)
                body = item.procedure.body
                lines = body.statements
            elif item.what == "END":
                if body is main and not self._reported_on_line(item.span[0]):
                    self.found.append(
                        Diagnostic("stray-end", f"this {self._word(item.span)} closes nothing", span=item.span)
                    )
                body, lines = main, main.statements
            else:
                lines = self._handler(body, item.what, item.span)
        for procedure in procedures:
            statements = procedure.body.statements
            end = statements[-1].span[1] if statements else procedure.span[1]
            procedure.span = procedure.body.span = (procedure.span[0], max(end, procedure.span[1]))
        for place in self.places_left.values():
            self._report("empty-place", "an empty place only makes sense on the left of =", place)
        return syntax.Program(span, main, procedures)

    def _reported_on_line(self, offset: int) -> bool:
        return any(
            d.span and d.span[0] >= offset and not LINE_END.search(self.text, offset, d.span[0]) for d in self.found
        )

    def procedure_item(self, span: Span, procedure: syntax.Procedure) -> Mark:
        return Mark("PROCEDURE", span, procedure)

    def end_item(self, span: Span, _word: str) -> Mark:
        return Mark("END", span)

    def handler_item(self, span: Span, word: str) -> Mark:
        return Mark(word, span)

    # --- Simple statements (7) --------------------------------------------------------------------------------------

    def unreadable(self, span: Span, _text: str) -> syntax.Unreadable:
        return syntax.Unreadable(span)

    def assign(self, span: Span, target: Any, operator: str, value: Any) -> syntax.Statement:
        if isinstance(target, syntax.Tuple) and operator == "=":
            self.places_left.pop(id(target), None)
            for place in target.items:
                if place is not None and not isinstance(place, ASSIGNABLE):
                    raise Problem("not-assignable", "nothing can be assigned to this", place.span)
            return syntax.MultipleAssign(span, target.items, value)  # type: ignore[arg-type]
        if not isinstance(target, ASSIGNABLE):
            hint = "a comparison is not a statement; write IF … in front of it" if operator == "=" else ""
            raise Problem("not-assignable", "nothing can be assigned to this", target.span, hint)
        return syntax.Assign(span, target, operator, value)

    def expression_statement(self, span: Span, expression: Any) -> syntax.Statement:
        if type(expression) is syntax.Name and expression.text.upper() in FALSE_ENDS:
            word = "FIN" if "FIN" in expression.text.upper() else "END"
            message = f"«{expression.text}» is no word of the language"
            raise Problem("false-end", message, span, f"every block is closed by {word} alone")
        return syntax.ExpressionStatement(span, expression)

    def return_statement(self, span: Span, _word: str, value: Any) -> syntax.Statement:
        return syntax.Return(span, value)

    def break_statement(self, span: Span, _word: str) -> syntax.Statement:
        return syntax.Break(span)

    def break_switch(self, span: Span, _word: str) -> syntax.Statement:
        return syntax.Break(span, True)

    def continue_statement(self, span: Span, _word: str) -> syntax.Statement:
        return syntax.Continue(span)

    def goto(self, span: Span, _word: str, label: str) -> syntax.Statement:
        return syntax.Goto(span, label)

    def label(self, span: Span, name: str) -> syntax.Statement:
        return syntax.Label(span, name)

    def delete(self, span: Span, _word: str, target: Any) -> syntax.Statement:
        return syntax.Delete(span, target)

    def extern_file(self, span: Span, _word: str, text: str) -> syntax.Statement:
        return syntax.Extern(span, text[1:-1], [])

    def extern_names(self, span: Span, _word: str, names: list[Any], type_: Any = None) -> syntax.Statement:
        return syntax.Extern(span, "", names, type_)

    def base_constructor(self, span: Span, _word: str, base: str, arguments: list[Any]) -> syntax.Statement:
        return syntax.BaseConstructor(span, base, arguments)

    def base_constructor_qualified(self, span: Span, _word: str, base: str, member: Any, arguments: list[Any]) -> Any:
        return syntax.BaseConstructor(span, base + member[0] + member[1], arguments)

    # --- Blocks (7) -------------------------------------------------------------------------------------------------

    def if_block(self, span: Span, _if: str, condition: Any, block: list[Any], more: list[Any]) -> syntax.Statement:
        return self.if_else(span, _if, condition, block, more, None)

    def if_else(
        self, span: Span, _if: str, condition: Any, block: list[Any], more: list[Any], otherwise: list[Any] | None
    ) -> syntax.Statement:
        end = block[-1].span[1] if block else condition.span[1]
        first = syntax.Branch((condition.span[0], end), condition, block)
        return syntax.If(span, [first, *more], otherwise)

    def if_line(self, span: Span, _if: str, condition: Any, block: list[Any]) -> syntax.Statement:
        return self.if_else(span, _if, condition, block, [], None)

    def if_line_else(
        self, span: Span, _if: str, condition: Any, block: list[Any], otherwise: list[Any]
    ) -> syntax.Statement:
        return self.if_else(span, _if, condition, block, [], otherwise)

    def if_line_only_else(self, span: Span, _if: str, condition: Any, otherwise: list[Any]) -> syntax.Statement:
        return self.if_else(span, _if, condition, [], [], otherwise)

    def else_if(self, span: Span, branches: list[Any], _word: str, condition: Any, block: list[Any]) -> list[Any]:
        return [*branches, syntax.Branch((condition.span[0], span[1]), condition, block)]

    def switch(self, span: Span, _word: str, subject: Any, cases: list[Any]) -> syntax.Statement:
        return syntax.Switch(span, subject, cases, None)

    def switch_other(
        self, span: Span, _word: str, subject: Any, cases: list[Any], _other: str, block: Any
    ) -> syntax.Statement:
        return syntax.Switch(span, subject, cases, block)

    def case(self, span: Span, _word: str, values: list[Any], block: list[Any]) -> syntax.Case:
        return syntax.Case(span, values, block)

    def first_values(self, span: Span, values: list[Any]) -> list[Any]:
        return values

    def more_values(self, span: Span, values: list[Any], more: list[Any]) -> list[Any]:
        return values + more

    def case_values(self, span: Span, chain: Any, more: list[Any]) -> list[Any]:
        """The alternatives of a value: `A OR B` are two, `A TO B OR > C` a range and a comparison (7.3)."""
        return self._alternatives([("", span, chain), *more])

    def case_relation(self, span: Span, relation: str, chain: Any, more: list[Any]) -> list[Any]:
        return self._alternatives([(relation, span, chain), *more])

    def case_to(self, span: Span, _to: str, chain: Any, more: list[Any]) -> list[Any]:
        return self._alternatives([("TO", span, chain), *more])

    def case_else(self, span: Span, word: str) -> list[syntax.CaseValue]:
        instead = "AUTRE CAS" if fold(word) == "SINON" else "OTHER CASE"
        raise Problem("unexpected", f"«{word}» is no value of a CASE", span, f"all other values are {instead}")

    def more_range(self, span: Span, _to: str, chain: Any, more: list[Any]) -> list[Any]:
        return [("…", span, chain), *more]

    def more_relation(self, span: Span, relation: str, chain: Any, more: list[Any]) -> list[Any]:
        return [(relation, span, chain), *more]

    def more_to(self, span: Span, _to: str, chain: Any, more: list[Any]) -> list[Any]:
        return [("TO", span, chain), *more]

    def _alternatives(self, parts: list[tuple[str, Span, Any]]) -> list[Any]:
        """Each part is a chain and what stands before it: a comparison, TO, or … between the ends of a range."""
        found: list[syntax.CaseValue | syntax.CaseRange] = []
        for before, span, chain in parts:
            first, *others = self._values(span, chain)
            if before == "…":
                low = found.pop()
                if not isinstance(low, syntax.CaseValue) or low.operator:
                    raise Problem("unexpected", "a range has one TO (À) between two values", span)
                place = (low.span[0], first.span[1])
                found.append(syntax.CaseRange(place, low.low, "<=", first, "<="))
            elif before == "TO":
                found.append(syntax.CaseRange((span[0], first.span[1]), None, "", first, "<="))
            else:
                found.append(syntax.CaseValue(first.span, "=" if before == "==" else before, first))
            found += [syntax.CaseValue(value.span, "", value) for value in others]
        return found

    def _values(self, span: Span, chain: Any) -> list[Any]:
        """The expressions between the ORs of a chain."""
        if type(chain) is not list:
            return [chain]
        ends = [i for i, item in enumerate(chain) if type(item) is str and item in ("OR", "OR_ELSE")] + [len(chain)]
        pieces = [chain[begin:end] for begin, end in zip([0, *(end + 1 for end in ends)], ends, strict=False)]
        return [self.expression(span, piece if len(piece) > 1 else piece[0]) for piece in pieces]

    def case_above(self, span: Span, low: Any, operator: str, _star: str) -> list[syntax.CaseRange]:
        return [syntax.CaseRange(span, self.expression(span, low), operator, None, "")]

    def case_between(self, span: Span, low: Any, below: str, _star: str, to: str, high: Any) -> list[syntax.CaseRange]:
        return [syntax.CaseRange(span, self.expression(span, low), below, self.expression(span, high), to)]

    def case_below(self, span: Span, _star: str, operator: str, high: Any) -> list[syntax.CaseRange]:
        return [syntax.CaseRange(span, None, "", self.expression(span, high), operator)]

    def for_statement(
        self, span: Span, _for: str, target: Any, _eq: str, first: Any, to: str, last: Any, step: Any, block: Any
    ) -> syntax.Statement:
        return syntax.For(span, target, first, last, step, to.startswith("_"), block)

    def for_typed(
        self,
        span: Span,
        _for: str,
        name: str,
        type_: Any,
        _eq: str,
        first: Any,
        to: str,
        last: Any,
        step: Any,
        block: Any,
    ) -> syntax.Statement:
        at = self.text.index(name, span[0] + len(_for))
        target = syntax.Name((at, at + len(name)), name)
        return syntax.For(span, target, first, last, step, to.startswith("_"), block, type_)

    def each_plain(self, span: Span, names: list[Any]) -> tuple[list[str], list[Any]]:
        return [], names

    def each_kind(self, span: Span, kinds: list[str], names: Any = ()) -> tuple[list[str], list[Any]]:
        return [english(kind) for kind in kinds], list(names)

    def _clause(self, clauses: list[Any], name: str, value: Any) -> list[Any]:
        return [*clauses, (name, value)]

    def clause_of(self, span: Span, clauses: list[Any], _word: str, value: Any) -> list[Any]:
        return self._clause(clauses, "of", value)

    def clause_in(self, span: Span, clauses: list[Any], _word: str, value: Any) -> list[Any]:
        return self._clause(clauses, "of", value)

    def clause_by(self, span: Span, clauses: list[Any], _word: str, value: Any) -> list[Any]:
        return self._clause(clauses, "by", value)

    def clause_on(self, span: Span, clauses: list[Any], _word: str, value: Any) -> list[Any]:
        return self._clause(clauses, "on", value)

    def clause_where(self, span: Span, clauses: list[Any], _word: str, value: Any) -> list[Any]:
        return self._clause(clauses, "where", value)

    def clause_option(self, span: Span, clauses: list[Any], word: str) -> list[Any]:
        return self._clause(clauses, "option", english(word))

    def clause_skip(self, span: Span, clauses: list[Any], _attributes: str) -> list[Any]:
        return clauses

    def foreach(self, span: Span, _word: str, head: Any, clauses: list[Any], block: list[Any]) -> syntax.Statement:
        kinds, variables = head
        given = {name: value for name, value in clauses if name != "option"}
        options = [value for name, value in clauses if name == "option"]
        options += ["SELECTED"] if "SELECTED" in kinds and "SELECTED" not in options else []
        forms = [kind for kind in kinds if kind not in ("ELEMENT", "SELECTED")]
        form = forms[0] if forms else "LINE" if "SELECTED" in kinds else ""
        source: Any = given.get("of")
        within: syntax.Expression | None = None
        if form == "POSITION" and isinstance(source, syntax.Membership) and len(source.items) == 1:
            source, within = source.subject, source.items[0]  # `OF x IN text`: IN is a clause here
        if form == "LINE" and "SELECTED" in kinds and len(variables) == 1 and isinstance(variables[0], syntax.Name):
            variables = [] if english(variables[0].text) == "LINE" else variables  # SELECTED LINE OF table: no variable
        if not form and source is None:
            form, source = "RECORD", variables[0]
            variables = []
        names: list[syntax.Name | None] = []
        for variable in variables:
            if variable is not None and not isinstance(variable, (syntax.Name, syntax.Wrong, syntax.CurrentMember)):
                self._report("variable-expected", "the variable of a loop is a simple name", variable.span)
                variable = None
            names.append(variable)
        separator, condition = given.get("by"), given.get("where")
        return syntax.ForEach(span, form, names, source, separator, within, condition, tuple(options), block)

    def while_block(self, span: Span, _word: str, condition: Any, block: list[Any]) -> syntax.Statement:
        return syntax.While(span, condition, block)

    def loop(self, span: Span, _word: str, block: list[Any]) -> syntax.Statement:
        return syntax.Loop(span, None, block)

    def loop_count(self, span: Span, _word: str, count: Any, block: list[Any]) -> syntax.Statement:
        return syntax.Loop(span, count, block)

    def loop_while(self, span: Span, _word: str, block: list[Any], _while: str, condition: Any) -> syntax.Statement:
        return syntax.LoopWhile(span, block, condition)

    def when_in(self, span: Span, _word: str, block: list[Any], handler: list[Any]) -> syntax.Statement:
        return syntax.When(span, block, handler, None)

    def when_else(
        self, span: Span, _word: str, block: list[Any], handler: list[Any], otherwise: Any
    ) -> syntax.Statement:
        return syntax.When(span, block, handler, otherwise)

    def when_general(self, span: Span, _word: str, handler: list[Any]) -> syntax.Statement:
        return syntax.When(span, None, handler, None)

    def using(self, span: Span, _word: str, subject: Any, _in: str, block: list[Any]) -> syntax.Statement:
        return syntax.Using(span, subject, block)

    def with_block(self, span: Span, _word: str, subject: Any, block: list[Any]) -> syntax.Statement:
        return syntax.With(span, subject, block)
