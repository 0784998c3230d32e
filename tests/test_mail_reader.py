"""What was composed is read back; and whatever else is read, nothing fails."""

from __future__ import annotations

from binascii import b2a_uu
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wlmail.mail.dates import format_date, parse_date
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
        (b"Subject: a\r\n b\r\n\r\n\xff", "a b", "ÿ"),
        (b"Content-Type: text/plain; charset=utf-8\r\n\r\n\xff", "", "\ufffd"),
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


def crlf(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode("latin-1")


def test_delivery_report() -> None:
    read = read_message(
        crlf(
            "From: x@example.com\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
            "--b\n\nYour message was not delivered.\n"
            "--b\nContent-Type: message/delivery-status\n\n"
            "Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; x@example.org\nAction: failed\n\n"
            "--b\nContent-Type: message/rfc822\n\nSubject: the first\n\nHello\n--b--\n"
        )
    )
    assert read.text == "Your message was not delivered."
    assert [part.type for part in read.attachments] == ["message/delivery-status", "message/rfc822"]
    assert read.attachments[0].content.endswith(b"Action: failed\r\n")
    inner = read_message(read.attachments[1].content)
    assert (inner.subject, inner.text) == ("the first", "Hello")


def test_format_flowed() -> None:
    text = "Content-Type: text/plain; format=flowed{}\n\n"
    text += "A long \nline.\n> quoted \n> text\n>> deeper\n stuffed\n-- \nZoé \n"
    assert read_message(crlf(text.format(""))).text == "A long line.\n> quoted text\n>> deeper\nstuffed\n-- \nZoé "
    assert read_message(crlf(text.format("; delsp=yes"))).text.startswith("A longline.\n> quotedtext\n")


def test_files_written_into_a_text() -> None:
    file = b"begin 644 a.txt\r\n" + b2a_uu(b"hello")[:-1] + b"\r\n`\r\nend\r\n"
    read = read_message(crlf("Subject: x\n\nSee the file.\n\n") + file + crlf("\nbegin 644 of nothing else\nBye\n"))
    assert [(part.name, part.type, part.content) for part in read.attachments] == [("a.txt", "text/plain", b"hello")]
    assert read.text == "See the file.\n\n\nbegin 644 of nothing else\nBye"


def test_uuencoded_part_and_tnef() -> None:
    read = read_message(
        crlf(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Transfer-Encoding: x-uuencode\n"
            'Content-Type: application/octet-stream; name="a.bin"\n\nbegin 644 a.bin\n#86)C\n`\nend\n'
            "--b\nContent-Type: application/ms-tnef; name=winmail.dat\n"
            "Content-Transfer-Encoding: base64\n\neJ8+Ig==\n--b--\n"
        )
    )
    assert [(part.name, part.content) for part in read.attachments] == [
        ("a.bin", b"abc"),
        ("winmail.dat", b"\x78\x9f\x3e\x22"),
    ]


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ('filename="a;b.txt"', "a;b.txt"),
        ("filename=my file.pdf; size=3", "my file.pdf"),
        (r'filename="C:\temp\new.txt"', r"C:\temp\new.txt"),
        (r'filename="say \"hi\".txt"', 'say "hi".txt'),
        ('filename="=?iso-8859-1?Q?=E9t=E9.txt?="', "été.txt"),
        ("filename*=utf-8''%C3%A9t%C3%A9.txt; filename=ete.txt", "été.txt"),
        ("filename*0*=utf-8'fr'%C3%A9; filename*1=t; filename*2*=%C3%A9.txt", "été.txt"),
        ("filename*1=b.txt; filename*0=a", "ab.txt"),
        ('filename="unclosed.txt', "unclosed.txt"),
        ('filename="\xe9t\xe9.txt"', "été.txt"),
        ("filename=a.txt (a comment; filename=b.txt)", "a.txt"),
        ("filename=", ""),
        (";;;filename=a.txt;;", "a.txt"),
    ],
)
def test_names_of_attachments(parameters: str, name: str) -> None:
    read = read_message(crlf(f"Content-Type: image/gif\nContent-Disposition: attachment; {parameters}\n\nx"))
    assert read.attachments[0].name == name


@pytest.mark.parametrize(
    ("head", "content", "text"),
    [
        ("text/plain; charset=gb2312", "€".encode("gb18030"), "€"),
        ("text/plain; charset=unicode-1-1-utf-7", b"+AOk-", "é"),
        ("text/plain; charset=us-ascii", "é".encode(), "é"),
        ("text/plain; charset=us-ascii", b"\xe9\x80", "é€"),
        ("text/plain; charset=base64", b"\xe9", "é"),
        ("text/html", b"<meta charset=iso-8859-2>\xb1", "<meta charset=iso-8859-2>ą"),
        ("text/plain; charset=utf-8", b"\xef\xbb\xbfa", "a"),
        ("text/plain; charset=utf-8", b"a\xffb", "a\ufffdb"),
    ],
)
def test_charsets(head: str, content: bytes, text: str) -> None:
    read = read_message(f"Content-Type: {head}\r\n\r\n".encode() + content)
    assert read.text + read.html == text


