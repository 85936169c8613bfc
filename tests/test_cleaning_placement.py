"""Facilities to their regions."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from drawn_city import METRIC, drawn_regions

from planner.cleaning.placement import Placed, place_facilities
from planner.texts import Language, translate

# Two kecamatan side by side, 2 km x 1 km; A has two kelurahan, one above the other.
REGIONS = drawn_regions({"A1.01": (0, 0, 1000, 500), "A1.02": (0, 500, 1000, 1000), "B1.01": (1000, 0, 2000, 1000)})


def place(
    xy: tuple[float, float] | None,
    kecamatan: str | None = None,
    kelurahan: str | None = None,
    regions: gpd.GeoDataFrame = REGIONS,
) -> Placed:
    facility = gpd.GeoDataFrame(
        {
            "id": ["f"],
            "name": ["Taman"],
            "declared_kecamatan": pd.array([kecamatan], dtype="str"),
            "declared_kelurahan": pd.array([kelurahan], dtype="str"),
        },
        geometry=gpd.GeoSeries([None if xy is None else shapely.Point(xy)], crs=METRIC),
    )
    return place_facilities(facility, regions)


def result(placed: Placed) -> tuple[object, ...]:
    columns = ["placement", "kecamatan_code", "kelurahan_code"]
    return tuple(None if pd.isna(value) else value for value in placed.facilities.iloc[0][columns])


@pytest.mark.parametrize(
    ("xy", "expected"),
    [
        ((500, 100), ("position", "A1", "A1.01")),
        ((1500, 100), ("position", "B1", "B1.01")),
        ((500, 500), ("position", "A1", "A1.01")),  # on a border: the lowest code
        ((1000, 500), ("position", "A1", "A1.01")),  # where three regions meet
        ((1500, 1050), ("position", "B1", "B1.01")),  # a jetty, 50 m off the shore
        ((1500, 1051), ("outside", None, None)),
    ],
)
def test_a_position_decides(xy: tuple[float, float], expected: tuple[object, ...]) -> None:
    assert result(place(xy)) == expected


@pytest.mark.parametrize(
    ("kecamatan", "kelurahan", "expected"),
    [
        ("KEC. A1", None, ("declared", "A1", None)),
        ("kecamatan a1", "Kelurahan A1.02", ("declared", "A1", "A1.02")),
        ("Kecamatan A1", "Kelurahan B1.01", ("declared", "A1", None)),  # not in that kecamatan: not believed
        (None, "Kelurahan B1.01", ("declared", "B1", "B1.01")),
        ("Elsewhere", "Kelurahan B1.01", ("unplaced", None, None)),
        (None, None, ("unplaced", None, None)),
    ],
)
def test_without_a_position_the_declared_names_decide(
    kecamatan: str | None, kelurahan: str | None, expected: tuple[object, ...]
) -> None:
    placed = place(None, kecamatan, kelurahan)
    assert result(placed) == expected
    assert [(notice.code, notice.subject) for notice in placed.notices] == [("facility_without_position", "f")]


def test_a_facility_outside_the_city_is_reported_with_its_distance() -> None:
    (notice,) = place((1500, 1300), "Kecamatan B1").notices
    assert notice.code == "facility_outside_city"
    assert notice.text.values["declared"] == "Kecamatan B1"
    assert notice.text.values["distance"].values == {"metres": 300}  # type: ignore[attr-defined]


def test_a_position_on_another_continent_is_only_said_to_be_far_away() -> None:
    # A longitude of 0 in a city's metric CRS: its distance in that plane means nothing.
    (notice,) = place((-20_000_000, 500), "Kecamatan B1").notices
    assert translate(notice.text.values["distance"], Language.ENGLISH) == "more than 100 km"  # type: ignore[arg-type]


def test_a_facility_elsewhere_than_declared_is_reported_with_both_names() -> None:
    (notice,) = place((1500, 100), "Kecamatan A1").notices
    assert notice.code == "facility_in_other_kecamatan"
    assert notice.text.values["kecamatan"] == "Kecamatan B1"
    assert notice.text.values["declared"] == "Kecamatan A1"


def test_a_facility_where_it_says_it_is_needs_no_notice() -> None:
    assert place((1500, 100), "Kec. B1").notices == ()


def test_a_city_without_kelurahan_has_only_kecamatan() -> None:
    assert result(place((1500, 100), regions=REGIONS[REGIONS["level"] == "kecamatan"])) == ("position", "B1", None)


def test_no_facilities_are_no_trouble() -> None:
    placed = place_facilities(place((1, 1)).facilities.iloc[:0].drop(columns=["placement"]), REGIONS)
    assert placed.facilities.empty
    assert placed.notices == ()
