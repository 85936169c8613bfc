"""What a field survey says of the places that a finding rests on."""

from __future__ import annotations

from functools import reduce

import pandas as pd

from planner.checks.places import NAMES_TOLD
from planner.model.kinds import Known
from planner.model.labels import KNOWN_LABELS
from planner.model.survey import SurveyFact, newest
from planner.model.survey_labels import FACT_LABELS
from planner.texts import Text, text

DECIDING = (SurveyFact.PUBLIC, SurveyFact.FREE)
"""The facts that decide whether a place is one for everybody."""


def with_survey(reason: Text, places: pd.DataFrame, survey: pd.DataFrame) -> Text:
    """Return a reason with what was seen on the spot behind it: the newest answers, each with date and office.

    Parameters
    ----------
    reason
        The sentence of a finding.
    places
        The places that it rests on, with their ``public`` as it counts.
    survey
        :data:`~planner.model.survey.SURVEY`.
    """
    if survey.empty or places.empty:
        return reason
    seen = newest(survey[survey["fact"].isin(DECIDING) & (survey["value"] != Known.UNKNOWN)])
    rows = seen.merge(places[["id", "name", "public"]], left_on="facility_id", right_on="id")
    # A newer source may know better than the survey.
    counts = (rows["fact"] != SurveyFact.PUBLIC) | (rows["value"] == rows["public"])
    told = [
        _record(*row) for row in rows.loc[counts, ["name", "fact", "value", "date", "office"]].itertuples(index=False)
    ]
    if not told:
        return reason
    records = reduce(lambda first, second: text("{first}; {second}", first=first, second=second), told[:NAMES_TOLD])
    return text("{reason} Field survey: {records}.", reason=reason, records=records)


def _record(name: str, fact: str, value: str, date: str, office: str) -> Text:
    return text(
        "{name}, {fact}: {answer} ({date}, {office})",
        name=name,
        fact=FACT_LABELS[SurveyFact(fact)],
        answer=KNOWN_LABELS[Known(value)],
        date=date,
        office=office,
    )
