"""Ways between stops: along the streets, and by the straight line with a detour."""

from __future__ import annotations

import dataclasses

import geopandas as gpd
import numpy as np
import pytest
import shapely

from planner.model.assessment import WalkingMethod
from planner.rounds.ways import DetourWays, StreetWays, ways_of
from tests.drawn_assessment import METRIC
from tests.drawn_signs import signs_assessment


def points(*spots: tuple[float, float]) -> gpd.GeoSeries:
    return gpd.GeoSeries([shapely.Point(spot) for spot in spots], crs=METRIC)


def streets(*lines: list[tuple[float, float]]) -> StreetWays:
    return StreetWays(gpd.GeoSeries([shapely.LineString(line) for line in lines], crs=METRIC))


def test_without_a_network_the_straight_line_is_lengthened() -> None:
    # The drawn method measured 1.95 for the middle of 300 to 600 m: 450 m are 877.5 m, and so in proportion.
    ways = ways_of(signs_assessment())
    assert isinstance(ways, DetourWays)
    assert ways.between(points((0, 0), (450, 0), (900, 0))).tolist() == [[0, 878, 1755], [878, 0, 878], [1755, 878, 0]]


def test_along_the_streets_the_way_goes_round_the_corner() -> None:
    # An L of 1,000 m and 1,000 m. The first stop stands 10 m off it, 200 m before the corner; the second 20 m off,
    # 300 m beyond: 10 + 200 + 300 + 20. The third stands on the first one's side, 100 m before it: 10 + 100.
    ways = streets([(0, 0), (1000, 0), (1000, 1000)])
    between = ways.between(points((800, 10), (1020, 300), (700, 0)))
    assert between.tolist() == [[0, 530, 110], [530, 0, 620], [110, 620, 0]]


def test_a_place_far_from_every_street_is_reached_by_a_lengthened_straight_line() -> None:
    # Two stops 400 m apart along a street that makes a bow of 800 m: twice the straight line. The third is 900 m off.
    ways = streets([(0, 0), (0, 200), (400, 200), (400, 0)])
    between = ways.between(points((0, 0), (400, 0), (0, -900)))
    assert between[0, 1] == 800
    assert between[0, 2] == 1800
    assert between[1, 2] == round(2 * np.hypot(400, 900))


def test_streets_of_their_own_are_reached_too() -> None:
    ways = streets([(0, 0), (100, 0)], [(0, 500), (100, 500)])
    between = ways.between(points((0, 0), (100, 0), (0, 500)))
    assert between[0, 1] == 100
    assert between[0, 2] == 500


@pytest.mark.parametrize("spots", [[], [(5.0, 5.0)]])
def test_few_stops_have_no_ways(spots: list[tuple[float, float]]) -> None:
    assert streets([(0, 0), (100, 0)]).between(points(*spots)).shape == (len(spots), len(spots))


def test_the_method_of_the_city_decides() -> None:
    assessment = signs_assessment()
    method = dataclasses.replace(assessment.method, walking=WalkingMethod.STREET_NETWORK)
    assert isinstance(ways_of(dataclasses.replace(assessment, method=method)), StreetWays)
