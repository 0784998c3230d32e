"""Messages that a session sends in the background (email.md 3.3.5): one thread, several connections, one attempt each.

The order of messages to one domain is kept: while one of them is under way on a connection, the next one takes the same
connection. A further connection is opened only for a domain that none is busy with. On a connection, messages follow
each other without waiting: behind the content of one, the commands of the next ride along.
"""

from __future__ import annotations

import selectors
import socket
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

from wlmail.mail.protocol import Delivery
from wlmail.mail.queue import Queue, domains_of
from wlmail.mail.replies import Late, Lost, Offer, Silence, WireError
from wlmail.mail.smtp import QUIT_TIMEOUT, MailError, SendResult, Settings, outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from wlmail.mail.envelope import Envelope
    from wlmail.mail.wire import Wire

_IN_FLIGHT = {False: 2, True: 4}
"""Messages under way on one connection, without and with CHUNKING: as many may be in doubt when it breaks."""
_LOOK_AHEAD = 64
"""Messages that are looked through for one that may be sent now."""
_SWITCH = 0.0005
"""Seconds between two threads of Python while mail is sent: with the usual 0.005 the network waits for the program."""


class Report:
    """What became of a message: `result`, or `error`."""

    __slots__ = ("error", "number", "recipients", "result")

    def __init__(
        self, number: int, recipients: list[str], result: SendResult | None = None, error: MailError | None = None
    ) -> None:
        self.number = number
        self.recipients = recipients
        self.result = result
        self.error = error


