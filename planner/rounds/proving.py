"""A shorter round trip than a known one, or the proof that there is none.

Each line that a shorter trip may use is a column of 0 or 1; two lines meet at every point. Where the answer is several
trips instead of one, at least two lines must leave each of them (G. Dantzig, R. Fulkerson, S. Johnson 1954, *Solution
of a large-scale traveling-salesman problem*, Operations Research 2, 393-410), and the problem is solved again.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components, depth_first_order

from planner.rounds.improving import length_m
from planner.rounds.spanning import Flags, Floats, LowerBound, Positions
from planner.siting.solving.clock import Clock
from planner.siting.solving.program import HALF, INFINITY, Program, Rows, run, stacked


def shortest_trip(ways_m: Floats, trip: Positions, bound: LowerBound, clock: Clock) -> tuple[Positions, float]:
    """Return the shortest round trip that was found, and a length that no trip is shorter than.

    Parameters
    ----------
    ways_m
        The ways between points in whole metres, the same in both directions.
    trip
        The best trip that is known.
    bound
        What is known to be shorter than every trip.
    clock
        When to end the search: the known trip is then returned with the best bound so far.

    Raises
    ------
    planner.errors.UnsolvedError
        If the solver stops for another reason than a proof or the clock.
    """
    known_m, proven_m = length_m(ways_m, trip), bound.metres
    # Ways are whole metres: what is shorter at all is shorter by one.
    first, second = np.nonzero(np.triu(bound.through_m <= known_m - HALF, k=1))
    lines, metres = len(first), ways_m[first, second]
    two = np.full(len(ways_m), 2.0)
    meets = (np.ones(2 * lines), (np.concatenate([first, second]), np.tile(np.arange(lines), 2)))
    rows = Rows(sp.csr_array(meets, shape=(len(ways_m), lines)), two, two)
    while not clock.over():
        program = Program(-metres, np.zeros(lines), np.ones(lines), rows, whole=lines)
        outcome = run(program, clock.left_s, gap=HALF, stop=clock.stop)
        proven_m = max(proven_m, min(-outcome.bound, known_m))
        if proven_m > known_m - 1 + HALF / 2:
            return trip, known_m
        if outcome.values is None:
            break
        chosen = outcome.values > HALF
        graph = sp.csr_array((np.ones(chosen.sum()), (first[chosen], second[chosen])), shape=ways_m.shape)
        parts, part = connected_components(graph, directed=False)
        if parts == 1:
            found = depth_first_order(graph, 0, directed=False, return_predecessors=False).astype(np.intp)
            # Time may have ended before the solver knew that nothing is shorter.
            best = min(trip, found, key=lambda way: length_m(ways_m, way))
            return best, proven_m
        rows = stacked(rows, *(_leaving(part == number, first, second) for number in range(parts)))
    return trip, proven_m


def _leaving(inside: Flags, first: Positions, second: Positions) -> Rows:
    """Ask that a trip leaves some points, and comes back."""
    crossing = inside[first] != inside[second]
    return Rows(sp.csr_array(crossing.astype(np.float64)[None, :]), np.array([2.0]), np.array([INFINITY]))
