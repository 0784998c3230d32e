"""Texts and HTML as a reader takes them: what may differ in the source without anybody seeing it."""

from __future__ import annotations

import re

from wlmail.capture.html_reader import HTMLReader

_BLANKS = re.compile(r"\s+")
_EMPTY = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "fieldset",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "li", "main", "nav", "ol",
    "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
))
# fmt: on
DEEPEST = 200
"""Elements inside each other; those deeper stand beside each other."""
# What a parser adds where the source leaves it out.
_OPTIONAL = frozenset(("html", "head", "body", "tbody"))
_OPEN_END = {"p": "p", "li": "li", "tr": "tr", "td": "td", "th": "td", "dt": "dt", "dd": "dt", "option": "option"}


def rendered_text(text: str) -> str:
    """A text body as it is read: no blanks at the ends of lines, no empty lines at its end."""
    lines = [line.replace("\xa0", " ").rstrip() for line in text.split("\n")]
    return "\n".join(lines).strip("\n")


def html_tree(html: str) -> list[str]:
    """The elements, attributes and words of an HTML body, one a line, indented by depth.

    Case of names, order and quotes of attributes, entities, comments, and blanks that a browser does not show make no
    difference. Never raises.
    """
    reader = _Reader()
    reader.read(html)
    return reader.finished()


class _Reader(HTMLReader):
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.open: list[str] = []
        self.pending: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = _OPEN_END.get(tag)
        if kind and self.open and _OPEN_END.get(self.open[-1]) == kind:
            self._flush(at_block=True)
            self.open.pop()
        self._flush(at_block=tag in _BLOCKS)
        shown = sorted((name, _value(name, value)) for name, value in attributes.items())
        if tag in _OPTIONAL and not shown:
            return
        if tag == "meta" and any(name in ("charset", "http-equiv") for name, _ in shown):
            return  # how the bytes are read, which the decoded text has settled
        self._add(f"<{' '.join([tag, *(f'{name}={value!r}' for name, value in shown)])}>")
        if tag not in _EMPTY and len(self.open) < DEEPEST:
            self.open.append(tag)

    def end(self, tag: str) -> None:
        self._flush(at_block=tag in _BLOCKS)
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def text(self, data: str) -> None:
        self.pending.append(data)

    def finished(self) -> list[str]:
        self._flush(at_block=True)
        return self.lines

    def _flush(self, *, at_block: bool) -> None:
        text = "".join(self.pending)
        self.pending.clear()
        if "pre" in self.open:
            words = text.replace("\r\n", "\n").strip("\n")
        else:
            words = _BLANKS.sub(" ", text.replace("\xa0", "\u2423"))
            if at_block:
                words = words.rstrip(" ")
            if not self.lines or _is_block(self.lines[-1]):
                words = words.lstrip(" ")
        if words:
            self._add(f'"{words}"')

    def _add(self, line: str) -> None:
        self.lines.append("  " * len(self.open) + line)


def _is_block(line: str) -> bool:
    text = line.lstrip()
    return text.startswith("<") and text[1:-1].partition(" ")[0] in _BLOCKS


def _value(name: str, value: str) -> str:
    text = _BLANKS.sub(" ", value).strip()
    if name == "style":
        pieces = [piece.strip() for piece in text.split(";")]
        return "; ".join(": ".join(map(str.strip, piece.split(":", 1))) for piece in pieces if piece)
    if name == "class":
        return " ".join(sorted(text.split(" ")))
    return text
