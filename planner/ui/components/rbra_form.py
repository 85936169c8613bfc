"""The checklist as a form: each item answered on the spot, saved with the visit's photo."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from planner.checks.each.rbra_checklist.items import Checked
from planner.model.kinds import Known
from planner.model.person import Collection
from planner.model.survey import KnownPlace, SurveyFact
from planner.model.survey_labels import FACT_LABELS
from planner.reports.facts import capitalised
from planner.reports.survey_facts import value_told
from planner.sources.builtin import is_builtin
from planner.sources.survey.store import Saved, append_survey, undo_visit
from planner.storage.records import Deed
from planner.texts import plural, text, translate
from planner.ui import editing
from planner.ui.components.markup import element, facts, show
from planner.ui.components.permission import may_change
from planner.ui.components.read_only import show_read_only
from planner.ui.components.survey_form import Filled, filled_problem, records_of, survey_form
from planner.ui.components.views import attempt, error_summary, inset

_SAVED = "rbra_saved"
_TURN = "rbra_turn"
PREVIEW_PIXELS = 240


def checklist_form(checked: Checked, questions: Sequence[SurveyFact], fewest_kinds: int | None, folder: Path) -> None:
    """Let an office answer the checklist of one place, review it and save it into the city folder."""
    if is_builtin(folder):
        show_read_only(text("Come back to this page and fill in the checklist."))
        return
    if not may_change(Collection.SURVEY):
        return
    _saved()
    with st.expander(translate(text("Fill in the checklist here"))), st.container(key="survey"):
        recorded = {
            str(item.fact): translate(value_told(item.fact, item.value))
            for item in checked.items
            if item.value != Known.UNKNOWN
        }
        turn = f"rbra_{st.session_state.get(_TURN, 0)}_{checked.place.id}"
        opened = editing.opened_at(turn)
        filled = survey_form(recorded, fewest_kinds, turn, questions)
        if filled is not None:
            _review(checked, filled, opened)


def _label(fact: SurveyFact) -> str:
    return capitalised(translate(FACT_LABELS[fact]))


def _review(checked: Checked, filled: Filled, opened: int) -> None:
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
        attempt(
            lambda: editing.edit(
                Deed.RECORD,
                lambda folder: append_survey(folder, records, pictures),
                done=lambda saved: _say_saved(saved, checked.place.name),
                dropped=_begin_anew,
                seen=opened,
            )
        )


def _say_saved(saved: Saved, place: str) -> None:
    done = plural("Saved: {n} answer of {place}", "Saved: {n} answers of {place}", saved.added, place=place)
    editing.say(_SAVED, (saved.visit, done))
    _begin_anew()
    st.rerun()


def _begin_anew() -> None:
    """Leave the form empty behind."""
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _saved() -> None:
    """Say what was saved last, and offer to take it back."""
    if _SAVED not in st.session_state:
        return
    visit, told = st.session_state[_SAVED]
    show(inset(element("p", told, role="status")))
    if visit and st.button(translate(text("Take this back")), key="rbra_undo"):
        attempt(lambda: editing.edit(Deed.RECORD, lambda folder: undo_visit(folder, visit), done=_taken_back))


def _taken_back(count: int) -> None:
    st.session_state[_SAVED] = ("", plural("{n} fact was taken back.", "{n} facts were taken back.", count))
    st.rerun()
