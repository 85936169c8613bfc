"""How much park a region needs for its people, by the regulation that has been replaced."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.checks.enforcement import required_number
from planner.checks.people import people_by_region
from planner.model.city import City
from planner.model.kinds import Level
from planner.model.rule import Rule

PARK_RT, PARK_RW = "PARK_RT", "PARK_RW"
PARK_KEL, PARK_KEC, PARK_KOTA = "PARK_KEL", "PARK_KEC", "PARK_KOTA"

SERVES = {PARK_KEL: Level.KELURAHAN, PARK_KEC: Level.KECAMATAN, PARK_KOTA: Level.CITY}
"""The level whose every region is to have the park of a rule. RT and RW are no regions that anybody listed."""

LEVELS = (Level.CITY, Level.KECAMATAN, Level.KELURAHAN)


def needed_m2(rule: Rule, people: pd.Series) -> pd.Series:
    """Return the area that a rule asks of each region that is to have its park.

    Both numbers of the rule are least areas, of the park and for each person, so the greater one is asked for:
    ``max(24000, 0.2 · people)`` of a kecamatan.
    """
    least, each = required_number(rule, "area_m2"), required_number(rule, "m2_per_cap")
    return (each * people.astype("float64")).clip(lower=least).round(2)


def needed_by_level(city: City, rule: Rule) -> dict[Level, pd.DataFrame]:
    """Return how many parks of a rule each region needs, and how much area.

    Parameters
    ----------
    city
        The city.
    rule
        One of the rules named here.

    Returns
    -------
    By level a table with ``count`` and ``area_m2`` and the region's code as index. A region above those that are to
    have the park needs what they need together. For RT and RW, which nobody listed, as many as its people fill: a part
    of one counts as one more park, and for the area each person counts. Empty where nobody gave a population.
    """
    people = {level: table["population"] for level, table in people_by_region(city).items()}
    if rule.id not in SERVES:
        return {level: _by_people(rule, people[level]) for level in LEVELS if level in people}
    own = SERVES[rule.id]
    if own not in people:
        return {}
    each = pd.DataFrame({"count": 1.0, "area_m2": needed_m2(rule, people[own])})
    levels = [level for level in LEVELS if level in people][: LEVELS.index(own) + 1]
    return {level: each if level is own else each.groupby(_above(city, each, own, level)).sum() for level in levels}


def _by_people(rule: Rule, people: pd.Series) -> pd.DataFrame:
    count = np.ceil(people / required_number(rule, "pop"))
    return pd.DataFrame({"count": count, "area_m2": required_number(rule, "m2_per_cap") * people})


def _above(city: City, regions: pd.DataFrame, own: Level, level: Level) -> pd.Series:
    """Return the region of a level above in which each region lies."""
    codes = regions.index.to_series()
    if level is Level.CITY:
        return codes.map(lambda _: city.code)
    table = city.regions_at(own).set_index("code")["kecamatan_code"]
    return codes.map(table)
