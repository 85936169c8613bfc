"""A city folder becomes a city; what can't become one is refused in one plain sentence."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from city_folders import FACILITIES, PEOPLE, REGIONS, SETTINGS, STREETS, drawn_city, refusal, rewrite
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import CrsError, LayerError, MissingFileError, PlannerError
from planner.ingest import load_city
from planner.model import tables
from planner.model.city import City
from planner.model.kinds import Level
from planner.texts import Language, translate


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> City:
    return load_city(drawn_city(tmp_path_factory.mktemp("drawn")))


@pytest.fixture(scope="module")
def built_in() -> City:
    return load_city()


def test_the_tables_of_a_city_follow_their_schemas(drawn: City, built_in: City) -> None:
    for city in (drawn, built_in):
        tables.REGIONS.validate(city.regions)
        tables.POPULATION.validate(city.population)
        tables.FACILITIES.validate(city.facilities)
        tables.EVERYDAY_PLACES.validate(city.everyday_places)
        tables.STREETS.validate(city.streets)
        for table in (city.regions, city.facilities, city.everyday_places, city.streets):
            assert table.crs == city.crs


def test_the_drawn_city_is_what_was_drawn(drawn: City) -> None:
    # 2 kecamatan of 2 kelurahan each; 5,000 + 4,000 + 6,000 + 3,000 people.
    assert drawn.regions["level"].value_counts().to_dict() == {Level.KELURAHAN: 4, Level.KECAMATAN: 2}
    assert drawn.people == 18_000
    # Nine rows, one of them a shop: eight facilities. Eight of the nine have a position.
    assert len(drawn.facilities) == 8
    assert len(drawn.everyday_places) == 8
    assert drawn.facilities["child_friendly"].tolist()[:3] == ["yes", "unknown", "claimed"]
    assert drawn.facilities["id"].tolist()[0] == "contoh:1"
    # 13 + 13 streets; the source was read four times, once a file: 4 + 4 + 9 + 26 rows.
    assert len(drawn.streets) == 26
    assert [(source.id, source.rows) for source in drawn.sources] == [("contoh", 43)]


def test_a_kecamatan_is_the_sum_of_its_kelurahan(built_in: City) -> None:
    kelurahan = built_in.regions_at(Level.KELURAHAN)
    joined = kelurahan.area.groupby(kelurahan["kecamatan_code"]).sum()
    kecamatan = built_in.regions_at(Level.KECAMATAN).set_index("code").area
    assert joined.to_dict() == pytest.approx(kecamatan.to_dict())
    assert shapely.coverage_is_valid(built_in.regions_at(Level.KECAMATAN).geometry.array)


def test_the_built_in_city_has_the_known_figures(built_in: City) -> None:
    assert built_in.regions["level"].value_counts().to_dict() == {Level.KELURAHAN: 34, Level.KECAMATAN: 6}
    assert built_in.people == 746_804
    assert built_in.children == 223_851
    rows = {source.id: source.rows for source in built_in.sources}
    assert rows["dapodik"] == 349
    assert rows["bpjs"] == 114
    assert rows["osm"] == 909
    assert rows["osm_streets"] == 1439
    kinds = built_in.facilities["kind"].value_counts().to_dict()
    assert kinds["puskesmas"] == 27
    assert kinds["hospital"] == 15
    assert kinds["clinic"] == 72
    assert sum(count for kind, count in kinds.items() if kind.startswith("school_")) == 349
    # Eight of the positions of the roster lie outside; OpenStreetMap knows three of these schools better.
    assert (built_in.facilities["placement"] == "outside").sum() == 5


def test_the_same_folder_gives_the_same_city(tmp_path: Path, drawn: City) -> None:
    folder = drawn_city(tmp_path)
    again = load_city(folder)
    assert again.fingerprint == drawn.fingerprint
    assert again.facilities.drop(columns="geometry").equals(drawn.facilities.drop(columns="geometry"))
    rewrite(folder, PEOPLE, "5000", "5001")
    assert load_city(folder).fingerprint != drawn.fingerprint


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    load_city(drawn_city(tmp_path), progress=lambda message: told.append(translate(message, Language.ENGLISH)))
    assert told[0] == f"Reading {REGIONS}"
    assert "Placing facilities in their regions" in told


def test_a_city_may_have_nothing_but_its_regions(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    content = (folder / SETTINGS).read_text(encoding="utf-8")
    (folder / SETTINGS).write_text(content.split("\n[population]\n")[0], encoding="utf-8")
    city = load_city(folder)
    assert city.population is None
    assert city.children is None
    assert (city.population_source, city.population_date) == ("", "")
    assert city.facilities.empty
    assert city.streets.empty
    assert city.everyday_places.empty


def test_a_city_may_have_no_kelurahan(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    rewrite(folder, SETTINGS, 'level = "kelurahan"', 'level = "kecamatan"')
    rewrite(folder, SETTINGS, ', kecamatan_code = "kode_kecamatan", kecamatan = "kecamatan" }', " }")
    city = load_city(folder)
    assert city.finest_level is Level.KECAMATAN
    assert (city.regions["code"] == city.regions["kecamatan_code"]).all()
    assert len(city.regions) == 4


def test_counts_are_scaled_to_newer_totals_of_the_larger_regions(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    (folder / "baru.csv").write_text("kode;penduduk\n99.99.01;18000\n99.99.02;9000\n", encoding="utf-8")
    rewrite(
        folder,
        SETTINGS,
        "# [population.scale_to] ",
        '[population.scale_to]\nfile = "baru.csv"\nsource = "contoh"\n'
        'columns = { code = "kode", population = "penduduk" }\n# ',
    )
    city = load_city(folder)
    assert city.population is not None
    # 99.99.01 had 9,000 and now has 18,000: each of its kelurahan doubles; 99.99.02 stays.
    assert city.population["population"].tolist() == [10_000, 8_000, 6_000, 3_000]


def test_a_position_in_metres_is_the_same_place(tmp_path: Path, drawn: City) -> None:
    folder = drawn_city(tmp_path)
    park = drawn.facilities.geometry.iloc[0]
    (folder / FACILITIES).write_text(f"nama,timur,utara\nTaman,{park.x},{park.y}\n", encoding="utf-8")
    content = (folder / SETTINGS).read_text(encoding="utf-8").split("\n[[facilities]]\n")[0]
    block = (
        f'\n[[facilities]]\nfile = "{FACILITIES}"\nsource = "contoh"\nkind = "park"\ncrs = "EPSG:32749"\n'
        'columns = { name = "nama", x = "timur", y = "utara" }\n'
    )
    (folder / SETTINGS).write_text(content + block, encoding="utf-8")
    assert load_city(folder).facilities.geometry.iloc[0].distance(park) < 0.001


def test_a_layer_of_outlines_gives_points_and_areas(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    park = gpd.GeoDataFrame({"nama": ["Taman"]}, geometry=[shapely.box(0, 0, 100, 60)], crs="EPSG:32749")
    park.geometry = park.translate(390_000, 9_445_000)
    park.to_crs(4326).to_file(folder / "taman.gpkg", layer="taman")
    content = (folder / SETTINGS).read_text(encoding="utf-8").split("\n[[facilities]]\n")[0]
    block = '\n[[facilities]]\nfile = "taman.gpkg"\nsource = "contoh"\nkind = "park"\ncolumns = { name = "nama" }\n'
    (folder / SETTINGS).write_text(content + block, encoding="utf-8")
    city = load_city(folder)
    assert city.facilities["area_m2"].iloc[0] == pytest.approx(6_000, abs=0.1)
    assert city.facilities.geometry.iloc[0].geom_type == "Point"
    assert city.facilities["placement"].iloc[0] == "position"


@settings(max_examples=15, deadline=None)
@given(name=st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=200))
def test_any_name_is_kept_as_it_is(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = drawn_city(tmp_path_factory.mktemp("name"))
    quoted = '"' + name.replace('"', '""') + '"'
    rewrite(folder, FACILITIES, "Taman Contoh Satu", quoted)
    assert load_city(folder).facilities["name"].iloc[0] == name


def test_markup_in_a_name_is_left_to_the_views(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    rewrite(folder, FACILITIES, "Taman Contoh Satu", '"<script>alert(""x"")</script> & \'teman\'"')
    assert load_city(folder).facilities["name"].iloc[0] == "<script>alert(\"x\")</script> & 'teman'"


def _swap(folder: Path, file: str) -> None:
    """Exchange the axes of a GeoJSON file."""
    layer = json.loads((folder / file).read_text(encoding="utf-8"))
    features = gpd.GeoDataFrame.from_features(layer["features"], crs=4326)
    swapped = features.set_geometry(shapely.transform(features.geometry.array, lambda xy: xy[:, ::-1]), crs=4326)
    (folder / file).write_text(swapped.to_json(), encoding="utf-8")


BAD_INPUT = [
    # file, what stands there, what someone wrote instead, the error, what the sentence says
    (FACILITIES, "6000,ya", "enam ribu,ya", LayerError, ["row 1", "“luas_m2”", "“enam ribu” is not a number"]),
    (FACILITIES, "6000,ya", "-6000,ya", LayerError, ["row 1", "“-6000” is less than 0"]),
    (FACILITIES, "6000,ya", "6000,iya", LayerError, ["row 1", "“ramah_anak”", "“iya”", "“ya”"]),
    (FACILITIES, "110.0250,-5.0250", "110.0250,", LayerError, ["row 2", "only one of “lon” and “lat”"]),
    (FACILITIES, "110.0250,-5.0250", "110.0250,-95", LayerError, ["row 2", "no place on earth"]),
    (FACILITIES, "2,Taman", "1,Taman", LayerError, ["rows 1 and 2", "“1”", "“nomor”"]),
    (FACILITIES, "jenis,", "jenys,", LayerError, ["no column “jenis”", "“jenys”"]),
    (SETTINGS, '"*" = "skip"', "", LayerError, ["contoh_fasilitas.csv, row 9", "“warung”"]),
    (PEOPLE, "5000,400", "5000,empat", LayerError, [PEOPLE, "row 1", "“umur_0_4”", "“empat”"]),
    (PEOPLE, "5000,400", "5000,", LayerError, [PEOPLE, "row 1", "“umur_0_4” is blank"]),
    (PEOPLE, "99.99.02.1002", "99.99.02.1009", LayerError, [PEOPLE, "no row for the region 99.99.02.1002"]),
    (PEOPLE, "99.99.02.1002", "99.99.02.1001", LayerError, [PEOPLE, "rows 3 and 4", "99.99.02.1001"]),
    (REGIONS, "99.99.02.1002", "99.99.02.1001", LayerError, [REGIONS, "rows 3 and 4", "99.99.02.1001"]),
    (REGIONS, '"Contoh Timur Laut"', "null", LayerError, [REGIONS, "row 4", "“nama” is blank"]),
    (REGIONS, '99.99.01.1002","nama":"Contoh Barat Laut","kode_kecamatan":"99.99.01"',
     '99.99.01.1002","nama":"Contoh Barat Laut","kode_kecamatan":"99.99.02"', LayerError,
     [REGIONS, "kecamatan 99.99.02 has two names"]),
    (REGIONS, '"Polygon","coordinates":[[', '"MultiLineString","coordinates":[[', LayerError,
     [REGIONS, "row 1", "must be an area, not a MultiLineString"]),
    (STREETS, "LineString", "MultiPoint", LayerError, [STREETS, "row 1", "must be a line, not a MultiPoint"]),
    (REGIONS, '"features":[', '"features":[}', LayerError, [REGIONS, "can't be read as a map layer"]),
    (SETTINGS, "EPSG:32749", "EPSG:4326", CrsError, ["metric_crs", "does not measure in metres"]),
    (SETTINGS, '"EPSG:32749"', '"UTM lima puluh"', CrsError, ["UTM lima puluh", "city.toml"]),
    (SETTINGS, "EPSG:32749", "EPSG:32631", CrsError, [REGIONS, "metric_crs", "longitude 110"]),
    (SETTINGS, 'lon = "lon" ', 'lon = "lintang" ', LayerError, ["no column “lintang”"]),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "kind", "words"), BAD_INPUT)
def test_bad_input_gets_one_plain_sentence(
    tmp_path: Path, file: str, old: str, new: str, kind: type[PlannerError], words: list[str]
) -> None:
    folder = drawn_city(tmp_path)
    rewrite(folder, file, old, new)
    said = refusal(folder, kind)
    for word in words:
        assert word in said


def test_swapped_axes_of_a_table_are_told(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    rewrite(folder, FACILITIES, "lon,lat", "lat,lon")
    assert "swapped in contoh_fasilitas.csv" in refusal(folder, CrsError)


@pytest.mark.parametrize("file", [REGIONS, STREETS])
def test_swapped_axes_of_a_map_layer_are_told(tmp_path: Path, file: str) -> None:
    folder = drawn_city(tmp_path)
    _swap(folder, file)
    assert f"swapped in {file}" in refusal(folder, CrsError)


def test_a_layer_of_another_country_is_told_with_its_distance(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    rewrite(folder, FACILITIES, ",110.0", ",4.9")
    rewrite(folder, FACILITIES, ",-5.0", ",52.3")
    assert "km from the city" in refusal(folder, CrsError)


def test_metres_without_a_crs_are_told(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    rewrite(folder, FACILITIES, ",110.0", ",3880")
    rewrite(folder, FACILITIES, ",-5.0", ",94450")
    assert "look like metres" in refusal(folder, CrsError)


@pytest.mark.parametrize("file", [REGIONS, STREETS])
def test_an_empty_map_layer_is_told(tmp_path: Path, file: str) -> None:
    folder = drawn_city(tmp_path)
    (folder / file).write_text('{"type":"FeatureCollection","features":[]}', encoding="utf-8")
    assert f"{file} is empty" in refusal(folder, LayerError)


@pytest.mark.parametrize("file", [PEOPLE, FACILITIES])
def test_an_empty_table_is_told(tmp_path: Path, file: str) -> None:
    folder = drawn_city(tmp_path)
    header = (folder / file).read_text(encoding="utf-8").splitlines()[0]
    (folder / file).write_text(header + "\n", encoding="utf-8")
    assert f"{file} is empty" in refusal(folder, LayerError)


def test_a_feature_without_a_shape_is_told(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    layer = json.loads((folder / REGIONS).read_text(encoding="utf-8"))
    layer["features"][2]["geometry"] = None
    (folder / REGIONS).write_text(json.dumps(layer), encoding="utf-8")
    assert f"{REGIONS}, row 3: the feature has no shape" in refusal(folder, LayerError)


def test_a_missing_layer_is_told(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    (folder / STREETS).unlink()
    assert STREETS in refusal(folder, MissingFileError)


def test_two_layers_may_not_share_ids(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    content = (folder / SETTINGS).read_text(encoding="utf-8")
    start, end = content.index("\n[[facilities]]\n"), content.index("\n# --- Jalan")
    block = content[start:end]
    (folder / SETTINGS).write_text(content[:end] + block + content[end:], encoding="utf-8")
    assert "Two facilities have the id contoh:1" in refusal(folder, LayerError)


def test_several_layers_in_one_file_have_to_be_told_apart(tmp_path: Path) -> None:
    folder = drawn_city(tmp_path)
    outlines = gpd.read_file(folder / REGIONS)
    outlines.to_file(folder / "batas.gpkg", layer="kelurahan")
    outlines.to_file(folder / "batas.gpkg", layer="lain")
    rewrite(folder, SETTINGS, f'file = "{REGIONS}"', 'file = "batas.gpkg"')
    said = refusal(folder, LayerError)
    assert "batas.gpkg holds several layers" in said
    assert "kelurahan, lain" in said
    rewrite(folder, SETTINGS, 'file = "batas.gpkg"', 'file = "batas.gpkg"\nlayer = "kelurahn"')
    assert "“kelurahan”" in refusal(folder, LayerError)
    rewrite(folder, SETTINGS, "kelurahn", "kelurahan")
    assert len(load_city(folder).finest_regions) == 4


MAPPED = """nama,jenis,lon,lat
SD Satu,sd,110.0081,-5.0101
Taman Bunga Raya,taman,110.0200,-5.0200
Warung,warung,110.0100,-5.0100
"""


def _merging_city(folder: Path, more: str = "") -> Path:
    """Draw a city in which a map completes the city's own list."""
    city = drawn_city(folder)
    (city / "peta.csv").write_text(MAPPED, encoding="utf-8")
    rewrite(
        city,
        SETTINGS,
        "# --- Satu tempat sekali",
        f"""[sources.peta]
title = "Peta rekaan"
date = "2026"
licence = "CC0"

[[facilities]]
file = "peta.csv"
source = "peta"
kind_columns = ["jenis"]
everyday_places = true
adds_places = false
kinds = {{ sd = "school_sd", taman = "park", "*" = "skip" }}
columns = {{ name = "nama", lon = "lon", lat = "lat" }}

[merging]
precedence = ["contoh", "peta"]
{more}
# ---""",
    )
    return city


