"""A working city opens in QGIS as it is: GDAL, on which QGIS stands, reads every layer of both backends."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import warnings
import xml.etree.ElementTree as ET
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
from city_folders import drawn_city
from postgres import Server
from sqlalchemy import make_url
from sqlalchemy import text as statement
from stores import DKK, Backend, answer, record

from planner.ingest import load_city
from planner.model.kinds import FacilityKind
from planner.model.survey import KnownPlace, NewPlace, SurveyFact
from planner.reports.published_layers import published_layers
from planner.storage.geopackage_tables import APPLICATION, VERSION
from planner.storage.publishing import publish_layers
from planner.storage.workspace import StoredWorkspace


@pytest.fixture
def gdal() -> None:
    """Skip a test where GDAL's programs are missing."""
    if shutil.which("ogrinfo") is None:
        pytest.skip("needs GDAL's programs: apt-get install gdal-bin")


@pytest.fixture
def city(backend: Backend, tmp_path: Path) -> StoredWorkspace:
    """Return a published working city with a sign, a new place and an answer that was given twice."""
    city = backend.workspace(drawn_city(tmp_path))
    places = load_city(city.newest()[1]).facilities
    school = KnownPlace(str(places["id"].iloc[0]), str(places["name"].iloc[0]))
    record(city, DKK, answer("no", place=school))
    record(city, DKK, answer("yes", place=school))
    place = NewPlace("Taman <b>Baru</b>", FacilityKind.PARK, 110.011, -5.021)
    record(city, DKK, answer("yes", place=place, fact=SurveyFact.PUBLIC))
    publish_layers(city.store, published_layers(load_city(city.newest()[1])))
    return city


def source(backend: Backend) -> str:
    """Return what GDAL calls the working city."""
    if backend.name == "geopackage":
        return str(backend.file)
    url = make_url(backend.address)
    return (
        f"PG:host={url.host} port={url.port} dbname={url.database} user={url.username} password={url.password} "
        f"active_schema={backend.schema}"
    )


