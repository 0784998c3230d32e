"""Objects: instances of the classes of a program (language.md 4.7 and 11).

A class of the program is a Python class below `Object`, its members are slots, its methods Python methods. A destructor
is Python's `__del__`: it runs as soon as the last variable that holds the object is gone, in scope or by DELETE.
"""

from __future__ import annotations

from wlmail.runtime.conversions import to_copy
from wlmail.runtime.errors import WLError
from wlmail.runtime.kinds import Kind
from wlmail.runtime.run import Ref

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, ClassVar

    from wlmail.runtime.run import Run


class Object:
    """`MEMBERS`: folded name → (Python attribute, kind) of the members of an object, inherited ones included;
    `METHODS`: folded name → Python attribute; `HIDDEN`: folded names that only the class and its heirs may use."""

    __slots__ = ()
    MEMBERS: ClassVar[dict[str, tuple[str, Kind]]] = {}
    METHODS: ClassVar[dict[str, str]] = {}
    HIDDEN: ClassVar[frozenset[str]] = frozenset()
    TYPE_NAME = "an object"

    # What the runtime asks the values of its own types for; an object has none of them, and no member takes the name.
    copy = plain = text = number = is_null = references = begin = None

    def construct(self, *given: Any) -> None:
        """The constructor of the program; a class without one takes no arguments."""

    def __eq__(self, other: object) -> bool:
        """Member by member (6.3); members that are references are compared as such."""
        if self is other:
            return True
        if type(self) is not type(other):
            return False
        from wlmail.runtime.operators import equal

        for attribute, kind in self.MEMBERS.values():
            mine, others = getattr(self, attribute), getattr(other, attribute)
            if mine is not others and (kind.family == "reference" or not equal(mine, others)):
                return False
        return True

    __hash__ = object.__hash__


def describe(
    cls: Any,
    members: Iterable[tuple[str, str, Kind]] = (),
    methods: Iterable[tuple[str, str]] = (),
    hidden: Iterable[str] = (),
) -> None:
    """Gives a class what is asked of it by name while the program runs, beside what it inherits: (folded name,
    attribute, kind) of its members, (folded name, attribute) of its methods, folded names of those not public."""
    own = {folded: (attribute, kind) for folded, attribute, kind in members}
    own_methods = dict(methods)
    inherited = frozenset[str]().union(*(base.HIDDEN for base in cls.__bases__)) - own.keys() - own_methods.keys()
    cls.MEMBERS, cls.METHODS, cls.HIDDEN = {}, {}, inherited | frozenset(hidden)
    for base in reversed(cls.__bases__):
        cls.MEMBERS |= base.MEMBERS
        cls.METHODS |= base.METHODS
    cls.MEMBERS |= own
    cls.METHODS |= own_methods


def object_of(cls: Any) -> Kind:
    """The kind of variables that are an object themselves: `x is cMail`."""

    def make() -> Any:
        try:
            return cls()
        except TypeError as error:
            if error.__traceback__ is not None and error.__traceback__.tb_next is None:
                raise WLError(f"the constructor of {cls.TYPE_NAME} needs arguments") from None
            raise

    def convert(value: Any) -> Any:
        if isinstance(value, cls):
            return value
        raise WLError(f"{_what(value)} is no {cls.TYPE_NAME}")

    return Kind(cls.TYPE_NAME, "object", make, convert, record=cls)


def reference_to(cls: Any) -> Kind:
    """The kind of variables that refer to an object or a structure, Null at first: `p is cMail dynamic`."""

    def convert(value: Any) -> Any:
        if value is None or isinstance(value, cls):
            return value
        raise WLError(f"{_what(value)} is no {cls.TYPE_NAME}")

    return Kind(f"{cls.TYPE_NAME} dynamic", "reference", lambda: None, convert)


def _what(value: Any) -> str:
    if isinstance(value, Object):
        return f"an object of the class {value.TYPE_NAME}"
    return "Null" if value is None else "this value"


class AttributeRef(Ref):
    """A member of an object or class passed by reference (8.2)."""

    __slots__ = ("_attribute", "_kind", "_owner")

    def __init__(self, owner: Any, attribute: str, kind: Kind | None = None) -> None:
        self._owner = owner
        self._attribute = attribute
        self._kind = kind

    @property
    def value(self) -> Any:
        return getattr(self._owner, self._attribute)

    @value.setter
    def value(self, value: Any) -> None:
        setattr(self._owner, self._attribute, self._kind.convert(value) if self._kind else value)


def assign_object(target: Any, source: Any) -> None:
    """`target = source` between objects: copies the members that both have (6.6)."""
    if source is target:
        return
    if target is None or source is None:
        raise WLError("an object that is Null has no members to copy")
    if not isinstance(source, Object):
        raise WLError(f"this value is no {target.TYPE_NAME}")
    for name, (attribute, kind) in target.MEMBERS.items():
        found = source.MEMBERS.get(name)
        if found is not None and found[0] == attribute:
            setattr(target, attribute, kind.copied(getattr(source, attribute)))


def cloned(value: Any) -> Any:
    """A new object with the same members; no constructor runs. Null stays Null."""
    if not isinstance(value, Object):
        return to_copy(value)
    made = object.__new__(type(value))
    for attribute, kind in value.MEMBERS.values():
        setattr(made, attribute, kind.copied(getattr(value, attribute)))
    return made


def copied_into(target: Any, source: Any) -> Any:
    """`p <= q` between references: the object of `p` takes the members of that of `q`; a Null `p` gets a new object."""
    if target is None or source is None or not isinstance(target, Object):
        return cloned(source)
    assign_object(target, source)
    return target


def destroy(run: Run, value: Any, destructors: tuple[Callable[[Any], Any], ...]) -> None:
    """Runs the destructors of an object that nothing holds any more, that of its class first.

    Python is in the middle of something else then: an error cannot leave through the statement that runs; it is told.
    """
    from wlmail.runtime.calls import FATAL, as_fatal

    for destructor in destructors:
        try:
            destructor(value)
        except FATAL as error:
            run.world.console.err(f"warning: the destructor of {value.TYPE_NAME} failed: {as_fatal(error).message}")
