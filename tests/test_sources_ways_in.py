"""Outlines of facilities, entrances and crossings, as files have them."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from city_folders import sentence
from drawn_city import METRIC, drawn_facilities, drawn_facility
from shapely import Point, box

from planner.errors import LayerError
from planner.model.merging import ANY_FIELD, POSITION, Merging, no_decisions
from planner.model.tables import LINEAGE
from planner.sources.layers import Layer
from planner.sources.settings import KindSettings, OutlineSettings
from planner.sources.ways_in import outlines_of, read_crossings, read_entrances, read_facility_outlines

CITY = shapely.box(500_000, 9_300_000, 502_000, 9_302_000)
FACILITIES = drawn_facilities(
    [drawn_facility("a:1", (500_100, 9_300_100)), drawn_facility("a:2", (500_500, 9_300_500))]
)


def layer_of(shapes: list[shapely.Geometry], **columns: list[object]) -> Layer:
    rows = gpd.GeoDataFrame(columns, geometry=shapes, crs=METRIC)
    return Layer("pintu.gpkg", "a", rows.set_axis(range(1, len(rows) + 1)))


def settings(**more: object) -> OutlineSettings:
    return OutlineSettings.model_validate({"file": "pintu.gpkg", "source": "a"} | more)


def square(x: float, y: float) -> shapely.Polygon:
    return box(500_000 + x, 9_300_000 + y, 500_100 + x, 9_300_100 + y)


def series(**shapes: shapely.Geometry) -> gpd.GeoSeries:
    return gpd.GeoSeries(list(shapes.values()), index=[key.replace("_", ":") for key in shapes], crs=METRIC)


def merging(given: str) -> Merging:
    """Return the merging of records a:1 and b:1 into the facility a:1, its position given by one of them."""
    rows = [(ANY_FIELD, "a:1"), (ANY_FIELD, "b:1"), (POSITION, given)]
    lineage = pd.DataFrame(
        {
            "facility_id": "a:1",
            "field": [field for field, _ in rows],
            "record_id": [record for _, record in rows],
            "source": "drawn",
            "source_row": 1,
        }
    )
    nothing = pd.DataFrame()
    return Merging(FACILITIES, LINEAGE.validate(lineage), nothing, nothing, no_decisions(), FACILITIES.iloc[:0])


def test_outlines_say_whose_they_are() -> None:
    layer = layer_of([square(0, 0), square(400, 400)], nomor=["1", "9"])
    found = read_facility_outlines(layer, settings(columns={"facility": "nomor"}), CITY, METRIC)
    assert found.index.tolist() == ["a:1", "a:9"]
    # The city has no facility a:9.
    outlines = outlines_of([found], FACILITIES, None)
    assert outlines is not None
    assert outlines["facility_id"].tolist() == ["a:1"]
    assert outlines.geometry.tolist() == [square(0, 0)]
    assert outlines.crs == METRIC


def test_a_blank_facility_is_told_with_its_row() -> None:
    layer = layer_of([square(0, 0), square(400, 400)], nomor=["1", ""])
    with pytest.raises(LayerError) as caught:
        read_facility_outlines(layer, settings(columns={"facility": "nomor"}), CITY, METRIC)
    assert "row 2" in sentence(caught.value)


def test_outlines_are_in_the_order_of_the_facilities_and_the_first_of_two_counts() -> None:
    found = outlines_of([series(a_2=square(0, 0)), series(a_2=square(9, 9), a_1=square(5, 5))], FACILITIES, None)
    assert found is not None
    assert found["facility_id"].tolist() == ["a:1", "a:2"]
    assert found.geometry.tolist() == [square(5, 5), square(0, 0)]


@pytest.mark.parametrize(("given", "x"), [("a:1", 5), ("b:1", 0)])
def test_a_merged_facility_keeps_the_outline_of_the_record_that_gave_its_position(given: str, x: float) -> None:
    found = outlines_of([series(b_1=square(0, 0)), series(a_1=square(5, 5))], FACILITIES, merging(given))
    assert found is not None
    assert found["facility_id"].tolist() == ["a:1"]
    assert found.geometry.iloc[0] == square(x, x)


def test_a_merged_facility_keeps_the_only_outline() -> None:
    found = outlines_of([series(b_1=square(0, 0))], FACILITIES, merging("a:1"))
    assert found is not None
    assert found["facility_id"].tolist() == ["a:1"]


def test_without_outlines_there_is_no_table() -> None:
    assert outlines_of([], FACILITIES, None) is None
    assert outlines_of([series(z_1=square(0, 0))], FACILITIES, None) is None


def test_entrances_may_say_whose_they_are() -> None:
    points = [Point(500_100 + x, 9_300_100) for x in (0, 10, 20, 30, 4000)]
    layer = layer_of(points, nomor=["1", None, "9", "2", "1"])
    found = read_entrances(layer, settings(columns={"facility": "nomor"}), CITY, FACILITIES, None)
    # The last one lies 2 km east of the city; the third names no facility of it.
    assert found["facility_id"].isna().tolist() == [False, True, True, False]
    assert found["facility_id"].dropna().tolist() == ["a:1", "a:2"]
    without = read_entrances(layer, settings(), CITY, FACILITIES, None)
    assert without["facility_id"].isna().all()


def test_an_entrance_of_a_record_is_one_of_its_facility() -> None:
    layer = Layer("pintu.gpkg", "b", layer_of([Point(500_100, 9_300_100)], nomor=["1"]).rows)
    found = read_entrances(layer, settings(columns={"facility": "nomor"}), CITY, FACILITIES, merging("a:1"))
    assert found["facility_id"].tolist() == ["a:1"]


def test_crossings_of_listed_kinds() -> None:
    layer = layer_of([Point(500_100 + x, 9_300_100) for x in (0, 10, 20)], jenis=["zebra", "jpo", "lain"])
    form = {"file": "pintu.gpkg", "source": "a", "columns": {"kind": "jenis"}}
    kinds = {"zebra": "crossing", "jpo": "footbridge", "*": "skip"}
    found = read_crossings(layer, KindSettings.model_validate(form | {"kinds": kinds}), CITY, METRIC)
    assert found["kind"].tolist() == ["crossing", "footbridge"]
    alike = KindSettings.model_validate({"file": "pintu.gpkg", "source": "a", "kind": "traffic_signals"})
    assert read_crossings(layer, alike, CITY, METRIC)["kind"].tolist() == ["traffic_signals"] * 3


def test_an_entrance_is_a_point() -> None:
    with pytest.raises(LayerError) as caught:
        read_entrances(layer_of([square(0, 0)]), settings(), CITY, FACILITIES, None)
    assert "row 1: a point is needed here, not a Polygon" in sentence(caught.value)
