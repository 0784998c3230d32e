"""Compiled programs that are kept: what is trusted, who can read it, how many there are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import wlmail
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
    monkeypatch.setattr(wlmail, "__version__", "99")
    assert cache.key(b"x", "program.wl", "") != before
