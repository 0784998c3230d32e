"""What a program may do to the world: console, clock, files and mail; the real world, and the one of `wlmail try`.

The doors are objects of their own, so that a test or an embedding program can replace one of them.
"""

from __future__ import annotations

import os
import sys
import time

from wlmail.runtime.errors import Failure
from wlmail.runtime.options import Options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any, TextIO

    from wlmail.capture.mailbox import Asked, Mailbox
    from wlmail.capture.server import CaptureServer
    from wlmail.runtime.doors import Clock, Console, Files

WINDOWS = os.name == "nt"


class StandardConsole:
    """Standard output and standard error. A reader that has gone away, or a letter that an encoding lacks, is no error:
    a program must not stop between two mails because nobody reads its traces."""

    def out(self, text: str) -> None:
        _write(sys.stdout, text)

    def err(self, text: str) -> None:
        _write(sys.stderr, text)

    def ask(self, question: str, default: str) -> str | None:
        """Asks on the terminal; an empty answer is the default. None without a terminal or at the end of the input."""
        terminal = sys.stderr if is_terminal(sys.stderr) else sys.stdout
        if not (is_terminal(sys.stdin) and is_terminal(terminal)):
            return None
        _write(terminal, f"{question} [{default}] " if default else f"{question} ", end="")
        try:
            answer = sys.stdin.readline()
        except (OSError, ValueError):
            return None
        if not answer:
            _write(terminal, "")
            return None
        return answer.rstrip("\r\n") or default


def is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # a closed stream
        return False


def _write(stream: TextIO | None, text: str, end: str = "\n") -> None:
    # Flushed at once: the two streams keep their order, and whoever follows a long mailing sees where it is.
    try:
        if stream is None:
            return
        try:
            stream.write(text + end)
        except UnicodeEncodeError:
            encoding = stream.encoding or "ascii"
            stream.write(text.encode(encoding, "replace").decode(encoding) + end)
        stream.flush()
    except BrokenPipeError:
        _silence(stream)
    except (OSError, ValueError):  # a full disk, a closed stream
        pass


def _silence(stream: TextIO | None) -> None:
    """Nobody reads this stream any more: what follows goes nowhere, and Python's own flush at the end is quiet."""
    try:
        if stream is not None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
    except (OSError, ValueError):
        pass


class SystemClock:
    def now(self) -> datetime:
        from datetime import datetime

        return datetime.now().astimezone()

    def sleep(self, seconds: float) -> None:
        time.sleep(max(0.0, seconds))


class DiskFiles:
    """Paths as programs write them become paths of this machine (stdlib.md 5.1).

    A relative path starts at `current`, which is the program's folder until the program changes it. `\\` separates
    as `/` does. Outside Windows, a path with a drive letter, a share or a leading `\\` leads below the program's
    folder. Where a name does not exist and exactly one other differs from it in case only, that one is meant.
    """

    def __init__(self, program_folder: str, console: Console, *, confined: bool = False) -> None:
        self.program_folder = os.path.abspath(program_folder)
        self.current = self.program_folder
        """The current directory of the program."""
        self.confined = confined
        """Writing is allowed in the program's folder and the temporary folder only, shares are out of reach."""
        self._console = console
        self._told: set[str] = set()

    def resolve(self, path: str, *, writing: bool = False) -> str:
        """The absolute path of this machine. Raises Failure for no path at all, and where writing is not allowed."""
        if not path.strip():
            raise Failure("the path is empty")
        try:
            if b"\0" in os.fsencode(path):
                raise Failure("the path holds a NUL character")
        except UnicodeEncodeError:
            raise Failure("the path holds a character that no file name can have") from None
        if WINDOWS and self.confined:
            self._check_here(path)
        found = path if WINDOWS else self._without_drive(path)
        found = os.path.normpath(os.path.join(self.current, found))
        if not os.path.lexists(found):
            found = _as_on_disk(found)
        if writing and self.confined:
            self._check_confined(found, path)
        return found

    def _without_drive(self, path: str) -> str:
        """A Windows path as one of this machine."""
        drive, rest = "", path
        if path.startswith("\\\\"):
            server, share, *names = [*path[2:].replace("\\", "/").split("/"), ""]
            drive, rest = f"\\\\{server}\\{share}", "/".join(names)
        elif len(path) >= 2 and path[1] == ":" and path[0].isascii() and path[0].isalpha():
            drive, rest = path[:2].upper(), path[2:]
        elif path.startswith("\\"):
            drive = "\\"
        rest = rest.replace("\\", "/")
        if not drive:
            return rest
        if drive not in self._told:
            self._told.add(drive)
            self._console.err(f"notice: {drive} does not exist here; {path} is looked for in {self.program_folder}")
        # Normalised as an absolute path first, so that `..` stops at the root of the drive.
        below = os.path.normpath("/" + rest).lstrip("/")
        return os.path.join(self.program_folder, below)

    def _check_here(self, path: str) -> None:
        """A share is the network, even to look whether a file exists; the one that the program lies on is known."""
        written, own = (text.replace("/", "\\").casefold().rstrip("\\") for text in (path, self.program_folder))
        if written.startswith("\\\\") and not f"{written}\\".startswith(f"{own}\\"):
            raise Failure(f"{path}: while mails are captured, a program uses no file of another machine")

    def _check_confined(self, found: str, path: str) -> None:
        import tempfile
        from contextlib import suppress

        places = [self.program_folder]
        with suppress(OSError):  # a machine without any temporary folder
            places.append(tempfile.gettempdir())
        real = os.path.realpath(found)
        for place in map(os.path.realpath, places):
            if real == place or real.startswith(os.path.join(place, "")):
                return
        raise Failure(
            f"{path}: while mails are captured, a program may write only in its own folder and the temporary folder"
        )


