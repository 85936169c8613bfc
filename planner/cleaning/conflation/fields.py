"""One facility out of several records: each group of fields from the source that knows best, and where it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.model.kinds import Designation, Known
from planner.model.merging import ANY_FIELD, DESIGNATION, FIELDS, IDENTITY, POSITION, PUBLIC
from planner.model.tables import LINEAGE

Precedence = Mapping[str, Sequence[str]]
Bools = npt.NDArray[np.bool_]


def combine(
    records: gpd.GeoDataFrame, head: npt.NDArray[np.intp], precedence: Precedence
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Make one facility of each group of records.

    Of each group of fields (:data:`~planner.model.merging.FIELDS`) the first source that knows it is taken: first in
    the precedence, then in the order of ids. A record on its own stays as it is.

    Parameters
    ----------
    records
        :data:`~planner.model.tables.FACILITIES`, numbered from 0.
    head
        The group of each record.
    precedence
        For a group of fields, or :data:`~planner.model.merging.ANY_FIELD`: source ids, the one that knows best first.

    Returns
    -------
    The facilities, each in the place of the record that gave its id, and :data:`~planner.model.tables.LINEAGE` in the
    order of their ids.
    """
    members = _members(records, head)
    known = {field: _is_known(records, field) for field in FIELDS}
    chosen = {
        field: _choose(members, known[field], precedence.get(field, precedence.get(ANY_FIELD, ()))) for field in FIELDS
    }
    kept = chosen[IDENTITY].to_numpy()
    facilities = records.copy()
    for field, columns in FIELDS.items():
        for column in columns:
            values = facilities[column].copy()
            values.iloc[kept] = records[column].array[chosen[field].to_numpy()]
            facilities[column] = values
    absorbed = np.setdiff1d(members["record"], kept)
    facilities = facilities.drop(index=facilities.index[absorbed]).reset_index(drop=True)
    return facilities, _lineage(members, chosen, known)


def _members(records: gpd.GeoDataFrame, head: npt.NDArray[np.intp]) -> pd.DataFrame:
    """Return the records that are not alone: their position, group, id and source."""
    grouped = np.flatnonzero(np.bincount(head, minlength=len(records))[head] > 1)
    columns = {name: records[name].to_numpy(dtype=object)[grouped] for name in ("id", "source")}
    row = records["source_row"].to_numpy()[grouped]
    return pd.DataFrame({"record": grouped, "group": head[grouped], **columns, "source_row": row})


def _choose(members: pd.DataFrame, known: Bools, order: Sequence[str]) -> pd.Series:
    """Return the record of each group that gives a group of fields, in the order of groups."""
    rank = {source: position for position, source in enumerate(order)}
    ranked = members.assign(
        unknown=~known[members["record"]], rank=members["source"].map(rank).fillna(len(rank)).astype(int)
    )
    first = ranked.sort_values(["group", "unknown", "rank", "id"]).drop_duplicates("group")
    return first.set_index("group")["record"]


def _lineage(members: pd.DataFrame, chosen: Mapping[str, pd.Series], known: Mapping[str, Bools]) -> pd.DataFrame:
    """Return which records each facility is made of, and which of them gave each group of fields."""
    by_record = members.set_index("record")
    kept = chosen[IDENTITY]
    later = members["record"].to_numpy() != kept.loc[members["group"]].to_numpy()
    every = members.assign(later=later).sort_values(["group", "later", "id"])["record"].to_numpy()
    givers = {ANY_FIELD: every} | {field: giver.to_numpy() for field, giver in chosen.items()}
    told = {field: giver if field == ANY_FIELD else giver[known[field][giver]] for field, giver in givers.items()}
    rows = by_record.loc[np.concatenate(list(told.values()))].reset_index(drop=True)
    rows = rows.rename(columns={"id": "record_id"}).assign(
        field=np.repeat(list(told), [len(giver) for giver in told.values()]),
        facility_id=by_record["id"].loc[kept.loc[rows["group"]]].to_numpy(),
    )
    ordered = rows.sort_values("facility_id", kind="stable", ignore_index=True)
    return LINEAGE.validate(ordered[list(LINEAGE.columns)])


def _is_known(records: gpd.GeoDataFrame, field: str) -> Bools:
    """Say which records know a group of fields."""
    if field == POSITION:
        known = ~(records.geometry.isna() | records.geometry.is_empty)
    elif field == DESIGNATION:
        known = records["child_friendly"] != Designation.UNKNOWN
    elif field == PUBLIC:
        known = records["public"] != Known.UNKNOWN
    else:
        known = records[list(FIELDS[field])].notna().any(axis=1)
    return np.asarray(known, dtype=bool)
