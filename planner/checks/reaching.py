"""How many children live near enough to something, region by region."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.access.units import Units, with_all
from planner.checks.measuring import Measured
from planner.model.city import City
from planner.model.details import Unit
from planner.model.kinds import CHILDREN_COLUMNS, AgeTier, Level, Placement
from planner.texts import Text, text

Flags = npt.NDArray[np.bool_]

REACH_LABELS: dict[str, Text] = {
    "children": text("children"),
    "children_within": text("children within reach"),
    "share": text("share of children within reach"),
    "share_0_5": text("share of children aged 0 to 5 within reach"),
    "share_6_11": text("share of children aged 6 to 11 within reach"),
    "share_12_17": text("share of children aged 12 to 17 within reach"),
}
"""Name of each number that :func:`reach_measures` returns."""


def within_straight(city: City, demand: gpd.GeoDataFrame, place_ids: Sequence[str], limit_m: float) -> Flags:
    """Say which demand points lie within a straight distance of some places, the limit included.

    A place reaches as far as its outline where one is known, and is a point otherwise. One without a position, or
    outside the city, is near nobody.

    Parameters
    ----------
    city
        The city.
    demand
        :data:`~planner.model.tables.DEMAND`.
    place_ids
        Ids of facilities.
    limit_m
        The distance.
    """
    facilities = city.facilities
    places = facilities[facilities["id"].isin(list(place_ids)) & (facilities["placement"] == Placement.POSITION)]
    shapes = list(places.geometry)
    if city.outlines is not None:
        shapes += list(city.outlines.loc[city.outlines["facility_id"].isin(places["id"]), "geometry"])
    near = np.zeros(len(demand), dtype=bool)
    if shapes:
        points = shapely.STRtree(np.asarray(demand.geometry.array))
        near[points.query(shapes, predicate="dwithin", distance=limit_m)[1]] = True
    return near


def within_walk(distance_m: pd.DataFrame | None, kinds: Sequence[str], limit_m: float, points: int) -> Flags:
    """Say which demand points lie within a walking distance of the nearest place of some kinds, the limit included."""
    if distance_m is None:
        return np.zeros(points, dtype=bool)
    known = [kind for kind in kinds if kind in distance_m.columns]
    nearest = distance_m[known].to_numpy(dtype="float64").min(axis=1, initial=np.inf)
    near: Flags = nearest <= limit_m
    return near


def reach_measures(
    city: City, demand: gpd.GeoDataFrame, within: Sequence[Flags], subject: str, *, prefix: str = ""
) -> list[Measured]:
    """Count the children within reach in the city, in each kecamatan and in each kelurahan.

    Parameters
    ----------
    city
        The city.
    demand
        :data:`~planner.model.tables.DEMAND`: the children of a point are counted whole.
    within
        For each age tier, which points are near enough.
    subject
        What is reached.
    prefix
        What stands before the names of the numbers.

    Returns
    -------
    The numbers of :data:`REACH_LABELS`; a share is not known where no child lives. Nothing where nobody gave the number
    of children.
    """
    if city.population is None:
        return []
    units = Units.of(city, demand)
    children = demand[CHILDREN_COLUMNS].to_numpy(dtype=np.int64)
    everybody = with_all(units.total(children))
    reached = with_all(units.total(np.where(np.stack(within, axis=-1), children, 0)))
    share = np.divide(reached, everybody, out=np.full(everybody.shape, np.nan), where=everybody > 0)
    columns = {
        f"{prefix}children": (everybody[:, 0], Unit.CHILDREN),
        f"{prefix}children_within": (reached[:, 0], Unit.CHILDREN),
        f"{prefix}share": (share[:, 0], Unit.SHARE),
        **{
            f"{prefix}share{tier.column.removeprefix('children')}": (share[:, 1 + number], Unit.SHARE)
            for number, tier in enumerate(AgeTier)
        },
    }
    return [
        Measured(level, pd.Series(values[units.levels == level], index=units.codes[units.levels == level]), *said)
        for level in dict.fromkeys(Level(level) for level in units.levels)
        for name, (values, unit) in columns.items()
        for said in [(name, unit, subject)]
    ]
