"""The SMTP protocol without a socket: one message as a machine that writes and reads.

Both drivers, the one that waits (`mail.wire`) and the one of the background (`mail.spool`), feed the same machine:

    delivery = Delivery(envelope, offer)
    wire.write(delivery.take()); delivery.answered(reply) …   until delivery.done

RFC 5321; PIPELINING (RFC 2920), CHUNKING (RFC 3030), SIZE (RFC 1870), SMTPUTF8 (RFC 6531), LIMITS (RFC 9422).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from wlmail.mail.replies import Offer, Reply, is_too_many

if TYPE_CHECKING:
    from wlmail.mail.envelope import Envelope

PIECE = 64 * 1024
"""Bytes of a content that are written at once."""
AT_ONCE = 256 * 1024
"""A content up to this size travels with its MAIL and RCPT when the server takes chunks; a longer one waits until the
recipients are accepted."""
RECIPIENTS_AT_RISK = 16
"""Further recipients that are named together: servers hang up after some 20 refusals (Postfix's hard error limit)."""

_CONTROL = re.compile(rb"[\0-\x1f\x7f]")
_LONE_LINE_END = re.compile(rb"\r\n|\r|\n")


def command_line(line: bytes) -> bytes:
    """A command as it is written. Raises ValueError for a control character in it."""
    if _CONTROL.search(line):
        raise ValueError("a command holds a control character")
    return line + b"\r\n"


class Delivery:
    """One message on its way to one server: what to write next, and what the replies so far mean.

    Goes through several transactions when the server takes fewer recipients at once than there are. Every recipient
    gets the message in one of them at most: nothing here tries again.
    """

    __slots__ = (
        "_accepted",
        "_content",
        "_data",
        "_expected",
        "_mail_accepted",
        "_named",
        "_out",
        "_postponed",
        "_recipients",
        "delivered",
        "done",
        "envelope",
        "failure",
        "final",
        "followed",
        "is_answered",
        "offer",
        "out_of_step",
        "progress",
        "refused",
        "sent_whole",
    )

    def __init__(self, envelope: Envelope, offer: Offer, *, rides: bool = False) -> None:
        """`rides`: its commands are written before the answers to the message before it are there."""
        self.envelope = envelope
        self.offer = offer
        self.done = False
        self.delivered: list[str] = []
        """Recipients for whom the server has accepted the message."""
        self.refused: dict[str, Reply] = {}
        self.final: Reply | None = None
        """The server's acceptance of the message, the latest."""
        self.failure: tuple[str, Reply] | None = None
        """What ended it: the phase ("mail", "rcpt", "data", "content") and the reply."""
        self.sent_whole = False
        """The end of the content has been handed to the system, as far as anybody can know."""
        self.out_of_step = False
        """Server and client do not mean the same any more; the connection has to be dropped."""
        self.is_answered = False
        """The server has answered something of it."""
        self.progress: Callable[[int], None] | None = None
        """Called with the bytes of each piece of the content but the last, when it has been handed to the system."""
        self._data = with_line_ends(envelope.data)
        self._recipients = deque(envelope.recipients)
        """Those not named yet."""
        self._out: list[Iterable[bytes]] = []
        self._expected: deque[tuple[str, str]] = deque()
        """Phase and recipient of every reply that is still to come for what was written."""
        self.followed = False
        """Another message rides behind this one."""
        self._begin()
        if rides and offer.chunking:
            # Whatever becomes of the message before: a refused chunk leaves its transaction open on some servers.
            self._out.insert(0, [b"RSET\r\n"])
            self._expected.appendleft(("fresh", ""))

    @property
    def in_doubt(self) -> bool:
        """Lost now, nobody knows whether the server has accepted the message."""
        if self.done or not (self._content and self.sent_whole) or self._mail_accepted is False:
            return False
        return bool(self._accepted) or self._expected[0][0] != "content"

    @property
    def is_complete(self) -> bool:
        """The server has accepted it for every recipient."""
        return self.final is not None and self.failure is None and self.delivered == self.envelope.recipients

    @property
    def phase(self) -> str:
        """Where it stands: "mail", "rcpt" or "data"."""
        phase = self._expected[0][0] if self._expected else "data"
        return {"fresh": "mail", "content": "data", "reset": "data", "dot": "data"}.get(phase, phase)

    @property
    def unsent(self) -> list[str]:
        """The recipients that were neither served nor refused, in order."""
        known = {*self.delivered, *self.refused}
        return [recipient for recipient in self.envelope.recipients if recipient not in known]

    @property
    def may_be_followed(self) -> bool:
        """Nothing is to be written for it any more, so the commands of the next message may ride along."""
        return (
            self._content
            and not self._out
            and not self._recipients
            and not self._postponed
            # Several recipients may turn out to need a second transaction.
            and (len(self._expected) == 1 or len(self.envelope.recipients) == 1)
        )

    @property
    def has_more(self) -> bool:
        """Something is to be written."""
        return bool(self._out)

    def take(self) -> Iterable[bytes]:
        """What is to be written now, in pieces; a content is made piece by piece."""
        out, self._out = self._out, []
        if len(out) == 1:
            return out[0]
        return chain.from_iterable(out)

    def answered(self, reply: Reply) -> None:
        """Takes notice of the next reply."""
        self.is_answered = True
        if not self._expected:
            self._stop("content", reply)
            return
        phase, recipient = self._expected.popleft()
        if reply.code == 421:
            self._stop({"reset": "content", "dot": "rcpt", "fresh": "mail"}.get(phase, phase), reply)
        elif phase == "mail":
            self._sender_answered(reply)
        elif phase == "rcpt":
            self._recipient_answered(recipient, reply)
        elif phase == "data":
            self._data_answered(reply)
        elif phase == "content":
            self._content_answered(reply)
        elif phase == "reset":
            self.out_of_step = not reply.is_positive
            self.done = True
        elif phase == "dot":
            self.done = True

    # A transaction: MAIL, recipients in groups, content.

    def _begin(self) -> None:
        self._mail_accepted: bool | None = None
        self._accepted: list[str] = []
        self._postponed: list[str] = []
        self._named = 0
        self._content = self.sent_whole = False
        self._expected.append(("mail", ""))
        mail = b"MAIL FROM:" + _path(self.envelope.sender) + self._parameters() + b"\r\n"
        if self.offer.pipelining:
            self._name_recipients([mail], self.offer.sure_recipients)
        else:
            self._out.append([mail])

    def _parameters(self) -> bytes:
        extensions = self.offer.extensions
        found = b" SIZE=%d" % len(self._data) if "size" in extensions else b""
        if self.envelope.needs_smtputf8:
            found += b" SMTPUTF8"
        if "8bitmime" in extensions and not self._data.isascii():
            found += b" BODY=8BITMIME"
        return found

    def _name_recipients(self, commands: list[bytes], count: int) -> None:
        """Names up to `count` recipients; after the last one follows what begins the content."""
        for _ in range(min(count, self._room())):
            recipient = self._recipients.popleft()
            self._named += 1
            commands.append(b"RCPT TO:" + _path(recipient) + b"\r\n")
            self._expected.append(("rcpt", recipient))
        if self.offer.pipelining and not self._room():
            self._begin_content(commands)
        else:
            self._out.append([b"".join(commands)])

    def _room(self) -> int:
        """How many recipients are still to be named in this transaction."""
        waiting, most = len(self._recipients), self.offer.most_recipients
        return waiting if most is None else min(waiting, most - self._named)

    def _begin_content(self, commands: list[bytes]) -> None:
        """DATA; or the content itself, at once or when recipients are accepted."""
        at_once = len(self._data) <= AT_ONCE
        if not self.offer.chunking:
            commands.append(b"DATA\r\n")
            self._expected.append(("data", ""))
        elif at_once or self._accepted:
            commands.append(b"BDAT %d LAST\r\n" % len(self._data))
            self._expected.append(("content", ""))
            self._content = True
            pieces: Iterable[bytes] = (self._data,) if at_once else _slices(self._data)
            self._out.append(self._watched(chain([b"".join(commands)], pieces)))
            return
        self._out.append([b"".join(commands)])

    def _watched(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The pieces of a content. That the last one was sent is said before it is so: an interruption may come in
        between."""
        piece = next(pieces, b"")
        for following in pieces:
            yield piece
            if self.progress is not None:
                self.progress(len(piece))
            piece = following
        self.sent_whole = True
        yield piece

    # Answers.

    def _sender_answered(self, reply: Reply) -> None:
        self._mail_accepted = reply.is_positive
        if reply.code < 200 or 300 <= reply.code < 400:
            self._stop("mail", reply)
        elif not reply.is_positive:
            self.failure = ("mail", reply)
            self._step()
        elif not self.offer.pipelining:
            self._name_recipients([], 1)

    def _recipient_answered(self, recipient: str, reply: Reply) -> None:
        if reply.code < 200 or 300 <= reply.code < 400:
            self._stop("rcpt", reply)
            return
        if reply.is_positive:
            self._accepted.append(recipient)
        elif self._accepted and is_too_many(reply):
            self._postponed.append(recipient)
        elif self.failure is None:
            self.refused[recipient] = reply
        self._step()

    def _step(self) -> None:
        """Goes on when every reply of a group is there."""
        if self._expected or self.done:
            return
        if self.failure is not None:
            self.done = True
        elif self._postponed or not self._room():
            if self._accepted:
                self._begin_content([])
            else:
                self._reset()
        else:
            self._name_recipients([], RECIPIENTS_AT_RISK if self.offer.pipelining else 1)

    def _data_answered(self, reply: Reply) -> None:
        if reply.code == 354:
            wanted = bool(self._accepted) and self.failure is None
            self._expected.append(("content" if wanted else "dot", ""))
            if wanted:
                self._content = True
                self._out.append(self._watched(dot_stuffed(self._data)))
            else:
                # Nobody is to get it: an empty message ends what the server has begun.
                self._out.append([b".\r\n"])
        elif reply.code < 400:
            self._stop("data", reply)
        elif self.failure is not None:
            self.done = True
        else:
            if self._accepted:
                self.failure = ("data", reply)
            self._reset()

    def _content_answered(self, reply: Reply) -> None:
        if not self.sent_whole:
            # What is left of the content would be taken for commands.
            self._stop("content", reply)
        elif self.failure is not None:
            self.done = True
        elif not self._accepted:
            self._reset()
        elif not reply.is_positive:
            self.failure = ("content", reply)
            if self.offer.chunking:
                self._reset()
            else:
                self.done = True
        else:
            self.final = reply
            self.delivered += self._accepted
            self._learn(len(self._accepted))
            if self._postponed or self._recipients:
                self._recipients.extendleft(reversed(self._postponed))
                self._begin()
            else:
                self.done = True

    def _learn(self, taken: int) -> None:
        offer = self.offer
        if self._postponed:
            offer.most_recipients = offer.sure_recipients = taken
        elif offer.most_recipients is None:
            offer.sure_recipients = max(offer.sure_recipients, taken)

    def _reset(self) -> None:
        """Ends a transaction that came to nothing, so that the next message starts afresh."""
        self._content = False
        if self.followed:
            self.done = True
        else:
            self._expected.append(("reset", ""))
            self._out.append([b"RSET\r\n"])

    def _stop(self, phase: str, reply: Reply) -> None:
        """Ends it together with the connection."""
        if self.failure is None:
            self.failure = (phase, reply)
        self.out_of_step = self.done = True


def _path(address: str) -> bytes:
    if not address.isprintable():
        raise ValueError("an address holds a control character")
    return b"<" + address.encode("utf-8") + b">"


def with_line_ends(data: bytes) -> bytes:
    """The content with CRLF line ends only: a lone LF before a dot would end the message on some servers."""
    if data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r"):
        return data
    return _LONE_LINE_END.sub(b"\r\n", data)


def dot_stuffed(data: bytes) -> Iterator[bytes]:
    """A content with CRLF line ends as DATA carries it, in pieces: dots doubled at the start of lines, the final dot
    in the last piece."""
    end = b".\r\n" if data.endswith(b"\r\n") or not data else b"\r\n.\r\n"
    pieces = _slices(data)
    piece, starts = next(pieces, b""), True
    for following in pieces:
        yield _stuffed(piece, starts)
        starts = piece.endswith(b"\n")
        piece = following
    yield _stuffed(piece, starts) + end


def _stuffed(piece: bytes, starts_line: bool) -> bytes:
    if b"\r\n." in piece:
        piece = piece.replace(b"\r\n.", b"\r\n..")
    return b"." + piece if starts_line and piece.startswith(b".") else piece


def _slices(data: bytes) -> Iterator[bytes]:
    """Pieces of a content that never cut a CRLF in two."""
    start = 0
    while start < len(data):
        end = start + PIECE
        if data[end - 1 : end] == b"\r":
            end += 1
        yield data[start:end]
        start = end
