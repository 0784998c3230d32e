"""Files that are read and written piece by piece: fOpen, fReadLine, fWriteLine … (stdlib.md 5.1)."""

from __future__ import annotations

import os
from contextlib import suppress

from wlmail.language.registry import Value, function
from wlmail.library.files import (
    FO_ADD,
    FO_ANSI,
    FO_CREATE,
    FO_CREATE_IF_NOT_EXIST,
    FO_READ_WRITE,
    FO_UNICODE,
    FO_UTF8,
    FO_WRITE,
    LARGEST,
    UTF8_BOM,
    UTF16_BE_BOM,
    UTF16_LE_BOM,
    ansi_bytes,
    ansi_text,
    encoding_of,
    read,
    refusal,
)
from wlmail.runtime.conversions import to_text
from wlmail.runtime.errors import Failure, WLError
from wlmail.runtime.kinds import EOT
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO


class OpenFile:
    """One open file. `encoding` is that of its texts: ansi, utf-8 or utf-16-le."""

    def __init__(self, path: str, file: BinaryIO, encoding: str) -> None:
        self.path = path
        self.file = file
        self.encoding = encoding

    def size(self) -> int:
        self.file.flush()
        return os.fstat(self.file.fileno()).st_size

    def decoded(self, data: bytes) -> str:
        return ansi_text(data) if self.encoding == "ansi" else data.decode(self.encoding, "replace")

    def encoded(self, text: Value) -> bytes:
        if isinstance(text, bytes):
            return text
        text = to_text(text)
        return ansi_bytes(text) if self.encoding == "ansi" else text.encode(self.encoding, "replace")

    def line(self) -> bytes | None:
        """The bytes of the next line without its end; None at the end of the file."""
        data = self.file.readline()
        if self.encoding == "utf-16-le" and data:
            # A line feed ends a line only where it is a whole character.
            while True:
                data += self.file.read(len(data) % 2)
                more = b"" if data.endswith(b"\n\0") else self.file.readline()
                if not more:
                    return data.removesuffix(b"\n\0").removesuffix(b"\r\0")
                data += more
        return data.removesuffix(b"\n").removesuffix(b"\r") if data else None


class OpenFiles:
    """The open files of a run by their numbers. Those that the program forgot are closed at its end."""

    def __init__(self) -> None:
        self.files: dict[int, OpenFile] = {}
        self.last = 0

    def add(self, opened_file: OpenFile) -> int:
        self.last += 1
        self.files[self.last] = opened_file
        return self.last

    def close(self) -> None:
        for one in self.files.values():
            with suppress(OSError):  # the program has ended: nobody can be told
                one.file.close()
        self.files.clear()


def opened(run: Run, number: int) -> OpenFile:
    """The open file with a number; WLError when there is none."""
    found = run.state(OpenFiles).files.get(number)
    if found is None:
        raise WLError(f"{number} is not the number of an open file; did fOpen succeed?")
    return found


@function("fOpen", "fOuvre", on_failure=-1)
def f_open(run: Run, path: str, mode: int = FO_READ_WRITE) -> int:
    """Opens a file and returns its number: foRead, foWrite, foReadWrite, foAdd, foCreate, foCreateIfNotExist add up.

    foAnsi, foUTF8 and foUnicode say how texts are written; else the file shows it, and a new one is UTF-8.
    Failure: -1.

    Source: stdlib.md 5.1.
    """
    # A file that may only be read is opened for reading when foReadWrite was merely the default.
    writing = bool(mode & (FO_WRITE | FO_READ_WRITE | FO_ADD | FO_CREATE | FO_CREATE_IF_NOT_EXIST))
    if mode == FO_READ_WRITE and not _may_write(run, path):
        writing = False
    found = run.world.files.resolve(path, writing=writing)
    try:
        if os.path.exists(found) and not os.path.isfile(found):
            raise Failure(f"{path} is not a file")
        new = bool(mode & FO_CREATE) or (bool(mode & (FO_CREATE_IF_NOT_EXIST | FO_ADD)) and not os.path.exists(found))
        encoding, start = _encoding(run, path, mode, new)
        file = run.world.files.open(found, "w+b" if new else "r+b" if writing else "rb")
        if new and encoding == "utf-16-le":
            file.write(UTF16_LE_BOM)
        elif mode & FO_ADD:
            file.seek(0, os.SEEK_END)
        else:
            file.seek(start)
    except OSError as error:
        raise refusal(path, error) from None
    return run.state(OpenFiles).add(OpenFile(path, file, encoding))


