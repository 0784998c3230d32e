"""A portal without a network: it records what programs ask for and send, and fails where a test tells it to."""

from __future__ import annotations

from typing import Any


class FakeConnection:
    def __init__(self, portal: FakePortal, settings: Any) -> None:
        self.portal = portal
        self.settings = settings
        self.is_open = True
        self.sent: list[Any] = []

    def send(self, envelope: Any) -> Any:
        from wlmail.mail.smtp import SendResult

        error = self.portal.send_error
        if error is not None:
            if self.portal.drops:
                self.is_open = False
            raise error
        self.sent.append(envelope)
        self.portal.sent.append(envelope)
        return SendResult("250 2.0.0 queued", dict(self.portal.refused))

    def close(self) -> None:
        if self.is_open:
            self.is_open = False
            self.portal.quits += 1


class FakePortal:
    def __init__(self) -> None:
        self.connections: list[FakeConnection] = []
        self.sent: list[Any] = []
        self.quits = 0
        self.connect_error: Exception | None = None
        self.send_error: Exception | None = None
        self.drops = False
        """A failing send also loses the connection."""
        self.refused: dict[str, tuple[int, str]] = {}

    @property
    def settings(self) -> list[Any]:
        """What was asked of each connection, in order."""
        return [connection.settings for connection in self.connections]

    def connect(self, settings: Any) -> FakeConnection:
        if self.connect_error is not None:
            raise self.connect_error
        connection = FakeConnection(self, settings)
        self.connections.append(connection)
        return connection

    def close(self) -> None:
        for connection in self.connections:
            connection.close()