class Spool:
    """The queue of one session. `put`, `finish`, `join`, `abort` and `reports` are for the program's thread."""

    def __init__(
        self, settings: Settings, wire: Wire, offer: Offer, open: Callable[[Settings], tuple[Wire, Offer]]
    ) -> None:
        self.settings = settings
        self.is_open = True
        """New messages are taken; False when the server is lost."""
        self.reports: deque[Report] = deque()
        """What has become of messages and was not told yet, to be taken from the left."""
        self._open = open
        self._queue = Queue()
        self._lines = [_Line(wire, offer)]
        self._opened: deque[tuple[Wire, Offer] | None] = deque()
        self._opening = 0
        self._most = settings.connections
        """Connections that the server allows, as far as is known."""
        self._given_up = False
        """No connection is left, and there is no hope for another one."""
        self._domains: dict[str, _Line] = {}
        """Which line carries a message to a domain."""
        self._finishing = self._aborted = False
        self._ended = threading.Event()
        self._asleep = False
        self._waker, self._bell = socket.socketpair()
        for end in (self._waker, self._bell):
            end.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._bell, selectors.EVENT_READ)
        self._listen(self._lines[0])
        self.end = ""
        """Why no messages are taken any more."""
        threading.Thread(target=self._run, name="wlmail-spool", daemon=True).start()

    # The program's side.

    def __len__(self) -> int:
        """How many messages wait, those under way aside."""
        return len(self._queue)

    def put(self, number: int, envelope: Envelope) -> None:
        """Adds a message at the end. Raises MailError when the server is lost."""
        if not self.is_open:
            raise MailError(self.end, phase="mail")
        self._queue.put(number, envelope)
        if self._asleep:
            self._wake()

    def finish(self) -> None:
        """No more messages: what waits is sent, then the server gets its goodbye. Does not wait for it."""
        self._finishing = True
        self._wake()

    @property
    def has_ended(self) -> bool:
        """No further report will come."""
        return self._ended.is_set()

    def join(self, seconds: float) -> bool:
        """Waits for the end of what `finish` began; False when it has not come within `seconds`."""
        return self._ended.wait(seconds)

    def abort(self) -> None:
        """Cuts every connection at once; every message without an answer gets its report. Waits for that."""
        self._aborted = True
        for line in list(self._lines):
            with suppress(OSError):
                line.wire.sock.shutdown(socket.SHUT_RDWR)
        self._wake()
        self._ended.wait(5.0)

    def _wake(self) -> None:
        with suppress(OSError):  # full of calls already, or over
            self._waker.send(b"!")

    # The thread.

    def _run(self) -> None:
        usual = sys.getswitchinterval()
        sys.setswitchinterval(min(usual, _SWITCH))
        reason = "the sending was cut off"
        try:
            while not self._aborted and self._step():
                pass
        except Exception as error:
            # A bug of ours must not leave the program waiting for messages that nobody sends.
            reason = f"internal error of wlmail: {type(error).__name__}: {error}"
        finally:
            self.is_open = False
            self.end = self.end or reason
            for line in self._lines:
                line.wire.abort()
                self._cut_off(line, Lost(reason))
            while self._queue:
                number, envelope = self._queue.take(0)
                unsent = MailError(f"{self.end}; its turn had not come", phase="mail")
                self.reports.append(Report(number, envelope.recipients, error=unsent))
            sys.setswitchinterval(usual)
            self._selector.close()
            self._bell.close()
            self._waker.close()
            self._ended.set()

    def _step(self) -> bool:
        """One round: give out messages, wait, read and write. False when all is done."""
        self._take_opened()
        self._give_out()
        for line in list(self._lines):
            self._push(line)
        if self._finishing and not self._queue and not any(line.carried for line in self._lines):
            self._say_goodbye()
            return False
        if not self._lines and not self._opening and (self._given_up or not self._queue):
            # The server has left; what comes later finds the session closed.
            return False
        self._asleep = True
        events = self._selector.select(0 if self._ready() else self._until_silent())
        self._asleep = False
        for key, mask in events:
            if key.fileobj is self._bell:
                with suppress(OSError):
                    self._bell.recv(4096)
            elif mask & selectors.EVENT_READ:
                key.data.wire.pull()
        for line in list(self._lines):
            self._advance(line)
        return True

    def _ready(self) -> bool:
        """There is something to do without waiting: what came while this thread decided to sleep, or with a write."""
        if self._opened or self._aborted or (self._queue and self._queue.fresh):
            return True
        return any(line.wire.reader.replies or not line.wire.is_open for line in self._lines)

    def _until_silent(self) -> float | None:
        moments = [line.wire.active + self.settings.timeout for line in self._lines if line.carried]
        deadline = self.settings.deadline
        if deadline is not None:
            moments += [line.carried[0].began + deadline for line in self._lines if line.carried]
        return max(0.0, min(moments) - time.monotonic()) if moments else None

    def _give_out(self) -> None:
        """Gives messages to the lines that can take one, the oldest first."""
        self._queue.fresh = False
        idle_only = False
        for line in self._lines:
            while self._queue and line.can_carry_more:
                if idle_only and not line.carried:
                    break
                found = self._next_for(line)
                if found is None:
                    # A line without any message could have taken whatever nobody is busy with.
                    idle_only = idle_only or not line.carried
                    break
                self._begin(line, *self._queue.take(found))
        if (
            len(self._queue) > len(self._lines)
            and self._may_open()
            and not self._opening
            and all(line.carried for line in self._lines)
            and self._next_for(None) is not None
        ):
            self._open_more()

    def _next_for(self, line: _Line | None) -> int | None:
        """The place in the queue of the first message that a line may carry without overtaking another one."""
        held: set[str] = set()
        for place in range(min(len(self._queue), _LOOK_AHEAD)):
            domains = self._queue.domains(place)
            if domains.isdisjoint(held) and all(self._domains.get(domain, line) is line for domain in domains):
                return place
            held |= domains
        return None

    def _begin(self, line: _Line, number: int, envelope: Envelope) -> None:
        before = line.carried[-1].delivery if line.carried else None
        if before is not None:
            before.followed = True
        delivery = Delivery(envelope, line.offer, rides=before is not None)
        line.carried.append(_Carried(number, delivery))
        for domain in domains_of(envelope):
            self._domains[domain] = line
        if before is None:
            line.wire.active = time.monotonic()
        line.wire.write(delivery.take())

    def _push(self, line: _Line) -> None:
        wire = line.wire
        if wire.has_unsent:
            wire.push()
        if wire.is_open and wire.has_unsent != line.writes:
            line.writes = wire.has_unsent
            events = selectors.EVENT_READ | (selectors.EVENT_WRITE if line.writes else 0)
            self._selector.modify(wire.sock, events, line)

    def _advance(self, line: _Line) -> None:
        """Deals with what has come on a line, and writes what follows."""
        wire = line.wire
        replies = wire.reader.replies
        while replies and line.carried:
            carried = line.carried[0]
            carried.delivery.answered(replies.popleft())
            wire.write(carried.delivery.take())
            if carried.delivery.done:
                self._done(line)
                if carried.delivery.out_of_step:
                    wire.abort()
                    break
        if wire.is_open and replies and not line.carried:
            wire.look()
        if wire.is_open:
            self._check_silence(line)
        if not wire.is_open:
            self._drop(line)

    def _check_silence(self, line: _Line) -> None:
        if not line.carried:
            return
        now, settings = time.monotonic(), self.settings
        if now >= line.wire.active + settings.timeout:
            line.wire.give_up(Silence(f"was silent for {settings.timeout:g} seconds"))
        elif settings.deadline is not None and now >= line.carried[0].began + settings.deadline:
            line.wire.give_up(Late(f"had not finished after {settings.deadline:g} seconds"))

    def _done(self, line: _Line) -> None:
        carried = line.carried.popleft()
        line.delivered += carried.delivery.final is not None
        if line.carried:
            line.carried[0].began = time.monotonic()
        self._report(carried, None)
        self._free(line, carried)

    def _free(self, line: _Line, carried: _Carried) -> None:
        still = set().union(*(domains_of(other.delivery.envelope) for other in line.carried)) if line.carried else set()
        for domain in domains_of(carried.delivery.envelope) - still:
            if self._domains.get(domain) is line:
                del self._domains[domain]

    def _report(self, carried: _Carried, lost: WireError | None) -> None:
        recipients = carried.delivery.envelope.recipients
        try:
            report = Report(carried.number, recipients, outcome(carried.delivery, self.settings, lost))
        except MailError as error:
            report = Report(carried.number, recipients, error=error)
        self.reports.append(report)

    def _drop(self, line: _Line) -> None:
        """A connection is over; others, or a new one, take what it has not begun."""
        self._lines.remove(line)
        self._deaf()
        self.end = "the sending was cut off" if self._aborted else f"{self.settings.host} {line.wire.end}"
        self._cut_off(line, line.wire.error or Lost("broke the connection"))
        if not line.delivered:
            self._expect_less()

    def _cut_off(self, line: _Line, lost: WireError) -> None:
        waiting: list[_Carried] = []
        while line.carried:
            carried = line.carried.popleft()
            self._free(line, carried)
            if carried.delivery.is_answered or carried.delivery.in_doubt or self._aborted or not line.delivered:
                self._report(carried, lost)
            else:
                # It only rode along, and nothing of its content has been sent.
                waiting.append(carried)
        for carried in reversed(waiting):
            self._queue.put_back(carried.number, carried.delivery.envelope)

    # Connections.

    def _listen(self, line: _Line) -> None:
        self._selector.register(line.wire.sock, selectors.EVENT_READ, line)

    def _deaf(self) -> None:
        """Forgets sockets that are closed."""
        for key in list(self._selector.get_map().values()):
            if key.data is not None and not key.data.wire.is_open:
                with suppress(KeyError, ValueError, OSError):
                    self._selector.unregister(key.fileobj)

    def _may_open(self) -> bool:
        return not self._given_up and len(self._lines) < self._most

    def _expect_less(self) -> None:
        """A connection was refused, or was of no use."""
        self._most = max(1, len(self._lines))
        self._given_up = not self._lines and not self._opening

    def _open_more(self) -> None:
        """Opens further connections, each in a thread of its own, because that waits for the server."""
        wanted = min(self._most - len(self._lines), len(self._queue))
        for _ in range(wanted):
            self._opening += 1
            threading.Thread(target=self._open_one, name="wlmail-opening", daemon=True).start()

    def _open_one(self) -> None:
        opened: tuple[Wire, Offer] | None = None
        try:
            opened = self._open(self.settings)
        except Exception as error:
            self.end = self.end or str(error)
        self._opened.append(opened)
        self._wake()
        if self._ended.is_set() and opened is not None:
            opened[0].abort()

    def _take_opened(self) -> None:
        while self._opened:
            opened = self._opened.popleft()
            self._opening -= 1
            if opened is None:
                self._expect_less()
            else:
                line = _Line(*opened)
                self._lines.append(line)
                self._listen(line)

    def _say_goodbye(self) -> None:
        """QUIT on every connection at once."""
        end = time.monotonic() + min(self.settings.timeout, QUIT_TIMEOUT)
        for line in self._lines:
            line.wire.write([b"QUIT\r\n"])
            line.wire.push()
        for line in self._lines:
            with suppress(WireError):
                line.wire.reply(max(0.1, end - time.monotonic()))
            line.wire.close()
        self._lines.clear()
        self.end = "the session is closed"


class _Carried:
    """A message under way."""

    __slots__ = ("began", "delivery", "number")

    def __init__(self, number: int, delivery: Delivery) -> None:
        self.number = number
        self.delivery = delivery
        self.began = time.monotonic()


class _Line:
    """A connection and the messages that are under way on it, the oldest first."""

    __slots__ = ("carried", "delivered", "offer", "wire", "writes")

    def __init__(self, wire: Wire, offer: Offer) -> None:
        self.wire = wire
        self.offer = offer
        self.carried: deque[_Carried] = deque()
        self.delivered = 0
        self.writes = False

    @property
    def can_carry_more(self) -> bool:
        carried = self.carried
        if not carried:
            return self.wire.is_open
        return (
            self.offer.pipelining
            and len(carried) < _IN_FLIGHT[self.offer.chunking]
            and carried[-1].delivery.may_be_followed
        )
