"""A baseline of `wlmail check`: what was found on the first day, so that a team is told what is new from then on.

A finding is known by its file, its code and its line's text without blanks, hashed: lines may move, and the file holds
no piece of a program. Each line of a program may have as many findings of a code as it had.
"""

from __future__ import annotations

import json
import os

from wlmail.commands.reports import Found

VERSION = 1


class BrokenBaseline(Exception):
    """The file cannot be used; the text says why and what to do."""


class Baseline:
    def __init__(self, counts: dict[str, dict[str, int]], folder: str) -> None:
        self.counts = counts
        self.folder = folder

    def new_ones(self, found: list[Found]) -> list[Found]:
        """The findings that the baseline does not hold."""
        new = []
        for row in found:
            known = self.counts.get(_name(row.file, self.folder), {})
            if known.get(row.fingerprint, 0) > 0:
                known[row.fingerprint] -= 1
            else:
                new.append(row)
        return new


def read(path: str) -> Baseline | None:
    """The baseline of a file; None when it does not exist yet. Raises BrokenBaseline."""
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        if data["version"] != VERSION:
            raise BrokenBaseline(f"{path} is a baseline of another version of wlmail; delete it to begin anew")
        counts = {str(name): {str(k): int(n) for k, n in rows.items()} for name, rows in data["known"].items()}
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BrokenBaseline(f"{path} cannot be read: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BrokenBaseline(f"{path} is no baseline; name another file, or delete it to begin anew") from None
    return Baseline(counts, os.path.dirname(os.path.abspath(path)))


def write(path: str, found: list[Found]) -> None:
    """Writes the baseline, whole or not at all. Raises OSError."""
    folder = os.path.dirname(os.path.abspath(path))
    known: dict[str, dict[str, int]] = {}
    for row in found:
        rows = known.setdefault(_name(row.file, folder), {})
        rows[row.fingerprint] = rows.get(row.fingerprint, 0) + 1
    text = json.dumps({"version": VERSION, "known": known}, indent=1, sort_keys=True)
    made = f"{path}.{os.getpid()}"
    with open(made, "w", encoding="utf-8", newline="\n") as file:
        file.write(text + "\n")
    os.replace(made, path)


def _name(file: str, folder: str) -> str:
    """The file as seen from the baseline: the same on every machine of the team."""
    try:
        return os.path.relpath(file, folder).replace(os.sep, "/")
    except ValueError:  # another drive
        return os.path.abspath(file).replace(os.sep, "/")
