"""How hills slow walking down, uphill and downhill."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from pyproj import CRS, Transformer

from planner.access.network import Floats, StreetNetwork
from planner.model.raster import Raster

PIECE_M = 30.0
"""Streets are walked up and down in pieces of at most this length: about a cell of the rasters that cover the world."""


def heights_m(raster: Raster, xy: Floats, crs: CRS) -> Floats:
    """Return the height at points, between the centres of cells in proportion (bilinear interpolation).

    Within half a cell of the raster's edge the height is that of the outermost centres.

    Parameters
    ----------
    raster
        Heights in metres.
    xy
        Points, shape ``(n, 2)``.
    crs
        The CRS of the points.

    Returns
    -------
    Heights in metres; not a number outside the raster, and where a cell that counts has none.
    """
    rows, columns = raster.values.shape
    if crs != raster.crs:
        xy = np.column_stack(Transformer.from_crs(crs, raster.crs, always_xy=True).transform(xy[:, 0], xy[:, 1]))
    a, b, c, d, e, f = raster.transform
    x, y = xy[:, 0] - c, xy[:, 1] - f
    column, row = (e * x - b * y) / (a * e - b * d), (a * y - d * x) / (a * e - b * d)
    inside = (column >= 0) & (column <= columns) & (row >= 0) & (row <= rows)
    left, right, to_right = _between(column[inside], columns)
    above, below, to_below = _between(row[inside], rows)
    corners = (
        (above, left, (1 - to_below) * (1 - to_right)),
        (above, right, (1 - to_below) * to_right),
        (below, left, to_below * (1 - to_right)),
        (below, right, to_below * to_right),
    )
    heights = np.full(len(xy), np.nan)
    # A cell without a height spoils only the points that it has a part in.
    heights[inside] = sum(np.where(part > 0, raster.values[i, j] * part, 0.0) for i, j, part in corners)
    return heights


def _between(place: Floats, count: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], Floats]:
    """Return the cells whose centres a place lies between, and its share of the way to the second."""
    centred = np.clip(place - 0.5, 0, count - 1)
    first = np.floor(centred).astype(np.intp)
    return first, np.minimum(first + 1, count - 1), centred - first


def level_ratio(slope: Floats) -> Floats:
    """Return how many metres on level ground are walked in the time of one metre on a slope.

    Tobler's hiking function, speed = 6 km/h · exp(-3.5 · |slope + 0.05|), divided into its own speed on level
    ground: exp(3.5 · (|slope + 0.05| - 0.05)). It is least, 0.84, 5 % downhill.

    Parameters
    ----------
    slope
        Metres up for each metre walked on the map; negative downhill.

    References
    ----------
    W. Tobler (1993), *Three presentations on geographical analysis and modeling*, NCGIA Technical Report 93-1, from
    measurements of E. Imhof. They are of adults; no such function of children is known to us, so all ages are slowed
    down in the same proportion.
    """
    return np.asarray(np.exp(3.5 * (np.abs(slope + 0.05) - 0.05)), dtype=np.float64)


def on_slopes(network: StreetNetwork, elevation: Raster, crs: CRS) -> tuple[StreetNetwork, float]:
    """Lay a network over hills.

    Segments are cut into pieces of at most :data:`PIECE_M` first, so that a long street goes up and down with the
    ground. A piece is level where the height of one of its ends is not known.

    Parameters
    ----------
    network
        The level network.
    elevation
        Height of the ground in metres.
    crs
        The CRS of the network.

    Returns
    -------
    The network with the time that its segments take each way, and the share of its length that has no height.
    """
    fine = _in_pieces(network)
    height = heights_m(elevation, fine.xy, crs)
    slope = (height[fine.end] - height[fine.start]) / fine.length_m
    unknown = np.isnan(slope)
    slope = np.where(unknown, 0.0, slope)
    hilly = replace(fine, forward_m=fine.length_m * level_ratio(slope), backward_m=fine.length_m * level_ratio(-slope))
    total = fine.length_m.sum()
    return hilly, float(fine.length_m[unknown].sum() / total) if total else 0.0


def _in_pieces(network: StreetNetwork) -> StreetNetwork:
    pieces = np.ceil(network.length_m / PIECE_M).astype(np.intp)
    cuts = np.maximum(pieces - 1, 0)
    segment = np.repeat(np.arange(len(pieces)), cuts)
    number = np.arange(len(segment)) - np.repeat(np.cumsum(cuts) - cuts, cuts) + 1
    fine, _ = network.split(segment, number * network.length_m[segment] / pieces[segment])
    return fine
