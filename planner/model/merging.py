"""One place out of several records: which records, what each of them gave, and what persons decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import pandas as pd

IDENTITY: Final = "identity"
POSITION: Final = "position"
DESIGNATION: Final = "designation"
PUBLIC: Final = "public"

FIELDS: Mapping[str, tuple[str, ...]] = {
    IDENTITY: ("id", "kind", "source", "source_row", "source_detail", "source_date"),
    "name": ("name",),
    POSITION: ("geometry", "kelurahan_code", "kecamatan_code", "placement", "position_quality"),
    "declared": ("declared_kelurahan", "declared_kecamatan"),
    DESIGNATION: ("child_friendly", "child_friendly_basis"),
    PUBLIC: ("public",),
    "area_m2": ("area_m2",),
    "capacity": ("capacity",),
    "pupils": ("pupils",),
    "address": ("address",),
    "note": ("note",),
}
"""Groups of columns of a facility; those of a group are taken together, from one record: a region goes with the
position that gave it."""

ANY_FIELD: Final = "*"
"""In a precedence: the order of sources for every group of fields that is not named itself. In a lineage: the record
as a whole."""

DECISION_COLUMNS = ["id_a", "id_b", "answer", "office", "date", "reason"]
"""Columns of a table of decisions: the two records, ``yes`` (one place) or ``no`` (two), the office that decided
(never a person's name), the day (``2026-03-31``), and why."""

YES: Final = "yes"
NO: Final = "no"


def no_decisions() -> pd.DataFrame:
    """Return an empty table of decisions."""
    return pd.DataFrame({column: pd.Series(dtype=object) for column in DECISION_COLUMNS})


@dataclass(frozen=True, eq=False)
class Merging:
    """What became of the records of a city that merges those of one place.

    Attributes
    ----------
    records
        :data:`~planner.model.tables.FACILITIES`: every record as its own source has it.
    lineage
        :data:`~planner.model.tables.LINEAGE`: which records a merged facility is made of, and what each gave.
    merges
        :data:`~planner.model.tables.MERGES`: every pair of records that was found to be one place.
    waiting
        :data:`~planner.model.tables.WAITING`: pairs that wait for a person's yes or no, the likeliest first.
    decisions
        The decisions that stand, one for each pair (:data:`DECISION_COLUMNS`).
    alone
        :data:`~planner.model.tables.FACILITIES`: records that only complete other sources and fit no place of theirs,
        so that they are none of the city's facilities.
    """

    records: gpd.GeoDataFrame
    lineage: pd.DataFrame
    merges: pd.DataFrame
    waiting: pd.DataFrame
    decisions: pd.DataFrame
    alone: gpd.GeoDataFrame

    @property
    def members(self) -> pd.Series:
        """The merged facility that each record went into: facility id by record id."""
        whole = self.lineage[self.lineage["field"] == ANY_FIELD]
        return pd.Series(whole["facility_id"].to_numpy(), index=pd.Index(whole["record_id"], name="record_id"))

    def records_of(self, facility_id: str) -> gpd.GeoDataFrame:
        """Return the records of a facility, the one that gave its id first."""
        own = self.lineage[(self.lineage["facility_id"] == facility_id) & (self.lineage["field"] == ANY_FIELD)]
        ids = own["record_id"].tolist() or [facility_id]
        return self.records.set_index("id", drop=False).loc[ids]

    def given(self, field: str) -> pd.Series:
        """Return the record that gave a group of fields to each merged facility: record id by facility id."""
        rows = self.lineage[self.lineage["field"] == field]
        return pd.Series(rows["record_id"].to_numpy(), index=pd.Index(rows["facility_id"], name="facility_id"))
