"""An assessment that was kept: what was found on a day, to be held against what is found later."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from planner.model.kinds import Level, Status


@dataclass(frozen=True)
class KeptFinding:
    """A finding as it was: without its sentences, which each version of the planner may word anew.

    Attributes
    ----------
    rule, level, code, name
        Id of the rule, and the region that it was applied to.
    status, reason
        What was found, and the stable name of the reason.
    value, required
        The number found and the number asked for, or ``None`` where there is none.
    """

    rule: str
    level: Level
    code: str
    name: str
    status: Status
    reason: str
    value: float | None
    required: float | None


@dataclass(frozen=True)
class KeptReach:
    """How many children of a region reached a kind of place.

    Attributes
    ----------
    level, code
        The region.
    kind
        The kind of place.
    children, children_within
        All children of the region, and those within reach.
    share
        Their share; ``None`` where the region has no children or nobody knows.
    """

    level: Level
    code: str
    kind: str
    children: int
    children_within: int
    share: float | None


@dataclass(frozen=True)
class KeptOptions:
    """The options that findings and reach depend on; those of a plan are not kept.

    Attributes
    ----------
    threshold_min
        Walking time within which a place counted as reached, in minutes.
    barrier, slope
        Whether main roads and hills changed the walks.
    """

    threshold_min: float
    barrier: bool
    slope: bool


@dataclass(frozen=True, eq=False)
class Snapshot:
    """An assessment that was kept. It holds figures of regions only: no place, no person, no single report.

    Attributes
    ----------
    day
        The day as of which the city was judged.
    kept_at
        When it was kept, in UTC.
    city_code, city_name
        The city.
    fingerprint
        The state of the data: the same data have the same.
    version
        The planner's version.
    options
        What the figures depend on besides the data.
    findings
        Every finding, in the order of the assessment.
    measures
        :data:`~planner.model.details.MEASURES` of the city and its kecamatan.
    reach
        Reach of all children of the city and its kecamatan, by kind.
    """

    day: dt.date
    kept_at: dt.datetime
    city_code: str
    city_name: str
    fingerprint: str
    version: str
    options: KeptOptions
    findings: tuple[KeptFinding, ...]
    measures: pd.DataFrame
    reach: tuple[KeptReach, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of the rules that were checked, in their order."""
        return tuple(dict.fromkeys(finding.rule for finding in self.findings))
