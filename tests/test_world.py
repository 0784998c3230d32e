"""The doors of a program: console, files, and the captured network."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wlmail.doors.disk import DiskFiles
from wlmail.language.source import Source
from wlmail.mail.envelope import Envelope
from wlmail.mail.smtp import Security, Settings
from wlmail.runtime.errors import Failure
from wlmail.runtime.options import Options
from wlmail.session import Interpreter
from wlmail.world import CapturedWorld, RealWorld, StandardConsole, SystemClock

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has drives of its own")


class Notes:
    """A console that keeps what it is told."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    def out(self, text: str) -> None:
        raise AssertionError(text)

    def err(self, text: str) -> None:
        self.errors.append(text)

    def progress(self, text: str | None, done: float | None = None) -> None:
        pass

    def ask(self, question: str, default: str) -> str | None:
        return None


def files(folder: Path, *, confined: bool = False) -> tuple[DiskFiles, Notes]:
    notes = Notes()
    return DiskFiles(str(folder), notes, Options(), confined=confined), notes


# Paths.


@posix
@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("mail.txt", "mail.txt"),
        ("data\\mail.txt", "data/mail.txt"),
        ("data/sub\\..\\mail.txt", "data/mail.txt"),
        (".\\data\\", "data"),
        ("C:\\data\\mail.txt", "data/mail.txt"),
        ("c:/data/mail.txt", "data/mail.txt"),
        ("C:mail.txt", "mail.txt"),
        ("C:\\", "."),
        ("C:\\..\\..\\etc\\passwd", "etc/passwd"),
        ("\\data\\mail.txt", "data/mail.txt"),
        ("\\\\server\\share\\data\\mail.txt", "data/mail.txt"),
        ("\\\\server\\share", "."),
        ("\\\\server", "."),
        ("*.pdf", "*.pdf"),
        ("ab:c", "ab:c"),
    ],
)
def test_windows_paths_become_paths_of_this_machine(tmp_path: Path, written: str, expected: str) -> None:
    door, _ = files(tmp_path)
    assert door.resolve(written) == os.path.normpath(tmp_path / expected)


@posix
def test_an_absolute_path_of_this_machine_stays(tmp_path: Path) -> None:
    door, notes = files(tmp_path / "program")
    assert door.resolve(f"{tmp_path}/a.txt") == str(tmp_path / "a.txt")
    # What a program builds from fExeDir() and a hard-coded separator.
    assert door.resolve(f"{tmp_path}\\sub\\a.txt") == str(tmp_path / "sub/a.txt")
    assert notes.errors == []


@posix
def test_a_drive_is_told_once(tmp_path: Path) -> None:
    door, notes = files(tmp_path)
    for path in ("C:\\a.txt", "c:\\b.txt", "\\\\server\\share\\x", "\\\\server\\share\\y"):
        door.resolve(path)
    assert len(notes.errors) == 2
    assert notes.errors[0].startswith("notice: C:")
    assert str(tmp_path) in notes.errors[0]


@posix
def test_names_are_found_whatever_their_case(tmp_path: Path) -> None:
    (tmp_path / "Modèles").mkdir()
    (tmp_path / "Modèles" / "Lettre.HTML").write_text("x")
    door, _ = files(tmp_path)
    assert door.resolve("MODÈLES\\lettre.html") == str(tmp_path / "Modèles" / "Lettre.HTML")
    assert door.resolve("modèles\\new.txt", writing=True) == str(tmp_path / "Modèles" / "new.txt")
    # An exact name wins; between two others nothing is guessed.
    (tmp_path / "a.TXT").write_text("")
    (tmp_path / "A.txt").write_text("")
    assert door.resolve("A.txt") == str(tmp_path / "A.txt")
    assert door.resolve("a.txt") == str(tmp_path / "a.txt")


def test_the_current_directory_can_change(tmp_path: Path) -> None:
    door, _ = files(tmp_path)
    door.current = str(tmp_path / "sub")
    assert door.resolve("a.txt") == str(tmp_path / "sub" / "a.txt")
    assert door.program_folder == str(tmp_path)


@pytest.mark.parametrize("path", ["", "  ", "a\0b", "a\ud800b"])
def test_what_is_no_path_is_a_failure(tmp_path: Path, path: str) -> None:
    door, _ = files(tmp_path, confined=True)
    with pytest.raises(Failure):
        door.resolve(path, writing=True)


def test_a_very_long_name_is_no_accident(tmp_path: Path) -> None:
    door, _ = files(tmp_path)
    assert door.resolve("x" * 5000).endswith("x" * 5000)


