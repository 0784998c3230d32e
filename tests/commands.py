"""The commands as processes of their own, for the tests of `wlmail run`, `try`, `check` …: fixtures and a program."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

SENDS = """\
s is emailSMTPSession
s.ServerAddress = "127.0.0.1"
s.Port = {port}
m is Email
m.Sender = "a@example.com"
m.Recipient = "b@example.com"
m.Subject = "hello"
m.Message = "text"
EmailSetTimeOut(1)
IF EmailStartSession(s) THEN
	Trace("sent:", EmailSendMessage(s, m))
ELSE
	Trace("not started")
END
IF ErrorOccurred THEN Error(ErrorInfo())
EmailCloseSession(s)
"""


def wlmail(
    *arguments: str | Path, cwd: Path | None = None, given: str = "", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs the command; whatever happens, no Python traceback and no endless wait."""
    done = subprocess.run(
        [sys.executable, "-m", "wlmail", *map(str, arguments)],
        input=given,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        cwd=cwd,
        env=env,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., Path]:
    """Writes a program into a folder of its own."""

    def write(text: str | bytes, name: str = "program.wl") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def server() -> Iterator[Callable[[Callable[[socket.socket], None]], int]]:
    """Starts a TCP server on a free port of 127.0.0.1 which treats every connection with the given function."""
    open_sockets: list[socket.socket] = []

    def start(treat: Callable[[socket.socket], None]) -> int:
        listener = socket.create_server(("127.0.0.1", 0))
        open_sockets.append(listener)

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                open_sockets.append(connection)
                with suppress(OSError):
                    treat(connection)

        threading.Thread(target=accept, daemon=True).start()
        return int(listener.getsockname()[1])

    yield start
    for opened in open_sockets:
        opened.close()
