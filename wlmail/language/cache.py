"""Compiled programs kept between runs: a second start reads a code object and needs neither lark nor the grammar.

One file a program in the user's cache folder, named after everything it depends on, so it is never stale. A cache that
cannot be read or written is the same as no cache.
"""

from __future__ import annotations

import marshal
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any

    Entry = tuple[CodeType, bool, list[str]]
    """The code, whether the program is written in French, and its warnings as text."""
else:
    CodeType = type(compile("", "", "exec"))


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
    """The entry kept under a key, or None."""
    place = folder()
    if not place:
        return None
    try:
        with open(os.path.join(place, name), "rb") as file:
            data = file.read()
        if data[:20] != _digest(data[20:]):
            return None
        code, french, warnings = marshal.loads(data[20:])
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return (code, french, warnings) if isinstance(code, CodeType) else None


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
        with open(own, "wb") as file:
            file.write(_digest(data) + data)
        os.replace(own, path)
    except OSError:
        try:
            os.remove(own)
        except OSError:
            return


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
    """Changes with every file of wlmail, so that a program compiled by an older one is not used."""
    here = os.path.dirname(os.path.dirname(__file__))
    newest = []
    for room in ("language", "runtime", "library"):
        with os.scandir(os.path.join(here, room)) as entries:
            newest += [f"{e.name}{e.stat().st_mtime_ns}" for e in entries if e.name.endswith(".py")]
    return ",".join(sorted(newest))
