"""One text is one mailbox, or an AddressError that says why not."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wlmail.mail.addresses import AddressError, Mailbox, _examined, parse_mailbox, read_mailboxes


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("zoe@example.com", "", "zoe@example.com"),
        ("  <zoe@example.com> ", "", "zoe@example.com"),
        ("<zoe@example.com>", "", "zoe@example.com"),
        ("Zoé Müller <zoe@example.com>", "Zoé Müller", "zoe@example.com"),
        ("Zoé<zoe@example.com>", "Zoé", "zoe@example.com"),
        ('"Müller, Zoé" <zoe@example.com>', "Müller, Zoé", "zoe@example.com"),
        (r'"Bob \"B\" \\ D" <b@example.com>', r'Bob "B" \ D', "b@example.com"),
        # A comma or a semicolon never makes two mailboxes of it.
        ("Müller, Zoé <zoe@example.com>", "Müller, Zoé", "zoe@example.com"),
        ("A; B; C <zoe@example.com>", "A; B; C", "zoe@example.com"),
        ("A   B\tC <z@example.com>", "A B C", "z@example.com"),
        ('"john doe"@example.com', "", '"john doe"@example.com'),
        ('"a@b"@example.com', "", '"a@b"@example.com'),
        ("x+tag_1!#$%&'*/=?^`{|}~-@example.com", "", "x+tag_1!#$%&'*/=?^`{|}~-@example.com"),
        ("root@localhost", "", "root@localhost"),
        ("x@[192.0.2.1]", "", "x@[192.0.2.1]"),
        ("x@[IPv6:2001:db8::1]", "", "x@[IPv6:2001:db8::1]"),
        ("zoe@exämple.com", "", "zoe@xn--exmple-cua.com"),
        # IDNA 2003 would send this to strasse.de, another domain.
        ("zoe@straße.de", "", "zoe@xn--strae-oqa.de"),
        ("zoé@example.com", "", "zoé@example.com"),
    ],
)
def test_one_mailbox(text: str, name: str, address: str) -> None:
    box = parse_mailbox(text)
    assert (box.name, box.address) == (name, address)
    assert box.needs_smtputf8 == (not address.isascii())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("<>", "@ is missing"),
        ("zoe", "@ is missing"),
        ("Zoé Müller", "@ is missing"),
        ("@example.com", "in front of the @"),
        ("zoe@", "follows the @"),
        ("zoe@exa mple.com", "not the name of a domain"),
        ("zo e@example.com", "a blank"),
        ("a@example.com, b@example.com", "an element of its own"),
        ("a@example.com;b@example.com", "an element of its own"),
        ("a@b@example.com", "the character @"),
        (".zoe@example.com", "a dot"),
        ("zo..e@example.com", "a dot"),
        ("zoe.@example.com", "a dot"),
        ("zoe@example..com", "not the name of a domain"),
        ("zoe@-example.com", "not the name of a domain"),
        ("zoe@example.com.", "not the name of a domain"),
        ("zoe@" + "a" * 64 + ".com", "not the name of a domain"),
        ("zoe@exam_ple!.com", "not the name of a domain"),
        ("a" * 320 + "@example.com", "too long"),
        ("Zoé <zoe@example.com> x", "must come last"),
        ("zoe@example.com>", "< in front"),
        ("Bob <b@example.com>, Eve <e@example.com>", "an element of its own"),
        ('"Bob" <b@example.com>; "Eve" <e@example.com>', "an element of its own"),
        ("b@example.com, Eve <e@example.com>", "an element of its own"),
        ("b@example.com; Eve <e@example.com>", "an element of its own"),
        ("b@example.com, <e@example.com>", "an element of its own"),
        ("Bob > <e@example.com>", "an element of its own"),
        ("Zoé <<zoe@example.com>", None),
        ("zoe@example.com\r\nBcc: x@example.com", "control character"),
        ("Zoé\n<zoe@example.com>", "control character"),
        ("zoe\0@example.com", "control character"),
        ("zoe@example.com\n", "control character"),
        ("zo\ud800e@example.com", "half a character"),
        ("Z\ud800 <zoe@example.com>", "half a character"),
        ("zoe@exam\ud800ple.com", None),
    ],
)
def test_what_is_no_mailbox(text: str, reason: str | None) -> None:
    if reason is None:
        # Only required to be one mailbox or none, never another.
        with suppress(AddressError):
            assert parse_mailbox(text).address == "zoe@example.com"
        return
    with pytest.raises(AddressError) as caught:
        parse_mailbox(text)
    assert reason in caught.value.message


NAMES = st.text(st.sampled_from("aZ9é°-.' \"<>@,;()\\\t\xa0\u0301"), max_size=8)
LOCALS = st.text(st.sampled_from("aZ9.+_'é\" "), max_size=70)
DOMAINS = st.text(st.sampled_from("aZ9.-_é[ "), max_size=12)


@given(st.tuples(NAMES, st.sampled_from(["", " ", "  "]), st.sampled_from(["<", ""]), LOCALS, DOMAINS))
@settings(max_examples=500)
def test_a_common_mailbox_is_read_as_any_other(parts: tuple[str, str, str, str, str]) -> None:
    """The short way of `parse_mailbox` and the long one come to the same."""
    name, blank, opened, local, domain = parts
    text = f"{name}{blank}{opened}{local}@{domain}{'>' if opened else ''}"
    try:
        expected: Mailbox | str = _examined(text)
    except AddressError as error:
        expected = error.message
    try:
        found: Mailbox | str = parse_mailbox(text)
    except AddressError as error:
        found = error.message
    assert found == expected


@given(st.text(max_size=60) | st.text('a@.<>", ;:()[]\\é\r\n', max_size=40))
@settings(max_examples=400, deadline=None)
def test_any_text_is_one_mailbox_or_an_error(text: str) -> None:
    try:
        box = parse_mailbox(text)
    except AddressError:
        return
    # What it renders is one mailbox again, for a reader as for ourselves.
    assert [read.address for read in read_mailboxes(box.render())] == [box.address]
    assert parse_mailbox(f"<{box.address}>").address == box.address


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]) | st.just(" "), max_size=60)


@given(st.lists(NAMES.map(lambda name: " ".join(name.split())), min_size=1, max_size=5), st.booleans())
@settings(max_examples=200, deadline=None)
def test_a_list_is_read_back(names: list[str], prefer_q: bool) -> None:
    boxes = [Mailbox(name, f"a{number}@example.com") for number, name in enumerate(names)]
    assert read_mailboxes(", ".join(box.render(prefer_q) for box in boxes)) == boxes


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", []),
        ("a@example.com, b@example.com", [("", "a@example.com"), ("", "b@example.com")]),
        ("=?utf-8?Q?M=C3=BCller=2C_Zo=C3=A9?= <z@example.com>", [("Müller, Zoé", "z@example.com")]),
        ('"=?utf-8?Q?Zo=C3=A9?=" <z@example.com>', [("Zoé", "z@example.com")]),
        ("a@example.com (Zoe, the first)", [("", "a@example.com")]),
        (
            "Team: a@example.com, B <b@example.com>; c@example.com",
            [("", "a@example.com"), ("B", "b@example.com"), ("", "c@example.com")],
        ),
        ("undisclosed-recipients:;", []),
        (' , "a, b" <c@example.com>,, ', [("a, b", "c@example.com")]),
        ("<", [("", "<")]),
        ('"open <a@example.com>', [("", '"open <a@example.com>')]),
    ],
)
def test_reading_what_others_write(header: str, expected: list[tuple[str, str]]) -> None:
    read = [(box.name, box.address) for box in read_mailboxes(header)]
    if header.startswith('"open'):
        assert len(read) == 1
    else:
        assert read == expected


@given(st.text(max_size=80) | st.text('a@.<>", ;:()\\é', max_size=40))
@settings(max_examples=300, deadline=None)
def test_reading_never_fails(header: str) -> None:
    for box in read_mailboxes(header):
        assert str(box) or box == Mailbox("", "")


@pytest.mark.parametrize("name", ["Zoé Müller", "Müller, Zoé", "Dr. Who", 'Bob "B" D', "", "a\\b"])
def test_what_a_program_reads_can_be_given_back(name: str) -> None:
    box = Mailbox(name, "zoe@example.com")
    assert parse_mailbox(str(box)) == box


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Doe, John <j@example.com>", "Doe, John"),
        ("Doe; John <j@example.com>", "Doe; John"),
        ("John @ home <j@example.com>", "John @ home"),
        ('"Bob <b@x>, Eve" <j@example.com>', "Bob <b@x>, Eve"),
        ('J. "<x>" Doe <j@example.com>', 'J. "<x>" Doe'),
    ],
)
def test_a_comma_or_an_at_in_a_name_does_not_make_two_of_it(text: str, name: str) -> None:
    assert parse_mailbox(text) == Mailbox(name, "j@example.com")


def test_duplicates_have_one_key() -> None:
    assert parse_mailbox("A <zoe@EXAMPLE.com>").key == parse_mailbox("zoe@example.com").key
    assert parse_mailbox("Zoe@example.com").key != parse_mailbox("zoe@example.com").key
