"""Where children live within their regions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.access.demand_weights import (
    weigh_area,
    weigh_buildings,
    weigh_everyday_places,
    weigh_population_grid,
    weigh_residential_land,
    weigh_streets,
)
from planner.access.grid import Cells, cut_grid
from planner.cleaning.apportion import apportion
from planner.model.assessment import DemandMethod
from planner.model.city import City, Notice
from planner.model.kinds import CHILDREN_COLUMNS
from planner.model.labels import DEMAND_LABELS
from planner.model.tables import DEMAND
from planner.texts import text

CELL_M = 200.0
"""Side of a grid cell: about a fifth of a ten-minute walk as the crow flies, and some 4 ha."""

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


LADDER = (
    Rung(DemandMethod.POPULATION_GRID, weigh_population_grid),
    Rung(DemandMethod.BUILDINGS, weigh_buildings),
    Rung(DemandMethod.RESIDENTIAL_LAND, weigh_residential_land),
    Rung(DemandMethod.EVERYDAY_PLACES, weigh_everyday_places),
    Rung(DemandMethod.STREETS, weigh_streets),
    Rung(DemandMethod.AREA, weigh_area),
)
"""The ways to spread children, best first. ``docs/methods.md`` has the errors that the order follows from."""


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
    """Name the regions whose children were spread with less evidence than most."""
    last = len(LADDER) - 1
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
    return tuple(
        _rung_notice(LADDER[lower].method, regions.loc[rung == lower, "name"])
        for lower in range(best + 1, last + 1)
        if (rung == lower).any()
    )


def _rung_notice(method: DemandMethod, names: pd.Series) -> Notice:
    regions = ", ".join(str(name) for name in names)
    if method is DemandMethod.AREA:
        sentence = text(
            "No everyday place is known in {regions}: children there are spread evenly over the land.",
            regions=regions,
        )
    else:
        sentence = text(
            "In {regions} there is no better hint at where children live than {evidence}.",
            regions=regions,
            evidence=DEMAND_LABELS[method],
        )
    return Notice(f"demand_by_{method}", "population", sentence)
