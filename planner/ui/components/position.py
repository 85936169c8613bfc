"""Where the reader stands, as far as the browser and its user want to tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
import streamlit as st
from streamlit.components.v2 import component

from planner.model.city import City
from planner.sources.positions import WGS84, project
from planner.texts import Text, text, translate
from planner.ui.components.markup import element, show

_KEY = "survey_position"
_WORLD_M = 40_000_000.0
"""No position is less certain than this, the way around the world in metres."""

PROBLEMS: Mapping[str, Text] = {
    "insecure": text(
        "This browser gives the position only to pages that are opened with https; choose the place from the list."
    ),
    "denied": text("The browser was not allowed to give the position; choose the place from the list."),
    "unavailable": text("The position could not be found out just now; choose the place from the list."),
}

# Components are registered once; nothing of this one comes from another host.
_ask = component(
    "device_position",
    html="<button type='button'></button>",
    css="button { font: inherit; min-height: 3rem; padding: .5rem 1rem; width: 100%; border: 1px solid #8a949e;"
    " border-radius: 4px; background: #fff; color: #0b5394; font-weight: 600; cursor: pointer; }"
    " button:disabled { color: #4a5662; }",
    js=(Path(__file__).parent / "position.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class Position:
    """Where a device is, in degrees on WGS 84, and how sure it is of that."""

    lon: float
    lat: float
    accuracy_m: float


def position_choice() -> Position | None:
    """Offer to find out where the reader stands, and return that once it is known."""
    answer = _ask(
        key="survey_ask_position",
        data={"label": translate(text("Sort by distance from where I am"))},
        on_answer_change=lambda: None,
    ).answer
    problem = None
    if answer:
        found = _position(answer)
        problem = None if found else PROBLEMS.get(str(answer.get("problem")), PROBLEMS["unavailable"])
        st.session_state[_KEY] = found
    position: Position | None = st.session_state.get(_KEY)
    if problem:
        show(element("p", problem, css="note", role="status"))
    elif position:
        told = text("Your position is known to about {metres} m.", metres=round(position.accuracy_m))
        show(element("p", told, css="note", role="status"))
    return position


def distances_m(city: City, facilities: pd.DataFrame, position: Position) -> pd.Series:
    """Return the distance in a straight line to each facility; infinite where a position is not known."""
    here = project(np.array([position.lon]), np.array([position.lat]), WGS84, city.crs)[0]
    distance = shapely.distance(np.asarray(facilities["geometry"], dtype=object), here)
    return pd.Series(np.where(np.isnan(distance), np.inf, distance), index=facilities.index)


def _position(answer: Mapping[str, object]) -> Position | None:
    """Read what the browser sent, which need not be what was asked for."""
    try:
        lon, lat, accuracy_m = (float(str(answer[name])) for name in ("lon", "lat", "accuracy_m"))
    except (KeyError, ValueError):
        return None
    return Position(lon, lat, accuracy_m) if abs(lon) <= 180 and abs(lat) <= 90 and 0 <= accuracy_m < _WORLD_M else None
