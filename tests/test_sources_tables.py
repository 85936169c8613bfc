"""Tables of text: separators, quotes, blanks and row numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from city_folders import sentence

from planner.errors import LayerError
from planner.sources.tables import read_table


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "t.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def said_of(folder: Path, content: str | bytes) -> str:
    with pytest.raises(LayerError) as caught:
        read_table(written(folder, content), "t.csv")
    return sentence(caught.value)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_the_one_of_the_header(tmp_path: Path, separator: str) -> None:
    content = separator.join(["a", "b"]) + "\n" + separator.join(["1", "x"]) + "\n"
    table = read_table(written(tmp_path, content), "t.csv")
    assert table.to_dict("list") == {"a": ["1"], "b": ["x"]}


def test_blanks_are_cut_and_blank_cells_are_missing(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "a , b\n  x  ,   \n"), "t.csv")
    assert table["a"].tolist() == ["x"]
    assert table["b"].isna().all()


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    assert list(read_table(written(tmp_path, b"\xef\xbb\xbfa,b\n1,2\n"), "t.csv").columns) == ["a", "b"]


def test_rows_are_counted_from_one_and_blank_rows_keep_their_number(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "a,b\n1,x\n\n2,y\n"), "t.csv")
    assert table.index.tolist() == [1, 3]


def test_a_cell_may_hold_separators_quotes_line_ends_and_markup(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, 'a,b\n"<b>""x"", y</b>\nz",1\n'), "t.csv")
    assert table["a"].tolist() == ['<b>"x", y</b>\nz']


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", ["t.csv is empty"]),
        ("a,b\n", ["t.csv is empty", "no row below"]),
        ("a,b\n,\n", ["t.csv is empty"]),
        ("a,a\n1,2\n", ["two columns are called “a”"]),
        ("a,\n1,2\n", ["column 2 has no name"]),
        ("a,b\n1,2\n1,2,3\n", ["row 2", "3 cells", "header has 2"]),
        ("a,b\n1\n", ["row 1", "1 cells"]),
        ('a,b\n"1"x,2\n', ["near line 2"]),
        ("a,b\né,2\n".encode("latin-1"), ["UTF-8"]),
    ],
)
def test_a_table_that_does_not_hold_together_is_refused(tmp_path: Path, content: str | bytes, words: list[str]) -> None:
    said = said_of(tmp_path, content)
    for word in words:
        assert word in said


def test_only_line_ends_end_a_row(tmp_path: Path) -> None:
    # A line separator and a form feed may stand inside a name that somebody pasted.
    table = read_table(written(tmp_path, "a,b\n1,Taman\u2028Kota\n2,Taman\x0cBaru\n"), "t.csv")
    assert table["b"].to_list() == ["Taman\u2028Kota", "Taman\x0cBaru"]
