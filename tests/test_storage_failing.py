"""What can go wrong with a store: one plain sentence, and then it goes on."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from city_folders import drawn_city, sentence
from postgres import Server, running_server, why_missing
from sqlalchemy.exc import DBAPIError
from stores import DKK, Backend, answer, record, settle

from planner.errors import BusyError, MissingFileError, OptionError, OutputError, SettingsError, StorageError
from planner.model.person import Collection
from planner.storage import geopackage, postgis
from planner.storage.checking import damages
from planner.storage.geopackage import create_geopackage, open_geopackage
from planner.storage.opening import open_store, open_workspace
from planner.storage.postgis import DATABASE_FILE_VARIABLE, create_postgis, database_address, open_postgis
from planner.storage.workspace import FolderWorkspace, StoredWorkspace

WRITER = """
import sys
from stores import DKK, Backend, answer, record
from planner.model.survey import KnownPlace
from planner.storage.workspace import StoredWorkspace
from pathlib import Path

name, address, schema, folder, office = sys.argv[1:]
city = StoredWorkspace(Backend(name, Path(folder), address, schema).open(), Path(folder) / "cache")
for number in range(6):
    record(city, DKK, answer("yes", place=KnownPlace(f"{office}:{number}", office)))
"""


def test_two_processes_write_one_store(backend: Backend, tmp_path: Path) -> None:
    city = backend.workspace(drawn_city(tmp_path))
    words = [backend.name, backend.address, backend.schema, str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, *words, office], env=environment) for office in ("dkk", "dlh")
    ]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    rows = city.store.rows(Collection.SURVEY)
    assert {row.body["facility_id"] for row in rows} == {f"{office}:{n}" for office in ("dkk", "dlh") for n in range(6)}
    assert city.store.revision() == 13
    assert damages(city.store) == ()


def test_a_writer_that_holds_the_store_too_long_is_said_plainly(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geopackage, "BUSY_S", 0.2)
    monkeypatch.setattr(postgis, "LOCK_S", 1)
    first = backend.create()
    second = backend.open()
    with first.writing():
        assert second.revision() == 0
        with pytest.raises(BusyError) as caught, second.writing():
            pass
    assert "try again" in sentence(caught.value)
    with second.writing():
        pass


def test_rows_that_another_program_writes_are_refused(backend: Backend) -> None:
    """Each row has its history, so that only the planner may write."""
    store = backend.create()
    with store.reading() as connection:
        url = connection.engine.url
    if backend.name == "geopackage":
        with sqlite3.connect(backend.file) as database, pytest.raises(sqlite3.OperationalError):
            database.execute("INSERT INTO scenario (key, subject, position, revision) VALUES ('a', 'a', 0, 1)")
        database.close()
        return
    from sqlalchemy import create_engine

    engine = create_engine(url)
    with engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.exec_driver_sql(f"TRUNCATE {backend.schema}.revision CASCADE")
    assert "Only the planner writes" in str(caught.value.orig)
    engine.dispose()


def test_a_file_that_is_no_working_city(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        open_geopackage(tmp_path / "tidak-ada.gpkg")
    (tmp_path / "teks.gpkg").write_bytes(b"bukan basis data" * 100)
    with pytest.raises(StorageError) as caught:
        open_geopackage(tmp_path / "teks.gpkg")
    assert "no GeoPackage" in sentence(caught.value)
    for name in ("kosong.gpkg", "lain.gpkg"):
        (tmp_path / name).touch()
    with sqlite3.connect(tmp_path / "lain.gpkg") as database:
        database.execute("CREATE TABLE jalan (id INTEGER)")
    database.close()
    for name in ("kosong.gpkg", "lain.gpkg"):
        with pytest.raises(StorageError) as caught:
            open_geopackage(tmp_path / name)
        assert "holds no working city" in sentence(caught.value)


def test_a_damaged_file_is_said_plainly(tmp_path: Path) -> None:
    """Wherever a page is overwritten, reading ends with a sentence or finds the damage, never with a traceback."""
    backend = Backend("geopackage", tmp_path)
    city = backend.workspace(drawn_city(tmp_path))
    settle(city, "besar.bin", os.urandom(50_000))
    whole = backend.file.read_bytes()
    before, found = city.store.state(), 0
    for place in range(100, len(whole), 8192):
        (tmp_path / "rusak.gpkg").write_bytes(whole[:place] + b"\xff" * 600 + whole[place + 600 :])
        try:
            store = open_geopackage(tmp_path / "rusak.gpkg")
            seen = bool(damages(store))
            # What is not seen lies where nothing is kept.
            assert seen or store.state() == before
        except StorageError:
            seen = True
        found += seen
    assert found > 5


def test_a_cut_off_file_is_said_plainly(tmp_path: Path) -> None:
    backend = Backend("geopackage", tmp_path)
    backend.workspace(drawn_city(tmp_path))
    backend.file.write_bytes(backend.file.read_bytes()[:20_000])
    with pytest.raises(StorageError):
        open_geopackage(backend.file).state()


def test_a_name_with_marks_of_addresses_is_only_a_name(tmp_path: Path) -> None:
    path = tmp_path / "kota?mode=memory#1 %20.gpkg"
    identity = create_geopackage(path).identity
    assert path.is_file()
    assert open_geopackage(path).identity == identity


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Lend a disk of one megabyte."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    folder = tmp_path / "kecil"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True)
    if done.returncode != 0:
        pytest.skip("a small disk can't be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_file_on_a_disk_that_can_only_be_read(small_disk: Path, tmp_path: Path) -> None:
    backend = Backend("geopackage", small_disk)
    store = backend.workspace(drawn_city(tmp_path)).store
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    city = StoredWorkspace(store, tmp_path / "cache")
    assert city.newest()[0] == 1
    with pytest.raises(StorageError) as caught:
        record(city, DKK, answer("yes"))
    assert "can only be read" in sentence(caught.value)
    assert city.store.revision() == 1
    with pytest.raises(OutputError):
        create_geopackage(small_disk / "lain.gpkg")


def test_a_full_disk_changes_nothing_and_then_it_goes_on(small_disk: Path, tmp_path: Path) -> None:
    backend = Backend("geopackage", small_disk)
    store = backend.workspace(drawn_city(tmp_path)).store
    city = StoredWorkspace(store, tmp_path / "cache")
    with pytest.raises(StorageError) as caught:
        settle(city, "besar.bin", os.urandom(2_000_000))
    assert "no room left" in sentence(caught.value)
    assert damages(backend.open()) == ()
    settle(city, "kecil.bin", os.urandom(2_000))
    assert city.store.revision() == 2
    with pytest.raises((OutputError, StorageError)):
        create_geopackage(small_disk / "lain.gpkg", lambda connection: _fill_up(connection))
    assert sorted(path.name for path in small_disk.iterdir()) == [backend.file.name]


def _fill_up(connection: object) -> None:
    from planner.storage.database import write_blobs

    write_blobs(connection, {"x": os.urandom(2_000_000)})  # type: ignore[arg-type]


def test_a_lost_connection_is_said_plainly_and_then_it_goes_on(postgres_server: Server, tmp_path: Path) -> None:
    backend = Backend("postgis", tmp_path, postgres_server.cities)
    city = backend.workspace(drawn_city(tmp_path))

    def cut() -> None:
        database = postgres_server.cities.rpartition("/")[2]
        postgres_server.run(
            "postgres",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'",  # noqa: S608
        )

    def write_without_connection() -> None:
        with city.store.writing() as connection:
            cut()
            connection.exec_driver_sql("SELECT 1")

    with pytest.raises(StorageError) as caught:
        write_without_connection()
    assert "was lost" in sentence(caught.value)
    cut()
    assert city.store.revision() == 1
    record(city, DKK, answer("yes"))
    assert city.store.revision() == 2


def test_a_server_that_stops_and_starts_again(tmp_path: Path) -> None:
    reason = why_missing()
    if reason is not None:
        pytest.skip(reason)
    with running_server() as server:
        city = Backend("postgis", tmp_path, server.cities).workspace(drawn_city(tmp_path))
        record(city, DKK, answer("yes"))
        server.stop()
        with pytest.raises(StorageError) as caught:
            record(city, DKK, answer("no"))
        assert "\n" not in sentence(caught.value)
        with pytest.raises(StorageError):
            open_postgis(server.cities, "lain")
        server.start()
        record(city, DKK, answer("no"))
        assert [row.body["value"] for row in city.store.rows(Collection.SURVEY)] == ["yes", "no"]
        assert damages(city.store) == ()


def test_what_is_wrong_with_a_database_is_said_without_its_password(postgres_server: Server) -> None:
    address = postgres_server.cities
    password = postgres_server.password
    wrong = {
        address.replace(password, "salah"): "can't be reached",
        address + "x": "can't be reached",
        postgres_server.database(postgis=False): "has no PostGIS",
        address.replace("postgresql://", "mysql://"): "no address",
        f"bukan alamat {password}": "no address",
    }
    for other, said in wrong.items():
        with pytest.raises((StorageError, SettingsError)) as caught:
            create_postgis(other)
        assert said in sentence(caught.value)
        assert password not in sentence(caught.value)
        assert "\n" not in sentence(caught.value)
    with pytest.raises(StorageError) as caught:
        open_postgis(address, "tidak_ada")
    assert "holds no working city" in sentence(caught.value)


def test_a_reader_may_read_and_not_write(postgres_server: Server, tmp_path: Path) -> None:
    backend = Backend("postgis", tmp_path, postgres_server.cities)
    backend.workspace(drawn_city(tmp_path))
    database = postgres_server.cities.rpartition("/")[2]
    for statement in (
        f"CREATE ROLE pembaca_{backend.schema} LOGIN PASSWORD 'x'",
        f"GRANT USAGE ON SCHEMA {backend.schema} TO pembaca_{backend.schema}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {backend.schema} TO pembaca_{backend.schema}",
    ):
        postgres_server.run(database, statement)
    address = f"postgresql://pembaca_{backend.schema}:x@127.0.0.1:{postgres_server.port}/{database}"
    city = StoredWorkspace(open_postgis(address, backend.schema), tmp_path / "cache")
    assert city.newest()[0] == 1
    with pytest.raises(StorageError) as caught:
        record(city, DKK, answer("yes"))
    assert "You may not" in sentence(caught.value)


def test_where_the_address_of_the_database_comes_from(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        database_address({})
    assert "PLANNER_DATABASE" in sentence(caught.value)
    file = tmp_path / "alamat"
    file.write_text("postgresql://x@y/z\n", encoding="utf-8")
    file.chmod(0o644)
    with pytest.raises(SettingsError):
        database_address({DATABASE_FILE_VARIABLE: str(file)})
    file.chmod(0o600)
    assert database_address({DATABASE_FILE_VARIABLE: str(file)}) == "postgresql://x@y/z"


def test_what_a_city_is_called(tmp_path: Path) -> None:
    assert isinstance(open_workspace(tmp_path), FolderWorkspace)
    (tmp_path / "folder.gpkg").mkdir()
    assert isinstance(open_workspace(tmp_path / "folder.gpkg"), FolderWorkspace)
    for name in ("postgis:", "postgis:Kota", "postgis:a b", "postgis:pg_catalog", 'postgis:a";--', "postgis:1a"):
        with pytest.raises(OptionError):
            open_workspace(name)
    with pytest.raises(OptionError) as caught:
        open_store(tmp_path)
    assert "no working city" in sentence(caught.value)
