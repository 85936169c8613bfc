"""Entrances, crossings, exclusions and homes of a drawn city, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from drawn_extract import CITY, DrawnExtract, at

from planner.sources.osm.extract import read_extract
from planner.sources.osm.homes import known_homes
from planner.sources.osm.layers import OsmLayers


@pytest.fixture
def drawn() -> DrawnExtract:
    """Return an extract with one street, so that it is of this city."""
    extract = DrawnExtract()
    extract.way([at(1, 1), at(2, 1)], highway="residential", name="Jalan Awal")
    return extract


def layers(drawn: DrawnExtract, folder: Path) -> OsmLayers:
    return read_extract(drawn.write(folder / "drawn.osm.pbf"), CITY)


def taken(table: gpd.GeoDataFrame, *columns: str) -> list[tuple[object, ...]]:
    return list(table[list(columns)].itertuples(index=False, name=None))


def test_entrances_and_gates_on_an_outline_are_ways_in(drawn: DrawnExtract, tmp_path: Path) -> None:
    park = drawn.ring(4, 4, 6, 6, leisure="park")
    gate = drawn.node(at(4, 4), barrier="gate")
    door = drawn.node(at(5, 4.01), entrance="main")
    # A private gate, an emergency exit, a gate 11 m away and the door of a house inside are none.
    drawn.node(at(6, 6), barrier="gate", access="private")
    drawn.node(at(6, 4), entrance="emergency")
    drawn.node(at(3.9, 5), barrier="gate")
    drawn.node(at(5, 5), entrance="yes")
    found = layers(drawn, tmp_path).entrances
    assert taken(found, "osm_id", "facility", "rule") == [
        (f"node/{gate}", f"way/{park}", "gate"),
        (f"node/{door}", f"way/{park}", "entrance"),
    ]


def test_a_gate_between_two_outlines_leads_into_both(drawn: DrawnExtract, tmp_path: Path) -> None:
    first = drawn.ring(4, 4, 6, 6, leisure="park")
    second = drawn.ring(6, 4, 8, 6, amenity="school", name="SDN 1")
    drawn.node(at(6, 4), barrier="gate")
    assert layers(drawn, tmp_path).entrances["facility"].tolist() == [f"way/{first}", f"way/{second}"]


def test_crossings_and_signals_can_be_crossed(drawn: DrawnExtract, tmp_path: Path) -> None:
    drawn.node(at(1, 1), highway="crossing", crossing="uncontrolled")
    drawn.node(at(2, 1), highway="traffic_signals")
    drawn.node(at(3, 1), highway="crossing", crossing="no")
    assert layers(drawn, tmp_path).crossings["kind"].tolist() == ["crossing", "traffic_signals"]


@pytest.mark.parametrize(
    ("path", "road", "kind"),
    [
        ({"bridge": "yes"}, {}, "footbridge"),
        ({"tunnel": "yes"}, {}, "underpass"),
        ({}, {"bridge": "viaduct"}, "underpass"),
        ({}, {"tunnel": "yes"}, "footbridge"),
        ({}, {}, None),
        ({"bridge": "yes"}, {"bridge": "yes"}, None),
        ({"tunnel": "building_passage"}, {}, None),
        ({"bridge": "no"}, {}, None),
    ],
)
@pytest.mark.parametrize("road_class", ["primary", "motorway"])
def test_a_way_above_or_below_a_main_road(
    drawn: DrawnExtract, tmp_path: Path, path: dict[str, str], road: dict[str, str], kind: str | None, road_class: str
) -> None:
    # A motorway is not walked, but children live on both sides of it.
    drawn.way([at(1, 5), at(9, 5)], highway=road_class, **road)
    drawn.way([at(5, 1), at(5, 9)], highway="footway", **path)
    found = layers(drawn, tmp_path).crossings
    assert found["kind"].tolist() == ([] if kind is None else [kind])
    if kind is not None:
        assert found.geometry.iloc[0].equals_exact(shapely.Point(at(5, 5)), 1e-9)


def test_a_bridge_over_a_small_street_is_no_crossing(drawn: DrawnExtract, tmp_path: Path) -> None:
    drawn.way([at(1, 5), at(9, 5)], highway="residential")
    drawn.way([at(5, 1), at(5, 9)], highway="footway", bridge="yes")
    assert layers(drawn, tmp_path).crossings.empty


def test_where_nothing_may_be_built(drawn: DrawnExtract, tmp_path: Path) -> None:
    drawn.ring(1, 8, 2, 9, natural="water", water="lake", name="Danau")
    drawn.ring(4, 8, 6, 9, natural="water", water="river", name="Way A")
    drawn.ring(8, 8, 9, 9, natural="wetland", wetland="mangrove")
    drawn.ring(8, 10, 9, 11, landuse="forest", name="Hutan Lindung B")
    drawn.ring(8, 12, 9, 13, boundary="protected_area", protect_class="1")
    drawn.ring(8, 14, 9, 15, boundary="protected_area", protect_class="22", name="Kota Tua")
    drawn.ring(8, 16, 9, 17, landuse="forest")
    drawn.way([at(12, 1), at(12, 9)], waterway="stream")
    drawn.way([at(13, 1), at(13, 9)], waterway="stream", tunnel="culvert")
    drawn.way([at(14, 1), at(14, 9)], waterway="ditch")
    found = layers(drawn, tmp_path)
    assert taken(found.exclusions, "kind", "name", "rule") == [
        ("water", "Danau", "water_area"),
        ("river", "Way A", "river_area"),
        ("protected_forest", "", "mangrove"),
        ("protected_forest", "Hutan Lindung B", "hutan_lindung"),
        ("protected_forest", "", "protected_area"),
        ("river", "", "river_line"),
    ]
    # They are still land use and water like all others.
    assert len(found.landuse) == 5
    assert len(found.waterways) == 3


def test_a_river_has_its_line_only_where_its_area_ends(drawn: DrawnExtract, tmp_path: Path) -> None:
    drawn.ring(4, 8, 6, 9, natural="water", water="river")
    drawn.way([at(2, 8.5), at(8, 8.5)], waterway="river")
    found = layers(drawn, tmp_path).exclusions
    assert found.geometry.geom_type.tolist() == ["Polygon", "LineString", "LineString"]
    assert [line.length for line in found.geometry[1:]] == pytest.approx([0.002, 0.002])


def test_a_river_beyond_the_border_counts_as_far_as_the_margin(drawn: DrawnExtract, tmp_path: Path) -> None:
    drawn.way([at(21, 1), at(21, 9)], waterway="river")
    drawn.way([at(26, 1), at(26, 9)], waterway="river")
    assert len(layers(drawn, tmp_path).exclusions) == 1


def test_homes_count_where_they_stand_beside_most_residential_streets(drawn: DrawnExtract, tmp_path: Path) -> None:
    # 111 m of street beside a house (50 m away), and 445 m without.
    drawn.ring(1.4, 1.5, 1.6, 1.6, building="house")
    drawn.ring(15, 15, 16, 16, landuse="residential")
    drawn.way([at(1, 12), at(5, 12)], highway="residential")
    few = layers(drawn, tmp_path)
    assert few.homes == {"buildings": ("house",), "landuse": ("residential",)}
    assert known_homes(few) == ()
    drawn.ring(2.9, 12.1, 3.1, 12.2, building="yes")
    assert known_homes(layers(drawn, tmp_path)) == ("buildings",)


def test_without_residential_streets_homes_are_not_known(tmp_path: Path) -> None:
    drawn = DrawnExtract()
    drawn.ring(1.4, 1.5, 1.6, 1.6, building="house")
    drawn.way([at(1, 12), at(5, 12)], highway="primary")
    assert known_homes(layers(drawn, tmp_path)) == ()
