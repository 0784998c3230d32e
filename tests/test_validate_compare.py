"""The comparison itself: equivalent pairs, mutations, levels, pairing, rules. `validate --self-check` does more."""

from __future__ import annotations

import difflib
import random
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from wlmail.capture.alignment import MOST_WORK, aligned, opcodes
from wlmail.capture.comparison import Comparison, Side
from wlmail.capture.mailbox import LARGE, Asked, Delivery, Mailbox
from wlmail.capture.mutations import MUTATIONS
from wlmail.capture.pairing import out_of_order
from wlmail.capture.rendering import html_tree, rendered_text
from wlmail.capture.report import side_by_side
from wlmail.capture.samples import Style, delivered, some_mail
from wlmail.capture.script import ScriptError, read_script
from wlmail.capture.tolerance import RulesError, Tolerance, learnt, read_rules
from wlmail.mail.addresses import address_key
from wlmail.validation.self_check import false_alarms, missed_mutation, self_check

MOMENT = datetime(2026, 3, 5, 9, 30).astimezone()


def test_equivalent_pairs_raise_no_alarm() -> None:
    assert false_alarms(200, seed=7) == []


@pytest.mark.parametrize("name", [mutation[0] for mutation in MUTATIONS])
def test_a_mutation_is_caught_at_its_level_and_place(name: str) -> None:
    assert missed_mutation(name) == ""


def test_self_check_as_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert self_check(40) == 0
    shown = capsys.readouterr().out
    assert "40 equivalent pairs: 0 false alarms" in shown
    assert f"{len(MUTATIONS)} mutations: {len(MUTATIONS)} caught" in shown


def test_the_list_of_mutations_is_published() -> None:
    page = (Path(__file__).parent.parent / "docs" / "validation.md").read_text(encoding="utf-8")
    assert len(MUTATIONS) >= 60
    assert [name for name, *_ in MUTATIONS if f"| {name} |" not in page] == []


def message(text: str, to: str = "b@example.com", headers: str = "", number: int = 1) -> Delivery:
    data = f"From: a@example.com\r\nTo: {to}\r\n{headers}\r\n{text}".encode()
    return Delivery(number, "a@example.com", [to], data, Asked("smtp.example.com", 25), MOMENT)


def compared(left: list[Delivery], right: list[Delivery], rules: str = "", **more) -> Comparison:
    return Comparison(Side("left", left), Side("right", right), read_rules(rules, "rules.toml"), **more)


@pytest.mark.parametrize(
    ("left", "right", "reached"),
    [
        ("hello\r\n", "hello\r\n", "L0 and L4"),
        ("hello\r\n", "hello\n", "L1 and L4"),
        ("hello\r\n", "hello", "L1 and L4"),
        ("hello\r\nyou\r\n", "hello\ryou\r\n", "L1 and L4"),
        ("hello \r\nyou\r\n", "hello\r\nyou\r\n", "L3 and L4"),
        ("hello\r\n", "hallo\r\n", "L4 only"),
    ],
)
def test_levels(left: str, right: str, reached: str) -> None:
    assert compared([message(left)], [message(right)]).reached == reached


def test_headers_left_out_by_rule_can_be_compared() -> None:
    pair = [message("x", headers="Message-ID: <1@a>\r\n")], [message("x", headers="Message-ID: <2@a>\r\n")]
    assert compared(*pair).counting == []
    assert [d.where for d in compared(*pair, 'compare = ["message-id"]').counting] == ["header message-id"]


def test_messages_are_paired_by_likeness_then_ordered() -> None:
    chance = random.Random(3)
    mails = [some_mail(chance, number) for number in range(30)]
    left = [delivered(mail, Style(chance), i) for i, mail in enumerate(mails, 1)]
    moved = [*mails[1:], mails[0]]
    right = [delivered(mail, Style(chance), i) for i, mail in enumerate(moved, 1)]
    found = compared(left, right).counting
    assert [(d.where, d.left_number, d.right_number) for d in found] == [("order", 1, 30)]


