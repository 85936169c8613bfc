"""Fixtures that every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

# No test depends on how busy a machine is, and a build that passed once passes again.
settings.register_profile("steady", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("steady")


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
