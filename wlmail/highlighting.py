"""A lexer for Pygments, published as the entry point `wlanguage`: `pygmentize -l wlanguage mail.wl`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pygments.lexer import Lexer
from pygments.token import Comment, Keyword, Name, Number, Operator, Punctuation, String, Whitespace

from wlmail.language import registry
from wlmail.language.names import fold
from wlmail.language.pieces import Piece, keyword_at, pieces
from wlmail.language.types import BASES

if TYPE_CHECKING:
    from pygments.token import _TokenType

_PLAIN: dict[str, _TokenType] = {
    "comment": Comment,
    "string": String,
    "lines": String,
    "newline": Whitespace,
    "blank": Whitespace,
    "number": Number,
}
_VALUES = ("TRUE", "VRAI", "FALSE", "FAUX", "NULL")
_ACCESS = (".", "..", "?.", ":", "::")


class WLanguageLexer(Lexer):  # type: ignore[misc]
    """WLanguage, French and English. What does not parse is coloured as well as it goes."""

    name = "WLanguage"
    aliases = ("wlanguage", "wlangage", "windev")
    filenames = ("*.wl",)
    mimetypes = ("text/x-wlanguage",)
    url = "https://windev.com"

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        """(offset, token type, text) of each piece."""
        registry.load()
        keyword_end, before = 0, ""
        for piece in pieces(text):
            if piece.kind in _PLAIN:
                token = _PLAIN[piece.kind]
            elif piece.kind == "sign":
                token = Punctuation if piece.text in "()[]{},;" else Operator
            elif piece.start < keyword_end:
                token = Keyword
            else:
                token, keyword_end = _word(text, piece, before)
            yield piece.start, token, piece.text
            if piece.kind != "blank":
                before = piece.text


def _word(text: str, piece: Piece, before: str) -> tuple[_TokenType, int]:
    """What a word is, and where the keyword that it begins ends."""
    folded = fold(piece.text)
    called = text[piece.end :].lstrip(" \t").startswith("(")
    if before in _ACCESS:
        return (Name.Function if called else Name.Attribute), 0
    if folded in _VALUES:
        return Keyword.Constant, 0
    end = keyword_at(text, piece)
    if end:
        return Keyword, end
    if folded in registry.FUNCTIONS and called:
        return Name.Builtin, 0
    if folded in BASES or folded in registry.TYPES:
        return Keyword.Type, 0
    if folded in registry.CONSTANTS:
        return Name.Constant, 0
    return (Name.Function if called else Name), 0
