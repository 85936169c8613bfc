"""Streets as a network that can be walked, and where points meet it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from planner.access.reach import TOLERANCE_M

SNAP_M = 250.0
"""A point farther from every street than this is not connected."""

_GRID_DECIMALS = 3
"""Vertices that agree to a millimetre are one node."""

_TILE_M = 500.0
"""Nodes are numbered tile by tile: neighbours in memory make searches almost twice as fast."""

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
Number = TypeVar("Number", np.float64, np.intp)


@dataclass(frozen=True, eq=False)
class Footing:
    """Where points, or sets of points, meet a network: one foot for each that has a street near enough.

    Attributes
    ----------
    count
        How many points or sets there are.
    of
        The point or set that each foot belongs to; ascending. One that is not here is not connected.
    segment
        The street segment that each foot stands on.
    along_m
        Place of the foot on the segment, from its start.
    access_m
        Way from the point to its foot.
    xy
        The points themselves, shape ``(feet, 2)``.
    """

    count: int
    of: Positions
    segment: Positions
    along_m: Floats
    access_m: Floats
    xy: Floats

    @property
    def connected(self) -> Flags:
        """Which points or sets have a street near enough."""
        return np.bincount(self.of, minlength=self.count) > 0


@dataclass(frozen=True, eq=False)
class StreetNetwork:
    """Streets as a graph that may be walked in both directions.

    Vertices of the lines are its nodes: two lines meet where they share a vertex, and nowhere else, so that a
    bridge does not meet the road below it. One-way streets are walked both ways. Of parallel segments one counts; a
    segment of no length is dropped, as its ends are one node.

    Attributes
    ----------
    xy
        Nodes, shape ``(n, 2)``, in metres.
    start, end
        Nodes at the ends of each segment.
    length_m
        Length of each segment, in metres.
    forward_m, backward_m
        What is walked on level ground in the time that the segment takes from its start to its end, and back.
    main
        Which segments are of a main road.
    """

    xy: Floats
    start: Positions
    end: Positions
    length_m: Floats
    forward_m: Floats
    backward_m: Floats
    main: Flags

    @classmethod
    def of(cls, streets: gpd.GeoSeries, main: Flags | None = None) -> StreetNetwork:
        """Build the level network of lines in a metric CRS.

        Parameters
        ----------
        streets
            The lines.
        main
            Which lines are main roads; none if left out.
        """
        lines = np.asarray(streets.array, dtype=np.object_)
        coordinates, line = shapely.get_coordinates(lines, return_index=True)
        xy, node = _distinct(np.round(coordinates, _GRID_DECIMALS))
        xy, node = _in_tiles(xy, node)
        there = np.flatnonzero((line[1:] == line[:-1]) & (node[1:] != node[:-1]))
        ends, segment = _distinct(np.sort(np.column_stack([node[there], node[there + 1]]), axis=1))
        is_main = np.zeros(len(ends), dtype=np.bool_)
        if main is not None:
            is_main[segment[main[line[there]]]] = True
        start, end = ends[:, 0], ends[:, 1]
        length = np.hypot(*(xy[start] - xy[end]).T)
        return cls(xy, start, end, length, length, length, is_main)

    @cached_property
    def graph(self) -> csr_array:
        """What walking to a node (row) from its neighbour (column) takes, in metres on level ground."""
        rows, columns = np.concatenate([self.end, self.start]), np.concatenate([self.start, self.end])
        metres = np.concatenate([self.forward_m, self.backward_m])
        order = np.lexsort((metres, columns, rows))
        rows, columns, metres = rows[order], columns[order], metres[order]
        # Two pavements may join the same two nodes: a sparse array would add them up, so the shorter is taken here.
        first = np.ones(len(rows), dtype=np.bool_)
        first[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
        starts = np.concatenate([[0], np.cumsum(np.bincount(rows[first], minlength=len(self.xy)))])
        shape = (len(self.xy), len(self.xy))
        return csr_array((metres[first], columns[first].astype(np.int32), starts.astype(np.int32)), shape=shape)

    @cached_property
    def largest_piece(self) -> Positions:
        """Nodes of the connected piece with the most nodes, the first of equal ones."""
        if not len(self.xy):
            return np.empty(0, dtype=np.intp)
        _, piece = connected_components(self.graph, directed=False)
        return np.flatnonzero(piece == np.bincount(piece).argmax())

    @cached_property
    def segments(self) -> npt.NDArray[np.object_]:
        """The segments as lines."""
        lines = shapely.linestrings(np.stack([self.xy[self.start], self.xy[self.end]], axis=1))
        return np.asarray(lines, dtype=np.object_)

    @cached_property
    def nodes_tree(self) -> KDTree:
        """The nodes, to be found by distance."""
        return KDTree(self.xy, balanced_tree=False, compact_nodes=False)

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The segments, to be found by where they lie."""
        return shapely.STRtree(self.segments)

    def footing(self, points: gpd.GeoSeries) -> Footing:
        """Find the nearest street segment of each point, the first of equally near ones.

        Parameters
        ----------
        points
            Points, or multipoints where one thing is found at several points.
        """
        xy, of = shapely.get_coordinates(np.asarray(points.array, dtype=np.object_), return_index=True)
        segment, near = np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
        geometry = np.asarray(shapely.points(xy), dtype=np.object_)
        if len(self.start) and len(geometry):
            found = self.tree.query_nearest(geometry, max_distance=SNAP_M + TOLERANCE_M, all_matches=True)
            order = np.lexsort((found[1], found[0]))
            near, first = np.unique(found[0][order], return_index=True)
            segment = found[1][order][first]
        lines, stands = self.segments[segment], geometry[near]
        along, access = shapely.line_locate_point(lines, stands), shapely.distance(lines, stands)
        return Footing(len(points), of[near], segment, along, access, xy[near])

    @cached_property
    def forward_ratio(self) -> Floats:
        """What a metre of each segment takes from its start towards its end, in metres on level ground."""
        return self.forward_m / self.length_m

    @cached_property
    def backward_ratio(self) -> Floats:
        """What a metre of each segment takes from its end towards its start, in metres on level ground."""
        return self.backward_m / self.length_m

    @cached_property
    def least_ratio(self) -> float:
        """The least that a metre of street takes, in metres on level ground."""
        if not len(self.start):
            return 1.0
        return float(np.minimum(self.forward_ratio, self.backward_ratio).min())

    def leaving_m(self, feet: Footing) -> tuple[Floats, Floats]:
        """Return the ways from points over their feet to the start and to the end of their segments."""
        behind, ahead = self._parts(feet)
        back, forth = self.backward_ratio[feet.segment], self.forward_ratio[feet.segment]
        return feet.access_m + behind * back, feet.access_m + ahead * forth

    def arriving_m(self, feet: Footing) -> tuple[Floats, Floats]:
        """Return the ways from the start and from the end of segments over feet to their points."""
        behind, ahead = self._parts(feet)
        back, forth = self.backward_ratio[feet.segment], self.forward_ratio[feet.segment]
        return feet.access_m + behind * forth, feet.access_m + ahead * back

    def _parts(self, feet: Footing) -> tuple[Floats, Floats]:
        """Return the metres of its segment behind each foot and ahead of it."""
        return feet.along_m, np.maximum(self.length_m[feet.segment] - feet.along_m, 0.0)

    def split(self, segment: Positions, along_m: Floats) -> tuple[StreetNetwork, Positions]:
        """Cut segments into pieces.

        Parameters
        ----------
        segment, along_m
            Where to cut: a segment, and metres from its start, neither 0 nor its length. Cuts that agree to a
            millimetre are one.

        Returns
        -------
        The network, its older nodes first, and the node of each cut.
        """
        cuts, cut = _distinct(np.column_stack([segment.astype(np.float64), np.round(along_m, _GRID_DECIMALS)]))
        on, along = cuts[:, 0].astype(np.intp), cuts[:, 1]
        along[cut] = along_m
        share = (along / self.length_m[on])[:, None]
        added = self.xy[self.start[on]] * (1 - share) + self.xy[self.end[on]] * share
        every = np.arange(len(self.start))
        stop_on = np.concatenate([every, on, every])
        stop_at = np.concatenate([np.zeros(len(every)), along, self.length_m])
        stop_node = np.concatenate([self.start, len(self.xy) + np.arange(len(on)), self.end])
        order = np.lexsort((stop_at, stop_on))
        stop_on, stop_at, stop_node = stop_on[order], stop_at[order], stop_node[order]
        here = np.flatnonzero(stop_on[1:] == stop_on[:-1])
        parent, piece = stop_on[here], stop_at[here + 1] - stop_at[here]
        share_of_parent = piece / self.length_m[parent]
        network = StreetNetwork(
            np.concatenate([self.xy, added]),
            stop_node[here],
            stop_node[here + 1],
            piece,
            self.forward_m[parent] * share_of_parent,
            self.backward_m[parent] * share_of_parent,
            self.main[parent],
        )
        return network, len(self.xy) + cut


def _in_tiles(xy: Floats, node: Positions) -> tuple[Floats, Positions]:
    """Give nodes new numbers: by tile, then by x and y."""
    tile = np.floor(xy / _TILE_M)
    order = np.lexsort((xy[:, 1], xy[:, 0], tile[:, 1], tile[:, 0]))
    number = np.empty(len(xy), dtype=np.intp)
    number[order] = np.arange(len(xy))
    return xy[order], number[node]


def _distinct(pairs: npt.NDArray[Number]) -> tuple[npt.NDArray[Number], Positions]:
    """Return the distinct rows of a table of pairs in order, and the position of each row among them."""
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    ordered = pairs[order]
    new = np.ones(len(pairs), dtype=np.bool_)
    new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    position = np.empty(len(pairs), dtype=np.intp)
    position[order] = np.cumsum(new) - 1
    return ordered[new], position
