"""The checklist as a form: each item answered on the spot, saved with the visit's photo."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from planner.checks.each.rbra_checklist.items import Checked
from planner.model.kinds import Known
from planner.model.survey import KnownPlace, SurveyFact
from planner.model.survey_labels import FACT_LABELS
from planner.reports.facts import capitalised
from planner.reports.survey_facts import value_told
from planner.sources.builtin import is_builtin
from planner.sources.survey.store import append_survey, undo_visit
from planner.texts import plural, text, translate
from planner.ui.components.markup import bullets, element, facts, show
from planner.ui.components.survey_form import Filled, filled_problem, records_of, survey_form
from planner.ui.components.views import attempt, error_summary, inset

_SAVED = "rbra_saved"
_TURN = "rbra_turn"
PREVIEW_PIXELS = 240


def checklist_form(checked: Checked, questions: Sequence[SurveyFact], fewest_kinds: int | None, folder: Path) -> None:
    """Let an office answer the checklist of one place, review it and save it into the city folder."""
    if is_builtin(folder):
        _read_only()
        return
    _saved(folder)
    with st.expander(translate(text("Fill in the checklist here"))), st.container(key="survey"):
        recorded = {
            str(item.fact): translate(value_told(item.fact, item.value))
            for item in checked.items
            if item.value != Known.UNKNOWN
        }
        turn = f"rbra_{st.session_state.get(_TURN, 0)}_{checked.place.id}"
        filled = survey_form(recorded, fewest_kinds, turn, questions)
        if filled is not None:
            _review(checked, filled, folder)


def _read_only() -> None:
    show(
        inset(
            element("p", text("To fill in the checklist, work on a copy of the city: the built-in one can't change.")),
            bullets(
                [
                    text("Copy the city: planner copy-city my-city"),
                    text("Open the copy: planner app my-city"),
                ]
            ),
        )
    )


def _label(fact: SurveyFact) -> str:
    return capitalised(translate(FACT_LABELS[fact]))


def _review(checked: Checked, filled: Filled, folder: Path) -> None:
    """Show what is going to be saved, and save it when that is wished."""
    problem = filled_problem(filled)
    if problem is not None:
        error_summary(problem)
        return
    made = attempt(lambda: records_of(KnownPlace(checked.place.id, checked.place.name), filled))
    if made is None:
        return
    records, pictures = made
    told = [(_label(record.fact), value_told(record.fact, record.value)) for record in records]
    show(element("h3", text("Is this right?")), facts(told))
    if pictures:
        st.image(pictures[0], width=PREVIEW_PIXELS)
    if st.button(translate(text("Save")), type="primary", width="stretch", key="rbra_save"):
        saved = attempt(lambda: append_survey(folder, records, pictures))
        if saved is None:
            return
        done = plural(
            "Saved: {n} answer of {place}", "Saved: {n} answers of {place}", saved.added, place=checked.place.name
        )
        st.session_state[_SAVED] = (saved.visit, done)
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
        st.rerun()


def _saved(folder: Path) -> None:
    """Say what was saved last, and offer to take it back."""
    if _SAVED not in st.session_state:
        return
    visit, told = st.session_state[_SAVED]
    show(inset(element("p", told, role="status")))
    if visit and st.button(translate(text("Take this back")), key="rbra_undo"):
        count = attempt(lambda: undo_visit(folder, visit))
        if count is not None:
            taken_back = plural("{n} fact was taken back.", "{n} facts were taken back.", count)
            st.session_state[_SAVED] = ("", taken_back)
            st.rerun()
