"""Extracts: what they must be, and the layers of real ones."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from drawn_extract import CITY, DrawnExtract, at
from geopandas.testing import assert_geodataframe_equal

from planner.errors import CrsError, LayerError, MissingFileError, PlannerError
from planner.sources.osm.extract import read_extract
from planner.sources.osm.homes import known_homes
from planner.texts import Language, Text, translate

PORTO_ALEGRE = shapely.box(-51.3, -30.3, -51.0, -29.9)


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    drawn = DrawnExtract()
    drawn.way([at(1, 1), at(2, 1)], highway="residential")
    return drawn.write(tmp_path / "kota.osm.pbf")


def refusal(path: Path, error: type[PlannerError], outline: shapely.Polygon = CITY) -> str:
    with pytest.raises(error) as caught:
        read_extract(path, outline)
    return translate(caught.value.message, Language.ENGLISH)


def test_the_extract_tells_its_date(extract: Path) -> None:
    layers = read_extract(extract, CITY)
    assert (layers.date, layers.title) == ("2025-06-30", "OpenStreetMap, kota.osm.pbf")


def test_each_step_is_told(extract: Path) -> None:
    said: list[Text] = []
    read_extract(extract, CITY, progress=said.append)
    assert len(said) == 5


def test_an_extract_without_a_date_needs_one(tmp_path: Path) -> None:
    drawn = DrawnExtract()
    drawn.way([at(1, 1), at(2, 1)], highway="residential")
    path = drawn.write(tmp_path / "kota.osm.pbf", moment="")
    assert "does not say of when" in refusal(path, LayerError)
    assert read_extract(path, CITY, date="2025-06").date == "2025-06"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "kota.osm.pbf" in refusal(tmp_path / "kota.osm.pbf", MissingFileError)


@pytest.mark.parametrize("spoil", ["empty", "cut", "text", "zip", "zeros", "claim"])
def test_a_damaged_file_is_refused(extract: Path, spoil: str) -> None:
    whole = extract.read_bytes()
    extract.write_bytes(
        {
            "empty": b"",
            "cut": whole[: len(whole) // 2],
            "text": b"<osm></osm>" * 50,
            "zip": b"PK\x03\x04" + whole,
            "zeros": whole[:100] + bytes(60) + whole[160:],
            # The first four bytes say how long the first header is.
            "claim": b"\x7f\xff\xff\xff" + whole[4:],
        }[spoil]
    )
    assert "kota.osm.pbf can't be read" in refusal(extract, LayerError)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kota.geojson").write_text("{}")
    assert "download the city's region as .osm.pbf" in refusal(tmp_path / "kota.geojson", LayerError)


def test_the_outline_must_be_an_area_in_degrees(extract: Path) -> None:
    assert "holds no area" in refusal(extract, LayerError, shapely.Polygon())
    assert "EPSG:4326" in refusal(extract, CrsError, shapely.box(475_000, 9_860_000, 480_000, 9_870_000))


def test_porto_alegre(shared_data: Path) -> None:
    """The figures of the real extract; its header has no date, so that of the newest element stands for it."""
    layers = read_extract(shared_data / "porto-alegre" / "streets.osm.pbf", PORTO_ALEGRE)
    assert layers.date == "2020-08-12"
    sizes = {name: len(table) for name, table in layers.tables.items()}
    assert sizes["streets"] == 14_420
    assert sizes["refused"] == 1_531
    assert sizes["squares"] == 52
    # 487 of them are entrances of buildings, none of which stands on the outline of a park or school.
    assert sizes["points"] == 3_656
    assert sizes["entrances"] == 0
    assert layers.crossings["kind"].value_counts().to_dict() == {
        "traffic_signals": 1_662,
        "crossing": 1_034,
        "underpass": 54,
        "footbridge": 24,
    }
    assert layers.exclusions["kind"].tolist() == ["water", "water"]
    # 15 of its 19 buildings may be homes: far too few to tell where people live.
    assert len(layers.buildings) == 19
    assert known_homes(layers) == ()
    ways = layers.counts[layers.counts["table"] == "ways"].set_index("rule")["elements"]
    assert ways["private"] == 1_025
    assert ways["walkers_own"] == 3_604
    assert layers.streets.geometry.is_valid.all()


def test_the_same_extract_gives_the_same_layers(shared_data: Path) -> None:
    path = shared_data / "osm" / "quackosm-monaco.osm.pbf"
    outline = shapely.box(7.415, 43.73, 7.43, 43.74)
    first, second = read_extract(path, outline), read_extract(path, outline)
    for name, table in first.tables.items():
        assert_geodataframe_equal(table, second.tables[name])
    assert not first.facilities.empty
    assert shapely.contains(outline, first.facilities.geometry.to_numpy()).all()
    assert shapely.covered_by(first.landuse.geometry.to_numpy(), outline.buffer(1e-9)).all()


def test_baltimore_has_its_parks(shared_data: Path) -> None:
    """The whole extract holds 60 parks; two of its outlines cross themselves."""
    path = shared_data / "osm" / "valhalla-baltimore.osm.pbf"
    layers = read_extract(path, shapely.box(-76.61, 39.25, -76.52, 39.31))
    assert layers.facilities["kind"].value_counts()["park"] == 60
    assert set(layers.exclusions["kind"]) == {"river", "water"}
    assert set(layers.entrances["facility"]) <= set(layers.outlines["osm_id"])
    assert not layers.entrances.empty
    assert [notice.code for notice in layers.notices] == ["osm_broken_outline"]
