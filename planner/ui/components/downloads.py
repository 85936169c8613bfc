"""Files to take along, made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from planner.model.assessment import Assessment
from planner.reports.contract import assessment_json
from planner.reports.geopackage import write_geopackage
from planner.reports.webmap import map_html
from planner.texts import Language, Text, current_language, speak, text, translate


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
                _on_demand(download, assessment, current_language()),
                file_name=download.file_name,
                mime=download.mime,
                key=f"download_{download.file_name}",
                on_click="ignore",
            )


def _on_demand(download: Download, assessment: Assessment, language: Language) -> Callable[[], bytes]:
    """Return what makes the file: called in another thread, where no language is spoken yet."""

    def make() -> bytes:
        with speak(language):
            return download.make(assessment)

    return make
