"""How short a round trip can be at most: the bound of Held and Karp.

A round trip is a spanning tree of all points but one, and two lines from that one: no trip is shorter than the shortest
of these *1-trees*. A potential of each point, added to all its lines, changes every trip alike but not the 1-trees, so
that potentials are sought which make the bound as great as can be (M. Held, R. M. Karp 1971, *The traveling-salesman
problem and minimum spanning trees, part II*, Mathematical Programming 1, 6-25).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]

_STEPS = 150
_SHRINK_AFTER = 8
"""The step is halved once so many tries have not raised the bound."""


@dataclass(frozen=True, eq=False)
class LowerBound:
    """No round trip is shorter than this.

    Attributes
    ----------
    metres
        The bound.
    through_m
        The bound for trips that use each line, shape ``(n, n)``: one above the length of a known trip is in no better
        one.
    """

    metres: float
    through_m: Floats


@dataclass(frozen=True, eq=False)
class _Tree:
    """The shortest 1-tree: its length, how many of its lines meet at each point, and the bound for each line."""

    length: float
    degree: Positions
    first: Positions
    second: Positions


def lower_bound(ways_m: Floats, known_m: float) -> LowerBound:
    """Return a bound on the length of every round trip through all points.

    Parameters
    ----------
    ways_m
        The ways between points, the same in both directions; at least three points.
    known_m
        Length of a known round trip.
    """
    potential = np.zeros(len(ways_m))
    best, best_potential, failed, step = -np.inf, potential, 0, 1.0
    for _ in range(_STEPS):
        tree = _one_tree(_lifted(ways_m, potential))
        bound = tree.length - 2 * potential.sum()
        if bound > best:
            best, best_potential, failed = bound, potential, 0
        else:
            failed += 1
            if failed == _SHRINK_AFTER:
                step, failed = step / 2, 0
        excess = tree.degree - 2
        steepness = float(excess @ excess)
        # A 1-tree of which two lines meet at every point is a round trip: the shortest one.
        if not steepness or best >= known_m:
            break
        potential = potential + step * max(known_m - bound, 1.0) / steepness * excess
    return LowerBound(best, _through(_lifted(ways_m, best_potential), best))


def _lifted(ways_m: Floats, potential: Floats) -> Floats:
    return ways_m + potential[:, None] + potential[None, :]


def _one_tree(ways: Floats) -> _Tree:
    """Return the shortest 1-tree whose single point is the last one."""
    parent = _spanning_tree(ways[:-1, :-1])
    last = len(ways) - 1
    nearest = np.argsort(ways[last, :last], kind="stable")[:2]
    first = np.concatenate([np.arange(1, last), [last, last]])
    second = np.concatenate([parent[1:], nearest])
    degree = np.bincount(first, minlength=len(ways)) + np.bincount(second, minlength=len(ways))
    return _Tree(float(ways[first, second].sum()), degree, first, second)


def _spanning_tree(ways: Floats) -> Positions:
    """Return the point before each one on the shortest spanning tree that grows from the first (R. C. Prim 1957)."""
    count = len(ways)
    parent, near = np.zeros(count, dtype=np.intp), ways[0].copy()
    near[0] = np.inf
    outside = np.ones(count, dtype=np.bool_)
    outside[0] = False
    for _ in range(count - 1):
        point = int(near.argmin())
        outside[point] = False
        near[point] = np.inf
        closer = outside & (ways[point] < near)
        near[closer] = ways[point, closer]
        parent[closer] = point
    return parent


def _through(ways: Floats, bound: float) -> Floats:
    """Return the bound for trips through each line: the line takes the place of the longest one that it closes."""
    last = len(ways) - 1
    longest = _longest_between(ways[:-1, :-1])
    through = np.full(ways.shape, np.inf)
    through[:last, :last] = bound + np.maximum(ways[:last, :last] - longest, 0.0)
    spare = np.sort(ways[last, :last])[1]
    through[last, :last] = through[:last, last] = bound + np.maximum(ways[last, :last] - spare, 0.0)
    np.fill_diagonal(through, np.inf)
    return through


def _longest_between(ways: Floats) -> Floats:
    """Return the longest line between each two points on the shortest spanning tree."""
    parent = _spanning_tree(ways)
    longest = np.zeros(ways.shape)
    known = np.zeros(len(ways), dtype=np.bool_)
    known[0] = True
    waiting = list(range(1, len(ways)))
    while waiting:
        point = next(point for point in waiting if known[parent[point]])
        waiting.remove(point)
        before = int(parent[point])
        row = np.maximum(longest[before], ways[before, point])
        longest[point, known], longest[known, point] = row[known], row[known]
        known[point] = True
    return longest
