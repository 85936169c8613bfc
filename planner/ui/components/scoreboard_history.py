"""What changed since an earlier assessment that was kept, and the button that keeps this one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from planner.history.changes import Changes, changes_between
from planner.history.taking import snapshot_of
from planner.model.assessment import Assessment
from planner.model.history import Snapshot
from planner.model.person import Collection
from planner.reports.scoreboard.changed import CHANGE_COLUMNS, change_sentences, change_table
from planner.reports.scoreboard.closer import changes_file, changes_metadata, changes_name
from planner.reports.scoreboard.words import number_words
from planner.sources.builtin import is_builtin
from planner.sources.history.store import (
    MAX_SNAPSHOTS,
    Kept,
    StoredSnapshot,
    keep_snapshot,
    snapshot_paths,
    stored_snapshot,
)
from planner.storage.records import Deed
from planner.texts import plural, text, translate
from planner.ui import editing
from planner.ui.components.choices import one_choice
from planner.ui.components.markup import Content, bullets, element, show, table
from planner.ui.components.permission import may_change
from planner.ui.components.read_only import show_read_only
from planner.ui.components.table_download import table_download
from planner.ui.components.views import attempt

MOST_CHANGES = 50
"""How many changes are listed; the file has all."""

_SHOWN = ("title", "name", "change", "status_before", "status", "value_before", "value")
_KEPT = "history_kept"
_NUMBERS = ("value_before", "value")


def show_history(folder: Path, assessment: Assessment) -> None:
    """Show what changed since a kept assessment, and let the reader keep this one.

    Parameters
    ----------
    folder
        The city folder.
    assessment
        The present assessment.
    """
    show(element("h2", text("Since an earlier assessment")))
    if is_builtin(folder):
        show_read_only(text("Come back to this page to keep an assessment, and to compare it later."))
        return
    if may_change(Collection.FILES):
        _keep_button(assessment)
    paths = snapshot_paths(folder)[-MAX_SNAPSHOTS:]
    stored = [_stored(path, *_state(path), assessment.city.code) for path in paths]
    _show_problems(stored)
    earlier = _chosen(stored)
    if earlier is not None:
        _show_changes(changes_between(earlier, snapshot_of(assessment)), assessment)


def _state(path: Path) -> tuple[int, int]:
    """Return time and size of a file: another one means that it has to be read again."""
    known = path.stat()
    return known.st_mtime_ns, known.st_size


@st.cache_resource(show_spinner=False, max_entries=MAX_SNAPSHOTS)
def _stored(path: Path, changed_ns: int, size: int, city_code: str) -> StoredSnapshot:
    return stored_snapshot(path, city_code)


def _keep_button(assessment: Assessment) -> None:
    if st.button(translate(text("Keep this assessment")), key="keep_assessment"):
        attempt(
            lambda: editing.edit(
                Deed.KEEP, lambda folder: keep_snapshot(folder, snapshot_of(assessment)), done=_say_kept
            )
        )
    if _KEPT in st.session_state:
        show(element("p", st.session_state.pop(_KEPT), role="status"))


def _say_kept(kept: Kept) -> None:
    said = text("Kept as {file}.", file=kept.path.name)
    if not kept.new:
        said = text("Nothing has changed since it was kept as {file}.", file=kept.path.name)
    st.session_state[_KEPT] = said
    st.rerun()


def _show_problems(stored: Sequence[StoredSnapshot]) -> None:
    problems = [one.problem for one in stored if one.problem is not None]
    if problems:
        show(bullets(problems))


def _chosen(stored: Sequence[StoredSnapshot]) -> Snapshot | None:
    """Let the reader choose an earlier assessment, the newest first; ``None`` where nothing was kept."""
    kept = {one.path.name: one.snapshot for one in reversed(stored) if one.snapshot is not None}
    if not kept:
        show(element("p", text("No assessment was kept yet. Keep one now and then, to see later what changed.")))
        return None
    names = {
        name: text("{day}, kept at {time} UTC", day=one.day, time=one.kept_at.strftime("%Y-%m-%d %H:%M"))
        for name, one in kept.items()
    }
    return kept[one_choice("since", text("Compare with"), names)]


def _show_changes(changes: Changes, assessment: Assessment) -> None:
    show(bullets(change_sentences(changes, assessment.rules)))
    changed = change_table(changes, assessment.rules)
    if changed.empty:
        return
    first = changed.head(MOST_CHANGES)
    rows: list[dict[str, Content]] = [
        {name: number_words(row[name]) if name in _NUMBERS else row[name] for name in _SHOWN}
        for row in first.to_dict("records")
    ]
    caption = plural("{n} finding that differs", "{n} findings that differ", len(changed))
    show(table(caption, {name: CHANGE_COLUMNS[name] for name in _SHOWN}, rows, numbers=_NUMBERS, prose=True))
    with st.container(horizontal=True):
        table_download(
            text("Download the changes (CSV)"),
            partial(changes_file, assessment, changes.before),
            changes_name(changes.before),
            partial(changes_metadata, assessment, changes.before),
        )
