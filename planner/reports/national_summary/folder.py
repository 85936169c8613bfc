"""The summary of a run as files: maps for print, ranking, workbook and page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from planner.reports.folder import check_folder, put_files
from planner.reports.national_summary.figures import Summary, ranking
from planner.reports.national_summary.maps import Subject, map_of
from planner.reports.national_summary.page import summary_page
from planner.reports.national_summary.sheet import draw_country
from planner.reports.national_summary.words import RANKING_HEADS
from planner.reports.national_summary.workbook import summary_workbook
from planner.reports.print_map.sheet import Format, write_sheet
from planner.reports.spreadsheet import as_csv
from planner.texts import Language, Text, speak, text

SUMMARY_FOLDER = "summary"
PAGE_FILE = "summary.html"
WORKBOOK_FILE = "summary.xlsx"
RANKING_FILE = "ranking.csv"
_PAGE_DOTS_PER_INCH = 150


def write_summary(
    summary: Summary, out: Path, language: Language, progress: Callable[[Text], None] = lambda _: None
) -> tuple[Path, ...]:
    """Write the summary into a folder, each file in place of a former one.

    Parameters
    ----------
    summary
        What is told.
    out
        The folder; made where it is missing.
    language
        The language of the words.
    progress
        Is told what is being done.

    Raises
    ------
    planner.errors.OutputError
        If a file can't be written.
    """
    check_folder(out)
    contents: dict[str, bytes] = {}
    pictures: dict[Subject, bytes] = {}
    with speak(language):
        for subject in Subject:
            progress(text("Drawing the map {name}", name=str(subject)))
            figure = draw_country(map_of(subject, summary), summary)
            contents[map_file(subject, Format.PDF)] = write_sheet(figure, Format.PDF)
            contents[map_file(subject, Format.PNG)] = write_sheet(figure, Format.PNG)
            pictures[subject] = write_sheet(figure, Format.PNG, dots_per_inch=_PAGE_DOTS_PER_INCH)
        progress(text("Writing {file}", file=WORKBOOK_FILE))
        contents[RANKING_FILE] = as_csv(ranking(summary)[list(RANKING_HEADS)], RANKING_HEADS)
        contents[WORKBOOK_FILE] = summary_workbook(summary)
        contents[PAGE_FILE] = summary_page(summary, pictures).encode("utf-8")
    return put_files(out, contents)


def map_file(subject: Subject, form: Format) -> str:
    """Return the name of a map's file."""
    return f"map-{subject}.{form}"
