"""The command `wlmail functions`: what is known, in both languages, and its state."""

from __future__ import annotations

import sys

from wlmail.language import registry
from wlmail.language.names import fold

DONE, FAILED = 0, 1


def show(name: str) -> int:
    """Prints one function or type whole, or a line for each function with `name` in it; returns the exit status."""
    registry.load()
    folded = fold(name)
    function = registry.FUNCTIONS.get(folded) if name else None
    kind = registry.TYPES.get(folded) if name else None
    if kind is not None:
        print(type_text(kind))
    if function is not None:
        print(function_text(function))
    if function is not None or kind is not None:
        return DONE
    entries = [f for f in registry.functions() if folded in fold(" ".join((f.english, f.french, *f.aliases)))]
    if not entries:
        print(f"wlmail functions: nothing known is called «{name}»", file=sys.stderr)
        return FAILED
    wide = max(len(entry.english) for entry in entries)
    wide_french = max(len(entry.french) for entry in entries)
    for entry in entries:
        print(f"{entry.english:{wide}}  {entry.french:{wide_french}}  {entry.state}")
    return DONE


def function_text(entry: registry.Function) -> str:
    """Both names, the arguments and the result, the state, the description."""
    lines = [f"{entry.english}  ·  {entry.french}"]
    if entry.aliases:
        lines.append(f"also: {', '.join(entry.aliases)}")
    if not entry.because:
        arguments = []
        for parameter in entry.parameters:
            text = f"<{parameter.name.replace('_', ' ')}>{'…' if parameter.open else ''}"
            arguments.append(text if parameter.required else f"[{text}]")
        result = f" -> {entry.result.name}" if entry.result is not None else ""
        lines.append(f"{entry.english}({', '.join(arguments)}){result}")
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
