"""Every header that we write is read back the same by Python's reader and by ours."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.header import decode_header as stdlib_decode
from email.header import make_header
from email.policy import compat32, default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wlmail.mail.addresses import Mailbox, parse_mailbox
from wlmail.mail.headers import HeaderError, address_line, decode_header, header_line, mime_line

LETTERS = st.characters(
    exclude_categories=["Cs", "Cc"],
    # What Python's reader takes for line ends or blanks of its own.
    exclude_characters="\u2028\u2029\x85\xa0\ufeff",
)
TEXTS = st.text(LETTERS, max_size=200) | st.text('aé ,;"?=_<>', max_size=120) | st.text("a =?-", max_size=300)


def write_header(name: str, value: str, *, prefer_q: bool = False) -> bytes:
    return header_line(name, value, prefer_q).encode("ascii")


def write_address_header(name: str, mailboxes: list[Mailbox], *, prefer_q: bool = False) -> bytes:
    return address_line(name, mailboxes, prefer_q).encode("utf-8")


def write_mime_header(name: str, value: str, parameters: list[tuple[str, str]]) -> bytes:
    return mime_line(name, value, parameters).encode("ascii")


def field(raw: bytes, name: str) -> str:
    return str(message_from_bytes(raw + b"\r\n", policy=default)[name])


def value_of(raw: bytes) -> str:
    """The value as a reader with our own decoder sees it."""
    text = raw.decode("utf-8")
    assert text.endswith("\r\n")
    return decode_header(text[:-2].partition(":")[2].removeprefix(" "))


def assert_well_formed(raw: bytes, *, limit: int = 998) -> None:
    lines = raw.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= limit and b"\r" not in line and b"\n" not in line for line in lines)
    assert all(line.startswith(b" ") and line.strip() for line in lines[1:])


@given(TEXTS, st.booleans())
@settings(max_examples=300, deadline=None)
def test_text_comes_back(text: str, prefer_q: bool) -> None:
    raw = write_header("Subject", text, prefer_q=prefer_q)
    assert_well_formed(raw)
    assert raw.isascii()
    assert value_of(raw) == text
    old = message_from_bytes(raw + b"\r\n", policy=compat32)["Subject"].replace("\r\n", "")
    assert str(make_header(stdlib_decode(old))) == text or "=?" not in old
    # Blanks at the ends of a value in an encoded word are kept by every reader but Python's.
    assert field(raw, "Subject").strip(" ") == text.strip(" ")


@given(st.lists(st.text("éàü", min_size=30, max_size=90), min_size=1, max_size=4), st.booleans())
@settings(max_examples=50, deadline=None)
def test_long_accented_words_come_back_without_a_blank_inside(words: list[str], prefer_q: bool) -> None:
    text = " ".join(words)
    raw = write_header("Subject", text, prefer_q=prefer_q)
    assert_well_formed(raw, limit=78)
    assert field(raw, "Subject") == text == value_of(raw)


# Python's own reader, up to some 3.13, puts a blank between two encoded words of a display name.
_TWO_WORDS = b"To: =?utf-8?q?a?= =?utf-8?q?b?= <c@example.com>\r\n\r\n"
READER_PUTS_BLANKS = message_from_bytes(_TWO_WORDS, policy=default)["To"].addresses[0].display_name != "ab"


@given(TEXTS.map(lambda text: " ".join(text.split())), st.booleans())
@settings(max_examples=300, deadline=None)
def test_display_name_comes_back(name: str, prefer_q: bool) -> None:
    box = Mailbox(name, "zoe@example.com")
    raw = write_address_header("To", [box, Mailbox("", "b@example.com")], prefer_q=prefer_q)
    assert_well_formed(raw)
    read = message_from_bytes(raw + b"\r\n", policy=default)["To"].addresses
    assert [a.addr_spec for a in read] == ["zoe@example.com", "b@example.com"]
    assert value_of(raw).replace("<", "").replace(">,", ",").endswith("zoe@example.com, b@example.com")
    neighbours = re.search(rb"\?=\s+=\?utf-8\?", raw)
    if not neighbours or not READER_PUTS_BLANKS:
        assert read[0].display_name == name


@pytest.mark.parametrize(
    "name",
    [
        "Zoé Müller",
        "Müller, Zoé",
        "Établissements Lefèvre",
        "Société Générale de Recouvrement (département des créances), Région Île-de-France",
        "Anticonstitutionnellementé" + "a" * 12,
        "Tanaka 田中さん",
        'Jean "Bob" Dupont',
        "=?utf-8?Q?x?=",
        "D'Artagnan; Athos",
    ],
)
@pytest.mark.parametrize("prefer_q", [False, True])
def test_names_that_people_have(name: str, prefer_q: bool) -> None:
    box = Mailbox(name, "zoe@example.com")
    raw = write_address_header("From", [box], prefer_q=prefer_q)
    assert_well_formed(raw, limit=78)
    read = message_from_bytes(raw + b"\r\n", policy=default)["From"].addresses
    assert [(a.display_name, a.addr_spec) for a in read] == [(name, "zoe@example.com")]


@given(TEXTS.filter(lambda text: text.strip() == text != ""), st.sampled_from(["Content-Type", "Content-Disposition"]))
@settings(max_examples=300, deadline=None)
def test_file_name_comes_back(name: str, header: str) -> None:
    value, key = ("image/png", "name") if header == "Content-Type" else ("attachment", "filename")
    raw = write_mime_header(header, value, [(key, name)])
    assert_well_formed(raw)
    assert raw.isascii()
    message = message_from_bytes(raw + b"\r\n", policy=default)
    assert message.defects == []
    if header == "Content-Disposition":
        assert message[header].params["filename"] == name
    elif name.isascii() or "=?" not in name:
        assert message[header].params["name"] == name


def test_encoded_words_never_split_a_character_and_stay_short() -> None:
    for prefer_q in (False, True):
        raw = write_header("Subject", "é田🎉" * 60, prefer_q=prefer_q)
        words = raw.decode("ascii").removeprefix("Subject:").split()
        assert len(words) > 5
        assert all(len(word) <= 75 for word in words)
        for word in words:
            assert set(decode_header(word)) <= set("é田🎉")


def test_q_is_preferred_on_request_else_the_shorter_form() -> None:
    assert b"?Q?" in write_header("Subject", "日本", prefer_q=True)
    assert b"?B?" in write_header("Subject", "日本")
    assert b"?Q?" in write_header("Subject", "Relance du mois de décembre")


def test_plain_text_stays_plain_and_is_folded_at_blanks() -> None:
    assert write_header("Subject", "Hello, world") == b"Subject: Hello, world\r\n"
    raw = write_header("Subject", "word " * 40 + "end")
    assert_well_formed(raw, limit=78)
    assert b"=?" not in raw
    # An address in angle brackets, or a link, is never broken nor encoded.
    link = "<https://example.com/" + "a" * 200 + ">"
    assert link.encode() in write_header("List-Unsubscribe", link)


@pytest.mark.parametrize("value", ["a\rb", "a\nb", "a\r\nBcc: x@example.com", "a\0b", "é\n", "a\x1bb"])
def test_control_characters_are_refused(value: str) -> None:
    with pytest.raises(HeaderError, match="control character"):
        write_header("Subject", value)
    with pytest.raises(HeaderError, match="control character"):
        write_mime_header("Content-Disposition", "attachment", [("filename", value)])


@pytest.mark.parametrize("name", ["", "Sub ject", "Subject:", "Sujét", "X\r\nBcc", "X\tY", "X" * 200])
def test_names_that_are_none_are_refused(name: str) -> None:
    with pytest.raises(HeaderError, match=r"name of (a|the) header"):
        write_header(name, "x")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("plain", "plain"),
        ("=?iso-8859-1?Q?Andr=E9?=", "André"),
        ("=?ISO-8859-15?b?pA==?=", "€"),
        ("=?windows-1252?Q?=80_5?=", "€ 5"),
        ("=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"),
        ("=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"),
        ("=?utf-8?Q?=C3?=\r\n =?utf-8?Q?=A9?=", "é"),  # a character split between two words, as some writers do
        ("=?utf-8*fr?Q?=C3=A9t=C3=A9?=", "été"),
        ("=?no-such-charset?Q?=C3=A9?=", "é"),
        ("=?utf-8?Q?=FF?=", "\ufffd"),
        ("=?utf-8?B?w6k?=", "é"),  # padding forgotten
        ("=?utf-8?B?%%%?= x", " x"),
        ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        ("=?utf-8?Q?broken", "=?utf-8?Q?broken"),
        ("=?base64?Q?abc?=", "abc"),
        ("=?idna?Q?abc?=", "abc"),
        ("caf\udce9", "café"),
        ("caf\udcc3\udca9", "café"),
        ("x\ud800", "x?"),
    ],
)
def test_decoding_what_others_write(raw: str, text: str) -> None:
    assert decode_header(raw) == text


@given(st.text(max_size=200) | st.text("=?utf-8QqBb_ \r\n", max_size=100))
@settings(max_examples=300, deadline=None)
def test_decoding_never_fails(text: str) -> None:
    assert isinstance(decode_header(text), str)


def test_mailbox_header_with_utf8_local_part() -> None:
    raw = write_address_header("To", [parse_mailbox("Zoé <zoé@exämple.com>")])
    assert "<zoé@xn--exmple-cua.com>".encode() in raw
