"""How fast a mailing goes over a distance: a proxy of ours delays everything that the server sends by 20 ms.

    python benchmarks/latency.py [MESSAGES] [ROUNDS]

Each round sends in turn, as processes of their own, start included: smtplib with EmailMessage, a WLanguage loop on a
server that pipelines (smtp-sink), the same on one that takes chunks too (a sink of ours), and an asynchronous loop on
both, which sends ten times as many messages. Prints medians in messages a second, and the ratio to smtplib.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from multiprocessing import Process
from pathlib import Path

from mailing import PYTHON, WLANGUAGE, free_port, started, tool

DELAY = 0.020


async def _proxied(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
    """One connection through the proxy: what the client sends passes at once, what the server sends waits."""
    inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
    loop = asyncio.get_running_loop()

    async def forward() -> None:
        while data := await reader.read(65536):
            inner_writer.write(data)
        inner_writer.close()

    forwarding = loop.create_task(forward())
    while data := await inner_reader.read(65536):
        loop.call_later(DELAY, writer.write, data)
    await asyncio.sleep(2 * DELAY)
    writer.close()
    await forwarding


async def _chunk_sink(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A server that takes everything, in chunks too, and forgets it."""
    with suppress(ConnectionError):
        await _answer(reader, writer)
    writer.close()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 sink ESMTP\r\n")
    while line := await reader.readline():
        verb = line[:4].upper()
        if verb == b"EHLO":
            writer.write(b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 CHUNKING\r\n")
        elif verb == b"BDAT":
            await reader.readexactly(int(line.split()[1]))
            writer.write(b"250 2.0.0 Ok\r\n")
        elif verb == b"DATA":
            writer.write(b"354 go on\r\n")
            await reader.readuntil(b"\r\n.\r\n")
            writer.write(b"250 2.0.0 Ok\r\n")
        elif verb == b"QUIT":
            writer.write(b"221 bye\r\n")
            break
        else:
            writer.write(b"250 2.0.0 Ok\r\n")


def _serve(proxies: dict[int, int], sink: int) -> None:
    async def main() -> None:
        await asyncio.start_server(_chunk_sink, "127.0.0.1", sink)
        for outer, inner in proxies.items():
            await asyncio.start_server(lambda r, w, inner=inner: _proxied(r, w, inner), "127.0.0.1", outer)
        await asyncio.Event().wait()

    asyncio.run(main())


def main(messages: int, rounds: int) -> None:
    sink = tool("smtp-sink")
    pipelining, chunking, near, own = (free_port() for _ in range(4))
    root = ["-u", "nobody"] if os.geteuid() == 0 else []
    server = subprocess.Popen([sink, *root, f"127.0.0.1:{near}", "1000"])
    proxy = Process(target=_serve, args=({pipelining: near, chunking: own}, own), daemon=True)
    proxy.start()
    try:
        for port in (near, own, pipelining, chunking):
            started(port)
        with tempfile.TemporaryDirectory() as folder:
            environment = {**os.environ, "WLMAIL_CACHE": str(Path(folder, "cache"))}
            environment.pop("PYTHONDONTWRITEBYTECODE", None)
            script = Path(folder, "mailing.py")
            script.write_text(PYTHON.format(port=pipelining, messages=messages), encoding="utf-8")
            runs = {"smtplib": ([sys.executable, str(script)], messages)}
            for offer, port in (("PIPELINING", pipelining), ("CHUNKING", chunking)):
                for mode, count in (("False", messages), ("True", 10 * messages)):
                    program = Path(folder, f"mailing{len(runs)}.wl")
                    text = WLANGUAGE.format(port=port, messages=count, asynchronous=mode, domains=50)
                    program.write_text(text, encoding="utf-8")
                    name = f"wlmail, {offer}{', asynchronous' if mode == 'True' else ''}"
                    runs[name] = ([sys.executable, "-m", "wlmail", "run", str(program)], count)
            speeds: dict[str, list[float]] = {name: [] for name in runs}
            for _ in range(rounds):
                for name, (command, count) in runs.items():
                    began = time.perf_counter()
                    subprocess.run(command, env=environment, check=True)
                    speeds[name].append(count / (time.perf_counter() - began))
    finally:
        proxy.terminate()
        proxy.join()
        server.terminate()
        server.wait()
    base = statistics.median(speeds["smtplib"])
    print(f"{messages} messages, ten times as many asynchronous, {rounds} rounds, {DELAY * 1000:.0f} ms")
    for name, values in speeds.items():
        median = statistics.median(values)
        print(f"{name:34} {median:8.1f} messages/s   {median / base:6.2f} x")


if __name__ == "__main__":
    arguments = [int(text) for text in sys.argv[1:]]
    main(*(arguments + [100, 3][len(arguments) :]))
