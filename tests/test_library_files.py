"""Files, directories and paths: the rows of stdlib.md 5.1."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import call, constant, run_in, values

from wlmail.library import files
from wlmail.runtime.errors import WLError
from wlmail.runtime.kinds import EOT
from wlmail.runtime.run import Run


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return run_in(tmp_path)


# --- Texts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbf\xc3\xa9", "é"),
        (b"\xff\xfe\xe9\x00", "é"),
        (b"\xfe\xff\x00\xe9", "é"),
        (b"\xc3\xa9\r\n\n\r", "é\r\n\n\r"),
        (b"\xe9\x80", "é€"),
        (b"\xe9\x81\x8d\x8f\x90\x9d", "é\x81\x8d\x8f\x90\x9d"),
        (b"", ""),
    ],
)
def test_load_text_finds_the_encoding(data: bytes, text: str, tmp_path: Path, run: Run) -> None:
    (tmp_path / "f.txt").write_bytes(data)
    assert call(run, "fChargeTexte", "f.txt") == text
    assert run.error.occurred is False


def test_load_text_with_a_format(tmp_path: Path, run: Run) -> None:
    (tmp_path / "f").write_bytes(b"\xc3\xa9")
    assert call(run, "fLoadText", "f", constant("foAnsi")) == "Ã©"
    (tmp_path / "f").write_bytes(b"\xe9\x00")
    assert call(run, "fLoadText", "f", constant("foUnicode")) == "é"
    (tmp_path / "f").write_bytes(b"\xe9")
    assert call(run, "fLoadText", "f", constant("foUTF8")) == "\ufffd"


def test_load_text_failures(tmp_path: Path, run: Run) -> None:
    for path in ("missing.txt", "", str(tmp_path), "a\0b"):
        assert call(run, "fLoadText", path) == ""
        assert run.error.occurred
        assert run.error.message.startswith("fLoadText: ")
    assert call(run, "fLoadBuffer", "missing") == b""
    assert run.error.occurred


@pytest.mark.parametrize(
    "text", ["", "plain\r\n", "é€", "\ufeffx", "\ufeff\ufeff", "a\ud800b", "\ud83d", "\x81é", "日本"]
)
def test_saved_text_is_loaded_again(text: str, run: Run) -> None:
    assert call(run, "fSauveTexte", "f.txt", text) is True
    assert call(run, "fLoadText", "f.txt") == text


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(), max_size=20))
def test_any_text_is_loaded_again(text: str, run: Run) -> None:
    call(run, "fSaveText", "f.txt", text)
    # Two halves of a character that stand side by side are that character.
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    assert call(run, "fLoadText", "f.txt") == joined


@settings(max_examples=100)
@given(data=st.binary(max_size=20))
def test_any_bytes_are_a_text(data: bytes) -> None:
    assert isinstance(files.decode(data), str)
    assert files.ansi_bytes(files.ansi_text(data)) == data


def test_save_text_writes_utf8_without_a_mark(tmp_path: Path, run: Run) -> None:
    call(run, "fSaveText", "f.txt", "é\r\n")
    assert (tmp_path / "f.txt").read_bytes() == b"\xc3\xa9\r\n"
    call(run, "fSaveText", "f.txt", "é", constant("foAnsi"))
    assert (tmp_path / "f.txt").read_bytes() == b"\xe9"
    call(run, "fSaveText", "f.txt", b"\xff\x00")
    assert (tmp_path / "f.txt").read_bytes() == b"\xff\x00"


def test_a_failed_save_leaves_everything_as_it_was(tmp_path: Path, run: Run) -> None:
    target = tmp_path / "f.txt"
    target.write_text("old")
    target.chmod(0o444)
    assert call(run, "fSaveText", "f.txt", "new") is False
    assert target.read_text() == "old"
    assert call(run, "fSaveText", "no/such/folder.txt", "x") is False
    assert call(run, "fSaveText", "", "x") is False
    assert [p.name for p in tmp_path.iterdir()] == ["f.txt"]


def test_save_keeps_permissions_and_links(tmp_path: Path, run: Run) -> None:
    target, link = tmp_path / "f.txt", tmp_path / "link"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    assert call(run, "fSaveText", "link", "new")
    assert target.read_text() == "new"
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("start", "added", "expected"),
    [
        (None, "é", b"\xc3\xa9"),
        (b"a", "b", b"ab"),
        (b"a", "\xc3\xa9", "aÃ©".encode()),
        (b"\xe9", "è", b"\xe9\xe8"),
        (b"\xff\xfea\x00", "b", b"\xff\xfea\x00b\x00"),
        (b"\xe9", "日", "é日".encode()),
        (b"a", b"\xff", b"a\xff"),
    ],
)
def test_add_text_keeps_the_files_encoding(
    start: bytes | None, added: Any, expected: bytes, tmp_path: Path, run: Run
) -> None:
    if start is not None:
        (tmp_path / "log").write_bytes(start)
    assert call(run, "fAjouteTexte", "log", added) is True
    assert (tmp_path / "log").read_bytes() == expected


def test_buffers(tmp_path: Path, run: Run) -> None:
    assert call(run, "fSaveBuffer", "b.bin", bytes(range(256))) is True
    assert call(run, "fChargeBuffer", "b.bin") == bytes(range(256))
    assert call(run, "fSize", "b.bin") == 256
    assert call(run, "fTaille", "missing") == -1


# --- Files -----------------------------------------------------------------------------------------------------------


def test_existence(tmp_path: Path, run: Run) -> None:
    (tmp_path / "Mail.TXT").write_text("")
    (tmp_path / "sub").mkdir()
    for path, expected in (("Mail.TXT", True), ("mail.txt", True), ("*.txt", True), ("sub", False), ("", False)):
        assert call(run, "fFichierExiste", path) is expected
    for path, expected in (("sub", True), ("sub\\", True), ("Mail.TXT", False), ("", False), ("no", False)):
        assert call(run, "fRepExiste", path) is expected
    assert run.error.occurred is False


def test_delete(tmp_path: Path, run: Run) -> None:
    for name in ("a.tmp", "b.TMP", "c.txt"):
        (tmp_path / name).write_text("")
    assert call(run, "fDelete", "*.tmp") is True
    assert [p.name for p in tmp_path.iterdir()] == ["c.txt"]
    assert call(run, "fSupprime", "a.tmp") is False
    assert run.error.occurred
    assert call(run, "fDelete", "*.tmp") is False
    (tmp_path / "c.txt").chmod(0o444)
    assert call(run, "fDelete", "c.txt") is False
    assert call(run, "fDelete", "c.txt", constant("frLectureSeule")) is True
    assert call(run, "fDelete", str(tmp_path)) is False


def test_copy_move_rename(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "b.txt").write_text("b")
    (tmp_path / "sub").mkdir()
    assert call(run, "fCopyFile", "a.txt", "sub") is True
    assert call(run, "fCopieFichier", "a.txt", "b.txt") is True
    assert (tmp_path / "b.txt").read_text() == "a"
    assert (tmp_path / "sub" / "a.txt").read_text() == "a"
    assert call(run, "fCopyFile", "*.txt", "sub\\") is True
    assert sorted(p.name for p in (tmp_path / "sub").iterdir()) == ["a.txt", "b.txt"]
    for source, target in (("no.txt", "x"), ("a.txt", "a.txt"), ("sub", "x"), ("a.txt", "no/x"), ("*.txt", "c.txt")):
        assert call(run, "fCopyFile", source, target) is False, (source, target)
    assert call(run, "fMoveFile", "a.txt", "sub/c.txt") is True
    assert not (tmp_path / "a.txt").exists()
    assert (tmp_path / "sub" / "c.txt").exists()
    assert call(run, "fRenomme", "sub/c.txt", "d.txt") is True
    assert (tmp_path / "sub" / "d.txt").exists()
    assert call(run, "fRename", "sub/d.txt", "a.txt") is False  # the name is taken


def test_directories(tmp_path: Path, run: Run) -> None:
    assert call(run, "fRepCrée", "x\\y\\z") is True
    assert call(run, "fMakeDir", "x/y") is True  # there already
    assert call(run, "fRemoveDir", "x") is False
    assert call(run, "fRemoveDir", "x/y/z") is True
    (tmp_path / "x" / "f").write_text("")
    assert call(run, "fRepSupprime", "x", constant("frRécursif")) is True
    assert not (tmp_path / "x").exists()
    assert call(run, "fRemoveDir", str(tmp_path), constant("frRecursive")) is False
    assert tmp_path.exists()


def test_lists(tmp_path: Path, run: Run) -> None:
    for name in ("b.txt", "a.TXT", "c.eml", "sub/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    listed = call(run, "fListFile", "*.txt").split("\r\n")
    assert [Path(p).name for p in listed] == ["a.TXT", "b.txt", "d.txt"]
    assert all(os.path.isabs(p) for p in listed)
    assert len(call(run, "fListeFichier", "*.*", constant("frNotRecursive")).split("\r\n")) == 3
    assert call(run, "fListFile", str(tmp_path / "sub")) == str(tmp_path / "sub" / "d.txt")
    assert call(run, "fListFile", "*.pdf") == ""
    assert not run.error.occurred
    assert call(run, "fListFile", "no/such/*.txt") == ""
    assert run.error.occurred
    assert call(run, "fListDirectory", "*") == str(tmp_path / "sub")


def test_list_with_a_procedure(tmp_path: Path, run: Run) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text("")
    seen: list[Any] = []

    def told(folder: str, name: str, change: Any, pointer: Any) -> bool:
        seen.append((folder, name, change, pointer))
        return name != "b"

    assert call(run, "fListFile", "*", told, 7) == 3
    assert seen[0] == (str(tmp_path) + os.sep, "a", True, 7)
    assert seen[1][2] is False
    assert call(run, "fListFile", "*", told, 0, constant("frInterruptible")) == 2
    assert call(run, "fListFile", "*", lambda folder, name: seen.append(name)) == 3
    assert seen[-1] == "c"


def test_dir_goes_on(tmp_path: Path, run: Run) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("")
    assert [call(run, "fRep", "*.txt"), call(run, "fDir"), call(run, "fDir")] == ["a.txt", "b.txt", ""]
    assert call(run, "fDelete", call(run, "fDir", "A.TXT")) is True
    assert call(run, "fDir", "none") == ""


# --- Paths -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "parts", "expected"),
    [
        ("C:\\dir\\sub\\name.ext", "fDrive", "C:"),
        ("C:\\dir\\sub\\name.ext", "fDirectory", "\\dir\\sub\\"),
        ("C:\\dir\\name.ext", ("fDisque", "fRépertoire"), "C:\\dir\\"),
        ("C:\\dir\\name.tar.gz", "fFileName", "name.tar"),
        ("C:\\dir\\name.tar.gz", "fExtension", ".gz"),
        ("/home/me/mail.eml", ("fFile", "fExtension"), "mail.eml"),
        ("/home/me/mail.eml", "fDirectory", "/home/me/"),
        ("\\\\server\\share\\d\\f.txt", "fDrive", "\\\\server\\share"),
        ("\\\\server\\share\\d\\f.txt", "fDirectory", "\\d\\"),
        (".profile", "fExtension", ""),
        ("..", ("fFileName", "fExtension"), ".."),
        ("name", "fDirectory", ""),
        ("", ("fDrive", "fDirectory", "fFileName", "fExtension"), ""),
    ],
)
def test_extract_path(path: str, parts: Any, expected: str, run: Run) -> None:
    assert call(run, "fExtraitChemin", path, *values((parts,))) == expected


def test_complete_dir(run: Run) -> None:
    for path, expected in (
        ("", ""),
        ("/a", "/a" + os.sep),
        ("/a/", "/a/"),
        ("C:\\a", "C:\\a\\"),
        ("C:\\a\\", "C:\\a\\"),
    ):
        assert call(run, "ComplèteRep", path) == expected
    assert call(run, "fBuildPath", "/a", "b", "c") == f"/a{os.sep}b.c"


def test_places(tmp_path: Path, run: Run) -> None:
    assert call(run, "fRepExe") == str(tmp_path) == call(run, "fCurrentDir") == call(run, "fWebDir")
    assert call(run, "fSep") == os.sep
    assert call(run, "fTempPath").endswith(os.sep)
    data = call(run, "fRepDonnées")
    assert data == str(tmp_path / "mail-data") + os.sep
    assert os.path.isdir(data)
    (tmp_path / "sub").mkdir()
    assert call(run, "fRepEnCours", "sub") == str(tmp_path / "sub")
    call(run, "fSaveText", "here.txt", "x")
    assert (tmp_path / "sub" / "here.txt").exists()
    assert call(run, "fCurrentDir", "none") == ""
    assert run.error.occurred


def test_temporary_files_differ(tmp_path: Path, run: Run) -> None:
    first, second = call(run, "fTempFile", "wl", str(tmp_path)), call(run, "fFichierTemp", "wl/x", str(tmp_path))
    assert first != second
    assert os.path.exists(first)
    assert os.path.dirname(second) == str(tmp_path)


# --- Piece by piece --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"a\r\nb\n\xc3\xa9", b"\xef\xbb\xbfa\nb\r\n\xc3\xa9\n", "\ufeffa\r\nb\r\né".encode("utf-16-le")]
)
def test_read_lines_to_eot(data: bytes, tmp_path: Path, run: Run) -> None:
    (tmp_path / "f.txt").write_bytes(data)
    number = call(run, "fOuvre", "f.txt", constant("foLecture"))
    assert [call(run, "fReadLine", number) for _ in range(5)] == ["a", "b", "é", EOT, EOT]
    assert call(run, "fClose", number) is True
    assert call(run, "fFerme", number) is False


def test_utf16_letters_that_hold_a_line_feed_byte(tmp_path: Path, run: Run) -> None:
    (tmp_path / "f.txt").write_bytes("\ufeffĊ\u0a0aĊ\r\nx".encode("utf-16-le"))
    number = call(run, "fOpen", "f.txt", constant("foRead"))
    assert [call(run, "fReadLine", number) for _ in range(3)] == ["Ċ\u0a0aĊ", "x", EOT]


def test_write_lines(tmp_path: Path, run: Run) -> None:
    number = call(run, "fCrée", "log.txt")
    assert number > 0
    assert call(run, "fWriteLine", number, "é") is True
    assert call(run, "fEcrit", number, "12") == 2
    assert call(run, "fSeek", number) == 6
    call(run, "fSeek", number, 0)
    assert call(run, "fRead", number, 100) == "é\r\n12"
    call(run, "fClose", number)
    number = call(run, "fOpen", "log.txt", constant("foWrite") + constant("foAdd"))
    call(run, "fWrite", number, "3")
    run.close()  # closes what the program forgot
    assert (tmp_path / "log.txt").read_bytes() == "é\r\n123".encode()


def test_open_failures(tmp_path: Path, run: Run) -> None:
    assert call(run, "fOpen", "none.txt", constant("foRead")) == -1
    assert run.error.occurred
    assert call(run, "fOpen", str(tmp_path)) == -1
    number = call(run, "fOpen", "new.txt", constant("foWrite") + constant("foCreateIfNotExist"))
    assert number > 0
    with pytest.raises(WLError, match="open file"):
        call(run, "fReadLine", number + 1)
    reading = call(run, "fOpen", "new.txt", constant("foRead"))
    assert call(run, "fWrite", reading, "x") == -1


def test_nothing_is_written_outside_the_allowed_folders(run: Run) -> None:
    for name, arguments in (
        ("fSaveText", ("/etc/wlmail-test", "x")),
        ("fDelete", ("/etc/hostname",)),
        ("fMakeDir", ("/wlmail-test",)),
        ("fMoveFile", ("/etc/hostname", "here")),
        ("fRename", ("/etc/hostname", "other")),
        ("fAddText", ("/etc/hostname", "x")),
    ):
        assert call(run, name, *arguments) is False, name
        assert run.error.occurred
    assert call(run, "fCreate", "/etc/wlmail-test") == -1
