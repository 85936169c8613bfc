"""Coverage: how many children live within walking distance of a kind of place, and where they do not."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import streamlit as st

from planner.model.assessment import Assessment
from planner.model.kinds import Level
from planner.model.labels import KIND_LABELS, LEVEL_LABELS, TIER_LABELS
from planner.reports.facts import capitalised
from planner.reports.webmap import share_layer
from planner.texts import Percent, Text, text, translate
from planner.ui.components.choices import kind_choice, level_choice, minutes_choice, tier_choice
from planner.ui.components.leaflet import remembered, show_map
from planner.ui.components.markup import Content, Html, bullets, element, joined, show, table
from planner.ui.components.method import method_sentences, people_source
from planner.ui.components.spreadsheet import as_csv
from planner.ui.components.views import figure, inset, source_line, title
from planner.ui.engine import current_assessment
from planner.ui.lookup import access_rows, reached_in_city, region_names


def show_coverage() -> None:
    """Show the coverage page."""
    heading = st.container()
    with st.container(key="choices"):
        _minutes, *others = st.columns([3, 3, 3, 2])
        with _minutes:
            minutes_choice()
    assessment = current_assessment()
    with others[0]:
        kind = kind_choice(assessment)
    with others[1]:
        tier = tier_choice()
    with others[2]:
        level = level_choice(assessment.city)
    with heading:
        title(text("Who can walk there"), over=assessment.city.name)
    show(_headline(assessment, kind, tier))
    if assessment.city.population is not None:
        show(source_line(people_source(assessment)))
    layer = remembered(
        assessment.city,
        "shares",
        assessment.options,
        kind,
        tier,
        level,
        make=lambda: share_layer(assessment, kind=kind, age_tier=tier, level=level),
    )
    show_map(assessment.city, [layer], key="coverage")
    _ranking(assessment, kind, tier, level)
    show(element("h2", text("How this is measured")), inset(bullets(method_sentences(assessment))))


def _headline(assessment: Assessment, kind: str, tier: str) -> Html:
    row = reached_in_city(assessment, kind, tier)
    if row is None:
        return element("p", text("Nobody gave the number of children, so who is reached is not known."))
    sentence = text(
        "of {tier} live within a {minutes}-minute walk of: {kind}. {missing} do not.",
        tier=TIER_LABELS[tier],
        minutes=assessment.options.threshold_min,
        kind=KIND_LABELS[kind],
        missing=row.children - row.children_within,
    )
    return figure(text("About {share}", share=Percent(row.share, decimals=1)), sentence)


def _ranked(assessment: Assessment, kind: str, tier: str, level: Level) -> pd.DataFrame:
    """Return the regions, those with the most children out of reach first."""
    rows = access_rows(assessment, level, kind, tier)
    rows = rows.assign(name=rows["code"].map(region_names(assessment.city)))
    rows = rows.assign(children_beyond=rows["children"] - rows["children_within"])
    return rows.sort_values(["children_beyond", "code"], ascending=[False, True], ignore_index=True)


def _ranking(assessment: Assessment, kind: str, tier: str, level: Level) -> None:
    ranked = _ranked(assessment, kind, tier, level)
    if ranked.empty:
        return
    heads: dict[str, Text] = {
        "name": text("{level}", level=capitalised(translate(LEVEL_LABELS[level]))),
        "children_beyond": text("Children out of reach"),
        "share": text("Share within reach"),
        "children_within": text("Children within reach"),
        "children": text("Children"),
    }
    caption = text("Most children out of reach first")
    numbers = ["children_beyond", "children_within", "children", "share"]
    records: list[dict[str, Any]] = ranked.astype(object).to_dict("records")  # type: ignore[assignment]
    rows: list[dict[str, Content]] = [{**row, "share": _bar(row["share"])} for row in records]
    show(table(caption, heads, rows, numbers=numbers))
    name = translate(text("coverage"))
    st.download_button(
        translate(text("Download this table (CSV)")),
        as_csv(ranked[["code", *heads]], {"code": text("Code"), **heads}),
        file_name=f"{name}-{kind}-{tier}-{level}.csv",
        mime="text/csv",
        on_click="ignore",
    )


def _bar(share: float) -> Html:
    """Return a share as a bar and in figures."""
    if math.isnan(share):
        return element("span", text("no children"))
    filled = element("span", style=f"width:{share:.1%}")
    return joined([element("span", filled, css="bar", aria_hidden="true"), Html(" "), Percent(share, decimals=1)])
