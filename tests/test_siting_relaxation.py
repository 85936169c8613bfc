"""The bound by Lagrangian relaxation, against every plan of small problems."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from drawn_plan import covering, small_problems
from hypothesis import given, settings

from planner.siting.greedy import first_plan
from planner.siting.problem import NOISE, CoveringProblem
from planner.siting.relaxation import best_choice, relax


def test_the_best_choice_takes_the_best_of_each_duty_first() -> None:
    problem = covering(np.eye(4, dtype=int).tolist(), [1] * 4, 3, duty=[1, 1, 0, -1])
    assert best_choice(problem, np.array([5.0, 6.0, 1.0, 9.0])).tolist() == [2, 1, 3]


def test_places_far_apart_are_proven_at_once() -> None:
    problem = covering(np.eye(3, dtype=int).tolist(), [30, 20, 10], 2)
    assert int(relax(problem, first_plan(problem)).bound + NOISE) == 50


@settings(deadline=None)
@given(small_problems())
def test_no_plan_beats_the_bound_nor_the_bound_of_its_candidates(problem: CoveringProblem) -> None:
    relaxation = relax(problem, first_plan(problem))
    assert problem.meets_duties(relaxation.plan)
    for size in range(min(problem.sites, problem.candidates) + 1):
        for plan in combinations(range(problem.candidates), size):
            chosen = np.array(plan, dtype=np.intp)
            if problem.meets_duties(chosen):
                value = problem.value(chosen)
                assert value <= relaxation.bound + NOISE
                assert all(value <= relaxation.bound_with[chosen] + NOISE)
