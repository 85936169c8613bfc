"""What hints at where people live, as weights of the cells of a grid.

Each function looks at one kind of evidence. Weights are not negative and comparable within a region; a region whose
cells all weigh 0 has no such evidence.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import KDTree

from planner.access.grid import Cells
from planner.access.network import SNAP_M
from planner.model.city import City

KERNEL_M = 600.0
"""An everyday place hints at homes up to this far away."""

STREET_KERNEL_M = 300.0
"""A residential street hints at homes up to this far away."""

RESIDENTIAL_CLASSES = frozenset({"residential", "living_street"})
"""Classes of streets (as in OpenStreetMap) that homes stand along."""

KNOWN_REGION_SHARE = 0.5
"""Streets, buildings and land count in a region if at least this share of its everyday places lies near them: the
few that reach over the border of a half-mapped city would draw all children of a region to that border."""

STREET_M_PER_PERSON = 0.25
"""A region without places needs this much residential street for its streets to count as known, in metres. In
the cities measured there are 0.9 to 1.1 m for each person."""

_PIECE_M = 25.0
"""Streets are measured in pieces of at most this length, each at its middle."""

Floats = npt.NDArray[np.float64]
Shapes = npt.NDArray[np.object_]


def weigh_population_grid(city: City, cells: Cells) -> Floats:
    """Weigh cells by the people of a finer grid, each of its squares divided by area."""
    if city.population_grid is None:
        return np.zeros(len(cells))
    squares = _shapes(city.population_grid)
    people = city.population_grid["people"].to_numpy(dtype=np.float64)
    return _where_known(cells.divide(squares, people), city, cells, squares[people > 0])


def weigh_buildings(city: City, cells: Cells) -> Floats:
    """Weigh cells by the m² of buildings in them."""
    return _weigh_outlines(city.buildings, city, cells)


def weigh_residential_land(city: City, cells: Cells) -> Floats:
    """Weigh cells by the m² of residential land in them."""
    return _weigh_outlines(city.residential_land, city, cells)


def weigh_everyday_places(city: City, cells: Cells, reach_m: float = KERNEL_M) -> Floats:
    """Weigh cells by the everyday places around them and, where known, the residential streets in them.

    Notes
    -----
    Places give each cell ``A · Σ (1 - d²/h²)²`` over the places at ``d < h`` from its point: a quartic kernel
    of reach ``h`` = ``reach_m`` times the area ``A`` of the part. In a region whose streets are known,
    one half of the weight follows the places and one half the length of residential streets.
    """
    places = _shapes(city.everyday_places)
    by_place = _share_in_region(_kernel_density(cells, places, np.ones(len(places)), reach_m) * cells.area_m2, cells)
    by_street = _share_in_region(_residential_length(city, cells), cells)
    has_both = _share_near(city, cells, _shapes(city.streets)) >= KNOWN_REGION_SHARE
    has_both &= (cells.sum_by_region(by_place) > 0) & (cells.sum_by_region(by_street) > 0)
    return np.where(has_both[cells.region], (by_place + by_street) / 2, by_place)


def weigh_streets(city: City, cells: Cells) -> Floats:
    """Weigh cells by the residential streets around them: the kernel of places, over metres of street.

    A region has this evidence if its residential streets are :data:`STREET_M_PER_PERSON` long or longer.
    """
    if city.population is None:
        return np.zeros(len(cells))
    middles, length_m = _residential_pieces(city)
    weights = _kernel_density(cells, middles, length_m, STREET_KERNEL_M) * cells.area_m2
    people = city.population.reindex(city.finest_regions["code"])["population"].to_numpy(dtype=np.float64)
    enough = cells.sum_by_region(_residential_length(city, cells)) >= STREET_M_PER_PERSON * people
    return np.where(enough[cells.region], weights, 0.0)


def weigh_area(city: City, cells: Cells) -> Floats:
    """Weigh cells by their area, where nothing is known about a region."""
    return cells.area_m2


def _shapes(table: gpd.GeoDataFrame) -> Shapes:
    return np.asarray(table.geometry.array, dtype=np.object_)


def _weigh_outlines(table: gpd.GeoDataFrame | None, city: City, cells: Cells) -> Floats:
    if table is None:
        return np.zeros(len(cells))
    outlines = _shapes(table)
    return _where_known(cells.divide(outlines, shapely.area(outlines)), city, cells, outlines)


def _where_known(weights: Floats, city: City, cells: Cells, evidence: Shapes) -> Floats:
    """Leave out regions most of whose everyday places lie far from the evidence: it is not complete there."""
    incomplete = _share_near(city, cells, evidence) < KNOWN_REGION_SHARE
    return np.where(incomplete[cells.region], 0.0, weights)


def _share_near(city: City, cells: Cells, evidence: Shapes) -> Floats:
    """Return which share of each region's everyday places lies near a shape; not a number without a place."""
    places = _shapes(city.everyday_places)
    cell = cells.locate(places)
    places, region = places[cell >= 0], cells.region[cell[cell >= 0]]
    near = np.zeros(len(places))
    if len(evidence) and len(places):
        near[shapely.STRtree(evidence).query_nearest(places, max_distance=SNAP_M, all_matches=False)[0]] = 1.0
    total = np.bincount(region, minlength=cells.regions).astype(np.float64)
    known = np.bincount(region, weights=near, minlength=cells.regions)
    return np.where(total > 0, known / np.maximum(total, 1.0), np.nan)


def _share_in_region(values: Floats, cells: Cells) -> Floats:
    total = cells.sum_by_region(values)[cells.region]
    return np.divide(values, total, out=np.zeros_like(values), where=total > 0)


def _kernel_density(cells: Cells, points: Shapes, amounts: Floats, reach_m: float) -> Floats:
    """Quartic kernel density at the cells' points, up to a constant factor."""
    if not len(points):
        return np.zeros(len(cells))
    near = KDTree(cells.xy).sparse_distance_matrix(
        KDTree(shapely.get_coordinates(points)), reach_m, output_type="ndarray"
    )
    kernel = (1 - (near["v"] / reach_m) ** 2) ** 2 * amounts[near["j"]]
    # Sorted, so that the sums are rounded alike on every machine.
    order = np.lexsort((near["j"], near["i"]))
    return np.bincount(near["i"][order], weights=kernel[order], minlength=len(cells)).astype(np.float64)


def _residential_pieces(city: City) -> tuple[Shapes, Floats]:
    """Cut residential streets into short pieces; return the middle and the metres of each."""
    residential = city.streets[city.streets["street_class"].isin(RESIDENTIAL_CLASSES)]
    lines = shapely.segmentize(_shapes(residential), _PIECE_M)
    xy, line = shapely.get_coordinates(lines, return_index=True)
    same = line[1:] == line[:-1]
    start, end = xy[:-1][same], xy[1:][same]
    return np.asarray(shapely.points((start + end) / 2), dtype=np.object_), np.hypot(*(end - start).T)


def _residential_length(city: City, cells: Cells) -> Floats:
    """Metres of residential street in each cell."""
    middles, length_m = _residential_pieces(city)
    cell = cells.locate(middles)
    return np.bincount(cell[cell >= 0], weights=length_m[cell >= 0], minlength=len(cells)).astype(np.float64)
