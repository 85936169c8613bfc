"""A map as a picture for a document, without the furniture of a sheet."""

from __future__ import annotations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from planner.model.assessment import Assessment
from planner.reports.print_map.extent import extent_on
from planner.reports.print_map.furniture import draw_scale
from planner.reports.print_map.ground import OUTSIDE_COLOUR
from planner.reports.print_map.names import draw_names
from planner.reports.print_map.paper import Frame
from planner.reports.print_map.sheet import Format, shown, write_sheet
from planner.reports.print_map.subjects import Subject, content_of

_BAR_MM = (46.0, 12.0)
_MARGIN_MM = 1.5


def map_picture(
    assessment: Assessment,
    subject: Subject,
    width_mm: float,
    height_mm: float,
    *,
    kecamatan_code: str = "",
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
    form
        How it is written.
    """
    figure = Figure(figsize=(width_mm / 25.4, height_mm / 25.4), facecolor="white")
    FigureCanvasAgg(figure)
    content = content_of(subject, assessment)
    extent = extent_on(Frame(0, 0, width_mm, height_mm), shown(assessment, kecamatan_code))
    west, south, east, north = extent.bounds
    axes = figure.add_axes((0, 0, 1, 1), facecolor=OUTSIDE_COLOUR)
    content.draw(axes, 0.8)
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[])
    strong = [label for label in content.labels if label.strong]
    draw_names(axes, 0.85, strong, extent, signs=[label for label in content.labels if not label.strong])
    width, height = _BAR_MM
    bar = Frame(width_mm - width - _MARGIN_MM, _MARGIN_MM, width, height)
    draw_scale(figure.add_axes(bar.within(width_mm, height_mm)), extent, width, height, 5.5)
    return write_sheet(figure, form)
