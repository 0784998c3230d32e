"""A connection of the background, the messages that are under way on it, and what becomes of them."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wlmail.mail.protocol import Delivery
    from wlmail.mail.replies import Offer
    from wlmail.mail.smtp import MailError, SendResult
    from wlmail.mail.wire import Wire

IN_FLIGHT = {False: 2, True: 4}
"""Messages under way on one connection, without and with CHUNKING: as many may be in doubt when it breaks."""


class Carried:
    """A message under way."""

    __slots__ = ("began", "delivery", "domains", "number")

    def __init__(self, number: int, domains: tuple[str, ...], delivery: Delivery) -> None:
        self.number = number
        self.domains = domains
        self.delivery = delivery
        self.began = time.monotonic()


class Line:
    """A connection and the messages that are under way on it, the oldest first."""

    __slots__ = ("carried", "delivered", "offer", "wire", "writes")

    def __init__(self, wire: Wire, offer: Offer) -> None:
        self.wire = wire
        self.offer = offer
        self.carried: deque[Carried] = deque()
        self.delivered = 0
        self.writes = False
        """More is to be written than the system takes at the moment."""

    @property
    def can_carry_more(self) -> bool:
        carried = self.carried
        if not carried:
            return self.wire.is_open
        return (
            self.offer.pipelining
            and len(carried) < IN_FLIGHT[self.offer.chunking]
            and carried[-1].delivery.may_be_followed
        )


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
