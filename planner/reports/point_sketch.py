"""A small drawing of where points fall: the city's kecamatan and a dot for each point."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from planner.model.city import City
from planner.model.kinds import Level
from planner.reports.webmap.base import simplified

_WIDTH = 480.0
_MARGIN = 0.06
_MOST_DOTS = 2_000


def point_sketch(city: City, points: npt.NDArray[np.object_]) -> str:
    """Return a drawing as SVG; points beyond its edge stand at the edge, in another colour.

    Parameters
    ----------
    city
        Whose kecamatan are drawn.
    points
        Points in the city's metric CRS; ``None`` is left out. Of very many, only some are drawn.
    """
    kecamatan = city.regions_at(Level.KECAMATAN)
    west, south, east, north = kecamatan.total_bounds
    margin = _MARGIN * (east - west)
    west, south, east, north = west - margin, south - margin, east + margin, north + margin
    scale = _WIDTH / (east - west)
    height = (north - south) * scale
    outlines = "".join(
        f'<path d="{_path(outline, west, north, scale)}"/>' for outline in simplified(kecamatan) if outline is not None
    )
    known = points[~shapely.is_missing(points)]
    known = known[:: max(1, -(-len(known) // _MOST_DOTS))]
    x, y = (shapely.get_x(known) - west) * scale, (north - shapely.get_y(known)) * scale
    beyond = (x < 0) | (x > _WIDTH) | (y < 0) | (y > height)
    x, y = np.clip(x, 5, _WIDTH - 5), np.clip(y, 5, height - 5)
    dots = "".join(
        f'<circle cx="{left:.1f}" cy="{top:.1f}" r="6" fill="{"#b3261e" if out else "#0b5394"}"/>'
        for left, top, out in zip(x, y, beyond, strict=True)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {height:.0f}" width="{_WIDTH:.0f}" '
        f'height="{height:.0f}"><g fill="#f3f5f7" stroke="#4a5662" stroke-width="1" fill-rule="evenodd">{outlines}</g>'
        f'<g fill-opacity=".75" stroke="#fff">{dots}</g></svg>'
    )


def _path(outline: shapely.Geometry, west: float, north: float, scale: float) -> str:
    rings = [
        ring for part in shapely.get_parts(outline) for ring in (part.exterior, *part.interiors) if not ring.is_empty
    ]
    return " ".join(
        "M" + " ".join(f"{(x - west) * scale:.1f},{(north - y) * scale:.1f}" for x, y in ring.coords) + "Z"
        for ring in rings
    )
