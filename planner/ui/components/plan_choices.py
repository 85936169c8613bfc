"""What a plan is for, and how large it may be."""

from __future__ import annotations

import streamlit as st

from planner.errors import RuleError
from planner.model.assessment import Action
from planner.model.kinds import CHILD_FRIENDLY_PARK
from planner.model.options import MAX_SITES, MAX_YEARS, Programme, SitingOptions
from planner.siting.programmes import AIMS, costs_idr
from planner.texts import Text, plural, text, translate
from planner.ui import state
from planner.ui.chosen_plan import MILLION, TERMS, chosen_first_year, chosen_programme
from planner.ui.components.choices import minutes_choice
from planner.ui.engine import current_rules, regions_in_need

PROGRAMME_LABELS: dict[Programme, Text] = {
    Programme.PARK_PER_KECAMATAN: text("A child-friendly park in each kecamatan"),
    Programme.RBRA_PER_KELURAHAN: text("A child-friendly play space (RBRA) in each kelurahan"),
    Programme.PUSKESMAS_PER_KECAMATAN: text("A puskesmas in each kecamatan"),
}

LIMIT_LABELS = {
    "sites": text("Number of sites"),
    "budget": text("Budget"),
    "years": text("Budget each year"),
}


def plan_choices() -> None:
    """Let the reader choose the programme, how many sites or how much money, and the walking time."""
    left, right = st.columns(2)
    with left:
        _programme_choice()
    with right:
        minutes_choice()
    left, right = st.columns(2)
    with left:
        labels = {limit: translate(label) for limit, label in LIMIT_LABELS.items()}
        st.radio(
            translate(text("How large may the plan be?")),
            list(labels),
            format_func=labels.__getitem__,
            horizontal=True,
            **state.widget("limit", state.chosen("limit")),
        )
    with right:
        {"sites": _sites_choice, "budget": _budget_choice, "years": _years_choice}[state.chosen("limit")]()


def _programme_choice() -> None:
    labels = {str(programme): translate(label) for programme, label in PROGRAMME_LABELS.items()}
    st.selectbox(
        translate(text("Programme")),
        list(labels),
        format_func=labels.__getitem__,
        **state.widget("programme", state.chosen("programme")),
    )


def _sites_choice() -> None:
    """Let the reader choose how many sites; at first one for each region that has to get one."""
    least = regions_in_need(chosen_programme())
    help_text = plural(
        "{n} region has to get a site. With fewer sites the plan says what it leaves aside.",
        "{n} regions have to get a site each. With fewer sites the plan says what it leaves aside.",
        least,
    )
    st.number_input(
        translate(LIMIT_LABELS["sites"]),
        min_value=0,
        max_value=MAX_SITES,
        step=1,
        help=translate(help_text),
        **state.widget("sites", int(state.chosen("sites") or min(least, MAX_SITES))),
    )


def _budget_choice() -> None:
    number_choice("budget", text("Budget in millions of rupiah"), most=state.MOST_MILLIONS, step=100)


def _years_choice() -> None:
    first, years, budget = st.columns(3)
    with first:
        low, high = state.FIRST_YEARS
        st.number_input(
            translate(text("First year")),
            min_value=low,
            max_value=high,
            step=1,
            **state.widget("first_year", chosen_first_year()),
        )
    with years:
        number_choice("years", text("Years"), least=1, most=MAX_YEARS)
    with budget:
        number_choice("year_budget", text("Millions of rupiah a year"), most=state.MOST_MILLIONS, step=100)


def cost_choices() -> None:
    """Let the reader say what a site costs; at first what the rules say."""
    try:
        known = costs_idr(AIMS[chosen_programme()], SitingOptions(programme=chosen_programme()), current_rules()) or {}
    except RuleError:
        known = {}
    left, right = st.columns(2)
    with left:
        _cost_choice("new_cost", text("Cost of a new site, in millions of rupiah"), known.get(Action.NEW))
    with right:
        _cost_choice("upgrade_cost", text("Cost of an upgrade, in millions of rupiah"), known.get(Action.UPGRADE))


def _cost_choice(name: str, label: Text, known_idr: int | None) -> None:
    hint = None
    if known_idr is not None:
        hint = text("If left empty: {millions}, as the rule of costs says.", millions=known_idr // MILLION)
    elif AIMS[chosen_programme()].kind != CHILD_FRIENDLY_PARK:
        hint = text("The rules know no cost of a puskesmas: give it if there is a budget.")
    number_choice(name, label, most=state.MOST_MILLIONS, step=50, hint=hint, example=known_idr and known_idr // MILLION)


def number_choice(
    name: str,
    label: Text,
    *,
    least: int = 0,
    most: int,
    step: int = 1,
    hint: Text | None = None,
    example: int | None = None,
) -> None:
    """Let the reader choose a whole number, or none where nothing is chosen at first.

    Parameters
    ----------
    name
        Name of the choice.
    label
        What is asked.
    least, most
        What is possible.
    step
        How much one step changes it.
    hint
        What else to know.
    example
        What counts while nothing is written.
    """
    chosen = state.chosen(name)
    st.number_input(
        translate(label),
        min_value=least,
        max_value=most,
        step=step,
        help=None if hint is None else translate(hint),
        placeholder="–" if example is None else str(example),
        **state.widget(name, int(chosen) if chosen else None, write=_written),
    )


def _written(value: int | None) -> str:
    return "" if value is None else str(value)


def reset_button() -> None:
    """Offer to begin again with what everybody begins with."""
    names = [*state.PLAN_PARAMETERS, "minutes"]
    if any(not state.is_default(name) for name in names):
        st.button(
            translate(text("Back to the usual choices")),
            key="plan_reset",
            on_click=state.choose_defaults,
            args=(names,),
        )


def terms_changed() -> int:
    """Return how many of the further terms are not as everybody begins with them."""
    return sum(not state.is_default(name) for name in TERMS)
