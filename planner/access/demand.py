"""Where children live within their regions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.spatial import KDTree

from planner.access.grid import Cells, cut_grid
from planner.access.network import SNAP_M
from planner.cleaning.apportion import apportion
from planner.model.assessment import DemandMethod
from planner.model.city import City, Notice
from planner.model.kinds import CHILDREN_COLUMNS
from planner.model.tables import DEMAND
from planner.texts import text

CELL_M = 200.0
"""Side of a grid cell: about a fifth of a ten-minute walk as the crow flies, and some 4 ha."""

KERNEL_M = 600.0
"""An everyday place hints at homes up to this far away."""

RESIDENTIAL_CLASSES = frozenset({"residential", "living_street"})
"""Classes of streets (as in OpenStreetMap) that homes stand along."""

STREET_REGION_SHARE = 0.5
"""Streets count in a region if at least this share of its everyday places lies near a known street: the few
ends that reach over a border would draw all its children to that border."""

_PIECE_M = 25.0
"""Streets are measured in pieces of at most this length, each in the cell of its middle."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Demand:
    """Children as points.

    Attributes
    ----------
    points
        :data:`~planner.model.tables.DEMAND`, in the order of region codes.
    method
        How most of the children were spread.
    notices
        Which regions had to be spread in another way.
    """

    points: gpd.GeoDataFrame
    method: DemandMethod
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class Rung:
    """A way to spread children, on a ladder from the best evidence to the last resort.

    Attributes
    ----------
    method
        Its name in results.
    weigh
        Weights of the cells, not negative, comparable within a region; a region whose cells all weigh 0 has no
        such evidence and is left to the next rung.
    """

    method: DemandMethod
    weigh: Callable[[City, Cells], Floats]


def weigh_everyday_places(city: City, cells: Cells) -> Floats:
    """Weigh cells by the everyday places around them and, where known, the residential streets in them.

    Notes
    -----
    Places give each cell ``A · Σ (1 - d²/h²)²`` over the places at ``d < h`` from its point: a quartic kernel
    of reach ``h`` = :data:`KERNEL_M` times the area ``A`` of the part. In a region whose streets are known,
    one half of the weight follows the places and one half the length of residential streets.
    """
    places = np.asarray(city.everyday_places.geometry.array, dtype=np.object_)
    by_place = _share_in_region(_kernel_density(cells, places) * cells.area_m2, cells)
    by_street = _share_in_region(_residential_length(city, cells), cells)
    has_both = _street_regions(city, cells, places) & (cells.sum_by_region(by_place) > 0)
    has_both &= cells.sum_by_region(by_street) > 0
    return np.where(has_both[cells.region], (by_place + by_street) / 2, by_place)


def weigh_area(city: City, cells: Cells) -> Floats:
    """Weigh cells by their area, where nothing is known about a region."""
    return cells.area_m2


LADDER = (
    Rung(DemandMethod.EVERYDAY_PLACES, weigh_everyday_places),
    Rung(DemandMethod.AREA, weigh_area),
)
"""The ways to spread children, best first. Better evidence, such as dwellings, is one more rung above."""


def spread_children(city: City) -> Demand:
    """Spread the children of each region over the points where they are likely to live.

    A grid of :data:`CELL_M` is cut along the regions' borders. In each region the first rung of :data:`LADDER`
    that has evidence weighs the cells; the children of each age tier are divided among them in proportion, by
    the largest remainder, so that each region keeps each tier to the last child. Cells without children are
    left out. A point is the centre of its cell or, where a border cuts it, a point inside the part.

    Returns
    -------
    The points; none, with :attr:`DemandMethod.NONE`, where the city's population is not known.
    """
    regions = city.finest_regions
    if city.population is None:
        return Demand(_points(regions, np.empty((0, 3), np.int64), None), DemandMethod.NONE, ())
    cells = cut_grid(regions.geometry, CELL_M)
    weights, rung = _climb(city, cells)
    children = city.population.reindex(regions["code"])[CHILDREN_COLUMNS].to_numpy(dtype=np.int64)
    counts = np.zeros((len(cells), len(CHILDREN_COLUMNS)), dtype=np.int64)
    for region in np.flatnonzero(children.sum(axis=1)):
        own = slice(*np.searchsorted(cells.region, [region, region + 1]))
        counts[own] = apportion(np.broadcast_to(weights[own], (3, own.stop - own.start)), children[region]).T
    by_rung = np.bincount(rung, weights=children.sum(axis=1), minlength=len(LADDER))
    best = int(by_rung.argmax())
    return Demand(_points(regions, counts, cells), LADDER[best].method, _notices(regions, rung, best))


