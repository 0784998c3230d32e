"""Messages that wait to be sent, in the order of the program; a long queue holds them packed."""

from __future__ import annotations

from collections import deque
from sys import intern
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wlmail.mail.envelope import Envelope

_PACK_FROM = 5000
"""Messages in the queue from which on further ones are packed."""


class Queue:
    """Messages that wait. A long queue holds them packed: a mailing's messages are alike, so each is kept as what is
    new in it against the first one."""

    __slots__ = ("_model", "_waiting", "fresh")

    def __init__(self) -> None:
        self._waiting: deque[tuple[int, tuple[str, ...], Any]] = deque()
        self._model = b""
        self.fresh = False
        """Something was put since this was last set to False."""

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, number: int, envelope: Envelope) -> None:
        held = envelope if len(self._waiting) < _PACK_FROM else self._packed(envelope)
        self._waiting.append((number, domains_of(envelope.recipients), held))
        self.fresh = True

    def put_back(self, number: int, domains: tuple[str, ...], envelope: Envelope) -> None:
        self._waiting.appendleft((number, domains, envelope))

    def take(self, place: int) -> tuple[int, tuple[str, ...], Envelope]:
        """The number of the message, the domains of its recipients, and the message."""
        number, domains, held = self._waiting[place]
        if place:
            del self._waiting[place]
        else:
            self._waiting.popleft()
        return number, domains, self._unpacked(held)

    def domains(self, place: int) -> tuple[str, ...]:
        return self._waiting[place][1]

    def _packed(self, envelope: Envelope) -> bytes:
        import marshal
        import zlib

        if not self._model:
            self._model = envelope.data[:8192]
        held = (envelope.sender, envelope.recipients, envelope.data, envelope.message_id, envelope.needs_smtputf8)
        packer = zlib.compressobj(1, zlib.DEFLATED, -15, zdict=self._model)
        return packer.compress(marshal.dumps(held)) + packer.flush()

    def _unpacked(self, held: Any) -> Envelope:
        if not isinstance(held, bytes):
            return held  # type: ignore[no-any-return]
        import marshal
        import zlib

        from wlmail.mail.envelope import Envelope

        return Envelope(*marshal.loads(zlib.decompressobj(-15, zdict=self._model).decompress(held)))


def domains_of(recipients: list[str]) -> tuple[str, ...]:
    """The domains of addresses; a queue holds each of them once."""
    if len(recipients) == 1:
        return (intern(recipients[0].rpartition("@")[2].lower()),)
    return tuple({intern(recipient.rpartition("@")[2].lower()) for recipient in recipients})
