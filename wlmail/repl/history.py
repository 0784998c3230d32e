"""Earlier entries, kept from session to session in a file that only the user can read."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress

from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from wlmail.language.diagnostics import SECRETS
from wlmail.language.names import fold

_SECRET = re.compile(SECRETS)


class CarefulHistory(FileHistory):
    """Entries that name a password or a token are remembered in this session only."""

    def store_string(self, string: str) -> None:
        if _SECRET.search(fold(string)):
            return
        with suppress(OSError, ValueError):  # the disk may have filled up since
            super().store_string(string)


def history_in(folder: str) -> History:
    """The history in a folder; in memory only where no file can be written."""
    path = os.path.join(folder, "history")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600))
    except OSError:
        return InMemoryHistory()
    return CarefulHistory(path)


def data_folder() -> str:
    """Where the user's programs keep their data; "" when there is no such place."""
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        place = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        place = os.path.join(home, "Library", "Application Support")
    else:
        place = os.environ.get("XDG_DATA_HOME", "") or os.path.join(home, ".local", "share")
    return os.path.join(place, "wlmail") if os.path.isabs(place) else ""
