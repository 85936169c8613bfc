"""Files to take along, made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from planner.model.assessment import Assessment
from planner.reports.contract import assessment_json
from planner.reports.geopackage import write_geopackage
from planner.reports.webmap import map_html
from planner.texts import Text, current_language, speak, text, translate


@dataclass(frozen=True)
class Download:
    """A file that can be asked for."""

    label: Text
    file_name: str
    mime: str
    make: Callable[[Assessment], bytes]


def _geopackage(assessment: Assessment) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "assessment.gpkg"
        write_geopackage(assessment, path, current_language())
        return path.read_bytes()


def _document(assessment: Assessment) -> bytes:
    return assessment_json(assessment, current_language()).encode("utf-8")


def _map(assessment: Assessment) -> bytes:
    return map_html(assessment).encode("utf-8")


DOWNLOADS = (
    Download(text("GeoPackage, for QGIS"), "assessment.gpkg", "application/geopackage+sqlite3", _geopackage),
    Download(text("Map as one file (HTML)"), "map.html", "text/html", _map),
    Download(text("Figures (JSON)"), "assessment.json", "application/json", _document),
)


def show_downloads(assessment: Assessment) -> None:
    """Offer the files of an assessment."""
    with st.container(horizontal=True):
        for download in DOWNLOADS:
            st.download_button(
                translate(download.label),
                on_demand(partial(download.make, assessment)),
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
