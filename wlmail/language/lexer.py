"""From text to tokens (language.md 2, 3 and 16): comments, continued lines, literals, and which word is a keyword.

The lexer walks in step with the parser. Before each token it looks at the row of the parser's state, the terminals
that can come there: the grammar itself says whether a word is a keyword or a name, and whether `[` opens an index or a
literal. A token is a tuple (terminal, value, start, end).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wlmail.language.automaton import RANKS, ROWS, Row, Token, accepts, keyword_entry
from wlmail.language.names import fold
from wlmail.language.patterns import (
    CLOSES_OR_GOES_ON,
    COLON_AFTER,
    END_WORD,
    HEAD_WORDS,
    LABEL_AFTER,
    LINE_AFTER,
    LONE_BRACKET,
    NEXT_WORD,
    OPERAND_AFTER,
    PAREN_AFTER,
    TOKEN,
    TYPE_ENDS,
    USELESS_SEMICOLON,
    VARIABLE_AFTER,
    WORD,
)
from wlmail.language.signs import STARTS_LINE, Signs

DEEPEST = 1500
"""States on the parser's stack: some 200 brackets or blocks within each other, and still within Python's own limits."""

INTERNAL = {"INTERNAL", "INTERNE"}
IS_WORDS = {"IS", "ARE", "EST", "SONT"}
CONTINUING = {"PLUS", "MINUS", "TIMES", "DIVIDE", "AND", "OR", "AND_THEN", "OR_ELSE"}
ASSIGNING = {"EQ", "LE", "ADD_TO", "ALIAS"}
# Words of the block structure: at a statement start they are never names, even where the grammar cannot take them.
STRUCTURAL = {"_ELSE", "ELSE_IF", "CASE", "OTHER_CASE", "_END", "END", "LOOP_WHILE", "_THEN", "PROCEDURE", "FINALLY"}
INFIX_WORDS = set(RANKS) - {"NOT", "MINUS", "PLUS"} | {"TO", "TO_FIXED", "ON", "_STEP", "_THEN"}
VALUES = {"TRUE", "FALSE", "NULL", "OBJECT"}
HANDLERS = {"CASE_ERROR", "CASE_EXCEPTION", "FINALLY"}
OPENING_WORDS = {"IF", "FOR", "FOR_EACH", "WHILE", "_END", "_ELSE", "RETURN", "CASE", "_LET", "EXTERN", "SWITCH"}


class Lexer(Signs):
    """The tokens of a text; `Signs` holds what is known on the way, and reads signs and literals that signs open."""

    def tokens(self) -> Iterator[Token]:
        """The tokens to the end; the last is `$END`, again and again. Call again after a change of `position`."""
        text, states, match, end = self.text, self.states, TOKEN.match, self.end
        token: Token
        while True:
            found = match(text, self.position, end)
            assert found is not None
            kind = found.lastgroup
            assert kind is not None
            start, stop = found.span(kind)
            row = ROWS[states[-1]]
            if self.previous == "_END" and self.brackets and self.brackets[-1][0] == "P" and "_RPAR" in row:
                self.brackets.pop()  # this END closed an anonymous procedure
            if kind == "word":
                word = text[start:stop]
                entry = keyword_entry(word)
                if entry is None:
                    if "LABEL" in row and (label := LABEL_AFTER.match(text, stop, end)):
                        self.position = label.end()
                        token = ("LABEL", word, start, stop)
                    else:
                        self.position = stop
                        token = ("NAME", word, start, stop)
                else:
                    made = self._word(word, entry, row, start, stop)
                    if made is None:
                        continue
                    token = made if len(states) < DEEPEST else self._too_deep(start, stop)
            elif kind == "newline":
                self.position = stop
                made = self._newline(start, stop)
                if made is None:
                    continue
                token = made
            elif kind == "sign":
                made = self._sign(text[start:stop], row, start, stop)
                if made is None:
                    continue
                token = made if len(states) < DEEPEST else self._too_deep(start, stop)
            elif kind == "string":
                self.position = stop
                token = ("STRING", text[start:stop], start, stop)
            elif kind == "number" or kind == "duration":
                token = self._number(kind, start, stop)
            elif kind == "end":
                self.position = end
                token = ("$END" if self.previous in STARTS_LINE else "_NL", "", end, end)
            else:
                self.position = stop
                from wlmail.language.slips import strange  # only a program with errors pays for it

                token = ("ERROR", strange(text, start), start, stop)
            self.previous = token[0]
            yield token

    def _too_deep(self, start: int, stop: int) -> Token:
        self.position = stop
        return ("ERROR", ("too-deep", "blocks or brackets are nested too deeply here"), start, stop)

    def _number(self, kind: str, start: int, stop: int) -> Token:
        text = self.text
        while text[stop - 1] in " \xa0":
            stop -= 1
        self.position = stop
        after = text[stop : stop + 1]
        if after.isalnum() or after == "_":
            word = WORD.match(text, stop)
            self.position = word.end() if word else stop + 1
            return ("ERROR", ("name-starts-with-digit", "a name cannot start with a digit"), start, self.position)
        return ("NUMBER" if kind == "number" else "DURATION", text[start:stop], start, stop)

    # --- Line ends (2.2, 2.3) ------------------------------------------------------------------------------------

    def _newline(self, start: int, stop: int) -> Token | None:
        previous, text = self.previous, self.text
        self.internal = False
        if previous in STARTS_LINE:
            self.in_case = False
            return None
        innermost = self.brackets[-1][0] if self.brackets else ""
        if innermost == "(" and "_BLOCK_OPEN" in ROWS[self.states[-1]]:
            self.brackets.append(("P", start))  # the body of an anonymous procedure, up to its END
        elif innermost == "(":
            following = WORD.match(text, stop)
            if following and self.opens_statement(following):
                return ("_NL", "", start, start)
            return None
        # (`CASE 1 < *` is complete.)
        going_on = previous in CONTINUING and "_NL" not in ROWS[self.states[-1]]
        if going_on and not ((following := WORD.match(text, stop)) and self.opens_statement(following)):
            return None
        if innermost in ("[", "[[", "{"):
            if previous in ("_COMMA", "_LSQB") or CLOSES_OR_GOES_ON.match(text, stop):
                return None
        elif previous in ASSIGNING and LONE_BRACKET.match(text, stop):
            return None
        self.in_case = False
        if self.else_action:
            self.else_action = False
            if short := self._short_end(start, stop):
                return short
        return ("_NL", "", start, stop)

    def _short_end(self, start: int, stop: int) -> Token | None:
        """The END of an IF whose ELSE has its action on the same line (7.2 rule 4)."""
        found = END_WORD.match(self.text, stop) if self.short_end else None
        if found is None or not accepts(self.states, "_SHORT_END"):
            return None
        self.else_action = False
        self.position = found.end()
        return ("_SHORT_END", "", start, found.end())

    def opens_statement(self, found: re.Match[str]) -> bool:
        """A line inside an open parenthesis starts with a word that can only open a statement."""
        entry = keyword_entry(found[1])
        if entry is None or not any(terminal in OPENING_WORDS for terminal, _ in entry):
            return False
        rest = self.text[found.end() : found.end() + 40].lstrip(" \t")
        return not rest.startswith((",", ")", "=", ".", "(", "+", "[", ":"))

    def _semicolon(self, start: int, stop: int) -> Token | None:
        """`;` ends a line as a newline does (15), except between the statements of a one-line IF (7.2)."""
        self.position = stop
        useless = USELESS_SEMICOLON.match(self.text, stop)
        if self.previous in STARTS_LINE or (useless and (not useless[1] or accepts(self.states, "_ELSE"))):
            return None
        self.in_case = self.internal = False
        if self.else_action and (short := self._short_end(start, stop)):
            return short
        between = accepts(self.states, "_SEMI") or not accepts(self.states, "_NL")
        if not between and self.brackets and self.brackets[-1][0] == "(":
            self.brackets.append(("P", start))
        return ("_SEMI" if between else "_NL", ";", start, stop)

    # --- Words (3.3, 16) -----------------------------------------------------------------------------------------

    def _word(
        self, word: str, entry: list[tuple[str, tuple[str, ...]]], row: Row, start: int, stop: int
    ) -> Token | None:
        """The keyword or name that starts here; None for an article to leave out."""
        text = self.text
        if text[stop : stop + 1] in ("'", "’") and len(word) == 1:
            self.position = stop + 1  # d'entiers, l'objet (16-20)
            return ("OF", "DE", start, stop + 1) if word in "dD" and "OF" in row else None
        at_start = "IF" in row or self.previous == "MODIFIER"
        stray = None
        for terminal, rest in entry:
            after = stop
            for expected in rest:
                following = NEXT_WORD.match(text, after)
                if following is None or fold(following[1]) != expected:
                    break
                after = following.end()
            else:
                if terminal in HANDLERS:
                    if (colon := COLON_AFTER.match(text, after)) is None:
                        continue
                    after = colon.end()
                named = rest and terminal in ("_IS", "IS") and TYPE_ENDS.match(text, after)  # `x is A`
                if named or (terminal == "OF" and word in "dD"):
                    continue
                if terminal in row:
                    if terminal == "INTERNAL_PROCEDURE" and not self._is_internal(after):
                        continue
                    if "NAME" in row and not self._is_keyword(terminal, row, at_start, start, after):
                        continue
                    return self._keyword(terminal, start, after)
                if (at_start and stray is None and terminal in STRUCTURAL) or ("NAME" not in row and stray is None):
                    stray = (terminal, after)
                elif terminal == "_THEN" and not at_start and "NUMBER" in row:
                    return self._keyword(terminal, start, after)
        if stray is not None:
            as_name = VARIABLE_AFTER.match(text, stray[1]) or PAREN_AFTER.match(text, stray[1])
            if not (at_start and as_name):
                return self._keyword(stray[0], start, stray[1])
        self.position = stop
        if "LABEL" in row and (label := LABEL_AFTER.match(text, stop, self.end)):
            self.position = label.end()
            return ("LABEL", word, start, stop)
        return ("NAME", word, start, stop)

    def _keyword(self, terminal: str, start: int, stop: int) -> Token:
        self.position = stop
        if terminal == "CASE":
            self.in_case = True
        elif terminal == "MODIFIER":
            self.internal = self.internal or fold(self.text[start:stop]) in INTERNAL
        elif terminal == "_ELSE" and self.previous in STARTS_LINE:
            self.else_action = not LINE_AFTER.match(self.text, stop)
            self.short_else = self.short_else or self.else_action
        return (terminal, terminal if terminal in RANKS else self.text[start:stop], start, stop)

    def _is_internal(self, stop: int) -> bool:
        if self.internal:
            return True
        found = HEAD_WORDS.match(self.text, stop)
        return found is not None and any(fold(word) in INTERNAL for word in found[0].split())

    def _is_keyword(self, terminal: str, row: Row, at_start: bool, start: int, stop: int) -> bool:
        """Both the keyword and a name can stand here: what follows decides (16)."""
        text = self.text
        if terminal in VALUES:
            return True
        following = NEXT_WORD.match(text, stop)
        next_word = fold(following[1]) if following else ""
        if terminal == "NOT":
            return OPERAND_AFTER.match(text, stop) is not None
        if terminal in ("PROCEDURE", "INTERNAL_PROCEDURE"):
            if at_start:
                return next_word not in IS_WORDS and bool(following or LINE_AFTER.match(text, stop))
            return PAREN_AFTER.match(text, stop) is not None
        if terminal == "SWITCH_VALUE":
            return not at_start and PAREN_AFTER.match(text, stop) is not None
        if terminal in ("NEW", "CONSTRUCTOR", "_BASE_OBJECT"):
            return following is not None and next_word not in IS_WORDS
        if terminal == "TO" or terminal == "TO_FIXED":
            if OPERAND_AFTER.match(text, stop) is None or text[stop : stop + 1] not in " \t\xa0(":
                return False
            return following is None or not any(t in INFIX_WORDS for t, _ in keyword_entry(next_word) or ())
        if terminal == "MODIFIER":
            if "_RPAR" in row or ("TIMES" in row and not at_start):
                return following is not None and next_word not in IS_WORDS
            return bool((following and next_word not in IS_WORDS) or LINE_AFTER.match(text, stop))
        if terminal == "EACH_KIND":
            if fold(text[start:stop]).startswith("SELECT"):
                return True
            return following is not None and not any(
                t in ("OF", "IN", "ON", "WHERE") for t, _ in keyword_entry(next_word) or ()
            )
        if not at_start or terminal == "CASE":
            return next_word not in IS_WORDS
        if next_word in IS_WORDS and terminal != "_CONSTANT":
            return False
        if terminal in ("_END", "END") and PAREN_AFTER.match(text, stop):
            return False
        return VARIABLE_AFTER.match(text, stop) is None
