"""A survey from a spreadsheet: the template to take along, and the filled-in table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from planner.model.city import City
from planner.reports.spreadsheet import as_csv
from planner.reports.survey_template import TEMPLATE_FILE, survey_template
from planner.sources.survey.importing import MAX_TABLE_BYTES, Imported, import_survey
from planner.sources.survey.known import known_places
from planner.storage.records import Deed
from planner.texts import text, translate
from planner.ui import editing
from planner.ui.components.markup import element, show


def template_download(city: City) -> None:
    """Offer the table to fill in."""
    st.download_button(
        translate(text("Table to fill in (CSV)")),
        as_csv(survey_template(city), {}),
        file_name=TEMPLATE_FILE,
        mime="text/csv",
        on_click="ignore",
        width="stretch",
    )


def handed_in_table() -> tuple[str, bytes] | None:
    """Ask for a filled-in table, and return its name and content once it is to be added."""
    show(element("p", text("Photos come along with the command “planner import survey”, from beside the table.")))
    table = st.file_uploader(
        translate(text("Filled-in table (CSV)")),
        type=["csv", "tsv", "txt"],
        max_upload_size=MAX_TABLE_BYTES // 10**6,
        key="survey_table",
    )
    if table is None or not st.button(translate(text("Add the rows of the table")), width="stretch"):
        return None
    return Path(table.name).name, table.getvalue()


def import_table(city: City, name: str, content: bytes, done: Callable[[Imported], None]) -> None:
    """Take a filled-in table into the city.

    Parameters
    ----------
    city
        The city.
    name, content
        The table.
    done
        What is to happen afterwards.

    Raises
    ------
    planner.errors.PlannerError
        If the table can't be used or the city can't be changed.
    """

    def change(folder: Path) -> Imported:
        with TemporaryDirectory() as aside:
            path = Path(aside) / name
            path.write_bytes(content)
            return import_survey(folder, path, known_places(city))

    editing.edit(Deed.RECORD, change, done=done)
