"""A map as a picture for a document, without the furniture of a sheet."""

from __future__ import annotations

from dataclasses import replace

import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from planner.model.assessment import Assessment
from planner.model.city import City
from planner.model.kinds import Level
from planner.model.labels import STATUS_SIGNS
from planner.reports.facts import short_name
from planner.reports.print_map.content import Content, MapLabel
from planner.reports.print_map.extent import Bounds, Extent, extent_on
from planner.reports.print_map.furniture import draw_scale
from planner.reports.print_map.ground import INK, OUTSIDE_COLOUR
from planner.reports.print_map.names import draw_names, legend_labels
from planner.reports.print_map.paper import Frame
from planner.reports.print_map.sheet import Format, shown, write_sheet
from planner.reports.print_map.subjects import Subject, content_of

_BAR_MM, _SMALL_BAR_MM = (46.0, 12.0), (34.0, 10.0)
_SMALL_MM = 90.0
"""A picture less wide than this has the small scale bar."""
_MARGIN_MM = 1.5
_EDGE_MM = 0.2
_LEGEND_PT = 6.8
_LEGEND_GAP_MM, _LEGEND_SIGNS_MM = 3.0, 10.5


def map_picture(
    assessment: Assessment,
    subject: Subject,
    width_mm: float,
    height_mm: float,
    *,
    kecamatan_code: str = "",
    legend_mm: float = 0.0,
    form: Format = Format.SVG,
) -> bytes:
    """Return a map as a picture, in the spoken language.

    Parameters
    ----------
    assessment
        What to show.
    subject
        What the map is about.
    width_mm, height_mm
        Size of the picture.
    kecamatan_code
        The kecamatan that is shown; the whole city if empty.
    legend_mm
        How much of the width, at the right, the legend has; without one if 0.
    form
        How it is written.
    """
    figure = Figure(figsize=(width_mm / 25.4, height_mm / 25.4), facecolor="white")
    FigureCanvasAgg(figure)
    content = content_of(subject, assessment)
    # A line on the very edge would be cut in half.
    frame = Frame(_EDGE_MM, _EDGE_MM, width_mm - legend_mm - 2 * _EDGE_MM, height_mm - 2 * _EDGE_MM)
    extent = extent_on(frame, shown(assessment, kecamatan_code))
    west, south, east, north = extent.bounds
    axes = figure.add_axes(frame.within(width_mm, height_mm), facecolor=OUTSIDE_COLOUR)
    content.draw(axes, 0.8)
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set(linewidth=0.6, color=INK)
    bar = _quiet_corner(assessment, frame, extent)
    under = figure.add_axes(bar.within(width_mm, height_mm))
    under.add_patch(Rectangle((0, 0), bar.width_mm, bar.height_mm, facecolor="white", alpha=0.8, lw=0))
    draw_scale(under, extent, bar.width_mm, bar.height_mm, 5.5)
    named = [_shortened(label, assessment.city) for label in content.labels if label.strong or label.badge]
    others = [label for label in content.labels if not (label.strong or label.badge)]
    draw_names(axes, 0.85, named, extent, signs=others, taken=[_under(bar, frame, extent)])
    if legend_mm:
        _draw_legend(figure, content, frame.right_mm, legend_mm)
    return write_sheet(figure, form)


def _quiet_corner(assessment: Assessment, frame: Frame, extent: Extent) -> Frame:
    """Return where the scale bar hides the least land: in a corner, the lower right one if it may."""
    land = assessment.city.regions_at(Level.KECAMATAN).geometry.array
    width, height = _BAR_MM if frame.width_mm >= _SMALL_MM else _SMALL_BAR_MM
    corners = [
        Frame(left, bottom, width, height)
        for bottom in (frame.bottom_mm + _MARGIN_MM, frame.top_mm - height - _MARGIN_MM)
        for left in (frame.right_mm - width - _MARGIN_MM, frame.left_mm + _MARGIN_MM)
    ]
    return min(
        corners, key=lambda corner: float(land.intersection(shapely.box(*_under(corner, frame, extent))).area.sum())
    )


def _under(part: Frame, frame: Frame, extent: Extent) -> Bounds:
    """Return the ground below a part of the picture."""
    west, south = extent.bounds[:2]
    metres = extent.scale / 1000.0
    return (
        west + (part.left_mm - frame.left_mm) * metres,
        south + (part.bottom_mm - frame.bottom_mm) * metres,
        west + (part.right_mm - frame.left_mm) * metres,
        south + (part.top_mm - frame.bottom_mm) * metres,
    )


def _shortened(label: MapLabel, city: City) -> MapLabel:
    """Return a label with a short name, behind the sign of its status where there is one."""
    sign, _, name = label.words.partition(" ")
    if sign in STATUS_SIGNS.values():
        return replace(label, words=f"{sign} {short_name(name, city.name)}")
    return replace(label, words=short_name(label.words, city.name))


def _draw_legend(figure: Figure, content: Content, left_mm: float, width_mm: float) -> None:
    """Draw the legend at the right, long labels in several lines."""
    figure.legend(
        handles=list(content.keys),
        labels=legend_labels(content, width_mm - _LEGEND_SIGNS_MM, _LEGEND_PT),
        loc="upper left", frameon=False, fontsize=_LEGEND_PT, borderaxespad=0, borderpad=0,
        bbox_to_anchor=((left_mm + _LEGEND_GAP_MM) / (figure.get_figwidth() * 25.4), 0.99), handlelength=1.8,
        labelspacing=0.6,
    )  # fmt: skip
