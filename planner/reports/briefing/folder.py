"""Briefings as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from planner.model.assessment import Assessment
from planner.reports.briefing.document import Document
from planner.reports.briefing.one_page import one_page
from planner.reports.folder import check_folder, put_files
from planner.texts import Language, Text, speak, text

FILES: Mapping[Document, str] = {
    Document.PAGE: "briefing.pdf",
    Document.REPORT: "report.pdf",
    Document.SLIDES: "briefing.pptx",
}
"""Name of each document's file."""

DOCUMENT_LABELS: Mapping[Document, Text] = {
    Document.PAGE: text("one page"),
    Document.REPORT: text("full report"),
    Document.SLIDES: text("slides"),
}
"""What each document is called."""


def document_of(assessment: Assessment, document: Document, template: Path | None = None) -> bytes:
    """Return one document, in the spoken language.

    Parameters
    ----------
    assessment
        What to tell.
    document
        Which document.
    template
        A ``.pptx`` file whose design the slides take over, if any.

    Raises
    ------
    planner.errors.PlannerError
        If the document can't be set, or the template can't be read.
    """
    # What sets slides and a report is loaded only for them: a page is wanted at once.
    match document:
        case Document.PAGE:
            return one_page(assessment)
        case Document.REPORT:
            from planner.reports.briefing.report import report

            return report(assessment)
        case Document.SLIDES:
            from planner.reports.briefing.slides import slides

            return slides(assessment, template)


def write_briefings(
    assessment: Assessment,
    out: Path,
    language: Language,
    *,
    documents: Sequence[Document] = tuple(Document),
    template: Path | None = None,
    progress: Callable[[Text], None] = lambda _: None,
) -> tuple[Path, ...]:
    """Write briefings into a folder, and return the files.

    Parameters
    ----------
    assessment
        What to tell.
    out
        The folder; made where it is missing.
    language
        The language of the documents.
    documents
        Which documents.
    template
        A ``.pptx`` file whose design the slides take over, if any.
    progress
        Is told what is being done.

    Raises
    ------
    planner.errors.PlannerError
        If the folder can't be written, a document can't be set, or the template can't be read.
    """
    check_folder(out)
    contents = {}
    with speak(language):
        for document in documents:
            progress(text("Writing the {document}", document=DOCUMENT_LABELS[document]))
            contents[FILES[document]] = document_of(assessment, document, template)
    return put_files(out, contents)
