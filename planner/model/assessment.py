"""The result: what was found about a city, and what is proposed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd

from planner.model.city import City, Notice
from planner.model.details import Details, no_details
from planner.model.kinds import CHILD_FRIENDLY_PARK, AgeTier, Level, Status
from planner.model.options import Objective, Options, Programme
from planner.model.positions import positions
from planner.model.rule import Rules
from planner.model.variation import CENTRAL, Variation
from planner.texts import Text


class WalkingMethod(StrEnum):
    """How walking distance is measured; one for the whole city in one result."""

    STREET_NETWORK = "street_network"
    STRAIGHT_LINE_DETOUR = "straight_line_detour"


class DemandMethod(StrEnum):
    """How children of a region are spread over it."""

    POPULATION_GRID = "population_grid"
    BUILDINGS = "buildings"
    RESIDENTIAL_LAND = "residential_land"
    EVERYDAY_PLACES = "everyday_places"
    STREETS = "streets"
    AREA = "area"
    NONE = "none"


@dataclass(frozen=True)
class DetourBand:
    """Walking distance over straight-line distance, for pairs of places a certain distance apart.

    Attributes
    ----------
    from_m, to_m
        Straight-line distance of the pairs, lower end included, in metres.
    factor
        Median of the ratio over the pairs.
    low, high
        10th and 90th percentile of the ratio.
    pairs
        How many pairs were measured.
    """

    from_m: float
    to_m: float
    factor: float
    low: float
    high: float
    pairs: int


@dataclass(frozen=True)
class Method:
    """How the figures were made.

    Attributes
    ----------
    walking
        How walking distance was measured.
    detour_factor
        Median walking over straight-line distance among all calibration pairs; ``None`` on a network.
    detour_bands
        The calibration by distance; empty on a network.
    speed_m_s
        Walking speed by age tier, in metres a second.
    threshold_min
        Walking time within which a place counts as reached, itself included, in minutes.
    demand
        How children were spread within their regions.
    """

    walking: WalkingMethod
    detour_factor: float | None
    detour_bands: tuple[DetourBand, ...]
    speed_m_s: Mapping[AgeTier, float]
    threshold_min: float
    demand: DemandMethod


@dataclass(frozen=True)
class Finding:
    """A rule applied to one unit.

    Attributes
    ----------
    rule
        Id of the rule.
    unit_level, unit_code, unit_name
        The region it was applied to.
    status
        What was found.
    reason
        Stable name of the reason, such as ``no_park_known``.
    reason_text
        The reason in one plain sentence.
    value, required
        The number found and the number asked for, or ``None`` where there is none.
    evidence
        Ids of the facilities that the finding rests on.
    remedy
        What would change the finding, in one plain sentence: where it is ``unmet`` what has to be built or done,
        where it is ``unknown`` what has to be found out. ``None`` where it is ``met``.
    """

    rule: str
    unit_level: Level
    unit_code: str
    unit_name: str
    status: Status
    reason: str
    reason_text: Text
    value: float | None
    required: float | None
    evidence: tuple[str, ...] = ()
    remedy: Text | None = None


class Action(StrEnum):
    """What is proposed at a site."""

    NEW = "new"
    UPGRADE = "upgrade"


@dataclass(frozen=True)
class Proposal:
    """A proposed site.

    Attributes
    ----------
    rank
        Place in the plan, from 1.
    kind
        What it would become.
    action
        A new place, or an existing one made child-friendly.
    facility_id, facility_name
        The existing place, for an upgrade.
    x_m, y_m
        Position in the city's metric CRS, in metres.
    lon, lat
        Position in WGS 84, in degrees.
    region_code, region_name
        Region of the finest level it lies in.
    kecamatan_code, kecamatan_name
        Kecamatan it lies in.
    duty
        Whether the plan needs it so that its kecamatan gets a site.
    children_newly_within
        Children reached by it and by none before it in the plan, nor by what exists.
    children_within
        Children reached by it, whoever else reaches them.
    reason_text
        Why this place, in a few plain sentences.
    candidate_id
        Stable name of the place among the candidates, such as ``upgrade:parks:7``.
    cost_idr
        What it is reckoned to cost, in rupiah; ``None`` where nobody said.
    children_lost_elsewhere
        How many fewer children the plan would reach with the next best place in its stead; ``None`` where no other
        place could stand in.
    next_best_text
        Which place that is, in words; ``None`` where there is none.
    """

    rank: int
    kind: str
    action: Action
    facility_id: str | None
    facility_name: str | None
    x_m: float
    y_m: float
    lon: float
    lat: float
    region_code: str
    region_name: str
    kecamatan_code: str
    kecamatan_name: str
    duty: bool
    children_newly_within: int
    children_within: int
    reason_text: Text
    candidate_id: str
    cost_idr: int | None = None
    children_lost_elsewhere: int | None = None
    next_best_text: Text | None = None


class PlanStatus(StrEnum):
    """How good a plan is proven to be."""

    OPTIMAL = "optimal"
    WITHIN_GAP = "within_gap"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True)
class Optimality:
    """The plan's value, and how much better any other plan could be.

    Attributes
    ----------
    objective
        Children newly reached by the plan; where children of badly served regions count more, so many children of
        full weight. For the other objectives the walk of the average child, or the longest one, in metres.
    bound
        No plan with as many sites or as much money, and the same duties, reaches more than this; for the other
        objectives none has a shorter walk.
    gap
        By how much another plan may be better at most, as a share of this one's objective; 0 for a proven optimum,
        ``None`` without a plan.
    status
        Optimal, within the gap, or infeasible.
    seconds
        Time the solver took.
    reason_text
        What can't be met, and why: the fewest demands that contradict each other. ``None`` where all can. With it come
        the proposals of the best plan that leaves these demands aside, if there is one.
    without
        The walk without any site, in metres; ``None`` where children reached are counted.
    """

    objective: float
    bound: float
    gap: float | None
    status: PlanStatus
    seconds: float
    reason_text: Text | None = None
    without: float | None = None


@dataclass(frozen=True)
class Plan:
    """Proposed sites in order, and their proof.

    Attributes
    ----------
    proposals
        The sites, in the order in which to build them.
    optimality
        What the plan is proven to be worth.
    candidates
        How many places were looked at.
    programme
        What the sites are for.
    aim
        What makes one plan better than another.
    kind
        What they become.
    left_out
        Places that may not be chosen, each with the reason; ``None`` where none was looked for.
    notices
        What could not be checked of the land.
    """

    proposals: tuple[Proposal, ...]
    optimality: Optimality
    candidates: int
    programme: Programme = Programme.PARK_PER_KECAMATAN
    aim: Objective = Objective.COVERAGE
    kind: str = CHILD_FRIENDLY_PARK
    left_out: gpd.GeoDataFrame | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def children_newly_within(self) -> int:
        """Children reached by the sites and by nothing that exists."""
        return sum(proposal.children_newly_within for proposal in self.proposals)

    @property
    def cost_idr(self) -> int | None:
        """What all sites are reckoned to cost, in rupiah; ``None`` where the cost of one is not known."""
        costs = [proposal.cost_idr for proposal in self.proposals]
        return None if None in costs else sum(cost for cost in costs if cost is not None)


@dataclass(frozen=True, eq=False)
class Assessment:
    """One city, assessed under rules and options. Every screen and file is a view of this.

    Attributes
    ----------
    city
        The city that was assessed.
    rules
        The rule catalogue with the city's changes.
    options
        What was chosen.
    method
        How the figures were made.
    demand
        :data:`~planner.model.tables.DEMAND`: where children live.
    distance_m
        Walking distance of each age tier to the nearest place of each kind: one row a demand point, one column a
        kind; infinite where none can be reached. In metres that take as long on level ground.
    access
        :data:`~planner.model.tables.ACCESS`.
    findings
        Every finding, in the order of rules and then of codes.
    plan
        The proposed sites and their proof.
    notices
        What a reader has to know, the city's own notices first.
    variations
        The runs that the ranges of :attr:`access` are made of, the one that is shown first.
    draw_catchments
        Draws :attr:`catchments`; ``None`` where nobody can.
    look_closer
        Works out :attr:`details`.
    """

    city: City
    rules: Rules
    options: Options
    method: Method
    demand: gpd.GeoDataFrame
    distance_m: Mapping[AgeTier, pd.DataFrame]
    access: pd.DataFrame
    findings: tuple[Finding, ...]
    plan: Plan
    notices: tuple[Notice, ...]
    variations: tuple[Variation, ...] = (CENTRAL,)
    draw_catchments: Callable[[], gpd.GeoDataFrame] | None = None
    look_closer: Callable[[], Details] = no_details

    @cached_property
    def catchments(self) -> gpd.GeoDataFrame | None:
        """:data:`~planner.model.tables.CATCHMENTS` of the child-friendly parks, drawn when first asked for.

        On a street network each outline takes a while, and few who look at figures want them.
        """
        return None if self.draw_catchments is None else self.draw_catchments()

    @cached_property
    def details(self) -> Details:
        """What the checks measured, and what they say of each place: worked out when first asked for."""
        return self.look_closer()

    @cached_property
    def access_positions(self) -> Mapping[tuple[str, ...], np.ndarray]:
        """Where in ``access`` the rows of each level, kind of place and age tier stand."""
        return positions(self.access, "level", "kind", "age_tier")

    @property
    def kinds_reached(self) -> tuple[str, ...]:
        """The kinds of place whose reach was measured, the child-friendly park first."""
        return tuple(str(kind) for kind in self.distance_m[AgeTier.EARLY].columns)

    def findings_of(self, rule: str) -> tuple[Finding, ...]:
        """Return the findings of one rule, in the order of codes."""
        return tuple(finding for finding in self.findings if finding.rule == rule)
