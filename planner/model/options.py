"""What a person may choose for an assessment."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from planner.errors import OptionError
from planner.texts import Text, text

MAX_MINUTES = 120.0
MAX_SITES = 500
MAX_EQUITY = 10.0
MAX_YEARS = 20


class Programme(StrEnum):
    """What sites are for: the rule that says in which regions one has to be."""

    PARK_PER_KECAMATAN = "STSK_COVERAGE"
    RBRA_PER_KELURAHAN = "RBRA_KELURAHAN"
    PUSKESMAS_PER_KECAMATAN = "PUSKESMAS_KEC"


class Objective(StrEnum):
    """What makes one plan better than another."""

    COVERAGE = "coverage"
    """More children newly within the walking time."""
    MEDIAN = "p_median"
    """A shorter walk for the average child."""
    CENTER = "p_center"
    """A shorter walk for the child that has the longest."""


class CandidateSource(StrEnum):
    """Where places that a plan may choose from come from."""

    UPGRADES = "upgrades"
    """Existing parks and play spaces (or health posts) that could be raised to what the programme asks for."""
    PARCELS = "parcels"
    """Municipal parcels."""
    GREEN_SPACE = "green_space"
    """RTH without play equipment, as far as its outline or position is known."""
    SCHOOL_YARDS = "school_yards"
    """School grounds, to be opened after lessons."""
    STREET_SIDE = "street_side"
    """Points beside streets where children live: places to look around, not plots."""


class Exclusion(StrEnum):
    """Why a place may not be built on."""

    RIVER_SETBACK = "river_setback"
    PROTECTED_FOREST = "protected_forest"
    WATER = "water"
    FLOOD = "flood"
    SLOPE = "slope"
    MIN_AREA = "min_area"


DEFAULT_SOURCES = (CandidateSource.UPGRADES, CandidateSource.PARCELS, CandidateSource.STREET_SIDE)
"""Green space keeps its use, and a school yard its school: a person has to ask for them."""

DEFAULT_EXCLUSIONS = (
    Exclusion.RIVER_SETBACK,
    Exclusion.PROTECTED_FOREST,
    Exclusion.WATER,
    Exclusion.MIN_AREA,
)
"""Flood and slope only warn unless a person asks for more: their rules are advice (``SITE_FLOOD``, ``SITE_SLOPE``)."""


@dataclass(frozen=True)
class WalkingOptions:
    """How children walk.

    Attributes
    ----------
    barrier
        Whether main roads hold back the two younger age tiers, except at a crossing, signal, bridge or underpass.
    slope
        Whether hills slow walking down, where the city has an elevation raster.
    """

    barrier: bool = True
    slope: bool = True


@dataclass(frozen=True)
class SitingOptions:
    """What a plan has to keep to. Every constraint can be left out.

    Attributes
    ----------
    programme
        What the sites are for.
    objective
        What makes one plan better than another.
    budget_idr
        Rupiah that all sites together may cost, instead of a number of sites; ``None`` for no limit.
    new_cost_idr, upgrade_cost_idr
        Cost of a new site and of an upgrade; ``None`` for the upper and the lower end of the rule ``RBRA_COST``.
    equity
        How much more the children of badly served regions count: a child counts ``1 + equity · (share of the
        region's children who reach nothing yet)``; 0 counts all alike.
    apart_m
        Least straight-line distance between two sites of a plan, in metres.
    capacity
        Most children that one site serves; ``None`` for no limit.
    must, must_not
        Ids of candidates that have to be, or can't be, in the plan.
    sources
        Where candidates come from.
    exclusions
        Which exclusions keep a place out, as far as the city has their layers; the others only warn.
    min_area_m2
        Least area of a candidate whose area is known, in m²; ``None`` for no limit.
    first_year
        First year of a plan phased over years.
    year_budgets_idr
        Rupiah of each year, from the first; empty for a plan that is not phased.

    Raises
    ------
    planner.errors.OptionError
        If a value lies outside what is possible, or two contradict each other.
    """

    programme: Programme = Programme.PARK_PER_KECAMATAN
    objective: Objective = Objective.COVERAGE
    budget_idr: int | None = None
    new_cost_idr: int | None = None
    upgrade_cost_idr: int | None = None
    equity: float = 0.0
    apart_m: float = 0.0
    capacity: int | None = None
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    sources: tuple[CandidateSource, ...] = DEFAULT_SOURCES
    exclusions: tuple[Exclusion, ...] = DEFAULT_EXCLUSIONS
    min_area_m2: float | None = None
    first_year: int | None = None
    year_budgets_idr: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        _refuse(_siting_problems(self))


@dataclass(frozen=True)
class Options:
    """Choices of one assessment.

    Attributes
    ----------
    threshold_min
        Walking time within which a place counts as reached, in minutes, itself included.
    sites
        How many sites to propose; ``None`` proposes one for each duty that is not met, or as many as a budget pays.
    time_limit_s
        How long the solver may search for a better plan, in seconds. A plan found before the limit comes
        with its proven bound.
    walking
        How children walk.
    siting
        What a plan has to keep to.
    as_of
        The day as of which the city is judged: what was seen long before is out of date. Today if left out.

    Raises
    ------
    planner.errors.OptionError
        If a value lies outside what is possible.
    """

    threshold_min: float = 10.0
    sites: int | None = None
    time_limit_s: float = 20.0
    walking: WalkingOptions = field(default_factory=WalkingOptions)
    siting: SitingOptions = field(default_factory=SitingOptions)
    as_of: dt.date = field(default_factory=dt.date.today)

    def __post_init__(self) -> None:
        _refuse(_problems(self))


def _refuse(problems: Iterable[Text]) -> None:
    for problem in problems:
        raise OptionError(problem)


def _problems(options: Options) -> Iterable[Text]:
    if not math.isfinite(options.threshold_min) or not 0 < options.threshold_min <= MAX_MINUTES:
        yield text(
            "The walking time must be more than 0 and at most {most} minutes, not {value}.",
            most=MAX_MINUTES,
            value=options.threshold_min,
        )
    if options.sites is not None and not 0 <= options.sites <= MAX_SITES:
        yield text(
            "The number of sites must be from 0 to {most}, not {value}.",
            most=MAX_SITES,
            value=options.sites,
        )
    if not options.time_limit_s > 0:
        yield text("The solver's time limit must be more than 0 seconds, not {value}.", value=options.time_limit_s)


def _siting_problems(options: SitingOptions) -> Iterable[Text]:
    amounts = (options.budget_idr, options.new_cost_idr, options.upgrade_cost_idr, *options.year_budgets_idr)
    if any(amount is not None and amount < 0 for amount in amounts):
        yield text("An amount of rupiah must be 0 or more.")
    if not math.isfinite(options.equity) or not 0 <= options.equity <= MAX_EQUITY:
        yield text("The weight of equity must be from 0 to {most}, not {value}.", most=MAX_EQUITY, value=options.equity)
    if not math.isfinite(options.apart_m) or options.apart_m < 0:
        yield text("The distance between sites must be 0 m or more, not {value}.", value=options.apart_m)
    if options.capacity is not None and options.capacity < 1:
        yield text("The capacity of a site must be at least 1 child, not {value}.", value=options.capacity)
    if len(options.year_budgets_idr) > MAX_YEARS:
        yield text("A plan can be phased over at most {most} years.", most=MAX_YEARS)
    if options.year_budgets_idr and options.first_year is None:
        yield text("A plan phased over years needs its first year.")
    both = sorted(set(options.must) & set(options.must_not))
    if both:
        yield text("These sites must be in the plan and must not: {sites}. Decide on one.", sites=", ".join(both))
