"""Children reached against the number of sites."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from drawn_plan import covering, small_problems
from hypothesis import given, settings
from test_siting_solving_solver import best_value, spread_out

from planner.siting.solving.curve import CurvePoint, reach_curve
from planner.siting.solving.problem import CoveringProblem


def test_each_further_site_adds_the_next_best() -> None:
    problem = covering(np.eye(3, dtype=int).tolist(), [30, 20, 10], 3)
    assert reach_curve(problem, 10.0) == (
        CurvePoint(1, None, 30, 30),
        CurvePoint(2, None, 50, 50),
        CurvePoint(3, None, 60, 60),
    )


def test_the_curve_begins_where_every_duty_can_be_met() -> None:
    problem = covering(np.eye(3, dtype=int).tolist(), [30, 20, 10], 3, duty=[-1, 0, 1])
    assert [(point.sites, point.objective) for point in reach_curve(problem, 10.0)] == [(2, 30), (3, 60)]


@settings(deadline=None)
@given(small_problems())
def test_every_point_is_the_best_of_all_plans(problem: CoveringProblem) -> None:
    for point in reach_curve(problem, 60.0):
        assert point.objective == point.bound == best_value(replace(problem, sites=point.sites))


def test_stopped_at_once_the_curve_still_has_plans_and_bounds_and_never_falls() -> None:
    hurried = reach_curve(spread_out(sites=6, duties=3), 20.0, stop=lambda: True)
    exact = reach_curve(spread_out(sites=6, duties=3), 60.0)
    assert all(rough.objective <= point.objective <= rough.bound for rough, point in zip(hurried, exact, strict=True))
    for values in ([point.objective for point in hurried], [point.bound for point in hurried]):
        assert values == sorted(values)
