"""What is still missing of an indicator before the next evaluation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

from planner.kla.indicators import Checklist, Indicator, Titles
from planner.kla.proofs import is_listed, places_of_kind
from planner.model.assessment import Assessment, Finding
from planner.model.kinds import Placement, Status
from planner.model.labels import KIND_LABELS
from planner.texts import Text, plural, text

REGIONS_TOLD = 4
"""How many regions are named; the scoreboard names them all."""


@dataclass(frozen=True)
class Missing:
    """One thing that is missing.

    Attributes
    ----------
    code
        Stable name, such as ``no_layer``.
    about
        What it is about, by language: a rule or a checklist; empty where the sentence says it.
    sentence
        What is missing, and what to do.
    """

    code: str
    about: Titles
    sentence: Text


def missing_of(
    indicator: Indicator, checklists: Mapping[str, Checklist], assessment: Assessment
) -> tuple[Missing, ...]:
    """Return what is missing of an indicator, what has to be done first, first.

    Parameters
    ----------
    indicator
        The indicator.
    checklists
        Every checklist by id.
    assessment
        The assessment.
    """
    return (
        *_layers(indicator, assessment),
        *(one for rule in indicator.rules for one in _rule(rule, assessment)),
        *(_checklist(checklists[name], assessment) for name in indicator.checklists),
        *_beyond(indicator),
        *_unconfirmed(indicator),
    )


def _layers(indicator: Indicator, assessment: Assessment) -> Iterator[Missing]:
    for kind in indicator.kinds:
        places, label = places_of_kind(assessment, kind), KIND_LABELS[kind]
        if not is_listed(assessment, kind):
            yield Missing("no_layer", {}, text("No layer of this kind: {kind}. Add one.", kind=label))
            continue
        nowhere = int((places["placement"] != Placement.POSITION).sum())
        if nowhere:
            sentence = text(
                "{count} of {total} have no position: {kind}. Bring one in.",
                count=nowhere,
                total=len(places),
                kind=label,
            )
            yield Missing("no_position", {}, sentence)
    doubtful = [
        kind for kind in indicator.kinds if kind not in assessment.city.complete_kinds and is_listed(assessment, kind)
    ]
    if doubtful:
        labels = reduce(
            lambda first, second: text("{first}, {second}", first=first, second=second),
            [KIND_LABELS[kind] for kind in doubtful],
        )
        yield Missing("list_not_complete", {}, text("Nobody said that every one is listed: {kinds}.", kinds=labels))


def _rule(rule: str, assessment: Assessment) -> Iterator[Missing]:
    if rule not in assessment.rules:
        yield Missing("no_rule", {}, text("The rule catalogue lacks the rule {rule}.", rule=rule))
        return
    titles = assessment.rules[rule].titles
    findings = assessment.findings_of(rule)
    for status in (Status.UNMET, Status.UNKNOWN):
        for level in dict.fromkeys(finding.unit_level for finding in findings if finding.status is status):
            alike = [finding for finding in findings if finding.status is status and finding.unit_level is level]
            yield Missing(str(status), titles, _regions(status, alike))
    places = assessment.details.places_of(rule)
    unseen = int((places["status"] == Status.UNKNOWN).sum())
    if unseen:
        sentence = plural(
            "One of {total} places is not known: survey it.",
            "{n} of {total} places are not known: survey them.",
            unseen,
            total=len(places),
        )
        yield Missing("places_unknown", titles, sentence)
    if not findings and places.empty:
        yield Missing("not_checked", titles, text("The planner has nothing to check this rule by."))


def _regions(status: Status, alike: list[Finding]) -> Text:
    """Say in which regions a rule is not met or not known, and what would change it in the first of them."""
    names = ", ".join(finding.unit_name for finding in alike[:REGIONS_TOLD])
    if len(alike) > REGIONS_TOLD:
        where = text("{names} and {more} more", names=names, more=len(alike) - REGIONS_TOLD)
    else:
        where = text("{names}", names=names)
    if status is Status.UNMET:
        sentence = plural("Not met in one: {where}.", "Not met in {n}: {where}.", len(alike), where=where)
    else:
        sentence = plural("Not known in one: {where}.", "Not known in {n}: {where}.", len(alike), where=where)
    remedy = alike[0].remedy
    if remedy is None:
        return sentence
    if len(alike) == 1:
        return text("{sentence} {remedy}", sentence=sentence, remedy=remedy)
    return text("{sentence} In {region}: {remedy}", sentence=sentence, region=alike[0].unit_name, remedy=remedy)


def _checklist(checklist: Checklist, assessment: Assessment) -> Missing:
    """Say that no place has a record against a checklist: the planner keeps none."""
    total = sum(len(places_of_kind(assessment, kind)) for kind in checklist.kinds)
    sentence = plural(
        "{n} place, not surveyed for {checklist}: the planner knows only the names of its items. "
        "Put the filled-in checklist beside this.",
        "{n} places, none surveyed for {checklist}: the planner knows only the names of its items. "
        "Put the filled-in checklists beside this.",
        total,
        checklist=checklist.id,
    )
    if not total:
        sentence = text(
            "No place that {checklist} is for is listed, so none is known to keep to it.", checklist=checklist.id
        )
    return Missing("checklist_not_surveyed", checklist.titles, sentence)


def _beyond(indicator: Indicator) -> Iterator[Missing]:
    for words in indicator.beyond:
        yield Missing("beyond", words, text("The planner can't keep this: bring the evidence from elsewhere."))


def _unconfirmed(indicator: Indicator) -> Iterator[Missing]:
    if not indicator.confirmed:
        sentence = text("Its number or wording was not seen in a source: compare it with Permen PPPA 12/2022 first.")
        yield Missing("not_confirmed", {}, sentence)
