"""What a program may do to the world: console, clock, files and mail; the real world, and the one of `wlmail try`.

The doors are objects of their own, so that a test or an embedding program can replace one of them.
"""

from __future__ import annotations

import os
import sys
import time

from wlmail.doors.disk import DiskFiles
from wlmail.doors.identity import CapturedIdentity, RealIdentity
from wlmail.language.failing import say
from wlmail.runtime.errors import Failure
from wlmail.runtime.options import Options
from wlmail.runtime.secrets import Secrets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo
    from typing import Any, TextIO

    from wlmail.capture.mailbox import Asked, Mailbox
    from wlmail.capture.script import Script
    from wlmail.capture.server import CaptureServer
    from wlmail.doors.progress import ProgressLine
    from wlmail.doors.web import Answer
    from wlmail.mail.smtp import MailError
    from wlmail.runtime.doors import Clock, Console, Files


class StandardConsole:
    """Standard output and standard error. A reader that has gone away, or a letter that an encoding lacks, is no error:
    a program must not stop between two mails because nobody reads its traces."""

    def __init__(self, secrets: Secrets | None = None) -> None:
        self._secrets = secrets or Secrets()
        self.french = False
        self._progress: ProgressLine | None = None

    def out(self, text: str) -> None:
        self.progress(None)
        _write(sys.stdout, self._secrets.masked(text))

    def err(self, text: str) -> None:
        self.progress(None)
        _write(sys.stderr, self._secrets.masked(text))

    def progress(self, text: str | None, done: float | None = None) -> None:
        """Shows a line on the terminal that goes away again: with a text as it is written, or how far it is done."""
        if text is None:
            if self._progress is not None:
                self._progress.end()
                self._progress = None
        elif is_terminal(sys.stderr):
            text = self._secrets.masked(text)
            if self._progress is None:
                from wlmail.doors.progress import ProgressLine

                self._progress = ProgressLine()
            self._progress.show(text, done)

    def ask(self, question: str, default: str) -> str | None:
        """Asks on the terminal; an empty answer is the default. None without a terminal or at the end of the input."""
        self.progress(None)
        terminal = sys.stderr if is_terminal(sys.stderr) else sys.stdout
        if not (is_terminal(sys.stdin) and is_terminal(terminal)):
            return None
        asked = f"{question} [{default}] " if default else f"{question} "
        _write(terminal, self._secrets.masked(asked), end="")
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
        silence(stream)
    except (OSError, ValueError):  # a full disk, a closed stream
        pass


def silence(stream: TextIO | None) -> None:
    """Nobody reads this stream any more: what follows goes nowhere, and Python's own flush at the end is quiet."""
    try:
        if stream is not None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
    except (OSError, ValueError):
        pass


class SystemClock:
    def __init__(self) -> None:
        self._zone: tzinfo | None = None
        self._minute = -1.0

    def now(self) -> datetime:
        from datetime import datetime

        moment = time.time()
        minute = moment // 60
        if minute != self._minute:
            # Asking the system takes longer than all the rest; its zone changes at full minutes.
            self._zone = datetime.fromtimestamp(moment).astimezone().tzinfo
            self._minute = minute
        return datetime.fromtimestamp(moment, self._zone)

    def sleep(self, seconds: float) -> None:
        time.sleep(max(0.0, seconds))


