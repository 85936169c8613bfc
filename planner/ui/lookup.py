"""Rows that pages look up in an assessment. Nothing is counted here that the assessment does not hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from planner.model.assessment import Assessment
from planner.model.city import City, Source
from planner.model.kinds import CHILD_FRIENDLY_PARK, PLAY_KINDS, Designation, Level, Placement
from planner.reports.lookup import access_rows
from planner.texts import Text, text


@dataclass(frozen=True)
class Reached:
    """How many children reach a kind of place."""

    children: int
    children_within: int
    share: float
    share_low: float
    share_high: float


def reached_in_city(assessment: Assessment, kind: str, tier: str) -> Reached | None:
    """Return who reaches a kind of place in the whole city, or ``None`` where nobody counted people."""
    rows = access_rows(assessment, Level.CITY, kind, tier).dropna(subset=["share"])
    if rows.empty:
        return None
    row = rows.iloc[0]
    shares = (float(row[name]) for name in ("share", "share_low", "share_high"))
    return Reached(int(row["children"]), int(row["children_within"]), *shares)


def facilities_of(city: City, ids: Iterable[str]) -> pd.DataFrame:
    """Return facilities by their ids, in the order of the ids."""
    rows = city.facilities.set_index("id", drop=False)
    return pd.DataFrame(rows.loc[list(ids)])


def without_position(facilities: pd.DataFrame) -> pd.DataFrame:
    """Return the facilities that no map can show."""
    return facilities[facilities["geometry"].isna()]


def places_of(city: City, kind: str) -> pd.DataFrame:
    """Return the facilities that are a kind of place to reach, wherever they lie."""
    facilities = pd.DataFrame(city.facilities)
    if kind != CHILD_FRIENDLY_PARK:
        return facilities[facilities["kind"] == kind]
    return facilities[facilities["kind"].isin(PLAY_KINDS) & (facilities["child_friendly"] == Designation.YES)]


def inside(facilities: pd.DataFrame) -> pd.DataFrame:
    """Return the facilities that do not lie outside the city."""
    return facilities[facilities["placement"] != Placement.OUTSIDE]


def sources_by_id(city: City) -> dict[str, Source]:
    """Return each source by its id."""
    return {source.id: source for source in city.sources}


def source_names(city: City, ids: Iterable[str]) -> Text | str:
    """Return titles and dates of sources, in the order of the city's list."""
    wanted = set(ids)
    named = [f"{source.title} ({source.date})" for source in city.sources if source.id in wanted]
    return "; ".join(named) if named else text("not recorded")
