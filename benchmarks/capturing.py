"""How many mails the capture server takes, and what 10,000 of them weigh.

    python benchmarks/capturing.py [ROUNDS]

`wlmail capture` as a user starts it, a process of its own that tells every message on a line; Postfix's `smtp-source`
sends over eight sessions, first with a connection for each message, then with connections that are kept. In turn with
it: aiosmtpd with a handler that keeps the messages, where it is installed, and Postfix's `smtp-sink` (C), which keeps
nothing. The processor time that the server spends stands beside the rate, for a machine that has other work.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

MESSAGES = 4000
HELD = 10_000
AIOSMTPD = """\
import asyncio, sys
from aiosmtpd.smtp import SMTP
kept = []
class Keeper:
    async def handle_DATA(self, server, session, envelope):
        kept.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 OK"
async def serve():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Keeper()), "127.0.0.1", int(sys.argv[1]), backlog=512)
    await server.serve_forever()
asyncio.run(serve())
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def command(name: str, port: int) -> list[str]:
    if name == "wlmail capture":
        return [sys.executable, "-m", "wlmail", "capture", "--port", str(port)]
    if name == "aiosmtpd":
        return [sys.executable, "-c", AIOSMTPD, str(port)]
    return ["smtp-sink", *(["-u", "root"] if os.geteuid() == 0 else []), f"127.0.0.1:{port}", "512"]


@contextmanager
def served(name: str) -> Iterator[tuple[int, int]]:
    """The server's process and its port, once it accepts connections."""
    port = free_port()
    with subprocess.Popen(command(name, port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(500):
                time.sleep(0.02)
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except OSError:
                    continue
            yield process.pid, port
        finally:
            process.kill()


def send(port: int, count: int, size: int, *, keep: bool) -> float:
    """Seconds that the messages take."""
    options = ["-d"] if keep else []
    words = ["smtp-source", "-s", "8", "-m", str(count), "-l", str(size), *options, f"127.0.0.1:{port}"]
    start = time.perf_counter()
    subprocess.run(words, check=True, timeout=300)
    return time.perf_counter() - start


def processor(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak(pid: int) -> float:
    """Megabytes of memory at most."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


def rate(name: str, *, keep: bool) -> tuple[float, float]:
    """Messages a second, and messages a second of the server's processor time."""
    with served(name) as (pid, port):
        send(port, 200, 500, keep=keep)
        before = processor(pid)
        seconds = send(port, MESSAGES, 500, keep=keep)
        return MESSAGES / seconds, MESSAGES / max(processor(pid) - before, 0.01)


def held(size: int) -> float:
    """Peak memory of the whole process that holds 10,000 mails of `size` bytes, in MB."""
    with served("wlmail capture") as (pid, port):
        send(port, HELD, size, keep=True)
        return peak(pid)


def main() -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if shutil.which("smtp-source") is None:
        sys.exit("smtp-source and smtp-sink are part of Postfix, which is not installed")
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    servers = ["wlmail capture", *(["aiosmtpd"] if find_spec("aiosmtpd") else []), "smtp-sink"]
    rows: dict[str, list[float]] = {}
    for _ in range(rounds):
        for keep in (False, True):
            for name in servers:
                measured, own = rate(name, keep=keep)
                kind = "connections kept" if keep else "a connection each"
                rows.setdefault(f"{name}, {kind}, messages/s", []).append(measured)
                rows.setdefault(f"{name}, {kind}, messages/s of its CPU", []).append(own)
        for size in (500, 10_000):
            rows.setdefault(f"{HELD} mails of {size} bytes held, MB", []).append(held(size))
    print(f"load: {os.getloadavg()[0]:.1f}")
    for name, values in rows.items():
        print(f"{name:60} {statistics.median(values):10.1f}  ({min(values):.1f} to {max(values):.1f})")


if __name__ == "__main__":
    main()
