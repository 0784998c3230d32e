"""Runs one side of a migration: a WLanguage program or a command, against an embedded server of its own, or reads a
recording. Whatever happens becomes a `Side`; what kept it from ending is its `failure`.
"""

from __future__ import annotations

import os
import random
import shlex
import subprocess
import tempfile
import threading
import time
from collections import deque
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wlmail.capture.comparison import Side
from wlmail.capture.dialogue import trouble
from wlmail.capture.mailbox import INDEX, Asked, Mailbox, MailboxError
from wlmail.capture.script import Script
from wlmail.capture.server import CaptureServer
from wlmail.capture.show import visible
from wlmail.runtime.options import Options
from wlmail.world import CapturedPortal, CapturedWorld

if TYPE_CHECKING:
    from collections.abc import Callable

    from wlmail.interpreter import Outcome
    from wlmail.language.source import Source
    from wlmail.runtime.doors import Clock

MOST_MESSAGES = 20_000
"""Messages that one side may send; more is taken for a program that never ends."""
MOST_BYTES = 4 * 1024**3
"""Bytes that all messages of one side may have; more would fill a disk."""
OUTPUT_LINES = 200
"""Lines of a program's output that are kept."""
_TOO_LATE = "the time limit has passed"
_GRACE = 2.0
"""Seconds in which connections may end after the program has."""


class SideError(Exception):
    """A side that cannot even be begun: misuse; the text is a sentence for the user."""


class Conditions:
    """What both sides are given alike: the clock, the seed, what the server refuses, and the deadline in seconds."""

    def __init__(
        self, moment: datetime, seed: int = 1, script: Script | None = None, deadline: float = 60.0, row: Any = None
    ) -> None:
        self.moment = moment
        self.seed = seed
        self.script = script or Script()
        self.deadline = deadline
        self.row: dict[str, str] = row or {}
        """The inputs: values of form fields by name; `arg1`, `arg2` … are the program's arguments."""
        self.like: Asked | None = None
        """How the other side reached its server: a command is told to do the same."""

    @property
    def arguments(self) -> list[str]:
        found = sorted((int(name[3:]), value) for name, value in self.row.items() if _is_argument(name))
        return [value for _, value in found]

    @property
    def fields(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.row.items() if not _is_argument(name)]


def _is_argument(name: str) -> bool:
    return name[:3].lower() == "arg" and name[3:].isdigit()


# --- recordings ------------------------------------------------------------------------------------------------------


def is_recording(path: str) -> bool:
    """A folder with saved messages, or an mbox."""
    if os.path.isdir(path):
        return True
    if not os.path.isfile(path) or path.lower().endswith((".wl", ".py")):
        return False
    with open(path, "rb") as file:
        return file.read(5) == b"From "


def read_recording(path: str) -> Side:
    """A folder of `.eml` files with `deliveries.json`, or without it, or an mbox. Raises SideError."""
    try:
        if os.path.isfile(path):
            return Side(path, _mbox(Path(path).read_bytes()).deliveries)
        if os.path.exists(os.path.join(path, INDEX)):
            side = Side(path, Mailbox.load(path).deliveries)
            _read_run(side, Path(path))
            return side
        files = sorted(Path(path).glob("*.eml"))
        if not files:
            raise SideError(f"{path} holds neither {INDEX} nor any .eml file")
        return Side(path, _of_files([file.read_bytes() for file in files]).deliveries)
    except (OSError, MailboxError) as error:
        raise SideError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _mbox(data: bytes) -> Mailbox:
    messages = ("\n" + data.decode("latin-1").replace("\r\n", "\n")).split("\nFrom ")[1:]
    plain = []
    for text in messages:
        lines = text.partition("\n")[2].removesuffix("\n").split("\n")
        quoted = [line[1:] if line.lstrip(">").startswith("From ") and line.startswith(">") else line for line in lines]
        plain.append("\r\n".join(quoted).encode("latin-1"))
    return _of_files(plain)


def _of_files(messages: list[bytes]) -> Mailbox:
    """Messages without an envelope: whom they went to is not known."""
    mailbox = Mailbox()
    moment = datetime.now().astimezone()
    for data in messages:
        mailbox.add("", [], data, Asked("", 0), moment).has_envelope = False
    return mailbox


RUN = "run.json"


