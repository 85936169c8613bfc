"""Dividing whole numbers in proportion."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from planner.cleaning.apportion import apportion


def test_the_rest_goes_to_the_largest_remainder() -> None:
    # 10 by 5:3:2.9 is 4.587, 2.752, 2.661: rounded down 4, 2, 2; the two left go to .752 and .661.
    assert apportion([5, 3, 2.9], 10).tolist() == [4, 3, 3]


def test_the_earlier_of_equal_remainders_comes_first() -> None:
    assert apportion([1, 1, 1, 1], 6).tolist() == [2, 2, 1, 1]


def test_each_row_is_divided_on_its_own() -> None:
    assert apportion([[1, 1], [0, 3]], [3, 4]).tolist() == [[2, 1], [0, 4]]


def test_nothing_to_divide_needs_no_weight() -> None:
    assert apportion([0, 0], 0).tolist() == [0, 0]


@pytest.mark.parametrize(("weights", "total"), [([0, 0], 1), ([-1, 2], 1), ([np.nan, 1], 1), ([1, 1], -1)])
def test_what_cannot_be_divided_is_refused(weights: list[float], total: int) -> None:
    with pytest.raises(ValueError, match="weight"):
        apportion(weights, total)


@given(
    npst.arrays(np.float64, st.integers(1, 40), elements=st.floats(0, 1e12, allow_subnormal=False)),
    st.integers(0, 10**7),
)
def test_nobody_is_lost_and_each_share_is_within_one(weights: np.ndarray, total: int) -> None:
    weights[0] = max(weights[0], 1e-3)
    shares = apportion(weights, total)
    assert shares.sum() == total
    assert (shares >= 0).all()
    assert (np.abs(shares - total * weights / weights.sum()) < 1 + 1e-6).all()
    assert (shares[weights == 0] == 0).all()
