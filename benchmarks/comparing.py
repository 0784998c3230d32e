"""What comparing the mails of two programs costs: 200 mails a side, and a big attachment.

python benchmarks/comparing.py [ROUNDS]
"""

from __future__ import annotations

import binascii
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime

from wlmail.capture.comparison import Comparison, Side
from wlmail.capture.mailbox import Asked, Mailbox
from wlmail.capture.samples import Style, delivered, some_mail
from wlmail.capture.tolerance import Tolerance
from wlmail.validation.sides import read_recording

MAILS = 200
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


def record_attachment(folder: str) -> None:
    """Two recordings with the same bytes, in base64 lines of another length, so that both have to be decoded."""
    for name, line in (("legacy", 57), ("target", 45)):
        mailbox = Mailbox()
        content = random.Random(1).randbytes(ATTACHMENT)
        head = b"From: a@example.com\r\nTo: b@example.com\r\nContent-Type: application/octet-stream\r\n"
        head += b"Content-Transfer-Encoding: base64\r\n\r\n"
        lines = (binascii.b2a_base64(content[i : i + line], newline=False) for i in range(0, ATTACHMENT, line))
        mailbox.add("a@example.com", ["b@example.com"], head + b"\r\n".join(lines), Asked("x", 25), MOMENT)
        mailbox.save(os.path.join(folder, name))


def big_attachment(folder: str) -> float:
    """Peak memory of reading and comparing two recordings, above the start, as a multiple of the attachment."""
    before = _reset_peak()
    sides = [read_recording(os.path.join(folder, name)) for name in ("legacy", "target")]
    comparison = Comparison(*sides, Tolerance())
    assert comparison.level == 1, comparison.reached
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


def in_its_own_process() -> float:
    with tempfile.TemporaryDirectory() as folder:
        record_attachment(folder)
        command = [sys.executable, __file__, "--attachment", folder]
        return float(subprocess.run(command, capture_output=True, check=True, timeout=300).stdout)


def main() -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if sys.argv[1:2] == ["--attachment"]:
        print(big_attachment(sys.argv[2]))
        return
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    rows: dict[str, list[float]] = {}

    def note(name: str, value: float) -> None:
        rows.setdefault(name, []).append(value)

    for _ in range(rounds):
        note(f"{MAILS} mails a side, equivalent, s", compare_mails(different=False))
        note(f"{MAILS} mails a side, all different, s", compare_mails(different=True))
        note("25 MB attachment a side, peak memory in attachments", in_its_own_process())
    print(f"load: {os.getloadavg()[0]:.1f}")
    for name, values in rows.items():
        print(f"{name:55} {statistics.median(values):10.2f}")


if __name__ == "__main__":
    main()
