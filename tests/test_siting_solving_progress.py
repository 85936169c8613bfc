"""Watching and stopping a search."""

from __future__ import annotations

import numpy as np
import pytest
from drawn_plan import small_problems
from hypothesis import given, settings
from test_siting_solving_solver import spread_out

from planner.siting.solving.clock import Clock
from planner.siting.solving.greedy import first_plan
from planner.siting.solving.problem import CoveringProblem
from planner.siting.solving.solver import Progress, solve
from planner.siting.solving.swaps import improved_by_swaps, shaken


def test_plan_and_bound_come_closer_and_the_last_told_is_the_answer() -> None:
    told: list[Progress] = []
    problem = spread_out(sites=5, duties=3)
    solution = solve(problem, 20.0, told.append)
    assert len(told) > 1
    assert [step.objective for step in told] == sorted(step.objective for step in told)
    assert [step.bound for step in told] == sorted((step.bound for step in told), reverse=True)
    assert all(problem.meets_duties(step.chosen) and problem.value(step.chosen) == step.objective for step in told)
    assert (told[-1].objective, told[-1].bound, told[-1].gap) == (solution.objective, solution.bound, 0.0)


def test_watching_changes_nothing() -> None:
    problem = spread_out(sites=5, duties=3)
    watched = solve(problem, 20.0, lambda progress: None)
    assert watched.chosen.tolist() == solve(problem, 20.0).chosen.tolist()


@pytest.mark.parametrize("asked", [0, 3, 40])
def test_stopped_at_any_time_there_is_a_plan_with_a_bound(asked: int) -> None:
    problem, best = spread_out(sites=5, duties=3), solve(spread_out(sites=5, duties=3), 20.0).objective
    questions = iter([False] * asked)
    solution = solve(problem, 20.0, stop=lambda: next(questions, True))
    assert solution.objective <= best <= solution.bound
    assert solution.objective < solution.bound
    assert problem.meets_duties(solution.chosen)


def test_the_gap_is_a_share_of_the_plan() -> None:
    assert Progress(np.array([0]), 200, 210, 0.0).gap == 0.05
    assert Progress(np.array([], dtype=np.intp), 0, 0, 0.0).gap == 0.0


def test_a_clock_ends_when_its_time_is_over_or_when_asked_to() -> None:
    assert Clock(0.0).over()
    assert Clock(1000.0, lambda: True).over()
    assert not Clock(1000.0).over()
    assert Clock(0.0).left_s == 0.0


@settings(deadline=None)
@given(small_problems())
def test_shaking_loses_neither_value_nor_duty_and_is_repeatable(problem: CoveringProblem) -> None:
    before = improved_by_swaps(problem, first_plan(problem))
    after = shaken(problem, before, rounds=3)
    assert problem.value(after) >= problem.value(before)
    assert problem.meets_duties(after)
    assert np.unique(after).size == before.size
    assert after.tolist() == shaken(problem, before, rounds=3).tolist()
