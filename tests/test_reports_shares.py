"""Shares with how far they may be off."""

from __future__ import annotations

import math

import pytest

from planner.reports.shares import share_with_range
from planner.texts import Language, translate


@pytest.mark.parametrize(
    ("share", "low", "high", "said"),
    [
        (0.494, 0.412, 0.551, "49% (41% to 55%)"),
        (0.0149, 0.0093, 0.0191, "1.5% (0.9% to 1.9%)"),
        (0.09, 0.08, 0.12, "9% (8% to 12%)"),
        (0.502, 0.501, 0.503, "50%"),
        (1.0, 1.0, 1.0, "100%"),
        (0.0, 0.0, 0.0, "0%"),
        (0.0, 0.0, 0.021, "0.0% (0.0% to 2.1%)"),
        (0.25, math.nan, math.nan, "25%"),
    ],
)
def test_a_share_is_written_no_finer_than_its_range_allows(share: float, low: float, high: float, said: str) -> None:
    assert translate(share_with_range(share, low, high), Language.ENGLISH) == said
