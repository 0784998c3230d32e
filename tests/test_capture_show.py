"""What a reader sees of captured messages, hostile ones included."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wlmail.capture.mailbox import Asked, Mailbox
from wlmail.capture.show import TEXT_LINES, show, visible
from wlmail.mail.html import html_text
from wlmail.mail.reader import read_message, read_subject

ASKED = Asked("smtp.example.com", 587, "STARTTLS", "elodie", "password")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def shown(data: bytes, recipients: list[str] | None = None, asked: Asked = ASKED, sender: str = "a@example.com") -> str:
    box = Mailbox()
    box.add(sender, recipients or ["b@example.com"], data, asked, NOON)
    return show(box.deliveries)


def test_a_whole_message() -> None:
    message = EmailMessage()
    message["From"] = "Élodie Martin <elodie@example.com>"
    message["To"] = "Bob <bob@example.com>"
    message["Cc"] = "carol@example.com"
    message["Subject"] = "Relevé n° 12"
    message["Date"] = "Mon, 02 Mar 2026 12:00:00 +0100"
    message.set_content("Bonjour,\n\nvoilà\n")
    message.add_alternative("<p>Bonjour</p>", subtype="html")
    message.add_attachment(b"x" * 34120, maintype="application", subtype="pdf", filename="facturé.pdf")
    message.add_attachment("a;b\n", filename="b.csv")
    recipients = ["bob@example.com", "carol@example.com", "hidden@example.com"]
    assert shown(message.as_bytes(), recipients, sender="elodie@example.com") == (
        "Message 1 of 1\n"
        "--------------\n"
        "From: Élodie Martin <elodie@example.com>\n"
        "To: Bob <bob@example.com>\n"
        "Cc: carol@example.com\n"
        "Bcc: hidden@example.com (envelope only)\n"
        "Subject: Relevé n° 12\n"
        "Date: Mon, 02 Mar 2026 12:00:00 +0100\n"
        "Envelope: MAIL FROM <elodie@example.com>\n"
        "          RCPT TO <bob@example.com>\n"
        "          RCPT TO <carol@example.com>\n"
        "          RCPT TO <hidden@example.com>\n"
        "Server: smtp.example.com port 587, STARTTLS, user elodie, login with password\n"
        "Parts:\n"
        "  multipart/mixed\n"
        "    multipart/alternative\n"
        "      text/plain           utf-8     17 bytes\n"
        "      text/html            utf-8     15 bytes\n"
        "    application/pdf               34120 bytes  facturé.pdf\n"
        "    text/plain             utf-8      4 bytes  b.csv\n"
        "Text:\n"
        "  | Bonjour,\n"
        "  |\n"
        "  | voilà\n"
        "HTML: 15 bytes\n"
        "Attachments:\n"
        "  facturé.pdf  application/pdf  34120 bytes\n"
        "  b.csv        text/plain           4 bytes"
    )


def test_nothing_captured_and_several() -> None:
    assert show([]) == "No message was captured."
    box = Mailbox()
    for text in ("one", "two"):
        box.add("a@x.y", ["b@x.y"], f"Subject: {text}\r\n\r\n{text}".encode(), Asked("", 25), NOON)
    assert show(box.deliveries).count("Message ") == 2
    assert "\n\nMessage 2 of 2\n--------------\n" in show(box.deliveries)
    assert "Server: (none) port 25, no encryption, no user" in show(box.deliveries)


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        (Asked("s", 465, "TLS", "u", "token"), "Server: s port 465, TLS, user u, login with token"),
        (Asked("s", 25, "none", "u"), "Server: s port 25, no encryption, user u"),
        (Asked("s\x1b[2J", 25), "Server: s\\x1b[2J port 25, no encryption, no user"),
    ],
)
def test_what_was_asked(asked: Asked, line: str) -> None:
    assert line in shown(b"\r\n", asked=asked).split("\n")


def test_html_without_text_is_shown_as_text() -> None:
    data = b"Content-Type: text/html; charset=iso-8859-1\r\n\r\n<style>p{}</style><p>No\xebl &amp; co<br>next</p>"
    assert shown(data).endswith("HTML: 46 bytes, its text:\n  | Noël & co\n  | next")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p>a</p><p>b</p>", "a\nb"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1  2\n3"),
        ("<script>x<y</script>a<!-- b -->c", "ac"),
        ("a &lt;b&gt; &eacute;&nbsp;c", "a <b> é\xa0c"),
        ("<script>never closed", ""),
        ("a < b", "a < b"),
        ("<" * 200_000, "<" * 200_000),
    ],
)
def test_html_text(html: str, text: str) -> None:
    assert html_text(html) == text


def test_a_message_cannot_drive_the_terminal_nor_forge_our_lines() -> None:
    data = (
        b"From: a\x1b[2J\x07 <a@x.y>\r\n"
        b"Subject: =?utf-8?q?x=0D=0ATo:_forged@x.y=1B]0;title=07?=\r\n"
        b"To: =?utf-8?b?4oCubW9j?= <b@example.com>\r\n"
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nhello\x1b[31m\r\nSubject: forged\rMessage 2\r\n"
        b'--b\r\nContent-Type: application/x; name="=?utf-8?q?=1b[H?="\r\n\r\nx\r\n--b--\r\n'
    )
    text = shown(data, ["b@example.com", "c@x.y\r\nTo: forged"])
    assert all(line.isprintable() for line in text.split("\n"))
    lines = text.split("\n")
    assert [line for line in lines if line.startswith("To:")] == ["To: \\u202emoc <b@example.com>"]
    assert sum(line.startswith("Subject:") for line in lines) == 1
    assert "  | hello\\x1b[31m" in lines
    assert "  | Subject: forged\\rMessage 2" in lines


def test_long_bodies_are_cut_and_counted() -> None:
    text = shown(b"\r\n" + b"line\r\n" * (TEXT_LINES + 7) + b"x" * 5000)
    assert text.count("  | line") == TEXT_LINES
    assert text.endswith("  … 8 more lines")
    assert shown(b"\r\n" + b"x" * 5000).endswith("x … 3000 more characters")


def test_a_message_in_a_message_is_an_attachment() -> None:
    inner = EmailMessage()
    inner["Subject"] = "inner"
    inner.set_content("secret words")
    outer = EmailMessage()
    outer["Subject"] = "outer"
    outer.set_content("see below")
    outer.add_attachment(inner)
    text = shown(outer.as_bytes())
    assert "Subject: outer" in text
    assert "Subject: inner" not in text
    assert "message/rfc822" in text.partition("Attachments:")[2]


def test_a_second_text_without_a_name_is_listed_as_programs_would_get_it() -> None:
    message = EmailMessage()
    message.set_content("first\n")
    message.add_attachment("second\n", disposition="inline")
    assert shown(message.as_bytes()).endswith("Attachments:\n  (no name)  text/plain  7 bytes")


def test_old_character_sets_are_read_as_mail_readers_do() -> None:
    """ISO-8859-1 with letters of Windows-1252 in it, as old senders write."""
    assert "  | 5 \u20ac" in shown(b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\n5 \x80\r\n")


def test_a_message_that_is_a_file() -> None:
    text = shown(b"Content-Type: application/pdf; name=a.pdf\r\n\r\nabc")
    assert text.endswith("Parts:\n  application/pdf  3 bytes  a.pdf")


def test_an_image_of_the_html_shows_its_identifier() -> None:
    message = EmailMessage()
    message.set_content("<img src='cid:logo'>", subtype="html")
    message.add_related(b"png", "image", "png", cid="<logo>")
    rows = [line.split() for line in shown(message.as_bytes()).split("\n")]
    assert ["image/png", "3", "bytes", "cid:logo"] in rows
    assert ["cid:logo", "image/png", "3", "bytes"] in rows


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\xff\xfe",
        b"no header at all",
        b"Subject\r\n\r\n",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n",
        b"Content-Type: text/plain; charset=nonsense\r\n\r\n\xe9",
        b"Content-Type: text/plain; charset*=a'b'%ff%zz\r\n\r\nx",
        b"Content-Type: text/plain; charset=utf-7\r\n\r\n+++-+AAA",
        b"Content-Type: text/plain; charset=idna\r\n\r\n\xff..",
        b"Content-Transfer-Encoding: base64\r\n\r\n=====!",
        b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 666 x\r\nrubbish",
        b"Subject: =?utf-8?b?=====?= =?none?q?x?= =?utf-8?x?a?=\r\n\r\n",
        b'To: <<<>>>,,;;"\r\n\r\n',
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(2000)),
        b"Content-Type: message/rfc822\r\n\r\n" * 2000,
    ],
)
def test_broken_messages_are_shown_somehow(data: bytes) -> None:
    text = shown(data)
    assert text.startswith("Message 1 of 1\n")
    assert all(line.isprintable() for line in text.split("\n"))
    read_subject(data)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_at_all_make_it_fail(data: bytes) -> None:
    for head in (b"", b"Content-Type: multipart/x; boundary=a\r\n\r\n--a\r\n", b"Subject: =?utf-8?q?"):
        text = shown(head + data)
        assert all(visible(line) == line for line in text.split("\n"))


def test_visible() -> None:
    assert visible("Été 😀 «a» \u200d") == "Été 😀 «a» \u200d"
    assert visible("a\tb\r\n\x00\x9b\u2028\ud800\u202e") == "a\\tb\\r\\n\\x00\\x9b\\u2028\\ud800\\u202e"


def test_raw_utf8_headers_are_read() -> None:
    assert read_subject("Subject: Été\r\n\t2026\r\n\r\n".encode()) == "Été 2026"
    assert [box.address for box in read_message(b"TO: a@X.y\r\n\r\n").mailboxes("To")] == ["a@X.y"]
