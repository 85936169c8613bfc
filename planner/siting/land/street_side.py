"""Points beside streets where children live: places to look around where no plot is known."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.model.assessment import Action
from planner.model.city import City
from planner.model.options import CandidateSource
from planner.siting.land.suitability import Judged, Land, judge
from planner.siting.walkers import Walkers

CELL_M = 400.0
"""Street-side sites are looked for once in each cell of a grid of this width, in each region of the finest level."""

STREET_SIDE_M = 250.0
"""A street-side site is moved to the nearest street if that is at most this far."""

MAJOR_STREETS = ("motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link")
"""Street classes beside which no place to play is looked for: children can't cross them safely."""

Points = npt.NDArray[np.object_]
Rows = npt.NDArray[np.intp]
Cell = tuple[int, int, str]


@dataclass(frozen=True, eq=False)
class StreetSide:
    """Street-side sites, and what the land says of each.

    Attributes
    ----------
    sites
        The columns of :data:`~planner.siting.land.places.PLACE_COLUMNS`, and ``on_street``.
    judged
        The same places as the land judges them.
    """

    sites: gpd.GeoDataFrame
    judged: Judged


def street_side_sites(
    city: City, demand: gpd.GeoDataFrame, walkers: Walkers, land: Land, taken: Collection[Cell] = frozenset()
) -> StreetSide:
    """Return points where children live who reach no place yet, beside a street where one is known.

    In each grid cell of each region the demand point with the most such children stands for all. It is
    moved to the nearest street that children can cross, unless that lies too far away or in another region. Where
    nothing may be built there, the nearest demand point of the cell where it may takes its place.

    Parameters
    ----------
    city
        The city.
    demand
        :data:`~planner.model.tables.DEMAND`.
    walkers
        The children at the demand points.
    land
        Where nothing may be built.
    taken
        Cells that are left out, because a plot is known there.
    """
    unreached = walkers.unreached.sum(axis=0)
    chosen = thinned(demand, unreached)
    waiting = demand.iloc[chosen]
    cells = cells_of(waiting.geometry.to_numpy(), waiting["region_code"].to_numpy(dtype=object))
    chosen = chosen[np.array([cell not in taken for cell in cells], dtype=np.bool_)]
    sites = _sites(city, demand.iloc[chosen], walkers)
    judged = _judge(land, sites)
    if judged.kept.all():
        return StreetSide(sites, judged)
    chosen = _replaced(city, demand, walkers, land, chosen[~judged.kept], chosen, unreached)
    sites = _sites(city, demand.iloc[chosen], walkers)
    return StreetSide(sites, _judge(land, sites))


def cells_of(points: Points, region_codes: npt.NDArray[np.object_]) -> list[Cell]:
    """Return the cell of each point: its column, its row and its region."""
    xy = np.floor(shapely.get_coordinates(points) / CELL_M).astype(int).tolist()
    return [(column, row, str(code)) for (column, row), code in zip(xy, region_codes, strict=True)]


def thinned(demand: gpd.GeoDataFrame, unreached: npt.NDArray[np.int64]) -> Rows:
    """Return, in order, the rows with the most unreached children of each grid cell and region.

    The earlier of equal rows is taken; a cell where everybody reaches a place has none.
    """
    cells = _cell_table(demand).assign(unreached=unreached)
    waiting = cells[cells["unreached"] > 0].sort_values("unreached", ascending=False, kind="stable")
    first = waiting.drop_duplicates(["column", "row", "region"])
    return np.sort(first.index.to_numpy(dtype=np.intp))


def crossable(streets: gpd.GeoDataFrame) -> npt.NDArray[np.object_]:
    """Return the lines of the streets that are no major ones."""
    return np.asarray(streets.geometry[~streets["street_class"].isin(MAJOR_STREETS)].array, dtype=np.object_)


