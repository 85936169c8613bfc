"""Places that a plan may choose from: parks that could be upgraded, and points where children live."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.model.assessment import Action
from planner.model.city import City
from planner.model.kinds import PLAY_KINDS, Designation, Known, Level, Placement
from planner.model.survey import SurveyFact, answers
from planner.siting.walkers import Walkers

CELL_M = 400.0
"""New sites are looked for once in each cell of a grid of this width, in each region of the finest level."""

STREET_SIDE_M = 250.0
"""A new site is moved to the nearest street if that is at most this far."""

MAJOR_STREETS = ("motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link")
"""Street classes beside which no place to play is looked for: children can't cross them safely."""

COLUMNS = ["action", "facility_id", "facility_name", "on_street", "region_code", "kecamatan_code", "geometry"]
"""Columns of a table of candidates: ``facility_*`` only of an upgrade, ``on_street`` only true of a new site
that lies on a street. Geometry: points in the city's metric CRS."""


def find_candidates(city: City, demand: gpd.GeoDataFrame, walkers: Walkers) -> gpd.GeoDataFrame:
    """Return every place that a plan may choose from, upgrades first.

    Parameters
    ----------
    city
        The city.
    demand
        :data:`~planner.model.tables.DEMAND`.
    walkers
        The children at the demand points.
    """
    upgrades, sites = upgradable_places(city), new_sites(city, demand, walkers)
    # An empty table has no types to keep.
    tables = [table for table in (upgrades, sites) if not table.empty] or [sites]
    return gpd.GeoDataFrame(pd.concat(tables, ignore_index=True), geometry="geometry", crs=city.crs)


def upgradable_places(city: City) -> gpd.GeoDataFrame:
    """Return the parks and playgrounds that could be made child-friendly.

    They have a position inside the city, are not designated child-friendly yet and are not known to be
    closed to the public or to cost money. Protected forest and other green space never are.
    """
    facilities = city.facilities
    chosen = facilities[
        facilities["kind"].isin(PLAY_KINDS)
        & (facilities["child_friendly"] != Designation.YES)
        & (facilities["public"] != Known.NO)
        & (answers(city.survey, facilities["id"], SurveyFact.FREE) != Known.NO)
        & (facilities["placement"] == Placement.POSITION)
        & facilities.geometry.notna()
    ]
    finest = "kelurahan_code" if city.finest_level is Level.KELURAHAN else "kecamatan_code"
    return gpd.GeoDataFrame(
        {
            "action": str(Action.UPGRADE),
            "facility_id": chosen["id"],
            "facility_name": chosen["name"],
            "on_street": False,
            "region_code": chosen[finest],
            "kecamatan_code": chosen["kecamatan_code"],
            "geometry": chosen.geometry,
        },
        columns=COLUMNS,
        crs=city.crs,
    ).reset_index(drop=True)


def new_sites(city: City, demand: gpd.GeoDataFrame, walkers: Walkers) -> gpd.GeoDataFrame:
    """Return points where children live who reach no child-friendly park yet, beside a street where one is known.

    In each grid cell of each region the demand point with the most such children stands for all. It is
    moved to the nearest street that children can cross, unless that lies too far away or in another region.
    """
    chosen = demand.iloc[thinned(demand, walkers.unreached.sum(axis=0))].reset_index(drop=True)
    points = chosen.geometry.to_numpy()
    # Walking there must not use up the reach of the slowest: ways are often twice as long as the straight line.
    limit_m = min(STREET_SIDE_M, walkers.slowest_reach_m / 2)
    moved = street_side(points, city.streets, limit_m)
    outlines = city.finest_regions.set_index("code").geometry.reindex(chosen["region_code"]).to_numpy()
    on_street = shapely.intersects(outlines, moved)
    return gpd.GeoDataFrame(
        {
            "action": str(Action.NEW),
            "facility_id": None,
            "facility_name": None,
            "on_street": on_street,
            "region_code": chosen["region_code"],
            "kecamatan_code": chosen["kecamatan_code"],
            "geometry": np.where(on_street, moved, points),
        },
        columns=COLUMNS,
        crs=city.crs,
    )


def thinned(demand: gpd.GeoDataFrame, unreached: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
    """Return, in order, the rows with the most unreached children of each grid cell and region.

    The earlier of equal rows is taken; a cell where everybody reaches a park has none.
    """
    cells = pd.DataFrame(
        {
            "column": np.floor(demand.geometry.x.to_numpy() / CELL_M),
            "row": np.floor(demand.geometry.y.to_numpy() / CELL_M),
            "region": demand["region_code"].to_numpy(),
            "unreached": unreached,
        }
    )
    waiting = cells[cells["unreached"] > 0].sort_values("unreached", ascending=False, kind="stable")
    first = waiting.drop_duplicates(["column", "row", "region"])
    return np.sort(first.index.to_numpy(dtype=np.intp))


def street_side(points: npt.NDArray[np.object_], streets: gpd.GeoDataFrame, limit_m: float) -> npt.NDArray[np.object_]:
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
    lines = streets.geometry[~streets["street_class"].isin(MAJOR_STREETS)].to_numpy()
    moved: npt.NDArray[np.object_] = np.full(len(points), None, dtype=object)
    if len(lines) and len(points):
        point, line = shapely.STRtree(lines).query_nearest(points, max_distance=limit_m, all_matches=False)
        along_m = shapely.line_locate_point(lines[line], points[point])
        moved[point] = shapely.line_interpolate_point(lines[line], along_m)
    return moved
