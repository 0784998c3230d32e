"""HTML and text (stdlib.md 1.2)."""

from __future__ import annotations

from wlmail.language.registry import function

HIDDEN = frozenset({"script", "style", "head", "title", "template", "noscript"})
BLOCKS = frozenset(
    "address article aside blockquote caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4"  # noqa: SIM905
    " h5 h6 header hr html legend main nav ol p pre section table tbody tfoot thead tr ul li".split()
)
SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote"})


@function("HTMLToText", "HTMLVersTexte")
def html_to_text(html: str) -> str:
    """The text of an HTML page: tags go, entities become characters, blocks and <br> become line ends (CR LF).

    What scripts and styles hold is left out; cells of a table are separated by a tab.

    Source: stdlib.md 1.2.
    """
    import re
    from html.parser import HTMLParser

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__(convert_charrefs=True)
            self.lines: list[str] = [""]
            self.hidden = 0
            self.literal = 0

        def new_line(self, *, empty: bool = False) -> None:
            if self.lines[-1].strip():
                self.lines.append("")
            if empty and len(self.lines) > 1 and self.lines[-2]:
                self.lines.append("")

        def handle_starttag(self, tag: str, attributes: object) -> None:
            if tag in HIDDEN:
                self.hidden += 1
            elif tag == "body":
                self.hidden = 0  # a head that was left open ends here
            elif tag == "br":
                self.lines.append("")
            elif tag in BLOCKS:
                self.new_line(empty=tag in SPACED)
                self.literal += tag == "pre"
                if tag == "li":
                    self.lines[-1] = "- "
            elif tag in ("td", "th") and self.lines[-1].strip():
                self.lines[-1] = self.lines[-1].rstrip() + "\t"

        def handle_startendtag(self, tag: str, attributes: object) -> None:
            if tag not in HIDDEN:
                self.handle_starttag(tag, attributes)

        def handle_endtag(self, tag: str) -> None:
            if tag in HIDDEN:
                self.hidden = max(0, self.hidden - 1)
                if tag == "head":  # whatever was left open in it
                    self.hidden = 0
            elif tag in BLOCKS:
                self.literal -= tag == "pre" and self.literal > 0
                self.new_line(empty=tag in SPACED)

        def handle_data(self, data: str) -> None:
            if self.hidden:
                return
            if self.literal:
                first, *rest = data.replace("\r\n", "\n").split("\n")
                self.lines[-1] += first
                self.lines += rest
                return
            words = " ".join(data.replace("\xa0", "\x00").split())
            if not words:
                if data and self.lines[-1] and not self.lines[-1].endswith((" ", "\t")):
                    self.lines[-1] += " "
                return
            before = self.lines[-1]
            if data[0].isspace() and data[0] != "\xa0" and before and not before.endswith((" ", "\t")):
                before += " "
            after = " " if data[-1].isspace() and data[-1] != "\xa0" else ""
            self.lines[-1] = before + words.replace("\x00", " ") + after

    reader = Reader()
    # The conditions that Office writes, `<![if …]>`, are no HTML.
    reader.feed(re.sub(r"<!\[[^>]*>?", "", html.replace("\x00", "")))
    reader.close()
    return "\r\n".join([line.rstrip() for line in reader.lines]).strip("\r\n")


@function("TextToHTML", "TexteVersHTML")
def text_to_html(text: str) -> str:
    """The text as HTML: & < > and quotes become entities, line ends become <br>.

    Source: stdlib.md 1.2.
    """
    for plain, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(plain, written)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "<br>")
