"""City and rules and options go in, one assessment comes out: the only place where numbers are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from planner.access.demand import Demand, spread_children
from planner.access.destinations import kinds_reached
from planner.access.reach import access_table, speeds
from planner.access.walking import Walking, WalkingChoice, choose_walking
from planner.checks import run_checks
from planner.model.assessment import Assessment, Method
from planner.model.city import City
from planner.model.kinds import CHILD_FRIENDLY_PARK, AgeTier
from planner.model.options import Options
from planner.model.rule import Rules
from planner.rules.catalogue import apply_changes, load_rules
from planner.siting.plan import propose
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


def measure(city: City, rules: Rules | None = None, *, progress: Progress = _silent) -> Ground:
    """Find out where the children of a city live and how far they walk to each kind of place.

    Parameters
    ----------
    city
        The city.
    rules
        The rule catalogue; the built-in one if left out. The city's own changes are applied to it.
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
    walking = choose_walking(city, demand.points)
    return Ground(rules, demand, walking, _nearest_m(walking.walking, kinds_reached(city), demand.points.index))


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
    ground = ground or measure(city, rules, progress=progress)
    speed_m_s = speeds(ground.rules)
    progress(text("Checking the rules"))
    findings = run_checks(city, ground.rules)
    progress(text("Looking for the best sites"))
    plan = propose(
        city=city,
        demand=ground.demand.points,
        walking=ground.walking.walking,
        distance_m={
            tier: table[CHILD_FRIENDLY_PARK].to_numpy(dtype=float) for tier, table in ground.distance_m.items()
        },
        findings=findings,
        speeds=speed_m_s,
        options=options,
    )
    return Assessment(
        city=city,
        rules=ground.rules,
        options=options,
        method=Method(
            walking=ground.walking.walking.method,
            detour_factor=ground.walking.detour_factor,
            detour_bands=ground.walking.detour_bands,
            speed_m_s=speed_m_s,
            threshold_min=options.threshold_min,
            demand=ground.demand.method,
        ),
        demand=ground.demand.points,
        distance_m=ground.distance_m,
        access=access_table(city, ground.demand.points, ground.distance_m, speed_m_s, options.threshold_min),
        findings=findings,
        plan=plan,
        notices=(*city.notices, *ground.demand.notices, *ground.walking.notices),
    )
