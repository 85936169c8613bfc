"""Slides of a briefing: tables and charts that can be edited, in the city's own template where one is given."""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Sequence
from pathlib import Path

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.text import PP_ALIGN
from pptx.exc import PackageNotFoundError
from pptx.presentation import Presentation as Slides
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Mm, Pt

from planner.errors import LayerError
from planner.model.assessment import Assessment
from planner.model.kinds import Level
from planner.model.labels import STATUS_LABELS, STATUS_SIGNS
from planner.reports.briefing.document import BriefingFile, Document, frame
from planner.reports.briefing.facts import Brief, brief_of, money, reached
from planner.reports.facts import clipped
from planner.reports.method import method_sentences
from planner.reports.print_map.names import POINT_MM, wrapped
from planner.reports.print_map.picture import map_picture
from planner.reports.print_map.sheet import Format
from planner.reports.print_map.subjects import Subject
from planner.reports.zips import without_times
from planner.texts import Text, text, translate

MAX_TEMPLATE_BYTES = 50_000_000
_WIDTH_MM, _HEIGHT_MM = 338.7, 190.5
_MARGIN_MM = 14.0
_BODY_TOP_MM, _BODY_MM = 36.0, 134.0
_LEAST_PT = 9
_MOST_SITES, _MOST_ROWS = 12, 10
_NAME_LENGTH, _SENTENCE_LENGTH = 40, 160
_DRAWN = 0.62
"""Maps are drawn smaller than they are shown, so that their words can be read from afar."""
_INK, _SOFT, _ACCENT = RGBColor(0x16, 0x20, 0x2A), RGBColor(0x4A, 0x56, 0x62), RGBColor(0x0B, 0x53, 0x94)


def slides(assessment: Assessment, template: Path | None = None) -> bytes:
    """Return the slides as a PowerPoint file, in the spoken language.

    Parameters
    ----------
    assessment
        What to show.
    template
        A ``.pptx`` file whose design is taken over; its own slides are not.

    Raises
    ------
    planner.errors.LayerError
        If the template can't be read.
    """
    deck = _deck(template)
    framed = frame(assessment, text("Slides"), BriefingFile(Document.SLIDES, _checksum(template)))
    brief, foot = brief_of(assessment), str(framed["foot"])
    city, day = assessment.city.name, assessment.options.as_of
    first = _slide(deck, text("A child-friendly park in every kecamatan"), foot)
    # python-pptx takes 255 characters at most, which no PowerPoint asks for.
    deck.core_properties._element.get_or_add_description().text = str(framed["provenance"])
    _sentences(first, [text("{city}, as of {day}", city=city, day=day), *brief.headline, brief.plan], 26)
    _tables(deck, text("The kecamatan"), foot, *_kecamatan(brief))
    _chart(_slide(deck, text("Children who can walk to a child-friendly park"), foot), assessment, brief)
    _map(_slide(deck, text("Where to build next"), foot), assessment)
    _tables(deck, text("What to decide"), foot, *_decisions(brief), size_pt=18)
    _sentences(_slide(deck, text("What is not known"), foot), brief.not_known, 24)
    _sentences(_slide(deck, text("How the figures were made"), foot), method_sentences(assessment), 18)
    return _written(deck)


def _checksum(template: Path | None) -> str:
    """Return the checksum of a template; empty without one."""
    return "" if template is None else hashlib.sha256(template.read_bytes()).hexdigest()


def _deck(template: Path | None) -> Slides:
    if template is None:
        deck = Presentation()
        deck.slide_width, deck.slide_height = Mm(_WIDTH_MM), Mm(_HEIGHT_MM)
        return deck
    unusable = LayerError(
        text("The template {file} can't be read: give a PowerPoint file (.pptx) of at most 50 MB.", file=template.name)
    )
    if not template.is_file() or template.stat().st_size > MAX_TEMPLATE_BYTES:
        raise unusable
    try:
        deck = Presentation(str(template))
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise unusable from error
    for slide_id in list(deck.slides._sldIdLst):
        deck.part.drop_rel(slide_id.rId)
        deck.slides._sldIdLst.remove(slide_id)
    return deck


