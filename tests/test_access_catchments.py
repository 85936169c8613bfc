"""Which children reach which places."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from drawn_city import METRIC
from hypothesis import given
from hypothesis import strategies as st

from planner.access.catchments import catchments, choices
from planner.access.detour import DetourCurve
from planner.access.walking import StraightLineWalking
from planner.model.kinds import AgeTier

SPEEDS = {AgeTier.EARLY: 0.5, AgeTier.PRIMARY: 1.0, AgeTier.SECONDARY: 1.0}

# Children at 0, 300, 600 and 601 m east; in ten minutes the youngest get 300 m far, the others 600 m.
WALKING = StraightLineWalking(DetourCurve.of(()), np.array([[0.0, 0.0], [300.0, 0.0], [600.0, 0.0], [601.0, 0.0]]))


def places(*east_m: float) -> gpd.GeoSeries:
    return gpd.GeoSeries.from_xy(east_m, [0.0] * len(east_m), crs=METRIC)


def test_each_tier_reaches_as_far_as_it_walks_and_a_way_of_nothing_counts() -> None:
    reached = catchments(WALKING, places(0), SPEEDS, 10)
    assert reached[AgeTier.EARLY].toarray().tolist() == [[1, 1, 0, 0]]
    assert reached[AgeTier.PRIMARY].toarray().tolist() == [[1, 1, 1, 0]]
    assert reached[AgeTier.SECONDARY].toarray().tolist() == [[1, 1, 1, 0]]


def test_choices_count_the_places_of_each_point() -> None:
    reached = catchments(WALKING, places(0, 300, 5000), SPEEDS, 10)
    assert choices(reached, 4).tolist() == [[2, 2, 2], [2, 2, 2], [1, 2, 2], [0, 1, 1]]


def test_without_places_there_is_no_choice() -> None:
    assert choices(catchments(WALKING, places(), SPEEDS, 10), 4).tolist() == [[0, 0, 0]] * 4


@given(st.lists(st.floats(-700, 1400), max_size=5), st.floats(-700, 1400), st.floats(1, 20))
def test_one_more_place_never_lowers_choices(east_m: list[float], more: float, minutes: float) -> None:
    before = choices(catchments(WALKING, places(*east_m), SPEEDS, minutes), 4)
    after = choices(catchments(WALKING, places(*east_m, more), SPEEDS, minutes), 4)
    assert (after >= before).all()
