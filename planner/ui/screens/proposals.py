"""Proposals: where the next child-friendly parks should go, and how good the plan is proven to be."""

from __future__ import annotations

import streamlit as st

from planner.model.assessment import Assessment, PlanStatus, Proposal
from planner.model.options import MAX_SITES
from planner.reports.summary import plan_sentence
from planner.reports.webmap import demand_layer, proposal_layer, status_layer
from planner.texts import Percent, Text, plural, text, translate
from planner.ui import state
from planner.ui.components.choices import minutes_choice
from planner.ui.components.downloads import show_downloads
from planner.ui.components.leaflet import remembered, show_map
from planner.ui.components.markup import Content, Html, bullets, element, joined, show, table
from planner.ui.components.method import method_sentences
from planner.ui.components.steps import site_name
from planner.ui.components.views import inset, title
from planner.ui.engine import current_assessment, current_city, kecamatan_in_need


def show_proposals() -> None:
    """Show the proposals page."""
    title(text("Where the next child-friendly parks should go"), over=current_city().name)
    with st.container(key="choices"):
        left, right = st.columns(2)
        with left:
            _sites_choice()
        with right:
            minutes_choice()
    assessment = current_assessment()
    proof = assessment.plan.optimality
    show(_verdict(assessment))
    if proof.status is not PlanStatus.INFEASIBLE and assessment.plan.proposals:
        city = assessment.city
        layers = [
            remembered(city, "demand", make=lambda: demand_layer(assessment)),
            remembered(city, "status", make=lambda: status_layer(assessment)),
            remembered(city, "proposals", assessment.options, make=lambda: proposal_layer(assessment)),
        ]
        show_map(city, layers, key="proposals")
        _plan_table(assessment)
    show(element("h2", text("What the plan does not know")), inset(bullets(_cautions(assessment))))
    show(element("h2", text("Take it with you")))
    show_downloads(assessment)


def _sites_choice() -> None:
    """Let the reader choose how many sites: at least one for each kecamatan that has to get one."""
    least = kecamatan_in_need()
    chosen = state.chosen("sites")
    now = max(int(chosen), least) if chosen else least
    if chosen and now != int(chosen):
        state.choose("sites", str(now))
    st.number_input(
        translate(text("Number of sites")),
        min_value=least,
        max_value=max(least, MAX_SITES),
        step=1,
        help=translate(
            plural(
                "At least {n}: one for each kecamatan that is not met.",
                "At least {n}: one for each kecamatan that is not met.",
                least,
            )
        ),
        **state.widget("sites", now),
    )


def _verdict(assessment: Assessment) -> Html:
    """Say what is proposed and how good it is proven to be."""
    plan = assessment.plan
    wanted = assessment.options.sites
    fewer = None
    if plan.proposals and wanted is not None and len(plan.proposals) < wanted:
        fewer = text("More sites would reach nobody new.")
    return inset(
        element("p", plan_sentence(assessment), css="lead"),
        element("p", fewer) if fewer else None,
        element("p", _proof(assessment)) if plan.proposals else None,
    )


def _proof(assessment: Assessment) -> Text:
    """Say in plain words what the solver has proven."""
    proof, candidates = assessment.plan.optimality, assessment.plan.candidates
    if proof.status is PlanStatus.OPTIMAL:
        return text(
            "Proven best among {candidates} places that were compared, with at least one site in each kecamatan that "
            "is not met.",
            candidates=candidates,
        )
    return text(
        "The search stopped at its time limit: the best plan among {candidates} places could reach at most {gap} more.",
        candidates=candidates,
        gap=Percent(proof.gap or 0.0, decimals=1),
    )


def _plan_table(assessment: Assessment) -> None:
    heads = {
        "site": text("Site"),
        "children": text("Children newly within reach"),
        "duty": text("Needed for the programme"),
        "reason": text("Why here"),
    }
    rows = [_row(proposal) for proposal in assessment.plan.proposals]
    show(table(text("The plan, in the order in which to build"), heads, rows, numbers=["children"], prose=True))


def _row(proposal: Proposal) -> dict[str, Content]:
    return {
        "site": joined([text("{rank}. {site}", rank=proposal.rank, site=site_name(proposal))]),
        "children": proposal.children_newly_within,
        "duty": text("yes") if proposal.duty else text("no"),
        "reason": proposal.reason_text,
    }


def _cautions(assessment: Assessment) -> list[Text]:
    return [
        text("Who owns the land, what it costs and whether it floods: a site is a place to look at, not a plot."),
        text("A new site is marked near where children live; the exact plot has to be found on the ground."),
        *method_sentences(assessment)[:2],
    ]
