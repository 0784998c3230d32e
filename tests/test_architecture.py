"""Holds the line of docs/architecture.md: who may import whom, what is imported early, how big a file may be."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import wlmail

PACKAGE = Path(wlmail.__file__).parent
CHECKOUT = Path(__file__).parent.parent
MODULES = sorted(PACKAGE.rglob("*.py"))

ALLOWED = {
    # room: what it may import of ours, besides itself
    "runtime": (),
    "language": ("runtime",),
    "lints": ("runtime", "language"),
    "mail": (),
    "capture": ("mail",),
    "library": (
        "runtime",
        "language.registry",
        "language.names",
        "language.failing",
        "mail.addresses",
        "mail.headers",
        "mail.html",
        "mail.message",
        "mail.parts",
        "mail.reader",
        "mail.envelope",
        "mail.media_types",
        "mail.failures",
        "mail.oauth",  # Grant and SignInError; signing in is the world's
        "mail.smtp",  # Settings, Security and MailError; the connections are the portal's
    ),
    "interpreter": ("runtime", "language", "mail", "capture", "library"),
    "world": ("runtime", "language", "mail", "capture", "library", "doors"),
    "doors": ("runtime", "mail", "language.failing"),
    "session": ("interpreter", "runtime", "language"),
    "highlighting": ("language",),
    "repl": ("",),
    "commands": ("",),
    "validation": ("",),
    "standalone": ("",),
    "time_limit": ("interpreter",),
    "arguments": ("validation.arguments", "runtime", "language"),
    "cli": ("",),
    "__init__": (),
    "__main__": ("cli",),
}
"""The table of docs/architecture.md."""

FOREIGN = {
    "lark": {"language.tables"},
    "prompt_toolkit": {"repl.editor", "repl.history"},
    "pygments": {"highlighting"},
    "inscriptis": {"library.markup"},
    "regex": {"library.patterns"},
    "rich": {"doors.progress"},
    "starlette": {"capture.web"},
    "uvicorn": {"capture.web"},
    "aiosmtplib": {"mail.opening"},
    "socket": {
        *("mail.connecting", "mail.opening", "mail.blocking", "mail.wire", "mail.spool"),
        *("mail.reading", "mail.pop3", "mail.imap", "mail.probe"),
        "mail.redirection",
        "capture.web",
        "library.system",
    },
    "poplib": {"mail.pop3"},
    "authlib": {"mail.oauth"},
    "platformdirs": {"mail.tokens"},
    "imaplib": {"mail.imap"},
    "dns": {"mail.probe"},
    "email_validator": {"mail.addresses"},
}
"""Who may import what is not ours."""

SLOW = {
    "argparse",
    "asyncio",
    "aiosmtplib",
    "dataclasses",
    "dns",
    "email",
    "email_validator",
    "http",
    "lark",
    "prompt_toolkit",
    "pygments",
    "rich",
    "ssl",
    "starlette",
    "uvicorn",
}
"""Never at the top of a module that the start of every program loads (design: imports are the start-up time)."""
EARLY = (
    *("__init__", "__main__", "cli", "interpreter", "session", "world"),
    *("doors.disk", "doors.identity", "doors.web", "runtime", "language", "library"),
)

LONGEST = 450


def name_of(module: Path) -> str:
    """`language.binder`, `cli` …"""
    return ".".join(module.relative_to(PACKAGE).with_suffix("").parts)


def imports(module: Path) -> Iterator[tuple[str, bool]]:
    """The full name of everything a module imports, and whether that happens at its top; TYPE_CHECKING aside."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    own = ("wlmail", *module.relative_to(PACKAGE).parts[:-1])
    yield from _imports(tree, own, top=True)


def _imports(node: ast.AST, package: tuple[str, ...], *, top: bool) -> Iterator[tuple[str, bool]]:
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        for child in node.orelse:
            yield from _imports(child, package, top=top)
        return
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.name, top
    elif isinstance(node, ast.ImportFrom):
        base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
        module = ".".join(part for part in (base, node.module or "") if part)
        for alias in node.names:
            yield f"{module}.{alias.name}", top
    inside = top and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    for child in ast.iter_child_nodes(node):
        yield from _imports(child, package, top=inside)


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_module_imports_only_what_its_room_may(module: Path) -> None:
    name = name_of(module)
    room = name.partition(".")[0]
    wrong = []
    for imported, _ in imports(module):
        if imported.startswith("wlmail."):
            ours = imported.removeprefix("wlmail.")
            if not _within(ours, (room, *ALLOWED[room])) and ours not in ("__version__",):
                wrong.append(imported)
        else:
            root = imported.partition(".")[0]
            if root in FOREIGN and not _within(name, tuple(FOREIGN[root])):
                wrong.append(imported)
    assert not wrong


def test_nobody_may_import_what_he_does_not() -> None:
    used: dict[str, set[str]] = {root: set() for root in FOREIGN}
    for module in MODULES:
        for imported, _ in imports(module):
            used.get(imported.partition(".")[0], set()).add(name_of(module))
    assert used == FOREIGN


def _within(name: str, places: tuple[str, ...]) -> bool:
    return any(place == "" or name == place or name.startswith(f"{place}.") for place in places)


@pytest.mark.parametrize("module", [m for m in MODULES if _within(name_of(m), EARLY)], ids=name_of)
def test_module_loaded_at_start_imports_nothing_slow(module: Path) -> None:
    slow = {imported for imported, top in imports(module) if top and imported.partition(".")[0] in SLOW}
    if name_of(module) == "language.tables":  # a tool of ours, which no program loads
        slow.clear()
    assert not slow


# _tables is generated; syntax is one list, a node after the other, and nobody looks for half of it.
@pytest.mark.parametrize("module", [m for m in MODULES if m.name not in ("_tables.py", "syntax.py")], ids=name_of)
def test_module_is_not_two(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_no_junk_drawers() -> None:
    assert not [name_of(m) for m in MODULES if m.stem in ("utils", "helpers", "common", "misc", "tools")]


def test_folders_are_two_deep_at_most() -> None:
    assert all(len(m.relative_to(PACKAGE).parts) <= 2 for m in MODULES)


def test_no_tracked_file_names_a_path_of_this_machine() -> None:
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    places = [f"{place}/" for place in (CHECKOUT.as_posix(), Path.home().as_posix()) if place != "/"]
    found = []
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = CHECKOUT / name
        text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
        found += [f"{name}: {place}" for place in places if place in text]
    assert not found


def test_second_start_imports_nothing_slow(tmp_path: Path) -> None:
    program = tmp_path / "program.wl"
    program.write_text('sText is string = "a;b"\nTrace(ExtractString(sText, 2, ";"), Length(sText))\n')
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", "wlmail", "run", str(program)],
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=True,
        )
    assert done.stdout == "b\t3\n"
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "wlmail.cli" in loaded
    parser = {"wlmail.language.parser", "wlmail.language.binder", "wlmail.language.compiler", "wlmail.mail.smtp"}
    assert not loaded & (SLOW | parser)
