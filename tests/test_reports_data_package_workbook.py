"""The workbook: a sheet for each kecamatan, heads that stay, filters, and words that can't run."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from typing import Any

import pandas as pd
import pytest
from drawn_assessment import drawn_assessment
from python_calamine import CalamineWorkbook

from planner.model.assessment import Assessment
from planner.reports.data_package.features import with_positions
from planner.reports.data_package.layers import assessment_layers
from planner.reports.data_package.sheet_names import SheetNames
from planner.reports.data_package.tables import assessment_tables, detail_tables
from planner.reports.data_package.workbook import LONGEST_CELL, assessment_workbook
from planner.texts import Language, speak


def workbook(assessment: Assessment) -> bytes:
    with speak(Language.ENGLISH):
        layers = assessment_layers(assessment)
        positioned = {name: with_positions(layers[name][0]) for name in ("facilities", "proposals")}
        return assessment_workbook(
            assessment, {**assessment_tables(assessment), **detail_tables(assessment), **positioned}, "{}"
        )


def rows(content: bytes, sheet: str) -> list[list[Any]]:
    cells: list[list[Any]] = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()
    return cells


def first_name(assessment: Assessment, name: str) -> Assessment:
    facilities = assessment.city.facilities.copy()
    facilities.loc[0, "name"] = name
    return dataclasses.replace(assessment, city=dataclasses.replace(assessment.city, facilities=facilities))


def test_sheets_stand_in_their_order() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(drawn_assessment())))
    assert book.sheet_names == [
        "About", "Data dictionary", "Findings", "Barat", "Timur", "Facilities", "Proposals", "Access", "Numbers",
        "Places", "Sources",
    ]  # fmt: skip


def test_a_kecamatan_has_its_own_findings_in_words() -> None:
    head, *findings = rows(workbook(drawn_assessment()), "Timur")
    assert head[:3] == ["Rule", "Title", "About"]
    assert [row[head.index("Status")] for row in findings] == ["not met"]


def test_every_column_is_in_the_dictionary() -> None:
    content = workbook(drawn_assessment())
    _, *dictionary = rows(content, "Data dictionary")
    assert ["facilities", "area_m2", "Area (m²)", "number"] in [[row[0], *row[2:]] for row in dictionary]
    assert all(all(row) for row in dictionary)
    # One row a column of each sheet.
    assert sum(row[0] == "access" for row in dictionary) == len(rows(content, "Access")[0])


def test_every_sheet_has_a_frozen_head_and_filters() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(drawn_assessment()))) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
    assert len(sheets) == 11
    assert all('state="frozen"' in sheet and "<autoFilter " in sheet for sheet in sheets)


@pytest.mark.parametrize("name", ["=1+1", "+SUM(A1)", "@cmd", "-2", "http://example.org", "00123"])
def test_a_name_is_a_text_and_never_a_formula(name: str) -> None:
    content = workbook(first_name(drawn_assessment(), name))
    head, first, *_ = rows(content, "Facilities")
    assert first[head.index("Name")] == name
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not [part for part in parts.namelist() if re.search(rb"<f[ >]|<hyperlink ", parts.read(part))]


def test_a_name_longer_than_a_cell_is_cut() -> None:
    head, first, *_ = rows(workbook(first_name(drawn_assessment(), "x" * 40_000)), "Facilities")
    assert first[head.index("Name")] == "x" * LONGEST_CELL


def test_the_same_assessment_gives_the_same_bytes() -> None:
    assert workbook(drawn_assessment()) == workbook(drawn_assessment())


def test_a_kecamatan_without_findings_has_an_empty_sheet() -> None:
    content = workbook(drawn_assessment(findings=()))
    assert len(rows(content, "Barat")) == 1


def test_names_of_sheets_keep_to_what_excel_allows() -> None:
    names = SheetNames()
    long = "Kecamatan dengan nama yang sangat panjang sekali"
    assert names.new(long) == "Kecamatan dengan nama yang sang"
    assert names.new(long) == "Kecamatan dengan nama yang (2)"
    assert names.new("a/b[c]:*?'") == "a b c"
    assert names.new("A B C") == "A B C (2)"
    assert names.new("History") == "History (2)"
    assert names.new("") == "(2)"
    assert names.new("'") == "(3)"


def test_a_table_keeps_unknown_words_and_empty_cells() -> None:
    assessment = drawn_assessment()
    facilities = assessment.city.facilities
    head, *table = rows(workbook(assessment), "Facilities")
    kinds = [row[head.index("Kind")] for row in table]
    assert kinds == ["park", "park", "primary school (SD)", "puskesmas"]
    assert [row[head.index("Area (m²)")] for row in table] == [15000.0, "", "", ""]
    assert pd.isna(facilities["area_m2"][1])
