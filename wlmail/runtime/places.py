"""Where in the program something happens: procedure and line, for errors, reports and dbgInfo (language.md 9, 13)."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, FrameType
    from typing import Any


class Place:
    """A line of a running program. It keeps no variable of the program alive."""

    __slots__ = ("_code", "_line", "_space")

    def __init__(self, code: CodeType, space: dict[str, Any], line: int) -> None:
        self._code = code
        self._space = space
        self._line = line

    @property
    def procedure(self) -> str:
        """The name of the procedure, `cMail::Send` for a method; `main code` outside of all."""
        name = _name_of(self._code, self._space)
        return "main code" if name == "program" else name

    @property
    def line(self) -> int:
        """The number of the line in its file, from 1."""
        return origin(self._space, self._line)[1]

    @property
    def line_told(self) -> str:
        """`line 3`, or `orders.wl line 3` in an included file."""
        name, number = origin(self._space, self._line)
        return f"{name} line {number}" if name else f"line {number}"

    def __str__(self) -> str:
        return f"{self.procedure}, {self.line_told}"


def origin(space: dict[str, Any], line: int) -> tuple[str, int]:
    """The included file that a line of a compiled program stands in ("" for the program's own), and its line there."""
    for start, name in reversed(space.get("INCLUDED", ())):
        if start <= line:
            return name, line - start + 1
    return "", line


def _name_of(code: CodeType, space: dict[str, Any]) -> str:
    from wlmail.runtime.objects import Object

    for cls in space.values():
        if not (isinstance(cls, type) and issubclass(cls, Object)) or cls is Object:
            continue
        for value in vars(cls).values():
            functions = (value.fget, value.fset) if isinstance(value, property) else (value,)
            for function in functions:
                function = getattr(function, "__func__", function)
                if getattr(function, "__code__", None) is code:
                    return f"{cls.TYPE_NAME}::{code.co_name.removeprefix(cls.__name__ + '_')}"
    return code.co_name


def at(frame: FrameType, line: int | None = None) -> Place:
    return Place(frame.f_code, frame.f_globals, line or frame.f_lineno)


def here() -> Place | None:
    """The line of the program that is running; None where none is."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if "program" in frame.f_globals:  # the function that a program is compiled to
            return at(frame)
        frame = frame.f_back
    return None


def calls() -> list[Place]:
    """The line that is running and the calls that led to it, the latest first."""
    found = []
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_globals.get("__name__") != "wlmail.interpreter":
        if "program" in frame.f_globals:
            found.append(at(frame))
        frame = frame.f_back
    return found
