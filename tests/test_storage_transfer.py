"""Moved, backed up and restored: nothing is changed on the way, and it is whole or not at all."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from city_folders import drawn_city, sentence
from sqlalchemy import select
from stores import DKK, Backend, answer, record, settle

from planner.errors import MissingFileError, OutputError, StorageError
from planner.model.kinds import FacilityKind
from planner.model.person import ONE_DESK
from planner.model.survey import NewPlace, SurveyFact
from planner.storage.backup import ABOUT_FILE, CITY_FILE, restore_backup, write_backup
from planner.storage.checking import damages
from planner.storage.database import DatabaseStore
from planner.storage.postgis import DATABASE_VARIABLE
from planner.storage.schema import METADATA
from planner.storage.transfer import fill_from, same_rows
from planner.storage.workspace import StoredWorkspace


@pytest.fixture(params=["geopackage", "postgis"])
def target(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Backend:
    address = request.getfixturevalue("postgres_server").cities if request.param == "postgis" else ""
    monkeypatch.setenv(DATABASE_VARIABLE, address)
    return Backend(request.param, tmp_path, address)


@pytest.fixture
def city(backend: Backend, tmp_path: Path) -> StoredWorkspace:
    """Return a working city with all that there is: answers, a point, files that came and went, and an undo."""
    city = backend.workspace(drawn_city(tmp_path))
    record(city, DKK, answer("yes"))
    place = NewPlace("Taman Ñandú", FacilityKind.PARK, 110.0123456789, -5.02)
    record(city, DKK, answer("yes", place=place, fact=SurveyFact.PUBLIC))
    settle(city, "foto/a.bin", bytes(range(256)) * 1000)
    settle(city, "foto/a.bin", b"\x00\xff")
    city.undo(ONE_DESK, 2)
    return city


def everything(store: DatabaseStore) -> dict[str, list[tuple[object, ...]]]:
    with store.reading() as connection:
        return {
            name: [tuple(row) for row in connection.execute(select(table).order_by(table.c.id))]
            for name, table in METADATA.tables.items()
        }


def test_every_row_of_every_table_is_moved(backend: Backend, target: Backend, city: StoredWorkspace) -> None:
    copy = target.create(fill_from(backend.open()))
    assert everything(copy) == everything(city.store)
    assert same_rows(copy, city.store)
    assert copy.identity == city.store.identity
    assert damages(copy) == ()


def test_there_and_back_again(backend: Backend, target: Backend, city: StoredWorkspace) -> None:
    there = target.create(fill_from(city.store))
    back = backend.beside().create(fill_from(there))
    assert everything(back) == everything(city.store)


def test_work_goes_on_after_a_move(target: Backend, city: StoredWorkspace, tmp_path: Path) -> None:
    moved = StoredWorkspace(target.create(fill_from(city.store)), tmp_path / "cache")
    number = moved.store.revision()
    record(moved, DKK, answer("no"))
    moved.undo(ONE_DESK, number + 1)
    assert moved.store.revision() == number + 2
    assert not same_rows(moved.store, city.store)
    assert damages(moved.store) == ()


def test_a_copy_never_goes_where_something_is(target: Backend, city: StoredWorkspace) -> None:
    first = target.create()
    before = everything(first)
    with pytest.raises(OutputError) as caught:
        target.create(fill_from(city.store))
    assert "already" in sentence(caught.value)
    assert everything(first) == before


def test_a_copy_that_breaks_off_leaves_nothing(target: Backend, city: StoredWorkspace) -> None:
    def breaks_off(connection: object) -> None:
        fill_from(city.store)(connection)  # type: ignore[arg-type]
        raise RuntimeError("broken off")

    with pytest.raises(RuntimeError, match="broken off"):
        target.create(breaks_off)
    target.create(fill_from(city.store))


def test_a_backup_is_restored_into_either_backend(target: Backend, city: StoredWorkspace, tmp_path: Path) -> None:
    file = tmp_path / "cadangan.zip"
    number = write_backup(city.store, file)
    before = everything(city.store)
    record(city, DKK, answer("no"))
    restored = restore_backup(file, target.city)
    assert (restored.revision(), number) == (6, 6)
    assert everything(restored) == before
    assert damages(restored) == ()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_backup_never_replaces_a_file(city: StoredWorkspace, tmp_path: Path) -> None:
    file = tmp_path / "cadangan.zip"
    file.write_bytes(b"lama")
    with pytest.raises(OutputError):
        write_backup(city.store, file)
    assert file.read_bytes() == b"lama"


def changed(file: Path, name: str, content: bytes) -> None:
    """Put another content under a name of an archive."""
    with zipfile.ZipFile(file) as archive:
        contents = {one: archive.read(one) for one in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for one, former in contents.items():
            archive.writestr(one, content if one == name else former)


def test_a_damaged_backup_is_refused(tmp_path: Path) -> None:
    store = Backend("geopackage", tmp_path).create()
    target = tmp_path / "kota.gpkg"
    with pytest.raises(MissingFileError):
        restore_backup(tmp_path / "tidak-ada.zip", target)
    for number, (name, content) in enumerate(
        [(CITY_FILE, b"lain"), (ABOUT_FILE, b"[]"), (ABOUT_FILE, b"{"), (ABOUT_FILE, json.dumps({}).encode())]
    ):
        file = tmp_path / f"{number}.zip"
        write_backup(store, file)
        changed(file, name, content)
        with pytest.raises(StorageError):
            restore_backup(file, target)
    (tmp_path / "bukan.zip").write_bytes(b"bukan zip")
    whole = (tmp_path / "0.zip").read_bytes()
    (tmp_path / "separuh.zip").write_bytes(whole[: len(whole) // 2])
    for file in (tmp_path / "bukan.zip", tmp_path / "separuh.zip"):
        with pytest.raises(StorageError) as caught:
            restore_backup(file, target)
        assert "no backup" in sentence(caught.value)
    assert not target.exists()
