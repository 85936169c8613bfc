"""Scenarios that are being worked on in a visit: kept apart from their files until they are saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from planner.errors import ScenarioError
from planner.model.options import Options
from planner.model.scenario import MAX_NAME, Change, Draft, Scenario
from planner.scenarios.applying import apply_scenario
from planner.sources.scenarios.store import (
    StoredScenario,
    delete_scenario,
    list_scenarios,
    rename_scenario,
    save_scenario,
    scenarios_folder,
)
from planner.storage.records import Deed
from planner.texts import text
from planner.ui import editing, state
from planner.ui.chosen_plan import plain_options
from planner.ui.engine import city_folder, current_city, stamp_of

_WORKS = "scenario_works"


@dataclass(frozen=True)
class Work:
    """A scenario as it stands in this visit.

    Attributes
    ----------
    draft
        The scenario and what was undone.
    saved
        What its file held when it was opened or saved here; ``None`` where it was never saved.
    revision
        Of which revision of the city that is; 0 for a city without a history.
    """

    draft: Draft
    saved: Scenario | None = None
    revision: int = 0

    @property
    def scenario(self) -> Scenario:
        """The scenario as it stands."""
        return self.draft.scenario

    @property
    def is_saved(self) -> bool:
        """Whether its file holds all of it."""
        return self.saved is not None and self.saved == as_saved(self.scenario)


def as_saved(scenario: Scenario) -> Scenario:
    """Return a scenario with the walking time and the number of sites under which it is looked at now."""
    now = plain_options()
    return replace(scenario, options=replace(scenario.options, threshold_min=now.threshold_min, sites=now.sites))


def look_as(options: Options) -> None:
    """Choose the walking time and the number of sites of a scenario, as far as they can be chosen."""
    if options.threshold_min.is_integer() and 1 <= options.threshold_min <= state.MOST_MINUTES:
        state.choose("minutes", str(int(options.threshold_min)))
    state.choose("sites", "" if options.sites is None else str(options.sites))


def stored_scenarios() -> tuple[StoredScenario, ...]:
    """Return the scenarios that have a file, also those that can't be read."""
    city = city_folder()
    folder = scenarios_folder(city)
    files = folder.iterdir() if folder.is_dir() else ()
    return _listed(repr((city, folder, stamp_of(files))), city)


@st.cache_resource(show_spinner=False, max_entries=4)
def _listed(stand: str, _city: Path) -> tuple[StoredScenario, ...]:
    """Read the scenarios anew where a file has changed; one string is quicker to look up than many."""
    return list_scenarios(_city)


def names() -> tuple[str, ...]:
    """Return what the scenarios are called: those with a file first, then those that were never saved."""
    stored = [one.scenario.name for one in stored_scenarios() if one.scenario is not None]
    return tuple(dict.fromkeys([*stored, *_works()]))


def current_work() -> Work | None:
    """Return the scenario that is chosen; ``None`` where none is, or there is none of that name."""
    return work_of(state.chosen("scenario"))


def work_of(name: str) -> Work | None:
    """Return a scenario by its name, as it stands in this visit or else in its file."""
    if name in _works():
        return _works()[name]
    stored = _stored(name)
    return None if stored is None else Work(Draft(stored), stored, editing.shown_revision())


def begin(name: str) -> None:
    """Begin a scenario without changes.

    Raises
    ------
    planner.errors.ScenarioError
        If the name can't be used or is taken.
    """
    city = current_city()
    _take(as_saved(Scenario(_free(name), city.code, city.fingerprint, dt.date.today().isoformat())))


def take_over(scenario: Scenario) -> None:
    """Begin with a scenario from a file that somebody sent; it gets a number if its name is taken.

    Raises
    ------
    planner.errors.ScenarioError
        If it can't be applied to this city.
    """
    apply_scenario(current_city(), scenario)
    taken, number, name = [one.casefold() for one in names()], 2, scenario.name
    while name.casefold() in taken:
        ending = f" ({number})"
        name, number = scenario.name[: MAX_NAME - len(ending)] + ending, number + 1
    look_as(scenario.options)
    _take(replace(scenario, name=name))


def open_named(name: str) -> None:
    """Choose a scenario, and look at it as it was saved."""
    state.choose("scenario", name)
    work = current_work()
    if work is not None:
        look_as(work.scenario.options)


