"""Choices that several pages offer."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from planner.model.assessment import Assessment, WalkingMethod
from planner.model.city import City
from planner.model.kinds import Level
from planner.model.labels import KIND_LABELS, TIER_LABELS
from planner.reports.facts import capitalised
from planner.texts import Text, text, translate
from planner.ui import state


def minutes_choice() -> None:
    """Let the reader choose the walking time within which a place counts as reached."""
    st.slider(
        translate(text("Walking time in minutes")),
        min_value=1,
        max_value=state.MOST_MINUTES,
        **state.widget("minutes", int(state.chosen("minutes"))),
    )


def walking_choices(city: City, walking: WalkingMethod) -> None:
    """Let the reader say whether main roads and hills matter, where they can: along streets, with what is known."""
    if walking is not WalkingMethod.STREET_NETWORK:
        return
    if city.crossings is not None:
        _switch("barrier", text("Main roads hold back children up to 11 years, except at crossings"))
    if city.elevation is not None:
        _switch("slope", text("Hills slow walking down"))


def _switch(name: str, label: Text) -> None:
    st.checkbox(translate(label), **state.widget(name, state.chosen(name) == "1", write=lambda on: "1" if on else "0"))


def kind_choice(assessment: Assessment) -> str:
    """Let the reader choose what is reached, and return it: among the kinds that the city has."""
    return one_choice("kind", text("Reached"), {kind: KIND_LABELS[kind] for kind in assessment.kinds_reached})


def tier_choice() -> str:
    """Let the reader choose whose walk it is, and return the age tier."""
    return one_choice("tier", text("Children"), TIER_LABELS)


def level_choice(city: City) -> Level:
    """Let the reader choose between kelurahan and kecamatan, where the city has both."""
    if city.finest_level is Level.KECAMATAN:
        return Level.KECAMATAN
    levels: dict[str, Text] = {Level.KELURAHAN: text("By kelurahan"), Level.KECAMATAN: text("By kecamatan")}
    return Level(one_choice("level", text("Regions"), levels))


def kecamatan_choice(city: City) -> str:
    """Let the reader choose a kecamatan, and return its code; empty for the whole city."""
    regions = city.regions_at(Level.KECAMATAN)
    names = dict(zip(regions["code"], regions["name"], strict=True))
    return one_choice("kecamatan", text("Kecamatan"), {"": text("All kecamatan"), **names})


def region_choice(city: City, kecamatan: str) -> str:
    """Let the reader choose a kelurahan of a kecamatan, and return its code; empty for all of them."""
    regions = city.regions_at(Level.KELURAHAN)
    if kecamatan:
        regions = regions[regions["kecamatan_code"] == kecamatan]
    ordered = regions.sort_values(["name", "code"])
    names = dict(zip(ordered["code"], ordered["name"], strict=True))
    return one_choice("kelurahan", text("Kelurahan"), {"": text("All kelurahan"), **names})


def one_choice(name: str, label: Text, options: Mapping[str, Text] | Mapping[str, Text | str]) -> str:
    """Let the reader choose one of several; what the city does not have is read as the first."""
    words = {key: capitalised(translate(shown)) if isinstance(shown, Text) else shown for key, shown in options.items()}
    now = state.chosen(name) if state.chosen(name) in options else next(iter(options))
    return str(
        st.selectbox(translate(label), list(options), format_func=lambda key: words[key], **state.widget(name, now))
    )