def _may_write(run: Run, path: str) -> bool:
    try:
        return os.access(run.world.files.resolve(path, writing=True), os.W_OK)
    except Failure:
        return False


def _encoding(run: Run, path: str, mode: int, new: bool) -> tuple[str, int]:
    """How a file's texts are written, and the length of its byte-order mark."""
    asked = "ansi" if mode & FO_ANSI else "utf-16-le" if mode & FO_UNICODE else "utf-8" if mode & FO_UTF8 else ""
    if new:
        return asked or "utf-8", 0
    data = read(run, path)
    if data.startswith(UTF16_BE_BOM):
        raise Failure(f"{path} is UTF-16 with the high byte first; read it whole with fLoadText")
    start = 3 if data.startswith(UTF8_BOM) else 2 if data.startswith(UTF16_LE_BOM) else 0
    shown = encoding_of(data).removesuffix("-sig")
    return asked or ("utf-16-le" if shown == "utf-16" else shown), start


@function("fCreate", "fCrée", on_failure=-1)
def f_create(run: Run, path: str, mode: int = 0) -> int:
    """Creates a file, or empties the one that is there, and returns its number. Failure: -1.

    Source: stdlib.md 5.1.
    """
    return int(f_open(run, path, mode | FO_CREATE | FO_WRITE))


@function("fReadLine", "fLitLigne")
def f_read_line(run: Run, number: int) -> str:
    """The next line of an open file, without its end; EOT when there is none.

    Source: stdlib.md 5.1.
    """
    file = opened(run, number)
    try:
        line = file.line()
    except OSError:
        return EOT
    return EOT if line is None else file.decoded(line)


@function("fRead", "fLit", on_failure="")
def f_read(run: Run, number: int, size: int, address: Value = None) -> str:
    """Up to `size` bytes of an open file, as text. Failure: "".

    Source: stdlib.md 5.1.
    """
    file = opened(run, number)
    try:
        return file.decoded(file.file.read(max(0, min(size, LARGEST, file.size()))))
    except OSError as error:
        raise refusal(file.path, error) from None


@function("fWrite", "fEcrit", on_failure=-1)
def f_write(run: Run, number: int, text: Value) -> int:
    """Writes a text or buffer to an open file and returns the number of bytes. Failure: -1.

    Source: stdlib.md 5.1.
    """
    file = opened(run, number)
    return _written(file, file.encoded(text))


@function("fWriteLine", "fEcritLigne", on_failure=False)
def f_write_line(run: Run, number: int, text: Value = "") -> bool:
    """Writes a text and a line end (CR LF) to an open file. Failure: False.

    Source: stdlib.md 5.1.
    """
    file = opened(run, number)
    _written(file, file.encoded(text) + file.encoded("\r\n"))
    return True


def _written(file: OpenFile, data: bytes) -> int:
    try:
        file.file.write(data)
        file.file.flush()
    except OSError as error:
        if not file.file.writable():
            raise Failure(f"{file.path} is open for reading only") from None
        raise refusal(file.path, error) from None
    return len(data)


@function("fSeek", "fPositionne", on_failure=-1)
def f_seek(run: Run, number: int, offset: Value = None, origin: int = 0) -> int:
    """Moves in an open file: from its beginning (0), from here (1), from its end (2); returns the position in bytes.

    Without an offset only tells the position. Failure: -1.

    Source: stdlib.md 5.1.
    """
    from wlmail.runtime.conversions import to_int

    file = opened(run, number)
    try:
        if offset is None:
            return file.file.tell()
        start = (0, file.file.tell(), file.size())[origin if origin in (1, 2) else 0]
        target = start + to_int(offset)
        if not 0 <= target < 2**62:
            raise Failure(f"{file.path} has no position {target}")
        return file.file.seek(target)
    except OSError as error:
        raise refusal(file.path, error) from None


@function("fClose", "fFerme", on_failure=False)
def f_close(run: Run, number: int) -> bool:
    """Closes an open file. Failure: False.

    Source: stdlib.md 5.1.
    """
    file = run.state(OpenFiles).files.pop(number, None)
    if file is None:
        raise Failure(f"{number} is not the number of an open file")
    try:
        file.file.close()
    except OSError as error:
        raise refusal(file.path, error) from None
    return True
