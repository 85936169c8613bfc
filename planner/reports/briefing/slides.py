"""Slides of a briefing: tables and charts that can be edited, in the city's own template where one is given."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from pathlib import Path

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.exc import PackageNotFoundError
from pptx.presentation import Presentation as Slides
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Mm, Pt

from planner.errors import LayerError
from planner.model.assessment import Assessment
from planner.model.kinds import Level
from planner.model.labels import STATUS_LABELS, STATUS_SIGNS
from planner.reports.briefing.document import frame
from planner.reports.briefing.facts import Brief, brief_of, money, reached
from planner.reports.method import method_sentences
from planner.reports.print_map.picture import map_picture
from planner.reports.print_map.sheet import Format
from planner.reports.print_map.subjects import Subject
from planner.reports.zips import without_times
from planner.texts import Text, text, translate

MAX_TEMPLATE_BYTES = 50_000_000
_WIDTH_MM, _HEIGHT_MM = 338.7, 190.5
_MARGIN_MM = 14.0
_BODY_TOP_MM = 36.0
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
    framed = frame(assessment, text("Slides"))
    brief, foot = brief_of(assessment), str(framed["foot"])
    city, day = assessment.city.name, assessment.options.as_of
    first = _slide(deck, text("A child-friendly park in every kecamatan"), foot)
    first.notes_slide.notes_text_frame.text = str(framed["provenance"])
    _sentences(first, [text("{city}, as of {day}", city=city, day=day), *brief.headline, brief.plan], 20)
    _table(_slide(deck, text("The kecamatan"), foot), *_kecamatan(brief))
    _chart(_slide(deck, text("Children who can walk to a child-friendly park"), foot), assessment, brief)
    _map(_slide(deck, text("Where to build next"), foot), assessment)
    _table(_slide(deck, text("What to decide"), foot), *_decisions(brief))
    _sentences(_slide(deck, text("What is not known"), foot), brief.not_known, 18)
    _sentences(_slide(deck, text("How the figures were made"), foot), method_sentences(assessment), 14)
    return _written(deck)


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
    box = slide.shapes.add_textbox(Mm(_MARGIN_MM), Mm(_BODY_TOP_MM), Mm(_WIDTH_MM - 2 * _MARGIN_MM), Mm(130))
    _write(box.text_frame, [translate(sentence) for sentence in sentences], size_pt)


def _table(slide: Slide, heads: Sequence[Text], widths: Sequence[float], rows: Sequence[Sequence[str]]) -> None:
    room = _WIDTH_MM - 2 * _MARGIN_MM
    shape = slide.shapes.add_table(
        len(rows) + 1, len(heads), Mm(_MARGIN_MM), Mm(_BODY_TOP_MM), Mm(room), Mm(11 * (len(rows) + 1))
    )
    grid = shape.table
    for column, width in enumerate(widths):
        grid.columns[column].width = Mm(room * width / sum(widths))
    for number, row in enumerate([[translate(head) for head in heads], *rows]):
        for column, words in enumerate(row):
            _write(grid.cell(number, column).text_frame, [words], 12, bold=number == 0)
            if number == 0:
                fill = grid.cell(number, column).fill
                fill.solid()
                fill.fore_color.rgb = RGBColor(0xE6, 0xE9, 0xEC)


def _kecamatan(brief: Brief) -> tuple[tuple[Text, ...], tuple[float, ...], list[list[str]]]:
    rows = [
        [
            line.name,
            f"{STATUS_SIGNS[line.status]} {translate(STATUS_LABELS[line.status])}",
            "–" if line.children is None else translate(text("{number}", number=line.children)),
            "–" if line.share is None else translate(line.share),
            translate(line.next_step),
        ]
        for line in brief.lines
    ]
    heads = (text("Kecamatan"), text("Status"), text("Children"), text("Can walk to a park"), text("Next step"))
    return heads, (2.4, 1.8, 1.2, 2.4, 6), rows


def _decisions(brief: Brief) -> tuple[tuple[Text, ...], tuple[float, ...], list[list[str]]]:
    rows = [
        [
            str(of.rank),
            translate(of.what),
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
    data.categories = [line.name for line in known]
    data.add_series(
        translate(text("Share of all children")), [round(float(rows["share"][line.code]), 6) for line in known]
    )
    place = slide.shapes.add_chart(
        XL_CHART_TYPE.BAR_CLUSTERED, Mm(_MARGIN_MM), Mm(_BODY_TOP_MM), Mm(_WIDTH_MM - 2 * _MARGIN_MM), Mm(132), data
    )
    chart = place.chart
    chart.has_legend, chart.has_title = False, False
    chart.font.size = Pt(12)
    chart.category_axis.reverse_order = True
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 60, True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "0.0%", False
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = _ACCENT


def _map(slide: Slide, assessment: Assessment) -> None:
    height = _HEIGHT_MM - _BODY_TOP_MM - 18.0
    picture = map_picture(assessment, Subject.PROPOSALS, height * 1.15, height, form=Format.PNG)
    slide.shapes.add_picture(io.BytesIO(picture), Mm(_MARGIN_MM), Mm(_BODY_TOP_MM - 3), height=Mm(height))
    left = _MARGIN_MM + height * 1.15 + 8.0
    box = slide.shapes.add_textbox(Mm(left), Mm(_BODY_TOP_MM), Mm(_WIDTH_MM - left - _MARGIN_MM), Mm(height))
    lines = [
        text(
            "{rank}. {name}: {children} more children",
            rank=site.rank,
            name=site.facility_name or site.region_name,
            children=site.children_newly_within,
        )
        for site in assessment.plan.proposals[:12]
    ]
    _write(box.text_frame, [translate(line) for line in lines] or [translate(text("No site is proposed."))], 14)


def _written(deck: Slides) -> bytes:
    written = io.BytesIO()
    deck.save(written)
    return without_times(written.getvalue())
