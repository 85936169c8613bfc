"""Which scenario is worked on: chosen, begun, saved, renamed, copied, deleted, or opened from a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from planner.model.person import Collection
from planner.model.scenario import MAX_NAME, Scenario
from planner.sources.scenarios.document import MAX_BYTES, read_scenario, scenario_toml
from planner.sources.scenarios.store import ENDING, slug
from planner.texts import Text, text, translate
from planner.ui import scenario_work, state
from planner.ui.components.downloads import on_demand
from planner.ui.components.markup import as_label, bullets, element, show
from planner.ui.components.permission import may_change, may_send_files
from planner.ui.components.views import attempt, inset
from planner.ui.scenario_work import Work

_CHOICE, _DONE, _TURN = "scenario_choice", "scenario_done", "scenario_turn"


def scenario_choice() -> Work | None:
    """Let the reader choose a scenario or begin one, and return it."""
    if _DONE in st.session_state:
        show(inset(element("p", st.session_state.pop(_DONE), role="status")))
    names = scenario_work.names()
    now = state.chosen("scenario")
    if names:
        nothing = translate(text("Choose a scenario"))
        st.session_state[_CHOICE] = now if now in names else ""
        st.selectbox(
            translate(text("Scenario")),
            ["", *names],
            format_func=lambda name: name or nothing,
            key=_CHOICE,
            on_change=lambda: scenario_work.open_named(st.session_state[_CHOICE]),
        )
    work = scenario_work.current_work()
    with st.expander(translate(text("Begin a scenario, or open one from a file")), expanded=work is None):
        _begin()
        if may_send_files():
            _open()
        _unreadable()
    return work


def _begin() -> None:
    with st.form(f"scenario_begin_{_turn()}", border=False):
        name = st.text_input(
            translate(text("Name of the new scenario")),
            max_chars=MAX_NAME,
            placeholder=translate(text("such as: three parks in the east")),
        )
        if st.form_submit_button(translate(text("Begin"))) and attempt(partial(_done, scenario_work.begin, name)):
            st.rerun()


def _open() -> None:
    file = st.file_uploader(
        translate(text("File of a scenario (TOML)")),
        type=[ENDING.removeprefix(".")],
        max_upload_size=MAX_BYTES // 10**6,
        key=f"scenario_file_{_turn()}",
    )
    if file is None or not st.button(translate(text("Open the file")), key="scenario_open"):
        return
    content, name = file.getvalue(), Path(file.name).name
    if attempt(lambda: _done(scenario_work.take_over, read_scenario(content, name))):
        st.rerun()


def _unreadable() -> None:
    problems = [one.problem for one in scenario_work.stored_scenarios() if one.problem is not None]
    if problems:
        show(element("p", text("These files can't be read:")), bullets(problems))


def scenario_bar(work: Work) -> None:
    """Say whether a scenario is saved, and offer what can be done with the whole of it."""
    scenario = work.scenario
    if not work.is_saved:
        show(element("p", text("Not saved yet: what is not saved is lost when this page is closed."), css="note"))
    keeps = may_change(Collection.SCENARIOS)
    with st.container(horizontal=True):
        label = translate(text("Save"))
        if (
            keeps
            and st.button(label, key="scenario_save", type="primary", disabled=work.is_saved)
            and attempt(partial(_done, scenario_work.save, work))
        ):
            _say(text("“{name}” is saved.", name=scenario.name))
        st.download_button(
            translate(text("Scenario as a file (TOML)")),
            on_demand(partial(_file, scenario_work.as_saved(scenario))),
            file_name=f"{slug(scenario.name)}{ENDING}",
            mime="application/toml",
            on_click="ignore",
            key="scenario_file_out",
        )
        if keeps:
            with st.popover(translate(text("Rename, copy, delete"))):
                _rename_and_copy(work)
                _give_up(work)


def _file(scenario: Scenario) -> bytes:
    return scenario_toml(scenario).encode("utf-8")


def _rename_and_copy(work: Work) -> None:
    with st.form(f"scenario_names_{_turn()}_{work.scenario.name}", border=False):
        name = st.text_input(translate(text("Another name")), max_chars=MAX_NAME)
        renaming = st.form_submit_button(translate(text("Rename")))
        copying = st.form_submit_button(translate(text("Save as a copy of this name")))
    if renaming and attempt(partial(_done, scenario_work.rename, work, name)):
        _say(text("It is called “{name}” now.", name=name))
    if copying and attempt(partial(_done, scenario_work.copy, work, name)):
        copied = scenario_work.current_work()
        if copied is not None and attempt(partial(_done, scenario_work.save, copied)):
            _say(text("“{name}” is saved.", name=copied.scenario.name))


def _give_up(work: Work) -> None:
    name = work.scenario.name
    if work.saved is not None and not work.is_saved:
        st.button(
            translate(text("Take the saved one instead")),
            key="scenario_forget",
            on_click=scenario_work.forget,
            args=(name,),
        )
    if st.button(translate(text("Delete “{name}” for good", name=as_label(name))), key="scenario_delete") and attempt(
        partial(_done, scenario_work.delete, work)
    ):
        _say(text("“{name}” is deleted.", name=name))


def _done(action: Callable[..., object], *arguments: Scenario | Work | str) -> bool:
    """Do something and say that it was done: :func:`attempt` returns nothing where it was not."""
    action(*arguments)
    st.session_state[_TURN] = _turn() + 1
    return True


def _say(told: Text) -> None:
    st.session_state[_DONE] = told
    st.rerun()


def _turn() -> int:
    """Return a number that changes with each thing done, so that fields begin empty."""
    return int(st.session_state.get(_TURN, 0))
