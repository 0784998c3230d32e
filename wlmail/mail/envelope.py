"""What is handed to a server: the envelope and the bytes of the message."""

from __future__ import annotations


class Envelope:
    """`sender` and `recipients` are bare addresses (MAIL FROM, RCPT TO), `data` the message with CRLF line ends, not
    dot-stuffed. `needs_smtputf8`: an address has a local part that is not ASCII (RFC 6531)."""

    __slots__ = ("data", "message_id", "needs_smtputf8", "recipients", "sender")

    def __init__(
        self,
        sender: str,
        recipients: list[str],
        data: bytes,
        message_id: str = "",
        needs_smtputf8: bool = False,
    ) -> None:
        self.sender = sender
        self.recipients = recipients
        self.data = data
        self.message_id = message_id
        self.needs_smtputf8 = needs_smtputf8

    def __repr__(self) -> str:
        return f"<Envelope {self.sender} to {', '.join(self.recipients)}, {len(self.data)} bytes>"
