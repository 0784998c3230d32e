"""Copying, moving and deleting files; directories and what is in them (stdlib.md 5.1)."""

from __future__ import annotations

import os
import stat

from wlmail.language.registry import Value, function
from wlmail.library.files import (
    FR_DIRECTORY,
    FR_INTERRUPTIBLE,
    FR_NOT_RECURSIVE,
    FR_READ_ONLY,
    FR_RECURSIVE,
    check_writable,
    fits,
    has_wildcard,
    matching,
    refusal,
    split_mask,
    temporary_beside,
)
from wlmail.runtime.conversions import to_int, to_text
from wlmail.runtime.errors import Failure
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# --- Files -----------------------------------------------------------------------------------------------------------


def _sources(run: Run, path: str) -> list[str]:
    """The real paths of the files that a path, perhaps with wildcards, names. Failure when there is none."""
    try:
        if not has_wildcard(path):
            return [run.world.files.resolve(path)]
        found = matching(run, path)
    except OSError as error:
        raise refusal(path, error) from None
    if not found:
        raise Failure(f"{path}: there is no such file")
    return found


@function("fDelete", "fSupprime", on_failure=False)
def f_delete(run: Run, path: str, options: int = 0) -> bool:
    """Deletes a file, or all that fit a mask with `*` and `?`. frReadOnly deletes read-only files too.

    Failure (also when there is no such file): False.

    Source: stdlib.md 5.1.
    """
    for found in _sources(run, path):
        run.world.files.resolve(found, writing=True)
        if not options & FR_READ_ONLY:
            check_writable(path, found)
        try:
            os.unlink(found)
        except OSError as error:
            raise refusal(path, error) from None
    return True


@function("fCopyFile", "fCopieFichier", on_failure=False)
def f_copy_file(run: Run, source: str, target: str, *options: Value) -> bool:
    """Copies a file to a path or into a directory; what is there is replaced. The source may have `*` and `?`.

    Failure: False.

    Source: stdlib.md 5.1.
    """
    for found, place in _pairs(run, source, target):
        _copy(source, target, found, place)
    return True


def _pairs(run: Run, source: str, target: str) -> Iterator[tuple[str, str]]:
    """Each source with its target, as real paths."""
    place = run.world.files.resolve(target, writing=True)
    into = target.endswith(("/", "\\")) or os.path.isdir(place)
    found = _sources(run, source)
    if into and not os.path.isdir(place):
        raise Failure(f"{target}: there is no such directory")
    if len(found) > 1 and not into:
        raise Failure(f"{target} is not a directory")
    for one in found:
        yield one, os.path.join(place, os.path.basename(one)) if into else place


def _copy(source: str, target: str, found: str, place: str) -> None:
    import shutil

    try:
        if not os.path.isfile(found):
            raise Failure(
                f"{source}: there is no such file" if not os.path.exists(found) else f"{source} is not a file"
            )
        if os.path.exists(place) and os.path.samefile(found, place):
            raise Failure(f"{source} cannot be copied onto itself")
        if os.path.isdir(place):
            raise Failure(f"{target} is a directory")
        check_writable(target, place)
        unfinished = temporary_beside(os.path.realpath(place))
        try:
            shutil.copyfile(found, unfinished)
            shutil.copystat(found, unfinished)
            os.replace(unfinished, os.path.realpath(place))
        except BaseException:
            os.unlink(unfinished)
            raise
    except OSError as error:
        raise refusal(target if error.filename != found else source, error) from None


@function("fMoveFile", "fDéplaceFichier", on_failure=False)
def f_move_file(run: Run, source: str, target: str) -> bool:
    """Moves a file to a path or into a directory; a file that is there is replaced. Failure: False.

    Source: stdlib.md 5.1.
    """
    for found, place in _pairs(run, source, target):
        run.world.files.resolve(found, writing=True)
        _move(source, target, found, place)
    return True


def _move(source: str, target: str, found: str, place: str) -> None:
    try:
        if not os.path.isfile(found):
            raise Failure(f"{source}: there is no such file")
        check_writable(target, place)
        os.replace(found, place)
    except OSError as error:
        from errno import EXDEV

        if error.errno != EXDEV:
            raise refusal(source, error) from None
        _copy(source, target, found, place)
        os.unlink(found)


@function("fRename", "fRenomme", on_failure=False)
def f_rename(run: Run, old: str, new: str) -> bool:
    """Renames a file; a name without a directory stays in its directory. Failure (the name is taken): False.

    Source: stdlib.md 5.1.
    """
    if not split_mask(new)[0]:
        new = split_mask(old)[0] + new
    found, place = run.world.files.resolve(old, writing=True), run.world.files.resolve(new, writing=True)
    if os.path.lexists(place) and not (os.path.lexists(found) and os.path.samefile(found, place)):
        raise Failure(f"{new} exists already")
    try:
        os.rename(found, place)
    except OSError as error:
        raise refusal(old, error) from None
    return True


# --- Directories -----------------------------------------------------------------------------------------------------


@function("fDirectoryExist", "fRépertoireExiste", aliases=("fRepExiste",))
def f_directory_exist(run: Run, path: str) -> bool:
    """True when there is such a directory.

    Source: stdlib.md 5.1.
    """
    try:
        return os.path.isdir(run.world.files.resolve(path))
    except Failure:
        return False


