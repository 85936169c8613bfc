"""The one way by which pages change the city: with a version check, kept, and undone from here."""

from __future__ import annotations

import os
from collections.abc import Callable, Set
from pathlib import Path
from typing import TypeVar, cast

import streamlit as st

from planner.errors import ConflictError, OptionError
from planner.storage.conflicts import Subject, newest_of, opposed
from planner.storage.opening import open_workspace
from planner.storage.records import Deed, Revision
from planner.storage.workspace import StoredWorkspace, Workspace
from planner.texts import text
from planner.ui import state
from planner.ui.launch import CITY_VARIABLE
from planner.ui.session import current_actor, session_key
from planner.ui.waiting import WAITING, Pending
from planner.ui.watching import city_edited, edit_met_another

Answer = TypeVar("Answer")

WAITING_NAME = "waiting"
"""Under which name the address says which edit waits."""

_SEEN = "editing_seen"
_SHOWN = "editing_shown"
_OPENED = "editing_opened"
_SAID = "editing_said"
_UNDO = "editing_undo"
_REDO = "editing_redo"


@st.cache_resource(show_spinner=False, max_entries=4)
def _workspace(city: str | None) -> Workspace:
    return open_workspace(city)


def workspace() -> Workspace:
    """Return the city that this server works on.

    Raises
    ------
    planner.errors.PlannerError
        If it can't be opened.
    """
    return _workspace(os.environ.get(CITY_VARIABLE))


def begin() -> None:
    """Begin a run: what was shown last is what the user has seen.

    To be called once at the start of each run, and by a callback, which comes before that, before it edits.
    """
    if _SHOWN in st.session_state:
        st.session_state[_SEEN] = st.session_state[_SHOWN][0]
        del st.session_state[_SHOWN]


def shown() -> tuple[int, Path]:
    """Return the revision that is shown and its folder: the same pair until the run ends or changes the city."""
    if _SHOWN not in st.session_state:
        st.session_state[_SHOWN] = workspace().newest()
    pair: tuple[int, Path] = st.session_state[_SHOWN]
    return pair


def shown_folder() -> Path:
    """Return the city folder that is shown, only to be read."""
    return shown()[1]


def shown_revision() -> int:
    """Return the revision that is shown; 0 for a city without a history."""
    return shown()[0]


def opened_at(name: str) -> int:
    """Return the revision that was shown when something was opened that stays open for several runs, as a form does.

    Parameters
    ----------
    name
        Names it; another opening of the same has another name.
    """
    opened: dict[str, int] = st.session_state.setdefault(_OPENED, {})
    return opened.setdefault(name, shown_revision())


def say(key: str, what: object) -> None:
    """Keep in the session what a page says of its last change, until a change is taken back or made again.

    Parameters
    ----------
    key
        Under which name the page finds it.
    what
        What it says.
    """
    st.session_state[key] = what
    st.session_state[_SAID] = {*st.session_state.get(_SAID, ()), key}


def edit(
    deed: Deed,
    change: Callable[[Path], Answer],
    *,
    done: Callable[[Answer], None] | None = None,
    dropped: Callable[[], None] | None = None,
    seen: int | None = None,
) -> Answer:
    """Change the city as whoever is signed in.

    Parameters
    ----------
    deed
        Why.
    change
        Changes a city folder; it may be called more than once.
    done
        What is to happen once it is confirmed, also where the user has to choose between two versions first.
    dropped
        What is to happen instead where the user then let a part of it go.
    seen
        The revision that the user saw; what was shown last if left out.

    Raises
    ------
    planner.errors.ConflictError
        If somebody else changed the same; it then waits in :func:`pending` for a choice.
    planner.errors.PlannerError
        If it is not allowed or not possible.
    """
    known = st.session_state.get(_SEEN) if seen is None else seen
    waiting = Pending((), deed, change, done or _nothing, dropped or _nothing)
    return cast(Answer, _edit(waiting, known, frozenset()))


def edit_unasked(deed: Deed, change: Callable[[Path], Answer], *, seen: int | None) -> Answer:
    """Change the city for a device that asks its own user where there are two versions.

    Parameters
    ----------
    deed, change
        As in :func:`edit`.
    seen
        The revision that the device saw; the newest if left out.

    Raises
    ------
    planner.errors.ConflictError
        If somebody else changed the same; nothing waits then.
    planner.errors.PlannerError
        If it is not allowed or not possible.
    """
    try:
        edited = workspace().edit(current_actor(), deed, change, seen=seen)
    except ConflictError:
        edit_met_another(deed, current_actor())
        raise
    city_edited(deed, current_actor(), edited.revision)
    _confirmed(edited.revision)
    return edited.value


