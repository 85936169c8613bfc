"""The result in a sentence or two."""

from __future__ import annotations

from planner.checks.each.programme import STSK_COVERAGE
from planner.model.assessment import Assessment, Plan, PlanStatus
from planner.model.kinds import ALL_CHILDREN, CHILD_FRIENDLY_PARK, Level, Status
from planner.model.options import Objective
from planner.reports.shares import share_with_range
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
    share, low, high = (float(city[column].iloc[0]) for column in ("share", "share_low", "share_high"))
    return text(
        "{within} of {children} children live within {minutes} minutes on foot of a child-friendly park: {share}.",
        within=int(city["children_within"].iloc[0]),
        children=int(city["children"].iloc[0]),
        minutes=assessment.method.threshold_min,
        share=share_with_range(share, low, high),
    )


def plan_sentence(assessment: Assessment) -> Text:
    """Return what is proposed, and how good it is proven to be."""
    return told_plan(assessment.plan)


def told_plan(plan: Plan) -> Text:
    """Return what a plan proposes, and how good it is proven to be."""
    proof = plan.optimality
    sites = plural("{n} site is proposed", "{n} sites are proposed", len(plan.proposals))
    if proof.status is PlanStatus.INFEASIBLE:
        reason = proof.reason_text or text("No plan is feasible.")
        rest = text("{sites}, for {children} more children.", sites=sites, children=plan.children_newly_within)
        return text("{first} {second}", first=reason, second=rest) if plan.proposals else reason
    if not plan.proposals:
        return text("No site is proposed: there is nobody left to reach.")
    if plan.aim is not Objective.COVERAGE:
        return _walk_sentence(plan, sites)
    if proof.status is PlanStatus.OPTIMAL or not proof.gap:
        return text(
            "{sites}, for {children} more children; no other plan with as many sites reaches more.",
            sites=sites,
            children=plan.children_newly_within,
        )
    if proof.objective != plan.children_newly_within:
        # Some children count more than others, so the bound is not in children.
        return text(
            "{sites}, for {children} more children; by the weights chosen another plan may be better by {gap} at most.",
            sites=sites,
            children=plan.children_newly_within,
            gap=Percent(proof.gap, decimals=1),
        )
    return text(
        "{sites}, for {children} more children; no other plan with as many sites reaches more than {bound}.",
        sites=sites,
        children=plan.children_newly_within,
        bound=proof.bound,
    )


def _walk_sentence(plan: Plan, sites: Text) -> Text:
    """Say how much shorter walks become."""
    proof = plan.optimality
    now, after, least = (round(metres or 0.0) for metres in (proof.without, proof.objective, proof.bound))
    if plan.aim is Objective.CENTER:
        return text(
            "{sites}: the longest walk falls from {now} m to {after} m; with no other plan below {least} m.",
            sites=sites,
            now=now,
            after=after,
            least=least,
        )
    return text(
        "{sites}: the average child's walk falls from {now} m to {after} m; with no other plan below {least} m.",
        sites=sites,
        now=now,
        after=after,
        least=least,
    )
