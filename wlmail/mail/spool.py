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

from wlmail.mail.line import Carried, Line, Report
from wlmail.mail.protocol import Delivery
from wlmail.mail.queue import Queue
from wlmail.mail.replies import CutOff, Late, Lost, Offer, Silence, WireError
from wlmail.mail.smtp import QUIT_TIMEOUT, MailError, Settings, outcome

if TYPE_CHECKING:
    from wlmail.mail.envelope import Envelope
    from wlmail.mail.smtp import Opening
    from wlmail.mail.wire import Wire

_LOOK_AHEAD = 64
"""Messages that are looked through for one that may be sent now."""
_GATHER = 0.005
"""Seconds after which messages are looked for while others are under way."""
_SWITCH = 0.0005
"""Seconds between two threads of Python while mail is sent: with the usual 0.005 the network waits for the program."""


class Spool:
    """The queue of one session. `put`, `finish`, `join`, `abort` and `reports` are for the program's thread."""

    def __init__(self, settings: Settings, wire: Wire, offer: Offer, another: Opening) -> None:
        """`another` opens one more connection; it is called from threads of its own."""
        self.settings = settings
        self.is_open = True
        """New messages are taken; False when the server is lost."""
        self.reports: deque[Report] = deque()
        """What has become of messages and was not told yet, to be taken from the left."""
        self._another = another
        self._queue = Queue()
        self._lines: list[Line] = []
        self._domains: dict[str, Line] = {}
        """Which line carries messages to a domain."""
        self._opened: deque[tuple[Wire, Offer] | None] = deque()
        self._opening = 0
        self._most = settings.connections
        """Connections that the server allows, as far as is known."""
        self._given_up = False
        """No connection is left, and there is no hope for another one."""
        self._finishing = self._aborted = self._is_over = False
        self._ended = threading.Event()
        self._asleep = False
        self._is_quiet = False
        """No answer has come for a while."""
        self._gate = threading.Lock()
        """Between what the program puts in and the end of the background."""
        self._waker, self._bell = socket.socketpair()
        for end in (self._waker, self._bell):
            end.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._bell, selectors.EVENT_READ)
        self._add(wire, offer)
        self.end = ""
        """Why no messages are taken any more."""
        self._ended_by: WireError = CutOff()
        """What ended the last connection."""
        threading.Thread(target=self._run, name="wlmail-spool", daemon=True).start()

    # The program's side.

    def __len__(self) -> int:
        """How many messages wait, those under way aside."""
        return len(self._queue)

    def put(self, number: int, envelope: Envelope) -> None:
        """Adds a message at the end. Raises MailError when the server is lost."""
        with self._gate:
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
        self._wake()
        self._ended.wait(5.0)

    def _wake(self) -> None:
        with self._gate, suppress(OSError):  # full of calls already, or over
            self._waker.send(b"!")

    # The thread.

    def _run(self) -> None:
        _hurry(1)
        cut_off = CutOff()
        try:
            while not self._aborted and self._step():
                pass
        except Exception as error:
            # A bug of ours must not leave the program waiting for messages that nobody sends.
            cut_off = CutOff(f"internal error of wlmail: {type(error).__name__}: {error}")
        finally:
            try:
                self._end(cut_off)
            finally:
                _hurry(-1)
                self._ended.set()

    def _end(self, cut_off: CutOff) -> None:
        """Tells what becomes of every message that is left."""
        if self._lines:
            self._ended_by = cut_off
        self.end = self.end or f"{self.settings.host} {self._ended_by}"
        with self._gate:
            self.is_open = False
        for line in self._lines:
            line.wire.abort()
            self._cut_off(line, cut_off)
        while self._queue:
            number, _, envelope = self._queue.take(0)
            self.reports.append(Report(number, envelope.recipients, error=self._not_begun()))
        self._selector.close()
        with self._gate:
            self._is_over = True
            for wire, _ in filter(None, self._opened):
                wire.abort()
            self._bell.close()
            self._waker.close()

    def _not_begun(self) -> MailError:
        from wlmail.mail.failures import broken, failed

        return failed("not-begun", phase="mail", facts={"host": self.settings.host, **broken(self._ended_by)})

    def _step(self) -> bool:
        """One round: give out messages, write, wait, read. False when all is done."""
        if self._opened:
            self._take_opened()
        if self._queue:
            self._give_out()
        under_way = False
        for line in list(self._lines):
            if line.wire.has_unsent or line.writes:
                self._push(line)
            under_way = under_way or bool(line.carried)
            if not line.wire.is_open:
                # Not every system's selector forgets a socket that is closed.
                self._deaf()
        if self._finishing and not self._queue and not under_way:
            self._say_goodbye()
            return False
        if not self._lines and not self._opening and (self._given_up or not self._queue):
            # The server has left; what comes later finds the session closed.
            return False
        until = self._until_silent() if under_way else None
        # Answers come soon: until then further messages may gather, none of them wakes this thread.
        gathers = under_way and not self._is_quiet
        self._asleep = not gathers
        if self._ready():
            self._is_quiet = False
            self._listen(0)
        else:
            seconds = None if until is None else max(0.0, until - time.monotonic())
            self._is_quiet = not self._listen(min(_GATHER, seconds or 0.0) if gathers else seconds)
        self._asleep = False
        now = time.monotonic()
        for line in list(self._lines):
            if line.wire.reader.replies or not line.wire.is_open:
                self._advance(line)
            elif until is not None and now >= until:
                self._check_silence(line, now)
        return True

    def _listen(self, seconds: float | None) -> bool:
        """Waits, and reads what has come. False when nothing has."""
        found = self._selector.select(seconds)
        for key, mask in found:
            if key.data is None:
                with suppress(OSError):
                    self._bell.recv(4096)
            elif mask & selectors.EVENT_READ:
                key.data.wire.pull()
        return bool(found)

    def _ready(self) -> bool:
        """There is something to do without waiting: what came while this thread decided to sleep, or with a write."""
        if self._opened or self._aborted or self._queue.fresh:
            return True
        return any(line.wire.reader.replies or not line.wire.is_open for line in self._lines)

    def _until_silent(self) -> float | None:
        """When some server will have been silent for too long."""
        timeout, deadline = self.settings.timeout, self.settings.deadline
        moments = [line.wire.active + timeout for line in self._lines if line.carried]
        if deadline is not None:
            moments += [line.carried[0].began + deadline for line in self._lines if line.carried]
        return min(moments, default=None)

    def _give_out(self) -> None:
        """Gives messages to the lines that can take one, the oldest first."""
        queue = self._queue
        queue.fresh = False
        idle_only = False
        for line in self._lines:
            while queue and line.can_carry_more:
                if idle_only and not line.carried:
                    break
                found = self._next_for(line)
                if found is None:
                    # A line without any message could have taken whatever nobody is busy with.
                    idle_only = idle_only or not line.carried
                    break
                self._begin(line, *queue.take(found))
        if (
            len(queue) > len(self._lines) < self._most
            and not self._given_up
            and not self._opening
            and all(line.carried for line in self._lines)
            and self._next_for(None) is not None
        ):
            self._open_more()

    def _next_for(self, line: Line | None) -> int | None:
        """The place in the queue of the first message that a line may carry without overtaking another one."""
        held: set[str] = set()
        for place in range(min(len(self._queue), _LOOK_AHEAD)):
            domains = self._queue.domains(place)
            for domain in domains:
                if domain in held or self._domains.get(domain, line) is not line:
                    break
            else:
                return place
            held.update(domains)
        return None

    def _begin(self, line: Line, number: int, domains: tuple[str, ...], envelope: Envelope) -> None:
        before = line.carried[-1].delivery if line.carried else None
        if before is not None:
            before.followed = True
        delivery = Delivery(envelope, line.offer, rides=before is not None)
        line.carried.append(Carried(number, domains, delivery))
        for domain in domains:
            self._domains[domain] = line
        if before is None:
            line.wire.active = time.monotonic()
        line.wire.write(delivery.take())

    def _advance(self, line: Line) -> None:
        """Deals with what has come on a line, and writes what follows."""
        wire = line.wire
        replies = wire.reader.replies
        while replies and line.carried:
            carried = line.carried[0]
            delivery = carried.delivery
            delivery.answered(replies.popleft())
            if delivery.has_more:
                wire.write(delivery.take())
            if delivery.done:
                self._done(line)
                if delivery.out_of_step:
                    wire.abort()
                    break
        if wire.is_open and replies and not line.carried:
            wire.look()
        if not wire.is_open:
            self._drop(line)

    def _check_silence(self, line: Line, now: float) -> None:
        settings = self.settings
        if not line.carried:
            return
        if now >= line.wire.active + settings.timeout:
            line.wire.give_up(Silence(f"was silent for {settings.timeout:g} seconds"))
        elif settings.deadline is not None and now >= line.carried[0].began + settings.deadline:
            line.wire.give_up(Late(f"had not finished after {settings.deadline:g} seconds"))
        if not line.wire.is_open:
            self._drop(line)

    def _done(self, line: Line) -> None:
        carried = line.carried.popleft()
        line.delivered += carried.delivery.final is not None
        if line.carried:
            line.carried[0].began = time.monotonic()
        self._report(carried, None)
        self._free(line, carried)

    def _free(self, line: Line, carried: Carried) -> None:
        for domain in carried.domains:
            if self._domains.get(domain) is line and not any(domain in other.domains for other in line.carried):
                del self._domains[domain]

    def _report(self, carried: Carried, lost: WireError | None) -> None:
        recipients = carried.delivery.envelope.recipients
        try:
            report = Report(carried.number, recipients, outcome(carried.delivery, self.settings, lost))
        except MailError as error:
            report = Report(carried.number, recipients, error=error)
        self.reports.append(report)

    def _drop(self, line: Line) -> None:
        """A connection is over; others, or a new one, take what it has not begun."""
        self._lines.remove(line)
        self._deaf()
        lost = line.wire.error or Lost("broke the connection")
        self._ended_by, self.end = lost, f"{self.settings.host} {lost}"
        self._cut_off(line, lost)
        if not line.delivered:
            self._expect_less()

    def _cut_off(self, line: Line, lost: WireError) -> None:
        waiting: list[Carried] = []
        while line.carried:
            carried = line.carried.popleft()
            self._free(line, carried)
            if carried.delivery.is_answered or carried.delivery.in_doubt or self._aborted or not line.delivered:
                self._report(carried, lost)
            else:
                # It only rode along, and nothing of its content has been sent.
                waiting.append(carried)
        for carried in reversed(waiting):
            self._queue.put_back(carried.number, carried.domains, carried.delivery.envelope)

    # Connections.

    def _expect_less(self) -> None:
        """A connection was refused, or was of no use."""
        self._most = max(1, len(self._lines))
        self._given_up = not self._lines and not self._opening

    def _add(self, wire: Wire, offer: Offer) -> None:
        line = Line(wire, offer)
        self._lines.append(line)
        self._selector.register(wire.sock, selectors.EVENT_READ, line)

    def _push(self, line: Line) -> None:
        wire = line.wire
        if wire.has_unsent:
            wire.push()
        if wire.is_open and wire.has_unsent != line.writes:
            line.writes = wire.has_unsent
            events = selectors.EVENT_READ | (selectors.EVENT_WRITE if line.writes else 0)
            self._selector.modify(wire.sock, events, line)

    def _deaf(self) -> None:
        """Forgets sockets that are closed."""
        for key in list(self._selector.get_map().values()):
            if key.data is not None and not key.data.wire.is_open:
                with suppress(KeyError, ValueError, OSError):
                    self._selector.unregister(key.fileobj)

    def _open_more(self) -> None:
        """Opens further connections, each in a thread of its own, because that waits for the server."""
        wanted = min(self._most - len(self._lines), len(self._queue))
        for _ in range(wanted):
            self._opening += 1
            threading.Thread(target=self._open_one, name="wlmail-opening", daemon=True).start()

    def _open_one(self) -> None:
        opened: tuple[Wire, Offer] | None = None
        with suppress(Exception):
            # The others go on; when there are none, what ended the last of them is told.
            opened = self._another()
        with self._gate:
            self._opened.append(opened)
            if self._is_over and opened is not None:
                opened[0].abort()
        self._wake()

    def _take_opened(self) -> None:
        while self._opened:
            opened = self._opened.popleft()
            self._opening -= 1
            if opened is None:
                self._expect_less()
            else:
                self._add(*opened)

    def _say_goodbye(self) -> None:
        """QUIT on every connection at once, those that are being opened included: a server may take it for an attack
        when logins are left without a word."""
        end = time.monotonic() + min(self.settings.timeout, QUIT_TIMEOUT)
        asked: list[Wire] = []
        while not self._aborted:
            self._take_opened()
            for line in self._lines:
                if line.wire not in asked:
                    asked.append(line.wire)
                    line.wire.write([b"QUIT\r\n"])
                    line.wire.push()
            self._deaf()
            remaining = end - time.monotonic()
            answers = [wire for wire in asked if wire.is_open and not wire.reader.replies]
            if remaining <= 0 or not (self._opening or answers):
                break
            self._listen(remaining)
        for line in self._lines:
            line.wire.close()
        self._lines.clear()
        self.end = "the session is closed"


_running = 0
_usual = 0.0
_count = threading.Lock()


def _hurry(change: int) -> None:
    """One background more, or less: as long as there is any, Python's threads take turns more often."""
    global _running, _usual
    with _count:
        if not _running:
            _usual = sys.getswitchinterval()
        _running += change
        sys.setswitchinterval(min(_usual, _SWITCH) if _running else _usual)
