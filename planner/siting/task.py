"""What a plan is made from, and the covering problem that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp
from scipy.spatial import KDTree

from planner.access.walking import Walking
from planner.model.assessment import Action, Finding
from planner.model.city import City, Notice
from planner.model.kinds import AgeTier, Level
from planner.model.options import Options
from planner.model.rule import Rules
from planner.siting.land.candidates import find_candidates
from planner.siting.programmes import AIMS, Aim, costs_idr, duties_of
from planner.siting.solving.problem import NO_DUTY, CoveringProblem, merged
from planner.siting.walkers import Walkers, group_walkers, reached_by, ways_within

WORTH = 1000
"""Where some children count more, a child is worth this many whole points, times its weight."""

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class SitingTask:
    """Everything that a plan depends on.

    Attributes
    ----------
    city, rules
        The city and the rule catalogue with its changes.
    demand
        :data:`~planner.model.tables.DEMAND`.
    walking
        How walking distance is measured, bound to the same points.
    distance_m
        Walking distance of each tier to the nearest place of each kind: one row a demand point, one column a kind,
        in metres; infinite where none can be reached.
    findings
        The findings of the checks; those of the programme that are not ``met`` are the duties.
    speeds
        Walking speed by age tier, in metres a second.
    options
        What was chosen.
    """

    city: City
    rules: Rules
    demand: gpd.GeoDataFrame
    walking: Walking
    distance_m: Mapping[AgeTier, pd.DataFrame]
    findings: tuple[Finding, ...]
    speeds: Mapping[AgeTier, float]
    options: Options

    @cached_property
    def aim(self) -> Aim:
        """What the sites are for."""
        return AIMS[self.options.siting.programme]

    @cached_property
    def duties(self) -> Mapping[str, Finding]:
        """Finding of each region that needs a site, by its code, in the order of codes."""
        return duties_of(self.aim, self.findings)

    @cached_property
    def costs_idr(self) -> Mapping[Action, int] | None:
        """What a site of each action costs, in rupiah; ``None`` where nobody said."""
        return costs_idr(self.aim, self.options.siting, self.rules)

    @property
    def budget_idr(self) -> int | None:
        """Rupiah that all sites may cost; that of all years together where a plan is phased."""
        siting = self.options.siting
        return sum(siting.year_budgets_idr) if siting.year_budgets_idr else siting.budget_idr

    @cached_property
    def walkers(self) -> Walkers:
        """The children, in groups that walk alike, and who reaches nothing of the kind yet."""
        return self.walkers_of(self.demand, self.options.threshold_min)

    def walkers_of(self, demand: gpd.GeoDataFrame, threshold_min: float) -> Walkers:
        """Return the same under other assumptions: other counts at the points, or another time."""
        return group_walkers(demand, self.nearest_m, self.speeds, threshold_min, self.walking.alike)

    @cached_property
    def nearest_m(self) -> Mapping[AgeTier, npt.NDArray[np.float64]]:
        """Walking distance of each tier from each point to the nearest place of the kind, in metres."""
        # A kind that the city has no facility of is reached by nobody.
        nowhere = np.full(len(self.demand), np.inf)
        return {
            tier: table[self.aim.kind].to_numpy(dtype=np.float64) if self.aim.kind in table else nowhere
            for tier, table in self.distance_m.items()
        }


@dataclass(frozen=True, eq=False)
class Prepared:
    """The candidates of a task, whom each reaches, and the problem in pure arrays.

    Attributes
    ----------
    task
        What it was made from.
    candidates
        The places that may be chosen, by number; columns as in :data:`~planner.siting.land.candidates.COLUMNS`.
    left_out
        The places that may not, each with the reason.
    notices
        What could not be checked of the land.
    reached
        1 where the children of a group at a point (columns, as in :class:`~planner.siting.walkers.Walkers`) reach a
        candidate (rows).
    problem
        The covering problem of the candidates.
    missing
        Ids of sites that must be in the plan, but are no candidates.
    """

    task: SitingTask
    candidates: gpd.GeoDataFrame
    left_out: gpd.GeoDataFrame
    notices: tuple[Notice, ...]
    reached: sp.csr_array
    problem: CoveringProblem
    missing: tuple[str, ...]

    @cached_property
    def children_within(self) -> Counts:
        """Children that each candidate reaches, whoever else reaches them."""
        return np.asarray(self.reached @ self.task.walkers.children.ravel(), dtype=np.int64)

    @cached_property
    def newly_within(self) -> CoveringProblem:
        """The same choice with every child counting alike and all who reach a site served, for telling who gains."""
        covers, weights = merged(self.reached, self.task.walkers.unreached.ravel())
        return replace(self.problem, covers=covers, weights=weights, capacity=None, children=None)


def prepare(task: SitingTask) -> Prepared:
    """Find the candidates and whom they reach.

    A candidate that would reach no child who reaches nothing yet is left aside, unless it must be in the plan.

    Raises
    ------
    planner.errors.PlannerError
        If a rule about land or costs is missing or can't be applied.
    """
    siting = task.options.siting
    found = find_candidates(task.city, task.demand, task.walkers, siting, task.rules)
    entrances = gpd.GeoSeries(found.kept["entrance"], crs=task.city.crs)
    reached = reached_by(task.walkers, ways_within(task.walkers, task.walking, entrances))
    must = found.kept["id"].isin(siting.must).to_numpy(dtype=np.bool_)
    useful = np.flatnonzero((reached @ task.walkers.unreached.ravel() > 0) | must)
    candidates = found.kept.iloc[useful].reset_index(drop=True)
    reached = sp.csr_array(reached[useful])
    return Prepared(
        task=task,
        candidates=candidates,
        left_out=found.left_out,
        notices=found.notices,
        reached=reached,
        problem=covering_problem(task, task.walkers, candidates, reached),
        missing=tuple(sorted(set(siting.must) - set(candidates["id"]))),
    )


def covering_problem(
    task: SitingTask, walkers: Walkers, candidates: gpd.GeoDataFrame, reached: sp.csr_array
) -> CoveringProblem:
    """Leave out places and names: the covering problem of candidates, and whom each of them reaches of some walkers."""
    siting, children = task.options.siting, walkers.unreached.ravel()
    weights = children * _worth(task, walkers) if siting.equity else children
    heads = capacity = None
    if siting.capacity is None:
        covers, weights = merged(reached, weights)
    else:
        lived_in = np.flatnonzero(children)
        covers, weights, heads = sp.csr_array(reached[:, lived_in]), weights[lived_in], children[lived_in]
        capacity = np.full(len(candidates), siting.capacity, dtype=np.int64)
    number = {code: position for position, code in enumerate(task.duties)}
    region = candidates["kecamatan_code" if task.aim.level is Level.KECAMATAN else "region_code"]
    return CoveringProblem(
        covers=covers,
        weights=weights,
        children=heads,
        capacity=capacity,
        duty=np.array([number.get(str(code), NO_DUTY) for code in region], dtype=np.intp),
        duties=len(number),
        sites=_sites(task, len(candidates)),
        preferred=(candidates["action"] == Action.UPGRADE).to_numpy(dtype=np.bool_),
        cost=_costs(task, candidates),
        budget=task.budget_idr,
        apart=_too_close(candidates, siting.apart_m),
        must=np.flatnonzero(candidates["id"].isin(siting.must)),
    )


def in_full_children(task: SitingTask, points: int) -> float:
    """Return a weight in children: where some count more than others, in children of full weight."""
    return points / WORTH if task.options.siting.equity else points


def _sites(task: SitingTask, candidates: int) -> int:
    """Return how many sites may be chosen: as asked for, or as many as a budget pays, or one for each duty."""
    if task.options.sites is not None:
        return task.options.sites
    return candidates if task.budget_idr is not None else len(task.duties)


def _costs(task: SitingTask, candidates: gpd.GeoDataFrame) -> Counts | None:
    if task.costs_idr is None:
        return None
    upgrade = (candidates["action"] == Action.UPGRADE).to_numpy(dtype=np.bool_)
    return np.where(upgrade, task.costs_idr[Action.UPGRADE], task.costs_idr[Action.NEW]).astype(np.int64)


def _worth(task: SitingTask, walkers: Walkers) -> Counts:
    """Return what a child of each group at each point is worth, in :data:`WORTH`, shape ``(groups · points,)``.

    A child counts ``1 + equity · u``, where ``u`` is the share of its region's children who reach nothing yet.
    """
    region, codes = pd.factorize(task.demand["region_code"], sort=True)
    children = np.bincount(region, walkers.children.sum(axis=0), minlength=len(codes))
    unreached = np.bincount(region, walkers.unreached.sum(axis=0), minlength=len(codes))
    share = np.divide(unreached, children, out=np.zeros(len(codes)), where=children > 0)
    worth = np.rint(WORTH * (1 + task.options.siting.equity * share)).astype(np.int64)
    return np.tile(worth[region], len(walkers.tier))


def _too_close(candidates: gpd.GeoDataFrame, apart_m: float) -> sp.csr_array | None:
    """Return which candidates are less than a distance apart; ``None`` where none has to be kept."""
    if apart_m == 0 or candidates.empty:
        return None
    xy = np.column_stack([candidates.geometry.x, candidates.geometry.y])
    pairs = KDTree(xy).query_pairs(np.nextafter(apart_m, 0), output_type="ndarray")
    rows, columns = np.concatenate([pairs, pairs[:, ::-1]]).T
    return sp.csr_array((np.ones(rows.size), (rows, columns)), shape=(len(xy), len(xy)))
