"""Branch and bound on the relaxation."""

from __future__ import annotations

import math

import numpy as np
from drawn_plan import small_problems
from hypothesis import given, settings
from test_siting_solving_solver import best_value, spread_out

from planner.siting.solving.clock import ENDLESS, Clock
from planner.siting.solving.greedy import first_plan
from planner.siting.solving.problem import CoveringProblem
from planner.siting.solving.relaxation import Saddle, least_better
from planner.siting.solving.search import search


def nobody(chosen: np.ndarray, bound: float) -> None:
    """Watch without a word."""


@settings(deadline=None)
@given(small_problems())
def test_alone_it_finds_the_best_of_all(problem: CoveringProblem) -> None:
    saddle = Saddle(problem)
    plan, bound = search(saddle, first_plan(problem), saddle.start(), math.inf, ENDLESS, nobody)
    assert problem.value(plan) == best_value(problem)
    assert best_value(problem) <= bound < least_better(best_value(problem))


def test_it_can_be_stopped_with_a_bound_that_holds() -> None:
    problem = spread_out(sites=5, duties=3)
    saddle, start = Saddle(problem), first_plan(problem)
    told: list[float] = []
    stop = iter([False] * 8)
    clock = Clock(math.inf, lambda: next(stop, True))
    plan, bound = search(saddle, start, saddle.start(), math.inf, clock, lambda chosen, limit: told.append(limit))
    best, _ = search(saddle, start, saddle.start(), math.inf, ENDLESS, nobody)
    assert problem.value(plan) <= problem.value(best) <= bound
    assert told == sorted(told, reverse=True)
    assert problem.meets_duties(plan)
