"""The command that says what differs between two assessments."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.commands.console import DONE
from planner.texts import Language, text, translate


def compare(
    before: Annotated[
        Path, typer.Argument(metavar="A", help=translate(text("An assessment.json, or the folder it lies in.")))
    ],
    after: Annotated[Path, typer.Argument(metavar="B", help=translate(text("Another one, to compare with it.")))],
    *,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help=translate(text("Folder for changes.csv and changes.json; none if left out."))),
    ] = None,
    language: Annotated[
        Language | None,
        typer.Option(help=translate(text("Language of what is written; else that of PLANNER_LANGUAGE."))),
    ] = None,
) -> int:
    """Say what differs between two assessments, by kecamatan and rule."""
    from planner.reports.difference.between import difference_between
    from planner.reports.difference.lines import difference_lines
    from planner.reports.difference.outcome import difference_files
    from planner.reports.folder import JSON_FILE as ASSESSMENT_FILE
    from planner.reports.folder import check_folder, put_files
    from planner.reports.written import read_written
    from planner.rules.catalogue import load_rules

    if out is not None:
        check_folder(out)
    sides = [read_written(path / ASSESSMENT_FILE if path.is_dir() else path) for path in (before, after)]
    difference, rules = difference_between(*sides), load_rules()
    for line in difference_lines(difference, rules):
        print(line)
    if out is not None:
        files = put_files(out, difference_files(difference))
        print(translate(text("Written: {files}", files=", ".join(str(file) for file in files))))
    return DONE
