"""Records of the same place become one facility; what a person decides outweighs the rule, and can be taken back."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from pandera.pandas import DataFrameSchema

from planner.cleaning.conflation.decisions import standing_decisions
from planner.cleaning.conflation.fields import Precedence, combine
from planner.cleaning.conflation.groups import Positions, among, group, with_ambiguous_asked
from planner.cleaning.conflation.matching import match
from planner.cleaning.conflation.names import CityWords
from planner.cleaning.conflation.reasons import decided, reasons
from planner.errors import OptionError
from planner.model.city import Notice
from planner.model.merging import ANY_FIELD, DECISION_COLUMNS, NO, YES, no_decisions
from planner.model.tables import MERGES, WAITING
from planner.texts import text

OUTSHONE_BY = 0.15
"""A pair that scores this much less than what a record was merged with, in the same source, is not asked about."""


@dataclass(frozen=True, eq=False)
class Merged:
    """One place once.

    Attributes
    ----------
    facilities
        :data:`~planner.model.tables.FACILITIES`: one row a place, in the order of the records.
    lineage
        :data:`~planner.model.tables.LINEAGE`: which records each merged facility is made of, and what each gave.
    merges
        :data:`~planner.model.tables.MERGES`: every pair of records within one facility that the rule or a person
        found to be one place.
    waiting
        :data:`~planner.model.tables.WAITING`: pairs that wait for a person's yes or no, the likeliest first.
    notices
        Decisions that could not be followed.
    """

    facilities: gpd.GeoDataFrame
    lineage: pd.DataFrame
    merges: pd.DataFrame
    waiting: pd.DataFrame
    notices: tuple[Notice, ...]


def merge(
    records: gpd.GeoDataFrame,
    city: CityWords,
    *,
    precedence: Precedence | None = None,
    decisions: pd.DataFrame | None = None,
) -> Merged:
    """Make one facility of all records of a place.

    The result depends on the records and the decisions alone, not on their order. One merge is undone by a decision
    (:func:`unmerge`).

    Parameters
    ----------
    records
        :data:`~planner.model.tables.FACILITIES` of all sources, their ids unique.
    city
        The words of names that the city shares.
    precedence
        Which source knows best, for each group of fields (:data:`~planner.model.merging.FIELDS`) or
        for any (``"*"``). Without one, the order of ids decides.
    decisions
        What persons decided (:data:`~planner.model.merging.DECISION_COLUMNS`).

    Raises
    ------
    planner.errors.LayerError
        If the decisions are unusable.
    """
    standing = standing_decisions(no_decisions() if decisions is None else decisions)
    records = records.reset_index(drop=True)
    # The ids in their order; below, a record goes by its place among them.
    ids = np.sort(records["id"].to_numpy(dtype=object))
    place = pd.Series(np.arange(len(ids)), index=ids)
    known = (standing["id_a"].isin(place.index) & standing["id_b"].isin(place.index)).to_numpy()
    yes, no = (_places(standing[known & (standing["answer"] == answer)], place) for answer in (YES, NO))

    pairs = match(records, city)
    pairs[["a", "b"]] = _places(pairs, place)
    pairs = pairs[~among(pairs, np.vstack([yes, no]), len(ids))].reset_index(drop=True)
    pairs["verdict"] = with_ambiguous_asked(pairs)
    head = group(len(ids), pairs, yes, no)

    row = pd.Series(records.index, index=records["id"].to_numpy(dtype=object)).loc[ids].to_numpy()
    rows_head = np.empty(len(ids), dtype=np.intp)
    rows_head[row] = row[head]
    facilities, lineage = combine(records, rows_head, precedence or {})

    inside = head[pairs["a"]] == head[pairs["b"]]
    answered = _answered(standing[known & (standing["answer"] == YES)], records)
    followed = head[yes[:, 0]] == head[yes[:, 1]]
    merges = pd.concat([_described(pairs[inside]), answered[followed]], ignore_index=True)
    whole = lineage[lineage["field"] == ANY_FIELD]
    merges["facility_id"] = merges["id_a"].map(dict(zip(whole["record_id"], whole["facility_id"], strict=True)))
    return Merged(
        facilities=facilities,
        lineage=lineage,
        merges=_checked(merges.sort_values(["facility_id", "id_a", "id_b"], ignore_index=True), MERGES),
        waiting=_waiting(pairs, inside),
        notices=(*_unknown_notices(standing[~known]), *_contradiction_notices(answered[~followed])),
    )


def unmerge(merges: pd.DataFrame, facility_id: str, *, office: str, date: str, reason: str) -> pd.DataFrame:
    """Return the decisions that take a merged facility apart again, to be added to those there are.

    Parameters
    ----------
    merges
        :data:`~planner.model.tables.MERGES`.
    facility_id
        The facility to take apart.
    office, date, reason
        Who decides (an office, never a person), on which day (``2026-03-31``), and why.

    Raises
    ------
    planner.errors.OptionError
        If the facility was not merged from several records.
    """
    pairs = merges[merges["facility_id"] == facility_id]
    if pairs.empty:
        raise OptionError(
            text("{facility} was not merged from several records, so it can't be taken apart.", facility=facility_id)
        )
    return pairs.assign(answer=NO, office=office, date=date, reason=reason)[DECISION_COLUMNS].reset_index(drop=True)


def _places(pairs: pd.DataFrame, place: pd.Series) -> Positions:
    return np.column_stack([pairs[side].map(place).to_numpy(dtype=np.intp) for side in ("id_a", "id_b")])


def _checked(pairs: pd.DataFrame, schema: DataFrameSchema) -> pd.DataFrame:
    """Return the columns of a schema, checked."""
    return schema.validate(pairs[list(schema.columns)])


def _described(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return pairs with their reason in words."""
    reason = pd.Series(reasons(pairs), index=pairs.index, dtype=object)
    return pairs.assign(reason=reason, answer=pd.Series(None, index=pairs.index, dtype=object))


