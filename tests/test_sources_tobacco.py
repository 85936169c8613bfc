"""Shops that may sell tobacco, and billboards, as files have them."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from city_folders import FACILITIES, SETTINGS, drawn_city, refusal, rewrite, sentence
from drawn_city import drawn_regions
from pyproj import CRS, Transformer

from planner.errors import CrsError, LayerError, SettingsError
from planner.ingest import load_city
from planner.model.tables import TOBACCO_POINTS
from planner.rules.catalogue import load_rules
from planner.sources.layers import Layer
from planner.sources.settings import TobaccoSettings
from planner.sources.settings_file import read_settings
from planner.sources.tobacco import read_tobacco_points

METRIC = CRS.from_epsg(32748)
X, Y = 500_000, 9_300_000
# Two kelurahan of two kecamatan, one kilometre each, side by side.
REGIONS = drawn_regions({"A1.01": (X, Y, X + 1000, Y + 1000), "A2.01": (X + 1000, Y, X + 2000, Y + 1000)})
METRES = {"x": "x", "y": "y"}


def table_of(rows: list[dict[str, object]], file: str = "toko.csv", source: str = "disdag") -> Layer:
    table = pd.DataFrame(rows).astype("str")
    return Layer(file, source, table.set_axis(pd.RangeIndex(1, len(rows) + 1)))


def shop(x: float, y: float, **cells: object) -> dict[str, object]:
    return {"x": X + x, "y": Y + y, "jenis": "kios", "nama": "Toko", **cells}


def read(*layers: Layer, regions: gpd.GeoDataFrame = REGIONS, **settings: object) -> gpd.GeoDataFrame | None:
    forms = [
        TobaccoSettings.model_validate(
            {"file": layer.file, "source": layer.source, "crs": "EPSG:32748", "columns": METRES} | settings
        )
        for layer in layers
    ]
    keys = {f"billboards[{place}]": layer for place, layer in enumerate(layers, start=1)}
    return read_tobacco_points("billboard", keys, forms, regions)


def refused(*layers: Layer, **settings: object) -> str:
    with pytest.raises(LayerError) as caught:
        read(*layers, **settings)
    return sentence(caught.value)


def test_rows_of_the_chosen_kinds_each_in_its_region() -> None:
    rows = [shop(10, 10), shop(1500, 10, jenis="apotek"), shop(1500, 20, nama="Warung")]
    columns = {**METRES, "name": "nama"}
    found = read(table_of(rows), kind_columns=["jenis"], kinds=["kios"], columns=columns)
    assert found is not None
    TOBACCO_POINTS.validate(found)
    assert found["id"].tolist() == ["disdag:1", "disdag:3"]
    assert found["name"].tolist() == ["Toko", "Warung"]
    assert found["what"].tolist() == ["kios", "kios"]
    assert found["kelurahan_code"].tolist() == ["A1.01", "A2.01"]
    assert found["kecamatan_code"].tolist() == ["A1", "A2"]
    assert (found["kind"] == "billboard").all()


def test_several_columns_say_the_kind_together() -> None:
    rows = [shop(10, 10, key="shop", value="kiosk"), shop(20, 10, key="shop", value="mall")]
    found = read(table_of(rows), kind_columns=["key", "value"], kinds=["shop=kiosk", "shop=tobacco"])
    assert found is not None
    assert found["what"].tolist() == ["shop=kiosk"]
    # Without a column of names a row is called what it is.
    assert found["name"].tolist() == ["shop=kiosk"]


def test_without_kinds_every_row_is_taken_and_without_a_layer_nothing_is_known() -> None:
    found = read(table_of([shop(10, 10), shop(20, 10)]))
    assert found is not None
    assert found["name"].tolist() == ["disdag:1", "disdag:2"]
    assert found["what"].isna().all()
    assert read() is None


def test_what_an_inspection_found() -> None:
    rows = [shop(10, 10, ada=word) for word in ("ya", "No", "tidak diketahui", None)]
    found = read(
        Layer("toko.csv", "disdag", pd.DataFrame(rows, index=range(1, 5))), columns={**METRES, "confirmed": "ada"}
    )
    assert found is not None
    assert found["confirmed"].tolist() == ["yes", "no", "unknown", "unknown"]
    assert "“mungkin”" in refused(table_of([shop(1, 1, ada="mungkin")]), columns={**METRES, "confirmed": "ada"})


def test_places_on_a_border_at_the_shore_and_outside() -> None:
    rows = [shop(1000, 500), shop(500, 1049), shop(500, 1051), shop(10, 10)]
    found = read(table_of(rows))
    assert found is not None
    assert found["id"].tolist() == ["disdag:1", "disdag:2", "disdag:4"]
    # On a border the region of the lowest code counts.
    assert found["kelurahan_code"].tolist() == ["A1.01", "A1.01", "A1.01"]


def test_a_city_without_kelurahan() -> None:
    found = read(table_of([shop(1500, 10)]), regions=REGIONS[REGIONS["level"] == "kecamatan"])
    assert found is not None
    assert found["kelurahan_code"].isna().all()
    assert found["kecamatan_code"].tolist() == ["A2"]


def test_degrees_and_shapes() -> None:
    lon, lat = Transformer.from_crs(METRIC, 4326, always_xy=True).transform(X + 10, Y + 10)
    found = read(table_of([{"lon": lon, "lat": lat}]), crs=None, columns={"lon": "lon", "lat": "lat"})
    assert found is not None
    assert found.geometry.iloc[0].distance(shapely.Point(X + 10, Y + 10)) < 0.01
    boards = gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.box(X, Y, X + 20, Y + 10)], crs=METRIC)
    found = read(Layer("reklame.gpkg", "bppdrd", boards.set_axis([1])), columns={})
    assert found is not None
    assert found.geometry.iloc[0].equals(shapely.Point(X + 10, Y + 5))


def test_what_is_wrong_is_one_sentence() -> None:
    assert refused(table_of([shop(1, 1)]), kind_columns=["jenis"], kinds=["kiosk"]) == (
        "No row of toko.csv is of a kind listed under “kinds” in city.toml (kiosk): check how the file writes them in "
        "“jenis”."
    )
    half = Layer("toko.csv", "disdag", pd.DataFrame({"x": [X, X], "y": [Y, None]}, index=[1, 2]))
    assert refused(half) == "toko.csv, row 2: a position is needed here; fill “x” and “y”, or delete the row."
    again = [table_of([shop(1, 1)], file="a.csv"), table_of([shop(2, 2)], file="b.csv")]
    assert "have the id disdag:1" in refused(*again)
    assert "a GeoJSON or GeoPackage layer is needed" in refused(table_of([shop(1, 1)]), columns={})
    with pytest.raises(CrsError) as caught:
        read(table_of([{"x": X + 900_000, "y": Y}]))
    assert "toko.csv lies about" in sentence(caught.value)


LAYER = '\n[[billboards]]\nfile = "{file}"\nsource = "contoh"\n{more}\n[billboards.columns]\nlon = "lon"\n{column}\n'


def test_a_city_folder_with_billboards(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    source = read_settings(folder).facilities[0].source
    layer = LAYER.format(file=FACILITIES, more="", column='lat = "lat"').replace('"contoh"', f'"{source}"')
    settings = (folder / SETTINGS).read_text(encoding="utf-8")
    (folder / "papan.csv").write_text("lon,lat\n110.002,-5.028\n", encoding="utf-8")
    (folder / SETTINGS).write_text(settings + layer.replace(FACILITIES, "papan.csv"), encoding="utf-8")
    city = load_city(folder)
    assert city.tobacco_outlets is None
    assert city.billboards is not None
    assert city.billboards["id"].tolist() == [f"{source}:1"]
    rewrite(folder, SETTINGS, 'lat = "lat"\n', "")
    assert "“billboards[1].columns” must give a position" in refusal(folder, SettingsError)


def test_kinds_need_their_columns(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    layer = LAYER.format(file=FACILITIES, more='kinds = ["x"]', column='lat = "lat"')
    settings = (folder / SETTINGS).read_text(encoding="utf-8")
    source = read_settings(folder).facilities[0].source
    (folder / SETTINGS).write_text(settings + layer.replace('"contoh"', f'"{source}"'), encoding="utf-8")
    assert "“billboards[1]” needs “kind_columns” and “kinds” together" in refusal(folder, SettingsError)


def test_a_complete_kind_that_no_one_knows(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    rewrite(folder, SETTINGS, "[city]\n", '[city]\ncomplete_kinds = ["school_sd", "tobacco_outlet", "billbord"]\n')
    said = refusal(folder, SettingsError)
    assert "“city.complete_kinds[3]” is “billbord”, which is no kind of facility; the nearest known one is" in said


def test_the_built_in_city_takes_the_shops_that_the_rule_names(balikpapan_folder: Path) -> None:
    (layer,) = read_settings(balikpapan_folder).tobacco_outlets
    assert list(layer.kinds) == load_rules()["TOBACCO_OUTLETS"].numbers["osm"]
