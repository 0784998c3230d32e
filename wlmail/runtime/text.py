"""Parts of texts and buffers, the pieces of FOR EACH STRING, formats (language.md 6.4, 7.6). Positions start at 1."""

from __future__ import annotations

from collections.abc import Iterator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    T = TypeVar("T", str, bytes)


def character(text: T, index: int) -> T:
    """`s[[i]]`; outside the text an empty one."""
    return text[index - 1 : index] if index > 0 else text[:0]


def part(text: T, first: int, last: int | None) -> T:
    """`s[[first TO last]]`, what exists of it."""
    start = max(first, 1) - 1
    return text[start:] if last is None else text[start : max(last, 0)]


def part_count(text: T, first: int, count: int) -> T:
    """`s[[first ON count]]`."""
    return text[max(first, 1) - 1 : max(first + count - 1, 0)] if count > 0 else text[:0]


def replace_character(text: str, index: int, new: str) -> str:
    """`s[[i]] = new`; outside the text nothing changes, right after its end `new` is added."""
    return replace_part(text, index, index, new) if index > 0 else text


def replace_part(text: str, first: int, last: int | None, new: str) -> str:
    """`s[[first TO last]] = new`; lengths may differ, nothing outside the text changes."""
    start = max(first, 1) - 1
    if start > len(text) or (first < 1 and last is not None and last < 1):
        return text
    end = len(text) if last is None else max(last, start)
    return text[:start] + new + text[end:]


def replace_count(text: str, first: int, count: int, new: str) -> str:
    return replace_part(text, first, first + count - 1, new)


def pieces(text: str, separator: str) -> list[str]:
    """The parts of a text; an empty text has none, a separator at the end makes a last empty part (7.6)."""
    if not text:
        return []
    return text.split(separator) if separator else [text]


def pieces_with_position(text: str, separator: str) -> Iterator[tuple[str, int, int]]:
    """Each part with its position in the text and its rank, both from 1."""
    position = 1
    for rank, piece in enumerate(pieces(text, separator), 1):
        yield piece, position, rank
        position += len(piece) + len(separator)


def positions(text: str, sought: str, ignore_case: bool, whole_word: bool) -> Iterator[int]:
    """Where a text occurs in another, from 1."""
    if not sought:
        return
    if ignore_case:
        text, sought = _one_case(text), _one_case(sought)
    found = text.find(sought)
    while found >= 0:
        end = found + len(sought)
        before = found > 0 and _in_word(text[found - 1])
        if not whole_word or not (before or _in_word(text[end : end + 1])):
            yield found + 1
        found = text.find(sought, end)


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _one_case(text: str) -> str:
    """The text in lower case, every character in its place."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class _Placeholders(dict[str, "tuple[Any, ...]"]):
    """Formats met so far, as `_parts` cuts them."""

    def __missing__(self, format: str) -> tuple[Any, ...]:
        if len(self) > 200:
            self.clear()
        self[format] = found = _parts(format)
        return found


placeholders = _Placeholders().__getitem__
"""A format of StringBuild as texts and numbers of values."""


def _parts(format: str) -> tuple[Any, ...]:
    """A format as texts and numbers of values."""
    head, *rest = format.split("%")
    parts: list[Any] = [head]
    literal = False  # the piece before was `%%`: this one follows it as it is
    for piece in rest:
        size = 0
        while not literal and size < len(piece) and piece[size] in "0123456789":
            size += 1
        if literal:
            parts.append(piece)
            literal = False
        elif size:
            number = int(piece[:size]) if size < 10 else 0
            parts += [number, piece[size:]] if number else [piece[size:]]
        elif piece:
            parts += ["%", piece]
        else:
            parts.append("%")
            literal = True
    return tuple(parts)
