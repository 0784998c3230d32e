"""`--date`: the clock stands, and every run makes the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from commands import program as program
from commands import wlmail

SENDS = """\
s is emailSMTPSession
s.ServerAddress = "smtp.example.com"
EmailStartSession(s)
FOR i = 1 TO 2
	m is Email
	m.Sender = "a@example.com"
	m.Recipient = "b@example.com"
	m.Message = "text"
	m.HTML = "<p>text"
	EmailSendMessage(s, m)
	Multitask(100)
END
Trace(DateSys(), Left(TimeSys(), 6))
"""


def test_two_runs_make_the_same_bytes(program: Callable[..., Path], tmp_path: Path) -> None:
    path = program(SENDS)
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        done = wlmail("try", path, "--date", "2026-03-05T09:30:00+01:00", "--save", folder)
        assert done.returncode == 0
        assert done.stdout.startswith("20260305\t")
    first, second = ([(folder / f"00{n}.eml").read_bytes() for n in (1, 2)] for folder in folders)
    assert first == second
    assert b"Message-ID: <20260305" in first[0]
    assert first[0] != first[1]
    assert b"Date: Thu, 05 Mar 2026 " in first[0]


@pytest.mark.parametrize("moment", ["yesterday", "2026-13-01", ""])
def test_what_is_no_moment(program: Callable[..., Path], moment: str) -> None:
    done = wlmail("try", program(SENDS), "--date", moment)
    assert done.returncode == 2
    assert "moment" in done.stderr
