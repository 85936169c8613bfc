"""The GeoPackage: every layer is there and reads back as it was."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from drawn_assessment import HOSTILE, METRIC, drawn_assessment, drawn_city, infeasible_plan, table

from planner.model.tables import DEMAND, FACILITIES, LINEAGE
from planner.reports.geopackage import SIGN_COLUMNS, write_geopackage
from planner.texts import Language
from tests.test_reports_lineage import merging_city

GEOMETRY_TYPES = {
    "kecamatan": "MultiPolygon",
    "kelurahan": "MultiPolygon",
    "facilities": "Point",
    "signs": "Point",
    "demand": "Point",
    "proposals": "Point",
}


def written(tmp_path: Path, **changes: object) -> Path:
    path = tmp_path / "assessment.gpkg"
    write_geopackage(drawn_assessment(**changes), path, Language.ENGLISH)  # type: ignore[arg-type]
    return path


def test_all_layers_are_there_in_their_order_with_their_geometry_and_crs(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert dict(pyogrio.list_layers(path).tolist()) == GEOMETRY_TYPES
    assert list(dict(pyogrio.list_layers(path).tolist())) == list(GEOMETRY_TYPES)
    for layer in GEOMETRY_TYPES:
        assert gpd.read_file(path, layer=layer).crs == METRIC


def test_kecamatan_carry_status_children_and_share(tmp_path: Path) -> None:
    barat, timur = gpd.read_file(written(tmp_path), layer="kecamatan").to_dict("records")
    assert (barat["status"], timur["status"]) == ("met", "unmet")
    assert (barat["children"], barat["children_within_child_friendly_park"]) == (100, 40)
    assert barat["share_within_child_friendly_park"] == 0.4
    assert barat["area_m2"] == 4_000_000.0  # 2 km x 2 km


def test_kelurahan_carry_the_status_of_their_kecamatan(tmp_path: Path) -> None:
    kelurahan = gpd.read_file(written(tmp_path), layer="kelurahan")
    assert kelurahan["kecamatan_status"].tolist() == ["met", "unmet"]


def test_a_facility_without_a_position_is_kept_without_one(tmp_path: Path) -> None:
    facilities = gpd.read_file(written(tmp_path), layer="facilities")
    assert facilities.geometry.isna().tolist() == [False, False, False, True]
    assert facilities["name"][1] == HOSTILE


def test_empty_layers_keep_their_columns(tmp_path: Path) -> None:
    nobody = {column: [] for column in DEMAND.columns if column != "geometry"}
    city = drawn_city(with_kelurahan=False)
    path = written(tmp_path, plan=infeasible_plan(), demand=DEMAND.validate(table(nobody)), city=city)
    assert list(pyogrio.read_info(path, layer="signs")["fields"]) == list(SIGN_COLUMNS)
    for layer in ("signs", "demand", "proposals", "kelurahan"):
        info = pyogrio.read_info(path, layer=layer)
        assert info["features"] == 0
        assert info["geometry_type"] == GEOMETRY_TYPES[layer]
    assert list(pyogrio.read_info(path, layer="facilities")["fields"]) == list(FACILITIES.columns)[:-1]


def test_proposals_stand_where_they_are_proposed(tmp_path: Path) -> None:
    proposals = gpd.read_file(written(tmp_path), layer="proposals")
    assert proposals["rank"].tolist() == [1, 2]
    assert proposals["duty"].tolist() == [True, False]
    assert (proposals.geometry.x[0], proposals.geometry.y[0]) == pytest.approx((483_000.0, 9_861_000.0))


def test_a_city_that_merges_says_where_each_place_comes_from(tmp_path: Path) -> None:
    path = written(tmp_path, city=merging_city())
    layers = dict(pyogrio.list_layers(path).tolist())
    assert layers == {**GEOMETRY_TYPES, "lineage": None}
    lineage = pyogrio.read_dataframe(path, layer="lineage")
    assert list(lineage.columns) == list(LINEAGE.columns)
    assert lineage.loc[lineage["field"] == "position", "record_id"].tolist() == ["osm:7"]
