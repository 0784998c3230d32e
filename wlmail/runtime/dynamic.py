"""Members and elements of values whose types are only known while the program runs (language.md 6.7)."""

from __future__ import annotations

from unicodedata import combining, normalize

from wlmail.runtime.arrays import Array, AssociativeArray, GrowingArray, List
from wlmail.runtime.combinations import Combination
from wlmail.runtime.conversions import to_int, to_text
from wlmail.runtime.dates import Date, DateTime, Time
from wlmail.runtime.errors import WLError
from wlmail.runtime.objects import Object, assign_object
from wlmail.runtime.operators import equal
from wlmail.runtime.records import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


COUNTS = ("OCCURRENCE", "COUNT", "LENGTH", "TAILLE", "NBRECEIVED", "NBRECUS")


def fold(name: str) -> str:
    """The key under which a member is looked up: case and accents aside (3.1)."""
    if name.isascii():
        return name.upper()
    return "".join(c for c in normalize("NFD", name) if not combining(c)).upper()


GENERAL = (*COUNTS, "EXIST", "EXISTE", "EMPTY", "VIDE", "VALUE", "VALEUR")
"""Properties that every value has, where it has no member of that name."""


def member(value: Any, name: str, inside: bool = False) -> Any:
    """`value.name`: a member of a record or object, a part of a date, or a property that every value has.

    `inside`: the code is that of a class, which may use members that are not public.
    """
    folded = fold(name)
    members = getattr(type(value), "MEMBERS", None)
    if isinstance(value, Object):
        found = value.MEMBERS[folded][0] if folded in value.MEMBERS else value.METHODS.get(folded)
        if found is None:
            names = [attribute for attribute, _ in value.MEMBERS.values()] + list(value.METHODS.values())
            raise WLError(f"the class {value.TYPE_NAME} has no member «{name}»{_close(name, names)}")
        _check_access(value, folded, name, inside)
        return getattr(value, found)
    if members and folded in members:
        found = members[folded]
        return getattr(value, found if isinstance(found, str) else found[0])
    if isinstance(value, dict):
        key = value.key(name)  # type: ignore[attr-defined]
        if key is not None or folded not in GENERAL:
            return None if key is None else value[key]
    if folded in ("EXIST", "EXISTE"):
        return value is not None
    if folded in ("EMPTY", "VIDE"):
        return len(value) == 0 if isinstance(value, Array | list) else equal(value, None)
    if value is None:
        raise WLError(f"«{name}» of Null: nothing was assigned to this variable")
    if isinstance(value, Record) and value.ANY_MEMBER:
        return value.others.get(folded, "")  # type: ignore[attr-defined]
    if folded in COUNTS:
        return len(value if isinstance(value, str | bytes) or hasattr(value, "__len__") else to_text(value))
    if folded in ("VALUE", "VALEUR"):
        return value
    raise WLError(f"{_what(value)} has no property «{name}»{near(folded, members)}")


def _check_access(value: Object, folded: str, name: str, inside: bool) -> None:
    if folded in value.HIDDEN and not inside:
        raise WLError(f"«{name}» is not public: only methods of the class {value.TYPE_NAME} may use it")


def set_member(value: Any, name: str, new: Any, inside: bool = False) -> None:
    """`value.name = new`, converted to the type of the member."""
    folded = fold(name)
    members = getattr(type(value), "MEMBERS", None)
    if isinstance(value, Object):
        _check_access(value, folded, name, inside)
        if folded in value.MEMBERS:
            attribute, kind = value.MEMBERS[folded]
            if kind.family == "object":
                assign_object(getattr(value, attribute), new)
            else:
                setattr(value, attribute, kind.convert(new))
            return
        attribute = value.METHODS.get(folded, "")
        if isinstance(getattr(type(value), attribute, None), property):
            setattr(value, attribute, new)
            return
        member(value, name, inside)  # says that there is none
        raise WLError(f"«{name}» cannot be assigned through an object of unknown type")
    if isinstance(value, Record) and members and folded in members:
        attribute, kind = members[folded]
        current = getattr(value, attribute)
        if isinstance(current, GrowingArray):
            current.assign(new)
        elif isinstance(current, Record) and isinstance(new, Record):
            from wlmail.runtime.records import assign

            assign(current, new)
        else:
            try:
                setattr(value, attribute, kind.convert(new))
            except AttributeError:
                raise WLError(f"«{name}» can only be read") from None
        return
    if isinstance(value, dict):
        value.put(name, new)  # type: ignore[attr-defined]
        return
    if isinstance(value, Record) and value.ANY_MEMBER:
        value.others[folded] = new  # type: ignore[attr-defined]
        return
    if value is None:
        raise WLError(f"«{name}» of Null: nothing was assigned to this variable")
    raise WLError(f"{_what(value)} has no property «{name}» to assign{near(folded, members)}")


