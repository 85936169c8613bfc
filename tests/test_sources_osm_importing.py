"""Layers of OpenStreetMap brought into a city folder: chosen, written and named, all of it or nothing."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from drawn_extract import CITY, DrawnExtract, at
from drawn_osm_city import CITY_TOML, drawn_osm_city, write_osm

from planner.errors import LayerError, OptionError, OutputError, SettingsError
from planner.ingest import load_city
from planner.model.kinds import FacilityKind
from planner.sources.builtin import builtin_city
from planner.sources.osm import importing
from planner.sources.osm.extract import read_extract
from planner.sources.osm.importing import Choice, import_layers, read_kinds
from planner.sources.osm.layers import OsmLayers

FILES = {"openstreetmap.gpkg", "openstreetmap_ground.gpkg"}
MERGING = '\n[merging]\nprecedence = ["office"]\n'


@pytest.fixture
def layers(tmp_path: Path) -> OsmLayers:
    return read_extract(write_osm(tmp_path / "kota.osm.pbf"), CITY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return drawn_osm_city(tmp_path / "kota")


def visible(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}


def settings(folder: Path) -> str:
    return (folder / "city.toml").read_text(encoding="utf-8")


def test_streets_and_kinds_without_another_source_come_in(layers: OsmLayers, folder: Path) -> None:
    imported = import_layers(layers, folder, Choice())
    # The city has parks of its own, so the park stays out; its street gives way to the two that may be walked.
    assert imported.facilities == {"playground": 1, "library": 1}
    assert (imported.covered, imported.unwanted, imported.twice) == ({"park": 1}, {}, ())
    assert (imported.streets, imported.refused, imported.former_streets) == (2, 1, "streets.geojson")
    assert [count for count, _ in imported.left_out] == [1]
    city = load_city(folder)
    assert sorted(city.facilities["kind"]) == ["library", "park", "playground"]
    assert len(city.streets) == 2
    assert [(source.id, source.date) for source in city.sources] == [
        ("office", "2025"),
        ("openstreetmap", "2025-06-30"),
    ]


def test_every_comment_stays_and_the_former_streets_are_told(layers: OsmLayers, folder: Path) -> None:
    import_layers(layers, folder, Choice())
    said = settings(folder)
    for line in CITY_TOML.splitlines():
        if "#" in line and "hanya satu jalan" not in line:
            assert line in said
    assert 'file = "openstreetmap.gpkg" # before: streets.geojson, source office' in said
    assert (folder / "streets.geojson").is_file()


def test_the_same_import_again_changes_nothing(layers: OsmLayers, folder: Path) -> None:
    import_layers(layers, folder, Choice())
    before = settings(folder)
    imported = import_layers(layers, folder, Choice())
    assert settings(folder) == before
    assert imported.former_streets is None
    assert len(load_city(folder).streets) == 2


def test_another_choice_takes_the_place_of_the_former(layers: OsmLayers, folder: Path) -> None:
    import_layers(layers, folder, Choice())
    import_layers(layers, folder, Choice(streets=False, kinds=frozenset({FacilityKind.LIBRARY})))
    assert sorted(load_city(folder).facilities["kind"]) == ["library", "park"]


def test_a_kind_that_is_named_comes_in_and_may_count_twice(layers: OsmLayers, folder: Path) -> None:
    imported = import_layers(layers, folder, Choice(kinds=read_kinds("park, library")))
    assert imported.facilities == {"park": 1, "library": 1}
    assert imported.twice == ("park",)
    assert imported.unwanted == {"playground": 1}
    parks = load_city(folder).facilities.query("kind == 'park'")
    # 2 x 1 thousandths of a degree at the equator are about 222.6 m x 110.6 m.
    assert parks["area_m2"].max() == pytest.approx(222.6 * 110.6, rel=0.01)
    assert "Taman <b>" in set(parks["name"])


def test_a_city_that_merges_takes_every_kind(layers: OsmLayers, tmp_path: Path) -> None:
    folder = drawn_osm_city(tmp_path / "kota", CITY_TOML + MERGING)
    imported = import_layers(layers, folder, Choice())
    assert imported.facilities == {"park": 1, "playground": 1, "library": 1}
    assert imported.twice == ()


def test_streets_alone(layers: OsmLayers, folder: Path) -> None:
    imported = import_layers(layers, folder, Choice(facilities=False))
    assert imported.facilities == imported.covered == imported.unwanted == {}
    assert load_city(folder).facilities["kind"].tolist() == ["park"]


def test_a_city_without_streets_gets_them_in_the_block_of_the_import(layers: OsmLayers, tmp_path: Path) -> None:
    without = CITY_TOML[: CITY_TOML.index("# --- Jalan")]
    folder = drawn_osm_city(tmp_path / "kota", without)
    import_layers(layers, folder, Choice(kinds=frozenset({FacilityKind.LIBRARY})))
    assert settings(folder).startswith(without.rstrip())
    named = tomllib.loads(settings(folder))["streets"]
    assert (named["file"], named["layer"]) == ("openstreetmap.gpkg", "streets")


def test_many_places_hint_at_where_people_live(
    layers: OsmLayers, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of three places one is a park, which is no hint.
    monkeypatch.setattr(importing, "FEWEST_HINTS", 3)
    import_layers(layers, folder, Choice())
    assert load_city(folder).everyday_places.empty
    monkeypatch.setattr(importing, "FEWEST_HINTS", 2)
    import_layers(layers, folder, Choice())
    assert not load_city(folder).everyday_places.empty


def rich(folder: Path) -> OsmLayers:
    """Return layers with a gate, a crossing, a river and houses."""
    drawn = DrawnExtract()
    drawn.way([at(1, 1), at(10, 1)], highway="residential")
    drawn.ring(4, 4, 6, 5, leisure="park", name="Taman A")
    drawn.node(at(4, 4), barrier="gate")
    drawn.node(at(5, 1), highway="crossing")
    drawn.way([at(12, 1), at(12, 9)], waterway="river", name="Way A")
    drawn.ring(5, 1.2, 6, 1.4, building="house")
    drawn.ring(5, 1.5, 6, 2, landuse="residential")
    return read_extract(drawn.write(folder / "kaya.osm.pbf"), CITY)


def test_ways_in_and_land_come_with_the_rest(folder: Path, tmp_path: Path) -> None:
    imported = import_layers(rich(tmp_path), folder, Choice(kinds=read_kinds("park")))
    assert imported.land == {
        "outlines": 1,
        "entrances": 1,
        "crossings": 1,
        "exclusions": 1,
        "buildings": 1,
        "landuse": 1,
    }
    city = load_city(folder)
    (park,) = city.facilities.query("source == 'openstreetmap'")["id"]
    assert city.outlines is not None
    assert city.outlines["facility_id"].tolist() == [park]
    assert city.entrances is not None
    assert city.entrances["facility_id"].tolist() == [park]
    assert city.crossings is not None
    assert city.crossings["kind"].tolist() == ["crossing"]
    assert city.exclusion_areas is not None
    assert city.exclusion_areas[["kind", "name"]].to_numpy().tolist() == [["river", "Way A"]]
    assert city.buildings is not None
    assert city.residential_land is not None
    again = import_layers(rich(tmp_path), folder, Choice(kinds=read_kinds("park")))
    assert again.land == imported.land


def test_without_the_parks_their_gates_stay_out(folder: Path, tmp_path: Path) -> None:
    # The city has parks of its own.
    assert list(import_layers(rich(tmp_path), folder, Choice()).land) == [
        "crossings",
        "exclusions",
        "buildings",
        "landuse",
    ]
    assert list(import_layers(rich(tmp_path), folder, Choice(streets=False, facilities=False)).land) == [
        "exclusions",
        "buildings",
        "landuse",
    ]
    assert list(import_layers(rich(tmp_path), folder, Choice(facilities=False, land=False)).land) == ["crossings"]


def test_a_city_keeps_its_own_buildings(layers: OsmLayers, tmp_path: Path) -> None:
    own = '[buildings]\nfile = "regions.geojson"\nsource = "office"\n'
    folder = drawn_osm_city(tmp_path / "kota", CITY_TOML + own)
    imported = import_layers(rich(tmp_path), folder, Choice())
    assert imported.kept == ("buildings",)
    assert "buildings" not in imported.land
    assert tomllib.loads(settings(folder))["buildings"]["file"] == "regions.geojson"


def test_the_built_in_city_is_never_changed(layers: OsmLayers) -> None:
    with pytest.raises(OutputError):
        import_layers(layers, builtin_city(), Choice())


def test_a_source_of_that_name_is_not_overwritten(layers: OsmLayers, tmp_path: Path) -> None:
    folder = drawn_osm_city(tmp_path / "kota", CITY_TOML.replace("office", "openstreetmap"))
    with pytest.raises(SettingsError):
        import_layers(layers, folder, Choice())
    assert not FILES & visible(folder)


def test_nothing_that_was_asked_for_is_told(layers: OsmLayers, folder: Path) -> None:
    with pytest.raises(LayerError):
        import_layers(layers, folder, Choice(streets=False, kinds=frozenset({FacilityKind.HOSPITAL})))
    assert settings(folder) == CITY_TOML


def test_a_failure_leaves_everything_as_it_was(
    layers: OsmLayers, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = visible(folder)

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("planner.sources.osm.write._put_in_place", stopped)
    with pytest.raises(KeyboardInterrupt):
        import_layers(layers, folder, Choice())
    assert visible(folder) == before
    assert settings(folder) == CITY_TOML


@pytest.mark.parametrize("written", ["", " , ", "parks", "park,volcano"])
def test_kinds_that_are_not_known_are_refused(written: str) -> None:
    with pytest.raises(OptionError):
        read_kinds(written)
