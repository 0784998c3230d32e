"""Values of Content-Type and Content-Disposition, taken apart as they come (RFC 2045 5.1, 2231). Nothing here fails."""

from __future__ import annotations

import re

from wlmail.mail.charsets import to_text
from wlmail.mail.headers import decode_header

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)(?:"|\Z)', re.DOTALL)
_COMMENT = re.compile(r"\((?:[^()\\]|\\.)*\)")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# A Windows path that nobody escaped: its \ are its own.
_PATH = re.compile(r"[A-Za-z]:\\[^\\\"]")
_SECTION = re.compile(r"(.+?)\*(\d{1,4})?(\*)?\Z")
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_KEY = re.compile(r"[\s;]*([^\s=;\"]+)\s*=\s*|[\s;]*([^;\"]+)")
MOST, LONGEST = 200, 65_536
"""Parameters, and characters, that are looked at."""


def read_parameters(value: str) -> tuple[str, dict[str, str]]:
    """What stands in front of the first `;`, in lower case, and the parameters, decoded, by their names in lower case.

    Of a name that comes twice the first counts; the forms of RFC 2231 win over the plain one.
    """
    value = value[:LONGEST]
    if "(" in value:
        value = _without_comments(value)
    main, _, rest = value.partition(";")
    found: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[str, bool]]] = {}
    if rest:
        for key, text in _pairs(rest):
            section = _SECTION.match(key)
            if section:
                pieces = sections.setdefault(section[1], {})
                pieces.setdefault(int(section[2] or 0), (text, section[3] is not None or section[2] is None))
            else:
                found.setdefault(key, decode_header(text))
    for key, pieces in sections.items():
        found[key] = _joined(pieces)
    return main.strip().lower(), found


def _pairs(rest: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    position = 0
    while position < len(rest) and len(pairs) < MOST:
        found = _KEY.match(rest, position)
        if found is None:
            position += 1
            continue
        position = found.end()
        if found[1] is None:
            continue
        quoted = _QUOTED.match(rest, position)
        if quoted:
            text = quoted[1] if _PATH.match(quoted[1]) else _ESCAPED.sub(r"\1", quoted[1])
            position = quoted.end()
        else:
            end = rest.find(";", position)
            end = len(rest) if end < 0 else end
            text = rest[position:end].strip()
            # A forgotten `;` in front of the next name, as in `access-type=x server="y"`.
            later = re.search(r"\s{1,20}[\w*-]+=(?=\")", text + rest[end : end + 1])
            if later:
                end = position + later.start()
                text = rest[position:end].strip()
            position = end
        pairs.append((found[1].lower(), text))
    return pairs


def _without_comments(value: str) -> str:
    """`value` without its comments in parentheses; those inside quotes are no comments."""
    pieces = re.split(r'("(?:[^"\\]|\\.)*(?:"|\Z))', value)
    return "".join(text if i % 2 else _COMMENT.sub("", text) for i, text in enumerate(pieces))


def _joined(pieces: dict[int, tuple[str, bool]]) -> str:
    """The sections of one parameter in their order; the first, when it is encoded, names the charset of all."""
    charset = ""
    raw: list[bytes] = []
    for number in sorted(pieces):
        text, encoded = pieces[number]
        if encoded:
            if number == min(pieces) and text.count("'") >= 2:
                charset, _, text = text.split("'", 2)
            raw.append(_PERCENT.sub(lambda found: bytes([int(found[1], 16)]), text.encode("utf-8", "surrogateescape")))
        else:
            raw.append(text.encode("utf-8", "surrogateescape"))
    return to_text(b"".join(raw), charset)
