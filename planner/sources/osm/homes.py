"""Whether OpenStreetMap knows the homes of a city well enough to tell where people live."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from planner.sources.osm.layers import OsmLayers

RESIDENTIAL_STREETS = ("residential", "living_street")

NEAR_M = 100.0
"""A residential street this near to a home has homes mapped beside it."""

KNOWN_SHARE = 0.5
"""Homes are known if they are mapped beside at least this share of the residential streets: the few that somebody drew
would draw all children of a region to them."""


def known_homes(layers: OsmLayers) -> tuple[str, ...]:
    """Return which of the layers ``buildings`` and ``landuse`` know the homes of a city.

    Residential streets are looked at in the middle of each line, weighted with its length. A city without such streets
    has nothing to compare with, so neither is known.
    """
    streets = layers.streets[layers.streets["street_class"].isin(RESIDENTIAL_STREETS)]
    if streets.empty:
        return ()
    crs = streets.estimate_utm_crs()
    lines = np.asarray(streets.geometry.to_crs(crs).array, dtype=np.object_)
    middles = shapely.line_interpolate_point(lines, 0.5, normalized=True)
    length_m = shapely.length(lines)
    found = []
    for name, values in layers.homes.items():
        table = layers.tables[name]
        homes = gpd.GeoSeries(table.geometry[table["value"].isin(values)]).to_crs(crs)
        near, _ = shapely.STRtree(np.asarray(homes.array, dtype=np.object_)).query(
            middles, predicate="dwithin", distance=NEAR_M
        )
        if length_m[np.unique(near)].sum() >= KNOWN_SHARE * length_m.sum():
            found.append(name)
    return tuple(found)
