"""What all tests share: `--bless`, and a cache of compiled programs that is not the user's."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# Fixtures that several test files use stand in modules beside them (`worlds`, `fake_portal`, `servers`).
sys.path.insert(0, str(Path(__file__).parent))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="write what the spec programs print into their .out files")


@pytest.fixture(autouse=True, scope="session")
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests neither read nor fill the cache of the user who runs them; subprocesses inherit this."""
    before = os.environ.get("WLMAIL_CACHE")
    os.environ["WLMAIL_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["WLMAIL_CACHE"]
    else:
        os.environ["WLMAIL_CACHE"] = before
