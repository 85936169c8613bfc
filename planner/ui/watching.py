"""What the service says of each page and change: how long it took, and when it could not be shown or made."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from planner.logs import Event, Happened
from planner.model.person import Actor
from planner.storage.records import Deed, Revision
from planner.ui.metrics import CONFLICTS, EDITS, PAGE_DRAW_SECONDS, PAGES_FAILED, PAGES_REFUSED

_log = logging.getLogger(__name__)


class Broken:
    """The error by which the app itself ended when it was last run, before any page could say what is wrong."""

    def __init__(self) -> None:
        self.last: Exception | None = None


BROKEN = Broken()


@contextmanager
def page_drawn(page: str) -> Iterator[None]:
    """Measure how long a page takes, within a ``with`` block; one that is begun anew in the middle does not count."""
    begun = time.perf_counter()
    yield
    seconds = time.perf_counter() - begun
    BROKEN.last = None
    PAGE_DRAW_SECONDS.labels(page).observe(seconds)
    _log.info(Happened(Event.PAGE_DRAWN, page=page, duration_s=seconds))


def page_refused(page: str, error: Exception) -> None:
    """Say that a page ended in a sentence about something that a user can mend."""
    PAGES_REFUSED.labels(page).inc()
    _log.info(Happened(Event.PAGE_REFUSED, page=page), exc_info=error)


def page_failed(page: str, error: Exception) -> None:
    """Say that a page ended in a fault of the planner."""
    PAGES_FAILED.labels(page).inc()
    _log.error(Happened(Event.PAGE_FAILED, page=page), exc_info=error)


def app_failed(error: Exception) -> None:
    """Say that the app itself could not be run; to be called by Streamlit."""
    BROKEN.last = error
    PAGES_FAILED.labels("").inc()
    _log.error(Happened(Event.PAGE_FAILED), exc_info=error)


def city_edited(deed: Deed, actor: Actor, revision: Revision | None) -> None:
    """Say that the city was changed; by which office, not by whom."""
    EDITS.labels(deed).inc()
    number = None if revision is None else revision.number
    _log.info(Happened(Event.EDITED, deed=deed, office=actor.office, role=actor.role, revision=number))


def edit_met_another(deed: Deed, actor: Actor) -> None:
    """Say that a change met one of somebody else, and waits."""
    CONFLICTS.labels(deed).inc()
    _log.info(Happened(Event.CONFLICT, deed=deed, office=actor.office, role=actor.role))
