"""Growth in a scenario: people and children by region and year, from a table with its source."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from planner.model.scenario import FIRST_YEAR, LAST_YEAR, MAX_NAME, Grow
from planner.sources.scenarios.document import MAX_BYTES
from planner.sources.scenarios.growth import GROWTH_COLUMNS, growth_table
from planner.texts import text, translate
from planner.ui import scenario_work
from planner.ui.components.markup import element, show
from planner.ui.components.permission import may_send_files
from planner.ui.components.views import attempt
from planner.ui.scenario_work import Work


def growth_form(work: Work) -> None:
    """Ask for a table of growth, the year to look at, and where the table comes from."""
    if not may_send_files():
        return
    number = f"{work.scenario.name}_{len(work.scenario.changes)}"
    with (
        st.expander(translate(text("Let people and children grow"))),
        st.form(f"scenario_growth_{number}", border=False),
    ):
        columns = ", ".join(GROWTH_COLUMNS)
        told = text(
            "A table of regions and years; it may have these columns: {columns}. Either all children or their age "
            "tiers; without both, children grow as people do.",
            columns=columns,
        )
        show(element("p", told, css="note"))
        file = st.file_uploader(
            translate(text("Table of growth (CSV)")),
            type=["csv", "tsv", "txt"],
            max_upload_size=max(1, MAX_BYTES // 10**6),
        )
        year = st.number_input(
            translate(text("Year to look at")), min_value=FIRST_YEAR, max_value=LAST_YEAR, value=None, step=1
        )
        title = st.text_input(translate(text("What the source is called")), max_chars=MAX_NAME)
        left, right = st.columns(2)
        date = left.text_input(translate(text("Of when it is, such as 2025")), max_chars=MAX_NAME)
        licence = right.text_input(translate(text("Under which terms it may be used")), max_chars=MAX_NAME)
        asked = st.form_submit_button(translate(text("Let it grow")))
    if not asked:
        return
    if file is None or year is None:
        show(element("p", text("Choose a table and write the year."), css="note", role="alert"))
        return
    content, name = file.getvalue(), Path(file.name).name

    def grown() -> bool:
        table = growth_table(content, name, title=title, date=date, licence=licence)
        return scenario_work.change(work, Grow(table, int(year)))

    if attempt(grown):
        st.rerun()