@posix
def test_captured_programs_write_in_two_places_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, temporary, outside = tmp_path / "program", tmp_path / "temporary", tmp_path / "program-outside"
    for folder in (program, temporary, outside):
        folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    (program / "link").symlink_to(outside)
    (program / "file").symlink_to(outside / "secret.txt")
    (program / "own").symlink_to(program / "real.txt")
    door, _ = files(program, confined=True)
    assert door.resolve("out\\log.txt", writing=True) == str(program / "out/log.txt")
    assert door.resolve("C:\\out\\log.txt", writing=True) == str(program / "out/log.txt")
    assert door.resolve("own", writing=True) == str(program / "own")
    assert door.resolve(str(temporary / "x"), writing=True) == str(temporary / "x")
    for path in ("..\\x.txt", str(outside / "x"), "link\\x.txt", "file", "/etc/x", "link\\..\\..\\x"):
        with pytest.raises(Failure, match="own folder and the temporary folder"):
            door.resolve(path, writing=True)
        door.resolve(path)  # reading is free
    free, _ = files(program)
    assert free.resolve("..\\x.txt", writing=True) == str(tmp_path / "x.txt")


# The console.


@pytest.mark.parametrize(
    "path", ["\\\\server\\share\\x.txt", "//server/share/x.txt", "\\/server/share", "\\\\?\\UNC\\a\\b"]
)
@pytest.mark.parametrize("writing", [False, True])
def test_captured_programs_reach_no_share_of_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, writing: bool
) -> None:
    files = DiskFiles(str(tmp_path), StandardConsole(), Options(), confined=True)
    monkeypatch.setattr("wlmail.doors.disk.WINDOWS", True)
    with pytest.raises(Failure, match="another machine"):
        files.resolve(path, writing=writing)
    # A program that lies on a share reads its own files, and a real run reads what it wants.
    files.program_folder = "//server/share"
    if "?" not in path:
        assert files.resolve(path)
    files.confined, files.program_folder = False, str(tmp_path)
    assert files.resolve(path)


def test_the_two_streams(capfd: pytest.CaptureFixture[str]) -> None:
    console = StandardConsole()
    console.out("a\tb")
    console.err("error: é")
    assert capfd.readouterr() == ("a\tb\n", "error: é\n")


def test_letters_that_the_encoding_lacks_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    StandardConsole().out("été \ud800 €")
    assert raw.getvalue() == b"?t? ? ?" + os.linesep.encode()


def test_half_a_surrogate_pair_in_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(raw, encoding="utf-8", newline="\n"))
    StandardConsole().err("é\udc00")
    assert raw.getvalue() == "é?\n".encode()


def test_missing_and_closed_streams_are_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    console = StandardConsole()
    console.out("x")
    console.err("x")
    assert console.ask("?", "d") is None


@posix
def test_a_program_goes_on_when_nobody_reads_its_output() -> None:
    code = (
        "import sys\nfrom wlmail.world import StandardConsole\nc = StandardConsole()\n"
        "for n in range(20000): c.out('line')\nc.err('the end')\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == "the end\n"
    assert process.wait(30) == 0


def test_nothing_is_asked_without_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("typed\n"))
    assert StandardConsole().ask("Your name?", "me") is None
    assert capfd.readouterr() == ("", "")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "answer"), [("Zoé\n", "Zoé"), ("\n", "me"), ("", None)])
def test_a_terminal_is_asked(monkeypatch: pytest.MonkeyPatch, typed: str, answer: str | None) -> None:
    shown = Terminal()
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    monkeypatch.setattr(sys, "stderr", shown)
    assert StandardConsole().ask("Your name?", "me") == answer
    assert shown.getvalue().startswith("Your name? [me] ")


def test_the_clock_knows_its_zone(tmp_path: Path) -> None:
    world = RealWorld(str(tmp_path), ["a", "b"])
    assert world.clock.now().utcoffset() is not None
    assert (world.arguments, world.captured) == (["a", "b"], False)
    world.clock.sleep(-1)
    world.close()


def test_sessions_side_by_side_show_their_own_clocks(tmp_path: Path) -> None:
    days = [datetime(2026, 3, day, tzinfo=UTC) for day in (5, 6)]
    sessions = [Interpreter(CapturedWorld(str(tmp_path), options=Options(date=day))) for day in days]
    for entry in ("d is Date", "e est une Date\nd = e"):
        assert all(session.run(Source(entry)).status == "ok" for session in sessions)
        assert [session.run(Source("DateToString(d)")).value for session in sessions] == ["05/03/2026", "06/03/2026"]
    for session in sessions:
        session.close()
        session.world.close()


def test_closing_a_captured_world_that_sent_nothing(tmp_path: Path) -> None:
    world = CapturedWorld(str(tmp_path))
    world.close()
    assert world.captured
    assert world.mailbox.deliveries == []


# The captured network.


