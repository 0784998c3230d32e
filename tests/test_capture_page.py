"""The mailbox page in headless Chromium: mails arrive, open and compare; hostile ones run nothing and fetch nothing."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from browser import CHROMIUM, PATIENCE, Browser
from test_capture_web import INVOICE, Served

from wlmail.capture import page_facts
from wlmail.capture.harmless import Harmless

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

SETTLED = 1.0
"""Seconds that a document gets to load what it wants after it has been shown."""


@pytest.fixture
def served() -> Iterator[Served]:
    served = Served()
    yield served
    served.page.stop()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    browser = Browser(tmp_path / "profile")
    yield browser
    browser.close()


def address(served: Served, place: str = "") -> str:
    return f"http://127.0.0.1:{served.port}/{place}"


SUBJECTS = "[...document.querySelectorAll('#messages .subject')].map((found) => found.textContent).join('|')"
SHOWN = "document.querySelector('#message h2').textContent"


def test_a_mail_arrives_opens_and_compares(served: Served, browser: Browser) -> None:
    browser.open(address(served))
    browser.wait("document.querySelector('#state.live')")
    assert browser.ask("document.querySelector('#message').innerText") == "Nothing has arrived yet."
    served.add(INVOICE, ("ann@example.com", "hidden@example.com"))
    browser.wait(f"{SUBJECTS} === 'Facture n° 7'")
    served.add(INVOICE.replace("Élève, 12".encode(), b"Eleve, 12"))
    browser.wait(f"{SUBJECTS} === 'Facture n° 7|Facture n° 7'")
    assert browser.ask("document.title") == "(2) facture.wl – wlmail"
    browser.ask("document.querySelector('#m1').click()")
    browser.wait("document.querySelector('pre').textContent === 'Élève, 12 €'")
    facts = browser.ask("document.querySelector('dl').innerText")
    assert "Hélène <helene@example.com>" in facts
    assert "hidden@example.com (envelope only)" in facts
    files = "[...document.querySelectorAll('.files a')].map((found) => found.getAttribute('href')).join(' ')"
    assert browser.ask(files) == "/api/messages/1/parts/1.3 /api/messages/1/parts/1.4"

    def open_view(name: str) -> None:
        browser.ask(f"[...document.querySelectorAll('.tabs a')].find((tab) => tab.textContent === '{name}').click()")

    open_view("HTML")
    frame = address(served, "api/messages/1/html/document")
    browser.wait(f"document.querySelector('iframe').src === '{frame}'")
    assert browser.text_in_frame(frame) == "Élève"
    assert "Content from elsewhere, blocked: 1" in browser.ask("document.querySelector('.notes').innerText")
    open_view("Headers")
    browser.wait("document.querySelector('table.headers').innerText.includes('Facture n° 7')")
    open_view("Parts")
    browser.wait("document.querySelector('tbody').innerText.includes('application/pdf')")
    open_view("Delivery")
    browser.wait("document.querySelector('#message').innerText.includes('smtp.example.com, port 587')")
    assert "rehearsal" not in browser.ask("document.querySelector('#message').innerText")
    open_view("Source")
    browser.wait("document.querySelector('pre').textContent.includes('=?utf-8?q?Facture_n=C2=B0_7?=')")
    open_view("Compare")
    browser.wait("document.querySelector('#other').options.length === 2")
    browser.ask("{ const other = document.querySelector('#other'); other.value = '2'; other.onchange() }")
    browser.wait("document.querySelector('#verdict').textContent === 'Different, delivered differently'")
    marks = "[...document.querySelectorAll('tr.other mark')].map((found) => found.textContent).join('|')"
    assert browser.ask(marks).startswith("Élève|Eleve|")
    assert browser.ask("location.hash") == "#/1/compare/2"
    errors = [event for event in browser.events if event["method"] == "Runtime.exceptionThrown"]
    assert not errors


PANE = "document.querySelector('#message').innerText"


def test_beside_a_list_that_is_not_empty_nobody_reads_that_nothing_has_arrived(
    served: Served, browser: Browser
) -> None:
    browser.open(address(served, "#/strange"))
    browser.wait("document.querySelector('#state.live')")
    assert browser.ask(PANE) == "Nothing has arrived yet."
    served.add(INVOICE)
    browser.wait(f"{SUBJECTS} === 'Facture n° 7'")
    browser.wait(f"{PANE} === 'Choose a message.'")
    browser.ask("window.fetch = () => new Promise(() => {})")
    browser.ask("document.querySelector('#m1').click()")
    browser.wait(f"{PANE} === 'Loading…'")


def test_a_rehearsal_is_called_one_and_broken_images_are_told_in_french(tmp_path: Path) -> None:
    served = Served(rehearsal=True)
    browser = Browser(tmp_path / "profile", language="fr-FR")
    try:
        served.add(b'Content-Type: text/html\r\n\r\n<p>x</p><img src="logo.png">\r\n')
        browser.open(address(served, "#/1/delivery"))
        told = "Lors d’un essai, la sécurité et la connexion sont notées, mais pas mises en œuvre."
        browser.wait(f"{PANE}.includes('{told}')")
        browser.ask("location.hash = '#/1/html'")
        browser.wait("document.querySelector('.notes')")
        notes = browser.ask("document.querySelector('.notes').textContent")
        assert notes.startswith("Images que le message ne contient pas\u00a0: 1logo.png")
        assert "distant" not in notes
    finally:
        browser.close()
        served.page.stop()


def test_the_page_tells_when_wlmail_has_ended(served: Served, browser: Browser) -> None:
    served.add(INVOICE)
    browser.open(address(served))
    browser.wait(f"{SHOWN} === 'Facture n° 7'")
    served.page.stop()
    browser.wait("document.querySelector('#state').textContent === 'wlmail has ended'")
    assert browser.ask(SHOWN) == "Facture n° 7"


def test_connections_without_a_message_are_shown(served: Served, browser: Browser) -> None:
    browser.open(address(served))
    browser.wait("document.querySelector('#state.live')")
    assert browser.ask("document.querySelector('#troubles').hidden")
    served.dialogues.append(["S: 220 x", "C: MAIL FROM:<a@example.com>", "S: 550 5.1.0 refused <b>here</b>"])
    browser.wait("document.querySelector('#troubles').textContent === 'Connections without a message: 1'")
    browser.ask("document.querySelector('#troubles').click()")
    browser.wait("document.querySelector('.dialogue .bad').textContent === 'S: 550 5.1.0 refused <b>here</b>'")
    # A message that arrives meanwhile does not take the place of what is read.
    served.add(INVOICE)
    browser.wait(f"{SUBJECTS} === 'Facture n° 7'")
    assert browser.ask(SHOWN) == "Connections without a message"


def test_keys_go_through_the_messages_and_filter_them(served: Served, browser: Browser) -> None:
    for name in ("one", "two", "three"):
        served.add(f"Subject: {name}\r\n\r\n{name}\r\n".encode())
    browser.open(address(served))
    browser.wait(f"{SHOWN} === 'three'")
    for key, subject in (("j", "two"), ("ArrowDown", "one"), ("j", "one"), ("ArrowUp", "two")):
        browser.press(key)
        browser.wait(f"{SHOWN} === '{subject}'")
    browser.press("/")
    browser.wait("document.activeElement.id === 'filter'")
    browser.press("o")
    browser.press("n")
    browser.wait("document.querySelectorAll('#messages li').length === 1")
    browser.press("Escape")
    browser.wait("document.querySelectorAll('#messages li').length === 3")


def test_many_messages_do_not_fill_the_page(served: Served, browser: Browser) -> None:
    for number in range(1, 1001):
        served.add(f"Subject: mail {number}\r\n\r\nx\r\n".encode())
    browser.open(address(served))
    browser.wait("document.title.startsWith('(1000)')")
    count = "document.querySelectorAll('#messages li').length"
    assert browser.ask(count) == 300
    browser.ask("document.querySelector('#older').click()")
    assert browser.ask(count) == 600
    # What is not listed is found, and opens.
    browser.ask(
        "{ const f = document.querySelector('#filter'); f.value = 'mail 77'; f.dispatchEvent(new Event('input')) }"
    )
    assert browser.ask(SUBJECTS) == "|".join(f"mail {number}" for number in (*range(779, 769, -1), 77))
    browser.ask("location.hash = '#/5'")
    browser.wait(f"{SHOWN} === 'mail 5'")


def test_a_narrow_window_shows_one_thing_at_a_time_in_french(served: Served, tmp_path: Path) -> None:
    served.add(INVOICE)
    browser = Browser(tmp_path / "profile", language="fr-FR", size="380,700")
    try:
        browser.call("Emulation.setDeviceMetricsOverride", width=380, height=700, deviceScaleFactor=1, mobile=False)
        browser.open(address(served))
        browser.wait(f"{SUBJECTS} === 'Facture n° 7'")
        visible = "['list', 'message'].filter((id) => document.getElementById(id).offsetParent).join()"
        assert browser.ask(visible) == "list"
        browser.ask("document.querySelector('#m1').click()")
        browser.wait(f"{visible} === 'message' && {SHOWN} === 'Facture n° 7'")
        assert "En-têtes" in browser.ask("document.querySelector('.tabs').innerText")
        assert "ann@example.com" in browser.ask("document.querySelector('dl').innerText")
        assert browser.ask("document.documentElement.scrollWidth") == 380
        browser.ask("document.querySelector('.back').click()")
        browser.wait(f"{visible} === 'list'")
    finally:
        browser.close()


# --- hostile mails ---------------------------------------------------------------------------------------------------


class Canary:
    """A web server that nobody should ask; it counts who does."""

    def __init__(self) -> None:
        self.connections = 0
        self.asked: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(30)
            request = connection.recv(1000)
            if not request:
                return
            self.asked.append(request.partition(b" HTTP")[0])
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    def close(self) -> None:
        self._listener.close()


@pytest.fixture
def canary() -> Iterator[Canary]:
    canary = Canary()
    yield canary
    canary.close()


def hostile(there: str) -> str:
    """Every way that we know of to run a script or to load something; a link covers all that can be seen."""
    run = f"document.title='ran';try{{parent.document.title='ran'}}catch(e){{}};fetch('{there}/fetch');alert(1)"
    return f"""<!DOCTYPE html><html><head><title>hostile</title><base href="{there}/">
