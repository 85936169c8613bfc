"""Rows that stand for the same place twice in one layer."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from planner.cleaning.quality.report import Outcome, RemarkList
from planner.texts import Text, text

SAME_PLACE_M = 50.0
"""Two rows of one name and kind this close to each other, in metres, are the same place."""
_IDENTIFIES_SHARE = 0.5


def identifiers(ids: pd.Series, column: str | None, remarks: RemarkList, notices: list[Text]) -> pd.Series:
    """Set aside rows whose identifier stood in an earlier row.

    Returns
    -------
    The identifiers; all missing where the column repeats so much that it identifies nothing.
    """
    given = ids.notna()
    if not given.any():
        return ids
    if ids[given].nunique() <= _IDENTIFIES_SHARE * int(given.sum()) and int(given.sum()) > 1:
        notices.append(
            text("“{column}” repeats in most rows, so it was not taken as an identifier.", column=str(column))
        )
        return ids.mask(given)
    # Only what is still accepted counts: a row that was set aside takes no identifier away.
    counted = given & remarks.accepted
    first = pd.Series(ids.index, index=ids.index).where(counted).groupby(ids, sort=False).transform("first")
    repeated = (counted & (first != ids.index)).to_numpy(dtype=bool)
    reasons = [text("Row {row} has the same identifier.", row=int(row)) for row in first[repeated]]
    remarks.add(repeated, "same_identifier", Outcome.SET_ASIDE, reasons, column=column, values=ids)
    return ids


def same_places(
    facts: pd.DataFrame,
    shapes: npt.NDArray[np.object_],
    column: str | None,
    remarks: RemarkList,
    outcome: Outcome = Outcome.SET_ASIDE,
) -> None:
    """Remark on rows that have the kind, the name and the place of an earlier row.

    Parameters
    ----------
    facts
        ``kind``, ``name``, ``declared_kecamatan``, ``declared_kelurahan`` and ``address``.
    shapes
        Shape of each row in the metric CRS, or ``None``.
    column
        The column of the name.
    remarks
        Where they are noted.
    outcome
        What becomes of them.
    """
    names = facts["name"]
    plain = names.str.lower().str.replace(r"[^0-9a-z]+", " ", regex=True).str.strip()
    compared = names.notna().to_numpy() & remarks.accepted
    located = compared & ~shapely.is_missing(shapes)
    table = pd.DataFrame({"row": np.asarray(facts.index), "kind": facts["kind"].to_numpy(), "name": plain.to_numpy()})
    first = np.full(len(facts), -1, dtype=np.int64)
    _mark_near(table, shapes, np.flatnonzero(located), first)
    _mark_equal(table, facts, np.flatnonzero(compared & ~located), first)
    repeated = first >= 0
    reasons = [text("Row {row} has the same kind, name and place.", row=int(row)) for row in first[repeated]]
    remarks.add(repeated, "same_place", outcome, reasons, column=column, values=names)


def _mark_near(
    table: pd.DataFrame, shapes: npt.NDArray[np.object_], places: npt.NDArray[np.intp], first: npt.NDArray[np.int64]
) -> None:
    """Note, for rows with a place, the first row of the same name and kind near them."""
    chosen = table.iloc[places]
    places = places[chosen.duplicated(["kind", "name"], keep=False).to_numpy()]
    if not len(places):
        return
    chosen = table.iloc[places]
    group = chosen.groupby(["kind", "name"], sort=False).ngroup().to_numpy()
    corners = shapely.bounds(shapes[places])
    middle = (corners[:, :2] + corners[:, 2:]) / 2
    # Equal names crowd at one spot where a table repeats itself: one row for each small square is compared
    # further, so that the number of pairs stays small.
    square = pd.DataFrame(
        {"group": group, "x": middle[:, 0] // (SAME_PLACE_M / 2), "y": middle[:, 1] // (SAME_PLACE_M / 2)}
    )
    rows = chosen["row"].to_numpy()
    in_square = pd.Series(rows).groupby([square["group"], square["x"], square["y"]]).transform("first").to_numpy()
    repeats = in_square != rows
    first[places[repeats]] = in_square[repeats]
    left = np.flatnonzero(~repeats)
    one, other = shapely.STRtree(shapes[places[left]]).query(
        shapes[places[left]], predicate="dwithin", distance=SAME_PLACE_M
    )
    same = (group[left[one]] == group[left[other]]) & (one > other)
    for later, earlier in zip(left[one[same]][::-1], left[other[same]][::-1], strict=True):
        first[places[later]] = rows[earlier]


def _mark_equal(
    table: pd.DataFrame, facts: pd.DataFrame, places: npt.NDArray[np.intp], first: npt.NDArray[np.int64]
) -> None:
    """Note, for rows without a place, the first row that says the same of its whereabouts."""
    whereabouts = facts[["declared_kecamatan", "declared_kelurahan", "address"]].reset_index(drop=True)
    said = pd.concat([table, whereabouts], axis=1).iloc[places]
    keys = ["kind", "name", "declared_kecamatan", "declared_kelurahan", "address"]
    earliest = said.groupby(keys, dropna=False, sort=False)["row"].transform("first").to_numpy()
    repeats = earliest != said["row"].to_numpy()
    first[places[repeats]] = earliest[repeats]
