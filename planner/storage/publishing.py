"""Layers that are made of a working city and lie beside its rows, for QGIS to open: made anew, never edited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
from sqlalchemy import BigInteger, Boolean, Column, Connection, Double, Identity, Index, Integer, MetaData, Table, Text
from sqlalchemy import insert as insert_into
from sqlalchemy import text as statement

from planner.storage.database import DatabaseStore
from planner.storage.geopackage_tables import enter_layer, leave_layer
from planner.storage.schema import METADATA, WGS84, Shape

KEY = "fid"
"""Primary key of a published layer."""

_WHOLE = BigInteger().with_variant(Integer, "sqlite")
_TYPES: Mapping[str, Any] = {"b": Boolean, "i": _WHOLE, "u": _WHOLE, "f": Double}

_STYLES: Mapping[str, str] = {
    "sqlite": """
INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML,
  useAsDefault, description) VALUES ('', '', :name, 'geom', :name, :qml, true, :title)
""",
    "postgresql": """
INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML,
  useAsDefault, description)
VALUES (current_database(), current_schema(), CAST(:name AS text), 'geom', CAST(:name AS text),
  XMLPARSE(DOCUMENT :qml), true, :title)
""",
}


@dataclass(frozen=True, eq=False)
class Layer:
    """A layer to publish.

    Attributes
    ----------
    name
        What it is called.
    frame
        Its rows, in any CRS.
    geometry_type
        ``Point`` or ``MultiPolygon``.
    title
        What it holds, in the language of whoever asked.
    qml
        How QGIS draws it.
    """

    name: str
    frame: gpd.GeoDataFrame
    geometry_type: str
    title: str
    qml: str


def publish_layers(store: DatabaseStore, layers: Iterable[Layer]) -> None:
    """Put layers in place of former ones of the same names, all or none.

    Raises
    ------
    planner.errors.StorageError
        If nothing can be written.
    """
    with store.writing() as connection:
        for layer in layers:
            _publish(connection, layer)


def _publish(connection: Connection, layer: Layer) -> None:
    if layer.name in METADATA.tables:
        raise ValueError(f"{layer.name} is the name of a table")
    table = _table(layer)
    geopackage = connection.dialect.name == "sqlite"
    if geopackage:
        leave_layer(connection, layer.name)
    else:
        connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{layer.name}"')
    table.create(connection)
    if geopackage:
        enter_layer(connection, layer.name, layer.geometry_type.upper(), layer.title, KEY)
    rows = _rows(layer.frame)
    if rows:
        connection.execute(insert_into(table), rows)
    _keep_style(connection, layer)


def _table(layer: Layer) -> Table:
    table = Table(
        layer.name,
        MetaData(),
        Column(KEY, _WHOLE, Identity(), primary_key=True),
        *(Column(str(name), _TYPES.get(kind.kind, Text)) for name, kind in _attributes(layer.frame).dtypes.items()),
        Column("geom", Shape(layer.geometry_type)),
    )
    Index(f"{layer.name}_geom", table.c.geom, postgresql_using="gist").ddl_if(dialect="postgresql")
    return table


def _attributes(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    return pd.DataFrame(frame.drop(columns=frame.geometry.name))


def _rows(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    attributes = _attributes(frame).astype(object)
    attributes = attributes.where(attributes.notna(), None)
    shapes = [None if shape is None or shape.is_empty else shape for shape in frame.geometry.to_crs(WGS84)]
    return [
        {str(name): value for name, value in row.items()} | {"geom": shape}
        for row, shape in zip(attributes.to_dict("records"), shapes, strict=True)
    ]


def _keep_style(connection: Connection, layer: Layer) -> None:
    """Keep how QGIS draws a layer, where QGIS itself would keep it."""
    connection.execute(
        statement("DELETE FROM layer_styles WHERE f_table_name = :name AND useAsDefault"), {"name": layer.name}
    )
    values = {"name": layer.name, "qml": layer.qml, "title": layer.title}
    connection.execute(statement(_STYLES[connection.dialect.name]), values)
