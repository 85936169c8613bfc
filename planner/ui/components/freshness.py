"""Of when the figures on a page are, where the city was changed since."""

from __future__ import annotations

import datetime as dt

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner.texts import current_language, speak, text, translate
from planner.ui.components.markup import element, show
from planner.ui.engine import behind, caught_up

_EVERY_S = 10.0


def show_freshness(place: DeltaGenerator) -> None:
    """Say that figures are of an earlier state of the city, and offer those of the newest once they are made.

    Nothing moves under the eyes of somebody who reads: the page is drawn anew when they ask for it.

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
            if not caught_up():
                line = text("Figures as of {time}; being brought up to date.", time=f"{at:%H:%M:%S}")
                show(element("p", line, css="note", role="status"))
                return
            with st.container(key="newer", horizontal=True):
                line = text("Figures as of {time}; newer ones are ready.", time=f"{at:%H:%M:%S}")
                show(element("p", line, css="note", role="status"))
                if st.button(translate(text("Show the newest figures")), key="newest_figures"):
                    st.rerun()

    live()
