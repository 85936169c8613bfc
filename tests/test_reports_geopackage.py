"""The GeoPackage: every layer is there and reads back as it was."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from drawn_assessment import HOSTILE, METRIC, drawn_assessment, drawn_city, drawn_plan, infeasible_plan, table
from shapely import box

from planner.model.kinds import AgeTier
from planner.model.options import Options
from planner.model.tables import ACCESS, CATCHMENTS, DEMAND, FACILITIES, FIGURES, LINEAGE
from planner.reports.geopackage import write_geopackage
from planner.reports.sign_layer import SIGN_COLUMNS
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
TABLES = dict.fromkeys(["access", "findings", "sources", "about", "layer_styles"])


def written(tmp_path: Path, **changes: object) -> Path:
    path = tmp_path / "assessment.gpkg"
    write_geopackage(drawn_assessment(**changes), path, Language.ENGLISH)  # type: ignore[arg-type]
    return path


def asked(path: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(question).fetchall()


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
    nobody: dict[str, list[object]] = {column: [] for column in DEMAND.columns if column != "geometry"}
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


def test_the_same_assessment_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    first, second = written(tmp_path / "one"), written(tmp_path / "two")
    assert first.read_bytes() == second.read_bytes()


def test_it_is_what_the_standard_calls_a_geopackage(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert asked(path, "PRAGMA application_id") == [(int.from_bytes(b"GPKG", "big"),)]
    assert asked(path, "PRAGMA integrity_check") == [("ok",)]
    assert asked(path, "PRAGMA foreign_key_check") == []
    tables = {name for (name,) in asked(path, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables >= {"gpkg_contents", "gpkg_spatial_ref_sys", "gpkg_geometry_columns", "gpkg_extensions"}
    # Every table that a person may open is listed, has a whole number as its key, and every listed one is there.
    for name, data_type in asked(path, "SELECT table_name, data_type FROM gpkg_contents"):
        columns = asked(path, f'PRAGMA table_info("{name}")')
        assert data_type in ("features", "attributes")
        assert [column[2] for column in columns if column[5]] == ["INTEGER"]
    assert {row[0] for row in asked(path, "SELECT srs_id FROM gpkg_geometry_columns")} == {32750}
    assert set(asked(path, "SELECT srs_id FROM gpkg_spatial_ref_sys")) >= {(-1,), (0,), (4326,), (32750,)}
    schema = asked(path, "SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_schema'")
    assert set(schema) == {("gpkg_data_columns",), ("gpkg_data_column_constraints",)}


def test_no_time_of_writing_stays_in_it(tmp_path: Path) -> None:
    path = written(tmp_path, options=Options(as_of=dt.date(2026, 3, 31)))
    moments = asked(path, "SELECT last_change FROM gpkg_contents UNION SELECT update_time FROM layer_styles")
    assert moments == [("2026-03-31T00:00:00.000Z",)]


def test_every_column_that_a_person_may_see_has_a_name(tmp_path: Path) -> None:
    path = written(tmp_path)
    named = set(asked(path, "SELECT table_name, column_name FROM gpkg_data_columns"))
    for layer in [*GEOMETRY_TYPES, *TABLES]:
        if layer != "layer_styles":
            assert {(layer, column) for column in pyogrio.read_info(path, layer=layer)["fields"]} <= named
    title = "SELECT title FROM gpkg_data_columns WHERE table_name = 'kelurahan' AND column_name LIKE 'share_within%'"
    assert asked(path, title) == [("Share within reach: child-friendly park (RBRA)",)]


def test_it_says_which_assessment_it_is(tmp_path: Path) -> None:
    about = pyogrio.read_dataframe(written(tmp_path), layer="about").set_index("name")["value"]
    assert about["fingerprint"] == "0123456789abcdef"
    assert about["city_name"] == "Kota Contoh & Co"
    assert '"threshold_min": 10.0' in about["options"]


def test_findings_sources_and_published_figures_stand_in_tables(tmp_path: Path) -> None:
    figure = {"subject": "Taman", "value": 7.0, "unit": "taman", "definition": "RTH", "date": "2025", "series": None}
    figures = FIGURES.validate(pd.DataFrame([{**figure, "citation": "Kota", "address": None, "row": 1}]))
    path = written(tmp_path, city=dataclasses.replace(drawn_city(), figures=figures))
    findings = pyogrio.read_dataframe(path, layer="findings")
    assert findings["status"].tolist() == ["met", "unmet"]
    assert HOSTILE in findings["reason_text"][1]
    assert pyogrio.read_dataframe(path, layer="sources")["licence"].tolist() == ["public"]
    assert pyogrio.read_dataframe(path, layer="figures")[["subject", "value"]].to_numpy().tolist() == [["Taman", 7.0]]


def test_a_file_that_cannot_be_written_is_an_error_of_the_file_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        write_geopackage(drawn_assessment(), tmp_path / "missing" / "assessment.gpkg", Language.ENGLISH)


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="GDAL's ogrinfo is not installed")
def test_gdal_opens_every_layer(tmp_path: Path) -> None:
    said = subprocess.run(
        ["ogrinfo", "-ro", str(written(tmp_path))], capture_output=True, text=True, check=True, timeout=60
    )
    assert "ERROR" not in said.stderr
    for layer in [*GEOMETRY_TYPES, *TABLES]:
        assert f": {layer} (" in said.stdout