def test_fewest_pairs_out_of_order() -> None:
    assert out_of_order([(0, 0), (1, 1), (2, 2)]) == []
    assert out_of_order([(0, 3), (1, 0), (2, 1), (3, 2)]) == [(0, 3)]
    assert len(out_of_order([(0, 2), (1, 1), (2, 0)])) == 2


@pytest.mark.parametrize("required", [(2, True), (2, False), (3, False), (0, False), (4, True)])
def test_a_mail_without_its_like_counts_at_every_level(required: tuple[int, bool]) -> None:
    both, one = [message("one"), message("two", "c@example.com", number=2)], [message("one")]
    for sides in ((both, one), (one, both)):
        assert [d.where for d in compared(*sides, required=required).counting] == ["message"]


def wired(data: str | bytes, number: int = 1, sender: str = "a@example.com", to: str = "b@example.com") -> Delivery:
    raw = data.encode() if isinstance(data, str) else data
    return Delivery(number, sender, [to], raw.replace(b"\n", b"\r\n"), Asked("smtp.example.com", 25), MOMENT)


def found_in(left: str | bytes, right: str | bytes, rules: str = "") -> list[tuple[int, str]]:
    heading = b"From: a@example.com\nTo: b@example.com\n"
    raws = [heading + (data.encode() if isinstance(data, str) else data) for data in (left, right)]
    return [(d.level, d.where) for d in compared([wired(raws[0])], [wired(raws[1])], rules).differences]


FILES = """Content-Type: multipart/mixed; boundary={0}

--{0}
Content-Type: text/html

<img src="cid:{1}"><img src="cid:{2}">
{3}{4}--{0}--
"""


def attached(name: str, content: str, cid: str) -> str:
    head = f"Content-Type: image/png\nContent-ID: <{cid}>\nContent-Disposition: attachment; filename={name}\n"
    return f"--b\n{head}\n{content}\n"


def test_attachments_in_another_order_are_the_same_to_the_reader() -> None:
    one = FILES.format("b", "1@x", "2@x", attached("a.png", "A", "1@x"), attached("b.png", "B", "2@x"))
    other = FILES.format("b", "1@y", "2@y", attached("b.png", "B", "2@y"), attached("a.png", "A", "1@y"))
    assert found_in(one, other) == [(2, "attachment order")]
    swapped = FILES.format("b", "2@y", "1@y", attached("b.png", "B", "2@y"), attached("a.png", "A", "1@y"))
    assert found_in(one, swapped) == [(2, "attachment order"), (3, "part 1.1 text/html")]
    contents = FILES.format("b", "1@y", "2@y", attached("a.png", "B", "1@y"), attached("b.png", "A", "2@y"))
    assert found_in(one, contents) == [(3, "part 1.2 image/png"), (3, "part 1.3 image/png")]
    escaped = FILES.format("b", "1%40y", "2%40y", attached("a.png", "A", "1@y"), attached("b.png", "B", "2@y"))
    assert found_in(one, escaped) == []


def test_boundaries_can_be_compared() -> None:
    files = attached("a.png", "A", "1@x"), attached("b.png", "B", "2@x")
    one = FILES.format("b", "1@x", "2@x", *files)
    other = one.replace("=b\n", "=c\n").replace("--b", "--c")
    assert found_in(one, other) == []
    assert found_in(one, other, 'compare = ["boundary"]') == [(1, "part 1 multipart/mixed boundary")]


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        ("text/calendar; method=REQUEST", "text/calendar; method=CANCEL", True),
        ("text/calendar; method=REQUEST", "text/calendar", True),
        ("text/calendar; method=REQUEST", "text/calendar; METHOD=request", False),
        ("application/pkcs7-mime; smime-type=signed-data", "application/pkcs7-mime; smime-type=enveloped-data", True),
        ("text/plain; charset=utf-8; format=fixed", "text/plain; charset=us-ascii", False),
    ],
)
def test_parameters_of_a_type(one: str, other: str, differs: bool) -> None:
    found = found_in(*(f"Content-Type: {kind}\n\nx\n" for kind in (one, other)))
    assert [level for level, where in found if where.endswith(" parameters")] == [2] * differs


