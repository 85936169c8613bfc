"""What of an assessment is kept."""

from __future__ import annotations

import datetime as dt

import pandas as pd

import planner
from planner.model.assessment import Assessment, Finding
from planner.model.history import KeptFinding, KeptOptions, KeptReach, Snapshot
from planner.model.kinds import ALL_CHILDREN, Level

KEPT_LEVELS = (Level.CITY, Level.KECAMATAN)
"""Levels of which numbers are kept. Findings are kept of every level."""


def snapshot_of(assessment: Assessment, kept_at: dt.datetime | None = None) -> Snapshot:
    """Return what is kept of an assessment: its findings, and the numbers of the city and its kecamatan.

    Parameters
    ----------
    assessment
        The assessment; its details are worked out if nobody has asked for them yet.
    kept_at
        When it is kept; now if left out.
    """
    moment = kept_at or dt.datetime.now(dt.UTC)
    options = assessment.options
    measures = assessment.details.measures
    return Snapshot(
        day=options.as_of,
        kept_at=moment.astimezone(dt.UTC).replace(microsecond=0),
        city_code=assessment.city.code,
        city_name=assessment.city.name,
        fingerprint=assessment.city.fingerprint,
        version=planner.__version__,
        options=KeptOptions(float(options.threshold_min), options.walking.barrier, options.walking.slope),
        findings=tuple(_kept(finding) for finding in assessment.findings),
        measures=measures[measures["level"].isin([str(level) for level in KEPT_LEVELS])].reset_index(drop=True),
        reach=_reach(assessment.access),
    )


def _kept(finding: Finding) -> KeptFinding:
    return KeptFinding(
        finding.rule,
        finding.unit_level,
        finding.unit_code,
        finding.unit_name,
        finding.status,
        finding.reason,
        None if finding.value is None else float(finding.value),
        None if finding.required is None else float(finding.required),
    )


def _reach(access: pd.DataFrame) -> tuple[KeptReach, ...]:
    if access.empty:
        return ()
    rows = access[access["level"].isin([str(level) for level in KEPT_LEVELS]) & (access["age_tier"] == ALL_CHILDREN)]
    columns = ["level", "code", "kind", "children", "children_within", "share"]
    return tuple(
        KeptReach(
            Level(level), str(code), str(kind), int(children), int(within), None if pd.isna(share) else float(share)
        )
        for level, code, kind, children, within, share in rows[columns].itertuples(index=False, name=None)
    )
