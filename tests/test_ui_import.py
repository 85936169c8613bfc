"""The pages that bring a layer in and say how good the data is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyproj import Transformer
from streamlit.testing.v1 import AppTest
from test_ui_pages import headline, open_page, words

from planner.sources.delivery.limits import LIMITS, MEGABYTE
from planner.sources.delivery.memory import recall
from planner.texts import Language
from planner.ui.launch import STREAMLIT_OPTIONS

PLACES = [
    ("Taman Contoh Séruling", 116.8705, -1.2355, "1.250,5"),
    ("Taman <b>Dua</b>", 116.8301, -1.2202, "800"),
    ("Taman Jauh", 110.3, -7.8, "450,25"),
]
"""Two parks in the city and one far from it."""


def messy_table(places: list[tuple[str, float, float, str]] = PLACES) -> bytes:
    """Return a table as offices write it: titles above, UTM 50S, decimal commas, Windows-1252, a row of totals."""
    to_utm = Transformer.from_crs("EPSG:4326", "EPSG:32750", always_xy=True)
    lines = ["PEMERINTAH KOTA;;;;;", "Daftar Taman Tahun 2025;;;;;", "No;NAMA TAMAN;Jenis;Easting;Northing;Luas (m2)"]
    for number, (name, lon, lat, area) in enumerate(places, start=1):
        east, north = (f"{value:.2f}".replace(".", ",") for value in to_utm.transform(lon, lat))
        lines.append(f"{number};{name};Taman Kota;{east};{north};{area}")
    return "\r\n".join([*lines, "Jumlah;;;;;2500"]).encode("cp1252")


@pytest.fixture
def folder(tmp_path: Path, balikpapan_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the built-in city, which the app shows."""
    folder = shutil.copytree(balikpapan_folder, tmp_path / "city")
    monkeypatch.setenv("PLANNER_CITY", str(folder))
    return folder


def upload(app: AppTest, content: bytes, name: str = "taman.csv") -> AppTest:
    app.file_uploader[0].upload(name, content, "text/csv")
    return go_on(app.run())


def go_on(app: AppTest) -> AppTest:
    [button] = [button for button in app.button if button.key and button.key.startswith("import_next")]
    return button.click().run()


def name_source(app: AppTest) -> AppTest:
    for field, value in zip(app.text_input, ["Taman DLH", "internal", "dlh", "2025-12"], strict=True):
        field.set_value(value)
    return go_on(app.run())


def to_report(content: bytes) -> AppTest:
    """Answer every question as it is guessed, up to the report."""
    app = name_source(upload(open_page("import", language="en"), content))
    for _ in range(4):
        app = go_on(app)
    return app


def test_the_built_in_city_says_how_to_copy_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_CITY", raising=False)
    app = open_page("import", language="en")
    assert not app.exception
    assert "planner copy-city" in words(app)
    assert not app.file_uploader


def test_a_messy_table_is_asked_about_step_by_step_accepted_and_taken_back(folder: Path) -> None:
    before = (folder / "city.toml").read_text(encoding="utf-8")
    app = upload(open_page("import", language="en"), messy_table())
    assert headline(app) == "Whose data is it?"
    app = name_source(app)
    assert headline(app) == "Is this the table?"
    assert "Windows-1252" in words(app)
    assert "Taman Contoh Séruling" in words(app)
    app = go_on(app)
    assert headline(app) == "What do the columns hold?"
    assert "“NAMA TAMAN” is a name known for “name”." in words(app)
    app = go_on(app)
    assert headline(app) == "Which kinds of place are they?"
    assert [box.value for box in app.selectbox] == ["park"]
    app = go_on(app)
    assert headline(app) == "Where are they?"
    assert next(r for r in app.radio if str(r.key).startswith("import_way")).options[0] == "UTM zone 50S"
    app = go_on(app)
    assert headline(app) == "Is this to be accepted?"
    assert "4 rows read: 2 accepted, 0 of them repaired; 2 set aside." in words(app)
    assert "This is a row of totals." in words(app)
    assert (folder / "city.toml").read_text(encoding="utf-8") == before
    app = go_on(app)
    assert not app.exception
    assert headline(app) == "Accepted: 2 places of Taman DLH"
    assert (folder / "dlh.csv").is_file()
    assert recall(folder, "dlh")
    app = app.button(key="import_undo").click().run()
    assert not app.exception
    assert "was taken back" in words(app)
    assert not (folder / "dlh.csv").exists()


def test_a_kind_that_falls_has_to_be_confirmed(folder: Path) -> None:
    go_on(to_report(messy_table(PLACES[:2])))
    app = upload(open_page("import", language="en"), messy_table(PLACES[:1]))
    app.selectbox[0].set_value("dlh").run()
    app.text_input[0].set_value("2026-01")
    for _ in range(5):
        app = go_on(app.run())
    assert "there were 2, and now there are 1" in words(app)
    app = go_on(app)
    assert "was not accepted yet" in words(app)
    app.checkbox[0].check()
    app = go_on(app.run())
    assert headline(app) == "Accepted: 1 place of Taman DLH"


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("taman.csv", b"", "empty"),
        ("taman.xlsx", b"PK\x03\x04broken", "taman.xlsx"),
        ("../../taman.dbf", b"x", "Choose one file"),
    ],
)
def test_an_unusable_file_is_one_sentence_and_can_be_replaced(
    folder: Path, name: str, content: bytes, part: str
) -> None:
    app = upload(open_page("import", language="en"), content, name)
    assert not app.exception
    assert any("error-summary" in str(block.value) and part in str(block.value) for block in app.get("html"))
    assert app.file_uploader


def test_a_source_needs_a_name_terms_and_a_date(folder: Path) -> None:
    app = go_on(upload(open_page("import", language="en"), messy_table()))
    assert "Fill in what the source is called" in words(app)
    assert headline(app) == "Whose data is it?"


def test_one_column_can_be_chosen_for_one_thing_only(folder: Path) -> None:
    app = go_on(name_source(upload(open_page("import", language="en"), messy_table())))
    app.selectbox[0].set_value("Jenis")
    app = go_on(app.run())
    assert "“Jenis” is chosen twice" in words(app)


def test_the_work_is_kept_while_one_goes_back(folder: Path) -> None:
    app = go_on(name_source(upload(open_page("import", language="en"), messy_table())))
    app = app.button(key="import_back").click().run()
    app = app.button(key="import_back").click().run()
    assert headline(app) == "Whose data is it?"
    assert [field.value for field in app.text_input] == ["Taman DLH", "internal", "dlh", "2025-12"]


def test_names_of_a_delivery_are_never_markup(folder: Path) -> None:
    app = name_source(upload(open_page("import", language="en"), messy_table()))
    assert "<b>Dua" not in " ".join(str(block.value) for block in app.get("html"))


def test_the_upload_limit_is_the_same_everywhere() -> None:
    assert STREAMLIT_OPTIONS["server.maxUploadSize"] == str(LIMITS.file_bytes // MEGABYTE)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("page", ["import", "quality"])
def test_the_pages_are_shown_in_both_languages(folder: Path, page: str, language: Language) -> None:
    app = open_page(page, language=language)
    assert not app.exception
    assert "error-summary" not in words(app)
    assert f'lang="{language}"' in app.get("html")[0].value


def test_the_quality_of_every_layer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_CITY", raising=False)
    app = open_page("quality", language="en")
    assert not app.exception
    assert headline(app) == "How good the data is"
    assert "The record is more than 5 years old." in words(app)
    assert len(app.get("download_button")) == 2
