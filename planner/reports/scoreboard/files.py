"""The scoreboard as files: a table, a workbook, and a document for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar

import pandas as pd

from planner.model.assessment import Finding
from planner.model.city import City
from planner.model.details import Details
from planner.model.options import Options
from planner.model.rule import Rules
from planner.reports.carried import csvw
from planner.reports.provenance import Asked, how_made, provenance_document
from planner.reports.scoreboard.document import scoreboard_json
from planner.reports.scoreboard.table import COLUMNS, chosen_rows, finding_table, in_words
from planner.reports.scoreboard.workbook import scoreboard_workbook
from planner.reports.spreadsheet import as_csv


class ScoreboardName(StrEnum):
    """Name of a file of the scoreboard."""

    TABLE = "findings.csv"
    WORKBOOK = "scoreboard.xlsx"
    DOCUMENT = "findings.json"


@dataclass(frozen=True)
class ScoreboardFile(Asked):
    """One of the files; what is left empty leaves no finding out.

    Attributes
    ----------
    file
        Which one.
    rules, domain, level, kecamatan_code, status
        Only these findings.
    details
        Whether the numbers behind the findings are in it, and what is said of each place.
    since
        Name of the kept assessment since which changes are told; empty without one.
    """

    kind: ClassVar[str] = "scoreboard"
    file: ScoreboardName = ScoreboardName.TABLE
    rules: tuple[str, ...] = ()
    domain: str = ""
    level: str = ""
    kecamatan_code: str = ""
    status: str = ""
    details: bool = False
    since: str = ""


@dataclass(frozen=True, eq=False)
class Scoreboard:
    """What is written.

    Attributes
    ----------
    city, rules, options
        The city, the rule catalogue with the city's changes, and what was chosen.
    findings
        The findings, of which a file may leave some out.
    details
        The numbers behind them and what is said of each place, if they were looked for.
    changes
        What :func:`planner.reports.scoreboard.changed.change_table` returns, if anything was compared.
    """

    city: City
    rules: Rules
    options: Options
    findings: Sequence[Finding]
    details: Details | None = None
    changes: pd.DataFrame | None = None


def scoreboard_file(board: Scoreboard, asked: ScoreboardFile) -> bytes:
    """Return one of the files, in the spoken language."""
    table = chosen_rows(
        finding_table(board.city, board.rules, board.findings),
        rules=asked.rules,
        domain=asked.domain,
        level=asked.level,
        kecamatan_code=asked.kecamatan_code,
        status=asked.status,
    )
    details = board.details if asked.details else None
    match asked.file:
        case ScoreboardName.TABLE:
            return as_csv(in_words(table), COLUMNS)
        case ScoreboardName.WORKBOOK:
            made = how_made(board.city, board.options, asked)
            return scoreboard_workbook(board.city, table, details=details, changes=board.changes, provenance=made)
        case ScoreboardName.DOCUMENT:
            findings = [board.findings[place] for place in table.index]
            document = provenance_document(board.city, board.options, asked)
            day = board.options.as_of
            return scoreboard_json(board.city, board.rules, findings, day, details, document).encode("utf-8")


def scoreboard_files(board: Scoreboard, asked: ScoreboardFile) -> dict[str, bytes]:
    """Return all of the files by their names, in the spoken language, with the metadata that go beside the table."""
    files = {str(name): scoreboard_file(board, replace(asked, file=name)) for name in ScoreboardName}
    return files | scoreboard_metadata(board, asked, files[ScoreboardName.TABLE])


def scoreboard_metadata(board: Scoreboard, asked: ScoreboardFile, table: bytes) -> dict[str, bytes]:
    """Return the metadata that go beside the table."""
    made = how_made(board.city, board.options, replace(asked, file=ScoreboardName.TABLE))
    return csvw.metadata(ScoreboardName.TABLE, table, made)
