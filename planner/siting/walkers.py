"""The children who walk, in groups of one speed, and which places they reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    """Children at demand points, in groups of age tiers that walk alike and at one speed.

    Attributes
    ----------
    tier
        One age tier of each group, slowest first: all of the group walk as it does.
    speed_m_s
        Speed of each group, slowest first, shape ``(groups,)``.
    threshold_min
        Walking time within which a place counts as reached, itself included.
    children
        Children, shape ``(groups, points)``.
    unreached
        Those of them who reach no child-friendly park yet, shape ``(groups, points)``.
    """

    tier: tuple[AgeTier, ...]
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
    distance_m: Mapping[AgeTier, npt.NDArray[np.float64]],
    speeds: Mapping[AgeTier, float],
    threshold_min: float,
    alike: Sequence[tuple[AgeTier, ...]],
) -> Walkers:
    """Put age tiers that walk alike together, and count those who reach no child-friendly park yet.

    Parameters
    ----------
    demand
        :data:`~planner.model.tables.DEMAND`.
    distance_m
        Walking distance of each tier from each point to the nearest existing child-friendly park; infinite where
        none can be reached.
    speeds
        Walking speed by age tier, in metres a second.
    threshold_min
        Walking time within which a place counts as reached, in minutes.
    alike
        The age tiers in groups that have the same distances.
    """
    groups = sorted(
        (tuple(tier for tier in tiers if speeds[tier] == speed) for tiers in alike for speed in _speeds(tiers, speeds)),
        key=lambda tiers: (speeds[tiers[0]], list(AgeTier).index(tiers[0])),
    )
    first = tuple(tiers[0] for tiers in groups)
    columns = [[tier.column for tier in tiers] for tiers in groups]
    children = np.stack([demand[own].to_numpy(dtype=np.int64).sum(axis=1) for own in columns])
    reached = np.stack([within(distance_m[tier], speeds[tier], threshold_min) for tier in first])
    speed_m_s = np.array([speeds[tier] for tier in first])
    return Walkers(first, speed_m_s, threshold_min, children, np.where(reached, 0, children))


def _speeds(tiers: Sequence[AgeTier], speeds: Mapping[AgeTier, float]) -> set[float]:
    return {speeds[tier] for tier in tiers}


Ways = Mapping[AgeTier, sp.csr_array]
"""Walking distances between places (rows) and demand points (columns), by one age tier of each group."""


def ways_within(walkers: Walkers, walking: Walking, places: gpd.GeoSeries) -> Ways:
    """Return the ways that are not longer than the walkers get; those of groups that walk alike are measured once.

    Parameters
    ----------
    walkers
        The children.
    walking
        How walking distance is measured, bound to the same demand points.
    places
        Points in the city's metric CRS.
    """
    ways: dict[AgeTier, sp.csr_array] = {}
    for tiers in walking.alike:
        speeds = [speed for tier, speed in zip(walkers.tier, walkers.speed_m_s, strict=True) if tier in tiers]
        limit_m = threshold_m(float(max(speeds)), walkers.threshold_min) + TOLERANCE_M
        ways |= dict.fromkeys(tiers, walking.within_m(places, limit_m, tiers[0]))
    return ways


def reached_by(walkers: Walkers, ways: Ways) -> sp.csr_array:
    """Return who reaches which place.

    Parameters
    ----------
    walkers
        The children.
    ways
        All ways within their time, and maybe longer ones.

    Returns
    -------
    One row a place, one column a group at a point (groups one after the other, each with every point);
    1 where the group at the point reaches the place.
    """
    groups = []
    for tier, speed in zip(walkers.tier, walkers.speed_m_s, strict=True):
        distance = ways[tier]
        # A stored zero is a distance of 0 m, so the pattern is read from the arrays: sparse arithmetic would drop it.
        place = np.repeat(np.arange(distance.shape[0]), np.diff(distance.indptr))
        reached = within(distance.data, float(speed), walkers.threshold_min)
        ones = np.ones(int(reached.sum()), dtype=np.int64)
        groups.append(sp.csr_array((ones, (place[reached], distance.indices[reached])), shape=distance.shape))
    return sp.csr_array(sp.hstack(groups, format="csr"))
