"""The city on the ground: its outline, how far around it streets are taken, and where to measure."""

from __future__ import annotations

import math
from dataclasses import dataclass

import geopandas as gpd
import shapely
from pyproj import CRS
from shapely import MultiPolygon, Polygon

from planner.errors import CrsError, LayerError
from planner.sources.positions import WGS84
from planner.texts import text


@dataclass(frozen=True, eq=False)
class Territory:
    """A city on the ground.

    Attributes
    ----------
    outline
        The city, valid, in longitude and latitude (WGS 84).
    reach
        The city and the margin around it from which streets are taken; the same CRS.
    metric_crs
        Where lengths and areas are measured, in metres.
    """

    outline: shapely.Geometry
    reach: shapely.Geometry
    metric_crs: CRS

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the reach, in degrees."""
        west, south, east, north = shapely.bounds(self.reach).tolist()
        return west, south, east, north


def find_territory(outline: Polygon | MultiPolygon, margin_m: float) -> Territory:
    """Prepare the outline of a city.

    Parameters
    ----------
    outline
        The city in longitude and latitude (WGS 84).
    margin_m
        How far beyond it streets are taken, in metres.

    Raises
    ------
    planner.errors.LayerError
        If the outline is empty or no area.
    planner.errors.CrsError
        If its coordinates are no degrees.
    """
    if outline.is_empty or outline.geom_type not in ("Polygon", "MultiPolygon"):
        raise LayerError(text("The city's outline holds no area: give the outlines of its regions."))
    west, south, east, north = outline.bounds
    if (
        not all(map(math.isfinite, (west, south, east, north)))
        or west < -180
        or east > 180
        or south < -90
        or north > 90
    ):
        raise CrsError(
            text("The city's outline is not in longitude and latitude: bring it to EPSG:4326 before using it here.")
        )
    valid = shapely.make_valid(outline)
    shape = gpd.GeoSeries([valid], crs=WGS84)
    metric_crs = shape.estimate_utm_crs()
    reach = shape.to_crs(metric_crs).buffer(margin_m).to_crs(WGS84).iloc[0] if margin_m else valid
    shapely.prepare([valid, reach])
    return Territory(valid, reach, metric_crs)
