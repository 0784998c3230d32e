"""What validating a migration costs: comparing 200 mails a side, a big attachment, and the capture server.

    python benchmarks/comparing.py [ROUNDS]

The server is measured with Postfix's `smtp-source` and its eight sessions, which make a new connection for each message
and then keep theirs; beside it, in turn, `smtp-sink`, Postfix's own server, which keeps nothing. The time that the
server's process spends on a message stands beside the rate, for a machine that has other work.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime

from wlmail.capture.comparison import Comparison, Side
from wlmail.capture.mailbox import Asked, Delivery, Mailbox
from wlmail.capture.samples import Style, delivered, some_mail
from wlmail.capture.server import CaptureServer
from wlmail.capture.tolerance import Tolerance

MAILS = 200
MESSAGES = 3000
HELD = 10_000
ATTACHMENT = 25 * 1024 * 1024
MOMENT = datetime(2026, 3, 5, 9, 30).astimezone()


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare_mails(*, different: bool) -> float:
    """Seconds to compare 200 mails a side; `different`: every one of them in a word, so that likeness has to decide."""
    chance = random.Random(1)
    mails = [some_mail(chance, number) for number in range(MAILS)]
    sides = []
    for name in ("legacy", "target"):
        sides.append(Side(name, [delivered(mail, Style(chance), i) for i, mail in enumerate(mails, 1)]))
        for mail in mails:
            mail.subject += " changed" if different else ""
    return timed(lambda: Comparison(*sides, Tolerance()).counting)


def big_attachment() -> float:
    """Peak memory above the start, as a multiple of the attachment; runs in a process of its own."""
    import base64

    sides = []
    for name in ("legacy", "target"):
        mailbox = Mailbox()
        content = random.Random(1).randbytes(ATTACHMENT)
        head = b"From: a@example.com\r\nTo: b@example.com\r\nContent-Type: application/octet-stream\r\n"
        head += b"Content-Transfer-Encoding: base64\r\n\r\n"
        data = head + base64.encodebytes(content).replace(b"\n", b"\r\n")
        mailbox.add("a@example.com", ["b@example.com"], data, Asked("x", 25), MOMENT)
        sides.append(Side(name, mailbox.deliveries))
        del content, data
    before = _reset_peak()
    Comparison(*sides, Tolerance())
    return (_peak() - before) / ATTACHMENT


def _reset_peak() -> int:
    """Bytes in use now; the peak is counted from here (Linux)."""
    import gc

    gc.collect()
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    return _peak()


def _peak() -> int:
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM:"))


def send(port: int, count: int, *, keep: bool) -> float:
    options = ["-d"] if keep else []
    command = ["smtp-source", "-s", "8", "-m", str(count), "-l", "500", *options, f"127.0.0.1:{port}"]
    return count / timed(lambda: subprocess.run(command, check=True, timeout=300))


def capture_rate(*, keep: bool) -> tuple[float, float]:
    """Messages a second, and messages a second of processor time of the server."""
    server = CaptureServer(Mailbox())
    try:
        port, start = server.open_door(), time.process_time()
        rate = send(port, MESSAGES, keep=keep)
        return rate, MESSAGES / (time.process_time() - start)
    finally:
        server.stop()


def sink_rate(*, keep: bool) -> float:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["smtp-sink", *(["-u", "root"] if os.geteuid() == 0 else []), f"127.0.0.1:{port}", "512"]
    with subprocess.Popen(command) as sink:
        try:
            for _ in range(100):
                time.sleep(0.02)
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except OSError:
                    continue
            return send(port, MESSAGES, keep=keep)
        finally:
            sink.terminate()


def held() -> float:
    """Peak memory of a process that holds 10,000 mails of 10 KB, in MB."""
    mailbox = Mailbox()
    for number in range(HELD):
        data = b"Subject: x\r\n\r\n" + bytes([number % 256]) * 10_000
        mailbox.add("a@example.com", [f"b{number}@example.com"], data, Asked("x", 25), MOMENT)
    assert isinstance(mailbox.deliveries[-1], Delivery)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def alone(name: str) -> float:
    """One of the measures above in a process of its own."""
    done = subprocess.run([sys.executable, __file__, "--only", name], capture_output=True, check=True, timeout=300)
    return float(done.stdout)


def main() -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if sys.argv[1:2] == ["--only"]:
        print({"big_attachment": big_attachment, "held": held}[sys.argv[2]]())
        return
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    rows: dict[str, list[float]] = {}

    def note(name: str, value: float) -> None:
        rows.setdefault(name, []).append(value)

    postfix = shutil.which("smtp-source") is not None
    for _ in range(rounds):
        note(f"{MAILS} mails a side, equivalent, s", compare_mails(different=False))
        note(f"{MAILS} mails a side, all different, s", compare_mails(different=True))
        note("25 MB attachment a side, peak memory in attachments", alone("big_attachment"))
        note(f"{HELD} mails of 10 KB held, MB", alone("held"))
        for keep in (False, True) if postfix else ():
            kind = "connections kept" if keep else "a connection each"
            rate, own = capture_rate(keep=keep)
            note(f"capture server, {kind}, messages/s", rate)
            note(f"capture server, {kind}, messages/s of its CPU", own)
            note(f"smtp-sink, {kind}, messages/s", sink_rate(keep=keep))
    for name, values in rows.items():
        print(f"{name:55} {statistics.median(values):10.2f}")


if __name__ == "__main__":
    main()
