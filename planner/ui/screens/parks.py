"""Parks and green space: the checklist of play spaces, park for the people, green share, and benchmarks of access."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from planner.checks.each.rbra_checklist.items import Checked
from planner.checks.each.rbra_checklist.places import RBRA_13, RBRA_MIN_PLAY_KINDS
from planner.checks.registry import all_checks
from planner.model.assessment import Assessment
from planner.model.kinds import Designation, Status
from planner.reports.page_tables.play_checklist import checked_places, items_of
from planner.rules.citing import citation_text
from planner.texts import Text, plural, text, translate
from planner.ui import state
from planner.ui.components.markup import Html, element, show
from planner.ui.components.park_benchmarks import benchmark_section
from planner.ui.components.park_green import green_section
from planner.ui.components.park_supply import supply_section
from planner.ui.components.rbra_detail import place_detail
from planner.ui.components.rbra_form import checklist_form
from planner.ui.components.rbra_table import checklist_table
from planner.ui.components.views import figure, title
from planner.ui.engine import city_folder, current_assessment


def show_parks() -> None:
    """Show the page of parks and green space."""
    assessment = current_assessment()
    title(text("Parks and green space"), over=assessment.city.name)
    places = checked_places(assessment.city, assessment.rules)
    show(_headline(assessment, places))
    names = (text("Play spaces"), text("Park for people"), text("Green space"), text("Within reach"))
    play, supply, green, reach = st.tabs([translate(name) for name in names])
    with play:
        _play_spaces(assessment, places)
    with supply:
        supply_section(assessment)
    with green:
        green_section(assessment)
    with reach:
        benchmark_section(assessment)


def _play_spaces(assessment: Assessment, places: Sequence[Checked]) -> None:
    show(
        element("h2", text("Child-friendly play spaces (RBRA), item by item")),
        element("p", all_checks()[RBRA_13].definition),
    )
    if not places:
        show(element("p", text("No park or playground is known in the city.")))
        return
    checklist_table(assessment, places)
    _one_place(assessment, places)


def _headline(assessment: Assessment, places: Sequence[Checked]) -> Html:
    """Say how many designated places are known to keep to all requirements."""
    statuses = assessment.details.places_of(RBRA_13).set_index("place_id")["status"]
    designated = [one.place.id for one in places if one.place.child_friendly is Designation.YES]
    counted = statuses.reindex(designated).value_counts()
    met, unmet, unknown = (int(counted.get(str(status), 0)) for status in Status)
    rule = assessment.rules[RBRA_13]
    return figure(
        text("{met} of {all}", met=met, all=len(designated)),
        text("designated child-friendly play spaces are known to meet all {n} requirements.", n=_items(assessment)),
        _others(unmet, unknown),
        text(
            "Rule: {citation}. Only the city designates: keeping to the list makes no park one.",
            citation=citation_text(rule),
        ),
    )


def _items(assessment: Assessment) -> int:
    items = assessment.rules[RBRA_13].numbers["items"]
    return len(items) if isinstance(items, Sequence) else 0


def _others(unmet: int, unknown: int) -> Text:
    return text(
        "{unmet} {unknown}",
        unmet=plural("{n} is known to fall short.", "{n} are known to fall short.", unmet),
        unknown=plural("Of {n} not everything is recorded.", "Of {n} not everything is recorded.", unknown),
    )


def _one_place(assessment: Assessment, places: Sequence[Checked]) -> None:
    """Let the reader choose a place; show what is recorded of it, and the form."""
    labels = {one.place.id: one.place.name for one in places}
    chosen = state.chosen("place")
    chosen = chosen if chosen in labels else places[0].place.id
    st.selectbox(
        translate(text("Look closer at one place")),
        list(labels),
        format_func=labels.__getitem__,
        **state.widget("place", chosen),
    )
    one = next(checked for checked in places if checked.place.id == chosen)
    place_detail(assessment, one, city_folder())
    fewest = round(assessment.rules[RBRA_MIN_PLAY_KINDS].number("value"))
    checklist_form(one, items_of(assessment.rules), fewest, city_folder())
