"""What differs between two written assessments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from planner.history.changes import Changes, changes_between
from planner.reports.plan_document import options_document
from planner.reports.written import WrittenAssessment, WrittenProposal
from planner.texts import Text, text

_OWN_NOTICE = ("as_of",)
"""Options that make no figure another kind of figure: the day is said by itself."""

_OF_WALKS = ("threshold_min", "walking.")
"""Options that reach depends on."""


class ProposalChangeOf(StrEnum):
    """What is different about a proposed site."""

    NEW = "new"
    GONE = "gone"
    RANK = "rank"
    CHILDREN = "children"


@dataclass(frozen=True)
class ProposalChange:
    """A proposed site that is not what it was; ``None`` where it was or is not proposed."""

    change: ProposalChangeOf
    before: WrittenProposal | None
    after: WrittenProposal | None


@dataclass(frozen=True)
class Setting:
    """Something the figures rest on that differs, by its name in ``assessment.json``."""

    key: str
    before: Any
    after: Any


@dataclass(frozen=True, eq=False)
class Difference:
    """What differs between two written assessments.

    Attributes
    ----------
    before, after
        The two.
    changes
        Findings and reach that differ.
    proposals
        Proposed sites that differ: those that are new or moved in the order of the later plan, then those gone.
    options, method, sources
        What was chosen otherwise, measured otherwise, and other data.
    """

    before: WrittenAssessment
    after: WrittenAssessment
    changes: Changes
    proposals: tuple[ProposalChange, ...]
    options: tuple[Setting, ...]
    method: tuple[Setting, ...]
    sources: tuple[Setting, ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing at all differs."""
        found = (self.changes.findings, self.changes.reach, self.changes.rules_new, self.changes.rules_gone)
        return not any((*found, self.proposals, self.options, self.method, self.sources))

    @property
    def kecamatan(self) -> dict[str, str]:
        """Name of each kecamatan of either by its code, in the order of codes, as it is called later."""
        return dict(sorted({**self.before.kecamatan, **self.after.kecamatan}.items()))

    @property
    def notices(self) -> tuple[Text, ...]:
        """What makes the figures hard to compare, in plain sentences: to be said before any figure."""
        return tuple(_notices(self))


def difference_between(before: WrittenAssessment, after: WrittenAssessment) -> Difference:
    """Return what differs between two written assessments.

    Parameters
    ----------
    before, after
        The two; which is the earlier is for the caller to say.
    """
    then, now = (options_document(side.made.options) for side in (before, after))
    return Difference(
        before=before,
        after=after,
        changes=changes_between(before.snapshot, after.snapshot),
        proposals=tuple(_proposal_changes(before.proposals, after.proposals)),
        options=_settings(_flat(then), _flat(now)),
        method=_settings(_flat(before.method), _flat(after.method)),
        sources=_settings(before.sources, after.sources),
    )


def _proposal_changes(
    before: tuple[WrittenProposal, ...], after: tuple[WrittenProposal, ...]
) -> Iterator[ProposalChange]:
    then, now = ({proposal.id: proposal for proposal in side} for side in (before, after))
    for id_, proposal in now.items():
        former = then.get(id_)
        if former is None:
            yield ProposalChange(ProposalChangeOf.NEW, None, proposal)
        elif former.rank != proposal.rank:
            yield ProposalChange(ProposalChangeOf.RANK, former, proposal)
        elif former.children_newly_within != proposal.children_newly_within:
            yield ProposalChange(ProposalChangeOf.CHILDREN, former, proposal)
    for id_, proposal in then.items():
        if id_ not in now:
            yield ProposalChange(ProposalChangeOf.GONE, proposal, None)


def _flat(tree: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    """Return a tree of keys as one level of keys with points between."""
    flat: dict[str, Any] = {}
    for key, value in tree.items():
        flat |= _flat(value, f"{above}{key}.") if isinstance(value, Mapping) else {f"{above}{key}": value}
    return flat


def _settings(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Setting, ...]:
    keys = dict.fromkeys([*before, *after])
    return tuple(Setting(key, before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key))


def _notices(difference: Difference) -> Iterator[Text]:
    yield from difference.changes.notices
    of_plan = [
        setting.key
        for setting in difference.options
        if setting.key not in _OWN_NOTICE and not setting.key.startswith(_OF_WALKS)
    ]
    measured = [setting.key for setting in difference.method if setting.key != "threshold_min"]
    if measured:
        yield text(
            "The figures were made in another way ({keys}): reach and proposals can't be compared plainly.",
            keys=", ".join(measured),
        )
    if of_plan:
        yield text(
            "The plans were asked for otherwise ({keys}): their sites can't be compared plainly.",
            keys=", ".join(of_plan),
        )
    if difference.before.snapshot.day != difference.after.snapshot.day:
        yield text(
            "They are judged as of two days: {then} and {now}.",
            then=difference.before.snapshot.day,
            now=difference.after.snapshot.day,
        )
