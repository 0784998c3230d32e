"""Changes of a mail that a validation has to catch, each with the level it breaks and the place it shows at."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from wlmail.capture.samples import Mail

    Change = Callable[[list[Mail]], object]

LEGACY = 1
"""The mail, counted from 0, that is changed."""

ALWAYS = 9
"""In place of a level: always an error."""


def base(mail: Mail) -> None:
    """Gives a mail everything that a mutation may change."""
    mail.to = [("Renée Ångström", "renee@example.com"), ("Bob", "bob@mail.test")]
    mail.cc = [("", "sales@example.com")]
    mail.bcc = ["archive@example.com"]
    mail.subject = "Café order 17 – ready"
    mail.text = "Dear Renée,\n\nyour order is ready:\n  tea    1\n  café   2\n\nGrüße"
    mail.html = (
        '<p class="a" style="color: red">Dear <b>Renée</b>,</p>\n<p>ready: <a href="https://example.com/17">see</a></p>'
        '<img src="cid:one"><img src="cid:two">'
    )
    mail.images = [("one", "one.png", bytes(range(100))), ("two", "two.png", bytes(range(100, 200)))]
    mail.attachments = [
        ("order.csv", "text/csv", b"item;quantity\r\nTea;1\r\n"),
        ("facture été.pdf", "application/pdf", bytes(range(256)) * 20),
    ]
    mail.headers = [("X-Order", "17"), ("X-Priority", "1"), ("References", "<a@example.com>")]
    mail.reply_to = ("Help", "help@example.com")


def _set(name: str, value: object) -> Change:
    return lambda mails: setattr(mails[LEGACY], name, value)


def _swap(name: str, old: str, new: str) -> Change:
    def change(mails: list[Mail]) -> None:
        text = getattr(mails[LEGACY], name)
        assert old in text
        setattr(mails[LEGACY], name, text.replace(old, new))

    return change


def _item(name: str, place: int, value: object) -> Change:
    return lambda mails: getattr(mails[LEGACY], name).__setitem__(place, value)


def _asked(name: str, value: object) -> Change:
    return lambda mails: setattr(mails[LEGACY].asked, name, value)


def _file(place: int, change: Callable[[str, str, bytes], tuple[str, str, bytes]]) -> Change:
    def apply(mails: list[Mail]) -> None:
        mails[LEGACY].attachments[place] = change(*mails[LEGACY].attachments[place])

    return apply


def _header(name: str, value: str | None) -> Change:
    def change(mails: list[Mail]) -> None:
        mail = mails[LEGACY]
        mail.headers = [(n, v) for n, v in mail.headers if n != name] + ([] if value is None else [(name, value)])

    return change


def _leave_out(mails: list[Mail]) -> None:
    mails[LEGACY].left_out = {"bob@mail.test"}


def _swap_images(mails: list[Mail]) -> None:
    mail = mails[LEGACY]
    assert mail.html is not None
    mail.html = mail.html.replace("cid:one", "cid:x").replace("cid:two", "cid:one").replace("cid:x", "cid:two")


def _swap_contents(mails: list[Mail]) -> None:
    (a, b, c), (d, e, f) = mails[LEGACY].attachments
    mails[LEGACY].attachments = [(a, b, f), (d, e, c)]


TEXT, HTML = "text/plain", "text/html"
MUTATIONS: list[tuple[str, int, str, Change]] = [
    # name, level that it breaks, place, change
    ("a recipient is dropped", 3, "header to", lambda m: m[LEGACY].to.pop()),
    ("a recipient is dropped: the envelope", 4, "envelope recipients", lambda m: m[LEGACY].to.pop()),
    ("a recipient is added", 4, "envelope recipients", lambda m: m[LEGACY].to.append(("", "eve@example.com"))),
    ("a recipient is another person", 3, "header to", _item("to", 1, ("Bob", "bob@example.com"))),
    ("the local part changes its case", 3, "header to", _item("to", 1, ("Bob", "Bob@mail.test"))),
    ("a display name changes", 3, "header to", _item("to", 1, ("Robert", "bob@mail.test"))),
    ("a display name loses an accent", 3, "header to", _item("to", 0, ("Renee Ångström", "renee@example.com"))),
    ("a display name is lost", 3, "header to", _item("to", 0, ("", "renee@example.com"))),
    ("Cc is dropped", 3, "header cc", _set("cc", [])),
    ("Cc becomes To", 3, "header to", lambda m: m[LEGACY].to.append(m[LEGACY].cc.pop())),
    ("Cc becomes Bcc", 3, "header cc", lambda m: m[LEGACY].bcc.append(m[LEGACY].cc.pop()[1])),
    ("Bcc is dropped", 4, "envelope recipients", _set("bcc", [])),
    ("Bcc is another one", 4, "envelope recipients", _set("bcc", ["spy@example.com"])),
    ("Bcc becomes Cc", 3, "header cc", lambda m: m[LEGACY].cc.append(("", m[LEGACY].bcc.pop()))),
    ("Bcc leaks", ALWAYS, "Bcc shows", _set("shown_bcc", True)),
    ("Resent-Bcc leaks", ALWAYS, "Bcc shows", _header("Resent-Bcc", "archive@example.com")),
    ("a header recipient gets no message", ALWAYS, "recipient missing", _leave_out),
    ("the sender is another one", 3, "header from", _set("sender", ("Shop", "store@example.com"))),
    ("the sender's name changes", 3, "header from", _set("sender", ("Store", "shop@example.com"))),
    ("Reply-To is lost", 3, "header reply-to", _set("reply_to", None)),
    ("Reply-To is another one", 3, "header reply-to", _set("reply_to", ("Help", "no-reply@example.com"))),
    ("the envelope sender changes", 4, "envelope sender", _set("envelope_sender", "bounce@example.com")),
    ("the envelope sender is empty", 4, "envelope sender", _set("envelope_sender", "")),
    ("a word of the subject changes", 3, "header subject", _swap("subject", "ready", "shipped")),
    ("the subject loses an accent", 3, "header subject", _swap("subject", "Café", "Cafe")),
    ("the subject is garbled", 3, "header subject", _swap("subject", "Café", "CafÃ©")),
    ("the subject's dash becomes a hyphen", 3, "header subject", _swap("subject", "–", "-")),
    ("a digit of the subject changes", 3, "header subject", _swap("subject", "17", "18")),
    ("the subject changes its case", 3, "header subject", _swap("subject", "order", "Order")),
    ("a blank of the subject is doubled", 2, "header subject", _swap("subject", "17 ", "17  ")),
    ("the subject is empty", 3, "header subject", _set("subject", "")),
    ("a letter of the text changes", 3, TEXT, _swap("text", "ready", "reedy")),
    ("the text loses an accent", 3, TEXT, _swap("text", "café", "cafe")),
    ("the text is garbled", 3, TEXT, _swap("text", "Renée", "RenÃ©e")),
    ("the text says another charset", 3, TEXT, _set("wrong_charset", "iso-8859-7")),
    ("a letter becomes a question mark", 3, TEXT, _swap("text", "ü", "?")),
    ("a line of the text is lost", 3, TEXT, _swap("text", "  tea    1\n", "")),
    ("two lines are swapped", 3, TEXT, _swap("text", "  tea    1\n  café   2", "  café   2\n  tea    1")),
    ("an empty line is lost", 3, TEXT, _swap("text", ",\n\nyour", ",\nyour")),
    ("a line is indented otherwise", 3, TEXT, _swap("text", "  tea", "    tea")),
    ("blanks at the end of a line", 2, TEXT, _swap("text", "ready:\n", "ready:   \n")),
    ("empty lines at the end", 2, TEXT, _swap("text", "Grüße", "Grüße\n\n\n")),
    ("an amount changes", 3, TEXT, _swap("text", "café   2", "café   3")),
    ("the text part is empty", 3, TEXT, _set("text", "")),
    ("the text part is dropped", 3, "body text/plain", _set("text", None)),
    ("the text part is dropped: the tree", 2, "part tree", _set("text", None)),
    ("the HTML part is dropped", 3, "body text/html", lambda m: (_set("html", None)(m), _set("images", [])(m))),
    ("a word of the HTML changes", 3, HTML, _swap("html", "ready", "shipped")),
    ("the HTML loses an accent", 3, HTML, _swap("html", "Renée", "Renee")),
    ("bold becomes italic", 3, HTML, _swap("html", "<b>Renée</b>", "<i>Renée</i>")),
    ("a link leads elsewhere", 3, HTML, _swap("html", "example.com/17", "example.com/18")),
    ("a colour changes", 3, HTML, _swap("html", "color: red", "color: blue")),
    ("a class is lost", 3, HTML, _swap("html", ' class="a"', "")),
    ("a paragraph is lost", 3, HTML, _swap("html", "</p>\n<p>", "<br>")),
    ("the HTML is indented", 2, HTML, _swap("html", "</p>\n<p>", "</p>\n  <p>")),
    (
        "HTML attributes are in another order",
        2,
        HTML,
        _swap("html", 'class="a" style="color: red"', 'style="color: red" class="a"'),
    ),
    ("an HTML entity for a letter", 2, HTML, _swap("html", "Renée", "Ren&eacute;e")),
    ("a wrong cid", 3, HTML, _swap("html", "cid:two", "cid:three")),
    ("two images are swapped", 3, HTML, _swap_images),
    ("two images are in another order", 2, "attachment order", lambda m: m[LEGACY].images.reverse()),
    ("an image is lost", 3, "attachment two.png", lambda m: m[LEGACY].images.pop()),
    ("a byte of an image changes", 3, "image/png", _item("images", 0, ("one", "one.png", bytes(99) + b"x"))),
    ("one byte of an attachment changes", 3, "text/csv", _file(0, lambda n, k, c: (n, k, c.replace(b"1", b"2")))),
    ("the last byte of an attachment is lost", 3, "application/pdf", _file(1, lambda n, k, c: (n, k, c[:-1]))),
    ("an attachment loses its final line end", 3, "text/csv", _file(0, lambda n, k, c: (n, k, c.rstrip()))),
    ("an attachment gets other line ends", 3, "text/csv", _file(0, lambda n, k, c: (n, k, c.replace(b"\r\n", b"\n")))),
    ("an attachment is empty", 3, "application/pdf", _file(1, lambda n, k, c: (n, k, b""))),
    ("an attachment has another name", 3, "text/csv name", _file(0, lambda n, k, c: ("orders.csv", k, c))),
    ("a file name loses an accent", 3, "application/pdf name", _file(1, lambda n, k, c: ("facture ete.pdf", k, c))),
    ("an attachment has another type", 2, "part tree", _file(0, lambda n, k, c: (n, "application/octet-stream", c))),
    ("a parameter of an attachment's type", 2, "parameters", _file(0, lambda n, k, c: (n, f"{k}; header=absent", c))),
    ("an attachment is lost", 3, "attachment facture", lambda m: m[LEGACY].attachments.pop()),
    (
        "an attachment comes twice",
        3,
        "attachment order.csv",
        lambda m: m[LEGACY].attachments.append(m[LEGACY].attachments[0]),
    ),
    ("the contents of two attachments are swapped", 3, "text/csv", _swap_contents),
    ("attachments are shown inline", 2, "disposition", _set("disposition", "inline")),
    ("a header of the program is lost", 2, "header x-order", _header("X-Order", None)),
    ("a header of the program changes", 2, "header x-order", _header("X-Order", "18")),
    ("a header is added", 2, "header list-unsubscribe", _header("List-Unsubscribe", "<mailto:no@example.com>")),
    ("the priority is lost", 2, "header x-priority", _header("X-Priority", None)),
    ("the thread is another one", 2, "header references", _header("References", "<b@example.com>")),
    ("no encryption", 4, "security", _asked("security", "none")),
    ("another kind of encryption", 4, "security", _asked("security", "TLS")),
    ("no login", 4, "login", _asked("login", "")),
    ("login with a token", 4, "login", _asked("login", "token")),
    ("login as somebody else", 4, "login user", _asked("user", "root@example.com")),
    ("one mail too many", 4, "message", lambda m: m.append(m[0].copy())),
    ("a mail is missing", 4, "message", lambda m: m.pop(LEGACY)),
    ("two mails are in another order", 4, "order", lambda m: m.reverse()),
    ("a mail is sent twice", 4, "message", lambda m: m.insert(LEGACY, m[LEGACY].copy())),
]
"""Name, level, place, change. The place is a part of what a difference says as `where`."""
