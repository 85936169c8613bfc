"""What a column of a delivered layer can stand for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from planner.texts import Text, text


class Field(StrEnum):
    """One fact of a facility that a column can hold."""

    ID = "id"
    NAME = "name"
    KIND = "kind"
    EAST = "east"
    NORTH = "north"
    POSITION = "position"
    KECAMATAN = "kecamatan"
    KELURAHAN = "kelurahan"
    ADDRESS = "address"
    AREA = "area"
    CAPACITY = "capacity"
    PUPILS = "pupils"
    CHILD_FRIENDLY = "child_friendly"
    CHILD_FRIENDLY_BASIS = "child_friendly_basis"
    PUBLIC = "public"
    DATE = "source_date"
    NOTE = "note"


FIELD_LABELS: Mapping[Field, Text] = {
    Field.ID: text("identifier"),
    Field.NAME: text("name"),
    Field.KIND: text("kind of facility"),
    Field.EAST: text("longitude, or easting (x)"),
    Field.NORTH: text("latitude, or northing (y)"),
    Field.POSITION: text("position, latitude and longitude in one cell"),
    Field.KECAMATAN: text("kecamatan"),
    Field.KELURAHAN: text("kelurahan"),
    Field.ADDRESS: text("address"),
    Field.AREA: text("area"),
    Field.CAPACITY: text("capacity"),
    Field.PUPILS: text("pupils"),
    Field.CHILD_FRIENDLY: text("child-friendly (RBRA)"),
    Field.CHILD_FRIENDLY_BASIS: text("basis of the designation"),
    Field.PUBLIC: text("open to the public"),
    Field.DATE: text("date of the record"),
    Field.NOTE: text("note"),
}
"""Name of each field, in front of people."""


class AreaUnit(StrEnum):
    """A unit in which offices write areas."""

    SQUARE_METRE = "m²"
    ARE = "are"
    HECTARE = "ha"
    SQUARE_KILOMETRE = "km²"

    @property
    def square_metres(self) -> float:
        """How many m² one of it is."""
        return _SQUARE_METRES[self]


_SQUARE_METRES = {
    AreaUnit.SQUARE_METRE: 1.0,
    AreaUnit.ARE: 100.0,
    AreaUnit.HECTARE: 10_000.0,
    AreaUnit.SQUARE_KILOMETRE: 1_000_000.0,
}