@function("fMakeDir", "fRepCrée", aliases=("fRépertoireCrée",), on_failure=False)
def f_make_dir(run: Run, path: str) -> bool:
    """Creates a directory and those above it. One that exists already is no error. Failure: False.

    Source: stdlib.md 5.1.
    """
    try:
        os.makedirs(run.world.files.resolve(path, writing=True), exist_ok=True)
    except OSError as error:
        raise refusal(path, error) from None
    return True


@function("fRemoveDir", "fRepSupprime", aliases=("fRépertoireSupprime",), on_failure=False)
def f_remove_dir(run: Run, path: str, options: int = 0) -> bool:
    """Deletes an empty directory; with frRecursive one with all that is in it, frReadOnly read-only files too.

    Failure: False.

    Source: stdlib.md 5.1.
    """
    found = run.world.files.resolve(path, writing=True)
    try:
        if not options & FR_RECURSIVE:
            os.rmdir(found)
            return True
        if os.path.islink(found) or not os.path.isdir(found):
            raise Failure(f"{path} is not a directory")
        if os.path.realpath(run.world.files.program_folder).startswith(os.path.join(os.path.realpath(found), "")) or (
            os.path.realpath(found) == os.path.realpath(run.world.files.program_folder)
        ):
            raise Failure(f"{path} holds the running program")
        if not options & FR_READ_ONLY:
            for folder, _, names in os.walk(found):
                for name in names:
                    inside = os.path.join(folder, name)
                    if not os.path.islink(inside) and not os.stat(inside).st_mode & stat.S_IWUSR:
                        raise Failure(f"{inside} is read-only")
        import shutil

        shutil.rmtree(found)
    except OSError as error:
        raise refusal(path, error) from None
    return True


# --- Lists of names --------------------------------------------------------------------------------------------------


def _walk(folder: str, name: str, options: int, *, directories: bool) -> Iterator[tuple[str, str]]:
    """Directory and name of what fits, directory by directory, in the order of names."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            if here == folder:
                raise
            continue  # a directory that may not be read
        inner = [entry for entry in found if entry.is_dir(follow_symlinks=False)]
        for entry in inner if directories else found:
            if (directories or entry.is_file()) and fits(entry.name, name):
                yield here, entry.name
        if not options & FR_NOT_RECURSIVE:
            waiting += [entry.path for entry in reversed(inner)]


def _listed(run: Run, mask: str, how: tuple[Value, ...], *, directories: bool) -> Value:
    procedure = how[0] if how and callable(how[0]) else None
    pointer = how[1] if procedure and len(how) > 1 else None
    rest = how[2:] if procedure else how
    options = to_int(rest[0]) if rest else FR_RECURSIVE
    folder, name = split_mask(mask)
    whole = run.world.files.resolve(mask) if mask and not has_wildcard(name) else ""
    if name and not has_wildcard(name) and os.path.isdir(whole):
        folder, name = mask, "*"
    found = run.world.files.resolve(folder or ".")
    try:
        walk = _walk(found, name or "*", options, directories=directories)
        if procedure is None:
            return "\r\n".join([os.path.join(where, one) for where, one in walk])
        return _told(procedure, walk, pointer, options)
    except OSError as error:
        raise refusal(mask, error) from None


def _told(procedure: Value, walk: Iterator[tuple[str, str]], pointer: Value, options: int) -> int:
    """Calls a procedure with directory, name, change and pointer of each; returns how many there were."""
    from wlmail.runtime.calls import call_value

    code = getattr(procedure, "__code__", None)
    width = code.co_argcount if code is not None and not code.co_flags & 4 else 4
    count, before = 0, None
    for where, name in walk:
        count += 1
        change, before = where != before, where
        answer = call_value(procedure, *(os.path.join(where, ""), name, change, pointer)[:width])
        if options & FR_INTERRUPTIBLE and answer is False:
            break
    return count


@function("fListFile", "fListeFichier", on_failure="")
def f_list_file(run: Run, mask: str, *how: Value) -> Value:
    """The full paths of the files that fit a mask, one a line: `(mask [, options])`; subdirectories too.

    `(mask, procedure [, pointer [, options]])` calls a procedure with directory, name, change and pointer of each file
    and returns how many. Options: frNotRecursive, frInterruptible. Nothing: "".

    Source: stdlib.md 5.1.
    """
    return _listed(run, mask, how, directories=False)


@function("fListDirectory", "fListeRépertoire", on_failure="")
def f_list_directory(run: Run, mask: str, *how: Value) -> Value:
    """The full paths of the directories that fit a mask, one a line; otherwise as fListFile.

    Source: stdlib.md 5.1.
    """
    return _listed(run, mask, how, directories=True)


class Listing:
    """What fDir has still to give: the calls without a mask go on here."""

    def __init__(self) -> None:
        self.names: list[str] = []


@function("fDir", "fRep")
def f_dir(run: Run, mask: str = "", kind: int = 0) -> str:
    """The first file that fits a mask, a path that can be used; each call without a mask gives the next, then "".

    frDirectory looks for directories.

    Source: stdlib.md 5.1.
    """
    listing = run.state(Listing)
    if mask:
        folder, name = split_mask(mask)
        try:
            found = matching(run, mask, directories=bool(kind & FR_DIRECTORY))
            if not has_wildcard(name) and name:
                found = [path for path in found if os.path.basename(path).casefold() == name.casefold()]
        except (Failure, OSError):
            found = []
        listing.names = [path if folder else os.path.basename(path) for path in reversed(found)]
    return to_text(listing.names.pop()) if listing.names else ""
