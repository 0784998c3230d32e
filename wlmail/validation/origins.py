"""Which WLanguage line set each property of a message: watched while a migration is validated, and only then.

Watching puts a `__setattr__` on the message types for as long as it lasts; a program that is not watched pays nothing,
and compiled programs stay as they are.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from wlmail.library import email

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

_ARRAYS = ("recipient", "cc", "bcc", "attach", "header")


class Origins:
    """A context in which the lines are noted. `of_message` holds them by the Message-ID of what was sent."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.of_message: dict[str, dict[str, str]] = {}
        self._lines: dict[int, dict[str, str]] = {}
        self._of_attachment: dict[int, dict[str, str]] = {}
        self._undo: list[Callable[[], None]] = []

    def line(self) -> str:
        """The line of the program that is being executed: `line 12`, "" for none."""
        from wlmail.runtime.places import at

        frame: FrameType | None = sys._getframe(2)
        while frame is not None:
            if frame.f_code.co_filename == self.file:
                return at(frame).line_told
            frame = frame.f_back
        return ""

    def __enter__(self) -> Origins:
        for kind in (email.Email, email.EmailStructure):
            self._watch(kind)
        self._watch_attachments()
        smtp: Any = import_module("wlmail.library.smtp")
        composed = smtp.envelope_of

        def noting(run: Any, message: Any, *rest: Any, **more: Any) -> Any:
            envelope = composed(run, message, *rest, **more)
            lines = dict(self._lines.get(id(message), {}))
            lines["send"] = self.line()
            for attached in getattr(getattr(message, "attach", None), "items", ()):
                name = str(getattr(attached, "name", "")).replace("\\", "/").rpartition("/")[2]
                for what, line in self._of_attachment.get(id(attached), {}).items():
                    lines[f"attach {name} {what}"] = line
            self.of_message[envelope.message_id] = lines
            return envelope

        smtp.envelope_of = noting
        self._undo.append(lambda: setattr(smtp, "envelope_of", composed))
        return self

    def __exit__(self, *_: object) -> None:
        for undo in self._undo:
            undo()

    def _watch(self, kind: Any) -> None:
        begin = kind.__init__
        lines = self._lines
        origins = self

        def init(message: Any, *arguments: Any) -> None:
            begin(message, *arguments)
            noted = lines[id(message)] = {}
            for name in _ARRAYS:
                array = getattr(message, name, None)
                if array is not None:
                    array.items = _WatchedItems(array.items, origins, noted, name)

        def assign(message: Any, name: str, value: Any) -> None:
            object.__setattr__(message, name, value)
            noted = lines.get(id(message))
            if noted is not None:
                noted[name] = origins.line()

        kind.__init__ = init
        kind.__setattr__ = assign

        def undo() -> None:
            kind.__init__ = begin
            del kind.__setattr__

        self._undo.append(undo)

    def _watch_attachments(self) -> None:
        noted, kind = self._of_attachment, email.Attach

        def assign(attached: Any, name: str, value: Any) -> None:
            object.__setattr__(attached, name, value)
            noted.setdefault(id(attached), {})[name] = self.line()

        kind.__setattr__ = assign  # type: ignore[method-assign]
        self._undo.append(lambda: delattr(kind, "__setattr__"))


class _WatchedItems(list[Any]):
    """The elements of an array of a message; what puts one in notes its line."""

    __slots__ = ("_name", "_noted", "_origins")

    def __init__(self, items: list[Any], origins: Origins, noted: dict[str, str], name: str) -> None:
        super().__init__(items)
        self._origins = origins
        self._noted = noted
        self._name = name

    def append(self, value: Any) -> None:
        super().append(value)
        self._noted[self._name] = self._origins.line()

    def extend(self, values: Any) -> None:
        super().extend(values)
        self._noted[self._name] = self._origins.line()

    def __iadd__(self, values: Any) -> Any:  # type: ignore[misc]
        self.extend(values)
        return self

    def insert(self, place: Any, value: Any) -> None:
        super().insert(place, value)
        self._noted[self._name] = self._origins.line()

    def __setitem__(self, place: Any, value: Any) -> None:
        super().__setitem__(place, value)
        self._noted[self._name] = self._origins.line()
