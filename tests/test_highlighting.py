"""The Pygments lexer: every letter once, and what the words are."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.token import Comment, Keyword, Name, Number, String

from wlmail.highlighting import WLanguageLexer
from wlmail.language.pieces import pieces

SAMPLES = sorted((Path(__file__).parent.parent / "samples").rglob("*.wl"))


def tokens(text: str) -> dict[str, object]:
    return {value: token for _, token, value in WLanguageLexer().get_tokens_unprocessed(text) if value.strip()}


def test_words_are_what_they_are() -> None:
    found = tokens('POUR TOUT x DE t // é\nm.Sujet = Remplace("a", 0x1F)\nsi_x = optionTLS + Vrai\nm est un Email\n')
    assert found["POUR"] == found["TOUT"] == found["DE"] == Keyword
    assert found["// é"] == Comment
    assert found["Sujet"] == Name.Attribute
    assert found["Remplace"] == Name.Builtin
    assert found['"a"'] == String
    assert found["0x1F"] == Number
    assert found["si_x"] == Name
    assert found["optionTLS"] == Name.Constant
    assert found["Vrai"] == Keyword.Constant
    assert found["Email"] == Keyword.Type


def test_a_text_of_several_lines_is_one() -> None:
    found = tokens('s = ["\n  IF "x" THEN\n"]\nIF s = "" THEN\nEND\n')
    assert found['["\n  IF "x" THEN\n"]'] == String
    assert found["IF"] == Keyword


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_samples(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    found = list(WLanguageLexer().get_tokens_unprocessed(text))
    assert "".join(value for _, _, value in found) == text


@given(st.text(alphabet="ab1é\"`“”[]{}()/*\n\r\t .:;=+-,<>'", max_size=60))
def test_pieces_are_the_text(text: str) -> None:
    assert "".join(piece.text for piece in pieces(text)) == text


def test_it_is_published() -> None:
    found = [entry for entry in entry_points(group="pygments.lexers") if entry.name == "wlanguage"]
    if not found:
        pytest.skip("wlmail is not installed")
    assert found[0].load() is WLanguageLexer
