"""Values as the REPL shows them: texts in quotes, collections, structures and objects as trees, secrets masked."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from itertools import islice
from typing import Any

from wlmail.capture.show import visible
from wlmail.language import registry
from wlmail.language.diagnostics import SECRETS
from wlmail.language.names import fold
from wlmail.language.type_names import type_name
from wlmail.runtime.arrays import Array, AssociativeArray, List, Queue, Stack
from wlmail.runtime.conversions import to_text
from wlmail.runtime.dates import Date, DateTime, Time
from wlmail.runtime.errors import WLError
from wlmail.runtime.objects import Object
from wlmail.runtime.records import EnumerationValue, Record
from wlmail.runtime.secrets import HIDDEN

MOST_ITEMS = 50
"""Elements of a collection, or members, that are shown; the rest is counted."""
MOST_LINES = 200
WIDEST = 160
"""Characters of a collection on one line; longer ones become a tree."""
LONGEST_TEXT = 2000
DEEPEST = 6
_SECRET = re.compile(SECRETS)
_BRANCHES = ("├─ ", "│  ", "└─ ", "   ")
_PLAIN_BRANCHES = ("|- ", "|  ", "`- ", "   ")


def value_text(value: Any, *, french: bool = False) -> str:
    """A value in one line, or as a tree of lines."""
    lines = _Shower(french).lines(value, [])
    if len(lines) > MOST_LINES:
        more = len(lines) - MOST_LINES
        lines = [*lines[:MOST_LINES], f"… {more} {'lignes de plus' if french else 'more lines'}"]
    return "\n".join(lines)


def short_text(value: Any, *, french: bool = False, width: int = 60) -> str:
    """A value in one line of at most `width` characters: what a tree says in its first line."""
    text = value_text(value, french=french).partition("\n")[0]
    return text if len(text) <= width else text[: width - 1] + "…"


class _Shower:
    def __init__(self, french: bool) -> None:
        self.french = french
        self.branches = _BRANCHES if _can_draw() else _PLAIN_BRANCHES

    def lines(self, value: Any, around: list[Any]) -> list[str]:
        """The lines of a value; `around` are the values that hold it."""
        children = self._children(value)
        if children is None:
            return [self.scalar(value)]
        if any(value is one for one in around) or len(around) > DEEPEST:
            return [f"{self._head(value)} …"]
        named, more = children
        flat = self._flat(value, named, more)
        if flat is not None:
            return [flat]
        lines = [self._head(value)]
        width = min(max((len(label) for label, _, _ in named), default=0), 28)
        for place, (label, child, hidden) in enumerate(named):
            last = place == len(named) - 1 and not more
            inner = [HIDDEN] if hidden else self.lines(child, [*around, value])
            lines.append(f"{self.branches[2 if last else 0]}{label:{width}}  {inner[0]}")
            lines += [self.branches[3 if last else 1] + line for line in inner[1:]]
        if more:
            lines.append(f"{self.branches[2]}… {more} {'de plus' if self.french else 'more'}")
        return lines

    def scalar(self, value: Any) -> str:
        if value is None:
            return "Null"
        if isinstance(value, bool):
            return ("Vrai" if value else "Faux") if self.french else str(value)
        if isinstance(value, str):
            shown = visible(value[:LONGEST_TEXT].replace('"', '""'))
            rest = len(value) - LONGEST_TEXT
            return f'"{shown}"' if rest <= 0 else f'"{shown}… {rest} {"de plus" if self.french else "more"}"'
        if isinstance(value, bytes):
            return f"buffer de {len(value)} octets" if self.french else f"buffer of {len(value)} bytes"
        if isinstance(value, EnumerationValue):
            return value.name
        try:
            text = visible(to_text(value))
        except WLError:
            return (
                f"<{'procédure' if self.french else 'procedure'}>" if callable(value) else f"<{type(value).__name__}>"
            )
        return f"{text}  ({_readable(value)})" if isinstance(value, Date | Time | DateTime) and text else text

    def _head(self, value: Any) -> str:
        if isinstance(value, Record | Object):
            known = _known(value)
            return known.french if known is not None and self.french else value.TYPE_NAME
        if isinstance(value, dict):
            return "JSON" if value else "{}"
        english, french = _COLLECTIONS.get(type(value), ("array", "tableau"))
        count = len(value)
        if self.french:
            return f"{french}, {count} élément{'s' if count > 1 else ''}"
        return f"{english}, {count} element{'' if count == 1 else 's'}"

    def _flat(self, value: Any, named: list[tuple[str, Any, bool]], more: int) -> str | None:
        """A collection of simple values as WLanguage writes one, when that fits a line."""
        if isinstance(value, Record | Object | dict) or any(self._children(child) is not None for _, child, _ in named):
            return "{}" if isinstance(value, dict) and not value else None
        pairs = isinstance(value, AssociativeArray)
        items = [
            (f"{label} => " if pairs else "") + (HIDDEN if secret else self.scalar(c)) for label, c, secret in named
        ]
        text = ", ".join(items)
        if len(text) > WIDEST:
            return None
        return f"[{text}{f', … {more} ' + ('de plus' if self.french else 'more') if more else ''}]"

    def _children(self, value: Any) -> tuple[list[tuple[str, Any, bool]], int] | None:
        """(label, value, is secret) of what a value holds, and how many more there are; None for a simple value."""
        if isinstance(value, Record):
            return self._members(value)
        if isinstance(value, Object):
            found = [(a, getattr(value, a, None)) for a, _ in dict.fromkeys(value.MEMBERS.values())]
            return [(name, child, _is_secret(name)) for name, child in found], 0
        if isinstance(value, AssociativeArray):
            pairs: Iterable[tuple[str, Any]] = ((self.scalar(key), item) for key, item in value.items())
            return self._first(pairs, len(value), lambda label: _is_secret(label))
        if isinstance(value, dict):
            return self._first(((visible(str(k)), v) for k, v in value.items()), len(value), _is_secret)
        if isinstance(value, Array | List):
            return self._first(((f"[{i}]", item) for i, item in enumerate(value, 1)), len(value), lambda _: False)
        return None

    def _first(
        self, pairs: Iterable[tuple[str, Any]], count: int, secret: Any
    ) -> tuple[list[tuple[str, Any, bool]], int]:
        named = [(label, child, bool(secret(label))) for label, child in islice(pairs, MOST_ITEMS)]
        return named, max(0, count - MOST_ITEMS)

    def _members(self, value: Record) -> tuple[list[tuple[str, Any, bool]], int]:
        """The members of a structure; of a type of the library those that hold something."""
        known = _known(value)
        names = {}
        if known is not None:
            names = {p.attribute: p.french if self.french else p.english for p in known.properties.values()}
        found = []
        for attribute in dict.fromkeys(attribute for attribute, _ in value.MEMBERS.values()):
            content = getattr(value, attribute, None)
            if known is not None and (
                attribute not in names
                or content is None
                or (isinstance(content, str | int | float | bytes | Array | Date | DateTime) and not _holds(content))
                or (isinstance(content, Record) and not self._members(content)[0])
            ):
                continue
            found.append((names.get(attribute, attribute), content, _is_secret(attribute)))
        return found, 0


_COLLECTIONS = {
    AssociativeArray: ("associative array", "tableau associatif"),
    Queue: ("queue", "file"),
    Stack: ("stack", "pile"),
    List: ("list", "liste"),
}


def _known(value: Any) -> registry.AdvancedType | None:
    """The type of the library that a value is of."""
    every = (*registry.TYPES.values(), *registry.PREDEFINED.values())
    return next((entry for entry in every if entry.record is type(value)), None)


def _holds(content: Any) -> bool:
    return bool(to_text(content)) if isinstance(content, Date | DateTime) else bool(content)


def _is_secret(name: str) -> bool:
    return bool(_SECRET.search(fold(name)))


def _readable(value: Date | Time | DateTime) -> str:
    d = value.digits
    if isinstance(value, Time):
        return f"{d[:2]}:{d[2:4]}:{d[4:6]}"
    day = f"{d[:4]}-{d[4:6]}-{d[6:8]}"
    return f"{day} {d[8:10]}:{d[10:12]}:{d[12:14]}" if isinstance(value, DateTime) else day


def _can_draw() -> bool:
    """The terminal's encoding has the lines of trees."""
    try:
        _BRANCHES[0].encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def variable_rows(variables: Iterable[tuple[str, str, Any]], french: bool) -> list[str]:
    """A line for each (name, type, value); the value of what is called like a secret is masked."""
    rows = []
    for name, kind, value in variables:
        hidden = _is_secret(name) or kind == "SecretString"
        rows.append((name, type_name(kind, french), HIDDEN if hidden else short_text(value, french=french)))
    wide = max((len(row[0]) for row in rows), default=0)
    wide_kind = max((len(row[1]) for row in rows), default=0)
    return [f"{name:{wide}}  {kind:{wide_kind}}  {value}".rstrip() for name, kind, value in rows]
