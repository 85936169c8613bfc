"""The page for a Wakil Wali Kota: where the city stands, what to decide, and what is not known."""

from __future__ import annotations

from typing import Literal

from planner.model.assessment import Assessment
from planner.reports.briefing.document import BriefingFile, Cell, Document, frame, listing, status_cell
from planner.reports.briefing.facts import Brief, Decision, brief_of, cost_source, money
from planner.reports.briefing.typesetting import typeset
from planner.reports.facts import clipped
from planner.reports.print_map.picture import map_picture
from planner.reports.print_map.subjects import Subject
from planner.texts import Text, text, translate

MAP_FILE = "map.svg"
MAP_MM = (104.0, 98.0)

_NAME_LENGTH, _SENTENCE_LENGTH = 50, 220


def one_page(assessment: Assessment) -> bytes:
    """Return the page as PDF, in the spoken language.

    Raises
    ------
    planner.errors.OutputError
        If the page can't be set.
    """
    return _set(assessment, "pdf")


def one_page_picture(assessment: Assessment) -> bytes:
    """Return the page as a picture (PNG), in the spoken language.

    Raises
    ------
    planner.errors.OutputError
        If the page can't be set.
    """
    return _set(assessment, "png")


def _set(assessment: Assessment, form: Literal["pdf", "png"]) -> bytes:
    pictures = {MAP_FILE: map_picture(assessment, Subject.PROPOSALS, *MAP_MM)}
    return typeset("one_page.typ", one_page_data(assessment), pictures, assessment.options.as_of, form=form)


def one_page_data(assessment: Assessment) -> dict[str, object]:
    """Return what the page says, in the spoken language."""
    brief = brief_of(assessment)
    framed = frame(assessment, text("A child-friendly park in every kecamatan"), BriefingFile(Document.PAGE))
    return framed | {
        "place": translate(text("{city}, as of {day}", city=assessment.city.name, day=assessment.options.as_of)),
        "headline": [translate(sentence) for sentence in brief.headline],
        "kecamatan": kecamatan_table(brief),
        "map": MAP_FILE,
        "map-words": translate(
            text("Numbers: proposed sites in the order in which to build them. Stars: child-friendly parks that exist.")
        ),
        "decisions-title": translate(text("What to decide")),
        "no-decisions": translate(text("No site is proposed.")),
        "decisions": [_decision(of) for of in brief.decisions],
        "plan": translate(text("The whole plan: {plan}", plan=brief.plan)),
        "costs": "" if (source := cost_source(assessment)) is None else translate(source),
        "not-known-title": translate(text("What is not known")),
        "not-known": [clipped(translate(sentence), _SENTENCE_LENGTH) for sentence in brief.not_known],
    }


def kecamatan_table(brief: Brief) -> dict[str, object]:
    """Return the table with a line for each kecamatan."""
    rows: list[list[Cell]] = [
        [
            clipped(line.name, _NAME_LENGTH),
            status_cell(line.status),
            "–" if line.children is None else translate(text("{number}", number=line.children)),
            "–" if line.share is None else translate(line.share),
            clipped(translate(line.next_step), _SENTENCE_LENGTH),
        ]
        for line in brief.lines
    ]
    heads = (text("Kecamatan"), text("Status"), text("Children"), text("Can walk to a park"), text("Next step"))
    return listing(heads, (2.85, 2.45, 1.2, 2.3, 6.2), rows, numbers=(2,))


def _decision(decision: Decision) -> dict[str, str]:
    return {
        "rank": str(decision.rank),
        "what": clipped(translate(decision.what), _SENTENCE_LENGTH),
        "effect": translate(_effect(decision)),
    }


def _effect(decision: Decision) -> Text:
    if decision.cost_idr is None:
        return text("{children} more children; cost not known", children=decision.children)
    return text("{children} more children; about {cost}", children=decision.children, cost=money(decision.cost_idr))
