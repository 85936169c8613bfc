"""Which children reach which places of a kind, and how many they can choose from."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from planner.access.reach import TOLERANCE_M, threshold_m, within
from planner.access.walking import Walking
from planner.model.kinds import AgeTier

Catchments = Mapping[AgeTier, csr_array]
"""Who reaches which place by age tier: one row a place, one column a demand point; 1 where it is reached."""


def catchments(
    walking: Walking, places: gpd.GeoSeries, speeds: Mapping[AgeTier, float], threshold_min: float
) -> Catchments:
    """Return which demand points lie within the walking time of each place, the threshold included.

    Parameters
    ----------
    walking
        How walking distance is measured.
    places
        Points in the city's metric CRS.
    speeds
        Walking speed by age tier, in metres a second.
    threshold_min
        Walking time in minutes.
    """
    reached: dict[AgeTier, csr_array] = {}
    for tiers in walking.alike:
        limit_m = threshold_m(max(speeds[tier] for tier in tiers), threshold_min) + TOLERANCE_M
        ways = walking.within_m(places, limit_m, tiers[0])
        by_speed = {speed: _reached(ways, speed, threshold_min) for speed in {speeds[tier] for tier in tiers}}
        reached |= {tier: by_speed[speeds[tier]] for tier in tiers}
    return reached


def _reached(ways: csr_array, speed_m_s: float, threshold_min: float) -> csr_array:
    # A stored zero is a way of 0 m, so the arrays are read: sparse arithmetic would drop it.
    inside = within(ways.data, speed_m_s, threshold_min)
    starts = np.concatenate([[0], np.cumsum(inside)])[ways.indptr]
    return csr_array((np.ones(int(inside.sum()), dtype=np.int64), ways.indices[inside], starts), shape=ways.shape)


def choices(reached: Catchments, points: int) -> npt.NDArray[np.int64]:
    """Return how many places the children of each point reach, shape ``(points, tiers)``."""
    counts = [np.bincount(reached[tier].indices, minlength=points) for tier in AgeTier]
    return np.stack(counts, axis=-1).astype(np.int64)
