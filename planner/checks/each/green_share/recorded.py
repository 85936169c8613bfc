"""The recorded area of green open space, kind by kind, beside the area of the city."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from planner.model.city import City
from planner.model.kinds import FacilityKind, Known, Placement

GREEN = (FacilityKind.PARK, FacilityKind.PLAYGROUND, FacilityKind.RTH)
"""Kinds that are green open space people may be let into. Protected forest is none of them, and never a park."""

GREEN_WITH_FOREST = (*GREEN, FacilityKind.PROTECTED_FOREST)
"""Kinds that count in the share of all green open space."""


@dataclass(frozen=True, eq=False)
class Recorded:
    """Places of green open space that count, or may count.

    Attributes
    ----------
    certain
        Those in the city that count.
    doubtful
        Those of which it is not known whether they lie in the city, or whether everybody may enter.
    """

    certain: pd.DataFrame
    doubtful: pd.DataFrame

    @property
    def area_m2(self) -> float:
        """The recorded areas of those that count, together. Where two places overlap, both count."""
        return float(self.certain["area_m2"].sum())

    @cached_property
    def without_area(self) -> pd.DataFrame:
        """Those whose area nobody recorded."""
        places = pd.concat([self.certain, self.doubtful])
        return places[places["area_m2"].isna()]

    @property
    def possible_m2(self) -> float:
        """How much more area may count; infinite where an area is not recorded."""
        return math.inf if len(self.without_area) else float(self.doubtful["area_m2"].sum())


def all_green(city: City) -> Recorded:
    """Return the green open space of a city, public or not, with its protected forest."""
    places = _in_city(city, GREEN_WITH_FOREST)
    lost = places["placement"] == Placement.UNPLACED
    return Recorded(places[~lost], places[lost])


def public_green(city: City) -> Recorded:
    """Return the green open space of a city that everybody may enter, without protected forest."""
    places = _in_city(city, GREEN)
    places = places[places["public"] != Known.NO]
    certain = (places["public"] == Known.YES) & (places["placement"] != Placement.UNPLACED)
    return Recorded(places[certain], places[~certain])


def city_area_m2(city: City) -> float:
    """Return the area of a city within its outlines, in m²."""
    return float(city.finest_regions.geometry.area.sum())


def _in_city(city: City, kinds: tuple[FacilityKind, ...]) -> pd.DataFrame:
    facilities = pd.DataFrame(city.facilities)
    chosen = facilities["kind"].isin(kinds) & (facilities["placement"] != Placement.OUTSIDE)
    return facilities[chosen].drop(columns="geometry")
