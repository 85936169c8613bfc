"""One method of walking for a city."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from drawn_city import METRIC, drawn_city, drawn_facility

from planner.access.demand import spread_children
from planner.access.destinations import kinds_reached
from planner.access.detour import DetourCurve
from planner.access.walking import StraightLineWalking, WalkingChoice, choose_walking
from planner.model.assessment import DetourBand, WalkingMethod
from planner.model.city import City
from planner.model.kinds import AgeTier
from planner.model.options import WalkingOptions
from planner.model.raster import Raster
from planner.model.tables import CROSSINGS, DEMAND, ENTRANCES, OUTLINES

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


# --- The drawn example of docs/methods.md: a lane, a main road with a crossing, a lane, a park with a gate. ---

HOUSE = (180, -100)
LANES = [[(200, -200), (200, 0)], [(400, 0), (400, 150), (640, 150)]]
MAIN_ROAD = [(0, 0), (200, 0), (400, 0), (1000, 0)]
PARK = shapely.box(440, 160, 640, 300)


def table(schema: object, columns: dict[str, list[object]], *shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    drawn = gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(list(shapes), crs=METRIC))
    return gpd.GeoDataFrame(schema.validate(drawn), crs=METRIC)  # type: ignore[attr-defined]


def example() -> City:
    city = drawn_city(
        {"A1.01": (0, -250, 1000, 350)},
        children={"A1.01": (10, 10, 10)},
        facilities=[drawn_facility("park", (540, 230))],
        streets=[MAIN_ROAD, *LANES],
    )
    streets = city.streets.assign(street_class=["primary", "residential", "residential"])
    return replace(
        city,
        streets=streets,
        outlines=table(OUTLINES, {"facility_id": ["park"]}, PARK),
        entrances=table(ENTRANCES, {"facility_id": [None]}, shapely.Point(600, 160)),
        crossings=table(CROSSINGS, {"kind": ["crossing"]}, shapely.Point(100, 0)),
    )


HOME = table(
    DEMAND,
    {
        "region_code": ["A1.01"],
        "kecamatan_code": ["A1"],
        "children_0_5": [10],
        "children_6_11": [10],
        "children_12_17": [10],
    },
    shapely.Point(HOUSE),
)


def ways(city: City, options: WalkingOptions | None = None) -> list[float]:
    """Return the way from the house to the park, by age tier."""
    choice = choose_walking(city, HOME, options)
    assert choice.walking.method is WalkingMethod.STREET_NETWORK
    return [float(choice.walking.nearest_m(kinds_reached(city)["park"], tier)[0]) for tier in AgeTier]


def test_the_drawn_example_of_the_docs() -> None:
    # To the lane 20, to the main road 100; back to the crossing 100 and along the other pavement 300; up the lane 150,
    # along it 200, to the gate 10. From 12 years on straight over the road: 200 instead of 100 + 300.
    younger, older = 20 + 100 + 100 + 300 + 150 + 200 + 10, 20 + 100 + 200 + 150 + 200 + 10
    assert (younger, older) == (880, 680)
    assert ways(example()) == pytest.approx([younger, younger, older])
    walking = choose_walking(example(), HOME).walking
    assert walking.alike == ((AgeTier.EARLY, AgeTier.PRIMARY), (AgeTier.SECONDARY,))
    # Preschool children at 0.88 m/s need 1,000 s, that is 16 minutes and 40 seconds.
    assert ways(example())[0] / 0.88 == pytest.approx(1000)


def test_the_barrier_can_be_switched_off() -> None:
    assert ways(example(), WalkingOptions(barrier=False)) == pytest.approx([680, 680, 680])


def test_where_crossings_are_not_known_everybody_crosses_and_it_is_said() -> None:
    city = replace(example(), crossings=None)
    assert ways(city) == pytest.approx([680, 680, 680])
    choice = choose_walking(city, HOME)
    assert [notice.code for notice in choice.notices] == ["crossings_unknown"]
    assert choice.walking.alike == (tuple(AgeTier),)
    assert choose_walking(city, HOME, WalkingOptions(barrier=False)).notices == ()


def test_without_main_roads_nothing_holds_anybody_back() -> None:
    city = example()
    city = replace(city, streets=city.streets.assign(street_class="residential"), crossings=None)
    choice = choose_walking(city, HOME)
    assert (choice.notices, choice.walking.alike) == ((), (tuple(AgeTier),))


def rising(east_m: float) -> Raster:
    """Let the ground rise by 10 % northwards, known west of a line only."""
    y = 400 - 10 * (np.arange(80) + 0.5)
    values = np.repeat(y[:, None] * 0.1, 120, axis=1)
    values[:, int((east_m + 100) / 10) :] = np.nan
    return Raster(values, (10.0, 0.0, -100.0, 0.0, -10.0, 400.0), METRIC)


def test_hills_slow_everybody_down_where_heights_are_known() -> None:
    city = replace(example(), elevation=rising(1100))
    # 100 m and 150 m go up by 10 %: exp(0.35) = 1.419 metres on level ground for each.
    up = float(np.exp(0.35))
    level = 20 + 200 + 200 + 10
    assert ways(city)[2] == pytest.approx(level + 250 * up, rel=1e-6)
    assert ways(city)[0] == pytest.approx(level + 200 + 250 * up, rel=1e-6)
    assert ways(city, WalkingOptions(slope=False)) == pytest.approx([880, 880, 680])
    assert choose_walking(city, HOME).notices == ()


def test_streets_without_a_height_are_level_and_their_share_is_said() -> None:
    city = replace(example(), elevation=rising(300))
    # The lane at x = 400 has no height: only the first 100 m go up.
    assert ways(city)[2] == pytest.approx(20 + 100 * float(np.exp(0.35)) + 200 + 150 + 200 + 10, rel=1e-6)
    (notice,) = choose_walking(city, HOME).notices
    assert notice.code == "heights_unknown"
    # Heights end at x = 295. Of 1,590 m of street, the main road has none from the third of its seven pieces between
    # x = 200 and 400 on, which ends at 285.7, nor has the lane of 390 m.
    assert notice.text.values["share"].share == pytest.approx((200 * 4 / 7 + 600 + 390) / 1590)
