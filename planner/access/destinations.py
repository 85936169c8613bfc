"""What children walk to."""

from __future__ import annotations

import geopandas as gpd

from planner.access.entrances import entrances
from planner.model.city import City
from planner.model.kinds import CHILD_FRIENDLY_PARK, PLAY_KINDS, Designation, FacilityKind, Known, Placement
from planner.model.survey import SurveyFact, answers

_NEVER_REACHED = (FacilityKind.PROTECTED_FOREST,)
"""Kinds that nobody sends children to."""


def destinations(facilities: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the facilities that can be walked to: those whose position is known and lies in the city."""
    return facilities[facilities["placement"] == Placement.POSITION]


def kinds_reached(city: City) -> dict[str, gpd.GeoSeries]:
    """Return the places of each kind that children may reach, each at its entrances.

    A park whose entry is known to cost money is no child-friendly park for everybody.
    The first kind is always :data:`~planner.model.kinds.CHILD_FRIENDLY_PARK`, even where the city has none;
    then follows each kind that the city has a facility of, in the order of
    :class:`~planner.model.kinds.FacilityKind`. A kind whose facilities all lack a position has no places.

    Returns
    -------
    Points, or multipoints of places with several entrances (:func:`~planner.access.entrances.entrances`), in the city's
    CRS by name of kind, with the index of the city's facilities.
    """
    reachable = destinations(city.facilities)
    entered = entrances(city, reachable)
    friendly = (
        reachable["kind"].isin(PLAY_KINDS)
        & (reachable["child_friendly"] == Designation.YES)
        & (reachable["public"] != Known.NO)
        & (answers(city.survey, reachable["id"], SurveyFact.FREE) != Known.NO)
    )
    present = frozenset(city.facilities["kind"])
    places = {CHILD_FRIENDLY_PARK: entered[friendly]}
    places |= {
        kind.value: entered[reachable["kind"] == kind]
        for kind in FacilityKind
        if kind in present and kind not in _NEVER_REACHED
    }
    return places
