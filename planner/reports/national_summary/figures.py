"""Figures of a country: by kabupaten, by rule, and how cities stand beside each other as far as that is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import CRS

from planner.checks.each.puskesmas import PUSKESMAS_KEC
from planner.model.city import Source
from planner.model.kinds import Level, Status
from planner.model.rule import Rules
from planner.sources.national import PROVINCE_LETTERS

EQUAL_AREA = CRS.from_proj4("+proj=cea +lon_0=118 +lat_ts=5 +datum=WGS84 +units=m")
"""Areas are true everywhere, lengths near 5° north and south: the country lies within 11° of the equator."""

_FINEST_M = 1000.0
"""On a sheet of 1 : 20,000,000 this is 0.05 mm."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Summary:
    """What is told of a run.

    Attributes
    ----------
    as_of
        The day as of which the cities were judged.
    kecamatan
        :data:`~planner.national.partitions.KECAMATAN` of the cities that were assessed.
    findings
        :data:`~planner.national.partitions.FINDINGS` of them.
    failed
        What is wrong with each city that could not be assessed, by its code.
    names
        Names of kabupaten and kota by code, as far as they are known.
    sources
        Where the national layers come from.
    rules
        The rule catalogue.
    fewest_without
        Of how many kecamatan at least it is known that no puskesmas of the list lies in them; ``None`` where the run
        is not of the whole country.
    """

    as_of: dt.date
    kecamatan: gpd.GeoDataFrame
    findings: pd.DataFrame
    failed: Mapping[str, str]
    names: Mapping[str, str]
    sources: tuple[Source, ...]
    rules: Rules
    fewest_without: int | None = None

    @cached_property
    def drawn(self) -> gpd.GeoSeries:
        """Outlines of the kecamatan in :data:`EQUAL_AREA`, as fine as a sheet of paper can show."""
        return self.kecamatan.geometry.to_crs(EQUAL_AREA).simplify(_FINEST_M)

    @cached_property
    def kabupaten(self) -> gpd.GeoSeries:
        """Outline of each kabupaten by its code, as :attr:`drawn`."""
        groups = self.kecamatan.groupby("kabupaten_code", sort=True).indices
        outlines = shapely.make_valid(np.asarray(self.drawn.array, dtype=object))
        joined = [shapely.union_all(outlines[rows]) for rows in groups.values()]
        return gpd.GeoSeries(joined, index=list(groups), crs=EQUAL_AREA)


def kabupaten_table(summary: Summary) -> pd.DataFrame:
    """Return one row a kabupaten or kota, in the order of codes.

    Returns
    -------
    pandas.DataFrame
        Columns ``code``, ``name``, ``province``, ``kecamatan``, ``puskesmas``, ``puskesmas_maybe``, ``schools_sd``,
        ``share_land_sd`` and ``data_from``. ``share_land_sd`` is the share of its land within the radius of a primary
        school; empty where no school is listed.
    """
    rows = pd.DataFrame(summary.kecamatan.drop(columns="geometry"))
    area = summary.kecamatan.to_crs(EQUAL_AREA).area.to_numpy()
    known = rows["land_share_sd"].notna().to_numpy()
    rows = rows.assign(area=np.where(known, area, 0.0), near=np.where(known, rows["land_share_sd"], 0.0) * area)
    groups = rows.groupby("kabupaten_code", sort=True)
    table = groups.agg(
        name=("kabupaten_name", "first"),
        kecamatan=("kecamatan_code", "size"),
        puskesmas=("puskesmas", "sum"),
        # The same number stands in each row of a kabupaten.
        puskesmas_maybe=("puskesmas_maybe", "first"),
        schools_sd=("schools_sd", "sum"),
        data_from=("data_from", "first"),
    )
    sums = groups[["near", "area"]].sum()
    table["share_land_sd"] = (sums["near"] / sums["area"].where(sums["area"] > 0)).to_numpy()
    table = table.rename_axis("code").reset_index()
    table["province"] = table["code"].str[:PROVINCE_LETTERS]
    columns = ["code", "name", "province", "kecamatan", "puskesmas", "puskesmas_maybe", "schools_sd"]
    return table[[*columns, "share_land_sd", "data_from"]]


