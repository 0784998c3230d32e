"""What can follow the text at the cursor: names of both languages, the one in use first."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from wlmail.language import registry
from wlmail.language.names import fold
from wlmail.language.symbols import (
    ClassMember,
    ClassSymbol,
    Enumeration,
    EnumerationMember,
    FormField,
    ProcedureSymbol,
    PropertySymbol,
    Structure,
    Variable,
)
from wlmail.language.type_names import type_name
from wlmail.repl import fitting
from wlmail.repl.look import Look, look
from wlmail.repl.place import Place, place_at_end
from wlmail.repl.signature import callee_of, procedure_signature
from wlmail.repl.words import GENERAL, KEYWORDS, PARTS, TYPE_NAMES

if TYPE_CHECKING:
    from wlmail.runtime.kinds import Kind
    from wlmail.session import Interpreter

SHORTEST_INSIDE = 3
"""Letters from which on names are offered that have them in the middle."""
MOST_FILES = 500
MOST = 1000
"""Candidates that are offered at once."""
FIT, OWN, LIBRARY, KEYWORD, REFUSED = range(5)
"""What is offered first."""


class Candidate:
    """`text` replaces the last `length` characters; `about` is one line on what it is, or what makes it when shown."""

    __slots__ = ("_about", "folded", "length", "other", "rank", "text")

    def __init__(self, text: str, about: Any = "", rank: int = LIBRARY, *, other: bool = False) -> None:
        self.text = text
        self._about = about
        self.rank = rank
        self.other = other
        """It is of the language that is not in use."""
        self.folded = fold(text)
        self.length = 0

    @property
    def about(self) -> str:
        entry = self._about
        if isinstance(entry, str):
            return entry
        if isinstance(entry, registry.Function):
            return first_line(entry)
        return _about_symbol(entry)


def first_line(entry: registry.Function) -> str:
    """The first line of a function's description, or why it is not offered."""
    if entry.because:
        return f"not offered: {entry.because}"
    doc = (entry.implementation.__doc__ if entry.implementation is not None else "") or ""
    return doc.strip().partition("\n")[0]


def complete(
    interpreter: Interpreter, text: str, *, french: bool = False, folder: str = ".", asked: bool = True
) -> list[Candidate]:
    """The candidates for the end of `text`, best first. `asked`: the user wants to see all there is (Tab)."""
    place = place_at_end(text)
    if place.kind == "nothing":
        return []
    if place.kind == "text":
        return files(place.word, folder) if asked or "/" in place.word or "\\" in place.word else []
    if not asked and place.kind == "name" and len(place.word) < 2:
        return []
    before = text[: place.statement]
    if place.kind == "member":
        found = _members(interpreter, before, place, french)
    elif place.kind == "type":
        found = _types(look(interpreter, before), french)
    else:
        found = _names(interpreter, before, place, french)
    return _fitting(found, place.word, inside=asked)


def _fitting(found: list[Candidate], word: str, *, inside: bool) -> list[Candidate]:
    """Those that start with the word, then those that have it inside; a word already whole is no candidate."""
    folded = fold(word)
    ordered = sorted((c for c in found if c.folded.startswith(folded) and c.text != word), key=_order)
    if inside and len(folded) >= SHORTEST_INSIDE:
        ordered += sorted((c for c in found if folded in c.folded and not c.folded.startswith(folded)), key=_order)
    seen: dict[str, Candidate] = {}
    for candidate in ordered:
        candidate.length = len(word)
        seen.setdefault(candidate.text, candidate)
        if len(seen) == MOST:
            break
    return list(seen.values())


def _order(candidate: Candidate) -> tuple[int, bool, str]:
    return candidate.rank, candidate.other, candidate.folded


def _pair(english: str, french_name: str, about: Any, french: bool, rank: int = LIBRARY) -> list[Candidate]:
    if english == french_name:
        return [Candidate(english, about, rank)]
    return [Candidate(english, about, rank, other=french), Candidate(french_name, about, rank, other=not french)]


