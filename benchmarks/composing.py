"""How fast a message becomes bytes: our writer beside EmailMessage of the standard library.

    python benchmarks/composing.py [ROUNDS]

Three messages: text with accents in subject and name; the same with HTML; the same text with an attachment of 5 MB.
Each round composes every message with each writer in turn, in one process: small ones many times, divided by the
number. Prints medians of processor time, which a busy machine disturbs less, and the ratio. Number, name and subject
differ from message to message, as in a mailing; Date and Message-ID are part of both.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from wlmail.mail.message import Attachment, Message, compose

TEXT = "Bonjour client {number},\n\nvoici votre offre de l'été : 10 % sur tout.\n\n-- \nLa boutique\n"
HTML = (
    "<html><body><p>Bonjour client {number},</p>"
    "<p>voici votre offre de l'<b>été</b> : 10&nbsp;% sur tout.</p></body></html>\n"
)
FILE = os.urandom(5_000_000)
GOALS = {"text": 30e-6, "text and HTML": 60e-6, "text and 5 MB attached": 60e-3}
"""Seconds that our writer may take."""
TIMES = {"text": 500, "text and HTML": 500, "text and 5 MB attached": 1}


def ours(number: int, html: bool, attached: bool) -> bytes:
    message = Message("Boutique Été <shop@example.com>", [f"Cliente n° {number} <c{number}@example.com>"])
    message.subject = f"Été {number} : votre offre"
    message.text = TEXT.format(number=number)
    if html:
        message.html = HTML.format(number=number)
    if attached:
        message.attachments = [Attachment("données.bin", FILE)]
    return compose(message, date=datetime.now(UTC)).data


def standard(number: int, html: bool, attached: bool) -> bytes:
    return standard_message(number, html, attached).as_bytes()


def standard_message(number: int, html: bool = False, attached: bool = False) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Boutique Été <shop@example.com>"
    message["To"] = f"Cliente n° {number} <c{number}@example.com>"
    message["Subject"] = f"Été {number} : votre offre"
    message["Date"] = formatdate(localtime=True)
    message["Message-ID"] = make_msgid(domain="example.com")
    message.set_content(TEXT.format(number=number))
    if html:
        message.add_alternative(HTML.format(number=number), subtype="html")
    if attached:
        message.add_attachment(FILE, maintype="application", subtype="octet-stream", filename="données.bin")
    return message


def measured(writer: Callable[[int, bool, bool], bytes], kind: str, first: int) -> float:
    """Seconds for one message."""
    html, attached = "HTML" in kind, "attached" in kind
    begun = time.process_time()
    for number in range(first, first + TIMES[kind]):
        writer(number, html, attached)
    return (time.process_time() - begun) / TIMES[kind]


def main(rounds: int) -> None:
    print(f"{rounds} rounds, Python {sys.version.split()[0]}")
    print(f"{'':24}{'wlmail':>12}{'EmailMessage':>16}{'ratio':>8}{'goal':>12}")
    for kind, goal in GOALS.items():
        mine, theirs = [], []
        for turn in range(rounds):
            mine.append(measured(ours, kind, turn * 1000))
            theirs.append(measured(standard, kind, turn * 1000))
        median, other = statistics.median(mine), statistics.median(theirs)
        print(f"{kind:24}{told(median):>12}{told(other):>16}{other / median:>8.1f}{told(goal):>12}")


def told(seconds: float) -> str:
    return f"{seconds * 1e6:.1f} µs" if seconds < 1e-3 else f"{seconds * 1e3:.1f} ms"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
