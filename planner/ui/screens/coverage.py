"""Coverage: how many children live within walking distance of a kind of place, and where they do not."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import geopandas as gpd
import streamlit as st

from planner.access.gaps import find_gaps
from planner.model.assessment import Assessment
from planner.model.city import City
from planner.model.kinds import Level, Placement
from planner.model.labels import KIND_LABELS, TIER_LABELS
from planner.reports.lookup import access_rows
from planner.reports.method import method_sentences, people_source
from planner.reports.page_tables.coverage import CoverageFile, coverage_file, coverage_rows, level_head
from planner.reports.shares import share_with_range
from planner.reports.webmap import gap_layer, hectares, share_layer
from planner.texts import Text, plural, text
from planner.ui.components.choices import kind_choice, level_choice, minutes_choice, tier_choice, walking_choices
from planner.ui.components.leaflet import remembered, show_map
from planner.ui.components.markup import Content, Html, bullets, element, show, table
from planner.ui.components.measures import (
    explanations,
    measure_cells,
    measure_heads,
    not_counted_sentence,
    told_apart_sentence,
    walk_sentence,
)
from planner.ui.components.table_download import page_table
from planner.ui.components.views import figure, inset, source_line, title
from planner.ui.engine import current_assessment
from planner.ui.lookup import places_of

MOST_GAPS = 10
"""How many gaps are listed; the files have all."""


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
    walking_choices(assessment.city, assessment.method.walking)
    with heading:
        title(text("Who can walk there"), over=assessment.city.name)
    city_row = _city_row(assessment, kind, tier)
    show(_headline(assessment, kind, tier, city_row))
    if assessment.city.population is not None:
        show(source_line(people_source(assessment)))
    gaps = _found(assessment.city.fingerprint, repr(assessment.options), kind, tier, assessment)
    _map(assessment, kind, tier, level, gaps)
    _ranking(assessment, kind, tier, level)
    _gaps(assessment.city, gaps, kind)
    if city_row is not None:
        meaning = bullets(explanations(assessment, kind, city_row))
        show(element("details", element("summary", text("What the figures mean")), meaning))
    show(element("h2", text("How this is measured")), inset(bullets(method_sentences(assessment))))


@st.cache_resource(show_spinner=False, max_entries=64)
def _found(fingerprint: str, options: str, kind: str, tier: str, _assessment: Assessment) -> gpd.GeoDataFrame:
    return find_gaps(_assessment, [kind], tier)


def _city_row(assessment: Assessment, kind: str, tier: str) -> dict[str, Any] | None:
    """Return what is known of the whole city; ``None`` where nobody counted children, or there are none."""
    rows = access_rows(assessment, Level.CITY, kind, tier)
    rows = rows[rows["children"] > 0].astype(object)
    return None if rows.empty else {str(name): value for name, value in rows.iloc[0].items()}


def _headline(assessment: Assessment, kind: str, tier: str, row: Mapping[str, Any] | None) -> Html:
    if assessment.city.population is None:
        return element("p", text("Nobody gave the number of children, so who is reached is not known."))
    if row is None:
        return element("p", text("The city has no children of these ages."))
    places = places_of(assessment.city, kind)
    if len(places) and (places["placement"] != Placement.POSITION).all():
        return element(
            "p",
            text(
                "No position in the city is known of any: {kind}. Who reaches one is not known.", kind=KIND_LABELS[kind]
            ),
        )
    sentence = text(
        "of {tier} live within a {minutes}-minute walk of: {kind}. {missing} do not.",
        tier=TIER_LABELS[tier],
        minutes=assessment.options.threshold_min,
        kind=KIND_LABELS[kind],
        missing=row["children"] - row["children_within"],
    )
    share = share_with_range(row["share"], row["share_low"], row["share_high"])
    missing = not_counted_sentence(int((places["placement"] != Placement.POSITION).sum()), len(places))
    return figure(text("About {share}", share=share), sentence, walk_sentence(row), missing)


def _map(assessment: Assessment, kind: str, tier: str, level: Level, gaps: gpd.GeoDataFrame) -> None:
    chosen = (assessment.options, kind, tier)
    shares = remembered(
        assessment.city,
        "shares",
        *chosen,
        level,
        make=lambda: share_layer(assessment, kind=kind, age_tier=tier, level=level),
    )
    outlines = remembered(assessment.city, "gaps", *chosen, make=lambda: gap_layer(assessment, gaps))
    show_map(assessment.city, [shares, outlines], key="coverage")


def _ranking(assessment: Assessment, kind: str, tier: str, level: Level) -> None:
    asked = CoverageFile(str(kind), str(tier), level)
    ranked = coverage_rows(assessment, asked)
    if ranked.empty:
        return
    measures = measure_heads(ranked)
    heads: dict[str, Text] = {
        "name": level_head(level),
        "children_beyond": text("Children out of reach"),
        "share": text("Share within reach (range)"),
        **measures,
    }
    records: list[dict[str, Any]] = ranked.astype(object).to_dict("records")  # type: ignore[assignment]
    rows: list[dict[str, Content]] = [{**row, **measure_cells(row)} for row in records]
    numbers = ["children_beyond", *measures]
    show(table(text("Most children out of reach first"), heads, rows, numbers=numbers))
    apart = told_apart_sentence(ranked, level)
    if apart is not None:
        show(element("p", apart))
    make = partial(coverage_file, assessment, asked)
    page_table(text("Download this table (CSV)"), assessment.city, assessment.options, asked, make)


def _gaps(city: City, gaps: gpd.GeoDataFrame, kind: str) -> None:
    """List the areas with the most children without access."""
    if gaps.empty:
        return
    names = city.region_names
    first = gaps.head(MOST_GAPS)
    heads: dict[str, Content] = {
        "rank": text("No."),
        "place": text("Where"),
        "children": text("Children without access"),
        "area": text("Area"),
    }
    rows: list[dict[str, Content]] = [
        {"rank": rank, "place": _where(place, names[kecamatan]), "children": children, "area": hectares(area_m2)}
        for rank, place, kecamatan, children, area_m2 in zip(
            first["rank"].tolist(),
            first["region_name"],
            first["kecamatan_code"],
            first["children"].tolist(),
            first["area_m2"].tolist(),
            strict=True,
        )
    ]
    caption = text(
        "Areas whose children reach none in time: {kind}, most children first",
        kind=KIND_LABELS[kind],
    )
    show(element("h2", text("Where the gaps are")), table(caption, heads, rows, numbers=["children", "area"]))
    more = len(gaps) - len(first)
    if more:
        show(
            element(
                "p",
                plural("{n} more area is on the map.", "{n} more areas are on the map.", more),
                css="note",
            )
        )


def _where(region: str, kecamatan: str) -> str:
    return region if region == kecamatan else f"{region}, {kecamatan}"
