"""Slopes out of an elevation raster, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from drawn_plan import METRIC
from pyproj import CRS

from planner.errors import RuleError
from planner.model.raster import Raster
from planner.rules.catalogue import load_rules
from planner.siting.land.slope import slope_limits, slopes_pct


def plane(east: float, north: float, *, cell_m: float = 20, size: int = 60) -> Raster:
    """Return heights that rise by so many metres a metre to the east and north; upper left corner at (0, 1200)."""
    x = (np.arange(size) + 0.5) * cell_m
    y = size * cell_m - x
    return Raster(100 + east * x[None, :] + north * y[:, None], (cell_m, 0, 0, 0, -cell_m, size * cell_m), METRIC)


def slopes(shapes: list[shapely.Geometry], raster: Raster) -> list[float]:
    return slopes_pct(np.array(shapes, dtype=object), raster, METRIC).tolist()


def test_a_plane_is_as_steep_everywhere() -> None:
    # 0.3 m a metre to the east and 0.4 m to the north: 50 % along the steepest line.
    found = slopes([shapely.Point(600, 600), shapely.box(300, 300, 500, 400)], plane(0.3, 0.4))
    assert found == pytest.approx([50, 50])
    assert slopes([shapely.Point(600, 600)], plane(0, 0)) == [0]


def test_an_outline_is_the_mean_of_its_ground() -> None:
    # West of x = 600 the ground is level, east of it it rises by 20 %.
    raster = plane(0, 0)
    x = (np.arange(60) + 0.5) * 20
    kinked = Raster(np.broadcast_to(np.maximum(x - 600, 0) * 0.2, (60, 60)), raster.transform, METRIC)
    half = shapely.box(400, 500, 800, 700)
    assert slopes([half], kinked)[0] == pytest.approx(10, abs=1.5)


def test_a_hole_and_the_outside_are_not_known() -> None:
    raster = plane(0.1, 0)
    raster.values[20:40, 20:40] = np.nan
    found = slopes([shapely.Point(600, 600), shapely.Point(5000, 600), shapely.Point(200, 200)], raster)
    assert np.isnan(found[:2]).all()
    assert found[2] == pytest.approx(10)
    assert np.isnan(slopes([shapely.Polygon()], raster)).all()


def test_a_raster_in_degrees_gives_the_same_slope() -> None:
    # One second of arc near the equator is about 31 m; the ground rises by 0.1 m a metre to the north.
    step, south, west = 1 / 3600, -1.0, 105.0
    down = np.arange(200)[:, None] + np.zeros((1, 200))
    raster = Raster(-0.1 * down * step * 110_574, (step, 0, west, 0, -step, south), CRS.from_epsg(4326))
    import geopandas as gpd

    spot = gpd.GeoSeries([shapely.Point(west + 100 * step, south - 100 * step)], crs=4326).to_crs(METRIC)
    assert slopes([spot.iloc[0]], raster)[0] == pytest.approx(10, rel=0.02)


def test_the_limits_come_from_the_rule() -> None:
    limits = slope_limits(load_rules())
    assert (limits.warn_pct, limits.exclude_pct) == (15, 40)
    with pytest.raises(RuleError):
        slope_limits({})
