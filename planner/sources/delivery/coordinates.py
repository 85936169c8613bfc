"""Where the rows of a delivered layer are, in the numbers that it gives itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.sources.delivery.angles import ANGLE, LONGEST_ANGLE, has_angles, parse_angles
from planner.sources.delivery.fields import Field
from planner.sources.delivery.mapping import ColumnMapping
from planner.sources.delivery.numbers import parse_numbers
from planner.sources.delivery.preview import Preview

_DECIMAL = r"[-+]?\d{1,10}(?:\.\d+)?"
_UNNAMED_ANGLE = re.sub(r"\?P<\w+>", "?:", ANGLE)
_COMMA_DECIMAL = r"[-+]?\d{1,10},\d+"

Shapes = npt.NDArray[np.object_]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Located:
    """Geometry of each row, in whatever coordinates the layer is in.

    Attributes
    ----------
    shapes
        Points made from columns, or the layer's own shapes; ``None`` where there is no usable one.
    x, y
        The coordinates as they were read, where columns give them; ``NaN`` elsewhere.
    blank
        Rows that give no position at all.
    half
        Rows that give only one of two coordinates.
    unreadable
        Rows whose position is filled, but can't be read.
    columns
        The columns of the position; empty where the layer has its own shapes.
    are_angles
        Whether the position is written in degrees, minutes and seconds.
    """

    shapes: Shapes
    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]
    blank: Mask
    half: Mask
    unreadable: Mask
    columns: tuple[str, ...]
    are_angles: bool = False

    @property
    def has_positions(self) -> bool:
        """Whether any row has a position that can be read."""
        return bool((np.isfinite(self.x) & np.isfinite(self.y)).any())


def locate(view: Preview, mapping: ColumnMapping) -> Located:
    """Return the position of each row as the layer gives it."""
    east, north, both = (mapping.column(field) for field in (Field.EAST, Field.NORTH, Field.POSITION))
    if east is not None and north is not None:
        return _from_pair(view.cells[east], view.cells[north])
    if both is not None:
        return _from_one(view.cells[both])
    if view.shapes is not None:
        return _from_shapes(view.shapes, view.broken_shapes)
    nothing = np.zeros(len(view.cells), dtype=bool)
    unknown = np.full(len(view.cells), np.nan)
    return Located(np.full(len(view.cells), None, dtype=object), unknown, unknown, ~nothing, nothing, nothing, ())


def _from_shapes(shapes: Shapes, unread: Mask | None) -> Located:
    blank = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    box = shapely.bounds(shapes)
    # A coordinate that is not finite may hide inside a shape whose bounds are.
    counts = shapely.get_num_coordinates(shapes)
    coordinates, owner = shapely.get_coordinates(shapes, return_index=True)
    broken = np.zeros(len(shapes), dtype=bool)
    broken[owner[~np.isfinite(coordinates).all(axis=1)]] = True
    broken |= (counts > 0) & ~np.isfinite(box).all(axis=1)
    if unread is not None:
        broken |= unread
    usable = shapes.copy()
    usable[blank | broken] = None
    middle = np.where(np.isfinite(box), box, np.nan)
    x, y = (middle[:, 0] + middle[:, 2]) / 2, (middle[:, 1] + middle[:, 3]) / 2
    return Located(usable, x, y, blank & ~broken, np.zeros(len(shapes), dtype=bool), broken, ())


def _from_pair(east: pd.Series, north: pd.Series) -> Located:
    are_angles = has_angles(east.dropna().head(2_000)) or has_angles(north.dropna().head(2_000))
    if are_angles:
        x, y = _angle_or_number(east), _angle_or_number(north)
    else:
        # One decimal sign for both: “486.123” is only understood beside “9.861.234”.
        together = pd.concat([east, north], ignore_index=True)
        values = parse_numbers(together, may_group=False).values.to_numpy()
        x, y = values[: len(east)], values[len(east) :]
    given_x, given_y = east.notna().to_numpy(), north.notna().to_numpy()
    return _points(x, y, given_x, given_y, (str(east.name), str(north.name)), are_angles)


def _angle_or_number(cells: pd.Series) -> npt.NDArray[np.float64]:
    angles = parse_angles(cells)
    return angles.fillna(parse_numbers(cells, may_group=False).values).to_numpy()


def _from_one(cells: pd.Series) -> Located:
    written = cells.astype("str").str.strip().str.strip("()").str.upper()
    written = written.where(written.str.len() <= 2 * LONGEST_ANGLE, "")
    points = written.str.extract(rf"^({_DECIMAL})\s*[,;/|\s]\s*({_DECIMAL})$")
    commas = written.str.extract(rf"^({_COMMA_DECIMAL})\s*[,;/|\s]\s*({_COMMA_DECIMAL})$")
    pairs = points.fillna(commas)
    first, second = (pd.to_numeric(pairs[part].str.replace(",", ".", regex=False), errors="coerce") for part in (0, 1))
    are_angles = bool(first.isna().all())
    if are_angles:
        angles = written.str.extract(rf"^\s*({_UNNAMED_ANGLE})\s*[,;/|]?\s*({_UNNAMED_ANGLE})\s*$")
        first, second = parse_angles(angles[0]), parse_angles(angles[1])
    given = cells.notna().to_numpy()
    y, x = first.to_numpy(dtype="float64"), second.to_numpy(dtype="float64")
    lost = np.isnan(x) | np.isnan(y)
    x, y = np.where(lost, np.nan, x), np.where(lost, np.nan, y)
    return _points(x, y, given, given, (str(cells.name),), are_angles)


def _points(
    x: npt.NDArray[np.float64],
    y: npt.NDArray[np.float64],
    given_x: Mask,
    given_y: Mask,
    columns: tuple[str, ...],
    are_angles: bool,
) -> Located:
    readable = np.isfinite(x) & np.isfinite(y)
    shapes = np.full(len(x), None, dtype=object)
    shapes[readable] = shapely.points(x[readable], y[readable])
    half = given_x != given_y
    blank = ~given_x & ~given_y
    return Located(shapes, x, y, blank, half, ~readable & ~half & ~blank, columns, are_angles)
