"""Age groups to age tiers, and old counts to new totals."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.cleaning.ages import population_table
from planner.errors import LayerError, SettingsError
from planner.model.kinds import CHILDREN_COLUMNS

AGES = {"0-4": "a0", "5-9": "a5", "10-14": "a10", "15-19": "a15", "20+": "rest"}


def counted(rows: dict[str, list[float]]) -> pd.DataFrame:
    return pd.DataFrame.from_dict(rows, orient="index", columns=["population", *AGES.values()])


def parents(counts: pd.DataFrame) -> pd.Series:
    return pd.Series(counts.index.str[:1], index=counts.index)


def test_people_of_a_group_are_spread_evenly_over_its_years() -> None:
    # 0-5: 100 of 0-4 and a fifth of 5-9 = 110. 6-11: 4/5 of 50 and 2/5 of 20 = 48.
    # 12-17: 3/5 of 20 and 3/5 of 15 = 21.
    table = population_table(counted({"A1": [400, 100, 50, 20, 15, 215]}), ages=AGES, scale_to=None, parent=pd.Series())
    assert table.loc["A1"].tolist() == [400, 110, 48, 21]


def test_counts_are_scaled_to_the_totals_of_larger_regions() -> None:
    # Kecamatan A had 300 people and has 600 now: all is doubled. B keeps its 100.
    counts = counted({"A1": [200, 50, 0, 0, 0, 150], "A2": [100, 0, 0, 0, 0, 100], "B1": [100, 10, 0, 0, 0, 90]})
    table = population_table(counts, ages=AGES, scale_to=pd.Series({"A": 600, "B": 100}), parent=parents(counts))
    assert table["population"].tolist() == [400, 200, 100]
    assert table["children_0_5"].tolist() == [100, 0, 10]


def test_children_of_a_larger_region_are_its_exact_figure_rounded() -> None:
    # Scaled by 1.5: 4.5 children in all, rounded to 5; the larger share gets the rest.
    counts = counted({"A1": [10, 1, 0, 0, 0, 9], "A2": [10, 2, 0, 0, 0, 8]})
    table = population_table(counts, ages=AGES, scale_to=pd.Series({"A": 30}), parent=parents(counts))
    assert table["children_0_5"].tolist() == [2, 3]


@given(st.lists(st.tuples(*[st.integers(0, 500)] * 5), min_size=1, max_size=8), st.integers(0, 20_000))
def test_nobody_is_lost(groups: list[tuple[int, ...]], total: int) -> None:
    counts = counted({f"A{i}": [sum(row) + 1, *row] for i, row in enumerate(groups)})
    table = population_table(counts, ages=AGES, scale_to=pd.Series({"A": total}), parent=parents(counts))
    assert table["population"].sum() == total
    exact = counts[["a0", "a5", "a10"]].sum().sum() + 0.6 * counts["a15"].sum()
    scaled = exact * total / counts["population"].sum()
    assert abs(table[CHILDREN_COLUMNS].to_numpy().sum() - scaled) <= 0.5 + 1e-6


@pytest.mark.parametrize(
    ("ages", "said"),
    [
        ({"0-4": "a0", "4-17": "a5"}, "0-4"),
        ({"0-4": "a0", "6-17": "a5"}, "5"),
        ({"0-4": "a0", "5-15": "a5"}, "16"),
        ({"0-4": "a0", "five": "a5"}, "five"),
        ({"0-4": "a0", "9-5": "a5"}, "9-5"),
        ({"0-4": "a0", "5+": "a5"}, "5\\+"),
    ],
)
def test_age_groups_that_cannot_be_used_are_named(ages: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as error:
        population_table(counted({"A1": [9, 1, 1, 1, 1, 5]}), ages=ages, scale_to=None, parent=pd.Series())
    assert re.search(said, " ".join(map(str, error.value.message.values.values())))


@pytest.mark.parametrize(
    ("row", "totals"),
    [
        ([10, -1, 0, 0, 0, 5], {"A": 10}),
        ([10, np.nan, 0, 0, 0, 5], {"A": 10}),
        ([10, 11, 0, 0, 0, 0], {"A": 10}),
        ([10, 1, 0, 0, 0, 9], {"B": 10}),
        ([0, 0, 0, 0, 0, 0], {"A": 10}),
    ],
)
def test_counts_that_cannot_be_used_are_refused(row: list[float], totals: dict[str, int]) -> None:
    counts = counted({"A1": row})
    with pytest.raises(LayerError) as error:
        population_table(counts, ages=AGES, scale_to=pd.Series(totals), parent=parents(counts))
    assert error.value.message.values["code"] in {"A1", "A"}


def test_a_column_that_is_missing_is_named() -> None:
    with pytest.raises(LayerError) as error:
        population_table(counted({"A1": [1, 0, 0, 0, 0, 1]}), ages={"0-17": "kids"}, scale_to=None, parent=pd.Series())
    assert error.value.message.values["column"] == "kids"


def test_the_built_in_city_has_the_children_that_are_known(balikpapan_folder: Path) -> None:
    counts = pd.read_csv(balikpapan_folder / "population_kelurahan_2018.csv", index_col="code")
    totals = pd.read_csv(balikpapan_folder / "population_kecamatan_2024.csv", index_col="code")["population"]
    ages = {name[4:].replace("_plus", "+").replace("_", "-"): name for name in counts if name.startswith("age_")}
    table = population_table(counts, ages=ages, scale_to=totals, parent=pd.Series(counts.index.str[:8], counts.index))
    assert table["population"].sum() == 746_804
    assert table[CHILDREN_COLUMNS].sum().tolist() == [73_356, 77_946, 72_549]
