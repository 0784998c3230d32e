"""What the capture server is told to refuse, so that error paths can be tried and compared (TOML).

[login]
reply = "535 5.7.8 Authentication failed"
[[recipient]]
address = "gone@*"
reply = "550 5.1.1 no such user"
[[message]]
number = 2
reply = "452 4.3.1 try later"
[[message]]
number = 3
drop = true
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import Any

_REPLY = re.compile(r"[45]\d\d [!-~ ]{1,400}\Z")


class ScriptError(Exception):
    """A server script that does not make sense; the text is a sentence for the user."""


class Script:
    """The answers that are no acceptance; "" for acceptance. Messages are counted from 1, refused ones as well."""

    __slots__ = ("_messages", "_recipients", "_senders", "connect", "login")

    def __init__(self) -> None:
        self.connect = self.login = ""
        self._senders: list[tuple[str, str]] = []
        self._recipients: list[tuple[str, str]] = []
        self._messages: dict[int, str] = {}
        """"drop" for a connection that is cut after DATA."""

    def sender(self, address: str) -> str:
        return _first(self._senders, address)

    def recipient(self, address: str) -> str:
        return _first(self._recipients, address)

    def message(self, number: int) -> str:
        """The reply to the message of that number, or "drop"."""
        return self._messages.get(number, "")


def _first(entries: list[tuple[str, str]], address: str) -> str:
    return next((reply for pattern, reply in entries if fnmatchcase(address.lower(), pattern.lower())), "")


def load_script(path: str) -> Script:
    """The script in a file; "" for none, which refuses nothing. Raises ScriptError."""
    if not path:
        return Script()
    try:
        with open(path, encoding="utf-8-sig") as file:
            return read_script(file.read(), path)
    except (OSError, UnicodeDecodeError) as error:
        raise ScriptError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None


def read_script(text: str, name: str) -> Script:
    """Raises ScriptError, which names the file and the entry."""
    import tomllib

    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScriptError(f"{name} is no TOML: {error}") from None
    script = Script()
    for key, value in found.items():
        if key in ("login", "connect"):
            setattr(script, key, _reply(value, f"{name}, [{key}]"))
        elif key in ("sender", "recipient") and isinstance(value, list):
            entries = script._senders if key == "sender" else script._recipients
            for entry in value:
                place = f"{name}, [[{key}]]"
                address = entry.get("address") if isinstance(entry, dict) else None
                if not isinstance(address, str):
                    raise ScriptError(f"{place}: address is a text such as gone@example.com or *@example.com")
                entries.append((address, _reply(entry, place)))
        elif key == "message" and isinstance(value, list):
            for entry in value:
                number = entry.get("number") if isinstance(entry, dict) else None
                if type(number) is not int or number < 1:
                    raise ScriptError(f"{name}, [[message]]: number counts the messages from 1")
                drop = entry.get("drop", False) is True
                script._messages[number] = "drop" if drop else _reply(entry, f"{name}, [[message]]")
        else:
            raise ScriptError(
                f"{name}: there is no «{key}»; there are [connect], [login], [[sender]], [[recipient]], [[message]]"
            )
    return script


def _reply(entry: Any, place: str) -> str:
    reply = entry.get("reply") if isinstance(entry, dict) else None
    if not isinstance(reply, str) or not _REPLY.match(reply):
        raise ScriptError(f'{place}: reply is what the server says, such as "550 5.1.1 no such user"')
    return reply
