"""A real OpenSMTPD on a free port of 127.0.0.1, in a small root folder of its own (chroot).

Its places (/var/spool/smtpd, /var/run/smtpd.sock) and users are compiled in, so only a root of its own keeps it apart
from the machine. Mail to zoe@ and leo@opensmtpd.test is delivered to a file, any other refused. No TLS, and
so no login: the version of Debian 12 (6.8) loses its keys with OpenSSL 3 ("rsa routines::missing private key"), whoever
the client is. Its package excludes Postfix, so its binary may lie anywhere: `WLMAIL_OPENSMTPD` names it.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from servers.postfix import daemons_path, free_ports

PATIENCE = 40.0
"""Seconds to wait for a start, a delivery or an end on a busy machine."""

LARGEST = 1_048_576

_USERS = {"opensmtpd": 4001, "opensmtpq": 4002, "box": 4003}

_CONFIGURATION = """\
smtp max-message-size {largest}
table boxes {{ "zoe@opensmtpd.test" = "box", "leo@opensmtpd.test" = "box" }}
listen on 127.0.0.1 port {port} hostname opensmtpd.test
action "box" maildir "/home/box/mail" virtual <boxes>
match from any for domain "opensmtpd.test" action "box"
"""


def binary() -> str:
    named = os.environ.get("WLMAIL_OPENSMTPD")
    if named:
        return named
    found = shutil.which("smtpd", path=daemons_path())
    # Postfix has a program of this name too.
    return found if found and shutil.which("smtpctl", path=os.path.dirname(found)) else ""


def why_not() -> str:
    """Why OpenSMTPD cannot be run here; "" when it can."""
    if not os.access(binary(), os.X_OK):
        return (
            "OpenSMTPD is not installed (its package excludes Postfix: unpack it with dpkg -x and name its smtpd in"
            " WLMAIL_OPENSMTPD)"
        )
    if os.geteuid() != 0:
        return "OpenSMTPD can only be started by root; run pytest as root to have these tests too"
    return ""


class OpenSMTPD:
    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="wlmail-opensmtpd-"))
        (self.port,) = free_ports(1)
        try:
            self._build()
            self._log = (self.root / "log").open("wb")
            self._daemon = subprocess.Popen(
                ["chroot", str(self.root), "/usr/sbin/smtpd", "-d", "-f", "/etc/smtpd.conf"],
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=self._log,
            )
        except BaseException:
            shutil.rmtree(self.root, ignore_errors=True)
            raise
        try:
            self._wait_until_it_listens()
        except BaseException:
            self.stop()
            raise

    def _build(self) -> None:
        """The root: the program, what it loads, users, queue and configuration."""
        self.root.chmod(0o755)
        for name in ("etc", "dev", "tmp", "bin", "usr/sbin", "var/run", "var/lib/opensmtpd/empty", "home/box/mail"):
            (self.root / name).mkdir(parents=True, mode=0o755)
        (self.root / "tmp").chmod(0o777)
        (self.root / "var/spool/smtpd").mkdir(parents=True, mode=0o711)
        # A plain file will do where nobody reads what is written there.
        (self.root / "dev/null").touch()
        (self.root / "dev/null").chmod(0o666)
        for name in ("home/box", "home/box/mail"):
            os.chown(self.root / name, _USERS["box"], _USERS["box"])
        program = Path(binary())
        helpers = program.parent.parent / "libexec/opensmtpd"
        shutil.copytree(helpers, self.root / "usr/libexec/opensmtpd")
        for source, place in ((program, "usr/sbin/smtpd"), (program.parent / "smtpctl", "usr/sbin/smtpctl")):
            shutil.copy(source, self.root / place)
        shutil.copy("/bin/sh", self.root / "bin/sh")
        self._copy_libraries(program, helpers / "mail.maildir", Path("/bin/sh"))
        entries = {"root": 0, **_USERS}
        write = {
            "passwd": "".join(f"{name}:x:{n}:{n}::/home/{name}:/bin/sh\n" for name, n in entries.items()),
            "group": "".join(f"{name}:x:{n}:\n" for name, n in entries.items()),
            "hosts": "127.0.0.1 localhost\n",
            "mailname": "opensmtpd.test\n",
        }
        for name, text in write.items():
            (self.root / "etc" / name).write_text(text)
        configuration = _CONFIGURATION.format(largest=LARGEST, port=self.port)
        (self.root / "etc/smtpd.conf").write_text(configuration)

    def _copy_libraries(self, *programs: Path) -> None:
        for program in programs:
            told = subprocess.run(["ldd", program], capture_output=True, encoding="utf-8", timeout=PATIENCE, check=True)
            for library in re.findall(r"(/\S+) \(0x", told.stdout):
                place = self.root / library.lstrip("/")
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(library, place)

    def delivered(self, count: int) -> list[bytes]:
        """The messages delivered since the last call, as stored (LF line ends), once there are `count` of them."""
        box = self.root / "home/box/mail/new"
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

    def log(self) -> str:
        return (self.root / "log").read_text(errors="replace")

    def stop(self) -> None:
        if self._daemon.poll() is None:
            self._daemon.terminate()
        try:
            self._daemon.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self._daemon.kill()
            self._daemon.wait()
        self._log.close()
        shutil.rmtree(self.root, ignore_errors=True)

    def _wait_until_it_listens(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self._daemon.poll() is not None:
                raise RuntimeError(f"OpenSMTPD did not start: {self.log()}")
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"OpenSMTPD does not listen: {self.log()}")