def test_parameters_of_a_container() -> None:
    report = "Content-Type: multipart/report; report-type={}; boundary=b\n\n--b\n\nx\n--b--\n"
    found = found_in(report.format("delivery-status"), report.format("disposition-notification"))
    assert found == [(2, "part 1 multipart/report parameters")]


def test_bytes_that_are_no_letters_differ() -> None:
    texts = [b"Content-Type: text/plain; charset=utf-16\n\n\xff\xfe\xd8" + last for last in (b"\xd8", b"\xd9")]
    assert found_in(texts[0], texts[0]) == []
    assert found_in(*texts) == [(2, "part 1 text/plain bytes")]


def test_blanks_in_a_header() -> None:
    assert found_in("Subject: a b\n\nx\n", "Subject: a\n b\n\nx\n") == []
    assert found_in("Subject: a b\n\nx\n", "Subject: a  b\n\nx\n") == [(2, "header subject")]
    assert found_in("Subject: a b\n\nx\n", "Subject: a  c\n\nx\n") == [(3, "header subject")]


def test_references_to_the_programs_own_messages() -> None:
    def thread(server: str, second: str) -> list[Delivery]:
        first = f"To: b@example.com\nSubject: 1\nMessage-ID: <1@{server}>\n\nx\n"
        reply = f"Message-ID: <2@{server}>\nReferences: {second}\nIn-Reply-To: {second}\n\ny\n"
        return [wired(first, 1), wired(f"To: b@example.com\nSubject: 2\n{reply}", 2)]

    left = thread("old", "<1@old>")
    assert compared(left, thread("new", "<1@new>")).differences == []
    assert compared(left, thread("new", "\n  <1@new>")).differences == []
    for wrong in ("<1@old>", "<2@new>", "<other@new>"):
        found = compared(left, thread("new", wrong)).counting
        assert [d.where for d in found] == ["header references", "header in-reply-to"], wrong
    assert compared(left, thread("new", "<1@new>"), 'compare = ["message-id"]').counting != []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("bob@Bücher.example", "bob@xn--bcher-kva.EXAMPLE", True),
        ('"bob"@example.com', "bob@example.com", True),
        ('"b\\ob.lee"@example.com', "bob.lee@example.com", True),
        ('"bob lee"@example.com', '"bob\\ lee"@example.com', True),
        ('"bob..lee"@example.com', "bob.lee@example.com", False),
        ("Bob@example.com", "bob@example.com", False),
        ("bob@straße.example", "bob@strasse.example", False),
        ("not an address", "not an address", True),
        ("", "<>", False),
    ],
)
def test_spellings_of_one_address(one: str, other: str, same: bool) -> None:
    assert (address_key(one) == address_key(other)) == same
    left, right = ([wired(f"To: {at}\n\nx\n", sender=at, to=at)] for at in (one, other))
    if same:
        assert compared(left, right).counting == compared(left, left).counting == []
    else:
        assert "envelope sender" in [d.where for d in compared(left, right).counting]


@pytest.mark.parametrize(
    ("header", "shows"),
    [
        ("Bcc: undisclosed-recipients:;", False),
        ("Bcc:", False),
        ("Bcc: c@example.com", True),
        ("Bcc: team: c@example.com;", True),
        ("Resent-Bcc: c@example.com", True),
    ],
)
def test_a_bcc_that_shows_somebody(header: str, shows: bool) -> None:
    found = compared([wired(f"{header}\n\nx\n")], [wired("X: y\n\nx\n")]).differences
    assert ("Bcc shows" in [d.where for d in found]) == shows


def test_two_messages_of_one_message_id_are_not_one() -> None:
    def sent(to: str, number: int) -> Delivery:
        return wired(f"To: b@example.com, c@example.com\nMessage-ID: <1@x>\n\nfor {to}\n", number, to=to)

    once = [sent("b@example.com", 1), sent("c@example.com", 2)]
    assert {d.where for d in compared(once, once).counting} == {"recipient missing"}
    data = "To: b@example.com, c@example.com\nMessage-ID: <1@x>\n\nfor both\n"
    split = [wired(data, 1, to="b@example.com"), wired(data, 2, to="c@example.com")]
    assert compared(split, split).counting == []


