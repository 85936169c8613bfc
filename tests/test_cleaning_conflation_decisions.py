"""Decisions of persons: which stands, and what is wrong with a table of them."""

from __future__ import annotations

import pandas as pd
import pytest

from planner.cleaning.conflation.decisions import standing_decisions
from planner.errors import LayerError
from planner.model.merging import DECISION_COLUMNS, no_decisions
from planner.texts import Language, translate


def _decisions(*rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame([(*row, "Disdik", day, "seen on the spot") for *row, day in rows], columns=None).set_axis(
        ["id_a", "id_b", "answer", "office", "date", "reason"], axis=1
    )


def test_latest_decision_stands_whichever_way_round_it_was_written() -> None:
    decisions = _decisions(
        ("b", "a", "yes", "2026-01-02"), ("a", "b", "no", "2026-03-01"), ("c", "d", "yes", "2026-01-01")
    )

    standing = standing_decisions(decisions)

    assert standing[["id_a", "id_b", "answer"]].to_numpy().tolist() == [["a", "b", "no"], ["c", "d", "yes"]]


def test_no_decisions_stand_for_nothing() -> None:
    assert standing_decisions(no_decisions()).columns.tolist() == DECISION_COLUMNS


@pytest.mark.parametrize(
    ("decisions", "sentence"),
    [
        (
            _decisions(("a", "b", "maybe", "2026-01-01")),
            'Row 1 of the decisions has the answer "maybe"; write yes or no.',
        ),
        (_decisions(("a", "a", "yes", "2026-01-01")), "Row 1 of the decisions does not name two records"),
        (_decisions(("a", None, "yes", "2026-01-01")), "Row 1 of the decisions does not name two records"),
        (
            _decisions(("a", "b", "yes", "1 Jan")),
            'Row 1 of the decisions has the date "1 Jan"; write it like 2026-03-31.',
        ),
        (
            _decisions(("a", "b", "yes", "2026-01-01"), ("b", "a", "no", "2026-01-01")),
            "Row 2 of the decisions answers no for a and b, and another row of the same day answers the opposite",
        ),
        (_decisions(("a", "b", "yes", "2026-01-01")).drop(columns="office"), "The decisions lack the column office"),
    ],
)
def test_unusable_decisions_say_what_to_mend(decisions: pd.DataFrame, sentence: str) -> None:
    with pytest.raises(LayerError) as error:
        standing_decisions(decisions)
    assert sentence in translate(error.value.message, Language.ENGLISH)
