"""Who reaches what: every measure of every kind, region and age tier in one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.access.catchments import Catchments, catchments, choices
from planner.access.floating_catchment import floating_catchment, mean_per_child, places_reached
from planner.access.quantiles import MEDIAN, NINE_IN_TEN, quantiles
from planner.access.ranges import children_within, spread
from planner.access.supply import AREA_KINDS, SERVICES, Service, capacity, park_area_m2
from planner.access.units import Units, with_all
from planner.access.walking import Walking
from planner.model.assessment import Method
from planner.model.city import City
from planner.model.kinds import ALL_CHILDREN, CHILDREN_COLUMNS, AgeTier
from planner.model.rule import Rules
from planner.model.tables import ACCESS
from planner.model.variation import Variation

Floats = npt.NDArray[np.float64]
Columns = dict[str, Floats]
"""Values by name of column of the result, each of shape ``(units, 1 + tiers)``: all children, then each tier."""


@dataclass(frozen=True, eq=False)
class Walks:
    """Where children live, what they walk to and how far it is.

    Attributes
    ----------
    points
        :data:`~planner.model.tables.DEMAND`.
    walking
        How walking distance is measured, bound to the same points.
    places
        Points to walk to by kind; their index is that of the city's facilities.
    distance_m
        Walking distance of each age tier to the nearest place: one row a demand point, one column a kind.
    """

    points: gpd.GeoDataFrame
    walking: Walking
    places: Mapping[str, gpd.GeoSeries]
    distance_m: Mapping[AgeTier, pd.DataFrame]


def access_table(city: City, walks: Walks, method: Method, rules: Rules, runs: Sequence[Variation]) -> pd.DataFrame:
    """Measure how children reach each kind, by region and age tier.

    Parameters
    ----------
    city
        The city; its population table says how many children each region has.
    walks
        Where children live and how far they walk.
    method
        Speeds, threshold, and what the ranges depend on.
    rules
        The catalogue.
    runs
        The runs that the ranges are made of.

    Returns
    -------
    :data:`~planner.model.tables.ACCESS`: the city, then kecamatan, then kelurahan by code; within each the
    kinds in their order, and of each all children first, then the tiers. All children are the sum of the tiers,
    each at its own speed. Empty where the city's population is not known.
    """
    if city.population is None:
        return ACCESS.validate(pd.DataFrame({name: [] for name in ACCESS.columns}))
    units = Units.of(city, walks.points)
    kinds = [str(kind) for kind in walks.distance_m[AgeTier.EARLY].columns]
    finest = city.population.reindex(city.finest_regions["code"])[CHILDREN_COLUMNS].to_numpy(dtype=np.int64)
    children = np.repeat(with_all(units.member @ finest)[:, None, :], len(kinds), axis=1)
    reached = children_within(walks.points, walks.distance_m, method.speed_m_s, method.threshold_min, units)
    low, high = spread(walks.points, walks.distance_m, method, rules, runs, units)
    columns = {
        "children": children,
        "children_within": reached,
        "share": _share(reached, children),
        "share_low": _share(low, children),
        "share_high": _share(high, children),
    }
    of_kinds = [_of_kind(kind, city, walks, method, rules, units) for kind in kinds]
    return _table(units, kinds, columns | _stacked(of_kinds))


def _share(part: npt.NDArray[np.int64], whole: npt.NDArray[np.int64]) -> Floats:
    share: Floats = np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0)
    return share


def _of_kind(kind: str, city: City, walks: Walks, method: Method, rules: Rules, units: Units) -> Columns:
    """Return the measures of one kind besides the share."""
    children = walks.points[CHILDREN_COLUMNS].to_numpy(dtype=np.float64)
    places = walks.places[kind]
    facilities = city.facilities.loc[places.index]
    reached = catchments(walks.walking, places, method.speed_m_s, method.threshold_min)
    columns = _minutes(kind, walks, method, units) | _choices(reached, walks.points, units)
    columns |= _area(facilities, reached, children, units) if kind in AREA_KINDS else _nothing(_AREA, units)
    service = SERVICES.get(kind)
    if service is None:
        return columns | _nothing(_CAPACITY, units)
    return columns | _capacity(service, city, rules, facilities, reached, children, units)


def _minutes(kind: str, walks: Walks, method: Method, units: Units) -> Columns:
    """Return within how many minutes half and nine in ten of the children reach a place.

    A child who reaches none counts as one who walks for ever; a time that only such a child has is not known.
    """
    minutes = [
        walks.distance_m[tier][kind].to_numpy(dtype=np.float64) / method.speed_m_s[tier] / 60 for tier in AgeTier
    ]
    children = walks.points[CHILDREN_COLUMNS].to_numpy(dtype=np.int64)
    found = quantiles(np.stack(minutes, axis=-1), children, units, [MEDIAN, NINE_IN_TEN])
    median, most = np.where(np.isfinite(found), found, np.nan)
    return {"median_min": median, "p90_min": most}


def _choices(reached: Catchments, points: gpd.GeoDataFrame, units: Units) -> Columns:
    children = points[CHILDREN_COLUMNS].to_numpy(dtype=np.int64)
    number = choices(reached, len(points)).astype(np.float64)
    return {
        "choices_median": quantiles(number, children, units, [MEDIAN])[0],
        "choices_mean": mean_per_child(number, children.astype(np.float64), units),
    }


_AREA = ("park_m2_per_child", "area_unknown")
_CAPACITY = ("capacity_per_child", "capacity_unknown", "capacity_assumed")


def _area(facilities: gpd.GeoDataFrame, reached: Catchments, children: Floats, units: Units) -> Columns:
    shares = floating_catchment(reached, children, park_area_m2(facilities), units)
    return dict(zip(_AREA, (shares.per_child, shares.unknown.astype(np.float64)), strict=True))


def _capacity(
    service: Service,
    city: City,
    rules: Rules,
    facilities: gpd.GeoDataFrame,
    reached: Catchments,
    children: Floats,
    units: Units,
) -> Columns:
    served = children * np.array([service.part(tier) for tier in AgeTier])
    offered = capacity(city, rules, service, facilities)
    shares = floating_catchment(reached, served, offered.children, units)
    assumed = places_reached(reached, served, units, offered.assumed)
    counts = (shares.unknown.astype(np.float64), assumed.astype(np.float64))
    return dict(zip(_CAPACITY, (shares.per_child, *counts), strict=True))


def _nothing(names: Sequence[str], units: Units) -> Columns:
    """Return columns that say nothing of a kind."""
    return {name: np.full((len(units), 1 + len(AgeTier)), np.nan) for name in names}


def _stacked(kinds: Sequence[Columns]) -> Columns:
    """Put the columns of kinds together, shape ``(units, kinds, 1 + tiers)``."""
    return {name: np.stack([of_kind[name] for of_kind in kinds], axis=1) for name in kinds[0]}


def _table(units: Units, kinds: Sequence[str], columns: Mapping[str, npt.NDArray[np.generic]]) -> pd.DataFrame:
    """Flatten arrays of shape ``(units, kinds, 1 + tiers)`` to rows."""
    tiers = [ALL_CHILDREN, *(tier.value for tier in AgeTier)]
    per_unit = len(kinds) * len(tiers)
    table = pd.DataFrame(
        {
            "code": np.repeat(units.codes, per_unit),
            "level": np.repeat(units.levels, per_unit),
            "kind": np.tile(np.repeat(np.array(kinds, dtype=object), len(tiers)), len(units)),
            "age_tier": np.tile(np.array(tiers, dtype=object), len(units) * len(kinds)),
            **{name: values.ravel() for name, values in columns.items()},
        }
    )
    return ACCESS.validate(table)
