"""`wlmail python`: the Python source does what the program does, and is pleasant to read."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from commands import program as program
from commands import wlmail
from test_spec import PROGRAMS, SPEC
from test_spec import _still_clock as _still_clock

from wlmail.interpreter import python_source
from wlmail.language.source import Source

CHECKOUT = Path(__file__).parent.parent
COMPILED = [path for path in PROGRAMS if python_source(Source.read(path))[0]]


@pytest.mark.parametrize("path", COMPILED, ids=lambda path: path.relative_to(SPEC).with_suffix("").as_posix())
def test_a_program_as_python_prints_what_it_prints(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / path.parent.name
    shutil.copytree(path.parent, folder, ignore=shutil.ignore_patterns("*.out"))
    monkeypatch.chdir(folder)
    text, *_ = python_source(Source.read(path.name))
    out, status = _try(text, folder / f"{path.stem}.py", monkeypatch)
    expected = path.with_suffix(".out").read_text(encoding="utf-8")
    assert (
        out.replace(str(folder), "<folder>")
        == expected.partition("--- standard error ---\n")[0].partition("--- exit status")[0]
    )
    assert status == (1 if "--- exit status 1 ---" in expected else 0)


def _try(text: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """Standard output and exit status of a Python source, run as `python FILE --try`."""
    monkeypatch.setattr(sys, "argv", [str(file), "--try"])
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()), pytest.raises(SystemExit) as ended:
        exec(compile(text, str(file), "exec"), {"__name__": "__main__"})
    return out.getvalue().replace(os.linesep, "\n"), int(str(ended.value.code))


INVOICE = """\
// Sends one mail.
s is emailSMTPSession
s.ServerAddress = "smtp.example.com"
s.Password = "pa55word"
m is Email
m.Sender = "a@example.com"
m.Recipient = SAI_To
m.Subject = "[%CommandLine(1)%]"
IF EmailStartSession(s) THEN EmailSendMessage(s, m)
"""


def test_the_python_file_is_a_command_with_the_options_of_run_and_try(program: Callable[..., Path]) -> None:
    path = program(INVOICE, "invoice.wl")
    python = path.with_suffix(".py")
    done = wlmail("python", path, "-o", python)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert wlmail("python", path).stdout == python.read_text(encoding="utf-8")
    options = ["--set", "SAI_To=b@example.com", "--save", path.parent / "out", "--", "Hello"]
    as_python = _python(python, "--try", *options)
    as_program = wlmail("try", path, *options)
    assert "Subject: Hello\n" in as_python.stdout
    without_date = [line for line in as_program.stdout.splitlines() if not line.startswith("Date:")]
    assert [line for line in as_python.stdout.splitlines() if not line.startswith("Date:")] == without_date
    assert (path.parent / "out" / "001.eml").exists()
    assert _python(python, "--unknown").returncode == 2
    assert _python(python, "--time-limit", "0").returncode == 2


def test_its_comments_show_no_password(program: Callable[..., Path]) -> None:
    text = wlmail("python", program(INVOICE)).stdout
    comments = [line for line in text.splitlines() if line.lstrip().startswith("#")]
    assert '# 4: s.Password = "********"' in (comment.strip() for comment in comments)
    assert "pa55word" not in "".join(comments)
    assert "# 1: // Sends one mail." in text


def test_what_cannot_be_written_is_told(program: Callable[..., Path], tmp_path: Path) -> None:
    path = program("Trace(1)")
    for output in (path, tmp_path / "no" / "such" / "folder.py", tmp_path):
        done = wlmail("python", path, "-o", output)
        assert done.returncode == 1
        assert str(output) in done.stderr
    assert path.read_text() == "Trace(1)"
    assert wlmail("python", tmp_path / "missing.wl").returncode == 1
    assert wlmail("python").returncode == 2


def test_a_program_with_errors_is_not_written(program: Callable[..., Path], tmp_path: Path) -> None:
    output = tmp_path / "out.py"
    done = wlmail("python", program("Trace(nNowhere)"), "-o", output)
    assert done.returncode == 1
    assert "unknown name «nNowhere»" in done.stderr
    assert not output.exists()


def test_an_error_is_reported_with_the_line_of_the_python_file(program: Callable[..., Path]) -> None:
    path = program("n is int\n\nTrace(1 / n)\n")
    wlmail("python", path, "-o", path.with_suffix(".py"))
    done = _python(path.with_suffix(".py"))
    assert done.returncode == 1
    line = path.with_suffix(".py").read_text().splitlines().index("    # 3: Trace(1 / n)") + 2
    assert done.stderr.startswith(f"Error in main code, line {line}: division by zero\n")
    assert f"  {line} |     trace(run, 1 / n)\n" in done.stderr


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("n is int\nn = n * 2 + 1", ["n = INT4.convert(n * 2 + 1)"]),
        ("t is array of int\nn is int = 1\nt[n] = t[n]", ["t.put(n, t.get(n))"]),
        ('s is string = "it\'s " + Upper("x")', ['s = "it\'s " + upper("x")']),
        ('s is string\nTrace("a" + s + "b" + Upper(s))', ['trace(run, "a" + str(s) + "b" + str(upper(s)))']),
        ('s is string = "one" + CR + "two"', ["s = (", '    "one\\r\\n"', '    "two"', ")"]),
    ],
)
def test_expressions_are_written_to_be_read(text: str, lines: list[str]) -> None:
    source = python_source(Source(text, "x.wl"))[0]
    assert "\n".join(f"    {line}" for line in lines) in source


def test_long_lines_are_broken_at_brackets_and_signs() -> None:
    words = " + ".join(f'"{"x" * 30}" + Upper(s)' for _ in range(5))
    calls = ", ".join(f'"{"y" * 30}"' for _ in range(5))
    source = python_source(Source(f"s is string\ns = {words}\nTrace({calls})\n", "x.wl"))[0]
    code = [line for line in source.splitlines() if not line.lstrip().startswith("#")]
    assert max(map(len, code)) <= 110
    compile(source, "x.py", "exec")


def _python(file: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(file), *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        timeout=60,
        check=False,
    )
