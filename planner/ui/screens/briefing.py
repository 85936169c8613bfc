"""Briefings and printed maps: to look at, and to take along."""

from __future__ import annotations

from functools import partial

import streamlit as st

from planner.model.assessment import Assessment
from planner.model.kinds import Level
from planner.reports.briefing.document import Document
from planner.reports.briefing.folder import FILES, document_of
from planner.reports.briefing.one_page import one_page_picture
from planner.reports.data_package.package import package_bytes, package_name
from planner.reports.identity import assessment_id
from planner.reports.print_map.folder import file_name, sheet_file
from planner.reports.print_map.paper import Orientation, Paper, PaperSize
from planner.reports.print_map.sheet import Format, Sheet
from planner.reports.print_map.subjects import Subject
from planner.texts import Text, current_language, text, translate
from planner.ui.components.downloads import by_worker
from planner.ui.components.markup import element, show
from planner.ui.components.views import title
from planner.ui.engine import current_assessment

SUBJECT_LABELS: dict[Subject, Text] = {
    Subject.COVERAGE: text("Who can walk to a child-friendly park"),
    Subject.FACILITIES: text("Places for children"),
    Subject.FINDINGS: text("Where the programme is met"),
    Subject.PROPOSALS: text("Where to build next"),
    Subject.SMOKE_FREE: text("Smoke-free signs (KSTR)"),
}
DOCUMENT_BUTTONS: dict[Document, Text] = {
    Document.PAGE: text("One page (PDF)"),
    Document.REPORT: text("Full report (PDF)"),
    Document.SLIDES: text("Slides (PowerPoint)"),
}
MIMES: dict[str, str] = {
    ".pdf": "application/pdf",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".zip": "application/zip",
}
_ORIENTATIONS = {Orientation.LANDSCAPE: text("landscape"), Orientation.PORTRAIT: text("portrait")}


def show_briefing() -> None:
    """Show the page of briefings."""
    assessment = current_assessment()
    title(
        text("Briefings and maps to take along"),
        over=assessment.city.name,
        lead=text("Every figure comes from assessment {id}; the documents are in the language of this page.",
                  id=assessment_id(assessment)),
    )  # fmt: skip
    left, right = st.columns([3, 2], gap="large")
    with right:
        _documents(assessment)
        _maps(assessment)
        _data(assessment)
    with left, st.spinner(translate(text("Setting the page"))):
        picture = _picture(assessment_id(assessment), str(current_language()), assessment)
        st.image(picture, caption=translate(text("The one-page briefing")), width="stretch")


@st.cache_data(show_spinner=False, max_entries=8)
def _picture(identity: str, language: str, _assessment: Assessment) -> bytes:
    return by_worker(partial(one_page_picture, _assessment), urgent=True)()


def _documents(assessment: Assessment) -> None:
    show(element("h2", text("Documents")))
    show(element("p", text("The full report takes up to half a minute."), css="note"))
    for document, label in DOCUMENT_BUTTONS.items():
        name = FILES[document]
        st.download_button(
            translate(label),
            by_worker(partial(document_of, assessment, document)),
            file_name=name,
            mime=MIMES["." + name.rpartition(".")[2]],
            key=f"briefing_{document}",
            on_click="ignore",
            width="stretch",
        )


def _maps(assessment: Assessment) -> None:
    show(element("h2", text("Maps on paper")))
    subject = Subject(_choice(text("Map"), {str(of): label for of, label in SUBJECT_LABELS.items()}, "map_subject"))
    kecamatan = _kecamatan(assessment)
    size = PaperSize(
        _choice(text("Paper"), {str(of): text("{name}", name=of.upper()) for of in PaperSize}, "map_paper")
    )
    orientation = Orientation(
        _choice(text("Orientation"), {str(of): label for of, label in _ORIENTATIONS.items()}, "map_orientation")
    )
    form = Format(_choice(text("File"), {str(of): text("{name}", name=of.upper()) for of in Format}, "map_format"))
    sheet = Sheet(subject, Paper(size, orientation), kecamatan)
    st.download_button(
        translate(text("Download the map")),
        by_worker(partial(sheet_file, assessment, sheet, form)),
        file_name=file_name(sheet, form),
        mime=MIMES[f".{form}"],
        key="briefing_map",
        on_click="ignore",
        width="stretch",
    )


def _data(assessment: Assessment) -> None:
    show(element("h2", text("Data")))
    show(
        element(
            "p",
            text("Layers, tables, a workbook and metadata in one archive, each file with its checksum."),
            css="note",
        )
    )
    st.download_button(
        translate(text("Data package (ZIP)")),
        by_worker(partial(package_bytes, assessment)),
        file_name=package_name(assessment),
        mime=MIMES[".zip"],
        key="briefing_data",
        on_click="ignore",
        width="stretch",
    )


def _kecamatan(assessment: Assessment) -> str:
    codes = assessment.city.regions_at(Level.KECAMATAN)["code"].tolist()
    names = assessment.city.region_names
    labels = {"": text("the whole city"), **{code: text("{name}", name=names[code]) for code in codes}}
    return _choice(text("Shown is"), labels, "map_kecamatan")


def _choice(label: Text, options: dict[str, Text], key: str) -> str:
    words = {value: translate(name) for value, name in options.items()}
    return str(st.selectbox(translate(label), list(words), format_func=words.__getitem__, key=key))