def _school(city: City) -> dict[str, object]:
    schools = city.facilities[city.facilities["name"] == "SD Contoh Satu"]
    assert len(schools) == 1
    return dict(schools.iloc[0])


def test_a_place_of_two_sources_is_one_facility(tmp_path: Path, drawn: City) -> None:
    before = _school(drawn)
    city = load_city(_merging_city(tmp_path))
    after = _school(city)

    assert city.merging is not None
    # The drawn school and its twin on the map, 16 m away; the map's park fits no park of the list.
    assert city.merging.merges[["id_a", "id_b"]].to_numpy().tolist() == [[before["id"], "peta:1"]]
    assert city.merging.alone["id"].tolist() == ["peta:2"]
    assert (after["id"], after["name"], after["geometry"]) == (before["id"], before["name"], before["geometry"])
    assert len(city.facilities) == len(drawn.facilities)
    # Three more rows with a position, one of them the school that is there already.
    assert len(city.everyday_places) == len(drawn.everyday_places) + 2
    assert city.fingerprint != drawn.fingerprint


def test_the_position_may_come_from_the_source_that_knows_it_better(tmp_path: Path, drawn: City) -> None:
    city = load_city(_merging_city(tmp_path, '[merging.fields]\nposition = ["peta", "contoh"]\n'))
    moved_m = _school(city)["geometry"].distance(_school(drawn)["geometry"])  # type: ignore[attr-defined]
    # 0.0001 degrees east and south, 11 m each.
    assert moved_m == pytest.approx(15.7, abs=0.2)
    assert city.merging is not None
    assert city.merging.given("position").tolist() == ["peta:1"]


