"""The page of briefings: what can be taken along, in both languages."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from planner.reports.print_map.subjects import Subject
from planner.texts import Language, translate
from planner.ui.screens.briefing import SUBJECT_LABELS
from tests.test_ui_pages import headline, open_page


@pytest.fixture(autouse=True)
def built_in_city(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_CITY", raising=False)


@pytest.fixture(scope="module")
def shown() -> AppTest:
    return open_page("briefing", language="en")


def test_documents_data_and_maps_can_be_taken_along(shown: AppTest) -> None:
    assert headline(shown) == "Briefings and maps to take along"
    labels = [button.label for button in shown.get("download_button")]
    assert {"One page (PDF)", "Full report (PDF)", "Slides (PowerPoint)", "Data package (ZIP)"} <= set(labels)
    assert "Download the map" in labels


def test_every_subject_paper_and_kecamatan_can_be_chosen(shown: AppTest) -> None:
    options = {box.label: list(box.options) for box in shown.selectbox}
    assert options["Map"] == [translate(SUBJECT_LABELS[subject], Language.ENGLISH) for subject in Subject]
    assert options["Paper"] == ["A4", "A3"]
    assert len(options["Shown is"]) == 7
    assert options["File"] == ["PDF", "PNG", "SVG"]


def test_the_page_speaks_indonesian() -> None:
    app = open_page("briefing", language="id")
    assert headline(app) == "Ringkasan dan peta untuk dibawa"
    assert not app.exception
