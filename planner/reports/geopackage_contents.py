"""What a GeoPackage says of its own layers: titles, names of columns, styles for QGIS, and no time of writing.

The tables follow the OGC GeoPackage standard (schema extension, clause F.9) and, for styles, what QGIS itself writes
when it is told to keep a style in the file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

GEOPACKAGE_VERSION = "1.3"
"""What GDAL before 3.7, and QGIS with it, knows whole; nothing newer is needed."""

_SCHEMA_TABLES = """
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  name TEXT,
  title TEXT,
  description TEXT,
  mime_type TEXT,
  constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name)
);
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL,
  constraint_type TEXT NOT NULL,
  value TEXT,
  min NUMERIC,
  min_is_inclusive BOOLEAN,
  max NUMERIC,
  max_is_inclusive BOOLEAN,
  description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value)
);
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  f_table_catalog TEXT(256),
  f_table_schema TEXT(256),
  f_table_name TEXT(256),
  f_geometry_column TEXT(256),
  styleName TEXT(30),
  styleQML TEXT,
  styleSLD TEXT,
  useAsDefault BOOLEAN,
  description TEXT,
  owner TEXT(30),
  ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
);
"""

_SCHEMA_ADDRESS = "http://www.geopackage.org/spec/#extension_schema"
_STYLE_NAME_LENGTH = 30
_CHANGE_COUNTERS = (24, 92)
"""Where SQLite's header says how often the file was changed, and at which change its version was written down."""


@dataclass(frozen=True)
class LayerWords:
    """What is said of one layer or table.

    Attributes
    ----------
    title
        What it holds.
    columns
        What each column is called.
    qml
        How QGIS draws it; empty for a table.
    """

    title: str
    columns: Mapping[str, str]
    qml: str = ""


def describe_contents(database: sqlite3.Connection, contents: Mapping[str, LayerWords], moment: str) -> None:
    """Write titles, names of columns and styles into a GeoPackage, and put one moment for every time of writing.

    Parameters
    ----------
    database
        The GeoPackage, with its layers and tables written.
    contents
        What is said of each of them.
    moment
        The time that stands for all times of writing, such as ``2026-03-31T00:00:00.000Z``.
    """
    database.executescript(_SCHEMA_TABLES)
    geometries = dict(database.execute("SELECT table_name, column_name FROM gpkg_geometry_columns"))
    for name, words in contents.items():
        database.execute("UPDATE gpkg_contents SET description = ? WHERE table_name = ?", (words.title, name))
        database.executemany(
            "INSERT INTO gpkg_data_columns (table_name, column_name, name, title) VALUES (?, ?, ?, ?)",
            [(name, column, column, title) for column, title in words.columns.items()],
        )
        if words.qml:
            _keep_style(database, name, geometries[name], words, moment)
    database.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')",
        [(table, _SCHEMA_ADDRESS) for table in ("gpkg_data_columns", "gpkg_data_column_constraints")],
    )
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description) "
        "VALUES ('layer_styles', 'attributes', 'layer_styles', '')"
    )
    database.execute("UPDATE gpkg_contents SET last_change = ?", (moment,))
    database.commit()
    # What was overwritten would stay in free pages of the file.
    database.execute("VACUUM")


def settle_counters(path: Path) -> None:
    """Put one number for how often a finished file was changed: it depends on what else the process wrote before."""
    with path.open("r+b") as file:
        for place in _CHANGE_COUNTERS:
            file.seek(place)
            file.write((1).to_bytes(4, "big"))


def _keep_style(database: sqlite3.Connection, name: str, geometry: str, words: LayerWords, moment: str) -> None:
    database.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
        "styleQML, styleSLD, useAsDefault, description, owner, update_time) "
        "VALUES ('', '', ?, ?, ?, ?, '', 1, ?, '', ?)",
        (name, geometry, name[:_STYLE_NAME_LENGTH], words.qml, words.title, moment),
    )
