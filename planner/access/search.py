"""The shortest ways on a street network: to the nearest place, to every place within a limit, and what lies within.

Ways are walked from origins to places. They are searched from the places against the direction of walking, as there
are far fewer of them. With a limit, each place is searched on its own copy of the streets around it only; the copies
of many places are one graph, so that one search serves them all and the memory follows the streets within reach.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from planner.access.network import Floats, Footing, Positions, StreetNetwork
from planner.access.reach import TOLERANCE_M

_NODES_AT_ONCE = 2_000_000
"""Streets around places are searched in batches of so many nodes, which bounds the memory."""


def nearest_m(network: StreetNetwork, origins: Footing, places: Footing) -> Floats:
    """Return the way from each origin to its nearest place, in metres; infinite where there is none."""
    best = np.full(origins.count, np.inf)
    if not len(places.of) or not len(origins.of):
        return best
    to_start, to_end = network.arriving_m(places)
    nodes = np.concatenate([network.start[places.segment], network.end[places.segment]])
    nodes, ways = _least(nodes, np.concatenate([to_start, to_end]))
    to_node = _search(network.graph, nodes, ways, np.inf)
    to_start, to_end = network.leaving_m(origins)
    over_start = to_node[network.start[origins.segment]] + to_start
    over_end = to_node[network.end[origins.segment]] + to_end
    np.minimum.at(best, origins.of, np.minimum(over_start, over_end))
    origin, _, direct = _on_one_segment(network, origins, places)
    np.minimum.at(best, origins.of[origin], direct)
    return best


def within_m(network: StreetNetwork, origins: Footing, places: Footing, limit_m: float) -> csr_array:
    """Return every way between a place (row) and an origin (column) that is not longer than a limit.

    A stored zero is a way of 0 m, not a missing one; see :class:`planner.access.walking.Walking`.
    """
    limit = limit_m + TOLERANCE_M
    at_node = _by_node(network, origins)
    origin, place, direct = _on_one_segment(network, origins, places)
    found = [_pairs(places.of[place], origins.of[origin], direct, limit)]
    for reached in _searches(network, places, limit):
        entry, position = _join(reached.node, at_node.starts)
        ways = reached.metres[entry] + at_node.metres[position]
        found.append(_pairs(reached.place[entry], at_node.origin[position], ways, limit))
    place, origin, ways = (np.concatenate(column) for column in zip(*found, strict=True))
    return shortest_ways(place, origin, ways, (places.count, origins.count))


def shortest_ways(place: Positions, origin: Positions, ways_m: Floats, shape: tuple[int, int]) -> csr_array:
    """Return the shortest of the ways of each pair as a table of places (rows) and origins (columns)."""
    order = np.lexsort((ways_m, origin, place))
    place, origin, ways_m = place[order], origin[order], ways_m[order]
    first = np.ones(len(place), dtype=np.bool_)
    first[1:] = (place[1:] != place[:-1]) | (origin[1:] != origin[:-1])
    starts = np.concatenate([[0], np.cumsum(np.bincount(place[first], minlength=shape[0]))])
    return csr_array((ways_m[first], origin[first], starts), shape=shape)


def reached_pieces(network: StreetNetwork, places: Footing, limit_m: float) -> pd.DataFrame:
    """Return the pieces of street from which each place is reached within a limit, cut exactly at it.

    Returns
    -------
    ``place``, ``segment``, ``from_m`` and ``to_m`` (metres from the segment's start); pieces of one segment may
    overlap.
    """
    tables = [_own_pieces(network, places, limit_m)]
    for reached in _searches(network, places, limit_m):
        for ends, ratio, is_start in (
            (network.start, network.backward_ratio, True),
            (network.end, network.forward_ratio, False),
        ):
            entry, position = _join(reached.node, _starts(ends, len(network.xy)))
            segment = np.argsort(ends, kind="stable")[position]
            length = network.length_m[segment]
            walked = np.minimum((limit_m - reached.metres[entry]) / ratio[segment], length)
            pieces = {"from_m": np.zeros(len(walked)), "to_m": walked}
            if not is_start:
                pieces = {"from_m": length - walked, "to_m": length}
            tables.append(pd.DataFrame({"place": reached.place[entry], "segment": segment, **pieces}))
    every = pd.concat(tables, ignore_index=True)
    return every[every["to_m"] > every["from_m"]].drop_duplicates(ignore_index=True)


def _own_pieces(network: StreetNetwork, places: Footing, limit_m: float) -> pd.DataFrame:
    """Return the pieces of the segments that places themselves stand on."""
    left_m = np.maximum(limit_m - places.access_m, 0.0)
    segment, foot = places.segment, places.along_m
    return pd.DataFrame(
        {
            "place": places.of,
            "segment": segment,
            "from_m": np.maximum(foot - left_m / network.forward_ratio[segment], 0.0),
            "to_m": np.minimum(foot + left_m / network.backward_ratio[segment], network.length_m[segment]),
        }
    )


@dataclass(frozen=True, eq=False)
class _Reached:
    """Nodes from which places are reached within a limit, and the metres from there."""

    place: Positions
    node: Positions
    metres: Floats


def _searches(network: StreetNetwork, places: Footing, limit_m: float) -> Iterator[_Reached]:
    """Yield what is reached, some places at a time, in their order."""
    if not len(places.of):
        return
    # No way is shorter than the straight line of a street that falls at the best slope all along.
    radius_m = limit_m / min(network.least_ratio, 1.0)
    around = network.nodes_tree.query_ball_point(places.xy, radius_m, return_length=True)
    batch = np.cumsum(around) // _NODES_AT_ONCE
    # Feet of one place stay together.
    batch = batch[np.searchsorted(places.of, places.of)]
    for number in np.unique(batch):
        yield _search_copies(network, places, np.flatnonzero(batch == number), radius_m, limit_m)


def _search_copies(
    network: StreetNetwork, places: Footing, feet: Positions, radius_m: float, limit_m: float
) -> _Reached:
    """Search the streets around some feet, each place on a copy of its own."""
    nodes = len(network.xy)
    found = np.asarray(
        network.nodes_tree.query_ball_point(places.xy[feet], radius_m, return_sorted=False), dtype=object
    )
    count = np.fromiter(map(len, found), dtype=np.intp, count=len(found))
    near = np.fromiter(chain.from_iterable(found), dtype=np.intp, count=int(count.sum()))
    # A copy of a node is the place times the number of nodes, plus the node: the copies of a place stand together.
    copies = np.unique(np.repeat(places.of[feet], count) * nodes + near)
    place, node = copies // nodes, copies % nodes
    graph = network.graph
    entry, position = _join(node, graph.indptr.astype(np.intp))
    neighbour = graph.indices[position].astype(np.intp)
    target = _find(copies, place[entry] * nodes + neighbour)
    inside = target >= 0
    starts = np.concatenate([[0], np.cumsum(np.bincount(entry[inside], minlength=len(copies)))])
    local = csr_array(
        (graph.data[position[inside]], target[inside].astype(np.int32), starts.astype(np.int32)),
        shape=(len(copies), len(copies)),
    )
    ends = np.concatenate([network.start[places.segment[feet]], network.end[places.segment[feet]]])
    sources = _find(copies, np.tile(places.of[feet], 2) * nodes + ends)
    ways = np.concatenate([way[feet] for way in network.arriving_m(places)])
    metres = _search(local, *_least(sources[sources >= 0], ways[sources >= 0]), limit_m)
    reached = np.flatnonzero(np.isfinite(metres))
    return _Reached(place[reached], node[reached], metres[reached])


def _search(graph: csr_array, nodes: Positions, ways_m: Floats, limit_m: float) -> Floats:
    """Return the least metres from any of some nodes, each with a way of its own to it, to every node.

    One more node leads to all of them, and nothing leads back.
    """
    size = graph.shape[0] + 1
    extended = csr_array(
        (
            np.concatenate([graph.data, ways_m]),
            np.concatenate([graph.indices, nodes.astype(np.int32)]),
            np.concatenate([graph.indptr, [graph.indptr[-1] + len(nodes)]]).astype(np.int32),
        ),
        shape=(size, size),
    )
    return np.asarray(dijkstra(extended, directed=True, indices=np.array([size - 1]), limit=limit_m)[0, :-1])


@dataclass(frozen=True, eq=False)
class _ByNode:
    """Origins by the nodes that they walk over: those of node ``n`` from ``starts[n]`` to ``starts[n + 1]``."""

    starts: Positions
    origin: Positions
    metres: Floats


def _by_node(network: StreetNetwork, origins: Footing) -> _ByNode:
    ends = np.concatenate([network.start[origins.segment], network.end[origins.segment]])
    order = np.argsort(ends, kind="stable")
    metres = np.concatenate(network.leaving_m(origins))
    return _ByNode(_starts(ends, len(network.xy)), np.tile(origins.of, 2)[order], metres[order])


def _starts(values: Positions, count: int) -> Positions:
    """Return where each number from 0 begins, and the last ends, once they are sorted."""
    return np.concatenate([[0], np.cumsum(np.bincount(values, minlength=count))])


def _join(numbers: Positions, starts: Positions) -> tuple[Positions, Positions]:
    """Pair the positions of numbers with each position that the numbers have in a sorted list."""
    first = starts[numbers].astype(np.intp)
    count = starts[numbers + 1] - first
    entry = np.repeat(np.arange(len(numbers)), count)
    step = np.arange(len(entry)) - np.repeat(np.cumsum(count) - count, count)
    return entry, np.repeat(first, count) + step


def _find(ordered: Positions, wanted: Positions) -> Positions:
    """Return the position of each wanted number in an ordered list without doubles, -1 where it is not there."""
    if not len(ordered):
        return np.full(len(wanted), -1, dtype=np.intp)
    position = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
    return np.where(ordered[position] == wanted, position, -1)


def _least(nodes: Positions, metres: Floats) -> tuple[Positions, Floats]:
    """Return distinct nodes with the least metres of each."""
    order = np.lexsort((metres, nodes))
    distinct, first = np.unique(nodes[order], return_index=True)
    return distinct, metres[order][first]


def _pairs(place: Positions, origin: Positions, ways: Floats, limit_m: float) -> tuple[Positions, Positions, Floats]:
    """Keep the ways that are not too long."""
    near = ways <= limit_m
    return place[near], origin[near], ways[near]


def _on_one_segment(network: StreetNetwork, origins: Footing, places: Footing) -> tuple[Positions, Positions, Floats]:
    """Find pairs of feet on one segment, and the way along it, which passes no node."""
    by_segment = np.argsort(places.segment, kind="stable")
    origin, position = _join(origins.segment, _starts(places.segment, len(network.start)))
    place = by_segment[position]
    segment = origins.segment[origin]
    along = places.along_m[place] - origins.along_m[origin]
    walked = np.where(along >= 0, along * network.forward_ratio[segment], -along * network.backward_ratio[segment])
    return origin, place, origins.access_m[origin] + walked + places.access_m[place]
