"""What differs between two written assessments, as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from planner.errors import OptionError
from planner.reports.carried import csvw
from planner.reports.difference.between import Difference, difference_between
from planner.reports.difference.files import COLUMNS, difference_json, difference_table
from planner.reports.provenance import Asked, derived_document, derived_how_made
from planner.reports.spreadsheet import as_csv
from planner.reports.written import read_written
from planner.rules.catalogue import load_rules
from planner.texts import text


class DifferenceName(StrEnum):
    """Name of a file of a comparison of two assessments."""

    TABLE = "changes.csv"
    DOCUMENT = "changes.json"


@dataclass(frozen=True)
class DifferenceFile(Asked):
    """One of the files.

    Attributes
    ----------
    file
        Which one.
    before_sha256, after_sha256
        Checksums of the two ``assessment.json``.
    """

    kind: ClassVar[str] = "difference"
    file: DifferenceName
    before_sha256: str
    after_sha256: str


def difference_file(difference: Difference, name: DifferenceName) -> bytes:
    """Return one of the files, in the spoken language."""
    if name is DifferenceName.TABLE:
        return as_csv(difference_table(difference, load_rules()), COLUMNS)
    made = derived_document(difference.after.made, _asked(difference, name))
    return difference_json(difference, made).encode("utf-8")


def difference_files(difference: Difference) -> dict[str, bytes]:
    """Return all of the files by their names, in the spoken language, with the metadata that go beside the table."""
    files = {str(name): difference_file(difference, name) for name in DifferenceName}
    made = derived_how_made(difference.after.made, _asked(difference, DifferenceName.TABLE))
    return files | csvw.metadata(DifferenceName.TABLE, files[DifferenceName.TABLE], made)


def difference_again(asked: DifferenceFile, assessments: Sequence[Path]) -> bytes:
    """Return one of the files, made again from the two assessments, in either order.

    Raises
    ------
    planner.errors.OptionError
        If the assessments are not those that the file was made of.
    planner.errors.LayerError
        If one of them can't be read.
    """
    sides = {side.sha256: side for side in map(read_written, assessments)}
    missing = [of for of in (asked.before_sha256, asked.after_sha256) if of not in sides]
    if missing:
        raise OptionError(
            text(
                "The file compares two assessments: name the same two files behind it, “planner rerun FILE A B”; the "
                "one with the checksum (SHA-256) {checksum} is missing.",
                checksum=missing[0],
            )
        )
    return difference_file(difference_between(sides[asked.before_sha256], sides[asked.after_sha256]), asked.file)


def _asked(difference: Difference, name: DifferenceName) -> DifferenceFile:
    return DifferenceFile(name, difference.before.sha256, difference.after.sha256)
