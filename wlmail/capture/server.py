"""The SMTP server that takes what a program sends under `wlmail try`, on 127.0.0.1 only.

It listens in a thread of its own. Every server that the program names gets a listener (a door), so a message tells by
the door it came through what was asked, without any trick in the protocol. Other programs come to an open door, where
their messages tell what they did.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from wlmail.capture.connection import HANDSHAKE_SECONDS
from wlmail.capture.mailbox import Asked, Mailbox, MailboxError
from wlmail.capture.script import Script
from wlmail.capture.session import Door, Session

if TYPE_CHECKING:
    import ssl

    from wlmail.capture.connection import Connection
    from wlmail.capture.mailbox import Delivery

T = TypeVar("T")
MOST_EVENTS = 10_000
MOST_DIALOGUES = 100
"""Dialogues without a message that are kept, the last ones."""
MOST_CONNECTIONS = 200
"""Connections at one time; each takes one of the files that the system lets a process open."""
_PATIENCE = 0.5
"""Seconds in which closed doors may end."""
BACKLOG = 512
"""Connections that may wait to be accepted."""


def local_now() -> datetime:
    return datetime.now().astimezone()


class CaptureServer:
    """Accepts any sender, any recipient and any message, unless its script says otherwise, and puts it into `mailbox`.

    `listen`, `open_door` and `stop` are called from one other thread, that of the program. `most` is the number of
    messages after which it takes no more, `most_bytes` that of their bytes; 0 for no end. `arrived` is called in the
    server's thread with each message, `troubled` with the dialogue of each connection that something was refused on, or
    that was lost, without a message.
    """

    def __init__(
        self,
        mailbox: Mailbox,
        now: Callable[[], datetime] = local_now,
        script: Script | None = None,
        most: int = 0,
        most_bytes: int = 0,
        arrived: Callable[[Delivery], None] | None = None,
        troubled: Callable[[list[str]], None] | None = None,
    ) -> None:
        self.mailbox = mailbox
        self.now = now
        self.script = script or Script()
        self.most = most
        self.most_bytes = most_bytes
        self.arrived = arrived
        self.troubled = troubled
        self.events: list[str] = []
        """The answers that were no acceptance, in their order."""
        self.refused: set[str] = set()
        """Recipients that were refused."""
        self.failure = ""
        """Why messages were not taken, other than by the script: too many of them, a full disk."""
        self.dialogues: deque[list[str]] = deque(maxlen=MOST_DIALOGUES)
        """What was said where something was refused or lost, and no message came of it; see the module `dialogue`."""
        self.most_connections = MOST_CONNECTIONS
        self.sessions: set[Connection] = set()
        self._attempts = 0
        self._doors: dict[tuple[str, int, str, str, str], asyncio.Server] = {}
        self._open_doors: list[tuple[Door, asyncio.Server]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def listen(self, asked: Asked) -> int:
        """The port on 127.0.0.1 that stands for the server `asked`; the same port for the same request."""
        door = self._doors.get(asked.key)
        if door is None:
            login = bool(self.script.login and asked.login)
            door = self._run(self._listen(Door(asked, offers_login=login), self._started(), 0))
            self._doors[asked.key] = door
        port: int = door.sockets[0].getsockname()[1]
        return port

    def open_door(
        self, port: int = 0, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None
    ) -> int:
        """A port on 127.0.0.1 for any program, with every login; returns its number. Raises OSError for one in use."""
        door = Door(offers_login=True, starttls=starttls, tls=tls)
        opened = self._run(self._listen(door, self._started(), port))
        self._open_doors.append((door, opened))
        return self.port_of(door)

    def port_of(self, door: Door) -> int:
        return next((int(s.sockets[0].getsockname()[1]) for d, s in self._open_doors if d is door), 0)

    def note(self, event: str) -> None:
        if len(self.events) < MOST_EVENTS:
            self.events.append(event)

    def tell_trouble(self, dialogue: list[str]) -> None:
        """No message came of what was said."""
        self.dialogues.append(dialogue)
        if self.troubled is not None:
            self.troubled(dialogue)

    def tell(self, delivery: Delivery) -> None:
        """A message has arrived, and its dialogue is known."""
        if self.arrived is not None:
            self.arrived(delivery)

    def take(
        self, sender: str, recipients: list[str], data: bytes, asked: Asked, helo: str
    ) -> tuple[Delivery | None, str]:
        """The message as it is kept, None when it is not, and the reply; "" for none: the connection is to be cut."""
        self._attempts += 1
        reply = self.script.message(self._attempts)
        if reply:
            self.note(f"message {self._attempts} {reply}")
            return None, "" if reply == "drop" else reply
        if self.most and len(self.mailbox.deliveries) >= self.most:
            self.failure = f"it sent more than {self.most} messages"
            return None, "452 4.3.1 too many messages"
        if self.most_bytes and self.mailbox.size + len(data) > self.most_bytes:
            self.failure = f"it sent more than {self.most_bytes:,} bytes"
            return None, "452 4.3.1 too many bytes"
        try:
            delivery = self.mailbox.add(sender, recipients, data, asked, self.now(), helo)
        except MailboxError as error:
            self.failure = str(error)
            return None, "452 4.3.1 the message cannot be kept"
        return delivery, f"250 2.0.0 captured as message {delivery.number}"

    def _started(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._loop.set_exception_handler(self._went_wrong)
            self._thread = threading.Thread(target=self._loop.run_forever, name="wlmail-capture", daemon=True)
            self._thread.start()
        return self._loop

    def _went_wrong(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """What asyncio would print as a traceback: no more files may be opened, for example."""
        self.failure = f"the capture server failed: {context.get('exception') or context['message']}"

    def stop(self) -> None:
        """Closes every door and every connection. A message whose final dot has not come is dropped."""
        loop, thread = self._loop, self._thread
        if loop is None or thread is None:
            return
        self._run(self._close_doors())
        self._loop = self._thread = None
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        """Does something in the server's thread, and waits until it is done."""
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _listen(self, door: Door, loop: asyncio.AbstractEventLoop, port: int) -> asyncio.Server:
        return await loop.create_server(
            lambda: Session(self, door, loop),
            "127.0.0.1",
            port,
            ssl=door.tls,
            ssl_handshake_timeout=HANDSHAKE_SECONDS if door.tls else None,
            backlog=BACKLOG,
        )

    async def _close_doors(self) -> None:
        doors = [*self._doors.values(), *(opened for _, opened in self._open_doors)]
        for door in doors:
            door.close()
        for session in list(self.sessions):
            session.hang_up()
        # The connections learn of their end in the loop's next rounds.
        while self.sessions:
            await asyncio.sleep(0)
        # From Python 3.12 on a door is closed when its last client has gone. One that does not begin its TLS handshake
        # is no session yet, and would stay.
        if sys.version_info >= (3, 13):
            for door in doors:
                door.abort_clients()
        closing = [asyncio.ensure_future(door.wait_closed()) for door in doors]
        if closing:
            await asyncio.wait(closing, timeout=_PATIENCE)
        for task in closing:
            task.cancel()
        self._doors.clear()
        self._open_doors.clear()
