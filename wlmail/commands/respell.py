"""The command `wlmail respell`: a program with the words of the other language, on standard output or in its file."""

from __future__ import annotations

import os
import sys

from wlmail.interpreter import COMPILING_LIMIT
from wlmail.language.diagnostics import Diagnostic, render
from wlmail.language.source import BOMS, Source, SourceError, encoded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wlmail.language.respell import Language

DONE, FAILED = 0, 1


def respelled(source: Source, to: Language) -> tuple[str, list[Diagnostic]]:
    """The text of a program with the words of the other language; as it is, and what is wrong, when it has errors."""
    from wlmail.language.respell import respell

    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, COMPILING_LIMIT))
    try:
        return respell(source, to)
    except RecursionError:
        hint = "make it several statements, with += for example"
        return source.text, [Diagnostic("too-deep", f"{source.name}: an expression has too many terms", hint=hint)]
    finally:
        sys.setrecursionlimit(limit)


def write(source: Source, to: Language, *, in_place: bool) -> int:
    """Writes the program in the encoding of its file, with its byte-order mark and line ends; gives the exit status."""
    text, errors = respelled(source, to)
    if errors:
        # The program is in the language that it leaves.
        print("\n".join(render(error, french=to == "en") for error in errors), file=sys.stderr)
        return FAILED
    try:
        if in_place:
            rewrite(source, text)
        elif sys.stdout.isatty() or not hasattr(sys.stdout, "buffer"):
            sys.stdout.write(text)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(as_bytes(source, text)[0])
    except SourceError as error:
        print(render(error.diagnostic, french=to == "en"), file=sys.stderr)
        return FAILED
    return DONE


def rewrite(source: Source, text: str) -> None:
    """Puts a new text into the file of a program, in its encoding. Raises SourceError; the file is whole then."""
    data, before = as_bytes(source, text)
    if data == before:
        return
    try:
        _replace(source.name, data)
    except OSError as error:
        message = f"{source.name} cannot be written: {error.strerror or error}"
        raise SourceError(Diagnostic("unwritable-file", message)) from None


def as_bytes(source: Source, text: str) -> tuple[bytes, bytes]:
    """A new text in the encoding of the file, with its mark, and what the file holds. Raises SourceError."""
    try:
        with open(source.name, "rb") as file:
            before = file.read()
        bom = next((bom for bom, _ in BOMS if before.startswith(bom)), b"")
        return bom + encoded(text, source.encoding), before
    except UnicodeEncodeError as error:
        letter = error.object[error.start]
        message = f"{source.name} is {source.encoding} text, which has no {letter!r}"
        raise SourceError(Diagnostic("not-encodable", message, hint="save it as UTF-8 first")) from None
    except OSError as error:
        message = f"{source.name} cannot be read: {error.strerror or error}"
        raise SourceError(Diagnostic("unreadable-file", message)) from None


def _replace(name: str, data: bytes) -> None:
    """Puts `data` into a file, whole or not at all; what a link leads to is changed, not the link."""
    import shutil
    import tempfile

    path = os.path.realpath(name)
    handle, made = tempfile.mkstemp(prefix=".wlmail-", dir=os.path.dirname(path))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, made)
        os.replace(made, path)
    except BaseException:
        os.unlink(made)
        raise
