"""The bound by relaxation, against every plan of small problems."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from drawn_plan import constrained_problems, covering, plans_of
from hypothesis import given, settings
from hypothesis import strategies as st
from test_siting_solving_solver import spread_out

from planner.siting.solving.problem import NOISE, CoveringProblem
from planner.siting.solving.relaxation import Saddle


def test_places_far_apart_are_proven_at_once() -> None:
    problem = covering(np.eye(3, dtype=int).tolist(), [30, 20, 10], 2)
    assert int(Saddle(problem).relax(2000, 50).bound + NOISE) == 50


def test_a_triangle_of_halves_is_what_the_relaxation_can_prove() -> None:
    # Each pair of the three candidates shares a row; one site reaches two rows, three shares of a third reach 3 · 2/3.
    problem = covering([[1, 1, 0], [1, 0, 1], [0, 1, 1]], [10, 10, 10], 1)
    relaxation = Saddle(problem).relax(5000, 0)
    assert relaxation.bound == pytest.approx(20, abs=0.01)
    # Two sites reach all three; but so do three halves of a site and a half.
    half = Saddle(replace(problem, sites=2)).relax(5000, 0)
    assert half.bound == pytest.approx(30, abs=0.01)


@settings(deadline=None)
@given(constrained_problems(), st.integers(1, 60))
def test_no_plan_beats_the_bound_nor_the_bounds_with_and_without_a_candidate(
    problem: CoveringProblem, steps: int
) -> None:
    plans = plans_of(problem)
    if not plans:
        return
    relaxation = Saddle(problem).relax(steps, max(problem.value(plan) for plan in plans))
    for plan in plans:
        value = problem.value(plan) - NOISE
        without = np.setdiff1d(np.arange(problem.candidates), plan)
        assert value <= relaxation.bound
        assert all(value <= relaxation.bound_with()[plan])
        assert all(value <= relaxation.bound_without()[without])
        # What is decided for a plan of a lower value is true of this one.
        decided = relaxation.decided(problem.value(plan) - 1)
        assert all(decided.upper[plan] == 1)
        assert all(decided.lower[without] == 0)


def test_more_steps_come_close_to_the_optimum_of_the_relaxation() -> None:
    problem = spread_out(sites=5, duties=3)
    gaps = []
    for steps in (20, 200, 2000):
        relaxation = Saddle(problem).relax(steps, 0)
        gaps.append(relaxation.bound - relaxation.value)
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] < 0.001 * relaxation.bound


def test_a_part_goes_on_from_the_prices_of_the_whole() -> None:
    problem = spread_out(sites=5, duties=3)
    saddle = Saddle(problem)
    relaxation = saddle.relax(400, 0)
    part, point = saddle.restricted(np.arange(problem.candidates), relaxation.point)
    assert part.relax(1, 0, point).bound < saddle.relax(20, 0).bound
