"""What persons decided about pairs of records: a table that outweighs every rule, and can be changed again."""

from __future__ import annotations

import pandas as pd

from planner.errors import LayerError
from planner.texts import text

COLUMNS = ["id_a", "id_b", "answer", "office", "date", "reason"]
"""Columns of a table of decisions: the two records, ``yes`` (one place) or ``no`` (two), the office that decided
(never a person's name), the day (``2026-03-31``), and why."""

ANSWERS = ("yes", "no")


def no_decisions() -> pd.DataFrame:
    """Return an empty table of decisions."""
    return pd.DataFrame({column: pd.Series(dtype=object) for column in COLUMNS})


def standing_decisions(decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the decision that stands for each pair: the latest one, with the lower id first, in the order of ids.

    Parameters
    ----------
    decisions
        Columns :data:`COLUMNS`, one row a decision.

    Raises
    ------
    planner.errors.LayerError
        If a column is missing, an answer is neither ``yes`` nor ``no``, a row names one record twice or none, a
        date is no day, or a pair has both answers on one day.
    """
    _check(decisions)
    ordered = decisions[COLUMNS].astype(object).reset_index(drop=True)
    swapped = ordered["id_a"] > ordered["id_b"]
    ordered.loc[swapped, ["id_a", "id_b"]] = ordered.loc[swapped, ["id_b", "id_a"]].to_numpy()
    ordered["row"] = ordered.index + 1
    ordered["day"] = pd.to_datetime(ordered["date"], format="%Y-%m-%d")
    latest = ordered["day"] == ordered.groupby(["id_a", "id_b"])["day"].transform("max")
    standing = ordered[latest]
    split = standing.groupby(["id_a", "id_b"])["answer"].transform("nunique") > 1
    if split.any():
        row = standing[split].iloc[-1]
        raise LayerError(
            text(
                "Row {row} of the decisions answers {answer} for {id_a} and {id_b}, and another row of the same day "
                "answers the opposite; remove one of them.",
                row=int(row["row"]),
                answer=str(row["answer"]),
                id_a=str(row["id_a"]),
                id_b=str(row["id_b"]),
            )
        )
    once = standing.drop_duplicates(["id_a", "id_b"], keep="last").sort_values(["id_a", "id_b"], ignore_index=True)
    return once[COLUMNS]


def _check(decisions: pd.DataFrame) -> None:
    missing = [column for column in COLUMNS if column not in decisions.columns]
    if missing:
        raise LayerError(text("The decisions lack the column {column}; add it to their first row.", column=missing[0]))
    wrong = ~decisions["answer"].isin(ANSWERS)
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        raise LayerError(
            text(
                'Row {row} of the decisions has the answer "{answer}"; write yes or no.',
                row=row + 1,
                answer=str(decisions["answer"].iloc[row]),
            )
        )
    wrong = decisions["id_a"].isna() | decisions["id_b"].isna() | (decisions["id_a"] == decisions["id_b"])
    if wrong.any():
        raise LayerError(
            text(
                "Row {row} of the decisions does not name two records; fill in id_a and id_b.",
                row=int(wrong.to_numpy().argmax()) + 1,
            )
        )
    wrong = pd.to_datetime(decisions["date"], format="%Y-%m-%d", errors="coerce").isna()
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        raise LayerError(
            text(
                'Row {row} of the decisions has the date "{date}"; write it like 2026-03-31.',
                row=row + 1,
                date=str(decisions["date"].iloc[row]),
            )
        )
