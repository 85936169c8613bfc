"""What a briefing says: every sentence and number taken from the assessment."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from planner.checks.each.programme import STSK_COVERAGE
from planner.model.assessment import Action, Assessment, Proposal
from planner.model.kinds import ALL_CHILDREN, CHILD_FRIENDLY_PARK, Level, Status
from planner.reports.shares import share_with_range
from planner.reports.sign_places import sign_results
from planner.reports.summary import plan_sentence, programme_sentence, reach_sentence
from planner.siting.programmes import COST_RULE
from planner.texts import Text, plural, text

DECISIONS = 3
MILLION = 1_000_000


@dataclass(frozen=True)
class KecamatanLine:
    """One kecamatan in a line.

    Attributes
    ----------
    code, name
        Which one.
    status
        How the programme stands there.
    children
        How many children live there; ``None`` where no population is known.
    share
        Which share of them reaches a child-friendly park, with its range; ``None`` where not known.
    next_step
        What would change the finding, or that nothing has to be done.
    """

    code: str
    name: str
    status: Status
    children: int | None
    share: Text | None
    next_step: Text


@dataclass(frozen=True)
class Decision:
    """One decision to take.

    Attributes
    ----------
    rank
        Place of the site in the plan.
    what
        What is to be decided, in one sentence.
    children
        Children newly reached.
    cost_idr
        What it is reckoned to cost, in rupiah; ``None`` where nobody said.
    """

    rank: int
    what: Text
    children: int
    cost_idr: int | None


@dataclass(frozen=True)
class Brief:
    """What a page for a busy reader says.

    Attributes
    ----------
    headline
        The result in a few sentences.
    lines
        One line for each kecamatan, in the order of codes.
    decisions
        What to decide, the most urgent first.
    plan
        What the whole plan reaches, and how good it is proven to be.
    not_known
        What is not known and would change the picture.
    """

    headline: tuple[Text, ...]
    lines: tuple[KecamatanLine, ...]
    decisions: tuple[Decision, ...]
    plan: Text
    not_known: tuple[Text, ...]


def brief_of(assessment: Assessment) -> Brief:
    """Return what a briefing says of an assessment."""
    return Brief(
        headline=(programme_sentence(assessment), reach_sentence(assessment)),
        lines=_lines(assessment),
        decisions=tuple(_decision(site) for site in assessment.plan.proposals[:DECISIONS]),
        plan=plan_sentence(assessment),
        not_known=_not_known(assessment),
    )


def money(amount_idr: int) -> Text:
    """Return an amount of rupiah as people say it: whole millions, unless it is less than that."""
    if amount_idr >= MILLION and amount_idr % MILLION == 0:
        return text("Rp {millions} million", millions=amount_idr // MILLION)
    return text("Rp {amount}", amount=amount_idr)


def cost_source(assessment: Assessment) -> Text | None:
    """Return where the costs of sites come from; ``None`` where there are none, or where they were chosen."""
    siting, proposals = assessment.options.siting, assessment.plan.proposals
    chosen = {Action.NEW: siting.new_cost_idr, Action.UPGRADE: siting.upgrade_cost_idr}
    told = [site for site in proposals if site.cost_idr is not None and chosen[site.action] is None]
    if not told or COST_RULE not in assessment.rules:
        return None
    return text(
        "Costs: the range of the rule {rule} ({citation}).",
        rule=COST_RULE,
        citation=assessment.rules[COST_RULE].citation,
    )


def reached(assessment: Assessment, level: Level) -> pd.DataFrame:
    """Return who of all children reaches a child-friendly park, by code of the regions of a level."""
    access = assessment.access
    rows = access[
        (access["level"] == level) & (access["kind"] == CHILD_FRIENDLY_PARK) & (access["age_tier"] == ALL_CHILDREN)
    ]
    return pd.DataFrame(rows).set_index("code")


def _lines(assessment: Assessment) -> tuple[KecamatanLine, ...]:
    rows = reached(assessment, Level.KECAMATAN)
    return tuple(
        KecamatanLine(
            code=finding.unit_code,
            name=finding.unit_name,
            status=finding.status,
            children=int(rows["children"][finding.unit_code]) if finding.unit_code in rows.index else None,
            share=_share(rows, finding.unit_code),
            next_step=finding.remedy or text("Keep what is there."),
        )
        for finding in assessment.findings_of(STSK_COVERAGE)
    )


def _share(rows: pd.DataFrame, code: str) -> Text | None:
    if code not in rows.index or math.isnan(float(rows["share"][code])):
        return None
    share, low, high = (float(rows[column][code]) for column in ("share", "share_low", "share_high"))
    return share_with_range(share, low, high)


def _decision(site: Proposal) -> Decision:
    if site.action is Action.UPGRADE:
        what = text(
            "Make {place} in {kecamatan} child-friendly.", place=site.facility_name, kecamatan=site.kecamatan_name
        )
    elif site.region_code == site.kecamatan_code:
        what = text("Find land and build a child-friendly park in {kecamatan}.", kecamatan=site.kecamatan_name)
    else:
        what = text(
            "Find land and build a child-friendly park in {region}, {kecamatan}.",
            region=site.region_name,
            kecamatan=site.kecamatan_name,
        )
    return Decision(site.rank, what, site.children_newly_within, site.cost_idr)


def _not_known(assessment: Assessment) -> tuple[Text, ...]:
    """Return what is not known, first of the programme, then of the places, the signs and the findings."""
    city = assessment.city
    told = [
        finding.reason_text for finding in assessment.findings_of(STSK_COVERAGE) if finding.status is Status.UNKNOWN
    ]
    unplaced = int(city.facilities.geometry.isna().sum())
    if unplaced:
        told.append(
            plural(
                "The position of {n} of {all} places is not known.",
                "The positions of {n} of {all} places are not known.",
                unplaced,
                all=len(city.facilities),
            )
        )
    signs = sign_results(assessment)
    unseen = int((signs["status"] == Status.UNKNOWN).sum())
    if unseen:
        told.append(
            plural(
                "Of {n} of {all} places that must be smoke-free nobody recorded the sign.",
                "Of {n} of {all} places that must be smoke-free nobody recorded the signs.",
                unseen,
                all=len(signs),
            )
        )
    unknown = sum(finding.status is Status.UNKNOWN for finding in assessment.findings)
    if unknown:
        told.append(
            plural(
                "{n} of {all} findings of all rules is not known.",
                "{n} of {all} findings of all rules are not known.",
                unknown,
                all=len(assessment.findings),
            )
        )
    return tuple(told)
