"""The places a check looks at, and their names in a sentence."""

from __future__ import annotations

import pandas as pd

from planner.model.city import City
from planner.model.kinds import PLAY_KINDS, Known
from planner.model.survey import SurveyFact, answers
from planner.texts import Text, text

NAMES_TOLD = 3


def play_places(city: City) -> pd.DataFrame:
    """Return the parks and playgrounds that lie in a kecamatan of the city, and in ``free`` whether entry is free.

    Without their positions: a finding needs only the region they are in.

    One without a position counts in the kecamatan that its source declares; one outside the city, or in no
    known region, counts nowhere. Whether entry is free is known only where a survey asked.
    """
    facilities = pd.DataFrame(city.facilities.drop(columns="geometry"))
    places = facilities[facilities["kind"].isin(PLAY_KINDS) & facilities["kecamatan_code"].notna()]
    return places.assign(free=answers(city.survey, places["id"], SurveyFact.FREE))


def known_closed(places: pd.DataFrame) -> pd.Series:
    """Say which places are known not to be open to everybody for free."""
    return (places["public"] == Known.NO) | (places["free"] == Known.NO)


def names_told(places: pd.DataFrame) -> Text:
    """Return the names of up to three places, and how many more there are."""
    names = ", ".join(places["name"].iloc[:NAMES_TOLD])
    if len(places) <= NAMES_TOLD:
        return text("{names}", names=names)
    return text("{names} and {more} more", names=names, more=len(places) - NAMES_TOLD)


def ids_of(places: pd.DataFrame) -> tuple[str, ...]:
    """Return the ids of places, in the order of the table."""
    return tuple(str(facility_id) for facility_id in places["id"])
