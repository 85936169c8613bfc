"""Which records were merged into one place, and which pairs wait for an answer, as lines to read."""

from __future__ import annotations

import pandas as pd

from planner.model.merging import NO, Merging
from planner.texts import Text, plural, text


def merges_told(merging: Merging) -> list[Text]:
    """Return how many records there are and how many places they are."""
    merged = merging.members.nunique()
    return [
        plural("{n} place was merged from several records.", "{n} places were merged from several records.", merged),
        plural("{n} pair waits for a yes or no.", "{n} pairs wait for a yes or no.", len(merging.waiting)),
        plural(
            "{n} pair was decided to be two places.",
            "{n} pairs were decided to be two places.",
            int((merging.decisions["answer"] == NO).sum()),
        ),
    ]


def merge_lines(merging: Merging) -> list[Text]:
    """Return every merge, every pair that waits and every pair kept apart, one line each, under their headings."""
    merged, waiting, apart = merges_told(merging)
    refused = merging.decisions[merging.decisions["answer"] == NO]
    return [
        merged,
        *_pair_lines(merging.merges),
        waiting,
        *_pair_lines(merging.waiting),
        apart,
        *(
            text("  {id_a} {id_b}: {office}, {date}", id_a=id_a, id_b=id_b, office=office, date=date)
            for id_a, id_b, office, date in refused[["id_a", "id_b", "office", "date"]].itertuples(index=False)
        ),
    ]


def _pair_lines(pairs: pd.DataFrame) -> list[Text]:
    return [
        text("  {id_a} {id_b}: {reason}", id_a=id_a, id_b=id_b, reason=reason)
        for id_a, id_b, reason in pairs[["id_a", "id_b", "reason"]].itertuples(index=False)
    ]
