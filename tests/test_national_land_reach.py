"""How much land lies within a radius of a place: known shares of simple shapes."""

from __future__ import annotations

import math

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from planner.national.land_reach import land_share_within

CRS = "EPSG:32748"


def regions(*shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"code": [str(place) for place in range(len(shapes))]}, geometry=list(shapes), crs=CRS)


def places(*points: tuple[float, float] | None) -> gpd.GeoSeries:
    return gpd.GeoSeries([None if point is None else shapely.Point(point) for point in points], crs=CRS)


def test_a_circle_in_a_square() -> None:
    # A square of 4 km × 4 km, a school in its middle: π · 1² of 16 km².
    share = land_share_within(regions(shapely.box(0, 0, 4000, 4000)), places((2000, 2000)), 1000.0)
    assert share.tolist() == pytest.approx([math.pi / 16], abs=0.01)


def test_all_of_it_none_of_it_and_half_of_it() -> None:
    west, east = shapely.box(0, 0, 600, 600), shapely.box(10_000, 0, 10_600, 600)
    # A strip of 4 km × 100 m with a school at its western end: about 1 km of 4 km.
    strip = shapely.box(20_000, 0, 24_000, 100)
    share = land_share_within(regions(west, east, strip), places((300, 300), (20_000, 50)), 1000.0)
    assert share.tolist() == pytest.approx([1.0, 0.0, 0.25], abs=0.01)


def test_a_place_across_the_border_counts() -> None:
    share = land_share_within(regions(shapely.box(0, 0, 500, 500)), places((-100, 250)), 1000.0)
    assert share.tolist() == [1.0]


def test_places_without_a_position_reach_nothing() -> None:
    square = regions(shapely.box(0, 0, 500, 500))
    assert land_share_within(square, places(None), 1000.0).tolist() == [0.0]
    assert land_share_within(square, places(), 1000.0).tolist() == [0.0]
    assert land_share_within(square, places(None, (250, 250)), 1000.0).tolist() == [1.0]


def test_a_needle_still_has_a_point() -> None:
    needle = shapely.Polygon([(0, 0), (10_000, 0.2), (10_000, 0.3)])
    assert land_share_within(regions(needle), places((5000, 0)), 20_000.0).tolist() == [1.0]


@given(
    st.lists(st.tuples(st.floats(-2000, 6000), st.floats(-2000, 6000)), min_size=1, max_size=4),
    st.floats(100, 3000),
    st.floats(0, 2000),
)
def test_more_places_and_a_wider_radius_never_reach_less(
    at: list[tuple[float, float]], radius_m: float, more_m: float
) -> None:
    square = regions(shapely.box(0, 0, 4000, 4000))
    fewer = land_share_within(square, places(*at[:1]), radius_m)
    more = land_share_within(square, places(*at), radius_m)
    wider = land_share_within(square, places(*at), radius_m + more_m)
    assert 0 <= fewer[0] <= more[0] <= wider[0] <= 1
