"""A text as words, literals, comments and signs, whatever is wrong with it: for colours and completion.

The lexer walks with the parser and knows what each word is; this looks at one piece after the other and never fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wlmail.language.automaton import keyword_entry
from wlmail.language.names import fold
from wlmail.language.patterns import LINES_OPEN, NEXT_WORD

_PIECE = re.compile(
    r"(?P<comment>//[^\r\n]*|/\*[\s\S]*?(?:\*/|\Z))"
    r'|(?P<string>"(?:[^"\r\n]|"")*"?|“[^“”"\r\n]*[“”"]?|`[^`\r\n]*`?)'
    r"|(?P<newline>\r\n|[\r\n])"
    r"|(?P<blank>[^\S\r\n]+)"
    r"|(?P<number>0[xX]_?[0-9A-Fa-f_]+|0[bB]_?[01_]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<word>[^\W\d][\w@°]*)"
    r"|(?P<sign>\?\.|\.\.\.+|\.\.|::|[<>]=|<-|<>|\+=|-=|[\s\S])"
)


class Piece:
    """`kind`: comment, string, lines (a text of several lines), newline, blank, number, word or sign."""

    __slots__ = ("end", "kind", "start", "text")

    def __init__(self, kind: str, text: str, start: int) -> None:
        self.kind = kind
        self.text = text
        self.start = start
        self.end = start + len(text)

    def __repr__(self) -> str:
        return f"<{self.kind} {self.text!r}>"


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a text; their texts together are the text."""
    position, operand = 0, False
    while position < len(text):
        opened = None if operand or text[position] != "[" else LINES_OPEN.match(text, position)
        if opened is not None:
            closing = re.compile(rf"(?:\r\n|[\r\n])[ \t\xa0]*{re.escape(opened[1])}\]")
            found = closing.search(text, opened.start(2))
            piece = Piece("lines", text[position : found.end() if found else len(text)], position)
        else:
            match = _PIECE.match(text, position)
            assert match is not None
            assert match.lastgroup is not None
            piece = Piece(match.lastgroup, match[0], position)
        yield piece
        position = piece.end
        if piece.kind not in ("blank", "comment"):
            operand = (piece.kind == "word" and keyword_entry(piece.text) is None) or piece.text in (")", "]")


def is_open(piece: Piece) -> bool:
    """The text or comment has no end: more of it may follow."""
    if piece.kind == "comment":
        return not (piece.text.startswith("/*") and piece.text.endswith("*/") and len(piece.text) > 3)
    if piece.kind == "lines":
        return not piece.text.endswith("]")
    if piece.text.startswith('"'):
        return piece.text.count('"') % 2 == 1
    return len(piece.text) == 1 or piece.text[-1] not in '“”"`'


def keyword_at(text: str, piece: Piece) -> int:
    """Where the keyword that starts with a word ends (`FOR EACH` has two); 0 when it is none."""
    for _, rest in keyword_entry(piece.text) or ():
        after = piece.end
        for expected in rest:
            following = NEXT_WORD.match(text, after)
            if following is None or fold(following[1]) != expected:
                break
            after = following.end()
        else:
            if rest or len(piece.text) > 1:
                return after
    return 0