def test_a_message_of_another_row_reaches_nobody_for_this_one() -> None:
    """The same bytes twice, once for each row of inputs; the second time somebody in To is left out."""
    first, second = message("x", "b@example.com, c@example.com"), message("x", "b@example.com, c@example.com", number=2)
    first.recipients, second.recipients = ["b@example.com", "c@example.com"], ["b@example.com"]
    assert not compared([first, second], [first, second]).counting
    first.row, second.row = 1, 2
    (missing, _) = compared([first, second], [first, second]).counting
    assert (missing.where, "c@example.com" in missing.left) == ("recipient missing", True)


# --- rules -----------------------------------------------------------------------------------------------------------


def test_an_ignored_place_is_tolerated_and_told() -> None:
    pair = [message("x", headers="X-Run: 1\r\n")], [message("x", headers="X-Run: 2\r\n")]
    found = compared(*pair, '[[ignore]]\nwhere = "header x-*"\nreason = "counts runs"')
    assert found.counting == []
    assert [d.tolerated for d in found.tolerated] == ["ignore header x-*: counts runs"]
    assert found.reached == "L1 and L4"


def test_a_pattern_makes_texts_equal_and_no_more() -> None:
    rules = "[[regex]]\npattern = '\\d\\d:\\d\\d'"
    assert compared([message("at 10:30")], [message("at 11:45")], rules).counting == []
    assert len(compared([message("at 10:30")], [message("by 11:45")], rules).counting) == 1


def test_a_captured_value_is_the_same_in_header_and_body() -> None:
    rules = '[[capture]]\npattern = "ticket {{token}}"'

    def ticket(subject: str, body: str) -> Delivery:
        return message(f"your ticket {body}, thanks", headers=f"Subject: ticket {subject}\r\n")

    assert compared([ticket("A1", "A1")], [ticket("B7", "B7")], rules).counting == []
    found = compared([ticket("A1", "A1")], [ticket("B7", "B8")], rules).counting
    assert [d.where for d in found] == ["part 1 text/plain"]


def test_a_known_deviation_ends_on_its_day() -> None:
    rules = '[[deviation]]\nwhere = "header x-a"\nowner = "Ann"\nreason = "later"\nexpires = 2026-06-30\n'
    pair = [message("x", headers="X-A: 1\r\n")], [message("x")]
    tolerance = read_rules(rules, "rules.toml")
    for today, counting in ((date(2026, 6, 30), 0), (date(2026, 7, 1), 1)):
        tolerance.today = today
        found = Comparison(Side("a", pair[0]), Side("b", pair[1]), tolerance)
        assert len(found.counting) == counting
    assert [rule.owner for rule in tolerance.expired] == ["Ann"]


def test_no_rule_tolerates_an_error() -> None:
    leak = message("x", headers="Bcc: c@example.com\r\n")
    found = compared([message("x")], [leak], '[[ignore]]\nwhere = "*"')
    assert [d.where for d in found.counting] == ["Bcc shows"]
    assert [d.where for d in compared([leak], [leak]).counting] == ["Bcc shows", "Bcc shows"]


def test_noise_is_learnt_as_narrowly_as_two_runs_allow() -> None:
    first, second = message("run 1 at 10:30: 5 orders"), message("run 2 at 11:45: 5 orders")
    rules = learnt(compared([first], [second]).differences)
    tolerance = Tolerance(rules)
    same = Comparison(Side("a", [first]), Side("b", [message("run 7 at 12:00: 5 orders")]), tolerance)
    other = Comparison(Side("a", [first]), Side("b", [message("run 7 at 12:00: 6 orders")]), tolerance)
    assert (len(same.counting), len(other.counting)) == (0, 1)


