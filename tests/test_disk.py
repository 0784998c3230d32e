"""Drives and the sandbox: which places a program reaches (issue 5; the paths themselves are in test_world)."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from worlds import RecordingConsole, call, run_in

from wlmail import cli
from wlmail.doors.disk import DiskFiles
from wlmail.runtime.errors import Failure
from wlmail.runtime.options import Options
from wlmail.runtime.run import Run

posix = pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights on Windows")


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    folder = tmp_path / "inside"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "mail.txt").write_text("mail")
    (tmp_path / "secret.txt").write_text("secret")
    return folder


def sandboxed(folder: Path) -> Run:
    return run_in(folder, options=Options(sandbox=str(folder)))


# Drives.


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("C:\\mails\\a.txt", "c/mails/a.txt"),
        ("c:a.txt", "c/a.txt"),
        ("C:\\..\\..\\a.txt", "c/a.txt"),
        ("\\\\SRV\\Share\\x\\a.txt", "share/x/a.txt"),
        ("\\\\srv\\share", "share"),
        ("D:\\a.txt", "program/a.txt"),
        ("a.txt", "program/a.txt"),
    ],
)
def test_drives_and_shares_stand_for_folders(tmp_path: Path, path: str, expected: str) -> None:
    console = RecordingConsole()
    options = Options()
    options.drives = [("C:", str(tmp_path / "c")), ("\\\\SRV\\SHARE", str(tmp_path / "share"))]
    door = DiskFiles(str(tmp_path / "program"), console, options)
    assert door.resolve(path) == str(tmp_path / expected)
    assert bool(console.errors) == path.startswith("D:")  # only what was not mapped is told


def test_drives_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.txt").write_text("found")
    program = tmp_path / "p.wl"
    program.write_text('Trace(fLoadText("C:\\x.txt"), fLoadText("\\\\srv\\share\\x.txt"))\n')
    data = str(tmp_path / "data")
    assert cli.main(["run", str(program), "--drive", f"c:={data}", "--drive", f"//srv/share={data}"]) == 0
    assert capsys.readouterr() == ("found\tfound\n", "")


@pytest.mark.parametrize("given", ["C=.", "C:", ":=.", "\\\\srv=.", "C:=no/such/folder", "é:=."])
def test_a_drive_that_is_none(tmp_path: Path, given: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["run", "p.wl", "--drive", given])
    assert stopped.value.code == 2
    assert "--drive" in capsys.readouterr().err


# The sandbox.


def test_what_lies_in_the_sandbox(inside: Path) -> None:
    run = sandboxed(inside)
    assert call(run, "fLoadText", "data\\mail.txt") == "mail"
    assert call(run, "fSaveText", "data/new.txt", "é") is True
    assert call(run, "fAddText", str(inside / "data" / "new.txt"), "b") is True
    assert (inside / "data" / "new.txt").read_text(encoding="utf-8") == "éb"
    number = call(run, "fOpen", "data/new.txt")
    assert call(run, "fReadLine", number) == "éb"
    assert call(run, "fListFile", "*.txt").splitlines() == [str(inside / "data" / n) for n in ("mail.txt", "new.txt")]


@pytest.mark.parametrize(
    "path", ["../secret.txt", "data/../../secret.txt", "/etc/passwd", "data/link.txt", "up/secret.txt"]
)
@posix
def test_nothing_outside_is_reached(inside: Path, path: str) -> None:
    (inside / "data" / "link.txt").symlink_to(inside.parent / "secret.txt")
    (inside / "up").symlink_to(inside.parent, target_is_directory=True)
    run = sandboxed(inside)
    for name, arguments in (
        ("fLoadText", ()),
        ("fLoadBuffer", ()),
        ("fSaveText", ("x",)),
        ("fAddText", ("x",)),
        ("fOpen", ()),
        ("fCreate", ()),
        ("fDelete", ()),
        ("fSize", ()),
        ("fMakeDir", ()),
        ("fRemoveDir", ()),
        ("fCopyFile", ("copy.txt",)),
        ("fMoveFile", ("copy.txt",)),
        ("fRename", ("copy.txt",)),
        ("fListFile", ()),
        ("HashFile", (3,)),
    ):
        given = (*arguments, path) if name == "HashFile" else (path, *arguments)
        call(run, name, *given)
        assert run.error.occurred, name
        assert "outside the sandbox" in run.error.message, name
    assert call(run, "fFileExist", path) is False
    assert call(run, "INIRead", "a", "b", "default", path) == "default"
    assert (inside.parent / "secret.txt").read_text() == "secret"
    assert sorted(os.listdir(inside)) == ["data", "up"]


@posix
def test_a_link_that_comes_between_is_not_followed(inside: Path) -> None:
    run = sandboxed(inside)
    found = run.world.files.resolve("data/mail.txt")
    (inside / "data").rename(inside / "moved")
    (inside.parent / "mail.txt").write_text("secret")
    (inside / "data").symlink_to(inside.parent, target_is_directory=True)
    with pytest.raises(OSError, match=r".*"):
        run.world.files.open(found, "rb")
    (inside / "data").unlink()
    (inside / "data").mkdir()
    (inside / "data" / "mail.txt").symlink_to(inside.parent / "secret.txt")
    with pytest.raises(OSError, match=r".*"):
        run.world.files.open(found, "rb")


def test_a_program_from_elsewhere_works_in_the_sandbox(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = inside.parent / "p.wl"
    program.write_text('Trace(fExeDir(), fLoadText("data/mail.txt"), fLoadText("secret.txt"))\nTrace(fTempPath())\n')
    assert cli.main(["run", str(program), "--sandbox", str(inside)]) == 0
    first, temporary = capsys.readouterr().out.splitlines()
    assert first == f"{inside}\tmail\t"
    assert temporary.startswith(str(inside))
    assert os.listdir(inside) == ["data"]  # the temporary folder is gone


def test_temporary_files_are_removed_at_the_end(tmp_path: Path) -> None:
    run = run_in(tmp_path)
    path = call(run, "fTempFile", "wl", ".")
    assert Path(path).is_file()
    gone = call(run, "fTempFile", "wl", ".")
    call(run, "fDelete", gone)
    run.close()
    assert os.listdir(tmp_path) == []


# Archives that others made.


@pytest.mark.parametrize("name", ["../out.txt", "/out.txt", "a/../../out.txt", "C:\\out.txt", "..\\out.txt"])
def test_an_archive_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr("good.txt", "x")
        archive.writestr(name, "x")
    run = run_in(tmp_path)
    call(run, "zipOpen", "z", "bad.zip")
    assert call(run, "zipExtractAll", "z", "out") == 1
    assert "leads out of" in call(run, "zipMsgError", 1)
    assert os.listdir(tmp_path) == ["bad.zip"]


def test_an_archive_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wlmail.library.archives.MOST_UNPACKED", 1000)
    with zipfile.ZipFile(tmp_path / "big.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", bytes(600))
        archive.writestr("b", bytes(600))
    run = run_in(tmp_path)
    call(run, "zipOpen", "z", "big.zip")
    assert call(run, "zipExtractAll", "z", "out") == 1
    assert "more than wlmail unpacks" in run.error.message
    assert os.listdir(tmp_path / "out") == ["a"]


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x05\x06" + bytes(18), b"no archive"])
def test_damaged_archives_are_failures(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    run = run_in(tmp_path)
    opened = call(run, "zipOpen", "z", "x.zip")
    assert (opened, call(run, "zipListFile", "z")) in ((1, ""), (0, ""))


def test_failure_is_for_the_path_as_written(tmp_path: Path) -> None:
    door = DiskFiles(str(tmp_path), RecordingConsole(), Options(sandbox=str(tmp_path)))
    with pytest.raises(Failure, match=r"\.\.\\x lies outside the sandbox"):
        door.resolve("..\\x")
