"""What places offer to children: m² of park, and as many children as a school or a puskesmas is meant for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from planner.model.city import City
from planner.model.kinds import CHILD_FRIENDLY_PARK, AgeTier, FacilityKind, Known
from planner.model.rule import Rules

Floats = npt.NDArray[np.float64]

AREA_KINDS = (CHILD_FRIENDLY_PARK, FacilityKind.PARK, FacilityKind.PLAYGROUND, FacilityKind.RTH)
"""Kinds that offer m² of park."""


@dataclass(frozen=True)
class Service:
    """Whom a kind of place is for.

    Attributes
    ----------
    ages
        Ages in completed years.
    rule
        The rule whose ``pop`` says for how many people one place is meant; empty if there is none.
    counts_people
        Whether a recorded capacity counts people of all ages, and not only the children it is for.
    """

    ages: range
    rule: str = ""
    counts_people: bool = False

    def part(self, tier: AgeTier) -> float:
        """Return which part of a tier's children the place is for, all ages of a tier being alike many."""
        return len([age for age in tier.ages if age in self.ages]) / len(tier.ages)


SERVICES: Mapping[str, Service] = {
    FacilityKind.SCHOOL_PAUD: Service(range(3, 6), "TK"),
    FacilityKind.SCHOOL_SD: Service(range(6, 12), "SD"),
    FacilityKind.SCHOOL_SMP: Service(range(12, 15), "SMP"),
    FacilityKind.SCHOOL_SMA: Service(range(15, 18), "SMA"),
    FacilityKind.SCHOOL_SMK: Service(range(15, 18)),
    FacilityKind.PUSKESMAS: Service(range(18), "PUSKESMAS", counts_people=True),
}
"""Kinds that offer capacity: schools to the ages that go there, puskesmas to every child."""


@dataclass(frozen=True, eq=False)
class Capacity:
    """How many children places are meant for.

    Attributes
    ----------
    children
        By place; not a number where it is not known.
    assumed
        Whether nobody recorded it and the number of the standard stands in.
    """

    children: Floats
    assumed: npt.NDArray[np.bool_]


def park_area_m2(facilities: gpd.GeoDataFrame) -> Floats:
    """Return the m² of park that places offer: 0 if closed to the public, not a number where nobody measured."""
    area = facilities["area_m2"].to_numpy(dtype=np.float64)
    return np.where((facilities["public"] == Known.NO).to_numpy(), 0.0, area)


def capacity(city: City, rules: Rules, service: Service, facilities: gpd.GeoDataFrame) -> Capacity:
    """Return how many children places are meant for: as recorded, else as the standard has it.

    A standard's people, and a recorded capacity that counts people, are taken times the share of the children in
    question among the city's people.
    """
    recorded = facilities["capacity"].to_numpy(dtype=np.float64)
    people = city.people or 0
    children = 0.0
    if city.population is not None:
        children = sum(float(city.population[tier.column].sum()) * service.part(tier) for tier in AgeTier)
    share = children / people if people else np.nan
    if service.counts_people:
        recorded = recorded * share
    standard = rules[service.rule].number("pop") * share if service.rule in rules else np.nan
    assumed = np.isnan(recorded) & ~np.isnan(standard)
    return Capacity(np.where(assumed, standard, recorded), assumed)
