"""Which children reach which place in how many minutes, as lists."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from planner.access.reach import TOLERANCE_M, threshold_m, within
from planner.access.walking import Walking
from planner.model.kinds import AgeTier


def visitors(
    walking: Walking,
    demand: gpd.GeoDataFrame,
    places: gpd.GeoSeries,
    speeds: Mapping[AgeTier, float],
    threshold_min: float,
) -> pd.DataFrame:
    """List the children within the walking time of each place.

    Parameters
    ----------
    walking
        How walking distance is measured, bound to the demand points.
    demand
        :data:`~planner.model.tables.DEMAND`.
    places
        Places of one kind in the city's metric CRS; their index names them.
    speeds
        Walking speed by age tier, in metres a second.
    threshold_min
        Walking time within which a place counts as reached, in minutes, itself included.

    Returns
    -------
    One row for each place, age tier and demand point with such children, in this order: ``place`` (its name in the
    index of places), ``age_tier``, ``point`` (the demand point's position), ``region_code``, ``minutes`` and
    ``children``.
    """
    tables = []
    for tiers in walking.alike:
        limit_m = threshold_m(max(speeds[tier] for tier in tiers), threshold_min) + TOLERANCE_M
        # Not sparse arithmetic: a stored zero is a way of 0 m.
        ways = walking.within_m(places, limit_m, tiers[0])
        place = np.repeat(np.arange(ways.shape[0]), np.diff(ways.indptr))
        for tier in tiers:
            children = demand[tier.column].to_numpy(dtype=np.int64)[ways.indices]
            here = within(ways.data, speeds[tier], threshold_min) & (children > 0)
            point = ways.indices[here]
            tables.append(
                pd.DataFrame(
                    {
                        "number": place[here],
                        "place": places.index.to_numpy()[place[here]],
                        "age_tier": tier.value,
                        "point": point.astype(np.int64),
                        "region_code": demand["region_code"].to_numpy(dtype=object)[point],
                        "minutes": ways.data[here] / speeds[tier] / 60,
                        "children": children[here],
                    }
                )
            )
    # Tiers come in the order of their groups, which is their own.
    listed = pd.concat(tables, ignore_index=True).sort_values("number", kind="stable", ignore_index=True)
    return listed.drop(columns="number")


def merged_visitors(listed: pd.DataFrame) -> pd.DataFrame:
    """Return each child of a list once, at its nearest place, the first of equally near ones.

    Parameters
    ----------
    listed
        The result of :func:`visitors`.

    Returns
    -------
    The same columns, in the order of age tiers, then of demand points.
    """
    nearest = listed.sort_values("minutes", kind="stable").drop_duplicates(["age_tier", "point"])
    order = {tier.value: number for number, tier in enumerate(AgeTier)}
    return nearest.sort_values(
        ["age_tier", "point"], key=lambda column: column.map(order) if column.name == "age_tier" else column
    ).reset_index(drop=True)


def visitor_counts(listed: pd.DataFrame, places: pd.Index) -> pd.DataFrame:
    """Count the children of a list by place.

    Parameters
    ----------
    listed
        The result of :func:`visitors` or :func:`merged_visitors`.
    places
        The places in the order of the result.

    Returns
    -------
    One row a place, one column an age tier; 0 where nobody comes.
    """
    tiers = [tier.value for tier in AgeTier]
    place = places.get_indexer(pd.Index(listed["place"]))
    tier = pd.Index(tiers).get_indexer(pd.Index(listed["age_tier"]))
    counts = np.zeros((len(places), len(tiers)), dtype=np.int64)
    np.add.at(counts, (place, tier), listed["children"].to_numpy(dtype=np.int64))
    return pd.DataFrame(counts, index=places, columns=tiers)
