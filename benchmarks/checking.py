"""`wlmail check` over a folder of 1,000 programs of 50 lines: seconds and memory, on one process and on all processors.

    python benchmarks/checking.py

The programs are those of tests/clean, French and English, repeated and cut to 50 lines by appending harmless ones.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILES, LINES, ROUNDS = 1_000, 50, 3


def main() -> None:
    clean = sorted((ROOT / "tests" / "clean").glob("*.wl"))
    with tempfile.TemporaryDirectory() as folder:
        for number in range(FILES):
            text = clean[number % len(clean)].read_text(encoding="utf-8").rstrip("\n").splitlines()
            text = [f"// program {number}", *text]
            text = [*[f"// line {n}" for n in range(max(0, LINES - len(text)))], *text]
            Path(folder, f"{number:04}.wl").write_text("\n".join(text) + "\n", encoding="utf-8")
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        for name, chosen in (("one process", {0}), (f"{processors} processors", None)):
            rounds = [_run(folder, chosen) for _ in range(ROUNDS)]
            whole, used = (statistics.median(column) for column in zip(*rounds, strict=True))
            print(f"{name}: {whole:.1f} s, {used:.1f} s of processor time, medians of {ROUNDS}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // (1024 if sys.platform != "darwin" else 1024**2)
    print(f"largest process: {peak} MB")


def _run(folder: str, processors: set[int] | None) -> tuple[float, float]:
    """Seconds on the clock, and seconds of processor time of all processes."""
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    pin = (lambda: os.sched_setaffinity(0, processors)) if processors else None
    start, before = time.perf_counter(), _used()
    done = subprocess.run(
        [sys.executable, "-m", "wlmail", "check", folder],
        env=surroundings,
        capture_output=True,
        encoding="utf-8",
        preexec_fn=pin,
        check=True,
    )
    assert f"{FILES} files checked: nothing to report" in done.stdout, done.stdout[-500:]
    return time.perf_counter() - start, _used() - before


def _used() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
