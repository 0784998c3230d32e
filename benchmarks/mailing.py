"""How fast a mailing goes: 2,000 different messages, each built and then sent, to smtp-sink on this machine.

    python benchmarks/mailing.py [MESSAGES] [ROUNDS]

Each round sends in turn, as processes of their own:

    smtplib               a loop in Python: EmailMessage and smtplib, one connection
    aiosmtplib            the same with aiosmtplib
    wlmail                the same in WLanguage (FOR, StringBuild, Email, EmailSendMessage), one session
    wlmail, asynchronous  the same in the background: recipients in 50 domains, as the order is kept for each domain
    … one domain          asynchronous, every recipient in one domain: one connection
    smtp-source           Postfix's own generator in C, one and eight connections; a message of the same length

With MESSAGES 1 it shows what one mail costs, process and all, and swaks and msmtp send one as well where they are
installed. Prints the median of each in messages a second, and the ratio to smtplib: of the whole process, and of the
loop alone, which is what all messages but one add to a run with one. Needs smtp-sink and
smtp-source (the Debian package postfix). The sink keeps nothing.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WLANGUAGE = """\
s is emailSMTPSession
s.ServerAddress = "127.0.0.1"
s.Port = {port}
s.Asynchronous = {asynchronous}
IF NOT EmailStartSession(s) THEN ExceptionThrow(1, ErrorInfo())
FOR i = 1 TO {messages}
	m is Email
	m.Sender = "Newsletter <news@example.com>"
	m.Recipient[1] = "Customer " + i + " <customer" + i + "@shop" + i MODULO {domains} + ".example.com>"
	m.Subject = StringBuild("Été %1 : votre offre", i)
	m.Message = StringBuild("Bonjour client %1," + RC + RC + "voici votre offre de l'été.", i)
	IF NOT EmailSendMessage(s, m) THEN ExceptionThrow(1, ErrorInfo())
END
EmailCloseSession(s)
"""

PYTHON = """\
import smtplib
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

with smtplib.SMTP("127.0.0.1", {port}) as session:
    for i in range(1, {messages} + 1):
        m = EmailMessage()
        m["From"] = "Newsletter <news@example.com>"
        m["To"] = f"Customer {{i}} <customer{{i}}@shop{{i % 50}}.example.com>"
        m["Subject"] = f"Été {{i}} : votre offre"
        m["Date"] = formatdate()
        m["Message-ID"] = make_msgid(domain="example.com")
        m.set_content(f"Bonjour client {{i}},\\n\\nvoici votre offre de l'été.\\n")
        session.send_message(m)
"""

AIOSMTPLIB = """\
import asyncio
from email.message import EmailMessage

import aiosmtplib

async def main():
    async with aiosmtplib.SMTP(hostname="127.0.0.1", port={port}, start_tls=False) as session:
        for i in range(1, {messages} + 1):
            m = EmailMessage()
            m["From"] = "Newsletter <news@example.com>"
            m["To"] = f"Customer {{i}} <customer{{i}}@shop{{i % 50}}.example.com>"
            m["Subject"] = f"Été {{i}} : votre offre"
            m.set_content(f"Bonjour client {{i}},\\n\\nvoici votre offre de l'été.\\n")
            await session.send_message(m)

asyncio.run(main())
"""

COMMAND = "from wlmail.cli import as_process; as_process()"
"""What the command `wlmail` does."""

MAIL = """\
From: Newsletter <news@example.com>
To: Customer 1 <customer1@shop1.example.com>
Subject: =?utf-8?Q?=C3=89t=C3=A9?= 1 : votre offre

Bonjour client 1,

