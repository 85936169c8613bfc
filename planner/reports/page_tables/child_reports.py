"""Reports of violence against children as a table: only as they may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from planner.checks.each.child_reports.published import COUNTED, Shown, published_reports, share_settled
from planner.model.city import City
from planner.model.kinds import Level
from planner.reports.page_tables.table import PageTable
from planner.reports.spreadsheet import as_csv
from planner.texts import Text, text, translate

_SHOWN: Mapping[str, Text] = {
    Shown.SMALL: text("<5"),
    Shown.HIDDEN: text("hidden"),
    Shown.NOT_GIVEN: text("not given"),
}

COUNTED_LABELS: Mapping[str, Text] = {"received": text("Received"), "settled": text("Settled")}


@dataclass(frozen=True)
class ReportsFile(PageTable):
    """Reports of one period.

    Attributes
    ----------
    period
        A year or a month.
    """

    kind: ClassVar[str] = "child_reports"
    period: str

    @property
    def file_name(self) -> str:
        """Name of the table's file."""
        return f"{translate(text('reports'))}-{self.period}.csv"


def report_rows(city: City, published: pd.DataFrame, period: str) -> pd.DataFrame:
    """Return the rows of one period: code, name, what is shown of each count, and the share settled.

    Parameters
    ----------
    city
        The city.
    published
        What :func:`~planner.checks.each.child_reports.published.published_reports` returns: what must stay hidden is
        hidden in it already.
    period
        A year or a month.
    """
    names = city.region_names | {city.code: city.name}
    own = published[published["period"] == period]
    shown = own.assign(told=[_told(*pair) for pair in zip(own["shown"], own["value"], strict=True)])
    wide = shown.pivot(index=["level", "code"], columns="counted", values="told")[list(COUNTED)].reset_index()
    shares = share_settled(own).set_index("code")["share"] if len(own) else pd.Series(dtype="float64")
    # The whole city comes first.
    wide = wide.sort_values(
        ["level", "code"], key=lambda column: column.replace({Level.CITY: "", Level.KECAMATAN: "k"})
    )
    return wide.assign(name=wide["code"].map(names), share=wide["code"].map(shares)).reset_index(drop=True)


def reports_file(city: City, asked: ReportsFile) -> bytes:
    """Return the table, in the spoken language.

    Raises
    ------
    planner.errors.OptionError
        If nothing of the period may be shown.
    """
    published = published_reports(city)
    if published is None or asked.period not in set(published["period"]):
        raise asked.missing()
    heads = {"code": text("Code"), "name": text("Region"), **COUNTED_LABELS}
    return as_csv(report_rows(city, published, asked.period)[list(heads)], heads)


def _told(shown: str, value: object) -> str:
    return translate(_SHOWN[shown] if shown in _SHOWN else text("{number}", number=value))
