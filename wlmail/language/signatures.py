"""What the annotations of library functions mean: the kinds of their arguments and results.

`Value` takes anything as it is, `Ref` a variable by reference, `*values: Value` an open list; a first parameter named
`run` receives the `Run`.
"""

from __future__ import annotations

from wlmail.language.registry import KINDS_OF_RECORDS
from wlmail.runtime import kinds
from wlmail.runtime.run import Ref

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from wlmail.runtime.kinds import Kind


class Parameter:
    """`kind` None for a `Ref`. `required` is False when Python has a default; `open` for `*values`."""

    __slots__ = ("by_reference", "kind", "name", "open", "required")

    def __init__(self, name: str, kind: Kind | None, *, required: bool, is_open: bool, by_reference: bool) -> None:
        self.name = name
        self.kind = kind
        self.required = required
        self.open = is_open
        self.by_reference = by_reference


_HAS_OPEN_LIST = 0x04
"""The flag CO_VARARGS of Python's code objects."""


class Signature:
    """What the annotations of an implementation say about its arguments and result."""

    __slots__ = ("parameters", "result", "takes_run")

    def __init__(self, implementation: Callable[..., Any] | None) -> None:
        # Not with `inspect`, which takes as long to import as a program to compile.
        from collections.abc import Callable
        from typing import Any, get_type_hints

        self.parameters: list[Parameter] = []
        self.takes_run = False
        self.result: Kind | None = kinds.VARIANT
        if implementation is None:
            return
        inner: Any = getattr(implementation, "__wrapped__", implementation)
        code = inner.__code__
        # Libraries import names of types for the type checker only: they are given here.
        hints = get_type_hints(inner, localns={"Any": Any, "Callable": Callable})
        names = list(code.co_varnames[: code.co_argcount])
        required = len(names) - len(inner.__defaults__ or ())
        is_open = bool(code.co_flags & _HAS_OPEN_LIST)
        if is_open:  # it stands after the parameters that are given by name only; there are none
            names.append(code.co_varnames[code.co_argcount + code.co_kwonlyargcount])
        self.takes_run = names[:1] == ["run"]
        self.result = kind_of(hints.get("return", Any))
        for place, name in enumerate(names):
            if place or not self.takes_run:
                hint = hints.get(name, Any)
                last = is_open and place == len(names) - 1
                self.parameters.append(
                    Parameter(
                        name,
                        None if hint is Ref else kind_of(hint),
                        required=place < required and not last,
                        is_open=last,
                        by_reference=hint is Ref,
                    )
                )


def kind_of(annotation: Any) -> Kind | None:
    """The kind that a Python annotation of a library function stands for; a union takes any value as it is."""
    if annotation is None or annotation is type(None):
        return None
    found = KINDS_OF_RECORDS.get(annotation)
    return found or _python_kinds().get(annotation, kinds.VARIANT)


def _python_kinds() -> dict[Any, Kind]:
    if not _PYTHON_KINDS:
        from decimal import Decimal

        from wlmail.runtime.arrays import Array
        from wlmail.runtime.dates import Date, DateTime, Time
        from wlmail.runtime.durations import Duration

        _PYTHON_KINDS.update(
            {
                str: kinds.STRING,
                int: kinds.INT8,
                float: kinds.REAL,
                bool: kinds.BOOLEAN,
                bytes: kinds.BUFFER,
                Decimal: kinds.NUMERIC,
                Array: kinds.ANY_ARRAY,
                Date: kinds.DATE,
                Time: kinds.TIME,
                DateTime: kinds.DATETIME,
                Duration: kinds.DURATION,
            }
        )
    return _PYTHON_KINDS


_PYTHON_KINDS: dict[Any, Kind] = {}