def pending() -> Pending | None:
    """Return the edit that waits for a choice, also after the page was loaded anew."""
    name = state.chosen(WAITING_NAME)
    return WAITING.get(session_key(), name) if name else None


def choose(theirs: Set[Subject]) -> None:
    """Confirm the edit that waits, but for those entries of which the other version is to stay.

    Raises
    ------
    planner.errors.ConflictError
        If somebody else changed the same once more: the choice is to be made anew.
    planner.errors.PlannerError
        If it is not allowed or not possible; it then still waits.
    """
    waiting = pending()
    if waiting is not None:
        _edit(waiting, newest_of(waiting.conflicts), theirs)


def let_go() -> None:
    """Let go of the edit that waits: nothing of it is saved."""
    waiting = pending()
    _wait(None)
    if waiting is not None:
        waiting.dropped()


def undoable() -> tuple[int, ...]:
    """Return the revisions of this visit that can be taken back, the last one at the end."""
    return tuple(st.session_state.get(_UNDO, ()))


def redoable() -> tuple[int, ...]:
    """Return the undos of this visit that can be taken back, the last one at the end."""
    return tuple(st.session_state.get(_REDO, ()))


def step(*, undo: bool) -> Revision | None:
    """Take the last change of this visit back, or make it again; ``None`` where there is none.

    Raises
    ------
    planner.errors.PlannerError
        If it is not allowed, or what it changed was changed again since.
    """
    there = undoable() if undo else redoable()
    if not there:
        return None
    revision = take_back(there[-1])
    if undo:
        st.session_state[_UNDO], st.session_state[_REDO] = there[:-1], (*redoable(), revision.number)
    else:
        st.session_state[_UNDO], st.session_state[_REDO] = (*undoable(), revision.number), there[:-1]
    return revision


def forget_step(*, undo: bool) -> None:
    """Let go of the last change of this visit, which can't be taken back or made again."""
    kept, there = (_UNDO, undoable()) if undo else (_REDO, redoable())
    st.session_state[kept] = there[:-1]
    _unsay()


def take_back(number: int) -> Revision:
    """Take any revision back.

    Raises
    ------
    planner.errors.PlannerError
        As :meth:`planner.storage.workspace.StoredWorkspace.undo`.
    """
    city = workspace()
    if not isinstance(city, StoredWorkspace):
        raise OptionError(
            text("A plain city folder keeps no history: make a working file with “planner storage create”.")
        )
    revision = city.undo(current_actor(), number)
    st.session_state.pop(_SHOWN, None)
    _unsay()
    return revision


def _edit(waiting: Pending, seen: int | None, theirs: Set[Subject]) -> object:
    """Make an edit, and let it wait where somebody else changed the same."""
    city = workspace()
    try:
        try:
            edited = city.edit(current_actor(), waiting.deed, waiting.change, seen=_seen(city, seen), leaving=theirs)
        except ConflictError as error:
            if opposed(error.conflicts):
                raise
            # Photos stand beside one another: both are kept, and none hides what another shows.
            newest = newest_of(error.conflicts)
            edited = city.edit(current_actor(), waiting.deed, waiting.change, seen=newest, leaving=theirs)
    except ConflictError as error:
        edit_met_another(waiting.deed, current_actor())
        conflicts = opposed(error.conflicts) or tuple(error.conflicts)
        _wait(Pending(conflicts, waiting.deed, waiting.change, waiting.done, waiting.dropped))
        raise
    city_edited(waiting.deed, current_actor(), edited.revision)
    _wait(None)
    _confirmed(edited.revision)
    if theirs:
        waiting.dropped()
    else:
        waiting.done(edited.value)
    value: object = edited.value
    return value


def _seen(city: Workspace, seen: int | None) -> int | None:
    return None if city.store is None else seen


def _wait(waiting: Pending | None) -> None:
    """Let an edit wait in the place of a former one, or none any more."""
    name = state.chosen(WAITING_NAME)
    if name:
        WAITING.drop(name)
    if name or waiting is not None:
        state.choose(WAITING_NAME, WAITING.put(session_key(), waiting) if waiting is not None else "")


def _confirmed(revision: Revision | None) -> None:
    """Show the city as it is now, and remember what can be taken back."""
    st.session_state.pop(_SHOWN, None)
    if revision is not None:
        st.session_state[_UNDO] = (*undoable(), revision.number)
        st.session_state[_REDO] = ()


def _unsay() -> None:
    """Forget what pages say of a last change that may no longer stand."""
    for key in st.session_state.pop(_SAID, ()):
        st.session_state.pop(key, None)


def _nothing(*_: object) -> None:
    """Nothing has to happen afterwards."""
