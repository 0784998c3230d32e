"""Every message that we write is read back equal: by our reader, by Python's and by a third that shares nothing with
them (fast-mail-parser, which is Rust's mailparse); and what is imported is built again byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, message_from_string
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

import fast_mail_parser
import pytest
from fake_portal import FakeWorld
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mailing import call

from wlmail.library.email import Attach, Email, EmailStructure, Header
from wlmail.mail.addresses import parse_mailbox
from wlmail.mail.message import Attachment, IdSource, Message, compose
from wlmail.mail.reader import read_message
from wlmail.runtime.options import Options
from wlmail.runtime.records import assign
from wlmail.runtime.run import Run

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)

# Control characters are refused (test_mail_message); blanks of other scripts mean nothing in a name.
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"])
LINES = st.text(LETTERS | st.just(" "), max_size=120)
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=30), min_size=1, max_size=8).map(" ".join)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=300)
FILES = st.text(LETTERS, min_size=1, max_size=60).filter(lambda name: not set("/\\") & set(name) and name.strip(". "))
ACCENTED = "Société Générale d'Équipements Électriques et Électroniques de l'Île-de-France, département Île-de-Ré"


class Facts:
    """What a message says, however it is written."""

    def __init__(self, subject: str, names: list[str], text: str, html: str, files: list[tuple[str, bytes]]) -> None:
        self.subject = subject
        self.names = names
        self.text = text
        self.html = html
        self.files = files

    def __repr__(self) -> str:
        return f"Facts({self.subject!r}, {self.names!r}, {self.text!r}, {self.html!r}, {self.files!r})"


FACTS = st.builds(
    Facts,
    LINES,
    st.lists(WORDS, min_size=1, max_size=3),
    TEXTS,
    TEXTS,
    st.lists(st.tuples(FILES, st.binary()), max_size=3),
)


def quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def written(facts: Facts) -> bytes:
    message = Message(f"{quoted(facts.names[0])} <shop@example.com>", subject=facts.subject)
    message.to = [f"{quoted(name)} <r{number}@example.org>" for number, name in enumerate(facts.names)]
    message.text, message.html = facts.text, facts.html
    message.attachments = [Attachment(name, content) for name, content in facts.files]
    return compose(message, date=NOW, ids=IdSource("s")).data


def closed(text: str, alone: bool) -> str:
    """A text that is the whole body has its own closing line end in common with the message's."""
    return text.removesuffix("\n") if alone else text


def is_alone(facts: Facts) -> bool:
    return not facts.files and not (facts.text and facts.html)


@given(FACTS)
@example(Facts(ACCENTED, [ACCENTED, "Müller, Zoé"], "é", "", [(f"{ACCENTED}.pdf", b"x")]))
@settings(max_examples=150, deadline=None)
def test_our_reader(facts: Facts) -> None:
    read = read_message(written(facts))
    assert read.subject == facts.subject
    assert [box.name for box in read.mailboxes("To")] == facts.names
    assert [box.address for box in read.mailboxes("To")] == [f"r{n}@example.org" for n in range(len(facts.names))]
    assert closed(read.text, is_alone(facts)) == closed(facts.text, is_alone(facts))
    assert closed(read.html, is_alone(facts)) == closed(facts.html, is_alone(facts))
    assert [(part.name, part.content) for part in read.attachments] == facts.files


