"""The call at the cursor: what it takes, and which argument is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wlmail.language import registry
from wlmail.language.names import fold
from wlmail.language.symbols import ClassSymbol, ProcedureSymbol
from wlmail.repl.look import Look, look
from wlmail.repl.place import ACCESS, place_at_end

if TYPE_CHECKING:
    from wlmail.session import Interpreter


class Signature:
    """What a call looks like; `current` is the parameter that is being typed, -1 for none."""

    __slots__ = ("about", "current", "head", "parameters", "tail")

    def __init__(self, head: str, parameters: list[str], current: int, tail: str, about: str = "") -> None:
        self.head = head
        self.parameters = parameters
        self.current = current
        self.tail = tail
        self.about = about

    def __str__(self) -> str:
        shown = [f"**{p}**" if i == self.current else p for i, p in enumerate(self.parameters)]
        return f"{self.head}({', '.join(shown)}){self.tail}"


def signature_at_end(interpreter: Interpreter, text: str, *, french: bool = False) -> Signature | None:
    """What the innermost call that is open at the end of `text` takes; None when there is none that is known."""
    place = place_at_end(text)
    if place.call is None:
        return None
    before = text[: place.statement]
    callee, skipped = callee_of(interpreter, before, place.call.callee)
    current = place.call.argument + skipped
    if isinstance(callee, registry.Function):
        return function_signature(callee, french=french, current=current, skipped=skipped)
    if isinstance(callee, ClassSymbol):
        builder = callee.builder()
        return Signature(callee.name, _parameters(builder) if builder else [], current, "")
    if isinstance(callee, ProcedureSymbol):
        if callee.node.open_list:
            current = min(current, len(callee.node.parameters))
        return Signature(callee.name, _parameters(callee), current, _result(callee))
    return None


def callee_of(interpreter: Interpreter, before: str, callee: str, around: Look | None = None) -> tuple[Any, int]:
    """What a call calls (function, procedure or class; None), and how many parameters its subject fills."""
    split = (
        max((callee.rfind(sign) + len(sign), len(sign)) for sign in ACCESS if sign in callee)
        if any(sign in callee for sign in ACCESS)
        else (0, 0)
    )
    name = fold(callee[split[0] :].strip())
    if not split[0]:
        names = (around or look(interpreter, before)).names
        own = names.get(name)
        if isinstance(own, ProcedureSymbol | ClassSymbol):
            return own, 0
        return registry.FUNCTIONS.get(name), 0
    subject = callee[: split[0] - split[1]].rstrip(".?: ")
    seen = look(interpreter, before, subject)
    symbol = seen.names.get(fold(subject))
    cls = (
        symbol if isinstance(symbol, ClassSymbol) else interpreter.binder.classes.get(seen.kind) if seen.kind else None
    )
    if cls is not None:
        return cls.find(name), 0
    return registry.find_method(seen.kind, name), 1


def function_signature(
    function: registry.Function, *, french: bool = False, current: int = -1, skipped: int = 0
) -> Signature:
    """A library function, its optional arguments in brackets; `skipped` arguments are given by the subject."""
    name = function.french if french else function.english
    if function.because:
        return Signature(name, [], -1, "", f"not offered: {function.because}")
    shown = []
    parameters = function.parameters[skipped:]
    for parameter in parameters:
        text = f"<{parameter.name.replace('_', ' ')}>{'…' if parameter.open else ''}"
        shown.append(text if parameter.required else f"[{text}]")
    current -= skipped
    if parameters and parameters[-1].open:
        current = min(current, len(parameters) - 1)
    result = f" -> {function.result.name}" if function.result is not None else ""
    doc = (function.implementation.__doc__ if function.implementation is not None else "") or ""
    return Signature(name, shown, current, result, doc.strip().partition("\n")[0])


def procedure_signature(symbol: ProcedureSymbol) -> str:
    """A procedure of the program, on one line."""
    return f"{symbol.name}({', '.join(_parameters(symbol))}){_result(symbol)}"


def _parameters(symbol: ProcedureSymbol) -> list[str]:
    shown = []
    for node, variable in zip(symbol.node.parameters, symbol.parameters, strict=False):
        text = f"{node.name} is {variable.kind.name}" if variable.kind is not None else node.name
        shown.append(text if node.default is None else f"[{text}]")
    return [*shown, "*"] if symbol.node.open_list else shown


def _result(symbol: ProcedureSymbol) -> str:
    return f" -> {symbol.result.name}" if symbol.result is not None else ""
