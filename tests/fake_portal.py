"""A portal without a network: it records what programs ask for and send, and fails where a test tells it to."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from worlds import MemoryWorld

from wlmail.runtime.run import Run


class FakeSpool:
    """Has sent everything when it is asked."""

    has_ended = False

    def __init__(self) -> None:
        self.reports: deque[Any] = deque()

    def finish(self) -> None:
        pass

    def join(self, seconds: float) -> bool:
        return True


class FakeConnection:
    def __init__(self, portal: FakePortal, settings: Any, protocol: str = "SMTP") -> None:
        self.portal = portal
        self.protocol = protocol
        self.settings = settings
        self.is_open = True
        self.end = "the connection to the server was lost"
        self.sent: list[Any] = []
        self.spool = FakeSpool()

    @property
    def is_closed(self) -> bool:
        return not self.is_open

    def background(self) -> FakeSpool:
        return self.spool

    def post(self, number: int, envelope: Any) -> None:
        """Sends at once; the report waits, as that of a real spool does."""
        from wlmail.mail.smtp import MailError
        from wlmail.mail.spool import Report

        try:
            self.spool.reports.append(Report(number, envelope.recipients, self.send(envelope)))
        except MailError as error:
            self.spool.reports.append(Report(number, envelope.recipients, error=error))

    def send(self, envelope: Any, progress: Callable[[int], None] | None = None) -> Any:
        from wlmail.mail.smtp import SendResult

        if progress is not None:
            for size in self.portal.pieces:
                progress(size)
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
        self.pieces: list[int] = []
        """Sizes of the pieces that a message is sent in, where somebody wants to know."""
        self.quits = 0
        self.connect_error: Exception | None = None
        self.heals = False
        """Only the first connection fails."""
        self.reading_error: Exception | None = None
        self.send_error: Exception | None = None
        self.drops = False
        """A failing send also loses the connection."""
        self.refused: dict[str, tuple[int, str]] = {}
        self.probed: list[tuple[str, float]] = []
        self.probe_answer: Any = None
        """The refusal; an exception in a list is raised."""

    @property
    def settings(self) -> list[Any]:
        """What was asked of each connection, in order."""
        return [connection.settings for connection in self.connections]

    def connect(self, settings: Any) -> FakeConnection:
        if self.connect_error is not None:
            error = self.connect_error
            if self.heals:
                self.connect_error = None
            raise error
        connection = FakeConnection(self, settings)
        self.connections.append(connection)
        return connection

    def connect_reading(self, settings: Any, protocol: str) -> FakeConnection:
        if self.reading_error is not None:
            raise self.reading_error
        connection = FakeConnection(self, settings, protocol)
        self.connections.append(connection)
        return connection

    def probe(self, address: str, timeout: float) -> Any:
        self.probed.append((address, timeout))
        if isinstance(self.probe_answer, list):
            raise self.probe_answer[0]
        return self.probe_answer

    def close(self) -> None:
        for connection in self.connections:
            connection.close()


class FakeWorld(MemoryWorld):
    """A MemoryWorld whose network is a FakePortal."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, portal=FakePortal())


@pytest.fixture
def world(tmp_path: Path) -> FakeWorld:
    return FakeWorld(tmp_path)


@pytest.fixture
def run(world: FakeWorld) -> Run:
    return Run(world, "test.wl")
