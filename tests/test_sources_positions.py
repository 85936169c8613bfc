"""Coordinates that can't be true are told apart: swapped, in metres, another city, another country."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from city_folders import sentence
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS

from planner.errors import CrsError, LayerError
from planner.sources.positions import (
    WGS84,
    check_metric,
    check_positions,
    check_projected,
    check_regions,
    project,
)

UTM = CRS.from_epsg(32749)
# A square of about 3.3 km around longitude 110.015, latitude -5.015.
CITY = gpd.GeoSeries([shapely.box(110.0, -5.03, 110.03, -5.0)], crs=WGS84).to_crs(UTM).iloc[0]


def check(x: list[float], y: list[float], crs: CRS = WGS84) -> None:
    check_positions(np.array(x), np.array(y), crs, CITY, UTM, "t.csv")


def said_of(x: list[float], y: list[float], crs: CRS = WGS84) -> str:
    with pytest.raises(CrsError) as caught:
        check(x, y, crs)
    return sentence(caught.value)


def test_positions_in_the_city_pass_and_so_do_a_few_far_away() -> None:
    check([110.01, 110.02], [-5.01, -5.02])
    check([110.01, 110.02, 120.0], [-5.01, -5.02, 0.0])
    check([], [])


def test_swapped_axes_are_recognised() -> None:
    assert "swapped in t.csv" in said_of([-5.01, -5.02], [110.01, 110.02])


def test_metres_given_as_degrees_are_recognised() -> None:
    assert "look like metres" in said_of([388_000.0, 389_000.0], [9_444_000.0, 9_445_000.0])


def test_another_city_is_told_with_its_distance() -> None:
    # From latitude -6.015 to the city's edge at -5.03: 0.985 degrees of about 110.6 km.
    assert "about 109 km from the city" in said_of([110.015, 110.015, 110.015], [-6.015, -6.015, -6.015])


def test_coordinates_that_are_no_place_at_all_are_told() -> None:
    assert "no places on earth" in said_of([1e9, 1e9], [1e9, 1e9], CRS.from_epsg(23836))


def test_one_row_off_the_globe_is_named() -> None:
    points = project(np.array([110.01, 110.02]), np.array([-5.01, 200.0]), WGS84, UTM)
    with pytest.raises(LayerError) as caught:
        check_projected(points, np.array([1, 7]), "t.csv")
    assert "t.csv, row 7" in sentence(caught.value)


@given(
    lon=st.lists(st.floats(110.0, 110.03), min_size=1, max_size=5),
    lat=st.floats(-5.03, -5.0),
)
def test_positions_inside_always_pass_and_swapped_never_do(lon: list[float], lat: float) -> None:
    check(lon, [lat] * len(lon))
    with pytest.raises(CrsError):
        check([lat] * len(lon), lon)


@pytest.mark.parametrize("code", [4326, 2263])
def test_the_metric_crs_has_to_measure_in_metres(code: int) -> None:
    check_metric(UTM)
    with pytest.raises(CrsError) as caught:
        check_metric(CRS.from_epsg(code))
    assert "does not measure in metres" in sentence(caught.value)


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ((-5.03, 110.0, -5.0, 110.03), "swapped in k.geojson"),
        ((388_000.0, 9_444_000.0, 389_000.0, 9_445_000.0), "look like metres"),
        ((4.8, 52.3, 4.9, 52.4), "longitude 4.85, latitude 52.35"),
    ],
)
def test_regions_elsewhere_are_refused(box: tuple[float, float, float, float], words: str) -> None:
    check_regions(gpd.GeoDataFrame(geometry=[shapely.box(110.0, -5.03, 110.03, -5.0)], crs=WGS84), UTM, "k.geojson")
    with pytest.raises(CrsError) as caught:
        check_regions(gpd.GeoDataFrame(geometry=[shapely.box(*box)], crs=WGS84), UTM, "k.geojson")
    assert words in sentence(caught.value)
