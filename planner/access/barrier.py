"""Main roads that hold small children back: they walk along either side, and cross where there is a crossing.

Each side of a main road is a pavement of its own. Around a node, the main roads that meet there part the ground into
sectors; each sector is a copy of the node, which the minor streets and the pavements of that sector share. A crossing
joins all copies of its node. A bridge or underpass of another street shares no vertex with the main road, so nothing
has to be opened there. Where a main road ends there is one sector: one may walk round its end.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from planner.access.network import Flags, Floats, Footing, Positions, StreetNetwork
from planner.access.reach import TOLERANCE_M
from planner.model.kinds import AgeTier
from planner.model.rule import Rules

HELD_BACK = (AgeTier.EARLY, AgeTier.PRIMARY)
"""The age tiers that don't cross a main road by themselves."""

CROSSING_M = 10.0
"""A crossing belongs to the main roads within this distance."""

_NODE_M = 1.0
"""A crossing this near to a node of its road is at the node."""

_RULE = "ARTERIAL_BARRIER"
_MARKED_CROSSING = "crossing"


def main_roads(streets: gpd.GeoDataFrame, rules: Rules) -> Flags:
    """Say which streets are main roads by the rule, the link roads of their classes included.

    Parameters
    ----------
    streets
        :data:`~planner.model.tables.STREETS`.
    rules
        The rule catalogue; ``ARTERIAL_BARRIER`` lists the classes.
    """
    classes = _words(rules, "osm_highway")
    return np.asarray(streets["street_class"].isin([*classes, *(f"{name}_link" for name in classes)]), dtype=np.bool_)


def with_crossings(
    network: StreetNetwork, crossings: gpd.GeoDataFrame, rules: Rules
) -> tuple[StreetNetwork, Positions]:
    """Give each crossing a node on the main road that it crosses.

    A crossing belongs to the nearest main road segment within :data:`CROSSING_M`, and to the nearest of any other main
    road there that does not meet the first so near: the second carriageway.

    Parameters
    ----------
    network
        The streets.
    crossings
        :data:`~planner.model.tables.CROSSINGS`. Marked crossings count, and the kinds that the rule names under
        ``unless``.
    rules
        The rule catalogue.

    Returns
    -------
    The network with those nodes, its older nodes first, and the nodes where main roads can be crossed.
    """
    kinds = [_MARKED_CROSSING, *_words(rules, "unless")]
    points = np.asarray(crossings.geometry[crossings["kind"].isin(kinds)].array, dtype=np.object_)
    main = np.flatnonzero(network.main)
    if not len(main) or not len(points):
        return network, np.empty(0, dtype=np.intp)
    lines = network.segments[main]
    point, near = shapely.STRtree(lines).query(points, predicate="dwithin", distance=CROSSING_M)
    segment = main[near]
    along, away = shapely.line_locate_point(lines[near], points[point]), shapely.distance(lines[near], points[point])
    chosen = _nearest_of_each_road(network, point, segment, away)
    segment, along = segment[chosen], along[chosen]
    at_start, at_end = along <= _NODE_M, along >= network.length_m[segment] - _NODE_M
    between = ~at_start & ~at_end
    cut, added = network.split(segment[between], along[between])
    at_nodes = np.where(at_start, network.start[segment], network.end[segment])[~between]
    return cut, np.unique(np.concatenate([at_nodes, added]))


def _nearest_of_each_road(network: StreetNetwork, point: Positions, segment: Positions, away_m: Floats) -> Positions:
    """Choose, of the segments near each point, the nearest of those that hang together there."""
    nodes = len(network.xy)
    ends = np.concatenate([point * nodes + network.start[segment], point * nodes + network.end[segment]])
    _, end = np.unique(ends, return_inverse=True)
    count = len(segment)
    joined = coo_array((np.ones(count), (end[:count], end[count:])), shape=(2 * count, 2 * count))
    road = connected_components(joined, directed=False)[1][end[:count]]
    order = np.lexsort((segment, away_m, road))
    _, first = np.unique(road[order], return_index=True)
    return np.sort(order[first])