@pytest.mark.parametrize(
    ("first", "second", "third", "is_noise"),
    [
        ("run 9: done", "run 12: done", "run 345: done", True),
        ("run 9: done", "run 12: done", "run 9, delete all: done", False),
        ("run 9: done", "run 12: done", "run : done", False),
        ("run 9: done", "run 12: done", "run ten: done", False),
        ("on Monday", "on Friday", "on Sunday", True),
        ("on Monday", "on Friday", "on 7", False),
        ("on Monday", "on Friday", "on Black Friday", False),
        ("key aB+/c= end", "key x/yz9= end", "key 1234+= end", True),
        ("key aB+/c= end", "key x/yz9= end", "key 1234+= and more end", False),
        ("a\n5 rows\nb", "a\nb", "a\n7 rows\nb", True),
        ("a\n5 rows\nb", "a\nb", "a\n7 files\nb", True),
        ("a\n5 rows\nb", "a\nb", "a\n7 rows lost\nb", False),
        ("n:    9", "n:   10", "n:  100", True),
    ],
)
def test_learnt_noise_has_the_shape_of_what_was_seen(first: str, second: str, third: str, is_noise: bool) -> None:
    rules = Tolerance(learnt(compared([message(first)], [message(second)]).differences))
    found = Comparison(Side("a", [message(first)]), Side("b", [message(third)]), rules).counting
    assert (found == []) == is_noise


def test_noise_of_a_long_text_is_learnt_in_bounded_work(work: list[int]) -> None:
    lines = [[f"{name} {i % 7} of {i % 3}" for i in range(size)] for name, size in (("first", 4000), ("second", 4100))]
    assert len(learnt(compared(*([message("\n".join(side))] for side in lines)).differences)) == 1
    assert sum(work) <= 2 * MOST_WORK


def test_a_captured_value_is_replaced_as_a_whole_only() -> None:
    rules = '[[capture]]\npattern = "order {{number}}"'

    def order(number: str, rest: str) -> Delivery:
        return message(f"order {number} costs {rest}")

    assert compared([order("5", "12 (5)")], [order("6", "12 (6)")], rules).counting == []
    for left, right in (("15", "16"), ("1.5", "1.6"), ("5,20", "6,20"), ("A5", "A6")):
        assert len(compared([order("5", left)], [order("6", right)], rules).counting) == 1, left


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[ignore", "is no TOML"),
        ("[[ignored]]\nwhere = 'x'", "there is no «ignored»"),
        ("[ignore]\nwhere = 'x'", "is a list of tables"),
        ("[[ignore]]", "[[ignore]] number 1: «where» is missing"),
        ("[[regex]]\npattern = '('", "is no regular expression"),
        ("[[capture]]\npattern = 'x'", "names no value"),
        ("compare = ['dates']", "compare is a list of"),
        ("[[ignore]]\nwhere = 'x'\nwhy = 'y'", "there is no «why»"),
        ("[[deviation]]\nwhere='x'\nowner='a'\nreason='b'\nexpires='soon'", "expires is a date"),
    ],
)
def test_a_broken_rules_file_is_told(text: str, told: str) -> None:
    with pytest.raises(RulesError, match=r"^rules\.toml") as error:
        read_rules(text, "rules.toml")
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[login", "is no TOML"),
        ("[logins]\nreply = '535 no'", "there is no «logins»"),
        ("[login]\nreply = '235 yes'", "reply is what the server says"),
        ("[[recipient]]\nreply = '550 no'", "address is a text"),
        ("[[message]]\nnumber = 0\ndrop = true", "number counts the messages"),
    ],
)
def test_a_broken_server_script_is_told(text: str, told: str) -> None:
    with pytest.raises(ScriptError) as error:
        read_script(text, "script.toml")
    assert told in str(error.value)


# --- rendering and reports -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<P>a<BR>b", "<p>a<br/>b</p>"),
        ('<a href="x" class="b a">t</a>', "<a class='a b' href=x>t</a>"),
        ("<p>a</p>\n\n<p>b</p>", "<p>a</p><p>b</p>"),
        ("<html><body><p>&eacute;</p></body></html>", "<p>é</p>"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<p>a<!-- note --></p>", "<p>a</p>"),
        ('<p style="color:red;margin:0">a</p>', '<p style="color: red; margin: 0;">a</p>'),
    ],
)
def test_html_that_looks_the_same(one: str, other: str) -> None:
    assert html_tree(one) == html_tree(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a</p><p>b</p>", "<p>ab</p>"),
        ("<b>a</b> b", "<b>a</b>b"),
        ("<pre>a  b</pre>", "<pre>a b</pre>"),
        ("a&nbsp;b", "a b"),
        ("<a href=1>x</a>", "<a href=2>x</a>"),
        ("<p>a</p>b", "<p>ab</p>"),
    ],
)
def test_html_that_looks_otherwise(one: str, other: str) -> None:
    assert html_tree(one) != html_tree(other)