def rule_table(summary: Summary) -> pd.DataFrame:
    """Return one row a rule and level, in the order of findings.

    Returns
    -------
    pandas.DataFrame
        Columns ``rule``, ``level``, ``cities`` that have a finding, ``met``, ``unmet`` and ``unknown`` regions, and
        ``reason``: the commonest one why a region is not known.
    """
    rows = []
    for (rule, level), own in summary.findings.groupby(["rule", "unit_level"], sort=False):
        unknown = own[own["status"] == Status.UNKNOWN]
        reasons = unknown["reason"].value_counts()
        rows.append(
            {
                "rule": rule,
                "level": level,
                "cities": own["kabupaten_code"].nunique(),
                **{str(status): int((own["status"] == status).sum()) for status in Status},
                "reason": reasons.index[0] if len(reasons) else "",
            }
        )
    columns = ["rule", "level", "cities", *(str(status) for status in Status), "reason"]
    return pd.DataFrame(rows, columns=columns)


def ranking(summary: Summary) -> pd.DataFrame:
    """Return how the cities stand beside each other, for each rule of which anything is known in two cities or more.

    What nobody knows is never taken for a failure: a city stands by the share of its kecamatan that are known to meet
    the rule, and beside it stands the share that may at most. Its place is a range: first the place it would have if
    all that is unknown in it were met and in the others not, then the other way round.

    Returns
    -------
    pandas.DataFrame
        Columns ``rule``, ``code``, ``name``, ``kecamatan``, ``met``, ``unmet``, ``unknown``, ``share_met``,
        ``share_at_most``, ``place_best``, ``place_worst``.
    """
    asked = summary.findings[summary.findings["unit_level"] == Level.KECAMATAN]
    tables = []
    for rule, own in asked.groupby("rule", sort=False):
        known = own.loc[own["status"] != Status.UNKNOWN, "kabupaten_code"].nunique()
        if known > 1:
            tables.append(_ranked(own).assign(rule=rule))
    columns = ["rule", "code", "name", "kecamatan", *(str(status) for status in Status)]
    columns += ["share_met", "share_at_most", "place_best", "place_worst"]
    return pd.concat(tables, ignore_index=True)[columns] if tables else pd.DataFrame(columns=columns)


def puskesmas_shares(summary: Summary) -> pd.DataFrame:
    """Return the counts and shares of ``PUSKESMAS_KEC`` by code, whether or not cities can be ranked by it."""
    own = summary.findings[summary.findings["rule"] == PUSKESMAS_KEC]
    return _ranked(own).set_index("code")


def _ranked(findings: pd.DataFrame) -> pd.DataFrame:
    groups = findings.groupby("kabupaten_code", sort=True)
    counts = pd.crosstab(findings["kabupaten_code"], findings["status"])
    counts = counts.reindex(columns=[str(status) for status in Status], fill_value=0)
    table = counts.assign(name=groups["kabupaten_name"].first(), kecamatan=groups.size())
    low = (table["met"] / table["kecamatan"]).to_numpy(dtype=np.float64)
    high = ((table["met"] + table["unknown"]) / table["kecamatan"]).to_numpy(dtype=np.float64)
    table = table.assign(
        share_met=low,
        share_at_most=high,
        place_best=1 + _how_many_above(low, high),
        # A city is not above itself, though the most it may have is more than the least.
        place_worst=1 + _how_many_above(high, low) - (high > low),
    )
    ordered = table.rename_axis("code").reset_index()
    return ordered.sort_values(
        ["share_met", "share_at_most", "code"], ascending=[False, False, True], ignore_index=True
    )


def _how_many_above(others: Floats, values: Floats) -> npt.NDArray[np.intp]:
    """Return how many of some values are above each of other ones."""
    return len(others) - np.searchsorted(np.sort(others), values, side="right")
