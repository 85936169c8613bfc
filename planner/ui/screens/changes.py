"""Changes: everything that was changed in a working city, by which office and when, and the way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from planner.model.person import Role
from planner.model.survey import SurveyFact
from planner.model.survey_labels import FACT_LABELS
from planner.reports.changes.entries import Entry
from planner.reports.changes.files import changes_csv, changes_json
from planner.reports.changes.log import ChangeLog, Choice, log_of
from planner.reports.changes.told import (
    Names,
    actor_told,
    beside_told,
    deed_told,
    lines_told,
    moment_told,
    subject_told,
    summary_told,
    version_told,
)
from planner.reports.facts import capitalised
from planner.storage.records import Body, Deed, Revision
from planner.storage.store import Store
from planner.texts import Text, plural, text, translate
from planner.ui import editing
from planner.ui.components.downloads import on_demand
from planner.ui.components.edit_bar import take_back
from planner.ui.components.markup import Content, Html, bullets, element, joined, show, table
from planner.ui.components.versions import current_names
from planner.ui.components.views import inset, title
from planner.ui.engine import current_city
from planner.ui.session import current_actor

AT_ONCE = 50
"""Changes that are listed on one page."""

MOST_ENTRIES = 200
"""Entries of one change that are shown; the files have all."""

_LEAD = text("Nothing is overwritten unseen: every change stays here, with the office, the day, and what stood before.")


@dataclass(frozen=True)
class _Shown:
    """What the page is made of."""

    log: ChangeLog
    names: Names


def show_changes() -> None:
    """Show the page."""
    title(text("Changes"), over=current_city().name, lead=_LEAD)
    store = editing.workspace().store
    if store is None:
        _no_history()
        return
    shown = _Shown(_log(store.identity, editing.shown_revision(), store), current_names())
    chosen = _filters(shown)
    revisions = shown.log.revisions_of(chosen)
    _files(shown, chosen)
    if not revisions:
        show(element("p", text("No change is like that.")))
        return
    page = _page(revisions)
    show(_listed(shown, page, len(revisions)))
    _one_change(shown, page)


@st.cache_resource(show_spinner=False, max_entries=2)
def _log(identity: str, newest: int, _store: Store) -> ChangeLog:
    revisions = [one for one in _store.revisions() if one.number <= newest]
    return log_of(revisions, _store.changes([one.number for one in revisions]))


def _no_history() -> None:
    steps = [
        text("Make a working file of your city folder: planner storage create kota.gpkg --from my-city"),
        text("Or begin with a copy of the built-in city: planner copy-city kota.gpkg"),
        text("Open it: planner app kota.gpkg"),
    ]
    show(
        inset(
            element("p", text("Only a working city keeps its changes; this one is a plain city folder.")),
            bullets(steps),
        )
    )


def _filters(shown: _Shown) -> Choice:
    """Ask which changes are to be shown."""
    log, names = shown.log, shown.names
    places = sorted(
        ((place, log.place_name(place, names)) for place in log.places), key=lambda pair: (pair[1], pair[0])
    )
    first, second = st.columns(2)
    with first:
        place = _select(text("Place"), dict(places), "changes_place", text("All places"))
        fact = _select(
            text("Fact"),
            {name: capitalised(translate(_fact_label(name))) for name in log.facts},
            "changes_fact",
            text("All facts, and everything else"),
        )
    with second:
        by_office = _select(text("Office"), {name: name for name in log.offices}, "changes_office", text("All offices"))
        day: dt.date | None = st.date_input(
            translate(text("Day (UTC)")), value=None, format="DD/MM/YYYY", key="changes_day"
        )
    return Choice(place, fact, by_office, day)


def _fact_label(name: str) -> Text:
    return FACT_LABELS[SurveyFact(name)] if name in set(SurveyFact) else text("{words}", words=name)


def _select(label: Text, options: Mapping[str, str], key: str, everything: Text) -> str:
    shown = {"": translate(everything), **options}
    return str(st.selectbox(translate(label), list(shown), format_func=shown.__getitem__, key=key) or "")


def _files(shown: _Shown, chosen: Choice) -> None:
    """Offer the changes that are shown as files."""
    entries = shown.log.entries_of(chosen)
    if not entries:
        return
    kinds: dict[str, tuple[Text, str, Callable[[], bytes]]] = {
        "csv": (text("Changes as a table (CSV)"), "text/csv", lambda: changes_csv(entries, shown.names)),
        "json": (text("Changes (JSON)"), "application/json", lambda: changes_json(entries, shown.names)),
    }
    with st.container(horizontal=True):
        for ending, (label, mime, make) in kinds.items():
            st.download_button(
                translate(label),
                on_demand(make),
                file_name=f"changes.{ending}",
                mime=mime,
                on_click="ignore",
                key=f"changes_{ending}",
            )


def _page(revisions: Sequence[Revision]) -> Sequence[Revision]:
    """Return the changes of one page, the newest first."""
    pages = -(-len(revisions) // AT_ONCE)
    number = 1
    if pages > 1:
        number = int(
            st.number_input(
                translate(text("Page (of {n}, the newest first)", n=pages)), 1, pages, key=f"changes_page_{pages}"
            )
        )
    return revisions[(number - 1) * AT_ONCE : number * AT_ONCE]


def _listed(shown: _Shown, page: Sequence[Revision], all_of_them: int) -> Html:
    heads: dict[str, Content] = {
        "number": text("No."),
        "what": text("What"),
        "who": text("Office and role"),
        "when": text("When"),
    }
    rows: list[dict[str, Content]] = [
        {
            "number": str(one.number),
            "what": _summary(shown, one),
            "who": actor_told(one.by),
            "when": element("span", moment_told(one), css="unbroken"),
        }
        for one in page
    ]
    return table(plural("{n} change", "{n} changes", all_of_them), heads, rows, prose=True)


def _summary(shown: _Shown, revision: Revision) -> Text:
    entries = shown.log.entries.get(revision.number, ())
    return summary_told(revision, [_subject(entry, shown.names) for entry in entries])


def _subject(entry: Entry, names: Names) -> Text:
    return subject_told(entry.collection, entry.subject, entry.told_by, names)


def _one_change(shown: _Shown, page: Sequence[Revision]) -> None:
    """Show what one change did, before and after, and offer to take it back."""
    known = {one.number: one for one in page}
    labels = {number: f"{number}: {translate(_summary(shown, one))}" for number, one in known.items()}
    chosen = st.selectbox(
        translate(text("Look closer at one change")), list(labels), format_func=labels.__getitem__, key="changes_one"
    )
    revision = known[chosen]
    entries = shown.log.entries.get(chosen, ())
    show(
        element("h2", text("Change {number}: {deed}", number=str(chosen), deed=deed_told(revision))),
        element("p", text("{who}, {moment}", who=actor_told(revision.by), moment=moment_told(revision)), css="note"),
        _entries_table(entries, shown.names),
    )
    may = revision.deed is not Deed.CREATE and current_actor().at_least(Role.SURVEYOR)
    if may and st.button(translate(text("Take this back")), key=f"changes_back_{chosen}"):
        take_back(chosen)


def _entries_table(entries: Sequence[Entry], names: Names) -> Html:
    heads: dict[str, Content] = {"what": text("What"), "before": text("Before"), "after": text("After")}
    rows: list[dict[str, Content]] = [
        {
            "what": _subject(entry, names),
            "before": _version(entry, entry.before, names),
            "after": _version(entry, entry.after, names),
        }
        for entry in entries[:MOST_ENTRIES]
    ]
    caption = plural("{n} entry", "{n} entries", len(entries))
    if len(entries) > MOST_ENTRIES:
        caption = text("The first {most} of {n} entries; the files have all", most=MOST_ENTRIES, n=len(entries))
    return table(caption, heads, rows, prose=True)


def _version(entry: Entry, body: Body | None, names: Names) -> Html:
    lines = lines_told(entry.collection, body, names)
    beside = beside_told(entry.collection, body)
    return joined(
        [
            element("span", version_told(entry.collection, entry.subject, body)),
            element("span", beside, css="beside") if beside else None,
            bullets(lines) if lines else None,
        ]
    )
