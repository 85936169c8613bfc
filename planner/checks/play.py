"""What is known of a place being one where children play."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from planner.model.kinds import Designation, FacilityKind, Known
from planner.model.survey import NO_EQUIPMENT, SurveyFact, newest


def seen_until(survey: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return the rows of a survey that were seen on a day or before.

    Parameters
    ----------
    survey
        :data:`~planner.model.survey.SURVEY`.
    day
        The day as of which a city is judged.
    """
    return survey[survey["date"] <= day.isoformat()]


def known_for_play(places: pd.DataFrame, survey: pd.DataFrame) -> pd.Series:
    """Say of each facility whether children's play is what it is for.

    A playground always is. A park is, if the city designated it child-friendly or a survey saw play equipment there; it
    is not, if a survey saw that there is none; else nobody recorded it. Anything else is not.

    Parameters
    ----------
    places
        Rows of :data:`~planner.model.tables.FACILITIES`: ``id``, ``kind``, ``child_friendly``.
    survey
        :data:`~planner.model.survey.SURVEY`, as far as it counts.

    Returns
    -------
    pandas.Series
        Words of :class:`~planner.model.kinds.Known`, with the index of the facilities.
    """
    seen = newest(survey[survey["fact"] == SurveyFact.PLAY_EQUIPMENT]).set_index("facility_id")["value"]
    equipment = places["id"].map(seen).astype("str").fillna(str(Known.UNKNOWN))
    park = places["kind"] == FacilityKind.PARK
    certain = (places["kind"] == FacilityKind.PLAYGROUND) | (
        park & ((places["child_friendly"] == Designation.YES) | ~equipment.isin([Known.UNKNOWN, NO_EQUIPMENT]))
    )
    words = np.select([certain, park & (equipment == Known.UNKNOWN)], [str(Known.YES), str(Known.UNKNOWN)], Known.NO)
    return pd.Series(words, index=places.index, dtype="str")
