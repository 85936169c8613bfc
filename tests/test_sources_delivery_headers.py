"""Finding the table in a sheet."""

from __future__ import annotations

import pytest

from planner.errors import LayerError
from planner.sources.delivery.headers import find_header
from planner.sources.delivery.synonyms import load_synonyms
from planner.texts import Language, speak

WORDS = load_synonyms()


def test_titles_above_the_table_are_left_out() -> None:
    rows = [["DINAS LINGKUNGAN HIDUP", None, None], [None] * 3, ["No", "Nama Taman", "Kecamatan"], [1, "A", "Utara"]]
    header = find_header(rows, "t.xlsx", WORDS)
    assert (header.row, header.first_row, header.names) == (3, 4, ("No", "Nama Taman", "Kecamatan"))


def test_a_header_of_two_rows_is_joined() -> None:
    rows = [
        ["Nama Taman", "Koordinat", None, "Luas"],
        [None, "Lintang", "Bujur", None],
        ["A", -1.2, 116.8, 12],
    ]
    header = find_header(rows, "t.xlsx", WORDS)
    assert header.names == ("Nama Taman", "Lintang", "Bujur", "Luas")
    assert header.first_row == 3


def test_a_row_that_numbers_the_columns_is_left_out() -> None:
    header = find_header([["Nama", "Kecamatan", "Luas"], ["(1)", "(2)", "(3)"], ["A", "Utara", 5]], "t.xlsx", WORDS)
    assert header.first_row == 3


def test_unknown_names_are_taken_from_the_first_row_of_words() -> None:
    assert find_header([["alfa", "beta"], ["x", 1], ["y", 2]], "t.csv", WORDS).row == 1


def test_the_user_may_name_the_row() -> None:
    rows = [["Nama", "Luas"], ["Nama Lain", "Luas Lain"], ["A", 5]]
    assert find_header(rows, "t.csv", WORDS, 2).names == ("Nama Lain", "Luas Lain")
    with speak(Language.ENGLISH), pytest.raises(LayerError, match=r"t\.csv has no row 9: choose one from 1 to 3"):
        find_header(rows, "t.csv", WORDS, 9)


def test_columns_of_one_name_and_of_none_get_their_own() -> None:
    header = find_header([["Nama", "nama", "", "Luas"], ["A", "B", "C", 5]], "t.csv", WORDS)
    assert header.names == ("Nama", "nama (2)", "(3)", "Luas")
