"""Data quality: what is to be known of every layer of the city, row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from planner.cleaning.quality.city import quality_of
from planner.cleaning.quality.report import Outcome, QualityReport
from planner.model.city import City
from planner.reports.delivery_told import freshness_line
from planner.texts import Text, plural, text
from planner.ui.components.markup import Content, Html, bullets, element, show, table
from planner.ui.components.quality_view import remark_table, report_downloads
from planner.ui.components.views import title
from planner.ui.engine import current_city

_COLUMNS: tuple[tuple[str, Text, tuple[str, ...]], ...] = (
    ("duplicates", text("Twice"), ("same_place", "same_identifier")),
    ("outside", text("Outside the city"), ("facility_outside_city",)),
    ("other", text("In another kecamatan"), ("facility_in_other_kecamatan",)),
    ("nowhere", text("Without a position"), ("facility_without_position",)),
    ("kelurahan", text("In another kelurahan"), ("other_kelurahan", "name_of_other_kelurahan")),
    ("rounded", text("Rounded position"), ("position_rounded",)),
)


def show_quality() -> None:
    """Show the page of data quality."""
    city = current_city()
    today = dt.date.today()
    reports = _reports(city.fingerprint, today, city)
    title(
        text("How good the data is"),
        over=city.name,
        lead=text("What a delivery would be asked is asked of every layer that the city has."),
    )
    show(_summary(city, reports))
    report_downloads(reports, city, today)
    for report in reports:
        show(element("h2", _name(city, report.source)), *_layer(report))


@st.cache_resource(show_spinner=False, max_entries=4)
def _reports(fingerprint: str, today: dt.date, _city: City) -> tuple[QualityReport, ...]:
    return quality_of(_city, today=today)


def _name(city: City, source: str) -> str:
    return next((one.title for one in city.sources if one.id == source), source)


def _summary(city: City, reports: Sequence[QualityReport]) -> Html:
    heads: dict[str, Content] = {
        "layer": text("Layer"),
        "rows": text("Rows"),
        **{name: label for name, label, _ in _COLUMNS},
        "freshness": text("Of when"),
    }
    rows: list[dict[str, Content]] = [
        {
            "layer": _name(city, report.source),
            "rows": report.rows_read,
            **{name: sum(report.counts.get(code, 0) for code in codes) for name, _, codes in _COLUMNS},
            "freshness": freshness_line(report.freshness),
        }
        for report in reports
    ]
    numbers = ["rows", *(name for name, _, _ in _COLUMNS)]
    return table(text("Every layer with places"), heads, rows, numbers=numbers, prose=True)


def _layer(report: QualityReport) -> list[Html]:
    if report.remarks.empty and not report.notices:
        return [element("p", text("Nothing was found."))]
    told = plural(
        "{n} remark on {rows} rows.", "{n} remarks on {rows} rows.", len(report.remarks), rows=report.rows_read
    )
    tables = [remark_table(report, outcome) for outcome in Outcome]
    return [element("p", told), *([bullets(report.notices)] if report.notices else []), *tables]
