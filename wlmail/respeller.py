"""The command `wlmail respell`: a program with the words of the other language, on standard output or in its file."""

from __future__ import annotations

import os
import sys

from wlmail.interpreter import COMPILING_LIMIT
from wlmail.language.diagnostics import Diagnostic, render
from wlmail.language.source import BOMS, Source, encoded

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
        print("\n".join(map(render, errors)), file=sys.stderr)
        return FAILED
    try:
        with open(source.name, "rb") as file:
            before = file.read()
        bom = next((bom for bom, _ in BOMS if before.startswith(bom)), b"")
        data = bom + encoded(text, source.encoding)
        if in_place:
            if data != before:
                _replace(source.name, data)
        elif sys.stdout.isatty() or not hasattr(sys.stdout, "buffer"):
            sys.stdout.write(text)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
    except UnicodeEncodeError as error:
        letter = error.object[error.start]
        message = f"{source.name} is {source.encoding} text, which has no {letter!r}"
        print(render(Diagnostic("not-encodable", message, hint="save it as UTF-8 first")), file=sys.stderr)
        return FAILED
    except OSError as error:
        message = f"{source.name} cannot be written: {error.strerror or error}"
        print(render(Diagnostic("unwritable-file", message)), file=sys.stderr)
        return FAILED
    return DONE


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
