"""PARK_ATR14: the regulation that holds now, whose sizes and radii nobody has seen.

Its numbers are empty in the catalogue. A city that has the annex writes them in ``city.toml``; then its parks are
measured by them. They are never judged by: a rule whose source was not seen is not enforced.
"""

from __future__ import annotations

import pandas as pd

from planner.checks.basis import Basis
from planner.checks.each.park_supply.there import There, parks_there
from planner.checks.findings import region_units
from planner.checks.measuring import Measured, measured_table
from planner.checks.places import play_place_records
from planner.checks.reaching import REACH_LABELS, reach_measures, within_straight
from planner.model.details import Unit
from planner.model.kinds import AgeTier, Level
from planner.model.rule import Rule
from planner.texts import Text, text

PARK_ATR14 = "PARK_ATR14"

SIZES = {"kota": Level.CITY, "kecamatan": Level.KECAMATAN, "kelurahan": Level.KELURAHAN}
"""The parks of the regulation that a region is to have, and the level of the region."""

SUCCESSOR_LABELS: dict[str, Text] = {
    "parks_large_enough": text("parks of at least the size that the city filled in"),
    "parks_without_area": text("of which the area is not recorded"),
    **REACH_LABELS,
}
"""Name of each number."""


def measure_successor(basis: Basis) -> pd.DataFrame:
    """Return :data:`~planner.model.details.MEASURES` of the sizes and radii that the city filled in, if it did.

    A park counts with its recorded area. Children count within the radius in a straight line, since how it is to be
    measured is not known either.
    """
    rule = basis.rules.get(PARK_ATR14)
    measured: list[Measured] = []
    for size, level in SIZES.items():
        area_m2 = None if rule is None else filled_in(rule, f"{size}_area_m2")
        radius_m = None if rule is None else filled_in(rule, f"{size}_radius_m")
        if area_m2 is None:
            continue
        places = play_place_records(basis.city)
        there = {unit.code: parks_there(places, unit) for unit in region_units(basis.city, level)}
        measured += [
            Measured(level, _counted(there, area_m2), "parks_large_enough", Unit.COUNT, size),
            Measured(level, _unrecorded(there), "parks_without_area", Unit.COUNT, size),
        ]
        if radius_m is not None and basis.demand is not None:
            large = [place.id for place in places if not place.closed and (place.area_m2 or 0) >= area_m2]
            near = within_straight(basis.city, basis.demand, large, radius_m)
            measured += reach_measures(basis.city, basis.demand, [near] * len(AgeTier), size)
    return measured_table(PARK_ATR14, measured)


def filled_in(rule: Rule, name: str) -> float | None:
    """Return a number of the rule; ``None`` where nobody filled it in."""
    return None if rule.numbers.get(name) is None else rule.number(name)


def _counted(there: dict[str, There], area_m2: float) -> pd.Series:
    large = {code: sum((place.area_m2 or 0) >= area_m2 for place in own.certain) for code, own in there.items()}
    return pd.Series(large, dtype="float64")


def _unrecorded(there: dict[str, There]) -> pd.Series:
    unrecorded = {code: sum(place.area_m2 is None for place in own.inside) for code, own in there.items()}
    return pd.Series(unrecorded, dtype="float64")