<meta http-equiv="refresh" content="0;url={there}/refresh">
<link rel="stylesheet" href="{there}/style.css"><link rel="preconnect" href="{there}">
<link rel="prefetch" href="{there}/prefetch"><link rel="icon" href="{there}/icon">
<style>@import "{there}/import.css"; @font-face {{ font-family: f; src: url({there}/font) }}
body {{ font-family: f; background: url({there}/background) }} p {{ list-style-image: u\\72l({there}/escaped) }}
a {{ position: fixed; inset: 0; background-image: image-set("{there}/set" 1x) }}</style>
<script>{run}</script><script src="{there}/script.js"></script></head>
<body background="{there}/attribute" onload="{run}"><p>hostile mail</p>
<img src="{there}/img" srcset="{there}/srcset 1x" onerror="{run}"><img src="x" onerror="{run}">
<picture><source srcset="{there}/source"><img src="{there}/picture"></picture>
<svg onload="{run}"><image href="{there}/svg" /><use href="{there}/use#x" /><script>{run}</script></svg>
<video src="{there}/video" poster="{there}/poster" autoplay></video><audio src="{there}/audio" autoplay></audio>
<iframe src="{there}/frame"></iframe><iframe srcdoc="<script>{run}</script>"></iframe>
<object data="{there}/object"></object><embed src="{there}/embed">
<form action="{there}/form"><input type="image" src="{there}/input" autofocus onfocus="{run}"></form>
<div style="background: url('{there}/inline')">x</div><table background="{there}/table"><tr><td>x</td></tr></table>
<details open ontoggle="{run}"></details><a href="{there}/link" target="_top" ping="{there}/ping">click here</a>
</body></html>"""


def add_hostile(served: Served, there: str) -> None:
    image = f"<img src=x onerror=\"document.title='ran';fetch('{there}/text')\">"
    head = f"From: {image} <a@example.com>\r\nTo: {image}\r\nX-{image}: {image}\r\nSubject: {image}\r\n"
    head += "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    parts = [
        f"--x\r\nContent-Type: text/plain\r\n\r\n{image}\r\n",
        f"--x\r\nContent-Type: text/html\r\n\r\n{hostile(there)}\r\n",
        f"--x\r\nContent-Type: text/html\r\nContent-Disposition: attachment; filename*=utf-8''"
        f"{quote(image, safe='')}.html\r\n\r\n{hostile(there)}\r\n--x--\r\n",
    ]
    served.add((head + "".join(parts)).encode(), (f"{image}@example.com",))


def click_in_the_middle(browser: Browser, x: int = 800, y: int = 600) -> None:
    for kind in ("mousePressed", "mouseReleased"):
        browser.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)


def dialogs(browser: Browser) -> list[Any]:
    return [event for event in browser.events if event["method"] == "Page.javascriptDialogOpening"]


def test_the_canary_and_the_hostile_mail_work(browser: Browser, canary: Canary, tmp_path: Path) -> None:
    """Without our fences the same mail runs its scripts and loads everything: the tests below can fail."""
    page = tmp_path / "hostile.html"
    html = hostile(canary.address).replace("alert(1)", "1")
    wanted = "style.css import.css srcset script.js frame poster fetch background svg object inline escaped set"
    for text, names in ((html.replace('content="0;', 'content="60;'), wanted), (html, "refresh")):
        page.write_text(text, encoding="utf-8")
        browser.open(page.as_uri())
        missing = set(names.split())
        end = time.monotonic() + PATIENCE
        while missing and time.monotonic() < end:
            time.sleep(0.1)
            missing -= {asked.decode().rpartition("/")[2] for asked in canary.asked}
        assert not missing, canary.asked


@pytest.mark.parametrize("sanitised", [True, False], ids=["as it is", "without the sanitiser"])
def test_a_hostile_mail_runs_no_script_and_fetches_nothing(
    served: Served, browser: Browser, canary: Canary, sanitised: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sandbox and policy hold alone, too, but for connections that the browser opens ahead, without asking anything."""
    if not sanitised:

        def untouched(html: str, image_of: object) -> Harmless:
            found = Harmless()
            found.document = html
            return found

        monkeypatch.setattr(page_facts, "harmless", untouched)
    add_hostile(served, canary.address)
    title = "(1) facture.wl – wlmail"
    frame = address(served, "api/messages/1/html/document")
    browser.open(address(served))
    browser.wait(f"document.title === '{title}'")
    for view in ("text", "headers", "parts", "delivery", "source", "compare", "html"):
        browser.ask(f"location.hash = '#/1/{view}'")
        browser.wait(f"document.querySelector('.tabs [aria-current]').hash === '#/1/{view}'")
    assert "hostile mail" in browser.text_in_frame(frame)
    click_in_the_middle(browser)
    time.sleep(SETTLED)
    assert browser.ask("document.title") == title
    assert browser.ask("location.pathname") == "/"
    # Somebody opens the document by itself; the policy goes with it.
    browser.open(frame)
    browser.wait("document.body.innerText.includes('hostile mail')")
    time.sleep(SETTLED)
    assert browser.ask("document.title") != "ran"
    assert not dialogs(browser)
    assert canary.asked == []
    assert canary.connections == 0 or not sanitised


def test_a_page_elsewhere_can_neither_read_nor_frame_the_messages(
    served: Served, browser: Browser, canary: Canary, tmp_path: Path
) -> None:
    served.add(INVOICE)
    elsewhere = tmp_path / "elsewhere.html"
    elsewhere.write_text("<!DOCTYPE html><title>elsewhere</title>")
    browser.open(elsewhere.as_uri())
    browser.wait("document.title === 'elsewhere'")
    read = f"fetch('{address(served, 'api/messages')}').then((answer) => answer.text(), () => 'refused')"
    assert browser.ask(read) == "refused"
    script = f"""new Promise((done) => {{
        const made = document.createElement('script');
        made.onload = () => done('loaded'); made.onerror = () => done('refused');
        made.src = '{address(served, "page.js")}'; document.head.append(made) }})"""
    assert browser.ask(script) == "refused"
