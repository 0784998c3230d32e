"""How soon the REPL takes a key, and how long completion takes with 5,000 names.

    python benchmarks/repl.py [ROUNDS]

The start: `wlmail repl` in a terminal of its own (a pseudo terminal), from the command to the moment at which a letter
that was typed stands on the screen; the letter is sent once the prompt is there. Beside it, in turn, Python's prompt
in the same kind of terminal, and a process that does no more than import prompt_toolkit. Prints the medians and the
best in milliseconds, and the ratio of the medians.

Completion: a session with 5,000 variables more than the library has names; the candidates for a name, a member, a
constant, and for nothing at all (everything there is). Median and worst of all rounds, in milliseconds.

Needs a system with pseudo terminals (not Windows). Python's own bytecode cache is warm.
"""

from __future__ import annotations

import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

LIMIT = 20.0
VARIABLES = 5_000
PLACES = {
    "a name: `nCoun`": "nCoun",
    "a library name: `EmailS`": "EmailS",
    "a member: `m.Sub`": "m.Sub",
    "a constant: `s.Option = `": "s.Option = ",
    "a member of an unknown name: `zz.`": "zz.",
    "everything: ``": "",
}


def to_first_key(command: list[str], prompt: bytes, environment: dict[str, str]) -> float:
    """Milliseconds from the command to the first letter on the screen."""
    started = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(command[0], command, environment)
    try:
        seen, sent = b"", False
        while time.perf_counter() - started < LIMIT:
            if select.select([terminal], [], [], 0.05)[0]:
                seen += os.read(terminal, 65536)
            if b"\x1b[6n" in seen:  # where is the cursor? A terminal answers
                seen = seen.replace(b"\x1b[6n", b"")
                os.write(terminal, b"\x1b[1;1R")
            if not sent and prompt in seen:
                sent, seen = True, b""
                os.write(terminal, b"q")
            elif sent and b"q" in seen:
                return (time.perf_counter() - started) * 1000
        raise TimeoutError(f"no answer from {command}: {seen!r}")
    finally:
        os.close(terminal)
        os.waitpid(pid, 0)


def completion_times(rounds: int) -> dict[str, list[float]]:
    from wlmail.language.source import Source
    from wlmail.repl.names import complete
    from wlmail.session import Interpreter
    from wlmail.world import CapturedWorld

    with tempfile.TemporaryDirectory() as folder:
        world = CapturedWorld(folder)
        session = Interpreter(world)
        names = ", ".join(f"nCount{i}" for i in range(VARIABLES))
        for entry in (f"{names} are int", "m is Email", "s is emailSMTPSession"):
            assert session.run(Source(entry)).status == "ok"
        complete(session, "")  # what is made once
        found: dict[str, list[float]] = {}
        for _ in range(rounds):
            for label, text in PLACES.items():
                found.setdefault(label, []).append(_timed(lambda text=text: complete(session, text)))
        session.close()
        world.close()
    return found


def _timed(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    package = str(Path(__file__).resolve().parent.parent)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"TERM": "xterm", "PYTHONPATH": package}
    with tempfile.TemporaryDirectory() as home:
        environment |= {"HOME": home, "XDG_DATA_HOME": home}
        ours = [sys.executable, "-m", "wlmail", "repl"]
        plain = [sys.executable, "-q", "-i", "-I"]
        first: list[float] = []
        python: list[float] = []
        imported: list[float] = []
        importing = [sys.executable, "-c", "import prompt_toolkit"]
        to_first_key(ours, b"wl>", environment)
        for _ in range(rounds):
            first.append(to_first_key(ours, b"wl>", environment))
            python.append(to_first_key(plain, b">>>", environment))
            imported.append(_timed(lambda: subprocess.run(importing, env=environment, check=True)))
    python_ms = statistics.median(python)
    rows = {
        "first key in wlmail repl": first,
        "python -c 'import prompt_toolkit'": imported,
        "first key in python": python,
    }
    for label, times in rows.items():
        median = statistics.median(times)
        print(f"{label:36} {median:8.1f} ms  best {min(times):6.1f}  {median / python_ms:6.2f}")
    for label, times in completion_times(rounds).items():
        print(f"{label:36} {statistics.median(times):8.1f} ms  worst {max(times):.1f}")


if __name__ == "__main__":
    main()
