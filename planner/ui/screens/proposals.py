"""Proposals: where to build next, how good the plan is proven to be, and what else could be done."""

from __future__ import annotations

import streamlit as st

from planner.model.assessment import Assessment, PlanStatus
from planner.model.kinds import CHILD_FRIENDLY_PARK
from planner.model.options import Objective, Options
from planner.model.planning import PlanStudy
from planner.reports.method import method_sentences
from planner.reports.summary import plan_sentence
from planner.reports.webmap import demand_layer, left_out_layer, proposal_layer, status_layer
from planner.siting.programmes import AIMS
from planner.texts import Percent, Text, plural, text, translate
from planner.ui import state
from planner.ui.chosen_plan import chosen_programme, quick_options
from planner.ui.components.downloads import show_downloads
from planner.ui.components.leaflet import remembered, show_map
from planner.ui.components.markup import Content, bullets, element, show
from planner.ui.components.plan_choices import plan_choices, reset_button
from planner.ui.components.plan_curve import obstacle_box, show_curve, show_years
from planner.ui.components.plan_study import known_study, study_controls
from planner.ui.components.plan_table import often_instead, plan_buttons, plan_table, rupiah
from planner.ui.components.plan_terms import plan_terms
from planner.ui.components.views import error_summary, inset, title
from planner.ui.engine import city_of_figures, current_city, current_proposal, with_plan


def show_proposals() -> None:
    """Show the proposals page."""
    park = AIMS[chosen_programme()].kind == CHILD_FRIENDLY_PARK
    heading = (
        text("Where the next child-friendly parks should go") if park else text("Where the next puskesmas should go")
    )
    title(heading, over=current_city().name)
    with st.container(key="choices"):
        plan_choices()
        options = _options()
        plan_terms(options)
        reset_button()
    if options is None:
        return
    city = city_of_figures(options)
    study = known_study(city, options)
    assessment = _shown(options, study)
    _verdict(assessment)
    if _is_search_worthwhile(assessment):
        study_controls(city, options)
    if study is not None and (study.years or study.years_obstacle is not None):
        show_years(study.years, study.years_obstacle)
    if assessment.plan.proposals:
        _plan(assessment, study)
    show(element("h2", text("What the plan does not know")), inset(bullets(_cautions(assessment))))
    show(element("h2", text("Take it with you")))
    show_downloads(assessment)


def _options() -> Options | None:
    """Return what is chosen, or say what contradicts itself in it."""
    both = sorted(set(state.several("must")) & set(state.several("must_not")))
    if both:
        error_summary(
            text(
                "These sites must be in the plan and must not: {sites}. Decide on one under further terms.",
                sites=", ".join(both),
            )
        )
        return None
    return quick_options()


def _shown(options: Options, study: PlanStudy | None) -> Assessment:
    """Return the assessment with the best plan that is known: of the long search, else the quick one."""
    if study is not None:
        base = current_proposal()
        return base if _better(base, study) else with_plan(base, options, study.plan)
    return current_proposal()


def _is_search_worthwhile(assessment: Assessment) -> bool:
    """Say whether a long search can tell more: besides the plan it looks only at what reaches the most children."""
    plan = assessment.plan
    if assessment.options.siting.objective is not Objective.COVERAGE:
        return bool(plan.proposals and plan.optimality.gap)
    return bool(plan.proposals) or plan.optimality.status is PlanStatus.INFEASIBLE


def _better(quick: Assessment, study: PlanStudy) -> bool:
    """Say whether the quick plan is proven, or better than that of a long search that was stopped early."""
    now, then = quick.plan.optimality, study.plan.optimality
    if now.status is PlanStatus.INFEASIBLE or then.status is PlanStatus.INFEASIBLE:
        return False
    return now.gap is not None and then.gap is not None and now.gap < then.gap


