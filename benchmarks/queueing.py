"""What a message takes that waits: a queue of 100,000, whose server says nothing more once the session is open.

    python benchmarks/queueing.py [MESSAGES] [ROUNDS]

Each round queues the messages in turn, each way in a process of its own: posted to an asynchronous session, as the
library does for EmailSendMessage; composed by our writer and kept in a list; as EmailMessage objects of the standard
library in a list, a fiftieth of them only. Prints medians of the process's growth (resident memory, /proc) in bytes a
message, and of the time to make and queue one. Number, name and subject differ, as in a mailing.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage

from composing import TEXT, standard_message

from wlmail.mail.envelope import Envelope
from wlmail.mail.message import Message, compose
from wlmail.mail.portal import Portal
from wlmail.mail.smtp import Settings

WAYS = ("queue", "list", "EmailMessage")
NAMES = {"queue": "asynchronous session", "list": "list of composed messages", "EmailMessage": "list of EmailMessage"}
GOAL = 400
"""Bytes that a message in the queue may take."""


def composed(number: int) -> Envelope:
    message = Message("Boutique Été <shop@example.com>", [f"Cliente n° {number} <c{number}@example.com>"])
    message.subject = f"Été {number} : votre offre"
    message.text = TEXT.format(number=number)
    return compose(message, date=datetime.now(UTC))


def silent_server() -> int:
    """Opens sessions, and answers nothing after that. Returns the port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def treat(connection: socket.socket) -> None:
        connection.sendall(b"220 silent ESMTP\r\n")
        connection.recv(1000)
        connection.sendall(b"250-silent\r\n250 PIPELINING\r\n")
        while connection.recv(1 << 16):
            pass

    def serve() -> None:
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=treat, args=[connection], daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    return int(listener.getsockname()[1])


def resident() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def child(way: str, count: int, port: int) -> None:
    """Queues the messages; prints bytes and microseconds a message."""
    keep: list[Envelope | EmailMessage] = []
    put: Callable[[int], None]
    if way == "queue":
        connection = Portal().connect(Settings("127.0.0.1", port))
        put = lambda number: connection.post(number, composed(number))  # noqa: E731
    elif way == "list":
        put = lambda number: keep.append(composed(number))  # noqa: E731
    else:
        put = lambda number: keep.append(standard_message(number))  # noqa: E731
    put(0)
    before, begun = resident(), time.perf_counter()
    for number in range(1, count + 1):
        put(number)
    took = time.perf_counter() - begun
    print((resident() - before) / count, took / count * 1e6, flush=True)
    os._exit(0)


def main(count: int, rounds: int) -> None:
    port = silent_server()
    found: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way in WAYS:
            these = count // 50 if way == "EmailMessage" else count
            command = [sys.executable, __file__, "--child", way, str(these), str(port)]
            told = subprocess.run(command, capture_output=True, encoding="ascii", check=True, timeout=1800).stdout
            size, took = map(float, told.split())
            found[way].append((size, took))
    print(f"{count} messages, {rounds} rounds, Python {sys.version.split()[0]}; goal {GOAL} bytes a message")
    print(f"{'':28}{'bytes':>10}{'µs':>10}")
    for way in WAYS:
        sizes, times = zip(*found[way], strict=True)
        print(f"{NAMES[way]:28}{statistics.median(sizes):>10.0f}{statistics.median(times):>10.1f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        given = [int(text) for text in sys.argv[1:]]
        main(given[0] if given else 100_000, given[1] if len(given) > 1 else 3)