def test_rendered_text() -> None:
    assert rendered_text("a  \n\nb\n\n\n") == "a\n\nb"
    assert rendered_text("  a") == "  a"


def test_lines_stand_beside_each_other() -> None:
    assert aligned(["a", "b", "c"], ["a", "c", "d"]) == [("a", "a"), ("b", None), ("c", "c"), (None, "d")]
    assert next(iter(side_by_side(["\x1b[2J"], ["x"]))).startswith("  \\x1b[2J")


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The pairs of equal items that exact searches look at again for each run that they find, one entry a search."""
    done: list[int] = []
    matcher = difflib.SequenceMatcher

    def counted(junk: None, left: list[str], right: list[str], autojunk: bool) -> difflib.SequenceMatcher[str]:
        ours, theirs = Counter(left), Counter(right)
        runs = sum(min(count, theirs[item]) for item, count in ours.items())
        done.append(runs * sum(count * theirs[item] for item, count in ours.items()))
        return matcher(junk, left, right, autojunk)

    monkeypatch.setattr(difflib, "SequenceMatcher", counted)
    return done


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (["x", ""] * 2000, ["y", ""] * 2000),
        ([str(i % 50) for i in range(3000)], [str(i * 7 % 50) for i in range(3000)]),
        ([str(i) for i in range(3000)], [str(i) for i in range(3000, -1, -1)]),
        ([f"{i}" if i % 2 else "" for i in range(3000)], [f"{i}" if i % 3 else "" for i in range(3000)]),
        (["a"] * 3000, ["b"] + ["a"] * 2999 + ["c"]),
    ],
)
def test_long_texts_are_aligned_in_bounded_work(left: list[str], right: list[str], work: list[int]) -> None:
    found = opcodes(left, right)
    made: list[str] = []
    for kind, a, b, c, d in found:
        made += left[a:b] if kind == "equal" else right[c:d]
    assert made == right
    assert [(a, b) for _, a, b, _, _ in found if a < b] == [(a, b) for kind, a, b, c, d in found if kind != "insert"]
    assert sum(work) <= MOST_WORK


def test_short_texts_are_aligned_as_difflib_does() -> None:
    chance = random.Random(5)
    for _ in range(200):
        left, right = ([chance.choice("abcd") for _ in range(chance.randrange(12))] for _ in range(2))
        same = sum(b - a for kind, a, b, _, _ in opcodes(left, right) if kind == "equal")
        exact = difflib.SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
        assert same >= sum(size for _, _, size in exact) - 2


def test_a_moved_line_of_a_long_text_is_the_only_one_that_differs() -> None:
    left = [f"line {i // 2}" if i % 2 else "" for i in range(6000)]
    right = [*left[:1001], "new", *left[1001:]]
    right[4001] = "changed"
    assert [(one, other) for one, other in aligned(left, right) if one != other] == [
        (None, "new"),
        (left[4000], "changed"),
    ]


# --- the mailbox on disk ---------------------------------------------------------------------------------------------


def test_big_messages_lie_on_disk_and_read_back() -> None:
    mailbox = Mailbox()
    asked = Asked("smtp.example.com", 25)
    contents = [bytes([i]) * (LARGE + i) for i in range(1, 4)] + [b"small"]
    for content in contents:
        mailbox.add("a@example.com", ["b@example.com"], content, asked, MOMENT)
    assert [delivery.data for delivery in mailbox.deliveries] == contents
    assert [delivery.size for delivery in mailbox.deliveries] == [len(content) for content in contents]
    assert sum(len(delivery._data) for delivery in mailbox.deliveries) == len(b"small")
