"""From a city and its findings to proposed sites in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from planner.access.walking import Walking
from planner.checks.programme import STSK_COVERAGE
from planner.model.assessment import Action, Finding, Optimality, Plan, PlanStatus
from planner.model.city import City
from planner.model.kinds import AgeTier, Status
from planner.model.options import Options
from planner.siting.candidates import find_candidates
from planner.siting.clock import never
from planner.siting.explain import ChosenSite, explain
from planner.siting.greedy import building_order
from planner.siting.problem import NO_DUTY, CoveringProblem, merged
from planner.siting.solver import Report, Solution, solve
from planner.siting.walkers import Walkers, group_walkers, reached_walkers
from planner.texts import Text, plural, text


def propose(
    city: City,
    demand: gpd.GeoDataFrame,
    walking: Walking,
    distance_m: Mapping[AgeTier, npt.NDArray[np.float64]],
    findings: tuple[Finding, ...],
    speeds: Mapping[AgeTier, float],
    options: Options,
    progress: Report | None = None,
    stop: Callable[[], bool] = never,
) -> Plan:
    """Propose sites: one at least in every kecamatan that is not met, the others where they reach the most.

    Fewer sites than asked for are proposed where nobody is left to reach.

    Parameters
    ----------
    city
        The city.
    demand
        :data:`~planner.model.tables.DEMAND`.
    walking
        How walking distance is measured, bound to the same points.
    distance_m
        Walking distance of each tier from each point to the nearest existing child-friendly park, in metres;
        infinite where none can be reached.
    findings
        The findings of the checks; those of the programme that are not ``met`` are the duties.
    speeds
        Walking speed by age tier, in metres a second.
    options
        Number of sites, walking time and the solver's time limit.
    progress
        Called with every first or better plan or bound of the solver.
    stop
        Asked now and again; once it is true, the best plan so far is returned with its bound.

    Returns
    -------
    The plan; without proposals and with the reason where none is feasible.

    Raises
    ------
    planner.errors.UnsolvedError
        If the solver gives neither a plan nor a proof that there is none.
    """
    duties = {
        finding.unit_code: finding
        for finding in findings
        if finding.rule == STSK_COVERAGE and finding.status is not Status.MET
    }
    sites = len(duties) if options.sites is None else options.sites
    walkers = group_walkers(demand, distance_m, speeds, options.threshold_min, walking.alike)
    obstacle = _obstacle(sites, duties, int(walkers.children.sum()))
    if obstacle is not None:
        return _infeasible(obstacle, candidates=0)
    if sites == 0:
        return _nothing_to_do()

    candidates, reached = _useful(city, demand, walking, walkers)
    missing = [finding for code, finding in duties.items() if code not in set(candidates["kecamatan_code"])]
    if missing:
        return _infeasible(_no_candidate(missing), candidates=len(candidates))
    if candidates.empty:
        return _nothing_to_do()
    problem = _problem(candidates, reached, walkers, tuple(duties), sites)
    solution = solve(problem, options.time_limit_s, progress, stop)
    steps = building_order(problem, solution.chosen)
    children_within = reached @ walkers.children.ravel()
    chosen = [ChosenSite(step, int(children_within[step.candidate])) for step in steps]
    return Plan(
        proposals=explain(city, candidates, chosen, duties, options.threshold_min),
        optimality=_optimality(solution),
        candidates=len(candidates),
    )


def _obstacle(sites: int, duties: Mapping[str, Finding], children: int) -> Text | None:
    """Return why no plan can exist, whatever the candidates; ``None`` where one may."""
    if sites == 0 and not duties:
        return None
    if children == 0:
        return text("No children are known in the city, so no site can be chosen by whom it reaches: add a population.")
    if sites < len(duties):
        return plural(
            "One kecamatan needs a site, but only {sites} may be proposed: allow at least one.",
            "{n} kecamatan need a site each, but only {sites} may be proposed: allow at least {n}.",
            n=len(duties),
            sites=sites,
        )
    return None


def _useful(
    city: City, demand: gpd.GeoDataFrame, walking: Walking, walkers: Walkers
) -> tuple[gpd.GeoDataFrame, sp.csr_array]:
    """Return the candidates that reach a child who reaches no park yet, and whom each reaches."""
    candidates = find_candidates(city, demand, walkers)
    reached = reached_walkers(walkers, walking, candidates.geometry)
    useful = np.flatnonzero(reached @ walkers.unreached.ravel())
    return candidates.iloc[useful].reset_index(drop=True), sp.csr_array(reached[useful])


def _problem(
    candidates: gpd.GeoDataFrame,
    reached: sp.csr_array,
    walkers: Walkers,
    duties: tuple[str, ...],
    sites: int,
) -> CoveringProblem:
    """Leave out places and names: the covering problem of the candidates."""
    number = {code: position for position, code in enumerate(duties)}
    covers, weights = merged(reached, walkers.unreached.ravel())
    return CoveringProblem(
        covers=covers,
        weights=weights,
        duty=np.array([number.get(code, NO_DUTY) for code in candidates["kecamatan_code"]], dtype=np.intp),
        duties=len(duties),
        sites=sites,
        preferred=(candidates["action"] == Action.UPGRADE).to_numpy(),
    )


def _optimality(solution: Solution) -> Optimality:
    """Say how good the plan is proven to be."""
    proven = solution.bound == solution.objective
    return Optimality(
        objective=solution.objective,
        bound=solution.bound,
        gap=(solution.bound - solution.objective) / solution.objective,
        status=PlanStatus.OPTIMAL if proven else PlanStatus.WITHIN_GAP,
        seconds=solution.seconds,
    )


def _nothing_to_do() -> Plan:
    """Return the plan without sites, which is the best where none is asked for or nobody is left to reach."""
    return Plan((), Optimality(0, 0, 0.0, PlanStatus.OPTIMAL, 0.0), candidates=0)


def _infeasible(reason: Text, candidates: int) -> Plan:
    return Plan((), Optimality(0, 0, None, PlanStatus.INFEASIBLE, 0.0, reason), candidates)


def _no_candidate(missing: list[Finding]) -> Text:
    """Name the kecamatan that need a site but have no place for one."""
    return text(
        "No place was found where a site would reach a child who reaches no child-friendly park yet in: {names}.",
        names=", ".join(finding.unit_name for finding in missing),
    )