def _as_on_disk(path: str) -> str:
    """The path with every name as the disk spells it, as far as there is exactly one such name."""
    from unicodedata import normalize

    def same(name: str) -> str:
        return normalize("NFC", name).casefold()

    drive, rest = os.path.splitdrive(path)
    found = drive + os.sep
    names = [name for name in rest.split(os.sep) if name]
    for index, name in enumerate(names):
        exact = os.path.join(found, name)
        if os.path.lexists(exact):
            found = exact
            continue
        try:
            with os.scandir(found) as entries:
                alike = [entry.name for entry in entries if same(entry.name) == same(name)]
        except (OSError, ValueError):
            alike = []
        if len(alike) != 1:
            return os.path.join(exact, *names[index + 1 :])
        found = os.path.join(found, alike[0])
    return found


class RealPortal:
    """The door to the real network: `wlmail.mail.portal`, imported when the first session starts."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._portal: Any = None
        self._connections: Any = None
        """The connections that are still in use."""

    @property
    def inner(self) -> Any:
        if self._portal is None:
            from wlmail.mail.portal import Portal

            self._portal = Portal()
        return self._portal

    def connect(self, settings: Any) -> Any:
        """A `wlmail.mail.smtp.Connection`. Raises its MailError."""
        if self.options.allow_clear_login:
            settings.allow_clear_login = True
        return self._opened(settings)

    def _opened(self, settings: Any) -> Any:
        from weakref import WeakSet

        connection = self.inner.connect(settings)
        if self._connections is None:
            self._connections = WeakSet()
        self._connections.add(connection)
        return connection

    def abort(self) -> None:
        """Cuts every connection at once, without a word to its server."""
        for connection in list(self._connections or ()):
            connection.abort()

    def close(self) -> None:
        if self._portal is not None:
            self._portal.close()
            self._portal = self._connections = None


class CapturedPortal(RealPortal):
    """Connects to the embedded capture server, in clear and without login, whatever the program names.

    A warning on standard error tells where the real run would refuse the login.
    """

    def __init__(self, mailbox: Mailbox, clock: Clock, console: Console, options: Options) -> None:
        super().__init__(options)
        self.mailbox = mailbox
        self._clock = clock
        self._console = console
        self._server: CaptureServer | None = None
        self._told: set[str] = set()

    def connect(self, settings: Any) -> Any:
        import copy

        from wlmail.mail.smtp import Security

        asked = _asked(settings)
        if asked.login and asked.security == "none" and not settings.allow_clear_login and not _is_here(asked.server):
            self._tell_clear_login(asked)
        if self._server is None:
            from wlmail.capture.server import CaptureServer

            self._server = CaptureServer(self.mailbox, self._clock.now)
        inside = copy.copy(settings)
        inside.host = "127.0.0.1"
        inside.port = self.inner.run(self._server.listen(asked))
        inside.security = Security.NONE
        inside.user = inside.password = inside.token = ""
        return self._opened(inside)

    def close(self) -> None:
        if self._server is not None:
            self.inner.run(self._server.stop())
            self._server = None
        super().close()

    def _tell_clear_login(self, asked: Asked) -> None:
        if asked.server not in self._told:
            self._told.add(asked.server)
            self._console.err(
                f"warning: a real run would refuse to log in to {asked.server} without encryption;"
                " set the session's Option to STARTTLS or TLS, or run with --allow-clear-login"
            )


def _asked(settings: Any) -> Asked:
    from wlmail.capture.mailbox import Asked
    from wlmail.mail.smtp import Security

    security = {Security.STARTTLS: "STARTTLS", Security.TLS: "TLS"}.get(settings.security, "none")
    login = "token" if settings.token else "password" if settings.password else ""
    return Asked(settings.host, settings.port, security, settings.user, login)  # type: ignore[arg-type]


def _is_here(host: str) -> bool:
    return host.lower() == "localhost" or host.startswith("127.") or host.strip("[]") == "::1"


class RealWorld:
    """The world as it is."""

    captured = False

    def __init__(self, program_folder: str, arguments: Sequence[str] = (), options: Options | None = None) -> None:
        self.options = options or Options()
        self.console: Console = StandardConsole()
        self.clock: Clock = SystemClock()
        self.files: Files = DiskFiles(program_folder, self.console)
        self.portal: Any = RealPortal(self.options)
        self.arguments = list(arguments)

    def close(self) -> None:
        """The program has ended and closed its sessions."""
        self.portal.close()


class CapturedWorld:
    """The same, with the network unplugged: mails go to `mailbox`, and files are written in two places only."""

    captured = True

    def __init__(self, program_folder: str, arguments: Sequence[str] = (), options: Options | None = None) -> None:
        from wlmail.capture.mailbox import Mailbox

        self.options = options or Options()
        self.mailbox = Mailbox()
        self.console: Console = StandardConsole()
        self.clock: Clock = SystemClock()
        self.files: Files = DiskFiles(program_folder, self.console, confined=True)
        self.portal: Any = CapturedPortal(self.mailbox, self.clock, self.console, self.options)
        self.arguments = list(arguments)

    def close(self) -> None:
        """The program has ended and closed its sessions; the messages stay in `mailbox`."""
        self.portal.close()
