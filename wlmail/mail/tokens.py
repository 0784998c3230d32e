"""Tokens kept between runs, so that a program signs in once: one file a grant, for the user alone."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wlmail.mail.oauth import Grant, Token


def folder() -> str:
    """The user's data folder: ~/.local/share/wlmail/tokens on Linux, or below XDG_DATA_HOME."""
    from platformdirs import user_data_dir

    return os.path.join(user_data_dir("wlmail", appauthor=False), "tokens")


def load(grant: Grant) -> Token | None:
    """The token kept for a grant; None also for a file that others may read or have written."""
    try:
        with open(_file(grant), "rb") as file:
            facts = os.fstat(file.fileno())
            if hasattr(os, "getuid") and (facts.st_uid != os.getuid() or facts.st_mode & 0o077):
                return None
            token = json.loads(file.read())
    except (OSError, ValueError):
        return None
    return token if isinstance(token, dict) and isinstance(token.get("access_token"), str) else None


def keep(grant: Grant, token: Token) -> None:
    """Raises OSError."""
    import tempfile

    place = folder()
    os.makedirs(place, mode=0o700, exist_ok=True)
    os.chmod(place, 0o700)
    descriptor, name = tempfile.mkstemp(dir=place)  # made for the owner alone
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(token, file)
        os.replace(name, _file(grant))
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def forget(grant: Grant) -> None:
    with suppress(OSError):
        os.unlink(_file(grant))


def _file(grant: Grant) -> str:
    """Named after what makes tokens different: provider, client, rights and further parameters such as login_hint."""
    from hashlib import sha256

    facts = (grant.token_url, grant.client_id, grant.scope, grant.extra)
    return os.path.join(folder(), sha256("\0".join(facts).encode("utf-8", "surrogatepass")).hexdigest()[:32] + ".json")
