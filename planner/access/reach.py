"""Who reaches what within how many minutes."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.model.city import City
from planner.model.kinds import ALL_CHILDREN, CHILDREN_COLUMNS, AgeTier, Level
from planner.model.rule import Rules
from planner.model.tables import ACCESS

TOLERANCE_M = 1e-6
"""Distances are sums of many rounded numbers: a millionth of a metre over the limit is still on it."""

_SPEED_RULES = {
    AgeTier.EARLY: "WALK_SPEED_PRESCHOOL",
    AgeTier.PRIMARY: "WALK_SPEED_SCHOOL",
    AgeTier.SECONDARY: "WALK_SPEED_SCHOOL",
}


def threshold_m(speed_m_s: float, threshold_min: float) -> float:
    """Return how far one gets in a time, in metres."""
    return speed_m_s * threshold_min * 60.0


def within(distance_m: npt.ArrayLike, speed_m_s: float, threshold_min: float) -> npt.NDArray[np.bool_]:
    """Say which walking distances fit into a time. The only definition: exactly ten minutes are within ten.

    Parameters
    ----------
    distance_m
        Walking distances in metres; infinite where no way is known.
    speed_m_s
        Walking speed in metres a second.
    threshold_min
        Time in minutes, itself included.
    """
    return np.asarray(distance_m, dtype=np.float64) <= threshold_m(speed_m_s, threshold_min) + TOLERANCE_M


def speeds(rules: Rules) -> dict[AgeTier, float]:
    """Return the walking speed of each age tier, in metres a second, from the rule catalogue."""
    return {tier: rules[rule].number("value") for tier, rule in _SPEED_RULES.items()}


def access_table(
    city: City,
    demand_points: gpd.GeoDataFrame,
    distance_m: Mapping[AgeTier, pd.DataFrame],
    speeds: Mapping[AgeTier, float],
    threshold_min: float,
) -> pd.DataFrame:
    """Count the children who reach each kind, by region and age tier.

    Parameters
    ----------
    city
        The city; its population table says how many children each region has.
    demand_points
        :data:`~planner.model.tables.DEMAND`.
    distance_m
        Walking distance of each age tier to the nearest place: one row a demand point, one column a kind.
    speeds
        Walking speed by age tier, in metres a second.
    threshold_min
        Time in minutes, itself included.

    Returns
    -------
    :data:`~planner.model.tables.ACCESS`: the city, then kecamatan, then kelurahan by code; within each the
    kinds in their order, and of each all children first, then the tiers. All children are the sum of the tiers,
    each at its own speed. Empty where the city's population is not known.
    """
    if city.population is None:
        return _empty()
    units = _units(city)
    kinds = [str(kind) for kind in distance_m[AgeTier.EARLY].columns]
    reached = _reached(demand_points, distance_m, speeds, threshold_min)
    finest = city.finest_regions["code"]
    by_region = _sum_by(demand_points["region_code"], reached, finest)
    children = city.population.reindex(finest)[CHILDREN_COLUMNS].to_numpy(dtype=np.int64)[:, None, :]

    member = _membership(units, city)
    children_within = np.einsum("ur,rkt->ukt", member, by_region)
    children_all = np.broadcast_to(np.einsum("ur,rkt->ukt", member, children), children_within.shape)
    return _table(units, kinds, _with_total(children_all), _with_total(children_within))


def _reached(
    points: gpd.GeoDataFrame,
    distance_m: Mapping[AgeTier, pd.DataFrame],
    speeds: Mapping[AgeTier, float],
    threshold_min: float,
) -> npt.NDArray[np.int64]:
    """Children of each point within the time, shape (points, kinds, tiers)."""
    tiers = [
        within(distance_m[tier].to_numpy(dtype=np.float64), speeds[tier], threshold_min)
        * points[[tier.column]].to_numpy(dtype=np.int64)
        for tier in AgeTier
    ]
    return np.stack(tiers, axis=-1)


def _sum_by(codes: pd.Series, values: npt.NDArray[np.int64], order: pd.Series) -> npt.NDArray[np.int64]:
    sums = np.zeros((len(order), *values.shape[1:]), dtype=np.int64)
    np.add.at(sums, pd.Index(order).get_indexer(codes), values)
    return sums


def _units(city: City) -> pd.DataFrame:
    """Return level and code of the city and of each region, in the order of the result."""
    levels = [(Level.CITY.value, [city.code])]
    levels += [(level.value, list(city.regions_at(level)["code"])) for level in (Level.KECAMATAN, Level.KELURAHAN)]
    return pd.DataFrame([(code, level) for level, codes in levels for code in codes], columns=["code", "level"])


def _membership(units: pd.DataFrame, city: City) -> npt.NDArray[np.int64]:
    """Say which finest regions (columns) lie in which units (rows)."""
    finest = city.finest_regions
    code, level = units["code"].to_numpy(dtype=object)[:, None], units["level"].to_numpy(dtype=object)[:, None]
    own = code == finest["code"].to_numpy(dtype=object)
    parent = code == finest["kecamatan_code"].to_numpy(dtype=object)
    member = np.where(level == Level.CITY, True, np.where(level == Level.KECAMATAN, parent, own))
    return np.asarray(member, dtype=np.int64)


def _with_total(tiers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.concatenate([tiers.sum(axis=-1, keepdims=True), tiers], axis=-1)


def _table(
    units: pd.DataFrame, kinds: list[str], children: npt.NDArray[np.int64], children_within: npt.NDArray[np.int64]
) -> pd.DataFrame:
    """Flatten arrays of shape (units, kinds, tiers) to rows."""
    tiers = [ALL_CHILDREN, *(tier.value for tier in AgeTier)]
    per_unit = len(kinds) * len(tiers)
    count, count_within = children.ravel(), children_within.ravel()
    share = np.divide(count_within, count, out=np.full(count.shape, np.nan), where=count > 0)
    table = pd.DataFrame(
        {
            "code": np.repeat(units["code"].to_numpy(dtype=object), per_unit),
            "level": np.repeat(units["level"].to_numpy(dtype=object), per_unit),
            "kind": np.tile(np.repeat(np.array(kinds, dtype=object), len(tiers)), len(units)),
            "age_tier": np.tile(np.array(tiers, dtype=object), len(units) * len(kinds)),
            "children": count,
            "children_within": count_within,
            "share": share,
        }
    )
    return ACCESS.validate(table)


def _empty() -> pd.DataFrame:
    return ACCESS.validate(pd.DataFrame({name: [] for name in ACCESS.columns}))
