"""HTML as a browser cuts it into tags and texts, in a time that grows with its length only.

Python's own reader needs the square of it where something is opened and never closed, and raises at sections that it
does not know: one hostile mail of a megabyte would keep it busy for hours.
"""

from __future__ import annotations

import re
from html import unescape

_MARKUP = re.compile(r"<[a-zA-Z/!?]")
_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"[\s/]*([^\s/>][^\s/>=]*)\s*(=?)\s*")
_UNQUOTED = re.compile(r"[^\s>]*")
_TAG_END = re.compile(r"[\s/]*>")
_REFERENCE = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*)(?:;|(?![a-zA-Z0-9=]))")
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp")
}
"""Elements in which nothing but their end is a tag."""
_DECODED = ("textarea", "title")


class HTMLReader:
    """Calls its methods for what it meets, in order. Never raises, whatever the text."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins; names are in lower case, values decoded."""

    def end(self, tag: str) -> None:
        """An element ends, as the text says; whether it had begun is not looked at."""

    def text(self, data: str) -> None:
        """A piece of text, decoded; of a script or style the source."""

    def read(self, html: str) -> None:
        position = 0
        while (found := _MARKUP.search(html, position)) is not None:
            at = found.start()
            if at > position:
                self.text(unescape(html[position:at]))
            position = self._markup(html, at)
        if position < len(html):
            self.text(unescape(html[position:]))

    def _markup(self, html: str, at: int) -> int:
        """What begins with a `<`; returns the place after it. What has no end takes the rest, as in a browser."""
        name = _NAME.match(html, at)
        if name is not None:
            return self._tag(html, name.end(), name[1].lower(), is_end=html[at + 1] == "/")
        if html.startswith("<!--", at):
            return _after(html, "-->", at + 2)  # `<!-->` is whole
        return _after(html, ">", at + 2)

    def _tag(self, html: str, position: int, name: str, *, is_end: bool) -> int:
        attributes: dict[str, str] = {}
        while (closed := _TAG_END.match(html, position)) is None:
            found = _ATTRIBUTE.match(html, position)
            if found is None:
                return len(html)
            position, value = found.end(), ""
            if found[2]:
                quote = html[position : position + 1]
                if quote in ('"', "'") and quote:
                    end = html.find(quote, position + 1)
                    if end < 0:
                        return len(html)
                    value, position = html[position + 1 : end], end + 1
                else:
                    plain = _UNQUOTED.match(html, position)
                    assert plain is not None
                    value, position = plain[0], plain.end()
            attributes.setdefault(found[1].lower(), _REFERENCE.sub(_decoded, value))
        position = closed.end()
        if is_end:
            self.end(name)
            return position
        self.start(name, attributes)
        return self._raw(html, position, name) if name in _RAW else position

    def _raw(self, html: str, position: int, name: str) -> int:
        closed = _RAW[name].search(html, position)
        end = closed.start() if closed is not None else len(html)
        if end > position:
            self.text(unescape(html[position:end]) if name in _DECODED else html[position:end])
        return end


def _after(html: str, closing: str, position: int) -> int:
    at = html.find(closing, position)
    return at + len(closing) if at >= 0 else len(html)


def _decoded(reference: re.Match[str]) -> str:
    """A reference in a value; `&copy=` in an address is a parameter, which does not get here."""
    return unescape(reference[0])
