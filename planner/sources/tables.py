"""Tables of text: CSV files with a comma, a semicolon or a tab between the cells."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from planner.errors import LayerError
from planner.texts import text

TABLE_ENDINGS = (".csv", ".tsv", ".txt")
_SEPARATORS = ";\t,"


def read_table(path: Path, file: str) -> pd.DataFrame:
    """Read a table as it is written: every cell a text, blank cells missing.

    Parameters
    ----------
    path
        Where it lies.
    file
        What it is called in ``city.toml``.

    Returns
    -------
    pandas.DataFrame
        Indexed by row from 1, without the header; blank rows are left out and keep their number.

    Raises
    ------
    planner.errors.LayerError
        If it is not UTF-8, its rows do not fit its header, a header is missing or written twice, or it
        holds no row.
    """
    return parse_table(path.read_bytes(), file)


def parse_table(content: bytes, file: str) -> pd.DataFrame:
    """Read a table from the content of a file; as :func:`read_table`."""
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LayerError(text("{file} is not written in UTF-8: save it again as “CSV UTF-8”.", file=file)) from error
    rows = _cells(written, file)
    if not rows:
        raise LayerError(text("{file} is empty: it needs a header and at least one row.", file=file))
    header, body = [name.strip() for name in rows[0]], rows[1:]
    _check_header(header, file)
    width = len(header)
    filled = {number: _fit(cells, width, number, file) for number, cells in enumerate(body, start=1) if any(cells)}
    if not filled:
        raise LayerError(text("{file} is empty: it has a header but no row below it.", file=file))
    cells = [[cell.strip() or None for cell in row] for row in filled.values()]
    return pd.DataFrame(cells, columns=header, index=pd.Index(list(filled), name="row"), dtype="str")


def _cells(content: str, file: str) -> list[list[str]]:
    first_line = content.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=first_line.count)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        raise LayerError(
            text("{file} can't be read near line {line}: check the quotes there.", file=file, line=reader.line_num)
        ) from error


def _check_header(header: list[str], file: str) -> None:
    for place, name in enumerate(header, start=1):
        if not name:
            raise LayerError(text("In {file} column {place} has no name: write one.", file=file, place=place))
        if header.count(name) > 1:
            raise LayerError(
                text("In {file} two columns are called “{column}”: rename one of them.", file=file, column=name)
            )


def _fit(cells: list[str], width: int, number: int, file: str) -> list[str]:
    if len(cells) < width or any(cells[width:]):
        raise LayerError(
            text(
                "{file}, row {row}: there are {cells} cells, but the header has {width}; "
                "check the separators and quotes in this row.",
                file=file,
                row=number,
                cells=len(cells),
                width=width,
            )
        )
    return cells[:width]
