"""One method of walking for a city."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from drawn_city import METRIC, drawn_city

from planner.access.demand import spread_children
from planner.access.detour import DetourCurve
from planner.access.walking import StraightLineWalking, WalkingChoice, choose_walking
from planner.model.assessment import DetourBand, WalkingMethod
from planner.model.kinds import AgeTier

# Two kelurahan of 1 km x 1 km in two kecamatan; everyday life is in the middle of each.
TWO = {"A1.01": (0, 0, 1000, 1000), "B1.01": (1000, 0, 2000, 1000)}
PLACES = [(500, 500), (1500, 500)]


def grid(west: int, east: int) -> list[list[tuple[float, float]]]:
    """Draw streets every 100 m that meet at every crossing."""
    rows = [[(x, y) for x in range(west, east + 1, 100)] for y in range(0, 1001, 100)]
    columns = [[(x, y) for y in range(0, 1001, 100)] for x in range(west, east + 1, 100)]
    return [*rows, *columns]


def choose(streets: list[list[tuple[float, float]]], children: dict[str, tuple[int, int, int]]) -> WalkingChoice:
    city = drawn_city(TWO, children=children, places=PLACES, streets=streets)
    return choose_walking(city, spread_children(city).points)


EVEN = {"A1.01": (300, 300, 300), "B1.01": (300, 300, 300)}


def test_streets_everywhere_are_walked() -> None:
    choice = choose(grid(0, 2000), EVEN)
    assert choice.walking.method is WalkingMethod.STREET_NETWORK
    assert (choice.detour_factor, choice.detour_bands, choice.notices) == (None, (), ())


def test_streets_of_one_kecamatan_calibrate_the_whole_city_and_are_named() -> None:
    choice = choose(grid(0, 1000), EVEN)
    assert choice.walking.method is WalkingMethod.STRAIGHT_LINE_DETOUR
    assert choice.detour_factor is not None
    assert 1 < choice.detour_factor < 2**0.5
    assert choice.detour_bands
    (notice,) = choice.notices
    assert notice.code == "walking_detour"
    assert notice.text.values["kecamatan"] == "Kecamatan A1"


def test_a_small_region_may_not_be_cut_off() -> None:
    # 95 % of the children live near streets, but hardly any of B1.01's.
    choice = choose(grid(0, 1000), {"A1.01": (950, 0, 0), "B1.01": (50, 0, 0)})
    assert choice.walking.method is WalkingMethod.STRAIGHT_LINE_DETOUR


def test_a_city_without_streets_says_that_reach_is_overstated() -> None:
    choice = choose([], EVEN)
    assert choice.detour_factor == 1.0
    assert [notice.code for notice in choice.notices] == ["walking_upper_bound"]


def test_a_city_without_population_has_nobody_to_walk() -> None:
    city = drawn_city(TWO, children=None, places=PLACES, streets=grid(0, 2000))
    choice = choose_walking(city, spread_children(city).points)
    assert choice.walking.nearest_m(gpd.GeoSeries([shapely.Point(0, 0)], crs=METRIC), AgeTier.EARLY).shape == (0,)
    assert choice.walking.within_m(gpd.GeoSeries([shapely.Point(0, 0)], crs=METRIC), 100, AgeTier.EARLY).shape == (1, 0)


def places(*x: float) -> gpd.GeoSeries:
    return gpd.GeoSeries([shapely.Point(value, 0) for value in x], crs=METRIC)


# Everything is twice as far as it looks.
TWICE = StraightLineWalking(
    DetourCurve.of([DetourBand(0, 300, 2.0, 1, 3, 100)]), np.array([[0.0, 0], [50, 0], [90, 0]])
)


def test_the_straight_line_is_lengthened_by_the_detour() -> None:
    assert TWICE.nearest_m(places(0, 100), AgeTier.EARLY).tolist() == [0, 100, 20]
    assert TWICE.nearest_m(places(), AgeTier.EARLY).tolist() == [np.inf] * 3


def test_a_limit_includes_itself_and_keeps_ways_of_no_length() -> None:
    reached = TWICE.within_m(places(500, 0), 100, AgeTier.EARLY)
    assert reached.indptr.tolist() == [0, 0, 2]
    assert reached.indices.tolist() == [0, 1]
    assert reached.data.tolist() == [0, 100]


@pytest.mark.parametrize("streets", [grid(0, 2000), grid(0, 1000), []])
def test_both_questions_have_one_answer(streets: list[list[tuple[float, float]]]) -> None:
    walking = choose(streets, EVEN).walking
    targets = places(30, 800, 1700)
    nearest = walking.nearest_m(targets, AgeTier.EARLY)
    stored = walking.within_m(targets, 1e5, AgeTier.EARLY).tocoo()
    ways = np.full((3, len(nearest)), np.inf)
    ways[stored.row, stored.col] = stored.data
    assert nearest == pytest.approx(ways.min(axis=0))


def test_without_a_population_the_land_has_to_be_covered() -> None:
    covered = drawn_city(TWO, children=None, streets=grid(0, 2000))
    half = drawn_city(TWO, children=None, streets=grid(0, 1000))
    choices = [choose_walking(city, spread_children(city).points) for city in (covered, half)]
    assert [choice.walking.method for choice in choices] == [
        WalkingMethod.STREET_NETWORK,
        WalkingMethod.STRAIGHT_LINE_DETOUR,
    ]


def test_streets_that_reach_too_little_land_are_told_apart_from_homes() -> None:
    # Streets in the western half of A1.01 reach 750 m of its 1,000 m, and nothing of B1.01.
    city = drawn_city(TWO, children=None, streets=grid(0, 500))
    (notice,) = choose_walking(city, spread_children(city).points).notices
    assert "land" in notice.text.template
