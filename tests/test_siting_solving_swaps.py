"""Exchanging single candidates."""

from __future__ import annotations

import numpy as np
from drawn_plan import covering, small_problems
from hypothesis import given, settings

from planner.siting.solving.greedy import first_plan
from planner.siting.solving.problem import CoveringProblem
from planner.siting.solving.swaps import improved_by_swaps


def test_a_swap_mends_what_greed_spoilt() -> None:
    # Greed takes candidate 0 (4 + 4), then either other one (3): 11. The other two alone reach 14.
    problem = covering([[0, 1, 1, 0], [1, 1, 0, 0], [0, 0, 1, 1]], [3, 4, 4, 3], 2)
    assert problem.value(first_plan(problem)) == 11
    assert improved_by_swaps(problem, first_plan(problem)).tolist() == [1, 2]


def test_of_equal_places_the_preferred_is_taken_and_then_the_lower_number() -> None:
    same = [[1], [1], [1]]
    assert improved_by_swaps(covering(same, [5], 1), np.array([2])).tolist() == [0]
    assert improved_by_swaps(covering(same, [5], 1, preferred=[False, False, True]), np.array([0])).tolist() == [2]


def test_a_duty_is_never_swapped_away() -> None:
    problem = covering([[1, 0], [0, 1]], [1, 100], 1, duty=[0, -1])
    assert improved_by_swaps(problem, np.array([0])).tolist() == [0]


@settings(deadline=None)
@given(small_problems())
def test_no_value_no_duty_and_no_site_is_lost(problem: CoveringProblem) -> None:
    before = first_plan(problem)
    after = improved_by_swaps(problem, before)
    assert problem.value(after) >= problem.value(before)
    assert problem.meets_duties(after)
    assert np.unique(after).size == before.size
