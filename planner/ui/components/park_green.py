"""The share of the city that is green open space: what is recorded, and beside it what others published."""

from __future__ import annotations

from typing import Any

import pandas as pd

from planner.checks.each.green_share import RTH_PUBLIC, RTH_TOTAL
from planner.checks.registry import all_checks
from planner.model.assessment import Assessment, Finding
from planner.model.labels import KIND_LABELS
from planner.reports.facts import capitalised
from planner.reports.figures import figure_source, figure_value
from planner.rules.citing import citation_text
from planner.texts import Percent, Text, current_language, text, translate
from planner.ui.components.markup import Content, Html, element, joined, show, table
from planner.ui.components.views import status_tag

GREEN_WORDS = r"\bRTH\b|ruang terbuka hijau|green open space"
"""Words by which a published figure is one of green open space."""


def green_section(assessment: Assessment) -> None:
    """Show both shares of the law, the recorded areas by kind, and the published figures."""
    findings = [finding for rule in (RTH_TOTAL, RTH_PUBLIC) for finding in assessment.findings_of(rule)]
    show(
        element("h2", text("Green open space (RTH), share of the city")),
        element("ul", *(_finding(assessment, finding) for finding in findings), css="units"),
    )
    _by_kind(assessment)
    definitions = [all_checks()[rule].definition for rule in (RTH_TOTAL, RTH_PUBLIC)]
    show(
        element(
            "details",
            element("summary", text("What counts here")),
            joined(element("p", definition) for definition in definitions),
        )
    )
    _published(assessment)


def _finding(assessment: Assessment, finding: Finding) -> Html:
    rule = assessment.rules[finding.rule]
    return element(
        "li",
        element("span", rule.titles[current_language()], css="name"),
        element("span", status_tag(finding.status)),
        element("span", finding.reason_text, css="reason"),
        None if finding.remedy is None else element("span", finding.remedy, css="beside"),
        element("span", citation_text(rule), css="beside"),
    )


def _by_kind(assessment: Assessment) -> None:
    """Show the recorded area of each kind, and which part of it counts as public."""
    heads: dict[str, Content] = {
        "kind": text("Kind"),
        "area": text("Recorded (ha)"),
        "share": text("Share of the city"),
        "public": text("Of it open to everybody (ha)"),
        "without": text("Places of unknown area"),
    }
    total, public = _city_numbers(assessment, RTH_TOTAL), _city_numbers(assessment, RTH_PUBLIC)
    public_m2 = dict(zip(public.index.astype("str"), public["recorded_m2"].tolist(), strict=True))
    rows: list[dict[str, Content]] = [
        {
            "kind": capitalised(translate(KIND_LABELS[str(kind)])) if kind else text("Together"),
            "area": round(row["recorded_m2"] / 10_000, 1),
            "share": Percent(row["share"], 1),
            "public": _hectares(public_m2.get(str(kind))),
            "without": round(row["without_area"]),
        }
        for kind, row in total.iterrows()
    ]
    show(table(text("Recorded area by kind"), heads, rows, numbers=["area", "share", "public", "without"]))


def _hectares(area_m2: float | None) -> Text | float:
    return text("does not count") if area_m2 is None else round(area_m2 / 10_000, 1)


def _city_numbers(assessment: Assessment, rule: str) -> pd.DataFrame:
    """Return one rule's numbers of the city, a row a kind and a column a number."""
    measures = assessment.details.of_rule(rule)
    rows = measures[measures["measure"] != "city_m2"]
    table_of = rows.pivot(index="subject", columns="measure", values="value")
    return table_of.reindex(rows["subject"].unique())


def _published(assessment: Assessment) -> None:
    """Show the shares that others published: each means something else, so they are never mixed with the above."""
    figures = assessment.city.figures
    if figures is None:
        return
    green = figures[figures["subject"].str.contains(GREEN_WORDS, case=False, regex=True)]
    if green.empty:
        return
    heads: dict[str, Content] = {
        "value": text("Value"),
        "definition": text("What it means"),
        "date": text("As of"),
        "source": text("Source"),
    }
    records: list[dict[str, Any]] = green.astype(object).to_dict("records")  # type: ignore[assignment]
    rows: list[dict[str, Content]] = [
        {
            "value": figure_value(row),
            "definition": row["definition"],
            "date": element("span", row["date"], css="unbroken"),
            "source": figure_source(row),
        }
        for row in records
    ]
    note = text("Each of these figures counts something else. None of them enters the figures above.")
    show(table(text("Published by others"), heads, rows, prose=True), element("p", note, css="note"))
