"""Walking along streets: exact distances between points anywhere on a street network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from planner.access.reach import TOLERANCE_M

SNAP_M = 250.0
"""A point farther from every street than this is not connected."""

_GRID_DECIMALS = 3
"""Vertices that agree to a millimetre are one node."""

_CHUNK = 64
"""How many places are searched from at once: bounds the memory to this many distances for each node."""

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Footing:
    """Where points meet the network: each on its nearest street segment.

    Attributes
    ----------
    segment
        Nearest segment; -1 where none is within :data:`SNAP_M`.
    start_m, end_m
        Way to either end of that segment: from the point to its foot on the street, then along the street.
        Infinite where not connected.
    along_m
        Place of the foot on the segment, from its start.
    access_m
        Way from the point to its foot.
    """

    segment: Positions
    start_m: Floats
    end_m: Floats
    along_m: Floats
    access_m: Floats

    @property
    def connected(self) -> npt.NDArray[np.bool_]:
        """Which points have a street near enough."""
        return self.segment >= 0


@dataclass(frozen=True, eq=False)
class StreetNetwork:
    """Streets as a graph that may be walked in both directions.

    Vertices of the lines are its nodes: two lines meet where they share a vertex, and nowhere else, so that a
    bridge does not meet the road below it. Of parallel segments the shorter counts; a segment of no length
    is dropped, as its ends are one node.

    Attributes
    ----------
    xy
        Nodes, shape ``(n, 2)``, in metres, sorted by x, then y.
    start, end
        Nodes at the ends of each segment.
    length_m
        Length of each segment, in metres.
    """

    xy: Floats
    start: Positions
    end: Positions
    length_m: Floats

    @classmethod
    def of(cls, streets: gpd.GeoSeries) -> StreetNetwork:
        """Build the network of lines in a metric CRS."""
        lines = np.asarray(streets.array, dtype=np.object_)
        coordinates, line = shapely.get_coordinates(lines, return_index=True)
        xy, node = np.unique(np.round(coordinates, _GRID_DECIMALS), axis=0, return_inverse=True)
        node = node.reshape(-1)
        on_one_line = line[1:] == line[:-1]
        one, other = node[:-1][on_one_line], node[1:][on_one_line]
        ends = np.unique(np.sort(np.column_stack([one, other])[one != other], axis=1), axis=0)
        start, end = ends[:, 0], ends[:, 1]
        return cls(xy, start, end, np.hypot(*(xy[start] - xy[end]).T))

    @cached_property
    def graph(self) -> csr_array:
        """Segment lengths between nodes, both directions."""
        nodes = len(self.xy)
        rows, columns = np.concatenate([self.start, self.end]), np.concatenate([self.end, self.start])
        return csr_array((np.tile(self.length_m, 2), (rows, columns)), shape=(nodes, nodes))

    @cached_property
    def largest_piece(self) -> Positions:
        """Nodes of the connected piece with the most nodes, the first of equal ones."""
        if not len(self.xy):
            return np.empty(0, dtype=np.intp)
        _, piece = connected_components(self.graph, directed=False)
        return np.flatnonzero(piece == np.bincount(piece).argmax())

    @cached_property
    def _segments(self) -> npt.NDArray[np.object_]:
        lines = shapely.linestrings(np.stack([self.xy[self.start], self.xy[self.end]], axis=1))
        return np.asarray(lines, dtype=np.object_)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._segments)

    def footing(self, points: gpd.GeoSeries) -> Footing:
        """Find the nearest street segment of each point, the first of equally near ones."""
        geometry = np.asarray(points.array, dtype=np.object_)
        segment = np.full(len(geometry), -1, dtype=np.intp)
        along, access = np.zeros(len(geometry)), np.full(len(geometry), np.inf)
        if len(self.start) and len(geometry):
            point, nearest = self._tree.query_nearest(geometry, max_distance=SNAP_M + TOLERANCE_M, all_matches=True)
            order = np.lexsort((nearest, point))
            near, first = np.unique(point[order], return_index=True)
            segment[near] = nearest[order][first]
            lines = self._segments[segment[near]]
            along[near] = shapely.line_locate_point(lines, geometry[near])
            access[near] = shapely.distance(lines, geometry[near])
        # The length of "no segment" is never used: access is infinite there.
        length = self.length_m[segment] if len(self.start) else np.zeros(len(geometry))
        return Footing(segment, access + along, access + np.maximum(length - along, 0.0), along, access)

    def nearest_m(self, origins: Footing, places: Footing) -> Floats:
        """Return the way from each origin to its nearest place, in metres; infinite where there is none."""
        connected = np.flatnonzero(places.connected)
        if not connected.size or not origins.connected.any():
            return np.full(len(origins.segment), np.inf)
        # One more node, from which the ends of every place's segment are as far as from that place.
        nodes = np.concatenate([self.start[places.segment[connected]], self.end[places.segment[connected]]])
        ways = np.concatenate([places.start_m[connected], places.end_m[connected]])
        order = np.lexsort((ways, nodes))
        distinct, first = np.unique(nodes[order], return_index=True)
        graph = self._with_sources([distinct], [ways[order][first]])
        to_node = dijkstra(graph, directed=True, indices=np.array([len(self.xy)]))
        best: Floats = self._from_nodes(origins, to_node)[0]
        origin, _, direct = _on_one_segment(origins, places)
        np.minimum.at(best, origin, direct)
        return best

    def within_m(self, origins: Footing, places: Footing, limit_m: float) -> csr_array:
        """Return every way between a place (row) and an origin (column) that is not longer than a limit.

        A stored zero is a way of 0 m, not a missing one; see :class:`planner.access.walking.Walking`.
        """
        shape = (len(places.segment), len(origins.segment))
        limit = limit_m + TOLERANCE_M
        origin, place, direct = _on_one_segment(origins, places)
        rows, columns, ways = [], [], []
        for chunk, to_node in self._searches(places, limit):
            metres = self._from_nodes(origins, to_node)
            same = (place >= chunk[0]) & (place <= chunk[-1])
            np.minimum.at(metres, (np.searchsorted(chunk, place[same]), origin[same]), direct[same])
            row, column = np.nonzero(metres <= limit)
            rows.append(chunk[row])
            columns.append(column)
            ways.append(metres[row, column])
        if not rows:
            return csr_array(shape, dtype=np.float64)
        row = np.concatenate(rows)
        starts = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=shape[0]))])
        return csr_array((np.concatenate(ways), np.concatenate(columns), starts), shape=shape)

    def _searches(self, places: Footing, limit_m: float) -> Iterator[tuple[Positions, Floats]]:
        """Yield connected places, some at a time, and their ways to every node."""
        connected = np.flatnonzero(places.connected)
        for first in range(0, len(connected), _CHUNK):
            chunk = connected[first : first + _CHUNK]
            ends = np.stack([self.start[places.segment[chunk]], self.end[places.segment[chunk]]], axis=1)
            ways = np.stack([places.start_m[chunk], places.end_m[chunk]], axis=1)
            graph = self._with_sources(list(ends), list(ways))
            sources = len(self.xy) + np.arange(len(chunk))
            yield chunk, dijkstra(graph, directed=True, indices=sources, limit=limit_m)

    def _with_sources(self, nodes: list[Positions], ways_m: list[Floats]) -> csr_array:
        """Add nodes that lead into the network, each with its own ways to some nodes; nothing leads back."""
        streets = self.graph
        size = len(self.xy) + len(nodes)
        added = streets.indptr[-1] + np.cumsum([len(ends) for ends in nodes])
        return csr_array(
            (
                np.concatenate([streets.data, *ways_m]),
                np.concatenate([streets.indices, *nodes]),
                np.concatenate([streets.indptr, added]),
            ),
            shape=(size, size),
        )

    def _from_nodes(self, origins: Footing, to_node: Floats) -> Floats:
        """Ways of origins over either end of their segments, shape (searches, origins)."""
        metres = np.full((len(to_node), len(origins.segment)), np.inf)
        near = np.flatnonzero(origins.connected)
        segment = origins.segment[near]
        metres[:, near] = np.minimum(
            to_node[:, self.start[segment]] + origins.start_m[near],
            to_node[:, self.end[segment]] + origins.end_m[near],
        )
        return metres


def _on_one_segment(origins: Footing, places: Footing) -> tuple[Positions, Positions, Floats]:
    """Find pairs on one segment, and the way along it, which passes no node."""
    by_segment = np.argsort(places.segment, kind="stable")
    by_segment = by_segment[places.connected[by_segment]]
    sorted_segments = places.segment[by_segment]
    first = np.searchsorted(sorted_segments, origins.segment, side="left")
    count = np.searchsorted(sorted_segments, origins.segment, side="right") - first
    origin = np.repeat(np.arange(len(origins.segment)), count)
    step = np.arange(len(origin)) - np.repeat(np.cumsum(count) - count, count)
    place = by_segment[np.repeat(first, count) + step]
    along = np.abs(origins.along_m[origin] - places.along_m[place])
    return origin, place, origins.access_m[origin] + along + places.access_m[place]
