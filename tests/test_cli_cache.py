"""Compiled programs that are kept: what is trusted, who can read it, how many there are."""

from __future__ import annotations

import errno
import io
import marshal
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from commands import program as program
from commands import wlmail

import wlmail as package
from wlmail import cli
from wlmail.language import cache

CODE = compile("1", "program.wl", "eval")
POSIX = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WLMAIL_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def _name(number: int) -> str:
    return f"{number:040x}"


def test_what_is_saved_is_loaded(place: Path) -> None:
    cache.save(_name(1), (CODE, True, ["a warning"], []))
    assert cache.load(_name(1)) == (CODE, True, ["a warning"], [])
    assert cache.load(_name(2)) is None


@POSIX
def test_entries_are_for_the_user_alone(place: Path) -> None:
    previous = os.umask(0)
    try:
        cache.save(_name(1), (CODE, False, [], []))
    finally:
        os.umask(previous)
    assert place.stat().st_mode & 0o777 == 0o700
    assert (place / _name(1)).stat().st_mode & 0o777 == 0o600


@POSIX
@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_an_entry_that_others_can_write_is_not_executed(place: Path, mode: int) -> None:
    cache.save(_name(1), (CODE, False, [], []))
    (place / _name(1)).chmod(mode)
    assert cache.load(_name(1)) is None


@POSIX
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o1777])
def test_a_folder_that_others_can_write_is_not_used(place: Path, mode: int) -> None:
    cache.save(_name(1), (CODE, False, [], []))
    place.chmod(mode)
    assert cache.load(_name(1)) is None


@POSIX
def test_an_entry_of_somebody_else_is_not_executed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.save(_name(1), (CODE, False, [], []))
    other = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: other)
    assert cache.load(_name(1)) is None


