"""What all tests share: `--bless`, and surroundings for subprocesses that are not the user's."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

import wlmail

PACKAGE = Path(wlmail.__file__).parent

hypothesis.settings.register_profile("wlmail", deadline=None)  # no test asserts a timing
hypothesis.settings.load_profile("wlmail")

# Fixtures that several test files use stand in modules beside them (`worlds`, `fake_portal`, `servers`).
sys.path.insert(0, str(Path(__file__).parent))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="write what the spec programs print into their .out files")


def pytest_report_header() -> str:
    return f"wlmail {wlmail.__version__} from {PACKAGE}"


@pytest.fixture(autouse=True, scope="session")
def _surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Subprocesses run the wlmail under test, wherever they start, and neither read nor fill the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WLMAIL_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("PYTHONPATH", str(PACKAGE.parent))
        patch.setenv("PYTHONSAFEPATH", "1")
        yield
