"""Blocks in braces, as C or Java has them: not WLanguage, but programs are found that hold them (language.md 14).

They are one error, told at the first brace. The rest of the program is read as if each closing brace were an END, so
that what else is wrong is told as well, and nothing more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wlmail.language import syntax
from wlmail.language.automaton import Row, Token, accepts
from wlmail.language.diagnostics import Diagnostic
from wlmail.language.lexer import Lexer
from wlmail.language.patterns import LINE_AFTER

if TYPE_CHECKING:
    from wlmail.language.parser import Parser

_ELSE_AFTER = re.compile(r"(?:\s|//[^\r\n]*)*(?:else|sinon)\b", re.I)
_FRENCH = re.compile(r"\b(?:SI|SINON|ALORS|PROC[EÉ]DURE|EST|POUR|SELON|RENVOYER|TANTQUE|FONCTION)\b", re.I)


class BracedLexer(Lexer):
    """Drops the braces that open blocks and reads those that close them as END."""

    def _sign(self, sign: str, row: Row, start: int, stop: int) -> Token | None:
        if sign == "{" and LINE_AFTER.match(self.text, stop) and not accepts(self.states, "_BLOCK_OPEN"):
            self.else_action = False
            self.position = stop
            return None
        if sign == "}" and not any(bracket in ("{", "B") for bracket, _ in self.brackets):
            if self.previous != "_NL":
                return ("_NL", "", start, start)
            self.position = stop
            if _ELSE_AFTER.match(self.text, stop):
                return None
            return ("_END" if "_END" in row else "END", sign, start, stop)
        return super()._sign(sign, row, start, stop)


def read_braces(parser: Parser, again: Parser) -> tuple[Parser, syntax.Program] | None:
    """The program of a parser that stumbled over braces, read with them; None when they are not the matter.

    `again` has not begun to read the same text.
    """
    text = parser.text
    first = next((d for d in parser.found if d.span and text.startswith("{", d.span[0])), None)
    if first is None or first.span is None or not LINE_AFTER.match(text, first.span[0] + 1):
        return None
    again.lexer = BracedLexer(text, again.states, again.lexer.position)
    program = again.program()
    if len(again.found) >= len(parser.found):
        return None
    end = "FIN" if _FRENCH.search(text) else "END"
    hint = f"leave the braces out and close every block with {end}"
    place = (first.span[0], first.span[0] + 1)
    again.found.append(Diagnostic("braces", "blocks do not stand in braces", span=place, hint=hint))
    return again, program
