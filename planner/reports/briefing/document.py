"""What every document carries: the words of its foot, and cells of tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

import planner
from planner.model.assessment import Assessment
from planner.model.kinds import Status
from planner.model.labels import STATUS_LABELS, STATUS_SIGNS
from planner.reports.identity import assessment_id
from planner.reports.provenance import Asked, how_made
from planner.texts import Text, current_language, text, translate

Cell = str | dict[str, str]


class Document(StrEnum):
    """A document that a briefing may be."""

    PAGE = "page"
    REPORT = "report"
    SLIDES = "slides"


@dataclass(frozen=True)
class BriefingFile(Asked):
    """A document as a file.

    Attributes
    ----------
    document
        Which document.
    template_sha256
        Checksum of the template whose design the slides took over; empty without one.
    """

    kind: ClassVar[str] = "briefing"
    document: Document
    template_sha256: str = ""


def frame(assessment: Assessment, title: Text, asked: BriefingFile) -> dict[str, object]:
    """Return what the frame of a document says: title, language, the foot with the assessment's id, and its making."""
    city, day = assessment.city, assessment.options.as_of
    foot = text(
        "Assessment {id} of {day}; planner {version}; input {fingerprint}. Population: {source} ({date}).",
        id=assessment_id(assessment),
        day=day,
        version=planner.__version__,
        fingerprint=city.fingerprint,
        source=city.population_source or text("not known"),
        date=city.population_date or "–",
    )
    return {
        "title": translate(title),
        "language": str(current_language()),
        "program": f"child-friendly-planner {planner.__version__}",
        "foot": translate(foot),
        "provenance": how_made(city, assessment.options, asked),
    }


def status_cell(status: Status) -> dict[str, str]:
    """Return a status as a cell: sign and word, so that it is never told by colour alone."""
    return {"status": str(status), "words": f"{STATUS_SIGNS[status]} {translate(STATUS_LABELS[status])}"}


def listing(
    heads: Sequence[Text],
    widths: Sequence[float],
    rows: Sequence[Sequence[Cell]],
    numbers: Sequence[int] = (),
    *,
    dense: bool = False,
) -> dict[str, object]:
    """Return a table: names and relative widths of its columns, its rows, which hold numbers, whether it is dense."""
    return {
        "dense": dense,
        "heads": [translate(head) for head in heads],
        "widths": list(widths),
        "rows": [list(row) for row in rows],
        "numbers": list(numbers),
    }
