"""How many sites, or how many rupiah, for how many children: a plan and a bound for each number."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from planner.siting.solving.capacity import relax_capacity
from planner.siting.solving.clock import Clock, never
from planner.siting.solving.contradiction import contradiction
from planner.siting.solving.greedy import extended, first_plan
from planner.siting.solving.problem import NOISE, Chosen, CoveringProblem
from planner.siting.solving.relaxation import Point, Saddle
from planner.siting.solving.solver import solve
from planner.siting.solving.swaps import improved

CURVE_STEPS = 60
"""Steps of the relaxation for the first bound of a point: prices are near already."""


@dataclass(frozen=True)
class CurvePoint:
    """What a number of sites, or of rupiah, can do.

    Attributes
    ----------
    sites
        How many sites may be chosen.
    budget
        How many rupiah they may cost; ``None`` for no limit.
    objective
        Weight that the best plan found covers.
    bound
        No such plan covers more than this.
    """

    sites: int
    budget: int | None
    objective: int
    bound: int


def reach_curve(
    problem: CoveringProblem,
    time_limit_s: float,
    stop: Callable[[], bool] = never,
    budgets: Sequence[int] = (),
) -> tuple[CurvePoint, ...]:
    """Return what each number of sites up to the problem's own can do, or each of some budgets.

    Each point begins with the plan and the prices of the one before it, so that all of them get a plan and a bound
    soon. The time that is left is shared out evenly among the points that are not proven. The curve never falls: a
    plan of fewer sites is a plan of more, and no bound is above that of more sites. Points without a plan, because
    the duties need more, are left out.

    Parameters
    ----------
    problem
        The problem with the greatest number of sites.
    time_limit_s
        How long all of it may take, in seconds.
    stop
        Asked now and again; once it is true, what is left gets a first plan and bound only.
    budgets
        Rupiah of each point, from the least, with the problem's own number of sites as a limit; a point for each
        number of sites if left out.
    """
    clock = Clock(time_limit_s, stop)
    problems = [replace(problem, budget=budget) for budget in budgets] or [
        replace(problem, sites=sites) for sites in range(1, problem.sites + 1)
    ]
    # What can be met with little can be met with more.
    while problems and contradiction(problems[0]) is not None:
        problems.pop(0)
    points = _first_points(problems, clock)
    for number, point in enumerate(points):
        unproven = sum(other.objective < other.bound for other in points[number:])
        if point.objective < point.bound and not clock.over():
            solution = solve(problems[number], clock.left_s / unproven, stop=stop)
            points[number] = replace(
                point,
                objective=max(point.objective, solution.objective),
                bound=min(point.bound, solution.bound),
            )
    return _never_falling(points)


def _first_points(problems: list[CoveringProblem], clock: Clock) -> list[CurvePoint]:
    """Return a plan and a bound for each point, each begun with those of the point before it."""
    points: list[CurvePoint] = []
    plan, point = None, None
    for problem in problems:
        plan = improved(problem, first_plan(problem) if plan is None else extended(problem, plan), clock)
        value = problem.value(plan)
        bound, point = _first_bound(problem, plan, point, clock)
        points.append(CurvePoint(problem.sites, problem.budget, value, max(value, math.floor(bound + NOISE))))
    return points


def _first_bound(
    problem: CoveringProblem, plan: Chosen, point: Point | None, clock: Clock
) -> tuple[float, Point | None]:
    """Return a bound, and the shares and prices that gave it."""
    if problem.capacity is not None:
        return relax_capacity(problem, plan, clock, steps=CURVE_STEPS).bound, None
    relaxation = Saddle(problem).relax(CURVE_STEPS, problem.value(plan), point, clock=clock)
    return relaxation.bound, relaxation.point


def _never_falling(points: list[CurvePoint]) -> tuple[CurvePoint, ...]:
    """Take the plan of fewer sites where it is better, and the bound of more where it is lower."""
    plans = list(accumulate((point.objective for point in points), max))
    bounds = list(accumulate((point.bound for point in reversed(points)), min))[::-1]
    return tuple(
        replace(point, objective=plan, bound=bound) for point, plan, bound in zip(points, plans, bounds, strict=True)
    )
