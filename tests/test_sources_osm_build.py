"""The layers of a drawn city, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from drawn_extract import CITY, DrawnExtract, at

from planner.errors import LayerError
from planner.sources.osm.extract import read_extract
from planner.sources.osm.layers import OsmLayers
from planner.texts import Language, translate


@pytest.fixture
def drawn() -> DrawnExtract:
    """Return an extract with one street, so that it is of this city."""
    extract = DrawnExtract()
    extract.way([at(1, 1), at(2, 1)], highway="residential", name="Jalan Awal")
    return extract


def layers(drawn: DrawnExtract, folder: Path, *, without: tuple[int, ...] = ()) -> OsmLayers:
    return read_extract(drawn.write(folder / "drawn.osm.pbf", without=without), CITY)


def taken(table: gpd.GeoDataFrame, *columns: str) -> list[tuple[object, ...]]:
    return list(table[list(columns)].itertuples(index=False, name=None))


def test_a_place_is_a_point_or_an_outline(drawn: DrawnExtract, tmp_path: Path) -> None:
    node = drawn.node(at(3, 3), leisure="playground")
    # 0.002° by 0.001° at the equator: about 222.4 m by 110.6 m.
    ring = drawn.ring(4, 4, 6, 5, leisure="park", name="Taman <b>Kota</b>", access="yes", barrier="fence")
    found = layers(drawn, tmp_path)
    assert taken(found.facilities, "osm_id", "kind", "name", "public") == [
        (f"node/{node}", "playground", "", "unknown"),
        (f"way/{ring}", "park", "Taman <b>Kota</b>", "yes"),
    ]
    np.testing.assert_allclose(found.facilities["area_m2"], [np.nan, 222.64 * 110.57], rtol=2e-3)
    assert found.facilities.geometry.iloc[1].within(shapely.box(110.004, 0.004, 110.006, 0.005))
    assert taken(found.outlines, "osm_id", "kind", "barrier") == [(f"way/{ring}", "park", "fence")]
    assert found.outlines.geometry.iloc[0].equals(shapely.box(110.004, 0.004, 110.006, 0.005))
    assert all(table.crs == "EPSG:4326" for table in found.tables.values())


def test_an_outline_in_parts_keeps_its_holes(drawn: DrawnExtract, tmp_path: Path) -> None:
    outer, inner = drawn.ring(4, 4, 8, 8), drawn.ring(5, 5, 6, 6)
    relation = drawn.outline(outer, [inner], amenity="school", name="SDN 1")
    found = layers(drawn, tmp_path).outlines
    assert taken(found, "osm_id", "kind") == [(f"relation/{relation}", "school_sd")]
    assert found.geometry.iloc[0].equals(
        shapely.box(110.004, 0.004, 110.008, 0.008) - shapely.box(110.005, 0.005, 110.006, 0.006)
    )


def test_a_broken_outline_is_told(drawn: DrawnExtract, tmp_path: Path) -> None:
    open_ring = drawn.way([at(4, 4), at(5, 5), at(6, 4)])
    relation = drawn.outline(open_ring, leisure="park")
    # A figure of eight is no outline either.
    crossed = drawn.way([at(10, 10), at(12, 12), at(12, 10), at(10, 12), at(10, 10)], leisure="park")
    found = layers(drawn, tmp_path)
    assert found.facilities.empty
    assert [notice.code for notice in found.notices] == ["osm_broken_outline"]
    said = translate(found.notices[0].text, Language.ENGLISH)
    assert said.startswith("2 outlines are broken")
    assert f"way/{crossed}, relation/{relation}" in said


def test_what_is_left_out_on_purpose_is_shown(drawn: DrawnExtract, tmp_path: Path) -> None:
    node = drawn.node(at(3, 3), amenity="school", name="Sekolah Alam")
    found = layers(drawn, tmp_path)
    assert taken(found.left_out, "osm_id", "name", "rule") == [(f"node/{node}", "Sekolah Alam", "school_level_unknown")]
    counts = found.counts.set_index(["table", "rule"])["elements"]
    assert counts["facilities", "school_level_unknown"] == 1
    assert counts["ways", "local_street"] == 1
    assert counts["facilities", "park"] == 0


def test_places_outside_the_city_are_not_its_own(drawn: DrawnExtract, tmp_path: Path) -> None:
    drawn.node(at(20.5, 3), leisure="playground")
    drawn.ring(19, 3, 23, 4, leisure="park")
    # Its middle lies outside of the city, though a corner lies inside.
    assert layers(drawn, tmp_path).facilities.empty


def test_streets_are_taken_as_far_as_the_margin(drawn: DrawnExtract, tmp_path: Path) -> None:
    # The margin of 500 m is 4.5 thousandths of a degree.
    near = drawn.way([at(24, 1), at(26, 1)], highway="footway")
    drawn.way([at(25, 2), at(26, 2)], highway="footway")
    found = layers(drawn, tmp_path)
    assert found.streets["osm_id"].tolist() == ["way/1", f"way/{near}"]
    assert found.counts.set_index("rule")["elements"]["walkers_own"] == 1


def test_streets_that_meet_share_a_vertex(drawn: DrawnExtract, tmp_path: Path) -> None:
    drawn.way([at(1.5, 0), at(2, 1), at(3, 3)], highway="path", bridge="yes", foot="yes", **{"oneway:foot": "no"})
    found = layers(drawn, tmp_path).streets
    first, second = (shapely.get_coordinates(line) for line in found.geometry)
    assert first[-1].tolist() == second[1].tolist()
    assert taken(found, "name", "street_class", "bridge", "foot", "oneway_foot", "rule") == [
        ("Jalan Awal", "residential", "", "", "", "local_street"),
        ("", "path", "yes", "yes", "no", "foot_allowed"),
    ]


def test_ways_that_are_not_walked_are_shown_apart(drawn: DrawnExtract, tmp_path: Path) -> None:
    drawn.way([at(3, 3), at(4, 4)], highway="service", access="private")
    found = layers(drawn, tmp_path)
    assert taken(found.refused, "street_class", "access", "rule") == [("service", "private", "private")]
    assert len(found.streets) == 1


def test_a_private_gate_breaks_the_street(drawn: DrawnExtract, tmp_path: Path) -> None:
    street = drawn.way([at(3, 3), at(4, 3), at(5, 3)], highway="residential")
    gate = drawn.node(at(4, 3), barrier="gate", access="private")
    bollard = drawn.node(at(1, 1), barrier="bollard")
    found = layers(drawn, tmp_path)
    pieces = found.streets[found.streets["osm_id"] == f"way/{street}"]
    assert len(pieces) == 2
    assert pieces.geometry.iloc[0].distance(pieces.geometry.iloc[1]) == pytest.approx(2 / 111_195, rel=0.01)
    assert taken(found.points, "osm_id", "point", "passes") == [
        (f"node/{bollard}", "barrier", "yes"),
        (f"node/{gate}", "barrier", "no"),
    ]
    # Two pieces are still one way of OpenStreetMap.
    assert found.counts.set_index(["table", "rule"])["elements"]["ways", "local_street"] == 2


def test_crossings_and_signals_are_kept(drawn: DrawnExtract, tmp_path: Path) -> None:
    drawn.node(at(1, 1), highway="crossing", crossing="marked", crossing__island="yes")
    drawn.node(at(2, 1), highway="traffic_signals")
    assert taken(layers(drawn, tmp_path).points, "point", "crossing", "crossing_island", "passes") == [
        ("crossing", "marked", "yes", "unknown"),
        ("traffic_signals", "", "", "unknown"),
    ]


def test_a_square_is_an_area_and_its_edge_a_street(drawn: DrawnExtract, tmp_path: Path) -> None:
    ring = drawn.ring(3, 3, 5, 5, highway="pedestrian", area="yes", name="Alun-alun")
    outer = drawn.ring(10, 10, 14, 14)
    hole = drawn.ring(11, 11, 12, 12)
    relation = drawn.outline(outer, [hole], highway="pedestrian")
    drawn.ring(6, 6, 7, 7, highway="pedestrian", area="yes", access="private")
    found = layers(drawn, tmp_path)
    assert taken(found.squares, "osm_id", "name") == [(f"way/{ring}", "Alun-alun"), (f"relation/{relation}", "")]
    edges = found.streets[found.streets["street_class"] == "pedestrian"]
    # One edge of the simple square; an outer and an inner one of the other.
    assert taken(edges, "osm_id") == [(f"way/{ring}",), (f"relation/{relation}",), (f"relation/{relation}",)]
    assert edges.geometry.iloc[0].is_ring


def test_ground_is_cut_at_the_city(drawn: DrawnExtract, tmp_path: Path) -> None:
    drawn.ring(15, 5, 30, 8, natural="water", name="Teluk")
    drawn.ring(15, 10, 30, 12, landuse="forest")
    drawn.ring(19, 1, 21, 2, building="house", building__levels="2")
    drawn.way([at(18, 15), at(30, 15)], waterway="river")
    drawn.ring(20, 16, 30, 18, landuse="industrial")
    found = layers(drawn, tmp_path)
    assert found.water.geometry.iloc[0].equals(shapely.box(110.015, 0.005, 110.02, 0.008))
    assert taken(found.landuse, "key", "value") == [("landuse", "forest")]
    assert found.waterways.geometry.iloc[0].length == pytest.approx(0.002)
    # A building stays whole; the estate that only touches the border is not the city's.
    assert found.buildings.geometry.iloc[0].equals(shapely.box(110.019, 0.001, 110.021, 0.002))
    assert taken(found.buildings, "value", "levels") == [("house", "2")]


def test_a_way_that_lacks_a_point_keeps_the_rest(drawn: DrawnExtract, tmp_path: Path) -> None:
    street = drawn.way([at(3, 3), at(4, 3), at(5, 3), at(6, 3)], highway="residential")
    lost = drawn.node(at(5, 3))
    found = layers(drawn, tmp_path, without=(lost,))
    (line,) = found.streets.geometry[found.streets["osm_id"] == f"way/{street}"]
    assert [round(east, 6) for east, _ in line.coords] == [110.003, 110.004]
    assert [notice.code for notice in found.notices] == ["osm_broken_way"]


def test_an_extract_of_another_place_is_refused(tmp_path: Path) -> None:
    drawn = DrawnExtract()
    drawn.way([at(500, 500), at(501, 500)], highway="residential")
    with pytest.raises(LayerError) as caught:
        layers(drawn, tmp_path)
    assert "drawn.osm.pbf holds nothing inside" in translate(caught.value.message, Language.ENGLISH)
