"""The catchment of one place: who walks there, from which ground, and who has nowhere else to go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd

from planner.access.catchment_outlines import outlines_by_tiers
from planner.access.destinations import kinds_reached
from planner.access.visitors import visitors
from planner.access.walking import Walking
from planner.errors import OptionError
from planner.model.city import City
from planner.model.kinds import ALL_CHILDREN, AgeTier, Placement
from planner.texts import Text, text


@dataclass(frozen=True)
class Walkers:
    """Children who walk to a place in time.

    Attributes
    ----------
    children
        How many they are.
    nearest_min
        The walk of the nearest one, in minutes; ``None`` where there are none.
    median_min
        What half of their walks don't exceed, in minutes; ``None`` where there are none.
    only_here
        Those of them who reach no other place of the kind in time.
    """

    children: int
    nearest_min: float | None
    median_min: float | None
    only_here: int


@dataclass(frozen=True, eq=False)
class PlaceCatchment:
    """Who walks to one place in time, and from where.

    Attributes
    ----------
    facility_id, name
        The place.
    kind
        What it is to children: its kind, or a child-friendly park.
    threshold_min
        Walking time within which it is reached, in minutes, itself included.
    children_known
        Whether the city's children are known. Where they are not, the lists are empty.
    listed
        The children as :func:`~planner.access.visitors.visitors` lists them, without ``place``, and with ``others``:
        how many other places of the kind they reach in the same time.
    outlines
        The ground from which it is reached: one row for each group of age tiers that walk alike (``age_tiers``, their
        names with commas between, youngest first).
    """

    facility_id: str
    name: str
    kind: str
    threshold_min: float
    children_known: bool
    listed: pd.DataFrame
    outlines: gpd.GeoDataFrame

    @cached_property
    def by_tier(self) -> dict[str, Walkers]:
        """The children of each age tier, and all of them together."""
        own = {tier.value: self.listed[self.listed["age_tier"] == tier.value] for tier in AgeTier}
        return {name: _walkers(listed) for name, listed in (own | {ALL_CHILDREN: self.listed}).items()}

    @cached_property
    def by_region(self) -> pd.DataFrame:
        """Children by region of the finest level: its code as index, one column an age tier and one for all.

        The regions with the most children come first; those without are left out.
        """
        tiers = [tier.value for tier in AgeTier]
        counts = self.listed.pivot_table(
            index="region_code", columns="age_tier", values="children", aggfunc="sum", fill_value=0
        ).reindex(columns=tiers, fill_value=0)
        counts = counts.assign(**{ALL_CHILDREN: counts.sum(axis=1)}).astype("int64").rename_axis(columns=None)
        return counts.sort_index().sort_values(ALL_CHILDREN, ascending=False, kind="stable")


def _walkers(listed: pd.DataFrame) -> Walkers:
    ordered = listed.sort_values("minutes", kind="stable")
    minutes, counted = ordered["minutes"].to_numpy(dtype=np.float64), ordered["children"].to_numpy().cumsum()
    if not len(counted):
        return Walkers(0, None, None, 0)
    # Half of the children, rounded up.
    median = minutes[np.searchsorted(counted, (counted[-1] + 1) // 2)]
    alone = listed.loc[listed["others"] == 0, "children"].sum()
    return Walkers(int(counted[-1]), float(minutes[0]), float(median), int(alone))


def why_without_catchment(city: City, facility_id: str) -> Text | None:
    """Say why a facility has no catchment; ``None`` where it has one."""
    return _refusal(city, facility_id, kinds_reached(city))


def _refusal(city: City, facility_id: str, reached: Mapping[str, gpd.GeoSeries]) -> Text | None:
    facilities = city.facilities[city.facilities["id"] == facility_id]
    if facilities.empty:
        return text(
            "The city has no place with the id “{id}”: the layer “facilities” of assessment.gpkg lists them all.",
            id=facility_id,
        )
    name, placement = facilities.iloc[0]["name"], facilities.iloc[0]["placement"]
    if placement == Placement.OUTSIDE:
        return text("{name} lies outside the city: nobody is counted as walking there.", name=name)
    if placement != Placement.POSITION:
        return text("The position of {name} is not known, so who can walk there is not known either.", name=name)
    if not any(facilities.index[0] in places.index for places in reached.values()):
        return text("{name} is protected forest: nobody is counted as walking there.", name=name)
    return None


def place_catchment(
    city: City,
    walking: Walking,
    demand: gpd.GeoDataFrame,
    speeds: Mapping[AgeTier, float],
    facility_id: str,
    threshold_min: float,
) -> PlaceCatchment:
    """Return who walks to a place in time, and from where.

    Parameters
    ----------
    city
        The city.
    walking
        How walking distance is measured, bound to the demand points.
    demand
        :data:`~planner.model.tables.DEMAND`.
    speeds
        Walking speed by age tier, in metres a second.
    facility_id
        The place.
    threshold_min
        Walking time in minutes.

    Raises
    ------
    planner.errors.OptionError
        If the city has no such place, or nobody is counted as walking to it.
    """
    reached = kinds_reached(city)
    refusal = _refusal(city, facility_id, reached)
    if refusal is not None:
        raise OptionError(refusal)
    facility = city.facilities.index[city.facilities["id"] == facility_id][0]
    kind = next(kind for kind, places in reached.items() if facility in places.index)
    listed = visitors(walking, demand, reached[kind], speeds, threshold_min)
    choices = listed.groupby(["age_tier", "point"])["place"].transform("size")
    own = listed.assign(others=choices.astype("int64") - 1)[listed["place"] == facility]
    shapes = outlines_by_tiers(city, walking, reached[kind].loc[[facility]], speeds, threshold_min)
    return PlaceCatchment(
        facility_id=facility_id,
        name=str(city.facilities.at[facility, "name"]),
        kind=kind,
        threshold_min=threshold_min,
        children_known=city.population is not None,
        listed=own.drop(columns="place").reset_index(drop=True),
        outlines=gpd.GeoDataFrame(
            {"age_tiers": [",".join(tiers) for tiers in shapes]},
            geometry=[ground.by_place.iloc[0] for ground in shapes.values()],
            crs=city.crs,
        ),
    )
