"""The mailbox page as HTTP: the JSON API, who may ask, what is downloaded, and HTML made harmless."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from commands import wlmail
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as other_reader

from wlmail.capture import page_facts
from wlmail.capture.harmless import harmless
from wlmail.capture.mailbox import Asked, Mailbox
from wlmail.capture.page_facts import MOST_IMAGES, MOST_TEXT, safe_name
from wlmail.capture.rendering import html_tree
from wlmail.capture.web import BATCH, MailboxPage
from wlmail.mail.reader import read_message

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ASKED = Asked("smtp.example.com", 587, "STARTTLS", "elodie", "password")
INVOICE = """\
From: =?utf-8?q?H=C3=A9l=C3=A8ne?= <helene@example.com>
To: Ann <ann@example.com>
Subject: =?utf-8?q?Facture_n=C2=B0_7?=
Message-ID: <7@example.com>
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain; charset=utf-8

Élève, 12 €
--x
Content-Type: text/html; charset=utf-8

<p>Élève <img src="cid:logo"><img src="http://far.example/x.png"></p>
--x
Content-Type: image/png; name=logo.png
Content-ID: <logo>
Content-Transfer-Encoding: base64

iVBORw==
--x
Content-Type: application/pdf
Content-Disposition: attachment; filename*=utf-8''..%2F..%2Fpay%C3%A9%22.pdf
Content-Transfer-Encoding: base64

