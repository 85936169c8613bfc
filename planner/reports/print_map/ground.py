"""What lies below every map: regions, their borders and the streets."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import matplotlib.patheffects as effects
import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline

from planner.model.city import City
from planner.model.kinds import Level
from planner.reports.facts import clipped
from planner.reports.print_map.content import MapLabel
from planner.texts import text, translate

INK = "#1d1d1b"
PAPER_COLOUR = "#ffffff"
OUTSIDE_COLOUR = "#eceff1"
LAND_COLOUR = "#fbfaf6"
KELURAHAN_COLOUR = "#8b9097"
STREET_COLOUR = "#c9b79a"
_NAME_LENGTH = 40

HALO = [effects.withStroke(linewidth=2.2, foreground=PAPER_COLOUR)]
"""A white edge around words, so that they can be read on any ground."""


def patches_of(shapes: Sequence[shapely.Geometry]) -> list[PathPatch]:
    """Return one patch a shape, its holes left open; an empty shape has an empty patch."""
    return [PathPatch(_outline(shape)) for shape in shapes]


def _outline(shape: shapely.Geometry) -> Outline:
    rings = [
        np.asarray(ring.coords)[:, :2]
        for part in shapely.get_parts(shape)
        if isinstance(part, shapely.Polygon) and not part.is_empty
        for ring in (part.exterior, *part.interiors)
    ]
    if not rings:
        return Outline(np.empty((0, 2)))
    codes = []
    for ring in rings:
        code = np.full(len(ring), Outline.LINETO, dtype=Outline.code_type)
        code[0], code[-1] = Outline.MOVETO, Outline.CLOSEPOLY
        codes.append(code)
    return Outline(np.concatenate(rings), np.concatenate(codes))


def draw_land(axes: Axes, city: City, enlarged: float) -> None:
    """Draw the land of the city and its streets."""
    land = PatchCollection(patches_of(city.regions_at(Level.KECAMATAN).geometry.array), facecolor=LAND_COLOUR, lw=0)
    land.set_zorder(1)
    axes.add_collection(land)
    lines = [np.asarray(line.coords)[:, :2] for line in city.streets.geometry.array if len(line.coords) > 1]
    if lines:
        axes.add_collection(LineCollection(lines, colors=STREET_COLOUR, linewidths=0.25 * enlarged, zorder=3))


def draw_borders(axes: Axes, city: City, enlarged: float) -> None:
    """Draw the borders of kelurahan, and stronger those of kecamatan."""
    for level, colour, width in ((Level.KELURAHAN, KELURAHAN_COLOUR, 0.4), (Level.KECAMATAN, INK, 1.1)):
        regions = city.regions_at(level)
        if len(regions):
            borders = PatchCollection(
                patches_of(regions.geometry.array), facecolor="none", edgecolor=colour, lw=width * enlarged
            )
            borders.set_zorder(4)
            axes.add_collection(borders)


def fill(
    axes: Axes,
    shapes: gpd.GeoSeries,
    colours: Sequence[str],
    hatches: Sequence[str] | None = None,
    *,
    hatch_colour: str = "#00000055",
) -> None:
    """Fill shapes with colours, and where given with hatches, which are seen in grey print too."""
    for place, (patch, colour) in enumerate(zip(patches_of(shapes.array), colours, strict=True)):
        patch.set(facecolor=colour, linewidth=0.0, zorder=2)
        if hatches is not None and hatches[place]:
            patch.set(hatch=hatches[place], edgecolor=hatch_colour)
        axes.add_patch(patch)


def border_keys(city: City) -> tuple[Line2D, ...]:
    """Return the signs of borders and streets for the legend."""
    keys = [Line2D([], [], color=INK, lw=1.1, label=translate(text("border of a kecamatan")))]
    if len(city.regions_at(Level.KELURAHAN)):
        keys.append(Line2D([], [], color=KELURAHAN_COLOUR, lw=0.5, label=translate(text("border of a kelurahan"))))
    if len(city.streets):
        keys.append(Line2D([], [], color=STREET_COLOUR, lw=0.7, label=translate(text("street, where known"))))
    return tuple(keys)


def region_labels(regions: gpd.GeoDataFrame, *, strong: bool = False) -> tuple[MapLabel, ...]:
    """Return the names of regions, the largest first, each at a point well inside."""
    ordered = regions.assign(area=regions.area).sort_values(["area", "code"], ascending=[False, True])
    points = shapely.point_on_surface(ordered.geometry.array)
    return tuple(
        MapLabel(clipped(str(name), _NAME_LENGTH), float(point.x), float(point.y), strong)
        for name, point in zip(ordered["name"], points, strict=True)
    )