@pytest.mark.parametrize(
    ("content", "decoded"),
    [
        (b"aGVsbG8=", b"hello"),
        (b"aGVs\r\nbG8", b"hello"),
        (b"aGVsbG8=aGVsbG8=", b"hellohello"),
        (b"aGVs!bG8=", b"hello"),
        (b"This is no base64, but a sentence; is it?", b"This is no base64, but a sentence; is it?"),
        (b"a", b""),
    ],
)
def test_base64_as_it_comes(content: bytes, decoded: bytes) -> None:
    head = b"Content-Type: image/gif\r\nContent-Transfer-Encoding: BASE64 (yes)\r\n\r\n"
    assert read_message(head + content).attachments[0].content == decoded


def test_multipart_without_a_boundary_parameter() -> None:
    body = "\n\n--xyz\n\nhello\n--xyz\nContent-Type: image/gif; name=a.gif\n\nx\n--xyz--\n"
    read = read_message(crlf("Content-Type: multipart/mixed" + body))
    assert (read.text, [part.name for part in read.attachments]) == ("hello", ["a.gif"])
    read = read_message(b"Content-Type: multipart/mixed\r\n\r\nno boundary at all\r\n")
    assert (read.text, read.attachments) == ("no boundary at all", [])
    read = read_message(b"Content-Type: multipart/mixed; boundary=b\r\n\r\nno part at all\r\n")
    assert read.text.strip() == "no part at all"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Thu, 05 Mar 2026 09:07:08 +0100", "2026-03-05T09:07:08+01:00"),
        ("5 Mar 26 9:07 EST (Eastern)", "2026-03-05T09:07:00-05:00"),
        ("Fri Nov 21 09:55:06 1997", "1997-11-21T09:55:06+00:00"),
        ("Mon, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59+00:00"),
        ("Thu, 05 March 2026", "2026-03-05T00:00:00+00:00"),
        ("Thu, 32 Mar 2026 09:07:08 +0100", None),
        ("Thu, 05 Mar 2026 09:07:08 +9999", None),
        ("yesterday", None),
    ],
)
def test_dates(text: str, moment: str | None) -> None:
    found = parse_date(text)
    assert (found and found.isoformat()) == moment


def test_every_date_we_write_is_read_back() -> None:
    for minutes in (-720, -90, 0, 60, 345, 840):
        moment = datetime(2026, 3, 5, 9, 7, 8, tzinfo=timezone(timedelta(minutes=minutes)))
        assert parse_date(format_date(moment)) == moment


@pytest.mark.parametrize(
    "data",
    [
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 100_000,
        b"Content-Type: multipart/mixed\r\n\r\n" + b"".join(b"--%d\r\n" % n for n in range(100_000)),
        b"Content-Disposition: attachment; filename=a" + b" " * 300_000 + b"b\r\n\r\n",
        b"Content-Type: " + b"(" * 300_000 + b"\r\n\r\n",
        b"Subject: " + b"=?" * 300_000 + b"\r\n\r\n",
        b"To: " + b"<" * 300_000 + b"\r\n\r\n",
        b"\r\n" + b"begin 644 x\r\n" * 50_000,
        b"\r\n" + b"begin 644 X\r\n" + b"M" * 60 + b"\r\n" * 200_000,
        b" \r\n" * 200_000,
        b"a\r\n" * 200_000,
        b"Content-Type: text/html\r\n\r\n" + b"<meta " * 100_000,
    ],
    ids=lambda data: repr(data[:30]),
)
def test_large_and_hostile_messages_take_no_time(data: bytes) -> None:
    """What grows with the square of the size here would take minutes: the time-out of the suite tells."""
    read = read_message(data)
    assert len(read.parts) <= 10_000
    assert isinstance(read.text, str)
    read.mailboxes("To")


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


def test_large_attachments_are_decoded_as_small_ones_are() -> None:
    import random
    from base64 import b64encode, encodebytes

    from wlmail.mail.decoding import LARGE, decode_transfer, large_base64

    content = random.Random(1).randbytes(LARGE + 1000)
    for written in (encodebytes(content), encodebytes(content).replace(b"\n", b"\r\n"), b64encode(content)):
        assert large_base64(b"xx" + written + b"yy", 2, len(written) + 2) == content
        read = read_message(b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + written)
        assert read.parts[0].content == content
    # What is no plain base64 is left to the careful way.
    for strange in (b"!" + encodebytes(content), encodebytes(content) * 2, encodebytes(content)[:-4]):
        assert large_base64(strange, 0, len(strange)) is None
        assert decode_transfer(strange, "base64").startswith(content[:1000])
