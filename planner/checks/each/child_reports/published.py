"""The reports received and settled as they may be shown: the only form in which they leave the city's memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
import pandera.pandas as pa

from planner.checks.each.child_reports.suppression import Counts, Marks, hidden_counts, sums_shown
from planner.model.city import City
from planner.model.kinds import Level

COUNTED = ("received", "settled")
MONTHS_OF_A_YEAR = 12

_WORDS = pd.StringDtype(na_value=np.nan)


class Shown(StrEnum):
    """How a count is shown."""

    COUNT = "count"
    """As it is."""
    SMALL = "small"
    """It is 1 to 4, and no more is said."""
    HIDDEN = "hidden"
    """Nothing is said: a small count could be worked out from it."""
    NOT_GIVEN = "not_given"
    """The city's table does not say it, or not for every kecamatan or month that it is the sum of."""


PUBLISHED = pa.DataFrameSchema(
    {
        "level": pa.Column(_WORDS, pa.Check.isin([Level.CITY, Level.KECAMATAN])),
        "code": pa.Column(_WORDS),
        "period": pa.Column(_WORDS, pa.Check.str_matches(r"^\d{4}(-\d{2})?$")),
        "counted": pa.Column(_WORDS, pa.Check.isin(COUNTED)),
        "shown": pa.Column(_WORDS, pa.Check.isin([str(shown) for shown in Shown])),
        "value": pa.Column("Int64", pa.Check(lambda values: (values == 0) | (values >= 5)), nullable=True),
    },
    unique=["level", "code", "period", "counted"],
    strict=True,
    coerce=True,
    ordered=True,
)
"""One row a count. ``period`` is a month (``2026-03``) or a year that is over (``2026``); ``value`` is empty unless
``shown`` is ``count``. There are no sums of a year that is not over, nor of several years: two editions of such a sum
would tell what came between them."""


@dataclass(frozen=True, eq=False)
class _Table:
    """Counts of one year: a row a kecamatan, a column a month; what is not given counts as 0."""

    codes: tuple[str, ...]
    months: tuple[str, ...]
    counts: Counts
    given: Marks


def published_reports(city: City) -> pd.DataFrame | None:
    """Return the reports of a city as they may be shown.

    Parameters
    ----------
    city
        The city.

    Returns
    -------
    :data:`PUBLISHED`, in the order of periods, then the city before its kecamatan in the order of codes; ``None``
    where the city has no such table.
    """
    reports = city.child_reports
    if reports is None:
        return None
    codes = tuple(str(code) for code in city.regions_at(Level.KECAMATAN)["code"])
    rows: list[tuple[object, ...]] = []
    for year in sorted(reports["month"].str.slice(0, 4).unique()):
        of_year = reports[reports["month"].str.startswith(f"{year}-")]
        tables = {counted: _table(of_year, counted, codes) for counted in COUNTED}
        # Where all reports of a year are known to be settled, the sum of one count is that of the other.
        summed = np.logical_and.reduce([sums_shown(table.counts) for table in tables.values()])
        for counted, table in tables.items():
            rows += _rows(table, str(year), city.code, counted, summed)
    published = pd.DataFrame(rows, columns=list(PUBLISHED.columns)).astype({"value": "Int64"})
    published = published.sort_values("period", kind="stable", ignore_index=True)
    return PUBLISHED.validate(published)


def share_settled(published: pd.DataFrame) -> pd.DataFrame:
    """Return settled over received, where both are shown and any report was received: nothing new is told by it.

    Returns
    -------
    pandas.DataFrame
        ``level``, ``code``, ``period`` and ``share``, above 1 where reports of earlier months were settled too.
    """
    wide = published[published["shown"] == Shown.COUNT].pivot(
        index=["level", "code", "period"], columns="counted", values="value"
    )
    wide = wide.reindex(columns=list(COUNTED)).dropna()
    wide = wide[wide["received"] > 0].astype("float64")
    return (wide["settled"] / wide["received"]).rename("share").reset_index()


def _table(of_year: pd.DataFrame, counted: str, codes: tuple[str, ...]) -> _Table:
    wide = of_year.pivot(index="kecamatan_code", columns="month", values=counted).sort_index(axis=1)
    wide = wide.reindex(list(codes))
    return _Table(
        codes, tuple(wide.columns), wide.fillna(0).to_numpy(dtype=np.int64), wide.notna().to_numpy(dtype=bool)
    )


def _rows(table: _Table, year: str, city: str, counted: str, summed: Marks) -> Iterator[tuple[object, ...]]:
    """Yield the rows of one year: each month, then the year, if it is given whole."""
    small = hidden_counts(table.counts)
    for at, month in enumerate(table.months):
        column = table.counts[:, at]
        shown = _sum(may_be_shown=not small[:, at].any(), given=table.given[:, at].all())
        yield _row(Level.CITY, city, month, counted, shown, column.sum())
        for code, count, is_small, given in zip(table.codes, column, small[:, at], table.given[:, at], strict=True):
            shown = Shown.NOT_GIVEN if not given else Shown.SMALL if is_small else Shown.COUNT
            yield _row(Level.KECAMATAN, code, month, counted, shown, count)
    if len(table.months) < MONTHS_OF_A_YEAR:
        return
    row_given: Marks = np.logical_and.reduce(table.given, axis=1)
    # The sum of sums that are shown tells nothing more; a sum of others might.
    shown = _sum(may_be_shown=summed.all(), given=row_given.all())
    yield _row(Level.CITY, city, year, counted, shown, table.counts.sum())
    for code, may_be_shown, given, count in zip(table.codes, summed, row_given, table.counts.sum(axis=1), strict=True):
        yield _row(Level.KECAMATAN, code, year, counted, _sum(may_be_shown=may_be_shown, given=given), count)


def _sum(*, may_be_shown: bool | np.bool_, given: bool | np.bool_) -> Shown:
    if not given:
        return Shown.NOT_GIVEN
    return Shown.COUNT if may_be_shown else Shown.HIDDEN


def _row(level: Level, code: str, period: str, counted: str, shown: Shown, count: np.int64) -> tuple[object, ...]:
    return level, code, period, counted, shown, int(count) if shown is Shown.COUNT else None
