"""Whether a city's streets reach its homes and its places."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from planner.access.destinations import destinations
from planner.access.entrances import entrances
from planner.access.grid import cut_grid
from planner.access.network import Footing, StreetNetwork
from planner.model.city import City, Notice
from planner.model.kinds import CHILDREN_COLUMNS, Level
from planner.texts import plural

CITY_SHARE = 0.9
"""The streets are used if at least this share of the city's children live within reach of one …"""

REGION_SHARE = 0.5
"""… and at least this share of each finest region's children: no region may be cut off as a whole."""

LAND_CELL_M = 200.0
"""Where nobody knows how many children there are, the land stands in for them, in cells of this side."""

_NAMED = 5
"""So many places are called by name."""


def homes(city: City, demand_points: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return points with ``region_code``, ``kecamatan_code`` and ``weight``: children, or else land in m².

    Without a single street there is no land to look at: a whole kabupaten in cells would be cut for nothing.
    """
    if city.population is not None or city.streets.empty:
        return demand_points.assign(weight=demand_points[CHILDREN_COLUMNS].sum(axis=1))
    regions = city.finest_regions
    cells = cut_grid(regions.geometry, LAND_CELL_M)
    codes = regions[["code", "kecamatan_code"]].iloc[cells.region].reset_index(drop=True)
    return gpd.GeoDataFrame(
        codes.rename(columns={"code": "region_code"}).assign(weight=cells.area_m2), geometry=cells.points, crs=city.crs
    )


def _near_streets(homes: gpd.GeoDataFrame, near: Footing, by: str) -> pd.DataFrame:
    """Sum the weight of homes, and of those near a street, by the regions in a column."""
    weight = homes["weight"]
    counted = pd.DataFrame({"all": weight, "near": weight.where(near.connected, 0), "region": homes[by]})
    sums = counted.groupby("region", sort=True)[["all", "near"]].sum()
    return sums[sums["all"] > 0]


def covers(homes: gpd.GeoDataFrame, near: Footing) -> bool:
    """Say whether the streets reach enough of the homes to be walked, in the whole city and in every region."""
    sums = _near_streets(homes, near, "region_code")
    if sums.empty:
        return False
    whole = sums["near"].sum() >= CITY_SHARE * sums["all"].sum()
    return bool(whole and (sums["near"] >= REGION_SHARE * sums["all"]).all())


def covered_kecamatan(city: City, homes: gpd.GeoDataFrame, near: Footing) -> list[str]:
    """Name the kecamatan that the streets do cover, in the order of codes."""
    sums = _near_streets(homes, near, "kecamatan_code")
    covered = sums.index[sums["near"] >= CITY_SHARE * sums["all"]]
    kecamatan = city.regions_at(Level.KECAMATAN)
    return [str(name) for name in kecamatan.loc[kecamatan["code"].isin(covered), "name"]]


def places_apart(city: City, network: StreetNetwork) -> tuple[Notice, ...]:
    """Say which places stand apart from the largest connected piece of the streets: hardly anybody gets there."""
    reachable = destinations(city.facilities)
    feet = network.footing(entrances(city, reachable))
    largest = np.zeros(len(network.xy), dtype=np.bool_)
    largest[network.largest_piece] = True
    apart = np.ones(len(reachable), dtype=np.bool_)
    apart[feet.of[largest[network.start[feet.segment]]]] = False
    names = [str(name) for name in reachable.loc[apart, "name"]]
    if not names:
        return ()
    listed = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
    sentence = plural(
        "No street joins {n} place with most of the city, so hardly anybody can walk there: {places}.",
        "No street joins {n} places with most of the city, so hardly anybody can walk there: {places}.",
        n=len(names),
        places=listed,
    )
    return (Notice("places_apart", "streets", sentence),)
