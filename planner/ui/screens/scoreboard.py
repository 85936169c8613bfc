"""Scoreboard: every rule in every kecamatan, what stands behind each finding, and what changed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from planner.model.assessment import Assessment
from planner.reports.scoreboard.files import (
    Scoreboard,
    ScoreboardFile,
    ScoreboardName,
    scoreboard_file,
    scoreboard_metadata,
)
from planner.reports.scoreboard.matrix import matrix_of
from planner.reports.scoreboard.table import finding_table
from planner.texts import Text, plural, text, translate
from planner.ui.components.downloads import on_demand
from planner.ui.components.markup import Html, element, show
from planner.ui.components.scoreboard_choices import chosen_findings
from planner.ui.components.scoreboard_finding import show_finding
from planner.ui.components.scoreboard_history import show_history
from planner.ui.components.scoreboard_matrix import matrix_tables
from planner.ui.components.table_download import table_download
from planner.ui.components.views import title
from planner.ui.engine import city_folder, current_assessment

_CLOSER = "look-closer"
"""Where on the page one finding is looked at."""

_FILES: dict[ScoreboardName, tuple[Text, str]] = {
    ScoreboardName.WORKBOOK: (
        text("Scoreboard (Excel)"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ScoreboardName.DOCUMENT: (text("These findings (JSON)"), "application/json"),
}


def show_scoreboard() -> None:
    """Show the scoreboard."""
    assessment = current_assessment()
    title(
        text("What is met, and where"),
        over=assessment.city.name,
        lead=text("Each rule stands for itself: no score is added up over rules."),
    )
    findings = finding_table(assessment.city, assessment.rules, assessment.findings)
    chosen, asked = chosen_findings(assessment.city, findings)
    if chosen.empty:
        show(element("p", text("There is no such finding: choose fewer things at once.")))
    else:
        count = plural("{n} finding is shown.", "{n} findings are shown.", len(chosen))
        closer = element("a", text("Look closer at one"), href=f"#{_CLOSER}")
        show(element("p", count, Html(" "), closer), matrix_tables(matrix_of(assessment.city, chosen)))
        _downloads(assessment, asked)
        show(element("h2", text("Look closer"), id=_CLOSER))
        show_finding(assessment, chosen)
    show_history(city_folder(), assessment)


def _downloads(assessment: Assessment, asked: ScoreboardFile) -> None:
    """Offer the findings that are shown."""
    board = Scoreboard(assessment.city, assessment.rules, assessment.options, assessment.findings, assessment.details)
    with st.container(horizontal=True):
        table = replace(asked, file=ScoreboardName.TABLE)
        table_download(
            text("These findings (CSV)"),
            partial(scoreboard_file, board, table),
            ScoreboardName.TABLE,
            partial(scoreboard_metadata, board, table),
        )
        for name, (label, mime) in _FILES.items():
            st.download_button(
                translate(label),
                on_demand(partial(scoreboard_file, board, replace(asked, file=name))),
                file_name=name,
                mime=mime,
                key=f"download_{name}",
                on_click="ignore",
            )