@dataclass(frozen=True, eq=False)
class Pavements:
    """A network on which main roads can only be crossed at crossings, and how it stems from the streets.

    Attributes
    ----------
    network
        Minor streets once, main roads as two pavements.
    streets
        The streets, with a node at each crossing.
    left, right
        For each segment of the streets, the segment of the network on its left and on its right; of a minor
        street both are the same.
    """

    network: StreetNetwork
    streets: StreetNetwork
    left: Positions
    right: Positions
    _ends: _MainEnds

    @classmethod
    def of(cls, streets: StreetNetwork, open_nodes: Positions) -> Pavements:
        """Part the main roads of a network.

        Parameters
        ----------
        streets
            The streets, with a node at each crossing.
        open_nodes
            Nodes where main roads can be crossed.
        """
        is_open = np.zeros(len(streets.xy), dtype=np.bool_)
        is_open[open_nodes] = True
        ends = _MainEnds.of(streets, is_open)
        # Of each segment the copies of its two end nodes, on its left and on its right.
        left_start, right_start = ends.copies(streets.start, _angle(streets, streets.start, streets.end), streets.main)
        right_end, left_end = ends.copies(streets.end, _angle(streets, streets.end, streets.start), streets.main)
        minor, main = np.flatnonzero(~streets.main), np.flatnonzero(streets.main)
        every = np.concatenate([minor, main, main])
        network = StreetNetwork(
            streets.xy[ends.node_of_copy],
            np.concatenate([left_start[minor], left_start[main], right_start[main]]),
            np.concatenate([left_end[minor], left_end[main], right_end[main]]),
            *(values[every] for values in (streets.length_m, streets.forward_m, streets.backward_m, streets.main)),
        )
        left = np.empty(len(streets.start), dtype=np.intp)
        left[minor], left[main] = np.arange(len(minor)), len(minor) + np.arange(len(main))
        return cls(network, streets, left, np.where(streets.main, left + len(main), left), ends)

    def footing(self, feet: Footing) -> Footing:
        """Say where points stand that have their feet on the streets.

        A point beside a main road stands on the pavement of its side; one on its very middle line stands on both.
        """
        streets = self.streets
        segment, along = feet.segment.copy(), feet.along_m.copy()
        start, end = streets.xy[streets.start[segment]], streets.xy[streets.end[segment]]
        direction, towards = end - start, feet.xy - start
        cross = direction[:, 0] * towards[:, 1] - direction[:, 1] * towards[:, 0]
        away = cross / streets.length_m[segment]
        on_left, on_right = away >= -TOLERANCE_M, away <= TOLERANCE_M
        # Where the foot is a node, the side of one segment says nothing: the sector around the node does.
        at_start, at_end = along <= TOLERANCE_M, along >= streets.length_m[segment] - TOLERANCE_M
        node = np.where(at_start, streets.start[segment], streets.end[segment])
        cornered = np.flatnonzero((at_start | at_end) & self._ends.parted[node] & (feet.access_m > TOLERANCE_M))
        bounds, outward = self._ends.before(
            node[cornered], np.arctan2(*(feet.xy[cornered] - streets.xy[node[cornered]]).T[::-1])
        )
        segment[cornered], along[cornered] = bounds, np.where(outward, 0.0, streets.length_m[bounds])
        on_left[cornered], on_right[cornered] = outward, ~outward
        both = streets.main[segment] & on_left & on_right
        foot = np.concatenate([np.arange(len(segment)), np.flatnonzero(both)])
        stands = np.concatenate([np.where(on_left, self.left[segment], self.right[segment]), self.right[segment[both]]])
        order = np.argsort(feet.of[foot], kind="stable")
        foot = foot[order]
        return Footing(feet.count, feet.of[foot], stands[order], along[foot], feet.access_m[foot], feet.xy[foot])


@dataclass(frozen=True, eq=False)
class _MainEnds:
    """The ends of main roads around the nodes that they part, each by the angle in which it leaves its node.

    Attributes
    ----------
    key
        Node and angle as one number, ascending.
    segment, outward
        The segment of each end, and whether it leaves the node from its start.
    first, count
        For each node, the position of its first end and how many it has; none where the node is open.
    copy
        For each node, the number of its first copy; a copy more for each end after the first.
    node_of_copy
        The node that each copy is of.
    """

    key: Floats
    segment: Positions
    outward: Flags
    first: Positions
    count: Positions
    copy: Positions
    node_of_copy: Positions

    @classmethod
    def of(cls, streets: StreetNetwork, is_open: Flags) -> _MainEnds:
        main = np.flatnonzero(streets.main)
        segment = np.tile(main, 2)
        outward = np.repeat([True, False], len(main))
        node = np.where(outward, streets.start[segment], streets.end[segment])
        other = np.where(outward, streets.end[segment], streets.start[segment])
        closed = np.flatnonzero(~is_open[node])
        segment, outward, node, other = segment[closed], outward[closed], node[closed], other[closed]
        key = _key(node, _angle(streets, node, other))
        order = np.lexsort((segment, key))
        count = np.bincount(node, minlength=len(streets.xy))
        copies = np.maximum(count, 1)
        return cls(
            key[order],
            segment[order],
            outward[order],
            np.cumsum(count) - count,
            count,
            np.cumsum(copies) - copies,
            np.repeat(np.arange(len(count)), copies),
        )

    @property
    def parted(self) -> Flags:
        """Which nodes have main roads around them that can't be crossed there."""
        return self.count > 0

    def before(self, node: Positions, angle: Floats) -> tuple[Positions, Flags]:
        """Return the end of a main road that one comes to first, turning clockwise from an angle at a parted node."""
        place = self.first[node] + self._turn(node, angle)
        return self.segment[place], self.outward[place]

    def copies(self, node: Positions, angle: Floats, main: Flags) -> tuple[Positions, Positions]:
        """Return the copies of nodes on the left and on the right of what leaves them in some angles."""
        turn = np.where(self.count[node] > 0, self._turn(node, angle), 0)
        # A main road is itself the end that its left side comes after; its right side comes after the one before.
        before = np.where(main & (self.count[node] > 0), (turn - 1) % np.maximum(self.count[node], 1), turn)
        return self.copy[node] + turn, self.copy[node] + before

    def _turn(self, node: Positions, angle: Floats) -> Positions:
        """Return which of its node's ends one comes to first, turning clockwise from an angle; it may lie in it."""
        place = np.searchsorted(self.key, _key(node, angle), side="right") - self.first[node] - 1
        return place % np.maximum(self.count[node], 1)


def _angle(streets: StreetNetwork, node: Positions, other: Positions) -> Floats:
    """Return the angle in which the way from a node to another leaves it."""
    x, y = (streets.xy[other] - streets.xy[node]).T
    return np.asarray(np.arctan2(y, x), dtype=np.float64)


def _key(node: Positions, angle: Floats) -> Floats:
    """Return numbers in the order of nodes, then of angles."""
    return np.asarray(8.0 * node + angle, dtype=np.float64)


def _words(rules: Rules, name: str) -> tuple[str, ...]:
    values = rules[_RULE].numbers[name]
    return tuple(str(value) for value in values) if isinstance(values, list | tuple) else (str(values),)