JVBERg==
--x--
""".replace("\n", "\r\n").encode()


class Served:
    """A mailbox, its page, and a client."""

    def __init__(self, *, rehearsal: bool = False) -> None:
        self.mailbox = Mailbox()
        self.dialogues: list[list[str]] = []
        self.page = MailboxPage(self.mailbox, "facture.wl", dialogues=self.dialogues, rehearsal=rehearsal)
        self.port = int(self.page.listen().rstrip("/").rpartition(":")[2])
        self.page.start()

    def add(self, data: bytes, recipients: tuple[str, ...] = ("ann@example.com",)) -> None:
        self.mailbox.add("helene@example.com", list(recipients), data, ASKED, NOON, "pc12")

    def ask(
        self, path: str, method: str = "GET", headers: list[tuple[str, str]] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.putrequest(method, path, skip_host=headers is not None)
            for name, value in headers or []:
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def json(self, path: str) -> Any:
        status, headers, body = self.ask(path)
        assert (status, headers["content-type"]) == (200, "application/json"), body
        return json.loads(body)


@pytest.fixture
def served() -> Iterator[Served]:
    served = Served()
    yield served
    served.page.stop()


# --- the API ---------------------------------------------------------------------------------------------------------


def test_a_message_as_json(served: Served) -> None:
    served.add(INVOICE, ("ann@example.com", "hidden@example.com"))
    listed = served.json("/api/messages")
    assert (listed["schema"], listed["title"]) == (1, "facture.wl")
    [entry] = listed["messages"]
    assert entry == {
        "number": 1,
        "subject": "Facture n° 7",
        "from": "Hélène <helene@example.com>",
        "recipients": ["ann@example.com", "hidden@example.com"],
        "more_recipients": 0,
        "received": "2026-03-02T12:00:00+00:00",
        "size": len(INVOICE),
    }
    found = served.json("/api/messages/1")
    assert found["text"] == "Élève, 12 €"
    assert found["has_html"] is True
    assert found["envelope_only"] == ["hidden@example.com"]
    assert found["envelope"] == {
        "sender": "helene@example.com",
        "recipients": ["ann@example.com", "hidden@example.com"],
    }
    assert found["server"] == {
        "name": "smtp.example.com",
        "port": 587,
        "security": "STARTTLS",
        "user": "elodie",
        "login": "password",
        "helo": "pc12",
    }
    assert {"name": "Subject", "value": "Facture n° 7"} in found["headers"]
    assert [(part["place"], part["type"], part["size"]) for part in found["parts"]] == [
        ("1", "multipart/mixed", 0),
        ("1.1", "text/plain", 15),
        ("1.2", "text/html", 71),
        ("1.3", "image/png", 4),
        ("1.4", "application/pdf", 4),
    ]
    assert [part["place"] for part in found["parts"] if part["is_attachment"]] == ["1.3", "1.4"]
    assert found["warnings"] == []
    html = served.json("/api/messages/1/html")
    assert html["remote"] == ["http://far.example/x.png"]
    assert 'src="data:image/png;base64,iVBORw=="' in html["document"]
    assert served.json("/api/messages/1/source")["source"] == INVOICE.decode()


def test_each_address_is_one_element(served: Served) -> None:
    served.add(b'To: "Bob, B." <bob@example.com>, ann@example.com\r\nCc: nobody:;\r\nReply-To: c@x.y\r\n\r\nx\r\n')
    found = served.json("/api/messages/1")
    assert found["to"] == ['"Bob, B." <bob@example.com>', "ann@example.com"]
    assert (found["cc"], found["reply_to"], found["bcc"]) == (["nobody:;"], ["c@x.y"], [])


def test_an_image_beside_the_mail_is_missing_and_not_remote(served: Served) -> None:
    html = b'<img src="logo.png"><img src="img/a.png?1"><p style="background: url(b.png)"><img src="//far.example/c">'
    served.add(b"Content-Type: text/html\r\n\r\n" + html + b'<img src="\\\\share\\d.png"><img src="c:/e.png">\r\n')
    found = served.json("/api/messages/1/html")
    assert found["missing"] == ["logo.png", "img/a.png?1", "b.png"]
    assert found["remote"] == ["//far.example/c", "\\\\share\\d.png", "c:/e.png"]
    # A base says where they lie.
    served.add(b'Content-Type: text/html\r\n\r\n<base href="http://far.example/"><img src="logo.png">\r\n')
    found = served.json("/api/messages/2/html")
    assert (found["missing"], found["remote"]) == ([], ["logo.png"])


def test_a_bcc_that_shows_and_a_recipient_without_message_are_told(served: Served) -> None:
    served.add(b"To: ann@example.com, bob@example.com\r\nBcc: boss@example.com\r\nMessage-ID: <1@x>\r\n\r\nx\r\n")
    warnings = served.json("/api/messages/1")["warnings"]
    assert [warning["where"] for warning in warnings] == ["Bcc shows", "recipient missing"]
    assert [warning["header"] for warning in warnings] == ["", "To"]
    assert " " not in warnings[1]["what"]  # the address alone: the page has the sentence, in its reader's language
    # A server's limit of recipients splits a message into several deliveries.
    served.add(b"To: ann@example.com, bob@example.com\r\nMessage-ID: <1@x>\r\n\r\nx\r\n", ("bob@example.com",))
    assert [warning["where"] for warning in served.json("/api/messages/1")["warnings"]] == ["Bcc shows"]


def test_two_messages_are_compared(served: Served) -> None:
    served.add(INVOICE)
    served.add(INVOICE)
    served.add(INVOICE.replace("Élève, 12".encode(), b"Eleve, 12"), ("ann@example.com", "bob@example.com"))
    same = served.json("/api/compare?left=1&right=2")
    assert (same["reached"], same["differences"]) == ({"content": 0, "delivery": True}, [])
    found = served.json("/api/compare?left=1&right=3")
    assert found["reached"] == {"content": None, "delivery": False}
    text, envelope = found["differences"]
    assert (text["where"], text["level"]) == ("part 1.1 text/plain", 3)
    assert (text["left"], text["right"], text["rows"]) == (
        "Élève, 12 €",
        "Eleve, 12 €",
        [["Élève, 12 €", "Eleve, 12 €"]],
    )
    assert (envelope["where"], envelope["level"]) == ("envelope recipients", 4)


@pytest.mark.parametrize(
    "path",
    [
        *("/api/messages/0", "/api/messages/2", "/api/messages/-1", "/api/messages/a", "/api/messages/" + "9" * 5000),
        *("/api/messages/1/parts/1", "/api/messages/1/parts/9", "/api/messages/1/parts/..%2f..%2fsecrets"),
        *("/api/compare", "/api/compare?left=1", "/api/compare?left=1&right=7", "/page/../web.py", "/web.py", "/x"),
    ],
)
def test_what_is_not_there_is_not_found(served: Served, path: str) -> None:
    served.add(INVOICE)
    assert served.ask(path)[0] == 404


def test_half_a_surrogate_pair_and_bytes_of_no_charset_do_no_harm(served: Served) -> None:
    served.add("Subject: é\r\nX: \xff\r\n\r\n".encode("latin-1") + b"\xed\xa0\x80 \xe9\r\n", ("a\ud800@example.com",))
    assert served.json("/api/messages/1")["envelope"]["recipients"] == ["a\ud800@example.com"]
    assert "é" in served.json("/api/messages/1/source")["source"]


PIECES_OF_MESSAGES = [
    *(b"Content-Type: ", b"multipart/mixed; boundary=x\r\n", b"text/html\r\n", b"\r\n\r\n", b"--x", b"--x--", b"\r\n"),
    *(
        b"Content-Disposition: attachment; filename=a/../b\r\n",
        b"To: ",
        b'a@b, "',
        b"=?utf-8?q?=e9?=",
        b"\x00",
        b"\xff",
    ),
    b"<p>",
]
MESSAGES = st.lists(st.sampled_from(PIECES_OF_MESSAGES) | st.binary(max_size=20), max_size=30).map(b"".join)


def test_other_spellings_of_an_address_and_of_a_content_id() -> None:
    mailbox = Mailbox()
    related = b"Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
    image = b"--b\r\nContent-Type: image/png\r\nContent-ID: <a@b>\r\n\r\nx\r\n--b--\r\n"
    data = b'To: "ann"@B\xc3\xbccher.example\r\n' + related + b'<img src="cid:a%40b">\r\n' + image
    mailbox.add("a@example.com", ["ann@xn--bcher-kva.example", "c@example.com"], data, ASKED, NOON)
    [delivery] = mailbox.deliveries
    assert page_facts.whole(delivery, mailbox.deliveries)["envelope_only"] == ["c@example.com"]
    read = read_message(data)
    shown = page_facts.html_of(read, read.html)
    assert (shown["missing"], "data:image/png;base64," in shown["document"]) == ([], True)


@given(MESSAGES, MESSAGES)
def test_any_bytes_can_be_shown(one: bytes, other: bytes) -> None:
    mailbox = Mailbox()
    for data in (one, other):
        mailbox.add("a@example.com", ["b@example.com"], data, ASKED, NOON)
    left, right = mailbox.deliveries
    message = page_facts.whole(left, mailbox.deliveries)
    json.dumps([message, page_facts.source_of(left), page_facts.compared(left, right, mailbox.deliveries)])
    read = read_message(left.data)
    json.dumps(page_facts.html_of(read, read.html))
    for part in message["parts"]:
        assert (page_facts.content_of(left, part["place"]) is None) == part["is_container"]


def test_every_size_has_a_limit(served: Served) -> None:
    text = "é" * (MOST_TEXT + 10)
    picture = f"\r\n--x\r\nContent-Type: image/png\r\nContent-ID: <big>\r\n\r\n{'p' * (MOST_IMAGES + 1)}"
    head = "Subject: big\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    head += "--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    body = '\r\n--x\r\nContent-Type: text/html\r\n\r\n<img src="cid:big">'
    served.add(f"{head}{text}{body}{picture}\r\n--x--\r\n".encode(), tuple(f"a{n}@example.com" for n in range(3000)))
    found = served.json("/api/messages/1")
    assert (len(found["text"]), found["text_is_cut"]) == (MOST_TEXT, True)
    assert len(found["envelope"]["recipients"]) == 1000
    assert (len(found["recipients"]), found["more_recipients"]) == (3, 2997)
    source = served.json("/api/messages/1/source")
    assert source["is_cut"]
    assert len(source["source"]) < MOST_TEXT
    assert served.json("/api/messages/1/html")["missing"] == ["cid:big"]
    assert len(served.ask("/api/messages/1/message.eml")[2]) == served.mailbox.deliveries[0].size


# --- events ----------------------------------------------------------------------------------------------------------


class Events:
    def __init__(self, served: Served, last: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
        self.connection.request("GET", "/api/events", headers={"Last-Event-ID": last} if last else {})
        self.answer = self.connection.getresponse()
        assert self.answer.getheader("content-type", "").startswith("text/event-stream")

    def next(self) -> dict[str, str]:
        lines = iter(lambda: self.answer.fp.readline().decode().rstrip("\r\n"), "")
        # The answer comes in chunks; their sizes stand on lines of their own.
        return dict(line.split(": ", 1) for line in lines if ": " in line)


def numbers(event: dict[str, str]) -> list[int]:
    assert event["event"] == "messages"
    return [message["number"] for message in json.loads(event["data"])]


def next_event(events: Events) -> dict[str, str]:
    found: dict[str, str] = {}
    while "data" not in found:
        found = events.next()
    return found


def test_messages_are_told_as_they_arrive(served: Served) -> None:
    served.add(INVOICE)
    events = Events(served)
    about = next_event(events)
    assert (about["event"], json.loads(about["data"])["title"]) == ("about", "facture.wl")
    first = next_event(events)
    assert numbers(first) == [1]
    served.add(INVOICE)
    assert numbers(next_event(events)) == [2]
    # A browser that was away asks from where it left off; of another run it knows nothing.
    again = Events(served, first["id"])
    next_event(again)
    assert numbers(next_event(again)) == [2]
    other = Events(served, "other-1")
    next_event(other)
    assert numbers(next_event(other)) == [1, 2]
    for opened in (events, again, other):
        opened.connection.close()


def test_connections_without_a_message_are_told(served: Served) -> None:
    events = Events(served)
    next_event(events)
    lines = ["S: 220 x", "C: AUTH PLAIN ****", "S: 535 5.7.8 wrong password"]
    served.dialogues.append(lines)
    assert next_event(events) == {"event": "dialogues", "data": "1"}
    [found] = served.json("/api/dialogues")["dialogues"]
    assert found["lines"] == lines
    assert "535 5.7.8 wrong password" in found["what"]
    events.connection.close()


def test_many_messages_come_in_batches_and_the_page_ends_with_open_streams(served: Served) -> None:
    for _ in range(2 * BATCH + 1):
        served.add(b"Subject: x\r\n\r\nx\r\n")
    events = Events(served)
    next_event(events)
    assert [len(numbers(next_event(events))) for _ in range(3)] == [BATCH, BATCH, 1]
    served.page.stop()
    assert events.answer.fp.read() is not None  # the stream ends
    with pytest.raises(ConnectionError):
        socket.create_connection(("127.0.0.1", served.port), timeout=10)


# --- who may ask -----------------------------------------------------------------------------------------------------


def test_only_requests_for_this_machine_are_answered(served: Served) -> None:
    served.add(INVOICE)
    port = served.port
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"LOCALHOST:{port}"):
        assert served.ask("/api/messages", headers=[("Host", host)])[0] == 200
    evil = ["evil.example", f"evil.example:{port}", "127.0.0.1", "localhost:1", f"127.0.0.1:{port}.evil.example", ""]
    for headers in [[("Host", host)] for host in evil]:
        for path in ("/", "/api/messages", "/api/events", "/api/messages/1/html/document"):
            status, _, body = served.ask(path, headers=headers)
            assert status in (400, 403), (headers, path)
            assert b"Facture" not in body
    assert served.ask("/", headers=[("Host", f"127.0.0.1:{port}"), ("Host", "evil.example")])[0] in (400, 403)
    assert served.ask("/", headers=[])[0] in (400, 403)


@pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.2 is this machine on Linux only")
def test_it_listens_on_127_0_0_1_only(served: Served) -> None:
    with pytest.raises(ConnectionError):
        socket.create_connection(("127.0.0.2", served.port), timeout=10)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_changed(served: Served, method: str) -> None:
    served.add(INVOICE)
    for path in ("/", "/api/messages", "/api/messages/1", "/api/compare?left=1&right=1"):
        assert served.ask(path, method)[0] == 405
    assert served.json("/api/messages")["messages"][0]["number"] == 1


def test_every_answer_is_guarded(served: Served) -> None:
    served.add(INVOICE)
    for path in ("/", "/page.js", "/page.css", "/api/messages", "/api/messages/1/html/document", "/x"):
        headers = served.ask(path)[1]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"
        assert not headers.keys() & {"set-cookie", "access-control-allow-origin", "server"}
    page = served.ask("/")[1]["content-security-policy"]
    assert "default-src 'none'" in page
    assert "unsafe" not in page
    mail = served.ask("/api/messages/1/html/document")[1]["content-security-policy"]
    assert mail.startswith("sandbox; default-src 'none'; img-src data:;")


# --- downloads -------------------------------------------------------------------------------------------------------


def test_an_attachment_is_downloaded_as_what_it_is_under_a_safe_name(served: Served) -> None:
    served.add(INVOICE)
    status, headers, body = served.ask("/api/messages/1/parts/1.4")
    assert (status, body) == (200, b"%PDF")
    assert headers["content-type"] == "application/octet-stream"
    assert headers["content-disposition"] == "attachment; filename=\"pay__.pdf\"; filename*=UTF-8''pay%C3%A9_.pdf"
    assert served.ask("/api/messages/1/message.eml")[2] == INVOICE
    assert 'filename="message-1-part-1.1.txt"' in served.ask("/api/messages/1/parts/1.1")[1]["content-disposition"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("facture n° 7.pdf", "facture n° 7.pdf"),
        ("C:\\Windows\\system32\\drivers.sys", "drivers.sys"),
        ("../../.bashrc", "bashrc"),
        ("a/b/", "other"),
        ("..", "other"),
        ("", "other"),
        ("CON", "other"),
        ("nul.txt", "other"),
        ("Com1 .tar.gz", "other"),
        ("line\r\nX-Header: 1", "lineX-Header_ 1"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ('a"b<c>|?*.txt', "a_b_c____.txt"),
        (f"{'x' * 300}.pdf", f"{'x' * 116}.pdf"),
        ("x" * 300, "x" * 120),
        ("trailing. . ", "trailing"),
        ("\ud800.txt", "txt"),
        (f"a.{'b' * 300}", f"a.{'b' * 118}"),
    ],
)
def test_names_are_safe(name: str, safe: str) -> None:
    assert safe_name(name, "other") == safe


@given(st.text(max_size=300).flatmap(lambda name: st.sampled_from((name, f"{name}.{name}", f"{name * 9}.pdf"))))
def test_any_name_becomes_one_that_every_system_takes(name: str) -> None:
    safe = safe_name(name, "other")
    assert 0 < len(safe) <= 120
    assert not set(safe) & set('/\\<>:"|?*')
    assert safe.isprintable()
    assert safe == safe.strip(" .")


# --- HTML made harmless ----------------------------------------------------------------------------------------------

EVIL = "http://evil.example/x"
PIECES = [
    f'<img src="{EVIL}">',
    f"<img src={EVIL} srcset='{EVIL} 2x' onerror=alert(1)>",
    f"<link rel=stylesheet href={EVIL}>",
    f"<style>@import '{EVIL}'; p {{ background: url({EVIL}) }}</style>",
    f"<p style=\"background:url('{EVIL}')\">",
    f'<body background="{EVIL}">',
    f'<table background="{EVIL}"><tr><td>',
    f"<script src={EVIL}></script>",
    "<script>alert(1)</script>",
    f"<iframe src={EVIL}></iframe>",
    f'<iframe srcdoc="<script>alert(1)</script>"></iframe><object data={EVIL}></object><embed src={EVIL}>',
    f"<meta http-equiv=refresh content='0;url={EVIL}'>",
    f"<base href={EVIL}>",
    f"<form action={EVIL}><input name=x><button>go</button></form>",
    f"<video poster={EVIL} src={EVIL}></video><audio src={EVIL}></audio>",
    f"<svg><image href={EVIL} /><script>alert(1)</script></svg>",
    f"<a href=\"{EVIL}\" ping={EVIL}>link</a><a href='javascript:alert(1)'>js</a><a href='java\tscript:alert(1)'>j</a>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<!--[if mso]><img src=x><![endif]-->",
    "<![if !mso]>",
    "<![x",
    "<p title='\"><script>alert(1)</script>'>",
    "<div onclick=alert(1) onmouseover='alert(2)'>",
    "<textarea><img src=x></textarea>",
    "</style><style>",
    "<",
    "&lt;script&gt;",
    "Élève",
]
ALLOWED = {"src", "style", "href", "title", "class", "id", "name", "data-link", "data-blocked"}


def check_harmless(text: str) -> None:
    document = harmless(text, lambda identifier: "").document
    tree = other_reader.document_fromstring(document.encode(), parser=other_reader.HTMLParser(encoding="utf-8"))
    for element in tree.iter():
        assert element.tag not in (
            "script",
            "iframe",
            "object",
            "embed",
            "link",
            "form",
            "input",
            "base",
            "svg",
            "video",
        )
        if element.tag == "meta":
            assert "http-equiv" not in element.attrib
        for name, value in element.attrib.items():
            if element.tag not in ("meta", "html"):
                assert name in ALLOWED, (element.tag, name)
            if name in ("src", "href"):
                assert value.startswith(("data:image/", "#"))
            if name == "style":
                assert "url(" not in value
        if element.tag == "style":
            assert "@import" not in (element.text or "")
            assert "url(" not in (element.text or "")


@pytest.mark.parametrize("piece", PIECES)
def test_hostile_html_is_made_harmless(piece: str) -> None:
    check_harmless(piece)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.integers(0, 60))
def test_pieces_of_hostile_html_in_any_order_are_harmless(text: str, start: int) -> None:
    check_harmless(text[start:])


@given(st.text(alphabet="<>!-/[]'\"= &;asvgimprctyle\n", max_size=80))
def test_no_html_makes_the_readers_raise(text: str) -> None:
    check_harmless(text)
    html_tree(text)


OPENED = [
    *("<!--", "<", "<a ", "</a ", "<a b=' ", "<!", "<?", "<![", "&", "&a", "<script>", "<title>", "<pre>", "<div>")
]
OPENED += ["<img src=cid:x>", "<p style='url(\"", "<style>@import ", "</", "<a href=/x ", "<a\0", "<p>x</b>"]


@pytest.mark.parametrize("piece", OPENED)
def test_hostile_html_takes_no_more_than_its_length(piece: str) -> None:
    """Python's own reader needs minutes for some of these, by the square of the length."""
    text = piece * (200_000 // len(piece))
    harmless(text, lambda identifier: "")
    html_tree(text)


@pytest.mark.parametrize(
    ("html", "tree"),
    [
        ("<P CLASS=b class=a>x", ["<p class='b'>", '  "x"']),
        ("a < b <3 c", ['"a < b <3 c"']),
        ("<a href=?a=1&copy=2&amp;b=3>x</a>", ["<a href='?a=1&copy=2&b=3'>", '  "x"']),
        ("<a title='&eacute;&#233;&#xE9;'>&eacute</a>", ["<a title='ééé'>", '  "é"']),
        ("<!-- x > --><b>y</b><!---->z<!-->t", ["<b>", '  "y"', '"zt"']),
        ("<script>if (a</b/) '<p>'</script>x", ["<script>", "  \"if (a</b/) '<p>'\"", '"x"']),
        ("<title>&lt;b></title>x", ["<title>", '  "<b>"', '"x"']),
        ('<a/href="x"/title=y/>z', ["<a href='x' title='y/'>", '  "z"']),
        ('<p title="unclosed>x', []),
        ("</>x</ y>z", ['"xz"']),
    ],
)
def test_html_is_cut_as_a_browser_does(html: str, tree: list[str]) -> None:
    assert html_tree(html) == tree


def test_what_is_left_out_is_counted_and_what_is_harmless_stays() -> None:
    data = "data:image/png;base64,iVBORw=="
    found = harmless(
        f"""<body bgcolor=white><h1 class="a" onclick="x()">Été &amp; <b>co</b></h1>
        <img src="{EVIL}" alt="pixel"><img src="{EVIL}"><img src="cid:here"><img src="cid:gone"><img src="{data}">
        <p style="color: red; background: url(cid:here)">x</p><style>p {{ color: red }}</style>
        <a href="https://example.com/?a=1&amp;b=2" title="t">go</a><a href="#end">end</a><script>1</script>""",
        lambda identifier: data if identifier == "here" else "",
    )
    assert '<body bgcolor="white"><h1 class="a">Été &amp; <b>co</b></h1>' in found.document
    assert found.document.count(f'src="{data}"') == 2
    assert f"color: red; background: url(&quot;{data}&quot;)" in found.document
    assert "<style>p { color: red }</style>" in found.document
    assert '<a href="#end">' in found.document
    assert (list(found.remote), list(found.missing)) == ([EVIL], ["cid:gone"])
    assert found.links == ["https://example.com/?a=1&b=2"]
    assert found.active == 2


# --- the commands ----------------------------------------------------------------------------------------------------

SECRET = """\
s is emailSMTPSession
s.ServerAddress = "smtp.example.com"
sKey is SecretString = "s3same-0pen"
m is Email
m.Sender = "a@example.com"
m.Recipient = "b@example.com"
m.Subject = "key " + sKey
m.Message = "it is " + sKey
EmailStartSession(s)
EmailSendMessage(s, m)
EmailCloseSession(s)
"""


def running(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "wlmail", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def address_of(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    line = process.stderr.readline()
    assert line.startswith("wlmail: the mailbox page is http://127.0.0.1:"), line
    return line.split()[5]


def get(address: str) -> str:
    host, _, path = address.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=30)
    connection.request("GET", f"/{path}")
    return connection.getresponse().read().decode()


def test_try_serves_the_page_until_ctrl_c(tmp_path: Path) -> None:
    program = tmp_path / "secret.wl"
    program.write_text(SECRET, encoding="utf-8")
    process = running("try", "--web", program)
    try:
        address = address_of(process)
        assert '<script src="/page.js" defer>' in get(address)
        assert json.loads(get(f"{address}api/messages"))["rehearsal"] is True
        message = json.loads(get(f"{address}api/messages/1"))
        # What a program keeps secret it keeps here too; a download is what arrived.
        assert message["subject"] == "key ****"
        assert message["text"] == "it is ****"
        assert "s3same" not in get(f"{address}api/messages/1/source")
        assert "s3same-0pen" in get(f"{address}api/messages/1/message.eml")
        process.send_signal(signal.SIGINT)
        printed, told = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0
    assert "Subject: key ****" in printed
    assert any(line.startswith("C: MAIL FROM:<a@example.com>") for line in message["dialogue"]), message["dialogue"]
    assert told == ""


def test_capture_serves_the_page_while_it_captures() -> None:
    import smtplib

    process = running("capture", "--port", "0", "--web")
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline().split()[2].rstrip(":"))
        address = address_of(process)
        with smtplib.SMTP("127.0.0.1", port) as smtp:
            smtp.sendmail("a@example.com", ["b@example.com"], "Subject: hello\r\n\r\nx\r\n")
        end = time.monotonic() + 30
        while not (listed := json.loads(get(f"{address}api/messages"))["messages"]) and time.monotonic() < end:
            time.sleep(0.05)
        assert listed[0]["subject"] == "hello"
        assert json.loads(get(f"{address}api/messages"))["rehearsal"] is False
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0


def test_without_its_packages_the_page_is_refused_before_the_program_runs(tmp_path: Path) -> None:
    (tmp_path / "starlette").mkdir()
    (tmp_path / "starlette" / "__init__.py").write_text("raise ImportError('not here')")
    program = tmp_path / "p.wl"
    program.write_text('Trace("ran")\n')
    paths = os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    done = wlmail("try", "--web", program, env={**os.environ, "PYTHONPATH": paths})
    assert done.returncode == 2
    assert done.stdout == ""
    told = 'wlmail: --web needs starlette and uvicorn: pip install "wlmail[web]", from a clone pip install ".[web]"\n'
    assert done.stderr == told


def test_a_port_in_use_is_told_before_the_program_runs(tmp_path: Path) -> None:
    program = tmp_path / "p.wl"
    program.write_text('Trace("ran")\n')
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = wlmail("try", "--web-port", port, program)
        captured = wlmail("capture", "--port", "0", "--web-port", port)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"wlmail: the mailbox page cannot have port {port} of 127.0.0.1: ")
    assert captured.returncode == 3
    assert "cannot have port" in captured.stderr
    assert wlmail("try", "--web-port", "70000", program).returncode == 2
