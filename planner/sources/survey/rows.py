"""Rows of a survey: checked cell by cell, so that what is kept can be read back."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

import pandas as pd

from planner.errors import LayerError
from planner.model.survey import SURVEY, SURVEY_SOURCE, SURVEYED_KINDS, SurveyFact
from planner.sources.columns import choices, numbers, required_words, words
from planner.sources.layers import Layer, first_row
from planner.sources.survey.values import LONGEST, how_to_write, tidy, understood
from planner.texts import Text, text
from planner.texts.suggestion import nearest_known

COLUMNS = [column for column in SURVEY.columns if column != "row"]
"""The columns of the file."""

FOR_READERS = ["kecamatan", "kelurahan", "place_kind", "question"]
"""Columns of the template that tell a reader what to fill in where; they are not read."""

NEEDED = ["fact", "value", "date", "office"]
_ITSELF = ["place_name", "kind", "lon", "lat"]


def checked_rows(rows: pd.DataFrame, file: str, *, today: dt.date | None = None) -> pd.DataFrame:
    """Check rows and return them as a survey.

    Parameters
    ----------
    rows
        Every cell a text, blank ones missing; indexed by row from 1.
    file
        What the rows are called in sentences.
    today
        No date may be later; if left out, the day that it is where the day begins first.

    Returns
    -------
    :data:`~planner.model.survey.SURVEY`, in the order of the rows.

    Raises
    ------
    planner.errors.LayerError
        If a column is missing or not known, or a cell can't be what it should be.
    """
    check_columns(rows, file)
    layer = Layer(file, SURVEY_SOURCE, _tidied(rows))
    _check_lengths(layer)
    given = _given(layer)
    table = pd.DataFrame(
        {
            **{column: words(layer, given(column)) for column in ("facility_id", "place_name", "note", "visit")},
            "kind": choices(layer, given("kind"), {str(kind): str(kind) for kind in SURVEYED_KINDS}, blank=""),
            "lon": numbers(layer, given("lon"), least=-180),
            "lat": numbers(layer, given("lat"), least=-90),
            "fact": _facts(layer),
            "date": _dates(layer, today or latest_today()),
            "office": required_words(layer, "office"),
            "row": rows.index.to_numpy(dtype="int64"),
        }
    )
    table = table.assign(kind=table["kind"].where(table["kind"] != ""), value=_values(layer, table["fact"]))
    _check_places(table, file)
    # Each column was just made with its type and checked cell by cell: the schema would find nothing more.
    return _identified(table)[list(SURVEY.columns)].reset_index(drop=True)


def new_place_id(name: str, kind: str, lon: float, lat: float) -> str:
    """Return the id of a place that only a survey knows: the same for the same name, kind and position."""
    itself = f"{kind}|{name.casefold()}|{lon:.5f}|{lat:.5f}"
    return f"{SURVEY_SOURCE}:{hashlib.sha256(itself.encode()).hexdigest()[:8]}"


def check_columns(rows: pd.DataFrame, file: str) -> None:
    """Check that a table has the columns of a survey.

    Raises
    ------
    planner.errors.LayerError
        If one is missing, or is there that a survey does not know.
    """
    for column in NEEDED:
        if column not in rows.columns:
            raise LayerError(
                text(
                    "{file} has no column “{column}”: take the template and fill it in; {hint}.",
                    file=file,
                    column=column,
                    hint=nearest_known(column, [str(name) for name in rows.columns]),
                )
            )
    for column in rows.columns:
        if column not in [*COLUMNS, *FOR_READERS]:
            raise LayerError(
                text(
                    "{file} has a column “{column}”, which a survey does not know; {hint}.",
                    file=file,
                    column=column,
                    hint=nearest_known(column, COLUMNS),
                )
            )


def _tidied(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the cells of the columns of a survey, each on one line, blank ones missing."""
    cells = rows.reindex(columns=COLUMNS).astype("str")
    tidied = {
        column: [tidy(cell) or None if isinstance(cell, str) else None for cell in cells[column].tolist()]
        for column in COLUMNS
    }
    return pd.DataFrame(tidied, index=rows.index, dtype="str")


def _given(layer: Layer) -> Callable[[str], str | None]:
    """Return what names a column where some row has a cell in it: one without any is read as if it were not there."""
    some = layer.rows.notna().any()
    return lambda column: column if some[column] else None


