"""The shortest order of stops, its proof, and the bound where there is none."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.rounds import ordering
from planner.rounds.improving import good_trip, length_m
from planner.rounds.ordering import shortest_order
from planner.rounds.proving import shortest_trip
from planner.rounds.spanning import Floats, lower_bound
from planner.siting.solving.clock import ENDLESS, Clock

SPOTS = st.tuples(st.integers(0, 900), st.integers(0, 900))


def straight(spots: list[tuple[int, int]]) -> Floats:
    """Return straight lines in whole metres."""
    xy = np.array(spots, dtype=np.float64).reshape(-1, 2)
    return np.round(np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1)))


def shortest_by_trying(ways_m: Floats) -> float:
    """Try every order."""
    return min(
        sum(ways_m[here, there] for here, there in itertools.pairwise(order))
        for order in itertools.permutations(range(len(ways_m)))
    )


def chance(count: int, seed: int = 5) -> Floats:
    """Return ways between so many spots in a square of 3 km."""
    spots = np.random.default_rng(seed).integers(0, 3000, (count, 2))
    return straight([(int(x), int(y)) for x, y in spots])


def test_stops_along_a_street_are_visited_one_after_the_other() -> None:
    # Houses at 0, 300, 100 and 200 m: from one end to the other it is 300 m.
    order = shortest_order(straight([(0, 0), (300, 0), (100, 0), (200, 0)]))
    assert order.stops.tolist() == [0, 2, 3, 1]
    assert (order.length_m, order.bound_m) == (300, 300)


@pytest.mark.parametrize(("spots", "length_m"), [([], 0), ([(5, 5)], 0), ([(0, 0), (3, 4)], 5)])
def test_a_few_stops_have_one_order(spots: list[tuple[int, int]], length_m: int) -> None:
    order = shortest_order(straight(spots))
    assert order.stops.tolist() == list(range(len(spots)))
    assert (order.length_m, order.bound_m) == (length_m, length_m)


@given(st.lists(SPOTS, min_size=2, max_size=7))
def test_no_order_is_shorter_and_that_is_proven(spots: list[tuple[int, int]]) -> None:
    ways_m = straight(spots)
    order = shortest_order(ways_m)
    assert sorted(order.stops.tolist()) == list(range(len(spots)))
    walked = sum(ways_m[here, there] for here, there in itertools.pairwise(order.stops))
    assert order.length_m == order.bound_m == walked == shortest_by_trying(ways_m)


@given(st.lists(SPOTS, min_size=3, max_size=7))
def test_the_bound_is_never_above_the_shortest_trip(spots: list[tuple[int, int]]) -> None:
    ways_m = straight(spots)
    trip = good_trip(ways_m)
    shortest = min(length_m(ways_m, np.array((0, *rest))) for rest in itertools.permutations(range(1, len(spots))))
    bound = lower_bound(ways_m, length_m(ways_m, trip))
    assert bound.metres <= shortest + 1e-6
    # Of each line: no trip through it is shorter than is said.
    through = bound.through_m[trip, np.roll(trip, -1)] if length_m(ways_m, trip) == shortest else np.zeros(1)
    assert (through <= shortest + 1e-6).all()


@pytest.mark.parametrize("seed", range(3))
def test_forty_stops_are_proven_to_be_in_the_shortest_order(seed: int) -> None:
    order = shortest_order(chance(40, seed))
    assert order.bound_m == order.length_m


def test_a_bad_trip_is_made_the_shortest_one() -> None:
    # A square of 100 m, visited over its diagonals: 100 + 141 + 100 + 141 instead of 400 m.
    ways_m = straight([(0, 0), (100, 0), (0, 100), (100, 100)])
    bad = np.arange(4)
    known_m = length_m(ways_m, bad)
    trip, bound_m = shortest_trip(ways_m, bad, lower_bound(ways_m, known_m), ENDLESS)
    assert (known_m, length_m(ways_m, trip), round(bound_m)) == (482, 400, 400)


def test_without_time_a_good_order_comes_with_a_bound() -> None:
    ways_m = chance(60)
    order = shortest_order(ways_m, stop=lambda: True)
    assert sorted(order.stops.tolist()) == list(range(60))
    assert order.length_m * 0.9 < order.bound_m <= order.length_m
    trip, bound_m = shortest_trip(ways_m, np.arange(60), lower_bound(ways_m, 1e9), Clock(0.0))
    assert (trip.tolist(), bound_m <= order.length_m) == (list(range(60)), True)


def test_of_very_many_stops_the_order_is_a_good_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordering, "MOST_PROVEN", 5)
    order = shortest_order(chance(30))
    assert order.length_m * 0.9 < order.bound_m <= order.length_m


def test_the_same_stops_are_always_visited_in_the_same_order() -> None:
    ways_m = chance(25)
    assert shortest_order(ways_m).stops.tolist() == shortest_order(ways_m).stops.tolist()


def test_places_at_one_spot_are_visited_together() -> None:
    order = shortest_order(straight([(0, 0), (500, 0), (0, 0), (500, 0), (0, 0)]))
    assert order.length_m == order.bound_m == 500
