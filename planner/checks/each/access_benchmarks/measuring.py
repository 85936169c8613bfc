"""The numbers of the benchmarks: who lives near enough, and what is known of the places themselves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from planner.checks.basis import Basis
from planner.checks.each.access_benchmarks.tiers import best_tier
from planner.checks.each.green_share.recorded import GREEN
from planner.checks.each.park_supply.measuring import parks_by_region
from planner.checks.each.rbra_checklist.items import checklist, equipment_status
from planner.checks.enforcement import measurable, required_number
from planner.checks.measuring import Measured, measured_table
from planner.checks.people import people_by_region
from planner.checks.places import known_closed, play_places
from planner.checks.reaching import REACH_LABELS, Flags, reach_measures, within_straight, within_walk
from planner.model.city import City
from planner.model.details import Unit
from planner.model.kinds import CHILD_FRIENDLY_PARK, CHILDREN_COLUMNS, PLAY_KINDS, AgeTier, Known, Level, Status
from planner.model.rule import Rule
from planner.model.survey import SurveyFact
from planner.texts import Text, text

PLAY_SPACE = "play_space"
"""Any park or playground that the city's data name."""

BY_SUBJECT: dict[str, tuple[str, ...]] = {
    PLAY_SPACE: tuple(str(kind) for kind in PLAY_KINDS),
    CHILD_FRIENDLY_PARK: (CHILD_FRIENDLY_PARK,),
}
"""What is walked to, and the kinds whose walks were measured."""

LABELS: dict[str, Text] = {
    **REACH_LABELS,
    "recorded_m2_per_child": text("recorded m² of public park for each child"),
    "parks_without_area": text("parks whose area is not recorded"),
    "possible_share": text("share of children within reach if places of unknown area count too"),
    "possible_children": text("children"),
    "possible_children_within": text("children within reach if places of unknown area count too"),
    "possible_share_0_5": text("share of children aged 0 to 5 if places of unknown area count too"),
    "possible_share_6_11": text("share of children aged 6 to 11 if places of unknown area count too"),
    "possible_share_12_17": text("share of children aged 12 to 17 if places of unknown area count too"),
    "tier_children": text("children of the age tier that fits best"),
    "tier_children_within": text("of them within reach"),
    "tier_share": text("share of them within reach"),
    "places": text("places known"),
    "places_large_enough": text("places of at least the size asked for"),
    "places_without_area": text("places whose area is not recorded"),
    "places_with_equipment": text("places with enough play equipment"),
    "places_without_survey": text("places whose play equipment is not recorded"),
}
"""Name of each number."""


def measure_walk(basis: Basis, rule_id: str) -> pd.DataFrame:
    """Measure which children live within a walk of any park or playground, and of a designated one."""
    rule = measurable(basis.rules, rule_id)
    return measured_table(rule_id, _walks(basis, required_number(rule, "radius_m")))


def measure_sdg(basis: Basis, rule_id: str) -> pd.DataFrame:
    """Measure as :func:`measure_walk`, and beside it the recorded area of public parks for each child of a region."""
    rule = measurable(basis.rules, rule_id)
    measured = _walks(basis, required_number(rule, "radius_m"))
    for level, people in people_by_region(basis.city).items():
        parks = parks_by_region(basis.city, level).reindex(people.index)
        children = people[CHILDREN_COLUMNS].sum(axis=1)
        # Where no area is recorded the parks are not 0 m² large.
        known = parks["recorded_m2"].where(parks["recorded_m2"] > 0) / children.where(children > 0)
        measured += [
            Measured(level, known, "recorded_m2_per_child", Unit.AREA_M2_PER_CHILD, PLAY_SPACE),
            Measured(level, parks["without_area"], "parks_without_area", Unit.COUNT, PLAY_SPACE),
        ]
    return measured_table(rule_id, measured)


