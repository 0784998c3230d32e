"""The reports of a validation for other programs (JSON, JUnit XML), for reviews (Markdown) and for people (HTML)."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from wlmail.capture.alignment import aligned
from wlmail.capture.report import SCHEMA, VERDICTS, as_text, heading, summary

if TYPE_CHECKING:
    from collections.abc import Callable

    from wlmail.capture.compare import Difference

_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""


def report_as(result: Any, kind: str) -> str:
    """The report as `text`, `json`, `junit`, `markdown` or `html`; the text is empty when nothing was compared."""
    formats: dict[str, Callable[[Any], str]] = {
        "text": as_text,
        "json": as_json,
        "junit": as_junit,
        "markdown": as_markdown,
        "html": as_html,
    }
    return formats[kind](result)


def as_json(result: Any) -> str:
    import json

    comparison = result.comparison
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "verdict": VERDICTS[result.status],
        "status": result.status,
        "failure": result.failure,
        "legacy": _side(result.left),
        "target": _side(result.right),
        "notes": result.notes,
        "inputs": result.rows,
        "kept": result.kept,
    }
    if comparison is not None:
        found["reached"] = {"content": comparison.level if comparison.level < 4 else None}
        found["reached"]["delivery"] = comparison.deliveries_agree
        found["required"] = {"content": comparison.required[0], "delivery": comparison.required[1]}
        found["pairs"] = [
            {
                "legacy": pair.left.delivery.number,
                "target": pair.right.delivery.number,
                "subject": result.masked(pair.left.first("subject")),
                "level": pair.content_level if pair.content_level < 4 else None,
            }
            for pair in comparison.pairs
        ]
        counting = {id(d) for d in comparison.counting}
        listed = [*comparison.differences, *(d for d in comparison.counting if d.level == 0)]
        found["differences"] = [_difference(d, counts=id(d) in counting or d.level == 0) for d in listed]
    return json.dumps(found, indent=2).encode("utf-8", "replace").decode("utf-8")


def _side(side: Any) -> dict[str, Any]:
    return {
        "name": side.name,
        "messages": len(side.deliveries),
        "end": side.status,
        "answers": side.events,
        "failure": side.failure,
    }


def _difference(difference: Difference, *, counts: bool) -> dict[str, Any]:
    return {
        "legacy_message": difference.left_number or None,
        "target_message": difference.right_number or None,
        "row": difference.row or None,
        "level": difference.level,
        "where": difference.where,
        "legacy": difference.left,
        "target": difference.right,
        "line": difference.line,
        "error": difference.is_error,
        "tolerated": difference.tolerated,
        "counts": counts,
    }


def as_junit(result: Any) -> str:
    """One test case a pair of messages, and one for the delivery as a whole."""
    cases: list[tuple[str, list[Difference], str]] = []
    comparison = result.comparison
    if comparison is not None:
        rest = list(comparison.counting)
        for pair in comparison.pairs:
            numbers = pair.left.delivery.number, pair.right.delivery.number
            own = [d for d in rest if (d.left_number, d.right_number) == numbers]
            rest = [d for d in rest if d not in own]
            cases.append((f"message {numbers[0]}: {result.masked(pair.left.first('subject'))}", own, ""))
        cases.append(("delivery", rest, ""))
    else:
        cases.append(("run", [], result.failure))
    failures = sum(bool(found) for _, found, _ in cases)
    errors = sum(bool(failure) for _, _, failure in cases)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuite name="wlmail validate" tests="{len(cases)}" failures="{failures}" errors="{errors}">',
        "  <properties>",
        f'    <property name="legacy" value="{_xml(result.left.name)}"/>',
        f'    <property name="target" value="{_xml(result.right.name)}"/>',
        "  </properties>",
    ]
    for name, found, failure in cases:
        lines.append(f'  <testcase classname="wlmail.validate" name="{_xml(name)}">')
        if failure:
            lines.append(f'    <error message="{_xml(failure)}"/>')
        if found:
            text = "\n".join(f"{heading(d)}\n  legacy: {d.left}\n  target: {d.right}" for d in found)
            lines.append(f'    <failure message="{_xml(heading(found[0]))}">{_xml(text)}</failure>')
        lines.append("  </testcase>")
    lines.append("</testsuite>")
    return "\n".join(lines)


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text), quote=True)


def as_markdown(result: Any) -> str:
    comparison = result.comparison
    if comparison is None:
        return f"## Mail validation: not compared\n\n{_cell(result.failure)}"
    first, *rest = summary(result)
    lines = [f"## Mail validation: {first}", "", *(f"- {_cell(line)}" for line in rest)]
    if comparison.counting:
        lines += ["", "| message | where | level | legacy | target | set in |", "|---|---|---|---|---|---|"]
        for d in comparison.counting:
            level = "error" if d.is_error else f"L{d.level}"
            row = f"row {d.row}: " if d.row else ""
            numbers = f"{row}{d.left_number or '–'} / {d.right_number or '–'}"
            cells = (numbers, d.where, level, _short(d.left), _short(d.right), d.line)
            lines.append(f"| {' | '.join(map(_cell, cells))} |")
    if comparison.tolerated:
        lines += ["", "Tolerated:", "", *(f"- {_cell(heading(d))}: {_cell(d.tolerated)}" for d in comparison.tolerated)]
    return "\n".join(lines)


def _short(text: str) -> str:
    return text if len(text) <= 200 else text[:199] + "…"


def _cell(text: str) -> str:
    plain = re.sub(r"([\\`*_\[\]<>|])", r"\\\1", text)
    return plain.replace("\r", " ").replace("\n", " ⏎ ")


_PAGE = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<style>
:root {{ color-scheme: light dark; --line: #8886; --bad: #d3304720; --good: #2a9d5520; }}
body {{ font: 15px/1.5 system-ui, sans-serif; max-width: 80rem; margin: 2rem auto; padding: 0 1rem; }}
h1 {{ font-size: 1.5rem; }} h2 {{ font-size: 1.05rem; margin: 2rem 0 .4rem; }}
.verdict {{ padding: .6rem 1rem; border-radius: .5rem; font-weight: 600; background: var(--bad); }}
.verdict.same {{ background: var(--good); }}
table {{ width: 100%; border-collapse: collapse; table-layout: fixed; }}
th {{ text-align: left; font-weight: 600; }}
td, th {{ padding: .1rem .6rem; border: 1px solid var(--line); vertical-align: top; }}
td {{ font: 13px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }}
tr.other td {{ background: var(--bad); }}
</style></head><body>
<h1>Mail validation</h1>
{body}
</body></html>
"""
_MOST_ROWS = 2000


