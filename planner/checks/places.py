"""The places a check looks at, and their names in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from planner.checks.once import once_a_city
from planner.model.city import City
from planner.model.kinds import PLAY_KINDS, Designation, FacilityKind, Known, Placement
from planner.model.survey import SurveyFact, answers
from planner.texts import Text, text

NAMES_TOLD = 3


@once_a_city
def play_places(city: City) -> pd.DataFrame:
    """Return the parks and playgrounds that lie in a kecamatan of the city, and in ``free`` whether entry is free.

    Without their positions: a finding needs only the region they are in.

    One without a position counts in the kecamatan that its source declares; one outside the city, or in no
    known region, counts nowhere. Whether entry is free is known only where a survey asked.
    """
    facilities = pd.DataFrame(city.facilities)
    chosen = facilities["kind"].isin(PLAY_KINDS) & facilities["kecamatan_code"].notna()
    places = facilities[chosen].drop(columns="geometry")
    return places.assign(free=answers(city.survey, places["id"], SurveyFact.FREE))


@dataclass(frozen=True)
class PlayPlace:
    """A park or playground that lies in a kecamatan of the city: one row of :func:`play_places`.

    Attributes
    ----------
    id, name, kind, kelurahan_code, kecamatan_code, placement, child_friendly, public
        As among the facilities; ``kelurahan_code`` is empty where it is not known.
    free
        Whether entry is free.
    area_m2
        Its area; ``None`` where it is not recorded.
    """

    id: str
    name: str
    kind: str
    kelurahan_code: str
    kecamatan_code: str
    placement: Placement
    child_friendly: Designation
    public: Known
    free: Known
    area_m2: float | None

    @property
    def closed(self) -> bool:
        """Whether it is known not to be open to everybody for free."""
        return Known.NO in (self.public, self.free)


@once_a_city
def play_place_records(city: City) -> tuple[PlayPlace, ...]:
    """Return :func:`play_places` one by one: quicker where little is asked of many regions."""
    return one_by_one(play_places(city))


def one_by_one(places: pd.DataFrame) -> tuple[PlayPlace, ...]:
    """Return rows of :func:`play_places` one by one."""
    names = ["id", "name", "kind", "kelurahan_code", "kecamatan_code", "placement"]
    columns = [*names, "child_friendly", "public", "free", "area_m2"]
    return tuple(
        PlayPlace(
            id=str(identity),
            name=str(name),
            kind=str(kind),
            kelurahan_code="" if pd.isna(kelurahan) else str(kelurahan),
            kecamatan_code=str(kecamatan),
            placement=Placement(placement),
            child_friendly=Designation(child_friendly),
            public=Known(public),
            free=Known(free),
            area_m2=None if pd.isna(area_m2) else float(area_m2),
        )
        for identity, name, kind, kelurahan, kecamatan, placement, child_friendly, public, free, area_m2 in zip(
            *(places[column].tolist() for column in columns), strict=True
        )
    )


def known_closed(places: pd.DataFrame) -> pd.Series:
    """Say which places are known not to be open to everybody for free."""
    return (places["public"] == Known.NO) | (places["free"] == Known.NO)


def listed_completely(city: City, kinds: Iterable[FacilityKind]) -> bool:
    """Say whether the city lists every place of some kinds: only then is it known that one is missing."""
    return city.complete_kinds.issuperset(kinds)


def names_told(places: pd.DataFrame) -> Text:
    """Return the names of up to three places, and how many more there are."""
    return listed_names(list(places["name"]))


def record_names(places: Iterable[PlayPlace]) -> Text:
    """Return the names of up to three places, and how many more there are."""
    return listed_names([place.name for place in places])


def record_ids(places: Iterable[PlayPlace]) -> tuple[str, ...]:
    """Return the ids of places, in their order."""
    return tuple(place.id for place in places)


def listed_names(names: Sequence[str]) -> Text:
    """Return up to three names, and how many more there are."""
    told = ", ".join(names[:NAMES_TOLD])
    if len(names) <= NAMES_TOLD:
        return text("{names}", names=told)
    return text("{names} and {more} more", names=told, more=len(names) - NAMES_TOLD)


def ids_of(places: pd.DataFrame) -> tuple[str, ...]:
    """Return the ids of places, in the order of the table."""
    return tuple(str(facility_id) for facility_id in places["id"])
