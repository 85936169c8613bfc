"""Reports received and settled: four columns are read, and no message tells what stands in a cell."""

from __future__ import annotations

import pandas as pd
import pytest
from city_folders import sentence
from drawn_city import drawn_regions

from planner.errors import LayerError
from planner.sources.child_reports import read_child_reports
from planner.sources.layers import Layer
from planner.sources.settings import ReportSettings

REGIONS = drawn_regions({"01.01": (0, 0, 1, 1), "02.01": (1, 0, 2, 1)})
COLUMNS = {"kecamatan": "Kecamatan", "month": "Bulan", "received": "Masuk", "settled": "Selesai"}
FORM = ReportSettings.model_validate({"file": "laporan.csv", "source": "dp3akb", "columns": COLUMNS})


def read(
    *rows: tuple[str | None, ...], names: tuple[str, ...] = ("Kecamatan", "Bulan", "Masuk", "Selesai")
) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=list(names), index=pd.RangeIndex(1, len(rows) + 1), dtype="str")
    return read_child_reports(Layer("laporan.csv", "dp3akb", table), FORM, REGIONS)


def test_a_kecamatan_goes_by_its_code_or_its_name_and_rows_are_put_in_order() -> None:
    found = read(
        ("02", "2026-02", "7", "9"), ("kecamatan 01", "2026-02", "0", "0"), ("Kecamatan 02", "2026-01", "3", "1")
    )
    assert found.to_numpy().tolist() == [["02", "2026-01", 3, 1], ["01", "2026-02", 0, 0], ["02", "2026-02", 7, 9]]


def test_nothing_but_the_four_columns_is_kept() -> None:
    names = ("Kecamatan", "Bulan", "Masuk", "Selesai", "Nama korban")
    found = read(("01", "2026-01", "1", "1", "Budi Santoso"), names=names)
    assert list(found.columns) == ["kecamatan_code", "month", "received", "settled"]
    assert "Budi" not in found.to_csv()


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (("Budi Santoso", "2026-01", "3", "1"), "row 2: the column “Kecamatan” names no kecamatan of this city"),
        ((None, "2026-01", "3", "1"), "row 2: the column “Kecamatan” names no kecamatan"),
        (("01", "2026-13", "3", "1"), "row 2: the column “Bulan” holds no month; write year and month as in 2026-03"),
        (("01", "Januari", "3", "1"), "row 2: the column “Bulan” holds no month"),
        (("01", "2026-01", "3 (Budi)", "1"), "row 2: the column “Masuk” holds no count; write a whole number"),
        (("01", "2026-01", "3", "-1"), "row 2: the column “Selesai” holds no count"),
        (("01", "2026-01", "2.5", "1"), "row 2: the column “Masuk” holds no count"),
        (("01", "2026-01", None, "1"), "row 2: the column “Masuk” holds no count"),
        (("02", "2026-01", "3", "1"), "rows 1 and 2: both are of the same kecamatan and month"),
    ],
)
def test_what_is_wrong_is_said_without_saying_what_stands_there(row: tuple[str | None, ...], says: str) -> None:
    with pytest.raises(LayerError) as caught:
        read(("Kecamatan 02", "2026-01", "4", "4"), row)
    said = sentence(caught.value)
    assert says in said
    assert said.startswith("laporan.csv, row")
    assert not any(cell in said for cell in ("Budi", "2.5", "-1", "2026-13", "Januari"))


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(LayerError) as caught:
        read(("01", "2026-01", "3", "1"), names=("Kecamatan", "Bulan", "Masuk", "Tuntas"))
    assert "laporan.csv has no column “Selesai”" in sentence(caught.value)
