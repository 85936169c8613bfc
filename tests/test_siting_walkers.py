"""Children in groups of one speed, and which places they reach."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from drawn_plan import ALIKE, METRIC, SPEEDS, StraightLine, alike, demand_table
from shapely import Point

from planner.siting.walkers import group_walkers, reached_by, ways_within

# Within 10 minutes the youngest walk 300 m (0.5 m/s), the others 600 m (1 m/s).
DEMAND = demand_table([(0, 0, (1, 2, 3)), (300, 0, (10, 20, 30)), (600, 0, (100, 200, 300)), (601, 0, (7, 7, 7))])


def test_tiers_of_one_speed_are_one_group() -> None:
    walkers = group_walkers(DEMAND, alike(np.full(4, np.inf)), SPEEDS, 10.0, ALIKE)
    assert walkers.speed_m_s.tolist() == [0.5, 1.0]
    assert walkers.children.tolist() == [[1, 10, 100, 7], [5, 50, 500, 14]]
    assert walkers.unreached.tolist() == walkers.children.tolist()
    assert (walkers.slowest_reach_m, walkers.farthest_reach_m) == (300.0, 600.0)


def test_who_reaches_a_park_already_is_not_counted_again() -> None:
    walkers = group_walkers(DEMAND, alike(np.array([0.0, 300.0, 600.0, 601.0])), SPEEDS, 10.0, ALIKE)
    assert walkers.unreached.tolist() == [[0, 0, 100, 7], [0, 0, 0, 14]]


def test_a_place_is_reached_up_to_the_threshold_and_from_no_metre_away() -> None:
    walkers = group_walkers(DEMAND, alike(np.full(4, np.inf)), SPEEDS, 10.0, ALIKE)
    places = gpd.GeoSeries([Point(0, 0), Point(5000, 0)], crs=METRIC)
    reached = reached_by(walkers, ways_within(walkers, StraightLine(DEMAND), places))
    # The first place: the youngest at 0 and 300 m, the others up to 600 m. Nobody reaches the second.
    assert reached.toarray().tolist() == [[1, 1, 0, 0, 1, 1, 1, 0], [0] * 8]


def test_no_place_is_reached_by_nobody() -> None:
    walkers = group_walkers(DEMAND, alike(np.full(4, np.inf)), SPEEDS, 10.0, ALIKE)
    assert reached_by(walkers, ways_within(walkers, StraightLine(DEMAND), gpd.GeoSeries([], crs=METRIC))).shape == (
        0,
        8,
    )