def write_run(side: Side, folder: Path, extra: dict[str, Any]) -> None:
    """What a recording keeps beside the messages: how the run went. Raises OSError."""
    import json

    facts = {"version": 1, "status": side.status, "events": side.events, "refused": sorted(side.refused), **extra}
    (folder / RUN).write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_run(folder: Path) -> dict[str, Any]:
    """{} for a recording without. Raises SideError."""
    import json

    try:
        found = json.loads((folder / RUN).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise SideError(f"{folder / RUN} cannot be read: {error}") from None
    if not isinstance(found, dict) or found.get("version") != 1:
        raise SideError(f"{folder / RUN} is not of version 1")
    for name, kind, told in (
        ("events", list, "list of texts"),
        ("refused", list, "list of texts"),
        ("status", str, "text"),
    ):
        value = found.get(name, kind())
        if not isinstance(value, kind) or not all(isinstance(text, str) for text in value):
            raise SideError(f"{folder / RUN}: {name} is no {told}")
    return found


def _read_run(side: Side, folder: Path) -> None:
    found = read_run(folder)
    side.status = found.get("status", "")
    side.events = found.get("events", [])
    side.refused = set(found.get("refused", []))


# --- WLanguage programs ----------------------------------------------------------------------------------------------


class _Lines:
    """A console that keeps the last lines; nobody answers its questions."""

    def __init__(self) -> None:
        self.kept: deque[str] = deque(maxlen=OUTPUT_LINES)

    def out(self, text: str) -> None:
        self.kept.append(text)

    err = out

    def progress(self, text: str | None, done: float | None = None) -> None:
        pass

    def ask(self, question: str, default: str) -> str | None:
        return None


class _Portal(CapturedPortal):
    def __init__(self, mailbox: Mailbox, clock: Clock, console: Any, options: Options, script: Script) -> None:
        super().__init__(mailbox, clock, console, options)
        self.script = script
        self.server: CaptureServer | None = None

    def _new_server(self) -> CaptureServer:
        self.server = CaptureServer(self.mailbox, self._clock.now, self.script, MOST_MESSAGES, MOST_BYTES)
        return self.server


def run_program(path: str, conditions: Conditions) -> Side:
    """Runs a WLanguage program. Raises SideError where the file cannot be read."""
    from wlmail.interpreter import compile_program, run_code
    from wlmail.language.diagnostics import render

    side = Side(path)
    compiled = compile_program(_source(path))
    code = compiled.code
    if code is None:
        errors = [render(d, french=compiled.french) for d in compiled.diagnostics if d.severity == "error"]
        side.failure = "it does not compile:\n" + "\n".join(errors)
        return side

    def start(world: Any) -> Any:
        return run_code(code, world, french=compiled.french, name=path)

    return _in_world(side, path, conditions, code.co_filename, start)


def unknown_inputs(path: str, row: dict[str, str]) -> list[str]:
    """The form fields among the inputs that a program never names: misspelt, most likely. Raises SideError."""
    from wlmail.interpreter import compile_program
    from wlmail.language.names import fold

    code = compile_program(_source(path)).code
    if code is None:
        return []
    named: set[str] = set()
    codes = [code]
    while codes:
        for constant in codes.pop().co_consts:
            if isinstance(constant, str):
                named.add(fold(constant))
            elif isinstance(constant, type(code)):
                codes.append(constant)
    return [name for name in row if not _is_argument(name) and fold(name) not in named]


def run_translation(path: str, conditions: Conditions) -> Side:
    """Runs the Python that `wlmail python` makes of a program. Raises SideError."""
    from wlmail.interpreter import python_source, run_function

    side = Side(f"{path} as Python")
    text, _, french = python_source(_source(path))
    if not text:
        raise SideError(f"{path} cannot be translated to Python; `wlmail check {path}` tells why")
    file = f"{path}.py"

    def start(world: Any) -> Any:
        space: dict[str, Any] = {"__name__": "translation"}
        exec(compile(text, file, "exec"), space)
        return run_function(space["program"], world, french=french, name=path, file=file)

    return _in_world(side, path, conditions, file, start)


def _source(path: str) -> Source:
    from wlmail.language.diagnostics import render
    from wlmail.language.source import Source, SourceError

    try:
        return Source.read(path, "", [])
    except SourceError as error:
        raise SideError(render(error.diagnostic)) from None


def _in_world(side: Side, path: str, conditions: Conditions, file: str, start: Callable[[Any], Outcome]) -> Side:
    from wlmail.interpreter import TimeLimit
    from wlmail.mail.reader import read_message
    from wlmail.time_limit import time_limit
    from wlmail.validation.origins import Origins

    options = Options(path, date=conditions.moment)
    options.fields = conditions.fields
    world: Any = CapturedWorld(os.path.dirname(os.path.abspath(path)), conditions.arguments, options)
    console = _Lines()
    world.console = console
    world.files._console = console
    portal = _Portal(world.mailbox, world.clock, console, options, conditions.script)
    world.portal = portal
    random.seed(conditions.seed)
    report = _TOO_LATE
    with Origins(file) as origins:
        try:
            with time_limit(conditions.deadline):
                outcome = start(world)
            report = outcome.report
            side.status = "status 0" if outcome.status == "ok" else "status 1"
        except TimeLimit:
            pass
        finally:
            world.close()
    side.masks.append(world.secrets.masked)
    side.output = "\n".join([*console.kept, *([report] if report else [])])
    if _TOO_LATE in report:
        side.failure = f"it did not end within {conditions.deadline:g} s"
    _settle(side, world.mailbox, portal.server)
    for delivery in side.deliveries:
        data = delivery.data
        head = data[: data.find(b"\r\n\r\n") + 4]
        lines = origins.of_message.get(read_message(head).message_id)
        if lines:
            side.lines[delivery.number] = lines
    return side


def _settle(side: Side, mailbox: Mailbox, server: CaptureServer | None) -> None:
    side.deliveries = mailbox.deliveries
    if server is not None:
        side.events, side.refused = list(server.events), set(server.refused)
        side.failure = server.failure or side.failure
    if not side.failure and not side.deliveries and not side.events:
        side.failure = "it sent nothing"
        if side.status not in ("", "status 0"):
            side.failure = f"it ended with {side.status} before any message"
        if server is not None and server.dialogues:
            side.failure += f"; on its connection {visible(trouble(server.dialogues[-1]))}"


# --- commands --------------------------------------------------------------------------------------------------------


def run_command(command: str, conditions: Conditions, most: int = MOST_MESSAGES) -> Side:
    """Runs a command that sends to `{host}` and `{port}`, or where its environment says. Raises SideError."""
    side = Side(command)
    mailbox = Mailbox()
    try:
        words = shlex.split(command, posix=os.name != "nt")
    except ValueError as error:
        raise SideError(f"the command «{command}» cannot be read: {error}") from None
    if not words:
        raise SideError("the command is empty")
    with tempfile.TemporaryDirectory(prefix="wlmail-") as place:
        from wlmail.capture.certificate import server_context

        server = CaptureServer(mailbox, script=conditions.script, most=most, most_bytes=MOST_BYTES)
        try:
            context, trusted = server_context(place)
            wanted = conditions.like.security if conditions.like is not None else "none"
            port = server.open_door(tls=context) if wanted == "TLS" else server.open_door(starttls=context)
            values = {"host": "127.0.0.1", "port": str(port), **conditions.row}
            words = [_filled(word, values) for word in words]
            _run(side, server, words, _environment(conditions, port, trusted), conditions.deadline)
        finally:
            server.stop()
    _settle(side, mailbox, server)
    return side


def _filled(word: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        word = word.replace(f"{{{name}}}", value)
    return word


def _environment(conditions: Conditions, port: int, trusted: str) -> dict[str, str]:
    like = conditions.like
    environment = {
        **os.environ,
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(port),
        "WLMAIL_HOST": "127.0.0.1",
        "WLMAIL_PORT": str(port),
        "WLMAIL_SECURITY": like.security if like is not None else "none",
        "WLMAIL_USER": like.user if like is not None else "",
        "WLMAIL_PASSWORD": "any-password" if like is not None and like.login else "",
        "WLMAIL_DATE": conditions.moment.isoformat(),
        "WLMAIL_SEED": str(conditions.seed),
        "WLMAIL_CA": trusted,
        "SSL_CERT_FILE": trusted,
        "NODE_EXTRA_CA_CERTS": trusted,
        "SOURCE_DATE_EPOCH": str(int(conditions.moment.timestamp())),
    }
    for name, value in conditions.row.items():
        environment[f"WLMAIL_INPUT_{name.upper()}"] = value
    return environment


def _run(side: Side, server: CaptureServer, words: list[str], environment: dict[str, str], deadline: float) -> None:
    """Runs the command in a process group of its own, and ends that group at the deadline or when it floods."""
    try:
        process = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        side.failure = f"it cannot be started: {error.strerror or error}"
        return
    tail = bytearray()

    def read() -> None:
        assert process.stdout is not None
        while block := process.stdout.read1(65536):  # type: ignore[attr-defined]
            tail.extend(block)
            del tail[:-65536]

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    end = time.monotonic() + deadline
    try:
        while process.poll() is None and time.monotonic() < end and not server.failure:
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.05 if end - time.monotonic() > 0.05 else 0.01)
        if process.poll() is None and not server.failure:
            side.failure = f"it did not end within {deadline:g} s"
    finally:
        if process.poll() is None:
            _end(process)
    if not side.failure:
        code = process.returncode
        side.status = f"status {code}" if code >= 0 else f"signal {-code}"
    grace = time.monotonic() + _GRACE
    while server.sessions and time.monotonic() < grace:
        time.sleep(0.01)
    _end(process)
    reader.join(1.0)
    lines = bytes(tail).decode("utf-8", "replace").splitlines()[-OUTPUT_LINES:]
    side.output = "\n".join(lines)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and what it left running: its children are a group of their own."""
    if hasattr(os, "killpg"):
        import signal

        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()
