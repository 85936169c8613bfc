"""What persons decided about pairs of records: a table in the city folder, kept one row a decision."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from planner.errors import OptionError
from planner.model.merging import DECISION_COLUMNS, no_decisions
from planner.sources.changing import changing, check_changeable, write_table
from planner.sources.settings import SETTINGS_FILE
from planner.sources.settings_file import read_settings
from planner.sources.tables import read_table
from planner.texts import text

_OPTIONAL = ["reason"]
_BETWEEN = "\n"


def read_decisions(folder: Path, file: str) -> pd.DataFrame:
    """Read the decisions of a city folder.

    Parameters
    ----------
    folder
        The city folder.
    file
        Name of the table, which need not exist before the first decision.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`~planner.model.merging.DECISION_COLUMNS` as far as the table has them, one row a decision,
        in the order of the file.

    Raises
    ------
    planner.errors.LayerError
        If the table can't be read.
    """
    path = folder / file
    if not path.is_file():
        return no_decisions()
    rows = read_table(path, file).astype(object)
    rows = rows.assign(**{column: rows[column].fillna("") for column in _OPTIONAL if column in rows.columns})
    return rows[[column for column in DECISION_COLUMNS if column in rows.columns]].reset_index(drop=True)


def add_decisions(folder: Path, decisions: pd.DataFrame) -> None:
    """Add decisions to a city folder, in place of those on the same pairs of the same day.

    Parameters
    ----------
    folder
        The city folder; not the built-in one.
    decisions
        Columns :data:`~planner.model.merging.DECISION_COLUMNS`.

    Raises
    ------
    planner.errors.OutputError
        If the folder is the built-in one or can't be written.
    planner.errors.OptionError
        If the city does not merge.
    planner.errors.PlannerError
        If the folder or the table that is there is unusable.
    """
    check_changeable(folder)
    path = folder / _table_name(folder)
    with changing(path):
        former = _file_rows(path)
        again = _keys(former, with_date=True).isin(_keys(decisions, with_date=True))
        write_table(path, pd.concat([former[~again], decisions[DECISION_COLUMNS]], ignore_index=True))


def withdraw_decision(folder: Path, id_a: str, id_b: str) -> None:
    """Take back every decision about one pair of records.

    Parameters
    ----------
    folder
        The city folder; not the built-in one.
    id_a, id_b
        The two records, in any order.

    Raises
    ------
    planner.errors.OptionError
        If nothing was decided about them, or the city does not merge.
    planner.errors.OutputError
        If the folder is the built-in one or can't be written.
    """
    check_changeable(folder)
    path = folder / _table_name(folder)
    with changing(path):
        former = _file_rows(path)
        meant = _keys(former) == _BETWEEN.join(sorted([id_a, id_b]))
        if not meant.any():
            raise OptionError(
                text("Nothing was decided about {id_a} and {id_b}, so nothing was changed.", id_a=id_a, id_b=id_b)
            )
        write_table(path, former[~meant])


def not_merging(folder: Path) -> OptionError:
    """Return the error that a city does not merge, so that there is nothing to decide."""
    return OptionError(
        text(
            "{file} does not ask for records of one place to be merged: write the table [merging] there first.",
            file=str(folder / SETTINGS_FILE),
        )
    )


def _table_name(folder: Path) -> str:
    merging = read_settings(folder).merging
    if merging is None or not merging.enabled:
        raise not_merging(folder)
    return merging.decisions


def _file_rows(path: Path) -> pd.DataFrame:
    """Return the table as it stands there, with the columns that other programs added."""
    if not path.is_file():
        return no_decisions()
    rows = read_table(path, path.name)
    return rows.reindex(columns=list(dict.fromkeys([*DECISION_COLUMNS, *rows.columns])))


def _keys(decisions: pd.DataFrame, *, with_date: bool = False) -> pd.Series:
    """Return what is the same for decisions about one pair, whichever record comes first."""
    pairs = decisions[["id_a", "id_b"]].astype(str).to_numpy()
    keys = pd.Series([_BETWEEN.join(sorted(pair)) for pair in pairs], index=decisions.index, dtype=object)
    return keys + _BETWEEN + decisions["date"].astype(str) if with_date else keys
