"""Calls of the commonest text functions as plain Python operations, where the arguments show what they come to.

`ExtractString(s, 2, ";")` becomes a split and an index, `StringBuild("%1: %2", a, b)` a sum of texts. What is emitted
gives what the function of `library/strings.py` gives; where that is not certain the function is called.
"""

from __future__ import annotations

import ast

from wlmail.language import syntax
from wlmail.language.emitter import Emitter, Place
from wlmail.runtime import kinds
from wlmail.runtime.text import placeholders

BLANKS = " \t\r\n"
"""What NoSpace strips."""
MOST_PIECES = 20
"""The largest rank, and the most parts of a sum, that are written out."""


def in_place(
    emitter: Emitter, name: str, arguments: list[syntax.Argument], receiver: list[ast.expr], at: Place
) -> ast.expr | None:
    """The call of a library function as an expression of Python; None for a call that stays one.

    `name` is the function's English name, `receiver` holds the value before the dot of a method call, already a text.
    """
    emit = EMITTERS.get(name)
    nodes = [argument.value for argument in arguments]
    if emit is None or any(node is None for node in nodes):
        return None
    given: list[syntax.Expression | ast.expr] = [*receiver, *[node for node in nodes if node is not None]]
    return emit(emitter, given, at)


def _text(emitter: Emitter, given: syntax.Expression | ast.expr) -> ast.expr:
    """An argument as a text: converted, or a receiver as it is."""
    return emitter.converted(given, kinds.STRING) if isinstance(given, syntax.Expression) else given


def _may_be_constant(given: syntax.Expression | ast.expr) -> bool:
    if isinstance(given, syntax.Binary):
        return given.operator == "+" and _may_be_constant(given.left) and _may_be_constant(given.right)
    return isinstance(given, syntax.Text | syntax.Name)


def _constant_text(emitter: Emitter, given: syntax.Expression | ast.expr) -> str:
    """The text of an argument that is made of literals and constants such as CR; "" for any other, and for an empty
    one."""
    if _may_be_constant(given):
        value = _text(emitter, given)
        if isinstance(value, ast.Constant) and type(value.value) is str:
            return value.value
    return ""


def _extract_string(emitter: Emitter, given: list[syntax.Expression | ast.expr], at: Place) -> ast.expr | None:
    if not 2 <= len(given) <= 3 or not isinstance(given[1], syntax.Integer):
        return None
    rank = given[1].value
    separator = _constant_text(emitter, given[2]) if len(given) == 3 else "\t"
    if not separator or not 1 <= rank <= MOST_PIECES:
        return None
    text, cut = _text(emitter, given[0]), emitter.const(separator, at)
    if rank == 1:  # a text without the separator is its first piece
        pieces = emitter.method(text, "partition", [cut], at)
        return ast.Subscript(pieces, emitter.const(0, at), ast.Load(), **at)
    name = emitter.temporary()
    split = emitter.method(text, "split", [cut, emitter.const(rank, at)], at)
    kept = ast.NamedExpr(ast.Name(name, ast.Store(), **at), split, **at)
    enough = ast.Compare(emitter.builtin("len", [kept], at), [ast.GtE()], [emitter.const(rank, at)], **at)
    piece = ast.Subscript(emitter.name(name, at), emitter.const(rank - 1, at), ast.Load(), **at)
    return ast.IfExp(enough, piece, emitter.const(kinds.EOT, at), **at)


def _no_space(emitter: Emitter, given: list[syntax.Expression | ast.expr], at: Place) -> ast.expr | None:
    if len(given) != 1:
        return None
    return emitter.method(_text(emitter, given[0]), "strip", [emitter.const(BLANKS, at)], at)


def _replace(emitter: Emitter, given: list[syntax.Expression | ast.expr], at: Place) -> ast.expr | None:
    sought = _constant_text(emitter, given[1]) if 2 <= len(given) <= 3 else ""
    if not sought:
        return None
    new = _text(emitter, given[2]) if len(given) == 3 else emitter.const("", at)
    return emitter.method(_text(emitter, given[0]), "replace", [emitter.const(sought, at), new], at)


def _length(emitter: Emitter, given: list[syntax.Expression | ast.expr], at: Place) -> ast.expr | None:
    if len(given) != 1 or not isinstance(given[0], syntax.Expression):
        return None
    kind = given[0].kind
    if kind is None or kind.family not in ("text", "buffer"):
        return None
    return emitter.builtin("len", [emitter.converted(given[0], kind)], at)


def _string_build(emitter: Emitter, given: list[syntax.Expression | ast.expr], at: Place) -> ast.expr | None:
    format = _constant_text(emitter, given[0]) if given else ""
    parts = placeholders(format)
    values = given[1:]
    numbers = [part for part in parts if type(part) is int]
    if not numbers or len(parts) > MOST_PIECES or not all(isinstance(v, syntax.Expression) for v in values):
        return None
    texts = [_text(emitter, value) for value in values]
    # Where something is computed, every value is read once and in the order of the arguments: it may change the others.
    read = [i for i, text in enumerate(texts, 1) if not isinstance(text, ast.Constant)]
    computed = any(not isinstance(text, ast.Name | ast.Constant) for text in texts)
    if computed and [number for number in numbers if number in read] != read:
        return None
    pieces: list[ast.expr] = []
    for part in parts:
        piece = emitter.const(part, at) if type(part) is str else None
        if piece is None:
            piece = texts[part - 1] if part <= len(texts) else emitter.const("", at)
        if isinstance(piece, ast.Constant) and pieces and isinstance(pieces[-1], ast.Constant):
            pieces[-1] = emitter.const(f"{pieces[-1].value!s}{piece.value!s}", at)
        elif not isinstance(piece, ast.Constant) or piece.value:
            pieces.append(piece)
    made = pieces[0] if pieces else emitter.const("", at)
    for piece in pieces[1:]:
        made = ast.BinOp(made, ast.Add(), piece, **at)
    return made


EMITTERS = {
    "ExtractString": _extract_string,
    "Length": _length,
    "NoSpace": _no_space,
    "Replace": _replace,
    "StringBuild": _string_build,
}
