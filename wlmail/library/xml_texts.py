"""Reading and writing XML (stdlib.md 7). Documents with a DTD are refused: entities can be made to fill the memory."""

from __future__ import annotations

from wlmail.runtime.arrays import Array
from wlmail.runtime.conversions import to_text
from wlmail.runtime.errors import WLError
from wlmail.runtime.variants import DEEPEST, Members, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Element:
    """One element of a document: its name as written, attributes, text and inner elements in their order."""

    __slots__ = ("attributes", "inner", "name", "parent", "pieces")

    def __init__(self, name: str, attributes: dict[str, str], parent: Element | None) -> None:
        self.name = name
        self.attributes = attributes
        self.parent = parent
        self.inner: list[Element] = []
        self.pieces: list[str] = []

    @property
    def text(self) -> str:
        """Its own text, without that of inner elements."""
        return "".join(self.pieces).strip() if self.inner else "".join(self.pieces)


def parsed_xml(text: str) -> Element:
    """The root element of a document. WLError with line and column for a text that is no XML, or has a DTD."""
    from xml.parsers.expat import ExpatError, ParserCreate

    root: list[Element] = []
    here: Element | None = None
    level = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal here, level
        level += 1
        if level > DEEPEST:
            raise WLError("this XML has too many levels")
        made = Element(name, attributes, here)
        (root if here is None else here.inner).append(made)
        here = made

    def end(name: str) -> None:
        nonlocal here, level
        level -= 1
        here = here.parent if here is not None else None

    def data(piece: str) -> None:
        if here is not None:
            here.pieces.append(piece)

    def dtd(*_: Any) -> None:
        raise WLError("this XML holds a document type (DTD), which is not read: it could make the document endless")

    parser = ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = data, dtd
    try:
        parser.Parse(text.lstrip("\ufeff \t\r\n").encode("utf-8", "replace"), True)
    except ExpatError as error:
        what = str(error).partition(":")[0]
        raise WLError(f"this is not XML: line {error.lineno}, column {error.offset + 1}: {what}") from None
    return root[0]


# --- Values ----------------------------------------------------------------------------------------------------------


def value_of(text: str) -> Any:
    """What a document that Serialize made holds: an element with inner elements has members, those of one name are an
    array."""
    return _held(parsed_xml(text))


def _held(element: Element) -> Any:
    if not element.inner and not element.attributes:
        return element.text
    made = Members(element.attributes)
    for inner in element.inner:
        value = _held(inner)
        before = made.find(inner.name)
        if isinstance(before, Array):
            before.append(value)
        elif before is not None:
            made.put(inner.name, Array(None, [before, value]))
        else:
            made.put(inner.name, value)
    if element.text and element.attributes:
        made.put("Value", element.text)
    return made


def xml_of(value: Any, root: str) -> str:
    """A value as an XML document; its root element is named after the structure unless a name is given."""
    name = root or getattr(type(value), "TYPE_NAME", "") or "Root"
    written = plain(value)
    if isinstance(written, list):
        written = {"Item": written}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    _write(_name(name if name.isidentifier() else "Root"), written, 0, lines)
    return "\r\n".join(lines)


def _name(name: str) -> str:
    text = "".join(c if c.isalnum() or c in "_-." else "_" for c in name)
    return text if text and (text[0].isalpha() or text[0] == "_") else f"_{text}"


def _write(name: str, value: Any, level: int, lines: list[str]) -> None:
    indent = "\t" * level
    if isinstance(value, list):
        for one in value:
            _write(name, one, level, lines)
    elif isinstance(value, dict):
        lines.append(f"{indent}<{name}>")
        for key, held in value.items():
            _write(_name(key), held, level + 1, lines)
        lines.append(f"{indent}</{name}>")
    else:
        lines.append(f"{indent}<{name}>{escaped(to_text(value))}</{name}>")


def escaped(text: str) -> str:
    """A text as it stands in XML; what XML cannot hold at all is dropped."""
    for plain_text, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(plain_text, written)
    return "".join(c for c in text if c >= " " or c in "\t\r\n")
