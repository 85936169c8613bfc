"""Counts of reports leave the program only as they may be shown: in no file, no log and no fingerprint otherwise."""

from __future__ import annotations

import logging
import re
import sqlite3
from pathlib import Path

import pytest
from city_folders import SETTINGS, drawn_city

from planner.assess import assess
from planner.checks.each.child_reports.published import published_reports
from planner.ingest import load_city
from planner.reports.folder import write_outputs
from planner.texts import Language

TOLD = 987654
"""A count that no other whole number of a file can be."""

ALONE = re.compile(rf"(?<![\d.]){TOLD}(?!\d)")

LAYER = """
[child_reports]
file = "laporan.csv"
source = "contoh"
columns = { kecamatan = "Kecamatan", month = "Bulan", received = "Masuk", settled = "Selesai" }
"""


def city_with_reports(folder: Path, *rows: str) -> Path:
    city = drawn_city(folder)
    with (city / SETTINGS).open("a", encoding="utf-8") as file:
        file.write(LAYER)
    (city / "laporan.csv").write_text("\n".join(["Kecamatan,Bulan,Masuk,Selesai,Nama", *rows]) + "\n", encoding="utf-8")
    return city


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return city_with_reports(
        tmp_path, f"99.99.01,2026-01,{TOLD},3,Budi Rahasia", f"Contoh Timur,2026-01,2,{TOLD},Budi Rahasia"
    )


def test_no_file_and_no_log_holds_a_count_or_another_column(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assessment = assess(load_city(folder))
    written = write_outputs(assessment, tmp_path / "out", Language.ENGLISH)
    assert len(written) == 3
    for path in written:
        content = path.read_bytes().decode("latin-1")
        assert not ALONE.search(content)
        assert "Budi Rahasia" not in content
    with sqlite3.connect(tmp_path / "out" / "assessment.gpkg") as package:
        dump = "\n".join(package.iterdump())
    for said in (dump, repr(assessment.city), caplog.text, assessment.details.measures.to_csv()):
        assert not ALONE.search(said)


def test_only_what_may_be_shown_is_published(folder: Path) -> None:
    published = published_reports(load_city(folder))
    assert published is not None
    assert published["value"].dropna().tolist() == [TOLD, TOLD]
    assert published.groupby("shown").size().to_dict() == {"count": 2, "hidden": 2, "small": 2}


def test_the_fingerprint_does_not_tell_the_counts(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    one = city_with_reports(tmp_path / "one", "99.99.01,2026-01,1,1,x")
    other = city_with_reports(tmp_path / "other", "99.99.01,2026-01,4,2,x")
    assert load_city(one).fingerprint == load_city(other).fingerprint
