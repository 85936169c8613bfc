"""How many facilities a region's people support, and how many are listed there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.checks.each.service_supply.service import SUPPORTING, SupplyRule
from planner.checks.enforcement import enforceable, required_number
from planner.checks.people import people_by_region
from planner.checks.places import listed_completely
from planner.model.city import City
from planner.model.kinds import FacilityKind, Level, Placement
from planner.model.rule import Rules

_COLUMNS = ["id", "name", "kind", "kelurahan_code", "kecamatan_code", "placement", "pupils"]


def supporting_people(rules: Rules, service: SupplyRule) -> float:
    """Return for how many people a rule asks for one facility.

    Only this number has to be sure: most radii of the same rules are not.

    Raises
    ------
    planner.errors.RuleError
        If the rule is missing, or this number can't be enforced.
    """
    return required_number(enforceable(rules, service.rule, SUPPORTING), SUPPORTING)


def needed(people: pd.Series, supporting: float) -> pd.Series:
    """Return how many whole facilities people support.

    Rounded down: one facility is asked for once as many people as support one live there. That is the least that the
    standard can mean. The regions of a larger one may together need fewer than that one.
    """
    return (people.astype("float64") / supporting).pipe(np.floor)


def places_of(city: City, kinds: Iterable[FacilityKind]) -> pd.DataFrame:
    """Return what is needed of the places of some kinds, those outside the city left out."""
    facilities = city.facilities
    chosen = facilities["kind"].isin(list(kinds)) & (facilities["placement"] != Placement.OUTSIDE)
    table = pd.DataFrame(facilities[_COLUMNS])
    own: pd.DataFrame = table[chosen.to_numpy(dtype=bool)]
    return own


def grouped(places: pd.DataFrame, column: str) -> dict[str, pd.DataFrame]:
    """Return places by the value of a column; those without one are left out."""
    return {str(value): own for value, own in places.groupby(column)}


@dataclass(frozen=True, eq=False)
class Listing:
    """The places of some kinds that a city lists, to be counted by region.

    Attributes
    ----------
    city
        The city.
    places
        What :func:`places_of` returns.
    codes
        Codes of the regions of each level that the city has, in order.
    people
        People and children of each level; empty where nobody gave a population.
    """

    city: City
    places: pd.DataFrame
    codes: Mapping[Level, list[str]]
    people: Mapping[Level, pd.DataFrame]

    @classmethod
    def of(cls, city: City, kinds: Iterable[FacilityKind]) -> Listing:
        """Look the places up."""
        codes = {Level.CITY: [city.code]}
        for level in (Level.KECAMATAN, Level.KELURAHAN):
            own = [str(code) for code in city.regions_at(level)["code"]]
            codes |= {level: own} if own else {}
        return cls(city, places_of(city, kinds), codes, people_by_region(city))

    def own(self, kinds: Iterable[FacilityKind]) -> pd.DataFrame:
        """Return the places of some of the kinds."""
        return self.places[self.places["kind"].isin(list(kinds))]

    def region(self, places: pd.DataFrame, level: Level) -> pd.Series:
        """Return the code of the region of a level in which each place lies; missing where that is not known."""
        if level is Level.CITY:
            return pd.Series(self.city.code, index=places.index, dtype="str")
        return places[f"{level}_code"]

    def listed(self, kinds: Iterable[FacilityKind], level: Level) -> pd.Series:
        """Return how many places of some of the kinds are listed in each region of a level.

        Returns
        -------
        By code. Not a number where the city lists none at all and does not say that there is none: then nobody gave a
        list.
        """
        kinds = tuple(kinds)
        places = self.own(kinds)
        if places.empty and not listed_completely(self.city, kinds):
            return pd.Series(np.nan, index=self.codes[level])
        counted = self.region(places, level).value_counts()
        return counted.reindex(self.codes[level], fill_value=0).astype("float64")