def _check_lengths(layer: Layer) -> None:
    for column, most in LONGEST.items():
        long = layer.rows[column].str.len() > most
        if long.any():
            raise LayerError(
                text(
                    "{file}, row {row}: the column “{column}” holds more than {most} characters; shorten it.",
                    file=layer.file,
                    row=first_row(long),
                    column=column,
                    most=most,
                )
            )


def _facts(layer: Layer) -> pd.Series:
    required_words(layer, "fact")
    return choices(layer, "fact", {str(fact): str(fact) for fact in SurveyFact}, blank="")


def _values(layer: Layer, facts: pd.Series) -> pd.Series:
    written = pd.DataFrame({"fact": facts, "value": required_words(layer, "value")})
    # Few values differ: each is understood once.
    each = written.drop_duplicates()
    meant = {
        (fact, value): understood(SurveyFact(fact), value) for fact, value in each.itertuples(index=False, name=None)
    }
    pairs = zip(written["fact"].tolist(), written["value"].tolist(), strict=True)
    found = pd.Series([meant[pair] for pair in pairs], index=written.index, dtype="str")
    if found.isna().any():
        row = first_row(found.isna())
        raise LayerError(
            _said(
                layer.file,
                row,
                text(
                    "“{value}” can't be the value of {fact}: {hint}",
                    value=written.loc[row, "value"],
                    fact=facts.loc[row],
                    hint=how_to_write(SurveyFact(facts.loc[row])),
                ),
            )
        )
    return found


def _dates(layer: Layer, today: dt.date) -> pd.Series:
    written = required_words(layer, "date")
    # Spreadsheets of the country turn 2026-03-01 into 01/03/2026.
    days = pd.to_datetime(written, format="%Y-%m-%d", errors="coerce")
    if days.isna().any():
        days = days.fillna(pd.to_datetime(written, format="%d/%m/%Y", errors="coerce"))
    if days.isna().any():
        row = first_row(days.isna())
        raise LayerError(
            _said(
                layer.file,
                row,
                text("“{date}” is no date: write year-month-day, such as 2026-03-01", date=written.loc[row]),
            )
        )
    future = days > pd.Timestamp(today)
    if future.any():
        row = first_row(future)
        raise LayerError(
            _said(
                layer.file,
                row,
                text("the date {date} lies in the future: write the day of the visit", date=written.loc[row]),
            )
        )
    return days.dt.strftime("%Y-%m-%d")


def latest_today() -> dt.date:
    """Return today's date where the day begins first, so that no office is ahead of this machine's clock."""
    return dt.datetime.now(dt.timezone(dt.timedelta(hours=14))).date()


def _check_places(table: pd.DataFrame, file: str) -> None:
    """Check that each row says, in one way, which place it is about."""
    known = table["facility_id"].notna()
    positioned = table[["kind", "lon", "lat"]].notna()
    itself = positioned.all(axis=1) & table["place_name"].notna()
    neither = ~known & ~itself
    if neither.any():
        raise LayerError(
            _said(
                file,
                first_row(neither),
                text(
                    "it does not say which place it is about: write its facility_id, "
                    "or place_name, kind, lon and lat of a new place"
                ),
            )
        )
    both = known & positioned.any(axis=1)
    if both.any():
        raise LayerError(
            _said(
                file,
                first_row(both),
                text("it has a facility_id, and kind, lon or lat of a new place: write only one of both"),
            )
        )
    impossible = (table["lon"].abs() > 180) | (table["lat"].abs() > 90)
    if impossible.any():
        raise LayerError(_said(file, first_row(impossible), text("lon and lat are no place on earth: check them")))


def _said(file: str, row: int, problem: Text) -> Text:
    return text("{file}, row {row}: {problem}.", file=file, row=row, problem=problem)


def _identified(table: pd.DataFrame) -> pd.DataFrame:
    """Give each place that a survey found itself its id."""
    found = table[table["facility_id"].isna()]
    if found.empty:
        return table
    ids = [
        new_place_id(name, kind, lon, lat) for name, kind, lon, lat in found[_ITSELF].itertuples(index=False, name=None)
    ]
    return table.assign(facility_id=table["facility_id"].fillna(pd.Series(ids, index=found.index, dtype="str")))
