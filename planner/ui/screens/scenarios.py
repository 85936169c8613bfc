"""What if: places added, upgraded or closed and a city that grows, before and after, side by side."""

from __future__ import annotations

import streamlit as st

from planner.model.city import City
from planner.texts import text
from planner.ui.components.choices import minutes_choice
from planner.ui.components.markup import element, show
from planner.ui.components.scenario_changes import add_place, change_list, change_map, change_place
from planner.ui.components.scenario_figures import before_and_after, comparison_of, effect
from planner.ui.components.scenario_files import scenario_bar, scenario_choice
from planner.ui.components.scenario_growth import growth_form
from planner.ui.components.scenario_tried import Tried, try_out
from planner.ui.components.views import attempt, title
from planner.ui.engine import current_assessment, current_city
from planner.ui.scenario_work import Work


def show_scenarios() -> None:
    """Show the page of scenarios."""
    city = current_city()
    title(
        text("What if …"),
        over=city.name,
        lead=text(
            "Try out changes without changing the city's data: add, upgrade or close a place, or let the city grow, "
            "and see at once what that would do."
        ),
    )
    work, tried = scenario_choice(), None
    if work is not None:
        show(element("h2", work.scenario.name))
        scenario_bar(work)
        tried = _work_on(work, city)
    comparison_of(work, tried)


def _work_on(work: Work, city: City) -> Tried | None:
    """Show a scenario; one that can't be applied any more says why, and its changes can still be taken back."""
    present = current_assessment()
    tried = attempt(lambda: try_out(present, work.scenario))
    if tried is not None:
        change_map(work, tried)
        effect(tried)
        left, right = st.columns(2)
        with left:
            add_place(work, city)
        with right:
            change_place(work, tried.after.city)
        growth_form(work)
    change_list(work, city)
    if tried is not None:
        minutes_choice()
        before_and_after(tried)
    return tried