voici votre offre.
"""

LENGTH = "480"
"""Bytes of the message that smtp-source sends: about the size of ours."""


def tool(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        sys.exit(f"{name} is not installed; it comes with Postfix (apt install postfix)")
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def started(port: int) -> None:
    """Waits until a server listens."""
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit(f"nothing listens on port {port}")


def others(port: int) -> dict[str, list[str]]:
    """Programs that send one mail, as far as they are installed."""
    to = "customer1@shop1.example.com"
    swaks = ["swaks", "--server", f"127.0.0.1:{port}", "--from", "news@example.com", "--to", to, "--data", "-"]
    msmtp = ["msmtp", "--host=127.0.0.1", f"--port={port}", "--from=news@example.com", "--auth=off", "--tls=off", to]
    commands = {"swaks": [*swaks, "--silent", "3"], "msmtp": msmtp}
    return {name: command for name, command in commands.items() if shutil.which(name)}


def commands(folder: Path, port: int, messages: int) -> dict[str, list[str]]:
    """What sends so many messages, by the name that the table gives it."""
    folder.mkdir()
    found: dict[str, list[str]] = {}
    for name, text in (("smtplib", PYTHON), ("aiosmtplib", AIOSMTPLIB)):
        script = folder / f"{name}_mailing.py"
        script.write_text(text.format(port=port, messages=messages), encoding="utf-8")
        found[name] = [sys.executable, str(script)]
    for name, asynchronous, domains in (
        ("wlmail", "False", 50),
        ("wlmail, asynchronous", "True", 50),
        ("… one domain", "True", 1),
    ):
        program = folder / f"mailing{len(found)}.wl"
        text = WLANGUAGE.format(port=port, messages=messages, asynchronous=asynchronous, domains=domains)
        program.write_text(text, encoding="utf-8")
        found[name] = [sys.executable, "-c", COMMAND, "run", str(program)]
    source = tool("smtp-source")
    for sessions in ("1", "8"):
        generator = [source, "-d", "-s", sessions, "-m", str(messages), "-l", LENGTH, f"127.0.0.1:{port}"]
        found[f"smtp-source -s {sessions}"] = generator
    if messages == 1:
        found.update(others(port))
    return found


def medians(port: int, counts: list[int], rounds: int) -> list[dict[str, float]]:
    """Seconds of each command, for each number of messages."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "WLMAIL_CACHE": str(Path(folder, "cache"))}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        runs = [commands(Path(folder, str(count)), port, count) for count in counts]
        times: list[dict[str, list[float]]] = [{name: [] for name in run} for run in runs]
        for turn in range(rounds + 1):
            for run, found in zip(runs, times, strict=True):
                for name, command in run.items():
                    began = time.perf_counter()
                    subprocess.run(command, env=environment, check=True, input=MAIL.encode())
                    if turn:  # the first round fills caches
                        found[name].append(time.perf_counter() - began)
    return [{name: statistics.median(values) for name, values in found.items()} for found in times]


def main(messages: int, rounds: int) -> None:
    port = free_port()
    root = ["-u", "nobody"] if os.geteuid() == 0 else []
    server = subprocess.Popen([tool("smtp-sink"), *root, f"127.0.0.1:{port}", "1000"])
    try:
        started(port)
        whole, *single = medians(port, [messages] if messages == 1 else [messages, 1], rounds)
    finally:
        server.terminate()
        server.wait()
    loops = {name: seconds - single[0][name] for name, seconds in whole.items()} if single else {}
    print(f"{messages} messages, {rounds} rounds, Python {sys.version.split()[0]}")
    print(f"{'':22}{'the whole process':>26}" + f"{'the loop alone':>26}" * bool(loops))
    for name, seconds in whole.items():
        columns = [told(messages, seconds, whole["smtplib"])]
        if loops:
            columns.append(told(messages - 1, loops[name], loops["smtplib"]))
        print(f"{name:22}" + " ".join(columns))


def told(messages: int, seconds: float, base: float) -> str:
    return f"{messages / seconds:8.0f}/s {base / seconds:12.2f} x"


if __name__ == "__main__":
    arguments = [int(text) for text in sys.argv[1:]]
    main(*(arguments + [2000, 5][len(arguments) :]))
