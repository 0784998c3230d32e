"""The HTML of a mail as the mailbox page shows it: no script, nothing from elsewhere, its own images inside.

Only what is known to be harmless is written again; all else is left out. It is the first of three fences: the frame is
a sandbox, and the document's Content-Security-Policy lets it load nothing. What no policy forbids is kept out here:
browsers open connections ahead (`preconnect`, a link about to be followed), which tell whoever waits there of a reader.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from wlmail.capture.html_reader import HTMLReader

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_TOLD = 50
"""Addresses that are named; the rest is counted."""
LARGEST_DATA = 4 * 1024 * 1024
"""Characters of an image that the HTML itself holds as a `data:` address."""

# fmt: off
_ELEMENTS = frozenset((
    "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "body", "br", "caption",
    "center", "cite", "code", "col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure",
    "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "main",
    "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strike", "strong", "sub", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var", "wbr",
))
_ATTRIBUTES = frozenset((
    "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "class", "color", "colspan", "dir", "face",
    "height", "hspace", "id", "lang", "name", "nowrap", "rowspan", "size", "span", "start", "style", "title", "type",
    "valign", "value", "vspace", "width",
))
_WITHOUT_END = frozenset(("br", "col", "hr", "img", "wbr"))
_NOT_TEXT = frozenset(("iframe", "noembed", "noframes", "script", "template", "textarea", "title", "xmp"))
"""Elements whose content is no text of the mail."""
_ACTIVE = frozenset((
    "applet", "audio", "base", "button", "embed", "form", "frame", "iframe", "input", "link", "meta", "object",
    "script", "select", "svg", "math", "textarea", "video",
))
# fmt: on
_DATA_IMAGE = re.compile(r"data:image/(?:bmp|gif|jpeg|png|webp);base64,[A-Za-z0-9+/=\s]*\Z", re.IGNORECASE)
_IMPORT = re.compile(r"@import\b[^;]*;?", re.IGNORECASE)
_URL = re.compile(r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^)]*))\s*\)?", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|.*\\", re.IGNORECASE)
"""An address that may lead elsewhere by itself; any other names a place beside the mail, where nothing is."""
_SPACE = re.compile(r"[\x00-\x20]+")

_HEAD = """\
<!DOCTYPE html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>
body { margin: 16px; font: 15px/1.5 system-ui, sans-serif; color: #1c1c1c; background: #fff; overflow-wrap: anywhere; }
img { max-width: 100%; }
img[data-blocked] { min-width: 24px; min-height: 24px; outline: 1px dashed #999; outline-offset: -1px; color: #666; }
a[data-link] { color: #0b57d0; text-decoration: underline; cursor: help; }
</style></head>
"""


class Harmless:
    """`document` can be shown. `remote` are the addresses that it would have loaded, `missing` the Content-IDs and
    relative addresses that the message holds no image for (keys, in their order), `links` where its links lead,
    `active` how many scripts, forms, frames … were left out."""

    __slots__ = ("active", "document", "links", "missing", "remote")

    def __init__(self) -> None:
        self.document = ""
        self.remote: dict[str, None] = {}
        self.missing: dict[str, None] = {}
        self.links: list[str] = []
        self.active = 0


def harmless(html: str, image_of: Callable[[str], str]) -> Harmless:
    """`image_of` gives the `data:` address of the image with a Content-ID, "" where there is none. Never raises."""
    found = Harmless()
    reader = _Reader(found, image_of)
    reader.read(html)
    found.document = f"{_HEAD}{''.join(reader.written)}</html>\n"
    return found


class _Reader(HTMLReader):
    def __init__(self, found: Harmless, image_of: Callable[[str], str]) -> None:
        self.found = found
        self.image_of = image_of
        self.written: list[str] = []
        self._inside = ""
        """The element whose content is left out, or `style`."""
        self._has_base = False
        """A `base` says where relative addresses lead."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._inside:
            return
        if tag in _NOT_TEXT or tag == "style":
            self._inside = tag
        if tag in _ACTIVE:
            self.found.active += 1
        if tag == "base" and attributes.get("href"):
            self._has_base = True
        if tag == "style":
            self.written.append("<style>")
        elif tag in _ELEMENTS:
            written = "".join(self._attribute(tag, name, value) for name, value in attributes.items())
            self.written.append(f"<{tag}{written}>")

    def end(self, tag: str) -> None:
        if self._inside:
            if tag == self._inside:
                self._inside = ""
                if tag == "style":
                    self.written.append("</style>")
        elif tag in _ELEMENTS and tag not in _WITHOUT_END:
            self.written.append(f"</{tag}>")

    def text(self, data: str) -> None:
        if self._inside == "style":
            self.written.append(self._style(data))
        elif not self._inside:
            self.written.append(escape(data, quote=False))

    def _attribute(self, tag: str, name: str, value: str) -> str:
        if name.startswith("on"):
            self.found.active += 1
        elif name == "style":
            return _written(name, self._style(value))
        elif name == "href" and tag == "a":
            return self._link(value)
        elif name == "src" and tag == "img":
            address = self._image(value)
            return _written("src", address) if address else _written("data-blocked", value)
        elif name == "background":
            address = self._image(value)
            return _written(name, address) if address else ""
        elif name in ("src", "srcset", "poster", "data", "action"):
            self._blocked(value)
        elif name in _ATTRIBUTES:
            return _written(name, value)
        return ""

    def _link(self, value: str) -> str:
        address = _SPACE.sub("", value)
        if address.startswith("#"):
            return _written("href", address)
        if address.lower().startswith(("javascript:", "vbscript:", "data:")):
            self.found.active += 1
            return ""
        if value not in self.found.links and len(self.found.links) < MOST_TOLD:
            self.found.links.append(value)
        return _written("data-link", "") + _written("title", value)

    def _image(self, value: str) -> str:
        """The address that an image may have; "" when it is blocked or missing, which is noted."""
        address = value.strip()
        if address[:4].lower() == "cid:":
            found = self.image_of(address[4:])
            if not found:
                self.found.missing[address] = None
            return found
        if len(address) <= LARGEST_DATA and _DATA_IMAGE.match(address):
            return _SPACE.sub("", address)
        if address and not self._has_base and not _ELSEWHERE.match(_SPACE.sub("", address)):
            self.found.missing[address] = None
        else:
            self._blocked(address)
        return ""

    def _blocked(self, address: str) -> None:
        if address:
            self.found.remote[address] = None

    def _style(self, text: str) -> str:
        """Style rules that load nothing; what an escape hides in them the document's policy stops."""

        def address(found: re.Match[str]) -> str:
            image = self._image(found[1] or found[2] or found[3] or "")
            return f'url("{image}")' if image else "none"

        def imported(found: re.Match[str]) -> str:
            self._blocked(found[0])
            return ""

        return _URL.sub(address, _IMPORT.sub(imported, text.replace("<", "")))


def _written(name: str, value: str) -> str:
    return f' {name}="{escape(value)}"'
