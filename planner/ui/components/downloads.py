"""Files to take along, made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from planner.model.assessment import Assessment
from planner.texts import Text, current_language, speak, text, translate
from planner.ui.engine import current_stand
from planner.ui.work import asker, waited_for
from planner.ui.workers.files import document_bytes, geopackage_bytes, map_bytes
from planner.ui.workers.task import Task
from planner.ui.workers.tasks import written


@dataclass(frozen=True)
class Download:
    """A file that can be asked for."""

    label: Text
    file_name: str
    mime: str
    make: Callable[[Assessment], bytes]


DOWNLOADS = (
    Download(text("GeoPackage, for QGIS"), "assessment.gpkg", "application/geopackage+sqlite3", geopackage_bytes),
    Download(text("Map as one file (HTML)"), "map.html", "text/html", map_bytes),
    Download(text("Figures (JSON)"), "assessment.json", "application/json", document_bytes),
)


def show_downloads(assessment: Assessment) -> None:
    """Offer the files of an assessment."""
    with st.container(horizontal=True):
        for download in DOWNLOADS:
            st.download_button(
                translate(download.label),
                by_worker(partial(download.make, assessment)),
                file_name=download.file_name,
                mime=download.mime,
                key=f"download_{download.file_name}",
                on_click="ignore",
            )


def on_demand(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """Return what makes a file in the language spoken now: called in another thread, where none is spoken yet."""
    language = current_language()

    def write() -> bytes:
        with speak(language):
            return make()

    return write


def by_worker(make: Callable[[], bytes], *, urgent: bool = False) -> Callable[[], bytes]:
    """Return what has a file made by a worker, in the language spoken now: it takes a while, and pages go on.

    Parameters
    ----------
    make
        Makes the file: a function of a module, with what it is given.
    urgent
        Whether the page waits for it.
    """
    task, who = Task(written, (current_language(), make), current_stand(), urgent=urgent), asker()
    return lambda: waited_for(task, who)
