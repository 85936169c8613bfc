"""How steep the ground of a place is, out of an elevation raster."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Transformer

from planner.access.slope import heights_m
from planner.checks.enforcement import required_number
from planner.errors import RuleError
from planner.model.raster import Raster
from planner.model.rule import Rules
from planner.rules.citing import citation_text
from planner.texts import Text, text

SITE_SLOPE = "SITE_SLOPE"

LEAST_STEP_M = 10.0
"""Heights are compared over at least this far to either side: on a finer raster a wall is no slope."""

_LATTICE = 7
"""An outline is looked at in a lattice of this many points across and along, as far as they lie in it."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class SlopeLimits:
    """How steep a site may be.

    Attributes
    ----------
    warn_pct, exclude_pct
        Above which slope a reader is warned, and above which a place is left out where that is asked for, in percent.
    citation
        Where the numbers come from.
    """

    warn_pct: float
    exclude_pct: float
    citation: Text

    def told(self, slope_pct: float, limit_pct: float) -> Text:
        """Say that a place is steeper than one of the limits."""
        return text(
            "Its slope is about {slope} %, more than {limit} % ({citation}).",
            slope=round(slope_pct),
            limit=limit_pct,
            citation=self.citation,
        )


def slope_limits(rules: Rules) -> SlopeLimits:
    """Return the limits of slope in the rule ``SITE_SLOPE``, which is advice and partly written from memory.

    Raises
    ------
    planner.errors.RuleError
        If the catalogue lacks the rule or one of its numbers.
    """
    if SITE_SLOPE not in rules:
        raise RuleError(text("The rule catalogue lacks the rule {rule}, which is checked: add it.", rule=SITE_SLOPE))
    rule = rules[SITE_SLOPE]
    return SlopeLimits(
        required_number(rule, "warn_pct"), required_number(rule, "exclude_pct"), citation_text(rule, "exclude_pct")
    )


def slopes_pct(shapes: npt.NDArray[np.object_], elevation: Raster, crs: CRS) -> Floats:
    """Return the slope of points, and the mean slope of outlines, in percent; NaN where the height is not known.

    Parameters
    ----------
    shapes
        Points or polygons in ``crs``.
    elevation
        Height of the ground in metres.
    crs
        A metric CRS.

    Notes
    -----
    At a point ``100 · √((Δz/Δx)² + (Δz/Δy)²)``, both central differences over twice the step, which is the width of
    a raster cell but not less than :data:`LEAST_STEP_M`. An outline is the mean over a lattice of points in it.
    """
    xy, owner = _sample_points(shapes)
    if not len(xy):
        return np.full(len(shapes), np.nan)
    step_m = max(LEAST_STEP_M, _cell_width_m(elevation, crs))
    east, west, north, south = (
        heights_m(elevation, xy + np.array(offset) * step_m, crs) for offset in ((1, 0), (-1, 0), (0, 1), (0, -1))
    )
    slope = 100 * np.hypot(east - west, north - south) / (2 * step_m)
    known = np.isfinite(slope)
    count = np.bincount(owner[known], minlength=len(shapes))
    total = np.bincount(owner[known], weights=slope[known], minlength=len(shapes))
    mean: Floats = np.divide(total, count, out=np.full(len(shapes), np.nan), where=count > 0)
    return mean


def _sample_points(shapes: npt.NDArray[np.object_]) -> tuple[Floats, npt.NDArray[np.intp]]:
    """Return where each shape is looked at, and the number of the shape."""
    inner = shapely.get_coordinates(shapely.point_on_surface(shapes))
    owner = np.flatnonzero(~shapely.is_empty(shapes))
    outlined = np.flatnonzero((shapely.get_dimensions(shapes) == 2) & ~shapely.is_empty(shapes))
    if not len(outlined):
        return inner, owner
    west, south, east, north = (edge[:, None, None] for edge in shapely.bounds(shapes[outlined]).T)
    across = (np.arange(_LATTICE) + 0.5) / _LATTICE
    shape = (len(outlined), _LATTICE, _LATTICE)
    x = np.broadcast_to(west + (east - west) * across[None, None, :], shape).reshape(len(outlined), -1)
    y = np.broadcast_to(south + (north - south) * across[None, :, None], shape).reshape(len(outlined), -1)
    inside = shapely.contains_xy(shapes[outlined][:, None], x, y)
    place, _ = np.nonzero(inside)
    return np.vstack([inner, np.column_stack([x[inside], y[inside]])]), np.concatenate([owner, outlined[place]])


def _cell_width_m(elevation: Raster, crs: CRS) -> float:
    """Return about how wide a cell is on the ground in the middle of a raster, in metres."""
    a, b, c, d, e, f = elevation.transform
    row, column = (size / 2 for size in elevation.values.shape)
    corners = np.array([[column, row], [column + 1, row], [column, row + 1]])
    x, y = corners @ np.array([a, b]) + c, corners @ np.array([d, e]) + f
    ground = np.column_stack(Transformer.from_crs(elevation.crs, crs, always_xy=True).transform(x, y))
    return float(np.hypot(*(ground[1:] - ground[0]).T).max())
