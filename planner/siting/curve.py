"""How many sites for how many children: the best plan and its bound for each number of sites."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from planner.siting.clock import Clock, never
from planner.siting.problem import CoveringProblem
from planner.siting.solver import solve


@dataclass(frozen=True)
class CurvePoint:
    """What a number of sites can do.

    Attributes
    ----------
    sites
        How many sites may be chosen.
    objective
        Weight that the best plan found covers.
    bound
        No plan of so many sites covers more than this.
    """

    sites: int
    objective: int
    bound: int


def reach_curve(
    problem: CoveringProblem, time_limit_s: float, stop: Callable[[], bool] = never
) -> tuple[CurvePoint, ...]:
    """Return what each number of sites can do, from one for each duty up to the problem's own number.

    The time is shared out evenly among the numbers that are left. The curve never falls: a plan of fewer
    sites is a plan of more, and no bound is above that of more sites.

    Parameters
    ----------
    problem
        The problem with the greatest number of sites, and a candidate for each duty.
    time_limit_s
        How long all of it may take, in seconds.
    stop
        Asked now and again; once it is true, what is left gets a first plan and bound only.
    """
    clock = Clock(time_limit_s, stop)
    numbers = range(max(1, problem.duties), problem.sites + 1)
    solutions = [
        solve(replace(problem, sites=sites), clock.left_s / (problem.sites + 1 - sites), stop=stop) for sites in numbers
    ]
    points: list[CurvePoint] = []
    best = 0
    for sites, solution in zip(numbers, solutions, strict=True):
        best = max(best, solution.objective)
        points.append(CurvePoint(sites, best, solution.bound))
    return _bounded(points)


def _bounded(points: list[CurvePoint]) -> tuple[CurvePoint, ...]:
    """Take the bound of more sites where it is lower."""
    bounded: list[CurvePoint] = []
    for point in reversed(points):
        bound = min(point.bound, bounded[-1].bound) if bounded else point.bound
        bounded.append(replace(point, bound=bound))
    return tuple(reversed(bounded))
