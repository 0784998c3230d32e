"""What a French program is told: every failure of the library is in the catalogue."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import wlmail
from wlmail.language import registry
from wlmail.language.french import failure_told

MAKERS = ("Failure", "MessageError", "HeaderError", "AddressError", "SignInError")
PACKAGE = Path(wlmail.__file__).parent


def failures() -> set[str]:
    """The texts with which the library fails, `x` for what an f-string fills in."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute) and node.args:
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                if name in MAKERS:
                    found |= {text for piece in _alternatives(node.args[0]) if (text := _text(piece))}
    registry.load()
    return found | {entry.fails_because for entry in registry.functions() if entry.fails_because}


def _alternatives(node: ast.expr) -> list[ast.expr]:
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
        ("a path: Permission denied", "a path : accès refusé"),
        ("what nobody says", "what nobody says"),
    ],
)
def test_pieces_of_a_failure_are_french_too(english: str, french: str) -> None:
    assert failure_told(english) == french