def street_side(points: Points, streets: gpd.GeoDataFrame, limit_m: float) -> Points:
    """Return each point's nearest point on a street that is no major one, or ``None`` beyond a distance.

    Parameters
    ----------
    points
        Points in the CRS of the streets.
    streets
        :data:`~planner.model.tables.STREETS`.
    limit_m
        Farthest distance to a street, in metres.
    """
    lines = crossable(streets)
    moved: Points = np.full(len(points), None, dtype=object)
    if len(lines) and len(points):
        point, line = shapely.STRtree(lines).query_nearest(points, max_distance=limit_m, all_matches=False)
        along_m = shapely.line_locate_point(lines[line], points[point])
        moved[point] = shapely.line_interpolate_point(lines[line], along_m)
    return moved


def _cell_table(demand: gpd.GeoDataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "column": np.floor(demand.geometry.x.to_numpy() / CELL_M),
            "row": np.floor(demand.geometry.y.to_numpy() / CELL_M),
            "region": demand["region_code"].to_numpy(),
        }
    )


def _sites(city: City, chosen: gpd.GeoDataFrame, walkers: Walkers) -> gpd.GeoDataFrame:
    points = chosen.geometry.to_numpy()
    # Walking there must not use up the reach of the slowest: ways are often twice as long as the straight line.
    limit_m = min(STREET_SIDE_M, walkers.slowest_reach_m / 2)
    moved = street_side(points, city.streets, limit_m)
    outlines = city.finest_regions.set_index("code").geometry.reindex(chosen["region_code"]).to_numpy()
    on_street = shapely.intersects(outlines, moved)
    places = np.where(on_street, moved, points)
    return gpd.GeoDataFrame(
        {
            "id": _ids(places),
            "source": str(CandidateSource.STREET_SIDE),
            "action": str(Action.NEW),
            "facility_id": None,
            "facility_name": None,
            "name": None,
            "on_street": on_street,
            "region_code": chosen["region_code"].to_numpy(),
            "kecamatan_code": chosen["kecamatan_code"].to_numpy(),
            "area_m2": np.nan,
            "outline": None,
        },
        geometry=places,
        crs=city.crs,
    )


def _ids(points: Points) -> list[str]:
    """Return stable names of points: their coordinates in whole metres, and a number where two share them."""
    metres = np.rint(shapely.get_coordinates(points)).astype(int)
    names = pd.Series([f"new:{x}:{y}" for x, y in metres.tolist()], dtype=object)
    again = names.groupby(names).cumcount()
    return [name if not place else f"{name}:{place + 1}" for name, place in zip(names, again, strict=True)]


def _judge(land: Land, sites: gpd.GeoDataFrame) -> Judged:
    return judge(land, np.asarray(sites.geometry.array, dtype=np.object_), sites["area_m2"].to_numpy(dtype=float))


def _replaced(
    city: City,
    demand: gpd.GeoDataFrame,
    walkers: Walkers,
    land: Land,
    refused: Rows,
    chosen: Rows,
    unreached: npt.NDArray[np.int64],
) -> Rows:
    """Return the chosen rows, each refused one replaced by the nearest row of its cell where one may build."""
    cells = _cell_table(demand).assign(place=np.arange(len(demand)), unreached=unreached)
    first = cells.iloc[refused].rename(columns={"place": "refused"}).drop(columns="unreached")
    others = cells[cells["unreached"] > 0].merge(first, on=["column", "row", "region"])
    others = others[others["place"] != others["refused"]]
    if others.empty:
        return chosen
    others = others[_judge(land, _sites(city, demand.iloc[others["place"]], walkers)).kept]
    points = demand.geometry.to_numpy()
    apart_m = shapely.distance(points[others["place"]], points[others["refused"]])
    nearest = others.assign(apart_m=apart_m).sort_values(["apart_m", "place"], kind="stable")
    nearest = nearest.drop_duplicates("refused")
    instead = dict(zip(nearest["refused"].tolist(), nearest["place"].tolist(), strict=True))
    return np.sort(np.array([instead.get(row, row) for row in chosen.tolist()], dtype=np.intp))
