"""`--web`: opens the mailbox page for a command, and says what is missing for it. Loads the web server only then."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from wlmail.capture.mailbox import Mailbox
    from wlmail.capture.web import MailboxPage

INSTALL = '--web needs starlette and uvicorn: pip install "wlmail[web]", from a clone pip install ".[web]"'


class PageError(Exception):
    """The page cannot be shown; the text is a sentence for the user."""


def open_page(
    mailbox: Mailbox,
    title: str,
    port: int,
    hint: str = "",
    mask: Callable[[str], str] = str,
    dialogues: Collection[list[str]] = (),
    *,
    rehearsal: bool = False,
) -> tuple[MailboxPage, str]:
    """The page, which has its port but does not answer yet, and its address. Raises PageError."""
    try:
        from wlmail.capture.web import MailboxPage
    except ImportError:
        raise PageError(INSTALL) from None
    page = MailboxPage(mailbox, title, hint, mask, dialogues, rehearsal=rehearsal)
    try:
        return page, page.listen(port)
    except OSError as error:
        reason = error.strerror or error
        raise PageError(f"the mailbox page cannot have port {port} of 127.0.0.1: {reason}") from None


def serve_until_interrupted(page: MailboxPage, address: str) -> None:
    """Answers browsers until Ctrl-C."""
    hear_the_end()
    try:
        page.start()
        tell(address)
        wait(threading.Event())
    except KeyboardInterrupt:
        pass
    finally:
        page.stop()


def hear_the_end() -> None:
    """From here on SIGTERM and SIGHUP (the terminal is closed) are as Ctrl-C, a KeyboardInterrupt: what a shell starts
    in the background hears no Ctrl-C. A SIGHUP that is ignored (`nohup`) stays so.
    """
    import signal

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.default_int_handler)


def wait(done: threading.Event) -> None:
    """Until `done` is set; on Windows a wait without an end would not hear Ctrl-C."""
    while not done.wait(0.5):
        pass


def tell(address: str) -> None:
    print(f"wlmail: the mailbox page is {address} (Ctrl-C ends it)", file=sys.stderr, flush=True)
