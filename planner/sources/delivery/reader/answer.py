"""What the reading process hands back."""

from __future__ import annotations

from dataclasses import dataclass, field

BROKEN = ""
"""Stands for a shape that can't be read."""

Cell = str | float | int | bool | None


class UnreadableError(Exception):
    """The file can't be read.

    Parameters
    ----------
    code
        Stable name of what is wrong, turned into a sentence by the planner.
    values
        What goes into that sentence.
    """

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class ReadLayer:
    """One layer or sheet.

    Attributes
    ----------
    name
        What the file calls it.
    columns
        Names of the columns; ``None`` for a sheet, whose header is one of its rows.
    rows
        Cells, row by row.
    shapes
        Hexadecimal WKB of each row, :data:`BROKEN` where its shape can't be read, ``None`` where it has none;
        ``None`` for a sheet.
    crs
        What the file says of its CRS, in any form that pyproj reads; ``None`` if nothing.
    remarks
        Codes of what the reader noticed.
    """

    name: str
    columns: list[str] | None
    rows: list[list[Cell]]
    shapes: list[str | None] | None = None
    crs: str | None = None
    remarks: list[str] = field(default_factory=list)
