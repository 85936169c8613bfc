"""The children who walk, in groups of one speed, and which places they reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

from planner.access.reach import TOLERANCE_M, threshold_m, within
from planner.access.walking import Walking
from planner.model.kinds import AgeTier

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Walkers:
    """Children at demand points, in groups of age tiers that walk at one speed.

    Attributes
    ----------
    speed_m_s
        Speed of each group, slowest first, shape ``(groups,)``.
    threshold_min
        Walking time within which a place counts as reached, itself included.
    children
        Children, shape ``(groups, points)``.
    unreached
        Those of them who reach no child-friendly park yet, shape ``(groups, points)``.
    """

    speed_m_s: npt.NDArray[np.float64]
    threshold_min: float
    children: Counts
    unreached: Counts

    @property
    def slowest_reach_m(self) -> float:
        """How far the slowest group walks within the threshold, in metres."""
        return threshold_m(float(self.speed_m_s[0]), self.threshold_min)

    @property
    def farthest_reach_m(self) -> float:
        """How far the fastest group walks within the threshold, in metres."""
        return threshold_m(float(self.speed_m_s[-1]), self.threshold_min)


def group_walkers(
    demand: pd.DataFrame,
    distance_m: npt.NDArray[np.float64],
    speeds: Mapping[AgeTier, float],
    threshold_min: float,
) -> Walkers:
    """Put age tiers of one speed together, and count those who reach no child-friendly park yet.

    Parameters
    ----------
    demand
        :data:`~planner.model.tables.DEMAND`.
    distance_m
        Walking distance of each point to the nearest existing child-friendly park; infinite where none
        can be reached.
    speeds
        Walking speed by age tier, in metres a second.
    threshold_min
        Walking time within which a place counts as reached, in minutes.
    """
    speed_m_s = np.unique([speeds[tier] for tier in AgeTier])
    tiers = [[tier.column for tier in AgeTier if speeds[tier] == speed] for speed in speed_m_s]
    children = np.stack([demand[columns].to_numpy(dtype=np.int64).sum(axis=1) for columns in tiers])
    reached = np.stack([within(distance_m, float(speed), threshold_min) for speed in speed_m_s])
    return Walkers(speed_m_s, threshold_min, children, np.where(reached, 0, children))


def reached_walkers(walkers: Walkers, walking: Walking, places: gpd.GeoSeries) -> sp.csr_array:
    """Return who reaches which place.

    Parameters
    ----------
    walkers
        The children.
    walking
        How walking distance is measured, bound to the same demand points.
    places
        Points in the city's metric CRS.

    Returns
    -------
    One row a place, one column a group at a point (groups one after the other, each with every point);
    1 where the group at the point reaches the place.
    """
    distance = walking.within_m(places, walkers.farthest_reach_m + TOLERANCE_M)
    # A stored zero is a distance of 0 m, so the pattern is read from the arrays: sparse arithmetic would drop it.
    place = np.repeat(np.arange(distance.shape[0]), np.diff(distance.indptr))
    groups = []
    for speed in walkers.speed_m_s:
        reached = within(distance.data, float(speed), walkers.threshold_min)
        ones = np.ones(int(reached.sum()), dtype=np.int64)
        groups.append(sp.csr_array((ones, (place[reached], distance.indices[reached])), shape=distance.shape))
    return sp.csr_array(sp.hstack(groups, format="csr"))
