"""What stands at the cursor: a name, a member, a type, a text, and the call around it. Looks at the text only."""

from __future__ import annotations

from wlmail.language.names import fold
from wlmail.language.pieces import Piece, is_open, pieces

OPENS = {"(": ")", "[": "]", "{": "}"}
ACCESS = (".", "..", "?.", "::")
_IS = ("IS", "ARE", "EST", "SONT")
_ARTICLES = ("A", "AN", "UN", "UNE", "DES", "THE")
_OF = ("OF", "DE", "D", "DES", "ON", "SUR")
_NEW = ("NEW", "NOUVEAU", "NOUVELLE", "ALLOCATE", "ALLOUER")
_COLLECTIONS = (
    *("ARRAY", "ARRAYS", "TABLEAU", "TABLEAUX", "QUEUE", "FILE", "STACK", "PILE", "LIST", "LISTE"),
    *("ASSOCIATIVE", "ASSOCIATIF", "ASSOCIATIFS", "FIXED", "FIXE", "DYNAMIC", "DYNAMIQUE", "LOCAL", "GLOBAL"),
)


class Call:
    """An open call: `callee` is the text before its parenthesis, `argument` counts from 0, `start` is where it is."""

    __slots__ = ("argument", "callee", "start")

    def __init__(self, callee: str, argument: int, start: int) -> None:
        self.callee = callee
        self.argument = argument
        self.start = start


class Place:
    """The end of a text that is being typed.

    `kind`: name, member (of `subject`), type, text (a string that is open), or nothing (in a comment, after a number).
    `word` is what has been typed of it. `assigned` is the text before a `=` just before the word, "" elsewhere.
    `statement` is where the statement begins, its brackets included.
    """

    __slots__ = ("assigned", "call", "kind", "statement", "subject", "word")

    def __init__(self, kind: str, word: str = "") -> None:
        self.kind = kind
        self.word = word
        self.subject = self.assigned = ""
        self.call: Call | None = None
        self.statement = 0


def place_at_end(text: str) -> Place:
    """What stands at the end of `text`."""
    every = list(pieces(text))
    last = every[-1] if every else None
    before = [piece for piece in every if piece.kind not in ("blank", "comment")]
    if last is None:
        return Place("name")
    if last.kind in ("comment", "string", "lines"):
        kind = "text" if last.kind == "string" and is_open(last) else "nothing"
        place = Place(
            kind if last.kind != "comment" or is_open(last) else "name", last.text[1:] if kind == "text" else ""
        )
        if last.kind == "string":
            before.pop()
    elif last.kind == "word":
        place = Place("name", last.text)
        before.pop()
    else:
        place = Place("nothing" if last.kind == "number" or last.text in (")", "]") else "name")
    if last.kind == "comment" and is_open(last):
        place.kind = "nothing"
    _look_back(place, text, before)
    return place


def _look_back(place: Place, text: str, before: list[Piece]) -> None:
    """The call and the statement around the place, and what the sign or word before it asks for."""
    open_at = _open_brackets(before)
    first = open_at[0][0] if open_at else len(before)
    breaks = [i for i in range(first) if before[i].kind == "newline" or before[i].text == ";"]
    place.statement = before[breaks[-1]].end if breaks else 0
    for index, commas in reversed(open_at):
        if before[index].text == "(" and index and (before[index - 1].kind == "word" or before[index - 1].text == ")"):
            callee = text[operand_start(before, index) : before[index].start].strip()
            place.call = Call(callee, commas, before[index].start)
            break
    if place.kind != "name" or not before:
        return
    previous = before[-1]
    if previous.text in ACCESS:
        place.kind = "member"
        place.subject = text[operand_start(before, len(before) - 1) : previous.start].strip()
    elif previous.text in ("=", "+=") and len(before) > 1:
        place.assigned = text[operand_start(before, len(before) - 1) : previous.start].strip()
    elif _wants_type(before):
        place.kind = "type"


def _open_brackets(before: list[Piece]) -> list[tuple[int, int]]:
    """(index, commas since) of the brackets that are open at the end, the outermost first."""
    found: list[tuple[int, int]] = []
    for index, piece in enumerate(before):
        if piece.kind != "sign":
            continue
        if piece.text in OPENS:
            found.append((index, 0))
        elif piece.text in ")]}":
            if found:
                found.pop()
        elif piece.text == "," and found:
            found[-1] = (found[-1][0], found[-1][1] + 1)
    return found


def operand_start(before: list[Piece], end: int) -> int:
    """The offset at which the operand begins that ends before the piece `end`: `a[i].b(c)` as a whole."""
    index, start = end - 1, before[end].start if end < len(before) else before[-1].end
    while index >= 0:
        piece = before[index]
        if piece.text in (")", "]"):
            depth = 0
            while index >= 0:
                depth += (before[index].text in (")", "]")) - (before[index].text in ("(", "["))
                if depth == 0:
                    break
                index -= 1
            start = before[max(index, 0)].start
            index -= 1
            if index < 0 or (before[index].kind != "word" and before[index].text not in (")", "]")):
                break
            continue
        if piece.kind not in ("word", "string"):
            break
        start = piece.start
        index -= 1
        if index < 0 or before[index].text not in ACCESS:
            break
        start = before[index].start
        index -= 1
    return start


def _wants_type(before: list[Piece]) -> bool:
    """`x is …`, `x est un …`, `array of …`, `tableau d'…`, `new …`, `PROCEDURE f(): …`."""
    line: list[str] = []
    for piece in reversed(before):
        if piece.kind == "newline" or piece.text in ("(", ",", ";"):
            break
        line.insert(0, fold(piece.text))
    while line and line[-1] in ("'", "’"):
        line.pop()
    if not line:
        return False
    if line[-1] in _NEW:
        return True
    if line[-1] == ":" and len(line) > 1 and line[-2] == ")":
        return True
    words = [word for word in line if word in _IS]
    if not words:
        return False
    after = line[len(line) - line[::-1].index(words[-1]) :]
    return all(word in (*_ARTICLES, *_OF, *_COLLECTIONS) or word.isdigit() for word in after) and (
        not after or after[-1] in (*_ARTICLES, *_OF, "DYNAMIC", "DYNAMIQUE")
    )