def measure_green_nearby(basis: Basis, rule_id: str) -> pd.DataFrame:
    """Measure which children live near green space that is large enough, in a straight line.

    ``possible_…`` counts places of unknown area too: the true number lies between the two. Protected forest never
    counts, nor does a place that is known to be closed.
    """
    rule = measurable(basis.rules, rule_id)
    radius_m, least_m2 = required_number(rule, "radius_m"), required_number(rule, "min_area_m2")
    facilities = pd.DataFrame(basis.city.facilities.drop(columns="geometry"))
    green = facilities[facilities["kind"].isin(GREEN) & (facilities["public"] != Known.NO)]
    large, unknown = green[green["area_m2"] >= least_m2], green[green["area_m2"].isna()]
    counts = _counts(basis.city, {"places_large_enough": large, "places_without_area": unknown})
    if basis.demand is None:
        return measured_table(rule_id, counts)
    near = within_straight(basis.city, basis.demand, list(large["id"]), radius_m)
    maybe = near | within_straight(basis.city, basis.demand, list(unknown["id"]), radius_m)
    tiers = len(AgeTier)
    reached = reach_measures(basis.city, basis.demand, [near] * tiers, "green_space")
    possible = reach_measures(basis.city, basis.demand, [maybe] * tiers, "green_space", prefix="possible_")
    return measured_table(rule_id, [*counts, *reached, *possible])


def measure_play_area(basis: Basis, rule_id: str) -> pd.DataFrame:
    """Measure which children of the age tier that fits best live within the walk of a park or playground.

    Of the places is counted how many are known to be large enough, and to have enough kinds of play equipment.
    """
    rule = measurable(basis.rules, rule_id)
    places = play_places(basis.city)
    places = places[~known_closed(places)]
    measured = _counts(basis.city, _sorted_places(basis.city, rule, places))
    if basis.demand is not None and basis.city.population is not None:
        measured += _walks_of_tier(basis, rule)
    return measured_table(rule_id, measured)


def _walks(basis: Basis, limit_m: float) -> list[Measured]:
    if basis.demand is None:
        return []
    return [
        measured
        for subject, kinds in BY_SUBJECT.items()
        for measured in reach_measures(basis.city, basis.demand, _near(basis, kinds, limit_m), subject)
    ]


def _near(basis: Basis, kinds: Sequence[str], limit_m: float) -> list[Flags]:
    points = 0 if basis.demand is None else len(basis.demand)
    walks = basis.distance_m or {}
    return [within_walk(walks.get(tier), kinds, limit_m, points) for tier in AgeTier]


def _walks_of_tier(basis: Basis, rule: Rule) -> list[Measured]:
    """Count the children of one tier alone."""
    tier = best_tier(rule)
    demand = basis.demand
    if demand is None:
        return []
    others = [each.column for each in AgeTier if each is not tier]
    alone = demand.assign(**dict.fromkeys(others, 0))
    near = _near(basis, BY_SUBJECT[PLAY_SPACE], required_number(rule, "radius_m"))
    counted = reach_measures(basis.city, alone, near, PLAY_SPACE, prefix="tier_")
    return [measured for measured in counted if measured.measure in LABELS]


def _sorted_places(city: City, rule: Rule, places: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the places by what is known of them."""
    sorted_places = {
        "places": places,
        "places_large_enough": places[places["area_m2"] >= required_number(rule, "area_m2")],
        "places_without_area": places[places["area_m2"].isna()],
    }
    if "min_items" not in rule.numbers:
        return sorted_places
    required = required_number(rule, "min_items")
    seen = {one.place.id: one.items[0].value for one in checklist(city, [SurveyFact.PLAY_EQUIPMENT])}
    status = places["id"].map(lambda place: str(equipment_status(seen[place], required)))
    return sorted_places | {
        "places_with_equipment": places[status == Status.MET],
        "places_without_survey": places[status == Status.UNKNOWN],
    }


def _counts(city: City, by_measure: dict[str, pd.DataFrame]) -> list[Measured]:
    """Count places in the city, in each kecamatan and in each kelurahan."""
    return [
        Measured(level, _count(city, level, places), measure, Unit.COUNT, "")
        for level in (Level.CITY, Level.KECAMATAN, Level.KELURAHAN)
        for measure, places in by_measure.items()
    ]


def _count(city: City, level: Level, places: pd.DataFrame) -> pd.Series:
    if level is Level.CITY:
        return pd.Series([float(places["kecamatan_code"].notna().sum())], index=[city.code])
    codes = city.regions_at(level)["code"]
    counted = places[f"{level}_code"].value_counts()
    return pd.Series(counted.reindex(codes).fillna(0.0).to_numpy(dtype=np.float64), index=list(codes))
