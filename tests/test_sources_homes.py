"""Buildings, residential land and population grids, as files have them."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from city_folders import SETTINGS, drawn_city, sentence
from pyproj import CRS

from planner.errors import CrsError, LayerError, SettingsError
from planner.ingest import load_city
from planner.model.kinds import Level
from planner.sources.homes import read_homes, read_population_grid
from planner.sources.layers import Layer
from planner.sources.settings import GridColumns, GridSettings, HomeColumns, HomeSettings

METRIC = CRS.from_epsg(32748)
CITY = shapely.box(500_000, 9_300_000, 502_000, 9_302_000)


def outlines(uses: list[str], shapes: list[shapely.Geometry]) -> Layer:
    rows = gpd.GeoDataFrame({"fungsi": uses}, geometry=shapes, crs=METRIC)
    return Layer("rumah.gpkg", "drawn", rows.set_axis(range(1, len(rows) + 1)))


def square(x: float, y: float, side: float = 100) -> shapely.Polygon:
    return shapely.box(500_000 + x, 9_300_000 + y, 500_000 + x + side, 9_300_000 + y + side)


def homes_of(layer: Layer, *homes: str, dissolve: bool = False) -> gpd.GeoDataFrame:
    columns = HomeColumns(use="fungsi" if homes else None)
    settings = HomeSettings(file=layer.file, source="drawn", columns=columns, homes=homes)
    return read_homes(layer, settings, CITY, METRIC, dissolve=dissolve)


def grid_of(rows: pd.DataFrame, columns: GridColumns, **more: object) -> gpd.GeoDataFrame:
    settings = GridSettings.model_validate({"file": "petak.csv", "source": "drawn", "columns": columns, **more})
    layer = Layer("petak.csv", "drawn", rows.set_axis(range(1, len(rows) + 1)))
    return read_population_grid(layer, settings, CITY, METRIC)


def test_only_homes_count_where_uses_are_named() -> None:
    layer = outlines(["rumah", "gudang", "rusun"], [square(0, 0), square(200, 0), square(400, 0)])
    assert homes_of(layer, "rumah", "rusun").bounds["minx"].tolist() == [500_000, 500_400]
    assert len(homes_of(layer)) == 3


def test_outlines_beyond_the_city_are_left_out() -> None:
    assert homes_of(outlines(["a"] * 2, [square(0, 0), square(3000, 0)])).bounds["minx"].tolist() == [500_000]


def test_land_drawn_twice_counts_once() -> None:
    layer = outlines(["a", "a"], [square(0, 0), square(50, 0)])
    assert homes_of(layer, dissolve=True).area.sum() == 15_000
    assert homes_of(layer).area.sum() == 20_000


def test_an_outline_that_crosses_itself_is_mended() -> None:
    bow = shapely.Polygon([(500_000, 9_300_000), (500_100, 9_300_100), (500_100, 9_300_000), (500_000, 9_300_100)])
    found = homes_of(outlines(["a"], [bow]))
    assert found.is_valid.all()
    assert found.area.sum() == pytest.approx(5000)


def test_a_point_is_no_outline() -> None:
    with pytest.raises(LayerError) as caught:
        homes_of(outlines(["a", "a"], [square(0, 0), shapely.Point(500_000, 9_300_000)]))
    assert "row 2: an outline is needed here, not a Point" in sentence(caught.value)


def test_a_use_that_no_row_has_is_told_with_the_nearest() -> None:
    with pytest.raises(LayerError) as caught:
        homes_of(outlines(["rumah"], [square(0, 0)]), "rumahh")
    assert "“rumahh”" in sentence(caught.value)
    assert "“rumah”" in sentence(caught.value)


def test_outlines_of_another_city_are_refused() -> None:
    with pytest.raises(CrsError):
        homes_of(outlines(["a"], [square(90_000, 0)]))


def test_a_grid_of_squares_keeps_its_numbers() -> None:
    rows = gpd.GeoDataFrame(
        {"jiwa": [1.5, 0, None]}, geometry=[square(0, 0), square(100, 0), square(200, 0)], crs=METRIC
    )
    found = grid_of(rows, GridColumns(people="jiwa"))
    # The third square has no number: nothing is known of it.
    assert found["people"].tolist() == [1.5, 0]
    assert found.geometry.tolist() == [square(0, 0), square(100, 0)]


def test_a_table_of_centres_becomes_squares() -> None:
    rows = pd.DataFrame({"jiwa": ["7"], "x": ["500050"], "y": ["9300050"]})
    found = grid_of(rows, GridColumns(people="jiwa", x="x", y="y"), cell_size=100, crs="EPSG:32748")
    assert found["people"].tolist() == [7]
    assert found.geometry.iloc[0].equals(square(0, 0))


def test_degrees_are_assumed_where_a_table_names_no_crs() -> None:
    centre = gpd.GeoSeries([shapely.Point(500_500, 9_300_500)], crs=METRIC).to_crs(4326).iloc[0]
    rows = pd.DataFrame({"jiwa": ["7"], "lon": [str(centre.x)], "lat": [str(centre.y)]})
    found = grid_of(rows, GridColumns(people="jiwa", lon="lon", lat="lat"), cell_size=0.001)
    assert found.geometry.iloc[0].contains(shapely.Point(500_500, 9_300_500))
    # A thousandth of a degree is about 111 m.
    assert found.area.iloc[0] == pytest.approx(111**2, rel=0.02)


@pytest.mark.parametrize(
    ("row", "message"),
    [({"jiwa": "-1"}, "less than 0"), ({"jiwa": "banyak"}, "is not a number"), ({"x": ""}, "no position")],
)
def test_a_wrong_cell_is_told_with_its_row(row: dict[str, str], message: str) -> None:
    rows = pd.DataFrame([{"jiwa": "7", "x": "500050", "y": "9300050"} | row])
    with pytest.raises(LayerError) as caught:
        grid_of(rows, GridColumns(people="jiwa", x="x", y="y"), cell_size=100, crs="EPSG:32748")
    assert "row 1" in sentence(caught.value)
    assert message in sentence(caught.value)


BUILDINGS = '[buildings]\nfile = "contoh_kelurahan.geojson"\nsource = "contoh"\n'
LANDUSE = '[landuse]\nfile = "contoh_kelurahan.geojson"\nsource = "contoh"\n'
GRID = '[population_grid]\nfile = "contoh_penduduk.csv"\nsource = "contoh"\n'


def add(folder: Path, lines: str) -> Path:
    path = folder / SETTINGS
    path.write_text(path.read_text(encoding="utf-8") + "\n" + lines, encoding="utf-8")
    return folder


def test_a_city_folder_may_name_all_three(tmp_path: Path) -> None:
    plain = load_city(drawn_city(tmp_path))
    assert (plain.buildings, plain.residential_land, plain.population_grid) == (None, None, None)
    kecamatan = plain.regions_at(Level.KECAMATAN).iloc[0]
    folder = add(
        tmp_path / "kota",
        f'{BUILDINGS}{LANDUSE}columns = {{ use = "kecamatan" }}\nhomes = ["{kecamatan["name"]}"]\n'
        '[population_grid]\nfile = "petak.csv"\nsource = "contoh"\n'
        'columns = { people = "jiwa", lon = "lon", lat = "lat" }\ncell_size = 0.001\n',
    )
    (folder / "petak.csv").write_text("jiwa,lon,lat\n3,110.005,-5.025\n4,110.02,-5.01\n", encoding="utf-8")
    city = load_city(folder)
    assert city.buildings is not None
    assert len(city.buildings) == len(plain.finest_regions)
    assert city.residential_land is not None
    assert city.residential_land.area.sum() == pytest.approx(kecamatan["geometry"].area, rel=1e-6)
    assert city.population_grid is not None
    assert city.population_grid["people"].tolist() == [3, 4]
    assert city.fingerprint != plain.fingerprint


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (BUILDINGS + 'homes = ["rumah"]\n', "“buildings” needs “columns.use” and “homes” together"),
        (LANDUSE, "“landuse” has to name the values of residential land"),
        (GRID + 'columns = { people = "a", lon = "b", lat = "c" }\n', "“population_grid” needs “cell_size”"),
        (GRID + 'columns = { people = "a" }\ncell_size = 1\n', "“population_grid” needs “cell_size”"),
        (GRID + 'columns = { people = "a", lon = "b" }\n', "“population_grid.columns” must give a position"),
        (GRID + 'columns = { people = "a" }\ncell_size = 0\n', "“population_grid.cell_size”"),
    ],
)
def test_settings_that_do_not_fit_together_are_told(tmp_path: Path, lines: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_city(add(drawn_city(tmp_path), lines))
    assert message in sentence(caught.value)
