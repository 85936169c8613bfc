"""Plans that shorten walks: for the average child, or for the child with the longest one."""

from __future__ import annotations

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import scipy.sparse as sp

from planner.model.kinds import AgeTier
from planner.model.options import Objective
from planner.siting.solving.clock import never
from planner.siting.solving.location import LocationProblem, LocationSolution, solve_center, solve_median
from planner.siting.solving.solver import Report
from planner.siting.task import Prepared, SitingTask

LONGEST_TIMES = 3
"""For the average child a longer walk than so many times the walking time counts as that long: so far away, a place is
no place to walk to, and a child without any way must count as something."""

ANYWHERE_M = 1e6
"""For the longest walk every way in a city counts."""


def solve_walks(
    prepared: Prepared, progress: Report | None = None, stop: Callable[[], bool] = never
) -> LocationSolution:
    """Find the plan with the shortest walks, as the options' objective means it.

    Raises
    ------
    planner.errors.UnsolvedError
        If there is no plan, or the solver gives neither a plan nor a proof.
    """
    options = prepared.task.options
    problem = walks_problem(prepared)
    if options.siting.objective is Objective.CENTER:
        return solve_center(problem, options.time_limit_s, stop, _near_m(prepared))
    return solve_median(problem, options.time_limit_s, progress, stop)


def walks_problem(prepared: Prepared) -> LocationProblem:
    """Return the walks of all children to each candidate and to what exists, in whole metres on level ground."""
    task, selection = prepared.task, prepared.problem
    center = task.options.siting.objective is Objective.CENTER
    limit_m = ANYWHERE_M if center else float(_near_m(prepared))
    entrances = gpd.GeoSeries(prepared.candidates["entrance"], crs=task.city.crs)
    ways, existing, children = [], [], []
    for tiers in task.walking.alike:
        counts = task.demand[[tier.column for tier in tiers]].to_numpy(dtype=np.int64).sum(axis=1)
        lived_in = np.flatnonzero(counts)
        ways.append(task.walking.within_m(entrances, limit_m, tiers[0])[:, lived_in])
        existing.append(task.nearest_m[tiers[0]][lived_in])
        children.append(counts[lived_in])
    distance_m = sp.csr_array(sp.hstack(ways, format="csr"))
    distance_m.data = np.rint(distance_m.data)
    longest_m = limit_m
    if center:
        # One more than any way: who has none is worse off than everybody who has one.
        longest_m = float(distance_m.data.max(initial=0)) + 1
    return LocationProblem(
        distance_m=distance_m,
        weights=np.concatenate(children),
        existing_m=np.rint(np.concatenate(existing)),
        longest_m=int(longest_m),
        duty=selection.duty,
        duties=selection.duties,
        duties_needed=selection.duties_needed,
        sites=selection.sites,
        preferred=selection.preferred,
        cost=selection.cost,
        budget=selection.budget,
        apart=selection.apart,
        must=selection.must,
    )


def _near_m(prepared: Prepared) -> int:
    return int(LONGEST_TIMES * prepared.task.walkers.farthest_reach_m)


def walk_told(task: SitingTask, metres: int) -> float:
    """Return a value of the objective in metres of one child's walk: the average child's, or the longest."""
    if task.options.siting.objective is Objective.CENTER:
        return float(metres)
    children = int(task.demand[[tier.column for tier in AgeTier]].to_numpy(dtype=np.int64).sum())
    return metres / children if children else 0.0
