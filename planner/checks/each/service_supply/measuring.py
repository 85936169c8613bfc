"""The numbers behind the supply: needed, listed, missing at most, pupils, and who lives within the radius."""

from __future__ import annotations

import pandas as pd

from planner.checks.basis import Basis
from planner.checks.each.service_supply.counting import Listing, needed, supporting_people
from planner.checks.each.service_supply.pupils import PUPIL_LABELS, groups_of, pupil_measures
from planner.checks.each.service_supply.service import RADIUS, SupplyRule
from planner.checks.enforcement import enforceable, required_number
from planner.checks.measuring import Measured, measured_table
from planner.checks.places import ids_of
from planner.checks.reaching import REACH_LABELS, reach_measures, within_straight
from planner.model.details import Unit
from planner.model.domain import Domain
from planner.model.kinds import AgeTier, Level, Placement
from planner.model.rule import Rule, from_memory
from planner.texts import Text, text

SUPPLY_LABELS: dict[str, Text] = {
    "people": text("people"),
    "needed": text("needed at least"),
    "listed": text("listed"),
    "missing_at_most": text("missing at most"),
    "for_supporting_people": text("listed for each group of people that supports one"),
    "without_position": text("listed without a known position"),
    **PUPIL_LABELS,
    **REACH_LABELS,
}
"""Name of each number."""


def measure_supply(basis: Basis, service: SupplyRule) -> pd.DataFrame:
    """Return :data:`~planner.model.details.MEASURES` of one rule, for the city, each kecamatan and each kelurahan.

    ``missing_at_most`` is what is needed less what is listed and counts for certain: fewer are missing where the list
    has gaps. Of a rule for one religion neither is known, only what is listed for each ``pop`` people. Children within
    the rule's radius are counted along a straight line, where a radius was seen in a source; of places whose position
    is not known nobody is counted.
    """
    supporting = supporting_people(basis.rules, service)
    groups = groups_of(service.rule)
    listing = Listing.of(basis.city, [*service.kinds, *(kind for group in groups for kind in group.kinds)])
    measured: list[Measured] = []
    for level in listing.codes:
        if level in listing.people:
            measured += _supply(listing, service, level, supporting)
        measured += _each_kind(listing, service, level)
    measured += pupil_measures(listing, service.rule)
    measured += _reach(basis, listing, service)
    return measured_table(service.rule, measured)


def radius_known(rule: Rule) -> bool:
    """Say whether a rule has a radius that was seen in a source."""
    return RADIUS in rule.numbers and not from_memory(rule.certainty_of(RADIUS))


def _supply(listing: Listing, service: SupplyRule, level: Level, supporting: float) -> list[Measured]:
    people = listing.people[level]["population"]
    told = [Measured(level, people, "people", Unit.PEOPLE)]
    if service.domain is Domain.WORSHIP:
        groups = people.where(people > 0) / supporting
        each = listing.listed(service.kinds, level).reindex(people.index) / groups
        return [*told, Measured(level, each, "for_supporting_people", Unit.RATIO)]
    asked = needed(people, supporting)
    told.append(Measured(level, asked, "needed", Unit.COUNT))
    if service.counts:
        missing = (asked - listing.listed(service.counts, level).reindex(people.index)).clip(lower=0)
        told.append(Measured(level, missing, "missing_at_most", Unit.COUNT))
    return told


def _each_kind(listing: Listing, service: SupplyRule, level: Level) -> list[Measured]:
    """Count each kind by itself, and in the whole city how many of it have no known position."""
    told = []
    for kind in service.kinds:
        there = listing.listed([kind], level)
        told.append(Measured(level, there, "listed", Unit.COUNT, str(kind)))
        if level is Level.CITY:
            nowhere = float((listing.own([kind])["placement"] != Placement.POSITION).sum())
            told.append(Measured(level, there.where(there.isna(), nowhere), "without_position", Unit.COUNT, str(kind)))
    return told


def _reach(basis: Basis, listing: Listing, service: SupplyRule) -> list[Measured]:
    rule, kinds = basis.rules[service.rule], service.counts or service.kinds
    places = listing.own(kinds)
    if basis.demand is None or not radius_known(rule) or not (places["placement"] == Placement.POSITION).any():
        return []
    radius_m = required_number(enforceable(basis.rules, service.rule, RADIUS), RADIUS)
    near = within_straight(basis.city, basis.demand, ids_of(places), radius_m)
    return reach_measures(basis.city, basis.demand, [near] * len(AgeTier), str(kinds[0]))