def envelope(sender: str = "a@example.com") -> Envelope:
    data = b"Subject: x\r\n\r\n.dot\r\n"
    return Envelope(sender, ["b@example.com", "hidden@example.com"], data, "<1@example.com>", False)


@pytest.mark.parametrize(
    ("settings", "asked"),
    [
        (Settings("no.such.host.invalid", 25), ("no.such.host.invalid", 25, "none", "", "")),
        (
            Settings("smtp.example.com", 587, Security.STARTTLS, "elodie", "sesame"),
            ("smtp.example.com", 587, "STARTTLS", "elodie", "password"),
        ),
        (
            Settings("192.0.2.1", 465, Security.TLS, "elodie", "sesame", "t0ken"),
            ("192.0.2.1", 465, "TLS", "elodie", "token"),
        ),
        (
            Settings("localhost", 99999, Security.NONE, "elodie", "sesame"),
            ("localhost", 99999, "none", "elodie", "password"),
        ),
    ],
)
def test_any_server_is_the_capture_server(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], settings: Settings, asked: tuple[object, ...]
) -> None:
    world = CapturedWorld(str(tmp_path))
    connection = world.portal.connect(settings)
    result = connection.send(envelope())
    assert result.refused == {}
    connection.close()
    world.close()
    [delivery] = world.mailbox.deliveries
    assert delivery.asked.key == asked
    assert delivery.sender == "a@example.com"
    assert delivery.recipients == ["b@example.com", "hidden@example.com"]
    assert delivery.data == b"Subject: x\r\n\r\n.dot\r\n"
    assert (settings.host, settings.password or "sesame") == (asked[0], "sesame")  # the program's own stay as they are
    world.mailbox.save(tmp_path / "out")
    assert not any(
        secret in file.read_bytes() for file in (tmp_path / "out").iterdir() for secret in (b"sesame", b"t0ken")
    )
    assert capfd.readouterr() == ("", "")


def test_sessions_side_by_side_and_one_left_open(tmp_path: Path) -> None:
    world = CapturedWorld(str(tmp_path))
    first = world.portal.connect(Settings("one.example.com", 25))
    second = world.portal.connect(Settings("two.example.com", 25))
    again = world.portal.connect(Settings("one.example.com", 25))
    for connection, sender in ((second, "2@x.y"), (first, "1@x.y"), (again, "3@x.y"), (first, "4@x.y")):
        connection.send(envelope(sender))
    first.close()
    world.close()
    world.close()
    assert [(d.number, d.sender, d.asked.server[:3]) for d in world.mailbox.deliveries] == [
        (1, "2@x.y", "two"),
        (2, "1@x.y", "one"),
        (3, "3@x.y", "one"),
        (4, "4@x.y", "one"),
    ]


def test_a_login_in_clear_is_told_once_as_the_real_run_would_refuse_it(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    world = CapturedWorld(str(tmp_path))
    for _ in range(2):
        world.portal.connect(Settings("smtp.example.com", 25, Security.NONE, "elodie", "sesame")).close()
    world.close()
    out, err = capfd.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "smtp.example.com" in err
    assert "--allow-clear-login" in err
    assert "sesame" not in err


def test_the_real_portal_allows_a_clear_login_only_when_told(tmp_path: Path) -> None:
    given = []

    class Inner:
        def connect(self, settings: Settings) -> Inner:
            given.append(settings.allow_clear_login)
            return self

        def close(self) -> None: ...

    for allowed in (False, True):
        world = RealWorld(str(tmp_path), options=Options(allow_clear_login=allowed))
        world.portal._portal = Inner()
        world.portal.connect(Settings("smtp.example.com", 25))
        world.close()
    assert given == [False, True]


def test_the_system_clock_asks_for_its_zone_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked again within a minute it need not ask the system, and tells the same zone."""
    clock = SystemClock()
    before = datetime.now().astimezone()
    told = [clock.now() for _ in range(3)]
    after = datetime.now().astimezone()
    assert before <= told[0] <= told[1] <= told[2] <= after
    assert {moment.utcoffset() for moment in told} <= {before.utcoffset(), after.utcoffset()}
    # A change of the zone is seen in the next minute.
    monkeypatch.setattr("time.time", lambda: 1_774_745_940.0)
    if hasattr(time, "tzset"):
        monkeypatch.setenv("TZ", "Europe/Paris")
        time.tzset()
        try:
            assert clock.now().isoformat() == "2026-03-29T01:59:00+01:00"
            monkeypatch.setattr("time.time", lambda: 1_774_746_000.5)
            assert clock.now().isoformat(timespec="seconds") == "2026-03-29T03:00:00+02:00"
        finally:
            monkeypatch.undo()
            time.tzset()
