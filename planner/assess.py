"""City and rules and options go in, one assessment comes out: the only place where numbers are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import geopandas as gpd
import pandas as pd

from planner.access.catchment_outlines import park_catchments
from planner.access.demand import Demand, spread_children
from planner.access.destinations import kinds_reached
from planner.access.measures import Walks, access_table
from planner.access.reach import speeds
from planner.access.variations import variations
from planner.access.walking import Walking, WalkingChoice, choose_walking
from planner.checks.basis import Basis
from planner.checks.registry import look_closer, run_checks
from planner.model.assessment import Assessment, Finding, Method
from planner.model.city import City
from planner.model.kinds import AgeTier
from planner.model.options import Options, WalkingOptions
from planner.model.rule import Rules
from planner.rules.catalogue import apply_changes, load_rules
from planner.siting.plan import propose
from planner.siting.task import SitingTask
from planner.texts import Text, text

Progress = Callable[[Text], None]
"""Is told, in one short sentence, what is being done now."""


@dataclass(frozen=True, eq=False)
class Ground:
    """What an assessment stands on and no option changes: where children live and how far they walk.

    Attributes
    ----------
    rules
        The rule catalogue with the city's changes.
    demand
        Where children live.
    walking
        How walking distance is measured.
    distance_m
        Walking distance of each age tier to the nearest place of each kind: one row a demand point, one column
        a kind, in metres; infinite where none can be reached.
    """

    rules: Rules
    demand: Demand
    walking: WalkingChoice
    distance_m: Mapping[AgeTier, pd.DataFrame]


def _silent(_: Text) -> None:
    """Tell nobody."""


def measure(
    city: City,
    rules: Rules | None = None,
    *,
    walking: WalkingOptions | None = None,
    progress: Progress = _silent,
) -> Ground:
    """Find out where the children of a city live and how far they walk to each kind of place.

    Parameters
    ----------
    city
        The city.
    rules
        The rule catalogue; the built-in one if left out. The city's own changes are applied to it.
    walking
        How children walk; the defaults if left out.
    progress
        Is told what is being done.

    Raises
    ------
    planner.errors.RuleError
        If the catalogue is unusable or the city changes a rule that does not exist.
    """
    rules = apply_changes(load_rules() if rules is None else rules, city.rule_changes)
    progress(text("Finding where children live"))
    demand = spread_children(city)
    progress(text("Measuring walking distances"))
    choice = choose_walking(city, demand.points, walking, rules)
    return Ground(rules, demand, choice, _nearest_m(choice.walking, kinds_reached(city), demand.points.index))


def _nearest_m(walking: Walking, places: Mapping[str, gpd.GeoSeries], index: pd.Index) -> dict[AgeTier, pd.DataFrame]:
    """Return the distances of each tier; tiers that walk alike are measured once."""
    distance_m: dict[AgeTier, pd.DataFrame] = {}
    for tiers in walking.alike:
        table = pd.DataFrame({kind: walking.nearest_m(own, tiers[0]) for kind, own in places.items()}, index=index)
        distance_m |= dict.fromkeys(tiers, table)
    return distance_m


def assess(
    city: City,
    rules: Rules | None = None,
    options: Options | None = None,
    *,
    ground: Ground | None = None,
    progress: Progress = _silent,
) -> Assessment:
    """Assess a city: who reaches what, which rules are met, and where to build next.

    Parameters
    ----------
    city
        The city.
    rules
        The rule catalogue; the built-in one if left out. Not used where ``ground`` is given.
    options
        What was chosen; the defaults if left out.
    ground
        The result of :func:`measure` for the same city, to save its time when only options change.
    progress
        Is told what is being done.

    Raises
    ------
    planner.errors.RuleError
        If the catalogue is unusable or the city changes a rule that does not exist.
    planner.errors.UnsolvedError
        If the solver gives neither a plan nor a proof that there is none.
    """
    options = options or Options()
    ground = ground or measure(city, rules, walking=options.walking, progress=progress)
    progress(text("Checking the rules"))
    basis = Basis(city, ground.rules, options.as_of, ground.demand.points, ground.distance_m)
    findings = run_checks(basis)
    progress(text("Looking for the best sites"))
    plan = propose(siting_task(city, ground, options, findings))
    method = method_of(ground, options)
    runs = variations(method, ground.rules)
    walks = Walks(ground.demand.points, ground.walking.walking, kinds_reached(city), ground.distance_m)
    return Assessment(
        city=city,
        rules=ground.rules,
        options=options,
        method=method,
        demand=ground.demand.points,
        distance_m=ground.distance_m,
        access=access_table(city, walks, method, ground.rules, runs),
        findings=findings,
        plan=plan,
        notices=(*city.notices, *ground.demand.notices, *ground.walking.notices, *plan.notices),
        variations=runs,
        draw_catchments=partial(park_catchments, city, walks, method),
        look_closer=partial(look_closer, basis),
    )


def method_of(ground: Ground, options: Options) -> Method:
    """Return how the figures on a ground are made under options."""
    return Method(
        walking=ground.walking.walking.method,
        detour_factor=ground.walking.detour_factor,
        detour_bands=ground.walking.detour_bands,
        speed_m_s=speeds(ground.rules),
        threshold_min=options.threshold_min,
        demand=ground.demand.method,
    )


def siting_task(
    city: City, ground: Ground, options: Options, findings: tuple[Finding, ...] | None = None
) -> SitingTask:
    """Return everything that a plan for a city depends on.

    Parameters
    ----------
    city
        The city.
    ground
        The result of :func:`measure` for it.
    options
        What was chosen.
    findings
        The findings of the checks; found anew if left out.
    """
    return SitingTask(
        city=city,
        rules=ground.rules,
        demand=ground.demand.points,
        walking=ground.walking.walking,
        distance_m=ground.distance_m,
        findings=run_checks(Basis(city, ground.rules, options.as_of)) if findings is None else findings,
        speeds=speeds(ground.rules),
        options=options,
    )
