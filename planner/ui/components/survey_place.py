"""The choice of the place that is surveyed: from the list, by nearness, or a new one."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import streamlit as st

from planner.model.city import City
from planner.model.kinds import FacilityKind, Placement
from planner.model.labels import KIND_LABELS
from planner.model.survey import GREEN_KINDS, KnownPlace, NewPlace
from planner.reports.facts import capitalised
from planner.sources.survey.known import known_places
from planner.sources.survey.values import LONGEST, tidy
from planner.texts import Text, text, translate
from planner.ui import state
from planner.ui.components.choices import kecamatan_choice
from planner.ui.components.markup import element, show
from planner.ui.components.position import Position, distances_m, position_choice

NEW = "new"
_TWO_NUMBERS = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*")


def place_choice(city: City) -> KnownPlace | NewPlace | None:
    """Let the reader choose a place, and return it; ``None`` until that is done."""
    kecamatan = kecamatan_choice(city)
    position = position_choice()
    labels = _labels(city, kecamatan, position)
    chosen = state.chosen("place")
    known = dict(zip(city.facilities["id"], city.facilities["name"], strict=True))
    if chosen in known and chosen not in labels:
        labels[chosen] = known[chosen]
    shown = {"": translate(text("Choose a place")), **labels, NEW: translate(text("A place that is not in this list"))}
    st.selectbox(
        translate(text("Place")),
        list(shown),
        format_func=shown.__getitem__,
        **state.widget("place", chosen if chosen in shown else ""),
    )
    chosen = state.chosen("place")
    if chosen == NEW:
        return _new_place(city, position)
    return KnownPlace(chosen, known[chosen]) if chosen in labels else None


def _labels(city: City, kecamatan: str, position: Position | None) -> dict[str, str]:
    """Return the places to choose from with what they are called here, the nearest first or by name."""
    facilities = city.facilities
    places = facilities[facilities["kind"].isin(GREEN_KINDS) & (facilities["placement"] != Placement.OUTSIDE)]
    if kecamatan:
        places = places[places["kecamatan_code"] == kecamatan]
    regions = city.region_names
    distance_m = pd.Series(np.inf, index=places.index) if position is None else distances_m(city, places, position)
    places = places.assign(distance_m=distance_m).sort_values(["distance_m", "name", "id"])
    columns = ["id", "name", "kelurahan_code", "kecamatan_code", "distance_m"]
    return {
        place: translate(_label(name, regions.get(kelurahan) or regions.get(district) or "–", metres))
        for place, name, kelurahan, district, metres in places[columns].itertuples(index=False, name=None)
    }


def _label(name: str, region: str, distance_m: float) -> Text:
    if np.isfinite(distance_m):
        return text("{metres} m: {name} ({region})", name=name, region=region, metres=round(distance_m))
    return text("{name} ({region})", name=name, region=region)


def _new_place(city: City, position: Position | None) -> NewPlace | None:
    """Ask what a place is called, what it is and where it lies."""
    name = tidy(st.text_input(translate(text("Name of the place")), max_chars=LONGEST["place_name"]))
    kinds = {kind: capitalised(translate(KIND_LABELS[kind])) for kind in GREEN_KINDS}
    kind = st.selectbox(translate(text("Kind")), list(kinds), format_func=kinds.__getitem__)
    where = st.text_input(
        translate(text("Latitude and longitude in degrees, as a map app shows them")),
        value="" if position is None else f"{position.lat:.5f}, {position.lon:.5f}",
        max_chars=60,
        key=f"survey_where_{position}",
    )
    found = _TWO_NUMBERS.fullmatch(where)
    if not name or not where.strip():
        return None
    if found is None or not known_places(city).is_inside(lon := float(found[2]), lat := float(found[1])):
        problem = text("“{where}” is no position in the city: write latitude first, then longitude.", where=where)
        show(element("p", problem, css="note", role="status"))
        return None
    return NewPlace(name, FacilityKind(kind), lon, lat)
