"""One place once in a whole city: its records merged, and what is left to know or to decide."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.cleaning.conflation.decisions import standing_decisions
from planner.cleaning.conflation.fields import Precedence
from planner.cleaning.conflation.merging import merge
from planner.cleaning.conflation.names import CityWords
from planner.model.city import Notice
from planner.model.kinds import Level
from planner.model.labels import KIND_LABELS
from planner.model.merging import Merging
from planner.texts import plural

_FORM = re.compile(r"(?:kota|kabupaten|kab\.?)\s+", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Conflated:
    """A city in which one place counts once.

    Attributes
    ----------
    facilities
        :data:`~planner.model.tables.FACILITIES`: one row a place.
    merging
        How they came to be.
    notices
        What waits for an answer, what fits no place, and which decisions could not be followed.
    """

    facilities: gpd.GeoDataFrame
    merging: Merging
    notices: tuple[Notice, ...]


def conflate(
    records: gpd.GeoDataFrame,
    city: CityWords,
    *,
    precedence: Precedence,
    decisions: pd.DataFrame,
    completing: AbstractSet[str] = frozenset(),
) -> Conflated:
    """Merge the records of each place, and leave out those that only complete other sources and fit none.

    Parameters
    ----------
    records
        :data:`~planner.model.tables.FACILITIES` of all sources, their ids unique.
    city
        The words of names that the city shares.
    precedence
        Which source knows best, for each group of fields or for any.
    decisions
        What persons decided (:data:`~planner.model.merging.DECISION_COLUMNS`).
    completing
        Ids of records that are no place of their own: they complete a place of another source, or are left out.

    Raises
    ------
    planner.errors.LayerError
        If the decisions are unusable.
    """
    merged = merge(records, city, precedence=precedence, decisions=decisions)
    found = merged.facilities
    with_own = merged.lineage[~merged.lineage["record_id"].isin(completing)]["facility_id"]
    counts = ~found["id"].isin(completing) | found["id"].isin(with_own)
    ids = found["id"][counts]
    pointless = merged.waiting["id_a"].isin(completing) & merged.waiting["id_b"].isin(completing)
    merging = Merging(
        records=records.reset_index(drop=True),
        lineage=merged.lineage[merged.lineage["facility_id"].isin(ids)].reset_index(drop=True),
        merges=merged.merges[merged.merges["facility_id"].isin(ids)].reset_index(drop=True),
        waiting=merged.waiting[~pointless].reset_index(drop=True),
        decisions=standing_decisions(decisions),
        alone=found[~counts].reset_index(drop=True),
    )
    notices = (*_waiting_notices(merging.waiting), *_alone_notices(merging.alone), *merged.notices)
    return Conflated(found[counts].reset_index(drop=True), merging, notices)


def city_words(name: str, regions: gpd.GeoDataFrame) -> CityWords:
    """Return the words that names of places share in a city.

    Parameters
    ----------
    name
        The city's name, such as ``Kota Contoh``.
    regions
        :data:`~planner.model.tables.REGIONS`.
    """
    own = _FORM.sub("", name, count=1) if _FORM.match(name) else name

    def names(level: Level) -> tuple[str, ...]:
        return tuple(regions.loc[regions["level"] == level, "name"].astype(str))

    return CityWords(city=(name, own), kecamatan=names(Level.KECAMATAN), kelurahan=names(Level.KELURAHAN))


def positions_once(
    positions: gpd.GeoSeries, facilities: gpd.GeoDataFrame, merging: Merging
) -> tuple[gpd.GeoSeries, npt.NDArray[np.bool_]]:
    """Return positions of records with those of one place counted once, where the place is.

    Parameters
    ----------
    positions
        Points by record id.
    facilities
        :data:`~planner.model.tables.FACILITIES` after merging.
    merging
        Which records went into which facility.

    Returns
    -------
    The positions that are left, and which of those given they are.
    """
    place = positions.index.to_series().map(merging.members)
    where = place.map(facilities.set_index("id").geometry)
    moved = positions.where(where.isna(), gpd.GeoSeries(where, crs=positions.crs))
    first = ~(place.notna() & place.duplicated()).to_numpy()
    return moved[first], first


def _waiting_notices(waiting: pd.DataFrame) -> list[Notice]:
    if waiting.empty:
        return []
    sentence = plural(
        "{n} pair of records may be one place and waits for a yes or no.",
        "{n} pairs of records may be one place and wait for a yes or no.",
        len(waiting),
    )
    return [Notice("records_waiting", "facilities", sentence)]


def _alone_notices(alone: gpd.GeoDataFrame) -> list[Notice]:
    """Say, source by source and kind by kind, how many records complete no place."""
    counts = alone.groupby(["source", "kind"], sort=True).size()
    return [
        Notice(
            "record_completes_nothing",
            str(source),
            plural(
                "{n} record fits no place of another source and does not count as a place of its own ({kind}).",
                "{n} records fit no place of another source and do not count as places of their own ({kind}).",
                int(count),
                kind=KIND_LABELS[str(kind)],
            ),
        )
        for (source, kind), count in counts.items()
    ]
