"""The line of a way, cut where a barrier stops walkers or a point is missing from the extract."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import numpy.typing as npt

GAP_M = 1.0
"""A street that is stopped ends this far before the barrier, in metres, so that its two sides don't meet."""

METRES_PER_DEGREE = 111_195.0
"""Length of a degree of latitude on a sphere of the earth's mean radius, 6,371 km."""

Coordinates = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


def cut_line(coordinates: Coordinates, blocked: Mask, missing: Mask) -> list[Coordinates]:
    """Cut a line at the points that can't be passed.

    Parameters
    ----------
    coordinates
        Longitude and latitude of each point, shape ``(n, 2)``; any number where ``missing``.
    blocked
        Where a barrier stops walkers: the pieces end :data:`GAP_M` before it.
    missing
        Where the position of a point is not known: the pieces end at its neighbours.

    Returns
    -------
    list
        The pieces, in order, each of at least two different points.
    """
    last = len(coordinates)
    stops = [-1, *np.flatnonzero(blocked | missing).tolist(), last]
    pieces = []
    for left, right in pairwise(stops):
        inner = coordinates[left + 1 : right]
        start = _stub(coordinates, blocked, missing, left, left + 1)
        end = _stub(coordinates, blocked, missing, right, right - 1)
        piece = np.vstack([start, inner, end])
        if len(np.unique(piece, axis=0)) > 1:
            pieces.append(piece)
    return pieces


def _stub(coordinates: Coordinates, blocked: Mask, missing: Mask, stop: int, neighbour: int) -> Coordinates:
    """Return the point just before a barrier, seen from its neighbour; no point where there is no barrier."""
    inside = range(len(coordinates))
    if stop not in inside or neighbour not in inside or not blocked[stop] or missing[stop] or missing[neighbour]:
        return np.empty((0, 2))
    barrier, beside = coordinates[stop], coordinates[neighbour]
    east, north = beside - barrier
    length_m = METRES_PER_DEGREE * math.hypot(east * math.cos(math.radians(barrier[1])), north)
    # Two barriers on one segment must not push their ends past each other: each takes at most half.
    share = min(0.5, GAP_M / length_m) if length_m else 0.0
    return np.array([barrier + share * (beside - barrier)])
