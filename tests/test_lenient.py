"""`--lenient`: each choice changes what it names, for every command, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from commands import program as program
from commands import wlmail

from wlmail.language.lenient import CHOICES

CHECKOUT = Path(__file__).parent.parent
PROGRAMS = {
    "text-condition": ('IF "0" THEN Trace("no")\nb is boolean = NOT "True"\nTrace(b)', "0\n"),
    "overflow": (
        "n is int = 2147483647\nn++\nm is unsigned 1-byte int = n + 3\nt is array of 1 2-byte int\nt[1] = 40000\n"
        "Trace(n, m, t[1])",
        "-2147483648\t3\t-25536\n",
    ),
    "short-circuit": (
        'IF False AND Told() THEN Trace("no")\nIF True OR Told() THEN Trace("yes")\n'
        'PROCEDURE Told()\nTrace("told")\nRESULT True',
        "yes\n",
    ),
    "keep-tabs": ("Trace([\n\ta\n\t\tb\n])", "\ta\r\n\t\tb\n"),
    "no-interpolation": ('n is int = 2\nTrace("[%n%]")\nTrace([\n[%n%]\n])', "[%n%]\n[%n%]\n"),
}


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_changes_what_it_names(program: Callable[..., Path], name: str) -> None:
    text, expected = PROGRAMS[name]
    path = program(text)
    lenient = wlmail("run", path, "--lenient", name)
    assert (lenient.returncode, lenient.stdout, lenient.stderr) == (0, expected.replace("\r\n", "\n"), "")
    others = ",".join(other for other in CHOICES if other != name)
    assert wlmail("run", path, "--lenient", others).stdout != lenient.stdout  # and the cache keeps them apart
    assert wlmail("run", path).stdout != lenient.stdout
    assert wlmail("run", path, "--lenient", name).stdout == lenient.stdout


def test_choices_add_up_and_names_may_be_written_freely(program: Callable[..., Path]) -> None:
    path = program('IF "1" THEN Trace("[%x%]")\nn is 1-byte int = 128\nTrace(n)')
    done = wlmail("run", "--lenient", "Text-Condition, overflow", "--lenient=no-interpolation,", path)
    assert (done.stdout, done.stderr) == ("[%x%]\n-128\n", "")


def test_every_command_takes_it(program: Callable[..., Path], tmp_path: Path) -> None:
    path = program('IF "1" THEN Trace("[%Nowhere()%]")')
    assert "1 error" in wlmail("check", path).stdout
    assert "nothing to report" in wlmail("check", path, "--lenient", "no-interpolation").stdout
    choices = "text-condition,no-interpolation"
    assert wlmail("try", path, "--lenient", choices).stdout.startswith("[%Nowhere()%]\n")
    assert 'trace(run, "[%Nowhere()%]")' in wlmail("python", path, "--lenient", choices).stdout
    assert "[%1%]" in wlmail("repl", "--lenient", choices, given='"[%1%]"\n').stdout


def test_an_unknown_name_is_misuse_and_the_help_lists_all(program: Callable[..., Path]) -> None:
    done = wlmail("run", program("Trace(1)"), "--lenient", "everything")
    assert done.returncode == 2
    assert "«everything»" in done.stderr
    told = wlmail("run", "--help").stdout
    documented = (CHECKOUT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name, (means, section) in CHOICES.items():
        assert f"  {name}" in told
        assert means in told
        assert f"| `{name}` |" in documented
        assert f"| {section} |" in documented
