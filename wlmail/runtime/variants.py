"""Values whose members are found by name only while the program runs: what JSON and XML texts hold (stdlib.md 7).

An object is a `Members`, an array an `Array` of variants; texts, numbers, booleans and Null are themselves.
"""

from __future__ import annotations

from wlmail.runtime.arrays import Array, AssociativeArray, List
from wlmail.runtime.conversions import method, to_copy, to_text
from wlmail.runtime.dynamic import fold
from wlmail.runtime.errors import WLError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    _Members = dict[str, Any]
else:
    _Members = dict

DEEPEST = 200
"""Levels of objects and arrays inside one another; more is taken for an attack."""


class Members(_Members):
    """An object: its members in the order in which they came, found whatever their case and accents."""

    __slots__ = ()
    TYPE_NAME = "an object with members"

    def key(self, name: str) -> str | None:
        """The name as the object spells it; None when it has no such member."""
        if name in self:
            return name
        folded = fold(name)
        return next((key for key in self if fold(key) == folded), None)

    def find(self, name: str) -> Any:
        """The member of a name; Null when there is none."""
        key = self.key(name)
        return None if key is None else self[key]

    def put(self, name: str, value: Any) -> None:
        self[self.key(name) or name] = value

    def made(self, name: str) -> Any:
        """The member of a name to write into: an object is made where there is none."""
        found = self.find(name)
        if found is None:
            found = Members()
            self.put(name, found)
        return found

    def copy(self) -> Members:
        """A copy with copies of what is inside."""
        return Members({key: to_copy(value) for key, value in self.items()})

    __copy__ = copy

    def text(self) -> str:
        """Where a text is needed, the object is its JSON (stdlib.md 7)."""
        return json_text(self)


# --- JSON ------------------------------------------------------------------------------------------------------------


def parsed_json(text: str) -> Any:
    """The value that a JSON text writes. WLError with line and column for a text that is no JSON."""
    import json

    def no_number(name: str) -> Any:
        raise WLError(f"this is not JSON: {name} is no number")

    try:
        return _held(json.loads(text.removeprefix("\ufeff"), parse_constant=no_number, object_pairs_hook=Members))
    except json.JSONDecodeError as error:
        what = error.msg[:1].lower() + error.msg[1:]
        raise WLError(f"this is not JSON: line {error.lineno}, column {error.colno}: {what}") from None
    except RecursionError:
        raise WLError("this JSON has too many levels") from None
    except ValueError:  # a number of thousands of digits
        raise WLError("this JSON holds a number that is too large") from None


def _held(value: Any, level: int = 0) -> Any:
    """Python's lists become arrays of variants."""
    if level > DEEPEST:
        raise WLError("this JSON has too many levels")
    if isinstance(value, Members):
        for key, held in value.items():
            if isinstance(held, list | Members):
                value[key] = _held(held, level + 1)
        return value
    if isinstance(value, list):
        from wlmail.runtime.kinds import VARIANT

        return Array(VARIANT, [_held(one, level + 1) for one in value])
    return value


def to_json(value: Any) -> Any:
    """What a variable of type JSON holds after an assignment: a JSON text is read, other values become JSON values."""
    if value is None:
        return Members()
    if isinstance(value, str | bytes):
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
        return parsed_json(text) if text.strip() else Members()
    return _held(plain(value))


def json_text(value: Any, *, formatted: bool = False) -> str:
    """A value as JSON; letters outside ASCII are written `\\uXXXX`. WLError for what JSON cannot hold."""
    import json

    try:
        if formatted:
            return json.dumps(plain(value), indent="\t", allow_nan=False).replace("\n", "\r\n")
        return json.dumps(plain(value), separators=(",", ":"), allow_nan=False)
    except ValueError:
        raise WLError("JSON has no form for this number") from None


def plain(value: Any, level: int = 0) -> Any:
    """A value of a program as Python's json module writes it: structures and associative arrays are objects."""
    kind = type(value)
    if value is None or kind in (str, bool, int):
        return value
    if level > DEEPEST:
        raise WLError("this value has too many levels for JSON")
    if kind is float:
        return int(value) if value == value and abs(value) < 1e15 and value == int(value) else value
    if isinstance(value, Members):
        return Members({key: plain(held, level + 1) for key, held in value.items()})
    if isinstance(value, AssociativeArray):
        return {to_text(key): plain(held, level + 1) for key, held in value.items()}
    if isinstance(value, Array | List | list | tuple):
        return [plain(held, level + 1) for held in value]
    if isinstance(value, bytes):
        from binascii import b2a_base64

        return b2a_base64(value, newline=False).decode("ascii")
    of_enumeration = method(value, "plain")
    if of_enumeration is not None:
        return plain(of_enumeration(value), level + 1)
    if has_members(value):
        return {spelled: plain(getattr(value, a), level + 1) for spelled, a, _ in members_of(value)}
    if kind.__name__ in ("Date", "Time", "DateTime"):
        return iso(value)
    if kind.__name__ == "Decimal":
        return int(value) if value == int(value) else float(value)
    return to_text(value)


def has_members(value: Any) -> bool:
    """The value is a structure or an object of the program: its members have kinds."""
    members = getattr(type(value), "MEMBERS", {})
    return bool(members) and type(next(iter(members.values()))) is tuple


def members_of(record: Any) -> list[tuple[str, str, Any]]:
    """Name as the program spells it, attribute and kind of each public member of a structure or object."""
    hidden = getattr(type(record), "HIDDEN", ())
    spellings: dict[str, str] = getattr(type(record), "SPELLINGS", {})
    found: dict[str, tuple[str, str, Any]] = {}
    for folded, (attribute, kind) in type(record).MEMBERS.items():
        if folded.startswith("\0") or folded in hidden or attribute in found:
            continue
        known = spellings.get(attribute)
        if known is not None:
            found[attribute] = (known, attribute, kind)
            continue
        # Attributes are the names themselves, but where Python has a word of its own: those have something added.
        spelled = attribute
        while spelled and fold(spelled) != folded:
            spelled = spelled[:-1]
        found[attribute] = (spelled or folded, attribute, kind)
    return list(found.values())


def iso(value: Any) -> str:
    """A date, time or date-time by ISO 8601; "" for an empty one."""
    digits: str = value.text()
    if not digits.strip("0 "):
        return digits.strip("0 ")
    date = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
    if len(digits) >= 14 or type(value).__name__ == "DateTime":
        return f"{date}T{digits[8:10]}:{digits[10:12]}:{digits[12:14]}.{digits[14:17]:0<3}"
    if type(value).__name__ == "Time":
        return f"{digits[:2]}:{digits[2:4]}:{digits[4:6]}"
    return date
