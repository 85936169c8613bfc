"""The sites of a plan in the order in which to build them, and buttons that keep one or leave it out."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from planner.model.assessment import Assessment, Proposal
from planner.model.planning import Stability
from planner.texts import Text, plural, text, translate
from planner.ui import state
from planner.ui.chosen_plan import MILLION
from planner.ui.components.markup import Content, Html, element, joined, show, table
from planner.ui.components.steps import site_name
from planner.ui.engine import candidate_names

FEW_SITES = 8
"""Up to so many sites, the buttons are open at first."""


THOUSAND_MILLION = 1_000_000_000


def rupiah(amount_idr: int) -> Text:
    """Write an amount of money in millions of rupiah, or in thousands of millions from one on."""
    if amount_idr >= THOUSAND_MILLION:
        return text("Rp {amount} billion", amount=amount_idr / THOUSAND_MILLION)
    return text("Rp {millions} million", millions=amount_idr / MILLION)


def plan_table(assessment: Assessment, stability: Stability | None) -> None:
    """Show the sites in building order, with everything that is told of them."""
    proposals = assessment.plan.proposals
    heads: dict[str, Content] = {
        "site": text("Site"),
        "children": text("Children newly within reach"),
        "cost": text("Cost"),
        "duty": text("Needed for the programme"),
        "sure": text("How sure"),
        "reason": text("Why here"),
    }
    if assessment.plan.cost_idr is None:
        del heads["cost"]
    if stability is None:
        del heads["sure"]
    rows = [_row(proposal, stability) for proposal in proposals]
    show(table(text("The plan, in the order in which to build"), heads, rows, numbers=["children", "cost"], prose=True))


def _row(proposal: Proposal, stability: Stability | None) -> dict[str, Content]:
    return {
        "site": joined([text("{rank}. {site}", rank=proposal.rank, site=site_name(proposal))]),
        "children": proposal.children_newly_within,
        "cost": None if proposal.cost_idr is None else rupiah(proposal.cost_idr),
        "duty": text("yes") if proposal.duty else text("no"),
        "sure": None if stability is None else _sure(proposal.candidate_id, stability),
        "reason": _why(proposal),
    }


def _why(proposal: Proposal) -> Html:
    other = proposal.next_best_text
    return joined(
        [element("span", proposal.reason_text), element("span", other, css="beside") if other is not None else None]
    )


def _sure(site: str, stability: Stability) -> Text:
    """Say in how many of the runs a site was chosen again, itself or one close by."""
    chosen, nearby, runs = stability.chosen.get(site, 0), stability.nearby.get(site, 0), len(stability.runs)
    if nearby > chosen:
        return text(
            "chosen in {chosen} of {runs}; it or a place close by in {nearby}", chosen=chosen, runs=runs, nearby=nearby
        )
    return text("chosen in {chosen} of {runs}", chosen=chosen, runs=runs)


def often_instead(assessment: Assessment, stability: Stability) -> list[Text]:
    """Name the sites that are not in the plan, but would be under most other assumptions."""
    proposed = {proposal.candidate_id for proposal in assessment.plan.proposals}
    others = [(site, times) for site, times in stability.chosen.items() if site not in proposed]
    names = candidate_names(assessment.options) if others else {}
    return [
        text("{site}: chosen in {chosen} of {runs}", site=names.get(site, site), chosen=times, runs=len(stability.runs))
        for site, times in others
    ]


def plan_buttons(proposals: Sequence[Proposal]) -> None:
    """Offer to keep each site whatever else changes, or to leave it out."""
    must, must_not = state.several("must"), state.several("must_not")
    label = translate(text("Keep a site, or leave one out"))
    few = len(proposals) <= FEW_SITES
    with st.expander(label, expanded=few, key=f"plan_sites_{few}"):
        for proposal in proposals:
            _site_buttons(proposal, kept=proposal.candidate_id in must)
        if must_not:
            told = plural("{n} site was left out by you.", "{n} sites were left out by you.", len(must_not))
            with st.container(horizontal=True, vertical_alignment="center"):
                show(element("p", told))
                st.button(
                    translate(text("Allow them again")),
                    key="plan_allow",
                    on_click=state.choose_defaults,
                    args=(["must_not"],),
                )


def _site_buttons(proposal: Proposal, *, kept: bool) -> None:
    site = proposal.candidate_id
    with st.container(horizontal=True, vertical_alignment="center"):
        show(element("p", text("{rank}. {site}", rank=proposal.rank, site=site_name(proposal))))
        st.button(
            translate(text("No longer keep") if kept else text("Keep this one")),
            key=f"plan_keep_{site}",
            on_click=_toggle_kept,
            args=(site,),
        )
        st.button(translate(text("Leave this one out")), key=f"plan_leave_{site}", on_click=_leave, args=(site,))


def _toggle_kept(site: str) -> None:
    must = state.several("must")
    state.choose("must", ",".join(other for other in must if other != site) if site in must else _with("must", site))


def _leave(site: str) -> None:
    state.choose("must", ",".join(other for other in state.several("must") if other != site))
    state.choose("must_not", _with("must_not", site))


def _with(name: str, site: str) -> str:
    return ",".join(dict.fromkeys([*state.several(name), site]))
