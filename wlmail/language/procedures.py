"""How the parser's reductions become heads and bodies of procedures (language.md 8).

Each method is named in the grammar; its arguments are the span and the kept children of the rule.
"""

from __future__ import annotations

from typing import Any

from wlmail.language import syntax
from wlmail.language.declarations import Declarations, english
from wlmail.language.diagnostics import Diagnostic, Span
from wlmail.language.expressions import Problem
from wlmail.language.names import fold


class Procedures(Declarations):
    """The builder of procedures, handlers and anonymous functions."""

    found: list[Diagnostic]
    plural: set[int]
    """The parameters declared by ARE."""
    glued: dict[int, syntax.TypeName]
    """Types of results that a procedure name ends with, by the place of the name: `f:string`."""

    def _word(self, span: Span) -> str:
        return self.text[span[0] : span[1]].rstrip(": ") or "END"

    def _report(self, code: str, message: str, span: Span, hint: str = "") -> None:
        self.found.append(Diagnostic(code, message, span=span, hint=hint))

    def _handler(self, body: syntax.Body, word: str, span: Span) -> list[syntax.Statement]:
        folded = fold(word)
        field = "on_exception" if "EXCEPTION" in folded else "on_error" if "ERR" in folded else "finally_"
        if getattr(body, field) is not None:
            self._report("second-handler", f"there is already a {self._word(span)}: before this one", span)
        statements: list[syntax.Statement] = []
        setattr(body, field, statements)
        return statements

    def procedure_head(
        self, span: Span, before: Any, _word: str, after: Any, name: Any, parameters: Any, attributes: Any, results: Any
    ) -> syntax.Procedure:
        words = [english(word) for word in (before or []) + (after or [])]
        types, more = results or ([], [])
        if any("extension" in fold(text).lower() for text in [*attributes, *more]):
            words.append("EXTENSION")
        text, owner, name_span = name
        glued = self.glued.pop(name_span[0], None)
        if glued is not None:
            types = [glued]
        items, is_open = parameters
        body = syntax.Body((span[1], span[1]), [])
        return syntax.Procedure(span, text, owner, items, is_open, types, body, tuple(words), name_span)

    def internal(self, span: Span, *children: Any) -> syntax.InternalProcedure:
        *head, body = children
        procedure = self.procedure_head(span, *head)
        procedure.body = body
        if "INTERNAL" not in procedure.modifiers:
            procedure.modifiers = ("INTERNAL", *procedure.modifiers)
        return syntax.InternalProcedure(span, procedure)

    def procedure_name(self, span: Span, name: str) -> tuple[str, str, Span]:
        return name, "", span

    def procedure_qualified(self, span: Span, owner: str, member: tuple[str, str, Span]) -> tuple[str, str, Span]:
        if member[0] == ":":  # `f:string`: no blank before the type of the result
            self.glued[span[0]] = syntax.TypeName(member[2], [member[1]], [])
            return owner, "", (span[0], span[0] + len(owner))
        return member[1], owner, member[2]

    def signature(self, span: Span, procedure: syntax.Procedure) -> syntax.InternalProcedure:
        return syntax.InternalProcedure(span, procedure)

    def no_parameters(self, span: Span) -> tuple[list[syntax.Parameter], bool]:
        return [], False

    def parameters(self, span: Span, items: list[Any]) -> tuple[list[syntax.Parameter], bool]:
        is_open = "*" in items
        if is_open and items.index("*") < len(items) - 1:
            raise Problem("open-list-not-last", "* stands for the other parameters: it comes last", span)
        for at, item in enumerate(items):
            if id(item) in self.plural:  # `a, b are strings`: one type for both (4.1)
                while at > 0 and items[at - 1].type is None and items[at - 1].default is None:
                    at -= 1
                    items[at].type = item.type
        self.plural.clear()
        return [item for item in items if item != "*"], is_open

    def parameter_head(self, span: Span, name: str) -> syntax.Parameter:
        return syntax.Parameter(span, name, None, False, None, span)

    def parameter_local(self, span: Span, _local: str, name: str) -> syntax.Parameter:
        return syntax.Parameter(span, name, None, True, None, (span[1] - len(name), span[1]))

    def parameter(self, span: Span, parameter: syntax.Parameter) -> syntax.Parameter:
        return parameter

    def parameter_default(
        self, span: Span, parameter: syntax.Parameter, _equal: str, value: Any, _attributes: str = ""
    ) -> syntax.Parameter:
        parameter.default = value
        parameter.span = span
        return parameter

    def parameter_typed(
        self, span: Span, parameter: syntax.Parameter, type_: Any, _equal: str = "", value: Any = None, _more: str = ""
    ) -> syntax.Parameter:
        parameter.type, parameter.default, parameter.span = type_, value, span
        return parameter

    def parameter_is(
        self,
        span: Span,
        parameter: syntax.Parameter,
        word: str,
        type_: Any,
        _equal: str = "",
        value: Any = None,
        _more: str = "",
    ) -> syntax.Parameter:
        if fold(word) in ("ARE", "SONT", "SONT DES", "ARE DES"):
            self.plural.add(id(parameter))
        return self.parameter_typed(span, parameter, type_, _equal, value)

    def open_list(self, span: Span, star: str) -> str:
        return star

    def result(self, span: Span, type_: syntax.Type) -> tuple[list[syntax.Type], list[str]]:
        return [type_], [self.text[span[0] : span[1]]]

    def results(
        self, span: Span, types: list[syntax.Type], attributes: str = ""
    ) -> tuple[list[syntax.Type], list[str]]:
        return types, [attributes]

    def body(self, span: Span, statements: list[Any], handlers: list[Any]) -> syntax.Body:
        body = syntax.Body(span, statements)
        for word, place, block in handlers:
            self._handler(body, word, place).extend(block)
        return body

    def handler(self, span: Span, handlers: list[Any], word: str, block: list[Any]) -> list[Any]:
        return [*handlers, (word, (span[0], span[0] + len(word)), block)]

    def _lambda(self, span: Span, names: list[Any], body: Any) -> syntax.Expression:
        parameters = []
        for name in names:
            if not isinstance(name, syntax.Name):
                raise Problem("parameter-expected", "a parameter of this function is not a name", span)
            parameters.append(syntax.Parameter(name.span, name.text, None, False, None, name.span))
        return syntax.Lambda(span, parameters, body)

    def lambda_one(self, span: Span, name: str, body: Any) -> syntax.Expression:
        return self._lambda(span, [syntax.Name((span[0], span[0] + len(name)), name)], body)

    def lambda_one_block(self, span: Span, name: str, block: list[Any]) -> syntax.Expression:
        return self.lambda_one(span, name, syntax.Body(span, block))

    def lambda_many(self, span: Span, places: tuple[Span, list[Any]], body: Any) -> syntax.Expression:
        return self._lambda(span, places[1] if places[1] != [None] else [], body)

    def lambda_many_block(self, span: Span, places: tuple[Span, list[Any]], block: list[Any]) -> syntax.Expression:
        return self.lambda_many(span, places, syntax.Body(span, block))

    def anonymous(
        self, span: Span, _word: str, parameters: Any, _a: Any, _results: Any, block: list[Any]
    ) -> syntax.Expression:
        return syntax.Lambda(span, parameters[0], syntax.Body(span, block))

    def anonymous_body(
        self, span: Span, _word: str, parameters: Any, _a: Any, _results: Any, body: Any
    ) -> syntax.Expression:
        return syntax.Lambda(span, parameters[0], body)