def _climb(city: City, cells: Cells) -> tuple[Floats, npt.NDArray[np.intp]]:
    """Return the weights of cells, and for each region the first rung with evidence there."""
    weights = np.zeros(len(cells))
    rung = np.full(cells.regions, -1, dtype=np.intp)
    for position, step in enumerate(LADDER):
        if (rung >= 0).all():
            break
        found = step.weigh(city, cells)
        takes = (rung < 0) & (cells.sum_by_region(found) > 0)
        weights = np.where(takes[cells.region], found, weights)
        rung[takes] = position
    return weights, rung


def _share_in_region(values: Floats, cells: Cells) -> Floats:
    total = cells.sum_by_region(values)[cells.region]
    return np.divide(values, total, out=np.zeros_like(values), where=total > 0)


def _kernel_density(cells: Cells, places: npt.NDArray[np.object_]) -> Floats:
    """Quartic kernel density at the cells' points, up to a constant factor."""
    if not len(places):
        return np.zeros(len(cells))
    near = KDTree(cells.xy).sparse_distance_matrix(
        KDTree(shapely.get_coordinates(places)), KERNEL_M, output_type="ndarray"
    )
    kernel = (1 - (near["v"] / KERNEL_M) ** 2) ** 2
    # Sorted, so that the sums are rounded alike on every machine.
    order = np.lexsort((near["j"], near["i"]))
    return np.bincount(near["i"][order], weights=kernel[order], minlength=len(cells)).astype(np.float64)


def _residential_length(city: City, cells: Cells) -> Floats:
    """Metres of residential street in each cell."""
    residential = city.streets[city.streets["street_class"].isin(RESIDENTIAL_CLASSES)]
    lines = shapely.segmentize(np.asarray(residential.geometry.array, dtype=np.object_), _PIECE_M)
    xy, line = shapely.get_coordinates(lines, return_index=True)
    same = line[1:] == line[:-1]
    start, end = xy[:-1][same], xy[1:][same]
    cell = cells.locate(shapely.points((start + end) / 2))
    length = np.hypot(*(end - start).T)
    return np.bincount(cell[cell >= 0], weights=length[cell >= 0], minlength=len(cells)).astype(np.float64)


def _street_regions(city: City, cells: Cells, places: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    """Say in which regions the streets are known."""
    streets = np.asarray(city.streets.geometry.array, dtype=np.object_)
    cell = cells.locate(places)
    places, region = places[cell >= 0], cells.region[cell[cell >= 0]]
    if not len(streets) or not len(places):
        return np.zeros(cells.regions, dtype=np.bool_)
    near = np.zeros(len(places))
    near[shapely.STRtree(streets).query_nearest(places, max_distance=SNAP_M, all_matches=False)[0]] = 1.0
    known = np.bincount(region, weights=near, minlength=cells.regions)
    total = np.bincount(region, minlength=cells.regions)
    return (total > 0) & (known >= STREET_REGION_SHARE * total)


def _points(regions: gpd.GeoDataFrame, counts: npt.NDArray[np.int64], cells: Cells | None) -> gpd.GeoDataFrame:
    lived_in = np.flatnonzero(counts.sum(axis=1))
    region = np.empty(0, np.intp) if cells is None else cells.region[lived_in]
    geometry = np.empty(0, np.object_) if cells is None else cells.points[lived_in]
    columns = {column: counts[lived_in, i] for i, column in enumerate(CHILDREN_COLUMNS)}
    points = gpd.GeoDataFrame(
        {
            "region_code": regions["code"].to_numpy(dtype=object)[region],
            "kecamatan_code": regions["kecamatan_code"].to_numpy(dtype=object)[region],
            **columns,
        },
        geometry=geometry,
        crs=regions.crs,
    )
    return gpd.GeoDataFrame(DEMAND.validate(pd.DataFrame(points)), crs=regions.crs)


def _notices(regions: gpd.GeoDataFrame, rung: npt.NDArray[np.intp], best: int) -> tuple[Notice, ...]:
    """Name the regions whose children were spread evenly, for want of evidence."""
    last = len(LADDER) - 1
    by_area = regions[(rung == last) & (rung != best)]
    if best == last:
        return (
            Notice(
                "demand_by_area",
                "population",
                text(
                    "Nothing is known about where in their regions children live: they are spread evenly over the "
                    "land, forest and harbour included, so who reaches a place is a rough guess."
                ),
            ),
        )
    if by_area.empty:
        return ()
    return (
        Notice(
            "demand_by_area",
            "population",
            text(
                "No everyday place is known in {regions}: children there are spread evenly over the land.",
                regions=", ".join(str(name) for name in by_area["name"]),
            ),
        ),
    )
