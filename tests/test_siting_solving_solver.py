"""The exact solver, against every plan of small problems."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import scipy.sparse as sp
from drawn_plan import covering, small_problems
from hypothesis import given, settings

from planner.siting.solving.problem import CoveringProblem, merged
from planner.siting.solving.solver import solve


def best_value(problem: CoveringProblem) -> int:
    """Return the value of the best of all plans."""
    plans = (
        np.array(plan, dtype=np.intp)
        for size in range(min(problem.sites, problem.candidates) + 1)
        for plan in combinations(range(problem.candidates), size)
    )
    return max(problem.value(plan) for plan in plans if problem.meets_duties(plan))


def spread_out(sites: int, duties: int) -> CoveringProblem:
    """Return a problem of 400 points and 80 candidates, hard enough that the relaxation alone proves nothing."""
    random = np.random.default_rng(7)
    points = random.uniform(0, 1000, (400, 2))
    distance = np.linalg.norm(points[::5, None] - points[None], axis=-1)
    covers, weights = merged(sp.csr_array((distance < 180).astype(np.int64)), random.integers(1, 40, 400))
    duty = np.where(np.arange(80) < 40, np.arange(80) % duties, -1)
    return CoveringProblem(covers, weights, duty=duty, duties=duties, sites=sites, preferred=np.zeros(80, dtype=bool))


@settings(deadline=None)
@given(small_problems())
def test_the_plan_is_the_best_of_all_and_proven(problem: CoveringProblem) -> None:
    solution = solve(problem, 10.0)
    assert solution.objective == solution.bound == best_value(problem) == problem.value(solution.chosen)
    assert problem.meets_duties(solution.chosen)
    assert solution.chosen.size <= problem.sites


def test_a_problem_for_branch_and_bound_is_proven_and_always_answered_alike() -> None:
    problem = spread_out(sites=5, duties=3)
    first, second = solve(problem, 20.0), solve(problem, 20.0)
    assert first.objective == first.bound
    assert first.chosen.tolist() == second.chosen.tolist()


def test_without_time_there_still_is_a_plan_with_a_bound() -> None:
    problem = spread_out(sites=5, duties=3)
    hurried, proven = solve(problem, 1e-9), solve(problem, 20.0)
    assert hurried.objective < proven.objective < hurried.bound
    assert problem.meets_duties(hurried.chosen)


@pytest.mark.parametrize(("preferred", "chosen"), [([False] * 3, [0]), ([False, False, True], [2])])
def test_ties_go_to_the_preferred_and_then_to_the_lower_number(preferred: list[bool], chosen: list[int]) -> None:
    solution = solve(covering([[1, 1]] * 3, [4, 5], 1, preferred=preferred), 10.0)
    assert (solution.chosen.tolist(), solution.objective, solution.bound) == (chosen, 9, 9)


def test_one_child_more_outweighs_any_preference() -> None:
    problem = covering([[1, 0], [0, 1]], [10, 11], 1, preferred=[True, False])
    assert solve(problem, 10.0).chosen.tolist() == [1]
