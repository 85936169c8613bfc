"""The numbers behind the supply of parks: what is needed, what is there, and what is missing at most."""

from __future__ import annotations

import pandas as pd

from planner.checks.basis import Basis
from planner.checks.each.park_supply.needed import LEVELS, needed_by_level
from planner.checks.each.park_supply.there import parks_there
from planner.checks.enforcement import measurable
from planner.checks.findings import region_units
from planner.checks.measuring import Measured, measured_table
from planner.checks.places import play_place_records
from planner.checks.reaching import REACH_LABELS, reach_measures, within_straight
from planner.model.city import City
from planner.model.details import Unit
from planner.model.kinds import AgeTier, Level
from planner.texts import Text, text

SUPPLY_LABELS: dict[str, Text] = {
    "needed": text("parks needed"),
    "needed_m2": text("park area needed"),
    "parks": text("parks and playgrounds known"),
    "parks_without_area": text("of which the area is not recorded"),
    "recorded_m2": text("recorded area of public parks"),
    "missing_at_most_m2": text("area missing at most"),
    **REACH_LABELS,
}
"""Name of each number."""


def measure_supply(basis: Basis, rule_id: str) -> pd.DataFrame:
    """Return :data:`~planner.model.details.MEASURES` of one rule of the replaced regulation.

    ``missing_at_most_m2`` is what is needed less the recorded area of public parks: less is missing where a park has
    not been listed or measured. Where the rule has a radius, the children within that straight distance of a park or
    playground that is not known to be closed are counted.
    """
    rule = measurable(basis.rules, rule_id)
    there = {level: parks_by_region(basis.city, level) for level in LEVELS}
    measured: list[Measured] = []
    for level, needed in needed_by_level(basis.city, rule).items():
        own = there[level].reindex(needed.index)
        missing = (needed["area_m2"] - own["recorded_m2"]).clip(lower=0)
        measured += [
            Measured(level, needed["count"], "needed", Unit.COUNT),
            Measured(level, needed["area_m2"], "needed_m2", Unit.AREA_M2),
            Measured(level, own["parks"], "parks", Unit.COUNT),
            Measured(level, own["without_area"], "parks_without_area", Unit.COUNT),
            Measured(level, own["recorded_m2"], "recorded_m2", Unit.AREA_M2),
            Measured(level, missing, "missing_at_most_m2", Unit.AREA_M2),
        ]
    if "radius_m" in rule.numbers and basis.demand is not None:
        ids = [place.id for place in play_place_records(basis.city) if not place.closed]
        near = within_straight(basis.city, basis.demand, ids, rule.number("radius_m"))
        measured += reach_measures(basis.city, basis.demand, [near] * len(AgeTier), "play_space")
    return measured_table(rule_id, measured)


def parks_by_region(city: City, level: Level) -> pd.DataFrame:
    """Count the parks and playgrounds of each region that are not known to be closed, and put their areas together."""
    places = play_place_records(city)
    units = region_units(city, level)
    there = [parks_there(places, unit) for unit in units]
    return pd.DataFrame(
        {
            "parks": [float(len(own.inside)) for own in there],
            "without_area": [float(sum(place.area_m2 is None for place in own.inside)) for own in there],
            "recorded_m2": [own.recorded_m2 for own in there],
        },
        index=[unit.code for unit in units],
    )
