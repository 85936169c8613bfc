"""Smoke-free places: how many have a good KSTR sign, what has to be done where, and the zones around schools."""

from __future__ import annotations

from functools import partial

import streamlit as st

from planner.checks.each.smoke_free_signs.signs import KSTR_SIGN
from planner.model.assessment import Assessment
from planner.model.kinds import Status
from planner.reports.work_list.layers import sign_layer
from planner.reports.work_list.signs import city_counts, sign_sentence
from planner.reports.work_list.zones import TOPICS, candidate_map_layer, zone_map_layer
from planner.rules.citing import citation_text
from planner.texts import Percent, text, translate
from planner.ui.components.choices import level_choice
from planner.ui.components.leaflet import remembered, show_map
from planner.ui.components.markup import Html, element, show
from planner.ui.components.smoke_free_tables import bad_signs, kind_table, region_table
from planner.ui.components.smoke_free_work import work_list_section
from planner.ui.components.smoke_free_zones import zones_section
from planner.ui.components.views import figure, title
from planner.ui.engine import current_assessment

_DRAWN = (Status.UNKNOWN, Status.MET, Status.UNMET)
"""The states of a sign, in the order in which they are drawn: what has to be done lies on top."""


def show_smoke_free() -> None:
    """Show the page of smoke-free places."""
    assessment = current_assessment()
    title(text("Smoke-free places and their signs (KSTR)"), over=assessment.city.name)
    show(_headline(assessment))
    _map(assessment)
    bad_signs(assessment)
    work_list_section(assessment)
    show(element("h2", text("Signs by kind and by region")))
    kind_table(assessment)
    region_table(assessment, level_choice(assessment.city))
    zones_section(assessment)


def _headline(assessment: Assessment) -> Html:
    places, good, bad, unknown = city_counts(assessment)
    note = text(
        "Rule: {citation}. A sign that nobody has seen counts neither as good nor as bad.",
        citation=citation_text(assessment.rules[KSTR_SIGN]),
    )
    if unknown == places:
        return figure(text("Not known"), sign_sentence(places, good, bad, unknown), note)
    sentence = text(
        "of {places} places that have to be smoke-free are known to have a good sign ({share}); {bad} have a bad one "
        "or none; of {unknown} it is not known.",
        places=places,
        share=Percent(good / places),
        bad=bad,
        unknown=unknown,
    )
    return figure(good, sentence, note)


def _map(assessment: Assessment) -> None:
    city, day = assessment.city, assessment.options.as_of
    layers = [remembered(city, "signs", day, status, make=partial(sign_layer, assessment, status)) for status in _DRAWN]
    label = translate(text("Show the zones around schools and play places, and the shops and billboards in them"))
    if st.checkbox(label, key="smoke_free_zones"):
        rules = [topic.rule for topic in reversed(TOPICS)]
        zones = [remembered(city, rule, day, make=partial(zone_map_layer, assessment, rule)) for rule in rules]
        inside = remembered(city, "candidates", day, make=partial(candidate_map_layer, assessment))
        layers = [*zones, *layers, inside]
    show_map(city, layers, key="smoke_free")
