"""Where one gets into a facility."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.access.network import SNAP_M, Positions
from planner.model.city import City

MEET_M = 5.0
"""A gate this near to an outline lies on it, and a street this near meets it."""

ALONG_M = 25.0
"""Where a street runs along an outline, it is met at least every so many metres."""

_DECIMALS = 3
"""Points that agree to a millimetre are one."""

Shapes = npt.NDArray[np.object_]
Found = tuple[Positions, Shapes]
"""Positions of facilities, and a point found for each."""


def entrances(city: City, facilities: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return where facilities are entered.

    What is known best decides:

    1. the mapped entrances of the facility: those that name it, and those that name none and lie within
       :data:`MEET_M` of its outline;
    2. the points of its outline where a street crosses it, ends at it or runs along it within :data:`MEET_M`;
    3. the point of its outline that is nearest to a street, if one is within :data:`~planner.access.network.SNAP_M`;
    4. its own point.

    Parameters
    ----------
    city
        The city with its outlines, entrances and streets.
    facilities
        Some of its facilities, each with a position.

    Returns
    -------
    A point for each facility, or a multipoint where it has several entrances, with the facilities' index.
    """
    if city.outlines is None and city.entrances is None:
        return facilities.geometry
    borders = _borders(city, facilities)
    streets = np.asarray(city.streets.geometry.array, dtype=np.object_)
    places = np.full(len(facilities), None, dtype=object)
    for facility, points in (_mapped(city, facilities, borders), _met(borders, streets)):
        new = shapely.is_missing(places)[facility]
        places = _with(places, facility[new], points[new])
    open_still = np.flatnonzero(shapely.is_missing(places) & ~shapely.is_missing(borders))
    places = _with(places, *_nearest(borders, open_still, streets))
    position = np.asarray(facilities.geometry.array, dtype=np.object_)
    places = np.where(shapely.is_missing(places), position, places)
    return gpd.GeoSeries(places, index=facilities.index, crs=facilities.crs)


def _borders(city: City, facilities: gpd.GeoDataFrame) -> Shapes:
    """Return the border of each facility's outline, ``None`` where it has no outline."""
    borders: Shapes = np.full(len(facilities), None, dtype=object)
    if city.outlines is not None:
        outlines = city.outlines[city.outlines["facility_id"].isin(facilities["id"])]
        whole = outlines.dissolve("facility_id").geometry
        borders[pd.Index(facilities["id"]).get_indexer(whole.index)] = whole.boundary.array
    return borders


def _mapped(city: City, facilities: gpd.GeoDataFrame, borders: Shapes) -> Found:
    """Find the mapped entrances of each facility: its own by name, and those on its border that name none."""
    if city.entrances is None:
        return _none()
    points = np.asarray(city.entrances.geometry.array, dtype=np.object_)
    owner = pd.Index(facilities["id"]).get_indexer(city.entrances["facility_id"])
    named, nameless = np.flatnonzero(owner >= 0), np.flatnonzero(city.entrances["facility_id"].isna())
    lined = np.flatnonzero(~shapely.is_missing(borders))
    gate, border = shapely.STRtree(borders[lined]).query(points[nameless], predicate="dwithin", distance=MEET_M)
    return np.concatenate([owner[named], lined[border]]), np.concatenate([points[named], points[nameless[gate]]])


def _met(borders: Shapes, streets: Shapes) -> Found:
    """Find where streets cross borders, end at them or run along them."""
    lined = np.flatnonzero(~shapely.is_missing(borders))
    pair, street = shapely.STRtree(streets).query(borders[lined], predicate="dwithin", distance=MEET_M)
    if not len(pair):
        return _none()
    border = borders[lined[pair]]
    crossed, of_crossed = shapely.get_parts(shapely.intersection(border, streets[street]), return_index=True)
    crossed, of_crossed = (each[shapely.get_dimensions(crossed) == 0] for each in (crossed, of_crossed))
    band = shapely.buffer(borders[lined], MEET_M)[pair]
    beside, of_beside = shapely.get_parts(shapely.intersection(streets[street], band), return_index=True)
    long = shapely.length(beside) > ALONG_M
    xy, of_xy = shapely.get_coordinates(shapely.segmentize(beside[long], ALONG_M), return_index=True)
    near = np.concatenate([beside, shapely.points(xy)])
    of_near = np.concatenate([of_beside, of_beside[long][of_xy]])
    points = np.concatenate([crossed, _on(border[of_near], near)])
    return lined[pair[np.concatenate([of_crossed, of_near])]], points


def _nearest(borders: Shapes, chosen: Positions, streets: Shapes) -> Found:
    """Find the point of each chosen border that is nearest to a street."""
    border, street = shapely.STRtree(streets).query_nearest(borders[chosen], max_distance=SNAP_M, all_matches=False)
    return chosen[border], _on(borders[chosen[border]], streets[street])


def _on(borders: Shapes, shapes: Shapes) -> Shapes:
    """Return the point of each border that is nearest to a shape."""
    return np.asarray(shapely.get_point(shapely.shortest_line(borders, shapes), 0), dtype=np.object_)


def _none() -> Found:
    return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.object_)


def _with(places: Shapes, facility: Positions, points: Shapes) -> Shapes:
    """Give facilities the points found for them, each point once."""
    xy = np.round(shapely.get_coordinates(points), _DECIMALS)
    rows = np.unique(np.column_stack([facility.astype(np.float64), xy]), axis=0)
    owner, number = np.unique(rows[:, 0].astype(np.intp), return_inverse=True)
    single = np.asarray(shapely.points(rows[:, 1:]), dtype=np.object_)
    several = np.asarray(shapely.multipoints(single, indices=number), dtype=np.object_)
    first, count = np.unique(number, return_index=True, return_counts=True)[1:]
    given = places.copy()
    given[owner] = np.where(count == 1, single[first], several)
    return given
