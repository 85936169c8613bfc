"""What makes a drawing a map: grid, scale, north, inset, and where it all comes from."""

from __future__ import annotations

from math import ceil

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.patches import Polygon, Rectangle

from planner.model.city import City
from planner.model.kinds import Level
from planner.reports.print_map.extent import Extent, round_down
from planner.reports.print_map.ground import INK, LAND_COLOUR, patches_of
from planner.texts import Text, text, translate

_GRID_COLOUR = "#9aa7b2"


def draw_grid(axes: Axes, extent: Extent, size_pt: float) -> None:
    """Draw the lines of the metric grid with their kilometres along the frame."""
    west, south, east, north = extent.bounds
    step = round_down(max(extent.width_m, extent.height_m) / 4.0)
    columns = np.arange(ceil(west / step) * step, east, step)
    rows = np.arange(ceil(south / step) * step, north, step)
    axes.set_xticks(columns, [translate(_kilometres(x, step)) for x in columns], fontsize=size_pt)
    axes.set_yticks(rows, [translate(_kilometres(y, step)) for y in rows], fontsize=size_pt, rotation=90, va="center")
    axes.grid(visible=True, color=_GRID_COLOUR, linewidth=0.3, linestyle=(0, (2, 3)), zorder=2.5)
    axes.tick_params(length=2, width=0.4, pad=1.5, color=INK, labelcolor="#50565e", top=True, right=True)


def _kilometres(metres: float, step: float) -> Text:
    value = metres / 1000.0
    return text("{km} km", km=round(value) if step >= 1000.0 else round(value, 3))


def draw_scale(axes: Axes, extent: Extent, width_mm: float, height_mm: float, size_pt: float) -> None:
    """Draw a scale bar of round length and the scale in figures, on axes in mm."""
    axes.set(xlim=(0, width_mm), ylim=(0, height_mm))
    axes.axis("off")
    length_m = round_down(0.6 * width_mm * extent.scale / 1000.0)
    part_mm = length_m / extent.scale * 1000.0 / 4.0
    for part in range(4):
        axes.add_patch(
            Rectangle(
                (2 + part * part_mm, height_mm * 0.45), part_mm, height_mm * 0.16,
                facecolor=INK if part % 2 == 0 else "white", edgecolor=INK, lw=0.5,
            )
        )  # fmt: skip
    for share, metres in ((0, 0.0), (2, length_m / 2), (4, length_m)):
        words = "0" if share == 0 else translate(_length(metres, length_m))
        axes.text(2 + share * part_mm, height_mm * 0.68, words, ha="center", va="bottom", fontsize=size_pt)
    axes.text(
        2, height_mm * 0.36, translate(text("1 : {scale} on this sheet", scale=round(extent.scale))), va="top",
        ha="left", fontsize=size_pt,
    )  # fmt: skip
    _north(axes, width_mm - 6.0, height_mm, size_pt)


def _length(metres: float, longest_m: float) -> Text:
    if longest_m >= 1000.0:
        return text("{km} km", km=round(metres / 1000.0, 3))
    return text("{metres} m", metres=round(metres, 3))


def _north(axes: Axes, middle_mm: float, height_mm: float, size_pt: float) -> None:
    """Draw an arrow to the north of the grid."""
    top, bottom, half = height_mm * 0.78, height_mm * 0.12, height_mm * 0.16
    axes.add_patch(
        Polygon([(middle_mm, top), (middle_mm - half, bottom), (middle_mm, bottom + half)], facecolor=INK, lw=0)
    )
    axes.add_patch(
        Polygon(
            [(middle_mm, top), (middle_mm + half, bottom), (middle_mm, bottom + half)],
            facecolor="white", edgecolor=INK, lw=0.5,
        )
    )  # fmt: skip
    axes.text(
        middle_mm, height_mm * 0.8, translate(text("N (north)")).split(" ")[0], ha="center", va="bottom",
        fontsize=size_pt, fontweight="bold",
    )  # fmt: skip


def frame_part(axes: Axes, extent: Extent) -> None:
    """Draw a frame around the part of the ground that another map shows."""
    axes.add_patch(
        Rectangle(
            extent.bounds[:2], extent.width_m, extent.height_m, facecolor="none", edgecolor="#b34700", lw=1.1, zorder=10
        )
    )


def draw_whole_city(axes: Axes, city: City, extent: Extent) -> None:
    """Draw the whole city and, on it, the part that the map shows."""
    kecamatan = city.regions_at(Level.KECAMATAN)
    axes.add_collection(
        PatchCollection(patches_of(kecamatan.geometry.array), facecolor=LAND_COLOUR, edgecolor=INK, lw=0.4)
    )
    west, south, east, north = kecamatan.total_bounds
    frame_part(axes, extent)
    pad = 0.04 * max(east - west, north - south)
    axes.set(xlim=(west - pad, east + pad), ylim=(south - pad, north + pad), xticks=[], yticks=[])
    axes.set_aspect("equal")
    axes.set_facecolor("#eceff1")
