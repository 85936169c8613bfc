"""Print maps as files: one sheet, or a series with one sheet for each kecamatan."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from planner.model.assessment import Assessment
from planner.model.kinds import Level
from planner.reports.folder import check_folder, put_files
from planner.reports.print_map.paper import Paper
from planner.reports.print_map.sheet import Format, Sheet, draw_sheet, write_sheet
from planner.reports.print_map.subjects import Subject
from planner.reports.provenance import provenance_document
from planner.texts import Language, Text, current_language, speak, text


def sheets_of(assessment: Assessment, subjects: Sequence[Subject], paper: Paper, *, series: bool) -> tuple[Sheet, ...]:
    """Return the sheets of some subjects: the whole city and, in a series, each kecamatan in the order of codes."""
    codes = [""]
    if series:
        codes += assessment.city.regions_at(Level.KECAMATAN)["code"].tolist()
    return tuple(Sheet(subject, paper, code) for subject in subjects for code in codes)


def file_name(sheet: Sheet, form: Format) -> str:
    """Return the name of a sheet's file: it follows from what is asked for."""
    parts = ["map", str(sheet.subject), sheet.kecamatan_code, str(sheet.paper.size), str(sheet.paper.orientation)]
    return "-".join(part.replace("_", "-") for part in parts if part) + f".{form}"


def sheet_file(assessment: Assessment, sheet: Sheet, form: Format) -> bytes:
    """Return one sheet as a file, in the spoken language."""
    return write_sheet(draw_sheet(assessment, sheet), form, provenance=how_made(assessment))


def how_made(assessment: Assessment) -> str:
    """Return how a file in the spoken language is made, as it stands in the file's own description."""
    return json.dumps(provenance_document(assessment, current_language()), ensure_ascii=False)


def write_sheets(
    assessment: Assessment,
    sheets: Sequence[Sheet],
    forms: Sequence[Format],
    out: Path,
    language: Language,
    progress: Callable[[Text], None] = lambda _: None,
) -> tuple[Path, ...]:
    """Draw sheets and write each in every form, and return the files.

    Parameters
    ----------
    assessment
        What to show.
    sheets
        What is asked for.
    forms
        How each sheet is written.
    out
        The folder; made where it is missing.
    language
        The language of the words.
    progress
        Is told what is being done.

    Raises
    ------
    planner.errors.OutputError
        If the folder is a file, or a file in it can't be written.
    """
    check_folder(out)
    files: list[Path] = []
    with speak(language):
        for number, sheet in enumerate(sheets, start=1):
            progress(text("Drawing sheet {number} of {all}", number=number, all=len(sheets)))
            figure = draw_sheet(assessment, sheet)
            made = how_made(assessment)
            contents = {file_name(sheet, form): write_sheet(figure, form, provenance=made) for form in forms}
            files += put_files(out, contents)
    return tuple(files)