def with_member(value: Any, name: str, new: Any) -> Any:
    """`value.name = new` where the value may be a date: the date with that part, or the value itself, changed.

    A variant that holds nothing yet becomes an object with that member.
    """
    if value is None:
        from wlmail.runtime.variants import Members

        return Members({name: new})
    part = getattr(type(value), "MEMBERS", {}).get(fold(name))
    if isinstance(value, Date | Time | DateTime) and part:
        return value.with_part(part, new)
    set_member(value, name, new)
    return value


def _what(value: Any) -> str:
    if isinstance(value, str):
        return "a text"
    if isinstance(value, bool | int | float):
        return "a number"
    return str(getattr(type(value), "TYPE_NAME", "this value"))


def near(folded: str, members: Any) -> str:
    return _close(folded, [name.capitalize() for name in members or ()])


def _close(name: str, names: list[str]) -> str:
    from difflib import get_close_matches

    spellings = {fold(spelling): spelling for spelling in names}
    found = get_close_matches(fold(name), list(spellings), n=1, cutoff=0.75)
    return f"; did you mean {spellings[found[0]]}?" if found else ""


def made_member(value: Any, name: str) -> Any:
    """`value.name` to write into: `v.a.b = 1` makes the object `a` where there is none."""
    return value.made(name) if isinstance(value, dict) else member(value, name)  # type: ignore[attr-defined]


def item(value: Any, indexes: tuple[Any, ...]) -> Any:
    """`value[i, j]`."""
    for index in indexes:
        if isinstance(value, Array | List):
            value = value.get(to_int(index))
        elif isinstance(value, AssociativeArray):
            value = value.get(index)
        elif isinstance(value, list):
            value = Array(None, value).get(to_int(index))
        elif isinstance(value, dict):
            value = value.find(to_text(index))  # type: ignore[attr-defined]
        elif isinstance(value, Combination):
            value = value.has(index)
        elif isinstance(value, str):
            raise WLError("a text has no elements; a part of it is s[[i]]")
        else:
            raise WLError(f"{_what(value)} has no elements")
    return value


def set_item(value: Any, indexes: tuple[Any, ...], new: Any) -> None:
    """`value[i, j] = new`."""
    owner = value
    for index in indexes[:-1]:
        # The elements on the way are made where their collection makes elements: ta["a"]["b"] = 1.
        made = isinstance(owner, AssociativeArray | GrowingArray)
        owner = (
            owner.element_at(to_int(index) if isinstance(owner, Array) else index) if made else item(owner, (index,))
        )
    if isinstance(owner, Array | List):
        owner.put(to_int(indexes[-1]), new)
    elif isinstance(owner, AssociativeArray):
        owner.put(indexes[-1], new)
    elif isinstance(owner, dict):
        owner.put(to_text(indexes[-1]), new)  # type: ignore[attr-defined]
    else:
        raise WLError(f"{_what(owner)} has no elements to assign")


def item_exists(value: Any, indexes: tuple[Any, ...]) -> bool:
    """`value[i]..Exist`: the collection has that key or index; nothing is made (4.4)."""
    owner = item(value, indexes[:-1]) if len(indexes) == 1 or item_exists(value, indexes[:-1]) else None
    if isinstance(owner, AssociativeArray):
        return owner.exists(indexes[-1])
    if isinstance(owner, dict):
        return owner.key(to_text(indexes[-1])) is not None  # type: ignore[attr-defined]
    return isinstance(owner, Array | List) and 0 < to_int(indexes[-1]) <= len(owner)