def _slide(deck: Slides, title: Text, foot: str) -> Slide:
    """Add a slide with its title and, small, the id of the assessment."""
    layout = next((of for of in deck.slide_layouts if of.name == "Title Only"), deck.slide_layouts[-1])
    slide = deck.slides.add_slide(layout)
    for place in list(slide.placeholders):
        if (
            place.placeholder_format.type is None
            or slide.shapes.title is None
            or place.shape_id != slide.shapes.title.shape_id
        ):
            place._element.getparent().remove(place._element)
    width, height = deck.slide_width or Mm(_WIDTH_MM), deck.slide_height or Mm(_HEIGHT_MM)
    heading = slide.shapes.title
    if heading is None:
        heading = slide.shapes.add_textbox(Mm(_MARGIN_MM), Mm(10), width - Mm(2 * _MARGIN_MM), Mm(20))
    heading.left, heading.top = Mm(_MARGIN_MM), Mm(9)
    heading.width, heading.height = width - Mm(2 * _MARGIN_MM), Mm(22)
    _write(heading.text_frame, [translate(title)], 28, bold=True, colour=_ACCENT)
    heading.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    below = slide.shapes.add_textbox(Mm(_MARGIN_MM), height - Mm(14), width - Mm(2 * _MARGIN_MM), Mm(10))
    _write(below.text_frame, [foot], 8, colour=_SOFT)
    return slide


def _write(into: TextFrame, lines: Sequence[str], size_pt: int, *, bold: bool = False, colour: RGBColor = _INK) -> None:
    into.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = into.paragraphs[0] if number == 0 else into.add_paragraph()
        paragraph.text = line
        paragraph.space_after = Pt(size_pt * 0.5)
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(size_pt), bold
            run.font.color.rgb = colour


def _sentences(slide: Slide, sentences: Sequence[Text], size_pt: int) -> None:
    """Write sentences, smaller where there is not room for them all at this size."""
    box = slide.shapes.add_textbox(Mm(_MARGIN_MM), Mm(_BODY_TOP_MM), Mm(_WIDTH_MM - 2 * _MARGIN_MM), Mm(_BODY_MM))
    lines = [translate(sentence) for sentence in sentences]
    _write(box.text_frame, lines, _fitting(lines, _WIDTH_MM - 2 * _MARGIN_MM - 6.0, size_pt))


def _fitting(lines: Sequence[str], room_mm: float, size_pt: int) -> int:
    """Return the largest size, up to one that is wished, at which lines have room on a slide."""
    for size in range(size_pt, _LEAST_PT, -1):
        broken = sum(len(wrapped(line, room_mm, size)) for line in lines)
        if (broken * 1.2 + len(lines) * 0.5) * size * POINT_MM <= _BODY_MM:
            return size
    return _LEAST_PT


def _tables(
    deck: Slides,
    title: Text,
    foot: str,
    heads: Sequence[Text],
    widths: Sequence[float],
    rows: Sequence[Sequence[str]],
    size_pt: int = 14,
) -> None:
    """Add a table, on as many slides as it needs."""
    for first in range(0, max(len(rows), 1), _MOST_ROWS):
        lines = [[translate(head) for head in heads], *rows[first : first + _MOST_ROWS]]
        _table(_slide(deck, title, foot), widths, lines, size_pt)


def _table(slide: Slide, widths: Sequence[float], lines: Sequence[Sequence[str]], size_pt: int) -> None:
    """Add a table with its heads as the first line, smaller where there is not room for it at this size."""
    widths_mm = [(_WIDTH_MM - 2 * _MARGIN_MM) * width / sum(widths) for width in widths]
    sizes = range(size_pt, _LEAST_PT, -1)
    size_pt = next((size for size in sizes if _table_mm(lines, widths_mm, size) <= _BODY_MM), _LEAST_PT)
    shape = slide.shapes.add_table(
        len(lines), len(widths), Mm(_MARGIN_MM), Mm(_BODY_TOP_MM), Mm(sum(widths_mm)), Mm(len(lines))
    )
    grid = shape.table
    for column, width_mm in enumerate(widths_mm):
        grid.columns[column].width = Mm(width_mm)
    for number, row in enumerate(lines):
        for column, words in enumerate(row):
            _write(grid.cell(number, column).text_frame, [words], size_pt, bold=number == 0)
            if number == 0:
                fill = grid.cell(number, column).fill
                fill.solid()
                fill.fore_color.rgb = RGBColor(0xE6, 0xE9, 0xEC)


def _table_mm(lines: Sequence[Sequence[str]], widths_mm: Sequence[float], size_pt: int) -> float:
    """Return about how high a table is."""
    high = 0.0
    for row in lines:
        most = max(len(wrapped(words, width - 6.0, size_pt)) for words, width in zip(row, widths_mm, strict=True))
        high += (1.2 * most + 0.5) * size_pt * POINT_MM + 3.0
    return high


