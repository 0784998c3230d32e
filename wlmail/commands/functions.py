"""The command `wlmail functions`: what is known, in both languages, and its state."""

from __future__ import annotations

import sys

from wlmail.language import registry
from wlmail.language.mail_words import constant_meant, function_meant
from wlmail.language.names import fold
from wlmail.language.symbols import closest
from wlmail.language.type_names import DECLARED_OTHERWISE, TYPES, declaration, type_name

DONE, FAILED = 0, 1


def show(name: str) -> int:
    """Prints one function, type or constant whole, or a line for each with `name` in it; returns the exit status.

    Without a name, a line for each function.
    """
    registry.load()
    folded = fold(name)
    texts = []
    if folded in registry.TYPES:
        texts.append(type_text(registry.TYPES[folded]))
    if folded in registry.FUNCTIONS:
        texts.append(function_text(registry.FUNCTIONS[folded], folded))
    if folded in registry.CONSTANTS:
        texts.append(constant_text(registry.CONSTANTS[folded]))
    if texts:
        print("\n\n".join(texts))
        return DONE
    functions = [f for f in registry.functions() if folded in _names(f)]
    rows = [(f.english, f.french, f.state) for f in functions]
    if name:
        rows = [*_types(folded), *rows]
        constants = [c for c in dict.fromkeys(registry.CONSTANTS.values()) if folded in _names(c)]
        rows += [(c.english, c.french, f"constant, {_value(c)}") for c in constants]
    if not rows:
        print(f"wlmail functions: nothing known is called «{name}»{_near(folded)}", file=sys.stderr)
        return FAILED
    wide = max(len(english) for english, _, _ in rows)
    wide_french = max(len(french) for _, french, _ in rows)
    for english, french, state in rows:
        print(f"{english:{wide}}  {french:{wide_french}}  {state}")
    return DONE


def _names(entry: registry.Function | registry.Constant) -> str:
    return fold(" ".join((entry.english, entry.french, *entry.aliases)))


def _types(folded: str) -> list[tuple[str, str, str]]:
    """The types with that in their name, blanks aside (`chaîne secrète`), and how variables of the simple ones look."""
    asked = folded.replace(" ", "")
    found = []
    for english, french in TYPES.items():
        if asked in fold(english + " " + french).replace(" ", "") and english not in DECLARED_OTHERWISE:
            found.append(
                (english, french, f"type: {declaration('x', english, False)}, {declaration('x', french, True)}")
            )
    for entry in dict.fromkeys(registry.TYPES.values()):
        if asked in fold(f"{entry.english} {entry.french}"):
            found.append((entry.english, entry.french, "type"))
    return found


def _near(folded: str) -> str:
    meant = function_meant(folded, False) or constant_meant(folded, False)
    names = [name for f in registry.functions() for name in (f.english, f.french, *f.aliases)]
    names += [name for t in registry.TYPES.values() for name in (t.english, t.french)]
    names += [name for c in registry.CONSTANTS.values() for name in (c.english, c.french, *c.aliases)]
    meant = meant or closest(folded, [*names, *TYPES, *TYPES.values()])
    return f"; did you mean {meant}?" if meant else ""


def constant_text(entry: registry.Constant) -> str:
    """Both names and the value."""
    lines = [f"{entry.english}  ·  {entry.french}   (constant)"]
    if entry.aliases:
        lines.append(f"also: {', '.join(entry.aliases)}")
    return "\n".join([*lines, f"value: {_value(entry)}"])


def _value(entry: registry.Constant) -> str:
    """A number as it is, a text in quotes with its invisible characters named."""
    return repr(entry.value) if isinstance(entry.value, str | bytes) else str(entry.value)


def function_text(entry: registry.Function, asked: str = "") -> str:
    """Both names, the arguments and the result, the state, the description; the call in the language of `asked`, a
    folded name."""
    lines = [f"{entry.english}  ·  {entry.french}"]
    if entry.aliases:
        lines.append(f"also: {', '.join(entry.aliases)}")
    if not entry.because:
        arguments = []
        for parameter in entry.parameters:
            text = f"<{parameter.name.replace('_', ' ')}>{'…' if parameter.open else ''}"
            arguments.append(text if parameter.required else f"[{text}]")
        french = asked == fold(entry.french) != fold(entry.english)
        result = f" -> {type_name(entry.result.name, french)}" if entry.result is not None else ""
        lines.append(f"{entry.french if french else entry.english}({', '.join(arguments)}){result}")
    lines.append(f"state: {entry.state}")
    return "\n".join([*lines, "", entry.doc]) if entry.doc else "\n".join(lines)


def type_text(entry: registry.AdvancedType) -> str:
    """Both names of a type and its properties."""
    lines = [f"{entry.english}  ·  {entry.french}   (type)"]
    properties = list(dict.fromkeys(entry.properties.values()))
    if properties:
        wide = max(len(p.english) for p in properties)
        wide_french = max(len(p.french) for p in properties)
        lines += [f"  .{p.english:{wide}}  .{p.french:{wide_french}}  {p.kind.name}" for p in properties]
    return "\n".join(lines)
