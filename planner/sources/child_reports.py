"""Reports of violence against children, received and settled, by kecamatan and month: counts alone.

Only the four columns that ``city.toml`` names are looked at. No message tells what stands in a cell: it may be a small
count, or, where somebody named the wrong column, a person.
"""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from planner.errors import LayerError
from planner.model.kinds import Level
from planner.model.tables import CHILD_REPORTS
from planner.sources.columns import words
from planner.sources.layers import Layer, first_row
from planner.sources.settings import ReportSettings
from planner.texts import text

_MONTH = r"\d{4}-(?:0[1-9]|1[0-2])"
_COUNT = r"[0-9]{1,6}"


def read_child_reports(layer: Layer, settings: ReportSettings, regions: gpd.GeoDataFrame) -> pd.DataFrame:
    """Read the table of reports.

    Parameters
    ----------
    layer
        The file's rows.
    settings
        Names of its columns.
    regions
        :data:`~planner.model.tables.REGIONS`.

    Returns
    -------
    :data:`~planner.model.tables.CHILD_REPORTS`, in the order of months and then of codes.

    Raises
    ------
    planner.errors.LayerError
        If a row names no kecamatan of the city or no month, a count is no whole number from 0, or two rows are of the
        same kecamatan and month.
    """
    columns = settings.columns
    table = pd.DataFrame(
        {
            "kecamatan_code": _kecamatan_codes(layer, columns.kecamatan, regions),
            "month": _months(layer, columns.month),
            "received": _counts(layer, columns.received),
            "settled": _counts(layer, columns.settled),
        }
    )
    _refuse_repeated(layer, table)
    return CHILD_REPORTS.validate(table.sort_values(["month", "kecamatan_code"], ignore_index=True))


def _kecamatan_codes(layer: Layer, column: str, regions: gpd.GeoDataFrame) -> pd.Series:
    kecamatan = regions[regions["level"] == Level.KECAMATAN]
    by_word = dict(zip(kecamatan["name"].str.casefold(), kecamatan["code"], strict=True))
    by_word |= dict(zip(kecamatan["code"], kecamatan["code"], strict=True))
    codes = words(layer, column).str.casefold().map(by_word)
    if codes.isna().any():
        raise LayerError(
            text(
                "{file}, row {row}: the column “{column}” names no kecamatan of this city; "
                "write its code or one of these names: {known}.",
                file=layer.file,
                row=first_row(codes.isna()),
                column=column,
                known=", ".join(kecamatan["name"]),
            )
        )
    return codes


def _months(layer: Layer, column: str) -> pd.Series:
    months = words(layer, column)
    wrong = ~months.str.fullmatch(_MONTH).fillna(False).astype(bool)
    if wrong.any():
        raise LayerError(
            text(
                "{file}, row {row}: the column “{column}” holds no month; write year and month as in 2026-03.",
                file=layer.file,
                row=first_row(wrong),
                column=column,
            )
        )
    return months


def _counts(layer: Layer, column: str) -> pd.Series:
    written = words(layer, column)
    wrong = ~written.str.fullmatch(_COUNT).fillna(False).astype(bool)
    if wrong.any():
        raise LayerError(
            text(
                "{file}, row {row}: the column “{column}” holds no count; write a whole number, 0 if there was no "
                "report, and leave the whole row out if it is not known.",
                file=layer.file,
                row=first_row(wrong),
                column=column,
            )
        )
    return written.astype("int64")


def _refuse_repeated(layer: Layer, table: pd.DataFrame) -> None:
    keys = ["kecamatan_code", "month"]
    repeated = table.duplicated(keys)
    if repeated.any():
        row = first_row(repeated)
        same = (table[keys] == table.loc[row, keys]).all(axis=1)
        raise LayerError(
            text(
                "{file}, rows {first} and {row}: both are of the same kecamatan and month; "
                "put their counts into one row.",
                file=layer.file,
                first=first_row(same),
                row=row,
            )
        )