def as_html(result: Any) -> str:
    """One page that needs nothing else: no script, no network."""
    comparison = result.comparison
    verdict = VERDICTS[result.status]
    same = " same" if result.status in (0, 4) else ""
    if comparison is None:
        body = f'<p class="verdict">{escape(verdict)}</p><p>{escape(result.failure)}</p>'
        return _PAGE.format(title=escape(f"Mail validation: {verdict}"), body=_plain(body))
    first, *rest = summary(result)
    pieces = [f'<p class="verdict{same}">{escape(first)}</p>', "<ul>"]
    pieces += [f"<li>{escape(line)}</li>" for line in rest]
    pieces.append("</ul>")
    for difference in comparison.counting:
        pieces += [f"<h2>{escape(heading(difference))}</h2>", _table(difference)]
    if comparison.tolerated:
        pieces.append("<h2>Tolerated</h2><ul>")
        pieces += [f"<li>{escape(heading(d))}: {escape(d.tolerated)}</li>" for d in comparison.tolerated]
        pieces.append("</ul>")
    pieces.append("<h2>Pairs</h2><table><tr><th>legacy</th><th>target</th><th>subject</th><th>content</th></tr>")
    for pair in comparison.pairs:
        level = f"L{pair.content_level}" if pair.content_level < 4 else "none"
        cells = pair.left.delivery.number, pair.right.delivery.number, result.masked(pair.left.first("subject")), level
        pieces.append("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>")
    pieces.append("</table>")
    return _PAGE.format(title=escape(f"Mail validation: {verdict}"), body=_plain("\n".join(pieces)))


def _table(difference: Difference) -> str:
    rows = ["<table><tr><th>legacy</th><th>target</th></tr>"]
    lines = aligned(difference.left.split("\n"), difference.right.split("\n"))
    for one, other in lines[:_MOST_ROWS]:
        kind = "" if one == other else ' class="other"'
        rows.append(f"<tr{kind}><td>{escape(one or '')}</td><td>{escape(other or '')}</td></tr>")
    if len(lines) > _MOST_ROWS:
        rows.append(f"<tr><td colspan=2>… {len(lines) - _MOST_ROWS} more lines</td></tr>")
    return "".join(rows) + "</table>"


def _plain(text: str) -> str:
    """What a page can hold: no half characters, no control characters."""
    return _NOT_XML.sub("\ufffd", text)
