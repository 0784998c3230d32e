"""Strings: the rows of stdlib.md 1.1 as cases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from worlds import call, constant, run_in, values

from wlmail.runtime import kinds
from wlmail.runtime.arrays import Array
from wlmail.runtime.dates import Date
from wlmail.runtime.errors import WLError
from wlmail.runtime.kinds import EOT
from wlmail.runtime.run import Ref

CASES: list[tuple[str, tuple[Any, ...], Any]] = [
    ("StringBuild", ("%2 and %1, %1", "a", "b"), "b and a, a"),
    ("ChaîneConstruit", ("100%% of %1", 5), "100% of 5"),
    ("StringBuild", ("%%1 %1", "x"), "%1 x"),
    ("StringBuild", ("%%%1", "x"), "%x"),
    ("StringBuild", ("a%3b", "x"), "ab"),
    ("StringBuild", ("%10", "a", "b", "c", "d", "e", "f", "g", "h", "i", "tenth"), "tenth"),
    ("StringBuild", ("%10", "one"), ""),
    ("StringBuild", ("50 % and 100%",), "50 % and 100%"),
    ("StringBuild", ("%1%2", True, 2.50), "12.5"),
    ("StringBuild", ("%1", "%2", "no"), "%2"),
    ("ExtractString", ("a\tb\tc", 2), "b"),
    ("ExtraitChaîne", ("a;b;c", 3, ";"), "c"),
    ("ExtractString", ("a;b;c", 4, ";"), EOT),
    ("ExtractString", ("a;;c", 2, ";"), ""),
    ("ExtractString", ("a\r\nb", 2, "\r\n"), "b"),
    ("ExtractString", ("whole", 1, ";"), "whole"),
    ("ExtractString", ("", 1, ";"), ""),
    ("ExtractString", ("", 2, ";"), EOT),
    ("ExtractString", ("a;b", 0, ";"), EOT),
    ("ExtractString", ("a;b", -1, ";"), EOT),
    ("ExtractString", ("a;b;c", 1, ";", "FromEnd"), "c"),
    ("ExtractString", ("a;b;c", 3, ";", "FromEnd"), "a"),
    ("ExtractString", ("a;b;c", 4, ";", "FromEnd"), EOT),
    ("ExtractString", ("a;b;c", "lastRank", ";"), "c"),
    ("ExtractString", ("a;b,c", 3, Array(kinds.STRING, [";", ","])), "c"),
    ("ExtractStringBetween", ("<a><b>", 2, "<", ">"), "b"),
    ("ExtractStringBetween", ("<a><b>", 3, "<", ">"), EOT),
    ("ExtractStringBetween", ("|x|", 1, "|"), "x"),
    ("Replace", ("aXbX", "X", "-"), "a-b-"),
    ("Remplace", ("aXbX", "X"), "ab"),
    ("Replace", ("aaa", "aa", "b"), "ba"),
    ("Replace", ("aa", "a", "aa"), "aaaa"),
    ("Replace", ("abc", "", "x"), "abc"),
    ("Replace", ("éE", "e", "x"), "éE"),
    ("Replace", ("Ab aB", "ab", "x", "IgnoreCase"), "x x"),
    ("Replace", ("cat concat cat", "cat", "dog", "WholeWord"), "dog concat dog"),
    ("Replace", ("Cat cats", "cat", "dog", ("WholeWord", "IgnoreCase")), "dog cats"),
    ("Replace", ("a/b\\c:d", Array(kinds.STRING, ["/", "\\", ":"]), "_"), "a_b_c_d"),
    ("Replace", ("<b>", Array(kinds.STRING, ["<", "b"]), "b<"), "b<b<>"),
    ("NoSpace", ("  a b  ",), "a b"),
    ("SansEspace", ("\t a \r\n",), "a"),
    ("NoSpace", (" a b ", "sscLeft"), "a b "),
    ("NoSpace", (" a b ", "sscRight"), " a b"),
    ("NoSpace", (" a b ", "sscInside"), " ab "),
    ("NoSpace", (" a b ", "sscAll"), "ab"),
    ("NoSpace", (EOT,), EOT),
    ("NoSpace", (EOT, "sscAll"), EOT),
    ("Length", ("été",), 3),
    ("Taille", ("\r\n",), 2),
    ("Length", ("",), 0),
    ("Length", (b"\xc3\xa9",), 2),
    ("Length", (1234,), 4),
    ("Position", ("abcabc", "c"), 3),
    ("Position", ("abcabc", "c", 4), 6),
    ("Position", ("abc", "c", 0), 3),
    ("Position", ("abc", "x"), 0),
    ("Position", ("abc", ""), 0),
    ("Position", ("abcabc", "c", 0, "FromEnd"), 6),
    ("Position", ("abcabc", "c", 5, "FromEnd"), 3),
    ("Position", ("aBc", "b", 1, "IgnoreCase"), 2),
    ("Position", ("concat cat", "cat", 1, "WholeWord"), 8),
    ("Position", ("İx", "X", 1, "IgnoreCase"), 2),
    ("PositionOccurrence", ("a-b-c", "-", 2), 4),
    ("PositionOccurrence", ("a-b-c", "-", 3), 0),
    ("PositionOccurrence", ("a-b-c", "-", 1, "FromEnd"), 4),
    ("PositionOccurrence", ("a-b+c", Array(kinds.STRING, ["-", "+"]), 2), 4),
    ("Upper", ("été ß",), "ÉTÉ SS"),
    ("Minuscule", ("ÉTÉ",), "été"),
    ("Left", ("abc", 2), "ab"),
    ("Left", ("abc",), "a"),
    ("Left", ("abc", 9), "abc"),
    ("Left", ("abc", 0), ""),
    ("Left", ("abc", -1), ""),
    ("Right", ("abc", 2), "bc"),
    ("Droite", (Date("20251123"), 5), "51123"),
    ("Right", ("abc", 0), ""),
    ("Middle", ("abcdef", 2, 3), "bcd"),
    ("Milieu", ("abcdef", 3), "cdef"),
    ("Middle", ("abc", 9), ""),
    ("Contains", ("abc", "B"), False),
    ("Contains", ("abc", "B", "IgnoreCase"), True),
    ("Contient", ("abc", Array(kinds.STRING, ["x", "c"])), True),
    ("StringStartsWith", ("Re: x", "re:", "ccIgnoreCase"), True),
    ("StringStartsWith", ("abc", Array(kinds.STRING, ["x", "ab"])), True),
    ("StringEndsWith", ("a.eml", ".eml"), True),
    ("StringCount", ("aaaa", "aa"), 2),
    ("ChaîneOccurrence", ("a,b,c", ","), 2),
    ("StringCount", ("Aa", "a", "IgnoreCase"), 2),
    ("StringCompare", ("a", "a"), 0),
    ("StringCompare", ("a", "b"), -1),
    ("StringCompare", ("b", "a"), 1),
    ("StringCompare", ("É", "e", ("ccIgnoreCase", "ccIgnoreAccent")), 0),
    ("StringCompare", ("a9", "a10", "ccRespectNumeric"), -1),
    ("StringCompare", ("a9", "a10"), 1),
    ("StringFormat", (" Été 24 ", ("ccUpCase", "ccIgnoreAccent", "ccIgnoreSpace")), "ETE 24"),
    ("StringFormat", ("J.-P. O'Neil", ("ccIgnorePunctuationAndSpace", "ccLowCase")), "jponeil"),
    ("NoAccent", ("Éèçñ œ日",), "Eecn œ日"),
    ("NoCharacter", ("a-b-c-", "-"), "abc"),
    ("NoCharacter", ("-a-b-", "-", "sscRight"), "-a-b"),
    ("NoRightCharacter", ("a,b,,", ","), "a,b"),
    ("SansCaractèreGauche", (";;a;", ";"), "a;"),
    ("Complete", ("ab", 4), "ab  "),
    ("Complete", ("abcd", 2), "ab"),
    ("Complète", ("7", 3, "0"), "700"),
    ("Truncate", ("abcd", 1), "abc"),
    ("Tronque", ("abcd", 1, "nombreDeCaractèresAConserver"), "a"),
    ("RepeatString", ("ab", 3), "ababab"),
    ("Répète", ("ab", -1), ""),
    ("Charact", (34,), '"'),
    ("Caract", (128,), "€"),
    ("Charact", (233,), "é"),
    ("Charact", (0x4E2D,), "中"),
    ("Asc", ("A",), 65),
    ("Asc", ("",), 0),
    ("Asc", ("€uro",), 128),
    ("Reverse", ("abc",), "cba"),
    ("StringIncrement", ("F009",), "F010"),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), CASES)
def test_string_function(name: str, arguments: tuple[Any, ...], expected: Any, tmp_path: Path) -> None:
    result = call(run_in(tmp_path), name, *values(arguments))
    assert result == expected
    assert type(result) is type(expected)


def test_next_rank_goes_through_a_text(tmp_path: Path) -> None:
    run, first, then = run_in(tmp_path), constant("rangPremier"), constant("rangSuivant")
    pieces = [call(run, "ExtractString", "a;b", first, ";")]
    while pieces[-1] != EOT:
        pieces.append(call(run, "ExtractString", "a;b", then, ";"))
    assert pieces == ["a", "b", EOT]


def test_next_ranks_of_two_texts_do_not_mix(tmp_path: Path) -> None:
    run, first, then = run_in(tmp_path), constant("firstRank"), constant("nextRank")
    call(run, "ExtractString", "a;b", first, ";")
    call(run, "ExtractString", "x;y;z", first, ";")
    call(run, "ExtractString", "x;y;z", then, ";")
    assert call(run, "ExtractString", "a;b", then, ";") == "b"
    assert call(run, "ExtractString", "x;y;z", then, ";") == "z"


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("jo@example.com", "[-.a-z0-9]+[@][-.a-z0-9]+[.][a-z]{2,4}", True),
        ("JO@example.com", "[-.a-z0-9]+[@][-.a-z0-9]+[.][a-z]{2,4}", False),
        ("jo@example.com!", "[-.a-z0-9]+[@][-.a-z0-9]+[.][a-z]{2,4}", False),
        ("abc", "b", False),
        ("", "a*", True),
    ],
)
def test_regular_expressions_fit_the_whole_text(text: str, pattern: str, expected: bool, tmp_path: Path) -> None:
    assert call(run_in(tmp_path), "VérifieExpressionRégulière", text, pattern) is expected


def test_groups_fill_the_variables_in_order(tmp_path: Path) -> None:
    user, host, rest = Ref("before"), Ref(), Ref("kept")
    assert call(run_in(tmp_path), "MatchRegularExpression", "jo@ex", "(.*)@(.*)", user, host, rest)
    assert (user.value, host.value, rest.value) == ("jo", "ex", "kept")


def test_a_broken_expression_is_an_error_of_the_program(tmp_path: Path) -> None:
    with pytest.raises(WLError, match="regular expression"):
        call(run_in(tmp_path), "MatchRegularExpression", "a", "(")


@pytest.mark.parametrize(
    ("name", "arguments"), [("Charact", (-1,)), ("Charact", (0xD800,)), ("Complete", ("a", 2**40))]
)
def test_impossible_texts_are_errors_of_the_program(name: str, arguments: tuple[Any, ...], tmp_path: Path) -> None:
    with pytest.raises(WLError):
        call(run_in(tmp_path), name, *arguments)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("(a|aa)+", "a" * 60 + "b"), ("((a{1,50}){1,50}){1,50}b", "a" * 500), ("(.*)*(.*)*(.*)*[^a]", "a" * 5000)],
)
def test_no_expression_hangs_a_program(
    pattern: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wlmail.library.patterns.LONGEST", 0.05)
    with pytest.raises(WLError, match=f"takes too long on a text of {len(text)} characters"):
        call(run_in(tmp_path), "VérifieExpressionRégulière", text, pattern)


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td"])
def test_html_to_text_loses_nothing_that_is_nested_deeply(tmp_path: Path, tag: str) -> None:
    html = "before" + f"<{tag}>" * 400 + "x &amp; y"
    assert "".join(call(run_in(tmp_path), "HTMLToText", html).split()) == "beforex&y"
