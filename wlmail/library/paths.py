"""Parts of paths, and the directories that programs ask for (stdlib.md 5.1)."""

from __future__ import annotations

import os

from wlmail.language.registry import function
from wlmail.library.files import refusal
from wlmail.runtime.errors import Failure
from wlmail.runtime.run import Run

DRIVE, DIRECTORY, FILE, EXTENSION = 1, 2, 4, 8
FOLDERS = {1: "Documents", 2: "Desktop", 3: "Pictures", 4: "Music", 5: "Videos", 6: "Downloads"}
"""What the sr… constants name, below the user's folder."""


def parts(path: str) -> tuple[str, str, str, str]:
    """Drive or share, directory with its separators, bare name, extension with its dot; both separators count."""
    drive = ""
    if len(path) >= 2 and path[1] == ":" and path[0].isascii() and path[0].isalpha():
        drive, path = path[:2], path[2:]
    elif path.startswith(("\\\\", "//")):
        cut = _separator(path, _separator(path, 2) + 1)
        drive, path = path[:cut], path[cut:]
    cut = max(path.rfind("/"), path.rfind("\\")) + 1
    directory, name = path[:cut], path[cut:]
    dot = name.rfind(".")
    if dot <= 0 or not name[:dot].strip("."):
        dot = len(name)
    return drive, directory, name[:dot], name[dot:]


def _separator(path: str, start: int) -> int:
    """Where the next separator is, or the end."""
    found = [at for at in (path.find("\\", start), path.find("/", start)) if at >= 0]
    return min(found, default=len(path))


@function("fExtractPath", "fExtraitChemin")
def f_extract_path(path: str, wanted: int) -> str:
    """Parts of a path: fDrive, fDirectory (with its final separator), fFile, fExtension (with its dot); they add up.

    Source: stdlib.md 5.1.
    """
    return "".join(
        [part for bit, part in zip((DRIVE, DIRECTORY, FILE, EXTENSION), parts(path), strict=True) if wanted & bit]
    )


@function("fBuildPath", "fConstruitChemin")
def f_build_path(directory: str, name: str, extension: str = "") -> str:
    """A path of a directory, a name and an extension; separator and dot are added where missing.

    Source: stdlib.md 5.1.
    """
    dot = "." if extension and not extension.startswith(".") else ""
    return complete_dir(directory) + name + dot + extension


@function("CompleteDir", "ComplèteRep")
def complete_dir(path: str) -> str:
    """The path with a final separator; "" stays "". A path written with \\ gets that one.

    Source: stdlib.md 5.1.
    """
    if not path or path.endswith(("/", "\\")):
        return path
    return path + ("\\" if "\\" in path and "/" not in path else os.sep)


@function("fSep", "fSep")
def f_sep() -> str:
    """What separates the names in a path of this machine.

    Source: stdlib.md 5.1.
    """
    return os.sep


@function("fExeDir", "fRepExe")
def f_exe_dir(run: Run) -> str:
    """The program's directory, without a final separator.

    Source: stdlib.md 5.1.
    """
    return run.world.files.program_folder


@function("fWebDir", "fRepWeb")
def f_web_dir(run: Run) -> str:
    """The directory of a site's pages, here the program's.

    Source: stdlib.md 5.1.
    """
    return run.world.files.program_folder


@function("fCurrentDir", "fRepEnCours", on_failure="")
def f_current_dir(run: Run, new: str = "") -> str:
    """The current directory, without a final separator; with an argument, changes it first. Failure: "".

    Source: stdlib.md 5.1.
    """
    files = run.world.files
    if new:
        found = files.resolve(new)
        if not os.path.isdir(found):
            raise Failure(f"{new}: there is no such directory")
        files.current = found
    return files.current


@function("fDataDir", "fRepDonnées", aliases=("fRépertoireDonnées",))
def f_data_dir(run: Run) -> str:
    """The program's data directory, beside it, created when first asked for; with a final separator.

    Source: stdlib.md 5.1.
    """
    from contextlib import suppress

    stem = os.path.splitext(os.path.basename(run.program))[0].strip("<>") or "program"
    path = os.path.join(run.world.files.program_folder, f"{stem}-data")
    with suppress(Failure, OSError):  # what is written there will fail and tell
        os.makedirs(run.world.files.resolve(path, writing=True), exist_ok=True)
    return os.path.join(path, "")


@function("fDataDirUser", "fRepDonnéesUtilisateur", aliases=("fRépertoireDonnéesUtilisateur",))
def f_data_dir_user(run: Run) -> str:
    """The data directory of the user, here that of the program.

    Source: stdlib.md 5.1.
    """
    return f_data_dir(run)


@function(
    "fDataDirCommon",
    "fRepDonnéesCommun",
    aliases=("fRepDonnéesCommune", "SysDirExternalStorage", "SysRepStockageExterne"),
)
def f_data_dir_common(run: Run) -> str:
    """The data directory of all users, here that of the program.

    Source: stdlib.md 5.1.
    """
    return f_data_dir(run)


@function("fTempPath", "fRépertoireTemp", aliases=("fRepTemp",))
def f_temp_path(run: Run) -> str:
    """The temporary directory, with a final separator.

    Source: stdlib.md 5.1.
    """
    try:
        return os.path.join(run.world.files.temporary_folder(), "")
    except OSError:  # a machine without any temporary folder
        return ""


class Temporary:
    """The files that fTempFile made: they go when the program ends."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def close(self) -> None:
        from contextlib import suppress

        for path in self.paths:
            with suppress(OSError):  # the program deleted or moved it
                os.unlink(path)


@function("fTempFile", "fFichierTemp", on_failure="")
def f_temp_file(run: Run, prefix: str = "wl", directory: str = "") -> str:
    """The path of a new empty file in the temporary directory, or in the one given. Failure: "".

    The file is removed when the program ends.

    Source: stdlib.md 5.1.
    """
    import tempfile

    folder = run.world.files.resolve(directory or f_temp_path(run), writing=True)
    name = "".join(["_" if c in '/\\:*?"<>|' or c < " " else c for c in prefix])
    try:
        handle, path = tempfile.mkstemp(".tmp", name, folder)
    except OSError as error:
        raise refusal(directory or "the temporary directory", error) from None
    except ValueError:
        raise Failure(f"{prefix!r} cannot begin a file name") from None
    os.close(handle)
    run.state(Temporary).paths.append(path)
    return path


@function("SysDir", "SysRep")
def sys_dir(kind: int = 1) -> str:
    """A directory of the user: srMyDocuments …; the user's own where there is none; "" without a home.

    Source: stdlib.md 5.1.
    """
    home = os.path.expanduser("~")
    if not os.path.isdir(home):
        return ""
    path = os.path.join(home, FOLDERS.get(kind, ""))
    return path if os.path.isdir(path) else home
