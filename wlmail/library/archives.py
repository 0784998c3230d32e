"""ZIP archives: zipCreate, zipAddFile, zipExtractAll … (stdlib.md 5.3). They return 0 for success, unlike the rest.

An archive is a variable of type zipArchive, or a name that the program gives it. It is written beside its final place
and takes that place when it is closed, whole.
"""

from __future__ import annotations

import os
from contextlib import suppress

from wlmail.language.failing import told
from wlmail.language.registry import Value, function, record
from wlmail.library import files
from wlmail.library.paths import parts
from wlmail.runtime.arrays import Array
from wlmail.runtime.conversions import to_int, to_text
from wlmail.runtime.errors import Failure
from wlmail.runtime.records import Record
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar
    from zipfile import ZipFile, ZipInfo

ZIP_NONE, ZIP_DIRECTORY, ZIP_DRIVE = 1, 2, 3
REFUSED = 1
"""What a function returns that could not do its work; zipMsgError tells why."""
MOST_UNPACKED = 4 << 30
"""Bytes that one archive may hold unpacked: a small archive can be made to fill any disk."""


class OpenArchive:
    """`final` is the archive's place, `unfinished` the file that is being written, "" for one that is only read."""

    def __init__(self, path: str, zip: ZipFile, final: str, unfinished: str = "") -> None:
        self.path = path
        self.zip = zip
        self.final = final
        self.unfinished = unfinished

    def close(self, *, keep: bool) -> None:
        """Ends the work on the archive; one that was written takes its place only when it is kept."""
        try:
            self.zip.close()
            if self.unfinished and keep:
                os.replace(self.unfinished, self.final)
                self.unfinished = ""
        finally:
            if self.unfinished:
                os.unlink(self.unfinished)


@record("zipArchive", "zipArchive", properties=(), prefixes=("ZIP",))
class ZipArchive(Record):
    """A variable that stands for an archive. Copies stand for the same one."""

    __slots__ = ("key",)
    MEMBERS: ClassVar[dict[str, Any]] = {}

    def __init__(self) -> None:
        self.key: object = object()

    def __copy__(self) -> ZipArchive:
        made = ZipArchive()
        made.key = self.key
        return made


class Archives:
    """The archives that a run has open, and why the last function failed."""

    def __init__(self) -> None:
        self.open: dict[object, OpenArchive] = {}
        self.message = ""

    def close(self) -> None:
        """The program has ended: what it did not close is not finished."""
        for archive in self.open.values():
            with suppress(OSError, ValueError):
                archive.close(keep=False)


def _key(archive: Value) -> object:
    return archive.key if isinstance(archive, ZipArchive) else to_text(archive).casefold()


def _opened(run: Run, archive: Value) -> OpenArchive:
    found = run.state(Archives).open.get(_key(archive))
    if found is None:
        raise Failure("this archive is not open; call zipCreate or zipOpen first")
    return found


def _begin(run: Run, archive: Value, opened: OpenArchive) -> None:
    state = run.state(Archives)
    earlier = state.open.pop(_key(archive), None)
    if earlier is not None:
        earlier.close(keep=True)
    state.open[_key(archive)] = opened


