"""Recorded pupils of the schools of a region, beside the children of that age who live there."""

from __future__ import annotations

import pandas as pd

from planner.checks.each.service_supply.counting import Listing
from planner.checks.each.service_supply.service import PUPIL_GROUPS, PupilGroup
from planner.checks.measuring import Measured
from planner.model.details import Unit
from planner.model.kinds import Level
from planner.texts import Text, text

PUPIL_LABELS: dict[str, Text] = {
    "pupils": text("recorded pupils"),
    "schools_without_pupils": text("schools without a record of pupils"),
    "children_of_age": text("children of that age"),
    "pupils_per_child": text("recorded pupils for each child of that age"),
}
"""Name of each number."""


def groups_of(rule: str) -> tuple[PupilGroup, ...]:
    """Return the groups of schools whose pupils are told beside a rule."""
    return tuple(group for group in PUPIL_GROUPS if group.rule == rule)


def pupil_measures(listing: Listing, rule: str) -> list[Measured]:
    """Return the pupils that are told beside one rule.

    Pupils are counted where the school is, children where they live: a region whose schools draw pupils from elsewhere
    has more pupils than children. Schools that nobody listed, or whose pupils nobody recorded, are not in the numbers.

    Parameters
    ----------
    listing
        The city's places, those of all groups of the rule among them.
    rule
        Id of the rule.
    """
    told: list[Measured] = []
    for group in groups_of(rule):
        schools = listing.own(group.kinds)
        if schools["pupils"].notna().any():
            told += [each for level in listing.codes for each in _of_level(listing, group, schools, level)]
    return told


def _of_level(listing: Listing, group: PupilGroup, schools: pd.DataFrame, level: Level) -> list[Measured]:
    region, codes = listing.region(schools, level), listing.codes[level]
    # A region of whose schools no pupils are recorded has an unknown number of them.
    pupils = schools["pupils"].groupby(region).sum(min_count=1).reindex(codes)
    unrecorded = schools["pupils"].isna().groupby(region).sum().reindex(codes, fill_value=0)
    told = [
        Measured(level, pupils, "pupils", Unit.CHILDREN, group.subject),
        Measured(level, unrecorded, "schools_without_pupils", Unit.COUNT, group.subject),
    ]
    people = listing.people.get(level)
    if group.tier is None or people is None:
        return told
    children = people[group.tier.column].reindex(codes).astype("float64")
    each = pupils / children.where(children > 0)
    return [
        *told,
        Measured(level, children, "children_of_age", Unit.CHILDREN, group.subject),
        Measured(level, each, "pupils_per_child", Unit.RATIO, group.subject),
    ]
