"""The data package: all files, sound checksums, the same bytes again, and never half an archive."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import tempfile
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from drawn_assessment import HOSTILE, drawn_assessment, drawn_city, infeasible_plan
from pyogrio.errors import DataSourceError
from shapely import box

from planner.errors import OutputError
from planner.model.assessment import Assessment
from planner.model.tables import CHILD_REPORTS, REGIONS
from planner.reports.data_package import package
from planner.reports.data_package.package import package_bytes, package_name, write_package
from planner.reports.identity import assessment_id
from planner.texts import Language, Text, speak

LAYERS = (
    "catchments", "catchments_merged", "demand", "facilities", "gaps", "kecamatan", "kelurahan", "left_out",
    "proposals", "signs",
)  # fmt: skip
TABLES = ("about", "access", "facilities", "findings", "measures", "places", "proposals", "sources")


def opened(assessment: Assessment) -> zipfile.ZipFile:
    with speak(Language.ENGLISH):
        return zipfile.ZipFile(io.BytesIO(package_bytes(assessment)))


def csv_of(archive: zipfile.ZipFile, name: str) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(archive.read(f"csv/{name}.csv")), dtype=str, keep_default_na=False)


def named(assessment: Assessment, names: list[str]) -> Assessment:
    """Return the assessment of a city whose first facilities have these names."""
    city = assessment.city
    facilities = city.facilities.copy()
    facilities.loc[: len(names) - 1, "name"] = names
    return dataclasses.replace(assessment, city=dataclasses.replace(city, facilities=facilities))


def test_every_file_is_there_and_its_checksum_is_right(tmp_path: Path) -> None:
    told: list[Text] = []
    path = write_package(drawn_assessment(), tmp_path / "new" / "out", Language.ENGLISH, told.append)
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        sums = dict(line.split("  ")[::-1] for line in archive.read("SHA256SUMS").decode().splitlines())
        assert sums == {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names[:-1]}
    assert set(names) == {
        "README.id.md", "README.en.md", "metadata.xml", "assessment.gpkg", "assessment.json", "map.html",
        "assessment.xlsx", "SHA256SUMS", "provenance.json", "csv/csv-metadata.json",
        *(f"geojson/{layer}.geojson" for layer in LAYERS),
        *(f"geoparquet/{layer}.parquet" for layer in LAYERS), *(f"csv/{table}.csv" for table in TABLES),
    }  # fmt: skip
    assert len(told) == 5


def test_the_same_assessment_gives_the_same_bytes() -> None:
    with speak(Language.ENGLISH):
        assert package_bytes(drawn_assessment()) == package_bytes(drawn_assessment())


def test_the_name_tells_one_assessment_from_another() -> None:
    first = drawn_assessment()
    other = drawn_assessment(options=dataclasses.replace(first.options, threshold_min=15.0))
    assert package_name(first) == f"assessment-{assessment_id(first)}.zip"
    assert package_name(first) != package_name(other)


def test_the_readme_is_there_in_both_languages_and_says_which_assessment_it_is() -> None:
    assessment = drawn_assessment()
    with opened(assessment) as archive:
        english = archive.read("README.en.md").decode()
        indonesian = archive.read("README.id.md").decode()
        about = csv_of(archive, "about").set_index("name")["value"]
    assert english.startswith("# Data of Kota Contoh & Co, as of ")
    for said in (english, indonesian):
        assert f"- assessment_id: {assessment_id(assessment)}" in said
        assert "- language: en" in said
    assert "- List of the city (2025-08): public" in english
    assert about["fingerprint"] == "0123456789abcdef"


def test_a_name_cannot_run_as_a_formula_in_a_csv() -> None:
    with opened(named(drawn_assessment(), ['=HYPERLINK("http://x")', "+1", "@A1", "-2"])) as archive:
        names = csv_of(archive, "facilities")["name"].tolist()
    assert names == ['\'=HYPERLINK("http://x")', "'+1", "'@A1", "'-2"]


def test_geojson_keeps_to_its_standard() -> None:
    with opened(drawn_assessment()) as archive:
        kelurahan = json.loads(archive.read("geojson/kelurahan.geojson"))
        facilities = json.loads(archive.read("geojson/facilities.geojson"))
    assert "crs" not in kelurahan
    rings = kelurahan["features"][0]["geometry"]["coordinates"][0]
    assert kelurahan["features"][0]["geometry"]["type"] == "MultiPolygon"
    # Outer rings run anticlockwise: twice their area is positive.
    pairs = list(zip(rings[0], rings[0][1:], strict=False))
    assert sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) > 0
    assert all(len(f"{value}".partition(".")[2]) <= 7 for x_y in rings[0] for value in x_y)
    # Zone 50 has its meridian, where x is 500 km, at 117° east; the drawn city lies 15 to 20 km west of it.
    assert 116.8 < rings[0][0][0] < 117.0
    assert facilities["features"][3]["geometry"] is None
    assert facilities["features"][1]["properties"]["name"] == HOSTILE


def test_geoparquet_is_in_the_metric_crs() -> None:
    with opened(drawn_assessment()) as archive:
        kecamatan = gpd.read_parquet(io.BytesIO(archive.read("geoparquet/kecamatan.parquet")))
    assert kecamatan.crs == drawn_city().crs
    assert kecamatan.area.tolist() == [4_000_000.0, 4_000_000.0]


def test_points_have_their_degrees_in_the_tables() -> None:
    with opened(drawn_assessment()) as archive:
        facilities = csv_of(archive, "facilities")
    assert facilities["lon"].tolist()[3] == ""
    assert float(facilities["lon"][0]) == pytest.approx(116.8247, abs=1e-3)
    assert float(facilities["lat"][0]) == pytest.approx(-1.2621, abs=1e-3)


def test_reports_of_violence_are_in_no_file() -> None:
    row = {"kecamatan_code": "90.01.01", "month": "2026-01", "received": 987_654, "settled": 987_653}
    reports = CHILD_REPORTS.validate(pd.DataFrame([row]))
    assessment = drawn_assessment(city=dataclasses.replace(drawn_city(), child_reports=reports))
    with opened(assessment) as archive:
        assert not [name for name in archive.namelist() if b"98765" in archive.read(name)]


@pytest.mark.parametrize("names", [[""], ["x" * 40_000], ["a\x01b\nc # d"], ["Taman 😀 “Ünï”"]])
def test_names_of_any_kind_are_kept(names: list[str]) -> None:
    with opened(named(drawn_assessment(), names)) as archive:
        facilities = json.loads(archive.read("geojson/facilities.geojson"))
        table = gpd.read_parquet(io.BytesIO(archive.read("geoparquet/facilities.parquet")))
    assert facilities["features"][0]["properties"]["name"] == names[0]
    assert table["name"][0] == names[0]


def test_a_city_without_facilities_proposals_or_kelurahan_has_a_package() -> None:
    city = drawn_city(with_kelurahan=False)
    bare = dataclasses.replace(city, facilities=city.facilities.iloc[:0], sources=())
    findings = tuple(dataclasses.replace(finding, evidence=()) for finding in drawn_assessment().findings)
    demand = drawn_assessment().demand
    demand = demand.assign(region_code=demand["kecamatan_code"])
    with opened(drawn_assessment(plan=infeasible_plan(), city=bare, findings=findings, demand=demand)) as archive:
        assert json.loads(archive.read("geojson/proposals.geojson"))["features"] == []
        assert csv_of(archive, "facilities").empty


def test_two_hundred_kelurahan_are_all_there() -> None:
    city = drawn_city()
    kecamatan = city.regions[city.regions["level"] == "kecamatan"]
    west, south, _, _ = city.regions.total_bounds
    # The west kecamatan is cut into 100 strips of 20 m, and the east one alike.
    strips = [
        {
            "code": f"90.01.0{half + 1}.{1001 + place}",
            "level": "kelurahan",
            "name": "Kelurahan " + "panjang " * 30 if place == 7 else f"Kelurahan {place}",
            "kecamatan_code": f"90.01.0{half + 1}",
            "geometry": box(
                west + half * 2000 + place * 20, south, west + half * 2000 + (place + 1) * 20, south + 2000
            ),
        }
        for half in (0, 1)
        for place in range(100)
    ]
    regions = REGIONS.validate(pd.concat([kecamatan, gpd.GeoDataFrame(strips, crs=city.crs)], ignore_index=True))
    # The children live 500, 1500 and 3000 m from the western edge.
    demand = drawn_assessment().demand.assign(region_code=["90.01.01.1026", "90.01.01.1076", "90.01.02.1051"])
    many = drawn_assessment(city=dataclasses.replace(city, regions=regions), demand=demand)
    with opened(many) as archive:
        assert len(json.loads(archive.read("geojson/kelurahan.geojson"))["features"]) == 200


def full_disk(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def no_geopackage(*_: object, **__: object) -> None:
    raise DataSourceError("database or disk is full")


@pytest.mark.parametrize(
    ("place", "fails", "said"),
    [
        (zipfile.ZipFile, ("writestr", full_disk), "disk is full"),
        (package, ("assessment_workbook", full_disk), "disk is full"),
        (pyogrio, ("write_dataframe", no_geopackage), "database or disk is full"),
        (tempfile, ("TemporaryDirectory", full_disk), "disk is full"),
    ],
)
def test_a_full_disk_leaves_the_former_archive_and_no_half_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: object, fails: tuple[str, object], said: str
) -> None:
    assessment = drawn_assessment()
    (tmp_path / package_name(assessment)).write_bytes(b"former")
    with monkeypatch.context() as broken:
        broken.setattr(place, *fails)
        with speak(Language.ENGLISH), pytest.raises(OutputError, match=said):
            write_package(assessment, tmp_path, Language.ENGLISH)
    assert [file.name for file in tmp_path.iterdir()] == [package_name(assessment)]
    assert (tmp_path / package_name(assessment)).read_bytes() == b"former"


def test_an_archive_that_is_a_folder_is_said_plainly(tmp_path: Path) -> None:
    assessment = drawn_assessment()
    (tmp_path / package_name(assessment)).mkdir()
    with pytest.raises(OutputError, match="Is a directory"):
        write_package(assessment, tmp_path, Language.ENGLISH)
    assert [file.name for file in tmp_path.iterdir()] == [package_name(assessment)]
