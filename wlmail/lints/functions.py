"""What the library's functions do with sessions and messages, as far as the rules have to know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wlmail.language import registry, syntax

SESSIONS = ("emailSMTPSession", "emailPOP3Session", "emailIMAPSession")
STARTS = ("EmailStartSession", "EmailStartSMTPSession", "EmailStartPOP3Session", "EmailStartIMAPSession")
SENDS = ("EmailSendMessage", "EmailSend")
KEEPS = frozenset(
    {
        *("EmailBuildSource", "EmailSaveAttachment", "EmailStatus", "EmailMsgError", "Trace", "Info", "Error"),
        *("Warning", "Serialize", "Length", "ArrayCount", "ArraySeek", "VariantToJSON"),
    }
)
"""Functions that leave the messages they are given as they are."""
ENDS = frozenset({"EndProgram", "Close", "ExceptionThrow", "ErrorPropagate"})
"""Functions after which nothing more of the body runs."""
LOOPS = (syntax.For, syntax.ForEach, syntax.While, syntax.Loop, syntax.LoopWhile)


def of_arguments(name: str, arguments: list[Any], constant: Callable[[Any], Any]) -> list[tuple[str, Any]]:
    """The properties that the arguments of a historical start stand for (email.md 3.1 and 9)."""
    values = arguments + [None] * 8
    if name == "EmailStartSession":
        port = values[5] if values[3] is not None else values[4]
        return [("Name", values[0]), ("Password", values[1]), ("ServerAddress", values[3] or values[2]), ("Port", port)]
    if name == "EmailStartSMTPSession":
        if len(arguments) == 2 or (len(arguments) > 2 and is_number(arguments[2])):
            values.insert(1, None)
        if values[5] is None and constant(values[4]) == registry.CONSTANTS["EMAILPROTOCOLSMTPS"].value:
            values[5] = values[4]
        return list(zip(("Name", "Password", "ServerAddress", "Port", "", "Option"), values[:6], strict=True))
    return list(zip(("Name", "Password", "ServerAddress", "Port", "Option"), values[:5], strict=True))


def is_number(node: Any) -> bool:
    return isinstance(node, syntax.Expression) and node.kind is not None and node.kind.family == "integer"


def type_of(node: Any) -> str:
    """The English name of the advanced type of a value, "" for anything else."""
    kind = getattr(node, "kind", None)
    return kind.name if kind is not None and kind.family == "record" else ""
