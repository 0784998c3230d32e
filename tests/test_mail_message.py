"""The building rules of email.md 2.6, checked on what Python's parser reads back."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wlmail.mail.dates import format_date
from wlmail.mail.envelope import Envelope
from wlmail.mail.message import Attachment, ComposeOptions, IdSource, Message, MessageError, compose
from wlmail.mail.reader import read_message

NOW = datetime(2026, 3, 5, 9, 7, 8, tzinfo=timezone(timedelta(hours=1)))


def message(**facts: object) -> Message:
    made = Message("Boutique <shop@example.com>", ["zoe@example.org"], "Bonjour", "Texte")
    for name, value in facts.items():
        setattr(made, name, value)
    return made


def build(made: Message, **options: bool) -> Envelope:
    return compose(made, date=NOW, options=ComposeOptions(**options), ids=IdSource("test"))


def read(envelope: Envelope) -> EmailMessage:
    found = message_from_bytes(envelope.data, policy=default)
    assert isinstance(found, EmailMessage)
    assert not any(part.defects for part in found.walk())
    return found


def tree(part: object) -> object:
    assert isinstance(part, EmailMessage)
    if part.is_multipart():
        return [part.get_content_subtype(), *(tree(child) for child in part.iter_parts())]
    return part.get_filename() or part.get_content_type()


# --- Envelope and address headers ------------------------------------------------------------------------------------


def test_plain_message() -> None:
    envelope = build(message())
    assert envelope.sender == "shop@example.com"
    assert envelope.recipients == ["zoe@example.org"]
    assert not envelope.needs_smtputf8
    assert envelope.data.decode("ascii") == (
        "From: Boutique <shop@example.com>\r\n"
        "To: zoe@example.org\r\n"
        "Subject: Bonjour\r\n"
        "Date: Thu, 05 Mar 2026 09:07:08 +0100\r\n"
        "Message-ID: <test.1@example.com>\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 7bit\r\n"
        "\r\n"
        "Texte\r\n"
    )


@pytest.mark.parametrize(
    ("sender", "sender_address", "from_", "reply_to"),
    [
        ("shop@example.com", "", "shop@example.com", None),
        ("<shop@example.com>", "", "shop@example.com", None),
        ("shop@example.com", "answers@example.com", "shop@example.com", "answers@example.com"),
        ("Shop <shop@example.com>", "shop@EXAMPLE.com", "Shop <shop@example.com>", None),
        ("Shop, the", "shop@example.com", '"Shop, the" <shop@example.com>', None),
        ("", "shop@example.com", "shop@example.com", None),
        ("", "Shop <shop@example.com>", "Shop <shop@example.com>", None),
    ],
)
def test_from_and_reply_to(sender: str, sender_address: str, from_: str, reply_to: str | None) -> None:
    envelope = build(message(sender=sender, reply_to=sender_address))
    found = read(envelope)
    assert found["From"] == from_
    assert found["Reply-To"] == reply_to
    assert envelope.sender == "shop@example.com"


def test_recipients_without_duplicates_and_bcc_in_the_envelope_only() -> None:
    made = message(
        to=["A <a@example.org>", "", "b@example.org"],
        cc=["  ", "Müller, Zoé <c@example.org>", "a@Example.ORG"],
        bcc=["d@example.org", "b@example.org"],
    )
    envelope = build(made)
    assert [address.lower() for address in envelope.recipients] == [f"{name}@example.org" for name in "abcd"]
    found = read(envelope)
    assert [a.addr_spec for a in found["To"].addresses] == ["a@example.org", "b@example.org"]
    assert [a.display_name for a in found["Cc"].addresses] == ["Müller, Zoé", ""]
    assert found["Bcc"] is None
    assert b"d@example.org" not in envelope.data
    assert read(build(made, show_bcc=True))["Bcc"] == "d@example.org, b@example.org"


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"sender": ""}, "no sender"),
        ({"sender": "Boutique"}, "@ is missing"),
        ({"sender": "", "reply_to": "Boutique"}, "@ is missing"),
        ({"to": []}, "no recipient"),
        ({"to": ["", " "]}, "no recipient"),
        ({"to": ["zoe"]}, "@ is missing"),
        ({"cc": ["a@example.org, b@example.org"]}, "an element of its own"),
        ({"bcc": ["a b@example.org"]}, "a blank"),
        ({"to": ["a@example.org\r\nBcc: b@example.org"]}, "control character"),
        ({"to": ["a@example.org", "\r\n"]}, "control character"),
        ({"sender": "Shop\r\nX: y", "reply_to": "shop@example.com"}, "control character"),
        ({"subject": "a\r\nBcc: x@example.org"}, "control character"),
        ({"subject": "a\0"}, "control character"),
        ({"subject": "\ud83d"}, "half a character"),
        ({"headers": [("X-A", "b\r\nBcc: x@example.org")]}, "control character"),
        ({"headers": [("X-A\r\nBcc", "b")]}, "name of a header"),
        ({"headers": [("X A", "b")]}, "name of a header"),
        ({"headers": [("Content-Type", "a\nb")]}, "control character"),
        ({"attachments": [Attachment("a\r\nb", b"")]}, "control character"),
        ({"attachments": [Attachment("a", b"", content_id="x\ny")]}, "control character"),
        ({"attachments": [Attachment("a", b"", content_type="image/gif\r\nBcc: x")]}, "control character"),
        ({"attachments": [Attachment("a", b"", description="x\ny")]}, "control character"),
    ],
)
def test_what_cannot_be_sent(facts: dict[str, object], reason: str) -> None:
    with pytest.raises(MessageError, match=reason):
        build(message(**facts))


def test_local_part_outside_ascii() -> None:
    envelope = build(message(to=["Zoé <zoé@exämple.org>"]))
    assert envelope.needs_smtputf8
    assert envelope.recipients == ["zoé@xn--exmple-cua.org"]
    assert "<zoé@xn--exmple-cua.org>".encode() in envelope.data


# --- Identifiers, wishes, own headers --------------------------------------------------------------------------------


def test_message_id() -> None:
    made = message(message_id="mine@example.com")
    assert build(made).message_id == "<test.1@example.com>"
    kept = build(made, keep_message_id=True)
    assert kept.message_id == "<mine@example.com>"
    assert read(kept)["Message-ID"] == "<mine@example.com>"
    made.message_id = ""
    assert build(made, keep_message_id=True).message_id == "<test.1@example.com>"
    made.message_id = "not one"
    with pytest.raises(MessageError, match="identifier"):
        build(made, keep_message_id=True)
    one, two = (compose(message(), date=NOW).message_id for _ in range(2))
    assert one != two


def test_references() -> None:
    made = message(references="<a@example.com> <b@example.com>")
    assert read(build(made))["References"] is None
    found = read(build(made, use_references=True))
    assert found["References"] == "<a@example.com> <b@example.com>"
    assert found["In-Reply-To"] == "<b@example.com>"
    made.references = "c@example.com"
    assert read(build(made, use_references=True))["References"] == "<c@example.com>"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, {}),
        ({"priority": "high"}, {"X-Priority": "1", "Importance": "high"}),
        ({"priority": "low"}, {"X-Priority": "5", "Importance": "low"}),
        ({"sensitivity": "Private"}, {"Sensitivity": "Private"}),
        ({"return_receipt": True}, {"Return-Receipt-To": "Boutique <shop@example.com>"}),
        # The read confirmation has priority over the delivery receipt.
        (
            {"return_receipt": True, "disposition_notification": True},
            {"Disposition-Notification-To": "Boutique <shop@example.com>"},
        ),
    ],
)
def test_wishes(facts: dict[str, object], expected: dict[str, str]) -> None:
    found = read(build(message(**facts)))
    names = (
        "X-Priority",
        "Importance",
        "Sensitivity",
        "Return-Receipt-To",
        "Disposition-Notification-To",
    )
    assert {name: str(found[name]) for name in names if name in found} == expected


def test_own_headers() -> None:
    headers = [
        ("X-Campaign", "Été"),
        ("X-Tag", "1"),
        ("X-Tag", "2"),
        ("Subject", "Autre"),
        ("message-id", "<own@example.com>"),
        ("MIME-Version", "9"),
        ("Content-Type", "text/evil"),
        ("Content-Transfer-Encoding", "binary"),
        ("Bcc", "hidden@example.org"),
        ("", ""),
    ]
    envelope = build(message(headers=headers))
    found = read(envelope)
    assert found["X-Campaign"] == "Été"
    assert found.get_all("X-Tag") == ["1", "2"]
    assert found.get_all("Subject") == ["Autre"]
    assert found.get_all("Message-ID") == ["<own@example.com>"]
    assert envelope.message_id == "<own@example.com>"
    assert found.get_all("MIME-Version") == ["1.0"]
    assert found.get_content_type() == "text/plain"
    assert found["Bcc"] is None
    assert b"evil" not in envelope.data


def test_own_address_header_is_encoded_as_addresses() -> None:
    found = read(build(message(headers=[("Reply-To", "Müller, Zoé <z@example.org>")])))
    # Written by the program without quotes, so it reads as two; nothing of it is lost.
    assert "z@example.org" in [a.addr_spec for a in found["Reply-To"].addresses]
    found = read(build(message(headers=[("Reply-To", '"Müller, Zoé" <z@example.org>')])))
    assert [(a.display_name, a.addr_spec) for a in found["Reply-To"].addresses] == [("Müller, Zoé", "z@example.org")]


def test_dates() -> None:
    made = message(date=datetime(2025, 12, 31, 23, 59, 59, tzinfo=timezone(-timedelta(hours=3, minutes=30))))
    assert read(build(made))["Date"] == "Wed, 31 Dec 2025 23:59:59 -0330"
    assert format_date(datetime(2026, 1, 1)).startswith("Thu, 01 Jan 2026 00:00:00 ")


# --- Body ------------------------------------------------------------------------------------------------------------

PNG = Attachment("logo.png", b"\x89PNG", content_id="logo")
PDF = Attachment("Été 2026.pdf", bytes(range(256)) * 50)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"text": "", "html": ""}, "text/plain"),
        ({"html": ""}, "text/plain"),
        ({"text": "", "html": "<p>x"}, "text/html"),
        ({"html": "<p>x"}, ["alternative", "text/plain", "text/html"]),
        ({"attachments": [PDF]}, ["mixed", "text/plain", "Été 2026.pdf"]),
        ({"text": "", "attachments": [PDF]}, ["mixed", "text/plain", "Été 2026.pdf"]),
        (
            {"text": "", "html": '<img src="cid:logo">', "attachments": [PNG]},
            ["related", "text/html", "logo.png"],
        ),
        (
            {"html": "<img src=cid:logo>", "attachments": [PDF, PNG]},
            [
                "mixed",
                ["alternative", "text/plain", ["related", "text/html", "logo.png"]],
                "Été 2026.pdf",
            ],
        ),
        # An identifier that nothing shows makes an ordinary attachment.
        ({"html": "<p>", "attachments": [PNG]}, ["mixed", ["alternative", "text/plain", "text/html"], "logo.png"]),
        # Without a name an attachment is not sent.
        ({"attachments": [Attachment("", b"x"), PDF, Attachment(" ", b"y")]}, ["mixed", "text/plain", "Été 2026.pdf"]),
        ({"attachments": [Attachment("", b"x")]}, "text/plain"),
    ],
)
def test_structure(facts: dict[str, object], expected: object) -> None:
    assert tree(read(build(message(**facts)))) == expected


def test_content_ids() -> None:
    made = message(html="<img src='cid:logo'>", attachments=[PNG])
    image = list(read(build(made)).walk())[-1]
    assert image["Content-ID"] == "<logo>"
    assert image.get_content_disposition() == "inline"
    found = read(build(made, no_cid=True))
    assert tree(found) == ["mixed", ["alternative", "text/plain", "text/html"], "logo.png"]
    assert all("Content-ID" not in part for part in found.walk())
    # As some programs write it, with the brackets and a blank.
    made = message(html='<img src="cid:mon logo">', attachments=[Attachment("a.png", b"", content_id="<mon logo>")])
    image = list(read(build(made)).walk())[-1]
    assert image.get_content_disposition() == "inline"
    assert image["Content-ID"] == "<mon%20logo>"


@pytest.mark.parametrize(
    ("name", "asked", "expected"),
    [
        ("a.pdf", "", "application/pdf"),
        ("A.PNG", "", "image/png"),
        ("a.unknown", "", "application/octet-stream"),
        ("README", "", "application/octet-stream"),
        ("a.pdf", "image/gif", "image/gif"),
        ("a.pdf", "nonsense", "application/pdf"),
        ("a.csv", "text/csv; charset=cp1252", "text/csv"),
        # base64 is not allowed for these.
        ("a.eml", "message/rfc822", "application/octet-stream"),
    ],
)
def test_types_of_attachments(name: str, asked: str, expected: str) -> None:
    made = message(attachments=[Attachment(name, b"x", content_type=asked, description="Où")])
    part = next(iter(read(build(made)).iter_attachments()))
    assert part.get_content_type() == expected
    assert part["Content-Description"] == "Où"


CONTENT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=200)
LINES = st.lists(CONTENT | st.sampled_from([".", "From me", " ", "a ", "=", "x" * 200, "é" * 120]), max_size=8)


@given(LINES.map("\r\n".join), st.binary(max_size=300), st.booleans())
@settings(max_examples=200, deadline=None)
def test_content_comes_back_exactly(text: str, content: bytes, alone: bool) -> None:
    made = message(text=text, attachments=[] if alone else [Attachment("x.bin", content)])
    envelope = build(made)
    assert envelope.data.endswith(b"\r\n")
    assert all(len(line) <= 998 for line in envelope.data.split(b"\r\n"))
    assert b"\n" not in envelope.data.replace(b"\r\n", b"")
    assert b"\nFrom " not in envelope.data
    found = read(envelope)
    body = found if alone else next(found.iter_parts())
    raw = body.get_payload(decode=True)
    assert isinstance(raw, bytes)
    # A message ends in a line end; alone, a text without one gets it.
    assert raw.decode("utf-8") in ((text, text + "\r\n", text + "\n") if alone else (text,))
    if not alone:
        assert next(iter(found.iter_attachments())).get_content() == content


def test_line_ends_of_a_text_become_crlf() -> None:
    assert read(build(message(text="a\nb\rc\r\nd"))).get_payload() == "a\r\nb\r\nc\r\nd\r\n"
    assert b"Content-Transfer-Encoding: quoted-printable" in build(message(text="x" * 77)).data
    assert b"Content-Transfer-Encoding: 7bit" in build(message(text="x" * 76 + "\r\n" + "y" * 76)).data


def test_the_same_seed_gives_the_same_bytes() -> None:
    made = message(html="<p>é", attachments=[PDF])
    assert build(made).data == build(made).data


def test_q_encoding_on_request() -> None:
    made = message(subject="日本語", to=["日本 <a@example.org>"])
    assert b"?B?" in build(made).data
    assert b"?B?" not in build(made, encode_header_q=True).data
    assert read(build(made, encode_header_q=True))["Subject"] == "日本語"


def test_a_message_in_a_message_travels_as_it_is() -> None:
    inner = build(message(subject="inner", html="<p>x")).data
    made = message(subject="outer", attachments=[Attachment("a.eml", inner, content_type="message/rfc822")])
    # Identifiers are counted from the same seed: the inner boundary is one that the outer message would take first.
    data = build(made).data
    assert inner in data
    part = next(iter(read(build(made)).iter_attachments()))
    assert part.get_content_type() == "message/rfc822"
    assert part.get_content()["Subject"] == "inner"
    found = read_message(data)
    assert [(a.name, a.content) for a in found.attachments] == [("a.eml", inner)]


@pytest.mark.parametrize(
    "content",
    [b"Subject: x\n\nLF", b"no header", b"Subject: \xc3\xa9\r\n\r\n", b"A: b\r\n\r\nFrom x", b"A: " + b"b" * 999],
)
def test_a_message_that_could_be_changed_on_its_way_is_encoded(content: bytes) -> None:
    data = build(message(attachments=[Attachment("a.eml", content, content_type="message/rfc822")])).data
    assert b"Content-Type: application/octet-stream" in data
    assert read_message(data).attachments[0].content == content


def test_a_large_attachment_is_in_memory_less_than_four_times() -> None:
    import tracemalloc

    content = bytes(8_000_000)
    made = message(attachments=[Attachment("a.bin", content)])
    tracemalloc.start()
    build(made)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak + len(content) <= 4 * len(content)
