"""What was composed is read back; and whatever else is read, nothing fails."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wlmail.mail.message import Attachment, Message, compose
from wlmail.mail.reader import read_message

NOW = datetime(2026, 3, 5, tzinfo=UTC)
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1, max_size=40)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=200)


@given(NAMES, TEXTS, TEXTS, NAMES, st.binary(max_size=200))
@settings(max_examples=150, deadline=None)
def test_what_is_composed_is_read_back(subject: str, text: str, html: str, name: str, content: bytes) -> None:
    made = Message(
        f'"{name.translate({34: None, 92: None})}" <a@example.com>', ["zoé@example.org"], subject, text, html
    )
    made.cc = ["Müller, Zoé <z@example.org>"]
    made.attachments = [Attachment(name, content, content_id="logo", description=subject)]
    read = read_message(compose(made, date=NOW).data)
    assert read.subject == subject
    assert (read.text, read.html) == (text, html)
    assert [(a.name, a.content, a.content_id, a.description) for a in read.attachments] == [
        (name, content, "logo", subject)
    ]
    assert read.to == ["zoé@example.org"]
    assert read.cc == ['"Müller, Zoé" <z@example.org>']
    assert read.reply_to == "a@example.com"


def test_text_alone_comes_back_without_the_closing_line_end() -> None:
    for text in ("", "a", "a\n", "é", "é\n\n"):
        read = read_message(compose(Message("a@example.com", ["b@example.com"], "x", text), date=NOW).data)
        assert read.text == text.removesuffix("\n")


@pytest.mark.parametrize(
    ("data", "subject", "text"),
    [
        (b"", "", ""),
        (b"\r\n", "", ""),
        (b"Subject: caf\xc3\xa9\r\n\r\nx\r\n", "café", "x"),
        (b"Subject: caf\xe9\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n\x80 \xe9", "café", "€ é"),
        (b"Subject: a\r\n b\r\n\r\n\xff", "a b", "\ufffd"),
        (b"Content-Type: text/plain; charset=nonsense\r\n\r\n\xc3\xa9", "", "é"),
        (b"Content-Transfer-Encoding: base64\r\n\r\n!!!", "", ""),
        (b"no header at all", "", "no header at all"),
    ],
)
def test_what_others_write(data: bytes, subject: str, text: str) -> None:
    read = read_message(data)
    assert read.subject == subject
    if b"base64" not in data:
        assert read.text == text


PIECES = [
    b"Content-Type: multipart/mixed; boundary=x\r\n",
    b"Content-Type: message/rfc822\r\n",
    b"Content-Type: text/plain; charset*0*=utf-8''%; charset=\xff\r\n",
    b"Content-Disposition: attachment; filename*=x''%C3; filename*0=a\r\n",
    b"Content-Transfer-Encoding: quoted-printable\r\n",
    b'From: =?utf-8?B?/?=, <"(\r\n',
    b"\r\n--x\r\n",
    b"\r\n--x--\r\n",
    b"\r\n\r\n",
    b"=?=C3 \xc3\x00",
]


@given(st.binary(max_size=300) | st.lists(st.sampled_from(PIECES), max_size=20).map(b"".join))
@settings(max_examples=400, deadline=None)
def test_reading_never_fails(data: bytes) -> None:
    read = read_message(data)
    assert isinstance(read.text + read.html + read.sender + read.reply_to, str)
    for _, value in read.headers:
        value.encode("utf-8")


def test_parts_nested_without_end() -> None:
    read = read_message(b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" * 3000)
    assert read.text == ""
