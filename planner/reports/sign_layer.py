"""The KSTR signs that a field survey looked for, one row a place."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from planner.model.city import City
from planner.model.kinds import Known
from planner.model.survey import SurveyFact, newest

SIGN_COLUMNS: Mapping[str, str] = {
    "place": "object",
    "present": "object",
    "legible": "object",
    "visible_from_entrance": "object",
    "photo_date": "object",
    "obscured": "object",
    "seen_date": "object",
    "place_id": "object",
}
"""Columns of the KSTR signs seen by a field survey, all of them texts."""

_ANSWERS: Mapping[str, SurveyFact] = {
    "present": SurveyFact.SMOKE_FREE_SIGN,
    "legible": SurveyFact.SIGN_LEGIBLE,
    "visible_from_entrance": SurveyFact.SIGN_VISIBLE,
    "obscured": SurveyFact.SIGN_OBSCURED,
}


def sign_layer(city: City) -> gpd.GeoDataFrame:
    """Return every place where a survey looked for a sign, in the order of ids.

    Parameters
    ----------
    city
        The city.

    Returns
    -------
    geopandas.GeoDataFrame
        :data:`SIGN_COLUMNS` and the position of the place, if it is known: the newest answers, empty where nobody
        gave one; the day of the newest look, and that of the newest photo taken at a visit that looked for the sign.
    """
    looked = city.survey[city.survey["fact"].isin(list(_ANSWERS.values()))]
    known = newest(looked)
    known = known[known["value"] != Known.UNKNOWN]
    answers = known.pivot(index="facility_id", columns="fact", values="value").reindex(columns=list(_ANSWERS.values()))
    facilities = city.facilities.set_index("id")
    # What the city does not have any more is called as it was at the visit.
    called = known.drop_duplicates("facility_id", keep="last").set_index("facility_id")["place_name"]
    columns = {
        "place": facilities["name"].reindex(answers.index).fillna(called),
        **{name: answers[fact] for name, fact in _ANSWERS.items()},
        "photo_date": _photos(city.survey, looked).reindex(answers.index),
        "seen_date": known.groupby("facility_id")["date"].max(),
        "place_id": answers.index.to_series(),
    }
    table = pd.DataFrame({name: columns[name].astype(object) for name in SIGN_COLUMNS}, index=answers.index)
    table = table.where(table.notna(), None).astype(SIGN_COLUMNS)
    positions = gpd.GeoSeries(facilities.geometry.reindex(answers.index).to_numpy(), index=table.index, crs=city.crs)
    return gpd.GeoDataFrame(table, geometry=positions).reset_index(drop=True)


def _photos(survey: pd.DataFrame, looked: pd.DataFrame) -> pd.Series:
    """Return the day of the newest photo of each place, of those taken at a visit that looked for a sign."""
    photos = survey[(survey["fact"] == SurveyFact.PHOTO) & (survey["value"] != Known.UNKNOWN)]
    visits = looked[["facility_id", "visit"]].dropna().drop_duplicates()
    return photos.merge(visits, on=["facility_id", "visit"]).groupby("facility_id")["date"].max()
