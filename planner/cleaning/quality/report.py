"""The report on one layer, and the list of remarks that it is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from planner.sources.delivery.memory import Memory
from planner.texts import Text, text

_LONGEST_VALUE = 200

Rows = npt.NDArray[np.bool_]


class Outcome(StrEnum):
    """What became of a row, or of a value in it."""

    SET_ASIDE = "set_aside"
    """The row was not accepted."""
    REPAIRED = "repaired"
    """The row was accepted with a value mended or left out."""
    CHECK = "check"
    """The row was accepted as it is, but someone should look at it."""


OUTCOME_LABELS: Mapping[Outcome, Text] = {
    Outcome.SET_ASIDE: text("set aside"),
    Outcome.REPAIRED: text("repaired"),
    Outcome.CHECK: text("to check"),
}

REMARK_COLUMNS = ["row", "line", "column", "value", "outcome", "code", "reason"]
"""Columns of a table of remarks: row of the data from 1; row of the sheet from 1, or missing; column as the file
calls it, or missing; value as it is written, or missing; outcome; stable name of the reason; the reason (a text)."""


@dataclass(frozen=True)
class Change:
    """How many facilities of one kind a kecamatan has, at the last delivery and now.

    Attributes
    ----------
    kind
        Kind of facility.
    kecamatan_code, kecamatan
        Code and name; empty for those in no kecamatan.
    before, after
        The counts.
    """

    kind: str
    kecamatan_code: str
    kecamatan: str
    before: int
    after: int


@dataclass(frozen=True)
class Freshness:
    """Of when the rows are.

    Attributes
    ----------
    oldest, newest
        The first and last date among them; empty where none has one.
    undated
        How many have no date of their own.
    """

    oldest: str
    newest: str
    undated: int


@dataclass(frozen=True, eq=False)
class QualityReport:
    """What is to be known of a layer before it is accepted, or of one that a city has.

    Attributes
    ----------
    source, file, layer
        Whose layer it is, and where it was read from; file and layer are empty for a city's own.
    rows_read
        Rows that are not blank. Each is either accepted or set aside.
    rows_accepted, rows_repaired, rows_set_aside
        Counts of rows; the repaired ones are among the accepted.
    remarks
        One row for each remark (:data:`REMARK_COLUMNS`), in the order of the rows.
    notices
        What is to be known of the layer as a whole.
    freshness
        Of when the rows are.
    changes
        Difference from the last delivery by kind and kecamatan; empty where there was none.
    needs_confirmation
        Why a person has to confirm before the layer is accepted; empty where nobody has to.
    """

    source: str
    file: str
    layer: str
    rows_read: int
    rows_accepted: int
    rows_repaired: int
    rows_set_aside: int
    remarks: pd.DataFrame
    notices: tuple[Text, ...]
    freshness: Freshness
    changes: tuple[Change, ...] = ()
    needs_confirmation: tuple[Text, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many remarks there are of each code, the most frequent first."""
        found = self.remarks["code"].value_counts(sort=False).sort_index()
        ordered = found.sort_values(ascending=False, kind="stable")
        return {str(code): int(count) for code, count in ordered.items()}


@dataclass(frozen=True, eq=False)
class CheckedDelivery:
    """A delivered layer, checked.

    Attributes
    ----------
    report
        What was found.
    decided
        How the layer was read: remembered for the next delivery once this one is accepted.
    accepted
        :data:`~planner.model.tables.FACILITIES`, but with outlines where the layer has them; in the metric CRS.
    """

    report: QualityReport
    decided: Memory
    accepted: gpd.GeoDataFrame


class RemarkList:
    """Collects remarks while a table is checked, and knows which rows are still accepted.

    Parameters
    ----------
    rows
        Row numbers of the table.
    first_line
        Row of the sheet in which row 1 stands; ``None`` where there is no sheet.
    """

    def __init__(self, rows: npt.NDArray[np.int64], first_line: int | None = None) -> None:
        self._rows = rows
        self._lines = np.full(len(rows), np.nan) if first_line is None else rows + (first_line - 1.0)
        self._parts: list[pd.DataFrame] = []
        self.accepted: Rows = np.ones(len(rows), dtype=bool)
        self.repaired: Rows = np.zeros(len(rows), dtype=bool)

    def add(
        self,
        where: Rows,
        code: str,
        outcome: Outcome,
        reason: Text | Sequence[Text],
        *,
        column: str | None = None,
        values: pd.Series | None = None,
    ) -> None:
        """Remark on those of the marked rows that are still accepted.

        Parameters
        ----------
        where
            One mark for each row of the table.
        code
            Stable name of the reason.
        outcome
            What becomes of the rows.
        reason
            One text for all of them, or one for each marked row.
        column, values
            The column that it is about, and its cells.
        """
        marked = np.flatnonzero(where)
        if not len(marked):
            return
        reasons = np.empty(len(marked), dtype=object)
        reasons[:] = [reason] * len(marked) if isinstance(reason, Text) else list(reason)
        kept = self.accepted[marked]
        marked, reasons = marked[kept], reasons[kept]
        written = np.full(len(marked), None, dtype=object)
        if values is not None:
            cells = values.iloc[marked]
            shown = cells.astype("str").str.slice(0, _LONGEST_VALUE).to_numpy(dtype=object)
            written[cells.notna()] = shown[cells.notna()]
        self._parts.append(
            pd.DataFrame(
                {
                    "row": self._rows[marked],
                    "line": self._lines[marked],
                    "column": pd.Series([column] * len(marked), dtype=object),
                    "value": pd.Series(written, dtype=object),
                    "outcome": str(outcome),
                    "code": code,
                    "reason": reasons,
                }
            )
        )
        if outcome is Outcome.SET_ASIDE:
            self.accepted[marked] = False
        elif outcome is Outcome.REPAIRED:
            self.repaired[marked] = True

    def table(self) -> pd.DataFrame:
        """Return all remarks in the order of their rows."""
        if not self._parts:
            return pd.DataFrame({column: pd.Series(dtype=object) for column in REMARK_COLUMNS})
        return pd.concat(self._parts, ignore_index=True).sort_values("row", kind="stable", ignore_index=True)
