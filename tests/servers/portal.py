"""The portal of a test: its connections are closed when the test ends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from wlmail.mail.portal import Portal


@pytest.fixture
def portal() -> Iterator[Portal]:
    made = Portal()
    yield made
    made.close()
