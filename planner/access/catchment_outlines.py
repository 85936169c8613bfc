"""The catchments of child-friendly parks as outlines with their children, each park's and all of them together."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.access.isochrones import Isochrones, isochrones
from planner.access.measures import Walks
from planner.access.reach import threshold_m
from planner.access.visitors import merged_visitors, visitor_counts, visitors
from planner.access.walking import Walking
from planner.model.assessment import Method
from planner.model.city import City
from planner.model.kinds import CHILD_FRIENDLY_PARK, CHILDREN_COLUMNS, AgeTier
from planner.model.tables import CATCHMENTS

Tiers = tuple[AgeTier, ...]


def walk_alike(walking: Walking, speeds: Mapping[AgeTier, float]) -> tuple[Tiers, ...]:
    """Return the age tiers in groups that come equally far on the same ways, youngest first."""
    return tuple(
        tuple(tier for tier in tiers if speeds[tier] == speed)
        for tiers in walking.alike
        for speed in dict.fromkeys(speeds[tier] for tier in tiers)
    )


def outlines_by_tiers(
    city: City,
    walking: Walking,
    places: gpd.GeoSeries,
    speeds: Mapping[AgeTier, float],
    threshold_min: float,
) -> dict[Tiers, Isochrones]:
    """Draw the ground from which places are reached in time, once for each group of age tiers that walk alike.

    Parameters
    ----------
    city
        The city.
    walking
        How walking distance is measured.
    places
        Places in the city's metric CRS.
    speeds
        Walking speed by age tier, in metres a second.
    threshold_min
        Walking time in minutes.
    """
    return {
        tiers: isochrones(city, walking, places, threshold_m(speeds[tiers[0]], threshold_min), tiers[0])
        for tiers in walk_alike(walking, speeds)
    }


def park_catchments(city: City, walks: Walks, method: Method) -> gpd.GeoDataFrame:
    """Return the catchment of each child-friendly park, and of all of them together.

    Parameters
    ----------
    city
        The city.
    walks
        Where its children live and what they walk to.
    method
        Speeds and walking time.

    Returns
    -------
    :data:`~planner.model.tables.CATCHMENTS`
    """
    places, speeds, minutes = walks.places[CHILD_FRIENDLY_PARK], method.speed_m_s, method.threshold_min
    listed = visitors(walks.walking, walks.points, places, speeds, minutes)
    of_place = visitor_counts(listed, places.index).to_numpy(dtype=np.int64)
    of_all = visitor_counts(merged_visitors(listed), places.index).to_numpy(dtype=np.int64).sum(axis=0)
    children = np.vstack([of_place, of_all])
    ids = [*city.facilities["id"].loc[places.index].tolist(), None]
    shapes = outlines_by_tiers(city, walks.walking, places, speeds, minutes) if len(places) else {}
    tables = [
        gpd.GeoDataFrame(
            {
                "kind": CHILD_FRIENDLY_PARK,
                "facility_id": ids,
                "age_tiers": ",".join(tiers),
                "minutes": float(minutes),
                **_counts(children, tiers, known=city.population is not None),
            },
            geometry=[*ground.by_place, ground.merged],
            crs=city.crs,
        )
        for tiers, ground in shapes.items()
    ]
    drawn = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(CATCHMENTS.columns))
    return gpd.GeoDataFrame(
        CATCHMENTS.validate(gpd.GeoDataFrame(drawn, geometry="geometry", crs=city.crs)), crs=city.crs
    )


def _counts(children: npt.NDArray[np.int64], tiers: Tiers, *, known: bool) -> dict[str, pd.Series]:
    """Return the columns of children: an outline tells of its own tiers, so that adding rows counts nobody twice."""
    own = [number for number, tier in enumerate(AgeTier) if tier in tiers]
    by_column = {tier.column: children[:, number] for number, tier in enumerate(AgeTier) if tier in tiers}
    by_column["children"] = children[:, own].sum(axis=1)
    return {
        column: pd.Series(by_column[column] if known and column in by_column else pd.NA, range(len(children)), "Int64")
        for column in (*CHILDREN_COLUMNS, "children")
    }
