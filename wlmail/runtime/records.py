"""Structures of the program and advanced types of the library: values with members (language.md 4.5, 4.6)."""

from __future__ import annotations

from wlmail.runtime.arrays import Array, GrowingArray
from wlmail.runtime.conversions import to_copy
from wlmail.runtime.errors import WLError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from wlmail.runtime.kinds import Kind


class Record:
    """`MEMBERS`: folded WLanguage name → (Python attribute, kind); `TYPE_NAME` is for messages.

    What a copy takes along and nobody sees has a name that begins with NUL.
    """

    __slots__ = ()
    MEMBERS: ClassVar[dict[str, tuple[str, Kind]]] = {}
    TYPE_NAME = "a structure"
    ANY_MEMBER = False
    """Values take members of every name, in `others` by folded name: the type's real ones are not known."""

    def __copy__(self) -> Any:
        made = type(self)()
        assign(made, self)
        return made

    def copy(self) -> Any:
        return self.__copy__()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record):
            return NotImplemented
        from wlmail.runtime.operators import equal

        return type(self) is type(other) and all(
            equal(getattr(self, a), getattr(other, a)) for name, (a, _) in self.MEMBERS.items() if name[0] != "\0"
        )

    __hash__ = object.__hash__


def assign(target: Record, source: Any) -> None:
    """`target = source`: copies members by name; what the other lacks stays as it is (4.5)."""
    if source is target:
        return
    if not isinstance(target, Record):
        raise WLError("this value has no members: nothing can be assigned to it by name")
    if source is None:
        source = type(target)()
    if isinstance(source, Array):
        for (attribute, kind), value in zip(dict(target.MEMBERS.values()).items(), source, strict=False):
            _give(target, attribute, kind, value)
        return
    if not isinstance(source, Record):
        raise WLError(f"{target.TYPE_NAME} cannot be given this value")
    done = set()
    for name, (attribute, kind) in target.MEMBERS.items():
        found = source.MEMBERS.get(name)
        if found is None or attribute in done:
            continue
        done.add(attribute)
        try:
            _give(target, attribute, kind, getattr(source, found[0]))
        except AttributeError:
            continue  # a member that can only be read


def _give(target: Any, attribute: str, kind: Kind, value: Any) -> None:
    """Assigns one member: converted, collections and records inside copied."""
    current = getattr(target, attribute)
    if isinstance(current, GrowingArray):
        current.assign(value)
    elif kind.record is not None and isinstance(current, Record) and isinstance(value, Array):
        assign(current, value)
    else:
        setattr(target, attribute, kind.copied(kind.convert(value)))


def structure(name: str, members: list[tuple[str, str, Kind, Any]]) -> type[Record]:
    """The class of a structure: (folded name, attribute, kind, default or None) for each member."""
    made = structure_class(name, tuple(attribute for _, attribute, _, _ in members))
    complete(made, members)
    return made


def structure_class(name: str, attributes: tuple[str, ...]) -> type[Record]:
    """The class of a structure, without its members' types: `complete` gives them, since they may name the class."""

    def of(cls: type[Any], /, **values: Any) -> Any:
        made = cls()
        for attribute, value in values.items():
            setattr(made, attribute, value)
        return made

    return type(name, (Record,), {"__slots__": attributes, "of": classmethod(of), "TYPE_NAME": name})


def complete(record: Any, members: list[tuple[str, str, Kind, Any]]) -> None:
    """Gives a structure its members: (folded name, attribute, kind, default or None) each."""
    plain = ("text", "integer", "real", "boolean")
    lines = []
    space: dict[str, Any] = {}
    for i, (_, attribute, kind, default) in enumerate(members):
        if default is None and kind.family in plain:
            default = kind.default()
        if default is None:
            space[f"d{i}"] = kind.default
            lines.append(f" self.{attribute} = d{i}()")
        else:
            space[f"d{i}"] = default
            copied = to_copy(default) is not default
            space["to_copy"] = to_copy
            lines.append(f" self.{attribute} = to_copy(d{i})" if copied else f" self.{attribute} = d{i}")
    exec("def __init__(self):\n" + "\n".join(lines or [" pass"]), space)
    record.__init__ = space["__init__"]
    record.MEMBERS = {folded: (attribute, kind) for folded, attribute, kind, _ in members}


class EnumerationValue:
    """One value of an enumeration: in a text context its associated value, else its number (4.6)."""

    __slots__ = ("name", "rank", "value")
    MEMBERS: ClassVar[dict[str, str]] = {"VALUE": "value", "VALEUR": "value", "NAME": "name", "NOM": "name"}

    def __init__(self, name: str, rank: int, value: Any) -> None:
        self.name = name
        self.rank = rank
        self.value = rank if value is None else value

    def text(self) -> str:
        from wlmail.runtime.conversions import to_text

        return to_text(self.value)

    def number(self) -> Any:
        from wlmail.runtime.conversions import to_number

        return to_number(self.value)

    def plain(self) -> Any:
        return self.value

    def __repr__(self) -> str:
        return self.name


def enumeration(name: str, members: list[tuple[str, str, Any]]) -> type:
    """A class whose attributes, in capitals, are the values: (folded name, name, associated value or None) each."""
    values = {folded: EnumerationValue(shown, rank, value) for rank, (folded, shown, value) in enumerate(members, 1)}
    return type(name, (), {"values": values, "shown": name, **values})


def kind_of_enumeration(values: Any) -> Kind:
    """The kind of an enumeration's variables: the first value at the start, others by their associated value (4.6)."""
    from wlmail.runtime.kinds import Kind
    from wlmail.runtime.operators import equal

    first = next(iter(values.values.values()), None)

    def convert(value: Any) -> Any:
        if isinstance(value, EnumerationValue):
            return value
        if value is None:
            return first
        for member in values.values.values():
            if equal(member.value, value):
                return member
        raise WLError(f"this is no value of {values.shown}: it has {', '.join(map(repr, values.values.values()))}")

    return Kind(values.shown, "enumeration", lambda: first, convert)
