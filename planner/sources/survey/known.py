"""Which places a survey may be about, and where a place that it finds itself may lie."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from planner.errors import LayerError
from planner.model.city import City
from planner.model.survey import SurveyFact
from planner.sources.positions import SHORE_M, WGS84, project
from planner.texts import Text, text

_NEAR_ENOUGH = 0.8
"""Two words are taken for one, mistyped, if they are at least as alike as this (0 to 1)."""


@dataclass(frozen=True)
class KnownPlaces:
    """The places of a city, as far as a survey has to know them.

    Attributes
    ----------
    names
        Name of each place by its id.
    is_inside
        Says whether longitude and latitude (degrees on WGS 84) lie in the city.
    """

    names: Mapping[str, str]
    is_inside: Callable[[float, float], bool]

    def unknown(self, place: str, name: str = "") -> Text:
        """Say that the city has no place with an id, and which one may have been meant."""
        told = {"id": place, "hint": self._meant(place, name)}
        return text("the city has no place with the id “{id}”: {hint}", **told)

    def _meant(self, place: str, name: str) -> Text:
        same = [known for known, called in self.names.items() if name and called.casefold() == name.casefold()]
        near = same or difflib.get_close_matches(place, list(self.names), n=1, cutoff=_NEAR_ENOUGH)
        if not near:
            return text("take the id from the template, or give name, kind and position of a new place")
        return text("perhaps {id} is meant, “{name}”", id=near[0], name=self.names[near[0]])


def known_places(city: City) -> KnownPlaces:
    """Return the places of a city, each also by the ids of the records that were found to be one with it."""
    names = dict(zip(city.facilities["id"].tolist(), city.facilities["name"].tolist(), strict=True))
    members = {} if city.merging is None else city.merging.members.to_dict()
    merged = {str(record): names[place] for record, place in members.items() if place in names}
    return KnownPlaces(merged | names, lambda lon, lat: _is_inside(city, lon, lat))


def _is_inside(city: City, lon: float, lat: float) -> bool:
    if abs(lat) > 90 or abs(lon) > 180:
        return False
    point = project(np.array([lon]), np.array([lat]), WGS84, city.crs)[0]
    # Outlines are generalised: the shore counts as inside, as it does when the place is read.
    return point is not None and bool((shapely.distance(city.finest_regions.geometry.array, point) <= SHORE_M).any())


def check_known(survey: pd.DataFrame, known: KnownPlaces, file: str) -> None:
    """Check that a survey that is handed in speaks only of places that the city has, or describes new ones.

    Parameters
    ----------
    survey
        :data:`~planner.model.survey.SURVEY`.
    known
        The places of the city.
    file
        What the rows are called in sentences.

    Raises
    ------
    planner.errors.LayerError
        If a row names an id that the city does not have.
    """
    strange = survey[survey["kind"].isna() & ~survey["facility_id"].isin(list(known.names))]
    for row, place, name in strange[["row", "facility_id", "place_name"]].itertuples(index=False, name=None):
        problem = known.unknown(place, name if isinstance(name, str) else "")
        raise LayerError(text("{file}, row {row}: {problem}.", file=file, row=row, problem=problem))


def check_agrees(survey: pd.DataFrame, file: str) -> None:
    """Check that no two rows of one file answer the same question of a place and day in two ways.

    Several photos of one day are no contradiction.

    Raises
    ------
    planner.errors.LayerError
        If two rows do.
    """
    look = ["facility_id", "fact", "date"]
    asked = survey[survey["fact"] != SurveyFact.PHOTO]
    first = asked.drop_duplicates(look)
    both = asked.merge(first, on=look, suffixes=("", "_first"))
    differing = both[both["value"] != both["value_first"]]
    columns = ["row", "row_first", "fact", "facility_id", "place_name", "date", "value", "value_first"]
    for row, former, fact, place, name, day, value, before in differing[columns].itertuples(index=False, name=None):
        raise LayerError(
            text(
                "{file}, rows {first} and {second}: {fact} of {place} on {date} is “{before}” in one and “{value}” "
                "in the other; leave only the one that is right.",
                file=file,
                first=former,
                second=row,
                fact=fact,
                place=name if isinstance(name, str) else place,
                date=day,
                before=before,
                value=value,
            )
        )


def each_once(survey: pd.DataFrame) -> pd.Series:
    """Say which rows of one file are the first to say what they say: of a place, fact, day, value and office."""
    once: pd.Series = ~survey.duplicated(["facility_id", "fact", "date", "value", "office"])
    return once
