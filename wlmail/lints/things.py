"""Sessions and messages as the rules see them: which values their properties may have, and what was done to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wlmail.language import syntax
    from wlmail.language.diagnostics import Span

NEW, OPEN, FAILED, CLOSED, UNKNOWN = "new", "open", "failed", "closed", "unknown"


class Given:
    """One assignment of a property: the value (None: it came from elsewhere) and the place of the assignment.

    `index` is the number of the element, 0 for the whole property or one more element, None when it is not known.
    """

    __slots__ = ("index", "span", "value")

    def __init__(self, value: syntax.Expression | None, span: Span, index: int | None = 0) -> None:
        self.value = value
        self.span = span
        self.index = index


class Thing:
    """A session or message at one point of the program; it never changes, `but` makes another.

    `given` holds for each property (its English name) the assignments that may have made its value, `sure` the
    properties that every path has assigned. `known` is False once it has been where the rules cannot see it.
    """

    __slots__ = ("given", "known", "place", "status", "sure")

    def __init__(
        self,
        status: frozenset[str] = frozenset({NEW}),
        given: dict[str, tuple[Given, ...]] | None = None,
        sure: frozenset[str] = frozenset(),
        known: bool = True,
        place: Span | None = None,
    ) -> None:
        self.status = status
        self.given = given or {}
        self.sure = sure
        self.known = known
        self.place = place
        """Where it was started or closed last."""

    def but(self, **changes: Any) -> Thing:
        return Thing(**{**{name: getattr(self, name) for name in self.__slots__}, **changes})

    def with_given(self, name: str, given: Given, *, more: bool = False) -> Thing:
        """One property assigned; `more`: what was there stays (an element, `+=`)."""
        before = self.given.get(name, ()) if more else ()
        if given in before:
            return self
        return self.but(given={**self.given, name: (*before, given)}, sure=self.sure | {name})

    def joined(self, other: Thing) -> Thing:
        """What is known where two paths meet."""
        given = dict(self.given)
        for name, values in other.given.items():
            given[name] = tuple(dict.fromkeys((*given.get(name, ()), *values)))
        return Thing(
            self.status | other.status,
            given,
            self.sure & other.sure,
            self.known and other.known,
            self.place or other.place,
        )


def unseen() -> Thing:
    """Something that the rules know nothing of."""
    return Thing(frozenset({UNKNOWN}), known=False)


Key = Any
"""What a session or message is known by: its Variable, STRUCTURE, or ("user", name) of the historical style."""
STRUCTURE = "the structure Email"
State = dict[Key, Thing]


def joined(states: list[State | None]) -> State | None:
    """Where paths meet; None stands for a path that does not get there."""
    found = [state for state in states if state is not None]
    if not found:
        return None
    result = dict(found[0])
    for state in found[1:]:
        for key in result.keys() | state.keys():
            ours, theirs = result.get(key), state.get(key)
            if ours is None or theirs is None:
                # Declared in one of the branches, or named there first.
                there: Any = ours or theirs
                result[key] = there.joined(Thing()) if isinstance(key, tuple) else there
            elif ours is not theirs:
                result[key] = ours.joined(theirs)
    return result


class Event:
    """A call that starts, closes, uses or sends with a session: with what is known at that moment.

    `session` is the state before the call, but for `start` with the properties that the call itself gives.
    """

    __slots__ = ("arguments", "body", "call", "function", "key", "kind", "loops", "message", "session")

    def __init__(
        self,
        kind: str,
        call: syntax.Expression,
        function: str,
        arguments: list[syntax.Expression | None],
        key: Key,
        session: Thing,
        message: Thing | None,
        loops: tuple[syntax.Statement, ...],
        body: syntax.Body,
    ) -> None:
        self.kind = kind
        self.call = call
        self.function = function
        self.arguments = arguments
        self.key = key
        self.session = session
        self.message = message
        self.loops = loops
        self.body = body
