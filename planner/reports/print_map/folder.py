"""Print maps as files: one sheet, or a series with one sheet for each kecamatan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from matplotlib.figure import Figure

from planner.model.assessment import Assessment
from planner.model.kinds import Level
from planner.reports.folder import check_folder, put_files
from planner.reports.print_map.paper import Orientation, Paper, PaperSize
from planner.reports.print_map.sheet import Format, Sheet, draw_sheet, write_sheet
from planner.reports.print_map.subjects import Subject
from planner.reports.provenance import Asked, how_made
from planner.texts import Language, Text, speak, text


@dataclass(frozen=True)
class MapFile(Asked):
    """A sheet as a file.

    Attributes
    ----------
    subject, size, orientation, kecamatan_code
        What :class:`~planner.reports.print_map.sheet.Sheet` says.
    form
        How it is written.
    """

    kind: ClassVar[str] = "map"
    subject: Subject
    size: PaperSize
    orientation: Orientation
    kecamatan_code: str
    form: Format

    @property
    def sheet(self) -> Sheet:
        """The sheet that is asked for."""
        return Sheet(self.subject, Paper(self.size, self.orientation), self.kecamatan_code)


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
    return _written(draw_sheet(assessment, sheet), assessment, sheet, form)


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
            contents = {file_name(sheet, form): _written(figure, assessment, sheet, form) for form in forms}
            files += put_files(out, contents)
    return tuple(files)


def _written(figure: Figure, assessment: Assessment, sheet: Sheet, form: Format) -> bytes:
    asked = MapFile(sheet.subject, sheet.paper.size, sheet.paper.orientation, sheet.kecamatan_code, form)
    return write_sheet(figure, form, provenance=how_made(assessment.city, assessment.options, asked))
