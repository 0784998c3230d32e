"""HTML and text (stdlib.md 1.2)."""

from __future__ import annotations

from wlmail.language.registry import function
from wlmail.mail.html import html_text

DEEPEST = 250


@function("HTMLToText", "HTMLVersTexte")
def html_to_text(html: str) -> str:
    """The text of an HTML page as a reader sees it: paragraphs, lists and tables are laid out, entities are characters.

    Line ends are CR LF. What scripts and styles hold is left out.

    Source: stdlib.md 1.2.
    """
    from inscriptis import get_text
    from inscriptis.css_profiles import CSS_PROFILES
    from inscriptis.model.config import ParserConfig

    # The XML reader below inscriptis knows neither half a character nor NUL.
    whole = html.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
    if whole.count("<") > DEEPEST and _is_cut(whole):
        return html_text(html).replace("\n", "\r\n")
    text = get_text(whole, ParserConfig(css=CSS_PROFILES["strict"]))
    return "\r\n".join([line.rstrip() for line in text.split("\n")]).strip("\r\n")


def _is_cut(html: str) -> bool:
    """The reader below inscriptis stops at elements inside one another beyond DEEPEST: the rest would be lost."""
    from lxml.etree import ErrorTypes, HTMLParser, LxmlError, fromstring

    parser = HTMLParser(encoding="utf-8")
    try:
        fromstring(html.encode(), parser)
    except LxmlError:  # nothing but comments
        return False
    return any(entry.type == ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log)


@function("TextToHTML", "TexteVersHTML")
def text_to_html(text: str) -> str:
    """The text as HTML: & < > and quotes become entities, line ends become <br>.

    Source: stdlib.md 1.2.
    """
    for plain, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(plain, written)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "<br>")
