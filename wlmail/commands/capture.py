"""`wlmail capture`: the capture server alone, for any program to be pointed at."""

from __future__ import annotations

import sys
import tempfile
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from wlmail.capture.dialogue import trouble
from wlmail.capture.mailbox import Mailbox, MailboxError
from wlmail.capture.script import ScriptError, load_script
from wlmail.capture.server import CaptureServer
from wlmail.capture.serving import PageError, hear_the_end, open_page, tell, wait
from wlmail.capture.show import visible

if TYPE_CHECKING:
    from wlmail.capture.mailbox import Delivery
    from wlmail.capture.web import MailboxPage
    from wlmail.validation.arguments import ValidationOptions


def capture(options: ValidationOptions) -> int:
    """The command; returns the exit status: 0, 2 misuse, 3 when a port or a folder cannot be used."""
    try:
        script = load_script(options.server_script)
    except ScriptError as error:
        _tell(f"wlmail: {error}")
        return 2
    try:
        if options.save is not None:
            Mailbox.check(options.save)
    except MailboxError as error:
        _tell(f"wlmail: {error}")
        return 3
    mailbox = Mailbox()
    full = threading.Event()

    def say(text: str, dialogue: list[str]) -> None:
        lines = [text, *(f"    {visible(said)}" for said in dialogue if options.verbose)]
        with suppress(OSError):  # nobody reads any more; the messages are kept all the same
            print("\n".join(lines), flush=True)

    def arrived(delivery: Delivery) -> None:
        say(line(delivery), delivery.dialogue)
        if options.most and delivery.number >= options.most:
            full.set()

    def troubled(dialogue: list[str]) -> None:
        say(visible(f"-  no message: {trouble(dialogue)}"), dialogue)

    server = CaptureServer(mailbox, script=script, arrived=arrived, troubled=troubled)
    page, status = None, 0
    try:
        hear_the_end()
        with tempfile.TemporaryDirectory(prefix="wlmail-") as folder:
            port = _open(server, options, folder)
        if options.web_port is not None:
            page = _open_page(server, options.web_port, port)
        wait(full)
    except KeyboardInterrupt:
        pass
    except OSError as error:
        _tell(f"wlmail: the server cannot be started: {error.strerror or error}")
        status = 3
    except PageError as error:
        _tell(f"wlmail: {error}")
        status = 3
    finally:
        server.stop()
        if page is not None:
            page.stop()
    if server.failure:
        _tell(f"wlmail: {server.failure}")
        status = 3
    if options.save is not None:
        try:
            mailbox.save(options.save)
        except MailboxError as error:
            _tell(f"wlmail: {error}")
            _rescue(mailbox)
            status = 3
    return status


def _rescue(mailbox: Mailbox) -> None:
    """What has been captured, in a temporary folder whose path is told: the folder that was named takes it no more."""
    if not mailbox.deliveries:
        return
    try:
        place = tempfile.mkdtemp(prefix="wlmail-capture-")
        mailbox.save(place)
    except OSError as error:
        _tell(f"wlmail: {error}")
    else:
        _tell(f"the messages are in {place}")


def _open(server: CaptureServer, options: ValidationOptions, folder: str) -> int:
    import shutil

    from wlmail.capture.certificate import server_context

    context, trusted = server_context(folder)
    if options.certificate:
        shutil.copyfile(trusted, options.certificate)
    port = server.open_door(options.port, starttls=context)
    lines = [f"127.0.0.1 port {port}: SMTP, STARTTLS offered, every login accepted"]
    if options.tls_port is not None:
        lines.append(f"127.0.0.1 port {server.open_door(options.tls_port, tls=context)}: SMTP over TLS")
    print("\n".join(lines), flush=True)
    return port


def _open_page(server: CaptureServer, web_port: int, port: int) -> MailboxPage:
    title, hint = f"capture, 127.0.0.1:{port}", f"SMTP: 127.0.0.1:{port}"
    page, address = open_page(server.mailbox, title, web_port, hint, dialogues=server.dialogues)
    page.start()
    tell(address)
    return page


def line(delivery: Delivery) -> str:
    """One message on one line; nothing in it can drive the terminal."""
    from wlmail.mail.reader import read_subject

    asked = delivery.asked
    login = f", {asked.login} login of {asked.user}" if asked.login else ""
    security = {"none": "no encryption"}.get(asked.security, asked.security)
    text = f"{delivery.number}  <{delivery.sender}> to {_some(delivery.recipients)}: «{read_subject(delivery.data)}»"
    refused = f", refused: {_some(delivery.refused)}" if delivery.refused else ""
    return visible(f"{text}, {delivery.size} bytes, {security}{login}{refused}")


def _some(texts: list[str]) -> str:
    return ", ".join(texts[:3]) + (f" and {len(texts) - 3} more" if len(texts) > 3 else "")


def _tell(text: str) -> None:
    with suppress(OSError):  # the terminal may be gone; the messages are saved all the same
        print(text, file=sys.stderr, flush=True)
