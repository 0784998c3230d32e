"""Compiled programs kept between runs: a second start reads a code object and needs neither lark nor the grammar.

One file a program in the user's cache folder, named after everything it depends on, so it is never stale. A cache that
cannot be read or written is the same as no cache. What is read is executed: nobody but the user may have written it.
"""

from __future__ import annotations

import marshal
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any

    Entry = tuple[CodeType, bool, list[str], list[tuple[str, bytes]]]
    """The code, whether the program is written in French, its warnings as text, and the digests of the files that it
    includes and of the folders where it did not find one."""
else:
    CodeType = type(compile("", "", "exec"))


MOST = 500
"""Entries that are kept; beyond, the oldest go."""


def folder() -> str:
    """Where compiled programs are kept; "" when the user has no home. `WLMAIL_CACHE` names another place."""
    named = os.environ.get("WLMAIL_CACHE")
    if named is not None:
        return named
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "wlmail") if os.path.isabs(base) else ""


def key(data: bytes, name: str, options: str) -> str:
    """A name for the compiled form of one program text: also of this wlmail, this Python and the options."""
    digest = _blake2b()(data, digest_size=20)
    digest.update(f"\0{name}\0{options}\0{sys.version}\0{_fingerprint()}".encode("utf-8", "surrogatepass"))
    return str(digest.hexdigest())


def load(name: str) -> Entry | None:
    """The entry kept under a key, or None; also when somebody else could have written it."""
    place = folder()
    if not place:
        return None
    try:
        with open(os.path.join(place, name), "rb") as file:
            if not (_is_ours(os.fstat(file.fileno())) and _is_ours(os.stat(place))):
                return None
            data = file.read()
        if data[:20] != _digest(data[20:]):
            return None
        code, french, warnings, files = marshal.loads(data[20:])
        if any(digest_of(file) != digest for file, digest in files):
            return None
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return (code, french, warnings, files) if isinstance(code, CodeType) else None


def save(name: str, entry: Entry) -> None:
    """Keeps an entry; a file appears whole or not at all, whoever else writes it."""
    place = folder()
    if not place:
        return
    data = marshal.dumps(entry)
    path = os.path.join(place, name)
    own = f"{path}.{os.getpid()}"
    try:
        os.makedirs(place, mode=0o700, exist_ok=True)
        with open(own, "xb", opener=lambda file, flags: os.open(file, flags, 0o600)) as file:
            file.write(_digest(data) + data)
        os.replace(own, path)
    except OSError:
        _remove(own)
        return
    _prune(place)


def digest_of(path: str) -> bytes:
    """The digest of a file, or of the names in a folder; empty when it cannot be read."""
    try:
        if os.path.isdir(path):
            return _digest("\0".join(sorted(os.listdir(path))).encode("utf-8", "surrogatepass"))
        with open(path, "rb") as file:
            return _digest(file.read())
    except OSError:
        return b""


def _is_ours(status: os.stat_result) -> bool:
    """A file or folder of this user that nobody else can write; elsewhere than on POSIX the profile sees to that."""
    return os.name != "posix" or (status.st_uid == os.geteuid() and not status.st_mode & 0o022)


def _prune(place: str) -> None:
    """Removes the oldest entries of a cache that has grown; only files that are named as entries are."""
    try:
        with os.scandir(place) as files:
            entries = [(e.stat().st_mtime_ns, e.path) for e in files if _is_entry(e.name) and e.is_file()]
    except OSError:
        return
    if len(entries) > MOST:
        for _, path in sorted(entries)[:-MOST]:
            _remove(path)


def _is_entry(name: str) -> bool:
    """A digest, or one with a process number: written by a process that ended meanwhile."""
    return len(name) >= 40 and all(c in "0123456789abcdef" for c in name[:40])


def _remove(path: str) -> None:
    try:  # noqa: SIM105, contextlib is not needed elsewhere at the start
        os.remove(path)
    except OSError:
        pass


def _digest(data: bytes) -> bytes:
    digest: bytes = _blake2b()(data, digest_size=20).digest()
    return digest


def _blake2b() -> Any:
    """The hash itself where Python has it apart: `hashlib` first loads OpenSSL, which costs as much as all the rest."""
    try:
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b
    return blake2b


def _fingerprint() -> str:
    """Changes with the version of wlmail and with the time or size of every file that takes part in compiling."""
    from wlmail import __version__

    here = os.path.dirname(os.path.dirname(__file__))
    files = []
    for room in ("language", "runtime", "library"):
        with os.scandir(os.path.join(here, room)) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    files.append(f"{room}/{entry.name} {status.st_mtime_ns} {status.st_size}")
    return ",".join([__version__, *sorted(files)])
