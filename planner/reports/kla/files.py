"""The evidence for KLA as files: a document to print, and a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from planner.kla.evidence import KlaEvidence
from planner.model.history import Snapshot
from planner.reports.carried import csvw
from planner.reports.carried.html import block
from planner.reports.kla.document import kla_html
from planner.reports.kla.table import TABLE_HEADS, kla_table
from planner.reports.provenance import Asked, how_made, provenance_document
from planner.reports.spreadsheet import as_csv
from planner.sources.history.document import snapshot_id


class KlaName(StrEnum):
    """Name of a file of the evidence."""

    DOCUMENT = "kla.html"
    TABLE = "kla.csv"


@dataclass(frozen=True)
class KlaFile(Asked):
    """One of the files.

    Attributes
    ----------
    file
        Which one.
    kept
        Names of the kept assessments from which trends are told.
    """

    kind: ClassVar[str] = "kla"
    file: KlaName
    kept: tuple[str, ...]


def kla_file(evidence: KlaEvidence, kept: Sequence[Snapshot], name: KlaName) -> bytes:
    """Return one of the files, in the spoken language.

    Parameters
    ----------
    evidence
        What is written.
    kept
        The kept assessments that it was made of.
    name
        Which file.
    """
    if name is KlaName.TABLE:
        return as_csv(kla_table(evidence), TABLE_HEADS)
    assessment = evidence.assessment
    made = provenance_document(assessment.city, assessment.options, _asked(kept, name))
    return kla_html(evidence, block(made)).encode("utf-8")


def kla_files(evidence: KlaEvidence, kept: Sequence[Snapshot]) -> dict[str, bytes]:
    """Return all of the files by their names, in the spoken language, with the metadata that go beside the table."""
    files = {str(name): kla_file(evidence, kept, name) for name in KlaName}
    return files | kla_metadata(evidence, kept, files[KlaName.TABLE])


def kla_metadata(evidence: KlaEvidence, kept: Sequence[Snapshot], table: bytes) -> dict[str, bytes]:
    """Return the metadata that go beside the table."""
    assessment = evidence.assessment
    return csvw.metadata(
        KlaName.TABLE, table, how_made(assessment.city, assessment.options, _asked(kept, KlaName.TABLE))
    )


def _asked(kept: Sequence[Snapshot], name: KlaName) -> KlaFile:
    return KlaFile(name, tuple(snapshot_id(one) for one in kept))
