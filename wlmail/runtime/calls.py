"""Calls, loops and references whose types are only known while the program runs; the rest is emitted in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from wlmail.runtime import dynamic
from wlmail.runtime.arrays import Array, AssociativeArray, List
from wlmail.runtime.conversions import to_text
from wlmail.runtime.dates import Date, DateTime, Time
from wlmail.runtime.durations import Duration
from wlmail.runtime.errors import Handled, Jump, WLError
from wlmail.runtime.kinds import Kind
from wlmail.runtime.objects import Object
from wlmail.runtime.operators import equal, in_range, increment
from wlmail.runtime.places import at
from wlmail.runtime.records import Record, assign
from wlmail.runtime.run import Ref, Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


MISSING: Any = type("Missing", (), {"__repr__": lambda self: "*"})()
"""An argument that was not given, or given as `*`: the parameter takes its default."""


def received(parameters: tuple[Any, ...], more: tuple[Any, ...]) -> int:
    """How many arguments a procedure has received: up to the last one given (language.md 8.2)."""
    count = len(parameters)
    while count and not more and parameters[count - 1] is MISSING:
        count -= 1
    return count + len(more)


RECURSION = "procedures call each other too deeply; is there a condition that ends the recursion?"


class TypedRef(Ref):
    """The cell of a variable with a declared type: what a procedure assigns through a reference is converted (8.2)."""

    __slots__ = ("_kind", "_value")

    def __init__(self, kind: Kind, value: Any) -> None:
        self._kind = kind
        self._value = value

    @property
    def value(self) -> Any:
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        self._value = self._kind.convert(value)


class ItemRef(Ref):
    """An element of a collection passed by reference."""

    __slots__ = ("_indexes", "_items")

    def __init__(self, items: Any, indexes: tuple[Any, ...]) -> None:
        self._items = items
        self._indexes = indexes

    @property
    def value(self) -> Any:
        return dynamic.item(self._items, self._indexes)

    @value.setter
    def value(self, value: Any) -> None:
        dynamic.set_item(self._items, self._indexes, value)


class MemberRef(Ref):
    """A member of a structure or advanced type passed by reference."""

    __slots__ = ("_name", "_record")

    def __init__(self, record: Any, name: str) -> None:
        self._record = record
        self._name = name

    @property
    def value(self) -> Any:
        return dynamic.member(self._record, self._name)

    @value.setter
    def value(self, value: Any) -> None:
        dynamic.set_member(self._record, self._name, value)


class NameRef(Ref):
    """A variable of a session (the REPL), which lives in the session's dictionary."""

    __slots__ = ("_kind", "_name", "_space")

    def __init__(self, space: dict[str, Any], name: str, kind: Kind | None = None) -> None:
        self._space = space
        self._name = name
        self._kind = kind

    @property
    def value(self) -> Any:
        return self._space[self._name]

    @value.setter
    def value(self, value: Any) -> None:
        self._space[self._name] = self._kind.convert(value) if self._kind else value


def stepped(cell: Ref, step: int, after: bool) -> Any:
    """`x++` and `++x` inside an expression, where x lives in a cell or is an element or member (6.1)."""
    before = cell.value
    cell.value = increment(before, step)
    return cell.value if after else before


def rebind(old: Any, new: Any) -> Any:
    """The value of an untyped variable after `old = new`: records are copied, not shared (4.5, 6.6)."""
    if type(new) is int or type(new) is str:
        return new
    if isinstance(new, Record):
        if isinstance(old, Record):
            assign(old, new)
            return old
        return new.copy()
    return new.copy() if isinstance(new, dict) else new


def is_in(value: Any, *items: Any) -> bool:
    """`value IN (a, b, 1 TO 5)`; a range is a pair (6.3)."""
    return any(in_range(value, *item) if type(item) is tuple else equal(value, item) for item in items)


