"""Cells to values, and the row and column of one that is wrong."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from city_folders import sentence

from planner.errors import LayerError
from planner.sources.columns import choices, counts, numbers, unique_words, words
from planner.sources.layers import Layer


def layer(*cells: object) -> Layer:
    return Layer("t.csv", "s", pd.DataFrame({"c": list(cells)}, index=range(1, len(cells) + 1)))


def test_words_are_texts_whatever_the_file_holds() -> None:
    assert words(layer(" a ", None, ""), "c").tolist()[:1] == ["a"]
    assert words(layer(" a ", None, ""), "c").isna().tolist() == [False, True, True]
    assert words(layer(12.0, np.nan), "c").tolist()[:1] == ["12"]  # not "12.0"
    assert words(layer(6471, 6472), "c").tolist() == ["6471", "6472"]


def test_a_column_that_is_not_named_is_missing_throughout() -> None:
    assert words(layer("a", "b"), None).isna().all()
    assert numbers(layer("a", "b"), None).isna().all()


def test_a_column_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(LayerError) as caught:
        words(Layer("t.csv", "s", pd.DataFrame({"nama": ["x"], "kode": ["y"]})), "name")
    said = sentence(caught.value)
    assert "t.csv has no column “name”" in said
    assert "“nama”" in said


def test_numbers_are_read_and_blank_cells_are_missing() -> None:
    found = numbers(layer("1.5", None, "-2"), "c")
    assert found.tolist()[0] == 1.5
    assert np.isnan(found.tolist()[1])
    assert found.tolist()[2] == -2


@pytest.mark.parametrize("cell", ["dua puluh", "1,5", "inf", "nan", "1.000.000", "12 m"])
def test_a_text_where_a_number_belongs_is_named_with_row_and_column(cell: str) -> None:
    with pytest.raises(LayerError) as caught:
        numbers(layer("1", cell), "c")
    said = sentence(caught.value)
    assert "t.csv, row 2, column “c”" in said
    assert f"“{cell}” is not a number" in said


def test_a_number_below_the_least_is_refused() -> None:
    with pytest.raises(LayerError) as caught:
        numbers(layer("-1"), "c", least=0)
    assert "“-1” is less than 0" in sentence(caught.value)


@pytest.mark.parametrize(
    ("cell", "words_said"), [(None, "is blank"), ("1.5", "not a whole number"), ("-3", "less than 0")]
)
def test_people_are_counted_in_whole_numbers(cell: str | None, words_said: str) -> None:
    with pytest.raises(LayerError) as caught:
        counts(layer("4", cell), "c")
    assert "row 2" in sentence(caught.value)
    assert words_said in sentence(caught.value)


def test_a_text_that_must_differ_names_both_rows() -> None:
    with pytest.raises(LayerError) as caught:
        unique_words(layer("a", "b", "a"), "c")
    assert "rows 1 and 3: both have “a”" in sentence(caught.value)


def test_a_word_of_a_closed_list_is_understood_in_any_case_or_named_with_the_nearest() -> None:
    known = {"ya": "yes", "tidak": "no"}
    assert choices(layer("YA", "tidak", None), "c", known, blank="unknown").tolist() == ["yes", "no", "unknown"]
    with pytest.raises(LayerError) as caught:
        choices(layer("tidk"), "c", known, blank="unknown")
    assert "row 1" in sentence(caught.value)
    assert "“tidak”" in sentence(caught.value)
