"""The same place twice in one layer."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from planner.cleaning.quality.duplicates import identifiers, same_places
from planner.cleaning.quality.report import RemarkList
from planner.texts import Text


def facts(names: list[str], kinds: list[str] | None = None, address: list[str | None] | None = None) -> pd.DataFrame:
    rows = pd.RangeIndex(1, len(names) + 1)
    blank = pd.Series([None] * len(names), index=rows, dtype="str")
    return pd.DataFrame(
        {
            "name": pd.Series(names, index=rows, dtype="str"),
            "kind": pd.Series(kinds or ["park"] * len(names), index=rows, dtype="str"),
            "declared_kecamatan": blank,
            "declared_kelurahan": blank,
            "address": pd.Series(address or [None] * len(names), index=rows, dtype="str"),
        },
        index=rows,
    )


def set_aside(table: pd.DataFrame, points: list[tuple[float, float] | None]) -> list[int]:
    remarks = RemarkList(table.index.to_numpy())
    shapes = np.array([None if point is None else shapely.Point(point) for point in points], dtype=object)
    same_places(table, shapes, "Nama", remarks)
    return [int(row) for row in remarks.table()["row"]]


def test_the_same_name_within_fifty_metres_is_the_same_place() -> None:
    table = facts(["Taman A", "TAMAN  A.", "Taman A", "Taman A"])
    # 50 m away is the same place, 51 m is another, 1 km is another.
    assert set_aside(table, [(0, 0), (50, 0), (101, 0), (1000, 0)]) == [2]


def test_another_kind_or_name_at_the_same_spot_is_another_place() -> None:
    assert set_aside(facts(["SD 1", "SD 2", "SD 1"], ["school_sd", "school_sd", "school_smp"]), [(0, 0)] * 3) == []


def test_rows_without_a_position_are_compared_by_what_they_say() -> None:
    table = facts(["Taman A"] * 3, address=["Jl. Mawar", "Jl. Mawar", "Jl. Melati"])
    assert set_aside(table, [None] * 3) == [2]


def test_very_many_rows_at_one_spot_are_one_place() -> None:
    table = facts(["Taman A"] * 20_000)
    assert len(set_aside(table, [(0.0, 0.0)] * 20_000)) == 19_999


def test_a_column_that_repeats_is_no_identifier() -> None:
    notices: list[Text] = []
    ids = pd.Series(["T", "T", "T", "U"], index=pd.RangeIndex(1, 5), dtype="str")
    assert identifiers(ids, "Kode", RemarkList(ids.index.to_numpy()), notices).isna().all()
    assert len(notices) == 1


def test_an_identifier_counts_once() -> None:
    ids = pd.Series(["A", "B", "A"], index=pd.RangeIndex(1, 4), dtype="str")
    remarks = RemarkList(ids.index.to_numpy())
    identifiers(ids, "Kode", remarks, [])
    assert remarks.accepted.tolist() == [True, True, False]
