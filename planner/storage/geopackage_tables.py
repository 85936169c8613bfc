"""The tables that the GeoPackage standard asks for beside the planner's own, and the guards of those."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import text as statement

APPLICATION = 0x47504B47
VERSION = 10300
WGS84 = 4326

_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)
_INDEX_ADDRESS = "http://www.geopackage.org/spec120/#extension_rtree"

# OGC 12-128r18 (GeoPackage 1.3): tables 2, 3, 5 and 20, and the rows that every file has.
_STANDARD = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
  definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
"""

# The same, 3.1.3.1: the triggers that keep the spatial index true, whoever writes.
_SPATIAL_INDEX = """
CREATE VIRTUAL TABLE rtree_{t}_geom USING rtree(id, minx, maxx, miny, maxy);
CREATE TRIGGER rtree_{t}_geom_insert AFTER INSERT ON {t}
  WHEN (NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom)) BEGIN
  INSERT OR REPLACE INTO rtree_{t}_geom VALUES
    (NEW.{key}, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_{t}_geom_update1 AFTER UPDATE OF geom ON {t}
  WHEN OLD.{key} = NEW.{key} AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)) BEGIN
  INSERT OR REPLACE INTO rtree_{t}_geom VALUES
    (NEW.{key}, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_{t}_geom_update2 AFTER UPDATE OF geom ON {t}
  WHEN OLD.{key} = NEW.{key} AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN
  DELETE FROM rtree_{t}_geom WHERE id = OLD.{key}; END;
CREATE TRIGGER rtree_{t}_geom_update3 AFTER UPDATE ON {t}
  WHEN OLD.{key} != NEW.{key} AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)) BEGIN
  DELETE FROM rtree_{t}_geom WHERE id = OLD.{key};
  INSERT OR REPLACE INTO rtree_{t}_geom VALUES
    (NEW.{key}, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_{t}_geom_update4 AFTER UPDATE ON {t}
  WHEN OLD.{key} != NEW.{key} AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom)) BEGIN
  DELETE FROM rtree_{t}_geom WHERE id IN (OLD.{key}, NEW.{key}); END;
CREATE TRIGGER rtree_{t}_geom_delete AFTER DELETE ON {t}
  WHEN OLD.geom NOT NULL BEGIN DELETE FROM rtree_{t}_geom WHERE id = OLD.{key}; END;
"""

# Rows that another program changed would have no history: a function that only the planner's connections know refuses.
_GUARD = """
CREATE TRIGGER {t}_{deed}_by_planner BEFORE {deed} ON {t} BEGIN SELECT only_the_planner_writes(); END;
"""


def begin_geopackage(connection: Connection) -> None:
    """Make an empty database a GeoPackage."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
    connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
    _run(connection, _STANDARD)
    connection.execute(
        statement("INSERT INTO gpkg_spatial_ref_sys VALUES (:name, :id, :organization, :number, :definition, NULL)"),
        [
            _system("Undefined cartesian SRS", -1, "NONE", "undefined"),
            _system("Undefined geographic SRS", 0, "NONE", "undefined"),
            _system("WGS 84 geodetic", WGS84, "EPSG", _WGS84),
        ],
    )


def enter_table(connection: Connection, name: str, title: str = "") -> None:
    """Enter a table without geometry among those of the file."""
    _enter(connection, name, "attributes", 0, title)


def enter_layer(
    connection: Connection, name: str, geometry_type: str, title: str = "", key: str = "id", *, indexed: bool = True
) -> None:
    """Enter a table with a column ``geom`` on WGS 84 among those of the file.

    Parameters
    ----------
    connection
        The file.
    name
        The table, or a view.
    geometry_type
        Such as ``POINT``.
    title
        What it holds.
    key
        Its primary key.
    indexed
        Whether a spatial index is kept of it; a view has none.
    """
    _enter(connection, name, "features", WGS84, title)
    connection.execute(
        statement("INSERT INTO gpkg_geometry_columns VALUES (:name, 'geom', :type, :srs, 0, 0)"),
        {"name": name, "type": geometry_type, "srs": WGS84},
    )
    if not indexed:
        return
    connection.execute(
        statement("INSERT INTO gpkg_extensions VALUES (:name, 'geom', 'gpkg_rtree_index', :address, 'write-only')"),
        {"name": name, "address": _INDEX_ADDRESS},
    )
    _run(connection, _SPATIAL_INDEX.format(t=name, key=key))


def leave_layer(connection: Connection, name: str) -> None:
    """Take a layer out of the file, with its index and what is said of it."""
    for table in ("gpkg_extensions", "gpkg_geometry_columns", "gpkg_contents"):
        connection.execute(statement(f"DELETE FROM {table} WHERE table_name = :name"), {"name": name})  # noqa: S608
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS rtree_{name}_geom")


def guard_table(connection: Connection, name: str) -> None:
    """Let nobody but the planner change the rows of a table."""
    for deed in ("INSERT", "UPDATE", "DELETE"):
        _run(connection, _GUARD.format(t=name, deed=deed))


def _enter(connection: Connection, name: str, data_type: str, system: int, title: str) -> None:
    connection.execute(
        statement(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) "
            "VALUES (:name, :type, :name, :title, :system)"
        ),
        {"name": name, "type": data_type, "title": title, "system": system},
    )


def _system(name: str, number: int, organization: str, definition: str) -> dict[str, Any]:
    return {"name": name, "id": number, "organization": organization, "number": number, "definition": definition}


def _run(connection: Connection, script: str) -> None:
    """Run statements one by one within the transaction: sqlite3's own scripts would end it."""
    lines = ""
    for line in script.splitlines():
        lines += line + "\n"
        if sqlite3.complete_statement(lines):
            connection.exec_driver_sql(lines)
            lines = ""
