"""Choosing one candidate after the other."""

from __future__ import annotations

import numpy as np
from drawn_plan import covering, small_problems
from hypothesis import given, settings

from planner.siting.solving.greedy import Step, building_order, first_plan
from planner.siting.solving.problem import CoveringProblem


def test_the_greatest_gain_comes_first_but_a_place_is_kept_for_each_duty() -> None:
    # Two sites: candidates 0 and 1 reach 50 and 40, but the duty needs candidate 2, which reaches 1.
    problem = covering(np.eye(3, dtype=int).tolist(), [50, 40, 1], 2, duty=[-1, -1, 0])
    assert first_plan(problem).tolist() == [0, 2]


def test_nobody_is_left_so_no_more_sites() -> None:
    problem = covering([[1, 1], [1, 0], [0, 1]], [5, 5], 3)
    assert first_plan(problem).tolist() == [0]


@settings(deadline=None)
@given(small_problems())
def test_the_first_plan_meets_every_duty_with_the_sites_there_are(problem: CoveringProblem) -> None:
    plan = first_plan(problem)
    assert problem.meets_duties(plan)
    assert plan.size <= problem.sites
    assert np.unique(plan).size == plan.size


def test_order_of_building_is_duties_first_and_then_by_gain() -> None:
    # Candidate 0 (no duty) reaches rows 0 and 1; candidate 1 (duty 0) row 2; candidate 2 (duty 1) rows 1 and 3.
    problem = covering([[1, 1, 0, 0], [0, 0, 1, 0], [0, 1, 0, 1]], [30, 20, 8, 4], 3, duty=[-1, 0, 1])
    assert building_order(problem, np.array([0, 1, 2])) == (Step(2, 24, True), Step(1, 8, True), Step(0, 30, False))


def test_one_site_meets_a_duty_the_other_of_its_kecamatan_only_adds() -> None:
    problem = covering([[1, 0], [0, 1]], [7, 9], 2, duty=[0, 0])
    assert building_order(problem, np.array([0, 1])) == (Step(1, 9, True), Step(0, 7, False))


def test_a_site_for_nobody_is_left_out_unless_a_duty_needs_it() -> None:
    # All three reach the same row; candidate 1 has a duty, and so has candidate 2.
    problem = covering([[1], [1], [1]], [6], 3, duty=[-1, 0, 1])
    assert building_order(problem, np.array([0, 1, 2])) == (Step(1, 6, True), Step(2, 0, True))


@settings(deadline=None)
@given(small_problems())
def test_gains_in_order_sum_to_the_value_and_fall(problem: CoveringProblem) -> None:
    plan = first_plan(problem)
    steps = building_order(problem, plan)
    assert sum(step.gain for step in steps) == problem.value(plan)
    assert problem.meets_duties(np.array([step.candidate for step in steps], dtype=np.intp))
    others = [step.gain for step in steps if not step.duty]
    assert others == sorted(others, reverse=True)
