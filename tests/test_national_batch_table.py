"""The table of cities: what is read, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.batch.table import ListedCity, cities_of_codes, read_cities
from planner.errors import LayerError, MissingFileError, PlannerError
from planner.texts import Language, translate


def table(folder: Path, content: str) -> Path:
    path = folder / "cities.csv"
    path.write_text(content, encoding="utf-8")
    return path


def refused(path: Path, kind: type[PlannerError]) -> str:
    with pytest.raises(kind) as caught:
        read_cities(path)
    return translate(caught.value.message, Language.ENGLISH)


def test_cities_stand_in_the_order_of_codes_and_folders_beside_the_table(tmp_path: Path) -> None:
    path = table(tmp_path, "name,code,folder\nB,64.71,kota/b\nA,11.01,\nC,99.01,/whole/path\n")
    assert read_cities(path) == (
        ListedCity("11.01"),
        ListedCity("64.71", tmp_path / "kota" / "b"),
        ListedCity("99.01", Path("/whole/path")),
    )


def test_a_table_needs_only_codes(tmp_path: Path) -> None:
    assert read_cities(table(tmp_path, "code\n11.01\n")) == cities_of_codes(["11.01"])


@pytest.mark.parametrize("code", ["", "1101", "11.01.01", "../../x", "11.1a", " 1.01"])
def test_what_is_no_code_is_refused(tmp_path: Path, code: str) -> None:
    said = refused(table(tmp_path, f"name,code\nA,{code}\n"), LayerError)
    assert said.startswith("cities.csv, row 1: “")
    assert said.endswith("is no code of a kabupaten or kota; write one such as 64.71.")


def test_a_code_that_stands_twice_is_refused(tmp_path: Path) -> None:
    said = refused(table(tmp_path, "code\n11.01\n11.02\n11.01\n"), LayerError)
    assert said == "cities.csv, row 3: 11.01 stands there before; remove one."


def test_a_table_without_the_column_is_refused(tmp_path: Path) -> None:
    assert refused(table(tmp_path, "kode\n11.01\n"), LayerError) == "cities.csv lacks the column code: add it."


def test_a_missing_table_is_said(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.csv", MissingFileError).startswith("There is no table of cities ")
