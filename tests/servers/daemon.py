"""What the real servers of the tests have in common: a folder of their own, a daemon in the foreground, patience."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

PATIENCE = 40.0
"""Seconds to wait for a start, a delivery or an end on a busy machine."""


class Daemon:
    """A server in `folder`, which goes away with it. A class below writes its configuration and calls `start`."""

    def __init__(self) -> None:
        self.name = type(self).__name__
        # Daemons run as other users: the folders that pytest makes are closed to them.
        self.folder = Path(tempfile.mkdtemp(prefix=f"wlmail-{self.name.lower()}-"))
        self.folder.chmod(0o755)

    def start(self, *command: str, port: int) -> None:
        """Starts the daemon and waits until it listens at `port`."""
        self._daemon = subprocess.Popen(
            command,
            env={**os.environ, "PATH": daemons_path()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            self._wait_until_it_listens(port)
        except BaseException:
            self.stop()
            raise

    def log(self) -> str:
        file = self.folder / "log"
        return file.read_text(errors="replace") if file.exists() else ""

    def end(self) -> None:
        """Asks the daemon to end, and its own daemons with it."""
        self._daemon.terminate()

    def stop(self) -> None:
        if self._daemon.poll() is None:
            self.end()
        try:
            self._daemon.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self._daemon.kill()
            self._daemon.communicate()
        shutil.rmtree(self.folder, ignore_errors=True)

    def delivered_to(self, box: Path, count: int) -> list[bytes]:
        """The messages delivered to a folder since the last call, as stored, once there are `count` of them."""
        end = time.monotonic() + PATIENCE
        while True:
            files = sorted(box.iterdir()) if box.is_dir() else []
            if len(files) >= count or time.monotonic() > end:
                break
            time.sleep(0.05)
        found = [file.read_bytes() for file in files]
        for file in files:
            file.unlink()
        assert len(found) == count, self.log()
        return found

    def _wait_until_it_listens(self, port: int) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self._daemon.poll() is not None:
                output = self._daemon.stdout.read() if self._daemon.stdout else b""
                raise RuntimeError(f"{self.name} did not start: {output.decode(errors='replace')}{self.log()}")
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"{self.name} does not listen: {self.log()}")


def needs_root(name: str) -> str:
    """Why a daemon cannot be started by this user; "" when it can."""
    if os.geteuid() != 0:
        return f"{name} can only be started by root; run pytest as root to have these tests too"
    return ""


def free_ports(count: int) -> list[int]:
    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [listener.getsockname()[1] for listener in listeners]
    for listener in listeners:
        listener.close()
    return ports


def daemons_path() -> str:
    return os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