def unpack(values: Any, count: int) -> tuple[Any, ...]:
    """The values of `(a, b) = f()`; what is missing is Null (8.4)."""
    given = values if isinstance(values, tuple) else (values,)
    return (*given, *(None,) * (count - len(given)))


def elements(collection: Any) -> Iterator[tuple[Any, Any]]:
    """The elements of FOR EACH with their index or key, from a snapshot (7.6)."""
    if isinstance(collection, AssociativeArray):
        return ((value, key) for key, value in list(collection.items()))
    if isinstance(collection, dict):
        return ((value, key) for key, value in list(collection.items()))
    if isinstance(collection, str):
        raise WLError('FOR EACH over a text needs the word STRING: FOR EACH STRING s OF text SEPARATED BY ";"')
    if isinstance(collection, Iterable):
        return ((value, i) for i, value in enumerate(list(collection), 1))
    raise WLError("FOR EACH needs an array or another collection")


def current_elements(array: list[Any]) -> Iterator[Any]:
    """The elements of an array that the loop's body assigns: each as it is when its turn comes."""
    for i in range(len(array)):
        if i < len(array):
            yield array[i]


def put_element(collection: Any, key: Any, value: Any) -> None:
    """The variable of FOR EACH was assigned: it is the element itself, where the collection can be written (7.6)."""
    if isinstance(collection, Array | AssociativeArray | List):
        collection.put(key, value)


DEEPEST = 1_000
"""Calls through variables inside each other. They go through Python's C stack, which on Windows is 1 MB."""
_depth = 0


def call_value(procedure: Any, *arguments: Any) -> Any:
    """Calls a procedure held by a variable: a reference, a lambda, or the name of a procedure is not enough here."""
    if procedure is None:
        raise WLError("this procedure variable is Null: no procedure was assigned to it")
    if not callable(procedure):
        raise WLError(f"«{to_text(procedure)}» is not a procedure")
    parameters = getattr(procedure, "parameters", ())
    given = [_taken(argument, *parameters[i : i + 1]) for i, argument in enumerate(arguments)]
    global _depth
    if _depth >= DEEPEST:
        raise WLError(RECURSION)
    _depth += 1
    try:
        return procedure(*given)
    except TypeError as error:
        # Python's own message for a wrong number of arguments; anything else is not ours to hide.
        if error.__traceback__ is not None and error.__traceback__.tb_next is None:
            raise WLError(f"the procedure does not take {len(arguments)} arguments") from None
        raise
    finally:
        _depth -= 1


def _taken(argument: Any, parameter: tuple[Kind | None, bool] = (None, False)) -> Any:
    """An argument as a parameter takes it: of its kind, and in a cell where the procedure assigns it (8.2)."""
    kind, by_reference = parameter
    if argument is MISSING:
        return argument
    is_cell = isinstance(argument, Ref)
    value = argument.value if is_cell else argument
    if kind is not None:
        converted = kind.convert(value)
        same = type(converted) is type(value)
        is_cell = is_cell and same  # changes of a converted value do not flow back
        if not (same and kind.element is not None):  # a collection is the caller's own, not a copy
            value = converted
    if by_reference:
        return argument if is_cell else Ref(value)
    return value


def call_method(
    run: Run, value: Any, name: str, functions: tuple[tuple[str, Callable[..., Any], bool], ...], *arguments: Any
) -> Any:
    """`value.name(…)` of a value whose type is only known now: the function of its family, else the general one."""
    prefixes = _prefixes(value)
    for prefix, function, takes_run in functions:
        if prefix in prefixes or not prefix:
            return function(run, value, *arguments) if takes_run else function(value, *arguments)
    raise WLError(f"this value has no method «{name}»")


