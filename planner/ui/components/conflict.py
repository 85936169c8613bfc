"""The choice between two versions, on whatever page the second one was to be saved."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from planner.errors import ConflictError, PlannerError
from planner.reports.changes.told import Names
from planner.storage.conflicts import Subject
from planner.storage.records import Conflict
from planner.texts import Text, plural, text, translate
from planner.ui import editing
from planner.ui.components.edit_bar import bring_to_top, tell
from planner.ui.components.markup import as_label, element, show
from planner.ui.components.versions import current_names, entry_told, side_by_side
from planner.ui.components.views import error_summary

THEIRS, MINE = "theirs", "mine"
CHOICES: Mapping[str, Text] = {
    THEIRS: text("Keep what stands there now"),
    MINE: text("Use mine instead"),
}
_TURN = "conflict_turn"
_ASKED = "conflict_asked"


def show_conflict() -> bool:
    """Show an edit that waits for a choice in the place of the page, and say whether there is one."""
    waiting = editing.pending()
    if waiting is None:
        return False
    conflicts = waiting.conflicts
    heading = plural(
        "Somebody else changed the same entry: which version is to stay?",
        "Somebody else changed the same {n} entries: which versions are to stay?",
        len(conflicts),
    )
    show(
        element(
            "div",
            element("h1", heading),
            element(
                "p",
                text("Nothing of yours was saved yet, and nothing is lost: choose for each entry, then confirm."),
                css="lead",
            ),
            role="alert",
        )
    )
    if st.session_state.get(_ASKED) != conflicts:
        st.session_state[_ASKED] = conflicts
        bring_to_top()
    with st.container(key="conflict"):
        _ask(conflicts)
        st.button(translate(text("Save nothing of mine")), key="conflict_none", on_click=_let_go)
    return True


def _let_go() -> None:
    tell(text("Nothing of yours was saved: everything stays as it stands there now."))
    editing.let_go()


def _ask(conflicts: tuple[Conflict, ...]) -> None:
    names = current_names()
    turn = st.session_state.get(_TURN, 0)
    with st.form(f"conflict_{turn}", border=False):
        chosen = {_subject(one): _choice(one, names, f"{turn}_{place}") for place, one in enumerate(conflicts)}
        confirmed = st.form_submit_button(
            translate(text("Confirm the choice")), type="primary", key=f"conflict_confirm_{turn}"
        )
    if not confirmed:
        return
    unanswered = [one for one in conflicts if chosen[_subject(one)] is None]
    if unanswered:
        error_summary(
            plural(
                "Choose first: one entry has no answer yet.",
                "Choose first: {n} entries have no answer yet.",
                len(unanswered),
            )
        )
        return
    _confirm(frozenset(subject for subject, answer in chosen.items() if answer == THEIRS), len(conflicts))


def _choice(conflict: Conflict, names: Names, key: str) -> str | None:
    told = entry_told(conflict, names)
    show(element("h2", told), side_by_side(conflict, names))
    labels = {name: translate(label) for name, label in CHOICES.items()}
    # The group is named by its entry, for whoever hears the page instead of seeing it.
    answer: str | None = st.radio(
        as_label(translate(told)),
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key=f"conflict_choice_{key}",
        label_visibility="collapsed",
    )
    return answer


def _confirm(theirs: frozenset[Subject], all_of_them: int) -> None:
    """Do as was chosen, and draw the page that the edit was made on."""
    # Other versions that turn up now are other questions.
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    try:
        # What is to happen afterwards may draw the page anew at once.
        tell(_outcome(len(theirs), all_of_them))
        editing.choose(theirs)
    except ConflictError as error:
        tell(error.message)
    except PlannerError as error:
        tell()
        error_summary(error.message)
        return
    st.rerun()


def _outcome(theirs: int, all_of_them: int) -> Text:
    if theirs == 0:
        return text("Your version was saved.")
    if theirs == all_of_them:
        return text("The other version stays. Whatever nobody else had changed was saved.")
    return plural(
        "Your version was saved; of {n} entry the other version stays.",
        "Your version was saved; of {n} entries the other version stays.",
        theirs,
    )


def _subject(conflict: Conflict) -> Subject:
    return conflict.collection, conflict.subject
