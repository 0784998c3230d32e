"""What was probably meant: hints for lines with the habits of other languages, misspelt keywords, forgotten signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wlmail.language.automaton import ENTERED, ROWS, Token
from wlmail.language.names import fold
from wlmail.language.patterns import WORD
from wlmail.language.symbols import closest

if TYPE_CHECKING:
    from wlmail.language.parser import Parser

# Keywords that begin a line → the terminal, for a line that opens a block.
STARTS = {
    "IF": "IF", "ELSE": "", "SWITCH": "SWITCH", "CASE": "", "FOR": "FOR", "WHILE": "WHILE", "LOOP": "LOOP",
    "RETURN": "", "RESULT": "", "PROCEDURE": "", "CONSTANT": "", "STRUCTURE": "", "WITH": "WITH", "END": "",
    "SINON": "", "SELON": "SWITCH", "POUR": "FOR", "TANTQUE": "WHILE", "BOUCLE": "LOOP", "RENVOYER": "",
    "PROCÉDURE": "", "CONSTANTE": "", "AVEC": "WITH", "FIN": "", "GLOBAL": "", "LOCAL": "",
}  # fmt: skip
# What other languages begin a line with → what stands here.
ELSEWHERE = {
    "DIM": "a variable is declared as s is string (s est une chaîne)",
    "VAR": "a variable is declared as s is string (s est une chaîne)",
    "CATCH": "exceptions are caught by WHEN EXCEPTION IN … DO … END",
    "ELIF": "the words are ELSE IF",
    "RETOURNE": "the word is RENVOYER",
    "RETOURNER": "the word is RENVOYER",
    "DEFAULT": "all other values are OTHER CASE",
    "SUB": "the word is PROCEDURE",
    "DEF": "the word is PROCEDURE",
    "VOID": "the word is PROCEDURE",
    "PRINT": "Trace(…) shows a value",
    "ECHO": "Trace(…) shows a value",
}
TYPES = set(
    "INT INTEGER ENTIER REAL REEL STRING CHAINE BOOLEAN BOOL BOOLEEN DATE BUFFER VARIANT FLOAT DOUBLE CHAR".split()  # noqa: SIM905
)
HERE = {"FLOAT": "real", "DOUBLE": "real", "BOOL": "boolean", "CHAR": "string", "INTEGER": "int"}
ARTICLES = {"A", "AN", "UN", "UNE", "DES"}
FRENCH_TYPES = {"ENTIER": "un entier", "REEL": "un réel", "CHAINE": "une chaîne", "BOOLEEN": "un booléen"}


def meant_opener(text: str, word: str, start: int) -> str:
    """The terminal of the block that a line with a misspelt first word was to open; "" when there is none."""
    near = closest(word, list(STARTS))
    if near == "FOR" and (second := WORD.match(text, start + len(word))) and fold(second[1]) in ("EACH", "ALL"):
        return "FOR_EACH"
    if near == "POUR" and (second := WORD.match(text, start + len(word))) and fold(second[1]).startswith("TOU"):
        return "FOR_EACH"
    return STARTS.get(near, "")


def hint(parser: Parser, token: Token, shown: str) -> str:
    """What helps at the token that cannot stand where it does; "" when nothing is likely."""
    terminal, _, start, end = token
    text, states, saved = parser.text, parser.states, parser.saved
    before = parser.ends[-1]
    value = parser.values[-1]
    if fold(text[max(0, before - 3) : before]) in ("END", "FIN"):
        return "every block is closed by END (FIN) alone"
    if terminal in ("_END", "END", "NAME") and fold(shown) in ("END", "FIN") and "MEMBER" in ROWS[states[-1]]:
        return "an IF on one line ends with its line"
    if terminal == "EQ" and value == "=":
        return "= stands once in an assignment"
    if terminal == "LT" and value == "=":
        return "the signs are <= and >="
    if terminal == "NAME" and closest(shown, ["THEN"] if fold(shown)[:1] == "T" else ["ALORS"]):
        wanted = "THEN" if fold(shown)[:1] == "T" else "ALORS"
        return f"did you mean {wanted}?" if "_THEN" in ROWS[states[-1]] else ""
    if shown == "," and text[before - 1 : before].isdigit() and text[end : end + 1].isdigit():
        return "decimals follow a point: 12.50"
    if shown == ":" and text.startswith("=", end):
        return "an assignment is written with = alone"
    if shown in ("+", "-", "*", "/") and text[end : end + 3].lstrip(" \t").startswith("="):
        return f"the sign is {shown}=, without a blank"
    if shown in ("-", "->") and text.startswith(">", start + 1):
        return "members follow a point: m.Subject"
    if terminal == "STRING" and text[before - 1 : before] in ('"', "”"):
        return "texts are joined by +"
    if counting := of_for(parser):
        return counting
    if saved is not None and len(states) == len(saved.states) + 1 and ENTERED[states[-1]] == "NAME":
        return _of_first_word(parser, token, shown)
    if terminal in ("STRING", "NUMBER", "NAME") and saved is not None and _is_function(str(value)):
        return f"arguments stand between parentheses: {value}({shown})"
    return ""


def of_for(parser: Parser) -> str:
    """How a FOR is written, where the line is one that stopped before its TO."""
    saved, states = parser.saved, parser.states
    for place in range(len(saved.states) if saved is not None else 0, len(states)):
        in_bracket = saved is not None and len(parser.lexer.brackets) > len(saved.brackets)
        if ENTERED[states[place]] == "FOR" and (in_bracket or "TO" not in ROWS[states[-1]]):
            if fold(parser.text[parser.starts[place] : parser.ends[place]]) == "POUR":
                return "POUR i = 1 À 10 counts, POUR TOUT x DE t takes the elements"
            return "FOR i = 1 TO 10 counts, FOR EACH x OF t takes the elements"
    return ""


def _of_first_word(parser: Parser, token: Token, shown: str) -> str:
    """The line began with a name that nothing can follow this way."""
    terminal = token[0]
    word = parser.text[parser.starts[-1] : parser.ends[-1]]
    folded = fold(word)
    if folded in TYPES and terminal == "NAME":
        if folded in FRENCH_TYPES:
            return f"a declaration is written {shown} est {FRENCH_TYPES[folded]}"
        return f"a declaration is written {shown} is {HERE.get(folded, word)}"
    if terminal == "NAME" and (fold(shown) in ARTICLES or fold(shown) in TYPES):
        return (
            "EST is missing" if fold(shown) in ("UN", "UNE", "DES") or fold(shown) in FRENCH_TYPES else "IS is missing"
        )
    if terminal in ("STRING", "NUMBER") or (terminal == "NAME" and _is_function(word)):
        return f"arguments stand between parentheses: {word}({shown})"
    if shown == ":":
        return "an assignment is written with = alone"
    return ""


def no_keyword(parser: Parser, token: Token) -> tuple[str, str] | None:
    """The name that a line began with, when a keyword was meant: the word, and what helps."""
    saved, states = parser.saved, parser.states
    if saved is None or len(states) != len(saved.states) + 1 or ENTERED[states[-1]] != "NAME":
        return None
    word = parser.text[parser.starts[-1] : parser.ends[-1]]
    if fold(word) in ELSEWHERE:
        return word, ELSEWHERE[fold(word)]
    if token[0] not in ("NAME", "NUMBER", "STRING") or _is_function(word) or fold(word) in TYPES:
        return None
    near = closest(word, [start for start in STARTS if abs(len(start) - len(word)) < 2 and len(start) > 2])
    return (word, f"did you mean {near}?") if near else None


def _is_function(word: str) -> bool:
    from wlmail.language.registry import FUNCTIONS

    return fold(word) in FUNCTIONS


def strange(text: str, start: int) -> tuple[str, ...]:
    """Code, message and hint for a character no token starts with."""
    character = text[start]
    if character in '"“`':
        hint = (
            f"close it with {character}"
            if character == "`"
            else 'close it with "; a quote inside a text is written twice: ""'
        )
        return ("unclosed-text", "this text has no closing quote", hint)
    if character in "‘’«»":
        return (
            "strange-character",
            f"the character '{character}' has no meaning here",
            'texts stand between "double quotes"',
        )
    if character == "#":
        return ("strange-character", "the character '#' has no meaning here", "a comment begins with //")
    if character == "!":
        return (
            "strange-character",
            "the character '!' has no meaning here",
            "different is <>, not is NOT (PAS)",
        )
    return ("strange-character", f"the character {character!r} has no meaning here")
