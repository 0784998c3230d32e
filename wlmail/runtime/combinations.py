"""Combinations: sets of flags (language.md 4.6). A value is immutable: a flag changed makes a new value."""

from __future__ import annotations

from wlmail.runtime.conversions import to_boolean, to_int
from wlmail.runtime.errors import WLError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from wlmail.runtime.kinds import Kind


class Combination:
    """One value of a combination; `FLAGS`: folded name → bits, `SHOWN`: folded name → the name as written."""

    __slots__ = ("bits",)
    FLAGS: ClassVar[dict[str, int]] = {}
    SHOWN: ClassVar[dict[str, str]] = {}
    MEMBERS: ClassVar[dict[str, str]] = {}
    TYPE_NAME = "a combination"

    def __init__(self, bits: int = 0) -> None:
        self.bits = bits

    def __getattr__(self, name: str) -> Any:
        flag = type(self).FLAGS.get(name)
        if flag is None:
            raise AttributeError(name)
        return self.has(flag)

    @property
    def names(self) -> str:
        """`..Name`: the flags that are set, joined by a sign."""
        return " + ".join(self.SHOWN[name] for name, flag in self.FLAGS.items() if flag and self.has(flag))

    def has(self, flag: Any) -> bool:
        """`v[flag]`: all bits of the flag are set."""
        bits = to_int(flag)
        return self.bits & bits == bits

    def with_flag(self, flag: Any, value: Any) -> Combination:
        """The value with a flag set or cleared."""
        bits = to_int(flag)
        return type(self)(self.bits | bits if to_boolean(value) else self.bits & ~bits)

    def with_part(self, name: str, value: Any) -> Combination:
        """As `with_flag`, for a flag by its folded name."""
        return self.with_flag(self.FLAGS[name], value)

    def united(self, other: Any) -> Combination:
        """`a + b`: a flag that both have stays one."""
        return type(self)(self.bits | to_int(other))

    def without(self, other: Any) -> Combination:
        """`a - b`."""
        return type(self)(self.bits & ~to_int(other))

    def number(self) -> int:
        return self.bits

    def plain(self) -> int:
        return self.bits

    def is_null(self) -> bool:
        return self.bits == 0

    def text(self) -> str:
        return str(self.bits)

    def __repr__(self) -> str:
        return self.names


def combination(name: str, members: list[tuple[str, str, int]]) -> type:
    """A class whose attributes, in capitals, are the flags: (folded name, name, bits) each."""
    facts = {
        "__slots__": (),
        "TYPE_NAME": name,
        "FLAGS": {folded: bits for folded, _, bits in members},
        "SHOWN": {folded: shown for folded, shown, _ in members},
        "MEMBERS": {"VALUE": "bits", "VALEUR": "bits", "NAME": "names", "NOM": "names"}
        | {folded: folded for folded, _, _ in members},
    }
    made = type(name, (Combination,), facts)
    return type(name, (), {"value": made, **{folded: made(bits) for folded, _, bits in members}})


def kind_of_combination(flags: Any) -> Kind:
    """The kind of a combination's variables: no flag at the start, numbers are sets of flags."""
    from wlmail.runtime.kinds import Kind

    made: type[Combination] = flags.value
    every = 0
    for bits in made.FLAGS.values():
        every |= bits

    def convert(value: Any) -> Combination:
        if type(value) is made:
            return value
        bits = to_int(value)
        if bits & ~every:
            raise WLError(f"{bits} is no combination of {', '.join(made.SHOWN.values())}")
        return made(bits)

    return Kind(made.TYPE_NAME, "combination", made, convert)
