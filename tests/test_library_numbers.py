"""Numbers and encodings: the rows of stdlib.md 1.2 and 1.3 as cases."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from worlds import call, constant, run_in, values

from wlmail.runtime.conversions import to_text
from wlmail.runtime.errors import WLError
from wlmail.runtime.kinds import EOT

CASES: list[tuple[str, tuple[Any, ...], Any]] = [
    ("Val", ("143abc",), 143),
    ("Val", ("abc",), 0),
    ("Val", ("",), 0),
    ("Val", ("  12.5 kg",), 12.5),
    ("Val", ("1,5",), 1),
    ("Val", ("-3",), -3),
    ("Val", (EOT,), 0),
    ("Val", (587,), 587),
    ("Val", ("ff", 16), 255),
    ("Val", ("0x1Fz", 16), 31),
    ("Val", ("1012", 2), 5),
    # The worked values of the table.
    ("NumToString", (1234.5, "+9.2f"), " +1234.50"),
    ("NumToString", (1234.5, "-+9.2f"), "+1234.50 "),
    ("NumToString", (1234.5, "+09.2f"), "+01234.50"),
    ("NumériqueVersChaîne", (1234.5, "09.2f"), "001234.50"),
    ("NumToString", (1234.5, "9.2fS"), " 1 234.50"),
    ("NumToString", (1234.5, "9,2fS"), " 1 234,50"),
    ("NumToString", (42,), "42"),
    ("NumToString", (4.2,), "4.2"),
    ("NumToString", ("abc", "05d"), "abc"),
    # Formats of real code, without a type letter.
    ("NumToString", (7, "02"), "07"),
    ("NumToString", (2.345, "3.2"), "2.35"),
    ("NumToString", (1234567, ".0S"), "1 234 567"),
    # Rounding: halves away from zero, by the decimals that were written.
    ("NumToString", (2.675, ".2f"), "2.68"),
    ("NumToString", (-2.5, ".0f"), "-3"),
    ("NumToString", (-0.001, ".2f"), "0.00"),
    ("NumToString", (Decimal("0.125"), ".2f"), "0.13"),
    ("NumToString", (1.5, "f"), "1.500000"),
    ("NumToString", (0, "+d"), "+0"),
    ("NumToString", (-5, "05d"), "-0005"),
    ("NumToString", (12.9, "d"), "12"),
    ("NumToString", (255, "x"), "ff"),
    ("NumToString", (255, "04X"), "00FF"),
    ("NumToString", (-1, "x"), "ffffffff"),
    ("NumToString", (1234.5, ".2e"), "1.23e+03"),
    ("NumToString", (True, "d"), "1"),
    ("Round", (2.5,), 3.0),
    ("Round", (-2.5,), -3.0),
    ("Arrondi", (1.005, 2), 1.01),
    ("Round", (1249.0, -2), 1200.0),
    ("Round", (1250, -2), 1300),
    ("IntegerPart", (-2.7,), -2),
    ("DecimalPart", (3.25,), 0.25),
    ("DecimalPart", (-3.25,), -0.25),
    ("Abs", (-3,), 3),
    ("Max", (1, 3, 2), 3),
    ("Min", ("2", 10), "2"),
    ("Power", (2, 10), 1024),
    ("IsNumeric", ("12.5",), True),
    ("EstNumérique", ("12a",), False),
    ("IsNumeric", ("nan",), False),
    ("IsEven", (4,), True),
    ("IntegerToHexa", (255,), "FF"),
    ("HexaToInteger", ("ff",), 255),
    # Encodings
    ("AnsiToUnicode", ("été",), "été"),
    ("AnsiToUnicode", (b"\xe9\x80",), "é€"),
    ("UnicodeToAnsi", ("é€中",), "é€?"),
    ("StringToUTF8", ("é",), b"\xc3\xa9"),
    ("UTF8ToString", (b"\xef\xbb\xbf\xc3\xa9",), "é"),
    ("UTF8VersChaîne", ("Ã©",), "é"),
    ("UTF8ToString", ("é",), "é"),
    ("Encode", ("user:pässword", "encodeBASE64"), "dXNlcjpw5HNzd29yZA=="),
    ("Encode", (b"\xfb\xff", "encodeBASE64URL"), "-_8"),
    ("Encode", ("é à", "encodeURL"), "%E9%20%E0"),
    ("Encode", ("é", "encodeURLVersUTF8"), "%C3%A9"),
    ("Encode", ("x" * 100, "encodeBASE64"), "eHh4" * 33 + "eA=="),
    ("Décode", ("dXNlcjpw5HNz\r\nd29yZA==", "encodeBASE64"), b"user:p\xe4ssword"),
    ("Decode", ("-_8", "encodeBASE64URL"), b"\xfb\xff"),
    ("Decode", ("%C3%A9", "encodeURLToUTF8"), "é"),
    ("URLEncode", ("http://h/a b?q=é",), "http://h/a%20b?q=%C3%A9"),
    ("URLEncode", ("a&b=c/d", "encodeURLParameter"), "a%26b%3Dc%2Fd"),
    ("URLEncode", ("é", "encodeURLFromAnsi"), "%E9"),
    ("URLDecode", ("a%20%C3%A9",), "a é"),
    ("BufferToHexa", (b"\x9f\x04\xf4",), "9F 04 F4"),
    ("BufferToHexa", (b"\x9f\x04\xf4", "NoGrouping"), "9F04F4"),
    ("BufferVersHexa", (b"\x01\x02\x03\x04", 2, 1), "0102\r\n0304"),
    ("HexaToBuffer", ("9f 04",), b"\x9f\x04"),
    ("HashString", ("HA_MD5_128", ""), bytes.fromhex("d41d8cd98f00b204e9800998ecf8427e")),
    ("HashChaîne", ("HA_SHA_160", "abc"), bytes.fromhex("a9993e364706816aba3e25717850c26c9cd0d89d")),
    ("HashString", ("HA_CRC_32", "123456789"), bytes.fromhex("cbf43926")),
    ("Crypt", ("jo", "", "cryptNone", "encodeBASE64"), "am8="),
    ("Crypte", ("jo", "", "compresseAucun", "encodeBASE64"), "am8="),
    ("Uncrypt", ("am8=", "", "cryptNone", "encodeBASE64"), b"jo"),
    # Markup
    ("TextToHTML", ('a<b & "c"\r\nd',), "a&lt;b &amp; &quot;c&quot;<br>d"),
    ("HTMLToText", ("<p>Hello <b>you</b>&nbsp;&amp;&eacute;</p><p>next</p>",), "Hello you &é\r\n\r\nnext"),
    ("HTMLVersTexte", ("a<br>b<br/>c",), "a\r\nb\r\nc"),
    ("HTMLToText", ("<style>p{}</style><script>x()</script>x",), "x"),
    ("HTMLToText", ("<html><head><title>t</title></head><body>b</body></html>",), "b"),
    ("HTMLToText", ("<ul><li>one</li><li>two</li></ul>",), "  * one\r\n  * two"),
    ("HTMLToText", ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",), "a  b\r\nc"),
    ("HTMLToText", ("one\n  two",), "one two"),
    ("HTMLToText", ("<pre>a\n  b</pre>",), "a\r\n  b"),
    ("HTMLToText", ("1 < 2 & 3",), "1 < 2 & 3"),
    ("HTMLToText", ("<![if !vml]>x<![endif]>y",), "xy"),
    ("HTMLToText", ("",), ""),
    ("HTMLToText", ("<p>half \ud83d a\0 letter",), "half \ufffd a letter"),
    ("HTMLToText", ("<<<>>",), "<<<>>"),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), CASES)
def test_function(name: str, arguments: tuple[Any, ...], expected: Any, tmp_path: Path) -> None:
    result = call(run_in(tmp_path), name, *values(arguments))
    assert result == expected
    assert type(result) is type(expected)


def test_a_hash_is_of_the_ansi_bytes(tmp_path: Path) -> None:
    import hashlib

    result = call(run_in(tmp_path), "HashString", constant("HA_SHA_256"), "é")
    assert result == hashlib.sha256(b"\xe9").digest()


def test_base64_gives_back_every_byte(tmp_path: Path) -> None:
    run, kind, data = run_in(tmp_path), constant("encodeBASE64"), bytes(range(256))
    assert call(run, "Decode", call(run, "Encode", data, kind), kind) == data


def test_a_decoded_password_is_a_text_where_one_is_needed(tmp_path: Path) -> None:
    assert to_text(call(run_in(tmp_path), "Decode", "cORz", constant("encodeBASE64"))) == "päs"


def test_utf8_and_uuencode_round_trips(tmp_path: Path) -> None:
    run, kind = run_in(tmp_path), constant("encodeUUEncode")
    assert call(run, "UTF8ToString", call(run, "StringToUTF8", "é中€")) == "é中€"
    assert call(run, "Decode", call(run, "Encode", b"x" * 100, kind), kind) == b"x" * 100


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("NumToString", (1, "abc")),
        ("NumToString", (1, "99999d")),
        ("Crypt", ("secret", "key", "cryptSecure")),
        ("Uncrypt", ("secret", "")),
        ("Encode", ("x", "encodePCS")),
        ("Encode", ("x", 99)),
        ("HexaToBuffer", ("xyz",)),
        ("HashString", ("HA_HMAC_TIGER_192", "x")),
        ("HashString", (99, "x")),
        ("Max", ()),
        ("Val", ("1e999",)),
    ],
)
def test_what_cannot_be_done_is_an_error_of_the_program(name: str, arguments: tuple[Any, ...], tmp_path: Path) -> None:
    with pytest.raises(WLError):
        call(run_in(tmp_path), name, *values(arguments))


def test_the_error_of_crypt_says_what_to_do_and_shows_no_password(tmp_path: Path) -> None:
    with pytest.raises(WLError) as caught:
        call(run_in(tmp_path), "Décrypte", "x", "hunter2", 2)
    assert "outside the program" in caught.value.message
    assert "hunter2" not in caught.value.message


def test_random_numbers_include_their_bounds(tmp_path: Path) -> None:
    run = run_in(tmp_path)
    call(run, "InitRandom", 1)
    assert {call(run, "Random", 3) for _ in range(200)} == {1, 2, 3}
    assert {call(run, "Hasard", 5, 6) for _ in range(100)} == {5, 6}
    assert {call(run, "Random", True, False) for _ in range(100)} == {0, 1}


def test_a_seed_repeats(tmp_path: Path) -> None:
    def drawn() -> list[int]:
        run = run_in(tmp_path)
        call(run, "InitHasard", 42)
        return [call(run, "Random", 1000) for _ in range(5)]

    assert drawn() == drawn()


def test_identifiers_and_passwords(tmp_path: Path) -> None:
    run = run_in(tmp_path)
    rough = call(run, "GetGUID", constant("guidRough"))
    assert len(rough) == 32
    assert int(rough, 16) >= 0
    assert rough != call(run, "DonneGUID")
    formatted = call(run, "GetGUID", constant("guidFormaté"))
    assert formatted[0] == "{"
    assert formatted[-1] == "}"
    assert formatted.count("-") == 4
    assert len(call(run, "GeneratePassword", 20)) == 20
