"""How sure each site of a plan is: how often it is chosen again when assumptions change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import geopandas as gpd
import numpy as np
from scipy.spatial import KDTree

from planner.access.variations import varied_demand, varied_reach
from planner.model.assessment import Method, Plan
from planner.model.planning import Stability
from planner.model.variation import Variation
from planner.siting.solving.clock import Clock, never
from planner.siting.solving.contradiction import contradiction
from planner.siting.solving.problem import Chosen
from planner.siting.solving.solver import solve
from planner.siting.task import Prepared, covering_problem
from planner.siting.walkers import reached_by, ways_within

NEARBY_M = 400.0
"""A site this near stands for the same spot: new sites are looked for once in each 400 m."""

OFTEN = 0.5
"""Sites that are not in the plan are told if they are chosen in at least this share of the runs."""


def stability_of(
    prepared: Prepared,
    plan: Plan,
    method: Method,
    runs: Sequence[Variation],
    time_limit_s: float,
    progress: Callable[[int], None] = lambda _: None,
    stop: Callable[[], bool] = never,
) -> Stability | None:
    """Solve again under other assumptions, with the same candidates, duties and constraints.

    Parameters
    ----------
    prepared
        The candidates and whom they reach under the usual assumptions.
    plan
        The plan that is shown.
    method
        How the figures are made.
    runs
        The assumptions of each run, the usual ones among them.
    time_limit_s
        How long all runs may take together, in seconds; it is shared out evenly.
    progress
        Is told how many runs are done.
    stop
        Asked now and again; once it is true, nothing is returned.

    Returns
    -------
    How often each site was chosen; ``None`` if the search was stopped, or no run has a plan that keeps to everything.

    Raises
    ------
    planner.errors.UnsolvedError
        If the solver gives neither a plan nor a proof that there is none.
    """
    clock = Clock(time_limit_s, stop)
    task = prepared.task
    walkers = [
        task.walkers_of(
            varied_demand(task.demand, run, method, task.rules), varied_reach(run, task.options.threshold_min)
        )
        for run in runs
    ]
    farthest = max(walkers, key=lambda own: own.threshold_min)
    ways = ways_within(farthest, task.walking, gpd.GeoSeries(prepared.candidates["entrance"], crs=task.city.crs))
    plans: list[Chosen] = []
    done: list[str] = []
    for number, (run, own) in enumerate(zip(runs, walkers, strict=True)):
        if stop():
            return None
        problem = covering_problem(task, own, prepared.candidates, reached_by(own, ways))
        if contradiction(problem) is None:
            plans.append(solve(problem, clock.left_s / (len(runs) - number), stop=stop).chosen)
            done.append(run.id)
        progress(number + 1)
    return None if stop() or not plans else _counted(prepared, plan, done, plans)


def _counted(prepared: Prepared, plan: Plan, runs: list[str], plans: list[Chosen]) -> Stability:
    ids = prepared.candidates["id"].astype(str).tolist()
    times = Counter(ids[site] for chosen in plans for site in chosen)
    proposed = [proposal.candidate_id for proposal in plan.proposals]
    others = sorted(site for site, count in times.items() if count >= OFTEN * len(plans) and site not in proposed)
    xy = np.column_stack([prepared.candidates.geometry.x, prepared.candidates.geometry.y])
    near = Counter[str]()
    for chosen in plans:
        tree = KDTree(xy[chosen])
        for proposal in plan.proposals:
            distance_m, _ = tree.query((proposal.x_m, proposal.y_m))
            near[proposal.candidate_id] += bool(distance_m <= NEARBY_M)
    return Stability(
        runs=tuple(runs),
        chosen={site: times[site] for site in [*proposed, *others]},
        nearby={site: near[site] for site in proposed},
    )
