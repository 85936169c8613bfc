"""Tables of what stands behind the scoreboard: the places behind one finding, and what changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from planner.errors import OptionError
from planner.history.changes import changes_between
from planner.history.taking import snapshot_of
from planner.model.assessment import Assessment
from planner.model.history import Snapshot
from planner.model.kinds import Level
from planner.reports.carried import csvw
from planner.reports.provenance import Asked, how_made
from planner.reports.scoreboard.changed import CHANGE_COLUMNS, change_table
from planner.reports.scoreboard.evidence import EVIDENCE_COLUMNS, evidence_in_words, evidence_of
from planner.reports.spreadsheet import as_csv
from planner.sources.history.document import snapshot_id
from planner.texts import text


@dataclass(frozen=True)
class EvidenceFile(Asked):
    """The places behind one finding.

    Attributes
    ----------
    rule, level, code
        The rule, and the region it was applied to.
    """

    kind: ClassVar[str] = "evidence"
    rule: str
    level: Level
    code: str

    @property
    def file_name(self) -> str:
        """Name of the table's file."""
        return f"evidence-{self.rule}-{self.code}.csv"


@dataclass(frozen=True)
class ChangesFile(Asked):
    """What changed since an assessment that was kept.

    Attributes
    ----------
    since
        Name of the kept assessment.
    """

    kind: ClassVar[str] = "changes"
    since: str


def evidence_file(assessment: Assessment, asked: EvidenceFile) -> bytes:
    """Return the places behind one finding as a table, in the spoken language.

    Raises
    ------
    planner.errors.OptionError
        If there is no such finding.
    """
    wanted = (asked.rule, asked.level, asked.code)
    finding = next((one for one in assessment.findings if (one.rule, one.unit_level, one.unit_code) == wanted), None)
    if finding is None:
        raise OptionError(
            text("The rule {rule} has no finding for the region {code}.", rule=asked.rule, code=asked.code)
        )
    evidence = evidence_of(assessment.city, assessment.details, finding)
    return as_csv(evidence_in_words(evidence), EVIDENCE_COLUMNS)


def evidence_metadata(assessment: Assessment, asked: EvidenceFile, table: bytes) -> dict[str, bytes]:
    """Return the metadata that go beside the places behind a finding."""
    return csvw.metadata(asked.file_name, table, how_made(assessment.city, assessment.options, asked))


def changes_file(assessment: Assessment, before: Snapshot) -> bytes:
    """Return what changed since a kept assessment as a table, in the spoken language."""
    return as_csv(change_table(changes_between(before, snapshot_of(assessment)), assessment.rules), CHANGE_COLUMNS)


def changes_metadata(assessment: Assessment, before: Snapshot, table: bytes) -> dict[str, bytes]:
    """Return the metadata that go beside what changed."""
    asked = ChangesFile(snapshot_id(before))
    return csvw.metadata(changes_name(before), table, how_made(assessment.city, assessment.options, asked))


def changes_name(before: Snapshot) -> str:
    """Return the name of the file of what changed since a kept assessment."""
    return f"changes-{before.day}.csv"
