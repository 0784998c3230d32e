"""The command `wlmail check`: everything that is wrong or dubious in programs, without running them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

from wlmail.commands import baseline, reports
from wlmail.commands.reports import Found
from wlmail.commands.survey import Survey, language_of, survey_of
from wlmail.language.diagnostics import Diagnostic

DONE, FAILED, MISUSE = 0, 1, 2
LARGEST = 8_000_000
"""Bytes of a file that is read; what is larger is no program."""
WORTH_IT = 16
"""Files from which on several processes are faster than one."""
SEVERITIES = ("error", "warning", "info")


class Misuse(Exception):
    """The command line asks for what cannot be; the text says what."""


class Job:
    """What a process has to know to check a file; it travels to the processes."""

    __slots__ = ("code_page", "ignored", "language", "lenient", "selected", "syntax", "widest")

    def __init__(self, options: Any) -> None:
        self.code_page: str = options.code_page
        self.lenient: list[str] = options.lenient
        self.syntax: bool = options.syntax
        self.language: str = options.language
        self.selected: list[str] = options.select
        self.ignored: list[str] = options.ignore
        self.widest = reports.widest()

    def wants(self, code: str) -> bool:
        return (not self.selected or code in self.selected) and code not in self.ignored


def check(options: Any) -> int:
    """Checks files and the .wl files of folders; prints what is found and returns the exit status."""
    try:
        files = files_of(options.paths)
        _known_codes([*options.select, *options.ignore])
        base = baseline.read(options.baseline) if options.baseline else None
    except (Misuse, baseline.BrokenBaseline) as error:
        _tell(f"wlmail check: {error}")
        return MISUSE
    report = reports.FORMATS[options.format](len(files))
    surveys: list[Survey] = []
    every: list[Found] = []
    failed = known = 0
    for found, survey in _checked(files, Job(options)):
        if options.baseline and base is None:
            every += found
        elif base is not None:
            before = len(found)
            found = base.new_ones(found)
            known += before - len(found)
        failed += any(SEVERITIES.index(row.severity) <= SEVERITIES.index(options.fail_on) for row in found)
        report.add(found)
        surveys.append(survey)
    spoken = options.language or language_of(surveys)
    report.end(surveys if options.summary else [], known, spoken)
    if options.baseline and base is None:
        try:
            baseline.write(options.baseline, every)
        except OSError as error:
            _tell(f"wlmail check: {options.baseline} cannot be written: {error.strerror or error}")
            return MISUSE
        _tell(f"wlmail check: {options.baseline} written; from now on only what is new is told")
        return DONE
    return FAILED if failed else DONE


def _checked(files: list[str], job: Job) -> Iterator[tuple[list[Found], Survey]]:
    """What is found in each file, in their order, by as many processes as there are processors."""
    workers = _processors() if len(files) >= WORTH_IT else 1
    if workers == 1:
        yield from (examine(file, job) for file in files)
        return
    from concurrent.futures import ProcessPoolExecutor
    from functools import partial

    with ProcessPoolExecutor(workers, initializer=_load) as pool:
        # A slice at a time: what is found waits in memory until its turn to be told.
        for first in range(0, len(files), 256):
            yield from pool.map(partial(examine, job=job), files[first : first + 256], chunksize=8)


def _load() -> None:
    import gc

    from wlmail.language import registry

    registry.load()
    gc.freeze()


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def examine(file: str, job: Job) -> tuple[list[Found], Survey]:
    """What is found in one file, and the facts about it."""
    from wlmail.interpreter import examine_program
    from wlmail.language.includes import placed
    from wlmail.language.source import Source, SourceError
    from wlmail.lints import lint, study

    french = job.language == "fr"
    survey = Survey(file)
    try:
        if os.path.getsize(file) > LARGEST:
            size = os.path.getsize(file) // 1_000_000
            hint = "name the files of the project one by one, or split it"
            text = f"{file} has {size} MB; a program has at most {LARGEST // 1_000_000}"
            raise SourceError(Diagnostic("file-too-large", text, hint=hint))
        source = Source.read(file, job.code_page, job.lenient)
        diagnostics, program, whole, is_french = examine_program(source, syntax_only=job.syntax)
        french = french if job.language else is_french
        if program is not None:
            bound = study(program, whole, french=is_french)
            more = lint(bound)
            for diagnostic in placed(more, whole):
                _hide(diagnostic)
                diagnostics.append(diagnostic)
            survey = survey_of(file, bound)
        survey.language = "fr" if is_french else "en"
    except SourceError as error:
        return [Found(error.diagnostic, file, french=french, widest=job.widest)], survey
    except OSError as error:
        broken = Diagnostic("unreadable-file", f"{file} cannot be read: {error.strerror or error}")
        return [Found(broken, file, french=french, widest=job.widest)], survey
    own = [d for d in diagnostics if d.source is None or d.source.name == file]
    survey.errors = sum(d.severity == "error" for d in own)
    survey.not_offered = sum(d.code == "not-offered" for d in own)
    wanted = [d for d in diagnostics if job.wants(d.code) and not _is_ignored(d)]
    wanted.sort(key=lambda d: d.source.position(d.span[0]) if d.source is not None and d.span is not None else (0, 0))
    return [Found(d, file, french=french, widest=job.widest) for d in wanted], survey


def _hide(diagnostic: Diagnostic) -> None:
    """A secret that was found is not shown, whatever is told about its line."""
    if diagnostic.code == "secret-in-source" and diagnostic.source is not None and diagnostic.span is not None:
        (first, start), (last, end) = map(diagnostic.source.position, diagnostic.span)
        for line in range(first, last + 1):
            place = (start - 1, end - 1) if first == last else (0, len(diagnostic.source.line(line)))
            diagnostic.source.hidden.setdefault(line, []).append(place)


def _is_ignored(diagnostic: Diagnostic) -> bool:
    """`// wlmail: ignore[code]` stands at the end of the line, or on one of its own above it."""
    if diagnostic.source is None or diagnostic.span is None:
        return False
    number = diagnostic.source.position(diagnostic.span[0])[0]
    lines = [diagnostic.source.line(number)]
    above = diagnostic.source.line(number - 1).strip() if number > 1 else ""
    if above.startswith("//"):
        lines.append(above)
    for line in lines:
        _, found, codes = line.partition("// wlmail: ignore[")
        if found and diagnostic.code in [code.strip() for code in codes.partition("]")[0].split(",")]:
            return True
    return False


def _known_codes(codes: list[str]) -> None:
    if not codes:
        return
    from wlmail.commands.explain import explanations
    from wlmail.language.symbols import closest

    known = explanations()
    for code in codes:
        if code not in known:
            near = closest(code, list(known))
            hint = f"did you mean {near}?" if near else "`wlmail explain` lists them all"
            raise Misuse(f"there is no code «{code}»; {hint}")


def files_of(paths: list[str]) -> list[str]:
    """The files named and the .wl files of the folders named. Raises Misuse."""
    files: list[str] = []
    for path in paths:
        if os.path.isdir(path):
            found = sorted(_programs(path))
            if not found:
                raise Misuse(f"there is no .wl file in {path}")
            files += found
        elif os.path.exists(path):
            files.append(path)
        else:
            raise Misuse(f"{path}: there is no such file or folder")
    return _once(files)


def _once(files: list[str]) -> list[str]:
    """A file that is named twice, or named and in a folder that is named, is checked once."""
    found: dict[str, str] = {}
    for file in files:
        found.setdefault(os.path.realpath(file), file)
    return list(found.values())


def _programs(folder: str) -> list[str]:
    return [
        os.path.join(place, name)
        for place, _, names in os.walk(folder, onerror=_unreadable)
        for name in names
        if name.lower().endswith(".wl")
    ]


def _unreadable(error: OSError) -> None:
    _tell(f"wlmail check: {error.filename} cannot be read: {error.strerror}")


def _tell(text: str) -> None:
    print(text, file=sys.stderr)