# --- Names -----------------------------------------------------------------------------------------------------------


def _names(interpreter: Interpreter, before: str, place: Place, french: bool) -> list[Candidate]:
    around = look(interpreter, before)
    found = _for_this_place(interpreter, before, place, around, french)
    word = fold(place.word)
    own = [(folded, symbol) for folded, symbol in around.names.items() if word in folded]
    found += [Candidate(symbol.name, symbol, OWN) for _, symbol in own if not isinstance(symbol, FormField)]
    return found + _library(french)


def _library(french: bool) -> list[Candidate]:
    """Functions, constants, predefined variables and keywords."""
    if french not in _LIBRARY:
        registry.load()
        made: list[Candidate] = []
        for function in dict.fromkeys(registry.FUNCTIONS.values()):
            refused = function.because or function.fails_because
            made += _pair(function.english, function.french, function, french, REFUSED if refused else LIBRARY)
        for constant in dict.fromkeys(registry.CONSTANTS.values()):
            made += _pair(constant.english, constant.french, _about_constant(constant), french)
        for kind in dict.fromkeys([*registry.TYPES.values(), *registry.PREDEFINED.values()]):
            made += _pair(kind.english, kind.french, "type", french)
        for english, french_word in KEYWORDS:
            made += _pair(english, french_word, "mot-clé" if french else "keyword", french, KEYWORD)
        _LIBRARY[french] = made
    return _LIBRARY[french]


_LIBRARY: dict[bool, list[Candidate]] = {}


def _about_constant(constant: registry.Constant) -> str:
    return f"= {constant.value!r}" if isinstance(constant.value, str) else f"= {constant.value}"


def _about_symbol(symbol: Any) -> str:
    if isinstance(symbol, Variable | ClassMember | PropertySymbol):
        return symbol.kind.name if symbol.kind is not None else "variant"
    if isinstance(symbol, ProcedureSymbol):
        return procedure_signature(symbol)
    if isinstance(symbol, ClassSymbol):
        return "class"
    if isinstance(symbol, Structure):
        return "structure"
    if isinstance(symbol, Enumeration):
        return "enumeration"
    return symbol.owner.name if isinstance(symbol, EnumerationMember) else ""


def _for_this_place(interpreter: Interpreter, before: str, place: Place, around: Look, french: bool) -> list[Candidate]:
    """The constants that fit the parameter or the property that is being given a value."""
    constants: list[registry.Constant] = []
    kind: Kind | None = None
    if place.assigned:
        target = look(interpreter, before, place.assigned)
        kind = target.kind
        if isinstance(target.symbol, registry.Property):
            constants = fitting.for_property(target.symbol)
    elif place.call is not None:
        callee, skipped = callee_of(interpreter, before, place.call.callee, around)
        index = place.call.argument + skipped
        if isinstance(callee, registry.Function) and index < len(callee.parameters):
            constants = fitting.for_parameter(callee, callee.parameters[index].name)
        elif isinstance(callee, ProcedureSymbol) and index < len(callee.parameters):
            kind = callee.parameters[index].kind
    found: list[Candidate] = []
    for constant in constants:
        found += _pair(constant.english, constant.french, _about_constant(constant), french, FIT)
    enumeration = interpreter.binder.enumerations.get(kind) if kind is not None else None
    if enumeration is not None:
        found += [Candidate(m.name, m, FIT) for m in enumeration.members.values()]
    elif kind is not None and kind.family == "boolean":
        found += _pair("True", "Vrai", "", french, FIT) + _pair("False", "Faux", "", french, FIT)
    return found


def _types(around: Look, french: bool) -> list[Candidate]:
    found = [
        Candidate(symbol.name, symbol, OWN)
        for symbol in around.names.values()
        if isinstance(symbol, ClassSymbol | Structure | Enumeration)
    ]
    for kind in dict.fromkeys(registry.TYPES.values()):
        found += _pair(kind.english, kind.french, f"{len(set(kind.properties.values()))} properties", french)
    for english, french_name in TYPE_NAMES:
        found += _pair(english, french_name, "", french, OWN)
    return found


