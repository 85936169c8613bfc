"""What persons decided about pairs of records: a table that outweighs every rule, and can be changed again."""

from __future__ import annotations

import pandas as pd

from planner.errors import LayerError, OptionError
from planner.model.merging import DECISION_COLUMNS, NO, YES
from planner.texts import text


def new_decision(
    records: pd.DataFrame, id_a: str, id_b: str, answer: str, *, office: str, date: str, reason: str
) -> pd.DataFrame:
    """Return one decision as a table, ready to be added to those there are.

    Parameters
    ----------
    records
        :data:`~planner.model.tables.FACILITIES`: the records that may be decided about.
    id_a, id_b
        The two records.
    answer
        ``yes``, they are one place, or ``no``, they are two.
    office, date, reason
        Which office decides (never a person's name), on which day (``2026-03-31``), and why.

    Raises
    ------
    planner.errors.OptionError
        If there is no such record, or no office is named.
    planner.errors.LayerError
        If the date is no day, or the two records are one.
    """
    for id_ in (id_a, id_b):
        if not (records["id"] == id_).any():
            raise OptionError(
                text(
                    "There is no record {id}; an id is a source and what its row is called there, such as {example}.",
                    id=id_,
                    example=str(records["id"].iloc[0]) if len(records) else "–",
                )
            )
    if not office.strip():
        raise OptionError(text("Nobody is named who decides: write the name of the office, not of a person."))
    row = (id_a, id_b, answer, office.strip(), date, reason.strip())
    return standing_decisions(pd.DataFrame([row], columns=DECISION_COLUMNS, dtype=object))


def standing_decisions(decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the decision that stands for each pair: the latest one, with the lower id first, in the order of ids.

    Parameters
    ----------
    decisions
        Columns :data:`~planner.model.merging.DECISION_COLUMNS`, one row a decision.

    Raises
    ------
    planner.errors.LayerError
        If a column is missing, an answer is neither ``yes`` nor ``no``, a row names one record twice or none, a
        date is no day, or a pair has both answers on one day.
    """
    _check(decisions)
    ordered = decisions[DECISION_COLUMNS].astype(object).reset_index(drop=True)
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
    return once[DECISION_COLUMNS]


def _check(decisions: pd.DataFrame) -> None:
    missing = [column for column in DECISION_COLUMNS if column not in decisions.columns]
    if missing:
        raise LayerError(text("The decisions lack the column {column}; add it to their first row.", column=missing[0]))
    wrong = ~decisions["answer"].isin([YES, NO])
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
    wrong = decisions["office"].isna() | (decisions["office"] == "")
    if wrong.any():
        raise LayerError(
            text(
                "Row {row} of the decisions names no office; write which office decided.",
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
