"""A comparison of scenarios as a workbook, for people."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from planner.model.kinds import Level, Status
from planner.model.labels import KIND_LABELS, LEVEL_LABELS, STATUS_LABELS, TIER_LABELS
from planner.reports.scenario_document import scenario_notices
from planner.reports.zips import without_times
from planner.scenarios.comparing import Comparison
from planner.texts import Language, Text, speak, text, translate

_WIDTH = 18

_SCENARIOS = (text("Scenario"), text("State of the data"), text("What to know"))
_FINDINGS = (
    text("Rule"),
    text("Level"),
    text("Code"),
    text("Name"),
    text("Scenario"),
    text("Status"),
    text("Status before"),
    text("Reason"),
)
_PLANS = {
    "scenario": text("Scenario"),
    "children_within": text("Children who reach it now"),
    "sites": text("Proposed sites"),
    "children_newly_within": text("Children newly reached by them"),
    "children_within_with_plan": text("Children who reach it with them"),
    "change_with_plan": text("Difference to the first"),
    "gap": text("Proven gap to the best plan"),
}

FIGURES = {
    "children": text("children"),
    "children_within": text("children who reach it"),
    "share": text("share"),
    "share_low": text("share, low"),
    "share_high": text("share, high"),
    "change_children_within": text("change in children who reach it"),
    "change_share": text("change in share"),
}
"""Figures of access that are shown, with what they are called."""


def comparison_workbook(comparison: Comparison, language: Language, provenance: str = "") -> bytes:
    """Return a comparison as an Excel workbook: what is compared, access, findings and plans side by side.

    Every text is written as a text, so that no name can run as a formula.

    Parameters
    ----------
    comparison
        What to write.
    language
        The language of its words.
    provenance
        How the workbook is made.
    """
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with speak(language), xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"comments": provenance})
        percent, bold = book.add_format({"num_format": "0.0%"}), book.add_format({"bold": True, "text_wrap": True})
        for title, heads, rows in (
            (text("Scenarios"), _SCENARIOS, _scenario_rows(comparison)),
            (text("Access"), _access_heads(comparison), _access_rows(comparison)),
            (text("Findings"), _FINDINGS, _finding_rows(comparison)),
            (text("Plans"), tuple(_PLANS.values()), _plan_rows(comparison)),
        ):
            sheet = book.add_worksheet(translate(title)[:31])
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(heads) - 1, _WIDTH)
            for column, head in enumerate(heads):
                sheet.write_string(0, column, translate(head), bold)
            last = 0
            for last, row in enumerate(rows, start=1):
                _write_row(sheet, last, row, percent)
            sheet.autofilter(0, 0, last, len(heads) - 1)
    return without_times(written.getvalue())


def _write_row(sheet: Worksheet, number: int, row: Sequence[Any], percent: Format) -> None:
    for column, value in enumerate(row):
        if isinstance(value, Text):
            sheet.write_string(number, column, translate(value))
        elif isinstance(value, str):
            sheet.write_string(number, column, value)
        elif not pd.isna(value):
            # Shares are the only decimal numbers here.
            sheet.write_number(number, column, value, percent if isinstance(value, float) else None)


def _scenario_rows(comparison: Comparison) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for one in comparison.named:
        rows.append([one.name, one.assessment.city.fingerprint, None])
        rows += [[one.name, None, notice.text] for notice in scenario_notices(one)]
    return [*rows, *([None, None, notice] for notice in comparison.notices)]


def _shown_figures(comparison: Comparison) -> list[tuple[str, str]]:
    """Return scenario and figure of each column; the first has no difference to itself."""
    return [
        (name, figure)
        for place, name in enumerate(comparison.names)
        for figure in FIGURES
        if figure in comparison.access.columns and (place or not figure.startswith("change_"))
    ]


def _access_heads(comparison: Comparison) -> tuple[Text, ...]:
    figures = [
        text("{scenario}: {figure}", scenario=name, figure=FIGURES[figure])
        for name, figure in _shown_figures(comparison)
    ]
    return (text("Level"), text("Code"), text("Name"), text("Kind"), text("Age"), *figures)


def _access_rows(comparison: Comparison) -> Iterator[tuple[Any, ...]]:
    """Return a row for each region, kind and age, with the figures of every assessment."""
    access = comparison.access
    tables = {name: access[access["scenario"] == name] for name in comparison.names}
    first = tables[comparison.names[0]]
    columns: list[list[Any]] = [
        [LEVEL_LABELS[Level(level)] for level in first["level"]],
        first["code"].tolist(),
        first["name"].tolist(),
        [KIND_LABELS[kind] for kind in first["kind"]],
        [TIER_LABELS[tier] for tier in first["age_tier"]],
    ]
    columns += [tables[name][figure].tolist() for name, figure in _shown_figures(comparison)]
    return zip(*columns, strict=True)


def _finding_rows(comparison: Comparison) -> Iterator[list[Any]]:
    """Return a row for each finding of each assessment, first those that a scenario changes."""
    columns = ["rule", "unit_level", "unit_code", "unit_name", "scenario", "status", "status_before", "reason_text"]
    ordered = comparison.findings.sort_values("changed", ascending=False, kind="stable")
    for *about, status, before, reason in ordered[columns].itertuples(index=False, name=None):
        rule, level, *names = about
        label = None if pd.isna(before) else STATUS_LABELS[Status(before)]
        yield [rule, LEVEL_LABELS[Level(level)], *names, STATUS_LABELS[Status(status)], label, reason]


def _plan_rows(comparison: Comparison) -> Iterator[tuple[Any, ...]]:
    return comparison.plans[list(_PLANS)].astype(object).itertuples(index=False, name=None)
