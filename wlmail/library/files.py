"""Whole files: reading, writing, copying, deleting (stdlib.md 5.1). Paths go through `run.world.files`."""

from __future__ import annotations

import os
import stat

from wlmail.language.registry import Value, function
from wlmail.runtime.conversions import to_text
from wlmail.runtime.errors import Failure
from wlmail.runtime.run import Run

FO_READ, FO_WRITE, FO_READ_WRITE, FO_ADD = 1, 2, 4, 8
FO_ANSI, FO_UNICODE, FO_UTF8 = 16, 32, 64
FO_CREATE, FO_CREATE_IF_NOT_EXIST = 512, 1024
FR_RECURSIVE, FR_NOT_RECURSIVE, FR_INTERRUPTIBLE, FR_READ_ONLY = 1, 2, 4, 8
FR_FILE, FR_DIRECTORY = 16, 32
UTF8_BOM, UTF16_LE_BOM, UTF16_BE_BOM = b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"
LARGEST = 2**31
"""Bytes of the largest file that is read whole."""


# --- Texts as bytes --------------------------------------------------------------------------------------------------


def ansi_text(data: bytes) -> str:
    """Bytes of the Windows code page 1252 as text; the five bytes it leaves undefined pass through."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join([bytes([b]).decode("cp1252", "ignore") or chr(b) for b in data])


def ansi_bytes(text: str, unknown: str = "?") -> bytes:
    """A text as bytes of the Windows code page; the reverse of `ansi_text`. `unknown` replaces other characters."""
    try:
        return text.encode("cp1252")
    except UnicodeEncodeError:
        fallback = unknown.encode("ascii")
        return b"".join(
            [c.encode("latin-1" if c in "\x81\x8d\x8f\x90\x9d" else "cp1252", "ignore") or fallback for c in text]
        )


def encoding_of(data: bytes) -> str:
    """How a text file is written: its byte-order mark says it, else strict UTF-8, else the Windows code page."""
    if data.startswith(UTF8_BOM):
        return "utf-8-sig"
    if data.startswith((UTF16_LE_BOM, UTF16_BE_BOM)):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "ansi"
    return "utf-8"


def decode(data: bytes, format: int = 0) -> str:
    """The text of a file; `format` one of foAnsi, foUnicode and foUTF8, or 0: `encoding_of` tells."""
    encoding = encoding_of(data)
    if format & FO_ANSI:
        return ansi_text(data)
    if format & FO_UTF8 and encoding in ("ansi", "utf-8"):
        return data.decode("utf-8", "replace")
    if format & FO_UNICODE and encoding != "utf-16":
        return data.decode("utf-16-le", "replace")
    if encoding == "ansi":
        return ansi_text(data)
    if encoding == "utf-16":
        order = "utf-16-le" if data.startswith(UTF16_LE_BOM) else "utf-16-be"
        return data[2:].decode(order, "surrogatepass" if len(data) % 2 == 0 else "replace")
    return data.decode(encoding)


def encode(text: str, format: int = 0) -> bytes:
    """The bytes of a text file, such that `decode` without a format reads the same text; foAnsi loses letters."""
    if format & FO_ANSI:
        return ansi_bytes(text)
    if format & FO_UNICODE:
        return UTF16_LE_BOM + text.encode("utf-16-le", "surrogatepass")
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:  # half a character: only UTF-16 can hold it
        return UTF16_LE_BOM + text.encode("utf-16-le", "surrogatepass")
    # A text that begins with U+FEFF would lose it as a mark: it gets a mark of its own.
    return UTF8_BOM + data if data.startswith(UTF8_BOM) else data


# --- Bytes on the disk -----------------------------------------------------------------------------------------------


def refusal(path: str, error: OSError) -> Failure:
    """Why the operating system refused, in words that name the path as the program wrote it."""
    return Failure(f"{path}: {error.strerror or error}", error.errno or 0, str(error))


def read(run: Run, path: str) -> bytes:
    """The bytes of a regular file. Raises Failure."""
    found = run.world.files.resolve(path)
    try:
        if not stat.S_ISREG(os.stat(found).st_mode):  # opening a pipe would wait for somebody to write
            raise Failure(f"{path} is not a file")
        with run.world.files.open(found, "rb") as file:
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                raise Failure(f"{path} is not a file")
            if facts.st_size > LARGEST:
                raise Failure(f"{path} is too large to be read whole ({facts.st_size} bytes)")
            return file.read()
    except OSError as error:
        raise refusal(path, error) from None


def write(run: Run, path: str, data: bytes) -> None:
    """Creates or replaces a file, wholly or not at all. Raises Failure."""
    found = os.path.realpath(run.world.files.resolve(path, writing=True))
    if os.path.exists(found) and not os.path.isfile(found):
        raise Failure(f"{path} is not a file")
    mode = check_writable(path, found)
    try:
        unfinished = temporary_beside(found)
        try:
            with run.world.files.open(unfinished, "wb") as file:
                file.write(data)
            if mode is not None:
                os.chmod(unfinished, mode)
            os.replace(unfinished, found)
        except BaseException:
            os.unlink(unfinished)
            raise
    except OSError as error:
        raise refusal(path, error) from None


def check_writable(path: str, found: str) -> int | None:
    """The permissions of an existing file, None when there is none; Failure when it is read-only."""
    try:
        mode = stat.S_IMODE(os.stat(found).st_mode)
    except OSError:
        return None
    if not mode & stat.S_IWUSR:
        raise Failure(f"{path} is read-only")
    return mode


def temporary_beside(found: str) -> str:
    """A new empty file in the folder of another, with the permissions that a new file has."""
    folder, name = os.path.split(found)
    number = 0
    while True:
        made = os.path.join(folder, f".{name[:100]}.{os.getpid()}.{number}.tmp")
        try:
            os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            return made
        except FileExistsError:
            number += 1


# --- Reading and writing ---------------------------------------------------------------------------------------------


@function("fLoadText", "fChargeTexte", on_failure="")
def f_load_text(run: Run, path: str, format: int = 0) -> str:
    """The text of a file, line ends as they are. Without a format: byte-order mark, else UTF-8, else Windows-1252.

    Failure: "".

    Source: stdlib.md 5.1.
    """
    return decode(read(run, path), format)


@function("fSaveText", "fSauveTexte", on_failure=False)
def f_save_text(run: Run, path: str, text: Value, format: int = 0) -> bool:
    """Writes a text to a file, which is created or replaced; without a format in UTF-8, as fLoadText reads it.

    A buffer is written as it is. Failure: False, and the file stays as it was.

    Source: stdlib.md 5.1.
    """
    write(run, path, text if isinstance(text, bytes) else encode(to_text(text), format))
    return True


@function("fAddText", "fAjouteTexte", on_failure=False)
def f_add_text(run: Run, path: str, text: Value) -> bool:
    """Adds a text at the end of a file, in the file's own encoding; creates the file if need be. No line end is added.

    Failure: False.

    Source: stdlib.md 5.1.
    """
    found = run.world.files.resolve(path, writing=True)
    added = text if isinstance(text, bytes) else to_text(text)
    try:
        size = os.path.getsize(found) if os.path.isfile(found) else 0
    except OSError:
        size = 0
    if not size:
        write(run, path, added if isinstance(added, bytes) else encode(added))
        return True
    check_writable(path, found)
    data: bytes | None
    if isinstance(added, bytes):
        data = added
    elif added.isascii() and not _starts_utf16(run, found):
        data = added.encode("ascii")
    else:
        old = read(run, path)
        data = _in_encoding(added, encoding_of(old), old)
        if data is None:  # the file's encoding has no such letter
            write(run, path, encode(decode(old) + added))
            return True
    try:
        with run.world.files.open(found, "ab") as file:
            file.write(data)
    except OSError as error:
        raise refusal(path, error) from None
    return True


def _starts_utf16(run: Run, found: str) -> bool:
    try:
        with run.world.files.open(found, "rb") as file:
            return file.read(2) in (UTF16_LE_BOM, UTF16_BE_BOM)
    except OSError:
        return False


def _in_encoding(text: str, encoding: str, old: bytes) -> bytes | None:
    if encoding == "utf-16":
        return text.encode("utf-16-le" if old.startswith(UTF16_LE_BOM) else "utf-16-be", "surrogatepass")
    try:
        return text.encode("cp1252" if encoding == "ansi" else "utf-8")
    except UnicodeEncodeError:
        return None


@function("fLoadBuffer", "fChargeBuffer", on_failure=b"")
def f_load_buffer(run: Run, path: str) -> bytes:
    """The bytes of a file. Failure: an empty buffer.

    Source: stdlib.md 5.1.
    """
    return read(run, path)


@function("fSaveBuffer", "fSauveBuffer", on_failure=False)
def f_save_buffer(run: Run, path: str, buffer: bytes) -> bool:
    """Writes bytes to a file, which is created or replaced. Failure: False.

    Source: stdlib.md 5.1.
    """
    write(run, path, buffer)
    return True


# --- Facts about files -----------------------------------------------------------------------------------------------


@function("fFileExist", "fFichierExiste")
def f_file_exist(run: Run, path: str) -> bool:
    """True when there is such a file; False for a directory. `*` and `?` stand for any file.

    Source: stdlib.md 5.1.
    """
    try:
        if has_wildcard(path):
            return bool(matching(run, path))
        return os.path.isfile(run.world.files.resolve(path))
    except (Failure, OSError):
        return False


@function("fSize", "fTaille", on_failure=-1)
def f_size(run: Run, path: Value) -> int:
    """The size of a file in bytes; also of an open one by its number. Failure: -1.

    Source: stdlib.md 5.1.
    """
    if type(path) is int:
        from wlmail.library.open_files import opened

        return opened(run, path).size()
    try:
        return os.path.getsize(run.world.files.resolve(to_text(path)))
    except OSError as error:
        raise refusal(to_text(path), error) from None


@function("fDate", "fDate", on_failure="")
def f_date(run: Run, path: str, kind: Value = 0) -> str:
    """The date of the last change of a file, YYYYMMDD. Failure: "".

    Source: stdlib.md 5.1.
    """
    return _changed(run, path)[:8]


@function("fTime", "fHeure", on_failure="")
def f_time(run: Run, path: str, kind: Value = 0) -> str:
    """The time of the last change of a file, HHMMSSCC. Failure: "".

    Source: stdlib.md 5.1.
    """
    return _changed(run, path)[8:16]


@function("fDateTime", "fDateHeure", on_failure="")
def f_date_time(run: Run, path: str, kind: Value = 0) -> str:
    """The date and time of the last change of a file, 17 digits. Failure: "".

    Source: stdlib.md 5.1.
    """
    return _changed(run, path)


def _changed(run: Run, path: str) -> str:
    from time import localtime, strftime

    try:
        changed = os.stat(run.world.files.resolve(path)).st_mtime
        return strftime("%Y%m%d%H%M%S", localtime(changed)) + f"{int(changed % 1 * 1000):03}"
    except OSError as error:
        raise refusal(path, error) from None


# --- Names with wildcards --------------------------------------------------------------------------------------------


def has_wildcard(path: str) -> bool:
    return "*" in path or "?" in path


def split_mask(path: str) -> tuple[str, str]:
    """The directory, with its separator, and the last name of a path; both separators count."""
    cut = max(path.rfind("/"), path.rfind("\\")) + 1
    return path[:cut], path[cut:]


def matching(run: Run, mask: str, *, directories: bool = False) -> list[str]:
    """The real paths that a mask such as `C:\\Mails\\*.txt` names, sorted; case does not count. `*.*` is any name."""
    folder, name = split_mask(mask)
    found = run.world.files.resolve(folder or ".")
    with os.scandir(found) as entries:
        wanted = [e.name for e in entries if (e.is_dir() if directories else e.is_file()) and fits(e.name, name)]
    return [os.path.join(found, one) for one in sorted(wanted)]


def fits(name: str, mask: str) -> bool:
    """True when a file name fits a mask with `*` and `?`, as Windows reads it."""
    if mask in ("*", "*.*", ""):
        return True
    name, mask = name.casefold(), mask.casefold()
    at, star, resume, n = 0, -1, 0, 0
    while n < len(name):
        if at < len(mask) and mask[at] == "*":
            star, resume, at = at, n, at + 1
        elif at < len(mask) and (mask[at] == "?" or mask[at] == name[n]):
            at, n = at + 1, n + 1
        elif star >= 0:
            resume += 1
            at, n = star + 1, resume
        else:
            return False
    return not mask[at:].strip("*")