def call_member(
    run: Run, value: Any, name: str, functions: tuple[tuple[str, Callable[..., Any], bool], ...], *arguments: Any
) -> Any:
    """`value.name(…)` where the program has a class with such a method, and the value may be one of its objects."""
    if isinstance(value, Object) or value is None:
        return call_value(dynamic.member(value, name), *arguments)
    plain = [argument.value if isinstance(argument, Ref) else argument for argument in arguments]
    return call_method(run, value, name, functions, *plain)


def _prefixes(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return ("STRING", "CHAINE")
    if isinstance(value, Array | AssociativeArray):
        return ("ARRAY", "TABLEAU")
    if isinstance(value, Record):
        return ("EMAIL",)
    if isinstance(value, bytes):
        return ("BUFFER",)
    if isinstance(value, DateTime):
        return ("DATETIME", "DATEHEURE", "DATE")
    if isinstance(value, Date):
        return ("DATE",)
    if isinstance(value, Time):
        return ("TIME", "HEURE")
    return ("DURATION", "DUREE") if isinstance(value, Duration) else ()


# --- Errors --------------------------------------------------------------------------------------------------------

FATAL = (WLError, ZeroDivisionError, IndexError, OverflowError, RecursionError, AttributeError)
"""What CASE EXCEPTION and WHEN EXCEPTION catch: errors of WLanguage and those Python finds for us on the fast path."""


def of_null(error: AttributeError) -> str:
    """The member of Null that Python found missing; "" when the error is another one, and so one of ours."""
    words = str(error).split("'")
    return words[3] if words[:3] == ["", "NoneType", " object has no attribute "] else ""


def as_fatal(error: BaseException) -> WLError:
    """A Python exception of the fast path as the WLanguage error that it stands for (13)."""
    if isinstance(error, WLError):
        return error
    if isinstance(error, ZeroDivisionError):
        return WLError("division by zero")
    if isinstance(error, RecursionError):
        return WLError(RECURSION)
    if isinstance(error, OverflowError):
        return WLError("the result is too large for a number")
    if isinstance(error, AttributeError):
        return WLError(f"«{of_null(error)}» of Null: no object was assigned to this variable")
    return WLError("the index is outside the array")


def catch(run: Run, error: BaseException) -> None:
    """A handler begins: ExceptionInfo tells about this error (9.2)."""
    if isinstance(error, AttributeError) and not of_null(error):
        raise error  # only a member of Null is an error of the program, anything else is ours
    handled = run.state(Handled)
    handled.error = as_fatal(error)
    trace = error.__traceback__
    while (
        trace is not None
        and trace.tb_next is not None
        and trace.tb_next.tb_frame.f_code.co_filename == trace.tb_frame.f_code.co_filename
    ):
        trace = trace.tb_next
    if trace is not None:
        handled.place = at(trace.tb_frame, trace.tb_lineno)


def not_offered(what: str, because: str) -> Any:
    """A construct that is known but not offered here was reached."""
    raise WLError(f"{what} is known, but not offered here: {because}")


def checked(run: Run, value: Any) -> Any:
    """Jumps to CASE ERROR when the call that gave `value` failed and the program does not test it itself (9.1)."""
    if run.error.occurred and run.error.jumps:
        from wlmail.runtime.errors import ErrorJump

        raise ErrorJump
    return value


def propagated(run: Run, value: Any) -> Any:
    """Jumps to CASE ERROR when the procedure that gave `value` called ErrorPropagate (9.1)."""
    if run.error.propagated:
        run.error.propagated = False
        from wlmail.runtime.errors import ErrorJump

        raise ErrorJump
    return value


def label(jump: Jump, labels: dict[str, int]) -> int:
    """Where a block goes on after a GOTO; a label that is not in this block is looked for further out."""
    found = labels.get(jump.label)
    if found is None:
        raise jump
    return found


def is_armed(run: Run, armed: bool) -> bool:
    """The general exception handler may run: for the first time, or again after ExceptionEnable (9.5)."""
    handled = run.state(Handled)
    rearmed, handled.rearmed = handled.rearmed, False
    return armed or rearmed
