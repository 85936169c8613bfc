"""The order in which stops are visited on the shortest way: from any of them to any other, each once."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planner.rounds.improving import good_trip, length_m
from planner.rounds.proving import shortest_trip
from planner.rounds.spanning import Floats, Positions, lower_bound
from planner.siting.solving.clock import Clock, never

MOST_PROVEN = 120
"""Of more stops, the order is a good one with a bound, and nothing shorter is searched for."""

SECONDS = 4.0
"""How long the shortest order of one group of stops may be searched for."""


@dataclass(frozen=True, eq=False)
class Order:
    """An order of stops.

    Attributes
    ----------
    stops
        Positions of the stops, in the order of the way.
    length_m
        Length of the way, in whole metres.
    bound_m
        No way past all stops is shorter, in whole metres; equal to the length where that is proven to be the shortest.
    """

    stops: Positions
    length_m: int
    bound_m: int


def shortest_order(ways_m: Floats, stop: Callable[[], bool] = never) -> Order:
    """Return the shortest order of stops, or a good one where it can't be proven in time.

    Parameters
    ----------
    ways_m
        The ways between stops in whole metres, the same in both directions; shape ``(n, n)``.
    stop
        Whether to end the search for the proof.

    Raises
    ------
    planner.errors.UnsolvedError
        If the solver stops for another reason than a proof or the time.
    """
    count = len(ways_m)
    if count < 3:
        metres = int(ways_m[0, -1]) if count else 0
        return Order(np.arange(count, dtype=np.intp), metres, metres)
    # A point that lies beside every stop turns a way from any stop to any other into a round trip.
    with_ends = np.zeros((count + 1, count + 1))
    with_ends[:count, :count] = ways_m
    trip = good_trip(with_ends)
    known_m = length_m(with_ends, trip)
    bound = lower_bound(with_ends, known_m)
    proven_m = bound.metres
    if count <= MOST_PROVEN and proven_m <= known_m - 1:
        trip, proven_m = shortest_trip(with_ends, trip, bound, Clock(SECONDS, stop))
        known_m = length_m(with_ends, trip)
    # Any length is whole metres; a millionth is rounding.
    return Order(_opened(trip), round(known_m), min(round(known_m), math.ceil(proven_m - 1e-6)))


def _opened(trip: Positions) -> Positions:
    """Cut a round trip open at the point that is no stop; of both directions, begin with the earlier stop."""
    end = int(trip.argmax())
    way = np.roll(trip, -end)[1:]
    return way if way[0] < way[-1] else way[::-1].copy()
