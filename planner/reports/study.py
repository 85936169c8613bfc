"""A plan looked at from all sides, as text for a terminal and as files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import planner
from planner.model.city import City
from planner.model.kinds import Level
from planner.model.options import Options
from planner.model.planning import PlanStudy, ReachPoint, Stability, YearPlan
from planner.planning import Wanted
from planner.reports.carried.json import MEMBER
from planner.reports.plan_document import (
    optimality_document,
    options_document,
    plan_document,
    proposal_document,
)
from planner.reports.provenance import Asked, provenance_document
from planner.reports.summary import told_plan
from planner.texts import Percent, Text, plural, text, translate

PLAN_FILE = "plan.json"


@dataclass(frozen=True)
class StudyFile(Asked):
    """A plan with all that stands around it.

    Attributes
    ----------
    curve, stability
        What of it was looked at, as :class:`~planner.planning.Wanted` says.
    """

    kind: ClassVar[str] = "plan"
    curve: bool
    stability: bool


def study_sentences(study: PlanStudy) -> Iterator[Text]:
    """Tell a plan line by line: what is proposed, each site, the curve, the years."""
    plan = study.plan
    yield told_plan(plan)
    if plan.cost_idr:
        yield text("Reckoned cost: {amount} rupiah.", amount=plan.cost_idr)
    for proposal in plan.proposals:
        yield text("{rank}. {reason}", rank=proposal.rank, reason=proposal.reason_text)
        if study.stability is not None:
            yield _sureness(study.stability, proposal.candidate_id)
        if proposal.next_best_text is not None:
            yield text("   {sentence}", sentence=proposal.next_best_text)
    if study.years_obstacle is not None and plan.optimality.reason_text is None:
        yield study.years_obstacle
    yield from map(_year, study.years)
    yield from map(_point, study.curve)


def _sureness(stability: Stability, site: str) -> Text:
    return text(
        "   Chosen in {chosen} of {runs} runs with other assumptions; in {nearby} this site or one within 400 m.",
        chosen=stability.chosen[site],
        runs=len(stability.runs),
        nearby=stability.nearby[site],
    )


def _year(year: YearPlan) -> Text:
    return text(
        "{year}: {sites} for {spent} of {budget} rupiah; {children} children newly reached until then, at most {gap} "
        "below the best for that year alone.",
        year=str(year.year),
        sites=plural("{n} site", "{n} sites", len(year.proposals)),
        spent=year.spent_idr,
        budget=year.budget_idr,
        children=round(year.children),
        gap=Percent(year.gap, decimals=1),
    )


def _point(point: ReachPoint) -> Text:
    if point.budget_idr is not None:
        return text(
            "{amount} rupiah: {children} children newly reached; at most {bound} possible.",
            amount=point.budget_idr,
            children=round(point.children),
            bound=round(point.bound),
        )
    return plural(
        "{n} site: {children} children newly reached; at most {bound} possible.",
        "{n} sites: {children} children newly reached; at most {bound} possible.",
        point.sites or 0,
        children=round(point.children),
        bound=round(point.bound),
    )


def study_document(city: City, options: Options, study: PlanStudy, asked: StudyFile) -> dict[str, Any]:
    """Return a plan with all that stands around it, in the language that is spoken."""
    has_kelurahan = city.finest_level is Level.KELURAHAN
    return {
        MEMBER: provenance_document(city, options, asked),
        "version": planner.__version__,
        "city": {"code": city.code, "name": city.name},
        "fingerprint": city.fingerprint,
        "options": options_document(options),
        "plan": plan_document(study.plan),
        "proposals": [proposal_document(site, has_kelurahan=has_kelurahan) for site in study.plan.proposals],
        "optimality": optimality_document(study.plan.optimality),
        "curve": [
            {
                "sites": point.sites,
                "budget_idr": point.budget_idr,
                "children": point.children,
                "bound": point.bound,
            }
            for point in study.curve
        ],
        "years": [_year_document(year) for year in study.years],
        "years_obstacle": None if study.years_obstacle is None else translate(study.years_obstacle),
        "stability": None if study.stability is None else _stability_document(study.stability),
    }


def _year_document(year: YearPlan) -> dict[str, Any]:
    return {
        "year": year.year,
        "budget_idr": year.budget_idr,
        "spent_idr": year.spent_idr,
        "sites": [site.candidate_id for site in year.proposals],
        "children": year.children,
        "bound": year.bound,
        "gap": round(year.gap, 6),
    }


def _stability_document(stability: Stability) -> dict[str, Any]:
    return {
        "runs": list(stability.runs),
        "sites": [
            {"id": site, "chosen": chosen, "nearby": stability.nearby.get(site)}
            for site, chosen in stability.chosen.items()
        ],
    }


def study_file(city: City, options: Options, study: PlanStudy, wanted: Wanted) -> bytes:
    """Return a plan with all that stands around it as JSON, in the language that is spoken."""
    document = study_document(city, options, study, StudyFile(wanted.curve, wanted.stability))
    return (json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode("utf-8")
