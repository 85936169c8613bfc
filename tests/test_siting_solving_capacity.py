"""Sites of limited capacity: whom they serve, and a bound on every plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp
from drawn_plan import constrained_problems, covering, plans_of
from hypothesis import given, settings

from planner.siting.solving.capacity import relax_capacity
from planner.siting.solving.flow import served_by
from planner.siting.solving.problem import NOISE, CoveringProblem

COVERS = sp.csr_array(np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]]))


def served(weights: list[int], children: list[int], capacity: list[int]) -> tuple[int, list[float]]:
    value, share = served_by(COVERS, *map(np.array, (weights, children, capacity)), np.array([0, 1]))
    return value, share.tolist()


def test_children_are_divided_among_sites_so_that_most_are_served() -> None:
    # The first site takes all 6 of row 0 and 2 of row 1, the second the other 2 of row 1 and 5 of row 2.
    assert served([6, 4, 5], [6, 4, 5], [8, 7]) == (15, [1.0, 1.0, 1.0])
    assert served([6, 4, 5], [6, 4, 5], [6, 7])[0] == 13


def test_children_who_count_more_are_served_first() -> None:
    # Row 1 counts three times: its 4 are served before others.
    assert served([6, 12, 5], [6, 4, 5], [0, 5]) == (13, [0.0, 1.0, 0.2])


def test_nobody_is_served_by_nobody() -> None:
    weights = np.array([1, 1, 1])
    assert served_by(COVERS, weights, weights, np.array([9, 9]), np.zeros(0, dtype=np.intp))[0] == 0


@settings(deadline=None, max_examples=60)
@given(constrained_problems())
def test_no_plan_beats_the_bound_nor_the_bound_of_its_candidates(problem: CoveringProblem) -> None:
    plans = plans_of(problem)
    if problem.capacity is None or not plans:
        return
    relaxation = relax_capacity(problem, plans[0])
    assert problem.allows(relaxation.plan)
    for plan in plans:
        assert problem.value(plan) <= relaxation.bound + NOISE
        assert all(problem.value(plan) <= relaxation.bound_with[plan] + NOISE)


def test_a_bound_is_never_above_what_the_sites_can_hold() -> None:
    problem = replace(covering([[1, 1], [1, 1]], [50, 50], 1), capacity=np.array([30, 20]))
    assert relax_capacity(problem, np.array([0])).bound == pytest.approx(30)