def guarded(work: Callable[[], None], run: Run, path: str) -> int:
    """0 when the work is done; Failure, which zipMsgError tells too, for all that can go wrong with an archive."""
    from zipfile import BadZipFile, LargeZipFile
    from zlib import error as BadData

    try:
        try:
            work()
        except OSError as error:
            raise files.refusal(path, error) from None
        except (BadZipFile, LargeZipFile, BadData, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise Failure(f"{path}: {str(error) or 'the archive is damaged'}", system=str(error)) from None
    except Failure as failure:
        run.state(Archives).message = told(run, failure).message
        raise
    return 0


# --- Making ----------------------------------------------------------------------------------------------------------


@function("zipCreate", "zipCrée", on_failure=REFUSED)
def zip_create(run: Run, archive: Value, path: str, *options: Value) -> int:
    """Begins a new ZIP archive, whose file is there once zipClose has been called. Returns 0 for success.

    The archive is a zipArchive variable or a name for it. Failure: 1.

    Source: stdlib.md 5.3.
    """

    def work() -> None:
        from zipfile import ZIP_DEFLATED, ZipFile

        final = os.path.realpath(run.world.files.resolve(path, writing=True))
        if os.path.isdir(final):
            raise Failure(f"{path} is a directory")
        files.check_writable(path, final)
        unfinished = files.temporary_beside(final)
        _begin(run, archive, OpenArchive(path, ZipFile(unfinished, "w", ZIP_DEFLATED), final, unfinished))

    return guarded(work, run, path)


@function("zipAddFile", "zipAjouteFichier", on_failure=REFUSED)
def zip_add_file(run: Run, archive: Value, path: str, part: int = ZIP_DIRECTORY, gauge: Value = None) -> int:
    """Adds a file to an archive that zipCreate began. Returns 0 for success; failure: 1.

    zipNone stores the bare name, zipDirectory (as without it) the directory as it is written here, zipDrive also the
    drive. Names in an archive never begin with a separator and never lead upwards.

    Source: stdlib.md 5.3.
    """
    return guarded(lambda: _add(run, _opened(run, archive), path, part), run, path)


def _add(run: Run, archive: OpenArchive, path: str, part: int) -> None:
    found = run.world.files.resolve(path)
    if not archive.unfinished:
        raise Failure(f"{archive.path} was opened for reading; files are added to an archive that zipCreate began")
    if not os.path.isfile(found):
        raise Failure(f"{path}: there is no such file")
    from zipfile import ZIP_DEFLATED, ZipInfo

    inside = _name_inside(path, part)
    if inside in archive.zip.NameToInfo:
        raise Failure(f"{inside} is in the archive already")
    info = ZipInfo.from_file(found, inside, strict_timestamps=False)
    info.compress_type = ZIP_DEFLATED
    with run.world.files.open(found, "rb") as source, archive.zip.open(info, "w") as target:
        _copy(source, target)


def _copy(source: Any, target: Any, most: int = MOST_UNPACKED) -> int:
    """Copies bytes, in pieces; returns how many. Failure when there are more than `most`."""
    done = 0
    while piece := source.read(1 << 20):
        done += len(piece)
        if done > most:
            raise Failure("the archive holds more than wlmail unpacks; open it with another program")
        target.write(piece)
    return done


def _name_inside(path: str, part: int) -> str:
    drive, directory, name, extension = parts(path)
    names = directory.replace("\\", "/").split("/") if part != ZIP_NONE else []
    if part == ZIP_DRIVE:
        names = [*drive.replace("\\", "/").replace(":", "").split("/"), *names]
    return "/".join([*[one for one in names if one not in ("", ".", "..")], name + extension])


@function("zipAddFileList", "zipAjouteListeFichier", on_failure=REFUSED)
def zip_add_file_list(run: Run, archive: Value, paths: Value, part: int = ZIP_DIRECTORY, gauge: Value = None) -> int:
    """Adds files to an archive: a list of paths, one a line, or an array of paths. Returns 0 for success; failure: 1.

    Source: stdlib.md 5.3.
    """
    listed = [to_text(one) for one in paths] if isinstance(paths, Array) else to_text(paths).splitlines()
    for path in filter(None, listed):
        guarded(lambda path=path: _add(run, _opened(run, archive), path, part), run, path)  # type: ignore[misc]
    return 0


@function("zipAddDirectory", "zipAjouteRépertoire", on_failure=REFUSED)
def zip_add_directory(
    run: Run, archive: Value, path: str, recursive: Value = True, part: Value = ZIP_DIRECTORY, *gauge: Value
) -> int:
    """Adds the files of a directory to an archive, those below it too unless told otherwise. Returns 0 for success.

    Failure: 1.

    Source: stdlib.md 5.3.
    """

    def work() -> None:
        top = run.world.files.resolve(path)
        if not os.path.isdir(top):
            raise Failure(f"{path}: there is no such directory")
        for folder, inner, names in os.walk(top):
            inner[:] = sorted(inner) if recursive else []
            for name in sorted(names):
                below = os.path.relpath(os.path.join(folder, name), top)
                _add(run, _opened(run, archive), os.path.join(path, below), to_int(part))

    return guarded(work, run, path)


@function("zipClose", "zipFerme", on_failure=REFUSED)
def zip_close(run: Run, archive: Value) -> int:
    """Finishes an archive: only now its file is there. Returns 0 for success; failure: 1.

    Source: stdlib.md 5.3.
    """
    path = to_text(archive) if not isinstance(archive, ZipArchive) else "the archive"

    def work() -> None:
        opened = _opened(run, archive)
        del run.state(Archives).open[_key(archive)]
        opened.close(keep=True)

    return guarded(work, run, path)


# --- Reading ---------------------------------------------------------------------------------------------------------


@function("zipOpen", "zipOuvre", on_failure=REFUSED)
def zip_open(run: Run, archive: Value, path: str, *options: Value) -> int:
    """Opens an archive for reading. Returns 0 for success; failure: 1.

    Source: stdlib.md 5.3.
    """

    def work() -> None:
        from zipfile import ZipFile

        found = run.world.files.resolve(path)
        if os.path.isdir(found):
            raise Failure(f"{path} is a directory")
        _begin(run, archive, OpenArchive(path, ZipFile(found), found))

    return guarded(work, run, path)


def _members(archive: OpenArchive) -> list[ZipInfo]:
    return [info for info in archive.zip.infolist() if not info.is_dir()]


@function("zipListFile", "zipListeFichier", on_failure="")
def zip_list_file(run: Run, archive: Value, *options: Value) -> str:
    """The names of the files in an archive, one a line. Failure: "".

    Source: stdlib.md 5.3.
    """
    return "\r\n".join([info.filename for info in _members(_opened(run, archive))])


@function("zipNbFile", "zipNbFichier", on_failure=-1)
def zip_nb_file(run: Run, archive: Value) -> int:
    """How many files an archive holds. Failure: -1.

    Source: stdlib.md 5.3.
    """
    return len(_members(_opened(run, archive)))


@function("zipExtractFile", "zipExtraitFichier", on_failure=REFUSED)
def zip_extract_file(run: Run, archive: Value, file: Value, directory: str = "", *options: Value) -> int:
    """Unpacks one file of an archive, named or numbered, into a directory. Returns 0 for success; failure: 1.

    Source: stdlib.md 5.3.
    """

    def work() -> None:
        opened = _opened(run, archive)
        members = _members(opened)
        wanted = file if type(file) is int else to_text(file).replace("\\", "/").casefold()
        for rank, info in enumerate(members, 1):
            if wanted in (rank, info.filename.casefold()):
                _extract(run, opened, info, directory)
                return
        raise Failure(f"{to_text(file)} is not in the archive")

    return guarded(work, run, directory or ".")


@function("zipExtractAll", "zipExtraitTout", on_failure=REFUSED)
def zip_extract_all(run: Run, archive: Value, directory: str, *options: Value) -> int:
    """Unpacks all files of an archive into a directory. Returns 0 for success; failure: 1.

    A name that leads out of the directory is refused before anything is written.

    Source: stdlib.md 5.3.
    """

    def work() -> None:
        opened = _opened(run, archive)
        for info in _members(opened):
            _target(run, info, directory)
        left = MOST_UNPACKED
        for info in _members(opened):
            left -= _extract(run, opened, info, directory, left)

    return guarded(work, run, directory)


def _target(run: Run, info: ZipInfo, directory: str) -> str:
    """The real path that a file of an archive is written to. Failure for a name that leads out of the directory."""
    name = info.filename.replace("\\", "/")
    top = os.path.realpath(run.world.files.resolve(directory or ".", writing=True))
    target = os.path.realpath(os.path.join(top, name))
    if name.startswith("/") or ":" in name.split("/")[0] or not target.startswith(os.path.join(top, "")):
        raise Failure(f"the archive holds the name {info.filename}, which leads out of the directory")
    return run.world.files.resolve(target, writing=True)


def _extract(run: Run, archive: OpenArchive, info: ZipInfo, directory: str, most: int = MOST_UNPACKED) -> int:
    target = _target(run, info, directory)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    files.check_writable(info.filename, target)
    unfinished = files.temporary_beside(target)
    try:
        with archive.zip.open(info) as source, run.world.files.open(unfinished, "wb") as written:
            done = _copy(source, written, most)
        os.replace(unfinished, target)
    except BaseException:
        os.unlink(unfinished)
        raise
    return done


@function("zipMsgError", "zipMsgErreur")
def zip_msg_error(run: Run, code: int) -> str:
    """Why the last function that returned this code failed; "" for 0.

    Source: stdlib.md 5.3.
    """
    return run.state(Archives).message if code else ""