def _answered(decisions: pd.DataFrame, records: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return decided pairs in the shape of described ones."""
    rows = [
        records.set_index("id").loc[decisions[side].to_numpy(), ["name", "geometry"]].reset_index(drop=True)
        for side in ("id_a", "id_b")
    ]
    reason = [decided(*map(str, row)) for row in decisions[["office", "date", "reason"]].itertuples(index=False)]
    return pd.DataFrame(
        {
            "id_a": decisions["id_a"].to_numpy(dtype=object),
            "id_b": decisions["id_b"].to_numpy(dtype=object),
            "name_a": rows[0]["name"].to_numpy(dtype=object),
            "name_b": rows[1]["name"].to_numpy(dtype=object),
            "distance_m": gpd.GeoSeries(rows[0]["geometry"]).distance(gpd.GeoSeries(rows[1]["geometry"])).to_numpy(),
            "score": np.nan,
            "answer": YES,
            "reason": pd.Series(reason, dtype=object),
        }
    )


def _waiting(pairs: pd.DataFrame, inside: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """Return the pairs to ask about: those that were not merged, unless a record found a far better partner."""
    merged = pairs[inside]
    best = pd.concat(
        merged[[one, f"source_{other}", "score"]].set_axis(["record", "source", "score"], axis=1)
        for one, other in (("a", "b"), ("b", "a"))
    )
    best_score = best.groupby(["record", "source"])["score"].max()
    left = pairs[~inside]
    outshone = np.zeros(len(left), dtype=bool)
    for one, other in (("a", "b"), ("b", "a")):
        slots = pd.MultiIndex.from_arrays([left[one], left[f"source_{other}"]])
        outshone |= best_score.reindex(slots).to_numpy() - left["score"].to_numpy() >= OUTSHONE_BY
    ordered = left[~outshone].sort_values(["score", "id_a", "id_b"], ascending=[False, True, True], ignore_index=True)
    return _checked(_described(ordered), WAITING)


def _unknown_notices(decisions: pd.DataFrame) -> list[Notice]:
    return [
        Notice(
            "decision_on_unknown_record",
            f"{id_a}, {id_b}",
            text(
                "A decision about {id_a} and {id_b} was kept aside, since they are not both among the records.",
                id_a=str(id_a),
                id_b=str(id_b),
            ),
        )
        for id_a, id_b in decisions[["id_a", "id_b"]].itertuples(index=False)
    ]


def _contradiction_notices(pairs: pd.DataFrame) -> list[Notice]:
    return [
        Notice(
            "decisions_contradict",
            f"{id_a}, {id_b}",
            text(
                "{name} and {other} were decided to be one place, but another decision keeps apart two records that "
                "this would join; they stay apart until one of the decisions is changed.",
                name=str(name_a),
                other=str(name_b),
            ),
        )
        for id_a, id_b, name_a, name_b in pairs[["id_a", "id_b", "name_a", "name_b"]].itertuples(index=False)
    ]
