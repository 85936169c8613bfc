"""The first version: rows of four collections, contents of files, and the history of all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from planner.storage.geopackage_tables import begin_geopackage, enter_layer, enter_table, guard_table
from planner.storage.postgis_tables import guard_postgis_table
from planner.storage.schema import Moment, Position

revision = "0001"
down_revision = None

_WHOLE = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_SURVEY = ("facility_id", "place_name", "kind", "lon", "lat", "fact", "value", "date", "office", "note", "visit")
_DECISION = ("id_a", "id_b", "answer", "office", "date", "reason")
_TABLES = ("about", "blob", "change", "city_file", "merge_decision", "revision", "scenario")
_LAYER = "survey"
_VIEW = "current_facts"

# Of several answers about one place and fact the one of the newest day holds, of one day the last one.
_CURRENT_FACTS = """
CREATE VIEW current_facts AS
SELECT id, facility_id, place_name, kind, fact, value, date, office, note, revision, geom FROM (
  SELECT survey.*, row_number() OVER (
    PARTITION BY subject ORDER BY coalesce(date, '') DESC, position DESC, key DESC) AS nth FROM survey) AS answers
WHERE nth = 1
"""

# As QGIS makes it itself, when it is told to keep a style in the file or the database.
_STYLES = {
    "sqlite": """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))
""",
    "postgresql": """
CREATE TABLE layer_styles (
  id SERIAL PRIMARY KEY, f_table_catalog VARCHAR, f_table_schema VARCHAR, f_table_name VARCHAR,
  f_geometry_column VARCHAR, styleName TEXT, styleQML XML, styleSLD XML, useAsDefault BOOLEAN, description TEXT,
  owner VARCHAR(63) DEFAULT CURRENT_USER, ui XML, update_time TIMESTAMP DEFAULT CURRENT_TIMESTAMP, type VARCHAR)
""",
}


def upgrade() -> None:
    """Make the tables."""
    connection = op.get_bind()
    geopackage = connection.dialect.name == "sqlite"
    if geopackage:
        begin_geopackage(connection)
    _history()
    _rows()
    guard = guard_table if geopackage else guard_postgis_table
    for name in (*_TABLES, _LAYER):
        guard(connection, name)
    connection.exec_driver_sql(_CURRENT_FACTS)
    connection.exec_driver_sql(_STYLES[connection.dialect.name].replace("%", "%" if geopackage else "%%"))
    if not geopackage:
        return
    for name in (*_TABLES, "layer_styles"):
        enter_table(connection, name)
    enter_layer(connection, _LAYER, "POINT")
    enter_layer(connection, _VIEW, "POINT", indexed=False)


def _history() -> None:
    op.create_table(
        "about", _identity(), sa.Column("name", sa.Text, nullable=False, unique=True), sa.Column("value", sa.Text)
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("deed", sa.Text, nullable=False),
        sa.Column("undoes", sa.Integer),
    )
    op.create_table(
        "change",
        _identity(),
        sa.Column("revision", sa.Integer, sa.ForeignKey("revision.id"), nullable=False, index=True),
        sa.Column("collection", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
    )
    op.create_index("change_subject", "change", ["collection", "subject", "revision"])
    op.create_table(
        "blob",
        _identity(),
        sa.Column("sha256", sa.Text, nullable=False, unique=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )


def _rows() -> None:
    _rows_table("survey", *_texts(*_SURVEY), sa.Column("other", sa.Text), sa.Column("geom", Position))
    if op.get_bind().dialect.name == "postgresql":
        op.create_index("survey_geom", "survey", ["geom"], postgresql_using="gist")
    _rows_table("merge_decision", *_texts(*_DECISION), sa.Column("other", sa.Text))
    _rows_table("scenario", *_texts("document"))
    _rows_table("city_file", *_texts("sha256"), sa.Column("size", _WHOLE))


def _rows_table(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        _identity(),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        sa.Column("subject", sa.Text, nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, sa.ForeignKey("revision.id"), nullable=False),
        *columns,
    )


def _identity() -> sa.Column[int]:
    return sa.Column("id", _WHOLE, sa.Identity(), primary_key=True, autoincrement=True, nullable=False)


def _texts(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Text) for name in names]
