"""A program that goes deeper than Python can follow: one diagnostic, with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wlmail.language.diagnostics import Diagnostic
from wlmail.language.syntax import Expression

if TYPE_CHECKING:
    from wlmail.language.source import Source


def too_deep(error: RecursionError, source: Source) -> Diagnostic:
    """An expression of thousands of terms, with its place: the outermost expression that was being treated."""
    span, trace = None, error.__traceback__
    while trace is not None and span is None:
        span = next((v.span for v in trace.tb_frame.f_locals.values() if isinstance(v, Expression)), None)
        trace = trace.tb_next
    hint = "make it several statements, with += for example"
    return Diagnostic("too-deep", "this expression has too many terms", source=source, span=span, hint=hint)


def too_nested(error: SyntaxError, source: Source) -> Diagnostic:
    """Python takes twenty blocks inside one another: loops, handlers and blocks with labels count."""

    if "nested" not in str(error.msg):
        raise error  # a bug of the compiler
    from wlmail.language.parser import parse

    # Python names some line in the middle, each version another: the statement around it all is told.
    place = source.offset(error.lineno or 1, 1)
    program = parse(source)[0]
    bodies = [program.main, *(procedure.body for procedure in program.procedures)]
    spans = [s.span for body in bodies for s in body.statements if s.span[0] <= place <= s.span[1]]
    start = spans[0][0] if spans else place
    message = "too many blocks inside one another"
    hint = "make the inner ones a procedure"
    return Diagnostic("too-deep", message, source=source, span=(start, start + 1), hint=hint)
