"""At the head of each page of a working city: what became of a change, the way back, and what others changed."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.components.v2 import component

from planner.errors import ConflictError, PlannerError
from planner.reports.changes.told import Names, deed_told, subject_told, summary_told
from planner.storage.records import Conflict, Revision
from planner.storage.store import Store
from planner.texts import Language, Text, speak, text, translate
from planner.ui import editing, state
from planner.ui.components.markup import as_label, element, joined, show
from planner.ui.components.versions import current_names, entry_told, side_by_side
from planner.ui.components.views import error_summary, inset

LOOK_SECONDS = 5
"""How often it is looked whether somebody else changed the city."""

_LONGEST_LABEL = 70
_BACK = text("What taking it back would have written")
_TOLD = "edit_told"
_REFUSED = "edit_refused"

_TURN = "edit_told_turn"


def _script(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


# Registered once; nothing of them comes from another host.
_keys = component("edit_keys", js=_script("edit_keys.js"))
_to_top = component("to_top", js=_script("to_top.js"))


def tell(*sentences: Text) -> None:
    """Show sentences at the head of the page that is drawn next."""
    st.session_state[_TOLD] = sentences


def bring_to_top() -> None:
    """Bring the head of the page into sight: whoever pressed a button further down would not see what is said there."""
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    _to_top(key=f"to_top_{st.session_state[_TURN]}")


def show_edit_bar() -> None:
    """Show what there is to say and to take back; nothing for a city without a history."""
    told = st.session_state.pop(_TOLD, ())
    if told:
        show(inset(*(element("p", sentence, role="status") for sentence in told)))
        bring_to_top()
    store = editing.workspace().store
    if store is None:
        return
    _refused()
    _steps(store)
    editing.shown_folder()
    _others(store)


def take_back(number: int) -> None:
    """Take a change back, and draw the page anew; where it may not be taken back, say so on the page."""
    try:
        revision = editing.take_back(number)
    except ConflictError as error:
        _refuse(error.conflicts)
    except PlannerError as error:
        error_summary(error.message)
        return
    else:
        tell(text("{deed}: see change {number}.", deed=deed_told(revision), number=str(revision.number)))
    st.rerun()


def _steps(store: Store) -> None:
    """Offer to take back, or make again, what was done last in this visit."""
    there = {"undo": editing.undoable(), "redo": editing.redoable()}
    if not any(there.values()):
        return
    names = current_names()
    labels = {
        "undo": text("Undo: {what}", what=_last(store, there["undo"], names)),
        "redo": text("Redo: {what}", what=_last(store, there["redo"], names)),
    }
    with st.container(key="edit_bar", horizontal=True):
        for step, label in labels.items():
            if there[step]:
                st.button(
                    as_label(_short(translate(label))),
                    key=f"step_{step}",
                    help=translate(text("Ctrl+Z") if step == "undo" else text("Ctrl+Shift+Z")),
                    on_click=_step,
                    args=(step == "undo",),
                )
        _keys(key="edit_keys")


def _last(store: Store, numbers: tuple[int, ...], names: Names) -> Text:
    """Say what the last of some changes did."""
    return text("–") if not numbers else _summary(store.identity, numbers[-1], store, names)


@st.cache_resource(show_spinner=False, max_entries=500)
def _summary(identity: str, number: int, _store: Store, _names: Names) -> Text:
    """Say what a change did; of one that takes another back, or makes it again, what that one did."""
    known = {one.number: one for one in _store.revisions()}
    revision = known[number]
    while revision.undoes is not None:
        revision = known[revision.undoes]
    edits = [change.edit for change in _store.changes([revision.number])]
    subjects = {
        (edit.collection, edit.subject): subject_told(
            edit.collection, edit.subject, edit.after or edit.before or {}, _names
        )
        for edit in edits
    }
    return summary_told(revision, list(subjects.values()))


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"


def _step(undo: bool) -> None:
    editing.begin()
    with speak(Language(state.chosen("language"))):
        try:
            revision = editing.step(undo=undo)
        except ConflictError as error:
            # It can't be taken back any more: what was done before it can.
            editing.forget_step(undo=undo)
            _refuse(error.conflicts)
        except PlannerError as error:
            tell(error.message)
        else:
            _say_done(revision, undo=undo)


def _say_done(revision: Revision | None, *, undo: bool) -> None:
    store = editing.workspace().store
    if revision is None or store is None:
        return
    done = _summary(store.identity, revision.number, store, current_names())
    tell(text("Taken back: {what}.", what=done) if undo else text("Made again: {what}.", what=done))


def _refuse(conflicts: tuple[Conflict, ...]) -> None:
    st.session_state[_REFUSED] = conflicts


def _refused() -> None:
    """Show why the last change could not be taken back: what was changed again since."""
    conflicts: tuple[Conflict, ...] = st.session_state.pop(_REFUSED, ())
    if not conflicts:
        return
    bring_to_top()
    names = current_names()
    shown = joined(
        element("div", element("h3", entry_told(one, names)), side_by_side(one, names, _BACK)) for one in conflicts
    )
    show(
        element(
            "div",
            element("h2", text("This can't be taken back: it was changed again since")),
            element("p", text("Nothing was changed. Compare both, and record what holds.")),
            shown,
            css="refused",
            role="alert",
        )
    )


@st.fragment(run_every=LOOK_SECONDS)
def _others(store: Store) -> None:
    """Say when somebody else changed the city, and change nothing on the page until that is wished."""
    with speak(Language(state.chosen("language"))):
        try:
            newest = _newest(store.identity, store)
        except PlannerError:
            # The page itself says so when it needs the city; this line only looks.
            return
        if newest <= editing.shown_revision():
            return
        with st.container(key="others", horizontal=True):
            show(element("p", text("Somebody else changed this city meanwhile."), css="note", role="status"))
            if st.button(translate(text("Show the newest")), key="others_newest"):
                st.rerun(scope="app")


@st.cache_resource(show_spinner=False, max_entries=4, ttl=LOOK_SECONDS / 2)
def _newest(identity: str, _store: Store) -> int:
    return _store.revision()
