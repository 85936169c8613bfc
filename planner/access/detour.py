"""How much longer the way is than the straight line, measured on the streets a city has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import KDTree

from planner.access.network import StreetNetwork
from planner.model.assessment import DetourBand

BAND_EDGES_M = (0.0, 300.0, 600.0, 1000.0, 2000.0)
"""Straight-line distances that the calibration tells apart, in metres."""

OVERALL_TO_M = 1000.0
"""The overall factor is of pairs up to this straight-line distance: about a ten-minute walk with its detour."""

MIN_PAIRS = 100
"""A band with fewer pairs than this says nothing and is left out."""

MAX_SOURCES = 500
"""Pairs are measured from at most so many vertices, evenly strided, to all others."""

_SOURCES_AT_ONCE = 50

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Calibration:
    """What the streets say about detours.

    Attributes
    ----------
    factor
        Median ratio over all pairs up to :data:`OVERALL_TO_M`; 1.0 where there are too few.
    bands
        The ratio by straight-line distance, nearest first; empty where there are too few pairs.
    """

    factor: float
    bands: tuple[DetourBand, ...]


def calibrate(network: StreetNetwork) -> Calibration:
    """Measure the way along the streets over the straight line, by distance.

    Pairs are street vertices of the largest connected piece: from up to :data:`MAX_SOURCES` of them, evenly
    strided through their order by x and y, to every other one. Streets have more vertices where they wind, so
    winding quarters weigh more than straight ones.
    """
    straight, ratio = _pairs(network)
    bands = []
    for from_m, to_m in pairwise(BAND_EDGES_M):
        inside = ratio[(straight >= from_m) & (straight < to_m)]
        if len(inside) >= MIN_PAIRS:
            low, middle, high = np.percentile(inside, [10, 50, 90])
            bands.append(DetourBand(from_m, to_m, float(middle), float(low), float(high), len(inside)))
    near = ratio[straight <= OVERALL_TO_M]
    if not bands or len(near) < MIN_PAIRS:
        return Calibration(1.0, ())
    return Calibration(float(np.median(near)), tuple(bands))


def _pairs(network: StreetNetwork) -> tuple[Floats, Floats]:
    """Return straight-line distance and ratio of the pairs within the last band."""
    nodes = network.largest_piece
    if not len(nodes):
        return np.empty(0), np.empty(0)
    nodes = nodes[np.lexsort((network.xy[nodes, 1], network.xy[nodes, 0]))]
    sources = nodes[:: -(-len(nodes) // MAX_SOURCES)]
    tree = KDTree(network.xy[nodes])
    straights, ways = [], []
    for first in range(0, len(sources), _SOURCES_AT_ONCE):
        chunk = sources[first : first + _SOURCES_AT_ONCE]
        to_node = dijkstra(network.graph, directed=True, indices=chunk)[:, nodes]
        near = KDTree(network.xy[chunk]).sparse_distance_matrix(tree, BAND_EDGES_M[-1], output_type="ndarray")
        near = near[near["v"] > 0]
        straights.append(near["v"])
        ways.append(to_node[near["i"], near["j"]])
    straight = np.concatenate(straights)
    return straight, np.concatenate(ways) / straight


@dataclass(frozen=True, eq=False)
class DetourCurve:
    """Walking distance as a function of straight-line distance: continuous, increasing, invertible.

    Notes
    -----
    The middle ``s`` of each band and its factor ``f`` give a knot ``(s, s·f)``; the curve is the straight lines
    from ``(0, 0)`` through the knots, and keeps the ratio of the last knot beyond it. Where factors fall so fast
    that the way would grow by less than the straight line does, the knot is raised until it grows as much. So
    walking is never shorter than the straight line, and never stands still.

    Attributes
    ----------
    straight_m, walking_m
        The knots, the origin first.
    """

    straight_m: Floats
    walking_m: Floats

    @classmethod
    def of(cls, bands: Sequence[DetourBand]) -> DetourCurve:
        """Make the curve of a calibration; without bands it is the straight line itself."""
        if not bands:
            return cls(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
        straight = np.array([0.0, *((band.from_m + band.to_m) / 2 for band in bands)])
        walking = straight * np.array([1.0, *(max(band.factor, 1.0) for band in bands)])
        # walking - straight, the extra way, must not fall.
        return cls(straight, straight + np.maximum.accumulate(walking - straight))

    def walking(self, straight_m: npt.ArrayLike) -> Floats:
        """Return walking distances of straight-line distances, in metres."""
        return _through(np.asarray(straight_m, dtype=np.float64), self.straight_m, self.walking_m)

    def straight(self, walking_m: npt.ArrayLike) -> Floats:
        """Return the straight-line distances that have these walking distances, in metres."""
        return _through(np.asarray(walking_m, dtype=np.float64), self.walking_m, self.straight_m)


def _through(value: Floats, knots: Floats, results: Floats) -> Floats:
    """Interpolate between knots; beyond the last, in proportion to it."""
    beyond = value * (results[-1] / knots[-1])
    return np.where(value <= knots[-1], np.interp(value, knots, results), beyond)
