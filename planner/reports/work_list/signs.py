"""How many places have a good KSTR sign, by region and kind."""

from __future__ import annotations

import pandas as pd

from planner.checks.each.smoke_free_signs.signs import KSTR_SIGN
from planner.model.assessment import Assessment
from planner.model.kinds import Level
from planner.model.labels import KIND_LABELS
from planner.reports.facts import capitalised
from planner.texts import Percent, Text, plural, text, translate

COUNTS = ["places", "signs_good", "signs_bad", "signs_unknown"]
"""The counts of a region and kind; the last three add up to the first."""


def sign_counts(assessment: Assessment, level: Level) -> pd.DataFrame:
    """Return the counts of each region of a level and each kind of place that lies there.

    Returns
    -------
    pandas.DataFrame
        ``code``, ``subject`` (a kind of facility; empty for all kinds together) and :data:`COUNTS`; regions in the
        order of codes, kinds in that of the measures.
    """
    rows = assessment.details.of_rule(KSTR_SIGN)
    rows = rows[(rows["level"] == level) & rows["measure"].isin(COUNTS)]
    wide = rows.pivot_table(index=["code", "subject"], columns="measure", values="value", sort=False, observed=True)
    wide = wide.reindex(columns=COUNTS).fillna(0).astype("int64").reset_index().rename_axis(columns=None)
    return wide[wide["places"] > 0].sort_values("code", kind="stable", ignore_index=True)


def city_counts(assessment: Assessment) -> tuple[int, int, int, int]:
    """Return how many places of the city have to be smoke-free, have a good sign, a bad one or none, and not known."""
    rows = sign_counts(assessment, Level.CITY)
    whole = rows[rows["subject"] == ""]
    if whole.empty:
        return 0, 0, 0, 0
    places, good, bad, unknown = (int(whole[name].iloc[0]) for name in COUNTS)
    return places, good, bad, unknown


def kind_sentences(assessment: Assessment) -> list[Text]:
    """Say for each kind of place in the city how many have a good sign."""
    rows = sign_counts(assessment, Level.CITY)
    rows = rows[rows["subject"] != ""]
    return [
        text(
            "{kind}: {places} places, {good} with a good sign, {bad} with a bad one or none, {unknown} not known.",
            kind=capitalised(translate(KIND_LABELS[kind])),
            places=places,
            good=good,
            bad=bad,
            unknown=unknown,
        )
        for kind, places, good, bad, unknown in rows[["subject", *COUNTS]].astype(object).itertuples(index=False)
    ]


def sign_sentence(places: int, good: int, bad: int, unknown: int) -> Text:
    """Say how many places have a good sign, without taking what nobody saw for either."""
    if not places:
        return text("No place that has to be smoke-free is listed.")
    if unknown == places:
        return plural(
            "{n} place has to be smoke-free. Nobody has recorded its sign yet, so whether it is good is not known.",
            "{n} places have to be smoke-free. Nobody has recorded a sign yet, so how many are good is not known.",
            places,
        )
    return text(
        "{good} of {places} places that have to be smoke-free ({share}) are known to have a good sign; {bad} have a "
        "bad one or none; of {unknown} it is not known.",
        good=good,
        places=places,
        share=Percent(good / places),
        bad=bad,
        unknown=unknown,
    )
