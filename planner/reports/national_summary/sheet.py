"""A map of a country on paper: outlines in classes, with legend, notes, scale and sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Patch

import planner
from planner.reports.national_summary.figures import Summary
from planner.reports.print_map.extent import Extent, extent_on
from planner.reports.print_map.furniture import draw_scale
from planner.reports.print_map.ground import INK, OUTSIDE_COLOUR, patches_of
from planner.reports.print_map.names import wrapped
from planner.reports.print_map.paper import Frame, Paper
from planner.texts import Text, text, translate

NOTHING_KNOWN = "#c9ced4"
_SOFT = "#4a5662"
_PANEL_MM = 34.0
_LEGEND_MM, _SCALE_MM = 76.0, 66.0
_TITLE_PT, _SUBTITLE_PT, _LEGEND_PT, _NOTE_PT, _FOOT_PT = 14.0, 9.0, 7.5, 7.0, 5.4


@dataclass(frozen=True)
class ShownClass:
    """A class of the map.

    Attributes
    ----------
    colour
        How it is filled.
    label
        What it is called in the legend.
    hatch
        A hatch over it, which is seen in grey print too; empty for none.
    """

    colour: str
    label: Text
    hatch: str = ""


@dataclass(frozen=True, eq=False)
class CountryMap:
    """What a map shows.

    Attributes
    ----------
    title, subtitle
        What it is about, and how it is to be read.
    shapes
        Outlines in :data:`~planner.reports.national_summary.figures.EQUAL_AREA`.
    of_class
        For each outline the place of its class in ``classes``.
    classes
        The classes, in the order of the legend.
    borders
        Outlines whose borders are drawn over it.
    notes
        What a reader has to know.
    """

    title: Text
    subtitle: Text
    shapes: gpd.GeoSeries
    of_class: npt.NDArray[np.intp]
    classes: Sequence[ShownClass]
    borders: gpd.GeoSeries
    notes: Sequence[Text]


def draw_country(shown: CountryMap, summary: Summary) -> Figure:
    """Draw a map on an A4 sheet in the spoken language.

    Parameters
    ----------
    shown
        What it shows.
    summary
        What it is drawn from, for day and sources.
    """
    paper = Paper()
    figure = Figure(figsize=(paper.width_mm / 25.4, paper.height_mm / 25.4), facecolor="white")
    FigureCanvasAgg(figure)
    panel = Frame(paper.foot.left_mm, paper.foot.top_mm + 2.0, paper.foot.width_mm, _PANEL_MM)
    bottom = panel.top_mm + 3.0
    frame = Frame(panel.left_mm, bottom, panel.width_mm, paper.title.bottom_mm - 2.0 - bottom)
    west, south, east, north = (float(edge) for edge in shown.shapes.total_bounds)
    extent = extent_on(frame, (west, south, east, north))
    axes = figure.add_axes(frame.within(paper.width_mm, paper.height_mm))
    _draw_map(axes, shown, extent)
    bar = Frame(panel.left_mm + panel.width_mm - _SCALE_MM, panel.top_mm - 15.0, _SCALE_MM, 15.0)
    draw_scale(figure.add_axes(bar.within(paper.width_mm, paper.height_mm)), extent, bar.width_mm, bar.height_mm, 6.5)
    _write(figure, paper, paper.title.left_mm, paper.title.top_mm - 1, translate(shown.title), _TITLE_PT, bold=True)
    _write(figure, paper, paper.title.left_mm, paper.title.bottom_mm + 5, translate(shown.subtitle), _SUBTITLE_PT)
    _write_panel(figure, paper, panel, shown)
    _write_foot(figure, paper, summary)
    return figure


def _draw_map(axes: Axes, shown: CountryMap, extent: Extent) -> None:
    outlines = np.asarray(shown.shapes.array, dtype=object)
    for place, of in enumerate(shown.classes):
        patches = patches_of(outlines[shown.of_class == place])
        # An edge of its own colour, or neighbours of one class would show a gap of a hair's breadth.
        edge = "#6b747d" if of.hatch else of.colour
        axes.add_collection(PatchCollection(patches, facecolor=of.colour, edgecolor=edge, lw=0.1, hatch=of.hatch))
    borders = patches_of(shown.borders.array)
    axes.add_collection(PatchCollection(borders, facecolor="none", edgecolor="white", lw=0.1))
    west, south, east, north = extent.bounds
    axes.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[], facecolor=OUTSIDE_COLOUR)
    for spine in axes.spines.values():
        spine.set(linewidth=0.7, color=INK)


def _write(
    figure: Figure, paper: Paper, x_mm: float, y_mm: float, words: str, size_pt: float, *, bold: bool = False
) -> None:
    """Write words, their upper left corner at a point of the sheet."""
    figure.text(
        x_mm / paper.width_mm, y_mm / paper.height_mm, words, fontsize=size_pt, va="top", ha="left",
        color=INK if bold else _SOFT, fontweight="bold" if bold else "normal", linespacing=1.35, parse_math=False,
    )  # fmt: skip


def _write_panel(figure: Figure, paper: Paper, panel: Frame, shown: CountryMap) -> None:
    """Draw the legend and, beside it, the notes."""
    keys = [
        Patch(
            facecolor=of.colour,
            edgecolor="#6b747d",
            linewidth=0.4,
            hatch=of.hatch * 2,
            label=translate(text("{label} ({n})", label=of.label, n=int(count))),
        )
        for of, count in zip(shown.classes, np.bincount(shown.of_class, minlength=len(shown.classes)), strict=True)
    ]
    figure.legend(
        handles=keys, loc="upper left", frameon=False, fontsize=_LEGEND_PT, borderaxespad=0, borderpad=0,
        bbox_to_anchor=(panel.left_mm / paper.width_mm, panel.top_mm / paper.height_mm), handlelength=1.8,
        labelspacing=0.45,
    )  # fmt: skip
    room = panel.width_mm - _LEGEND_MM - _SCALE_MM - 6.0
    lines = [line for note in shown.notes for line in wrapped(translate(note), room, _NOTE_PT)]
    _write(figure, paper, panel.left_mm + _LEGEND_MM, panel.top_mm, "\n".join(lines), _NOTE_PT)


def _write_foot(figure: Figure, paper: Paper, summary: Summary) -> None:
    """Write where it all comes from, as of when, and by which program."""
    made = text(
        "As of {day}. Map: equal-area cylinder, true to scale at 5° north and south. Planner {version}.",
        day=summary.as_of,
        version=planner.__version__,
    )
    lines = [translate(made), *wrapped(translate(sources_sentence(summary)), paper.foot.width_mm, _FOOT_PT)]
    _write(figure, paper, paper.foot.left_mm, paper.foot.top_mm, "\n".join(lines), _FOOT_PT)


def sources_sentence(summary: Summary) -> Text:
    """Say where the figures come from."""
    named = [f"{source.title} ({source.date}, {source.licence})" for source in summary.sources]
    if (summary.kecamatan["data_from"] == "city_folder").any():
        named.append(translate(text("layers of the city folders, named in their assessments")))
    return text("Sources: {sources}.", sources="; ".join(named))