def change(work: Work, made: Change) -> bool:
    """Add a change, and say that it was added.

    Raises
    ------
    planner.errors.ScenarioError
        If it can't be applied.
    """
    draft = work.draft.change(made)
    apply_scenario(current_city(), draft.scenario)
    keep(replace(work, draft=draft))
    return True


def step(*, undo: bool) -> None:
    """Take the last change of the chosen scenario back, or make it again."""
    work = current_work()
    if work is not None:
        keep(replace(work, draft=work.draft.undo() if undo else work.draft.redo()))


def keep(work: Work) -> None:
    """Keep a scenario as it stands now for the rest of the visit."""
    st.session_state[_WORKS] = {**_works(), work.scenario.name: work}


def forget(name: str) -> None:
    """Forget what was done here since a scenario was saved."""
    st.session_state[_WORKS] = {own: work for own, work in _works().items() if own != name}


def save(work: Work) -> None:
    """Write a scenario into its file.

    Raises
    ------
    planner.errors.PlannerError
        If its file is not as it was when it was opened here, the name is taken, or nothing can be written.
    """
    scenario = as_saved(work.scenario)
    # A city with a history tells two versions apart itself, and lets the user choose between them.
    former = work.saved if editing.workspace().store is None else None

    def saved(_: Path) -> None:
        keep(Work(replace(work.draft, scenario=scenario), scenario, editing.shown_revision()))

    editing.edit(
        Deed.SCENARIO,
        lambda folder: save_scenario(scenario, folder, replacing=work.saved is not None, former=former),
        done=saved,
        dropped=lambda: forget(scenario.name),
        seen=_seen(work),
    )


def rename(work: Work, name: str) -> None:
    """Give a scenario another name, also its file.

    Raises
    ------
    planner.errors.PlannerError
        If the name can't be used or is taken, or the file can't be written.
    """
    former = work.scenario.name
    renamed = replace(work.scenario, name=name if name.casefold() == former.casefold() else _free(name))
    saved = work.saved
    if saved is None:
        _renamed(former, Work(replace(work.draft, scenario=renamed)))
        return
    present = replace(saved, name=renamed.name)
    editing.edit(
        Deed.SCENARIO,
        lambda folder: rename_scenario(former, renamed.name, folder),
        done=lambda _: _renamed(former, Work(replace(work.draft, scenario=renamed), present, editing.shown_revision())),
        dropped=lambda: forget(former),
        seen=_seen(work),
    )


def _renamed(former: str, work: Work) -> None:
    forget(former)
    keep(work)
    state.choose("scenario", work.scenario.name)


def copy(work: Work, name: str) -> None:
    """Begin another scenario with the same changes.

    Raises
    ------
    planner.errors.ScenarioError
        If the name can't be used or is taken.
    """
    _take(replace(work.scenario, name=_free(name)))


def delete(work: Work) -> None:
    """Delete a scenario with its file.

    Raises
    ------
    planner.errors.PlannerError
        If it can't be deleted.
    """
    name = work.scenario.name
    if work.saved is None or _stored(name) is None:
        _deleted(name)
        return
    editing.edit(
        Deed.SCENARIO,
        lambda folder: delete_scenario(name, folder),
        done=lambda _: _deleted(name),
        dropped=lambda: forget(name),
        seen=_seen(work),
    )


def _deleted(name: str) -> None:
    forget(name)
    state.choose("scenario", "")


def _seen(work: Work) -> int | None:
    """Return the revision whose version of a scenario was worked on; what is shown, for one that has none yet."""
    return work.revision or None


def _take(scenario: Scenario) -> None:
    keep(Work(Draft(scenario)))
    state.choose("scenario", scenario.name)


def _free(name: str) -> str:
    """Return a name without spaces around it, if no scenario has it."""
    tidy = " ".join(name.split())
    if tidy.casefold() in [one.casefold() for one in names()]:
        raise ScenarioError(text("There is a scenario “{name}” already: choose another name.", name=tidy))
    return tidy


def _stored(name: str) -> Scenario | None:
    return next((one.scenario for one in stored_scenarios() if one.scenario and one.scenario.name == name), None)


def _works() -> Mapping[str, Work]:
    works: Mapping[str, Work] = st.session_state.get(_WORKS, {})
    return works
