"""What literals stand for: numbers, durations, texts with `[%…%]`, multi-line texts (language.md 3.4 to 3.7)."""

from __future__ import annotations

import re
from collections.abc import Callable

from wlmail.language import syntax
from wlmail.language.diagnostics import Span

Inner = Callable[[int, int], "syntax.Expression | None"]

_MILLISECONDS = {"MS": 1, "S": 1000, "MIN": 60_000, "H": 3_600_000, "J": 86_400_000, "D": 86_400_000}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)[ \xa0]*(ms|min|s|h|j|d)\b", re.I)
_LINE_END = re.compile(r"\r\n|[\r\n]")


def number(span: Span, text: str) -> syntax.Expression:
    """An integer, real, hexadecimal, binary, `0n…` or `0m…` literal; separators between groups are dropped (3.4)."""
    digits = text.replace("_", "").replace(" ", "").replace("\xa0", "")
    prefix = digits[:2].lower()
    if prefix == "0x":
        return syntax.Integer(span, int(digits[2:], 16))
    if prefix == "0b":
        return syntax.Integer(span, int(digits[2:], 2))
    if prefix in ("0n", "0m"):
        from decimal import Decimal

        return syntax.Exact(span, Decimal(digits[2:]), prefix == "0m")
    if digits.isdigit():
        # Python refuses to read thousands of digits; no WLanguage number has more than 38.
        return syntax.Integer(span, int(digits)) if len(digits) <= 1000 else syntax.Real(span, float("inf"))
    return syntax.Real(span, float(digits))


def milliseconds(text: str) -> int:
    """The value of a duration literal: its groups add up."""
    return round(sum(float(value) * _MILLISECONDS[unit.upper()] for value, unit in _DURATION.findall(text)))


def string(span: Span, text: str, inner: Inner | None) -> syntax.Expression:
    """A text between quotes; `""` is a quote, `[%…%]` an expression that `inner` reads, or text without it."""
    body = text[1:-1]
    doubled = text[0] == '"'
    if inner is not None and "[%" in body:
        return interpolated(
            span, body, span[0] + 1, inner, lambda piece: piece.replace('""', '"') if doubled else piece
        )
    return syntax.Text(span, body.replace('""', '"') if doubled else body)


def lines(span: Span, text: str, inside: Span, inner: Inner | None, keep_tabs: bool = False) -> syntax.Expression:
    """A multi-line text: tabs common to all its lines go, lines are joined by CR LF (3.6)."""
    start, end = inside
    if end < start:
        return syntax.Text(span, "")
    body = text[start:end]
    rows = _LINE_END.split(body)
    common = 0 if keep_tabs else min((len(row) - len(row.lstrip("\t")) for row in rows if row.strip()), default=0)
    cut = re.compile(rf"(\A|\n)\t{{0,{common}}}")

    def tidy(piece: str) -> str:
        return cut.sub(r"\1", piece.replace("\r\n", "\n").replace("\r", "\n")).replace("\n", "\r\n")

    if inner is not None and "[%" in body:
        first = True

        def tidy_piece(piece: str) -> str:
            nonlocal first
            # Only the first piece starts at a line start: the next ones stand after a `%]`.
            done = tidy(piece) if first else tidy("x" + piece)[1:]
            first = False
            return done

        return interpolated(span, body, start, inner, tidy_piece)
    return syntax.Text(span, tidy(body))


def interpolated(span: Span, body: str, offset: int, inner: Inner, tidy: Callable[[str], str]) -> syntax.Expression:
    """`body`, which starts at `offset`, with its `[%…%]`; those that are no expression stay as they are (3.7)."""
    parts: list[str | syntax.Expression] = []
    raw: list[str] = []

    def add(piece: str) -> None:
        if cleaned := tidy(piece):
            parts.append(cleaned)
            raw.append(cleaned)

    done, begin = 0, body.find("[%")
    while begin >= 0 and (end := body.find("%]", begin + 3)) >= 0:
        inside = body[begin + 2 : end]
        value = inner(offset + begin + 2, offset + end) if inside.strip() else None
        if value is None:
            begin = body.find("[%", begin + 2)
            continue
        add(body[done:begin])
        parts.append(value)
        raw.append(body[begin : end + 2])
        done = end + 2
        begin = body.find("[%", done)
    if done == 0:
        return syntax.Text(span, tidy(body))
    add(body[done:])
    return syntax.Interpolated(span, parts, raw)


def resource(span: Span, token: str) -> syntax.Expression:
    """A `<§…§>` token; the inline form `<§R…¤fr-FR¤text¤en-GB¤text§>` holds its text (14.5)."""
    fields = token[2:-2].split("¤")
    return syntax.ResourceText(span, token, fields[2] if len(fields) > 2 and fields[0].startswith("R") else token)