@given(FACTS)
@example(Facts("Été", ["Zoé"], "From here\n.\nthere", "<p>é</p>", [("été.txt", b"\0\xff")]))
@settings(max_examples=150, deadline=None)
def test_pythons_reader(facts: Facts) -> None:
    read = cast(EmailMessage, message_from_bytes(written(facts), policy=default))
    assert not any(part.defects for part in read.walk())
    # Some versions make two recipients of one with a comma in its name, or put a blank into a long name: only addresses
    # of the others are compared here.
    if not any(set(name) & set(",;:") or not name.isascii() for name in facts.names):
        assert [box.addr_spec for box in read["To"].addresses] == [f"r{n}@example.org" for n in range(len(facts.names))]
    leaves = [part for part in read.walk() if not part.is_multipart()]
    bodies = [part for part in leaves if part.get_filename() is None]
    texts = [cast(bytes, part.get_payload(decode=True)).decode().replace("\r\n", "\n") for part in bodies]
    expected = [text for text in (facts.text, facts.html) if text] or [""]
    assert [closed(text, is_alone(facts)) for text in texts] == [closed(text, is_alone(facts)) for text in expected]
    files = [part for part in leaves if part.get_filename() is not None]
    assert [part.get_payload(decode=True) for part in files] == [content for _, content in facts.files]


@given(FACTS)
@example(Facts(ACCENTED, [ACCENTED, "Müller, Zoé"], "é", "<b>", [(f"{ACCENTED}.pdf", b"x")]))
@settings(max_examples=150, deadline=None)
def test_a_third_reader(facts: Facts) -> None:
    read = cast(Any, fast_mail_parser).parse_email(written(facts))
    assert read.warnings == []
    assert read.subject.strip() == facts.subject.strip()
    assert [(box.display_name, box.address) for box in read.to] == [
        (name, f"r{number}@example.org") for number, name in enumerate(facts.names)
    ]
    assert [closed(t.replace("\r\n", "\n"), is_alone(facts)) for t in read.text_plain[: bool(facts.text)]] == [
        closed(text, is_alone(facts)) for text in [facts.text] if text
    ]
    assert [a.content for a in read.attachments] == [content for _, content in facts.files]
    # It takes a semicolon for the end of a parameter, in quotes or not, and leaves escapes as they are.
    if not any(set(';"\\') & set(name) for name, _ in facts.files):
        assert [a.filename for a in read.attachments] == [name for name, _ in facts.files]


# --- Import ----------------------------------------------------------------------------------------------------------


def a_run(folder: Path) -> Run:
    """Every run counts its identifiers from the beginning and stands at the same moment."""
    world = FakeWorld(folder)
    world.options = Options(date=NOW)
    return Run(cast(Any, world), "test.wl")


TYPES = st.sampled_from(
    [
        "",
        "image/gif",
        "nonsense",
        "text/calendar; method=REQUEST; charset=utf-8",
        'text/plain; charset="iso-8859-1"; name="other.txt"',
        "multipart/mixed; boundary=x",
        "message/rfc822",
        'text/csv; header=present; note="a; \\"b\\" \\\\ c"; empty=""',
        "application/x-Mine; title*=utf-8''%C3%A9t%C3%A9",
    ]
)
EMAILS = st.builds(
    lambda *all: all,
    FACTS,
    st.lists(TYPES, min_size=3, max_size=3),
    WORDS,
    st.integers(0, 2),
    st.integers(0, 3),
    st.booleans(),
    LINES,
    st.lists(st.integers(0, 10**6), max_size=3),
)


