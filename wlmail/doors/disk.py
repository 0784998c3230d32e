"""The door to the disk: paths as programs write them become paths of this machine (stdlib.md 5.1).

A relative path starts at `current`, which is the program's folder until the program changes it. `\\` separates as `/`
does. Outside Windows, a path with a drive letter, a share or a leading `\\` leads where `--drive` says, else below the
program's folder. Where a name does not exist and exactly one other differs from it in case only, that one is meant.

Two fences, which symbolic links do not open: `confined` (`wlmail try`) lets a program write only in its folder and the
temporary folder; a `sandbox` lets it reach nothing at all outside one folder. What is opened in a sandbox is opened
step by step from its top, so that a link which somebody puts there in between is not followed either.
"""

from __future__ import annotations

import os

from wlmail.language.failing import say
from wlmail.runtime.errors import Failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

    from wlmail.runtime.doors import Console
    from wlmail.runtime.options import Options

WINDOWS = os.name == "nt"


class DiskFiles:
    """The files that a program reaches; see above."""

    def __init__(self, program_folder: str, console: Console, options: Options, *, confined: bool = False) -> None:
        self.sandbox = os.path.realpath(options.sandbox) if options.sandbox else ""
        """The folder that everything stays below; "" without one."""
        self.program_folder = os.path.abspath(program_folder)
        if self.sandbox and not _is_below(os.path.realpath(self.program_folder), self.sandbox):
            self.program_folder = self.sandbox  # the program is read from elsewhere, and works here
        self.current = self.program_folder
        """The current directory of the program."""
        self.confined = confined
        """Writing is allowed in the program's folder and the temporary folder only, shares are out of reach."""
        self._drives = {drive: os.path.abspath(folder) for drive, folder in options.drives}
        self._console = console
        self._told: set[str] = set()
        self._temporary = ""

    # --- Paths -------------------------------------------------------------------------------------------------

    def resolve(self, path: str, *, writing: bool = False) -> str:
        """The absolute path of this machine. Raises Failure for no path at all and for a place out of bounds."""
        if not path.strip():
            raise Failure("the path is empty")
        try:
            if b"\0" in os.fsencode(path):
                raise Failure("the path holds a NUL character")
        except UnicodeEncodeError:
            raise Failure("the path holds a character that no file name can have") from None
        if WINDOWS and self.confined:
            self._check_here(path)
        found = os.path.normpath(os.path.join(self.current, self._without_drive(path)))
        if not os.path.lexists(found):
            found = _as_on_disk(found)
        if self.sandbox:
            found = self._in_sandbox(found, path)
        if writing and self.confined:
            self._check_confined(found, path)
        return found

    def _without_drive(self, path: str) -> str:
        """A Windows path as one of this machine."""
        drive, rest = "", path
        if path.startswith("\\\\"):
            server, share, *names = [*path[2:].replace("\\", "/").split("/"), ""]
            drive, rest = f"\\\\{server}\\{share}", "/".join(names)
        elif len(path) >= 2 and path[1] == ":" and path[0].isascii() and path[0].isalpha():
            drive, rest = path[:2].upper(), path[2:]
        elif path.startswith("\\"):
            drive = "\\"
        mapped = self._drives.get(drive.upper())
        if WINDOWS and mapped is None:
            return path
        rest = rest.replace("\\", "/")
        if not drive:
            return rest
        if mapped is None and drive not in self._told:
            self._told.add(drive)
            notice = f"{drive} does not exist here; {path} is looked for in {self.program_folder}"
            self._console.err(f"notice: {say(self._console, notice)}")
        # Normalised as an absolute path first, so that `..` stops at the root of the drive.
        below = os.path.normpath("/" + rest).lstrip("/\\")
        return os.path.join(mapped or self.program_folder, below)

    def _check_here(self, path: str) -> None:
        """A share is the network, even to look whether a file exists; the one that the program lies on is known."""
        written, own = (text.replace("/", "\\").casefold().rstrip("\\") for text in (path, self.program_folder))
        if written.startswith("\\\\") and not f"{written}\\".startswith(f"{own}\\"):
            raise Failure(f"{path}: while mails are captured, a program uses no file of another machine")

    def _check_confined(self, found: str, path: str) -> None:
        import tempfile
        from contextlib import suppress

        places = [self.program_folder]
        with suppress(OSError):  # a machine without any temporary folder
            places.append(tempfile.gettempdir())
        real = os.path.realpath(found)
        if not any(_is_below(real, place) for place in map(os.path.realpath, places)):
            raise Failure(
                f"{path}: while mails are captured, a program may write only in its own folder and the temporary folder"
            )

    def _in_sandbox(self, found: str, path: str) -> str:
        """The path without symbolic links, which stays in the sandbox."""
        real = os.path.realpath(found)
        if not _is_below(real, self.sandbox):
            raise Failure(f"{path} lies outside the sandbox {self.sandbox}")
        return real

    # --- Files -------------------------------------------------------------------------------------------------

    def open(self, found: str, mode: str) -> BinaryIO:
        """Opens a resolved path, as Python's `open` does in a binary mode. Raises OSError."""
        if not self.sandbox or os.open not in os.supports_dir_fd:
            return open(found, mode)  # type: ignore[return-value]
        return open(found, mode, opener=self._opened_below)  # type: ignore[return-value]

    def _opened_below(self, path: str, flags: int) -> int:
        """Opens step by step from the top of the sandbox; a link on the way is an error, for `resolve` left none."""
        *folders, name = os.path.relpath(path, self.sandbox).split(os.sep)
        here = os.open(self.sandbox, os.O_RDONLY | os.O_DIRECTORY)
        try:
            for folder in folders:
                inner = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=here)
                os.close(here)
                here = inner
            return os.open(name, flags | os.O_NOFOLLOW, 0o666, dir_fd=here)
        finally:
            os.close(here)

    def temporary_folder(self) -> str:
        """Where temporary files go; in a sandbox a folder of its own, which `close` removes. Raises OSError."""
        import tempfile

        if not self.sandbox:
            return tempfile.gettempdir()
        if not self._temporary:
            self._temporary = tempfile.mkdtemp("", ".wlmail-", self.sandbox)
        return self._temporary

    def close(self) -> None:
        """The program has ended."""
        if self._temporary:
            import shutil

            shutil.rmtree(self._temporary, ignore_errors=True)
            self._temporary = ""


def _is_below(real: str, folder: str) -> bool:
    return real == folder or real.startswith(os.path.join(folder, ""))


def _as_on_disk(path: str) -> str:
    """The path with every name as the disk spells it, as far as there is exactly one such name."""
    from unicodedata import normalize

    def same(name: str) -> str:
        return normalize("NFC", name).casefold()

    drive, rest = os.path.splitdrive(path)
    found = drive + os.sep
    names = [name for name in rest.split(os.sep) if name]
    for index, name in enumerate(names):
        exact = os.path.join(found, name)
        if os.path.lexists(exact):
            found = exact
            continue
        try:
            with os.scandir(found) as entries:
                alike = [entry.name for entry in entries if same(entry.name) == same(name)]
        except (OSError, ValueError):
            alike = []
        if len(alike) != 1:
            return os.path.join(exact, *names[index + 1 :])
        found = os.path.join(found, alike[0])
    return found
