"""References to parts of texts and dates, and what `{ "name" }` finds (language.md 6.7, 8.2)."""

from __future__ import annotations

from wlmail.runtime import dynamic
from wlmail.runtime.calls import MemberRef
from wlmail.runtime.conversions import to_text
from wlmail.runtime.dates import Date, DateTime, Time
from wlmail.runtime.errors import WLError
from wlmail.runtime.form import FieldRef, is_field
from wlmail.runtime.run import Ref, Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class PartRef(Ref):
    """`s[[i]]` and the like passed by reference: what is assigned replaces that part of the text."""

    __slots__ = ("_owner", "_places", "_read", "_replace")

    def __init__(self, owner: Ref, read: Callable[..., Any], replace: Callable[..., str], *places: int | None) -> None:
        self._owner = owner
        self._read = read
        self._replace = replace
        self._places = places

    @property
    def value(self) -> Any:
        return self._read(to_text(self._owner.value), *self._places)

    @value.setter
    def value(self, value: Any) -> None:
        self._owner.value = self._replace(to_text(self._owner.value), *self._places, to_text(value))


class MomentRef(Ref):
    """`d..Day` and the like passed by reference: what is assigned makes a new date."""

    __slots__ = ("_owner", "_part")

    def __init__(self, owner: Ref, part: str) -> None:
        self._owner = owner
        self._part = part

    @property
    def value(self) -> Any:
        return getattr(self._owner.value, self._part)

    @value.setter
    def value(self, value: Any) -> None:
        self._owner.value = self._owner.value.with_part(self._part, value)


class FixedRef(Ref):
    """A constant or procedure that is found by its name."""

    __slots__ = ("_name", "_value")

    def __init__(self, name: str, value: Any) -> None:
        self._name = name
        self._value = value

    @property
    def value(self) -> Any:
        return self._value

    @value.setter
    def value(self, value: Any) -> None:
        raise WLError(f"«{self._name}» is not a variable")


class ControlRef(FieldRef):
    """A form field that is found by its name: it has properties besides its text."""

    __slots__ = ()

    def property(self, folded: str) -> Any:
        return self._form.get_property(self._field, folded)

    def put_property(self, folded: str, value: Any) -> None:
        self._form.put_property(self._field, folded, value)


def named(run: Run, name: Any, table: dict[str, Ref]) -> Ref:
    """`{ name }`: the variable, member or form field of that name; `table` holds the variables by folded name."""
    text = to_text(name)
    folded = dynamic.fold(text.strip())
    found = table.get(folded)
    if found is not None:
        return found
    first, *members = folded.replace("::", ".").replace("..", ".").replace(":", ".").split(".")
    if first in table and all(members):
        value = table[first].value
        for middle in members[:-1]:
            value = dynamic.member(value, middle)
        part = getattr(type(value), "MEMBERS", {}).get(members[-1])
        if isinstance(value, Date | Time | DateTime) and part:
            return MomentRef(table[first], part)
        return MemberRef(value, members[-1])
    if is_field(folded.rpartition(".")[2]):
        return ControlRef(run, folded.rpartition(".")[2])  # FEN_Main.SAI_Name is the field SAI_Name
    raise WLError(f"there is no variable «{text}» here{dynamic.near(folded, table)}")


def property_of(found: Ref, name: str) -> Any:
    """`{ … }..Property`."""
    if isinstance(found, ControlRef):
        return found.property(dynamic.fold(name))
    return dynamic.member(found.value, name)


def set_property_of(found: Ref, name: str, value: Any) -> None:
    """`{ … }..Property = value`."""
    folded = dynamic.fold(name)
    if isinstance(found, ControlRef):
        found.put_property(folded, value)
    elif folded in ("VALUE", "VALEUR"):
        found.value = value
    else:
        found.value = dynamic.with_member(found.value, name, value)