def test_a_decision_keeps_records_apart_and_makes_another_city(tmp_path: Path) -> None:
    folder = _merging_city(tmp_path)
    before = load_city(folder)
    assert before.merging is not None
    ids = before.merging.merges.loc[0, ["id_a", "id_b"]].tolist()
    (folder / "decisions.csv").write_text(
        f"id_a,id_b,answer,office,date,reason\n{ids[0]},{ids[1]},no,Disdik,2026-01-01,\n", encoding="utf-8"
    )
    city = load_city(folder)
    assert city.merging is not None
    assert city.merging.merges.empty
    assert city.merging.alone["id"].tolist() == ["peta:1", "peta:2"]
    assert city.fingerprint != before.fingerprint


def test_a_wrong_decision_is_told(tmp_path: Path) -> None:
    folder = _merging_city(tmp_path)
    (folder / "decisions.csv").write_text(
        "id_a,id_b,answer,office,date,reason\na,b,maybe,Disdik,2026-01-01,\n", encoding="utf-8"
    )
    assert 'Row 1 of the decisions has the answer "maybe"' in refusal(folder, LayerError)
    (folder / "decisions.csv").write_text(
        "id_a,id_b,answer,office,date,reason\na,b,yes,,2026-01-01,\n", encoding="utf-8"
    )
    assert "Row 1 of the decisions names no office" in refusal(folder, LayerError)


def test_where_nothing_is_merged_a_completing_layer_adds_nothing(tmp_path: Path, drawn: City) -> None:
    folder = _merging_city(tmp_path)
    rewrite(folder, SETTINGS, "\n[merging]", "\n[merging]\nenabled = false")
    city = load_city(folder)
    assert city.merging is None
    assert city.facilities["id"].tolist() == drawn.facilities["id"].tolist()


def test_what_was_seen_of_a_record_counts_for_its_place(tmp_path: Path) -> None:
    folder = _merging_city(tmp_path)
    before = _school(load_city(folder))
    (folder / "survey.csv").write_text(
        "facility_id,place_name,kind,lon,lat,fact,value,date,office,note,visit\n"
        "peta:1,,,,,public,yes,2026-01-01,Disdik,,\n",
        encoding="utf-8",
    )
    city = load_city(folder)
    assert (before["public"], _school(city)["public"]) == ("unknown", "yes")
    assert city.survey["facility_id"].tolist() == [before["id"]]
    assert "survey_of_unknown_facility" not in {notice.code for notice in city.notices}
