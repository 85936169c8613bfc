"""The summary of a country: shares, ranges of places, maps, workbook and page."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import python_calamine
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from planner.errors import OutputError
from planner.model.city import Source
from planner.national.partitions import FINDINGS, KECAMATAN
from planner.reports.national_summary.figures import Summary, kabupaten_table, ranking, rule_table
from planner.reports.national_summary.folder import write_summary
from planner.reports.national_summary.maps import Subject, map_of
from planner.reports.national_summary.page import summary_page
from planner.reports.national_summary.sheet import draw_country
from planner.reports.national_summary.workbook import summary_workbook
from planner.rules.catalogue import load_rules
from planner.texts import Language, speak, translate

EVIL = '=HYPERLINK("http://example.org","<script>alert(1)</script>")'
SOURCE = Source("lists", "Daftar <b>", "2020", "MIT", 7)

Cities = Mapping[str, tuple[str, ...]]
"""Status of each kecamatan of some kabupaten."""


def drawn(cities: Cities, *, land: float | None = 0.5, failed: Mapping[str, str] | None = None) -> Summary:
    """Draw kabupaten side by side, one kecamatan above the other; the first bears a name that is an attack."""
    rows = [
        (code, EVIL if code == min(cities) else f"Kabupaten {code}", f"{code}.{number:02d}", status, column, number)
        for column, (code, statuses) in enumerate(cities.items())
        for number, status in enumerate(statuses, start=1)
    ]
    table = pd.DataFrame(rows, columns=["code", "name", "kecamatan", "status", "column", "row"])
    kecamatan = gpd.GeoDataFrame(
        {
            "kabupaten_code": table["code"],
            "kabupaten_name": table["name"],
            "kecamatan_code": table["kecamatan"],
            "kecamatan_name": table["kecamatan"],
            "puskesmas_status": table["status"],
            "puskesmas_reason": "reason",
            "puskesmas_reason_text": "Why.",
            "puskesmas": (table["status"] == "met").astype(int),
            "puskesmas_maybe": 3,
            "schools_sd": 2,
            "sd_radius_m": 1000.0,
            "land_share_sd": float("nan") if land is None else land,
            "data_from": "national_layers",
        },
        geometry=[
            shapely.box(110 + column, -row, 111 + column, 1 - row)
            for column, row in zip(table["column"], table["row"], strict=True)
        ],
        crs=4326,
    )
    findings = pd.DataFrame(
        {
            "kabupaten_code": table["code"],
            "kabupaten_name": table["name"],
            "rule": "PUSKESMAS_KEC",
            "unit_level": "kecamatan",
            "unit_code": table["kecamatan"],
            "unit_name": table["kecamatan"],
            "status": table["status"],
            "reason": "reason",
            "reason_text": "Why.",
            "value": 1.0,
            "required": 1.0,
        }
    )
    return Summary(
        as_of=dt.date(2026, 11, 22),
        kecamatan=gpd.GeoDataFrame(KECAMATAN.validate(kecamatan), crs=4326),
        findings=FINDINGS.validate(findings),
        failed=failed or {},
        names={"13.01": EVIL},
        sources=(SOURCE,),
        rules=load_rules(),
    )


THREE: Cities = {"11.01": ("met", "met"), "11.02": ("met", "unmet"), "11.03": ("unknown", "unknown")}


def places(cities: Cities) -> dict[str, tuple[int, int]]:
    table = ranking(drawn(cities))
    return {
        str(code): (int(best), int(worst))
        for code, best, worst in table[["code", "place_best", "place_worst"]].itertuples(index=False)
    }


def test_what_is_not_known_is_a_range_and_no_last_place() -> None:
    # All is known of the first two. The third may share the first place with the first city, or be the last.
    assert places(THREE) == {"11.01": (1, 1), "11.02": (2, 3), "11.03": (1, 3)}
    table = ranking(drawn(THREE)).set_index("code")
    assert table.loc["11.03", ["met", "unmet", "unknown", "share_met", "share_at_most"]].tolist() == [0, 0, 2, 0, 1]
    assert table.index.tolist() == ["11.01", "11.02", "11.03"]


def test_cities_of_which_nothing_is_known_are_not_ranked() -> None:
    assert places({"11.01": ("unknown",), "11.02": ("unknown", "unknown")}) == {}


statuses = st.lists(st.sampled_from(["met", "unmet", "unknown"]), min_size=1, max_size=3).map(tuple)


@settings(max_examples=40)
@given(st.lists(statuses, min_size=2, max_size=5))
def test_a_place_is_as_if_all_unknown_were_met_here_and_nowhere_else(drawn_statuses: list[tuple[str, ...]]) -> None:
    cities = {f"11.{number:02d}": own for number, own in enumerate(drawn_statuses, start=1)}
    found = places(cities)
    low = {code: own.count("met") / len(own) for code, own in cities.items()}
    high = {code: 1 - own.count("unmet") / len(own) for code, own in cities.items()}
    for code, (best, worst) in found.items():
        others = [other for other in cities if other != code]
        assert best == 1 + sum(low[other] > high[code] + 1e-9 for other in others)
        assert worst == 1 + sum(high[other] > low[code] + 1e-9 for other in others)


def test_a_rule_is_counted_with_what_is_not_known_beside_it() -> None:
    row = rule_table(drawn(THREE)).iloc[0]
    assert (row["cities"], row["met"], row["unmet"], row["unknown"], row["reason"]) == (3, 3, 1, 2, "reason")


def test_a_kabupaten_without_a_listed_school_has_no_share() -> None:
    table = kabupaten_table(drawn(THREE))
    assert table["share_land_sd"].tolist() == pytest.approx([0.5] * 3)
    assert table["kecamatan"].tolist() == [2, 2, 2]
    # The same three are told in each row of a kabupaten, and are not added up.
    assert table["puskesmas_maybe"].tolist() == [3, 3, 3]
    assert kabupaten_table(drawn(THREE, land=None))["share_land_sd"].isna().all()


def test_the_map_has_a_class_of_its_own_for_nothing_known() -> None:
    shown = map_of(Subject.PUSKESMAS, drawn(THREE))
    labels = [translate(shown.classes[place].label, Language.ENGLISH) for place in shown.of_class]
    assert labels == ["every kecamatan", "50% to below 75%", "nothing known"]
    land = map_of(Subject.LAND_NEAR_SCHOOL, drawn(THREE, land=None))
    assert set(land.of_class) == {0}
    assert land.classes[0].hatch


def test_none_met_and_one_unmet_is_not_the_class_of_nothing_known() -> None:
    shown = map_of(Subject.PUSKESMAS, drawn({"11.01": ("unmet", "unknown"), "11.02": ("met",)}))
    labels = [translate(shown.classes[place].label, Language.ENGLISH) for place in shown.of_class]
    assert dict(zip(shown.shapes.index, labels, strict=True)) == {
        "11.01": "0% to below 25%",
        "11.02": "every kecamatan",
    }


def test_no_cell_of_the_workbook_is_a_formula() -> None:
    with speak(Language.ENGLISH):
        book = summary_workbook(drawn(THREE, failed={"13.01": "=1+1"}))
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert len(sheets) == 6
    assert not [sheet for sheet in sheets if "<f>" in sheet]
    read = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(book))
    assert read.sheet_names == ["About", "Ranking", "Kabupaten and kota", "Rules", "Kecamatan", "Not assessed"]
    assert read.get_sheet_by_name("Ranking").to_python()[1][:6] == ["PUSKESMAS_KEC", "11.01", EVIL, 2, 2, 0]
    assert read.get_sheet_by_name("Not assessed").to_python()[1] == ["13.01", EVIL, "=1+1"]


def test_names_on_the_page_are_text_and_no_markup() -> None:
    with speak(Language.ENGLISH):
        page = summary_page(drawn(THREE, failed={"13.01": "<img src=x onerror=alert(1)>"}), {Subject.PUSKESMAS: b"png"})
    assert "<script" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", page)
    assert "As of 22 November 2026." in page
    assert "Daftar &lt;b&gt; (2020, MIT)" in page
    assert "1 could not be, and is listed below." in page


def test_the_files_are_written_and_the_same_each_time(tmp_path: Path) -> None:
    files = write_summary(drawn(THREE, failed={"13.01": "Broken."}), tmp_path / "a", Language.ENGLISH)
    assert [file.name for file in files] == [
        "map-puskesmas.pdf",
        "map-puskesmas.png",
        "map-land-near-school.pdf",
        "map-land-near-school.png",
        "ranking.csv",
        "summary.xlsx",
        "summary.html",
    ]
    with Image.open(files[1]) as picture:
        # A4 across, at 300 dots an inch.
        assert picture.size == (3507, 2480)
    again = write_summary(drawn(THREE, failed={"13.01": "Broken."}), tmp_path / "b", Language.ENGLISH)
    assert [file.read_bytes() for file in files] == [file.read_bytes() for file in again]


@pytest.mark.parametrize(("language", "day"), [("id", "22 November 2026"), ("en", "22 November 2026")])
def test_a_sheet_bears_day_and_sources_in_either_language(language: str, day: str) -> None:
    summary = drawn(THREE)
    with speak(Language(language)):
        words = [written.get_text() for written in draw_country(map_of(Subject.PUSKESMAS, summary), summary).texts]
    assert any(day in written and "Daftar <b> (2020, MIT)" in written for written in words)


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(OutputError):
        write_summary(drawn(THREE), tmp_path / "out", Language.ENGLISH)