def _verdict(assessment: Assessment) -> None:
    """Say what is proposed, how good it is proven to be, and what can't be met."""
    plan = assessment.plan
    obstacle = plan.optimality.reason_text
    if obstacle is not None:
        show(obstacle_box(obstacle))
    contents: list[Content] = [element("p", _lead(assessment), css="lead")]
    wanted = assessment.options.sites
    if obstacle is None and plan.proposals and wanted is not None and len(plan.proposals) < wanted:
        contents.append(element("p", text("More sites would reach nobody new.")))
    if plan.proposals:
        contents.append(element("p", _proof(assessment)))
        if plan.cost_idr is not None:
            contents.append(element("p", text("Reckoned cost of all sites: {amount}.", amount=rupiah(plan.cost_idr))))
    show(inset(*contents))


def _lead(assessment: Assessment) -> Text:
    plan, siting = assessment.plan, assessment.options.siting
    sites = plural("{n} site is proposed", "{n} sites are proposed", len(plan.proposals))
    if plan.optimality.status is PlanStatus.INFEASIBLE:
        if not plan.proposals:
            return text("No plan can be proposed.")
        return text(
            "{sites} as the best of the rest, for {children} more children.",
            sites=sites,
            children=plan.children_newly_within,
        )
    paid = siting.budget_idr is not None or siting.year_budgets_idr
    if not (plan.proposals or paid or assessment.options.sites):
        return text("No site is asked for, and no region has to get one: choose how many sites there may be.")
    if plan.proposals and (paid or siting.equity or siting.objective is not Objective.COVERAGE):
        return text("{sites}, for {children} more children.", sites=sites, children=plan.children_newly_within)
    return plan_sentence(assessment)


def _proof(assessment: Assessment) -> Text:
    """Say in plain words what the solver has proven."""
    proof, candidates = assessment.plan.optimality, assessment.plan.candidates
    if not proof.gap:
        return text(
            "Proven best among the {candidates} places that were compared, under the terms above.",
            candidates=candidates,
        )
    return text(
        "Not proven best: another plan among the {candidates} places that were compared could be at most {gap} better.",
        candidates=candidates,
        gap=Percent(proof.gap, decimals=1),
    )


def _plan(assessment: Assessment, study: PlanStudy | None) -> None:
    _map(assessment)
    stability = study.stability if study is not None and study.plan is assessment.plan else None
    plan_table(assessment, stability)
    plan_buttons(assessment.plan.proposals)
    if stability is not None:
        others = often_instead(assessment, stability)
        note = text(
            "How sure: the plan was made again in {runs} runs with other walking speeds, detours, thresholds and "
            "places where children may live.",
            runs=len(stability.runs),
        )
        show(element("p", note, css="note"))
        if others:
            show(element("p", text("Not in this plan, but chosen in at least half of the runs:")), bullets(others))
    if study is not None and len(study.curve) > 1:
        show_curve(assessment, study.curve)


def _map(assessment: Assessment) -> None:
    city, plan = assessment.city, assessment.plan
    sites = ",".join(proposal.candidate_id for proposal in plan.proposals)
    layers = [
        remembered(city, "demand", make=lambda: demand_layer(assessment)),
        remembered(city, "status", make=lambda: status_layer(assessment)),
        remembered(city, "proposals", assessment.options, sites, make=lambda: proposal_layer(assessment)),
    ]
    if plan.left_out is not None and not plan.left_out.empty and _left_out_wanted(len(plan.left_out)):
        made = remembered(city, "left_out", assessment.options, make=lambda: left_out_layer(assessment))
        layers.insert(0, made)
    show_map(city, layers, key="proposals")


def _left_out_wanted(count: int) -> bool:
    """Offer to show the places that were left out: on the map they would hide others."""
    label = plural(
        "Show the {n} place that was left out on the map; it says why when it is clicked",
        "Show the {n} places that were left out on the map; each says why when it is clicked",
        count,
    )
    return st.checkbox(translate(label), key="plan_left_out")


def _cautions(assessment: Assessment) -> list[Text]:
    return [
        *(notice.text for notice in assessment.plan.notices),
        text("Who owns the land, what it costs and whether it floods: a site is a place to look at, not a plot."),
        text("A new site is marked near where children live; the exact plot has to be found on the ground."),
        *method_sentences(assessment)[:2],
    ]
