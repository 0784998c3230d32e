"""What the capture server was given: deliveries, and how they are kept in a folder."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

Security = Literal["none", "STARTTLS", "TLS"]
Login = Literal["", "password", "token"]

IN_MEMORY = 64 * 1024 * 1024
"""Bytes of messages that one mailbox keeps in memory."""
LARGE = 1024 * 1024
"""Bytes of a message that goes to disk at once."""
INDEX = "deliveries.json"
INDEX_VERSION = 1
_MESSAGE_FILE = re.compile(r"\d{3,}\.eml\Z")


class MailboxError(OSError):
    """A mailbox cannot be saved or loaded; the text is a sentence for the user."""


class Asked:
    """The server that the program named, and how it would have logged in there. Never holds a password or token."""

    __slots__ = ("login", "port", "security", "server", "user")

    def __init__(self, server: str, port: int, security: Security = "none", user: str = "", login: Login = "") -> None:
        self.server = server
        self.port = port
        self.security: Security = security
        self.user = user
        self.login: Login = login

    @property
    def key(self) -> tuple[str, int, str, str, str]:
        """Two requests with the same key asked for the same thing."""
        return self.server, self.port, self.security, self.user, self.login


class Delivery:
    """One message as the server received it.

    `number` counts from 1, `sender` and `recipients` are the envelope (MAIL FROM, RCPT TO), `data` the exact bytes of
    the message, without the dots added for transport. `received` is local time, aware of its zone; `helo` the name
    that the client gave itself. `dialogue` is what was said for it, without secrets (`wlmail.capture.dialogue`),
    `refused` what the server refused meanwhile; both are empty for a message that was read from a folder.
    """

    __slots__ = (
        "_data",
        "_place",
        "asked",
        "dialogue",
        "has_envelope",
        "helo",
        "number",
        "received",
        "recipients",
        "refused",
        "row",
        "sender",
    )

    def __init__(
        self,
        number: int,
        sender: str,
        recipients: list[str],
        data: bytes,
        asked: Asked,
        received: datetime,
        helo: str = "",
    ) -> None:
        self.number = number
        self.sender = sender
        self.recipients = recipients
        self._data = data
        self._place: tuple[_Spool, int, int] | None = None
        self.asked = asked
        self.received = received
        self.helo = helo
        self.dialogue: list[str] = []
        self.refused: list[str] = []
        self.row = 0
        """The row of the inputs, counted from 1, that it was sent for; 0 without inputs."""
        self.has_envelope = True
        """False for a message of an mbox: nobody knows whom it was handed to."""

    @property
    def data(self) -> bytes:
        if self._place is None:
            return self._data
        spool, start, size = self._place
        return spool.read(start, size)

    def replace_data(self, data: bytes) -> None:
        """Other bytes in place of those that arrived."""
        self._data, self._place = data, None

    def move_to(self, spool: _Spool) -> None:
        """Keeps the bytes on disk instead of in memory. Raises OSError."""
        self._place = spool, spool.append(self._data), len(self._data)
        self._data = b""

    @property
    def size(self) -> int:
        """Bytes of the message."""
        return len(self._data) if self._place is None else self._place[2]

    @property
    def file(self) -> str:
        """The name of its file in a saved mailbox: `001.eml`."""
        return f"{self.number:03d}.eml"


class _Spool:
    """A file that nobody else sees, for messages; one thread may append while another reads."""

    def __init__(self) -> None:
        import tempfile
        from threading import Lock

        self._file = tempfile.TemporaryFile(prefix="wlmail-")  # noqa: SIM115
        self._lock = Lock()

    def append(self, data: bytes) -> int:
        with self._lock:
            start = self._file.seek(0, 2)
            self._file.write(data)
            self._file.flush()
        return start

    def read(self, start: int, size: int) -> bytes:
        with self._lock:
            self._file.seek(start)
            return self._file.read(size)


class Mailbox:
    """Every delivery of one run, in the order of their arrival. Messages past `IN_MEMORY` bytes are kept on disk."""

    def __init__(self) -> None:
        self.deliveries: list[Delivery] = []
        self.size = 0
        """Bytes of all messages."""
        self._in_memory = 0
        self._spool: _Spool | None = None

    def add(
        self, sender: str, recipients: list[str], data: bytes, asked: Asked, received: datetime, helo: str = ""
    ) -> Delivery:
        delivery = Delivery(len(self.deliveries) + 1, sender, recipients, data, asked, received, helo)
        if self._in_memory + len(data) > IN_MEMORY or len(data) > LARGE:
            self._keep_on_disk(delivery)
        else:
            self._in_memory += len(data)
        self.deliveries.append(delivery)
        self.size += len(data)
        return delivery

    def _keep_on_disk(self, delivery: Delivery) -> None:
        try:
            if self._spool is None:
                self._spool = _Spool()
            delivery.move_to(self._spool)
        except OSError as error:
            raise MailboxError(f"the message cannot be kept on disk: {error.strerror or error}") from None

    def save(self, folder: str | Path) -> list[str]:
        """Writes `001.eml` … and `deliveries.json` into a folder, made when missing; returns the names of the files.

        What an earlier save left there, as its `deliveries.json` tells, is replaced. A file of the same name that no
        save wrote is never touched: MailboxError. So is any failure of the file system. Each file appears whole or
        not at all, and the index last.
        """
        place = Path(folder)
        try:
            place.mkdir(parents=True, exist_ok=True)
            earlier = _files_of_index(place)
            names = [delivery.file for delivery in self.deliveries]
            for name in names:
                if name not in earlier and (place / name).exists():
                    raise MailboxError(
                        f"{place / name} exists and was not written by an earlier save; name another folder"
                    )
            for delivery in self.deliveries:
                _write(place / delivery.file, delivery.data)
            _write(place / INDEX, self._index().encode("utf-8"))
            for name in earlier.difference(names):
                (place / name).unlink(missing_ok=True)
        except MailboxError:
            raise
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise MailboxError(f"the messages cannot be saved in {place}: {reason}") from None
        return [*names, INDEX]

    @staticmethod
    def check(folder: str | Path) -> None:
        """Makes the folder that `save` will be given, and raises MailboxError when it could not write there."""
        import tempfile

        place = Path(folder)
        try:
            place.mkdir(parents=True, exist_ok=True)
            earlier = _files_of_index(place)
            for path in sorted(place.glob("*.eml")):
                if _MESSAGE_FILE.match(path.name) and path.name not in earlier:
                    raise MailboxError(f"{path} exists and was not written by an earlier save; name another folder")
            with tempfile.TemporaryFile(dir=place):
                pass
        except MailboxError:
            raise
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise MailboxError(f"the messages cannot be saved in {place}: {reason}") from None

    @classmethod
    def load(cls, folder: str | Path) -> Mailbox:
        """Reads what `save` wrote. Raises MailboxError."""
        place = Path(folder)
        mailbox = cls()
        try:
            for entry in _read_index(place)["deliveries"]:
                if not _MESSAGE_FILE.match(entry["file"]):
                    raise ValueError(f"«{entry['file']}» is not the name of a message file")
                _check_entry(entry)
                asked = Asked(entry["server"], entry["port"], entry["security"], entry["user"], entry["login"])
                received = datetime.fromisoformat(entry["received"])
                data = (place / entry["file"]).read_bytes()
                mailbox.add(entry["sender"], entry["recipients"], data, asked, received, entry["helo"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise MailboxError(f"no saved messages can be read in {place}: {error}") from None
        return mailbox

    def _index(self) -> str:
        import json

        from wlmail.mail.reader import read_subject

        deliveries = [
            {
                "file": delivery.file,
                "sender": delivery.sender,
                "recipients": delivery.recipients,
                "server": delivery.asked.server,
                "port": delivery.asked.port,
                "security": delivery.asked.security,
                "user": delivery.asked.user,
                "login": delivery.asked.login,
                "subject": read_subject(delivery.data),
                "size": delivery.size,
                "received": delivery.received.isoformat(),
                "helo": delivery.helo,
            }
            for delivery in self.deliveries
        ]
        text = json.dumps({"version": INDEX_VERSION, "deliveries": deliveries}, indent=2, ensure_ascii=False) + "\n"
        # A program can put half a surrogate pair into any text; UTF-8 cannot hold it.
        return text.encode("utf-8", "replace").decode("utf-8")


def _check_entry(entry: Any) -> None:
    """Raises ValueError for facts of a delivery that no save writes."""
    for name in ("sender", "server", "user", "helo"):
        if not isinstance(entry[name], str):
            raise ValueError(f"{name} of {entry['file']} is no text")
    if not isinstance(entry["recipients"], list) or not all(isinstance(one, str) for one in entry["recipients"]):
        raise ValueError(f"recipients of {entry['file']} is no list of texts")
    if type(entry["port"]) is not int:
        raise ValueError(f"port of {entry['file']} is no number")
    for name, known in (("security", get_args(Security)), ("login", get_args(Login))):
        if entry[name] not in known:
            raise ValueError(f"{name} of {entry['file']} is none of {', '.join(known).lstrip(', ')}")


def _read_index(place: Path) -> Any:
    import json

    index = json.loads((place / INDEX).read_text(encoding="utf-8"))
    if index["version"] != INDEX_VERSION:
        raise ValueError(f"{INDEX} has version {index['version']}, this wlmail reads {INDEX_VERSION}")
    return index


def _files_of_index(place: Path) -> set[str]:
    """The message files that an earlier save wrote. Raises MailboxError when the index is not one of ours."""
    try:
        return {entry["file"] for entry in _read_index(place)["deliveries"] if _MESSAGE_FILE.match(entry["file"])}
    except FileNotFoundError:
        return set()
    except (ValueError, KeyError, TypeError, RecursionError):
        raise MailboxError(f"{place / INDEX} was not written by an earlier save; name another folder") from None


def _write(path: Path, data: bytes) -> None:
    """The file appears whole or not at all."""
    import os
    import tempfile

    descriptor, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        # mkstemp keeps its files from other users; a saved message follows the user's own settings.
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
