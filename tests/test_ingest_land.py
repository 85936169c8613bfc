"""A city folder with layers of land, entrances, crossings and rasters."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from affine import Affine
from city_folders import SETTINGS, drawn_city, refusal
from drawn_raster import write_raster

from planner.access.demand import spread_children
from planner.assess import assess
from planner.errors import SettingsError
from planner.ingest import load_city
from planner.model import tables
from planner.model.assessment import DemandMethod
from planner.model.city import City

SOURCE = 'source = "contoh"\n'


def geojson(folder: Path, name: str, features: list[tuple[str, object, dict[str, object]]]) -> None:
    rows = [
        {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}, "properties": properties}
        for kind, coordinates, properties in features
    ]
    (folder / name).write_text(json.dumps({"type": "FeatureCollection", "features": rows}), encoding="utf-8")


def ring(west: float, south: float, side: float) -> list[list[tuple[float, float]]]:
    east, north = west + side, south + side
    return [[(west, south), (east, south), (east, north), (west, north), (west, south)]]


def add(folder: Path, lines: str) -> Path:
    path = folder / SETTINGS
    path.write_text(path.read_text(encoding="utf-8") + "\n" + lines, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # The drawn city is 2 × 2 kelurahan of 0.015 degrees, from 110° E, 5.03° S.
    folder = drawn_city(tmp_path_factory.mktemp("land"))
    geojson(folder, "taman.geojson", [("Polygon", ring(110.006, -5.026, 0.001), {"nomor": "1"})])
    geojson(folder, "pintu.geojson", [("Point", (110.006, -5.0255), {"nomor": "1"})])
    geojson(folder, "zebra.geojson", [("Point", (110.01, -5.02), {})])
    geojson(folder, "aset.geojson", [("Polygon", ring(110.02, -5.01, 0.001), {"nib": "A"})])
    geojson(
        folder,
        "larangan.geojson",
        [
            ("LineString", [(110.0, -5.004), (110.03, -5.004)], {"jenis": "sungai", "dalam": 2}),
            ("Polygon", ring(110.02, -5.03, 0.005), {"jenis": "hutan", "dalam": None}),
        ],
    )
    grid = Affine(0.001, 0, 109.99, 0, -0.001, -4.99)
    write_raster(folder / "tinggi.tif", np.full((50, 50), 12, np.int16), grid, "EPSG:4326")
    write_raster(folder / "jiwa.tif", np.full((50, 50), 2.5, np.float32), grid, "EPSG:4326")
    return add(
        folder,
        f'[[outlines]]\nfile = "taman.geojson"\n{SOURCE}columns = {{ facility = "nomor" }}\n'
        f'[entrances]\nfile = "pintu.geojson"\n{SOURCE}'
        f'[crossings]\nfile = "zebra.geojson"\n{SOURCE}kind = "crossing"\n'
        f'[[parcels]]\nfile = "aset.geojson"\n{SOURCE}columns = {{ id = "nib" }}\n'
        f'[[exclusions]]\nfile = "larangan.geojson"\n{SOURCE}columns = {{ kind = "jenis", depth_m = "dalam" }}\n'
        'kinds = { sungai = "river", hutan = "protected_forest" }\n'
        f'[elevation]\nfile = "tinggi.tif"\n{SOURCE}'
        f'[population_grid]\nfile = "jiwa.tif"\n{SOURCE}',
    )


@pytest.fixture(scope="module")
def city(folder: Path) -> City:
    return load_city(folder)


def test_every_layer_comes_in(city: City) -> None:
    assert city.outlines is not None
    assert city.outlines["facility_id"].tolist() == ["contoh:1"]
    assert city.entrances is not None
    assert city.entrances["facility_id"].isna().tolist() == [True]
    assert city.crossings is not None
    assert city.crossings["kind"].tolist() == ["crossing"]
    assert city.parcels is not None
    assert city.parcels["id"].tolist() == ["contoh:A"]
    assert city.exclusion_areas is not None
    assert city.exclusion_areas["kind"].tolist() == ["river", "protected_forest"]
    assert city.exclusion_areas["depth_m"].tolist()[0] == 2
    assert city.elevation is not None
    assert np.unique(city.elevation.values).tolist() == [12]
    assert city.population_grid is not None
    # 30 by 30 cells, give or take those that touch the border.
    assert len(city.population_grid) == pytest.approx(30 * 30, abs=130)
    for table, schema in (
        (city.outlines, tables.OUTLINES),
        (city.entrances, tables.ENTRANCES),
        (city.crossings, tables.CROSSINGS),
        (city.parcels, tables.PARCELS),
        (city.exclusion_areas, tables.EXCLUSION_AREAS),
    ):
        schema.validate(table)
        assert table.crs == city.crs


def test_the_layers_count_in_the_fingerprint_and_the_sources(city: City, folder: Path, tmp_path: Path) -> None:
    plain = load_city(drawn_city(tmp_path))
    for layer in ("outlines", "entrances", "crossings", "parcels", "exclusion_areas", "elevation"):
        assert getattr(plain, layer) is None
    # 43 rows as before, 6 of new layers, the cells of heights around the city and of people in it.
    assert city.elevation is not None
    assert city.population_grid is not None
    cells = city.elevation.values.size + len(city.population_grid)
    assert [source.rows for source in city.sources] == [43 + 6 + cells]
    raster = folder / "tinggi.tif"
    content = raster.read_bytes()
    raster.write_bytes(content + b"\0")
    changed = load_city(folder).fingerprint
    raster.write_bytes(content)
    assert len({plain.fingerprint, city.fingerprint, changed}) == 3


def test_children_are_spread_by_the_raster(city: City) -> None:
    assert spread_children(city).method is DemandMethod.POPULATION_GRID


def test_such_a_city_can_be_assessed(city: City) -> None:
    proposals = assess(city).plan.proposals
    assert proposals
    # Nothing is proposed in the forest in the south-east, at most at its edge.
    assert not any(110.0201 < site.lon < 110.0249 and -5.0299 < site.lat < -5.0251 for site in proposals)


RASTER = f'[elevation]\nfile = "contoh_penduduk.csv"\n{SOURCE}'
GRID = f'[population_grid]\nfile = "jiwa.tif"\n{SOURCE}'
PARCELS = f'[[parcels]]\nfile = "contoh_kelurahan.geojson"\n{SOURCE}'
EXCLUSIONS = f'[[exclusions]]\nfile = "contoh_kelurahan.geojson"\n{SOURCE}'
CROSSINGS = f'[crossings]\nfile = "contoh_kelurahan.geojson"\n{SOURCE}'
OUTLINES = f'[[outlines]]\nfile = "contoh_kelurahan.geojson"\n{SOURCE}'


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (RASTER + 'layer = "a"\n', "“elevation” is a raster, which has no “layer”"),
        (RASTER + "band = 0\n", "“elevation.band”"),
        (RASTER.replace("contoh_penduduk.csv", "../a.tif"), "“elevation.file” is “../a.tif”"),
        (RASTER.replace("contoh", "contohh"), "which is not under [sources]"),
        (GRID + 'columns = { people = "a" }\n', "“population_grid” is a raster, which has neither"),
        (GRID.replace("jiwa.tif", "a.csv"), "“population_grid.columns.people” is missing"),
        (GRID.replace("jiwa.tif", "a.csv") + "band = 1\n", "“population_grid” has a “band”"),
        (PARCELS + 'uses = ["a"]\n', "“parcels[1].uses” needs “columns.use”"),
        (EXCLUSIONS, "“exclusions[1]” needs either “kind” or “columns.kind”"),
        (EXCLUSIONS + 'kind = "rivers"\n', "“exclusions[1].kind” is “rivers”, which is not known here"),
        (EXCLUSIONS + 'columns = { kind = "a" }\n', "“exclusions[1]” needs “columns.kind” and “kinds” together"),
        (CROSSINGS + 'columns = { kind = "a" }\nkinds = { b = "zebra" }\n', "“crossings.kinds.b” is “zebra”"),
        (OUTLINES, "“outlines[1].columns.facility” is missing"),
    ],
)
def test_settings_that_can_not_be_meant_are_told(tmp_path: Path, lines: str, message: str) -> None:
    assert message in refusal(add(drawn_city(tmp_path), lines), SettingsError)


def test_a_layer_that_draws_facilities_as_areas_gives_their_outlines(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    shapes = [ring(110.006, -5.026, 0.001), ring(110.016, -5.016, 0.001), ring(110.009, -5.009, 0.001)]
    names = [("Sekolah A", "sd"), ("Kantor B", "kantor"), ("Sekolah C", "sd")]
    features = [
        ("Polygon", shape, {"nama": name, "jenis": kind}) for shape, (name, kind) in zip(shapes, names, strict=True)
    ]
    geojson(folder, "sekolah.geojson", [*features, ("Point", (110.02, -5.02), {"nama": "Sekolah D", "jenis": "sd"})])
    add(
        folder,
        '[sources.disdik]\ntitle = "Disdik"\ndate = "2025"\nlicence = "CC0"\n'
        '[[facilities]]\nfile = "sekolah.geojson"\nsource = "disdik"\nkind_columns = ["jenis"]\n'
        'kinds = { sd = "school_sd", "*" = "skip" }\ncolumns = { name = "nama" }\n',
    )
    city = load_city(folder)
    assert city.outlines is not None
    # The office is skipped, and the last school is only a point.
    assert city.outlines["facility_id"].tolist() == ["disdik:1", "disdik:3"]
    areas = city.facilities.set_index("id")["area_m2"]
    assert city.outlines.area.tolist() == pytest.approx([areas["disdik:1"], areas["disdik:3"]])
