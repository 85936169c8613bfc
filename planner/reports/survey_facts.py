"""What a field survey saw, as people read it: the answer, its date and the office."""

from __future__ import annotations

import pandas as pd

from planner.model.city import City
from planner.model.kinds import Known
from planner.model.labels import KNOWN_LABELS
from planner.model.survey import FADED, FORMS, NO_EQUIPMENT, Form, SurveyFact, newest
from planner.model.survey_labels import EQUIPMENT_LABELS
from planner.texts import Text, plural, text, translate

FADED_LABEL = text("faded")
"""The answer where a sign can be read only with effort."""


def value_told(fact: SurveyFact, value: str) -> Text:
    """Return the value of a fact in words.

    Parameters
    ----------
    fact
        What was looked at.
    value
        What was seen, as :data:`~planner.model.survey.SURVEY` writes it.
    """
    if value == Known.UNKNOWN:
        return KNOWN_LABELS[Known.UNKNOWN]
    form = FORMS[fact]
    if form is Form.LEGIBILITY and value == FADED:
        return FADED_LABEL
    if form in (Form.ANSWER, Form.LEGIBILITY):
        return KNOWN_LABELS[Known(value)]
    if form is Form.NUMBER:
        return text("{area} m²", area=float(value))
    if form is Form.EQUIPMENT and value == NO_EQUIPMENT:
        return EQUIPMENT_LABELS[NO_EQUIPMENT]
    if form is Form.EQUIPMENT:
        kinds = value.split(";")
        names = ", ".join(translate(EQUIPMENT_LABELS[kind]) for kind in kinds)
        return plural("{n} kind ({names})", "{n} kinds ({names})", len(kinds), names=names)
    return text("{words}", words=value)


def survey_told(city: City, facility_ids: pd.Series) -> pd.DataFrame:
    """Return what the survey knows of facilities, in the language that is spoken.

    Parameters
    ----------
    city
        The city.
    facility_ids
        Ids of facilities.

    Returns
    -------
    One row for each facility and fact that is known, with ``facility_id``, ``fact``, ``value`` and, in
    ``told``, the answer with date and office.
    """
    seen = newest(city.survey)
    seen = seen[seen["facility_id"].isin(facility_ids) & (seen["value"] != Known.UNKNOWN)]
    told = [
        translate(
            text("{answer} ({date}, {office})", answer=value_told(SurveyFact(fact), value), date=date, office=office)
        )
        for fact, value, date, office in seen[["fact", "value", "date", "office"]].itertuples(index=False, name=None)
    ]
    return seen[["facility_id", "fact", "value"]].assign(told=pd.Series(told, index=seen.index, dtype="str"))
