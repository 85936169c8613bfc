"""What the planner's data prove of one indicator: places listed, findings, places judged, reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from planner.checks.registry import all_checks
from planner.history.trend import in_order, trend_of
from planner.kla.indicators import Indicator, Measured, Titles
from planner.model.assessment import Assessment
from planner.model.history import Snapshot
from planner.model.kinds import ALL_CHILDREN, FacilityKind, Level, Placement, Status
from planner.model.labels import KIND_LABELS, LEVEL_LABELS, STATUS_LABELS
from planner.rules.citing import citation_text
from planner.texts import Percent, Text, plural, text


@dataclass(frozen=True)
class Count:
    """How many of how many there were on a day.

    Attributes
    ----------
    day
        The day as of which the city was judged.
    count, total
        How many, of how many; no total where it is not known of how many.
    """

    day: dt.date
    count: int
    total: int | None

    @property
    def share(self) -> float | None:
        """Count over total; ``None`` where there is no total, or it is 0."""
        return None if not self.total else self.count / self.total


@dataclass(frozen=True)
class Proof:
    """One count that the data prove, and how it was before.

    Attributes
    ----------
    name
        Stable name, such as ``findings:PUSKESMAS_KEC:kecamatan``.
    about
        Title of the rule by language; empty where no rule is behind it.
    sentence
        What was counted, in one plain sentence.
    now
        The count.
    unknown
        Of how many of the total nobody knows.
    estimate
        Whether it is reckoned, not counted.
    citation
        The rule's source; ``None`` where no rule is behind it.
    former
        The same count in the assessments that were kept before, oldest first.
    """

    name: str
    about: Titles
    sentence: Text
    now: Count
    unknown: int = 0
    estimate: bool = False
    citation: Text | None = None
    former: tuple[Count, ...] = ()


def proofs_of(indicator: Indicator, assessment: Assessment, kept: Sequence[Snapshot] = ()) -> tuple[Proof, ...]:
    """Return what the data prove of an indicator.

    Parameters
    ----------
    indicator
        The indicator.
    assessment
        The assessment.
    kept
        Assessments of the same city that were kept; those from before the assessment's day make the trend.
    """
    before = _before(kept, assessment.options.as_of)
    counted = (
        *(_listed(kind, assessment) for kind in indicator.kinds if is_listed(assessment, kind)),
        *(proof for rule in indicator.rules for proof in _found(rule, assessment, before)),
        *(proof for measured in indicator.measures for proof in _measured(measured, assessment, before)),
        *(proof for rule in _judged_rules(indicator) for proof in _judged(rule, assessment)),
        *(proof for kind in indicator.reach for proof in _reached(kind, assessment, before)),
    )
    # What is wholly unknown proves nothing, unless something was known before.
    return tuple(proof for proof in counted if proof.unknown != proof.now.total or proof.former)


def _before(kept: Sequence[Snapshot], day: dt.date) -> tuple[Snapshot, ...]:
    """Return the last kept assessment of each earlier day, oldest first."""
    last = {snapshot.day: snapshot for snapshot in in_order(kept) if snapshot.day < day}
    return tuple(last.values())


def places_of_kind(assessment: Assessment, kind: FacilityKind) -> pd.DataFrame:
    """Return the places of a kind that are not known to lie outside the city."""
    facilities = assessment.city.facilities
    chosen = (facilities["kind"] == kind) & (facilities["placement"] != Placement.OUTSIDE)
    return pd.DataFrame(facilities[chosen])


def is_listed(assessment: Assessment, kind: FacilityKind) -> bool:
    """Say whether the city lists places of a kind, or says that there is none."""
    return kind in assessment.city.complete_kinds or len(places_of_kind(assessment, kind)) > 0


def _listed(kind: FacilityKind, assessment: Assessment) -> Proof:
    places = places_of_kind(assessment, kind)
    kecamatan = assessment.city.regions_at(Level.KECAMATAN)["code"]
    sentence = text(
        "{count} listed: {kind}. In {some} of {all} kecamatan at least one.",
        count=len(places),
        kind=KIND_LABELS[kind],
        some=int(kecamatan.isin(places["kecamatan_code"]).sum()),
        all=len(kecamatan),
    )
    return Proof(f"places:{kind}", {}, sentence, Count(assessment.options.as_of, len(places), None))


def _found(rule: str, assessment: Assessment, before: Sequence[Snapshot]) -> Iterator[Proof]:
    """Yield how many regions of each level meet a rule."""
    findings = assessment.findings_of(rule)
    for level in dict.fromkeys(finding.unit_level for finding in findings):
        now = [finding.status for finding in findings if finding.unit_level is level]
        unknown = now.count(Status.UNKNOWN)
        former = {
            snapshot.day: [one.status for one in snapshot.findings if one.rule == rule and one.level == level]
            for snapshot in before
        }
        yield Proof(
            name=f"findings:{rule}:{level}",
            about=assessment.rules[rule].titles,
            sentence=_regions_told(now, level),
            now=Count(assessment.options.as_of, now.count(Status.MET), len(now)),
            unknown=unknown,
            citation=citation_text(assessment.rules[rule]),
            former=tuple(
                Count(day, statuses.count(Status.MET), len(statuses)) for day, statuses in former.items() if statuses
            ),
        )


def _regions_told(statuses: Sequence[Status], level: Level) -> Text:
    """Say in how many regions of a level a rule is met, not met, and not known."""
    unknown = statuses.count(Status.UNKNOWN)
    if level is Level.CITY:
        return text("The whole city: {status}.", status=STATUS_LABELS[statuses[0]])
    if unknown == len(statuses):
        return text("Not known in any of {total} {level}.", total=unknown, level=LEVEL_LABELS[level])
    return text(
        "Met in {met} of {total} {level}; not met in {unmet}, not known in {unknown}.",
        met=statuses.count(Status.MET),
        total=len(statuses),
        level=LEVEL_LABELS[level],
        unmet=statuses.count(Status.UNMET),
        unknown=unknown,
    )


def _judged_rules(indicator: Indicator) -> tuple[str, ...]:
    """Return the rules whose places are counted here: those whose check does not count them itself."""
    measured = {one.rule for one in indicator.measures}
    return tuple(rule for rule in indicator.rules if rule not in measured)


def _measured(one: Measured, assessment: Assessment, before: Sequence[Snapshot]) -> Iterator[Proof]:
    """Yield what a check counted of the whole city, and what it counted before."""
    measures = assessment.details.of_rule(one.rule)
    own = measures[(measures["level"] == Level.CITY) & (measures["subject"] == "")]
    values = own.dropna(subset=["value"]).set_index("measure")["value"]
    if one.rule not in assessment.rules or not {one.count, one.total, one.unknown} <= set(values.index):
        return
    labels = all_checks()[one.rule].labels
    rule = assessment.rules[one.rule]
    yield Proof(
        name=f"measures:{one.rule}:{one.count}",
        about=rule.titles,
        sentence=text("{part}, of all {whole}.", part=labels[one.count], whole=labels[one.total]),
        now=Count(assessment.options.as_of, int(values[one.count]), int(values[one.total])),
        unknown=int(values[one.unknown]),
        citation=citation_text(rule),
        former=_measured_before(one, assessment.city.code, before),
    )


def _measured_before(one: Measured, code: str, before: Sequence[Snapshot]) -> tuple[Count, ...]:
    counts = {
        name: {point.day: point.value for point in trend_of(before, one.rule, name, Level.CITY, code, "")}
        for name in (one.count, one.total)
    }
    days = [day for day in counts[one.count] if counts[one.count][day] is not None and counts[one.total].get(day)]
    return tuple(Count(day, int(counts[one.count][day] or 0), int(counts[one.total][day] or 0)) for day in days)


def _judged(rule: str, assessment: Assessment) -> Iterator[Proof]:
    """Yield of how many places a rule is known to be kept, where it speaks of places."""
    if rule not in assessment.rules:
        return
    statuses = assessment.details.places_of(rule)["status"]
    if statuses.empty:
        return
    counts = {status: int((statuses == status).sum()) for status in Status}
    yield Proof(
        name=f"places_judged:{rule}",
        about=assessment.rules[rule].titles,
        sentence=_places_told(counts, len(statuses)),
        now=Count(assessment.options.as_of, counts[Status.MET], len(statuses)),
        unknown=counts[Status.UNKNOWN],
        citation=citation_text(assessment.rules[rule]),
    )


def _places_told(counts: Mapping[Status, int], total: int) -> Text:
    """Say at how many places a rule is met, not met, and not known."""
    if counts[Status.UNKNOWN] == total:
        return plural("Not known at the one place.", "Not known at any of {n} places.", total)
    return plural(
        "Met at {met} of {n} place; not met at {unmet}, not known at {unknown}.",
        "Met at {met} of {n} places; not met at {unmet}, not known at {unknown}.",
        total,
        met=counts[Status.MET],
        unmet=counts[Status.UNMET],
        unknown=counts[Status.UNKNOWN],
    )


def _reached(kind: str, assessment: Assessment, before: Iterable[Snapshot]) -> Iterator[Proof]:
    """Yield how many children are reckoned to live within a walk of a kind of place."""
    access = assessment.access
    rows = access[(access["level"] == Level.CITY) & (access["kind"] == kind) & (access["age_tier"] == ALL_CHILDREN)]
    rows = rows[(rows["children"] > 0) & rows["share"].notna()]
    for children, within, low, high in rows[["children", "children_within", "share_low", "share_high"]].itertuples(
        index=False, name=None
    ):
        values: Mapping[str, object] = {
            "kind": KIND_LABELS[kind],
            "minutes": float(assessment.options.threshold_min),
            "low": Percent(low),
            "high": Percent(high),
        }
        yield Proof(
            name=f"reach:{kind}",
            about={},
            sentence=text(
                "Children who live within a walk of {minutes} minutes: {kind}. Reckoned, between {low} and {high}.",
                **values,
            ),
            now=Count(assessment.options.as_of, int(within), int(children)),
            estimate=True,
            former=tuple(
                Count(snapshot.day, reach.children_within, reach.children)
                for snapshot in before
                # Another walking time would be another question.
                if snapshot.options.threshold_min == assessment.options.threshold_min
                for reach in snapshot.reach
                if reach.level == Level.CITY and reach.kind == kind
            ),
        )


def count_words(count: Count) -> Text:
    """Return a count with its denominator and share."""
    if count.total is None:
        return text("{count}", count=count.count)
    if count.share is None:
        return text("{count} of {total}", count=count.count, total=count.total)
    return text("{count} of {total} ({share})", count=count.count, total=count.total, share=Percent(count.share))


def trend_words(proof: Proof) -> Text | None:
    """Return how a count has changed since the last assessment that has it; ``None`` where none was kept before."""
    if not proof.former:
        return None
    last = proof.former[-1]
    change = proof.now.count - last.count
    if change == 0:
        return text("As on {day}: {then}.", day=last.day, then=count_words(last))
    if change > 0:
        return text("{change} more than on {day}: {then}.", change=change, day=last.day, then=count_words(last))
    return text("{change} fewer than on {day}: {then}.", change=-change, day=last.day, then=count_words(last))
