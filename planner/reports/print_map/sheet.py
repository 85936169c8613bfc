"""A sheet: a map with its title, legend, scale, small map and sources."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

import planner
from planner.model.assessment import Assessment
from planner.model.kinds import CHILDREN_COLUMNS, Level
from planner.reports.identity import assessment_id
from planner.reports.print_map.content import Content
from planner.reports.print_map.extent import Bounds, Extent, extent_around, extent_on, round_up
from planner.reports.print_map.furniture import draw_grid, draw_scale, draw_whole_city, frame_part
from planner.reports.print_map.ground import INK, OUTSIDE_COLOUR
from planner.reports.print_map.names import FONT, POINT_MM, draw_names, is_within, legend_labels, width_mm, wrapped
from planner.reports.print_map.paper import Frame, Paper
from planner.reports.print_map.subjects import Subject, content_of
from planner.texts import text, translate

DOTS_PER_INCH = 300
_SOFT = "#4a5662"
_TITLE_PT = 14.0
_LEGEND_PT, _NOTE_PT, _FOOT_PT = 7.5, 7.0, 5.4
_LEGEND_SIGNS_EM = 2.8
"""Width of the signs of the legend and of the gap behind them, in sizes of its type."""
_INSET_ENLARGED = 0.8
"""Size of lines and names on the small map."""

# Set once: a page is drawn in a thread, and settings made for a while would be seen by all of them.
mpl.rcParams.update(
    {
        "font.family": FONT,
        "text.parse_math": False,
        "svg.hashsalt": "planner",
        "svg.fonttype": "path",
        "pdf.fonttype": 42,
        "hatch.linewidth": 0.5,
    }
)


class Format(StrEnum):
    """How a sheet is written."""

    PDF = "pdf"
    PNG = "png"
    SVG = "svg"


@dataclass(frozen=True)
class Sheet:
    """What is asked for.

    Attributes
    ----------
    subject
        What the map is about.
    paper
        The sheet.
    kecamatan_code
        The kecamatan that is shown; the whole city if empty.
    """

    subject: Subject
    paper: Paper = field(default_factory=Paper)
    kecamatan_code: str = ""


@dataclass(frozen=True, eq=False)
class _Drawing:
    """A sheet while it is drawn: ``inset`` is what the small map enlarges, ``None`` where it shows the whole city."""

    figure: Figure
    paper: Paper
    assessment: Assessment
    content: Content
    extent: Extent
    inset: Extent | None

    def axes(self, frame: Frame) -> Axes:
        return self.figure.add_axes(frame.within(self.paper.width_mm, self.paper.height_mm))

    def write(self, x_mm: float, y_mm: float, words: str, size_pt: float, **style: Any) -> None:
        """Write words, their upper left corner at a point of the sheet."""
        self.figure.text(
            x_mm / self.paper.width_mm, y_mm / self.paper.height_mm, words, fontsize=size_pt * self.paper.enlarged,
            **{"va": "top", "ha": "left", "color": INK, **style},
        )  # fmt: skip


def draw_sheet(assessment: Assessment, sheet: Sheet) -> Figure:
    """Draw a sheet in the spoken language.

    Parameters
    ----------
    assessment
        What to show.
    sheet
        What is asked for; its kecamatan has to be one of the city's.
    """
    paper = sheet.paper
    figure = Figure(figsize=(paper.width_mm / 25.4, paper.height_mm / 25.4), facecolor="white")
    FigureCanvasAgg(figure)
    extent = extent_on(paper.map, shown(assessment, sheet.kecamatan_code))
    inset = None
    if not sheet.kecamatan_code:
        inset = extent_around(paper.inset, _middle_of_children(assessment), round_up(extent.scale / 2.0))
    drawing = _Drawing(figure, paper, assessment, content_of(sheet.subject, assessment), extent, inset)
    left_out = _draw_map(drawing) + _draw_inset(drawing)
    bar = paper.scale_bar
    draw_scale(drawing.axes(bar), extent, bar.width_mm, bar.height_mm, 6.5 * paper.enlarged)
    _write_title(drawing, _place(assessment, sheet.kecamatan_code))
    _write_legend(drawing, left_out)
    _write_foot(drawing)
    return figure


def write_sheet(figure: Figure, form: Format, *, dots_per_inch: int = DOTS_PER_INCH, provenance: str = "") -> bytes:
    """Return a drawn sheet as a file: the same sheet gives the same bytes.

    Parameters
    ----------
    figure
        The drawn sheet.
    form
        How it is written.
    dots_per_inch
        How fine a picture is.
    provenance
        How it was made, for the file's own description.
    """
    program = f"child-friendly-planner {planner.__version__}"
    metadata: dict[Format, dict[str, str | None]] = {
        Format.PDF: {
            "Creator": program,
            "Subject": provenance,
            "Producer": "matplotlib",
            "CreationDate": None,
            "ModDate": None,
        },
        Format.SVG: {"Creator": program, "Description": provenance, "Date": None},
        Format.PNG: {"Software": program, "Description": provenance},
    }
    written = io.BytesIO()
    figure.savefig(written, format=str(form), dpi=dots_per_inch, metadata=metadata[form])
    return written.getvalue()


def shown(assessment: Assessment, kecamatan_code: str) -> Bounds:
    """Return the edges of a kecamatan, or of the whole city if the code is empty."""
    kecamatan = assessment.city.regions_at(Level.KECAMATAN)
    if kecamatan_code:
        kecamatan = kecamatan[kecamatan["code"] == kecamatan_code]
    west, south, east, north = (float(edge) for edge in kecamatan.total_bounds)
    return west, south, east, north


def _place(assessment: Assessment, kecamatan_code: str) -> str:
    city = assessment.city
    if not kecamatan_code:
        return city.name
    names = city.regions_at(Level.KECAMATAN).set_index("code")["name"]
    return f"{names[kecamatan_code]}, {city.name}"


def _middle_of_children(assessment: Assessment) -> tuple[float, float]:
    """Return the point that has half of the children west and half of them south of it."""
    points = assessment.demand
    children = points[CHILDREN_COLUMNS].to_numpy().sum(axis=1)
    if not children.sum():
        west, south, east, north = shown(assessment, "")
        return (west + east) / 2.0, (south + north) / 2.0
    return _median(points.geometry.x.to_numpy(), children), _median(points.geometry.y.to_numpy(), children)


def _median(values: np.ndarray, weights: np.ndarray) -> float:
    order = np.argsort(values, kind="stable")
    half = np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2.0)
    return float(values[order][half])


def _draw_map(drawing: _Drawing) -> int:
    """Draw the map, and return how many names found no room on it; what the small map enlarges is named there."""
    paper, extent, inset = drawing.paper, drawing.extent, drawing.inset
    axes = drawing.axes(paper.map)
    _draw_content(axes, drawing.content, extent, paper.enlarged)
    draw_grid(axes, extent, 5.5 * paper.enlarged)
    for spine in axes.spines.values():
        spine.set(linewidth=0.7, color=INK)
    labels = drawing.content.labels
    if inset is not None:
        frame_part(axes, inset)
        labels = tuple(label for label in labels if label.strong or label.badge or not is_within(label, inset.bounds))
    return draw_names(axes, paper.enlarged, labels, extent)


def _draw_inset(drawing: _Drawing) -> int:
    """Draw where the map lies in the city or, on a map of the whole city, where most children live, enlarged."""
    paper, inset = drawing.paper, drawing.inset
    axes = drawing.axes(paper.inset)
    if inset is None:
        draw_whole_city(axes, drawing.assessment.city, drawing.extent)
        return 0
    _draw_content(axes, drawing.content, inset, _INSET_ENLARGED * paper.enlarged)
    axes.set(xticks=[], yticks=[])
    words = text("Enlarged, 1 : {scale}", scale=round(inset.scale))
    axes.set_title(translate(words), fontsize=6.5 * paper.enlarged, loc="left", pad=2.5)
    labels = [label for label in drawing.content.labels if not label.strong]
    return draw_names(axes, _INSET_ENLARGED * paper.enlarged, labels, inset)


def _draw_content(axes: Axes, content: Content, extent: Extent, enlarged: float) -> None:
    west, south, east, north = extent.bounds
    axes.set_facecolor(OUTSIDE_COLOUR)
    content.draw(axes, enlarged)
    axes.set(xlim=(west, east), ylim=(south, north))


def _write_title(drawing: _Drawing, place: str) -> None:
    frame, content = drawing.paper.title, drawing.content
    title = f"{translate(content.title)} – {place}"
    # A long name makes the title smaller: it never runs off the paper.
    wide_mm = width_mm(title, _TITLE_PT * drawing.paper.enlarged, bold=True)
    size = _TITLE_PT * min(1.0, frame.width_mm / wide_mm)
    drawing.write(frame.left_mm, frame.top_mm - 1, title, size, fontweight="bold")
    drawing.write(frame.left_mm, frame.bottom_mm + 1, translate(content.subtitle), 9, va="bottom", color=_SOFT)


def _write_legend(drawing: _Drawing, left_out: int) -> None:
    """Draw the legend and the notes, which stand below it or, on an upright sheet, beside it."""
    paper, frame, content = drawing.paper, drawing.paper.panel, drawing.content
    size, room = _LEGEND_PT * paper.enlarged, paper.legend_width_mm
    labels = legend_labels(content, room - _LEGEND_SIGNS_EM * size * POINT_MM, size)
    drawing.figure.legend(
        handles=list(content.keys), labels=labels, loc="upper left", frameon=False, fontsize=size, borderaxespad=0,
        bbox_to_anchor=(frame.left_mm / paper.width_mm, frame.top_mm / paper.height_mm), handlelength=1.8, borderpad=0,
        labelspacing=0.55,
    )  # fmt: skip
    notes = content.notes
    if left_out:
        notes = (*notes, text("{n} names found no room on this sheet.", n=left_out))
    lines = [line for note in notes for line in wrapped(translate(note), room, _NOTE_PT * paper.enlarged)]
    beside = room < frame.width_mm
    left = frame.left_mm + (room + 3.0 if beside else 0.0)
    broken = sum(label.count("\n") for label in labels)
    below_pt = (len(labels) * 1.62 + broken * 1.2) * size + 8.0 * paper.enlarged
    top = frame.top_mm if beside else frame.top_mm - below_pt * POINT_MM
    drawing.write(left, top, "\n".join(lines), _NOTE_PT, linespacing=1.35)


def _write_foot(drawing: _Drawing) -> None:
    """Write where it all comes from, as of when, and by which assessment."""
    paper, frame, city = drawing.paper, drawing.paper.foot, drawing.assessment.city
    sources = text("Sources: {sources}.", sources="; ".join(f"{of.title} ({of.date})" for of in city.sources))
    made = text(
        "As of {day}. Grid: {crs}. Assessment {id}, planner {version}.",
        day=drawing.assessment.options.as_of,
        crs=city.crs.name,
        id=assessment_id(drawing.assessment),
        version=planner.__version__,
    )
    lines = [translate(made), *wrapped(translate(sources), frame.width_mm, _FOOT_PT * paper.enlarged)]
    most = 5
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    drawing.write(frame.left_mm, frame.top_mm, "\n".join(lines), _FOOT_PT, linespacing=1.3, color=_SOFT)
