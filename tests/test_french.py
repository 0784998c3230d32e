"""What a French program is told: every failure of the library is in the catalogue."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import wlmail
from wlmail.language import registry
from wlmail.language.french import failure_told

MAKERS = ("Failure", "MessageError", "HeaderError", "AddressError", "SignInError")
PACKAGE = Path(wlmail.__file__).parent


def texts_of(makers: tuple[str, ...], place: int = 0) -> set[str]:
    """The texts given to calls of `makers`, `x` for what an f-string fills in."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute) and node.args[place:]:
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                if name in makers:
                    found |= {text for piece in _alternatives(node.args[place]) if (text := _text(piece))}
    return found


def failures() -> set[str]:
    """The texts with which the library fails."""
    registry.load()
    found = texts_of(MAKERS)
    return found | {entry.fails_because for entry in registry.functions() if entry.fails_because}


def _alternatives(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BoolOp):
        return node.values
    if isinstance(node, ast.BinOp):
        return [node.left]
    return [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(piece.value if isinstance(piece, ast.Constant) else "x" for piece in node.values)  # type: ignore[misc]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def test_every_failure_of_the_library_is_told_in_french() -> None:
    texts = failures()
    assert len(texts) > 120
    english = {text for text in texts if failure_told(text) == text}
    # One has no words of its own; those of the other are fixed in email.md 3.11.
    assert {text for text in english if text != "x: x" and "is not available on this platform" not in text} == set()


def test_every_fatal_error_is_told_in_french() -> None:
    # `near` may end a text with the name that is meant.
    texts = {re.sub(r"(?<=\S)x$", "; did you mean x?", text) for text in texts_of(("WLError",))}
    assert len(texts) > 100
    # That one puts the member at fault before a sentence of these.
    assert {text for text in texts if failure_told(text) == text} == {"x: x"}
    assert {what for what in texts_of(("unfit",), 1) if f"«x» is not {what}" and failure_told(what) == what} == set()


def test_every_notice_is_told_in_french() -> None:
    texts = texts_of(("tell",), 1) | texts_of(("tell_once",), 1) | texts_of(("say",), 1)
    assert len(texts) > 15
    # These are put together of pieces that have words of their own.
    assert {text for text in texts if failure_told(text) == text} == {"x «x»; the answer is x", "message to x x"}


@pytest.mark.parametrize(
    ("english", "french"),
    [
        (
            "the session is not started: EmailOuvreSession failed: 0 is no port; ports go from 1 to 65535",
            "la session n'est pas ouverte : EmailOuvreSession a échoué : "
            "0 n'est pas un port ; les ports vont de 1 à 65535",
        ),
        (
            "recipient: «a b@c.fr» is not one address: it has a blank in front of the last @",
            "destinataire : «a b@c.fr» n'est pas une seule adresse : il y a un espace devant le dernier @",
        ),
        (
            "the session is closed: smtp.exemple.fr closed the session (421 4.3.2 bye); start it again",
            "la session est fermée : smtp.exemple.fr a mis fin à la session (421 4.3.2 bye) ; la rouvrir",
        ),
        (
            "the value 300 does not fit an unsigned int of 1 byte, which holds 0 to 255",
            "la valeur 300 ne tient pas dans un entier sans signe sur 1 octet, qui va de 0 à 255",
        ),
        ("Lines[2].Price: a date is not a number", "Lines[2].Price : une date n'est pas un nombre"),
        (
            "there is no variable «sNon» here; did you mean sNom?",
            "il n'y a pas de variable «sNon» ici ; vouliez-vous dire sNom ?",
        ),
        ("an array cannot have 2 by -1 elements", "un tableau ne peut pas avoir 2 par -1 éléments"),
        (
            "WinAPI is known, but not offered here: OLE automation exists on Windows only",
            "wlmail connaît WinAPI, mais ne l'offre pas ici : l'automation OLE n'existe que sous Windows",
        ),
        (
            "there is no terminal to ask «a: b»; the answer is oui",
            "il n'y a pas de terminal pour demander «a: b» ; la réponse est oui",
        ),
        ("a path: Permission denied", "a path : accès refusé"),
        ("what nobody says", "what nobody says"),
    ],
)
def test_pieces_of_a_failure_are_french_too(english: str, french: str) -> None:
    assert failure_told(english) == french
