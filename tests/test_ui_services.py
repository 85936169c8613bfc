"""The page of schools, health, worship and protection."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_ui_pages import open_page, tables, words

REPORTS = """
[sources.dp3akb]
title = "DP3AKB, laporan kekerasan terhadap anak"
date = "2026-01"
licence = "Milik kota"

[child_reports]
file = "laporan.csv"
source = "dp3akb"
columns = { kecamatan = "Kecamatan", month = "Bulan", received = "Masuk", settled = "Selesai" }
"""


@pytest.fixture(autouse=True)
def built_in_city(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_CITY", raising=False)


def part(name: str) -> AppTest:
    app = open_page("services", language="en")
    return app.radio(key="services_part").set_value(name).run()


def rows_of(app: AppTest) -> dict[str, list[str]]:
    """Return the cells of all tables by the name of their row."""
    html = " ".join(str(block.value) for block in app.get("html"))
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", html):
        cells = [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        found[cells[0]] = cells[1:]
    return found


def test_schools_needed_and_listed_are_shown_with_their_minimum_called_one() -> None:
    app = open_page("services", language="en")
    assert not app.exception
    said = words(app)
    assert "A standard is a floor, not a target." in said
    rows = rows_of(app)
    # 746,804 people over 1,600 are 466; 194 of the 197 schools lie in the city.
    assert rows["Primary school (SD)"][:3] == ["466", "194", "272"]
    assert rows["Kindergarten (TK)"][:3] == ["597", "not known", "not known"]
    # 29,513 + 12,974 + 18,739 pupils, beside the children of 12 to 17 years.
    assert rows["SMP, SMA and SMK together"] == ["", "", "", "61,226", "72,549", "", ""]
    assert rows["Lower secondary school (SMP)"][3:5] == ["29,513", ""]
    assert "Balikpapan Utara" in rows
    assert "12 to 14 and of 15 to 17 years" not in said


def test_a_kelurahan_is_shown_when_it_is_asked_for() -> None:
    app = open_page("services", language="en")
    assert "Manggar Baru" not in rows_of(app)
    app.toggle(key="services_kelurahan").set_value(True).run()
    assert "Manggar Baru" in rows_of(app)
    assert tables(app) == {"sd-kelurahan.csv"}


def test_the_ages_that_cannot_be_told_apart_are_named() -> None:
    app = open_page("services", language="en")
    app.selectbox(key="services_rule_schools").set_value("SMP").run()
    assert "12 to 14 and of 15 to 17 years are not counted apart" in words(app)
    # Pupils of SMP, of all three, and children.
    assert rows_of(app)["Balikpapan Selatan"][3:6] == ["6,157", "16,220", "15,880"]


def test_a_puskesmas_has_no_radius() -> None:
    rows = rows_of(part("health"))
    # 746,804 over 120,000 are 6.
    assert rows["Health centre (puskesmas)"][:4] == ["6", "27", "0", "not known"]


def test_no_religion_is_preferred() -> None:
    app = part("worship")
    said = words(app)
    assert "leaves the others to local custom" in said
    assert "Needed at least" not in said


def test_protection_says_how_to_add_a_list() -> None:
    said = words(part("protection"))
    assert "The city&#x27;s data do not list these" in said
    assert "The city&#x27;s data hold no table of reports" in said


def test_reports_are_shown_with_small_counts_hidden(
    monkeypatch: pytest.MonkeyPatch, balikpapan_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "city"
    shutil.copytree(balikpapan_folder, folder)
    with (folder / "city.toml").open("a", encoding="utf-8") as file:
        file.write(REPORTS)
    kecamatan = [f"64.71.0{number}" for number in range(1, 7)]
    lines = [f"{code},2026-01,{count},{count}" for code, count in zip(kecamatan, [3, 7, 8, 9, 0, 11], strict=True)]
    (folder / "laporan.csv").write_text("\n".join(["Kecamatan,Bulan,Masuk,Selesai", *lines]) + "\n", encoding="utf-8")
    monkeypatch.setenv("PLANNER_CITY", str(folder))
    app = part("protection")
    assert not app.exception
    assert "reports-2026-01.csv" in tables(app)
    rows = rows_of(app)
    assert rows["Kota Balikpapan"] == ["hidden", "hidden", ""]
    assert rows["Balikpapan Timur"] == ["&lt;5", "&lt;5", ""]
    assert rows["Balikpapan Barat"] == ["7", "7", "100%"]
    assert rows["Balikpapan Selatan"] == ["0", "0", ""]
    assert "so that nobody can be recognised" in words(app)
