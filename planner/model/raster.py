"""A grid of numbers laid over the ground, such as elevation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pyproj import CRS


@dataclass(frozen=True, eq=False)
class Raster:
    """Numbers in square or oblong cells, in the CRS they were delivered in.

    Attributes
    ----------
    values
        One number a cell, row by row from the top, NaN where none is known, shape ``(rows, columns)``.
    transform
        ``(a, b, c, d, e, f)`` of the affine map from (column, row) of a cell's upper left corner to the CRS:
        ``x = a·column + b·row + c`` and ``y = d·column + e·row + f``.
    crs
        The CRS of the cells.
    """

    values: npt.NDArray[np.float64]
    transform: tuple[float, float, float, float, float, float]
    crs: CRS
