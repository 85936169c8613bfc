"""Fixtures that every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


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
