"""The lexer's half for signs: brackets, members, and what signs open (language.md 3.6, 5, 16)."""

from __future__ import annotations

import re

from wlmail.language.automaton import SIGNS, Row, Token, accepts
from wlmail.language.patterns import ATTRIBUTES, ATTRIBUTES_END, DIGIT_AFTER, LINES_OPEN, NAMED, QUOTED, RESOURCE, WORD

SIZES = {"NUMBER", "TIMES"}
STARTS_LINE = {"_NL", "_SEMI", "_BLOCK_OPEN", "CASE_ERROR", "CASE_EXCEPTION", "FINALLY", ""}


class Signs:
    """What is known while the tokens of `text[position:end]` are read, for a parser whose stack of states is `states`.

    `Lexer` adds words and line ends.
    """

    def __init__(self, text: str, states: list[int], position: int = 0, end: int | None = None) -> None:
        self.text = text
        self.states = states
        self.position = position
        self.end = len(text) if end is None else end
        self.brackets: list[tuple[str, int]] = []
        """The open brackets, innermost last: sign and offset. B is a block in braces, P a procedure up to END."""
        self.previous = "_NL"
        """The terminal given last."""
        self.in_case = False
        """The values of a CASE are being read: a single colon ends them (16-6)."""
        self.internal = False
        """INTERNAL has been read before the word PROCEDURE."""
        self.else_action = False
        """The line holds an ELSE with its action; does it own the END that follows? (7.2 rule 4)"""
        self.short_end = True
        """What to answer to that question."""
        self.short_else = False
        """The question has come up."""
        self.no_closing: set[str] = set()
        """Multi-line texts opened with this quote are known to have no closing bracket further on."""

    def _semicolon(self, start: int, stop: int) -> Token | None:
        raise NotImplementedError

    def _sign(self, sign: str, row: Row, start: int, stop: int) -> Token | None:
        text, brackets = self.text, self.brackets
        operand = "MEMBER" in row  # an operand has just been read
        first = sign[0]
        if first == "[":
            # Where no operand has been read, only a CASE takes a comparison (7.3).
            if not operand and (sign == "[" or SIGNS[sign] not in row):
                sign, stop = "[", start + 1
                if opened := LINES_OPEN.match(text, start):
                    return self._lines(opened)
            if sign in ("[", "[["):
                if sign == "[[" and "_RANGE_OPEN" not in row:
                    sign, stop = "[", start + 1
                brackets.append((sign, start))
        elif first == "(":
            brackets.append(("(", start))
        elif first in ")]}" or sign in ("=]", "~]", "~~]"):
            if sign == "]]" and not (brackets and brackets[-1][0] == "[["):
                sign, stop = "]", start + 1
            if sign in (")", "]", "]]", "}"):
                return self._close(sign, start, stop)
        elif first == "{":
            sign_terminal = "_BLOCK_OPEN" if "_BLOCK_OPEN" in row else "_LBRACE"
            brackets.append(("B" if sign_terminal == "_BLOCK_OPEN" else "{", start))
            self.position = stop
            return (sign_terminal, "{", start, stop)
        elif first in ".:>?" and sign in (".", "..", ":", "::", ">>", "?."):
            return self._access(sign, row, operand, start, stop)
        elif first == "<":
            special = self._angle(sign, row, operand, start)
            if special is not None:
                return special
            if sign == "<-" and not accepts(self.states, "ALIAS"):
                sign, stop = "<", start + 1
        elif first == "," and "DIM_COMMA" in row and self.previous in SIZES and DIGIT_AFTER.match(text, stop):
            self.position = stop
            return ("DIM_COMMA", ",", start, stop)
        elif first == ";":
            return self._semicolon(start, stop)
        elif first == "?" and sign == "?" and "QUESTION" in row:
            self.position = stop
            return ("QUESTION", "?", start, stop)
        elif sign in ("++", "--") and operand and text[stop : stop + 1].isalnum():
            sign, stop = first, start + 1  # a--b
        elif first in "'’":
            self.position = stop
            return ("ERROR", ("single-quote", "a text is written between double quotes, not single ones"), start, stop)
        self.position = stop
        return (SIGNS[sign], sign, start, stop)

    def _close(self, sign: str, start: int, stop: int) -> Token:
        brackets = self.brackets
        if sign == "}" and brackets and brackets[-1][0] == "B" and self.previous not in STARTS_LINE:
            return ("_NL", "", start, start)
        stray = not brackets
        if brackets:
            brackets.pop()
        self.position = stop
        return (SIGNS[sign], "" if stray else sign, start, stop)

    def _access(self, sign: str, row: Row, operand: bool, start: int, stop: int) -> Token:
        """`.` `..` `:` `::` `?.` `>>` and the name after them: one token (5, 16-6, 16-25)."""
        text = self.text
        self.position = stop
        touching = start > 0 and text[start - 1] not in " \t\xa0\r\n"
        if sign == ":":
            in_values = self.in_case and not self.brackets
            if (in_values and operand) or not (WORD.match(text, stop) or QUOTED.match(text, stop)):
                self.in_case = False
                return ("_COLON", ":", start, stop)
            if "_COLON" in row and not (operand and touching and not text[stop].isspace()):
                return ("_COLON", ":", start, stop)
            member = operand and touching and not text[stop].isspace()
        else:
            member = operand and (sign != "::" or touching)
        if sign == ">>" and not member:
            return ("ERROR", ("unexpected", "an operand is missing before >>"), start, stop)
        found = WORD.match(text, stop) or QUOTED.match(text, stop)
        if found is None:
            return ("ERROR", ("name-expected", f"a name is missing after {sign}"), start, stop)
        self.position = found.end()
        terminal = "MEMBER" if member else "SELF_MEMBER" if sign in (":", "::") else "WITH_MEMBER"
        return (terminal, (sign, found[1], (found.start(1), found.end(1))), start, found.end())

    def _angle(self, sign: str, row: Row, operand: bool, start: int) -> Token | None:
        """Resource texts, attribute lists and named arguments (16-14); None for a comparison."""
        text = self.text
        if sign == "<§":
            found = RESOURCE.match(text, start)
            self.position = found.end() if found else start + 2
            if found is None:
                return ("ERROR", ("unclosed-resource", "this <§ has no closing §>"), start, start + 2)
            return ("RESOURCE", found[0], start, found.end())
        if sign not in ("<", "<-"):
            return None
        if "NAMED" in row:
            named = NAMED.match(text, start)
            if named:
                self.position = named.end()
                return ("NAMED", named[1], start, named.end())
        if "ATTRIBUTES" in row:
            found = ATTRIBUTES.match(text, start)
            if found and (
                "LT" not in row or (ATTRIBUTES_END.match(text, found.end()) and accepts(self.states, "ATTRIBUTES"))
            ):
                self.position = found.end()
                return ("ATTRIBUTES", found[0], start, found.end())
        return None

    def _lines(self, opened: re.Match[str]) -> Token:
        """A multi-line text (3.6): to the first line that starts with the closing bracket."""
        text, quote = self.text, opened[1]
        found = None
        if quote not in self.no_closing:  # looked for once: a text full of openings must not cost its length each time
            closing = re.compile(rf"(?:\r\n|[\r\n])[ \t\xa0]*{re.escape(quote)}\]")
            found = closing.search(text, opened.end() - len(opened[2]), self.end)
        if found is None:
            self.no_closing.add(quote)
            self.position = opened.end(1)
            message = (
                "unclosed-lines",
                "this multi-line text has no closing ]",
                "close it with ] at the start of a line",
            )
            return ("ERROR", message, opened.start(), opened.end(1))
        self.position = found.end()
        return ("LINES", (opened.end(), found.start()), opened.start(), found.end())
