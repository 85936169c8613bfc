"""Two-step floating catchment: the example of the methods page, and what holds for every city."""

from __future__ import annotations

import numpy as np
import pytest
from drawn_city import drawn_city
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from planner.access.catchments import Catchments
from planner.access.demand import spread_children
from planner.access.floating_catchment import Shares, floating_catchment
from planner.access.units import Units
from planner.model.kinds import AgeTier

# Three kelurahan of one point each: 100, 50 and 50 children of 6-11 years.
BOXES = {"A1.01": (0, 0, 200, 200), "A1.02": (200, 0, 400, 200), "A1.03": (400, 0, 600, 200)}
CITY = drawn_city(BOXES, children={"A1.01": (0, 100, 0), "A1.02": (0, 50, 0), "A1.03": (0, 50, 0)})
UNITS = Units.of(CITY, spread_children(CITY).points)
CHILDREN = np.array([[0.0, 100.0, 0.0], [0.0, 50.0, 0.0], [0.0, 50.0, 0.0]])

# School 1 is reached from the first two points, school 2 from the last two.
REACHED = [[1, 1, 0], [0, 1, 1]]


def catchment(reached: list[list[int]]) -> Catchments:
    return dict.fromkeys(AgeTier, csr_array(np.array(reached, dtype=np.int64)))


def shares(supply: list[float], reached: list[list[int]] = REACHED) -> Shares:
    return floating_catchment(catchment(reached), CHILDREN, np.array(supply), UNITS)


def test_what_a_place_offers_is_shared_by_all_who_reach_it() -> None:
    # Step 1: 90 places / 150 children = 0.6 and 30 / 100 = 0.3. Step 2: 0.6, 0.6 + 0.3 and 0.3.
    found = shares([90, 30])
    assert found.per_child[2:, 2].tolist() == pytest.approx([0.6, 0.9, 0.3])
    # (100 · 0.6 + 50 · 0.9 + 50 · 0.3) / 200 = 0.6: all 120 places are given to the 200 children.
    assert found.per_child[0, 0] == pytest.approx(0.6)
    assert found.unknown.tolist() == [[0, 0, 0, 0]] * 5


def test_nobody_has_no_mean() -> None:
    assert np.isnan(shares([90, 30]).per_child[:, [1, 3]]).all()


def test_a_place_of_unknown_supply_makes_a_lower_bound_or_nothing_known() -> None:
    found = shares([90, np.nan])
    assert found.per_child[2:4, 2].tolist() == pytest.approx([0.6, 0.6])
    assert np.isnan(found.per_child[4, 2])  # reaches only what is not known
    assert found.unknown[:, 2].tolist() == [1, 1, 0, 1, 1]


def test_who_reaches_nothing_has_nothing() -> None:
    assert shares([90], [[1, 0, 0]]).per_child[2:, 2].tolist() == pytest.approx([0.9, 0.0, 0.0])


def test_without_places_nobody_has_anything() -> None:
    none = dict.fromkeys(AgeTier, csr_array((0, 3), dtype=np.int64))
    found = floating_catchment(none, CHILDREN, np.empty(0), UNITS)
    assert found.per_child[0, 0] == 0.0
    assert found.unknown.max() == 0


@given(
    st.lists(st.tuples(st.floats(0, 1000), st.lists(st.integers(0, 1), min_size=3, max_size=3)), min_size=1, max_size=6)
)
def test_all_that_is_within_reach_of_somebody_is_given_out(places: list[tuple[float, list[int]]]) -> None:
    supply, reached = [offered for offered, _ in places], [who for _, who in places]
    given_out = shares(supply, reached).per_child[0, 0] * CHILDREN.sum()
    assert given_out == pytest.approx(sum(offered for offered, who in places if any(who)))
