"""Shapefile, GeoPackage and FlatGeobuf, through GDAL."""

from __future__ import annotations

import datetime as dt
import math
import struct
from pathlib import Path

import pyogrio
import pyogrio.raw
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, GeometryError

from planner.sources.delivery.reader.answer import Cell, ReadLayer, UnreadableError

_FAILURES = (DataSourceError, DataLayerError, FeatureError, GeometryError, RuntimeError, UnicodeDecodeError)


def read_vector(path: Path, max_rows: int) -> list[ReadLayer]:
    """Read every layer that has shapes.

    Raises
    ------
    UnreadableError
        If the file is damaged, claims more than it holds, or has too many rows.
    """
    encoding = None
    if path.suffix == ".shp":
        _check_shapefile(path)
        encoding = _shapefile_encoding(path)
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": True})
    try:
        names = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
        layers = [_read_layer(path, name, encoding, max_rows) for name in names]
    except _FAILURES as error:
        raise UnreadableError("damaged_layer") from error
    if not layers:
        raise UnreadableError("no_map_layer" if path.suffix == ".gpkg" else "damaged_layer")
    return layers


def _read_layer(path: Path, name: str, encoding: str | None, max_rows: int) -> ReadLayer:
    # Read as a stream: the number of rows that a header claims is never allocated.
    rows: list[list[Cell]] = []
    shapes: list[str | None] = []
    with pyogrio.raw.open_arrow(path, layer=name, encoding=encoding, use_pyarrow=True) as (meta, reader):
        geometry_column = meta["geometry_name"] or "wkb_geometry"
        columns = [column for column in reader.schema.names if column != geometry_column]
        for batch in reader:
            table = {column: batch.column(column).to_pylist() for column in batch.schema.names}
            wkb = table.pop(geometry_column)
            shapes += [None if shape is None else shape.hex() for shape in wkb]
            rows += [[_cell(value) for value in row] for row in zip(*table.values(), strict=True)] or [[] for _ in wkb]
            if len(rows) > max_rows:
                raise UnreadableError("too_many_rows")
    if path.suffix == ".fgb" and len(rows) < pyogrio.read_info(path)["features"]:
        # What is cut off at its end is read up to there without a complaint.
        raise UnreadableError("damaged_layer")
    return ReadLayer(name, columns, rows, shapes, meta["crs"])


def _cell(value: object) -> Cell:
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"({len(value)} bytes)"
    return str(value)


def _check_shapefile(path: Path) -> None:
    """Check that the parts are there and hold as much as their headers claim."""
    table = path.with_suffix(".dbf")
    if not table.is_file():
        raise UnreadableError("missing_dbf")
    size, claimed = path.stat().st_size, 0
    with path.open("rb") as file:
        header = file.read(100)
    if len(header) == 100:
        claimed = struct.unpack(">i", header[24:28])[0] * 2
    if len(header) < 100 or claimed != size:
        raise UnreadableError("cut_off", part=".shp", claimed=claimed, size=size)
    with table.open("rb") as file:
        header = file.read(32)
    if len(header) < 32:
        raise UnreadableError("cut_off", part=".dbf", claimed=32, size=len(header))
    records, header_size, record_size = struct.unpack("<IHH", header[4:12])
    claimed = header_size + records * record_size
    if table.stat().st_size < claimed:
        raise UnreadableError("cut_off", part=".dbf", claimed=claimed, size=table.stat().st_size)


def _shapefile_encoding(path: Path) -> str | None:
    """Return the encoding of a table that names none: UTF-8 if it is valid UTF-8, else Windows-1252."""
    if path.with_suffix(".cpg").is_file():
        return None
    content = path.with_suffix(".dbf").read_bytes()
    header_size = struct.unpack("<H", content[8:10])[0]
    try:
        content[header_size:].decode("utf-8")
    except UnicodeDecodeError:
        return "CP1252"
    return "UTF-8"
