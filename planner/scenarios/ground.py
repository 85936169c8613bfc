"""What a changed city's figures stand on: only what a change touches is measured anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.access.demand import spread_children
from planner.access.destinations import kinds_reached
from planner.access.walking import NetworkWalking, StraightLineWalking, Walking
from planner.assess import Ground
from planner.model.city import City
from planner.model.kinds import AgeTier

Columns = Mapping[str, npt.NDArray[np.float64]]


@dataclass(frozen=True, eq=False)
class ChangedGround:
    """A changed city's ground, and what of it is not as before.

    Attributes
    ----------
    ground
        What an assessment of the changed city stands on.
    places
        The places of each kind reached.
    people_changed
        Whether children were spread anew.
    kinds_changed
        Kinds of which a place was added or is gone, in order.
    """

    ground: Ground
    places: Mapping[str, gpd.GeoSeries]
    people_changed: bool
    kinds_changed: tuple[str, ...]


def changed_ground(city: City, ground: Ground, after: City) -> ChangedGround:
    """Return what an assessment of a changed city stands on.

    Children are spread anew only where people changed, and go on walking as they are measured to walk now, so that a
    difference comes from the change alone. Distances are measured anew only for kinds of which a place is gone; where
    places were only added, the nearer of the old and the new ones counts.

    Parameters
    ----------
    city
        The city before.
    ground
        What was measured for it.
    after
        The changed city: only its facilities and people differ.
    """
    places = kinds_reached(after)
    before, now = _by_id(city, kinds_reached(city)), _by_id(after, places)
    changed = tuple(kind for kind in places if before.get(kind) != now[kind])
    if _same_people(city, after):
        added = {kind: _added(before.get(kind), now[kind]) for kind in changed}
        return ChangedGround(_updated(ground, places, added), places, False, changed)
    demand = spread_children(after)
    walking = bound_to(ground.walking.walking, demand.points)
    distance_m = _by_tier(
        walking,
        lambda tier: {kind: walking.nearest_m(own, tier) for kind, own in places.items()},
        demand.points.index,
    )
    choice = replace(ground.walking, walking=walking)
    return ChangedGround(replace(ground, demand=demand, walking=choice, distance_m=distance_m), places, True, changed)


def _same_people(city: City, after: City) -> bool:
    """Say whether nobody came or went."""
    if city.population is None or after.population is None:
        return city.population is after.population
    return city.population.equals(after.population)


def bound_to(walking: Walking, points: gpd.GeoDataFrame) -> Walking:
    """Return the same way of walking, from other points.

    Raises
    ------
    TypeError
        If that way is not known here.
    """
    match walking:
        case NetworkWalking():
            return replace(walking, origins=walking.streets.footing(points.geometry))
        case StraightLineWalking():
            return replace(walking, xy=shapely.get_coordinates(np.asarray(points.geometry.array, dtype=np.object_)))
    raise TypeError(type(walking).__name__)


def _by_id(city: City, places: Mapping[str, gpd.GeoSeries]) -> dict[str, dict[str, bytes]]:
    """Return the shape of each place by its id, by kind."""
    ids = city.facilities["id"]
    return {
        kind: dict(zip(ids.loc[own.index], shapely.to_wkb(own.to_numpy()), strict=True)) for kind, own in places.items()
    }


def _added(before: Mapping[str, bytes] | None, now: Mapping[str, bytes]) -> npt.NDArray[np.bool_] | None:
    """Say which places of a kind are new; ``None`` where a former one is gone: then all are measured."""
    if before is None or any(now.get(id_) != shape for id_, shape in before.items()):
        return None
    return np.array([id_ not in before for id_ in now], dtype=np.bool_)


def _updated(
    ground: Ground, places: Mapping[str, gpd.GeoSeries], added: Mapping[str, npt.NDArray[np.bool_] | None]
) -> Ground:
    walking = ground.walking.walking

    def distances(tier: AgeTier) -> Columns:
        known = ground.distance_m[tier]
        columns = {}
        for kind, own in places.items():
            new = added.get(kind)
            if kind not in added:
                columns[kind] = known[kind].to_numpy(dtype=np.float64)
            elif new is None:
                columns[kind] = walking.nearest_m(own, tier)
            else:
                columns[kind] = np.minimum(known[kind].to_numpy(dtype=np.float64), walking.nearest_m(own[new], tier))
        return columns

    return replace(ground, distance_m=_by_tier(walking, distances, ground.demand.points.index))


def _by_tier(walking: Walking, distances: Callable[[AgeTier], Columns], index: pd.Index) -> dict[AgeTier, pd.DataFrame]:
    """Return a table of distances for each tier; tiers that walk alike share one."""
    tables: dict[AgeTier, pd.DataFrame] = {}
    for tiers in walking.alike:
        tables |= dict.fromkeys(tiers, pd.DataFrame(distances(tiers[0]), index=index))
    return tables
