"""The tables of a working city, the same in a GeoPackage and in PostGIS."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Mapping
from typing import Any

import shapely
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import UserDefinedType

from planner.model.merging import DECISION_COLUMNS
from planner.model.person import Collection
from planner.sources.survey.rows import COLUMNS as SURVEY_COLUMNS

WGS84 = 4326
METADATA = MetaData()

_SQLITE_TIME = "%Y-%m-%dT%H:%M:%S.%fZ"
_HEADER_BYTES = 8
_ENVELOPE_BYTES = 32


class Moment(TypeDecorator[dt.datetime]):
    """A moment in UTC: as PostgreSQL keeps it, or in a GeoPackage as its standard writes it."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """Return what the database keeps it as."""
        return dialect.type_descriptor(DateTime(timezone=True) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        """Write a moment."""
        if value is None or dialect.name == "postgresql":
            return value
        return value.astimezone(dt.UTC).strftime(_SQLITE_TIME)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        """Read a moment."""
        if value is None:
            return None
        if dialect.name == "postgresql":
            moment: dt.datetime = value.astimezone(dt.UTC)
            return moment
        return dt.datetime.strptime(value, _SQLITE_TIME).replace(tzinfo=dt.UTC)


class Shape(UserDefinedType[shapely.Geometry]):
    """A geometry on WGS 84: one of PostGIS, or the binary form of a GeoPackage.

    Parameters
    ----------
    kind
        Such as ``Point`` or ``MultiPolygon``.
    """

    cache_ok = True

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def get_col_spec(self, **_: Any) -> str:
        """Return the type's name in a table definition of PostGIS."""
        return f"geometry({self.kind},{WGS84})"

    def bind_processor(self, dialect: Dialect) -> Any:
        """Return what writes a point."""
        write = postgis_hex if dialect.name == "postgresql" else geopackage_bytes
        return lambda value: None if value is None else write(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Return what reads a point."""
        read = shapely.from_wkb if dialect.name == "postgresql" else from_geopackage_bytes
        return lambda value: None if value is None else read(value)


class Position(Shape):
    """A point on WGS 84."""

    cache_ok = True

    def __init__(self) -> None:
        super().__init__("Point")


@compiles(Shape, "sqlite")
@compiles(Position, "sqlite")
def _geopackage_type(shape: Shape, *_: object, **__: object) -> str:
    """Return the type's name in a table definition of a GeoPackage."""
    return shape.kind.upper()


def postgis_hex(geometry: shapely.Geometry, srid: int = WGS84) -> str:
    """Return a geometry as extended well-known binary in hexadecimal digits, as PostGIS reads it."""
    return str(shapely.to_wkb(shapely.set_srid(geometry, srid), hex=True, include_srid=True))


def geopackage_bytes(geometry: shapely.Geometry, srid: int = WGS84) -> bytes:
    """Return a geometry as GeoPackageBinary (OGC 12-128r18, 2.1.3), little endian, points without an envelope."""
    is_point = isinstance(geometry, shapely.Point)
    flags = 0b0000_0001 if is_point else 0b0000_0011
    header = b"GP" + bytes([0, flags]) + srid.to_bytes(4, "little", signed=True)
    if not is_point:
        west, south, east, north = shapely.bounds(geometry)
        header += _doubles(west, east, south, north)
    return header + bytes(shapely.to_wkb(geometry, byte_order=1))


def from_geopackage_bytes(content: bytes) -> shapely.Geometry:
    """Read GeoPackageBinary, with or without an envelope of two dimensions."""
    envelope = (content[3] >> 1) & 0b111
    return shapely.from_wkb(content[_HEADER_BYTES + (_ENVELOPE_BYTES if envelope else 0) :])


def _doubles(*numbers: float) -> bytes:
    return struct.pack(f"<{len(numbers)}d", *numbers)


_WHOLE = BigInteger().with_variant(Integer, "sqlite")


def _identity() -> Column[int]:
    # A GeoPackage asks every table for a whole number as its primary key; SQLite counts only "INTEGER" up by itself.
    return Column("id", _WHOLE, Identity(), primary_key=True, autoincrement=True, nullable=False)


ABOUT = Table("about", METADATA, _identity(), Column("name", Text, nullable=False, unique=True), Column("value", Text))
"""What the store says of itself: ``store``, a name that no other store has."""

REVISION = Table(
    "revision",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("role", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("deed", Text, nullable=False),
    Column("undoes", Integer),
)

CHANGE = Table(
    "change",
    METADATA,
    _identity(),
    Column("revision", Integer, ForeignKey("revision.id"), nullable=False, index=True),
    Column("collection", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Index("change_subject", "collection", "subject", "revision"),
)

BLOB = Table(
    "blob",
    METADATA,
    _identity(),
    Column("sha256", Text, nullable=False, unique=True),
    Column("content", LargeBinary, nullable=False),
)
"""Contents of files, also of those that are gone: the past can be shown and brought back."""


def _rows_table(name: str, *columns: Column[Any] | Index) -> Table:
    return Table(
        name,
        METADATA,
        _identity(),
        Column("key", Text, nullable=False, unique=True),
        Column("subject", Text, nullable=False, index=True),
        Column("position", Integer, nullable=False),
        Column("revision", Integer, ForeignKey("revision.id"), nullable=False),
        *columns,
    )


SURVEY = _rows_table(
    "survey",
    *(Column(name, Text) for name in SURVEY_COLUMNS),
    Column("other", Text),
    Column("geom", Position),
    # The index of a GeoPackage is made of tables and triggers.
    Index("survey_geom", "geom", postgresql_using="gist").ddl_if(dialect="postgresql"),
)
MERGE_DECISION = _rows_table(
    "merge_decision", *(Column(name, Text) for name in DECISION_COLUMNS), Column("other", Text)
)
SCENARIO = _rows_table("scenario", Column("document", Text))
CITY_FILE = _rows_table("city_file", Column("sha256", Text), Column("size", _WHOLE))

TABLES: Mapping[Collection, Table] = {
    Collection.SURVEY: SURVEY,
    Collection.MERGES: MERGE_DECISION,
    Collection.SCENARIOS: SCENARIO,
    Collection.FILES: CITY_FILE,
}
"""Where each collection stands."""

CELLS: Mapping[Collection, tuple[str, ...]] = {
    Collection.SURVEY: tuple(SURVEY_COLUMNS),
    Collection.MERGES: tuple(DECISION_COLUMNS),
    Collection.SCENARIOS: ("document",),
    Collection.FILES: ("sha256", "size"),
}
"""Columns of a row's body; columns that other programs added stand together in ``other``."""