@given(EMAILS)
@settings(max_examples=100, deadline=None)
def test_build_import_build_is_stable_byte_for_byte(tmp_path_factory: pytest.TempPathFactory, made: Any) -> None:
    facts, types, cc, priority, private, receipt, extra, thread = made
    email = Email()
    email.sender = f"{quoted(facts.names[0])} <shop@example.com>"
    email.recipient.assign([f"{quoted(name)} <r{number}@example.org>" for number, name in enumerate(facts.names)])
    email.cc.assign(f"{quoted(cc)} <zoé@example.net>")
    email.subject, email.message, email.html = facts.subject, facts.text, facts.html
    files = zip(facts.files, types, strict=False)
    email.attach.assign([Attach(name, content, kind, identifier="x") for (name, content), kind in files])
    email.header.assign([Header("X-Extra", extra), Header("List-Unsubscribe", "<mailto:x@example.com>")])
    email.priority, email.confidentiality, email.disposition_notification = priority, private, receipt
    email.reference = " ".join(f"<{number}@example.com>" for number in thread)
    email.message_id = "<kept@example.com>"
    folder = tmp_path_factory.getbasetemp()
    options = 2 + 4  # emailOptionMessageID + emailOptionReference
    assert call(a_run(folder), "EmailBuildSource", email, options) is True
    again = Email()
    again.source = email.source
    run = a_run(folder)
    assert call(run, "EmailImportSource", again) is True
    assert again.subject == facts.subject
    assert [parse_mailbox(text).name for text in again.recipient] == facts.names
    assert [(a.name, a.content) for a in again.attach] == facts.files
    assert (again.priority, again.confidentiality, again.disposition_notification) == (priority, private, receipt)
    assert again.reference == email.reference
    assert call(run, "EmailBuildSource", again, options) is True, run.error.message
    assert again.source == email.source


INVITATION = """\
From: zoe@example.com
To: max@example.com
Subject: Friday
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/calendar; method=REQUEST; name="friday.ics"; charset="UTF-8"
Content-Disposition: attachment; filename=friday.ics

BEGIN:VCALENDAR
--b
Content-Type: text/plain; charset=iso-8859-1; bad name=1; côté=2; title*=utf-8''%C3%A9t%C3%A9
Content-Disposition: attachment; filename=note.txt
Content-Description: For you
Content-Transfer-Encoding: base64

6Q==
--b--
"""


@pytest.mark.parametrize("structure", [False, True])
def test_types_of_a_message_that_is_sent_on_keep_their_parameters(tmp_path: Path, structure: bool) -> None:
    run = a_run(tmp_path)
    email: Any = run.state(EmailStructure) if structure else Email()
    given = () if structure else (email,)
    email.source = INVITATION
    assert call(run, "EmailImportSource", *given) is True
    types = list(email.attach_content_type) if structure else [attach.content_type for attach in email.attach]
    assert types == ["text/calendar", "text/plain"]
    if not structure:
        copied = Email()
        assign(copied, email)
        assert copied.attach[0] == email.attach[0]
        email, given = copied, (copied,)
    assert call(run, "EmailBuildSource", *given) is True
    calendar, note = list(message_from_string(email.source, policy=default).iter_attachments())
    assert (calendar.get_param("method"), calendar.get_content_charset()) == ("REQUEST", "utf-8")
    assert (note.get_content(), note["Content-Description"]) == ("é", "For you")
    assert set(note["Content-Type"].params) == {"charset", "title", "name"}
    assert note["Content-Type"].params["title"] == "été"


def test_another_type_has_parameters_of_its_own(tmp_path: Path) -> None:
    run = a_run(tmp_path)
    email = Email()
    email.source = INVITATION
    assert call(run, "EmailImportSource", email) is True
    email.attach[0].content_type = "application/ics"
    email.attach[1].content_type = "text/plain; charset=utf-8; format=fixed"
    assert call(run, "EmailBuildSource", email) is True
    first, second = list(message_from_string(email.source, policy=default).iter_attachments())
    assert dict(first["Content-Type"].params) == {"name": "friday.ics"}
    assert dict(second["Content-Type"].params) == {"charset": "utf-8", "format": "fixed", "name": "note.txt"}


@pytest.mark.parametrize("read", [lambda text: text, lambda text: text.encode("utf-8").decode("cp1252", "replace")])
def test_a_source_that_was_a_file(tmp_path: Path, read: Callable[[str], str]) -> None:
    source = (
        "From: Zoé <zoe@example.com>\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\nÉté : voilà\r\n"
    )
    email = Email()
    email.source = read(source)
    assert call(a_run(tmp_path), "EmailImportSource", email) is True
    assert (email.sender, email.message) == ("Zoé <zoe@example.com>", "Été : voilà")
