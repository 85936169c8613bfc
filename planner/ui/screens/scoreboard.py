"""Scoreboard: every rule in every kecamatan, what stands behind each finding, and what changed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from planner.model.assessment import Assessment
from planner.reports.scoreboard.document import scoreboard_json
from planner.reports.scoreboard.matrix import matrix_of
from planner.reports.scoreboard.table import COLUMNS, finding_table, in_words
from planner.reports.scoreboard.workbook import scoreboard_workbook
from planner.reports.spreadsheet import as_csv
from planner.texts import plural, text, translate
from planner.ui.components.downloads import on_demand
from planner.ui.components.markup import Html, element, show
from planner.ui.components.scoreboard_choices import chosen_findings
from planner.ui.components.scoreboard_finding import show_finding
from planner.ui.components.scoreboard_history import show_history
from planner.ui.components.scoreboard_matrix import matrix_tables
from planner.ui.components.views import title
from planner.ui.engine import city_folder, current_assessment

_CLOSER = "look-closer"
"""Where on the page one finding is looked at."""


def show_scoreboard() -> None:
    """Show the scoreboard."""
    assessment = current_assessment()
    title(
        text("What is met, and where"),
        over=assessment.city.name,
        lead=text("Each rule stands for itself: no score is added up over rules."),
    )
    findings = finding_table(assessment.city, assessment.rules, assessment.findings)
    chosen = chosen_findings(assessment.city, findings)
    if chosen.empty:
        show(element("p", text("There is no such finding: choose fewer things at once.")))
    else:
        count = plural("{n} finding is shown.", "{n} findings are shown.", len(chosen))
        closer = element("a", text("Look closer at one"), href=f"#{_CLOSER}")
        show(element("p", count, Html(" "), closer), matrix_tables(matrix_of(assessment.city, chosen)))
        _downloads(assessment, chosen)
        show(element("h2", text("Look closer"), id=_CLOSER))
        show_finding(assessment, chosen)
    show_history(city_folder(), assessment)


def _downloads(assessment: Assessment, chosen: pd.DataFrame) -> None:
    """Offer the findings that are shown."""
    own = tuple(assessment.findings[place] for place in chosen.index)
    city, rules, day = assessment.city, assessment.rules, assessment.options.as_of
    files = (
        ("findings.csv", text("These findings (CSV)"), "text/csv", lambda: as_csv(in_words(chosen), COLUMNS)),
        (
            "scoreboard.xlsx",
            text("Scoreboard (Excel)"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            lambda: scoreboard_workbook(city, chosen, details=assessment.details),
        ),
        (
            "findings.json",
            text("These findings (JSON)"),
            "application/json",
            lambda: scoreboard_json(city, rules, own, day, assessment.details).encode("utf-8"),
        ),
    )
    with st.container(horizontal=True):
        for name, label, mime, make in files:
            st.download_button(
                translate(label), on_demand(make), file_name=name, mime=mime, key=f"download_{name}", on_click="ignore"
            )
