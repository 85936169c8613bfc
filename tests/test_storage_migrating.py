"""The versions of a store's tables: made by migrations, upgraded, and refused where they are newer."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from city_folders import drawn_city, sentence
from sqlalchemy import Column, MetaData, Table, Text, inspect, update
from sqlalchemy.dialects.postgresql.base import ischema_names as postgresql_names
from sqlalchemy.dialects.sqlite.base import ischema_names as sqlite_names
from sqlalchemy.schema import Index, SchemaItem
from stores import Backend

from planner.errors import StorageError
from planner.storage import migrating
from planner.storage.database import DatabaseStore
from planner.storage.migrating import HEAD, MIGRATIONS, VERSION_TABLE, known_versions, version_of
from planner.storage.schema import METADATA, Position

_NEXT = '''
"""The next version."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("revision", sa.Column("why", sa.Text))
    {last}
'''


class GeometryOfPostgis(Position):
    """A geometry as PostGIS describes it, with its type and its system in brackets."""

    def __init__(self, kind: str, system: str) -> None:
        assert (kind, system) == ("Point", "4326")
        super().__init__()


def stamp(store: DatabaseStore, version: str) -> None:
    with store.writing() as connection:
        table = Table(VERSION_TABLE, MetaData(), Column("version_num", Text))
        connection.execute(update(table).values(version_num=version))


def next_version(folder: Path, monkeypatch: pytest.MonkeyPatch, last: str = "pass") -> None:
    """Let the planner know one version more."""
    migrations = folder / "migrations"
    (migrations / "versions").mkdir(parents=True)
    for path in (*MIGRATIONS.glob("*.py"), *MIGRATIONS.glob("versions/*.py")):
        (migrations / path.relative_to(MIGRATIONS)).write_bytes(path.read_bytes())
    (migrations / "versions" / "version_0002.py").write_text(_NEXT.format(last=last), encoding="utf-8")
    monkeypatch.setattr(migrating, "MIGRATIONS", migrations)
    monkeypatch.setattr(migrating, "HEAD", "0002")


def test_the_newest_migration_is_the_version_that_the_planner_writes() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_the_migrated_tables_are_those_of_the_schema(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sqlite_names, "POINT", Position)
    monkeypatch.setitem(postgresql_names, "geometry", GeometryOfPostgis)

    def planners(name: str | None, kind: str, parents: object) -> bool:
        return kind != "table" or name in METADATA.tables

    def of_both(item: SchemaItem, name: str | None, kind: str, reflected: bool, other: SchemaItem | None) -> bool:
        # Of PostGIS alone: a GeoPackage keeps its index as tables.
        return backend.name == "postgis" or not isinstance(item, Index) or name != "survey_geom"

    with backend.create().reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": planners,
                "include_object": of_both,
                "version_table": VERSION_TABLE,
            },
        )
        assert compare_metadata(context, METADATA) == []
        assert version_of(connection) == HEAD


def test_an_older_store_is_brought_up_to_date_when_it_is_opened(
    backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = backend.workspace(drawn_city(tmp_path))
    before = city.store.state()
    next_version(tmp_path, monkeypatch)
    assert known_versions() == {"0001", "0002"}
    store = backend.open()
    with store.reading() as connection:
        assert "why" in {column["name"] for column in inspect(connection).get_columns("revision")}
        assert version_of(connection) == "0002"
    assert store.state() == before


def test_an_upgrade_that_fails_leaves_the_store_as_it_was(
    backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = backend.create()
    next_version(tmp_path, monkeypatch, last='op.execute("SELECT nothing_of_that_name()")')
    with pytest.raises(StorageError):
        backend.open()
    with store.reading() as connection:
        assert "why" not in {column["name"] for column in inspect(connection).get_columns("revision")}
        assert version_of(connection) == HEAD


def test_a_store_of_a_newer_planner_is_refused(backend: Backend) -> None:
    stamp(backend.create(), "0999")
    with pytest.raises(StorageError) as caught:
        backend.open()
    assert "update the planner" in sentence(caught.value)
    assert "0999" in sentence(caught.value)
