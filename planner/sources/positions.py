"""Whether coordinates can be true: right CRS, right order of axes, right city."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Transformer

from planner.errors import CrsError, LayerError
from planner.texts import text

WGS84 = CRS.from_epsg(4326)
FAR_M = 20_000.0
"""Positions farther than this from the city's outline, in metres, are not taken for the city's."""

SHORE_M = 50.0
"""A position this close to the city's outline counts as inside: outlines are generalised, and jetties stand
in the sea."""

Numbers = npt.NDArray[np.float64]


def check_metric(crs: CRS) -> None:
    """Check that a CRS measures in metres.

    Raises
    ------
    planner.errors.CrsError
        If it does not.
    """
    if not crs.is_projected or any(axis.unit_name != "metre" for axis in crs.axis_info[:2]):
        raise CrsError(
            text(
                "“city.metric_crs” is {crs}, which does not measure in metres: choose the city's UTM zone.",
                crs=crs.to_string(),
            )
        )


def project(x: Numbers, y: Numbers, crs: CRS, metric_crs: CRS) -> npt.NDArray[np.object_]:
    """Return points in the metric CRS; ``None`` where a coordinate is missing or can't be projected."""
    east, north = Transformer.from_crs(crs, metric_crs, always_xy=True).transform(x, y)
    finite = np.isfinite(east) & np.isfinite(north)
    points = np.full(len(finite), None, dtype=object)
    points[finite] = shapely.points(np.asarray(east)[finite], np.asarray(north)[finite])
    return points


def check_positions(x: Numbers, y: Numbers, crs: CRS, city: shapely.Geometry, metric_crs: CRS, file: str) -> None:
    """Check that most positions of a layer lie near the city.

    Parameters
    ----------
    x, y
        Coordinates, east first, none missing; in units of ``crs``.
    crs
        The CRS that they are said to be in.
    city
        The city's outline, in ``metric_crs``.
    metric_crs
        The city's metric CRS.
    file
        The layer's file.

    Raises
    ------
    planner.errors.CrsError
        If more than half of them lie farther than :data:`FAR_M` from the city.
    """
    if not len(x):
        return
    points = project(x, y, crs, metric_crs)
    if shapely.dwithin(city, points, FAR_M).mean() >= 0.5:
        return
    if shapely.dwithin(city, project(y, x, crs, metric_crs), FAR_M).mean() > 0.5:
        raise CrsError(
            text("Latitude and longitude are swapped in {file}: exchange the two columns in city.toml.", file=file)
        )
    if crs.is_geographic and ((np.abs(x) > 180) | (np.abs(y) > 90)).mean() > 0.5:
        raise CrsError(
            text(
                "The coordinates in {file} are not degrees; they look like metres: "
                "set “crs” for this layer in city.toml, such as the UTM zone it is in.",
                file=file,
            )
        )
    distance_m = shapely.distance(points, city)
    reachable = distance_m[np.isfinite(distance_m)]
    if not len(reachable):
        raise CrsError(text("The coordinates in {file} are no places on earth: check its CRS.", file=file))
    raise CrsError(
        text(
            "{file} lies about {km} km from the city: check its CRS, or whether it is another city's layer.",
            file=file,
            km=round(float(np.median(reachable)) / 1000),
        )
    )


def check_projected(points: npt.NDArray[np.object_], rows: npt.NDArray[np.int64], file: str) -> None:
    """Check that each position could be projected.

    Raises
    ------
    planner.errors.LayerError
        If one could not, such as a latitude beyond 90 degrees.
    """
    lost = shapely.is_missing(points)
    if lost.any():
        raise LayerError(
            text(
                "{file}, row {row}: the position is no place on earth; check its coordinates.",
                file=file,
                row=int(rows[lost][0]),
            )
        )


def check_regions(outlines: gpd.GeoDataFrame, metric_crs: CRS, file: str) -> None:
    """Check that the city's outlines lie where its metric CRS is meant to be used.

    Raises
    ------
    planner.errors.CrsError
        If they do not.
    """
    west, south, east, north = outlines.total_bounds
    if outlines.crs.is_geographic and _swapped(west, south, east, north, metric_crs):
        raise CrsError(text("Latitude and longitude are swapped in {file}: longitude has to come first.", file=file))
    if outlines.crs.is_geographic and (max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90):
        raise CrsError(
            text(
                "The coordinates in {file} are not degrees; they look like metres: "
                "save it with its CRS, or set “regions.crs” in city.toml where the file carries none.",
                file=file,
            )
        )
    transformer = Transformer.from_crs(outlines.crs, WGS84, always_xy=True)
    lon, lat = transformer.transform((west + east) / 2, (south + north) / 2)
    if not _in_area_of_use(lon, lat, metric_crs):
        raise CrsError(
            text(
                "{file} lies at longitude {lon}, latitude {lat}, where “city.metric_crs” ({crs}) is not meant "
                "to be used: check the CRS of the file, or choose the metric CRS of that place.",
                file=file,
                lon=round(float(lon), 2),
                lat=round(float(lat), 2),
                crs=metric_crs.to_string(),
            )
        )


def _swapped(west: float, south: float, east: float, north: float, metric_crs: CRS) -> bool:
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    return not _in_area_of_use(middle_x, middle_y, metric_crs) and _in_area_of_use(middle_y, middle_x, metric_crs)


def _in_area_of_use(lon: float, lat: float, metric_crs: CRS) -> bool:
    area = metric_crs.area_of_use
    if area is None:
        return True
    # One degree of grace: a city at the edge of a UTM zone may be measured in the neighbouring one.
    return bool(area.west - 1 <= lon <= area.east + 1 and area.south - 1 <= lat <= area.north + 1)
