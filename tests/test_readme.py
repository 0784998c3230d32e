"""The README tells the truth: its programs have no errors, its commands print what stands under them, its links exist.

A `wl` block with `file=NAME` is written to that file before the commands run. In a `console` block a line that starts
with `$ ` is a command and the lines after it what it prints; `...` stands for any text (dates).
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "docs" / "commands.md", ROOT / "CONTRIBUTING.md"]
BLOCK = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path, language: str) -> list[tuple[str, str]]:
    """Name of the file and text of every block in that language."""
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [(file, text) for kind, file, text in found if kind == language]


def commands(page: Path) -> list[tuple[str, str]]:
    """Every command of the console blocks and what it is said to print."""
    found = []
    for _, text in blocks(page, "console"):
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            command, _, printed = part.partition("\n")
            found.append((command, printed))
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of what a user has: the samples, and the files that the pages show."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    for page in PAGES:
        for file, text in blocks(page, "wl"):
            if file:
                (tmp_path / file).write_text(text, encoding="utf-8")
    return tmp_path


def wlmail(arguments: list[str], folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "wlmail", *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return done.stdout


@pytest.mark.parametrize(
    ("command", "printed"), [pytest.param(*c, id=c[0]) for page in PAGES if page.exists() for c in commands(page)]
)
def test_command_prints_what_stands_under_it(command: str, printed: str, folder: Path) -> None:
    program, *arguments = shlex.split(command)
    assert program == "wlmail"
    seen = wlmail(arguments, folder)
    pattern = re.escape(printed).replace(re.escape("..."), ".*?")
    assert re.fullmatch(pattern, seen, re.DOTALL), seen


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_programs_have_no_errors(page: Path, tmp_path: Path) -> None:
    for number, (file, text) in enumerate(blocks(page, "wl"), 1):
        if not file:  # those with a name show errors on purpose
            (tmp_path / f"block{number}.wl").write_text(text, encoding="utf-8")
    if list(tmp_path.iterdir()):
        seen = wlmail(["check", "."], tmp_path)
        assert not re.search(r": (error|warning|erreur|avertissement) ?:", seen), seen


def test_french_program_of_the_readme_sends_its_mail(tmp_path: Path) -> None:
    (text,) = (text for file, text in blocks(ROOT / "README.md", "wl") if not file)
    (tmp_path / "commande.wl").write_text(text, encoding="utf-8")
    seen = wlmail(["try", "commande.wl"], tmp_path)
    assert seen.startswith("Envoyé\n")
    assert "Subject: Votre commande n° 12\n" in seen


def test_first_block_installs_and_tries_a_sample() -> None:
    _, first = blocks(ROOT / "README.md", "sh")[0]
    assert "pip install" in first
    assert "wlmail try samples/" in first
    assert (ROOT / "samples" / first.split("samples/")[1].strip()).is_file()


@pytest.mark.parametrize("page", [*PAGES, ROOT / "docs" / "architecture.md"], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target