# --- Members ---------------------------------------------------------------------------------------------------------


def _members(interpreter: Interpreter, before: str, place: Place, french: bool) -> list[Candidate]:
    """Properties and methods of what stands before the dot; of every type where that is not known."""
    found: list[Candidate] = []
    seen = look(interpreter, before, place.subject or "0")
    kind, symbol = seen.kind, seen.names.get(fold(place.subject))
    binder = interpreter.binder
    if isinstance(symbol, Enumeration):
        return [Candidate(member.name, member, OWN) for member in symbol.members.values()]
    cls = symbol if isinstance(symbol, ClassSymbol) else binder.classes.get(kind) if kind is not None else None
    if cls is not None:
        for owner in reversed(cls.lineage()):
            found += [
                Candidate(member.name, member, OWN)
                for member in owner.names.values()
                if getattr(member, "access", "PUBLIC") == "PUBLIC"
                and member not in (owner.constructor, owner.destructor)
            ]
        return found
    structure = binder.structures.get(kind) if kind is not None else None
    if structure is not None:
        return [Candidate(name, type_name(k.name, french), OWN) for name, k, _ in structure.members.values()]
    entry = binder.advanced(kind) if kind is not None else None
    if entry is None and place.subject and fold(place.subject) in registry.PREDEFINED and kind is None:
        entry = registry.PREDEFINED[fold(place.subject)]
    if entry is not None:
        for prop in dict.fromkeys(entry.properties.values()):
            found += _pair(prop.english, prop.french, type_name(prop.kind.name, french), french, OWN)
    elif kind is not None and kind.family in PARTS:
        for english, french_name in PARTS[kind.family]:
            found += _pair(english, french_name, type_name("int", french), french, OWN)
    elif kind is None or kind.family == "variant":
        for advanced in registry.TYPES.values():
            for prop in dict.fromkeys(advanced.properties.values()):
                found += _pair(prop.english, prop.french, advanced.english, french)
    else:
        for english, french_name in GENERAL:
            found += _pair(english, french_name, "", french, OWN)
    return found + _methods(kind, french)


def _methods(kind: Kind | None, french: bool) -> list[Candidate]:
    """The functions of the type's families, without the family's name: `t.Add` is ArrayAdd (6.7)."""
    found: list[Candidate] = []
    for prefix in kind.prefixes if kind is not None else ():
        for function in dict.fromkeys(registry.FUNCTIONS.values()):
            if function.because or function.fails_because or not registry.is_method(kind, function, prefix):
                continue
            for spelling, other in ((function.english, french), (function.french, not french)):
                rest = spelling[len(prefix) :]
                if fold(spelling).startswith(prefix) and rest and rest[0].isupper():
                    found.append(Candidate(rest, function, LIBRARY, other=other))
    return found


# --- Files -----------------------------------------------------------------------------------------------------------


def files(word: str, folder: str) -> list[Candidate]:
    """Files and folders that a text in quotes may go on with, separated as its writer does."""
    separator = "\\" if "\\" in word else "/"
    directory, _, name = word.replace("\\", "/").rpartition("/")
    directory += "/" if "/" in word or "\\" in word else ""
    found: list[Candidate] = []
    try:
        with os.scandir(os.path.join(folder, directory) if directory else folder) as entries:
            for entry in entries:
                if len(found) >= MOST_FILES:
                    break
                if fold(entry.name).startswith(fold(name)) and (name or not entry.name.startswith(".")):
                    inside = entry.is_dir()
                    candidate = Candidate(entry.name + (separator if inside else ""), "", OWN, other=not inside)
                    candidate.length = len(name)
                    found.append(candidate)
    except (OSError, ValueError):
        return []
    return sorted(found, key=_order)
