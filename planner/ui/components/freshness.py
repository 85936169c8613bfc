"""Of when the figures on a page are, where the city was changed since."""

from __future__ import annotations

import datetime as dt

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner.texts import current_language, speak, text
from planner.ui.components.markup import element, show
from planner.ui.engine import behind, caught_up

_EVERY_S = 5.0


def show_freshness(place: DeltaGenerator) -> None:
    """Say that figures are of an earlier state of the city, and draw the page anew once they are of the newest.

    Parameters
    ----------
    place
        Where it is said; nothing is where all figures are of the newest state.
    """
    at = behind()
    if at is None:
        return
    with place:
        _watched(at)


def _watched(at: dt.datetime) -> None:
    language = current_language()

    # A fragment runs by itself, outside of the page that speaks a language.
    @st.fragment(run_every=_EVERY_S)
    def live() -> None:
        with speak(language):
            if caught_up():
                st.rerun()
            line = text("Figures as of {time}; being brought up to date.", time=f"{at:%H:%M:%S}")
            show(element("p", line, css="note", role="status"))

    live()
