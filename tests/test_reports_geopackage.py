"""The GeoPackage: every layer is there and reads back as it was."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from drawn_assessment import HOSTILE, METRIC, drawn_assessment, drawn_city, drawn_plan, infeasible_plan, table
from shapely import box

from planner.model.kinds import AgeTier
from planner.model.tables import ACCESS, CATCHMENTS, DEMAND, FACILITIES, LINEAGE
from planner.reports.geopackage import SIGN_COLUMNS, write_geopackage
from planner.texts import Language, text
from tests.test_reports_lineage import merging_city

GEOMETRY_TYPES = {
    "kecamatan": "MultiPolygon",
    "kelurahan": "MultiPolygon",
    "facilities": "Point",
    "signs": "Point",
    "demand": "Point",
    "proposals": "Point",
    "left_out": "Point",
    "gaps": "MultiPolygon",
    "catchments": "MultiPolygon",
    "catchments_merged": "MultiPolygon",
}
TABLES = {"access": None}


def written(tmp_path: Path, **changes: object) -> Path:
    path = tmp_path / "assessment.gpkg"
    write_geopackage(drawn_assessment(**changes), path, Language.ENGLISH)  # type: ignore[arg-type]
    return path


def test_all_layers_are_there_in_their_order_with_their_geometry_and_crs(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert list(pyogrio.list_layers(path).tolist()) == [[*layer] for layer in (GEOMETRY_TYPES | TABLES).items()]
    for layer in GEOMETRY_TYPES:
        assert gpd.read_file(path, layer=layer).crs == METRIC


def test_kecamatan_carry_status_children_and_share(tmp_path: Path) -> None:
    barat, timur = gpd.read_file(written(tmp_path), layer="kecamatan").to_dict("records")
    assert (barat["status"], timur["status"]) == ("met", "unmet")
    assert (barat["children"], barat["children_within_child_friendly_park"]) == (100, 40)
    assert barat["share_within_child_friendly_park"] == 0.4
    assert (barat["share_low_child_friendly_park"], barat["share_high_child_friendly_park"]) == (0.31, 0.52)
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
    distance_m = dict.fromkeys(AgeTier, pd.DataFrame({"child_friendly_park": []}, dtype=float))
    path = written(
        tmp_path, plan=infeasible_plan(), demand=DEMAND.validate(table(nobody)), city=city, distance_m=distance_m
    )
    assert list(pyogrio.read_info(path, layer="signs")["fields"]) == list(SIGN_COLUMNS)
    for layer in ("signs", "demand", "proposals", "left_out", "kelurahan", "gaps", "catchments", "catchments_merged"):
        info = pyogrio.read_info(path, layer=layer)
        assert info["features"] == 0
        assert info["geometry_type"] == GEOMETRY_TYPES[layer]
    assert list(pyogrio.read_info(path, layer="facilities")["fields"]) == list(FACILITIES.columns)[:-1]


def test_gaps_are_outlines_with_their_children(tmp_path: Path) -> None:
    gaps = gpd.read_file(written(tmp_path), layer="gaps")
    assert gaps[["kind", "rank", "region_name", "children"]].to_numpy().tolist() == [
        ["child_friendly_park", 1, "Muara", 60],
        ["child_friendly_park", 2, "Bukit", 60],
    ]
    assert gaps.area.tolist() == [40_000.0, 40_000.0]  # cells of 200 m x 200 m


def test_catchments_of_each_park_stand_apart_from_those_of_all_together(tmp_path: Path) -> None:
    drawn = CATCHMENTS.validate(
        gpd.GeoDataFrame(
            {
                "kind": "child_friendly_park",
                "facility_id": ["city_list:1", None],
                "age_tiers": "6-11,12-17",
                "minutes": 10.0,
                "children_0_5": pd.array([None, None], dtype="Int64"),
                "children_6_11": pd.array([3, 3], dtype="Int64"),
                "children_12_17": pd.array([4, 4], dtype="Int64"),
                "children": pd.array([7, 7], dtype="Int64"),
            },
            geometry=[box(0, 0, 100, 100), box(0, 0, 200, 100)],
            crs=METRIC,
        )
    )
    path = written(tmp_path, draw_catchments=lambda: drawn)
    of_park = gpd.read_file(path, layer="catchments")
    assert of_park[["facility_id", "age_tiers", "children"]].to_numpy().tolist() == [["city_list:1", "6-11,12-17", 7]]
    assert of_park["facility_name"].tolist() == [drawn_city().facilities.set_index("id").at["city_list:1", "name"]]
    assert of_park["children_0_5"].isna().all()
    merged = gpd.read_file(path, layer="catchments_merged")
    assert "facility_id" not in merged.columns
    assert merged.area.tolist() == [20_000.0]


def test_every_measure_of_every_tier_stands_in_a_table(tmp_path: Path) -> None:
    access = pyogrio.read_dataframe(written(tmp_path), layer="access")
    assert list(access.columns) == list(ACCESS.columns)
    assert access["share_low"].tolist() == [0.194, 0.31, 0.0, 0.31, 0.0]
    assert access["capacity_assumed"].isna().all()


def test_proposals_stand_where_they_are_proposed(tmp_path: Path) -> None:
    proposals = gpd.read_file(written(tmp_path), layer="proposals")
    assert proposals["rank"].tolist() == [1, 2]
    assert proposals["duty"].tolist() == [True, False]
    assert (proposals.geometry.x[0], proposals.geometry.y[0]) == pytest.approx((483_000.0, 9_861_000.0))


def test_a_city_that_merges_says_where_each_place_comes_from(tmp_path: Path) -> None:
    path = written(tmp_path, city=merging_city())
    layers = dict(pyogrio.list_layers(path).tolist())
    assert layers == {**GEOMETRY_TYPES, **TABLES, "lineage": None}
    lineage = pyogrio.read_dataframe(path, layer="lineage")
    assert list(lineage.columns) == list(LINEAGE.columns)
    assert lineage.loc[lineage["field"] == "position", "record_id"].tolist() == ["osm:7"]


def test_a_place_that_was_left_out_says_why(tmp_path: Path) -> None:
    left_out = gpd.GeoDataFrame(
        {
            "id": ["new:1:2"],
            "source": ["street_side"],
            "name": [None],
            "reason": ["water"],
            "reason_text": [text("It stands in water.")],
            "region_code": ["90.01.01.1001"],
            "kecamatan_code": ["90.01.01"],
        },
        geometry=gpd.points_from_xy([483_000.0], [9_861_000.0]),
        crs=drawn_city().crs,
    )
    plan = dataclasses.replace(drawn_plan(), left_out=left_out)
    layer = gpd.read_file(written(tmp_path, plan=plan), layer="left_out")
    assert layer[["id", "reason", "reason_text"]].to_numpy().tolist() == [["new:1:2", "water", "It stands in water."]]
