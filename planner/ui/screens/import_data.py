"""Bring data in: a layer from an office, one question a page, and nothing accepted before the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from planner.cleaning.quality.acceptance import accept
from planner.model.city import City
from planner.model.person import Collection
from planner.sources.builtin import is_builtin
from planner.sources.delivery.store import delivered_sources, undo_last
from planner.storage.records import Deed
from planner.texts import Text, plural, text, translate
from planner.ui import editing
from planner.ui.components.import_columns import ask_for_columns, ask_for_kinds
from planner.ui.components.import_file import ask_for_file, ask_for_source, ask_for_table
from planner.ui.components.import_place import ask_for_place
from planner.ui.components.import_work import Step, Work, give_up, go_on, turn, way_back, work_in_hand
from planner.ui.components.markup import bullets, element, show
from planner.ui.components.permission import may_change
from planner.ui.components.quality_view import change_table, report_downloads, show_report
from planner.ui.components.read_only import show_read_only
from planner.ui.components.views import attempt, inset, title
from planner.ui.engine import city_folder, current_city

_DONE = "import_done"
_TAKEN_BACK = "import_taken_back"

_QUESTIONS: Mapping[Step, Text] = {
    Step.FILE: text("Which file do you bring?"),
    Step.SOURCE: text("Whose data is it?"),
    Step.TABLE: text("Is this the table?"),
    Step.COLUMNS: text("What do the columns hold?"),
    Step.KINDS: text("Which kinds of place are they?"),
    Step.PLACE: text("Where are they?"),
    Step.REPORT: text("Is this to be accepted?"),
}


@dataclass(frozen=True)
class Done:
    """What was accepted last: its source and how many places."""

    source: str
    title: str
    places: int


def show_import() -> None:
    """Show the page on which data is brought in."""
    with st.container(key="import"):
        _show(current_city(), city_folder())


def _show(city: City, folder: Path) -> None:
    work, done = work_in_hand(), st.session_state.get(_DONE)
    if is_builtin(folder):
        title(text("Bring data in"), over=city.name, lead=_LEAD)
        show_read_only(text("Come back to this page and bring the file."))
    elif done is not None:
        _confirmation(city, done)
    else:
        step = work.step if work else Step.FILE
        over = text("Bring data in: step {step} of {steps}", step=int(step), steps=len(Step))
        title(_QUESTIONS[step], over=over, lead=_LEAD if work is None else None)
        if not may_change(Collection.FILES):
            return
        if work is None:
            _begin(folder)
        else:
            _ask(work, city, folder)
            way_back(work)


_LEAD = text("Bring a layer from an office: look at it, see what is wrong with it, and only then take it in.")


def _begin(folder: Path) -> None:
    if _TAKEN_BACK in st.session_state:
        show(inset(element("p", st.session_state.pop(_TAKEN_BACK), role="status")))
    ask_for_file()
    sources = delivered_sources(folder)
    if sources:
        with st.expander(translate(text("Take back an earlier delivery"))):
            source = st.selectbox(translate(text("Source")), sources, key="import_undo_source")
            if st.button(translate(text("Take its last delivery back")), key="import_undo_earlier"):
                _take_back(source)


def _ask(work: Work, city: City, folder: Path) -> None:
    """Ask the question of a step; what it needs was decided in the steps before."""
    if work.step is Step.SOURCE:
        ask_for_source(work, city, folder)
    elif work.step is Step.TABLE:
        ask_for_table(work, folder)
    elif work.view and work.mapping and work.source:
        if work.step is Step.COLUMNS:
            ask_for_columns(work, work.view, work.mapping)
        elif work.step is Step.KINDS:
            ask_for_kinds(work, work.view, work.mapping)
        elif work.step is Step.PLACE:
            ask_for_place(work, city, folder, work.view, work.mapping)
        else:
            _ask_to_accept(work)


def _ask_to_accept(work: Work) -> None:
    """Show the report, and accept the layer when that is wished."""
    checked, source = work.checked, work.source
    if checked is None or source is None:
        return
    report = checked.report
    show_report(report)
    show(change_table(report))
    report_downloads([report])
    confirmed = True
    if report.needs_confirmation:
        show(inset(element("p", text("This has to be confirmed:")), bullets(report.needs_confirmation)))
        confirmed = st.checkbox(translate(text("I have checked this, and it is right.")), key=f"import_sure_{turn()}")
    if go_on(translate(text("Accept the layer"))):
        with st.spinner(translate(text("Writing the layer into the city folder"))):
            attempt(
                lambda: editing.edit(
                    Deed.IMPORT,
                    lambda folder: accept(checked, folder, source, confirmed=confirmed),
                    done=lambda _: _accepted(Done(source.id, source.title, report.rows_accepted)),
                    dropped=give_up,
                )
            )


def _accepted(done: Done) -> None:
    give_up()
    editing.say(_DONE, done)
    st.rerun()


def _confirmation(city: City, done: Done) -> None:
    """Say what was accepted, and offer to take it back."""
    heading = plural("Accepted: {n} place of {title}", "Accepted: {n} places of {title}", done.places, title=done.title)
    title(heading, over=city.name, lead=text("They belong to the city now: the map and the figures are made anew."))
    if st.button(translate(text("Bring another file")), type="primary", width="stretch", key="import_another"):
        del st.session_state[_DONE]
        st.rerun()
    if st.button(translate(text("Take this back")), width="stretch", key="import_undo"):
        _take_back(done.source)


def _take_back(source: str) -> None:
    def done(_: bool) -> None:
        st.session_state.pop(_DONE, None)
        st.session_state[_TAKEN_BACK] = text("The last delivery of “{source}” was taken back.", source=source)
        st.rerun()

    attempt(lambda: editing.edit(Deed.IMPORT, lambda folder: undo_last(folder, source), done=done))
