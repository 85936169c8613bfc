"""Two versions of one entry side by side: who says what, and when."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from planner.model.city import City
from planner.model.person import Collection
from planner.reports.changes.told import (
    Names,
    actor_told,
    beside_told,
    lines_told,
    moment_told,
    names_of,
    subject_told,
    version_told,
)
from planner.storage.meaning import standing
from planner.storage.records import Body, Conflict
from planner.texts import Text, text
from planner.ui.components.markup import Content, Html, bullets, element
from planner.ui.engine import current_city

_MINE = text("What you wanted to save")


def entry_told(conflict: Conflict, names: Names) -> Text:
    """Say what both versions speak of."""
    body: Body = next(iter((*conflict.theirs, *conflict.mine)), {})
    return subject_told(conflict.collection, conflict.subject, body, names)


def current_names() -> Names:
    """Return what the places and records of the city that is shown are called."""
    city = current_city()
    return _names(city.fingerprint, city)


@st.cache_resource(show_spinner=False, max_entries=4)
def _names(fingerprint: str, _city: City) -> Names:
    return names_of(_city)


def side_by_side(conflict: Conflict, names: Names, mine: Text = _MINE) -> Html:
    """Return both versions of an entry, beside each other where there is room for it.

    Parameters
    ----------
    conflict
        The entry.
    names
        What places and records are called.
    mine
        What stands over the version that was not saved.
    """
    return element(
        "div",
        _version(text("What stands there now"), conflict, conflict.theirs, names, _who(conflict)),
        _version(mine, conflict, conflict.mine, names, None),
        css="versions",
    )


def _who(conflict: Conflict) -> Text | None:
    if conflict.latest is None:
        return None
    return text("{who}, {moment}", who=actor_told(conflict.latest.by), moment=moment_told(conflict.latest))


def _version(heading: Text, conflict: Conflict, bodies: Sequence[Body], names: Names, who: Content) -> Html:
    collection: Collection = conflict.collection
    body = standing(collection, bodies)
    said = text("taken out") if body is None else version_told(collection, conflict.subject, body)
    lines = lines_told(collection, body, names)
    beside = beside_told(collection, body)
    return element(
        "div",
        element("p", heading, css="over"),
        element("p", said, css="said"),
        bullets(lines) if lines else None,
        element("p", beside, css="note") if beside else None,
        element("p", who, css="note") if who else None,
        css="version",
    )
