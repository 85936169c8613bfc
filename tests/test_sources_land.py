"""Parcels and areas where nothing may be built, as files have them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from city_folders import sentence
from pyproj import CRS

from planner.errors import CrsError, LayerError
from planner.sources.land import parcels_together, read_exclusions, read_parcels
from planner.sources.layers import Layer
from planner.sources.settings import KindSettings, ParcelSettings

METRIC = CRS.from_epsg(32748)
CITY = shapely.box(500_000, 9_300_000, 502_000, 9_302_000)


def square(x: float, y: float, side: float = 100) -> shapely.Polygon:
    return shapely.box(500_000 + x, 9_300_000 + y, 500_000 + x + side, 9_300_000 + y + side)


def layer_of(shapes: list[shapely.Geometry], **columns: list[object]) -> Layer:
    rows = gpd.GeoDataFrame(columns, geometry=shapes, crs=METRIC)
    return Layer("lahan.gpkg", "bpkad", rows.set_axis(range(1, len(rows) + 1)))


def parcels_of(layer: Layer, **settings: object) -> gpd.GeoDataFrame:
    form = ParcelSettings.model_validate({"file": layer.file, "source": layer.source} | settings)
    return read_parcels(layer, form, CITY, METRIC)


def exclusions_of(layer: Layer, **settings: object) -> gpd.GeoDataFrame:
    form = KindSettings.model_validate({"file": layer.file, "source": layer.source} | settings)
    return read_exclusions(layer, form, CITY, METRIC)


def test_parcels_of_chosen_uses_and_owners() -> None:
    layer = layer_of(
        [square(0, 0), square(200, 0), square(400, 0), square(5000, 0)],
        nib=["A", "B", "C", "D"],
        guna=["kosong", "kosong", "kantor", "kosong"],
        pemilik=["Pemkot", "PT X", "Pemkot", "Pemkot"],
    )
    columns = {"id": "nib", "use": "guna", "owner": "pemilik"}
    found = parcels_of(layer, columns=columns, uses=["kosong"], owners=["Pemkot"])
    assert found["id"].tolist() == ["bpkad:A"]
    assert (found["use"].tolist(), found["owner"].tolist()) == (["kosong"], ["Pemkot"])
    # Without a column of ids the row is the id; the parcel beyond the city stays out.
    assert parcels_of(layer)["id"].tolist() == ["bpkad:1", "bpkad:2", "bpkad:3"]
    with pytest.raises(LayerError) as caught:
        parcels_of(layer, columns=columns, uses=["kosonk"])
    assert "“kosonk”, named by “uses” in city.toml" in sentence(caught.value)


def test_a_parcel_that_crosses_itself_is_mended() -> None:
    bow = shapely.Polygon([(500_000, 9_300_000), (500_100, 9_300_100), (500_100, 9_300_000), (500_000, 9_300_100)])
    found = parcels_of(layer_of([bow]))
    assert found.is_valid.all()
    assert found.area.sum() == pytest.approx(5000)


@pytest.mark.parametrize(
    ("shape", "error", "message"),
    [
        (shapely.Point(500_000, 9_300_000), LayerError, "row 1: an outline is needed here, not a Point"),
        (square(90_000, 0), CrsError, "lahan.gpkg lies about 88 km from the city"),
    ],
)
def test_parcels_that_can_not_be_used(shape: shapely.Geometry, error: type[LayerError], message: str) -> None:
    with pytest.raises(error) as caught:
        parcels_of(layer_of([shape]))
    assert message in sentence(caught.value)


def test_two_layers_may_not_share_ids() -> None:
    one = parcels_of(layer_of([square(0, 0)]))
    with pytest.raises(LayerError) as caught:
        parcels_together([one, one])
    assert "Two parcels have the id bpkad:1" in sentence(caught.value)


def test_rivers_have_a_depth_and_may_be_lines() -> None:
    line = shapely.LineString([(500_000, 9_300_000), (502_000, 9_302_000)])
    layer = layer_of([line, square(0, 0)], nama=["Way A", None], dalam=["2.5", ""])
    found = exclusions_of(layer, kind="river", columns={"name": "nama", "depth_m": "dalam"})
    assert found["kind"].tolist() == ["river", "river"]
    assert found["depth_m"].tolist()[0] == 2.5
    assert np.isnan(found["depth_m"].iloc[1])
    assert found["name"].tolist()[0] == "Way A"
    assert found["source"].tolist() == ["bpkad", "bpkad"]


def test_kinds_are_told_by_a_column() -> None:
    layer = layer_of([square(0, 0), square(200, 0), square(400, 0)], fungsi=["HL", "Air", "HP"], dalam=["", "9", ""])
    kinds = {"HL": "protected_forest", "Air": "water", "*": "skip"}
    found = exclusions_of(layer, columns={"kind": "fungsi", "depth_m": "dalam"}, kinds=kinds)
    assert found["kind"].tolist() == ["protected_forest", "water"]
    # Only a river has a depth that means anything here.
    assert found["depth_m"].isna().all()
    with pytest.raises(LayerError) as caught:
        exclusions_of(layer, columns={"kind": "fungsi"}, kinds={"HL": "protected_forest", "Air": "water"})
    assert "row 3: the kind “HP” is not listed" in sentence(caught.value)


def test_a_layer_of_the_whole_country_is_cut_to_the_surroundings() -> None:
    far = [square(place * 90_000, 0) for place in range(1, 6)]
    found = exclusions_of(layer_of([square(2400, 0), *far, square(2600, 0)]), kind="protected_forest")
    # 400 m east of the city counts, 600 m does not.
    assert found.geometry.bounds["minx"].tolist() == [502_400]
    assert exclusions_of(layer_of([square(9000, 0)]), kind="flood").empty
    with pytest.raises(CrsError):
        exclusions_of(layer_of(far), kind="flood")


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        (shapely.LineString([(500_000, 9_300_000), (502_000, 9_302_000)]), "water"),
        (shapely.Point(500_000, 9_300_000), "river"),
    ],
)
def test_only_a_river_may_be_a_line(shape: shapely.Geometry, kind: str) -> None:
    with pytest.raises(LayerError) as caught:
        exclusions_of(layer_of([shape]), kind=kind)
    assert "row 1: an outline is needed here" in sentence(caught.value)


def test_a_wrong_depth_is_told_with_its_row() -> None:
    with pytest.raises(LayerError) as caught:
        exclusions_of(layer_of([square(0, 0)], dalam=["dangkal"]), kind="river", columns={"depth_m": "dalam"})
    assert "row 1, column “dalam”: “dangkal” is not a number" in sentence(caught.value)
