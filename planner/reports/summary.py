"""The result in a sentence or two."""

from __future__ import annotations

from planner.checks.programme import STSK_COVERAGE
from planner.model.assessment import Assessment, PlanStatus
from planner.model.kinds import ALL_CHILDREN, CHILD_FRIENDLY_PARK, Level, Status
from planner.texts import Percent, Text, plural, text


def programme_sentence(assessment: Assessment) -> Text:
    """Return in how many kecamatan the programme is met."""
    statuses = [finding.status for finding in assessment.findings_of(STSK_COVERAGE)]
    unknown = statuses.count(Status.UNKNOWN)
    met, total = statuses.count(Status.MET), len(statuses)
    if not unknown:
        return text("{met} of {total} kecamatan have a child-friendly park.", met=met, total=total)
    return text(
        "{met} of {total} kecamatan have a child-friendly park; for {unknown} it is not known.",
        met=met,
        total=total,
        unknown=unknown,
    )


def reach_sentence(assessment: Assessment) -> Text:
    """Return how many children of the city can walk to a child-friendly park."""
    access = assessment.access
    city = access[
        (access["level"] == Level.CITY) & (access["kind"] == CHILD_FRIENDLY_PARK) & (access["age_tier"] == ALL_CHILDREN)
    ].dropna(subset=["share"])
    if city.empty:
        return text("How many children can walk to a child-friendly park is not known: no population is known.")
    return text(
        "{within} of {children} children ({share}) live within {minutes} minutes on foot of a child-friendly park.",
        within=int(city["children_within"].iloc[0]),
        children=int(city["children"].iloc[0]),
        share=Percent(float(city["share"].iloc[0]), decimals=1),
        minutes=assessment.method.threshold_min,
    )


def plan_sentence(assessment: Assessment) -> Text:
    """Return what is proposed, and how good it is proven to be."""
    plan = assessment.plan
    proof = plan.optimality
    if proof.status is PlanStatus.INFEASIBLE:
        return proof.reason_text or text("No plan is feasible.")
    sites = plural("{n} site is proposed", "{n} sites are proposed", len(plan.proposals))
    if not plan.proposals:
        return text("No site is proposed: there is nobody left to reach.")
    if proof.status is PlanStatus.OPTIMAL or not proof.gap:
        return text(
            "{sites}, for {children} more children; no other plan with as many sites reaches more.",
            sites=sites,
            children=proof.objective,
        )
    return text(
        "{sites}, for {children} more children; no other plan with as many sites reaches more than {bound}.",
        sites=sites,
        children=proof.objective,
        bound=proof.bound,
    )
