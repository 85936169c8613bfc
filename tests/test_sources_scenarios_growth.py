"""Tables of growth as CSV files. The numbers are drawn, of no real place."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import MissingFileError, PlannerError
from planner.model.scenario import GrowthRow, GrowthTable
from planner.sources.scenarios.growth import MAX_BYTES, growth_csv, growth_table, read_growth
from planner.texts import Language, translate


def table(content: str | bytes) -> GrowthTable:
    raw = content if isinstance(content, bytes) else content.encode()
    return growth_table(raw, "growth.csv", title=" Gambar ", date="2025", licence="CC0")


def refusal(content: str | bytes) -> str:
    with pytest.raises(PlannerError) as caught:
        table(content)
    return translate(caught.value.message, Language.ENGLISH)


def test_rows_are_sorted_and_keep_their_codes_as_text() -> None:
    read = table("year;code;population\n2030;02.10;7\n2030;02.1;6\n2025;02.10;5\n")
    assert read.rows == (GrowthRow("02.1", 2030, 6), GrowthRow("02.10", 2025, 5), GrowthRow("02.10", 2030, 7))
    assert read.title == "Gambar"


def test_children_are_told_in_one_of_three_ways() -> None:
    assert table("code,year,population\n01,2030,9").rows == (GrowthRow("01", 2030, 9),)
    assert table("code,year,population,children\n01,2030,9,4").rows == (GrowthRow("01", 2030, 9, children=4),)
    tiers = "code,year,population,children_12_17,children_0_5,children_6_11\n01,2030,9,3,1,2"
    assert table(tiers).rows == (GrowthRow("01", 2030, 9, tiers=(1, 2, 3)),)


@pytest.mark.parametrize("header", ["", ",children", ",children_0_5,children_6_11,children_12_17"])
def test_a_table_written_again_is_the_same(header: str) -> None:
    read = table(f"code,year,population{header}\n01,2030,9" + ",1" * header.count(","))
    assert table(growth_csv(read)) == read


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("code,year\n01,2030", "growth.csv lacks the column “population” of a table of growth: add it."),
        ("code,year,population,children_0_5\n01,2030,9,1", "growth.csv lacks the column “children_6_11”"),
        (
            "code,year,populasi\n01,2030,9",
            "growth.csv has the column “populasi”, which a table of growth does not have",
        ),
        (
            "code,year,population,children,children_0_5,children_6_11,children_12_17\n01,2030,9,3,1,1,1",
            "growth.csv tells all children and their age tiers",
        ),
        ("code,year,population\n01,2030,9\n01,2030,8", "growth.csv has two rows for 01 in 2030: delete one."),
        ("code,year,population\n01,2030,x", "growth.csv, row 1, column “population”: “x” is not a number"),
        ("code,year,population\n01,2030,-1", "growth.csv, row 1, column “population”: “-1” is less than 0"),
        ("code,year,population\n01,2030,1.5", "growth.csv, row 1, column “population”: 1.5 is not a whole number"),
        ("code,year,population\n,2030,1", "growth.csv, row 1: the column “code” is blank"),
        ("code,year,population\n01,,1", "growth.csv, row 1: the column “year” is blank"),
        ("code,year,population,children\n01,2030,1,2", "The table of growth has more children (2) than people (1)"),
        ("code,year,population", "growth.csv is empty"),
        (b"\xff", "growth.csv is not written in UTF-8"),
        (b"code,year,population\n" + b"x" * MAX_BYTES, "growth.csv is larger than 2,000,000 bytes"),
    ],
)
def test_a_table_that_can_not_be_used_says_why(content: str | bytes, sentence: str) -> None:
    assert refusal(content).startswith(sentence)


def test_a_table_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "growth.csv"
    path.write_text("code,year,population\n01,2030,9", encoding="utf-8")
    assert read_growth(path, title="Gambar", date="2025", licence="CC0").rows == (GrowthRow("01", 2030, 9),)
    with pytest.raises(MissingFileError):
        read_growth(tmp_path / "none.csv", title="Gambar", date="2025", licence="CC0")
