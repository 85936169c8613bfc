"""The result: what was found about a city, and what is proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import geopandas as gpd
import pandas as pd

from planner.model.city import City, Notice
from planner.model.kinds import AgeTier, Level, Status
from planner.model.options import Options
from planner.model.rule import Rules
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
        Why this place, in one or two plain sentences.
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
        Children newly reached by the plan.
    bound
        No plan with as many sites and the same duties reaches more than this.
    gap
        ``(bound - objective) / objective``; 0 for a proven optimum, ``None`` without a plan.
    status
        Optimal, within the gap, or infeasible.
    seconds
        Time the solver took.
    reason_text
        Why no plan exists; ``None`` where one does.
    """

    objective: int
    bound: int
    gap: float | None
    status: PlanStatus
    seconds: float
    reason_text: Text | None = None


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
    """

    proposals: tuple[Proposal, ...]
    optimality: Optimality
    candidates: int


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

    @property
    def kinds_reached(self) -> tuple[str, ...]:
        """The kinds of place whose reach was measured, the child-friendly park first."""
        return tuple(str(kind) for kind in self.distance_m[AgeTier.EARLY].columns)

    def findings_of(self, rule: str) -> tuple[Finding, ...]:
        """Return the findings of one rule, in the order of codes."""
        return tuple(finding for finding in self.findings if finding.rule == rule)
