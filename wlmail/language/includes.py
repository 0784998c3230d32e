"""`EXTERN "file.wl"`: the text of another file at that point of a program (language.md 1).

The texts of all files become one source, one after another, so that every node has one place in one text; `Assembly`
tells which file and line that is.
"""

from __future__ import annotations

import os

from wlmail.language import syntax
from wlmail.language.diagnostics import Diagnostic, Span
from wlmail.language.names import fold
from wlmail.language.parser import parse
from wlmail.language.source import Source, SourceError

CLASSIC = ("WINCONST.WL", "KEYCONST.WL")
"""Files of constants that old programs include; those that are used are known anyway."""
DEEPEST = 40
"""Files that include one another."""


class Assembly(Source):
    """The texts of a program and of the files that it includes, one after another."""

    __slots__ = ("parts",)

    def __init__(self, main: Source) -> None:
        super().__init__(main.text, main.name, main.encoding, main.lenient)
        self.code_page = main.code_page
        self.parts: list[tuple[int, Source]] = [(0, main)]
        """Where each text begins, and its own source."""

    def append(self, source: Source) -> int:
        """Adds a text; returns where it begins."""
        self.text += "\n"
        start = len(self.text)
        self.text += source.text
        self._starts = None
        self.parts.append((start, source))
        return start

    def part(self, offset: int) -> tuple[int, Source]:
        """The text that an offset lies in: where it begins, and its source."""
        return next(part for part in reversed(self.parts) if part[0] <= offset)

    def origin(self, line: int) -> tuple[str, int]:
        start, source = self.part(self.offset(line, 1))
        return source.name, line - self.position(start)[0] + 1

    def first_lines(self) -> tuple[tuple[int, str], ...]:
        """The line at which each included text begins, and its name: what reports at run time need."""
        return tuple((self.position(start)[0], source.name) for start, source in self.parts[1:])


def placed(diagnostics: list[Diagnostic], whole: Source) -> list[Diagnostic]:
    """The diagnostics of an assembly, each in its own file; what a file included twice has wrong is told once."""
    found: dict[tuple[str, Span | None, str], Diagnostic] = {}
    for diagnostic in diagnostics:
        if diagnostic.source is whole and isinstance(whole, Assembly) and diagnostic.span is not None:
            for related in diagnostic.related:
                begin, related.source = whole.part(related.span[0])
                related.span = (related.span[0] - begin, related.span[1] - begin)
            start, diagnostic.source = whole.part(diagnostic.span[0])
            diagnostic.span = (diagnostic.span[0] - start, diagnostic.span[1] - start)
        name = diagnostic.source.name if diagnostic.source is not None else ""
        found.setdefault((name, diagnostic.span, diagnostic.code), diagnostic)
    return list(found.values())


def assemble(program: syntax.Program, source: Source) -> tuple[Source, list[Diagnostic], list[str]]:
    """Puts the statements of included files where their EXTERN stands, and their procedures into the program.

    Returns the source of the whole (`source` itself without EXTERN of files), what is wrong, and the files that were
    read and the folders where one was not found: the compiled program depends on them.
    """
    if not any(isinstance(node, syntax.Extern) and node.path for node in syntax.walk(program)):
        return source, [], []
    work = _Work(source)
    work.include(program, (source.name,))
    return work.whole, work.diagnostics, work.files


class _Work:
    def __init__(self, source: Source) -> None:
        self.whole = Assembly(source)
        self.diagnostics: list[Diagnostic] = []
        self.files: list[str] = []
        self.known: set[str] = set()
        """Files whose procedures the program has already."""
        self.procedures: list[syntax.Procedure] | None = None

    def include(self, program: syntax.Program, around: tuple[str, ...]) -> None:
        """Includes what the EXTERN lines of a program name; `around` are the files being included, outermost first."""
        if self.procedures is None:
            self.procedures = program.procedures
        for node in list(syntax.walk(program)):
            for field in node.FIELDS:
                value = getattr(node, field)
                if isinstance(value, list) and any(isinstance(item, syntax.Extern) and item.path for item in value):
                    value[:] = [made for item in value for made in self._replaced(item, around)]

    def _replaced(self, node: object, around: tuple[str, ...]) -> list[object]:
        if not isinstance(node, syntax.Extern) or not node.path:
            return [node]
        path = self._found(node, around)
        if path is None:
            return []
        if os.path.realpath(path) in map(os.path.realpath, around) or len(around) > DEEPEST:
            chain = " → ".join(map(os.path.basename, (*around, path)))
            self._report(
                "include-cycle", f"this file includes itself: {chain}", node.span, "take one of the EXTERN out"
            )
            return []
        try:
            source = Source.read(path, self.whole.code_page, self.whole.lenient)
        except SourceError as error:
            self._report(error.diagnostic.code, error.diagnostic.message, node.span, error.diagnostic.hint)
            return []
        start = self.whole.append(source)
        program, found = parse(self.whole, start)
        self.diagnostics += found
        body = program.main
        for handler in (body.on_error, body.on_exception, body.finally_):
            if handler:
                message = f"{path} has CASE ERROR:, CASE EXCEPTION: or END: in its main code"
                self._report("included-handler", message, node.span, "put them at the end of the program itself")
        assert self.procedures is not None
        if os.path.realpath(path) not in self.known:
            self.known.add(os.path.realpath(path))
            self.procedures += program.procedures
        self.include(program, (*around, path))
        return list(body.statements)

    def _found(self, node: syntax.Extern, around: tuple[str, ...]) -> str | None:
        """The path of the file that an EXTERN names: beside the file it stands in, else beside the program."""
        wanted = node.path.replace("\\", "/")
        folders = list(dict.fromkeys(os.path.dirname(name) for name in (around[-1], around[0])))
        for folder in folders:
            path = os.path.normpath(os.path.join(folder, wanted))
            found = _whatever_case(folder, wanted)
            self.files.append(found or _nearest_folder(path))
            if found is not None:
                return found
        if fold(wanted.rpartition("/")[2]) in CLASSIC:
            message = f"{node.path} is not there; the program goes on without it"
            self._report("file-not-found", message, node.span, "the constants of mail and dialogs are built in", True)
            return None
        hint = f"it is looked for in {' and '.join(os.path.abspath(folder) for folder in folders)}"
        self._report("file-not-found", f"{node.path}: there is no such file", node.span, hint)
        return None

    def _report(self, code: str, message: str, span: Span, hint: str, warning: bool = False) -> None:
        severity = "warning" if warning else "error"
        self.diagnostics.append(
            Diagnostic(code, message, source=self.whole, span=span, hint=hint, severity=severity)  # type: ignore[arg-type]
        )


def _nearest_folder(path: str) -> str:
    """The folder that a file would be in, or the first one above it that is there."""
    folder = os.path.dirname(path)
    while folder and not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    return folder or "."


def _whatever_case(folder: str, wanted: str) -> str | None:
    """The file below `folder`; as on Windows, its names may differ in case."""
    path = os.path.normpath(os.path.join(folder, wanted))
    if os.path.isfile(path):
        return path
    place = "/" if wanted.startswith("/") else folder
    for part in wanted.split("/"):
        if part in ("", ".", ".."):
            place = os.path.join(place, part) if part else place
            continue
        try:
            names = os.listdir(place or ".")
        except OSError:
            return None
        same = [name for name in names if name == part] or [name for name in names if name.lower() == part.lower()]
        if len(same) != 1:
            return None
        place = os.path.join(place, same[0])
    return os.path.normpath(place) if os.path.isfile(place) else None
