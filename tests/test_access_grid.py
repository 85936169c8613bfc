"""A grid, cut along the borders of regions."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from drawn_city import METRIC

from planner.access.grid import cut_grid

# Two regions that meet at x = 150 m, on a grid of 100 m.
CELLS = cut_grid(gpd.GeoSeries([shapely.box(0, 0, 150, 100), shapely.box(150, 0, 300, 100)], crs=METRIC), 100)


def test_cells_are_cut_at_borders() -> None:
    assert CELLS.region.tolist() == [0, 0, 1, 1]
    assert CELLS.area_m2.tolist() == [10_000, 5_000, 5_000, 10_000]
    assert CELLS.xy.tolist() == [[50, 50], [125, 50], [175, 50], [250, 50]]


def test_points_find_their_part() -> None:
    spots = shapely.points([[10, 10], [150, 50], [151, 50], [500, 50]])
    assert CELLS.locate(np.asarray(spots)).tolist() == [0, 1, 2, -1]


def test_every_part_holds_its_point_and_nothing_is_lost() -> None:
    ring = shapely.Point(512, 317).buffer(900) - shapely.Point(512, 317).buffer(700)
    cells = cut_grid(gpd.GeoSeries([ring], crs=METRIC), 200)
    assert cells.area_m2.sum() == pytest.approx(ring.area)
    assert shapely.covers(cells.parts, cells.points).all()
