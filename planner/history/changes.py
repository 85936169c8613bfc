"""What changed between two kept assessments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from planner.model.details import MEASURES
from planner.model.history import KeptFinding, KeptReach, Snapshot
from planner.model.kinds import Level, Status
from planner.texts import Text, text

_MEASURE_KEYS = [column for column in MEASURES.columns if column not in {"value", "unit"}]


class ChangeOf(StrEnum):
    """What is different about a finding."""

    STATUS = "status"
    VALUE = "value"
    REQUIRED = "required"
    REASON = "reason"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class FindingChange:
    """A rule and region of which something else was found before.

    Attributes
    ----------
    rule, level, code, name
        The rule, and the region as it is called now.
    before, after
        The finding then and now; ``None`` where there was none, or is none any more.
    change
        What is different; of several the first of :class:`ChangeOf`.
    """

    rule: str
    level: Level
    code: str
    name: str
    before: KeptFinding | None
    after: KeptFinding | None
    change: ChangeOf


@dataclass(frozen=True)
class ReachChange:
    """How many children of a region reached a kind of place then and now; ``None`` where nobody counted."""

    before: KeptReach | None
    after: KeptReach | None


@dataclass(frozen=True, eq=False)
class Changes:
    """What changed from one assessment to another.

    Attributes
    ----------
    before, after
        The two assessments.
    findings
        Every rule and region of which something else was found, in the order of the earlier assessment; last those that
        are new. Regions are matched by level and code.
    rules_new, rules_gone
        Ids of the rules that only the later, or only the earlier one checked. Their findings are no changes.
    measures
        Every number that is different: the keys of :data:`~planner.model.details.MEASURES`, ``unit``, ``before`` and
        ``after``; empty where it was not measured or not known.
    reach
        Where the reach of children is different.
    notices
        What makes the two hard to compare.
    """

    before: Snapshot
    after: Snapshot
    findings: tuple[FindingChange, ...]
    rules_new: tuple[str, ...]
    rules_gone: tuple[str, ...]
    measures: pd.DataFrame
    reach: tuple[ReachChange, ...]
    notices: tuple[Text, ...]

    def of_status(self) -> tuple[FindingChange, ...]:
        """Return the findings whose status is another."""
        return tuple(change for change in self.findings if change.change is ChangeOf.STATUS)

    def counts(self) -> dict[tuple[Status, Status], int]:
        """Return how many findings went from one status to another, in the order of statuses."""
        moved = [(one.before.status, one.after.status) for one in self.of_status() if one.before and one.after]
        pairs = [(then, now) for then in Status for now in Status if (then, now) in moved]
        return {pair: moved.count(pair) for pair in pairs}


def changes_between(before: Snapshot, after: Snapshot) -> Changes:
    """Return what changed between two assessments.

    Parameters
    ----------
    before, after
        The two; which is the earlier is for the caller to say. They may be of two cities with the same codes, or of
        one city.
    """
    shared = frozenset(before.rules) & frozenset(after.rules)
    return Changes(
        before=before,
        after=after,
        findings=tuple(_finding_changes(before, after, shared)),
        rules_new=tuple(rule for rule in after.rules if rule not in shared),
        rules_gone=tuple(rule for rule in before.rules if rule not in shared),
        measures=_measure_changes(before.measures, after.measures, shared),
        reach=tuple(_reach_changes(before, after)),
        notices=tuple(_notices(before, after)),
    )


def _finding_changes(before: Snapshot, after: Snapshot, shared: frozenset[str]) -> Iterator[FindingChange]:
    then = {_about(finding): finding for finding in before.findings if finding.rule in shared}
    now = {_about(finding): finding for finding in after.findings if finding.rule in shared}
    for about, known in (then | now).items():
        change = _different(then.get(about), now.get(about))
        if change is not None:
            yield FindingChange(
                known.rule, known.level, known.code, known.name, then.get(about), now.get(about), change
            )


def _about(finding: KeptFinding) -> tuple[str, str, str]:
    return finding.rule, str(finding.level), finding.code


def _different(then: KeptFinding | None, now: KeptFinding | None) -> ChangeOf | None:
    if then is None:
        return ChangeOf.NEW
    if now is None:
        return ChangeOf.GONE
    if then.status is not now.status:
        return ChangeOf.STATUS
    if then.value != now.value:
        return ChangeOf.VALUE
    if then.required != now.required:
        return ChangeOf.REQUIRED
    return ChangeOf.REASON if then.reason != now.reason else None


def _measure_changes(before: pd.DataFrame, after: pd.DataFrame, shared: frozenset[str]) -> pd.DataFrame:
    """Return the numbers of rules that both checked and that are different, in the order of the later table."""
    tables = [table[table["rule"].isin(sorted(shared))] for table in (after, before)]
    now, then = (table.set_index(_MEASURE_KEYS) for table in tables)
    keys = now.index.append(then.index[~then.index.isin(now.index)])
    both = pd.DataFrame(
        {
            "unit": now["unit"].reindex(keys).fillna(then["unit"].reindex(keys)),
            "before": then["value"].reindex(keys),
            "after": now["value"].reindex(keys),
        },
        index=keys,
    )
    same = (both["before"] == both["after"]) | (both["before"].isna() & both["after"].isna())
    return both[~same].reset_index()


def _reach_changes(before: Snapshot, after: Snapshot) -> Iterator[ReachChange]:
    then, now = ({(one.level, one.code, one.kind): one for one in side.reach} for side in (before, after))
    for about in dict.fromkeys([*now, *then]):
        if then.get(about) != now.get(about):
            yield ReachChange(then.get(about), now.get(about))


def _notices(before: Snapshot, after: Snapshot) -> Iterator[Text]:
    """Say what besides the city itself may make a difference."""
    if before.city_code != after.city_code:
        yield text("These are two cities: {first} and {second}.", first=before.city_name, second=after.city_name)
    if before.version != after.version:
        yield text(
            "The planner itself is another version ({then}, then {now}): a difference may come from that.",
            then=before.version,
            now=after.version,
        )
    if before.options != after.options:
        yield text("Walks were measured under other options: reach and what follows from it can't be compared.")
    if before.fingerprint == after.fingerprint and before.city_code == after.city_code:
        yield text("The data are the same: differences come from the day, the options or the rules alone.")