def _kecamatan(brief: Brief) -> tuple[tuple[Text, ...], tuple[float, ...], list[list[str]]]:
    rows = [
        [
            clipped(line.name, _NAME_LENGTH),
            f"{STATUS_SIGNS[line.status]} {translate(STATUS_LABELS[line.status])}",
            "–" if line.children is None else translate(text("{number}", number=line.children)),
            "–" if line.share is None else translate(line.share),
            clipped(translate(line.next_step), _SENTENCE_LENGTH),
        ]
        for line in brief.lines
    ]
    heads = (text("Kecamatan"), text("Status"), text("Children"), text("Can walk to a park"), text("Next step"))
    return heads, (2.4, 1.8, 1.2, 2.4, 6), rows


def _decisions(brief: Brief) -> tuple[tuple[Text, ...], tuple[float, ...], list[list[str]]]:
    rows = [
        [
            str(of.rank),
            clipped(translate(of.what), _SENTENCE_LENGTH),
            translate(text("{number}", number=of.children)),
            translate(text("not known") if of.cost_idr is None else money(of.cost_idr)),
        ]
        for of in brief.decisions
    ]
    return (text("No."), text("What to decide"), text("Children newly reached"), text("Cost")), (0.6, 6, 2, 2), rows


def _chart(slide: Slide, assessment: Assessment, brief: Brief) -> None:
    """Draw a bar for each kecamatan: the share of its children who can walk to a child-friendly park."""
    rows = reached(assessment, Level.KECAMATAN)
    known = [
        line for line in brief.lines if line.code in rows.index and not math.isnan(float(rows["share"][line.code]))
    ]
    if not known:
        _sentences(slide, [text("How many children live where is not known.")], 18)
        return
    data = CategoryChartData(number_format="0.0%")
    data.categories = [clipped(line.name, _NAME_LENGTH) for line in known]
    data.add_series(
        translate(text("Share of all children")), [round(float(rows["share"][line.code]), 6) for line in known]
    )
    place = slide.shapes.add_chart(
        XL_CHART_TYPE.BAR_CLUSTERED, Mm(_MARGIN_MM), Mm(_BODY_TOP_MM), Mm(_WIDTH_MM - 2 * _MARGIN_MM), Mm(132), data
    )
    chart = place.chart
    chart.has_legend, chart.has_title = False, False
    chart.font.size = Pt(max(7, min(16, 140 // len(known))))
    chart.category_axis.reverse_order = True
    # Each bar has its number: an axis of them would say it twice.
    chart.value_axis.visible, chart.value_axis.has_major_gridlines = False, False
    chart.value_axis.minimum_scale = 0
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 60, True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "0.0%", False
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = _ACCENT


def _map(slide: Slide, assessment: Assessment) -> None:
    height, legend = _HEIGHT_MM - _BODY_TOP_MM - 18.0, 58.0
    width = height * 1.1 + legend
    drawn = [_DRAWN * size for size in (width, height, legend)]
    picture = map_picture(assessment, Subject.PROPOSALS, drawn[0], drawn[1], legend_mm=drawn[2], form=Format.PNG)
    slide.shapes.add_picture(io.BytesIO(picture), Mm(_MARGIN_MM), Mm(_BODY_TOP_MM - 3), height=Mm(height))
    left = _MARGIN_MM + width + 4.0
    room = _WIDTH_MM - left - _MARGIN_MM
    box = slide.shapes.add_textbox(Mm(left), Mm(_BODY_TOP_MM - 4), Mm(room), Mm(height))
    proposals = assessment.plan.proposals
    told = [
        text(
            "{rank}. {name}: {children} more children",
            rank=site.rank,
            name=clipped(site.facility_name or site.region_name, _NAME_LENGTH),
            children=site.children_newly_within,
        )
        for site in proposals[:_MOST_SITES]
    ]
    if len(proposals) > _MOST_SITES:
        told.append(text("and {n} more sites", n=len(proposals) - _MOST_SITES))
    lines = [translate(line) for line in told] or [translate(text("No site is proposed."))]
    _write(box.text_frame, lines, _fitting(lines, room - 6.0, 18))


def _written(deck: Slides) -> bytes:
    written = io.BytesIO()
    deck.save(written)
    return without_times(written.getvalue())
