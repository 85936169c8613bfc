"""A regular grid, cut along the borders of regions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely


@dataclass(frozen=True, eq=False)
class Cells:
    """Parts of grid cells, each in one region.

    Attributes
    ----------
    parts
        The outlines of the parts.
    region
        Position of each part's region among the regions; ascending.
    points
        A point inside each part: the centre of a whole cell, else a representative point.
    regions
        How many regions there are.
    """

    parts: npt.NDArray[np.object_]
    region: npt.NDArray[np.intp]
    points: npt.NDArray[np.object_]
    regions: int

    def __len__(self) -> int:
        return len(self.parts)

    @cached_property
    def area_m2(self) -> npt.NDArray[np.float64]:
        """Area of each part."""
        return np.asarray(shapely.area(self.parts), dtype=np.float64)

    @cached_property
    def xy(self) -> npt.NDArray[np.float64]:
        """Coordinates of :attr:`points`, shape ``(n, 2)``."""
        return shapely.get_coordinates(self.points)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.parts)

    def sum_by_region(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Sum a value of the parts over each region."""
        return np.bincount(self.region, weights=values, minlength=self.regions).astype(np.float64)

    def locate(self, points: npt.NDArray[np.object_]) -> npt.NDArray[np.intp]:
        """Return the part each point lies in, the first on a shared border, -1 outside all."""
        located = np.full(len(points), -1, dtype=np.intp)
        point, part = self._tree.query(points, predicate="intersects")
        order = np.lexsort((part, point))
        inside, first = np.unique(point[order], return_index=True)
        located[inside] = part[order][first]
        return located

    def divide(self, outlines: npt.NDArray[np.object_], amounts: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Divide an amount of each outline over the parts by the area they share; what lies outside all is lost."""
        outline, part = self._tree.query(outlines, predicate="intersects")
        # Sorted, so that the sums are rounded alike on every machine.
        order = np.lexsort((outline, part))
        outline, part = outline[order], part[order]
        shared = shapely.area(shapely.intersection(outlines[outline], self.parts[part]))
        area = shapely.area(outlines)[outline]
        share = np.divide(shared, area, out=np.zeros(len(area)), where=area > 0)
        return np.bincount(part, weights=amounts[outline] * share, minlength=len(self)).astype(np.float64)


def cut_grid(regions: gpd.GeoSeries, size_m: float) -> Cells:
    """Lay a grid over regions and cut it along their borders.

    Grid lines lie on whole multiples of the size in the regions' CRS, so that a cell stays where it is when a
    region changes. Parts are in the order of regions, then from south to north and west to east.
    """
    outlines = np.asarray(regions.array, dtype=np.object_)
    west, south, east, north = np.concatenate(
        [np.floor(shapely.total_bounds(outlines)[:2] / size_m), np.ceil(shapely.total_bounds(outlines)[2:] / size_m)]
    ).astype(int)
    row, column = (axis.ravel() for axis in np.mgrid[south:north, west:east])
    cells = shapely.box(column * size_m, row * size_m, (column + 1) * size_m, (row + 1) * size_m)
    region, cell = shapely.STRtree(cells).query(outlines, predicate="intersects")
    order = np.lexsort((cell, region))
    region, cell = region[order], cell[order]
    shapely.prepare(outlines)
    whole = shapely.covers(outlines[region], cells[cell])
    parts = cells[cell]
    parts[~whole] = shapely.intersection(outlines[region[~whole]], parts[~whole])
    kept = shapely.area(parts) > 0
    parts, region, whole = parts[kept], region[kept], whole[kept]
    points = np.where(whole, shapely.centroid(parts), shapely.point_on_surface(parts))
    return Cells(parts, region, points, len(outlines))
