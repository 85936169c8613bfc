"""Fixtures that every test may use."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from postgres import Server
    from stores import Backend

ROOT = Path(__file__).resolve().parents[1]

# No test depends on how busy a machine is, and a build that passed once passes again.
settings.register_profile("steady", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("steady")

_MAIN = sys.modules["__main__"]

# Tests of pages see what they ask for at once; tests of worker processes start their own.
os.environ.setdefault("PLANNER_WORKERS", "0")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Bring back the main module, in whose place Streamlit's tests of pages put a script: processes are begun by it."""
    sys.modules["__main__"] = _MAIN


@pytest.fixture(scope="session")
def balikpapan_folder() -> Path:
    """Return the built-in city folder."""
    return ROOT / "data" / "balikpapan"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return real data that is not part of the project; the test is skipped where it is missing."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the shared test data beside the checkout, which is not here")
    return folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """Return a PostgreSQL server of the tests' own; the test is skipped where there is none to start."""
    from postgres import running_server, why_missing

    reason = why_missing()
    if reason is not None:
        pytest.skip(reason)
    with running_server() as server:
        yield server


@pytest.fixture(params=["geopackage", "postgis"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Backend:
    """Return a place for a working city, once in each backend."""
    from stores import Backend

    address = request.getfixturevalue("postgres_server").cities if request.param == "postgis" else ""
    return Backend(request.param, tmp_path, address)