def layer(backend: Backend, name: str) -> gpd.GeoDataFrame:
    if backend.name == "geopackage":
        return gpd.read_file(source(backend), layer=name)
    from sqlalchemy import create_engine

    engine = create_engine(make_url(backend.address).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        read = gpd.read_postgis(f'SELECT * FROM "{backend.schema}"."{name}"', connection)  # noqa: S608
    engine.dispose()
    return read


@pytest.mark.parametrize("name", ["kecamatan", "kelurahan", "facilities"])
def test_layers_are_those_of_the_city(backend: Backend, city: StoredWorkspace, name: str) -> None:
    (wanted,) = [one for one in published_layers(load_city(city.newest()[1])) if one.name == name]
    read = layer(backend, name)
    assert read.crs is not None
    assert read.crs.to_epsg() == 4326
    assert len(read) == len(wanted.frame)
    shapes = wanted.frame.geometry.to_crs(4326)
    there = ~(shapes.isna() | shapes.is_empty).to_numpy()
    assert (there == read.geometry.notna().to_numpy()).all()
    for one, other in zip(read.geometry[there], shapes[there], strict=True):
        assert one.hausdorff_distance(other) < 1e-9


def test_facilities_tell_their_sign(backend: Backend, city: StoredWorkspace) -> None:
    facilities = layer(backend, "facilities")
    assert facilities["sign_present"].dropna().tolist() == ["yes"]
    assert len(facilities["sign_seen_date"].dropna()) == 1


def test_current_facts_are_the_newest_answers(backend: Backend, city: StoredWorkspace) -> None:
    facts = layer(backend, "current_facts")
    assert sorted(facts["value"]) == ["yes", "yes"]
    assert len(layer(backend, "survey")) == 3
    assert facts.geometry.notna().sum() == 1


def test_publishing_again_replaces_and_the_rows_stay(backend: Backend, city: StoredWorkspace) -> None:
    before = city.store.state()
    publish_layers(city.store, published_layers(load_city(city.newest()[1])))
    assert city.store.state() == before
    with city.store.reading() as connection:
        styles = connection.execute(statement("SELECT f_table_name, styleQML FROM layer_styles ORDER BY 1")).all()
    assert [name for name, _ in styles] == ["facilities", "kecamatan", "kelurahan"]
    for _, qml in styles:
        assert ET.fromstring(qml).tag == "qgis"  # noqa: S314 - our own


@pytest.mark.usefixtures("gdal")
def test_gdal_reads_every_layer_without_a_warning(backend: Backend, city: StoredWorkspace) -> None:
    done = subprocess.run(["ogrinfo", "-al", "-so", source(backend)], capture_output=True, text=True)
    if "unable to find driver" in done.stdout.casefold():
        pytest.skip("needs GDAL with the driver of PostgreSQL")
    assert done.returncode == 0
    assert [line for line in done.stderr.splitlines() if line] == []
    for name in ("survey", "kecamatan", "kelurahan", "facilities"):
        assert f"Layer name: {name}" in done.stdout
    for kind in ("Multi Polygon", "Point"):
        assert f"Geometry: {kind}" in done.stdout


def test_every_layer_has_a_spatial_index(backend: Backend, city: StoredWorkspace) -> None:
    with city.store.reading() as connection:
        for name in ("survey", "kecamatan", "kelurahan", "facilities"):
            if backend.name == "geopackage":
                indexed = f"SELECT (SELECT count(*) FROM rtree_{name}_geom) - (SELECT count(geom) FROM {name})"  # noqa: S608
                assert connection.scalar(statement(indexed)) == 0
            else:
                found = connection.execute(
                    statement("SELECT indexdef FROM pg_indexes WHERE schemaname = :schema AND tablename = :name"),
                    {"schema": backend.schema, "name": name},
                )
                assert any("USING gist (geom)" in definition for (definition,) in found)


def test_the_file_is_a_valid_geopackage(tmp_path: Path) -> None:
    """The requirements of OGC 12-128r18 that speak of what is in such a file."""
    backend = Backend("geopackage", tmp_path)
    space = backend.workspace(drawn_city(tmp_path))
    publish_layers(space.store, published_layers(load_city(space.newest()[1])))
    with closing(sqlite3.connect(backend.file)) as database:

        def ask(words: str) -> list[tuple[Any, ...]]:
            return database.execute(words).fetchall()

        assert ask("PRAGMA application_id") == [(APPLICATION,)]
        assert ask("PRAGMA user_version") == [(VERSION,)]
        assert ask("PRAGMA integrity_check") == [("ok",)]
        assert ask("PRAGMA foreign_key_check") == []
        assert {row[0] for row in ask("SELECT srs_id FROM gpkg_spatial_ref_sys")} >= {-1, 0, 4326}
        listed = ask("SELECT table_name, data_type FROM gpkg_contents")
        for name, data_type in listed:
            columns = ask(f"PRAGMA table_info({name})")
            if name != "current_facts":
                assert [one[2].upper() for one in columns if one[5]] == ["INTEGER"], name
            assert all(one[2] for one in columns if name != "current_facts"), name
            geometry = ask(f"SELECT column_name, z, m FROM gpkg_geometry_columns WHERE table_name = '{name}'")  # noqa: S608
            assert geometry == ([("geom", 0, 0)] if data_type == "features" else [])
        for extension in ask("SELECT table_name, extension_name FROM gpkg_extensions"):
            assert extension[1] == "gpkg_rtree_index"
            assert (extension[0], "features") in listed
        head = ask("SELECT geom FROM kelurahan LIMIT 1")[0][0][:8]
        assert head[:4] == b"GP\x00\x03"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert {"survey", "kecamatan", "kelurahan", "facilities"} <= {
            name for name, _ in pyogrio.list_layers(backend.file)
        }


@pytest.mark.usefixtures("gdal")
def test_gdal_copies_the_database_into_a_file(postgres_server: Server, tmp_path: Path) -> None:
    backend = Backend("postgis", tmp_path, postgres_server.cities)
    space = backend.workspace(drawn_city(tmp_path))
    publish_layers(space.store, published_layers(load_city(space.newest()[1])))
    done = subprocess.run(
        ["ogr2ogr", "-f", "GPKG", str(tmp_path / "salinan.gpkg"), source(backend), "kelurahan"],
        capture_output=True,
        text=True,
    )
    if "unable to find driver" in done.stderr.casefold():
        pytest.skip("needs GDAL with the driver of PostgreSQL")
    assert done.returncode == 0, done.stderr
    assert len(gpd.read_file(tmp_path / "salinan.gpkg")) == 4