def test_the_oldest_entries_go(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST", 3)
    for number in range(5):
        cache.save(_name(number), (CODE, False, [], []))
        os.utime(place / _name(number), (1000 + number, 1000 + number))
    (place / "notes.txt").write_text("the user's own")
    cache.save(_name(9), (CODE, False, [], []))
    assert sorted(file.name for file in place.iterdir()) == [_name(3), _name(4), _name(9), "notes.txt"]


def test_the_key_depends_on_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache.key(b"x", "program.wl", "")
    assert cache.key(b"x", "program.wl", "") == before
    monkeypatch.setattr(package, "__version__", "99")
    assert cache.key(b"x", "program.wl", "") != before


# --- As a user meets it ----------------------------------------------------------------------------------------------


def _run(path: Path, cache: Path, *options: str) -> str:
    """What a run prints; it must be right whatever the state of the cache."""
    done = wlmail("run", *options, path, env={**os.environ, "WLMAIL_CACHE": str(cache)})
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def _entry(place: Path) -> Path:
    (entry,) = place.iterdir()
    return entry


@pytest.mark.parametrize("damage", ["cut", "flipped", "another program", "no tuple", "other magic", "empty"])
def test_a_damaged_entry_is_compiled_anew(program: Callable[..., Path], place: Path, damage: str) -> None:
    path = program('Trace("right")')
    _run(path, place)
    entry = _entry(place)
    good = entry.read_bytes()
    body = {
        "cut": good[: len(good) // 2],
        "flipped": good[:60] + bytes([good[60] ^ 1]) + good[61:],
        "another program": b"\0" * 20 + marshal.dumps((compile("print('wrong')", "x", "exec"), False, [], [])),
        "no tuple": cache._digest(marshal.dumps([1])) + marshal.dumps([1]),
        "other magic": cache._digest(b"\xff\xff") + b"\xff\xff",
        "empty": b"",
    }[damage]
    entry.write_bytes(body)
    assert _run(path, place) == "right\n"
    assert entry.read_bytes() == good  # and kept again, whole
    assert _run(path, place) == "right\n"


def test_runs_at_the_same_time_share_it(program: Callable[..., Path], place: Path) -> None:
    path = program("FOR i = 1 TO 3\n\tTrace(i)\nEND")
    environment = {**os.environ, "WLMAIL_CACHE": str(place)}
    command = [sys.executable, "-m", "wlmail", "run", str(path)]
    runs = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [run.communicate(timeout=60) for run in runs] == [("1\n2\n3\n", "")] * 4
    assert cache.load(_entry(place).name) is not None


@POSIX
def test_writers_at_the_same_time_leave_a_whole_entry(place: Path) -> None:
    writer = (
        "from wlmail.language import cache\n"
        "code = compile('1', 'p', 'eval')\n"
        "for i in range(200): cache.save('{0}', (code, False, ['{1}' * 5000], []))\n"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", writer.format(_name(1), letter)], env=os.environ) for letter in "ab"
    ]
    seen = set()
    while any(process.poll() is None for process in writers):
        entry = cache.load(_name(1))
        if entry is not None:
            seen.add(entry[2][0])
        elif (place / _name(1)).exists():
            assert cache.load(_name(1)) is not None  # it came between the two looks
    assert [process.wait(60) for process in writers] == [0, 0]
    assert seen <= {"a" * 5000, "b" * 5000}
    assert _entry(place).name == _name(1)


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="the administrator writes everywhere")
def test_a_home_that_cannot_be_written(program: Callable[..., Path], tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    assert _run(program("Trace(1)"), home / "cache") == "1\n"
    assert not list(home.iterdir())


@pytest.mark.parametrize("failing", ["open", "write", "replace", "makedirs"])
def test_a_disk_that_is_full_or_read_only(
    program: Callable[..., Path],
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    failing: str,
) -> None:
    def full(*_: object, **__: object) -> NoReturn:
        raise OSError(errno.ENOSPC if failing == "write" else errno.EROFS, "no room")

    class Full(io.BytesIO):
        write = full

    def opened(path: str, mode: str = "r", **more: Any) -> Any:
        if mode != "xb":
            return open(path, mode, **more)
        return full() if failing == "open" else Full()

    path = program("Trace(1)")
    with monkeypatch.context() as patch:
        if failing in ("open", "write"):
            patch.setattr(cache, "open", opened, raising=False)
        else:
            patch.setattr(cache.os, failing, full)
        assert cli.main(["run", str(path)]) == 0
    assert capsys.readouterr() == ("1\n", "")
    assert not place.exists() or not list(place.iterdir())


def test_no_cache_reads_and_writes_none(program: Callable[..., Path], place: Path) -> None:
    path = program("Trace(1)")
    assert _run(path, place, "--no-cache") == "1\n"
    assert not place.exists()
    _run(path, place)
    entry = _entry(place)
    wrong = marshal.dumps((compile("def program(run): print('kept')", str(path), "exec"), False, [], []))
    entry.write_bytes(cache._digest(wrong) + wrong)
    assert _run(path, place) == "kept\n"
    assert _run(path, place, "--no-cache") == "1\n"


def test_what_the_key_depends_on(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [
        cache.key(b"x", "program.wl", ""),
        cache.key(b"y", "program.wl", ""),
        cache.key(b"x", "other.wl", ""),
        cache.key(b"x", "program.wl", "overflow"),
    ]
    monkeypatch.setattr(sys, "version", "3.99")
    keys.append(cache.key(b"x", "program.wl", ""))
    assert len(set(keys)) == len(keys)


def test_options_have_entries_of_their_own(program: Callable[..., Path], place: Path) -> None:
    path = program("n is int = 2147483647\nn++\nTrace(n)")
    assert _run(path, place, "--lenient", "overflow") == "-2147483648\n"
    done = wlmail("run", path, env={**os.environ, "WLMAIL_CACHE": str(place)})
    assert done.returncode == 1
    assert _run(path, place, "--lenient", "overflow") == "-2147483648\n"
    assert len(list(place.iterdir())) == 2


def test_an_included_file_that_changes_is_compiled_anew(program: Callable[..., Path], place: Path) -> None:
    path = program('EXTERN "part.wl"\nTrace(Part())')
    for text in ("one", "two", "two"):
        program(f'PROCEDURE Part()\nRESULT "{text}"\n', "part.wl")
        assert _run(path, place) == f"{text}\n"


def test_a_cached_start_loads_no_part_of_the_compiler(program: Callable[..., Path], place: Path) -> None:
    path = program('s is string = "a"\nm is Email\nm.Subject = s + 1\nTrace(m.Subject, Today() > "20200101")')
    code = (
        "import sys; from wlmail import cli; cli.main(['run', sys.argv[1]]);"
        "print(*(m for m in sys.modules if m.partition('.')[0] in ('lark', 'asyncio', 'ssl', 'aiosmtplib', 'ast') or"
        " m.startswith('wlmail.language') and m.rpartition('.')[2] not in ('language', 'cache', 'names', 'registry',"
        " 'registered', 'failing')))"
    )
    command = [sys.executable, "-c", code, str(path)]
    environment = {**os.environ, "WLMAIL_CACHE": str(place)}
    shown = [
        subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True).stdout
        for _ in range(2)
    ]
    first, second = (text.splitlines() for text in shown)
    assert first[0] == second[0] == "a1\t1"
    assert "wlmail.language.parser" in first[1]
    assert "lark" not in first[1].split()
    assert second[1:] == [""]
