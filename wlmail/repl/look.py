"""What names mean at a point of an entry that is still being typed, without running or keeping anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wlmail.language import syntax
from wlmail.language.names import fold
from wlmail.language.parser import parse
from wlmail.language.source import Source
from wlmail.language.symbols import Variable

if TYPE_CHECKING:
    from wlmail.language.binder import Binder
    from wlmail.language.diagnostics import Diagnostic
    from wlmail.language.symbols import Scope
    from wlmail.runtime.kinds import Kind
    from wlmail.session import Interpreter

_PROBE = "probe_of_the_repl"
_CLASSES = re.compile(r"::|\b(?:CLASS|CLASSE|INTERFACE)\b")
"""Methods are told to their class at once: an entry that declares some is not bound before it is whole."""


class Look:
    """`names`: folded name → Variable, ProcedureSymbol, type … that can be used there; inner ones hide outer ones.

    `kind` is the static kind of the expression, None when only a run can tell; `symbol` is what it names; `wrong` is
    what the binder says against it.
    """

    __slots__ = ("kind", "names", "symbol", "wrong")

    def __init__(self, names: dict[str, Any], kind: Kind | None = None, symbol: Any = None) -> None:
        self.names = names
        self.kind = kind
        self.symbol = symbol
        self.wrong: Diagnostic | None = None


def look(interpreter: Interpreter, before: str = "", expression: str = "0") -> Look:
    """Looks around after the statements `before`, whose blocks may be open, at what an expression would be there."""
    binder = interpreter.binder
    if _CLASSES.search(fold(before)):
        before = ""
    source = Source(f"{before.rstrip()}\n{_PROBE} is variant = {expression}\n", lenient=interpreter.lenient)
    program, _ = parse(source)
    kept = binder.kept()
    try:
        found = binder.bind(program, source)
        declared = next(
            node
            for node in syntax.walk(program)
            if isinstance(node, syntax.Declaration) and node.names[0].text == _PROBE and node.value is not None
        )
        variable, value = declared.names[0].symbol, declared.value
        scope = variable.scope if isinstance(variable, Variable) else binder.main
        seen = Look(_names(scope, program, binder), value.kind if value else None, value.symbol if value else None)
        seen.wrong = next((d for d in found if d.severity == "error"), None)
        return seen
    except StopIteration:  # the line of the probe could not be read
        return Look(_names(binder.main, program, binder))
    finally:
        binder.restore(kept)


def _names(scope: Scope, program: syntax.Program, binder: Binder) -> dict[str, Any]:
    # What is wrong in the entry has made the binder forget its variables; the tree still knows them.
    own = [n.symbol for n in syntax.walk(program) if isinstance(n, syntax.Name) and isinstance(n.symbol, Variable)]
    found: dict[str, Any] = {}
    around: Scope | None = scope
    while around is not None:
        found = around.names | {fold(v.name): v for v in own if v.scope is around} | found
        around = around.parent
    found = {**binder.procedures, **found}
    found.pop(fold(_PROBE), None)
    return found
