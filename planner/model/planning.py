"""What stands around a plan: what each number of sites can do, what to build in which year, how sure each site is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.model.assessment import Plan, Proposal
from planner.texts import Text


@dataclass(frozen=True)
class ReachPoint:
    """What a number of sites, or an amount of money, can do.

    Attributes
    ----------
    sites
        How many sites may be chosen; ``None`` where the money is the limit.
    budget_idr
        How many rupiah they may cost; ``None`` where the number of sites is the limit.
    children
        Children newly reached by the best plan found.
    bound
        No such plan reaches more.
    """

    sites: int | None
    budget_idr: int | None
    children: float
    bound: float


@dataclass(frozen=True)
class YearPlan:
    """What is built in one year of a plan.

    Attributes
    ----------
    year
        The year.
    budget_idr
        Rupiah given for it; what is not spent is kept for the next years.
    spent_idr
        Rupiah spent in it.
    proposals
        The sites built in it, in order; the children each newly reaches are counted after all sites before it.
    children
        Children newly reached by all that is built until its end.
    bound
        No set of sites that the money until then pays for, and that meets as many duties as it can, reaches more.
    """

    year: int
    budget_idr: int
    spent_idr: int
    proposals: tuple[Proposal, ...]
    children: float
    bound: float

    @property
    def gap(self) -> float:
        """By how much the best set for this year alone may be better, as a share of it."""
        return (self.bound - self.children) / self.bound if self.bound else 0.0


@dataclass(frozen=True)
class Stability:
    """How often a site is chosen when assumptions change.

    Attributes
    ----------
    runs
        Ids of the runs (:class:`~planner.model.variation.Variation`) in which a plan was found.
    chosen
        Id of a candidate to the number of runs whose plan holds it. Those of the plan that is shown come first, in
        its order, then others that are chosen in at least half of the runs.
    nearby
        The same for a site of the plan, or one that is at most :data:`~planner.siting.stability.NEARBY_M` from it.
    """

    runs: tuple[str, ...]
    chosen: Mapping[str, int]
    nearby: Mapping[str, int]


@dataclass(frozen=True)
class PlanStudy:
    """A plan and what stands around it.

    Attributes
    ----------
    plan
        The plan.
    curve
        What fewer and more sites, or rupiah, can do; empty if it was not asked for.
    years
        The plan phased over years; empty if it was not asked for.
    years_obstacle
        Why there is no phased plan that meets every duty; ``None`` where there is one, or none was asked for.
    stability
        How sure each site is; ``None`` if it was not asked for, or the search was stopped before.
    """

    plan: Plan
    curve: tuple[ReachPoint, ...] = ()
    years: tuple[YearPlan, ...] = ()
    years_obstacle: Text | None = None
    stability: Stability | None = None
