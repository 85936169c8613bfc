"""How far it is from one stop to another, for a grown-up on foot or by motor."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import geopandas as gpd
import numpy as np
import shapely
from scipy.sparse.csgraph import dijkstra
from scipy.spatial.distance import cdist

from planner.access.detour import DetourCurve
from planner.access.network import Floats, Footing, StreetNetwork
from planner.model.assessment import Assessment, WalkingMethod

_NEAR = 3.0
"""Ways are first searched up to so many times the longest straight line between two stops."""


class Ways(Protocol):
    """Ways between stops, measured alike in the whole city."""

    def between(self, points: gpd.GeoSeries) -> Floats:
        """Return the ways between points in whole metres, the same in both directions; shape ``(n, n)``."""
        ...


def ways_of(assessment: Assessment) -> Ways:
    """Return how ways are measured in a city: as walks are, along its streets or by the straight line with a detour.

    Hills and what holds children back are left out: grown-ups cross main roads, and ways are the same in both
    directions. Which streets are one-way is not known.
    """
    if assessment.method.walking is WalkingMethod.STREET_NETWORK:
        return StreetWays(assessment.city.streets.geometry)
    return DetourWays(DetourCurve.of(assessment.method.detour_bands))


@dataclass(frozen=True, eq=False)
class DetourWays:
    """The straight line, lengthened by what the city's streets say about detours."""

    curve: DetourCurve

    def between(self, points: gpd.GeoSeries) -> Floats:
        """See :meth:`Ways.between`."""
        return np.asarray(np.round(self.curve.walking(_straight_m(points))), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class StreetWays:
    """Along the streets, from the nearest spot on one to the nearest spot on another.

    Attributes
    ----------
    streets
        The city's streets as lines.
    """

    streets: gpd.GeoSeries

    @cached_property
    def _network(self) -> StreetNetwork:
        return StreetNetwork.of(self.streets)

    def between(self, points: gpd.GeoSeries) -> Floats:
        """See :meth:`Ways.between`.

        A point without a street near enough, or on streets of their own, is reached by the straight line, lengthened
        as the middle one of the other ways is.
        """
        straight = _straight_m(points)
        if len(points) < 2:
            return straight
        metres = self._along_streets(self._network.footing(points), straight.max() * _NEAR)
        known = np.isfinite(metres) & (straight > 0)
        detour = max(1.0, float(np.median(metres[known] / straight[known]))) if known.any() else 1.0
        ways = np.where(np.isfinite(metres), metres, straight * detour)
        np.fill_diagonal(ways, 0.0)
        return np.asarray(np.round(ways), dtype=np.float64)

    def _along_streets(self, feet: Footing, limit_m: float) -> Floats:
        """Return the ways between feet along the streets; infinite where there is none."""
        network = self._network
        ends = np.stack([network.start[feet.segment], network.end[feet.segment]], axis=1)
        nodes, position = np.unique(ends, return_inverse=True)
        position = position.reshape(ends.shape)
        to_node = dijkstra(network.graph, directed=False, indices=nodes, limit=limit_m)[:, nodes]
        if not np.isfinite(to_node).all():
            to_node = dijkstra(network.graph, directed=False, indices=nodes)[:, nodes]
        leaving = np.stack(network.leaving_m(feet), axis=1)
        ways = np.full((feet.count, feet.count), np.inf)
        own = np.full((len(feet.of), len(feet.of)), np.inf)
        for here in (0, 1):
            for there in (0, 1):
                over = to_node[np.ix_(position[:, here], position[:, there])]
                own = np.minimum(own, leaving[:, here, None] + over + leaving[None, :, there])
        along = np.abs(feet.along_m[:, None] - feet.along_m[None, :]) + feet.access_m[:, None] + feet.access_m[None, :]
        own = np.where(feet.segment[:, None] == feet.segment[None, :], np.minimum(own, along), own)
        ways[np.ix_(feet.of, feet.of)] = own
        return ways


def _straight_m(points: gpd.GeoSeries) -> Floats:
    xy = shapely.get_coordinates(np.asarray(points.array, dtype=np.object_))
    return np.asarray(cdist(xy, xy))
