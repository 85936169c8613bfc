"""The ground within a walk of places."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from drawn_city import METRIC, drawn_city
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.access.detour import DetourCurve
from planner.access.isochrones import SIDE_M, Isochrones, isochrones
from planner.access.walking import NetworkWalking, StraightLineWalking, choose_walking
from planner.model.assessment import DetourBand
from planner.model.city import City
from planner.model.kinds import AgeTier
from planner.model.tables import CROSSINGS, DEMAND

BOX = {"A1.01": (0.0, -500.0, 1000.0, 500.0)}
# A main road from west to east, beyond both borders; a lane crosses it at x = 500, with a crossing there.
STREETS = [[(-2000, 0), (500, 0), (3000, 0)], [(500, -400), (500, 0), (500, 400)]]


def city(crossing: tuple[float, float]) -> City:
    drawn = drawn_city(BOX, children={"A1.01": (10, 10, 10)}, streets=STREETS)
    table = gpd.GeoDataFrame({"kind": ["crossing"]}, geometry=[shapely.Point(crossing)], crs=METRIC)
    crossings = gpd.GeoDataFrame(CROSSINGS.validate(table), crs=METRIC)
    return replace(drawn, streets=drawn.streets.assign(street_class=["primary", "residential"]), crossings=crossings)


def homes(*xy: tuple[float, float]) -> gpd.GeoDataFrame:
    columns = {"region_code": "A1.01", "kecamatan_code": "A1", "children_0_5": 1, "children_6_11": 1}
    table = gpd.GeoDataFrame(
        {**columns, "children_12_17": 1}, geometry=[shapely.Point(p) for p in xy], index=range(len(xy)), crs=METRIC
    )
    return gpd.GeoDataFrame(DEMAND.validate(table), crs=METRIC)


def drawn(town: City, limit_m: float, tier: AgeTier, *places: tuple[float, float]) -> Isochrones:
    walking = choose_walking(town, homes((500, 100))).walking
    assert isinstance(walking, NetworkWalking)
    spots = gpd.GeoSeries([shapely.Point(p) for p in places], index=[f"p{i}" for i in range(len(places))], crs=METRIC)
    return isochrones(town, walking, spots, limit_m, tier)


def test_along_streets_the_ground_ends_exactly_at_the_limit() -> None:
    ground = drawn(city((500, 0)), 300, AgeTier.SECONDARY, (500, 200)).by_place
    assert ground.index.tolist() == ["p0"]
    # 300 m up the lane ends with the lane, 400 m north, and its round end; 200 m down to the road, 100 m along it.
    west, south, east, north = ground.iloc[0].bounds
    assert (west, east) == pytest.approx((400, 600))
    assert south == pytest.approx(-100)
    assert north == pytest.approx(400 + SIDE_M)
    inside = shapely.contains_xy(ground.iloc[0], [549, 551, 500], [300, 300, -99])
    assert inside.tolist() == [True, False, True]


def test_the_ground_of_several_places_is_merged() -> None:
    outlines = drawn(city((500, 0)), 100, AgeTier.SECONDARY, (500, 200), (500, 300))
    assert outlines.merged.area == pytest.approx(outlines.by_place.union_all().area)
    assert outlines.merged.area < outlines.by_place.area.sum()


def test_who_may_not_cross_has_no_ground_beyond_the_road() -> None:
    # The crossing is 300 m away, where nothing is left of the 350 m.
    far = city((800, 0))
    younger = drawn(far, 350, AgeTier.EARLY, (500, 100)).by_place.iloc[0]
    older = drawn(far, 350, AgeTier.SECONDARY, (500, 100)).by_place.iloc[0]
    assert shapely.contains_xy(older, 500, -50)
    assert younger.bounds[1] == pytest.approx(0)
    assert younger.area == pytest.approx(shapely.intersection(older, shapely.box(0, 0, 1000, 500)).area, rel=1e-3)


def test_a_crossing_in_reach_opens_the_ground_beyond() -> None:
    near = city((500, 0))
    younger = drawn(near, 350, AgeTier.EARLY, (500, 100)).by_place.iloc[0]
    older = drawn(near, 350, AgeTier.SECONDARY, (500, 100)).by_place.iloc[0]
    assert shapely.equals_exact(shapely.normalize(younger), shapely.normalize(older), 1e-3) or younger.area == (
        pytest.approx(older.area, rel=1e-3)
    )


def test_what_is_out_of_reach_has_no_ground() -> None:
    assert drawn(city((500, 0)), 300, AgeTier.EARLY, (900, 450)).by_place.iloc[0].is_empty
    assert drawn(city((500, 0)), 300, AgeTier.EARLY).merged.is_empty


def test_the_straight_line_gives_discs_cut_by_the_city() -> None:
    # Everything is twice as far as it looks: 400 m on foot are 200 m. The place is 100 m from the border.
    town = drawn_city(BOX, children=None)
    walking = StraightLineWalking(DetourCurve.of([DetourBand(0, 300, 2.0, 1, 3, 100)]), np.empty((0, 2)))
    gates = gpd.GeoSeries([shapely.Point(100, 0), shapely.MultiPoint([(500, 0), (900, 0)])], crs=METRIC)
    outlines = isochrones(town, walking, gates, 400, AgeTier.EARLY).by_place
    assert outlines.iloc[0].bounds == pytest.approx((0, -200, 300, 200))
    assert len(shapely.get_parts(outlines.iloc[1])) == 2


TOWN = city((700, 0))
WALKING = choose_walking(TOWN, homes((500, 100))).walking
SPOT = st.tuples(st.floats(0, 1000), st.floats(-490, 490))


@settings(max_examples=60, deadline=None)
@given(SPOT, st.lists(SPOT, min_size=1, max_size=20), st.floats(120, 900), st.sampled_from(list(AgeTier)))
def test_the_outline_and_the_list_say_the_same(
    place: tuple[float, float], where: list[tuple[float, float]], limit_m: float, tier: AgeTier
) -> None:
    # Of a home near one street only, the outline knows whether it is in reach, but for the last metres.
    lane, road = shapely.LineString(STREETS[1]), shapely.LineString(STREETS[0])
    homes_ = gpd.GeoSeries([shapely.Point(xy) for xy in where], crs=METRIC)
    assert isinstance(WALKING, NetworkWalking)
    walking = replace(WALKING, origins=WALKING.streets.footing(homes_))
    spot = gpd.GeoSeries([shapely.Point(place)], crs=METRIC)
    outline = isochrones(TOWN, walking, spot, limit_m, tier).by_place.iloc[0]
    ways = walking.nearest_m(spot, tier)
    for home, way in zip(homes_, ways, strict=True):
        away = sorted([home.distance(lane), home.distance(road)])
        if away[0] < SIDE_M - 1 and away[1] > 2 * SIDE_M:
            if way < limit_m - SIDE_M:
                assert outline.distance(home) < 1.5
            # Homes walk square to their street, the outline's round ends go straight: (√2 - 1) of the side at most.
            if way > limit_m + 0.415 * SIDE_M + 1.5:
                assert not outline.contains(home)


def test_an_island_that_is_only_touched_is_no_ground() -> None:
    town = drawn_city({"A1.01": (0, -500, 900, 500), "A1.02": (1000, -500, 1500, 500)}, children=None)
    walking = StraightLineWalking(DetourCurve.of([]), np.zeros((0, 2)))
    places = gpd.GeoSeries([shapely.Point(700, 0), shapely.Point(950, 0)], crs=METRIC)
    # The corner of the first disc lies on the shore of the island; the second disc touches both shores.
    touching = isochrones(town, walking, places.iloc[:1], 300, AgeTier.EARLY).by_place.iloc[0]
    assert touching.geom_type == "Polygon"
    assert touching.bounds[2] == 900
    between = isochrones(town, walking, places.iloc[1:], 50, AgeTier.EARLY).by_place.iloc[0]
    assert between.geom_type == "Polygon"
    assert between.is_empty