class StandingClock:
    """Shows `moment`, which only the program's own pauses move on; these take no time."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        from datetime import timedelta

        self.moment += timedelta(seconds=max(0.0, seconds))


def _clock(options: Options) -> Clock:
    return SystemClock() if options.date is None else StandingClock(options.date)


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
        self._allow(settings)
        return self._noted(self.inner.connect(settings))

    def connect_reading(self, settings: Any, protocol: str) -> Any:
        """A `wlmail.mail.reading.ReadingConnection`; `protocol` is "POP3" or "IMAP". Raises MailError."""
        self._allow(settings)
        return self._noted(self.inner.connect_reading(settings, protocol))

    def _allow(self, settings: Any) -> None:
        settings.allow_clear_login = self.options.allow_clear_login
        settings.crl = self.options.crl
        settings.deadline = self.options.deadline

    def _noted(self, connection: Any) -> Any:
        from weakref import WeakSet

        if self._connections is None:
            self._connections = WeakSet()
        self._connections.add(connection)
        return connection

    def probe(self, address: str, timeout: float) -> MailError | None:
        """The refusal of the server that takes mail for an address; see `wlmail.mail.probe`."""
        from wlmail.mail.probe import probe

        return probe(address, timeout)

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
        self.script: Script | None = None
        """What the server refuses."""
        self._server: CaptureServer | None = None
        self._told: set[str] = set()

    def connect(self, settings: Any) -> Any:
        import copy

        from wlmail.mail.smtp import Security

        asked = _asked(settings)
        if asked.login and asked.security == "none" and not settings.allow_clear_login and not _is_here(asked.server):
            self._tell_clear_login(asked)
        if self._server is None:
            self._server = self._new_server()
        inside = copy.copy(settings)
        inside.host = "127.0.0.1"
        inside.port = self._server.listen(asked)
        # One after another, so that the messages are shown in the program's order.
        inside.connections = 1
        inside.security = Security.NONE
        if self._server.script.login:  # the login is to fail, by the server's own word
            inside.allow_clear_login = True
        else:
            inside.user = inside.password = inside.token = ""
        return self._noted(self.inner.connect(inside))

    def _new_server(self) -> CaptureServer:
        from wlmail.capture.server import CaptureServer

        return CaptureServer(self.mailbox, self._clock.now, self.script)

    def connect_reading(self, settings: Any, protocol: str) -> Any:
        from wlmail.mail.failures import failed

        raise failed("not-while-captured", phase="connect", facts={"protocol": protocol, "host": settings.host})

    def close(self) -> None:
        super().close()
        if self._server is not None:
            self._server.stop()
            self._server = None

    def _tell_clear_login(self, asked: Asked) -> None:
        if asked.server not in self._told:
            self._told.add(asked.server)
            told = say(
                self._console,
                f"a real run would refuse to log in to {asked.server} without encryption;"
                " set the session's Option to STARTTLS or TLS, or run with --allow-clear-login",
            )
            self._console.err(f"warning: {told}")


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
        self.secrets = Secrets()
        self.console: Console = StandardConsole(self.secrets)
        self.clock: Clock = _clock(self.options)
        self.files: Files = DiskFiles(program_folder, self.console, self.options)
        self.portal: Any = RealPortal(self.options)
        self.identity: Any = RealIdentity(self.console, self.clock)
        self.arguments = list(arguments)

    def fetch(self, method: str, url: str, headers: dict[str, str], body: bytes, timeout: float) -> Answer:
        """One HTTP request, where the user allows that."""
        if not self.options.allow_http:
            raise Failure("HTTP requests are sent with --allow-http only")
        from wlmail.doors.web import fetch

        return fetch(method, url, headers, body, timeout)

    def close(self) -> None:
        """The program has ended and closed its sessions."""
        self.console.progress(None)
        self.portal.close()
        self.files.close()


class CapturedWorld:
    """The same, with the network unplugged: mails go to `mailbox`, and files are written in two places only."""

    captured = True

    def __init__(self, program_folder: str, arguments: Sequence[str] = (), options: Options | None = None) -> None:
        from wlmail.capture.mailbox import Mailbox

        self.options = options or Options()
        self.mailbox = Mailbox()
        self.secrets = Secrets()
        self.console: Console = StandardConsole(self.secrets)
        self.clock: Clock = _clock(self.options)
        self.files: Files = DiskFiles(program_folder, self.console, self.options, confined=True)
        self.portal: Any = CapturedPortal(self.mailbox, self.clock, self.console, self.options)
        self.identity: Any = CapturedIdentity(self.console)
        self.arguments = list(arguments)

    def fetch(self, method: str, url: str, headers: dict[str, str], body: bytes, timeout: float) -> Answer:
        """No HTTP request leaves the machine."""
        raise Failure("nothing may leave the machine while mails are captured: no HTTP request was sent")

    def close(self) -> None:
        """The program has ended and closed its sessions; the messages stay in `mailbox`."""
        self.console.progress(None)
        self.portal.close()
        self.files.close()
