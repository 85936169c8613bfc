"""Where children live who reach no place of a kind in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from planner.access.demand import CELL_M
from planner.access.reach import within
from planner.model.assessment import Assessment
from planner.model.kinds import ALL_CHILDREN, AgeTier
from planner.model.tables import GAPS

Counts = npt.NDArray[np.int64]
Positions = npt.NDArray[np.intp]
Shapes = npt.NDArray[np.object_]


def find_gaps(assessment: Assessment, kinds: Sequence[str], age_tier: str = ALL_CHILDREN) -> gpd.GeoDataFrame:
    """Return the areas whose children reach no place of a kind in time, those with the most children first.

    The children without access of all areas of a kind together are those whom the access table counts as not
    within reach.

    Parameters
    ----------
    assessment
        The assessment.
    kinds
        What is reached: some of ``assessment.kinds_reached``, each once.
    age_tier
        Whose walk it is; all children, each tier at its own speed, if left out.

    Returns
    -------
    :data:`~planner.model.tables.GAPS`: kind by kind, each by rank; of equally many children the area with the lower
    code of region comes first, then the one farther south, then west.
    """
    tiers = list(AgeTier) if age_tier == ALL_CHILDREN else [AgeTier(age_tier)]
    cells = _cells_of(assessment)
    parts = [_ranked(assessment, cells, kind, tiers).assign(kind=kind) for kind in kinds]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(GAPS.columns))
    gaps = gpd.GeoDataFrame(table.assign(age_tier=age_tier), geometry="geometry", crs=assessment.city.crs)
    return gpd.GeoDataFrame(GAPS.validate(gaps[list(GAPS.columns)]), crs=assessment.city.crs)


@lru_cache(maxsize=1)
def all_gaps(assessment: Assessment) -> gpd.GeoDataFrame:
    """Return the gaps of every kind for all children; kept for the next file that shows the same assessment."""
    return find_gaps(assessment, assessment.kinds_reached)


@dataclass(frozen=True, eq=False)
class _Cells:
    """The cells that children live in: one a point of demand.

    Attributes
    ----------
    regions
        The regions of the finest level.
    region
        The place of each cell's region among them.
    corner
        South-western corner of each cell, in cells: one row a cell.
    square
        Its outline.
    inside
        Whether it lies in its region with no corner beyond the border.
    """

    regions: gpd.GeoDataFrame
    region: Positions
    corner: Counts
    square: Shapes
    inside: npt.NDArray[np.bool_]


def _cells_of(assessment: Assessment) -> _Cells:
    points, regions = assessment.demand, assessment.city.finest_regions
    region = np.asarray(pd.Index(regions["code"]).get_indexer(points["region_code"]), dtype=np.intp)
    corner = np.floor(shapely.get_coordinates(points.geometry.array) / CELL_M).astype(np.int64)
    # Whole cells share exactly the same edges, so that their union needs no rounding.
    square = shapely.box(*(corner * CELL_M).T, *((corner + 1) * CELL_M).T)
    outlines = np.array(regions.geometry.array, dtype=np.object_)
    shapely.prepare(outlines)
    inside = shapely.contains_properly(outlines[region], square) if len(square) else np.empty(0, dtype=bool)
    return _Cells(regions, region, corner, np.asarray(square, dtype=np.object_), np.asarray(inside, dtype=bool))


def _ranked(assessment: Assessment, cells: _Cells, kind: str, tiers: Sequence[AgeTier]) -> pd.DataFrame:
    """Return the areas of one kind by rank."""
    found = _areas(cells, _without_access(assessment, kind, tiers))
    bounds = shapely.bounds(found["geometry"].to_numpy(dtype=object)).reshape(-1, 4)
    found = found.assign(west=bounds[:, 0], south=bounds[:, 1])
    order = ["children", "region_code", "south", "west"]
    ranked = found.sort_values(order, ascending=[False, True, True, True], ignore_index=True)
    return ranked.assign(rank=np.arange(1, len(ranked) + 1))


def _without_access(assessment: Assessment, kind: str, tiers: Sequence[AgeTier]) -> Counts:
    """Return the children of each point who reach no place."""
    method, points = assessment.method, assessment.demand
    beyond = [
        ~within(assessment.distance_m[tier][kind], method.speed_m_s[tier], method.threshold_min)
        * points[tier.column].to_numpy(dtype=np.int64)
        for tier in tiers
    ]
    return np.asarray(np.sum(beyond, axis=0), dtype=np.int64)


def _areas(cells: _Cells, without: Counts) -> pd.DataFrame:
    """Put the cells with children without access that lie side by side in one region together."""
    chosen = np.flatnonzero(without > 0)
    region = cells.region[chosen]
    area = _connected(region, cells.corner[chosen])
    first = np.unique(area, return_index=True)[1]
    of_area = cells.regions.iloc[region[first]].reset_index(drop=True)
    outlines = _outlines(area, cells.square[chosen], cells.inside[chosen], of_area.geometry.to_numpy())
    return pd.DataFrame(
        {
            "region_code": of_area["code"],
            "region_name": of_area["name"],
            "kecamatan_code": of_area["kecamatan_code"],
            "children": np.bincount(area, weights=without[chosen], minlength=len(first)).astype(np.int64),
            "area_m2": shapely.area(outlines),
            "geometry": pd.Series(outlines, dtype=object),
        }
    )


def _connected(region: Positions, cell: Counts) -> Positions:
    """Give each cell the number of its area: a chain of common edges within a region joins cells."""
    cells = pd.MultiIndex.from_arrays([region, cell[:, 0], cell[:, 1]])
    pairs = []
    for east, north in ((1, 0), (0, 1)):
        beside = cells.get_indexer(pd.MultiIndex.from_arrays([region, cell[:, 0] + east, cell[:, 1] + north]))
        pairs.append(np.stack([np.flatnonzero(beside >= 0), beside[beside >= 0]]))
    one, other = np.concatenate(pairs, axis=1)
    graph = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(len(cell), len(cell)))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.intp)


def _outlines(area: Positions, square: Shapes, inside: npt.NDArray[np.bool_], regions: Shapes) -> Shapes:
    """Return the outline of each area: its cells, cut along the border of its region where they reach beyond it."""
    order = np.argsort(area, kind="stable")
    cells = np.bincount(area, minlength=len(regions))
    ends = np.cumsum(cells)
    outlines = np.empty(len(regions), dtype=np.object_)
    for place, (start, end) in enumerate(zip(ends - cells, ends, strict=True)):
        outlines[place] = shapely.coverage_union_all(square[order[start:end]])
    beyond = np.bincount(area, weights=~inside, minlength=len(regions)) > 0
    cut = shapely.intersection(regions[beyond], outlines[beyond])
    # Where a border only touches a cell, a line comes along, which is no area.
    mixed = shapely.get_type_id(cut) == shapely.GeometryType.GEOMETRYCOLLECTION
    cut[mixed] = shapely.buffer(cut[mixed], 0)
    outlines[beyond] = cut
    return outlines
