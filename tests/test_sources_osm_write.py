"""Layers as files of a city folder."""

from __future__ import annotations

import tomllib
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from drawn_extract import CITY, DrawnExtract, at
from geopandas.testing import assert_geodataframe_equal

from planner.errors import MissingFileError, OutputError, SettingsError
from planner.ingest import load_city
from planner.sources.osm.extract import read_extract
from planner.sources.osm.layers import OsmLayers
from planner.sources.osm.naming import Named, settings_lines
from planner.sources.osm.write import write_layers
from planner.sources.settings import FacilitySettings, SourceSettings, StreetSettings


@pytest.fixture
def layers(tmp_path: Path) -> OsmLayers:
    drawn = DrawnExtract()
    drawn.way([at(1, 1), at(2, 1)], highway="residential", name="Jalan Awal")
    drawn.ring(4, 4, 6, 5, leisure="park", name='Taman "A" <b>')
    drawn.node(at(3, 3), amenity="library")
    drawn.ring(9, 9, 10, 10, building="yes")
    return read_extract(drawn.write(tmp_path / 'kota "lama".osm.pbf'), CITY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kota").mkdir()
    return tmp_path / "kota"


def test_each_layer_comes_back_as_it_was(layers: OsmLayers, folder: Path) -> None:
    written = write_layers(layers, folder, "osm")
    names = {*pyogrio.list_layers(written.places)[:, 0], *pyogrio.list_layers(written.ground)[:, 0]}
    assert names == {*layers.tables, "rules"}
    for path, name in ((written.places, "facilities"), (written.places, "streets"), (written.ground, "buildings")):
        back = gpd.read_file(path, layer=name)
        assert_geodataframe_equal(back, layers.tables[name], check_dtype=False, check_crs=True)
    assert {path.name for path in folder.iterdir()} == {"osm.gpkg", "osm_ground.gpkg"}


def test_the_settings_name_what_is_there(layers: OsmLayers) -> None:
    settings = tomllib.loads(settings_lines(layers, "osm", Named(("library", "park"), streets=True)))
    source = SourceSettings.model_validate(settings["sources"]["osm"])
    assert (source.title, source.date) == ('OpenStreetMap, kota "lama".osm.pbf', "2025-06-30")
    assert source.licence.startswith("ODbL")
    facilities = FacilitySettings.model_validate(settings["facilities"][0])
    assert (facilities.file, facilities.layer) == ("osm.gpkg", "facilities")
    assert facilities.kinds == {"library": "library", "park": "park", "*": "skip"}
    assert StreetSettings.model_validate(settings["streets"]).columns.street_class == "street_class"


CITY_TOML = """
[city]
code = "99.71"
name = "Kota Gambar"
metric_crs = "EPSG:32649"

[sources.drawn]
title = "Drawn"
date = "2025"
licence = "MIT"

[regions]
file = "regions.geojson"
source = "drawn"
level = "kecamatan"
columns = { code = "code", name = "name" }

"""


def test_the_city_folder_can_be_read_with_them(layers: OsmLayers, folder: Path) -> None:
    regions = gpd.GeoDataFrame({"code": ["99.71.01"], "name": ["Gambar"]}, geometry=[CITY], crs="EPSG:4326")
    regions.to_file(folder / "regions.geojson", driver="GeoJSON")
    lines = settings_lines(layers, "osm", Named(("library", "park"), streets=True))
    write_layers(layers, folder, "osm", CITY_TOML + lines)
    city = load_city(folder)
    assert sorted(city.facilities["kind"]) == ["library", "park"]
    assert 'Taman "A" <b>' in set(city.facilities["name"])
    assert city.streets["name"].tolist() == ["Jalan Awal"]
    assert city.sources[-1].date == "2025-06-30"


def test_the_same_layers_give_the_same_files(layers: OsmLayers, folder: Path) -> None:
    first = write_layers(layers, folder, "osm").places.read_bytes()
    assert write_layers(layers, folder, "osm").places.read_bytes() == first


@pytest.mark.parametrize("source_id", ["", "../osm", "osm/../../x", "OSM", "1osm", "osm kota", "a" * 60])
def test_a_source_can_not_be_called_anything(layers: OsmLayers, folder: Path, source_id: str) -> None:
    with pytest.raises(SettingsError):
        write_layers(layers, folder, source_id)
    assert list(folder.iterdir()) == []


def test_a_missing_folder_is_told(layers: OsmLayers, tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        write_layers(layers, tmp_path / "nowhere", "osm")


def test_a_failure_leaves_the_old_files(layers: OsmLayers, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = write_layers(layers, folder, "osm").places.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(pyogrio, "write_dataframe", full)
    with pytest.raises(OutputError):
        write_layers(layers, folder, "osm")
    assert {path.name for path in folder.iterdir()} == {"osm.gpkg", "osm_ground.gpkg"}
    assert (folder / "osm.gpkg").read_bytes() == before


@pytest.mark.parametrize("moved", range(3))
def test_stopping_while_files_are_put_in_place_leaves_the_folder_as_it_was(
    layers: OsmLayers, folder: Path, monkeypatch: pytest.MonkeyPatch, moved: int
) -> None:
    (folder / "city.toml").write_text("before", encoding="utf-8")
    (folder / "osm.gpkg").write_text("before", encoding="utf-8")
    replace, calls = Path.replace, iter(range(100))

    def stopped(path: Path, target: Path) -> Path:
        if next(calls) == moved:
            raise KeyboardInterrupt
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        write_layers(layers, folder, "osm", "after")
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == {
        "city.toml": "before",
        "osm.gpkg": "before",
    }
