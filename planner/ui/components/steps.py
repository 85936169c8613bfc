"""What to do next, as it follows from an assessment."""

from __future__ import annotations

from collections.abc import Sequence

from planner.checks.each.park_area import RPJMD_PARK_1HA
from planner.checks.each.programme import STSK_COVERAGE
from planner.model.assessment import Action, Assessment, PlanStatus, Proposal
from planner.model.kinds import PLAY_KINDS, FacilityKind, Status
from planner.texts import Text, plural, text
from planner.ui.components.markup import Html, element, joined
from planner.ui.lookup import facilities_of, inside, without_position


def site_name(proposal: Proposal) -> Text:
    """Say in a few words what is proposed where."""
    if proposal.kind == FacilityKind.PUSKESMAS:
        return _puskesmas_name(proposal)
    if proposal.action is Action.UPGRADE:
        return text("Make {park} child-friendly", park=proposal.facility_name or proposal.region_name)
    if proposal.region_code == proposal.kecamatan_code:
        return text("New park in {kecamatan}", kecamatan=proposal.kecamatan_name)
    return text(
        "New park in kelurahan {kelurahan}, {kecamatan}",
        kelurahan=proposal.region_name,
        kecamatan=proposal.kecamatan_name,
    )


def _puskesmas_name(proposal: Proposal) -> Text:
    if proposal.action is Action.UPGRADE:
        return text("Raise {place} to a puskesmas", place=proposal.facility_name or proposal.region_name)
    if proposal.region_code == proposal.kecamatan_code:
        return text("New puskesmas in {kecamatan}", kecamatan=proposal.kecamatan_name)
    return text(
        "New puskesmas in kelurahan {kelurahan}, {kecamatan}",
        kelurahan=proposal.region_name,
        kecamatan=proposal.kecamatan_name,
    )


def next_steps(assessment: Assessment) -> list[Html]:
    """Return the next steps in order: what is claimed, what to build, what to record."""
    return [*_claims(assessment), *_sites(assessment), *_positions(assessment), *_areas(assessment)]


def _step(what: Text, why: Text) -> Html:
    return joined([element("p", element("strong", what)), element("p", why)])


def _claims(assessment: Assessment) -> list[Html]:
    unknown = [finding for finding in assessment.findings_of(STSK_COVERAGE) if finding.status is Status.UNKNOWN]
    return [
        _step(
            text("Find out what holds in {kecamatan}", kecamatan=finding.unit_name),
            text("{reason} If it is confirmed, this kecamatan is met.", reason=finding.reason_text),
        )
        for finding in unknown
    ]


def _sites(assessment: Assessment) -> list[Html]:
    plan = assessment.plan
    if plan.optimality.status is PlanStatus.INFEASIBLE:
        reason = plan.optimality.reason_text
        return [_step(text("No plan can be proposed"), reason)] if reason else []
    return [
        _step(
            site_name(proposal),
            _why(assessment, proposal),
        )
        for proposal in plan.proposals
        if proposal.duty
    ]


def _why(assessment: Assessment, proposal: Proposal) -> Text:
    """Say whom a site is for, and when it is not needed after all."""
    reached = plural(
        "{n} more child would have a child-friendly park within a walk of {minutes} minutes.",
        "{n} more children would have a child-friendly park within a walk of {minutes} minutes.",
        proposal.children_newly_within,
        minutes=assessment.options.threshold_min,
    )
    statuses = {finding.unit_code: finding.status for finding in assessment.findings_of(STSK_COVERAGE)}
    if statuses.get(proposal.kecamatan_code) is Status.UNKNOWN:
        return text("{reached} Needed for the programme only if the claim does not hold.", reached=reached)
    return reached


def _named(names: Sequence[str]) -> str:
    """Return the first few names; the rest stand on the map page."""
    return ", ".join(names[:3])


def _positions(assessment: Assessment) -> list[Html]:
    missing = without_position(inside(assessment.city.facilities))
    play = missing[missing["kind"].isin(PLAY_KINDS)]
    if missing.empty:
        return []
    why = text("Until then nobody is counted as walking to them.")
    if not play.empty:
        why = text("The parks among them first: {names}. {why}", names=_named(list(play["name"])), why=why)
    return [
        _step(
            plural("Record the position of {n} place", "Record the positions of {n} places", len(missing)),
            why,
        )
    ]


def _areas(assessment: Assessment) -> list[Html]:
    unknown = [finding for finding in assessment.findings_of(RPJMD_PARK_1HA) if finding.status is Status.UNKNOWN]
    evidence = [place for finding in unknown for place in finding.evidence]
    if not evidence:
        return []
    names = list(facilities_of(assessment.city, evidence)["name"])
    return [
        _step(
            plural("Measure the area of {n} park", "Measure the areas of {n} parks", len(names)),
            plural(
                "For {n} kecamatan it is not known whether a park is as large as the rule asks.",
                "For {n} kecamatan it is not known whether a park is as large as the rule asks.",
                len(unknown),
            ),
        )
    ]
