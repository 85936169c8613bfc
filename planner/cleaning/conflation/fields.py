"""One facility out of several records: each group of fields from the source that knows best, and where it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.model.kinds import Designation, Known

IDENTITY = "identity"
POSITION = "position"
DESIGNATION = "designation"
FIELDS: Mapping[str, tuple[str, ...]] = {
    IDENTITY: ("id", "kind", "source", "source_row", "source_detail", "source_date"),
    "name": ("name",),
    POSITION: ("geometry", "kelurahan_code", "kecamatan_code", "placement", "position_quality"),
    "declared": ("declared_kelurahan", "declared_kecamatan"),
    DESIGNATION: ("child_friendly", "child_friendly_basis"),
    "public": ("public",),
    "area_m2": ("area_m2",),
    "capacity": ("capacity",),
    "address": ("address",),
    "note": ("note",),
}
"""Columns that are taken together, from one record: a region goes with the position that gave it."""

ANY_FIELD = "*"
"""In a precedence: the order of sources for every group of fields that is not named itself."""

Precedence = Mapping[str, Sequence[str]]

LINEAGE_COLUMNS = ["facility_id", "field", "record_id", "source"]


def combine(
    records: gpd.GeoDataFrame, head: npt.NDArray[np.intp], precedence: Precedence
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Make one facility of each group of records.

    Of each group of fields (:data:`FIELDS`) the first source that knows it is taken: first in the precedence, then
    in the order of ids. A record on its own stays as it is.

    Parameters
    ----------
    records
        :data:`~planner.model.tables.FACILITIES`, numbered from 0.
    head
        The group of each record.
    precedence
        For a group of fields, or :data:`ANY_FIELD`: source ids, the one that knows best first.

    Returns
    -------
    The facilities, each in the place of the record that gave its id, and the lineage: one row for each group of
    fields of a merged facility that some record knew, with ``facility_id``, ``field``, ``record_id``, ``source``.
    """
    grouped = np.flatnonzero(np.bincount(head, minlength=len(records))[head] > 1)
    members = pd.DataFrame({"group": head[grouped], "record": grouped})
    members["id"] = records["id"].to_numpy(dtype=object)[grouped]
    members["source"] = records["source"].to_numpy(dtype=object)[grouped]
    chosen = {field: _choose(records, members, field, precedence) for field in FIELDS}
    kept = chosen[IDENTITY]
    facilities = records.copy()
    lineage = []
    for field, columns in FIELDS.items():
        giver = chosen[field]
        from_ = records.iloc[giver.to_numpy()]
        for column in columns:
            values = facilities[column].copy()
            values.iloc[kept.to_numpy()] = from_[column].array
            facilities[column] = values
        known = _is_known(from_, field)
        lineage.append(
            pd.DataFrame(
                {
                    "facility_id": records["id"].to_numpy(dtype=object)[kept],
                    "field": field,
                    "record_id": from_["id"].to_numpy(dtype=object),
                    "source": from_["source"].to_numpy(dtype=object),
                }
            )[known]
        )
    absorbed = np.setdiff1d(grouped, kept.to_numpy())
    facilities = facilities.drop(index=facilities.index[absorbed]).reset_index(drop=True)
    rows = pd.concat(lineage).sort_values("facility_id", kind="stable", ignore_index=True)
    return facilities, rows[LINEAGE_COLUMNS]


def _choose(records: gpd.GeoDataFrame, members: pd.DataFrame, field: str, precedence: Precedence) -> pd.Series:
    """Return the record of each group that gives a group of fields, in the order of groups."""
    order = precedence.get(field, precedence.get(ANY_FIELD, ()))
    rank = {source: position for position, source in enumerate(order)}
    ranked = members.assign(
        unknown=~_is_known(records.iloc[members["record"].to_numpy()], field),
        rank=members["source"].map(rank).fillna(len(rank)),
    )
    first = ranked.sort_values(["group", "unknown", "rank", "id"]).drop_duplicates("group")
    return first.set_index("group")["record"]


def _is_known(records: gpd.GeoDataFrame, field: str) -> npt.NDArray[np.bool_]:
    """Say which records know a group of fields."""
    if field == POSITION:
        known = ~(records.geometry.isna() | records.geometry.is_empty)
    elif field == DESIGNATION:
        known = records["child_friendly"] != Designation.UNKNOWN
    elif field == "public":
        known = records["public"] != Known.UNKNOWN
    else:
        known = records[list(FIELDS[field])].notna().any(axis=1)
    return np.asarray(known, dtype=bool)
