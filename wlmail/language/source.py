"""The text of a program: reading and decoding a file, and where an offset lies (language.md 2.1)."""

from __future__ import annotations

import codecs
from bisect import bisect_right

from wlmail.language.diagnostics import Diagnostic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class SourceError(Exception):
    """A program cannot be read. `diagnostic` says why and what to do."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class Source:
    """One program text. Line ends are kept as they are; CRLF, LF and a lone CR all end a line."""

    __slots__ = ("_starts", "code_page", "encoding", "hidden", "lenient", "name", "text")

    def __init__(self, text: str, name: str = "<text>", encoding: str = "utf-8", lenient: Iterable[str] = ()) -> None:
        self.text = text.lstrip("\ufeff")
        self.name = name
        self.encoding = encoding
        self.lenient = frozenset(lenient)
        """The choices of `lenient.py` that this text is read with."""
        self.code_page = ""
        """The encoding that the user named for this text."""
        self.hidden: dict[int, list[tuple[int, int]]] = {}
        """Lines on which a check has found secrets, with the columns (from 0) where they stand; none: anywhere."""
        self._starts: list[int] | None = None

    @classmethod
    def read(cls, path: str | Path, code_page: str = "", lenient: Iterable[str] = ()) -> Source:
        """Reads and decodes a file: BOM, else strict UTF-8, else Windows-1252; or `code_page` when one is given.

        Raises SourceError when the file is missing, a folder, unreadable, binary or not text in that encoding.
        """
        name = str(path)
        if not name:
            raise _unreadable("file-not-found", "no file is named", "name a .wl file")
        try:
            with open(name, "rb") as file:
                data = file.read()
        except FileNotFoundError:
            raise _unreadable("file-not-found", f"{name}: there is no such file", "check the path") from None
        except IsADirectoryError:
            raise _unreadable("is-a-folder", f"{name} is a folder", "name a .wl file inside it") from None
        except OSError as error:
            raise _unreadable("unreadable-file", f"{name} cannot be read: {error.strerror or error}") from None
        except ValueError:  # a NUL character in the path
            raise _unreadable("file-not-found", f"{name!r} is not a file name", "check the path") from None
        text, encoding = decode(data, name, code_page)
        source = cls(text, name, encoding, lenient)
        source.code_page = code_page
        return source

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        starts = self._line_starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column, both from 1. Raises IndexError for a line that does not exist."""
        return self._line_starts()[line - 1] + column - 1

    def line(self, number: int) -> str:
        """The text of a line (from 1) without its end."""
        starts = self._line_starts()
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def origin(self, line: int) -> tuple[str, int]:
        """The file that a line stands in, and its number there: another one in a program that includes files."""
        return self.name, line

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            starts, offset = [0], 0
            # Only the three line ends of the language: str.splitlines would also split at form feeds and the like.
            for piece in self.text.replace("\r\n", "\n\n").replace("\r", "\n").split("\n")[:-1]:
                offset += len(piece) + 1
                starts.append(offset)
            # "\r\n" became two line ends, to keep the offsets: the start between the two is not a line.
            self._starts = [s for s in starts if s == 0 or self.text[s - 1 : s + 1] != "\r\n"]
        return self._starts


def decode(data: bytes, name: str, code_page: str = "") -> tuple[str, str]:
    """The text in `data` and the encoding it was read with. Raises SourceError when it is binary or not decodable."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise _unreadable(
                    "not-decodable", f"{name} starts with a {encoding} mark, but byte {error.start} is not {encoding}"
                ) from None
    if data.startswith(b"PCS"):
        raise _unreadable(
            "binary-file", f"{name} is a binary WINDEV element", "save the project in text format, or paste the code"
        )
    if code_page:
        if not is_code_page(code_page):
            raise _unreadable("unknown-code-page", f"«{code_page}» is not a known code page", "for example cp1252")
        try:
            text = data.decode(code_page)
        except UnicodeDecodeError as error:
            raise _unreadable("not-decodable", f"{name}: byte {error.start} is not {code_page} text") from None
        if "\0" not in text[:65536]:
            return text, code_page
    if b"\0" in data[:65536]:
        hint = "it may be UTF-16 without its mark: --code-page utf-16-le reads it" if _is_wide(data) else ""
        raise _unreadable("binary-file", f"{name} is a binary file, not a program text", hint)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        # Windows leaves five bytes of its code page 1252 undefined; its own functions pass them through.
        return "".join(_CP1252[byte] for byte in data), "cp1252"


def encoded(text: str, encoding: str) -> bytes:
    """The bytes that `decode` reads as `text` in that encoding, without a mark. Raises UnicodeEncodeError."""
    if encoding != "cp1252":
        return text.encode(encoding)
    return b"".join(bytes([ord(c)]) if ord(c) in _UNDEFINED else c.encode("cp1252") for c in text)


def is_code_page(name: str) -> bool:
    """Python can decode texts of that encoding."""
    try:
        codecs.lookup(name)
        return isinstance(b"a b ".decode(name), str)
    except UnicodeDecodeError:  # more than one byte a letter
        return True
    except (LookupError, ValueError, TypeError):
        return False


def _is_wide(data: bytes) -> bool:
    """Nearly every second byte is zero, as in a western text in UTF-16."""
    start = data[: min(len(data), 2000) // 2 * 2]
    return max(start[::2].count(0), start[1::2].count(0)) > 0.4 * len(start)


_CP1252 = [bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)) for byte in range(256)]

_UNDEFINED = frozenset(byte for byte in range(128, 160) if _CP1252[byte] == chr(byte))


def _unreadable(code: str, message: str, hint: str = "") -> SourceError:
    return SourceError(Diagnostic(code, message, hint=hint))
